// Where one writes: chat lines, and commands after a slash with completion (an editable combobox with a listbox).

import { perform } from './actions.js';
import { titleOf } from './talks.js';
import { byId, el } from './dom.js';
import { emit, on, person, state } from './state.js';
import { languageNow, t } from './texts.js';

const word = '/refleks';
const moves = ['/join', '/leave']; // into a channel and out of it, as in Slack
const form = byId('composer');
const input = byId('composer-input');
const list = byId('commands');
let choices = [];
let active = -1;
const drafts = new Map(); // person and conversation -> what is written and not sent

const place = () => `${state.me} ${state.talk}`;
// What this person may do, most needed first.
const commands = () => {
  const may = person(state.me)?.may ?? [];
  return (state.commands[languageNow()] ?? []).filter(({ needs }) => !needs || may.includes(needs));
};

function matching(text) {
  const typed = text.toLocaleLowerCase().trimStart();
  const direct = state.talk.startsWith('@');
  if (!typed.startsWith('/') && !(direct && typed && !typed.includes(' '))) return [];
  // A whole command stands: Enter sends it, and does not make it a longer one.
  const sent = typed.trimEnd().replace(/^\/\S+\s+/, '');
  if (commands().some(({ verb }) => verb.toLocaleLowerCase() === sent)) return [];
  return commands().filter(({ verb }) => {
    const whole = `${word} ${verb}`.toLocaleLowerCase();
    if (!typed.startsWith('/')) return verb.toLocaleLowerCase().startsWith(typed) && verb.toLocaleLowerCase() !== typed;
    return whole.startsWith(typed.trimEnd()) && whole !== typed.trimEnd();
  });
}

function show(found) {
  choices = found;
  active = found.length ? 0 : -1;
  list.replaceChildren(
    ...found.map(({ verb, help }, i) =>
      el(
        'div',
        {
          role: 'option',
          id: `command-${i}`,
          class: 'command',
          'data-testid': 'command',
          'data-verb': verb,
          pointerdown: (event) => event.preventDefault(),
          click: () => take(i),
        },
        el('span', { class: 'command-verb' }, `${word} ${verb}`),
        el('span', { class: 'command-help' }, help),
      ),
    ),
  );
  list.hidden = !found.length;
  input.setAttribute('aria-expanded', String(found.length > 0));
  mark();
}

function mark() {
  [...list.children].forEach((one, i) => {
    one.setAttribute('aria-selected', String(i === active));
    if (i === active) one.scrollIntoView({ block: 'nearest' });
  });
  if (active >= 0) input.setAttribute('aria-activedescendant', `command-${active}`);
  else input.removeAttribute('aria-activedescendant');
}

function take(index) {
  input.value = `${word} ${choices[index].verb} `;
  show([]);
  input.focus();
}

input.addEventListener('input', () => {
  drafts.set(place(), input.value);
  show(matching(input.value));
});
input.addEventListener('blur', () =>
  setTimeout(() => {
    if (document.activeElement !== input) show([]);
  }, 150),
);
input.addEventListener('keydown', (event) => {
  if (event.isComposing || list.hidden) return;
  if (event.key === 'ArrowDown') active = (active + 1) % choices.length;
  else if (event.key === 'ArrowUp') active = (active - 1 + choices.length) % choices.length;
  else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) take(active);
  else if (event.key === 'Escape') show([]);
  else return;
  event.preventDefault();
  if (!list.hidden) mark();
});

byId('slash').addEventListener('click', () => {
  if (!list.hidden) return show([]);
  if (!input.value.startsWith('/')) input.value = '/';
  input.focus();
  show(matching(input.value));
});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  show([]);
  let frame = { type: 'say', text };
  if (text.startsWith('/')) {
    const [first] = text.split(/\s+/);
    const command = first.toLocaleLowerCase() === word;
    if (!command && !moves.includes(first)) return emit('problem', t('composer.unknown', { word: first }));
    if (command) frame = { type: 'command', text: text.slice(first.length).trim() };
  }
  const here = place();
  input.value = '';
  drafts.delete(here);
  if ((await perform(frame)) || drafts.get(here)) return;
  drafts.set(here, text);
  if (here === place()) input.value = text;
});

function paint() {
  if (!state.talk) return;
  const direct = state.talk.startsWith('@');
  byId('composer-label').textContent = t('composer.label', { talk: titleOf(state.talk) });
  input.placeholder = t(direct ? 'composer.placeholder.direct' : 'composer.placeholder');
}
on('opened', ({ moveFocus }) => {
  show([]);
  input.value = drafts.get(place()) ?? '';
  paint();
  if (!moveFocus) return;
  // On a phone the keyboard would cover what one came to read.
  if (matchMedia('(pointer: coarse), (max-width: 860px)').matches) byId('talk-title').focus();
  else input.focus();
});
on('language', paint);
