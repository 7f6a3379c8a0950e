// What the people of a session do again and again, and what came of it.

import { writeFileSync } from 'node:fs';
import { until } from './report.mjs';
import { cardOf, inputsOf, wordsOf } from './playground.mjs';

export function needed(thing, what) {
  if (!thing) throw new Error(`there is no ${what}`);
  return thing;
}

// Something in every field of a dialog, by label; another for each turn.
export function filled(dialog, turn) {
  const values = {};
  for (const input of inputsOf(dialog)) {
    const choices = input.choices?.map((choice) => choice.value);
    if (input.isMultiSelect) values[input.label] = choices.slice(0, 2).join(',');
    else if (choices) values[input.label] = choices[turn % choices.length];
    else if (input.type === 'Input.Date') values[input.label] = '2027-01-12';
    else if (input.type === 'Input.Time') values[input.label] = '10:00';
    else values[input.label] = `Mer tid, ${['først', 'så', 'igjen', 'alltid', 'helst'][turn]}`;
  }
  return values;
}

export function handsOf({ teams, daemon }) {
  const dialogs = [];
  return {
    // The words of a post; of none, what was said last, to be printed.
    shown: (post) =>
      post ? wordsOf(cardOf(post)) : teams.posts.slice(-3).map((one) => [one.to, one.activity.summary]),
    // A dialog's card is judged later with the others.
    kept: (opened) => {
      if (opened.dialog) dialogs.push(opened.dialog);
      return opened;
    },
    // Moment by moment, until this has been said to a person or the channel.
    jumpUntil: async (to, words, limit = 90) => {
      const from = teams.posts.length;
      const before = await teams.said(to, words, 0, 300);
      if (before) return before;
      for (let i = 0; i < limit; ++i) {
        const post = await teams.said(to, words, from, 250);
        if (post) return post;
        await daemon.clock.jump();
      }
      return teams.said(to, words, from, 5000);
    },
    // Somebody writes a command in the channel or the own chat, and gets the answer in the own chat.
    command: async (who, text, where) => {
      const from = teams.posts.length;
      await teams.say(who, text, where);
      return until(() => teams.posts.slice(from).find((post) => post.to === who.key), { limit: 15000 });
    },
    // All cards that people were shown, for cards.mjs.
    keepCards: (name) => {
      const cards = [...teams.posts.map(cardOf), ...dialogs].filter(Boolean);
      for (const one of teams.toBot)
        if (one.json?.type === 'application/vnd.microsoft.card.adaptive') cards.push(one.json.value);
      writeFileSync(`${process.env.WORK}/cards-${name}.json`, JSON.stringify(cards));
    },
  };
}
