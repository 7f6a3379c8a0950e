// Who I am: a button that opens a list of everybody, by group. Arrow keys, Home, End, first letters, Enter, Escape.

import { unreadBadge } from './talks.js';
import { avatar, byId, el, icon } from './dom.js';
import { channelsOf, emit, on, person, state, unreadOf } from './state.js';
import { t } from './texts.js';

const button = byId('me-button');
const list = byId('people');
let active = -1;
let typed = '';
let typedAt = 0;

const options = () => [...list.querySelectorAll('[role=option]')];

function paintButton() {
  const me = person(state.me);
  if (!me) return;
  const elsewhere = state.people.some((one) => one.user !== state.me && unreadOf(one.user));
  button.replaceChildren(
    avatar(me.name, me.user),
    el(
      'span',
      { class: 'who' },
      el('span', { class: 'unseen' }, `${t('me.label')} `),
      el('span', { class: 'who-name', 'data-testid': 'me-name' }, me.name),
      el(
        'span',
        { class: 'who-role' },
        t(`role.${me.role}`),
        el('span', { class: 'unseen' }, elsewhere ? `. ${t('me.others.unread')}` : ''),
      ),
    ),
    icon('down'),
  );
  button.classList.toggle('dot', elsewhere);
  button.dataset.user = me.user;
}

function paintList() {
  const groups = state.channels.map((one) => ({
    name: one.name,
    people: state.people.filter((p) => channelsOf(p.user)[0] === one),
  }));
  groups.push({ name: t('me.nogroup'), people: state.people.filter((p) => !channelsOf(p.user).length) });
  list.replaceChildren(
    ...groups
      .filter((group) => group.people.length)
      .map((group, i) =>
        el(
          'div',
          { role: 'group', 'aria-labelledby': `people-${i}` },
          el('p', { class: 'side-title', id: `people-${i}`, role: 'presentation' }, group.name),
          group.people.map((one) =>
            el(
              'div',
              {
                role: 'option',
                id: `person-${one.user}`,
                class: 'person',
                'data-testid': 'person',
                'data-user': one.user,
                'aria-selected': one.user === state.me ? 'true' : 'false',
                click: () => choose(one.user),
              },
              avatar(one.name, one.user),
              el(
                'span',
                { class: 'who' },
                el('span', { class: 'who-name' }, one.name),
                el('span', { class: 'who-role' }, t(`role.${one.role}`)),
              ),
              unreadBadge(unreadOf(one.user)),
            ),
          ),
        ),
      ),
  );
}

function activate(index) {
  const all = options();
  active = Math.max(0, Math.min(all.length - 1, index));
  all.forEach((one, i) => one.classList.toggle('active', i === active));
  list.setAttribute('aria-activedescendant', all[active].id);
  all[active].scrollIntoView({ block: 'nearest' });
}

function openPeople() {
  paintList();
  list.hidden = false;
  button.setAttribute('aria-expanded', 'true');
  activate(options().findIndex((one) => one.dataset.user === state.me));
  list.focus();
}

function close(returnFocus = true) {
  if (list.hidden) return;
  list.hidden = true;
  button.setAttribute('aria-expanded', 'false');
  if (returnFocus) button.focus();
}

function choose(user) {
  close();
  emit('become', user);
}

button.addEventListener('click', () => (list.hidden ? openPeople() : close()));
list.addEventListener('keydown', (event) => {
  const moves = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    Home: 0,
    End: options().length - 1,
    PageDown: active + 6,
    PageUp: active - 6,
  };
  if (event.key in moves) activate(moves[event.key]);
  else if (event.key === 'Enter' || event.key === ' ') choose(options()[active].dataset.user);
  else if (event.key === 'Escape') {
    close();
    event.stopPropagation();
  } else if (event.key === 'Tab') {
    close();
    return;
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    if (Date.now() - typedAt > 800) typed = '';
    typedAt = Date.now();
    typed += event.key.toLocaleLowerCase();
    const found = options().findIndex((one) => person(one.dataset.user).name.toLocaleLowerCase().startsWith(typed));
    if (found >= 0) activate(found);
  } else return;
  event.preventDefault();
});
document.addEventListener('pointerdown', (event) => {
  if (!list.hidden && !list.contains(event.target) && !button.contains(event.target)) close(false);
});

on('seen', paintButton);
on('language', paintButton);
on('me', paintButton);
on('message', () => queueMicrotask(paintButton));
