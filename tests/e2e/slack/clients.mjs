// Slack's own clients against the fake Slack of tests/adapters/slack (fake_main.cpp), so that the adapter is not tested against
// a mirror: what they take for Slack is Slack enough. `node clients.mjs FAKE_SLACK`
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import readline from 'node:readline';
import { WebClient, LogLevel } from '@slack/web-api';
import { IncomingWebhook } from '@slack/webhook';
import { SocketModeClient } from '@slack/socket-mode';
import { sleep, tally, until } from './world.mjs';

const web = tally('web-api'), hook = tally('webhook'), socket = tally('socket-mode');
const program = process.argv[2];
process.on('unhandledRejection', (error) => { socket.check('nothing is left unhandled', false, error.stack); });

class Fake {
  async start() {
    this.process = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    process.once('exit', () => this.process.kill('SIGKILL'));
    const lines = readline.createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    this.line = async () => (await lines.next()).value;
    this.base = await this.line();
    return this;
  }
  order(words) {  // one after the other
    this.last = (this.last ?? Promise.resolve()).then(async () => { this.process.stdin.write(words + '\n'); return JSON.parse(await this.line()); });
    return this.last;
  }
  state() { return this.order('state'); }
  async count(method) { return (await this.state()).calls.filter((call) => call.method === method).length; }
  stop() { this.process.stdin.end(); return new Promise((resolve) => this.process.once('exit', resolve)); }
}

const over = () => {
  const counts = { 'web-api 8.2.0': web.count, 'webhook 8.0.2': hook.count, 'socket-mode 3.1.0': socket.count };
  for (const [name, count] of Object.entries(counts)) console.log(`@slack/${name}: ${count.passed} passed, ${count.failed} failed`);
  const all = Object.values(counts), failed = all.reduce((sum, count) => sum + count.failed, 0);
  console.log(`${all.reduce((sum, count) => sum + count.passed, 0)} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
};
if (!program || !fs.existsSync(program)) {
  for (const each of [web, hook, socket]) each.check(`the fake Slack (${program ?? 'no path given'}) is there: ninja -C build/debug fake_slack makes it`, false);
  over();
}
const fake = await new Fake().start();
const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => LogLevel.ERROR, setName() {} };
const client = new WebClient('xoxb-test', { slackApiUrl: `${fake.base}/api/`, retryConfig: { retries: 2, minTimeout: 200, randomize: false }, timeout: 3_000, logger: quiet });
const attempt = async (run) => { const began = Date.now(); try { return { ok: await run(), ms: Date.now() - began }; } catch (error) { return { error, code: error.data?.error ?? error.code ?? error.message, ms: Date.now() - began }; } };

// --- the Web API ---------------------------------------------------------------------------------------------------------------
{
  const { check } = web;
  const blocks = [{ type: 'section', text: { type: 'plain_text', text: 'Hei på deg & alle' } }];
  const post = (more = {}) => attempt(() => client.chat.postMessage({ channel: 'C1', text: 'Hei', blocks, ...more }));
  let seen = await attempt(() => client.auth.test());
  check('auth.test', seen.ok?.ok && seen.ok.team_id === 'T1' && seen.ok.user_id === 'UBOT' && seen.ok.response_metadata?.scopes?.includes('chat:write'), seen);
  seen = await attempt(() => new WebClient('xoxb-wrong', { slackApiUrl: `${fake.base}/api/`, logger: quiet, retryConfig: { retries: 0 } }).auth.test());
  check('a wrong token: invalid_auth', seen.code === 'invalid_auth', seen.code);
  const posted = await post();
  check('chat.postMessage', posted.ok?.ok && /^\d+\.\d+$/.test(posted.ok.ts) && posted.ok.channel === 'C1', posted);
  let call = (await fake.state()).calls.at(-1);
  check('the fake reads what the client writes: a form with JSON within', call.type.startsWith('application/x-www-form-urlencoded') && JSON.stringify(JSON.parse(call.args.blocks)) === JSON.stringify(blocks) && call.args.text === 'Hei', call);
  seen = await attempt(() => client.chat.update({ channel: 'C1', ts: posted.ok.ts, text: 'Nå', blocks }));
  check('chat.update', seen.ok?.ok && seen.ok.ts === posted.ok.ts, seen);
  seen = await attempt(() => client.chat.update({ channel: 'C1', ts: '1.1', text: 'Nå', blocks }));
  check('chat.update of nothing: message_not_found', seen.code === 'message_not_found', seen.code);
  for (const [channel, code] of [['C404', 'channel_not_found'], ['C8', 'is_archived']]) {
    const before = await fake.count('chat.postMessage');
    seen = await post({ channel });
    check(`54 ${code}: a platform error, not repeated`, seen.code === code && seen.error.code === 'slack_webapi_platform_error' && (await fake.count('chat.postMessage')) === before + 1, seen.code);
  }
  seen = await post({ blocks: [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }] });
  check('blocks that are too long: invalid_blocks', seen.code === 'invalid_blocks', seen.code);
  let before = await fake.count('chat.postMessage');
  await fake.order('fail chat.postMessage limit 1');
  seen = await post();
  check('50 429 with Retry-After: the client waits and repeats', seen.ok?.ok && seen.ms >= 1_000 && (await fake.count('chat.postMessage')) === before + 2, seen);
  await fake.order('fail chat.postMessage limit_without_header');
  seen = await post();
  check('51 429 without Retry-After: the client gives up', seen.error && !seen.ok, seen);
  before = await fake.count('chat.postMessage');
  await fake.order('fail chat.postMessage break_down');
  seen = await post();
  check('64 HTTP 500: the client repeats', seen.ok?.ok && (await fake.count('chat.postMessage')) === before + 2, seen);
  await fake.order('fail chat.postMessage html');
  seen = await post();
  check('52 HTML with 200: an error to the client', seen.error, seen);
  before = await fake.count('chat.postMessage');
  await fake.order('fail chat.postMessage hang_up');
  seen = await post();
  check('53 a reset: the client posts twice', seen.ok?.ok && (await fake.count('chat.postMessage')) === before + 2, [seen, before, await fake.count('chat.postMessage')]);
  seen = await attempt(() => client.conversations.open({ users: 'U123' }));
  check('conversations.open', seen.ok?.channel?.id?.startsWith('D'), seen);
  const again = await attempt(() => client.conversations.open({ users: 'U123' }));
  check('conversations.open again: the same', again.ok?.channel?.id === seen.ok?.channel?.id, again);
  seen = await attempt(() => client.conversations.info({ channel: 'C9' }));
  check('conversations.info', seen.ok?.channel?.is_ext_shared === true, seen);
  seen = await attempt(() => client.users.info({ user: 'U1' }));
  check('users.info', seen.ok?.user?.tz === 'Europe/Oslo', seen);
  const view = { type: 'modal', title: { type: 'plain_text', text: 'Tittel' }, blocks };
  const { trigger } = await fake.order('trigger');
  const opened = await attempt(() => client.views.open({ trigger_id: trigger, view }));
  check('views.open', opened.ok?.view?.id && opened.ok.view.title.text === 'Tittel', opened);
  seen = await attempt(() => client.views.open({ trigger_id: trigger, view }));
  check('views.open with a used trigger: exchanged_trigger_id', seen.code === 'exchanged_trigger_id', seen.code);
  seen = await attempt(() => client.views.open({ trigger_id: 'x', view }));
  check('views.open with an unknown trigger: invalid_trigger_id', seen.code === 'invalid_trigger_id', seen.code);
  seen = await attempt(() => client.views.update({ view_id: opened.ok?.view?.id, view }));
  check('views.update', seen.ok?.view?.id === opened.ok?.view?.id, seen);
  seen = await attempt(() => client.views.update({ view_id: 'V404', view }));
  check('views.update of nothing: not_found', seen.code === 'not_found', seen.code);
  seen = await attempt(() => client.views.publish({ user_id: 'U1', view: { type: 'home', blocks } }));
  check('views.publish', seen.ok?.ok, seen);
  seen = await attempt(() => client.oauth.v2.access({ client_id: 'id', client_secret: 'secret', code: 'good-code' }));
  check('oauth.v2.access with the secret in the body: refused (stricter than Slack, on purpose)', seen.code === 'bad_client_secret' || seen.ok?.ok, seen.code);
  const basic = await (await fetch(`${fake.base}/api/oauth.v2.access`, { method: 'POST', headers: { Authorization: 'Basic ' + btoa('id:secret'), 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'code=good-code' })).json();
  check('oauth.v2.access with the secret in the header', basic.ok && basic.access_token && basic.team.id === 'T1' && basic.bot_user_id, basic);
  seen = await attempt(() => client.apiCall('brand.new'));
  check('a method that is not there: unknown_method', seen.code === 'unknown_method', seen.code);
}

// --- webhooks and response addresses ---------------------------------------------------------------------------------------------
{
  const { check } = hook;
  const address = new IncomingWebhook(`${fake.base}/commands/abc`);
  let seen = await attempt(() => address.send({ text: 'Hei', blocks: [{ type: 'divider' }] }));
  check('a message is taken', seen.ok?.text === 'ok', seen);
  const got = (await fake.state()).responses.at(-1);
  check('and read', got.id === 'abc' && got.body.text === 'Hei' && got.body.blocks.length === 1, got);
  await fake.order('fail response_url refuse no_service');
  seen = await attempt(() => address.send('Hei'));
  check('66 404: an error, not repeated', seen.error, seen);
  await fake.order('fail response_url limit 1');
  const before = await fake.count('response_url');
  seen = await attempt(() => address.send('Hei'));
  check('429: an error, not repeated', seen.error && (await fake.count('response_url')) === before + 1, seen);
}

// --- Socket Mode ---------------------------------------------------------------------------------------------------------------
{
  const { check } = socket;
  const make = (token) => new SocketModeClient({ appToken: token, logger: quiet, clientOptions: { slackApiUrl: `${fake.base}/api/`, retryConfig: { retries: 2, minTimeout: 200 } } });
  const sockets = make('xapp-test');
  const events = [];
  for (const name of ['connected', 'reconnecting', 'disconnected', 'slash_commands', 'interactive', 'slack_event'])
    sockets.on(name, async (args) => { events.push(name); if (name === 'slash_commands') await args.ack(args.body.text === 'svar' ? { text: 'Hei' } : undefined); });
  sockets.on('error', () => {});
  let seen = await attempt(() => sockets.start());
  check('56 connects and is greeted', !seen.error && events.includes('connected') && (await fake.state()).sockets === 1, seen.error ?? events);
  const envelope = (id, text) => JSON.stringify({ envelope_id: id, type: 'slash_commands', payload: { command: '/refleks', text, user_id: 'U1', team_id: 'T1' }, accepts_response_payload: true });
  const acks = async (id) => (await fake.state()).acks.filter((ack) => ack?.envelope_id === id);
  await fake.order('send ' + envelope('e1', 'svar'));
  await until(async () => (await acks('e1')).length, 4_000);
  check('56 the client understands the envelope, the fake the acknowledgement', (await acks('e1'))[0]?.payload?.text === 'Hei' && events.includes('slash_commands'), await acks('e1'));
  await fake.order('send ' + envelope('e1', 'svar'));
  await until(async () => (await acks('e1')).length > 1, 4_000);
  check('57 twice the same: two acknowledgements', (await acks('e1')).length === 2, await acks('e1'));
  await fake.order('send not json');
  await fake.order('send ' + envelope('e2', ''));
  await until(async () => (await acks('e2')).length, 4_000);
  check('58 what is no JSON is passed over', (await acks('e2')).length === 1, await acks('e2'));
  const ever = async () => (await fake.state()).sockets_ever;
  for (const reason of ['warning', 'refresh_requested']) {
    const before = await ever();
    await fake.order('send ' + JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'x' } }));
    await until(async () => (await ever()) > before && (await fake.state()).sockets === 1, 12_000, 150);
    check(`59 ${reason}: the client comes back`, (await ever()) === before + 1, [before, await ever()]);
  }
  let before = await ever();
  await sleep(300);
  await fake.order('drop');
  await until(async () => (await ever()) > before, 12_000, 150);
  check('60 a broken connection: the client comes back', (await ever()) > before, [before, await ever()]);
  await sleep(500);
  before = await ever();
  const opens = await fake.count('apps.connections.open');
  await fake.order('fail apps.connections.open limit 1');
  await fake.order('drop');
  await until(async () => (await ever()) > before, 15_000, 150);
  check('50 429 at apps.connections.open: the client repeats', (await ever()) > before && (await fake.count('apps.connections.open')) >= opens + 2, [opens, await fake.count('apps.connections.open')]);
  await sleep(300);
  before = await ever();
  await fake.order('conflict yes');
  await fake.order('drop');
  await sleep(2_500);
  await fake.order('conflict no');
  await until(async () => (await ever()) > before, 15_000, 150);
  check('60 409 at the handshake: the client tries again', (await ever()) > before, [before, await ever()]);
  await attempt(() => sockets.disconnect());
  await fake.order('fail apps.connections.open refuse invalid_auth');
  const refused = make('xapp-test');
  refused.on('error', () => {});
  seen = await attempt(() => Promise.race([refused.start(), sleep(5_000).then(() => 'still trying')]));
  check('61 invalid_auth: the client gives up', seen.error && seen.code === 'invalid_auth', seen.code ?? seen.ok);
}
await Promise.race([fake.stop(), sleep(3_000)]);
over();
