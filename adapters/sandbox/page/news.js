// What arrived somewhere else: short signs that lead to the person and conversation; and the strips for trouble.

import { titleOf } from './talks.js';
import { byId, el, icon } from './dom.js';
import { emit, nameOf, on, state, talkOf } from './state.js';
import { t } from './texts.js';

const most = 4;
let news = new Map(); // conversation id -> how many

function paint() {
  const place = byId('news');
  const all = [...news];
  place.hidden = !all.length;
  if (!all.length) return place.replaceChildren();
  const focused = place.contains(document.activeElement);
  place.replaceChildren(
    el(
      'div',
      { class: 'strip news', role: 'group', 'aria-label': t('news.label') },
      el('span', { class: 'news-title' }, t('news.title')),
      el(
        'div',
        { class: 'chips' },
        all.slice(0, most).map(([talk, n]) => {
          const words = talk.startsWith('@') ? t('news.direct', { name: nameOf(talk.slice(1)) }) : titleOf(talk);
          return el(
            'button',
            {
              type: 'button',
              class: 'chip',
              'data-testid': 'news-item',
              'data-talk': talk,
              click: () => emit('visit', talk),
            },
            icon(talk.startsWith('@') ? 'direct' : 'channel'),
            el('span', { class: 'chip-text' }, words),
            n > 1 ? el('span', { class: 'badge' }, String(n)) : null,
          );
        }),
        all.length > most ? el('span', { class: 'news-more' }, t('news.more', { n: all.length - most })) : null,
      ),
      el(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'data-testid': 'news-dismiss',
          'aria-label': t('news.dismiss'),
          click: () => {
            news = new Map();
            paint();
            byId('talk-title').focus();
          },
        },
        icon('close'),
      ),
    ),
  );
  if (focused) place.querySelector('button')?.focus();
}

on('elsewhere', (message) => {
  const talk = talkOf(message);
  if (message.author === state.me) return;
  news.set(talk, (news.get(talk) ?? 0) + 1);
  paint();
});
on('opened', ({ talk }) => {
  if (news.delete(talk)) paint();
});
on('language', paint);

// --- trouble ------------------------------------------------------------------------------------------------------------
on('problem', (text) => {
  const place = byId('problem');
  place.replaceChildren(
    ...(text
      ? [
          el('p', {}, text),
          el(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': t('problem.dismiss'),
              'data-testid': 'problem-dismiss',
              click: () => {
                place.replaceChildren();
                byId('composer-input').focus();
              },
            },
            icon('close'),
          ),
        ]
      : []),
  );
});
function paintConnection() {
  byId('lost').textContent = state.online ? '' : t('connection.lost');
}
on('online', paintConnection);
on('offline', paintConnection);
on('language', paintConnection);
