// Every card of the sessions before, judged by Microsoft's own renderer and by the types of its Teams library. Adaptive Cards 1.5.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { JSDOM } from 'jsdom';
import { check, last, part } from './report.mjs';

const require = createRequire(import.meta.url);
const modules = fileURLToPath(new URL('./node_modules', import.meta.url));
const { WORK } = process.env;
const all = ['session', 'talk']
  .map((name) => `${WORK}/cards-${name}.json`)
  .filter(existsSync)
  .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));
check(all.length > 20, 'there are cards to judge', all.length);
const cards = [...new Map(all.map((card) => [JSON.stringify(card), card])).values()];
const titleOf = (card) => JSON.stringify(card).match(/"text":"([^"]{3,60})/)?.[1] ?? '';

// The renderer knows no charts: theirs are for the types alone.
const charts = existsSync(`${WORK}/charts.json`) ? JSON.parse(readFileSync(`${WORK}/charts.json`, 'utf8')) : [];
check(charts.length > 0, 'there is a card with a chart', charts.length);

await part('adaptivecards', async () => {
  const { window } = new JSDOM('<!doctype html><html><body></body></html>');
  globalThis.window = window;
  globalThis.document = window.document;
  for (const name of Object.getOwnPropertyNames(window))
    if (/^(HTML|SVG)?[A-Z]\w*(Element|Event|Node|Parser|List)$|^(Node|Image|Text)$/.test(name) && !(name in globalThis))
      globalThis[name] = window[name];
  const renderer = require('adaptivecards/dist/adaptivecards.js');
  renderer.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = text;
    result.didProcess = true;
  };
  // Proof that the judge sees: three cards with a known fault each.
  const judge = (json) => {
    const card = new renderer.AdaptiveCard();
    const context = new renderer.SerializationContext();
    card.parse(json, context);
    const validated = card.validateProperties();
    const found = [];
    for (let i = 0; i < context.eventCount; ++i) found.push(context.getEventAt(i).message);
    for (const one of validated.validationEvents) found.push(one.message);
    const drawn = found.length ? null : card.render();
    if (!found.length && !drawn?.querySelector('*')) found.push('nothing was drawn');
    return { found, drawn };
  };
  const broken = (body) => ({ type: 'AdaptiveCard', version: '1.5', body });
  const seeded = [
    broken([{ type: 'TextBlok', text: 'x' }]),
    broken([{ type: 'TextBlock', text: 'x', size: 'Enormous' }]),
    broken([{ type: 'Input.ChoiceSet', id: 'a', choices: [] }]),
  ].filter((card) => !judge(card).found.length);
  check(seeded.length === 0, 'the renderer finds seeded faults', seeded);
  for (const card of cards) {
    const { found } = judge(structuredClone(card));
    check(card.version === '1.5' && found.length === 0, `drawn: ${titleOf(card)}`, [card.version, found]);
  }
});

await part('teams.cards', async () => {
  const folder = `${WORK}/types`;
  mkdirSync(folder, { recursive: true });
  symlinkSync(modules, `${folder}/node_modules`);
  // `msteams.width` is Full in the service's documents and full in these types.
  const typed = (card) => JSON.stringify(card).replaceAll('"width":"Full"', '"width":"full"');
  const source = (list) =>
    `import type { IAdaptiveCard } from '@microsoft/teams.cards';\n${list.map((card, i) => `export const c${i}: IAdaptiveCard = ${typed(card)};`).join('\n')}\n`;
  writeFileSync(`${folder}/cards.ts`, source([...cards, ...charts]));
  writeFileSync(
    `${folder}/broken.ts`,
    source([
      { ...cards[0], body: [{ type: 'TextBlok', text: 'x' }] },
      { ...cards[0], versjon: '1' },
    ]),
  );
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--moduleResolution',
    'nodenext',
  ];
  const run = (name) =>
    spawnSync(process.execPath, [`${modules}/typescript/bin/tsc`, ...options, `${folder}/${name}.ts`], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 90000,
    });
  const broken = run('broken');
  check(
    broken.status !== 0 && broken.stdout.split('error TS').length > 2,
    'the types find seeded faults',
    broken.stdout,
  );
  const result = run('cards');
  check(result.status === 0, `${cards.length + charts.length} cards are what the types say`, result.stdout);
});
last();
