// A coordinator sets up thirty groups from nothing, and hands over three hundred people. Usage: node run.mjs
// <address of the sandbox> <address of her own page> <where the list is written>.

import { writeFileSync } from 'node:fs';
import { become, check, finish, jumpUntil, launch, open, part, shots, type, welcome } from '../browser/harness.mjs';
import { inspect } from '../browser/look.mjs';
import { open as openPage } from '../pages/hands.mjs';

const [, , , own, roster] = process.argv;
const wanted = Number(process.env.GROUPS_WANTED ?? 30);
const browser = await launch();
const first = ['Kari', 'Amina', 'Jonas', 'Lien', 'Sigrun', 'Tomasz', 'Siri', 'Åse', 'Øyvind', 'Bjørn'];
const last = ['Nes', 'Warsame', 'Vik', 'Tran', 'Øvrebø', 'Nowak', 'Lund', 'Bjørnæs', 'Dahl', 'Ås', 'Holm', 'Moen', 'Berg'];
const letters = (n) => String.fromCharCode(65 + (n % 26)) + String.fromCharCode(97 + (Math.floor(n / 26) % 26));
// A name for each number, none twice.
const person = (n) => `${first[n % 10]} ${letters(n)}${last[n % 13].toLowerCase()}`;
const places = ['Hjemmetjenesten', 'Sykehjemmet', 'Boligen', 'Dagsenteret', 'Nattpatruljen', 'Avlastningen'];
const sides = ['nord', 'sør', 'øst', 'vest', 'sentrum'];
const group = (n) => `${places[n % 6]} ${sides[Math.floor(n / 6) % 5]}`;
const channel = (n) => `gruppe-${n + 1}`;
const days = ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag'];
const number = (n) => String(n + 1).padStart(2, '0');

let clicks = 0;
let typed = 0;

async function setUp(page, n, shot) {
  const press = async (what) => {
    ++clicks;
    await what.click();
  };
  const fill = async (field, text) => {
    typed += text.length;
    await page.locator(`[data-testid=field][data-field="${field}"]`).locator('input, textarea').fill(text);
  };
  const step = (k) => page.getByTestId('form').filter({ hasText: `${k} av 3` }).waitFor();
  await type(page, 'oppsett');
  typed += 'oppsett'.length;
  ++clicks;
  await step(1);
  await fill('name', group(n));
  await fill('channel', channel(n));
  await fill('place', `Møterom ${(n % 4) + 1}`);
  await shot('1-hva');
  await press(page.getByTestId('form-submit'));
  await step(2);
  await fill('when', `annenhver ${days[n % 5]} ${9 + (n % 5)}.30`);
  await shot('2-naar');
  await press(page.getByTestId('form-submit'));
  await step(3);
  await fill('facilitators', person(1000 + n));
  await fill('leaders', person(2000 + (n % 6)));
  await fill('members', Array.from({ length: 7 }, (_, k) => person(n * 7 + k)).join('\n'));
  await shot('3-hvem');
  await press(page.getByTestId('form-submit'));
  const preview = page.getByTestId('whisper').filter({ hasText: `Slik blir ${group(n)}` }).last();
  await preview.waitFor();
  await shot('4-slik-blir-det');
  await press(preview.locator('[data-name="groups/start"]'));
  await page.getByTestId('whisper').filter({ hasText: `${group(n)} er i gang` }).last().waitFor();
  await shot('5-i-gang');
}

const screens = { wide: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };
const pages = {};
for (const [name, size] of Object.entries(screens)) {
  pages[name] = await open(browser, size);
  await become(pages[name].page, 'eivind', '@eivind');
}
const shotOf = (screen, n) => (name) =>
  pages[screen].page.screenshot({ path: `${shots}/gruppe-${number(n)}-${name}-${screen}.png` });

await part('from a file with one coordinator to the first invitation', async () => {
  const { page } = pages.phone;
  const invitee = person(0).toLowerCase().replace(/[^a-z]+/g, '-');
  check(!(await welcome(page)).channels.length, 'there is no group to begin with');
  await page.screenshot({ path: `${shots}/00-ingenting-phone.png` });
  const began = Date.now();
  await setUp(page, 0, shotOf('phone', 0));
  await inspect(page, 'a group that has begun');
  await become(page, invitee, channel(0));
  const invited = await jumpUntil(page, async () => {
    ++clicks;
    const one = page.locator('[data-testid=message][data-key^="invitation:"]').last();
    return (await one.count()) ? one : null;
  });
  check(invited, 'the group is invited');
  await page.screenshot({ path: `${shots}/gruppe-01-6-invitasjon-phone.png` });
  const seconds = (Date.now() - began) / 1000;
  // Two seconds a click, and a quarter of a second a letter on a phone's keyboard.
  const byHand = clicks * 2 + typed / 4;
  await become(page, 'eivind', '@eivind');
  console.log(`     ${clicks} clicks, ${typed} letters: ${seconds.toFixed(1)} s by the script, some ${Math.round(byHand)} s by hand`);
  check(byHand < 300, 'the newcomer: less than five minutes of clicking', `${byHand} s`);
});

await part(`${wanted - 1} groups more`, async () => {
  clicks = typed = 0;
  for (let n = 1; n < wanted; ++n) {
    const screen = n % 2 ? 'wide' : 'phone';
    await setUp(pages[screen].page, n, shotOf(screen, n));
  }
  const byHand = clicks * 2 + typed / 4;
  const each = byHand / (wanted - 1);
  console.log(`     ${each.toFixed(0)} s a group by hand`);
  check(each < 120, 'a group of eight is set up in less than two minutes', `${each} s`);
  check((await welcome(pages.wide.page)).channels.length === wanted, `there are ${wanted} groups`);
});

await part('three hundred people in a file as Excel writes it', async () => {
  // Windows-1252, semicolons, CRLF, the heading in Norwegian; every tenth already there.
  const rows = ['Navn;Gruppe;Rolle;E-post;Til'];
  for (let n = 0; n < 300; ++n)
    rows.push(`${person(3000 + n)};${group(n % wanted)};Deltaker;p${n}@fjordvik.example;${n % 10 ? '' : '31.12.2026'}`);
  writeFileSync(roster, Buffer.from(rows.join('\r\n') + '\r\n', 'latin1'));
  const broken = `${roster}.broken.csv`;
  writeFileSync(
    broken,
    Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('Navn;Gruppe\r\nPer Ås;Ingensteds\r\nGro Li;Finnes ikke\r\n', 'utf16le'),
    ]),
  );
  const shifts = `${roster}.shifts.csv`;
  const at = (day, n) => `${day};${person(n)}`;
  writeFileSync(shifts, `Dato;Navn\r\n${at('02.12.2026', 0)}\r\n${at('02.12.2026', 1)}\r\n${at('03.12.2026', 2)}\r\n`);
  const before = (await welcome(pages.wide.page)).people.length;
  for (const [name, size] of Object.entries(screens)) {
    const { page, context, trouble } = await openPage(browser, own, { ...size, script: false });
    const shot = (what) => page.screenshot({ path: `${shots}/liste-${what}-${name}.png`, fullPage: true });
    const command = async (words) => {
      await page.locator('#command').fill(words);
      await page.locator('form.command button').click();
    };
    const send = async (file) => {
      await page.locator('input[type=file]').setInputFiles(file);
      await page.locator('form:has(input[type=file]) p.send button').click();
    };
    await shot('0-egen-side');
    await command('import');
    await page.locator('input[type=file]').waitFor();
    await shot('1-skjema');
    await send(broken);
    check((await page.locator('body').innerText()).includes('Linje 2'), `${name}: each fault has its line (UTF-16)`);
    await shot('2-feil');
    await command('import');
    const began = Date.now();
    await send(roster);
    await page.getByText('300 linjer lest').waitFor();
    console.log(`     ${name}: ${Date.now() - began} ms until the preview of 300`);
    await shot('3-slik-blir-det');
    if (name === 'phone') {
      await page.getByRole('button', { name: 'Ja, gjør det' }).click();
      await page.getByText('Gjort').first().waitFor();
      await shot('4-gjort');
    }
    await command('vakt hjemmetjenesten-nord');
    await page.getByRole('button', { name: 'Lim inn vaktliste' }).click();
    await page.locator('input[type=file]').waitFor();
    await shot('5-vaktliste');
    await send(shifts);
    await page.getByText('torsdag 3. desember').first().waitFor();
    await shot('6-vaktliste-satt');
    check(!trouble.length, `${name}: nothing went wrong`, trouble);
    await context.close();
  }
  check((await welcome(pages.wide.page)).people.length === before + 300, 'three hundred are known now');
});

await part('all groups', async () => {
  for (const [name, { page, trouble }] of Object.entries(pages)) {
    await type(page, 'grupper');
    await page.getByTestId('whisper').filter({ hasText: 'grupper' }).last().waitFor();
    await inspect(page, `all groups, ${name}`);
    await page.screenshot({ path: `${shots}/alle-grupper-${name}.png` });
    check(!trouble.length, `nothing went wrong, ${name}`, trouble.slice(0, 3));
  }
});

await finish(browser);
