// Builds elements. Text goes in as text nodes only, so that nothing a person wrote can become markup.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

const paths = {
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  send: ['M5 12h13', 'M12 5l7 7-7 7'],
  play: ['M8 5l11 7-11 7z'],
  pause: ['M8 5v14', 'M16 5v14'],
  skip: ['M5 5l9 7-9 7z', 'M18 5v14'],
  down: ['M6 9l6 6 6-6'],
  check: ['M5 13l4 4 10-10'],
  channel: ['M9 4L7 20', 'M17 4l-2 16', 'M4 9h16', 'M4 15h16'],
  direct: ['M5 5h14v10h-8l-4 4v-4H5z'],
  hidden: ['M3 12c3-5 6-7 9-7s6 2 9 7c-3 5-6 7-9 7s-6-2-9-7z', 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z'],
  copy: ['M9 9h10v11H9z', 'M5 15V4h10'],
  lock: ['M6 11h12v9H6z', 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3'],
  people: [
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
    'M3 20c0-4 3-6 6-6s6 2 6 6',
    'M16 5a3 3 0 0 1 0 6',
    'M17 14c3 1 4 3 4 6',
  ],
};

export function icon(name) {
  return svg(
    'svg',
    { viewBox: '0 0 24 24', width: 22, height: 22, class: 'icon', 'aria-hidden': 'true', focusable: 'false' },
    ...paths[name].map((d) => svg('path', { d })),
  );
}

export const byId = (id) => document.getElementById(id);

// Where the focus goes when what had it is gone. On a phone a field would bring the keyboard up over everything.
export function rest() {
  const touch = matchMedia('(pointer: coarse), (max-width: 860px)').matches;
  (document.querySelector('#tour button') ?? byId(touch ? 'talk-title' : 'composer-input')).focus();
}

let announceTimer = 0;
// Says it once to a screen reader, without moving the focus.
export function announce(text) {
  const region = byId('announce');
  clearTimeout(announceTimer);
  region.append(el('p', {}, text));
  announceTimer = setTimeout(() => region.replaceChildren(), 4000);
}

// The first letters of the first and last name, and one of six calm colours that a person keeps.
export function avatar(name, key) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...word][0] ?? '').join('');
  let sum = 0;
  for (const letter of key) sum = (sum * 31 + letter.codePointAt(0)) % 6007;
  return el('span', { class: `avatar hue-${sum % 6}`, 'aria-hidden': 'true' }, letters.toUpperCase());
}

export const botAvatar = () => el('img', { class: 'avatar', src: 'icon.svg', alt: '', width: 40, height: 40 });
