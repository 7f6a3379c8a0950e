// The same job in Slack's own framework: a form whose signature is checked, stored in SQLite with synchronous=FULL, and
// answered after the commit. A pressed button is answered and gets its receipt. `node peer.mjs FILE [grouped] [tls FOLDER]` prints its
// port; grouped: one commit for all that wait; tls: with key.pem and certificate.pem of that folder.
import fs from 'node:fs';
import http from 'node:http';
import bolt from '@slack/bolt';
import Database from 'better-sqlite3';

const db = new Database(process.argv[2]);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE IF NOT EXISTS answer(poll TEXT, person TEXT, pick TEXT, PRIMARY KEY(poll, person)) WITHOUT ROWID');
const put = db.prepare('INSERT INTO answer VALUES(?, ?, ?) ON CONFLICT(poll, person) DO UPDATE SET pick = excluded.pick');
const all = db.transaction((votes) => { for (const { vote } of votes) put.run(...vote); });
let waiting = [];
const stored = !process.argv.includes('grouped')
  ? async (vote) => { put.run(...vote); }
  : (vote) => new Promise((resolve) => {
    if (waiting.length === 0) setImmediate(() => { const votes = waiting; waiting = []; all(votes); for (const one of votes) one.resolve(); });
    waiting.push({ vote, resolve });
  });

const api = http.createServer((question, answer) => {
  answer.writeHead(200, { 'Content-Type': 'application/json' });
  answer.end(JSON.stringify({ ok: true, team_id: 'T000000001', user_id: 'U000000BOT', bot_id: 'B000000001' }));
});
await new Promise((resolve) => api.listen(0, '127.0.0.1', resolve));
const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };
const { App, HTTPReceiver } = bolt;
const receiver = new HTTPReceiver({ signingSecret: '00112233445566778899aabbccddeeff', logger: quiet, endpoints: ['/slack/interactivity'] });
const app = new App({ receiver, token: 'xoxb-x', logger: quiet, agent: new http.Agent({ keepAlive: true }),
  clientOptions: { slackApiUrl: `http://127.0.0.1:${api.address().port}/api/` } });
app.view('form', async ({ view, body, ack }) => {
  const { s } = JSON.parse(view.private_metadata);
  const picked = Object.values(Object.values(view.state.values)[0])[0].selected_option.value;
  await stored([s, body.user.id, picked]);
  await ack({ response_action: 'update', view: { type: 'modal', title: view.title, close: view.close,
    blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Svaret er lagret. Du kan endre det til avstemningen lukker.' } }] } });
});
app.action(/.*/, async ({ body, action, ack, respond }) => {
  const [poll, pick] = JSON.parse(action.value).v.split('|');
  await stored([poll, body.user.id, pick]);
  await ack();
  const text = 'Svaret er lagret. Du kan endre det til avstemningen lukker.';
  await respond({ response_type: 'ephemeral', replace_original: false, text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] });
});
app.error(async () => {});
const folder = process.argv.includes('tls') ? process.argv.at(-1) : null;
const server = await app.start({ port: 0, host: '127.0.0.1' },
  folder ? { key: fs.readFileSync(`${folder}/key.pem`), cert: fs.readFileSync(`${folder}/certificate.pem`) } : {});
console.log('port ' + server.address().port);
