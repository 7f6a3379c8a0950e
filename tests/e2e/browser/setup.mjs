// A coordinator sets a group up from nothing, by clicking: from a file that names her alone to the first invitation.
// Counts what it costs. Usage: node setup.mjs [http://127.0.0.1:8090]; screenshots go to SHOTS (build/shots).

import { become, check, finish, jumpUntil, launch, open, part, shots, type, welcome } from './harness.mjs';
import { axeViolations, inspect } from './look.mjs';

const browser = await launch();
const names = ['Kari Nes', 'Amina Warsame', 'Jonas Vik', 'Lien Tran', 'Sigrun Øvrebø', 'Tomasz Nowak', 'Siri Lund'];
let clicks = 0;
let typed = 0;

for (const [screen, size, channel] of [
  ['a computer', { width: 1280, height: 860 }, 'hjemme-sor'],
  ['a phone', { width: 390, height: 844 }, 'natt'],
]) {
  const { page, trouble } = await open(browser, size);
  await become(page, 'eivind', '@eivind');
  const shot = (name) => page.screenshot({ path: `${shots}/setup-${size.width < 600 ? 'phone' : 'wide'}-${name}.png` });
  const name = screen === 'a phone' ? 'Nattpatruljen' : 'Hjemmetjenesten sør';
  const press = async (what) => {
    ++clicks;
    await what.click();
  };
  const fill = async (field, text) => {
    typed += text.length;
    await page.locator(`[data-testid=field][data-field="${field}"]`).locator('input, textarea').fill(text);
  };
  const step = async (number) => {
    await page.getByTestId('form').filter({ hasText: `${number} av 3` }).waitFor();
    await inspect(page, `step ${number}, ${screen}`);
    await shot(`step-${number}`);
  };

  await part(`a group is set up on ${screen}`, async () => {
    const began = Date.now();
    clicks = typed = 0;
    if (screen === 'a computer') check(!(await welcome(page)).channels.length, 'there is no group to begin with');
    await type(page, 'oppsett');
    typed += 'oppsett'.length;
    ++clicks;
    await step(1);
    await press(page.getByTestId('form-submit'));
    check(await page.getByTestId('field-error').first().isVisible(), `${screen}: what is missing is said at the field`);
    await fill('name', name);
    await fill('channel', channel);
    await fill('place', 'Møterom 2, 3. etasje');
    await press(page.getByTestId('form-submit'));
    await step(2);
    await fill('when', 'annenhver onsdag 13.30');
    await press(page.getByTestId('form-submit'));
    await step(3);
    await fill('facilitators', 'Marit Solheim');
    await fill('leaders', 'Berit Aas');
    await fill('members', names.join('\n'));
    await press(page.getByTestId('form-submit'));
    const preview = page.getByTestId('whisper').last();
    await preview.getByText(`Slik blir ${name}`).waitFor();
    await inspect(page, `the preview, ${screen}`);
    await shot('preview');
    check((await preview.innerText()).includes('annenhver onsdag 13.30–15.00'), `${screen}: the preview says the rhythm`);
    await press(preview.locator('[data-name="groups/start"]'));
    await page.getByTestId('whisper').filter({ hasText: `${name} er i gang` }).last().waitFor();
    const seconds = (Date.now() - began) / 1000;
    // Two seconds a click, and a quarter of a second a letter on a phone's keyboard.
    const byHand = clicks * 2 + typed / 4;
    console.log(`     ${clicks} clicks, ${typed} letters, ${seconds.toFixed(1)} s by the script, some ${Math.round(byHand)} s by hand`);
    check(clicks <= 7, `${screen}: a group of eight costs ${clicks} clicks, and at most 7`);
    check(byHand < 120, `${screen}: and less than two minutes`, `${byHand} s`);
    await shot('started');
    await press(page.getByTestId('whisper').last().locator('[data-name="groups/show"]'));
    await page.getByTestId('whisper').filter({ hasText: 'Når og hva' }).last().waitFor();
    await shot('panel');
  });

  await part(`the first invitation, ${screen}`, async () => {
    const state = await welcome(page);
    check(state.channels.some((one) => one.id === channel), `${screen}: the channel is there without a restart`);
    check(state.people.some((one) => one.name === 'Kari Nes'), `${screen}: and so are the people`);
    await become(page, 'kari-nes', channel);
    const invited = await jumpUntil(page, async () => {
      const one = page.locator('[data-testid=message][data-key^="invitation:"]').last();
      return (await one.count()) ? one : null;
    });
    check(invited, `${screen}: the group is invited`);
    check((await invited.innerText()).includes('Møterom 2'), `${screen}: with the place`);
    await shot('invitation');
    await become(page, 'eivind', '@eivind');
  });

  await part(`the sessions and all groups, ${screen}`, async () => {
    await type(page, `plan ${channel === 'natt' ? 'nattpatruljen' : 'hjemmetjenesten-soer'}`);
    await page.getByTestId('whisper').filter({ hasText: 'Samlinger i' }).last().waitFor();
    await inspect(page, `the plan, ${screen}`);
    await shot('plan');
    await type(page, 'grupper');
    await page.getByTestId('whisper').filter({ hasText: name }).last().waitFor();
    await inspect(page, `all groups, ${screen}`);
    await shot('groups');
    check(!(await axeViolations(page)).length, `axe finds nothing in the groups, ${screen}`, await axeViolations(page));
    check(!trouble.length, `nothing went wrong on ${screen}`, trouble.slice(0, 3));
  });
}

await finish(browser);
