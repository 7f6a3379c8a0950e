// Mattermost's own client against the fake that the adapter's tests believe: what that client takes and sends,
// the fake takes and sends too. Arguments: the fake's program. A line a check, with the conformance cases it is about and
// the number of its assertions; then "N passed, N failed".
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import http from 'node:http';
import {createInterface} from 'node:readline';
import client from '@mattermost/client';
import attachments from '@mattermost/types/message_attachments';

const {Client4, WebSocketClient} = client;
const {isMessageAttachmentArray} = attachments;
const id = (name) => name.padEnd(26, '0');
const kari = id('ukari'), ola = id('uola'), bot = id('urefleks'), channel = id('cfredag');

// The integration that the fake calls: notes what came and says what the test wants.
const heard = [];
let answers = () => ({});
const integration = http.createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part));
  request.on('end', () => {
    const call = {path: request.url, type: request.headers['content-type'], authorization: request.headers.authorization, body};
    heard.push(call);
    const answer = answers(call);
    response.writeHead(answer.status ?? 200, {'Content-Type': answer.type ?? 'application/json'});
    response.end(answer.raw ?? JSON.stringify(answer.json ?? {}));
  });
});
await new Promise((resolve) => integration.listen(0, '127.0.0.1', resolve));
const ours = `http://127.0.0.1:${integration.address().port}`;

const fake = spawn(process.argv[2], [ours], {stdio: ['pipe', 'pipe', 'inherit']});
const said = createInterface({input: fake.stdout})[Symbol.asyncIterator]();
const url = (await said.next()).value;
// An order of fake_main.cpp.
const order = async (line) => {
  fake.stdin.write(`${line}\n`);
  return JSON.parse((await said.next()).value);
};

const signedIn = (token) => {
  const one = new Client4();
  one.setUrl(url);
  one.setToken(token);
  return one;
};
const asKari = signedIn('token-kari'), asBot = signedIn('token-bot');

// Everything that comes over a socket, and the wait for something in it.
const listen = (token) => {
  const events = [], waiting = [];
  const socket = new WebSocketClient();
  socket.addMessageListener((event) => {
    events.push(event);
    for (const one of waiting.splice(0)) one();
  });
  socket.initialize(`${url.replace('http', 'ws')}/api/v4/websocket`, token);
  const next = async (name, fits = () => true) => {
    const limit = Date.now() + 10_000;
    while (Date.now() < limit) {
      const found = events.find((event) => event.event === name && fits(event));
      if (found) return found;
      await new Promise((resolve) => {
        waiting.push(resolve);
        setTimeout(resolve, 200);
      });
    }
    throw new Error(`no ${name}`);
  };
  return {events, next, close: () => socket.close()};
};
const failure = async (work) => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({message: 'it went well'});
};

let passed = 0, failed = 0;
const check = async (name, work) => {
  heard.length = 0;
  answers = () => ({});
  const before = assertions;
  try {
    await work();
    passed += 1;
    console.log(`ok   ${name}: ${assertions - before}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n     ${error.stack}`);
  }
};
let assertions = 0;
const is = (got, wanted) => {
  assertions += 1;
  assert.deepEqual(got, wanted);
};
const post = (more = {}) => ({channel_id: channel, message: 'Hei', ...more});
const button = (integrationUrl, context) => ({
  attachments: [{text: 'Velg', actions: [{id: 'b1', name: 'Svar', type: 'button', integration: {url: integrationUrl, context}}]}],
});

const sockets = {kari: listen('token-kari'), bot: listen('token-bot')};

await check('who we are, by token', async () => {
  const me = await asBot.getMe();
  is(me.id, bot);
  is(me.is_bot, true);
  is((await asKari.getMe()).username, 'kari');
  is((await failure(() => signedIn('wrong').getMe())).status_code, 401);
});
await check('user names and ids', async () => {
  const found = await asBot.getProfilesByUsernames(['kari', 'ola', 'nobody']);
  is(found.map((user) => user.id).sort(), [kari, ola].sort());
  is((await asBot.getProfilesByIds([kari]))[0].username, 'kari');
});
await check('channels', async () => {
  is((await asBot.getChannelByNameAndTeamName('omsorg', 'fredag')).id, channel);
  is((await asBot.getAllTeamsChannels()).map((one) => one.id).sort(), [id('cfredag'), id('cmandag')].sort());
  is((await asBot.getMyChannelMember(channel)).user_id, bot);
  is((await failure(() => asKari.getMyChannelMember(id('cmandag')))).status_code, 403);
});
await check('a conversation between two', async () => {
  const one = await asBot.createDirectChannel([bot, kari]);
  is(one.type, 'D');
  is((await asBot.createDirectChannel([kari, bot])).id, one.id);
  is((await failure(() => asBot.createDirectChannel([bot]))).status_code, 400);
});
await check('a post, an edit, a deletion', async () => {
  const made = await asBot.createPost(post({props: {refleks_key: 'k1'}}));
  is(made.user_id, bot);
  is(made.props.refleks_key, 'k1');
  is((await sockets.kari.next('posted', (event) => JSON.parse(event.data.post).id === made.id)).data.channel_type, 'P');
  const changed = await asBot.patchPost({id: made.id, message: 'Stengt', props: {}});
  is(changed.message, 'Stengt');
  is(changed.props, {});
  is((await sockets.kari.next('post_edited')).event, 'post_edited');
  is((await asBot.getPostsSince(channel, 0)).order.includes(made.id), true);
  is((await failure(() => asKari.patchPost({id: made.id, message: 'x'}))).status_code, 403);
  is((await asBot.deletePost(made.id)).status, 'OK');
});
await check('[35] the same pending_post_id is the same post', async () => {
  const pending = `${bot}:0123456789abcdef`;
  const first = await asBot.createPost(post({pending_post_id: pending}));
  is((await asBot.createPost(post({pending_post_id: pending}))).id, first.id);
});
await check('[13] what the server refuses', async () => {
  is((await failure(() => asBot.createPost(post({message: 'ø'.repeat(16_384)})))).status_code, 400);
  is((await asBot.createPost(post({message: 'ø'.repeat(16_383)}))).message.length, 16_383);
  is((await failure(() => asBot.createPost(post({message: ''})))).status_code, 400);
  is((await failure(() => asKari.createPost(post({channel_id: id('cmandag')})))).status_code, 403);
  is(typeof (await failure(() => asBot.createPost(post({channel_id: 'x'})))).server_error_id, 'string');
});
await check('[37] the socket: challenge, hello, ping', async () => {
  const hello = await sockets.kari.next('hello');
  is(typeof hello.data.connection_id, 'string');
  is(hello.seq, 0);
  const numbers = sockets.kari.events.map((event) => event.seq);
  is(numbers, numbers.map((_, i) => i));
  const wrong = listen('wrong');
  const none = await failure(() => Promise.race([
    wrong.next('hello'),
    new Promise((_, reject) => setTimeout(() => reject(new Error('silence')), 600)),
  ]));
  wrong.close();
  is(none.message, 'silence');
});
await check('[25] a command, and its whisper', async () => {
  answers = () => ({json: {response_type: 'ephemeral', text: 'Bare du', attachments: button(`${ours}/action`, {n: 'a'}).attachments}});
  await asKari.executeCommand('/refleks hjelp meg', {channel_id: channel});
  const sent = new URLSearchParams(heard[0].body);
  is(heard[0].path, '/command');
  is(heard[0].authorization, 'Token command-token');
  is([sent.get('text'), sent.get('user_id'), sent.get('channel_id')], ['hjelp meg', kari, channel]);
  is(sent.get('response_url').startsWith(`${url}/hooks/commands/`), true);
  const whisper = JSON.parse((await sockets.kari.next('ephemeral_message')).data.post);
  is(whisper.message, 'Bare du');
  is(whisper.props.attachments[0].actions[0].integration, undefined);  // stays with the server
  is(isMessageAttachmentArray(whisper.props.attachments), true);
  const {cookie} = whisper.props.attachments[0].actions[0];
  await asKari.doPostActionWithCookie(whisper.id, 'b1', cookie);
  is(JSON.parse(heard[1].body).context, {n: 'a'});
  for (const wrong of ['', `${cookie}x`])
    is((await failure(() => asKari.doPostActionWithCookie(whisper.id, 'b1', wrong))).status_code, 404);
  is(heard.length, 2);
  is((await failure(() => asKari.executeCommand('/nothing', {channel_id: channel}))).status_code, 404);
});
await check('[5] several answers to one command', async () => {
  answers = () => ({json: {text: 'en', extra_responses: [{text: 'to', attachments: button(`${ours}/action`, {n: 'b'}).attachments}]}});
  await asKari.executeCommand('/refleks x', {channel_id: channel});
  const second = await sockets.kari.next('ephemeral_message', (event) => JSON.parse(event.data.post).message === 'to');
  is(JSON.parse(second.data.post).props.attachments.length, 1);
});
await check('[1] [2] crooked answers to commands are failures', async () => {
  for (const answer of [{status: 201}, {status: 500}, {raw: ''}, {raw: '{'}, {json: {response_type: 5}}]) {
    answers = () => answer;
    is((await failure(() => asKari.executeCommand('/refleks x', {channel_id: channel}))).status_code, 400);
  }
  answers = () => ({raw: '', type: 'text/plain'});
  await asKari.executeCommand('/refleks x', {channel_id: channel});
});
await check('[9] five late answers, no sixth', async () => {
  await asKari.executeCommand('/refleks x', {channel_id: channel});
  const address = new URLSearchParams(heard[0].body).get('response_url');
  const late = async (body) => (await fetch(address, {method: 'POST', body})).status;
  is(await late('{'), 400);
  for (let i = 0; i < 5; ++i) is(await late('{"text":"sent"}'), 200);
  is(await late('{"text":"for sent"}'), 400);
});
await check('[18] [19] [21] [22] [24] a button', async () => {
  const made = await asBot.createPost(post({props: button(`${ours}/action`, {n: 'a', v: 3})}));
  answers = () => ({json: {ephemeral_text: 'Takk'}});
  await asKari.doPostActionWithCookie(made.id, 'b1', '', 'valgt');
  const sent = JSON.parse(heard[0].body);
  is(sent.context, {n: 'a', v: 3, selected_option: 'valgt'});
  is([sent.user_id, sent.post_id, sent.channel_id], [kari, made.id, channel]);
  is(typeof sent.trigger_id, 'string');
  await sockets.kari.next('ephemeral_message', (event) => JSON.parse(event.data.post).message === 'Takk');
  is((await failure(() => asKari.doPostActionWithCookie(made.id, 'b2', ''))).status_code, 404);
  for (const status of [201, 204, 302, 500]) {
    answers = () => ({status, raw: ''});
    is((await failure(() => asKari.doPostActionWithCookie(made.id, 'b1', ''))).status_code, 400);
  }
  answers = () => ({raw: ''});
  await asKari.doPostActionWithCookie(made.id, 'b1', '');
  answers = () => ({json: {ephemeral_text: 'x'.repeat(1024 * 1024)}});
  is((await failure(() => asKari.doPostActionWithCookie(made.id, 'b1', ''))).status_code, 400);
});
await check('[26] [28] [31] [32] a dialog from trigger to answer', async () => {
  await asKari.executeCommand('/refleks x', {channel_id: channel});
  const trigger_id = new URLSearchParams(heard[0].body).get('trigger_id');
  const dialog = JSON.parse(readFileSync(new URL('../../adapters/mattermost/payloads/dialog.json', import.meta.url)));
  const open = async (body) => (await fetch(`${url}/api/v4/actions/dialogs/open`, {method: 'POST', body: JSON.stringify(body)})).status;
  is(await open({trigger_id, url: `${ours}/dialog`, dialog: {...dialog, state: 's'}}), 200);
  is(await open({trigger_id: 'junk', url: `${ours}/dialog`, dialog}), 400);
  is(await open({trigger_id, url: '', dialog}), 400);
  is(await open({trigger_id, url: `${ours}/dialog`}), 400);
  const shown = JSON.parse((await sockets.kari.next('open_dialog')).data.dialog);
  is(shown.dialog.title, dialog.title);
  const submission = {url: shown.url, callback_id: shown.dialog.callback_id, state: shown.dialog.state, channel_id: channel, submission: {a: 'b'}};
  answers = () => ({json: {errors: {a: 'For kort.'}}});
  is((await asKari.submitInteractiveDialog(submission)).errors, {a: 'For kort.'});
  const sent = JSON.parse(heard.at(-1).body);
  is([sent.type, sent.url, sent.user_id, sent.state], ['dialog_submission', '', kari, 's']);
  answers = () => ({json: {type: 'form', form: dialog}});
  is((await asKari.submitInteractiveDialog(submission)).type, 'form');
  answers = () => ({json: {type: 'form'}});
  is((await failure(() => asKari.submitInteractiveDialog(submission))).status_code, 400);
  const heardBefore = heard.length;
  is((await failure(() => asKari.submitInteractiveDialog({...submission, channel_id: id('nowhere')}))).status_code, 404);
  is((await failure(() => asKari.submitInteractiveDialog({...submission, team_id: id('tother')}))).status_code, 403);
  is((await failure(() => asKari.submitInteractiveDialog({...submission, url: ''}))).status_code, 400);
  is(heard.length, heardBefore);
});
await check('[27] a trigger that is too old opens nothing', async () => {
  await asKari.executeCommand('/refleks x', {channel_id: channel});
  const trigger_id = new URLSearchParams(heard[0].body).get('trigger_id');
  const open = async () => (await fetch(`${url}/api/v4/actions/dialogs/open`, {method: 'POST',
    body: JSON.stringify({trigger_id, url: `${ours}/dialog`, dialog: {title: 'Tittel', elements: []}})})).status;
  await order('time 1700000029');
  is(await open(), 200);
  await order('time 1700000031');
  is(await open(), 400);
});
await check('[11] [12] [13] [14] incoming webhooks', async () => {
  const hook = id('hook'), free = id('free');
  await order(`hook ${hook} fredag yes`);
  await order(`hook ${free} fredag no`);
  const send = async (body, type = 'application/json', to = hook) => {
    const answer = await fetch(`${url}/hooks/${to}`, {method: 'POST', body, ...(type && {headers: {'Content-Type': type}})});
    return [answer.status, await answer.text()];
  };
  const json = (more) => JSON.stringify({text: 'Hei', ...more});
  is(await send(json()), [200, 'ok']);
  for (const type of ['APPLICATION/JSON; charset=utf-8', 'text/plain;charset=UTF-8']) is((await send(json(), type))[0], 200);
  const coded = new URLSearchParams({payload: json()}).toString();
  is((await send(coded, 'application/x-www-form-urlencoded'))[0], 200);
  is((await send(coded))[0], 400);
  is((await send(json(), 'application/x-www-form-urlencoded'))[0], 400);
  is((await send('--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nHei\r\n--x--\r\n', 'multipart/form-data; boundary=x'))[0], 200);
  is((await send(json(), 'application/'))[0], 400);
  is((await send(json({text: ''})))[0], 400);
  is((await send(json(), undefined, id('nohook')))[0], 400);
  is((await send(json({channel: 'ingen'})))[0], 404);
  is((await send(json({channel: '#mandag'})))[0], 403);
  is((await send(json({channel: 'mandag'}), undefined, free))[0], 200);
  const before = (await order('state')).posts.length;
  is((await send(json({text: '本'.repeat(16_384), attachments: [{text: 'sist'}]})))[0], 200);
  const parts = (await order('state')).posts.slice(before);
  is(parts.map((one) => [one.message.length, Boolean(one.props.attachments)]), [[16_383, false], [1, true]]);
  is((await send(json({text: 'æ'.repeat(16_383)})))[0], 200);
  is((await order('state')).posts.length, before + 3);
  is((await send(json({attachments: [{text: 'x'.repeat(760_001)}]})))[0], 400);
  await order('hooks no');
  is((await send(json()))[0], 501);
});
await check('our recorded posts are attachments as they know them', async () => {
  const recorded = JSON.parse(readFileSync(new URL('../../adapters/mattermost/payloads/post.json', import.meta.url)));
  is(isMessageAttachmentArray(recorded.attachments), true);
  is((await asBot.createPost(post({message: recorded.text, props: {attachments: recorded.attachments}}))).message, recorded.text);
});
await check('the settings that clients read', async () => {
  is((await asBot.getClientConfig()).SiteURL, url);
});

for (const socket of Object.values(sockets)) socket.close();
integration.close();
fake.stdin.end();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
