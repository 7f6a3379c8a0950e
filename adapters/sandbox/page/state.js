// What the page knows: people, conversations, the clock, who I am, what each person has seen. Modules listen to changes.

export const state = {
  people: [],
  channels: [],
  commands: {},
  clock: null,
  talks: new Map(), // conversation id -> messages in order; a channel's id, or "@user" for that person's direct one
  whispers: [], // {id, user, talk, after, content}: only in this page's memory
  me: null,
  talk: null, // the person I am and the open conversation
  online: false,
  language: 'auto', // or nb, nn, en when chosen on the page
};

const listeners = new Map();
export function on(topic, listener) {
  listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
}
export function emit(topic, data) {
  for (const listener of listeners.get(topic) ?? []) listener(data);
}

export const directOf = (user) => `@${user}`;
export const talkOf = (message) => message.channel || directOf(message.person);
export const channelOf = (talk) => (talk.startsWith('@') ? '' : talk);
export const person = (user) => state.people.find((one) => one.user === user);
export const channel = (id) => state.channels.find((one) => one.id === id);
export const nameOf = (user) => person(user)?.name ?? user;
export const channelsOf = (user) => state.channels.filter((one) => one.members.includes(user));
export const talksOf = (user) => [...channelsOf(user).map((one) => one.id), directOf(user)];
export const messagesIn = (talk) => state.talks.get(talk) ?? [];
export const lastSeq = (talk) => messagesIn(talk).at(-1)?.seq ?? 0;

export function put(message) {
  const talk = talkOf(message);
  const list = messagesIn(talk);
  const at = list.findIndex((one) => one.id === message.id);
  if (at >= 0) list[at] = message;
  else {
    list.push(message);
    if (list.length > 1 && list.at(-2).seq > message.seq) list.sort((a, b) => a.seq - b.seq);
  }
  state.talks.set(talk, list);
  return at < 0;
}

// --- what a browser remembers: ids and numbers, never a word that somebody wrote ---------------------------------------
export const recall = (key, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(`refleks.${key}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
export const remember = (key, value) => {
  try {
    localStorage.setItem(`refleks.${key}`, JSON.stringify(value));
  } catch {
    /* a private window: forget */
  }
};

const seen = recall('seen', {}); // user -> conversation -> seq

export function markSeen(user, talk) {
  const last = lastSeq(talk);
  if ((seen[user]?.[talk] ?? 0) === last) return false;
  seen[user] = { ...seen[user], [talk]: last };
  remember('seen', seen);
  return true;
}

export const seenUpTo = (user, talk) => seen[user]?.[talk] ?? 0;

export function unreadIn(user, talk) {
  const list = messagesIn(talk);
  const limit = seenUpTo(user, talk);
  let count = 0;
  for (let i = list.length - 1; i >= 0 && list[i].seq > limit; --i) if (list[i].author !== user) ++count;
  return count;
}

export const unreadOf = (user) => talksOf(user).reduce((sum, talk) => sum + unreadIn(user, talk), 0);

// A daemon that began anew counts from one again: what was seen before says nothing any more.
export function forgetIfNewWorld() {
  const highest = Math.max(0, ...[...state.talks.values()].map((list) => list.at(-1)?.seq ?? 0));
  const marks = Object.values(seen).flatMap((talks) => Object.values(talks));
  if (!marks.some((mark) => mark > highest)) return;
  for (const user of Object.keys(seen)) delete seen[user];
  remember('seen', seen);
}
