// Microsoft's Agents Playground as Teams, and hands of the people in it. What passes between it and the bot goes through a
// tap that changes nothing and remembers everything: the Playground shows neither answers to invokes nor other people's chats.

import { spawn } from 'node:child_process';
import { createServer, request as httpRequest } from 'node:http';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { appId, appSecret, bot, channel, freePort, people, tenant } from './daemon.mjs';
import { until } from './report.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const all = Object.values(people);
export const byId = (id) => all.find((one) => one.id === id);

// Passes calls on to `to()`. `seen` gets { at, method, path, headers, body, status, answer, ms } once each is answered.
async function startTap(to, seen) {
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const began = Date.now();
    const target = new URL(request.url, to());
    const on = httpRequest(
      target,
      { method: request.method, headers: { ...request.headers, host: target.host } },
      async (answer) => {
        const parts = [];
        for await (const part of answer) parts.push(part);
        const text = Buffer.concat(parts);
        seen({
          method: request.method,
          path: request.url,
          headers: request.headers,
          body: body.toString(),
          status: answer.statusCode,
          answer: text.toString(),
          ms: Date.now() - began,
        });
        response.writeHead(answer.statusCode, answer.headers);
        response.end(text);
      },
    );
    on.on('error', () => {
      response.writeHead(502);
      response.end();
    });
    on.end(body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const json = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

// Starts it for the bot at `endpoint()`. Everything it listens on is `port`, on all addresses: `run` gives it a network alone.
export async function startPlayground({ folder, entra, certificates, endpoint }) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const quoted = JSON.stringify;
  const person = (one, dash) =>
    `${dash}id: ${quoted(one.id)}
    name: ${quoted(one.name)}
    userPrincipleName: ${quoted(`${one.key}@fjordvik.example`)}
    aadObjectId: ${quoted(one.aadObjectId)}
    givenName: ${quoted(one.name.split(' ')[0])}
    surname: ${quoted(one.name.split(' ')[1])}
    email: ${quoted(`${one.key}@fjordvik.example`)}
`;
  writeFileSync(
    `${folder}/.m365agentsplayground.yml`,
    `version: "0.1.1"
tenantId: ${quoted(tenant)}
bot:
  id: ${quoted(bot)}
  name: Refleks
currentUser:
${person(people.marit, '    ')}users:
${all
  .filter((one) => one !== people.marit)
  .map((one) => person(one, '  - '))
  .join('')}personalChat:
  id: "a:1-marit"
groupChat:
  id: "19:gruppe@thread.v2"
  name: Gruppechat
team:
  id: "19:teamet@thread.tacv2"
  name: Fjordvik
  aadGroupId: 0bbbbbbb-0000-0000-0000-000000000001
  channels:
    - id: ${quoted(channel)}
      name: Nord
`,
  );
  const self = { port, url: `http://127.0.0.1:${port}`, toBot: [], fromBot: [], chats: { 'a:1-marit': people.marit } };

  // What the bot says: { conversation, thread, id, activity, edited } in order, an edit in place of what was there.
  self.posts = [];
  const remember = (call) => {
    self.fromBot.push(call);
    const [, conversation, activity] = (
      call.path.match(/\/v3\/conversations\/([^/?]+)\/activities(?:\/([^/?]+))?/) ?? []
    ).map((part) => (part ? decodeURIComponent(part) : part));
    const body = json(call.body);
    const answer = json(call.answer);
    if (call.status >= 300 || !body) return;
    if (call.method === 'PUT') {
      const old = self.posts.find((post) => post.conversation === conversation && post.id === activity);
      if (old) Object.assign(old, { activity: body, edited: (old.edited ?? 0) + 1 });
    } else if (conversation) {
      self.posts.push({ conversation, id: answer?.id, activity: body, to: self.chats[conversation]?.key });
    } else if (call.path.endsWith('/v3/conversations') && body.isGroup) {
      self.posts.push({ conversation: answer.id, id: answer.activityId, activity: body.activity, to: 'channel' });
    } else if (call.path.endsWith('/v3/conversations')) {
      self.chats[answer.id] = byId(body.members[0].id);
    }
  };
  const botTap = await startTap(endpoint, (call) =>
    self.toBot.push({ ...call, activity: json(call.body), json: json(call.answer) }),
  );
  const serviceTap = await startTap(() => self.url, remember);
  self.service = `${serviceTap.url}/_connector`;

  const log = openSync(`${folder}/playground.log`, 'a');
  const child = spawn(
    process.execPath,
    [
      '-r',
      `${here}shim.cjs`,
      `${here}node_modules/@microsoft/m365agentsplayground/cli.js`,
      'start',
      '-e',
      `${botTap.url}/teams/messages`,
      '-c',
      'msteams',
      '-p',
      String(port),
      '--cid',
      appId,
      '--cs',
      appSecret,
      '--tid',
      tenant,
      '--su',
      self.service,
      '--disable-telemetry',
    ],
    {
      cwd: folder,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        HOME: folder,
        TMPDIR: folder,
        TEAMSAPPTESTER_BROWSER: 'none',
        IDP_PORT: String(entra.port),
        NODE_EXTRA_CA_CERTS: `${certificates}/ca.crt`,
        M365_AGENTS_PLAYGROUND_LOGFILE: `${folder}/events.log`,
      },
    },
  );
  let ended = false;
  child.on('exit', () => (ended = true));
  process.on('exit', () => child.kill('SIGKILL'));
  const up = await until(
    async () =>
      ended ||
      (await fetch(`${self.url}/_debug/ping`).then(
        (r) => r.ok,
        () => false,
      )),
    { limit: 60000 },
  );
  self.stop = () => {
    child.kill('SIGTERM');
    botTap.close();
    serviceTap.close();
  };
  if (!up || ended) {
    self.stop();
    throw new Error('the Playground did not start');
  }
  const call = async (path, body) => {
    const response = await fetch(`${self.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20000),
    });
    const text = await response.text();
    return { status: response.status, text, json: json(text) };
  };
  self.call = call;
  // It looks for the bot and then takes it as connected.
  self.connect = () => call('/_internal/v1/config');

  // --- hands
  const chatOf = (who) => Object.keys(self.chats).find((id) => self.chats[id] === who);
  self.chatOf = chatOf;
  self.install = (conversation) => call(`/_debug/conversation/${encodeURIComponent(conversation)}/installation`, {});
  // The newest thing said to `to` (a person or 'channel') since `from` (an index of posts) that holds `words`.
  self.said = (to, words, from = 0, limit = 15000) =>
    until(
      () =>
        self.posts
          .slice(from)
          .findLast((post) => post.to === (to.key ?? to) && JSON.stringify(post.activity).includes(words)),
      { limit },
    );
  // Any activity, sent as the Playground sends its own; gives the bot's answer { status, json }.
  let counter = 0;
  self.send = async (activity) => {
    const id = `f:${Date.now()}${++counter}`;
    await call('/_internal/v1/customActivities', { id, ...activity });
    const done = await until(() => self.toBot.find((one) => one.activity?.id === (activity.id ?? id)), {
      limit: 20000,
    });
    return done ?? { status: 0, json: null };
  };
  const from = (who, conversation) => ({
    channelId: 'msteams',
    serviceUrl: self.service,
    timestamp: new Date().toISOString(),
    from: { id: who.id, name: who.name, aadObjectId: who.aadObjectId },
    conversation: {
      id: conversation,
      tenantId: tenant,
      conversationType: conversation.startsWith('19:') ? 'channel' : 'personal',
      ...(conversation.startsWith('19:') ? { isGroup: true } : {}),
    },
    recipient: { id: bot, name: 'Refleks' },
    channelData: { tenant: { id: tenant } },
  });
  // In the channel with a mention of the bot, or in the own chat. The Playground itself writes for its own user alone; for the
  // others it sends what we put together, of the same shape.
  self.say = (who, text, where = 'channel') => {
    const mention = '<at>Refleks</at>';
    const inChannel = where === 'channel';
    const conversation = inChannel ? channel : chatOf(who);
    const words = inChannel ? `${mention} ${text}` : text;
    const mentions = inChannel ? [{ mentioned: { id: bot }, text: mention }] : [];
    if (who === people.marit)
      return call(`/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`, {
        type: 'text',
        textFormat: 'plain',
        from: { id: who.id },
        text: words,
        ...(inChannel ? { mentions } : {}),
      });
    return self.send({
      ...from(who, inChannel ? `${channel};messageid=${Date.now()}` : conversation),
      type: 'message',
      text: words,
      textFormat: 'plain',
      locale: 'nb-NO',
      entities: mentions.map((one) => ({ type: 'mention', ...one })),
    });
  };
  self.from = from;
  self.invoke = (who, conversation, name, value) =>
    self.send({ ...from(who, conversation), type: 'invoke', name, value });
  // Presses what `label` begins on a posted card: { type, value } of an Execute, the dialog of a fetch, nothing of a Submit.
  self.press = async (who, post, label) => {
    const action = actionsOf(cardOf(post)).find((one) => one.title?.startsWith(label));
    if (!action) throw new Error(`no button "${label}" on ${JSON.stringify(post?.activity).slice(0, 600)}`);
    if (action.data?.msteams?.type === 'task/fetch') {
      const answer = await self.invoke(who, post.conversation, 'task/fetch', {
        data: action.data,
        context: { theme: 'default' },
      });
      return {
        ...answer,
        dialog: dialogOf(answer),
        words: answer.json?.task?.type === 'message' ? answer.json.task.value : '',
        who,
        conversation: post.conversation,
      };
    }
    const shared = { from: { id: who.id }, conversation: { id: post.conversation }, replyToId: post.id };
    if (action.type === 'Action.Execute') {
      const { type, verb, data, title } = action;
      return call('/_conversation/v1/invoke', {
        name: 'adaptiveCard/action',
        value: { action: { type, verb, data, title }, trigger: 'manual' },
        ...shared,
      });
    }
    return call('/_conversation/v1/submit', { value: action.data, ...shared });
  };
  // Sends an open dialog: `values` by the label of the field (its beginning).
  self.submit = async (opened, values, label) => {
    const action = actionsOf(opened.dialog).find((one) => !label || one.title.startsWith(label));
    const data = { ...action.data };
    for (const [field, value] of Object.entries(values)) {
      const input = inputsOf(opened.dialog).find((one) => one.label.startsWith(field));
      if (!input) throw new Error(`no field "${field}" in ${JSON.stringify(opened.dialog).slice(0, 800)}`);
      data[input.id] = input.choices ? (input.choices.find((choice) => choice.title === value)?.value ?? value) : value;
    }
    const answer = await self.invoke(opened.who, opened.conversation, 'task/submit', {
      data,
      context: { theme: 'default' },
    });
    return {
      ...answer,
      dialog: dialogOf(answer),
      words: answer.json?.task?.type === 'message' ? answer.json.task.value : '',
      who: opened.who,
      conversation: opened.conversation,
    };
  };
  return self;
}

export const cardOf = (post) => post?.activity?.attachments?.[0]?.content;
export const dialogOf = (answer) => answer.json?.task?.value?.card?.content ?? null;

function found(node, test, into = []) {
  if (Array.isArray(node)) node.forEach((one) => found(one, test, into));
  else if (node && typeof node === 'object') {
    if (test(node)) into.push(node);
    for (const [name, value] of Object.entries(node)) if (name !== 'fallback') found(value, test, into);
  }
  return into;
}
export const actionsOf = (card) =>
  found(card, (node) => typeof node.type === 'string' && node.type.startsWith('Action.'));
export const inputsOf = (card) =>
  found(card, (node) => typeof node.type === 'string' && node.type.startsWith('Input.'));
export const wordsOf = (card) =>
  found(card, (node) => node.type === 'TextRun' || node.type === 'TextBlock' || 'title' in node)
    .map((node) => [node.text, node.title, node.label, node.value].filter((text) => typeof text === 'string').join(' '))
    .join('\n')
    .replaceAll('\u2060', '');
