// The pages in a real browser: looks, weight, headers, keyboard, errors, languages, links that no longer work.
// Usage: node run.mjs <base address> <file with JSON {"links": {kind: address}}>. Kinds: `checkout` (one person's, a form
// with questions to choose in), `idea` (one person's, a form with a text), `poll` and `sheet` (a group's), `home` (a
// person's); and, looked at when they are given, `quick` (one person's, a button), `matter` (a form for a name, a moment),
// `unknown`, `revoked`, `slow` (never answered). Screenshots go to SHOTS.

import { readFileSync } from 'node:fs';
import { check, finish, launch, part, shots } from '../browser/harness.mjs';
import { axeViolations, inspect } from '../browser/look.mjs';
import { costs, hand, reach, screens } from '../browser/taps.mjs';
import { answerByKeyboard, focused, heading, noScript, open } from './hands.mjs';

const { links, acts = [] } = JSON.parse(readFileSync(process.argv[3], 'utf8'));
const needed = ['checkout', 'idea', 'poll', 'sheet', 'home'];
const browser = await launch();

await part('links', async () => {
  for (const kind of needed) check(links[kind], `a link of the kind ${kind} is given`);
});

for (const [kind, url] of Object.entries(links)) {
  if (kind === 'calendar') continue;
  await part(`weight of ${kind}`, async () => {
    const { page, context, trouble, requests, response } = await open(browser, url);
    const bytes = (await response.body()).length;
    check(bytes < 50_000, `${kind}: weighs less than 50 kB`, `${bytes}`);
    const rest = requests.slice(1).filter((one) => !/\/s\/fonts\/[a-z-]+\.woff2$/.test(one));
    check(rest.length === 0, `${kind}: one request is the whole page but for its fonts`, rest);
    check((await page.evaluate(noScript)) === 0, `${kind}: there is no script`);
    check((await page.locator('h1').count()) === 1, `${kind}: there is one h1`);
    const headers = response.headers();
    const policy = headers['content-security-policy'] ?? '';
    check(policy.startsWith("default-src 'none'") && !policy.includes('unsafe'), `${kind}: a strict policy`, policy);
    check(headers['referrer-policy'] === 'no-referrer', `${kind}: its address is told to nobody`);
    check(headers['cache-control'] === 'no-store', `${kind}: no copy is kept`);
    check(!headers['set-cookie'], `${kind}: no cookie`);
    const applied = await page.evaluate(() => getComputedStyle(document.querySelector('main')).display);
    check(applied === 'grid', `${kind}: the policy lets the style in`, applied);
    check(!trouble.length, `${kind}: nothing goes wrong in the browser`, trouble);
    await page.emulateMedia({ media: 'print' });
    const pressed = await page.locator('button:visible, a.button:visible, nav:visible').count();
    check(!pressed, `${kind}: on paper nothing asks to be pressed`, `${pressed}`);
    await context.close();
  });
  for (const [width, height] of [
    [390, 844],
    [1280, 860],
    [320, 640],
  ])
    for (const theme of ['light', 'dark']) {
      if (width === 320 && theme === 'dark') continue;
      const name = `${kind}-${width}-${theme}`;
      await part(name, async () => {
        const { page, context } = await open(browser, url, { width, height, theme });
        await inspect(page, name);
        const spare = await page.evaluate(() =>
          [...document.querySelectorAll('details:not([open])')].map((one) => one.clientHeight - one.firstElementChild.offsetHeight),
        );
        check(!spare.some(Boolean), `${name}: what is folded in leaves no room below`, spare);
        await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
        await context.close();
      });
    }
}

await part('languages', async () => {
  for (const kind of ['checkout', 'sheet', 'home', 'unknown']) {
    if (!links[kind]) continue;
    const { page, context } = await open(browser, links[kind]);
    const seen = new Set();
    for (const language of ['nb', 'nn', 'en']) {
      await page.locator(`footer a[lang=${language}]`).click();
      check(
        (await page.locator('html').getAttribute('lang')) === language,
        `${kind}: the page says that it is in ${language}`,
      );
      check(
        (await page.locator('footer a[aria-current]').getAttribute('lang')) === language,
        `${kind}: ${language} is marked as chosen`,
      );
      seen.add((await page.locator('body').innerText()).replace(/Bokmål|Nynorsk|English/g, ''));
    }
    check(seen.size === 3, `${kind}: its words are others in each language`);
    await context.close();
  }
});

await part('errors', async () => {
  const { page, context } = await open(browser, links.checkout);
  await page.locator('.send button').click();
  check((await page.locator('#errors a').count()) > 0, 'an empty form names what is missing');
  check((await focused(page)).id === 'errors', 'the focus is at the list of what is missing');
  check((await page.title()).length > (await heading(page)).length + 10, 'the title says that something is wrong');
  const violations = await axeViolations(page);
  check(!violations.length, 'axe finds nothing on the page of errors', violations);
  await page.screenshot({ path: `${shots}/errors.png`, fullPage: true });
  await page.locator('#errors a').first().click();
  check(/^f0/.test((await focused(page)).id), 'a click on it leads to the field');
  const described = await page.locator('[aria-invalid=true]').first().getAttribute('aria-describedby');
  check(described && (await page.locator(`#${described.split(' ')[0]}`).count()), 'the field names its error');
  await context.close();
});

await part('what was written stays', async () => {
  const { page, context } = await open(browser, links.checkout);
  const words = 'Vi trenger "ro" <etter> vakt & tid.\nOg en linje til.';
  const area = page.locator('textarea').last();
  if (await area.count()) {
    await area.fill(words);
    await page.locator('.send button').click();
    check((await page.locator('#errors').count()) === 1, 'the form comes back');
    check((await page.locator('textarea').last().inputValue()) === words, 'with every letter of what was written');
  }
  await context.close();
});

for (const kind of ['idea', 'checkout', 'poll']) {
  await part(`answering ${kind} by keyboard`, async () => {
    const { page, context, trouble } = await open(browser, links[kind]);
    const before = await heading(page);
    check(await answerByKeyboard(page, 'Å snakke sammen når vi er uenige'), `${kind}: the button can be reached`);
    check((await page.locator('#errors').count()) === 0, `${kind}: nothing is missing`);
    check((await heading(page)) !== before, `${kind}: there is a receipt`);
    const violations = await axeViolations(page);
    check(!violations.length, `${kind}: axe finds nothing on the receipt`, violations);
    check(!trouble.length, `${kind}: nothing goes wrong on the way`, trouble);
    await page.screenshot({ path: `${shots}/receipt-${kind}.png`, fullPage: true });
    if (kind !== 'idea') {
      await page.locator('.actions button').first().click();
      check((await heading(page)) === before, `${kind}: the answer can be changed from its receipt`);
    }
    await context.close();
  });
}

await part('the same links again', async () => {
  for (const kind of ['idea', 'checkout', 'poll']) {
    const { context, response } = await open(browser, links[kind]);
    check(response.status() === 200, `${kind}: the link does not say that it was used`, `${response.status()}`);
    await context.close();
  }
});

await part('without script', async () => {
  const { page, context } = await open(browser, links.sheet, { script: false });
  await page.locator('.actions button').first().click();
  for (const group of await page.locator('fieldset').all()) await group.locator('input').first().check();
  for (const area of await page.locator('textarea').all()) await area.fill('Samtaler med pårørende');
  await page.locator('.send button').click();
  check((await page.locator('#errors').count()) === 0, 'a guest answers in a browser that runs no script');
  await page.screenshot({ path: `${shots}/receipt-sheet.png`, fullPage: true });
  await page.locator('.actions button').last().click();
  check((await page.locator('.actions button').count()) > 0, 'and comes back to what else can be answered');
  await context.close();
});

await part('home', async () => {
  const { page, context, trouble } = await open(browser, links.home);
  await page.locator('#command').fill('/refleks hjelp');
  await page.locator('.command button').click();
  check((await page.locator('#answer').count()) === 1, 'a command is answered on top of the page');
  check((await page.locator('#command').inputValue()) === '', 'and the box is empty again');
  await inspect(page, 'home with an answer');
  await page.screenshot({ path: `${shots}/home-answer.png`, fullPage: true });
  await page.locator('#now .actions button').first().click();
  check((await page.locator('.send button').count()) === 1, 'what can be answered opens as a form');
  await page.locator('.back a').click();
  check((await page.locator('#command').count()) === 1, 'and there is a way back');
  check(!trouble.length, 'nothing goes wrong on the way', trouble);
  await context.close();
});

// --- what the commonest acts cost, from the moment their address is open
for (const [n, act] of acts.entries()) {
  const [what, width, height] = screens[n];
  const visit = async (url, go) => {
    const { page, context } = await open(browser, url, { width, height });
    const mine = hand();
    await go(page, mine.tap, mine.act);
    await context.close();
  };
  await part(`acts on ${what}`, async () => {
    await visit(act.checkout, async (page, tap, cost) => {
      check((await reach(page.locator('.send button'))) === 1, `a check-out on a page, ${what}: Send is in sight`);
      check((await page.locator('textarea:visible').count()) === 0, `${what}: its texts are folded in`);
      await inspect(page, `a check-out on ${what}`);
      await page.screenshot({ path: `${shots}/check-out-${width}.png` });
      await page.locator('summary').first().click();
      await inspect(page, `a check-out with a text on ${what}`);
      await tap(page.locator('.pick').nth(1));
      await tap(page.locator('.send button'));
      check((await page.locator('#errors').count()) === 0, `${what}: nothing of it is required`);
      costs(`answering a check-out on a page, ${what}`, cost, { taps: 2, screenfuls: width === 390 ? 1 : 2 });
    });
    await visit(act.idea, async (page, tap, cost) => {
      await page.locator('textarea').fill('Samtaler med pårørende');
      await tap(page.locator('.send button'));
      costs(`handing in an idea on a page, ${what}`, cost, { taps: 1, screenfuls: 1 });
      await page.screenshot({ path: `${shots}/receipt-${width}.png` });
    });
    await visit(act.vote, async (page, tap, cost) => {
      await tap(page.locator('main button').first());
      costs(`voting on a page, ${what}`, cost, { taps: 1, screenfuls: 1 });
    });
    await visit(act.home, async (page, tap, cost) => {
      const result = page.locator('.letter .bars, .letter .whole').first();
      cost.screenfuls = await reach(result);
      costs(`reading a result on one's own page, ${what}`, cost, { taps: 0, screenfuls: width === 390 ? 2 : 4 });
    });
    await visit(act.home, async (page, tap, cost) => {
      await inspect(page, `one's own page on ${what}`);
      await page.screenshot({ path: `${shots}/home-${width}.png` });
      await tap(page.locator('#waiting .actions button').first());
      costs(`saying that one comes on one's own page, ${what}`, cost, { taps: 1, screenfuls: width === 390 ? 1 : 2 });
      check((await page.locator('#answer').count()) === 1, `${what}: and it is answered on top`);
    });
  });
}

if (links.quick)
  await part('one button', async () => {
    const { page, context } = await open(browser, links.quick);
    check((await page.locator('main button').count()) === 1, 'opening the link answers nothing: there is a button');
    await page.locator('main button').click();
    check((await page.locator('main h1').count()) === 1, 'pressing it is answered');
    await context.close();
  });

await finish(browser);
