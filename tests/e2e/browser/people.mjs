// A coordinator pastes a spreadsheet of three hundred people on a phone, looks, and says yes. Usage: node people.mjs
// [http://127.0.0.1:8090]; screenshots go to SHOTS (build/shots).

import { readFileSync } from 'node:fs';
import { become, check, finish, launch, open, part, shots, type, welcome } from './harness.mjs';
import { inspect } from './look.mjs';

const browser = await launch();
const list = new TextDecoder('windows-1252').decode(readFileSync('tests/app/roster_300_cp1252.csv'));
const { page, trouble } = await open(browser, { width: 390, height: 844 });
await become(page, 'eivind', '@eivind');
const shot = (name) => page.screenshot({ path: `${shots}/people-${name}.png` });
const before = (await welcome(page)).people.length;
const paste = async (text) => {
  await type(page, 'import');
  await page.getByTestId('form').waitFor();
  await page.locator('[data-testid=field][data-field="table"]').locator('textarea').fill(text);
};

await part('a list with faults', async () => {
  await paste('navn;gruppe;rolle\nPer Dal;Finnes ikke;\nOla Ås;Hjemmetjenesten nord;sjef\n');
  await inspect(page, 'the form of a list');
  await shot('form');
  await page.getByTestId('form-submit').click();
  const told = page.getByTestId('whisper').filter({ hasText: '2 ting må rettes' }).last();
  await told.waitFor();
  check((await told.innerText()).includes('Linje 2:'), 'each fault has its line');
  await shot('faults');
  check((await welcome(page)).people.length === before, 'and nothing was done');
});

await part('three hundred people', async () => {
  await paste(list);
  const began = Date.now();
  await page.getByTestId('form-submit').click();
  const preview = page.getByTestId('whisper').filter({ hasText: '300 linjer lest' }).last();
  await preview.waitFor();
  console.log(`     ${Date.now() - began} ms until the preview of 300`);
  check(Date.now() - began < 15000, 'the preview of 300 comes soon'); // a third of a second on an idle machine
  await inspect(page, 'the preview of a list');
  await shot('preview');
  check((await welcome(page)).people.length === before, 'a preview changes nothing');
  await preview.locator('[data-name="groups/import_yes"]').click();
  await page.getByTestId('whisper').filter({ hasText: 'Gjort' }).last().waitFor();
  await shot('done');
  check((await welcome(page)).people.length === before + 300, 'three hundred are known now');
  await paste(list);
  await page.getByTestId('form-submit').click();
  await page.getByTestId('whisper').filter({ hasText: 'Alt på listen står her' }).last().waitFor();
  check(true, 'the second time there is nothing to do');
});

check(!trouble.length, 'no errors in the browser', trouble);
await finish(browser);
