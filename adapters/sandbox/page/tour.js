// The tour of a world that has just begun: a card on the page with three steps. What one does in a step is seen again in
// it, and the tour itself moves the clock and lets the others answer.

import { perform, press, words } from './actions.js';
import { announce, byId, el, icon } from './dom.js';
import { letOthersAnswer, othersOf, writeAs } from './others.js';
import { request } from './socket.js';
import { directOf, emit, messagesIn, nameOf, on, person, recall, remember, state } from './state.js';
import { t } from './texts.js';

const place = byId('tour');
const mostJumps = 60;
const helpers = 2; // others who have ideas too: one alone is not shown

let stage = null; // the name of what is on the card
let busy = false;
let talk = null; // the group's channel
let shown = null; // the message that the stage is about

const members = () => state.channels.find(({ id }) => id === talk)?.members ?? [];
const kari = () => members().find((user) => person(user)?.role === 'participant');
const marit = () => members().find((user) => person(user)?.role === 'facilitator');
const leader = () => state.people.find(({ role }) => role === 'leader')?.user;

const latest = (where, key) => messagesIn(where).findLast((message) => key.test(message.key ?? ''));
const buttonIn = (message, fits) =>
  (message?.content.blocks ?? []).flatMap((block) => block.buttons ?? []).find(({ name }) => fits(name));

// Moves the clock until there is such a message, newer than `after`.
async function jumpTo(where, key, after = 0) {
  for (let jumps = 0; jumps <= mostJumps; ++jumps) {
    const found = latest(where, key);
    if (found && found.seq > after) {
      shown = found.id;
      emit('show', shown);
      return found;
    }
    if (!state.clock.next) break;
    await request({ type: 'clock', action: 'jump' }, { resend: false, timeout: 300000 });
  }
  throw Object.assign(new Error(t('tour.lost')), { said: true });
}

async function be(user, where) {
  if (state.me !== user || state.talk !== where) await new Promise((then) => emit('be', { user, talk: where, then }));
}

const isPoll = /^poll:/;
const stages = {
  // --- 1: an idea, and where it is seen
  idea: {
    step: 1,
    enter: async () => {
      await be(kari(), talk);
      await jumpTo(talk, /^(invitation|preparation):/);
    },
    act: () => perform({ type: 'command', text: 'idé' }),
    next: 'idea.kept',
    sent: 'box/ideas/idea',
  },
  'idea.kept': {
    step: 1,
    act: async () => {
      for (const [turn, user] of othersOf(talk).slice(0, helpers).entries())
        await writeAs(user, { type: 'command', channel: talk, text: 'idé' }, 0, [t(`tour.other.${turn + 1}`)]);
      await jumpTo(talk, /^ideas:/);
      go('idea.seen');
    },
  },
  'idea.seen': { step: 1, act: () => go('checkout') },
  // --- 2: the check-out, and its result
  checkout: {
    step: 2,
    enter: async () => {
      await be(kari(), talk);
      const begun = await jumpTo(talk, /^checkin:/);
      await jumpTo(talk, isPoll, begun.seq);
    },
    act: () => press(buttonIn(latest(talk, isPoll), (name) => name.startsWith('box/polls/'))),
    next: 'checkout.kept',
    sent: 'box/polls/answer',
  },
  'checkout.kept': {
    step: 2,
    act: async () => {
      await letOthersAnswer(latest(talk, isPoll));
      await jumpTo(talk, /^result:/, latest(talk, isPoll).seq);
      go('checkout.seen');
    },
  },
  'checkout.seen': { step: 2, act: () => go('issue') },
  // --- 3: an issue goes to the leader, and an answer comes back
  issue: {
    step: 3,
    enter: async () => {
      const asked = await jumpTo(directOf(marit()), /^followup:/);
      await be(marit(), directOf(marit()));
      return asked;
    },
    act: () => press(buttonIn(latest(directOf(marit()), /^followup:/), (name) => name === 'matters/form')),
    next: 'issue.kept',
    sent: 'matters/lift',
  },
  'issue.kept': {
    step: 3,
    act: async () => {
      await jumpTo(directOf(leader()), /^matter:/);
      await be(leader(), directOf(leader()));
      go('issue.read');
    },
  },
  'issue.read': {
    step: 3,
    act: () => press(buttonIn(latest(directOf(leader()), /^matter:/), (name) => name === 'matters/answer')),
    next: 'issue.answered',
    sent: 'matters/answer',
  },
  'issue.answered': {
    step: 3,
    act: async () => {
      await jumpTo(talk, /^answer:/);
      await be(kari(), talk);
      go('end');
    },
  },
  end: { step: 3, act: () => stop() },
};

// texts: sandbox.tour.*
function paint() {
  place.hidden = !stage;
  if (!stage) return place.replaceChildren();
  const { step, act } = stages[stage];
  const names = { kari: nameOf(kari()), marit: nameOf(marit()), leader: nameOf(leader()) };
  const focused = place.contains(document.activeElement);
  place.replaceChildren(
    el('p', { class: 'tour-step' }, t('tour.step', { n: step, of: 3 })),
    el('p', { class: 'tour-text', 'data-testid': 'tour-text' }, t(`tour.${stage}`, names)),
    el(
      'div',
      { class: 'tour-buttons' },
      el(
        'button',
        {
          type: 'button',
          class: 'button primary',
          'data-testid': 'tour-do',
          'aria-busy': busy ? 'true' : null,
          click: () => run(act),
        },
        t(busy ? 'clock.moving' : `tour.${stage}.do`, names),
      ),
    ),
    el(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'data-testid': 'tour-close',
        'aria-label': t('tour.close'),
        click: stop,
      },
      icon('close'),
    ),
  );
  if (focused) place.querySelector('button').focus();
}

async function run(act) {
  if (busy) return;
  busy = true;
  paint();
  try {
    await act();
  } catch (error) {
    emit('problem', words(error));
  } finally {
    busy = false;
    paint();
  }
}

async function go(name) {
  stage = name;
  remember('tour', name);
  busy = false;
  paint();
  if (stages[name].enter) await run(stages[name].enter);
  announce(byId('tour').textContent);
  emit('show', shown);
}

function stop() {
  stage = null;
  remember('tour', 'done');
  paint();
  byId('talk-title').focus();
}

export function startTour() {
  talk = state.channels[0]?.id;
  if (!kari() || !marit() || !leader()) return;
  go('idea');
}

on('submitted', ({ name }) => {
  if (stage && stages[stage].sent === name && stages[stage].next) go(stages[stage].next);
});
on('language', paint);

// Where one left off, else from the beginning.
export function goOn() {
  if (stage) return;
  const kept = recall('tour', null);
  talk = state.channels[0]?.id;
  if (!(kept in stages) || !state.talks.size) return startTour();
  stage = kept;
  paint();
}
