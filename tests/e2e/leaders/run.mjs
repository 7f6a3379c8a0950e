// The pages about groups in a real browser. Usage: node run.mjs <sandbox> <refleks> <folder with refleks.toml and data>

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { check, finish, launch, part, shots } from '../browser/harness.mjs';
import { inspect } from '../browser/look.mjs';
import { heading, noScript, open } from '../pages/hands.mjs';

const [refleks, work] = process.argv.slice(3);
const config = ['-c', `${work}/refleks.toml`];
const tool = (...args) => execFileSync(refleks, [...args, ...config], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const python = (program, ...args) => execFileSync('/usr/bin/python3', ['-c', program, ...args], { encoding: 'utf8' });
const address = (who) => tool('link', who, '--groups').trim();

const browser = await launch();
const leader = address('berit');
let group = '';

for (const [who, url] of [
  ['leader', leader],
  ['facilitator', address('marit')],
  ['member', address('kari')],
])
  await part(who, async () => {
    for (const [width, height] of [
      [390, 844],
      [1280, 860],
      [320, 640],
    ])
      for (const theme of ['light', 'dark']) {
        if (width === 320 && theme === 'dark') continue;
        const { page, context, trouble } = await open(browser, url, { width, height, theme });
        await inspect(page, `${who} groups ${width} ${theme}`);
        await page.screenshot({ path: `${shots}/${who}-groups-${width}-${theme}.png`, fullPage: true });
        await page.getByRole('link', { name: 'Hjemmetjenesten nord' }).click();
        await page.waitForLoadState('networkidle');
        group = page.url();
        await inspect(page, `${who} group ${width} ${theme}`);
        const drawn = await page.evaluate(() =>
          [...document.querySelectorAll('.plot')].map(({ complete, naturalWidth, alt }) => complete && naturalWidth > 0 && alt.length > 10),
        );
        check(drawn.length >= 3 && drawn.every(Boolean), `${who} ${width}: every drawing is there, and in words`, drawn);
        check((await page.evaluate(noScript)) === 0, `${who}: there is no script`);
        check(!trouble.length, `${who}: nothing goes wrong in the browser`, trouble);
        await page.screenshot({ path: `${shots}/${who}-group-${width}-${theme}.png`, fullPage: true });
        if (width === 1280 && theme === 'light') await page.pdf({ path: `${shots}/${who}-group-print.pdf`, format: 'A4' });
        await context.close();
      }
  });

await part('what a leader is not told', async () => {
  const { page, context } = await open(browser, leader);
  await page.getByRole('link', { name: 'Hjemmetjenesten nord' }).click();
  const words = await page.locator('main').innerText();
  check(!/Kari|Amina|Jonas/.test(words), 'no name of those who take part');
  check(/Bemanning på kveld/.test(words) && /5 av \d+ kom/.test(await page.locator('main').innerHTML()), 'matters and numbers');
  await context.close();
});

await part('what the group has released, and the days of a page', async () => {
  const { page, context } = await open(browser, leader, { script: false });
  await page.getByRole('link', { name: 'Hjemmetjenesten nord' }).click();
  const words = await page.locator('main').innerText();
  check(/fem stille minutter/.test(words) && !/Dette blir hos oss/.test(words), 'what was released is there, and nothing else of what they keep');
  await page.getByRole('link', { name: 'Halvåret før' }).click();
  const past = await page.locator('main').innerText();
  check(/Fra .* 20\d\d til og med .* 20\d\d/.test(past), 'a page of chosen days says which, with the year');
  check(!/Samlinger som kommer/.test(past), 'and none that is to come where they are over');
  const pdf = await page.getByRole('link', { name: /PDF/ }).getAttribute('href');
  check(/&d=\d{8}-\d{8}/.test(pdf), 'and its files are about the same', pdf);
  await page.screenshot({ path: `${shots}/leader-days-390.png`, fullPage: true });
  await page.getByRole('button', { name: 'Andre dager' }).click();
  await page.locator('input[type=text]').first().fill('1.11.2026');
  await page.locator('input[type=text]').last().fill('30.11.2026');
  await page.locator('.send button, form button').last().click();
  check(/d=20261101-20261130/.test(await page.locator('main').innerHTML()), 'others are typed, and lead to their page');
  await page.screenshot({ path: `${shots}/leader-days-chosen-390.png`, fullPage: true });
  await context.close();
});

await part('answering without a script', async () => {
  const { page, context } = await open(browser, leader, { script: false });
  await page.getByRole('link', { name: 'Hjemmetjenesten nord' }).click();
  await page.getByRole('button', { name: 'Åpne sak 2' }).click();
  check(/Nøkkelboksene/.test(await page.locator('main').innerText()), 'the whole matter is there');
  await page.getByRole('button', { name: 'Gjort' }).first().click();
  await page.locator('textarea').first().fill('Nye bokser er hengt opp.');
  await page.screenshot({ path: `${shots}/leader-answer-390.png`, fullPage: true });
  await page.locator('.send button, form button').last().click();
  await page.getByRole('link', { name: /Tilbake/ }).click();
  await page.getByRole('link', { name: 'Hjemmetjenesten nord' }).click();
  check(/Nøkkelboksene i sone 2: gjort/i.test(await page.locator('main').innerText()), 'the page says that it is done');
  await context.close();
});

const bytes = async (query) => {
  const response = await fetch(leader + query);
  return { status: response.status, type: response.headers.get('content-type'), body: Buffer.from(await response.arrayBuffer()) };
};
const id = new URL(group).searchParams.get('g');

await part('files', async () => {
  const pdf = await bytes(`?v=report-pdf&g=${id}`);
  check(pdf.type === 'application/pdf', 'a report is a PDF', pdf.type);
  writeFileSync(`${shots}/report.pdf`, pdf.body);
  const read = execFileSync('pdftotext', ['-layout', `${shots}/report.pdf`, '-'], { encoding: 'utf8' });
  check(/Bemanning på kveld/.test(read) && /Svært nyttig|nyttig/i.test(read), 'pdftotext reads it');
  check(!/Kari|Amina|Jonas/.test(read), 'and nobody who takes part is named in it');
  const book = await bytes('?v=tables-xlsx');
  writeFileSync(`${work}/book.xlsx`, book.body);
  const sheets = python('import openpyxl, sys; b = openpyxl.load_workbook(sys.argv[1]); print([(s.title, s.max_row) for s in b.worksheets])', `${work}/book.xlsx`);
  check(/\('Saker', 4\)/.test(sheets), 'another reader of spreadsheets finds three matters', sheets);
  const csv = await bytes('?v=tables-csv-sessions');
  check(/^\ufeffGruppe;Dato;/.test(csv.body.toString('utf8')), 'sessions as CSV');
  for (const plot of ['usefulness', 'attendance', 'matters', 'timeline']) {
    const png = await bytes(`?v=plot-${plot}&g=${id}&k=png`);
    check(png.type === 'image/png', `${plot} as PNG`, png.type);
    writeFileSync(`${shots}/plot-${plot}.png`, png.body);
    const narrow = await bytes(`?v=plot-${plot}&g=${id}&k=narrow-png`);
    writeFileSync(`${shots}/plot-${plot}-320.png`, narrow.body);
    const svg = await bytes(`?v=plot-${plot}&g=${id}`);
    check(/^<\?xml|^<svg/.test(svg.body.toString('utf8')), `${plot} as SVG`);
  }
  for (const [file, has] of [
    ['report.pdf', '%PDF'],
    ['all.xlsx', 'PK'],
    ['all.csv', '\ufeff'],
  ]) {
    tool('report', ...(file === 'report.pdf' ? ['hjemme-nord'] : []), '-o', `${work}/${file}`);
    const made = execFileSync('head', ['-c', '4', `${work}/${file}`], { encoding: 'utf8' });
    check(made.startsWith(has), `the operator writes ${file}`);
  }
});

await part('others', async () => {
  const other = await fetch(`${address('henrik')}?v=group&g=${id}`);
  check(other.status === 404, 'who is in another group reads nothing', String(other.status));
  const plot = await fetch(`${address('henrik')}?v=plot-matters&g=${id}`);
  check(plot.status === 404, 'and sees no drawing');
});

await part('the audit log', async () => {
  const log = tool('audit', 'show');
  check(/page\.opened/.test(log) && /page\.downloaded/.test(log) && /Berit/.test(log), 'says that the leader opened pages and took files');
  check(!/page\.opened.*Kari/.test(log), 'and nothing of those who read of their own group');
});

await part('revoking', async () => {
  const marit = address('marit');
  tool('link', 'berit', '--revoke');
  let status = 0;
  for (let tries = 0; tries < 50 && status !== 410; ++tries) status = (await fetch(leader)).status;
  check(status === 410, 'the old address is dead');
  check((await fetch(marit)).status === 200, 'nobody else notices');
  check((await fetch(address('berit'))).status === 200, 'a new one works');
  const { page, context } = await open(browser, leader);
  check((await heading(page)) === 'Lenken er byttet ut', 'and the old one says why');
  await context.close();
});

await finish(browser);
