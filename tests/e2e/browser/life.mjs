// What carries a group: the agreement of leader and facilitator, the letter, what the group is for, and the list of good
// practice. Usage: node life.mjs [http://127.0.0.1:8090]   (or REFLEKS_URL); screenshots go to SHOTS (build/shots).

import { check, finish, handsOn, launch, open, openTalk, part, shots, type, until } from './harness.mjs';
import { inspect } from './look.mjs';

const home = 'hjemme-nord';
const browser = await launch();
const { page, trouble } = await open(browser, { width: 390, height: 844 });
const { messages, newest, shown, closed, words, reads, press, be } = handsOn(page);

await part('the agreement', async () => {
  await be('marit', home);
  await type(page, '/refleks avtale');
  await press('agreements/form');
  await page.getByTestId('form').waitFor();
  await inspect(page, 'the form of the agreement');
  const lines = ['Marit spør', 'Berit, på overlappen', 'Annenhver tirsdag', 'Halvannen time', 'Møterom 2'];
  for (const [i, line] of lines.entries())
    await page.getByTestId('form').locator('input[type=text], textarea').nth(i).fill(line);
  await page.screenshot({ path: `${shots}/life-agreement-form.png` });
  await page.getByTestId('form-submit').click();
  await closed();
  check(await reads(/Lederen får den nå/), 'the facilitator hears that it went to the leader');
  const card = await until(() => newest(/^agreement:.*:asked:/));
  await be('berit', '@berit');
  await shown(card).locator('[data-name="agreements/yes_leader"]').click();
  check(await until(() => newest(/^agreement:.*:holds:/)), 'both are told when both have said yes');
  await page.getByTestId('whisper').last().waitFor();
  check(await reads(/har sagt ja/), 'the leader reads that it holds');
});

await part('the letter', async () => {
  await be('marit', home);
  await type(page, '/refleks brev');
  await press('agreements/send');
  const copies = await until(async () => ((await messages()).filter((one) => /^letter:/.test(one.key ?? '')).length >= 6 ? true : null));
  check(copies, 'each who takes part gets a copy');
  await be('kari', '@kari');
  await press('agreements/read');
  await page.getByTestId('whisper').last().waitFor();
  await be('marit', home);
  await type(page, '/refleks brev');
  await page.locator('[data-name="agreements/send"]').last().waitFor();
  check(await reads(/Færre enn halvparten/), 'the facilitator sees that few have read it, and no name', await words());
});

await part('what the group is for', async () => {
  await type(page, '/refleks formål');
  await press('purposes/ask');
  const poll = await until(async () => (await messages()).findLast((one) => /^poll:/.test(one.key ?? '') && one.content.plain.startsWith('Hva er gruppa til for')));
  check(poll, 'the group is asked without names');
  const card = await until(() => newest(/^purposes-ask:/));
  check(card, 'leader and facilitator by name');
  await be('berit', '@berit');
  await press('purposes/form');
  await page.getByTestId('form').waitFor();
  await inspect(page, 'the form of what a group is for');
  await page.getByTestId('field').nth(0).locator('input').first().check({ force: true });
  await page.getByTestId('field').nth(1).locator('input').first().check({ force: true });
  await page.getByTestId('form-submit').click();
  await closed();
});

await part('sign-up and good practice', async () => {
  await be('marit', home);
  await type(page, '/refleks påmelding');
  await press('recruiting/new');
  await page.getByTestId('form').waitFor();
  await inspect(page, 'the form of sign-up');
  await page.getByTestId('form-submit').click();
  await closed();
  const board = await until(() => newest(/^recruiting:/));
  check(/Plasser tatt: 0 av \d/.test(board?.content.plain ?? ''), 'sign-up lies in the channel', board?.content.plain);
  await openTalk(page, home);
  await shown(board).screenshot({ path: `${shots}/life-sign-up.png` });

  // Somebody from another unit comes into the channel and presses.
  await be('grete', 'sykehjem');
  await type(page, '/join hjemme-nord');
  await page.locator(`[data-testid=talk][data-talk="${home}"]`).waitFor({ state: 'attached' });
  await openTalk(page, home);
  await shown(board).locator('[data-name="recruiting/join"]').click();
  check(await reads(/Du er påmeldt og har plass/), 'whoever sees the channel signs up with one press', await words());
  const taken = (count) => until(async () => (await newest(/^recruiting:/))?.content.plain.includes(`${count} av `));
  check(await taken(1), 'the channel sees a number, and no name');
  check(!(await newest(/^recruiting:/)).content.plain.includes('Grete'), 'no name stands in the channel');
  await inspect(page, 'the channel with sign-up');
  await page.screenshot({ path: `${shots}/life-sign-up-joined.png` });
  await shown(board).locator('[data-name="recruiting/leave"]').click();
  check(await reads(/Du er meldt av/), 'and off again');
  check(await taken(0), 'the place is free again');
  await shown(board).locator('[data-name="recruiting/join"]').click();
  check(await taken(1), 'and on once more');

  await be('marit', home);
  await type(page, '/refleks påmelding');
  await press('recruiting/close_now');
  const asked = await until(async () => newest(/^recruiting-list:/));
  check(asked, 'the leader reads who it is', asked);
  await be('berit', '@berit');
  await press('recruiting/who');
  await page.getByTestId('form').waitFor();
  await inspect(page, 'the form of who takes part');
  await page.screenshot({ path: `${shots}/life-sign-up-confirm.png` });
  await page.getByTestId('form-submit').click();
  await closed();
  check(await reads(/Grete.* er med i/), 'the leader confirms', await words());
  check(await until(async () => (await messages()).findLast((one) => /Velkommen! Du er med i/.test(one.content.plain))), 'and she is told');
  await be('marit', home);
  await type(page, '/refleks god-praksis');
  await page.getByTestId('whisper').last().waitFor();
  check(await reads(/God praksis/), 'the list of good practice is there');
});

check(!trouble.length, 'nothing goes wrong in the browser', trouble);
await finish(browser);
