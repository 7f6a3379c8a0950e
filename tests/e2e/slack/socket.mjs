// Socket Mode: the daemon against a made-up Slack on the other end of a WebSocket. Numbers as in conformance.md.
import { Daemon, Slack, faults, sleep, tally, until } from './world.mjs';
import { next } from './sender.mjs';

const { check, end } = tally('socket');
const slack = await new Slack().listen();
const daemon = await new Daemon({ api: slack.api, socket: true }).start();
check('starts without a signing secret', daemon.lives && daemon.port !== undefined, daemon.said);
await until(() => slack.sockets.length);
check('56 connects to the address it is given', /^\/link\?ticket=\d+/.test(slack.sockets[0]?.ticket), slack.calls.map((c) => c.method));
check('56 with the app token in the header alone', slack.of('apps.connections.open')[0].headers.authorization === 'Bearer xapp-test' && !JSON.stringify(slack.of('apps.connections.open')[0].args).includes('xapp'));

const newest = () => slack.open.at(-1);
const emit = (type, payload, more = {}) => {
  const envelope = { envelope_id: next('env-'), type, payload, accepts_response_payload: type !== 'events_api', ...more };
  newest().send(JSON.stringify(envelope));
  return envelope.envelope_id;
};
const acks = (id) => slack.acks.map((ack) => ({ ...ack, json: JSON.parse(ack.frame) })).filter((ack) => ack.json.envelope_id === id);
const acked = async (id, limit = 3_500) => { await until(() => acks(id).length, limit); return acks(id)[0]; };
const command = (text, more = {}) => ({ team_id: 'T000000001', user_id: 'U00000KARI', channel_id: 'C000000001', command: '/refleks', text, trigger_id: next('t'), response_url: slack.url(), is_enterprise_install: 'false', ...more });
const opened = (user, id = next('Ev')) => ({ type: 'event_callback', team_id: 'T000000001', event_id: id, authorizations: [{ team_id: 'T000000001', enterprise_id: null, is_enterprise_install: false }], event: { type: 'app_home_opened', user, tab: 'home' } });

await daemon.saw('slack: connected');
let ack = await acked(emit('slash_commands', command('hjelp')));
check('56 a command is acknowledged with its answer', ack?.json.payload?.response_type === 'ephemeral', ack);
ack = await acked(emit('slash_commands', command('idé')));
check('56 no payload when there is nothing to say', ack && !('payload' in ack.json), ack);
check('56 and the modal opens', await until(() => slack.of('views.open').length), slack.calls.map((c) => c.method));
ack = await acked(emit('slash_commands', command('hjelp'), { accepts_response_payload: false }));
check('56 no payload where none is accepted', ack && !('payload' in ack.json), ack);
const view = JSON.parse(slack.of('views.open')[0]?.args.view ?? '{"blocks":[]}');
const block = view.blocks.find((each) => each.type === 'input');
const submit = (value) => ({ type: 'view_submission', user: { id: 'U00000KARI', team_id: 'T000000001' }, team: { id: 'T000000001' }, trigger_id: next('t'), is_enterprise_install: false,
  view: { ...view, id: 'V000000001', state: { values: { [block.block_id]: { [block.element.action_id]: { type: 'plain_text_input', value } } } } } });
ack = await acked(emit('interactive', submit(null)));
check('43 an empty field is an error at its block, in the acknowledgement', ack?.json.payload?.response_action === 'errors' && ack.json.payload.errors[block.block_id], ack);

let id = emit('events_api', opened('U0000AMINA'));
await acked(id);
newest().send(JSON.stringify({ envelope_id: id, type: 'events_api', payload: opened('U0000AMINA'), accepts_response_payload: false, retry_attempt: 1, retry_reason: 'timeout' }));
await until(() => acks(id).length > 1);
await sleep(400);
check('57 an envelope that comes twice: two acknowledgements, one effect', acks(id).length === 2 && slack.of('views.publish').filter((c) => c.args.user_id === 'U0000AMINA').length === 1, [acks(id).length, slack.of('views.publish').length]);

const before = slack.sockets.length;
for (const frame of ['not json', 'null', '[]', '{"type":"brand_new"}', '{"envelope_id":"x","type":"slash_commands","payload":null}', '{"envelope_id":7,"type":"interactive","payload":{}}']) newest().send(frame);
ack = await acked(emit('slash_commands', command('hjelp')));
check('58 what is no JSON and what nobody knows: stays connected', ack && slack.sockets.length === before && slack.open.length === 1, slack.sockets.length);
newest().send(Buffer.from([1, 2, 3]));
await sleep(500);
check('58 bytes: stays connected', slack.sockets.length === before && slack.open.length === 1, { opened: slack.sockets.length - before, open: slack.open.length });
await until(() => slack.open.length, 8_000);

for (const reason of ['warning', 'refresh_requested', 'too_many_websockets']) {
  const old = newest(), opens = slack.of('apps.connections.open').length, count = slack.sockets.length;
  old.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'x' } }));
  await until(() => slack.sockets.length > count, 6_000);
  check(`59 ${reason}: a new address, a new connection`, slack.sockets.length === count + 1 && slack.of('apps.connections.open').length === opens + 1 && newest().ticket !== old.ticket, [slack.sockets.length, count]);
  await acked(emit('slash_commands', command('hjelp')));  // on the new one
  id = next('env-');
  old.send(JSON.stringify({ envelope_id: id, type: 'slash_commands', payload: command('hjelp'), accepts_response_payload: true }));
  check(`59 ${reason}: what still comes on the old one is answered`, (await acked(id))?.json.payload, acks(id));
  old.close(1000);
  await until(() => old.gone, 5_000);
}
ack = await acked(emit('slash_commands', command('hjelp')));
check('59 and goes on', ack?.json.payload, ack);

// Connections that end before they have lasted a minute are failures: each makes the next wait longer, up to a minute and its chance.
const back = 80_000;
let count = slack.sockets.length;
newest().terminate();
await until(() => slack.sockets.length > count, back);
await sleep(1_500);
check('60 a broken connection: comes back, once', slack.sockets.length === count + 1 && slack.open.length === 1, [slack.sockets.length - count, slack.open.length]);
count = slack.handshakes;
slack.refuse409 = 1;
newest().terminate();
await until(() => slack.handshakes >= count + 2 && slack.open.length, 2 * back);
await sleep(2_000);
check('60 HTTP 409 at the handshake: one more attempt, none beside it', slack.handshakes === count + 2 && slack.open.length === 1, [slack.handshakes - count, slack.open.length]);

count = slack.of('apps.connections.open').length;
slack.fail('apps.connections.open', faults.limit('2'), faults.status(503));
const broke = Date.now();
newest().terminate();
await until(() => slack.of('apps.connections.open').length >= count + 3 && slack.open.length, 3 * back);
const times = slack.of('apps.connections.open').slice(count).map((c) => c.at - broke);
check('50 Retry-After at apps.connections.open is kept', times[1] - times[0] >= 1_990, times);
check('64 HTTP 503 at apps.connections.open is repeated', slack.open.length === 1, times);
ack = await acked(emit('slash_commands', command('hjelp')));
check('60 and goes on', ack?.json.payload, ack);

count = slack.sockets.length;
newest().close(1000);
await until(() => slack.sockets.length > count, back);
check('59 an orderly close: comes back', slack.open.length === 1, slack.open.length);

// A peer that says nothing: reads nothing and answers no ping, so that 30 s of silence must be enough.
slack.deaf = true;
count = slack.sockets.length;
newest().terminate();
await until(() => slack.sockets.length > count, back);
slack.deaf = false;
const silent = Date.now();
await until(() => slack.sockets.length > count + 1, 75_000 + back, 200);
check('65 a silent peer is left for a new connection', slack.sockets.length > count + 1, `${(Date.now() - silent) / 1000} s`);
ack = await until(() => slack.open.length && slack.open.at(-1).ticket) && await acked(emit('slash_commands', command('hjelp')));
check('65 and goes on', ack?.json?.payload, ack);
newest().send(JSON.stringify({ type: 'disconnect', reason: 'link_disabled' }));
count = slack.sockets.length;
await sleep(3_000);
check('59 link_disabled: no new connection, and it is told', slack.sockets.length === count && daemon.logged().includes('switched off'), slack.sockets.length - count);
check('no token and no ticket is in the log', !/xapp|xoxb|ticket=/.test(daemon.logged()), daemon.logged().slice(-500));
check('stops in order', (await daemon.stop())?.code === 0, daemon.ended);
daemon.clean();

for (const code of ['invalid_auth', 'not_authed', 'account_inactive', 'team_disabled']) {
  const other = await new Slack().listen();
  other.fail('apps.connections.open', faults.refuse(code));
  const mute = await new Daemon({ api: other.api, socket: true }).start();
  await mute.saw('Socket Mode is off');
  await sleep(2_500);
  check(`61 ${code}: gives up and tells the operator`, other.of('apps.connections.open').length === 1 && other.sockets.length === 0 && mute.logged().includes('error slack: the app token was not taken') && mute.lives, other.calls.map((c) => c.method));
  await mute.stop(); mute.clean(); await other.close();
}
await slack.close();
end();
setTimeout(() => process.exit(), 200);
