// A Mattermost, the daemon, and people with Mattermost's own client in their hands. Loopback alone.
import {spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {createInterface} from 'node:readline';
import client from '@mattermost/client';
import {until} from './report.mjs';

const {Client4, WebSocketClient} = client;
// Browsers have it, and the client counts on it.
globalThis.CloseEvent ??= class extends Event {
  constructor(type, init) {
    super(type);
    Object.assign(this, init);
  }
};

export const id = (name) => name.padEnd(26, '0');
export const names = {marit: 'Marit Solheim', berit: 'Berit Haugland', kari: 'Kari Nes', amina: 'Amina Warsame',
  jonas: 'Jonas Vik', lien: 'Lien Tran'};
export const channel = id('cnord');

const freePort = () => new Promise((found) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const {port} = probe.address();
    probe.close(() => found(port));
  });
});

// The fake of tests/adapters/mattermost as a process of its own; `order`: a line of fake_main.cpp.
export async function startMattermost(binary, integration) {
  const child = spawn(binary, [integration], {stdio: ['pipe', 'pipe', 'inherit']});
  process.on('exit', () => child.kill('SIGKILL'));
  const waiting = [];
  const first = new Promise((resolve) => waiting.push(resolve));
  createInterface({input: child.stdout}).on('line', (line) => waiting.shift()?.(line));
  const url = await first;
  return {
    url,
    order: (line) => new Promise((resolve, reject) => {
      waiting.push((answer) => {
        const said = JSON.parse(answer);
        if (said.wrong || said.unknown) reject(new Error(`${line}: ${answer}`));
        else resolve(said);
      });
      child.stdin.write(`${line}\n`);
    }),
    stop: () => child.stdin.end(),
  };
}

const clockOf = async (url) => {
  const socket = new WebSocket(url);
  const waiting = new Map();
  let counter = 0;
  const welcome = await new Promise((ready, wrong) => {
    socket.onerror = () => wrong(new Error(`no clock at ${url}`));
    socket.onopen = () => socket.send('{"type":"hello"}');
    socket.onmessage = ({data}) => {
      const frame = JSON.parse(data);
      if (frame.type === 'welcome') ready(frame);
      waiting.get(frame.id)?.(frame);
      waiting.delete(frame.id);
    };
  });
  const ask = (more) => new Promise((done, wrong) => {
    const name = `mattermost-${++counter}`;
    const limit = setTimeout(() => wrong(new Error('the clock did not move')), 60000).unref();
    waiting.set(name, (frame) => {
      clearTimeout(limit);
      done(frame.clock);
    });
    socket.send(JSON.stringify({type: 'clock', id: name, ...more}));
  });
  return {now: welcome.clock.now, jump: () => ask({action: 'jump'}), close: () => socket.close()};
};

// The daemon, to be started, killed and started again on the same data.
export async function prepareDaemon({binary, folder, box}) {
  mkdirSync(folder, {recursive: true});
  const port = await freePort();
  const self = {port, folder, public: `http://127.0.0.1:${port}`, log: `${folder}/data/refleks.log`};
  self.integration = `${self.public}/mattermost/chat`;
  self.configure = (site, hook) => {
    const text = (value) => JSON.stringify(value);
    const secret = (name, words) => writeFileSync(`${folder}/${name}`, `${words}\n`, {mode: 0o600});
    secret('bot', 'token-bot');
    secret('commands', 'another-team\ncommand-token');
    secret('hook', hook);
    writeFileSync(`${folder}/refleks.toml`, `
[organisation]
name = "Fjordvik kommune"
data = "data"
[ballot_box]
directory = ${text(box)}
[log]
level = "debug"
file = "refleks.log"
[sandbox]
enabled = true
listen = "127.0.0.1:0"
movable_clock = true
start = 2026-11-09T08:00:00
[server]
listen = "127.0.0.1:${port}"
public_url = "${self.public}"
[pages]
enabled = true
[mattermost.chat]
url = "${site}"
bot_token_file = "bot"
command_tokens_file = "commands"
allow_http = true
[webhooks.krok]
kind = "mattermost"
allowed_hosts = ["127.0.0.1"]
allow_private = true
[webhooks.krok.channels.tavla]
url_file = "hook"
${Object.entries(names).map(([key, name]) => `[people.${key}]\nname = "${name}"\nworkspace = "chat"\nuser = "${key}"\n`).join('')}
[people.nils]
name = "Nils Berg"
workspace = "pages"
[groups.nord]
name = "Hjemmetjenesten nord"
workspace = "chat"
channel = "omsorg/nord"
programme = "palliasjon"
cadence = "annenhver tirsdag 13:00-14:30"
first = 2026-11-24
facilitators = ["marit"]
leaders = ["berit"]
participants = ["kari", "amina", "jonas", "lien"]
[groups.tavla]
name = "Tavla"
workspace = "krok"
channel = "tavla"
cadence = "annenhver tirsdag 13:00-14:30"
first = 2026-11-24
facilitators = ["nils"]
`);
  };
  self.start = async (environment = {}) => {
    self.ended = false;
    let said = '';
    const child = spawn(binary, ['serve', '-c', `${folder}/refleks.toml`], {stdio: ['ignore', 'pipe', 'pipe'],
      env: {...process.env, ...environment}});
    self.child = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes));
    child.on('exit', () => {
      if (self.child === child) self.ended = true;
    });
    process.on('exit', () => child.kill('SIGKILL'));
    const address = await until(() => self.ended || said.match(/^http(:\S+)$/m)?.[1], {limit: 30000});
    if (!address || self.ended) throw new Error(`the daemon did not start: ${said}`);
    self.clock = await clockOf(`ws${address}ws`);
  };
  self.gone = () => until(() => self.ended, {limit: 15000});
  self.kill = async () => {
    self.child.kill('SIGKILL');
    await self.gone();
  };
  self.stop = async () => {
    self.clock.close();
    self.child.kill('SIGTERM');
    if (!(await self.gone())) await self.kill();
    return self.child.exitCode === 0;
  };
  return self;
}

// Somebody with the official client: what reaches that person's window stands in `events`.
export function signIn(url, name) {
  const rest = new Client4();
  rest.setUrl(url);
  rest.setToken(`token-${name}`);
  const events = [];
  const socket = new WebSocketClient();
  socket.addMessageListener((event) => events.push(event));
  socket.addMissedMessageListener(() => {});  // or it forgets its connection when it breaks
  socket.initialize(`${url.replace('http', 'ws')}/api/v4/websocket`, `token-${name}`);
  return {name, id: id(`u${name}`), rest, events, close: () => socket.close()};
}
