// Sends what Slack sends: signed forms and JSON, as its public documentation describes them. Node's standard library only.
import crypto from 'node:crypto';
import http from 'node:http';

export const secret = '8f742231b10e8888abcd99yyyzzz85a5'; // the one of Slack's published example
export const FORM = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';

// `body`: a string or bytes, signed as they are.
export function sign(key, timestamp, body) {
  return 'v0=' + crypto.createHmac('sha256', key).update(`v0:${timestamp}:`).update(body).digest('hex');
}

export const form = (fields) =>
  Object.entries(fields).map(([name, value]) => encodeURIComponent(name) + '=' + encodeURIComponent(value).replaceAll('%20', '+')).join('&');

// A request to be sent, spoilt as a case wants it. null for a header: it is left out.
//   how: {path, method, type, secret, age, timestamp, signature, headers, sent (the body that leaves instead), lowerCase}
export function request(body, how = {}) {
  const timestamp = how.timestamp === undefined ? String(Math.floor((how.now ?? Date.now()) / 1000) - (how.age ?? 0)) : how.timestamp;
  const signature = how.signature === undefined ? sign(how.secret ?? secret, timestamp ?? '', body) : how.signature;
  const headers = { ...how.headers };
  const name = (words) => (how.lowerCase ? words.toLowerCase() : words);
  if (how.type !== null) headers[name('Content-Type')] = how.type ?? FORM;
  if (timestamp !== null) headers[name('X-Slack-Request-Timestamp')] = timestamp;
  if (signature !== null) headers[name('X-Slack-Signature')] = signature;
  headers['User-Agent'] = 'Slackbot 1.0 (+https://api.slack.com/robots)';
  return { method: how.method ?? 'POST', path: how.path ?? '/slack/events', headers, body: how.sent ?? body };
}

// Sends it to a port of this machine. Gives {status, headers, body, ms}; status 0 and `error` when there was no answer.
export function send(port, { method, path, headers, body }, limit = 12_000) {
  return new Promise((resolve) => {
    const began = performance.now();
    const bytes = Buffer.from(body);
    let early = null;
    const call = http.request({ host: '127.0.0.1', port, method, path, headers: { ...headers, 'Content-Length': bytes.length }, agent: false },
      (answer) => {
        const parts = [];
        const done = () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString(), ms: performance.now() - began });
        answer.on('data', (part) => parts.push(part)).on('end', done).on('error', done);
        early = answer;
      });
    call.setTimeout(limit, () => call.destroy(new Error('no answer in time')));
    call.on('error', (error) => early || resolve({ status: 0, headers: {}, body: '', error: error.message, ms: performance.now() - began }));
    call.end(bytes);
  });
}

let count = 0;
export const next = (kind) => `${kind}${Date.now().toString(36)}.${++count}`;

export const command = (fields, how = {}) => request(form({
  token: 'old', team_id: 'T000000001', team_domain: 'kommunen', channel_id: 'C000000001', channel_name: 'nord', user_id: 'U00000KARI',
  user_name: 'kari.nes', command: '/refleks', text: '', api_app_id: 'A000000001', is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.com/commands/T000000001/1/x', trigger_id: next('13345.'), ...fields }), { path: '/slack/commands', ...how });

export const interaction = (payload, how = {}) => request(form({ payload: JSON.stringify({
  user: { id: 'U00000KARI', username: 'kari.nes', name: 'kari.nes', team_id: 'T000000001' }, api_app_id: 'A000000001', token: 'old',
  team: { id: 'T000000001', domain: 'kommunen' }, enterprise: null, is_enterprise_install: false, trigger_id: next('13345.'), ...payload }) }),
  { path: '/slack/interactivity', ...how });

export const event = (what, envelope = {}, how = {}) => request(JSON.stringify({
  token: 'old', team_id: 'T000000001', api_app_id: 'A000000001', type: 'event_callback', event_id: next('Ev'), event_time: Math.floor(Date.now() / 1000),
  authorizations: [{ enterprise_id: null, team_id: 'T000000001', user_id: 'U000000BOT', is_bot: true, is_enterprise_install: false }],
  is_ext_shared_channel: false, event: { event_ts: '1595926230.009600', ...what }, ...envelope }), { type: JSON_TYPE, ...how });

// A press on a button of a message, a modal or the Home tab.
export const press = (button, where = {}, how = {}) => interaction({
  type: 'block_actions', container: { type: 'message', message_ts: '1503435956.000247', channel_id: 'C000000001', is_ephemeral: false },
  channel: { id: 'C000000001', name: 'nord' }, state: { values: {} }, hash: '156.abc',
  response_url: 'https://hooks.slack.com/actions/T000000001/1/x',
  actions: [{ type: 'button', block_id: 'b', action_id: 'nope', action_ts: '1595926230.009600', text: { type: 'plain_text', text: '…' }, ...button }], ...where }, how);

// What Slack sends when `view` (as the bot gave it) is submitted. values: {input id: state of its element}
export function submission(view, values, where = {}, how = {}) {
  const state = {};
  for (const block of view.blocks ?? []) {
    if (block.type !== 'input') continue;
    const { element } = block;
    const written = values[element.action_id.replace(/^in:/, '')];
    const empty = element.type === 'plain_text_input' ? { value: null } : /multi|checkboxes/.test(element.type) ? { selected_options: [] }
      : element.type === 'datetimepicker' ? { selected_date_time: null } : { selected_option: null };
    state[block.block_id] = { [element.action_id]: { type: element.type, ...empty, ...written } };
  }
  return interaction({ type: 'view_submission', response_urls: [], view: {
    id: 'V000000001', team_id: 'T000000001', app_id: 'A000000001', bot_id: 'B000000001', hash: '1.x', previous_view_id: null, root_view_id: 'V000000001',
    external_id: '', clear_on_close: false, notify_on_close: false, private_metadata: '', callback_id: '', ...view, state: { values: state } }, ...where }, how);
}
