// The list of a person's conversations, with what is unread in each.

import { byId, el, icon } from './dom.js';
import { channel, channelsOf, directOf, emit, state, talksOf, unreadIn } from './state.js';
import { t } from './texts.js';

export const titleOf = (talk) => (talk.startsWith('@') ? t('talks.bot') : (channel(talk)?.name ?? talk));

function talkButton(talk, sign) {
  const unread = unreadIn(state.me, talk);
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        class: 'talk',
        'data-testid': 'talk',
        'data-talk': talk,
        'data-unread': unread || null,
        'aria-current': talk === state.talk ? 'true' : null,
        click: () => emit('open', talk),
      },
      icon(sign),
      el('span', { class: 'talk-name' }, titleOf(talk)),
      unreadBadge(unread),
    ),
  );
}

export function unreadBadge(count) {
  return count
    ? el(
        'span',
        { class: 'badge', 'data-testid': 'unread' },
        String(count),
        el('span', { class: 'unseen' }, ` ${t('talks.unread')}`),
      )
    : null;
}

export function paintTalks() {
  const nav = byId('talks');
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.talk : null;
  const channels = channelsOf(state.me);
  nav.replaceChildren(
    el('h2', { class: 'side-title' }, t('talks.channels')),
    channels.length
      ? el(
          'ul',
          {},
          channels.map((one) => talkButton(one.id, 'channel')),
        )
      : el('p', { class: 'side-note' }, t('talks.nochannels')),
    el('h2', { class: 'side-title' }, t('talks.direct')),
    el('ul', {}, talkButton(directOf(state.me), 'direct')),
  );
  if (focused) nav.querySelector(`[data-talk="${CSS.escape(focused)}"]`)?.focus();
  const elsewhere = talksOf(state.me).some((talk) => unreadIn(state.me, talk));
  byId('menu').setAttribute('aria-label', t(elsewhere ? 'drawer.open.unread' : 'drawer.open'));
  byId('menu').classList.toggle('dot', elsewhere);
}
