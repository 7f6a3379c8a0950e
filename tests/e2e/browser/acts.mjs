// The tour of a new world on a phone, and beside it what the five commonest acts cost on each screen.
// Usage: node acts.mjs [http://127.0.0.1:8090]   (or REFLEKS_URL); screenshots go to SHOTS (build/shots).

import { become, check, finish, launch, open, part, shots, type, welcome } from './harness.mjs';
import { axeViolations, inspect } from './look.mjs';
import { costs, hand, reach, screens } from './taps.mjs';

const idea = 'Hvordan snakker vi om døden med pårørende?';
const browser = await launch();
const phone = await open(browser, { width: 390, height: 844, tour: true });
const others = [];
for (const [what, width, height] of screens) others.push([what, await open(browser, { width, height })]);
const tour = phone.page;
const group = (await welcome(tour)).channels[0];
const text = () => tour.getByTestId('tour-text').innerText();

// Until the tour has done what it does by itself.
const rest = () => tour.locator('[data-testid=tour-do]:not([aria-busy])').waitFor({ timeout: 60000 });
const shot = (name) => tour.screenshot({ path: `${shots}/tour-${name}.png` });
async function onwards() {
  const before = await text();
  await tour.getByTestId('tour-do').click();
  await tour.waitForFunction((old) => document.querySelector('[data-testid=tour-text]').textContent !== old, before, {
    timeout: 60000,
  });
  await rest();
}
const inSight = async (page, words) =>
  (await reach(page.getByTestId('message').filter({ hasText: words }).getByText(words).last())) === 1;

// What one does with a message that has just come, on each screen, where it may come a little later. `key`: the beginning of its key.
async function each(key, act) {
  const { id } = (await welcome(tour)).messages.findLast((one) => one.channel === group.id && one.key?.startsWith(key));
  for (const [what, { page }] of others) {
    const message = page.locator(`[data-testid=message][data-id="${id}"]`);
    await message.waitFor();
    await message.evaluate((node) => {
      const log = document.getElementById('log');
      log.scrollTop = node.offsetTop - log.offsetTop;
      if (log.scrollHeight <= log.clientHeight) node.scrollIntoView();
    });
    await act(what, page, message);
  }
}
const whispered = (page) => page.getByTestId('whisper').last().waitFor();
const closed = (page) => page.waitForFunction(() => !document.querySelector('dialog').open);

await part('it begins', async () => {
  await rest();
  check((await tour.getByTestId('me-name').textContent()).startsWith('Kari'), 'the demo opens as Kari');
  check((await text()).length > 40, 'a tour says what to do');
  await inspect(tour, 'the tour');
  await shot('1-idea');
});

await part('coming or not, and an idea', async () => {
  for (const [, { page }] of others) await become(page, 'kari', group.id);
  await each('invitation:', async (what, page, message) => {
    const coming = hand();
    await coming.tap(message.locator('[data-name="sessions/coming"]'));
    await whispered(page);
    costs(`saying that one comes, ${what}`, coming.act, { taps: 1, screenfuls: what === 'a phone' ? 1 : 3 });
    const writing = hand();
    await writing.tap(message.locator('[data-name="box/ideas/form"]'));
    await page.getByTestId('form').locator('textarea').fill(`${idea} (${what})`);
    await writing.tap(page.getByTestId('form-submit'));
    await page.getByTestId('code').waitFor();
    check(await page.getByTestId('copy').isVisible(), `${what}: the code of an idea can be copied`);
    check((await page.locator('dialog button').count()) === 2, `${what}: and there is one way out of the receipt`);
    await writing.tap(page.getByTestId('form-submit'));
    await closed(page);
    costs(`handing in an idea, ${what}`, writing.act, { taps: 3, screenfuls: what === 'a phone' ? 1 : 3 });
  });
});

await part('the first step', async () => {
  await tour.getByTestId('tour-do').click();
  await tour.locator('dialog textarea').fill(idea);
  await tour.getByTestId('form-submit').click();
  await tour.getByTestId('code').waitFor();
  check(!(await axeViolations(tour)).length, 'axe finds nothing on a receipt', await axeViolations(tour));
  await shot('2-receipt');
  await tour.getByTestId('form-submit').click();
  await closed(tour);
  await onwards();
  check(await inSight(tour, idea), 'the idea is seen again among those of others');
  await shot('3-ideas');
});

await part('a check-out', async () => {
  await onwards();
  await each('poll:', async (what, page, message) => {
    const answering = hand();
    await answering.tap(message.locator('[data-name="box/polls/form"]'));
    await page.getByTestId('form').waitFor();
    const send = page.getByTestId('form-submit');
    check((await reach(send)) === 1, `${what}: Send is in sight when a check-out is opened`);
    check((await page.locator('dialog textarea:visible').count()) === 0, `${what}: its texts are folded in`);
    await answering.tap(page.locator('dialog .pick').nth(1));
    await answering.tap(send);
    await whispered(page);
    await closed(page);
    costs(`answering a check-out, ${what}`, answering.act, { taps: 3, screenfuls: what === 'a phone' ? 1 : 2 });
  });
  await tour.getByTestId('tour-do').click();
  await tour.getByTestId('form').waitFor();
  await tour.locator('dialog summary').first().click();
  await inspect(tour, 'a check-out');
  await shot('4-check-out');
  await tour.locator('dialog textarea').first().fill('Vi hørte på hverandre.');
  await tour.locator('dialog .pick').nth(1).click();
  await tour.getByTestId('form-submit').click();
  await closed(tour);
  await onwards();
  await inspect(tour, 'the result of a check-out');
  await shot('5-result');
  await each('result:', async (what, page, message) => {
    const first = message.locator('.content > p').nth(1);
    check((await reach(first)) === 1, `${what}: what most answered is in sight when a result comes`);
  });
});

await part('an issue', async () => {
  await onwards();
  await tour.getByTestId('tour-do').click();
  await tour.locator('dialog input[type=text]').fill('Vi trenger et rom som ikke er opptatt');
  await tour.getByTestId('form-submit').click();
  await closed(tour);
  await onwards();
  await shot('6-leader');
  await tour.getByTestId('tour-do').click();
  await tour.locator('dialog textarea').fill('Rommet i andre etasje er deres annenhver onsdag.');
  await tour.getByTestId('form-submit').click();
  await closed(tour);
  await rest();
  await onwards();
  check(await inSight(tour, 'Rommet i andre etasje'), 'the answer of the leader is seen again by Kari');
  await shot('7-end');
  await tour.getByTestId('tour-do').click();
  check(await tour.getByTestId('tour').isHidden(), 'the tour ends');
  check(!phone.trouble.length, 'and nothing went wrong on the way', phone.trouble.slice(0, 3));
});

await part('a vote', async () => {
  const [, { page: asking }] = others[0];
  await become(asking, group.members.find((user) => user === 'marit'), group.id);
  await type(asking, '/refleks avstemning "Skal vi fortsette med dette?" skala 30 min');
  await asking.locator('[data-name="polls/open"]').last().click();
  await asking.getByTestId('message').filter({ hasText: 'Skal vi fortsette' }).last().waitFor();
  await become(asking, 'kari', group.id);
  await each('poll:', async (what, page, message) => {
    const boxes = await message
      .locator('[data-name="box/polls/quick"]')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ x, y, width }) => [x, y, width]));
    const row = new Set(boxes.map(([, y]) => y)).size === 1;
    const column = new Set(boxes.map(([x]) => x)).size === 1;
    check(boxes.length === 5 && (row || column), `${what}: five steps of a scale stand in one row or one column`, boxes);
    check(new Set(boxes.map(([, , width]) => Math.round(width))).size === 1, `${what}: and are equally wide`, boxes);
    const voting = hand();
    await voting.tap(message.locator('[data-name="box/polls/quick"]').nth(3));
    await whispered(page);
    costs(`voting, ${what}`, voting.act, { taps: 1, screenfuls: what === 'a phone' ? 1 : 2 });
  });
});

await finish(browser);
