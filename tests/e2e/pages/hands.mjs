// What the tests of the pages share: a browser page that writes down what went wrong in it, and hands that use a keyboard
// alone.

import { check } from '../browser/harness.mjs';

// `script: false` forbids the page every script, as some people's browsers do.
export async function open(browser, url, { width = 390, height = 844, theme = 'light', script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    javaScriptEnabled: script,
    hasTouch: width < 600,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30000); // on a machine in use
  const trouble = [];
  const requests = [];
  page.on('request', (request) => {
    if (request.url().startsWith('data:')) return;
    requests.push(request.url());
    if (new URL(request.url()).origin !== new URL(url).origin) trouble.push(`foreign request ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text()))
      trouble.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`exception: ${error.message}`));
  const response = await page.goto(url);
  return { page, context, trouble, requests, response };
}

export const heading = (page) => page.locator('h1').innerText();

// What has the focus: enough to decide which key comes next.
export const focused = (page) =>
  page.evaluate(() => {
    const node = document.activeElement;
    return {
      tag: node.tagName,
      type: node.type ?? '',
      id: node.id,
      name: node.name ?? '',
      value: node.value ?? '',
      words: node.innerText ?? '',
      ring: getComputedStyle(node.matches('.pick input') ? node.closest('.pick') : node).outlineStyle,
    };
  });

// Goes through the page with Tab, fills in every field with the keyboard and presses the button that sends. False when no
// such button was reached. A radio group is one stop: Space takes the first of it.
export async function answerByKeyboard(page, text) {
  let rings = true;
  for (let steps = 0; steps < 80; ++steps) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at.tag === 'BODY') continue;
    rings &&= at.ring !== 'none';
    if (at.type === 'radio' || at.type === 'checkbox') {
      if (at.type === 'radio' || /-0$/.test(at.id)) await page.keyboard.press('Space');
    } else if (at.tag === 'TEXTAREA' || (at.tag === 'INPUT' && at.type === 'text')) {
      await page.keyboard.type(text);
    } else if (at.tag === 'SELECT') {
      await page.keyboard.press('ArrowDown');
    } else if (at.tag === 'BUTTON') {
      await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
      check(rings, 'the focus can be seen at every stop');
      return true;
    }
  }
  return false;
}

export const noScript = () =>
  document.scripts.length +
  [...document.querySelectorAll('*')].flatMap((node) => [...node.attributes]).filter(({ name }) => /^on/.test(name))
    .length;
