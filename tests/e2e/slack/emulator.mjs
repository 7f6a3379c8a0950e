// Vercel's emulation of Slack's Web API in this process, and a recorder in front of it that also takes direct answers.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { here, people } from './world.mjs';
import { secret } from './sender.mjs';

export const scopes = ['chat:write', 'commands', 'channels:read', 'groups:read', 'im:write', 'users:read', 'files:write'];
export const app = { client_id: '1234.5678', client_secret: 'client-secret', app_id: 'A000000001', name: 'Refleks' };

export async function emulate(redirect) {
  const folder = path.join(here, 'node_modules/emulate/dist');
  const file = fs.readdirSync(folder).find((name) => /^dist-.*\.js$/.test(name) && fs.readFileSync(path.join(folder, name), 'utf8').includes('slackPlugin'));
  const { slackPlugin } = await import(path.join(folder, file));
  let hooks;
  const register = slackPlugin.register;  // the emulator has no other way to subscribe to events
  slackPlugin.register = function (web, store, webhooks, ...rest) { hooks = webhooks; return register.call(this, web, store, webhooks, ...rest); };
  const { createEmulator } = await import('emulate');
  const probe = http.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  const emulator = await createEmulator({ service: 'slack', port, seed: {
    tokens: { 'xoxb-admin': { login: 'U000000001' } },
    slack: { signing_secret: secret, strict_scopes: true, channels: [{ name: 'nord' }],
      users: Object.entries(people).map(([name, [, real_name]]) => ({ name, real_name })),
      oauth_apps: [{ ...app, redirect_uris: [redirect], scopes }],
      tokens: [{ token: 'xoxb-test', type: 'bot', user: 'admin', scopes, app_id: app.app_id, bot_user_id: 'U0000000BB', bot_id: 'B000000001' },
        { token: 'xoxb-poor', type: 'bot', user: 'admin', scopes: ['users:read'], app_id: app.app_id },
        { token: 'xoxp-reader', user: 'admin', scopes: ['channels:history', 'groups:history', 'im:history', 'im:read', 'channels:read', 'users:read', 'chat:write', 'im:write', 'channels:manage'], app_id: app.app_id }] } } });
  const base = `http://127.0.0.1:${port}`;
  const call = async (method, args = {}, token = 'xoxp-reader') => {
    const answer = await fetch(`${base}/api/${method}`, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(args) });
    return answer.json();
  };
  return { base, call, hooks, close: () => emulator.close() };
}

export class Recorder {
  constructor(base) {
    Object.assign(this, { base, calls: [], responses: [], emitted: [], counter: 0 });
  }
  async listen() {
    this.server = http.createServer(async (question, answer) => {
      const parts = [];
      for await (const part of question) parts.push(part);
      const body = Buffer.concat(parts);
      if (question.url.startsWith('/commands/')) {
        const json = JSON.parse(body);
        this.responses.push({ id: question.url.slice(10), json });
        this.note('message', json);
        answer.end('ok');
        return;
      }
      try {
        const reply = await fetch(this.base + question.url, { method: question.method, body, headers: Object.fromEntries(Object.entries(question.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name))) });
        const words = await reply.text();
        const args = Object.fromEntries(new URLSearchParams(body.toString()));
        let json = null;
        try { json = JSON.parse(words); } catch { /* kept as null */ }
        const method = question.url.replace('/api/', '');
        this.calls.push({ method, args, status: reply.status, json, headers: question.headers });
        if (method.startsWith('chat.')) this.note('message', { text: args.text, blocks: JSON.parse(args.blocks) });
        if (method.startsWith('views.')) this.note(method === 'views.publish' ? 'home' : 'modal', JSON.parse(args.view));
        answer.writeHead(reply.status, { 'Content-Type': reply.headers.get('content-type') ?? 'application/json', ...(reply.headers.get('x-oauth-scopes') ? { 'x-oauth-scopes': reply.headers.get('x-oauth-scopes') } : {}) });
        answer.end(words);
      } catch (error) {
        this.calls.push({ method: question.url, error: error.message });
        answer.writeHead(502).end();
      }
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.api = `http://127.0.0.1:${this.port}/api/`;
    return this;
  }
  url(id = `r${++this.counter}`) { return `http://127.0.0.1:${this.port}/commands/${id}`; }
  note(surface, json) { this.emitted.push({ surface, json }); }
  // What stands in an HTTP answer is emitted too.
  noteAnswer(body) {
    if (!body.startsWith('{')) return;
    const json = JSON.parse(body);
    if (json.view) this.note('modal', json.view);
    else if (json.blocks) this.note('message', json);
  }
  of(method) { return this.calls.filter((call) => call.method === method); }
  close() { this.server.closeAllConnections(); return new Promise((resolve) => this.server.close(resolve)); }
}
