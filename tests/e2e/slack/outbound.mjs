// The daemon against Vercel's emulation of Slack: installation, posts, edits, direct messages, modals, the Home tab, signed events.
// Everything it emits is written to the folder in PAYLOADS, for types.mjs and limits.mjs.
import fs from 'node:fs';
import path from 'node:path';
import { app, emulate, Recorder, scopes } from './emulator.mjs';
import { Daemon, people, sleep, tally, until } from './world.mjs';
import { notes } from '../notes.mjs';
import { command, event, interaction, press, send, submission } from './sender.mjs';

const { check, end, count } = tally('emulate');
const part = async (words, run) => { try { await run(); } catch (error) { check(words, false, error.stack); } };
const publicUrl = 'http://127.0.0.1:1', redirect = `${publicUrl}/slack/oauth/callback`;
const emulator = await emulate(redirect);
const recorder = await new Recorder(emulator.base).listen();
const ids = Object.fromEntries((await emulator.call('users.list')).members.map((user) => [user.name, user.id]));
const users = Object.fromEntries(Object.entries(people).map(([key, [, name]]) => [key, [ids[key], name]]));
const channel = (await emulator.call('conversations.list')).channels.find((each) => each.name === 'nord').id;
check('is there, with people and a channel', Object.values(users).every(([id]) => /^U/.test(id)) && /^C/.test(channel), [users, channel]);
const history = async (where = channel) => (await emulator.call('conversations.history', { channel: where, limit: '200' })).messages ?? [];

// --- installing from a page ---------------------------------------------------------------------------------------------------
await part('installation', async () => {
  const daemon = await new Daemon({ api: recorder.api, token: 'xoxb-none', publicUrl, users, channel, slack: `team_id = "T000000001"\nclient_id = "${app.client_id}"\nclient_secret_file = "client"` }).start();
  await daemon.saw('slack: connected');  // the emulation takes any token here
  const visit = (url, cookie = '') => fetch(url, { redirect: 'manual', headers: { cookie } });
  const begin = await visit(`http://127.0.0.1:${daemon.port}/slack/install`);
  const to = new URL(begin.headers.get('location') ?? 'http://x/');
  const ours = (begin.headers.get('set-cookie') ?? '').split(';')[0];  // the browser that began
  check('the page leads to Slack with state, scopes and the way back', begin.status === 302 && to.host === 'slack.com' && to.pathname === '/oauth/v2/authorize'
    && to.searchParams.get('client_id') === app.client_id && to.searchParams.get('state').length >= 20 && to.searchParams.get('redirect_uri') === redirect
    && to.searchParams.get('scope').split(',').sort().join() === [...scopes].sort().join(), String(to));
  const consent = await (await fetch(emulator.base + to.pathname + to.search)).text();
  check('the emulation knows the app and asks', consent.includes('Refleks') && consent.includes(users.marit[0]), consent.slice(0, 300));
  const agree = await fetch(`${emulator.base}/oauth/v2/authorize/callback`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ user_id: users.marit[0], ...Object.fromEntries(to.searchParams) }) });
  const back = new URL(agree.headers.get('location'));
  const here = `http://127.0.0.1:${daemon.port}${back.pathname}`;
  const forged = await visit(`${here}?code=${back.searchParams.get('code')}&state=${'0'.repeat(32)}`, ours);
  check('another state is refused, and no code leaves', forged.status === 400 && recorder.of('oauth.v2.access').length === 0, forged.status);
  const stranger = await visit(here + back.search);
  check('another browser is refused, and no code leaves', stranger.status === 400 && recorder.of('oauth.v2.access').length === 0, stranger.status);
  const done = await visit(here + back.search, ours);
  const exchange = recorder.of('oauth.v2.access')[0];
  check('the code is exchanged', done.status === 200 && exchange?.json.ok, [done.status, await done.text(), exchange?.json]);
  check('the client secret goes in the header alone', /^Basic /.test(exchange?.headers.authorization) && !JSON.stringify(exchange.args).includes('client-secret'), exchange?.args);
  const again = await visit(here + back.search, ours);
  check('the way back works once', again.status === 400 && recorder.of('oauth.v2.access').length === 1, again.status);
  await send(daemon.port, event({ type: 'app_home_opened', user: users.kari[0], tab: 'home' }));
  await until(() => recorder.of('views.publish').length);
  const used = recorder.of('views.publish')[0];
  check('what it gave is used', used?.json.ok && used.headers.authorization === `Bearer ${exchange.json.access_token}`, used?.json);
  const database = path.join(daemon.folder, 'data/refleks.db');
  check('the token lies in a file that nobody else can read', notes(database).includes(exchange.json.access_token) && (fs.statSync(database).mode & 0o077) === 0, fs.statSync(database).mode.toString(8));
  check('neither token nor code is in the log', ![exchange.json.access_token, back.searchParams.get('code'), 'client-secret'].some((words) => daemon.logged().includes(words)));
  await daemon.stop();
  await daemon.start();
  await daemon.saw('slack: connected');
  check('it is still there after a restart', recorder.of('auth.test').at(-1).json.ok, recorder.of('auth.test').at(-1));
  await daemon.stop();
  daemon.clean();
});

// --- on the real clock: modals, Home tab, events that the emulation signs ---------------------------------------------------------
await part('modals', async () => {
  const daemon = await new Daemon({ api: recorder.api, users, channel }).start();
  await daemon.saw('slack: connected');
  const trigger = async (who) => (await emulator.call('views.generateTriggerId', { user_id: users[who][0] }, 'xoxb-test')).trigger_id;
  const ask = async (who, text, more = {}) => {
    const answer = await send(daemon.port, command({ user_id: users[who][0], channel_id: channel, text, trigger_id: await trigger(who), response_url: recorder.url(), ...more }));
    recorder.noteAnswer(answer.body);
    return answer;
  };
  const opened = () => recorder.of('views.open');
  await ask('kari', 'idé');
  await until(() => opened().length);
  check('a modal opens with a trigger of the emulation', opened()[0]?.json.ok && opened()[0].json.view.title.text, opened()[0]);
  const view = opened()[0].json.view;
  const sent = await send(daemon.port, submission(view, { idea: { value: 'Når pårørende er uenige' } }, { user: { id: users.kari[0], team_id: 'T000000001' } }));
  recorder.noteAnswer(sent.body);
  check('what comes back of the view is understood', sent.status === 200 && JSON.parse(sent.body).response_action === 'update', sent.body);
  const before = opened().length;
  await ask('kari', 'idé', { trigger_id: '1.2.trgold', response_url: recorder.url('late') });
  await until(() => recorder.responses.find((each) => each.id === 'late'), 5_000);
  check('a trigger that is not taken: the person is told', opened().length === before + 1 && opened().at(-1).json.ok === false && recorder.responses.some((each) => each.id === 'late'), [opened().at(-1)?.json, recorder.responses.length]);
  for (const [who, text] of [['kari', 'hjelp'], ['kari', 'status'], ['kari', 'samlinger'], ['kari', 'personvern'], ['kari', 'språk'], ['kari', 'medlemmer'], ['kari', 'kalender'], ['kari', 'oversikt'], ['kari', 'saker'], ['kari', 'side'], ['kari', 'hva-virker'], ['kari', 'idékode'], ['marit', 'hjelp'], ['marit', 'avstemning'], ['marit', 'avstemning "A?" "B" "C"'], ['marit', 'sak'], ['marit', 'idé'], ['marit', 'innsjekk'], ['marit', 'utsjekk'], ['marit', 'planlegg'], ['berit', 'hjelp'], ['berit', 'saker'], ['berit', 'status'], ['kari', 'tull og tøys']]) {
    const shown = [recorder.emitted.length, recorder.calls.length];
    const answer = await ask(who, text);
    await until(() => recorder.emitted.length > shown[0], 3_000);
    check(`/refleks ${text} (${who}) is answered`, answer.status === 200 && recorder.emitted.length > shown[0] && recorder.calls.slice(shown[1]).every((call) => call.json?.ok !== false), [answer.status, recorder.calls.slice(shown[1]).map((c) => [c.method, c.json?.error])]);
  }
  // Extremes: long words, many options, characters of two units, what looks like Slack's own marks.
  const long = (n, words = 'Æ') => words.repeat(n), hard = '<!channel|x> & <@U1|y> *b* `k` :smile: {date} 🐝‮';
  const extremes = [
    `avstemning "${long(300)}" "A" "B"`, `avstemning "${long(149, '🐝')}" "A" "B"`, `avstemning "Lange svar?" "${long(76)}" "${long(75, '🐝')}" "${hard}"`,
    `avstemning "Mange svar?" ${Array.from({ length: 12 }, (none, i) => `"Svar ${i} ${long(60)}"`).join(' ')}`, `avstemning "Tjue?" ${Array.from({ length: 20 }, (none, i) => `"${i}"`).join(' ')} flere`,
    `avstemning "${hard}" "${hard} 1" "${hard} 2" navn`, `avstemning "To like?" "A" "A"`, `avstemning "Tomt?" "" "B"`, `avstemning "${long(5000)}" "A" "B"`, long(10_000, 'ord '), hard, `idékode ${hard}`, `sak ${long(2_000, 'Æ 🐝 ')}`,
  ];
  for (const [i, text] of extremes.entries()) {
    const shown = recorder.emitted.length;
    const answer = await ask('marit', text);
    await until(() => recorder.emitted.length > shown, 3_000);
    check(`extreme ${i + 1} is answered`, answer.status === 200 && recorder.emitted.length > shown && daemon.lives, answer);
    const open = answer.body && (JSON.parse(answer.body).blocks ?? []).flatMap((block) => block.elements ?? []).find((element) => element.text?.text === 'Åpne nå');
    if (!open) continue;
    const posts = recorder.of('chat.postMessage').length;
    await send(daemon.port, press({ value: open.value, action_id: open.action_id }, { user: { id: users.marit[0], team_id: 'T000000001' }, channel: { id: channel, name: 'nord' }, trigger_id: await trigger('marit'), response_url: recorder.url() }));
    const post = await until(() => recorder.of('chat.postMessage').length > posts && recorder.of('chat.postMessage').at(-1), 6_000);
    check(`extreme ${i + 1} is posted`, post?.json.ok, post);
    const buttons = (post ? JSON.parse(post.args.blocks) : []).filter((block) => block.type === 'actions').flatMap((block) => block.elements);
    for (const button of [buttons[0], buttons.at(-1)].filter(Boolean)) {  // the answer, or its form
      const seen = recorder.emitted.length;
      await send(daemon.port, press({ value: button.value, action_id: button.action_id }, { user: { id: users.kari[0], team_id: 'T000000001' }, channel: { id: channel, name: 'nord' }, trigger_id: await trigger('kari'), response_url: recorder.url() }));
      check(`extreme ${i + 1}: "${button.text.text.slice(0, 12)}" is answered`, await until(() => recorder.emitted.length > seen, 6_000), recorder.calls.at(-1));
    }
  }
  check('no limit was broken by what the daemon itself could see', !/breaks a limit|left out/.test(daemon.logged()), daemon.logged().split('\n').filter((line) => /limit|left out/.test(line)));
  for (const language of ['nynorsk', 'english']) {
    const answer = await ask('amina', `språk ${language}`);
    for (const text of ['hjelp', 'help', 'idé', 'status', 'personvern']) await ask('amina', text);
    check(`in ${language} too`, answer.status === 200);
  }
  emulator.hooks.register({ url: `http://127.0.0.1:${daemon.port}/slack/events`, events: ['*'], active: true, owner: 'slack' });
  const deliveries = emulator.hooks.getDeliveries?.() ?? [];
  const seen = deliveries.length, calls = recorder.calls.length;
  await emulator.call('chat.postMessage', { channel, text: 'Hei fra et menneske <!channel>' });
  await until(() => (emulator.hooks.getDeliveries?.() ?? []).length > seen, 5_000);
  const delivery = (emulator.hooks.getDeliveries?.() ?? []).at(-1);
  check('an event that the emulation signs is taken', delivery?.status_code === 200 || delivery?.success === true, delivery && JSON.stringify({ ...delivery, payload: undefined }));
  await sleep(300);
  check('and what people write in the channel is left alone', recorder.calls.length === calls && daemon.lives);
  emulator.hooks.unregister?.(1);
  await daemon.stop();
  daemon.clean();
});
await part('scopes', async () => {
  const poor = await new Daemon({ api: recorder.api, users, channel, token: 'xoxb-poor' }).start();
  await poor.saw('slack: connected');
  const shown = await send(poor.port, command({ user_id: users.marit[0], channel_id: channel, text: 'avstemning "Uten lov?" "Ja" "Nei"', response_url: recorder.url() }));
  const button = JSON.parse(shown.body).blocks.flatMap((block) => block.elements ?? []).find((element) => element.type === 'button');
  await send(poor.port, press({ value: button.value }, { user: { id: users.marit[0], team_id: 'T000000001' }, channel: { id: channel }, response_url: recorder.url() }));
  await poor.saw('missing_scope');
  check('a missing scope is told to the operator, and nothing is lost', poor.logged().includes('missing_scope') && !(await history()).some((message) => message.text.includes('Uten lov?')), poor.logged().slice(-400));
  await poor.stop();
  poor.clean();
});

// --- a whole round, with a clock that is moved -------------------------------------------------------------------------------------
await part('round', async () => {
  const daemon = await new Daemon({ api: recorder.api, users, channel, movable: '2026-11-09T08:00:00' }).start();
  check('the daemon with a movable clock starts', daemon.port && daemon.clock, daemon.said);
  const how = () => ({ now: daemon.clock.ms() });
  await daemon.saw('slack: connected');
  const trigger = async (who) => (await emulator.call('views.generateTriggerId', { user_id: users[who][0] }, 'xoxb-test')).trigger_id;
  const who = (key) => ({ id: users[key][0], team_id: 'T000000001', username: key });
  const note = (answer) => { recorder.noteAnswer(answer.body); return answer; };
  const type = async (key, text) => note(await send(daemon.port, command({ user_id: users[key][0], channel_id: channel, text, trigger_id: await trigger(key), response_url: recorder.url() }, how())));
  const push = async (key, button, where = {}) => note(await send(daemon.port, press({ value: button.value, action_id: button.action_id }, { user: who(key), trigger_id: await trigger(key), channel: { id: channel, name: 'nord' }, response_url: recorder.url(), ...where }, how())));
  const submit = async (key, view, values) => note(await send(daemon.port, submission(view, values, { user: who(key), trigger_id: await trigger(key) }, how())));
  const find = async (words, where) => (await history(where)).find((message) => JSON.stringify(message).includes(words));
  const jumpTo = async (words, where, limit = 90) => {
    for (let i = 0; i < limit; ++i) {
      const seen = await until(() => find(words, where), 150);
      if (seen) return seen;
      await daemon.clock.jump();
    }
    return until(() => find(words, where), 3_000);
  };
  const buttons = (message) => message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const button = (message, words) => buttons(message).find((each) => each.text.text.includes(words));
  const newest = async (run) => {  // the view that comes of it
    const views = recorder.calls.filter((call) => /^views\.(open|update)$/.test(call.method)).length;
    const answer = await run();
    if (answer.body.includes('"response_action":"update"')) return JSON.parse(answer.body).view;
    await until(() => recorder.calls.filter((call) => /^views\.(open|update)$/.test(call.method)).length > views, 5_000);
    return recorder.calls.filter((call) => /^views\.(open|update)$/.test(call.method)).at(-1)?.json?.view;
  };
  const invitation = await jumpTo('24. november');
  check('the invitation is in the channel, as blocks with a plain twin', invitation?.blocks?.length && invitation.text.length > 20, invitation);
  const coming = invitation && buttons(invitation)[0];
  check('it can be answered with a button', coming, invitation);
  if (coming) {
    const replies = recorder.responses.length;
    await push('kari', coming);
    check('the press is answered to the person alone', await until(() => recorder.responses.length > replies, 5_000) && recorder.responses.at(-1).json.response_type === 'ephemeral', recorder.responses.at(-1));
  }
  // --- a poll
  const shown = await type('marit', 'avstemning "Hva trenger vi mest?" "Tid" "Ro" "Folk & <@U1>"');
  const open = JSON.parse(shown.body).blocks.flatMap((block) => block.elements ?? []).find((element) => element.type === 'button');
  await push('marit', open);
  const poll = await until(() => find('Hva trenger vi mest?'), 6_000);
  check('the poll is in the channel with a button each', poll && ['Tid', 'Ro', 'Folk'].every((words) => button(poll, words)), poll);
  const votes = { marit: 'Tid', kari: 'Tid', amina: 'Tid', jonas: 'Tid', lien: 'Ro' };
  for (const [key, words] of Object.entries(votes)) {
    const replies = recorder.responses.length;
    const answer = await push(key, button(poll, words));
    const told = await until(() => recorder.responses.length > replies, 5_000);
    check(`${key}'s vote is taken, and confirmed to her alone`, answer.status === 200 && answer.body === '' && told && recorder.responses.at(-1).json.response_type === 'ephemeral', answer);
  }
  const result = await jumpTo('Resultat: Hva trenger vi mest?');
  check('the result is posted', result, (await history()).map((message) => message.text.slice(0, 80)));
  const edits = recorder.of('chat.update');
  const over = (await history()).find((message) => message.ts === poll.ts);
  check('the poll that was open is edited: its buttons are gone', edits.some((call) => call.args.ts === poll.ts && call.args.channel === channel && call.json.ok) && over && buttons(over).length === 0, [edits.map((call) => call.json), over]);
  const leak = (await history()).filter((message) => ['kari', 'amina', 'jonas', 'lien'].some((key) => JSON.stringify(message).includes(users[key][0])));
  check("nobody's id is in what the bot posted", leak.length === 0, leak[0]);

  // --- a matter for the leader
  const asked = await newest(() => type('marit', 'sak'));
  check('a matter has a form', asked?.blocks?.some((block) => block.type === 'input'), asked);
  const inputs = (asked?.blocks ?? []).filter((block) => block.type === 'input');
  const values = Object.fromEntries(inputs.map((block) => [block.element.action_id.replace(/^in:/, ''), block.element.type === 'plain_text_input' ? { value: block === inputs[0] ? 'Vi trenger to på kveldsvakt' : 'Hele gruppa er enig' }
    : { selected_option: block.element.options?.[0] ?? null }]));
  const lifted = await submit('marit', asked, values);
  check('it is taken', lifted.status === 200 && !lifted.body.includes('"errors"'), lifted.body);
  const line = (await emulator.call('conversations.open', { users: users.berit[0] }, 'xoxb-test')).channel.id;
  const direct = await jumpTo('Vi trenger to på kveldsvakt', line, 25);
  check('the leader has it in a direct message', direct, [line, (await history(line)).length, recorder.of('conversations.open').at(-1)]);
  // Leaders are written to from the first minute on, also with the tokens that may not.
  const opens = recorder.of('conversations.open').filter((call) => !/xoxb-(none|poor)/.test(call.headers.authorization));
  check('direct lines are opened by conversations.open', opens.length && opens.every((call) => call.json.ok), opens.filter((call) => !call.json.ok));
  if (direct) {
    const form = await newest(() => push('berit', button(direct, 'Vi er i gang') ?? buttons(direct)[0], { channel: { id: line, name: 'directmessage' } }));
    check('the leader answers with a button and a form', form?.blocks?.some((block) => block.type === 'input'), [buttons(direct).map((each) => each.text.text), form]);
    const fields = (form?.blocks ?? []).filter((block) => block.type === 'input');
    const answer = await submit('berit', form, Object.fromEntries(fields.map((block) => [block.element.action_id.replace(/^in:/, ''), block.element.type === 'plain_text_input' ? { value: 'Vi setter opp to fra mandag' } : { selected_option: block.element.options?.[0] ?? null }])));
    check('the answer is taken', answer.status === 200 && !answer.body.includes('"errors"'), answer.body);
    check('the group reads it', await jumpTo('Vi setter opp to fra mandag', channel, 10), (await history()).slice(0, 2));
  }
  // --- the rest of the round
  for (const words of ['Snart samling', 'Utsjekk']) check(`"${words}" is posted`, await jumpTo(words), (await history()).slice(0, 2).map((message) => message.text.slice(0, 100)));
  const checkout = await find('Utsjekk');
  if (checkout && buttons(checkout).length)
    for (const key of ['kari', 'amina', 'jonas', 'lien', 'marit']) {
      const form = await newest(() => push(key, buttons(checkout)[0]));
      if (!form?.blocks?.some((block) => block.type === 'input')) continue;
      await submit(key, form, Object.fromEntries(form.blocks.filter((block) => block.type === 'input').map((block) => [block.element.action_id.replace(/^in:/, ''), block.element.type === 'plain_text_input' ? { value: 'Bra samtale' } : { selected_option: (block.element.options ?? [])[0] ?? null }])));
    }
  check("the check-out's result is posted", await jumpTo('Resultat: Utsjekk'), (await history()).slice(0, 2).map((message) => message.text.slice(0, 200)));
  check('the leader gets the digest', await jumpTo('Ukesammendrag', line, 60), (await history(line)).map((message) => message.text.slice(0, 60)));
  for (const key of ['kari', 'marit', 'berit']) {
    const homes = recorder.of('views.publish').length;
    await send(daemon.port, event({ type: 'app_home_opened', user: users[key][0], tab: 'home' }, {}, how()));
    await until(() => recorder.of('views.publish').length > homes, 5_000);
    check(`${key}'s Home tab is shown`, recorder.of('views.publish').at(-1)?.json.ok && recorder.of('views.publish').length > homes, recorder.of('views.publish').at(-1)?.json);
  }
  const ids63 = Object.values(users).map(([id]) => id).filter((id) => daemon.logged().includes(id));
  check('no id, token or text of a person is in the log', ids63.length === 0 && !/xoxb|kveldsvakt|uenige/.test(daemon.logged()), ids63);
  check('stops in order', (await daemon.stop())?.code === 0);
  daemon.clean();
});

const odd = recorder.calls.filter((call) => call.error || call.status >= 400 || (call.json?.ok === false && !['invalid_auth', 'invalid_trigger_id', 'missing_scope', 'not_authed', 'view_not_found'].includes(call.json.error)));
check('the emulation took everything else it was asked', odd.length === 0, odd.slice(0, 5).map((call) => [call.method, call.status, call.json?.error ?? call.error]));
check('no token ever stood in a body or an address', !recorder.calls.some((call) => /xox[bpe]-/.test(JSON.stringify(call.args))));
check('never shown to all what somebody typed', !recorder.emitted.some(({ json }) => json.response_type === 'in_channel'));
if (process.env.PAYLOADS) fs.writeFileSync(path.join(process.env.PAYLOADS, 'emulate.json'), JSON.stringify(recorder.emitted));
console.log(`     ${recorder.calls.length} calls, ${recorder.emitted.length} messages and views`);
await recorder.close();
await emulator.close();
end();
setTimeout(() => process.exit(), 300);
