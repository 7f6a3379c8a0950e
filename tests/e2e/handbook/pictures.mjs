// The handbook's pictures, taken where they are used: the sandbox's page on a phone, played as people would.
// Usage: node pictures.mjs <sandbox> <language>; pictures go to SHOTS as <name>-<language>.png.

import { become, check, dismissNews, fillForm, finish, jumpUntil, launch, openTalk, part, shots, type, welcome } from '../browser/harness.mjs';

const base = process.argv[2].replace(/\/$/, '');
const language = process.argv[3];
const verbs = {
  nb: { sheet: 'kjøreplan', poll: 'avstemning', came: 'oppmøte', matter: 'sak', cover: 'dekning' },
  nn: { sheet: 'køyreplan', poll: 'avrøysting', came: 'oppmøte', matter: 'sak', cover: 'dekning' },
  en: { sheet: 'run-sheet', poll: 'poll', came: 'attendance', matter: 'matter', cover: 'cover' },
}[language];
const said = {
  nb: { ask: '"Skal vi møtes litt tidligere?" "Ja" "Nei" "Det er likt for meg"', title: 'Bemanning på kveld', body: 'Vi ber om to på vakt etter klokka 20.' },
  nn: { ask: '"Skal vi møtast litt tidlegare?" "Ja" "Nei" "Det er likt for meg"', title: 'Bemanning på kveld', body: 'Vi ber om to på vakt etter klokka 20.' },
  en: { ask: '"Shall we meet a little earlier?" "Yes" "No" "It is the same to me"', title: 'Staffing in the evening', body: 'We ask for two on duty after 8 p.m.' },
}[language];
const home = 'hjemme-nord';
const widest = 640; // of what is shown, from top to bottom, in points of the screen

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, colorScheme: 'light', reducedMotion: 'reduce', hasTouch: true });
const page = await context.newPage();
page.setDefaultTimeout(20000);
await page.addInitScript(() => localStorage.setItem('refleks.tour', '"done"'));
await page.goto(`${base}/`);
await page.locator('html[data-ready]').waitFor();

const taken = [];
async function take(name, what) {
  await what.waitFor();
  await what.evaluate((node) => node.scrollIntoView({ block: 'start' }));
  await page.mouse.move(0, 0);
  const box = await what.boundingBox();
  const clip = { x: box.x, y: Math.max(0, box.y), width: box.width, height: Math.min(box.height, widest, 844 - Math.max(0, box.y)) };
  await page.screenshot({ path: `${shots}/${name}-${language}.png`, clip });
  taken.push(name);
  check(clip.height > 60, `${name} is there to be seen`, clip);
}
const messages = async () => (await welcome(page)).messages;
const message = async (key, where) => (await messages()).findLast((one) => key.test(one.key ?? '') && (!where || one.channel === where));
const shown = (one) => page.locator(`[data-testid=message][data-id="${one.id}"]`);
const whisper = () => page.getByTestId('whisper').last();
const form = () => page.locator('dialog[open]');
const leave = async () => {
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
};
async function be(user, talk) {
  await dismissNews(page);
  await become(page, user, talk);
}

await part('before a session', async () => {
  await be('kari', home);
  const invitation = await jumpUntil(page, () => message(/^(invitation|preparation):/, home));
  await openTalk(page, home);
  await take('invitasjon', shown(invitation));
  await be('berit', '@berit');
  await type(page, `/refleks ${verbs.cover} ${home}`);
  await take('dekning', whisper());
  await be('marit', home);
  await type(page, `/refleks ${verbs.sheet}`);
  await take('kjoreplan', whisper());
  await type(page, `/refleks ${verbs.poll} ${said.ask}`);
  await page.locator('[data-name="polls/open"]').last().waitFor();
  await take('avstemning', whisper());
});

await part('after a session', async () => {
  await be('kari', home);
  const checkout = await jumpUntil(page, async () => {
    const poll = await message(/^poll:/, home);
    return poll && /utsjekk|check-?out/i.test(poll.content.plain) ? poll : null;
  });
  await shown(checkout).locator('[data-name="box/polls/form"]').click();
  await page.getByTestId('form').waitFor();
  await take('utsjekk', form());
  await leave();
  await be('marit', home);
  await type(page, `/refleks ${verbs.came}`);
  await page.getByTestId('form').waitFor();
  await take('oppmote', form());
  await page.getByTestId('form-submit').click();
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
  await type(page, `/refleks ${verbs.matter}`);
  await page.getByTestId('form').waitFor();
  await page.getByTestId('form').locator('input[type=text], input:not([type]), textarea').nth(0).fill(said.title);
  await page.getByTestId('form').locator('textarea').last().fill(said.body);
  await take('sak', form());
  await page.getByTestId('form-submit').click();
  await page.waitForFunction(() => !document.querySelector('dialog[open]'));
});

await part('for the leader', async () => {
  const lifted = await jumpUntil(page, () => message(/^matter:/));
  await be('berit', '@berit');
  await take('svar', shown(lifted));
  const digest = await jumpUntil(page, () => message(/^digest:/), 60);
  await openTalk(page, '@berit');
  await take('ukesammendrag', shown(digest));
});

check(taken.length === 9, 'every picture was taken', taken);
await finish(browser);
