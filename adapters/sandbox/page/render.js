// Turns the neutral content (blocks) into elements. See protocol.md for the shapes.

import { el, svg } from './dom.js';

// Only links that can do no harm: the web, mail, or a place on this same daemon.
function safeLink(url) {
  try {
    const whole = new URL(url, location.href);
    return ['http:', 'https:', 'mailto:'].includes(whole.protocol) ? whole.href : null;
  } catch {
    return null;
  }
}

// No picture is fetched from anywhere else; the page asks nobody but its own daemon.
function ownPicture(url) {
  try {
    const whole = new URL(url, location.href);
    return whole.origin === location.origin || url.startsWith('data:image/');
  } catch {
    return false;
  }
}

const wraps = { strong: 'strong', emphasis: 'em', code: 'code' };

export function rich(spans) {
  return (spans ?? []).map(({ text, style, url }) => {
    const link = url ? safeLink(url) : null;
    const inner = wraps[style] ? el(wraps[style], {}, text) : document.createTextNode(text);
    return link ? el('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, inner) : inner;
  });
}

const steps = { 2: [0, 4], 3: [0, 2, 4], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4] };

// Parts of a whole as one bar, from low to high, and what each part is.
function whole(block, best) {
  const tone = (i) => `part-${steps[block.rows.length]?.[i] ?? 2}`;
  let from = 0;
  const parts = block.rows.map(({ share }, i) => {
    const x = from * 100;
    from += share;
    return share ? svg('rect', { class: tone(i), x: `${x}%`, width: `${share * 100}%`, height: 22 }) : null;
  });
  return el(
    'div',
    { class: 'whole', 'data-testid': 'bars' },
    svg(
      'svg',
      { class: 'bar', height: 22, 'aria-hidden': 'true', focusable: 'false' },
      ...parts.filter((part) => part),
    ),
    el(
      'ul',
      { class: 'parts' },
      block.rows.map(({ label, share, caption }, i) =>
        el(
          'li',
          { class: share >= best ? 'first' : null },
          svg(
            'svg',
            { width: 14, height: 14, 'aria-hidden': 'true', focusable: 'false' },
            svg('rect', { class: tone(i), width: 14, height: 14, rx: 4 }),
          ),
          el('span', { class: 'bar-label' }, label),
          el('span', { class: 'bar-caption' }, caption),
        ),
      ),
    ),
  );
}

const mostInOne = 5;

function bars(block) {
  // The parts of one whole can be one bar; the largest is marked.
  const shares = block.rows.map(({ share }) => share);
  const parts = shares.length > 1 && Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 0.005;
  const best = parts ? Math.max(...shares) : Infinity;
  if (parts && shares.length <= mostInOne) return whole(block, best);
  return el(
    'ul',
    { class: 'bars', 'data-testid': 'bars' },
    block.rows.map(({ label, share, caption }) => {
      const width = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
      return el(
        'li',
        { class: share >= best ? 'first' : null },
        el('span', { class: 'bar-label' }, label),
        svg(
          'svg',
          { class: 'bar', height: 14, 'aria-hidden': 'true', focusable: 'false' },
          svg('rect', { class: 'bar-track', width: '100%', height: 14, rx: 7 }),
          svg('rect', { class: 'bar-fill', width: `${width}%`, height: 14, rx: 7 }),
        ),
        el('span', { class: 'bar-caption' }, caption || `${Math.round(width)} %`),
      );
    }),
  );
}

// What the words say, drawn: for light and dark, and gone where it cannot be had.
function drawn({ url, dark, alt }) {
  const box = el(
    'picture',
    { 'data-testid': 'picture' },
    el('source', { srcset: dark, media: '(prefers-color-scheme: dark)' }),
    el('img', { class: 'drawn', src: url, alt, width: 320, error: () => box.remove() }),
  );
  return box;
}

function picture({ url, alt }) {
  if (ownPicture(url)) return el('img', { class: 'picture', src: url, alt: alt ?? '' });
  return el('p', {}, rich([{ text: alt || url, url }]));
}

const makers = {
  heading: ({ text }) => el('h2', {}, text),
  paragraph: ({ text }) => el('p', {}, rich(text)),
  list: ({ numbered, items }) =>
    el(
      numbered ? 'ol' : 'ul',
      {},
      items.map((item) => el('li', {}, rich(item))),
    ),
  facts: ({ rows }) =>
    el(
      'dl',
      { class: 'facts' },
      rows.map(([label, value]) => el('div', {}, el('dt', {}, label), el('dd', {}, value))),
    ),
  bars,
  image: picture,
  divider: () => el('hr'),
  context: ({ text }) => el('p', { class: 'context' }, rich(text)),
};

// Answers to one question stand in one row or one column; many short words in columns.
function layout(buttons) {
  // A cell has room for no long word.
  const fits = ({ name, label }) => name === buttons[0].name && !/\S{13}/.test(label);
  if (buttons.length > 1 && buttons.length < 6 && buttons.every(fits)) return 'alike';
  return buttons.length > 5 && buttons.every(({ label }) => label.length <= 14) ? 'short' : '';
}

// `press(button, element)` is called when a button is pressed; without it buttons are left out.
export function content({ blocks, plain, picture: of }, press) {
  const box = el('div', { class: 'content' });
  for (const block of blocks ?? []) {
    if (block.type === 'actions') {
      if (!press) continue;
      box.append(
        el(
          'div',
          { class: `actions ${layout(block.buttons)}`.trim() },
          block.buttons.map((button) =>
            el(
              'button',
              {
                type: 'button',
                class: `button ${button.style === 'plain' ? '' : (button.style ?? '')}`.trim(),
                'data-testid': 'action',
                'data-name': button.name,
                'data-value': button.value,
                click: (event) => press(button, event.currentTarget),
              },
              button.label,
            ),
          ),
        ),
      );
    } else if (makers[block.type]) box.append(makers[block.type](block));
  }
  if (of) box.append(drawn(of));
  if (!box.childElementCount && plain) box.append(el('p', {}, plain));
  return box;
}
