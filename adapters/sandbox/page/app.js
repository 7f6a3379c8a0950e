// The sandbox's page: one client of protocol.md, in plain modules and without a build.
//
// Hooks for tests (data-testid); they stay when looks and words change:
//   notice, connection, problem, problem-dismiss, announce     strips; empty when there is nothing to say
//   menu, drawer, drawer-close                                 the list as a drawer on a phone
//   person-button [data-user], me-name, people, person [data-user]
//   talks, talk [data-talk, data-unread], unread               data-talk: a channel's id, or "@user" for the direct one
//   conversation, conversation-title, conversation-about, messages, new-mark, empty
//   message [data-id, data-author, data-key], action [data-name, data-value], bars, whisper, whisper-dismiss
//   composer, composer-input, below, send, commands-button, commands, command [data-verb]
//   form, form-alert, field [data-field], field-error, form-submit, form-cancel, form-close, code, copy
//   clock, clock-now, clock-time, clock-date, clock-next, clock-play, clock-jump, settling, clock-panel, clock-to, clock-go,
//   clock-speed, language
//   others, others-all, others-two, others-summary             "let the others answer"
//   news, news-item [data-talk], news-dismiss                  what arrived elsewhere
//   tour, tour-text, tour-do, tour-close, tour-again           the tour of a new world
// <html data-ready> is set when the first state is on the screen; <html data-me> names the current person.

import { openTalk } from './chat.js';
import './clock.js';
import './composer.js';
import { announce, byId } from './dom.js';
import './forms.js';
import './news.js';
import './people.js';
import { connect } from './socket.js';
import {
  channelsOf,
  directOf,
  emit,
  forgetIfNewWorld,
  nameOf,
  on,
  person,
  put,
  recall,
  remember,
  state,
  talksOf,
} from './state.js';
import { t, useLanguage } from './texts.js';

const root = document.documentElement;

// Words in the chosen language, else in the person's own.
async function speak(user = state.me) {
  const wanted = state.language === 'auto' ? (person(user)?.language ?? 'nb') : state.language;
  try {
    await useLanguage(wanted);
  } catch (error) {
    emit('problem', error.message);
    return;
  }
  emit('language');
}

async function become(user, talk, moveFocus = false) {
  await speak(user);
  state.me = user;
  root.dataset.me = user;
  remember('me', user);
  openTalk(talksOf(user).includes(talk) ? talk : (channelsOf(user)[0]?.id ?? directOf(user)), moveFocus);
  emit('me');
}

on('welcome', async (frame) => {
  Object.assign(state, { people: frame.people, channels: frame.channels, commands: frame.commands, online: true });
  state.talks.clear();
  for (const message of frame.messages) put(message);
  forgetIfNewWorld();
  const first = frame.channels[0]?.members.find((user) => person(user)?.role === 'participant');
  const me = [state.me, recall('me'), first, frame.people[0]?.user].find((user) => user && person(user));
  await become(me, state.talk ?? recall('talk'));
  emit('clock', frame.clock);
  emit('online');
  root.dataset.ready = 'true';
});
// A group was made in chat, somebody became known or chose a language: what is on the screen stays.
on('roster', async ({ people, channels }) => {
  Object.assign(state, { people, channels });
  await speak();
  emit('me');
});
on('offline', () => {
  state.online = false;
});
on('become', async (user) => {
  // The same channel when the new person is a member there too, else their first.
  await become(user, state.talk);
  announce(t('me.now', { name: nameOf(user) }));
});
on('be', async ({ user, talk, then }) => {
  await become(user, talk);
  announce(t('me.now', { name: nameOf(user) }));
  then();
});
on('visit', async (talk) => {
  if (talksOf(state.me).includes(talk)) return openTalk(talk, true);
  const user = talk.startsWith('@') ? talk.slice(1) : state.channels.find((one) => one.id === talk)?.members[0];
  await become(user, talk, true);
  announce(t('me.now', { name: nameOf(user) }));
});

// --- language --------------------------------------------------------------------------------------------------------------
state.language = recall('language', 'auto');
byId('language').value = state.language;
byId('language').addEventListener('change', (event) => {
  state.language = event.target.value;
  remember('language', state.language);
  speak();
});

// --- the drawer on a phone ---------------------------------------------------------------------------------------------------
const narrow = matchMedia('(max-width: 860px)');
function drawer(open) {
  byId('side').classList.toggle('open', open);
  byId('scrim').hidden = !open;
  byId('room').inert = open;
  byId('menu').setAttribute('aria-expanded', String(open));
  if (open) byId('drawer-close').focus();
}
byId('menu').addEventListener('click', () => drawer(true));
for (const id of ['drawer-close', 'scrim']) {
  byId(id).addEventListener('click', () => {
    drawer(false);
    byId('menu').focus();
  });
}
byId('side').addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !byId('side').classList.contains('open')) return;
  drawer(false);
  byId('menu').focus();
});
on('opening', ({ moveFocus }) => {
  if (moveFocus && narrow.matches) drawer(false);
});
narrow.addEventListener('change', () => drawer(false));

// --- the tour, fetched when somebody takes it ----------------------------------------------------------------------------
const taken = async (how) => (await import('./tour.js'))[how]();
byId('tour-again').addEventListener('click', () => {
  drawer(false);
  taken('startTour');
});
on('online', () => {
  const kept = recall('tour', null);
  // In private some hear their part before anything has happened in a group.
  const fresh = !state.channels.some(({ id }) => state.talks.get(id)?.length);
  if (kept ? kept !== 'done' : fresh) taken('goOn');
});

await speak();
connect();
