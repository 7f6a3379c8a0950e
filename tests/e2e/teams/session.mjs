// A whole session of a group in Teams: invitation, ideas, poll, result, check-out, matter, digest. The Playground is Teams; its
// tokens are checked by the daemon and the daemon's by it.

import { readFileSync } from 'node:fs';
import { check, last, part, until } from './report.mjs';
import { channel, people } from './daemon.mjs';
import { handsOf, needed } from './hands.mjs';
import { actionsOf, cardOf, inputsOf, wordsOf } from './playground.mjs';
import { notes } from '../notes.mjs';
import { startWorld } from './world.mjs';

const { marit, berit, kari, amina, jonas, lien } = people;
const world = await startWorld('session');
const { teams, entra, daemon } = world;
const { shown, kept, jumpUntil, command, keepCards } = handsOf(world);

await part('Teams and the daemon know each other', async () => {
  await teams.install(channel);
  await until(() => teams.toBot.filter((one) => one.status === 200).length >= 2);
  const kinds = teams.toBot.filter((one) => one.method === 'POST').map((one) => [one.activity?.type, one.status]);
  check(
    kinds.length >= 2 && kinds.every(([, status]) => status === 200),
    'installation and arrival in the channel are taken, with a token of the stand-in',
    kinds,
  );
  const help = await command(marit, 'hjelp');
  check(
    shown(help).includes?.('Dette kan jeg hjelpe med'),
    'a mention in the channel is answered in the own chat',
    shown(help),
  );
  check(!teams.posts.some((post) => post.to === 'channel'), 'and nothing is said in the channel', teams.posts.length);
  const own = await command(marit, 'hjelp', 'personal');
  check(shown(own).includes?.('Dette kan jeg hjelpe med'), 'the same in the own chat', shown(own));
  check(!shown(own).includes('/refleks'), 'the help names no slash command, which Teams does not have', shown(own));
  const first = await command(kari, 'hjelp');
  check(
    first && teams.chats[first.conversation] === kari,
    'for somebody without a chat one is opened',
    teams.fromBot.at(-1),
  );
  check(
    entra.asked.some((path) => path.includes('/oauth2/v2.0/token')) && teams.fromBot.every((call) => call.status < 300),
    "the daemon's own token is taken by the Playground",
    teams.fromBot.map((call) => [call.path, call.status, call.answer]),
  );
  check(
    teams.fromBot.every((call) => call.headers.authorization?.startsWith('Bearer ')),
    'and is on every call',
  );
  const strange = await fetch(daemon.url, { method: 'POST', body: teams.toBot.findLast((one) => one.activity).body });
  check(strange.status === 401, 'the same activity without a token is refused', strange.status);
  const stranger = { key: 'x', id: '29:x', name: 'Ukjent', aadObjectId: '0ccccccc-0000-0000-0000-000000000009' };
  const answer = await teams.say(stranger, 'hjelp');
  check(answer.status === 200, 'somebody nobody knows is no error', answer.status);
  for (const name of ['composeExtension/query', 'signin/verifyState', 'fileConsent/invoke'])
    check((await teams.invoke(kari, channel, name, {})).status === 501, `${name} is not ours: 501`);
});

await part('the invitation', async () => {
  const post = needed(await jumpUntil('channel', '24. november'), 'invitation');
  check(actionsOf(cardOf(post)).length > 0, 'the invitation stands in the channel, with buttons', shown(post));
  check(
    post.activity.summary && !post.activity.text,
    'it has words for the notification and no text beside the card',
    post.activity,
  );
  const labels = actionsOf(cardOf(post)).map((action) => [action.type, action.title]);
  const yes = labels.find(([, title]) => title.includes('kommer'))?.[1] ?? labels[0][1];
  const answer = await teams.press(kari, post, yes);
  check(answer.status === 200 && answer.json?.value, `Kari presses "${yes}" and is answered at once`, answer);
  check(
    typeof answer.json?.value === 'string',
    'the answer passes by and leaves the card of the others alone',
    answer.json,
  );
  const changed = await until(() => post.edited, { limit: 3000 });
  console.log(`     buttons ${JSON.stringify(labels)}, edited ${changed ?? 0} times`);
});

let code = '';
await part('ideas', async () => {
  const ask = needed(await command(amina, 'idé'), 'answer to idé');
  const button = actionsOf(cardOf(ask))[0];
  check(
    button?.data?.msteams?.type === 'task/fetch' && !inputsOf(cardOf(ask)).length,
    'an idea is asked for in a dialog, never in the chat',
    cardOf(ask),
  );
  const opened = kept(await teams.press(amina, ask, button.title));
  check(
    inputsOf(opened.dialog).some((input) => input.label.startsWith('Temaet')),
    'the dialog opens with a field',
    opened.json,
  );
  const foreign = await teams.press(kari, { ...ask, conversation: channel }, button.title);
  check(!foreign.dialog && foreign.words, "another person's button opens nothing", foreign.json);
  const stopped = kept(await teams.submit(opened, { Temaet: 'Ring meg på 99 88 77 66' }));
  check(
    stopped.dialog &&
      JSON.stringify(stopped.dialog).includes('Ring meg på 99 88 77 66') &&
      wordsOf(stopped.dialog).includes('telefonnummer'),
    'a phone number is stopped, and the text is still there',
    stopped.json,
  );
  const done = kept(await teams.submit(stopped, { Temaet: 'Når pårørende er uenige' }));
  code = wordsOf(done.dialog);
  check(code.toLowerCase().includes('kode'), 'the receipt with the code is shown in the dialog', done.json);
  const empty = await teams.submit(opened, {});
  check(empty.status === 200 && empty.json?.task, 'an empty form is refused with words', empty.json);
  for (const [who, text] of [
    [kari, 'Alene på kveldsvakt'],
    [jonas, 'Å ringe legen om natta'],
  ]) {
    const post = needed(await command(who, 'idé'), 'form');
    const form = kept(await teams.press(who, post, actionsOf(cardOf(post))[0].title));
    const receipt = await teams.submit(form, { Temaet: text });
    check(wordsOf(receipt.dialog).toLowerCase().includes('kode'), `the idea of ${who.name} is taken`, receipt.json);
  }
  const ideas = ['Når pårørende er uenige', 'Alene på kveldsvakt', '99 88 77 66'];
  check(
    !teams.fromBot.some((call) => ideas.some((idea) => call.body.includes(idea))),
    'nothing of an idea is in any chat before the release',
  );
});

await part('the release', async () => {
  const post = needed(await jumpUntil('channel', 'Alene på kveldsvakt'), 'release');
  check(
    shown(post).includes('Når pårørende er uenige') && shown(post).includes('Å ringe legen om natta'),
    'the ideas are released together',
    shown(post),
  );
});

await part('a poll by command', async () => {
  const preview = needed(
    await command(marit, 'avstemning "Hva trenger vi mest?" "Tid" "Ro" "Folk"', 'personal'),
    'answer to avstemning',
  );
  if (!actionsOf(cardOf(preview)).length) check(false, 'the poll is shown before it opens', shown(preview));
  const start = actionsOf(cardOf(preview)).find((action) => action.title.startsWith('Åpne'));
  check(start && shown(preview).includes('Hva trenger vi mest?'), 'the poll is shown before it opens', shown(preview));
  await teams.press(marit, preview, start.title);
  const before = teams.posts.filter((post) => post.to === 'channel').length;
  const poll = needed(await teams.said('channel', 'Hva trenger vi mest?'), 'poll in the channel');
  const twice = await teams.press(marit, preview, start.title);
  check(
    twice.status === 200 &&
      teams.posts.filter(
        (post) => post.to === 'channel' && JSON.stringify(post.activity).includes('Hva trenger vi mest?'),
      ).length === 1,
    'opening it twice opens one',
    twice,
  );
  const labels = actionsOf(cardOf(poll)).map((action) => [action.type, action.title, action.data?.msteams?.type]);
  console.log(`     buttons ${JSON.stringify(labels)}`);
  const chosen = [];
  let quick;
  for (const [who, choice] of [
    [marit, 'Tid'],
    [kari, 'Tid'],
    [amina, 'Tid'],
    [jonas, 'Ro'],
    [lien, 'Tid'],
  ]) {
    let answer = await teams.press(who, poll, labels.find(([, title]) => title === choice) ? choice : labels[0][1]);
    if (answer.dialog && inputsOf(answer.dialog).length)
      answer = await teams.submit(kept(answer), { [inputsOf(answer.dialog)[0].label]: choice });
    quick = answer;
    chosen.push(
      answer.status === 200 &&
        (answer.words || (answer.json?.value && JSON.stringify(answer.json.value)) || wordsOf(answer.dialog)),
    );
  }
  check(
    chosen.every((words) => words && /mottatt|svar/i.test(words)),
    'five people answer, and each is told so alone',
    chosen,
  );
  check(
    !chosen.some((words) => /trekke/.test(words)) || actionsOf(quick.json?.value).length > 0 || quick.dialog,
    'who is told that an answer can be withdrawn is given a way to do it',
    quick.json,
  );
  const more = teams.posts.filter((post) => post.to === 'channel').length - before;
  check(!poll.edited && more <= 1, 'the channel shows nothing of it: no edit, no message', [poll.edited, more]);
  const again = await teams.press(kari, poll, labels.find(([, title]) => title === 'Ro') ? 'Ro' : labels[0][1]);
  check(again.status === 200, 'an answer can be changed', again);
  const { fallback } = actionsOf(cardOf(poll)).find((action) => action.title === 'Tid');
  const since = teams.posts.length;
  await teams.call('/_conversation/v1/submit', {
    value: fallback.data,
    from: { id: lien.id },
    conversation: { id: poll.conversation },
    replyToId: poll.id,
  });
  const receipt = await until(() => teams.posts.slice(since).find((post) => post.to === 'lien'));
  check(
    fallback.type === 'Action.Submit' &&
      receipt &&
      !/mottatt/.test(shown(receipt)) &&
      actionsOf(cardOf(receipt))[0]?.data?.msteams?.type === 'task/fetch',
    "an old client's way of answering gives a button in the own chat, and no receipt in it",
    receipt?.activity,
  );
  const read = kept(await teams.press(lien, receipt, actionsOf(cardOf(receipt))[0].title));
  check(/mottatt/.test(wordsOf(read.dialog)), 'the receipt is read in a dialog', read.json);
  const forged = await teams.call('/_conversation/v1/invoke', {
    name: 'adaptiveCard/action',
    value: {
      action: { type: 'Action.Execute', verb: 'press', data: { k: 'p', n: 'poll/answer', v: 'invented' } },
      trigger: 'manual',
    },
    from: { id: lien.id },
    conversation: { id: poll.conversation },
    replyToId: poll.id,
  });
  check(forged.status === 200, 'an invented button is answered with words', forged);
  const result = needed(await jumpUntil('channel', 'Resultat: Hva trenger vi mest?'), 'result');
  check(/Tid/.test(shown(result)), 'the result comes in the channel', shown(result));
  check(
    poll.edited === 1 && !actionsOf(cardOf(poll)).length,
    'the poll above it is edited and has no buttons any more',
    [poll.edited, shown(poll)],
  );
  const late = await teams.press(
    kari,
    {
      ...poll,
      activity: {
        attachments: [
          { content: { actions: [{ type: 'Action.Execute', title: 'Tid', verb: 'press', data: fallback.data }] } },
        ],
      },
    },
    'Tid',
  );
  check(
    late.status === 200 && /stengt|ikke åpen/.test(JSON.stringify(late.json)),
    'a press that comes too late is told so',
    late,
  );
  console.log(`     ${shown(result).replaceAll('\n', ' | ').slice(0, 400)}`);
});

await part('the check-out', async () => {
  const post = needed(await jumpUntil('channel', '"Utsjekk"'), 'check-out');
  const labels = actionsOf(cardOf(post)).map((action) => action.title);
  const told = [];
  for (const who of [marit, kari, amina, jonas, lien]) {
    let answer = await teams.press(who, post, labels[0]);
    for (const card of [answer.json?.value].filter((value) => value?.type === 'AdaptiveCard'))
      answer = await teams.press(
        who,
        { ...post, activity: { attachments: [{ content: card }] } },
        actionsOf(card)[0].title,
      );
    if (answer.dialog && inputsOf(answer.dialog).length) {
      kept(answer);
      const values = {};
      for (const input of inputsOf(answer.dialog)) if (input.choices) values[input.label] = input.choices[0].title;
      answer = await teams.submit(answer, values);
    }
    if (who === lien) {
      const again = kept(await teams.submit(answer, {}, 'Endre'));
      check(inputsOf(again.dialog).length > 0, 'an answer is changed inside the dialog', again.json);
      const taken = await teams.submit(answer, {}, 'Trekk');
      check(taken.status === 200 && taken.json?.task, 'and withdrawn there', taken.json);
      console.log(`     ${(taken.words || wordsOf(taken.dialog)).replaceAll('\n', ' | ').slice(0, 200)}`);
    }
    told.push(answer.words || wordsOf(answer.dialog) || answer.json?.value);
  }
  check(
    told.every((words) => typeof words === 'string' && words),
    'five people check out',
    told,
  );
  console.log(`     buttons ${JSON.stringify(labels)}; ${JSON.stringify(told[0]).slice(0, 200)}`);
});

await part('a matter and its answer', async () => {
  const ask = needed(await command(marit, 'sak', 'personal'), 'answer to sak');
  const form = kept(await teams.press(marit, ask, actionsOf(cardOf(ask))[0].title));
  const fields = Object.fromEntries(
    inputsOf(form.dialog)
      .filter((input) => !input.choices && input.isRequired !== false)
      .map((input) => [input.label, 'Vi trenger to på kveldsvakt']),
  );
  const sent = await teams.submit(form, fields);
  check(/Berit Haugland/.test(sent.words || wordsOf(sent.dialog)), 'the facilitator lifts a matter', sent.json);
  const matter = needed(await jumpUntil(berit, 'Vi trenger to på kveldsvakt', 10), 'matter with the leader');
  check(
    !teams.posts.some((post) => post.to === 'channel' && JSON.stringify(post.activity).includes('Vi trenger to')),
    'the leader has it in her own chat, and nobody else',
    shown(matter),
  );
  const button = await teams.press(berit, matter, 'Vi er i gang');
  const replaced = { ...matter, activity: { attachments: [{ content: button.json?.value }] } };
  check(
    button.json?.type === 'application/vnd.microsoft.card.adaptive',
    "the leader's button becomes one that opens a form",
    button.json,
  );
  const answer = kept(await teams.press(berit, replaced, 'Åpne'));
  check(inputsOf(answer.dialog).length > 0, 'the leader answers in a dialog', answer.json);
  const given = await teams.submit(answer, { [inputsOf(answer.dialog)[0].label]: 'Vi setter opp to fra mandag' });
  check(given.status === 200, 'and it is taken', given.json);
  const heard = await jumpUntil('channel', 'Vi setter opp to fra mandag', 10);
  check(heard, "the group gets the leader's answer", shown(heard));
});

await part('the check-out and the digest', async () => {
  const result = await jumpUntil('channel', 'Resultat: Utsjekk');
  check(result, "the check-out's result is in the channel", shown(result));
  const digest = await jumpUntil(berit, 'Ukesammendrag for 23.–29. november');
  check(digest, "the leader's digest is in her own chat", shown(digest));
  check(
    !teams.posts.some((post) => post.to === 'channel' && JSON.stringify(post.activity).includes('Ukesammendrag')),
    'and not in the channel',
  );
});

await part('the roster and leaving', async () => {
  check(
    teams.fromBot.some((call) => call.path.includes('/pagedmembers') && call.status === 200) && teams.chatOf(berit),
    'the leader, who never wrote, was found in the roster',
    teams.fromBot.map((call) => call.path),
  );
  const template = await teams.call(
    `/_internal/v1/customActivities/template?conversationId=${encodeURIComponent(channel)}&type=channelRenamed`,
  );
  check((await teams.send(template.json)).status === 200, 'a renamed channel is no trouble');
  const gone = await teams.call(
    `/_internal/v1/customActivities/template?conversationId=${encodeURIComponent(channel)}&type=uninstall`,
  );
  const told = await teams.send({ ...gone.json, conversation: { ...gone.json?.conversation, id: channel } });
  check(
    told.status === 200 && told.activity.type === 'installationUpdate' && told.activity.action === 'remove',
    'that the app is taken out is heard',
    gone.json,
  );
});

await part('what is left behind', async () => {
  const log = readFileSync(`${daemon.folder}/data/refleks.log`, 'utf8');
  check(
    !/Kari|(?<!:)29:|a:1-|Bearer|eyJ|uenige|kveldsvakt|invented-secret/.test(log),
    'the log holds no name, no id, no token, no text',
    log.slice(-1500),
  );
  const kept = notes(`${daemon.folder}/data/refleks.db`);
  check(!kept.includes(channel), 'the channel without the app is forgotten', kept);
  check(!/uenige|Kari|Ukjent|0ccccccc/.test(kept), 'the references hold no names, no texts and no strangers', kept);
  // Only people of the team have a chat in the Playground: what goes to the stranger's ends there.
  const refused = teams.fromBot.filter(
    (call) =>
      call.status >= 400 &&
      !Object.keys(teams.chats).some((id) => !teams.chats[id] && call.path.includes(encodeURIComponent(id))),
  );
  check(
    refused.length === 0,
    'no call of the daemon was refused',
    refused.map((call) => [call.path, call.status, call.answer]),
  );
  const big = Math.max(...teams.fromBot.map((call) => call.body.length));
  check(big < 28 * 1024, 'everything is small enough for Teams', big);
  const slow = teams.toBot.filter((one) => one.activity?.type === 'invoke' && one.ms > 2000);
  check(
    slow.length === 0,
    'every invoke was answered within two seconds',
    slow.map((one) => one.ms),
  );
  console.log(
    `     ${teams.toBot.length} calls to the daemon, ${teams.fromBot.length} from it, the biggest ${big} bytes`,
  );
});

keepCards('session');
check(await world.stop(), 'the daemon stops in order');
last();
