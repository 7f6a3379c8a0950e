// What the browser tests share: a browser, one printed line a check, and hands that use the page as a person would.
// The hooks (data-testid) are documented on top of adapters/sandbox/page/app.js.

import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { chromiumHere } from '../chromium.mjs';

export const base = (process.argv[2] ?? process.env.REFLEKS_URL ?? 'http://127.0.0.1:8090').replace(/\/$/, '');
export const shots = process.env.SHOTS ?? 'build/shots';
mkdirSync(shots, { recursive: true });
const patience = Number(process.env.PATIENCE ?? 30000); // ms, on a machine in use

let passed = 0;
const failures = [];

// One line a check. `what` is a sentence; `detail` is shown when it does not hold.
export function check(holds, what, detail = '') {
  if (holds) ++passed;
  else failures.push(what);
  const text = typeof detail === 'string' ? detail : JSON.stringify(detail);
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}${holds || !text ? '' : `: ${text}`}`);
  return Boolean(holds);
}

// Runs a part; a stop inside it is one failed check, and the next part still runs.
export async function part(name, body) {
  try {
    await body();
  } catch (error) {
    check(false, `${name} runs to its end`, error.message.split('\n').slice(0, 12).join(' | '));
  }
}

// The browser that all scripts of a run share (server.mjs), or one of one's own.
export const launch = () =>
  process.env.BROWSER_AT ? chromium.connect(process.env.BROWSER_AT) : chromium.launch(chromiumHere);

export async function finish(browser) {
  await browser.close();
  for (const what of failures) console.log(`failed: ${what}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exit(failures.length ? 1 : 0);
}

// A page of its own, with what went wrong in it written down: foreign requests, console errors, exceptions.
// `tour`: with the tour that a new world begins with.
export async function open(browser, { width = 1280, height = 860, theme = 'light', before, tour = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    hasTouch: width < 600,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const trouble = [];
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== base)
      trouble.push(`foreign request ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`exception: ${error.message}`));
  if (!tour) await page.addInitScript(() => localStorage.setItem('refleks.tour', '"done"'));
  await before?.(page);
  await page.goto(`${base}/`);
  await page.locator('html[data-ready]').waitFor();
  return { page, context, trouble };
}

// The whole state as the daemon tells it to any client.
export const welcome = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/ws`);
        socket.onopen = () => socket.send('{"type":"hello"}');
        socket.onerror = () => reject(new Error('no welcome'));
        socket.onmessage = ({ data }) => {
          const frame = JSON.parse(data);
          if (frame.type !== 'welcome') return;
          socket.close();
          resolve(frame);
        };
      }),
  );

export const focused = (page) => page.evaluate(() => document.activeElement?.dataset.testid ?? '');

// --- hands ------------------------------------------------------------------------------------------------------------
const narrow = (page) => page.viewportSize().width <= 860;

export async function openDrawer(page) {
  if (narrow(page) && !(await page.locator('#side.open').count())) await page.getByTestId('menu').click();
}

export async function closeDrawer(page) {
  if (await page.locator('#side.open').count()) await page.getByTestId('drawer-close').click();
}

export async function become(page, user, talk) {
  await openDrawer(page);
  await page.getByTestId('person-button').click();
  await page.locator(`[data-testid=person][data-user="${user}"]`).click();
  await page.locator(`html[data-me="${user}"]`).waitFor();
  if (talk) await openTalk(page, talk);
  await closeDrawer(page);
}

export async function openTalk(page, talk) {
  await openDrawer(page);
  await page.locator(`[data-testid=talk][data-talk="${talk}"]`).click();
  await page.locator(`[data-testid=talk][data-talk="${talk}"][aria-current]`).waitFor({ state: 'attached' });
}

export async function type(page, text) {
  await page.getByTestId('composer-input').fill(text);
  if (await page.getByTestId('commands').isVisible()) await page.getByTestId('composer-input').press('Escape');
  await page.getByTestId('send').click();
}

// Fills every field of the open form: `text` in text fields, the `turn`-th choice elsewhere, and sends it.
export async function fillForm(page, text, turn = 0) {
  for (const field of await page.getByTestId('field').all()) {
    if (await field.evaluate((node) => node.matches('details:not([open])'))) await field.locator('summary').click();
    const picks = field.locator('input[type=radio], input[type=checkbox]');
    const count = await picks.count();
    if (count) await picks.nth(turn % count).check({ force: true });
    else if (await field.locator('select').count()) await field.locator('select').selectOption({ index: 1 });
    else if (await field.locator('input[type=datetime-local]').count())
      await field.locator('input').fill('2027-01-12T10:00');
    else await field.locator('input, textarea').fill(text);
  }
  await page.getByTestId('form-submit').click();
}

// One jump of the clock, awaited until everything due is done: the page shows that from the click on.
export async function jump(page) {
  await page.getByTestId('clock-jump').click();
  await page.getByTestId('settling').waitFor({ state: 'hidden', timeout: 120000 });
}

// The clock moved to a day and time, "2026-11-10T12:00", with everything that is due until then.
export async function goTo(page, when) {
  await page.getByTestId('clock-now').click();
  await page.getByTestId('clock-to').fill(when);
  await page.getByTestId('clock-go').click();
  await page.getByTestId('settling').waitFor({ state: 'hidden', timeout: 120000 });
}

// Jumps until `found` gives something; nothing after `most` jumps.
export async function jumpUntil(page, found, most = 40) {
  for (let i = 0; i <= most; ++i) {
    const it = await found();
    if (it) return it;
    if (i === most || (await page.getByTestId('clock-jump').getAttribute('aria-disabled')) === 'true') return null;
    await jump(page);
  }
  return null;
}

// Pressed by itself: what arrives meanwhile paints the sign anew under the pointer.
export const dismissNews = (page) =>
  page.evaluate(() => document.querySelector('[data-testid=news-dismiss]')?.click());

// Until it finds something; nothing after as long as the page is given for everything else.
export async function until(find) {
  for (const end = performance.now() + patience; performance.now() < end; ) {
    const it = await find().catch(() => null);
    if (it) return it;
    await new Promise((then) => setTimeout(then, 100));
  }
  return null;
}

// What one does on a page, and looks for there.
export function handsOn(page) {
  const messages = async () => (await welcome(page)).messages;
  const words = () => page.getByTestId('whisper').last().innerText();
  return {
    messages,
    words,
    newest: async (key) => (await messages()).findLast((one) => key.test(one.key ?? '')),
    shown: (one) => page.locator(`[data-testid=message][data-id="${one.id}"]`),
    closed: () => page.waitForFunction(() => !document.querySelector('dialog[open]')),
    // Whether the newest whisper says so, or soon does: an older one may still be the last.
    reads: (pattern) => until(async () => pattern.test(await words())),
    press: (name) => page.locator(`[data-name="${name}"]`).last().click(),
    be: async (user, talk) => {
      await dismissNews(page);
      await become(page, user, talk);
    },
  };
}
