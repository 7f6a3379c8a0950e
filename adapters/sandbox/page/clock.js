// The clock bar: what time it is in the sandbox, play and pause, and the jump to the next moment something is due.

import { words } from './actions.js';
import { announce, byId, el, icon } from './dom.js';
import { request } from './socket.js';
import { emit, on, state } from './state.js';
import { fullDate, instantOfLocal, localInput, relativeTime, shortDate, t, timeOfDay } from './texts.js';

const now = byId('clock-now');
const play = byId('play');
const jump = byId('jump');
const panel = byId('clock-panel');
let moving = false;

function paint() {
  const { clock } = state;
  if (!clock) return;
  now.querySelector('.clock-time').textContent = timeOfDay(clock.now);
  now
    .querySelector('.clock-date')
    .replaceChildren(
      el('span', { class: 'wide-only' }, fullDate(clock.now)),
      el('span', { class: 'narrow-only' }, shortDate(clock.now)),
    );
  play.replaceChildren(
    icon(clock.playing ? 'pause' : 'play'),
    el('span', { class: 'wide-only' }, t(clock.playing ? 'clock.pause' : 'clock.play')),
  );
  play.setAttribute('aria-label', t(clock.playing ? 'clock.pause' : 'clock.play'));
  const next = clock.next ? relativeTime(clock.next, clock.now) : t('clock.nothing');
  jump.replaceChildren(
    icon('skip'),
    el(
      'span',
      { class: 'jump-words' },
      el('span', {}, t(moving ? 'clock.moving' : 'clock.jump')),
      el('span', { class: 'jump-when', 'data-testid': 'clock-next' }, next),
    ),
  );
  if (clock.next && !moving) jump.removeAttribute('aria-disabled');
  else jump.setAttribute('aria-disabled', 'true');
  byId('settling').hidden = !moving;
  byId('clock-to').min = localInput(clock.now);
}

async function move(frame) {
  if (moving) return;
  moving = true;
  emit('problem', '');
  paint();
  try {
    const { clock } = await request({ type: 'clock', ...frame }, { resend: false, timeout: 300000 });
    announce(t('clock.moved', { time: timeOfDay(clock.now), date: fullDate(clock.now) }));
  } catch (error) {
    emit('problem', words(error));
  } finally {
    moving = false;
    paint();
  }
}

jump.addEventListener('click', () => {
  if (jump.getAttribute('aria-disabled') !== 'true') move({ action: 'jump' });
});
play.addEventListener('click', async () => {
  const frame = state.clock?.playing
    ? { action: 'pause' }
    : { action: 'play', speed: Number(byId('clock-speed').value) };
  try {
    await request({ type: 'clock', ...frame }, { resend: false });
  } catch (error) {
    emit('problem', words(error));
  }
});

function togglePanel(open) {
  panel.hidden = !open;
  now.setAttribute('aria-expanded', String(open));
  if (open) {
    byId('clock-to').value = localInput(state.clock.now);
    byId('clock-to').focus();
  }
}
now.addEventListener('click', () => togglePanel(panel.hidden));
panel.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  togglePanel(false);
  now.focus();
});
panel.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!byId('clock-to').value) return;
  const to = instantOfLocal(byId('clock-to').value);
  togglePanel(false);
  now.focus();
  move({ action: 'set', to });
});
byId('clock-speed').addEventListener('change', () => {
  if (state.clock?.playing)
    request({ type: 'clock', action: 'play', speed: Number(byId('clock-speed').value) }, { resend: false }).catch(
      (error) => emit('problem', words(error)),
    );
});

on('clock', (clock) => {
  state.clock = clock;
  paint();
});
on('language', paint);
