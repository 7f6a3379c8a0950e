// What people see: the Playground's page in a headless Chromium, with cards of the daemon on it and buttons pressed by mouse.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumHere } from '../chromium.mjs';
import { check, last, part, until } from './report.mjs';
import { channel, people } from './daemon.mjs';
import { actionsOf, cardOf, inputsOf } from './playground.mjs';
import { startWorld } from './world.mjs';

const { SHOTS } = process.env;
const { marit, kari, amina, jonas, lien } = people;
const world = await startWorld('page', 'native_charts = true');
const { teams, daemon } = world;
const browser = await chromium.launch({
  ...chromiumHere,
  args: [...chromiumHere.args, '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
page.setDefaultTimeout(60000); // what it loads first takes twenty seconds where others keep the cores busy
await page.route('**/*', (route) =>
  ['localhost', '127.0.0.1'].includes(new URL(route.request().url()).hostname) ? route.continue() : route.abort(),
);
const trouble = [];
page.on('pageerror', (error) => trouble.push(error.message));
const shot = async (name) => {
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${SHOTS}/${name}.png` });
};
const show = (words) =>
  page
    .getByText(words)
    .last()
    .waitFor()
    .then(
      () => true,
      () => false,
    );
async function jumpUntil(to, words, limit = 90) {
  const from = teams.posts.length;
  for (let i = 0; i < limit; ++i) {
    const post = await teams.said(to, words, from, 250);
    if (post) return post;
    await daemon.clock.jump();
  }
  return teams.said(to, words, from, 5000);
}
const openChannel = () => page.getByRole('treeitem', { name: /Nord/ }).click();

await part('the page', async () => {
  await page.goto(teams.url);
  await page.getByRole('textbox').first().waitFor();
  await teams.install(channel);
  await page.getByRole('textbox').first().fill('hjelp');
  await page.getByRole('button', { name: 'Send Message' }).click();
  check(await show('Dette kan jeg hjelpe med'), 'help typed on the page is answered by a card on it');
  await shot('help');
});

await part('an invitation', async () => {
  await openChannel();
  await shot('channel');
  const post = await jumpUntil('channel', '24. november');
  check(post && (await show('Velkommen til samling')), 'the invitation is seen in the channel');
  await shot('invitation');
  const label = actionsOf(cardOf(post))[0].title;
  const before = teams.toBot.length;
  await page.getByRole('button', { name: label }).last().click();
  const call = await until(() => teams.toBot.slice(before).find((one) => one.activity?.name === 'adaptiveCard/action'));
  check(call?.status === 200 && call.json?.value, `"${label}" is pressed with the mouse and answered`, call);
  await shot('pressed');
});

await part('a poll', async () => {
  await teams.say(marit, 'avstemning "Hva trenger vi mest?" "Tid" "Ro" "Folk"', 'personal');
  const preview = await teams.said(marit, 'Hva trenger vi mest?');
  await teams.press(marit, preview, 'Åpne');
  const poll = await teams.said('channel', 'Hva trenger vi mest?');
  check(await show('Anonym avstemning'), 'the poll is seen in the channel');
  await shot('poll');
  for (const [who, choice] of [
    [kari, 'Tid'],
    [amina, 'Tid'],
    [jonas, 'Ro'],
    [lien, 'Tid'],
  ])
    await teams.press(who, poll, choice);
  const before = teams.toBot.length;
  await page.getByRole('button', { name: 'Tid', exact: true }).last().click();
  const call = await until(() => teams.toBot.slice(before).find((one) => one.activity?.name === 'adaptiveCard/action'));
  check(
    call?.json?.type === 'application/vnd.microsoft.card.adaptive' && /mottatt/.test(JSON.stringify(call.json.value)),
    'an option is pressed with the mouse, and the receipt is there for this person alone',
    call,
  );
  await shot('answered');
  const result = await jumpUntil('channel', 'Resultat: Hva trenger vi mest?');
  check(result && (await show('Resultat: Hva trenger vi mest?')), 'the result is seen in the channel');
  await shot('result');
});

await part('a dialog', async () => {
  await page
    .getByRole('treeitem', { name: /Personal|Refleks/ })
    .first()
    .click();
  await page.getByRole('textbox').first().fill('idé');
  await page.getByRole('button', { name: 'Send Message' }).click();
  check(await show('Skjemaet er klart'), 'a form in the own chat is a button that opens a dialog');
  await shot('opener');
});

// Bars drawn by Teams itself, where `native_charts` is on.
await part('a chart', async () => {
  const since = teams.posts.length;
  await teams.say(marit, 'avstemning "Hvem tar neste?" "Kari" "Jonas" navn 20 min', 'personal');
  await teams.press(marit, await teams.said(marit, 'Hvem tar neste?', since), 'Åpne');
  const poll = await teams.said('channel', 'Hvem tar neste?', since);
  for (const [i, who] of [marit, kari, amina, jonas, lien].entries()) {
    const answer = await teams.press(who, poll, actionsOf(cardOf(poll))[i % 2].title);
    if (answer.dialog) await teams.submit(answer, { [inputsOf(answer.dialog)[0].label]: i % 2 ? 'Kari' : 'Jonas' });
  }
  const result = await jumpUntil('channel', 'Resultat: Hvem tar neste?');
  const chart = result && cardOf(result).body.find((element) => element.type.startsWith('Chart.'));
  check(chart?.fallback, 'a result has a chart, and bars of our own for clients without', result?.activity);
  writeFileSync(`${process.env.WORK}/charts.json`, JSON.stringify([cardOf(result)]));
  await openChannel();
  check(await show('Resultat: Hvem tar neste?'), 'it is seen in the channel');
  await page.waitForTimeout(1000);
  await shot('chart');
});

await part('hostile words', async () => {
  await teams.say(
    marit,
    'avstemning "<at>Kari Nes</at> **fet** [her](https://ond.example) {{DATE(2026-01-01T00:00:00Z)}}" "<b>x</b> _a_" "www.ond.example"',
    'personal',
  );
  const preview = await teams.said(marit, 'ond.example');
  await teams.press(marit, preview, 'Åpne');
  await openChannel();
  check(
    (await teams.said('channel', 'ond.example')) && (await show('ond.example')),
    'a poll of hostile words is seen in the channel',
  );
  await shot('hostile');
  check((await page.locator('a[href*="ond.example"]').count()) === 0, 'nothing of it has become a link');
  check((await page.getByText('**fet**').count()) > 0, 'nor bold');
});

// Dialogs are not shown by the Playground: here they are drawn by the same renderer as cards, filled in by hand, and what it
// gives is sent on.
await part('dialogs', async () => {
  const from = teams.posts.length;
  await teams.say(marit, 'sak', 'personal');
  const opener = await until(() => teams.posts.slice(from).find((post) => post.to === 'marit'));
  const opened = await teams.press(marit, opener, 'Åpne');
  const sheet = await browser.newPage({ viewport: { width: 600, height: 800 } });
  sheet.setDefaultTimeout(10000);
  await sheet.setContent('<body style="font-family:sans-serif;margin:16px"></body>');
  await sheet.addScriptTag({
    path: fileURLToPath(new URL('./node_modules/adaptivecards/dist/adaptivecards.min.js', import.meta.url)),
  });
  const draw = (json) =>
    sheet.evaluate((dialog) => {
      const card = new AdaptiveCards.AdaptiveCard();
      card.onExecuteAction = (action) => (window.sent = { type: action.getJsonTypeName(), data: action.data });
      card.parse(dialog);
      document.body.replaceChildren(card.render());
      window.sent = null;
    }, json);
  const sent = () => sheet.evaluate(() => window.sent);
  await draw(opened.dialog);
  const label = actionsOf(opened.dialog)[0].title;
  await sheet.getByRole('button', { name: label }).click();
  check((await sent()) === null, 'an empty form does not leave the client', await sent());
  await sheet.screenshot({ path: `${SHOTS}/dialog-empty.png` });
  const fields = sheet.locator('input[type=text], textarea');
  for (let i = 0; i < (await fields.count()); ++i) await fields.nth(i).fill(`Ring 99 88 77 66, æøå ${i}`);
  await sheet.getByRole('button', { name: label }).click();
  const stopped = await teams.invoke(marit, opener.conversation, 'task/submit', {
    data: (await sent()).data,
    context: { theme: 'default' },
  });
  const again = stopped.json?.task?.value?.card?.content;
  check(
    again && JSON.stringify(again).includes('æøå 0'),
    'what is wrong is told in the form, and the own text is still in it',
    stopped.json,
  );
  await draw(again);
  await sheet.screenshot({ path: `${SHOTS}/dialog-stopped.png` });
  check((await fields.first().inputValue()).includes('æøå 0'), 'the client shows it again');
  for (let i = 0; i < (await fields.count()); ++i) await fields.nth(i).fill('To på kveldsvakt');
  await sheet.getByRole('button', { name: label }).click();
  const taken = await teams.invoke(marit, opener.conversation, 'task/submit', {
    data: (await sent()).data,
    context: { theme: 'default' },
  });
  check(JSON.stringify(taken.json).includes('Berit Haugland'), 'and takes the mended one', taken.json);
  if (taken.json?.task?.value?.card) await draw(taken.json.task.value.card.content);
  await sheet.screenshot({ path: `${SHOTS}/dialog-taken.png` });
});

check(trouble.length === 0, 'the page threw nothing at our cards', trouble);
await browser.close();
await world.stop();
last();
