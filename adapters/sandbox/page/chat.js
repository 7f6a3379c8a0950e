// The open conversation: its head, its messages and whispers, where the new begins.

import { press } from './actions.js';
import { announce, avatar, botAvatar, byId, el, icon, rest } from './dom.js';
import { othersRow } from './others.js';
import { content } from './render.js';
import {
  channel,
  emit,
  markSeen,
  messagesIn,
  nameOf,
  on,
  person,
  put,
  remember,
  seenUpTo,
  state,
  talkOf,
} from './state.js';
import { paintTalks, titleOf } from './talks.js';
import { fullDate, languageNow, localParts, t, timeOfDay } from './texts.js';

const log = byId('log');
const page = 150; // messages shown at once; older ones on request
let shown = page;
let divider = 0; // messages after this seq were new when the conversation was opened
let whispers = 0;

// --- opening --------------------------------------------------------------------------------------------
export function openTalk(talk, moveFocus = false) {
  emit('opening', { moveFocus });
  state.talk = talk;
  shown = page;
  divider = seenUpTo(state.me, talk);
  remember('talk', talk);
  painted.clear();
  byId('below').hidden = true;
  log.replaceChildren();
  refresh();
  // Where the new begins, else the end.
  const mark = log.querySelector('.new');
  log.scrollTop = mark ? mark.offsetTop - log.offsetTop - 8 : log.scrollHeight;
  emit('opened', { talk, moveFocus });
}

function refresh() {
  if (document.visibilityState === 'visible') markSeen(state.me, state.talk);
  paintHead();
  paintTalks();
  paint();
  emit('seen');
}

function paintHead() {
  const direct = state.talk.startsWith('@');
  const title = titleOf(state.talk);
  byId('talk-title').replaceChildren(icon(direct ? 'direct' : 'channel'), title);
  const members = channel(state.talk)?.members ?? [];
  byId('talk-about').textContent = direct
    ? t('talks.direct.about', { name: nameOf(state.me) })
    : t('talks.members', { n: members.length, names: members.map(nameOf).join(', ') });
  document.title = `${title} – Refleks`;
}

const painted = new Map(); // key -> {element, version}

function items() {
  const all = messagesIn(state.talk);
  const list = all.slice(-shown);
  const own = state.whispers.filter((one) => one.user === state.me && one.talk === state.talk);
  const result = [];
  if (all.length > list.length) result.push({ key: 'older', version: languageNow(), make: olderButton });
  if (!list.length && !own.length) result.push({ key: 'empty', version: languageNow(), make: emptyRoom });
  for (const one of own.filter((whisper) => !list.length || whisper.after < list[0].seq)) result.push(whisperItem(one));
  let before = null;
  let marked = false;
  for (const message of list) {
    const day = localParts(message.at).date;
    const newDay = !before || localParts(before.at).date !== day;
    if (newDay)
      result.push({
        key: `day ${day} ${message.seq}`,
        version: languageNow(),
        make: () => el('p', { class: 'day' }, el('span', {}, fullDate(message.at))),
      });
    const isNew = !marked && message.seq > divider && message.author !== state.me;
    if (isNew) {
      marked = true;
      if (before)
        result.push({
          key: 'new',
          version: languageNow(),
          make: () => el('p', { class: 'new', 'data-testid': 'new-mark' }, el('span', {}, t('talks.new'))),
        });
    }
    const close =
      !newDay && !isNew && before.author === message.author && Date.parse(message.at) - Date.parse(before.at) < 300000;
    result.push({
      key: message.id,
      version: [message, languageNow(), close],
      make: () => messageElement(message, close),
    });
    for (const one of own) {
      const next = all[all.indexOf(message) + 1];
      if (one.after >= message.seq && (!next || one.after < next.seq)) result.push(whisperItem(one));
    }
    before = own.some((one) => one.after === message.seq) ? { ...message, author: null } : message;
  }
  return result;
}

const same = (a, b) => (Array.isArray(a) ? a.length === b.length && a.every((part, i) => part === b[i]) : a === b);

const nearBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;

// Brings the log in step with what should be there, touching only what changed, so that focus and reading place stay.
function paint() {
  const atBottom = nearBottom();
  const wanted = items();
  const keys = new Set(wanted.map((item) => item.key));
  for (const [key, { element }] of painted) {
    if (keys.has(key)) continue;
    element.remove();
    painted.delete(key);
  }
  let cursor = log.firstChild;
  let added = null;
  const grown = painted.size > 0;
  for (const { key, version, make } of wanted) {
    let entry = painted.get(key);
    if (entry && !same(entry.version, version)) {
      const element = make();
      const focused = entry.element.contains(document.activeElement) ? document.activeElement.dataset : null;
      if (cursor === entry.element) cursor = element;
      entry.element.replaceWith(element);
      entry.element = element;
      entry.version = version;
      if (focused) {
        const buttons = [...element.querySelectorAll('button')];
        (
          buttons.find((one) => one.dataset.name === focused.name && one.dataset.value === focused.value) ?? log
        ).focus();
      }
    }
    if (!entry) {
      entry = { element: make(), version };
      painted.set(key, entry);
      added ??= entry.element;
    }
    if (entry.element === cursor) cursor = cursor.nextSibling;
    else log.insertBefore(entry.element, cursor);
  }
  if (!grown) return;
  // A message longer than the room is read from its beginning.
  if (atBottom)
    log.scrollTop = added ? Math.min(log.scrollHeight, added.offsetTop - log.offsetTop - 8) : log.scrollHeight;
  else if (added) byId('below').hidden = false;
}

byId('below').addEventListener('click', () => {
  log.scrollTop = log.scrollHeight;
  log.focus();
});
let resting = true; // at the end, where one stays when something above grows
log.addEventListener(
  'scroll',
  () => {
    resting = nearBottom();
    if (resting) byId('below').hidden = true;
  },
  { passive: true },
);
const stay = () => {
  if (resting) log.scrollTop = log.scrollHeight;
};
log.addEventListener(
  'load',
  (event) => {
    if (event.target.matches('.picture, .drawn')) stay();
  },
  true,
);
on('grown', stay);
on('show', (id) => {
  const message = log.querySelector(`[data-id="${CSS.escape(id ?? '')}"]`);
  if (message) log.scrollTop = message.offsetTop - log.offsetTop - 8;
});

function olderButton() {
  return el(
    'p',
    { class: 'older' },
    el(
      'button',
      {
        type: 'button',
        class: 'button',
        click: () => {
          const height = log.scrollHeight;
          shown += page;
          paint();
          byId('below').hidden = true;
          log.scrollTop = log.scrollHeight - height;
        },
      },
      t('talks.older'),
    ),
  );
}

function emptyRoom() {
  return el(
    'div',
    { class: 'empty', 'data-testid': 'empty' },
    el('img', { src: 'icon.svg', alt: '', width: 72, height: 72 }),
    el('p', {}, t('talks.empty')),
    el('p', { class: 'context' }, t('talks.empty.hint')),
  );
}

function messageElement(message, close) {
  const bot = message.author === 'bot';
  const name = bot ? t('talks.bot') : nameOf(message.author);
  const role = person(message.author)?.role;
  const article = el('article', {
    class: `message ${bot ? 'from-bot' : 'from-person'} ${close ? 'close' : ''}`,
    'data-testid': 'message',
    'data-id': message.id,
    'data-author': message.author,
    'data-key': message.key || null,
    'aria-label': t('log.message', { name, time: timeOfDay(message.at) }),
  });
  if (!close) {
    article.append(
      bot ? botAvatar() : avatar(name, message.author),
      el(
        'p',
        { class: 'by' },
        el('strong', {}, name),
        role && role !== 'participant' ? el('span', { class: 'tag' }, t(`role.${role}`)) : null,
        el('time', { datetime: message.at }, timeOfDay(message.at)),
      ),
    );
  }
  article.append(el('div', { class: 'body' }, content(message.content, press)));
  const others = othersRow(message);
  if (others) article.append(others);
  return article;
}

function whisperItem(one) {
  return {
    key: one.id,
    version: languageNow(),
    make: () =>
      el(
        'article',
        {
          class: 'message whisper',
          'data-testid': 'whisper',
          'aria-label': t('whisper.label'),
        },
        botAvatar(),
        el(
          'p',
          { class: 'by' },
          el('strong', {}, t('talks.bot')),
          el('span', { class: 'only-you' }, icon('hidden'), t('whisper.only')),
        ),
        el(
          'div',
          { class: 'body' },
          content(one.content, press),
          el(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'data-testid': 'whisper-dismiss',
              'aria-label': t('whisper.dismiss'),
              click: () => dismiss(one),
            },
            icon('close'),
          ),
        ),
      ),
  };
}

function dismiss(whisper) {
  state.whispers = state.whispers.filter((other) => other !== whisper);
  paint();
  rest();
}

// --- what happens -------------------------------------------------------------------------------------------------------
on('message', (message) => {
  const isNew = put(message);
  if (!state.talk) return;
  const here = talkOf(message) === state.talk;
  if (here && isNew && message.author !== state.me) {
    announce(
      `${message.author === 'bot' ? t('talks.bot') : nameOf(message.author)}: ${message.content.plain}`.slice(0, 600),
    );
  }
  if (here && isNew && message.author === state.me) log.scrollTop = log.scrollHeight;
  if (isNew && !here) emit('elsewhere', message);
  schedule();
});

on('whisper', ({ as, talk, content: whispered }) => {
  state.whispers.push({
    id: `whisper ${++whispers}`,
    user: as,
    talk,
    after: messagesIn(talk).at(-1)?.seq ?? 0,
    content: whispered,
  });
  if (as === state.me && talk === state.talk) {
    log.scrollTop = log.scrollHeight;
    announce(`${t('whisper.only')}: ${whispered.plain}`.slice(0, 600));
  }
  schedule();
});

let waiting = false;
function schedule() {
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    if (state.talk) refresh();
  });
}
on('open', (talk) => openTalk(talk, true));
on('language', () => {
  if (state.talk) refresh();
});
document.addEventListener('visibilitychange', () => {
  if (state.talk) schedule();
});
