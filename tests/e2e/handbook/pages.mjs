// The handbook's pages: on a phone, a screen and on paper; each guide's PDF with the pages it promises.
// Usage: node pages.mjs <address of the pages>

import { writeFileSync } from 'node:fs';
import { check, finish, launch, part, shots } from '../browser/harness.mjs';
import { inspect } from '../browser/look.mjs';
import { noScript, open } from '../pages/hands.mjs';

const root = `${process.argv[2]}/hjelp`;
const guides = { ansatte: 2, fasilitatorer: 8, ledere: 3 };
const browser = await launch();

await part('the way in', async () => {
  const plain = await fetch(root, { redirect: 'manual' });
  check(plain.status === 303, '/hjelp leads to /hjelp/', `${plain.status}`);
  for (const [width, height] of [
    [390, 844],
    [1280, 860],
  ]) {
    const { page, context, trouble } = await open(browser, `${root}/`, { width, height });
    await inspect(page, `contents ${width}`);
    check((await page.getByRole('link', { name: /PDF/ }).count()) === 3, 'three guides, each also on paper');
    check(!trouble.length, 'nothing goes wrong', trouble);
    await page.screenshot({ path: `${shots}/contents-${width}.png`, fullPage: true });
    await context.close();
  }
});

for (const [guide, pages] of Object.entries(guides))
  await part(guide, async () => {
    for (const [width, height, theme] of [
      [390, 844, 'light'],
      [1280, 860, 'dark'],
    ]) {
      const { page, context, trouble } = await open(browser, `${root}/${guide}`, { width, height, theme });
      await page.evaluate(async () => {
        for (const picture of document.images) {
          picture.loading = 'eager';
          await picture.decode().catch(() => {});
        }
      });
      await inspect(page, `${guide} ${width} ${theme}`);
      const drawn = await page.evaluate(() => [...document.images].map((one) => one.naturalWidth > 100 && one.alt.length > 10));
      check(drawn.length >= 2 && drawn.every(Boolean), `${guide} ${width}: every picture is there, and in words`, drawn);
      check((await page.evaluate(noScript)) === 0, `${guide}: there is no script`);
      check(!trouble.length, `${guide}: nothing goes wrong`, trouble);
      await page.screenshot({ path: `${shots}/${guide}-${width}.png`, fullPage: true });
      if (width === 1280) await page.pdf({ path: `${shots}/${guide}-print.pdf`, format: 'A4' });
      await context.close();
    }
    for (const language of ['nb', 'nn', 'en']) {
      const paper = await fetch(`${root}/${guide}.pdf?l=${language}`);
      const bytes = Buffer.from(await paper.arrayBuffer());
      check(paper.headers.get('content-type') === 'application/pdf' && bytes.subarray(0, 5).toString() === '%PDF-', `${guide} ${language}: is a PDF`);
      const count = (bytes.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
      check(count === pages, `${guide} ${language}: has ${pages} pages`, `${count}`);
      writeFileSync(`${shots}/${guide}-${language}.pdf`, bytes);
    }
  });

await part('what is not there', async () => {
  for (const path of ['/nobody', '/bilder/nobody-nb.png', '/nobody.pdf', 'x'])
    check((await fetch(root + path)).status === 404, `${path} is not there`);
});

await finish(browser);
