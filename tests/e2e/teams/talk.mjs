// Every kind of poll, every command, and the ways in which people write them in Teams.

import { check, last, part, until } from './report.mjs';
import { bot, channel, people, tenant } from './daemon.mjs';
import { filled, handsOf, needed } from './hands.mjs';
import { actionsOf, cardOf, inputsOf, wordsOf } from './playground.mjs';
import { startWorld } from './world.mjs';

const { marit, kari, amina, jonas, lien } = people;
const world = await startWorld('talk');
const { teams } = world;
const { shown, kept, jumpUntil, command, keepCards } = handsOf(world);
await teams.install(channel);
for (const who of [kari, amina]) await command(who, 'hjelp');

for (const [kind, words, shape] of [
  [
    'several choices',
    '"Hvilke dager passer?" "Tirsdag" "Onsdag, tidlig" "100 % torsdag" flere 20 min',
    'Hvilke dager passer?',
  ],
  ['a scale', '"Har vi tid nok?" skala 20 min', 'Har vi tid nok?'],
  ['free text', '"Hva bør vi ta opp?" fritekst 20 min', 'Hva bør vi ta opp?'],
  ['names', '"Hvem tar neste?" "Kari" "Jonas" navn 20 min', 'Hvem tar neste?'],
])
  await part(`a poll of ${kind}`, async () => {
    const preview = needed(await command(marit, `avstemning ${words}`, 'personal'), 'preview');
    const since = teams.posts.length;
    await teams.press(marit, preview, 'Åpne');
    const poll = needed(await teams.said('channel', shape, since), 'poll');
    const told = [];
    for (const [i, who] of [marit, kari, amina, jonas, lien].entries()) {
      const buttons = actionsOf(cardOf(poll)).filter((action) => action.title !== 'Hvem har svart');
      let answer = await teams.press(who, poll, buttons[i % buttons.length].title);
      if (answer.dialog && inputsOf(answer.dialog).length)
        answer = kept(await teams.submit(kept(answer), filled(answer.dialog, i % 2)));
      told.push(answer.words || wordsOf(answer.dialog) || JSON.stringify(answer.json?.value ?? null));
    }
    check(
      told.every((one) => typeof one === 'string' && /mottatt|svar/i.test(one)),
      `${kind}: five people answer and are told`,
      told,
    );
    const result = needed(await jumpUntil('channel', `Resultat: ${shape}`), 'result');
    check(result, `${kind}: the result comes`, shown(result));
    console.log(`     ${shown(result).replaceAll('\n', ' | ').slice(0, 300)}`);
  });

await part('every command', async () => {
  const missing = [];
  for (const text of [
    'status',
    'samlinger',
    'ideer',
    'papirlapper',
    'flytt',
    'avlys',
    'kalender',
    'avstemning',
    'avstemninger',
    'oversikt',
    'saker',
    'side',
    'språk',
    'medlemmer',
    'hva-virker',
    'personvern',
    'idekode',
    'hjlep',
    '<b>x</b> [y](https://ond.example) <at>Kari Nes</at>',
  ]) {
    const post = await command(marit, text, 'personal');
    if (!post) missing.push(text);
    else if (actionsOf(cardOf(post))[0]?.data?.k === 'o') {
      const opened = kept(await teams.press(marit, post, actionsOf(cardOf(post))[0].title));
      if (!opened.dialog) missing.push(`${text} (dialog)`);
    }
  }
  check(missing.length === 0, 'every command is answered in the own chat', missing);
  const last = teams.posts.at(-1);
  check(
    !JSON.stringify(last.activity).includes('<at>Kari Nes</at>'),
    'words that look like a mention are none when they are repeated',
    last.activity,
  );
  for (const language of ['english', 'nynorsk', 'bokmål']) {
    const post = await command(marit, `språk ${language}`, 'personal');
    const help = await command(marit, 'hjelp', 'personal');
    check(post && help, `help in ${language}`, shown(help));
  }
});

await part('ways to write', async () => {
  const mention = { type: 'mention', mentioned: { id: bot }, text: '<at>Refleks</at>' };
  const thread = `${channel};messageid=1`;
  const write = async (text, entities, more = {}) => {
    const from = teams.posts.length;
    await teams.send({ ...teams.from(kari, thread), type: 'message', text, textFormat: 'plain', entities, ...more });
    return until(() => teams.posts.slice(from).find((post) => post.to === 'kari'));
  };
  for (const [what, text, entities] of [
    ['the mention last', 'hjelp <at>Refleks</at>', [mention]],
    ['two mentions', '<at>Refleks</at> <at>Refleks</at> hjelp', [mention, mention]],
    ['a hard blank and capitals', '<at>Refleks</at>&nbsp;HJELP', [mention]],
    ['an html attachment beside', '<at>Refleks</at> hjelp\n', [mention]],
  ]) {
    const post = await write(text, entities, {
      attachments: [{ contentType: 'text/html', content: `<div>${text}</div>` }],
    });
    check(shown(post).includes?.('Dette kan jeg hjelpe med'), `understood: ${what}`, shown(post));
  }
  for (const text of ['/refleks hjelp', 'refleks hjelp', '@Refleks hjelp']) {
    const post = await command(kari, text, 'personal');
    check(shown(post).includes?.('Dette kan jeg hjelpe med'), `understood in the own chat: ${text}`, shown(post));
  }
  const from = teams.posts.length;
  await teams.send({
    ...teams.from(marit, '19:gruppe@thread.v2'),
    conversation: { id: '19:gruppe@thread.v2', conversationType: 'groupChat', isGroup: true, tenantId: tenant },
    type: 'message',
    text: '<at>Refleks</at> hjelp',
    entities: [mention],
  });
  const post = await until(() => teams.posts.slice(from).find((one) => one.to === 'marit'));
  check(
    post && !teams.posts.some((one) => one.conversation.startsWith('19:gruppe')),
    'in a group chat too the answer goes to the own chat',
    shown(post),
  );
});

keepCards('talk');
check(await world.stop(), 'the daemon stops in order');
last();
