// The program under test with Teams as the only chat, and hands on its clock.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { until } from './report.mjs';

export const appId = 'aabbccdd-2222-3333-4444-5555eeeeffff';
export const appSecret = 'invented-secret-of-no-value';
export const tenant = '11111111-aaaa-bbbb-cccc-222222222222';
export const channel = '19:nord0123456789@thread.tacv2';
export const bot = `28:${appId}`;

const names = [
  ['marit', 'Marit Solheim'],
  ['berit', 'Berit Haugland'],
  ['kari', 'Kari Nes'],
  ['amina', 'Amina Warsame'],
  ['jonas', 'Jonas Vik'],
  ['lien', 'Lien Tran'],
];
export const people = Object.fromEntries(
  names.map(([key, name], i) => [
    key,
    { key, name, id: `29:${key}`, aadObjectId: `0aaaaaaa-0000-0000-0000-00000000000${i + 1}` },
  ]),
);

export const freePort = () =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });

// Starts it in `folder`. `teams`: lines of the [teams.teams] section besides the ids. `clock`: with a clock to be moved.
export async function startDaemon({ binary, folder, teams, clock = false }) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const text = (value) => JSON.stringify(value);
  const config = `
[organisation]
name = "Fjordvik kommune"
data = "data"
[ballot_box]
directory = ${text(process.env.BOX)}
[log]
level = "debug"
file = "refleks.log"
${clock ? '[sandbox]\nenabled = true\nlisten = "127.0.0.1:0"\nmovable_clock = true\nstart = 2026-11-09T08:00:00\n' : ''}
[server]
listen = "127.0.0.1:${port}"
public_url = "http://127.0.0.1:${port}"
[teams.teams]
app_id = "${appId}"
tenant = "${tenant}"
app_secret_file = "secret"
${teams}
${Object.values(people)
  .map((one) => `[people.${one.key}]\nname = "${one.name}"\nworkspace = "teams"\nuser = "${one.aadObjectId}"\n`)
  .join('')}
[groups.nord]
name = "Hjemmetjenesten nord"
workspace = "teams"
channel = "${channel}"
programme = "palliasjon"
cadence = "annenhver tirsdag 13:00-14:30"
first = 2026-11-24
facilitators = ["marit"]
leaders = ["berit"]
participants = ["kari", "amina", "jonas", "lien"]
`;
  writeFileSync(`${folder}/refleks.toml`, config);
  writeFileSync(`${folder}/secret`, `${appSecret}\n`, { mode: 0o600 });
  const child = spawn(binary, ['serve', '-c', `${folder}/refleks.toml`], { stdio: ['ignore', 'pipe', 'pipe'] });
  const self = { child, port, folder, said: '', url: `http://127.0.0.1:${port}/teams/messages` };
  child.stdout.on('data', (bytes) => (self.said += bytes));
  child.stderr.on('data', (bytes) => (self.said += bytes));
  child.on('exit', () => (self.ended = true));
  process.on('exit', () => child.kill('SIGKILL'));
  const up = await until(
    async () =>
      self.ended ||
      (await fetch(self.url, { signal: AbortSignal.timeout(2000) }).then(
        (r) => r.status === 405,
        () => false,
      )),
    { limit: 30000 },
  );
  if (!up || self.ended) throw new Error(`the daemon did not start: ${self.said}`);
  if (clock) {
    const address = await until(() => self.said.match(/^http(:\S+)$/m)?.[1]);
    self.clock = await clockOf(`ws${address}ws`);
  }
  self.stop = async () => {
    self.clock?.close();
    child.kill('SIGTERM');
    const gone = await until(() => self.ended, { limit: 10000 });
    if (!gone) child.kill('SIGKILL');
    return Boolean(gone) && child.exitCode === 0;
  };
  return self;
}

async function clockOf(url) {
  const socket = new WebSocket(url);
  const waiting = new Map();
  let counter = 0;
  await new Promise((ready, wrong) => {
    socket.onerror = () => wrong(new Error(`no clock at ${url}`));
    socket.onopen = () => socket.send('{"type":"hello"}');
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.type === 'welcome') ready();
      waiting.get(frame.id)?.(frame);
      waiting.delete(frame.id);
    };
  });
  return {
    jump: () =>
      new Promise((done, wrong) => {
        const id = `teams-${++counter}`;
        const limit = setTimeout(() => wrong(new Error('the clock did not move')), 60000);
        waiting.set(id, (frame) => {
          clearTimeout(limit);
          done(frame);
        });
        socket.send(JSON.stringify({ type: 'clock', action: 'jump', id }));
      }),
    close: () => socket.close(),
  };
}
