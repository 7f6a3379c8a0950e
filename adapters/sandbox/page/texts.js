// The page's words in three languages, from the bot's own catalogues, and how times are written in them.

import { icon } from './dom.js';

const tables = new Map();
let table = {};
let language = 'nb';

export const languageNow = () => language;

// Throws with the address when the words cannot be had.
async function tableOf(wanted) {
  if (!tables.has(wanted)) {
    const answer = await fetch(`/texts/${wanted}`);
    if (!answer.ok) throw new Error(`/texts/${wanted}: ${answer.status}`);
    tables.set(wanted, await answer.json());
  }
  return tables.get(wanted);
}

// Takes nb, nn or en.
export async function useLanguage(wanted) {
  table = await tableOf(wanted);
  language = wanted;
  document.documentElement.lang = wanted;
  applyToPage();
}

// A key without a text shows itself in brackets; the browser tests look for them.
export function t(key, fill = {}) {
  const text = table[key];
  if (text === undefined) return `⟦${key}⟧`;
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in fill ? String(fill[name]) : place));
}

// texts: sandbox.sample.*
// Sentences that a person might write, in that person's language: sample.1, sample.2, … as many as the catalogue has.
export async function samplesIn(wanted) {
  const words = await tableOf(wanted);
  const found = [];
  while (words[`sample.${found.length + 1}`] !== undefined) found.push(words[`sample.${found.length + 1}`]);
  return found;
}

function applyToPage() {
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll('[data-t-label]'))
    node.setAttribute('aria-label', t(node.dataset.tLabel));
  for (const node of document.querySelectorAll('[data-icon]'))
    if (!node.firstElementChild) node.append(icon(node.dataset.icon));
}

// --- time -----------------------------------------------------------------------------------------------------------
// The weekdays and months are ours: not every browser knows Nynorsk.

const local = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

// An instant (ISO text) as local parts: {year, month, day, hour, minute} as two- or four-digit text, and `date` 2026-11-24.
export function localParts(instant) {
  const parts = Object.fromEntries(local.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return { ...parts, date: `${parts.year}-${parts.month}-${parts.day}` };
}

// 10.30 as Norwegians write it, 10:30 in English.
export const timeOfDay = (instant) => {
  const p = localParts(instant);
  return `${p.hour}${language === 'en' ? ':' : '.'}${p.minute}`;
};
export const localInput = (instant) => {
  const p = localParts(instant);
  return `${p.date}T${p.hour}:${p.minute}`;
};

const dayNumber = (date) => Math.round(Date.parse(`${date}T00:00:00Z`) / 86400000);

export function fullDate(instant) {
  const p = localParts(instant);
  const weekday = t(`weekday.${((dayNumber(p.date) + 3) % 7) + 1}`);
  return t('date.full', { weekday, day: Number(p.day), month: t(`month.${Number(p.month)}`), year: p.year });
}

// 'Wednesday' to 'Wed', 'november' to 'nov.': the way a narrow screen wants it. Norwegian marks the cut with a dot.
const short = (word, full) => (word.length <= full ? word : word.slice(0, 3) + (language === 'en' ? '' : '.'));

function shortParts(instant) {
  const p = localParts(instant);
  return {
    weekday: short(t(`weekday.${((dayNumber(p.date) + 3) % 7) + 1}`), 3),
    day: Number(p.day),
    month: short(t(`month.${Number(p.month)}`), 4),
  };
}

export const shortDate = (instant) => t('date.day', shortParts(instant));

// "today 15:30", "tomorrow 09:00" or the date, seen from `now`.
export function relativeTime(instant, now) {
  const days = dayNumber(localParts(instant).date) - dayNumber(localParts(now).date);
  const time = timeOfDay(instant);
  if (days === 0) return t('date.today', { time });
  if (days === 1) return t('date.tomorrow', { time });
  return t('date.short', { ...shortParts(instant), time });
}

// Local wall clock text (2026-11-24T13:00) to the instant it names in Europe/Oslo.
export function instantOfLocal(text) {
  let guess = Date.parse(`${text}:00Z`);
  for (let round = 0; round < 2; ++round) guess -= Date.parse(`${localInput(guess)}:00Z`) - Date.parse(`${text}:00Z`);
  return new Date(guess).toISOString().replace('.000', '');
}
