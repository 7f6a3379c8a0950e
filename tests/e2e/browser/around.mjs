// What a group does around its sessions, in a programme that asks for all of it: contract, hopes and fears, presenters, cover, the
// log of situations, pairs, try-outs, who came, a pause, a certificate. Usage: node around.mjs [http://127.0.0.1:8090]
// (or REFLEKS_URL); screenshots go to SHOTS (build/shots).

import { check, fillForm, finish, handsOn, jumpUntil, launch, open, openTalk, part, shots, type, until, welcome } from './harness.mjs';
import { inspect } from './look.mjs';

const home = 'hjemme-nord';
const secret = 'mosehumle på kjøkkenet';
const browser = await launch();
const { page, trouble } = await open(browser, { width: 390, height: 844 });
const { messages, newest, shown, closed, words, reads, press, be } = handsOn(page);
const form = () => page.getByTestId('form').waitFor();

await part('the contract', async () => {
  await be('marit', home);
  await type(page, '/refleks kontrakt');
  await press('contract/edit');
  await form();
  await inspect(page, 'the form of the contract');
  await page.getByTestId('form').locator('textarea').fill('Det som sies her, blir her.');
  await page.getByTestId('form-submit').click();
  await closed();
  const posted = await until(() => newest(/^contract:/));
  check(posted?.content.plain.includes('Det som sies her'), 'the group sees what it agreed on');
  await be('tomasz', home);
  await type(page, '/refleks contract');
  check(await reads(/Det som sies her/), 'and each can read it again');
});

await part('cover', async () => {
  const asked = await jumpUntil(page, () => newest(/^cover:/));
  if (!check(asked, 'the leader is asked whether the others can take over')) return;
  await be('berit', '@berit');
  await shown(asked).locator('[data-name="cover/answer"]').nth(1).click();
  check(await until(async () => /Telefonen blir tatt over/.test((await newest(/^cover:/)).content.plain)), 'and one press answers');
});

await part('hopes and fears', async () => {
  await be('kari', home);
  const poll = await jumpUntil(page, async () =>
    (await messages()).findLast((one) => /^poll:/.test(one.key ?? '') && one.content.plain.startsWith('Håp')),
  );
  if (!check(poll, 'the group is asked at its first check-in')) return;
  await shown(poll).locator('[data-name="box/polls/form"]').first().click();
  await form();
  await inspect(page, 'the form of hopes and fears');
  await fillForm(page, 'At vi tør å si det vi mener');
  await closed();
  check(!(await messages()).some((one) => one.content.plain.includes('At vi tør')), 'what was written is nowhere in the chat');
  await page.screenshot({ path: `${shots}/around-hopes.png` });
});

await part('the log of situations', async () => {
  await type(page, '/refleks situasjonslogg');
  await form();
  await inspect(page, 'the log of situations');
  await page.getByTestId('form').locator('textarea').first().fill(secret);
  await page.getByTestId('form-submit').click();
  check(await until(async () => (await page.locator('dialog').innerText()).includes(secret)), 'the writer sees it once');
  await page.screenshot({ path: `${shots}/around-situation.png` });
  await page.keyboard.press('Escape');
  await closed();
  check(!JSON.stringify(await welcome(page)).includes('mosehumle'), 'and the chat has not kept it');
});

await part('pairs', async () => {
  await be('marit', home);
  await type(page, '/refleks par');
  check(await reads(/ og /), 'pairs are drawn', await words());
  await press('box/pairs/again');
  check(await reads(/Bare du ser parene/), 'and drawn once more');
});

await part('a try-out', async () => {
  await type(page, '/refleks utprøving');
  await press('tryouts/new');
  await form();
  await page.getByTestId('form').locator('input[type=text], textarea').first().fill('Vente ett minutt');
  await page.getByTestId('form-submit').click();
  await closed();
  check(await until(() => newest(/^tryout:/)), 'the group sees what is tried');
  await type(page, '/refleks utprøving');
  await press('tryouts/ask');
  await form();
  await inspect(page, 'the form of what came of it');
  await fillForm(page, 'Det ble roligere', 0);
  await closed();
  check(await until(() => newest(/^tryout-told:/)), 'and what came of it');
});

await part('who came, and who brings what next time', async () => {
  const asked = await jumpUntil(page, () => newest(/^presenter:/), 12);
  check(asked, 'somebody is asked for the next time');
  if (asked) {
    await be(asked.person, `@${asked.person}`);
    await shown(asked).locator('[data-name="presenters/yes"]').click();
    check(await reads(/./), 'and says yes with one press', await words());
    await page.screenshot({ path: `${shots}/around-presenter.png` });
  }
  await be('marit', home);
  await type(page, '/refleks oppmøte');
  await form();
  await page.getByTestId('form-submit').click();
  await closed();
  check(await reads(/av \d+ kom/), 'who came is ticked in two presses', await words());
});

await part('a pause, the run sheet and a certificate', async () => {
  await type(page, '/refleks kjøreplan');
  check(await reads(/situasjon/i), 'the run sheet says what to do', (await words()).slice(0, 80));
  await be('lien', home);
  await type(page, '/refleks pause til 20. desember');
  check(await reads(/Du har pause/), 'a pause is one line', await words());
  await press('pauses/end_mine');
  check(await reads(/Velkommen tilbake/), 'and one press ends it', await words());
  await type(page, '/refleks kursbevis');
  check(await reads(/\d/), 'what is missing for a certificate is said', await words());
  await openTalk(page, home);
});

check(!trouble.length, 'nothing goes wrong in the browser', trouble);
await finish(browser);
