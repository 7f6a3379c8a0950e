// What comes after a period, and what is beside the groups, on a phone: the end of a period with each choice, certificates, the
// questionnaires on one page and on several, a group that ended and begins again; the network of those who facilitate, and
// guidance; a group that stalls and is handed over. Usage: node after.mjs [http://127.0.0.1:8090] (or REFLEKS_URL).

import { check, fillForm, finish, goTo, handsOn, launch, open, openTalk, part, shots, type, until, welcome } from './harness.mjs';
import { inspect } from './look.mjs';

const home = 'hjemme-nord';
const wish = 'Mer om natta';
const browser = await launch();
const { page, trouble } = await open(browser, { width: 360, height: 740 });
const { messages, newest, shown, closed, words, reads, press, be } = handsOn(page);
const form = () => page.getByTestId('form').waitFor();
const shot = (name) => page.screenshot({ path: `${shots}/after-${name}.png` });
const field = (name) => page.locator(`[data-testid=field][data-field="${name}"]`);
const send = () => page.getByTestId('form-submit').click();
const mine = (user, test) => async () => (await messages()).findLast((one) => one.person === user && test.test(one.content.plain));
const tap = (message, name) => shown(message).locator(`[data-name="${name}"]`).first().click();
const leave = async () => {
  await page.keyboard.press('Escape');
  await closed();
};

await part('a network is made', async () => {
  await be('eivind', 'nettverk');
  await type(page, '/refleks nettverk');
  await inspect(page, 'what a network is');
  await press('network/make');
  check(await reads(/er nettverket nå/), 'one press makes a group the network', await words());
  await type(page, '/refleks nettverk');
  await page.locator('[data-name="network/advisers"]').last().waitFor();
  await press('network/advisers');
  await form();
  await field('advisers').getByText('Eivind Moe').click();
  await send();
  await closed();
  check(await reads(/1 kan spørres om råd/), 'advisers are chosen in a form', await words());
  await goTo(page, '2026-11-10T12:00');
  const question = await until(() => newest(/^network-question:/));
  check(question?.channel === 'nettverk', 'the first question comes the next working day');
  await be('marit', 'nettverk');
  check(await shown(question).isVisible(), 'whoever facilitates is in it by themselves');
  await inspect(page, 'a question of the network');
  await shot('network-question');
});

await part('guidance', async () => {
  await press('network/guidance');
  await form();
  await inspect(page, 'the form for guidance');
  await send();
  check(await page.getByTestId('field-error').first().isVisible(), 'what is missing is said');
  for (const name of ['adviser', 'time']) await field(name).locator('input[type=radio]').first().check({ force: true });
  await field('day').locator('select').selectOption({ index: 2 });
  await shot('guidance');
  await send();
  await closed();
  check(await reads(/Eivind Moe får spørsmålet/), 'a time is asked for', await words());
  const asked = await until(mine('eivind', /spør om en prat/));
  await be('eivind', '@eivind');
  await tap(asked, 'network/fits');
  check(await reads(/Marit Solheim får vite det/), 'the adviser answers with one press', await words());
  check(await until(mine('marit', /Eivind Moe kan/)), 'and whoever asked hears it');
});

await part('a group that will stall', async () => {
  await be('henrik', 'sykehjem');
  for (const day of ['10.12', '24.12']) {
    await type(page, `/refleks avlys ${day}`);
    const yes = page.getByTestId('whisper').last().locator('[data-name="sessions/cancel_now"]');
    await yes.waitFor();
    await yes.click();
    await reads(/er avlyst/);
  }
});

await part('five sessions', async () => {
  for (const [k, day] of ['2026-11-25', '2026-12-02', '2026-12-09', '2026-12-16'].entries()) {
    await goTo(page, `${day}T09:00`);
    if (!k) await be('marit', home);
    await type(page, '/refleks oppmøte');
    await form();
    await send();
    await closed();
  }
  check(await reads(/7 av 7 kom/), 'four sessions are ticked', await words());
  const ready = await until(mine('kari', /Kursbeviset ditt er klart/));
  check(ready, 'who was at four of five hears that the certificate is ready');
  await be('kari', '@kari');
  await tap(ready, 'certificates/paper/form');
  const link = page.getByTestId('whisper').last().locator('a[href*="/"]').last();
  await link.waitFor();
  await shot('certificate');
  const paper = await fetch(await link.getAttribute('href'));
  const bytes = Buffer.from(await paper.arrayBuffer());
  check(bytes.subarray(0, 5).toString() === '%PDF-', 'and fetches it as a PDF', `${paper.status} ${bytes.subarray(0, 60)}`);
});

await part('the end of the period', async () => {
  await goTo(page, '2026-12-23T13:30');
  const over = await until(() => newest(/^period-over:/));
  check(over?.channel === home && over.content.plain.includes('En siste runde'), 'the group is thanked, with a last round', over?.content.plain);
  await openTalk(page, home);
  await inspect(page, 'the end of a period');
  await shot('over');
  const asked = await until(mine('kari', /Kunne du tenke deg å være fasilitator/));
  check(asked, 'members are asked in private whether they would lead one day');
  await be('marit', '@marit');
  const choice = await until(mine('marit', /Hva vil gruppa videre/));
  if (!check(choice, 'the facilitator is asked what comes next')) return;
  await inspect(page, 'the question what comes next');
  await shot('choice');
  const ways = shown(choice).getByTestId('action');
  check((await ways.count()) === 4, 'there are four ways on', await ways.allInnerTexts());
  for (const label of ['En runde til av det samme', 'Et annet opplegg', 'Frie temaer']) {
    await shown(choice).getByRole('button', { name: label }).click();
    await form();
    check(await field('from').isVisible(), `${label}: with a day to begin`);
    await inspect(page, `the form of ${label}`);
    await leave();
  }
});

await part('the questionnaire of the period', async () => {
  const poll = await until(() => (async () => (await messages()).findLast((one) => /^poll:/.test(one.key ?? '') && one.content.plain.startsWith('Spørsmål etter perioden')))());
  await be('kari', home);
  await tap(poll, 'box/polls/form');
  await form();
  check((await page.getByTestId('field').count()) === 13, 'thirteen questions', `${await page.getByTestId('field').count()}`);
  await inspect(page, 'the questionnaire');
  await fillForm(page, wish);
  await closed();
  check(await reads(/svaret er mottatt/), 'are answered in one go', await words());
  await shown(poll).getByTestId('others-all').click();
  await shown(poll).getByTestId('others-summary').waitFor({ timeout: 60000 });
});

await part('a questionnaire of several pages', async () => {
  const poll = await until(() => (async () => (await messages()).findLast((one) => /^poll:/.test(one.key ?? '') && one.channel === 'nettverk'))());
  if (!check(poll, 'those who facilitate get theirs in the network')) return;
  await be('marit', 'nettverk');
  await tap(poll, 'box/polls/form');
  check(await reads(/28 spørsmål på 4 sider/), 'it says that it has four pages', await words());
  await inspect(page, 'the pages of a questionnaire');
  await shot('pages');
  const at = (n) => page.getByTestId('whisper').last().locator('[data-name="box/polls/page/form"]').filter({ hasText: `ide ${n}` });
  const answer = async () => {
    await form();
    await fillForm(page, wish, 1);
    await closed();
  };
  await at(1).click();
  await answer();
  check(await reads(/side 1 av 4 er mottatt/), 'each page is sent by itself', await words());
  await at(2).click();
  await form();
  await leave(); // put aside
  await be('henrik', 'nettverk');
  await be('marit', 'nettverk');
  await page.reload();
  await page.locator('html[data-ready]').waitFor();
  await tap(poll, 'box/polls/form');
  await at(4).waitFor();
  await shot('pages-again');
  for (const n of [2, 3, 4]) {
    await at(n).click();
    await answer();
    await reads(new RegExp(`side ${n} av 4`));
  }
  check(await reads(/det er den siste/), 'and taken up again later, to the last', await words());
  await shot('pages-last');
  check(!JSON.stringify(await welcome(page)).includes(wish), 'nothing of what was written is kept in the chat');
});

await part('a group that ends, and begins again', async () => {
  await be('marit', '@marit');
  const choice = await mine('marit', /Hva vil gruppa videre/)();
  await shown(choice).getByRole('button', { name: 'Avslutt gruppa' }).click();
  await press('sessions/period_stop_now');
  check(await reads(/er avsluttet/), 'the group is ended', await words());
  await be('kari', home);
  await type(page, '/refleks idé');
  check(await reads(/boksen er stengt/), 'and the box with it', await words());
  await shot('ended');
  await be('marit', home);
  await type(page, '/refleks periode');
  await page.getByTestId('whisper').last().getByRole('button', { name: 'Et annet opplegg' }).click();
  await form();
  await field('programme').locator('select').selectOption({ label: 'Etisk refleksjon i seks steg' }).catch(() => field('programme').getByText('Etisk refleksjon').first().click());
  await shot('again');
  await send();
  await closed();
  check(await reads(/Etisk refleksjon i seks steg.*begynner/s), 'it begins again from what it was', await words());
  const told = await until(() => newest(/^period-new:/));
  check(told?.channel === home, 'and the group hears so', told?.content.plain);
  await type(page, '/refleks medlemmer');
  check(await reads(/Kari Nes/), 'with those who were in it');
});

await part('a group that stalls', async () => {
  await goTo(page, '2026-12-28T09:00');
  const alarm = await until(mine('eivind', /lenge siden gruppa møttes/));
  if (!check(alarm, 'the coordinator hears that a group stalls, and why')) return;
  await be('eivind', '@eivind');
  await shown(alarm).scrollIntoViewIfNeeded();
  await inspect(page, 'a group that stalls');
  await shot('stall');
  await shown(alarm).getByRole('button', { name: 'Gi videre: Solbakken sykehjem' }).click();
  await form();
  await inspect(page, 'the form of a hand-over');
  const members = await field('members').locator('textarea').inputValue();
  await field('facilitators').locator('input, textarea').fill('Grete Bakken');
  await field('members').locator('textarea').fill(members.replace('Grete Bakken', 'Henrik Aas'));
  await shot('hand-over');
  await send();
  const yes = page.getByTestId('whisper').last().locator('[data-name="groups/apply"]');
  await yes.waitFor();
  check(/Henrik Aas.*Grete Bakken/s.test(await words()), 'the change is shown first', await words());
  await yes.click();
  const told = await until(mine('grete', /Du er nå fasilitator i refleksjonsgruppa/));
  if (!check(told, 'whoever takes over hears so')) return;
  await be('grete', '@grete');
  await shown(told).getByRole('button', { name: 'Hvor gruppa er' }).click();
  check(await reads(/Perioden i Solbakken sykehjem/), 'with the way to where the group is', await words());
  await shot('handed-over');
});

check(!trouble.length, 'nothing goes wrong in the browser', trouble);
await finish(browser);
