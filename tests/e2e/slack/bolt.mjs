// Slack's own receiver, as a second opinion about requests: `node bolt.mjs` prints its port; one line of JSON for what its handlers saw.
import http from 'node:http';
import bolt from '@slack/bolt';
import { secret } from './sender.mjs';

const { App, HTTPReceiver } = bolt;
const api = http.createServer((question, answer) => {
  answer.writeHead(200, { 'Content-Type': 'application/json' });
  answer.end(JSON.stringify({ ok: true, team_id: 'T000000001', user_id: 'U000000BOT', bot_id: 'B000000001' }));
});
await new Promise((resolve) => api.listen(0, '127.0.0.1', resolve));

const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };
const receiver = new HTTPReceiver({ signingSecret: process.env.BOLT_SECRET ?? secret, logger: quiet,
  endpoints: ['/slack', '/slack/commands', '/slack/interactivity', '/slack/events'] });
const app = new App({ receiver, token: 'xoxb-x', logger: quiet, clientOptions: { slackApiUrl: `http://127.0.0.1:${api.address().port}/api/` } });
const saw = (what) => console.log(JSON.stringify(what));
app.command('/refleks', async ({ command, ack }) => { saw({ command: command.text }); await ack(); });
for (const name of ['app_home_opened', 'member_joined_channel', 'message'])
  app.event(name, async ({ event, body }) => saw({ event: name, id: body.event_id, user: event.user }));
app.action('known', async ({ ack }) => { saw({ action: 'known' }); await ack(); });
app.view('form', async ({ view, ack }) => {
  const value = Object.values(Object.values(view.state.values)[0])[0].value;
  saw({ view: value });
  await (value ? ack() : ack({ response_action: 'errors', errors: { [Object.keys(view.state.values)[0]]: 'Mangler' } }));
});
app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack }) => { saw({ closed: true }); await ack(); });
app.shortcut(/.*/, async ({ ack }) => { saw({ shortcut: true }); await ack(); });
app.error(async () => {});
const server = await app.start({ port: 0, host: '127.0.0.1' });
console.log('port ' + server.address().port);
