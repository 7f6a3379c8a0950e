// What all parts share: counting, a running daemon with its configuration, the sandbox's clock, and a recorder that plays Slack.
import { spawn, execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { secret } from './sender.mjs';

export const here = path.dirname(new URL(import.meta.url).pathname);
export const root = path.resolve(here, '../../..');
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function tally(peer) {
  const count = { passed: 0, failed: 0 };
  return {
    count,
    check(what, condition, seen) {
      count[condition ? 'passed' : 'failed'] += 1;
      console.log(`${condition ? 'ok  ' : 'FAIL'} ${peer}: ${what}`);
      if (!condition && seen !== undefined) console.log('     seen: ' + (typeof seen === 'string' ? seen : JSON.stringify(seen) ?? '').slice(0, 1500));
      return condition;
    },
    end() {
      console.log(`${peer}: ${count.passed} passed, ${count.failed} failed`);
      console.log(`${count.passed} passed, ${count.failed} failed`);
      process.exitCode = count.failed ? 1 : 0;
    },
  };
}

// Asks until there is something; gives it, or the last answer.
export async function until(ask, limit = 10_000, every = 40) {
  const end = Date.now() + limit;
  for (;;) {
    const seen = await ask();
    if (seen || Date.now() > end) return seen;
    await sleep(every);
  }
}

export const people = { marit: ['U0000MARIT', 'Marit Solheim'], berit: ['U0000BERIT', 'Berit Haugland'], kari: ['U00000KARI', 'Kari Nes'],
  amina: ['U0000AMINA', 'Amina Warsame'], jonas: ['U0000JONAS', 'Jonas Vik'], lien: ['U00000LIEN', 'Lien Tran'] };

// A daemon of its own in a folder of its own. options: {api, movable, slack (more lines of [slack.kommunen]), signing, channel, users, sides}
export class Daemon {
  static alive = new Set();

  constructor(options = {}) {
    this.options = options;
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slack-peer-'));
    this.box = path.join(process.env.REFLEKS_BOX ?? '/dev/shm', path.basename(this.folder));
    this.log = path.join(this.folder, 'data', 'refleks.log');
    const write = (name, words) => fs.writeFileSync(path.join(this.folder, name), words, { mode: 0o600 });
    write('bot', options.token ?? 'xoxb-test');
    write('signing', options.signing ?? secret);
    write('app', 'xapp-test');
    write('client', 'client-secret');
    const users = { ...people, ...options.users };
    // Groups besides, each with a channel of its own: a channel whose post waits holds up nobody else.
    const extra = Array.from({ length: options.sides ?? 0 }, (none, index) => index + 1);
    if (extra.length) users.dina = ['U00000DINA', 'Dina Moen', 'coordinator = true'];
    if (extra.length) for (const number of [1, 2, 3]) users[`side${number}`] = [`U0000SIDE${number}`, `Side ${number}`];
    write('refleks.toml', `
[organisation]
name = "Fjordvik kommune"
data = "data"
[ballot_box]
directory = "${this.box}"
[log]
level = "debug"
file = "refleks.log"
${options.movable ? `[sandbox]
enabled = true
listen = "127.0.0.1:0"
movable_clock = true
start = ${options.movable}` : `[quiet_hours]
from = "00:00"
to = "00:00"
weekends = false
holidays = false`}
[server]
listen = "127.0.0.1:0"
public_url = "${options.publicUrl ?? 'http://127.0.0.1:1'}"
[slack.kommunen]
bot_token_file = "bot"
${options.socket ? 'app_token_file = "app"' : 'signing_secret_file = "signing"'}
api_url = "${options.api}"
response_hosts = ["127.0.0.1"]
${options.slack ?? ''}
${Object.entries(users).map(([key, [user, name, more]]) => `[people.${key}]\nname = "${name}"\nworkspace = "kommunen"\nuser = "${user}"\n${more ?? ''}\n`).join('')}
[groups.nord]
name = "Hjemmetjenesten nord"
workspace = "kommunen"
channel = "${options.channel ?? 'C000000001'}"
programme = "palliasjon"
${options.movable ? 'cadence = "annenhver tirsdag 13:00-14:30"\nfirst = 2026-11-24' : ''}
facilitators = ["marit"]
leaders = ["berit"]
participants = ["kari", "amina", "jonas", "lien"]
${extra.map((number) => `[groups.side${number}]\nname = "Sidegruppe ${number}"\nworkspace = "kommunen"\nchannel = "C00000SIDE${number}"\nfacilitators = ["marit"]\nparticipants = ["side1", "side2", "side3"]\n`).join('')}
`);
  }

  // Waits until the daemon listens; gives what it said when it ended instead.
  async start(limit = 30_000) {
    const refleks = process.env.REFLEKS ?? path.join(root, 'build/debug/refleks');
    this.process = spawn(refleks, ['serve', '-c', path.join(this.folder, 'refleks.toml')], { stdio: ['ignore', 'pipe', 'pipe'] });
    Daemon.alive.add(this);
    let said = '';
    this.exit = new Promise((resolve) => this.process.once('exit', (code, signal) => resolve((this.ended = { code, signal }))));
    this.process.on('error', (error) => { said += error.message; this.ended = { code: -1 }; });
    this.process.stdout.on('data', (part) => (said += part));
    this.process.stderr.on('data', (part) => (said += part));
    await until(() => this.ended || /listening on \S+:\d+/.test(said), limit);
    this.said = said;
    this.port = Number(/listening on \S+?:(\d+)/.exec(said)?.[1] ?? 0);
    const page = /http:\/\/127\.0\.0\.1:(\d+)\/\n/.exec(said);
    if (page && this.options.movable) this.clock = await Clock.open(`ws://127.0.0.1:${page[1]}/ws`);
    return this;
  }

  get lives() { return !this.ended; }
  logged() { return fs.existsSync(this.log) ? fs.readFileSync(this.log, 'utf8') : ''; }
  saw(words, limit = 8_000) { return until(() => this.logged().includes(words), limit); }

  async stop() {
    this.clock?.close();
    if (this.process && !this.ended) {
      this.process.kill('SIGTERM');
      await Promise.race([this.exit, sleep(12_000)]);
      if (!this.ended) this.process.kill('SIGKILL');
    }
    Daemon.alive.delete(this);
    return this.ended;
  }
  clean() { for (const each of [this.folder, this.box]) fs.rmSync(each, { recursive: true, force: true }); }
}
export function cleanUp() {
  for (const daemon of Daemon.alive) { daemon.process?.kill('SIGKILL'); daemon.clean(); }
}
process.on('exit', cleanUp);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

// The sandbox's movable clock (adapters/sandbox/protocol.md).
export class Clock {
  static async open(url) {
    const clock = new Clock();
    clock.waiting = new Map();
    clock.socket = new WebSocket(url);
    clock.socket.on('message', (words) => {
      const frame = JSON.parse(words);
      if (frame.clock) clock.now = frame.clock.now;
      if (frame.id && clock.waiting.has(frame.id)) clock.waiting.get(frame.id)(frame);
    });
    await new Promise((resolve, reject) => clock.socket.once('open', resolve).once('error', reject));
    clock.socket.send(JSON.stringify({ type: 'hello' }));
    await until(() => clock.now);
    return clock;
  }
  ask(action, more = {}) {
    const id = `c${Math.random()}`;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the clock did not answer')), 30_000);
      this.waiting.set(id, (frame) => { clearTimeout(late); this.waiting.delete(id); frame.type === 'error' ? reject(new Error(frame.text)) : resolve(frame); });
      this.socket.send(JSON.stringify({ type: 'clock', action, id, ...more }));
    });
  }
  jump() { return this.ask('jump'); }
  set(to) { return this.ask('set', { to }); }
  ms() { return Date.parse(this.now); }
  close() { this.socket.close(); }
}

// Slack's side as written down: Web API, response addresses and Socket Mode; records everything and fails on request.
// A second implementation beside the one of the adapter's own tests, on purpose.
export class Slack {
  constructor() {
    this.calls = [];       // {method, args, headers, at}
    this.responses = [];   // {path, body, at}
    this.acks = [];        // {socket, frame, at}
    this.faults = {};      // method -> [(request, response, args) => true when it has answered]
    this.answers = {};     // method -> (args) => more of the answer
    this.sockets = [];
    this.counter = 0;
    this.greets = true;
    this.handshakes = 0;
  }
  async listen() {
    this.server = http.createServer((question, answer) => this.take(question, answer));
    this.wss = new WebSocketServer({ noServer: true, autoPong: true });
    this.server.on('upgrade', (question, socket, head) => {
      this.handshakes += 1;
      if (this.refuse409) { this.refuse409 -= 1; socket.end('HTTP/1.1 409 Conflict\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'); return; }
      this.wss.handleUpgrade(question, socket, head, (ws) => {
        ws.number = this.sockets.push(ws);
        ws.ticket = question.url;
        ws.on('message', (words) => this.acks.push({ socket: ws.number, frame: String(words), at: Date.now() }));
        ws.on('close', () => (ws.gone = true)).on('error', () => {});
        if (this.deaf) { ws.pause(); return; }
        if (this.greets) ws.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A000000001' }, debug_info: { host: 'x', approximate_connection_time: 18060 } }));
      });
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.base = `http://127.0.0.1:${this.port}`;
    this.api = `${this.base}/api/`;
    return this;
  }
  url(id = String(++this.counter)) { return `${this.base}/commands/${id}`; }
  fail(method, ...faults) { (this.faults[method] ??= []).push(...faults); }
  of(method) { return this.calls.filter((call) => call.method === method); }
  get open() { return this.sockets.filter((ws) => !ws.gone); }

  async take(question, answer) {
    const parts = [];
    for await (const part of question) parts.push(part);
    const body = Buffer.concat(parts).toString();
    const direct = question.url.startsWith('/commands/') || question.url.startsWith('/actions/');
    const method = direct ? 'response_url' : question.url.replace(/^\/api\//, '');
    const args = direct ? {} : Object.fromEntries(new URLSearchParams(body));
    if (direct) this.responses.push({ path: question.url, headers: question.headers, body, at: Date.now() });
    else this.calls.push({ method, args, headers: question.headers, verb: question.method, at: Date.now() });
    const fault = this.faults[method]?.shift();
    if (fault?.(question, answer, args)) return;
    const say = (json) => { answer.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'x-oauth-scopes': 'chat:write,commands,channels:read,groups:read,im:write,users:read,files:write' }); answer.end(JSON.stringify(json)); };
    if (direct) { answer.writeHead(200, { 'Content-Type': 'text/html' }); answer.end('ok'); return; }
    say({ ok: true, ...this.answer(method, args), ...this.answers[method]?.(args) });
  }
  answer(method, args) {
    if (method === 'auth.test') return { url: 'https://kommunen.slack.com/', team: 'kommunen', user: 'refleks', team_id: 'T000000001', user_id: 'U000000BOT', bot_id: 'B000000001', is_enterprise_install: false };
    if (method === 'apps.connections.open') return { url: `ws://127.0.0.1:${this.port}/link?ticket=${++this.counter}&app_id=A000000001` };
    if (method === 'conversations.open') return { channel: { id: 'D' + args.users.slice(1) } };
    if (method === 'conversations.info') return { channel: { id: args.channel, is_ext_shared: false, is_archived: false, is_member: true } };
    if (method.startsWith('chat.')) return { channel: args.channel, ts: args.ts ?? `1503435956.${String(++this.counter).padStart(6, '0')}` };
    if (method.startsWith('views.')) return { view: { ...JSON.parse(args.view), id: args.view_id ?? `V${String(++this.counter).padStart(9, '0')}` } };
    return {};
  }
  async close() {
    for (const ws of this.sockets) ws.terminate();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
export const faults = {
  refuse: (code) => (question, answer) => { answer.writeHead(200, { 'Content-Type': 'application/json' }); answer.end(JSON.stringify({ ok: false, error: code })); return true; },
  limit: (after) => (question, answer) => { answer.writeHead(429, { 'Content-Type': 'application/json', ...(after === null ? {} : { 'Retry-After': after }) }); answer.end('{"ok":false,"error":"ratelimited"}'); return true; },
  status: (code, words = '') => (question, answer) => { answer.writeHead(code, { 'Content-Type': 'text/plain' }); answer.end(words); return true; },
  html: () => (question, answer) => { answer.writeHead(200, { 'Content-Type': 'text/html' }); answer.end('<html><body>Slack is down for maintenance</body></html>'); return true; },
  hangUp: () => (question) => { question.socket.destroy(); return true; },
  slow: (ms) => (question, answer) => { setTimeout(() => { if (!answer.destroyed) { answer.writeHead(200, { 'Content-Type': 'application/json' }); answer.end('{"ok":true}'); } }, ms); return true; },
};

// Runs a program to its end; {code, out}.
export const runProgram = (program, args, limit = 60_000, options = {}) => new Promise((resolve) =>
  execFile(program, args, { timeout: limit, ...options }, (error, out, err) => resolve({ code: error ? error.code ?? -1 : 0, out: out + err })));
