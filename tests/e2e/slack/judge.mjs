// Judges everything that the other parts saw the daemon emit (the folder in PAYLOADS) and the adapter's own specimens:
// Slack's types by its compiler, Slack's limits by limits.mjs. Then the manifest.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { faultsOf, manifestFaults } from './limits.mjs';
import { here, root, runProgram, tally } from './world.mjs';

const types = tally('types'), limits = tally('limits'), manifests = tally('manifest');
const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const emitted = [];
const seen = new Set();
const add = (from, surface, json) => { const key = JSON.stringify(json); if (!seen.has(key)) { seen.add(key); emitted.push({ from, surface, json }); } };
for (const name of ['emulate', 'wire']) {
  const file = path.join(process.env.PAYLOADS ?? '', `${name}.json`);
  const all = fs.existsSync(file) ? read(file) : [];
  types.check(`${name}.mjs left what it saw`, all.length > 0, file);
  for (const { surface, json } of all) add(name, surface, json);
}
const specimens = path.join(root, 'tests/adapters/slack/payloads');
for (const [name, surface] of [['message', 'message'], ['modal', 'modal'], ['notice', 'modal'], ['home', 'home']])
  if (types.check(`specimen ${name}.json is there`, fs.existsSync(path.join(specimens, `${name}.json`)))) add(`specimen ${name}`, surface, read(path.join(specimens, `${name}.json`)));

// --- types ------------------------------------------------------------------------------------------------------------------
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slack-types-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
fs.symlinkSync(path.join(here, 'node_modules'), path.join(folder, 'node_modules'));
fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', skipLibCheck: true, noEmit: true, types: [] }, include: ['*.ts'] }));
const literal = (number, surface, json) => {
  const whole = (type, value) => `const p${number}: ${type} = ${JSON.stringify(value)};\n`;
  if (surface === 'message') return whole('{ text: string; blocks: KnownBlock[]; response_type?: "ephemeral" | "in_channel"; replace_original?: boolean; delete_original?: boolean }', json);
  return whole(surface === 'home' ? 'HomeView' : 'ModalView', json);
};
const head = "import type { HomeView, KnownBlock, ModalView } from '@slack/types';\n";
async function compile(name, lines) {
  fs.writeFileSync(path.join(folder, name), head + lines.join('') + 'export {};\n');
  const { out } = await runProgram(path.join(here, 'node_modules/.bin/tsc'), ['--noEmit', '-p', folder, '--pretty', 'false'], 120_000, { cwd: folder });
  fs.rmSync(path.join(folder, name));
  const wrong = new Map();
  for (const line of out.split('\n')) { const at = /\((\d+),\d+\): (error .*)/.exec(line); if (at) wrong.set(Number(at[1]) - 2, at[2]); else if (line.includes('error')) wrong.set(-1, line); }
  return wrong;
}
const bad = [
  ['message', { text: 'x', blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }] }],
  ['message', { text: 'x', blocks: [{ type: 'section', txt: { type: 'plain_text', text: 'x' } }] }],
  ['message', { text: 'x', blocks: [{ type: 'button', text: { type: 'plain_text', text: 'x' } }] }],
  ['message', { text: 'x', blocks: [{ type: 'actions', elements: [{ type: 'button', style: 'green', text: { type: 'plain_text', text: 'x' } }] }] }],
  ['modal', { type: 'modal', blocks: [] }],
  ['home', { type: 'home', title: { type: 'plain_text', text: 'x' }, blocks: 'x' }],
];
const caught = await compile('bad.ts', bad.map(([surface, json], i) => literal(i, surface, json)));
types.check(`the compiler catches all ${bad.length} that are wrong on purpose`, caught.size === bad.length && !caught.has(-1), [...caught]);
const wrong = await compile('emitted.ts', emitted.map(({ surface, json }, i) => literal(i, surface, json)));
types.check('the compiler ran', !wrong.has(-1), wrong.get(-1));
emitted.forEach(({ from, surface, json }, i) => types.check(`${from}: ${surface} ${i}`, !wrong.has(i) && !wrong.has(-1), `${wrong.get(i)}\n     ${JSON.stringify(json).slice(0, 700)}`));

// --- limits -----------------------------------------------------------------------------------------------------------------
const x = (n) => 'x'.repeat(n), p = (n) => ({ type: 'plain_text', text: x(n) });
const modal = (more) => ({ type: 'modal', title: p(24), blocks: [{ type: 'divider' }], ...more });
const message = (...blocks) => ({ text: 'x', blocks });
const input = (element, more) => modal({ submit: p(24), blocks: [{ type: 'input', label: p(10), element, ...more }] });
const opts = (n, size = 5) => Array.from({ length: n }, (none, i) => ({ text: p(size), value: `v${i}` }));
const edges = [ // what still goes, and what is one too much
  ['header', (n) => ['message', message({ type: 'header', text: p(n) })], 150], ['section', (n) => ['message', message({ type: 'section', text: p(n) })], 3000],
  ['fields', (n) => ['message', message({ type: 'section', fields: Array(n).fill(p(5)) })], 10], ['a field', (n) => ['message', message({ type: 'section', fields: [p(n)] })], 2000],
  ['context', (n) => ['message', message({ type: 'context', elements: Array(n).fill(p(1)) })], 10], ['a title', (n) => ['modal', modal({ title: p(n) })], 24],
  ['buttons', (n) => ['message', message({ type: 'actions', elements: Array.from({ length: n }, (none, i) => ({ type: 'button', action_id: `a${i}`, text: p(5) })) })], 25],
  ["a button's words", (n) => ['message', message({ type: 'actions', elements: [{ type: 'button', text: p(n) }] })], 75], ["a button's value", (n) => ['message', message({ type: 'actions', elements: [{ type: 'button', text: p(1), value: x(n) }] })], 2000],
  ["a message's blocks", (n) => ['message', message(...Array(n).fill({ type: 'divider' }))], 50], ["a modal's blocks", (n) => ['modal', modal({ blocks: Array(n).fill({ type: 'divider' }) })], 100],
  ['private_metadata', (n) => ['modal', modal({ private_metadata: x(n) })], 3000], ['callback_id', (n) => ['modal', modal({ callback_id: x(n) })], 255], ['block_id', (n) => ['message', message({ type: 'divider', block_id: x(n) })], 255],
  ['a label', (n) => ['modal', input({ type: 'plain_text_input' }, { label: p(n) })], 2000], ['a hint', (n) => ['modal', input({ type: 'plain_text_input' }, { hint: p(n) })], 2000],
  ['radio buttons', (n) => ['modal', input({ type: 'radio_buttons', options: opts(n) })], 10], ['a select', (n) => ['modal', input({ type: 'static_select', options: opts(n) })], 100],
  ["an option's words", (n) => ['modal', input({ type: 'static_select', options: opts(2, n) })], 75], ['max_length', (n) => ['modal', input({ type: 'plain_text_input', max_length: n })], 3000],
  ["an input's first words", (n) => ['modal', input({ type: 'plain_text_input', initial_value: x(n) })], 3000], ['submit', (n) => ['modal', modal({ submit: p(n) })], 24], ["a message's text", (n) => ['message', { ...message({ type: 'divider' }), text: x(n) }], 4000],
];
for (const [words, make, most] of edges) {
  const [surface, fits] = make(most), [, bursts] = make(most + 1);
  limits.check(`${words}: ${most} fits, ${most + 1} does not`, faultsOf(fits, surface).length === 0 && faultsOf(bursts, surface).length >= 1, [faultsOf(fits, surface), faultsOf(bursts, surface)]);
}
const broken = [['an empty section', 'message', message({ type: 'section' })], ['no elements', 'message', message({ type: 'actions', elements: [] })], ['inputs without submit', 'modal', { ...input({ type: 'plain_text_input' }), submit: undefined }],
  ['two of one block_id', 'message', message({ type: 'divider', block_id: 'a' }, { type: 'divider', block_id: 'a' })], ['a misspelling', 'message', message({ type: 'divider', blok_id: 'a' })], ['no text', 'message', { blocks: [{ type: 'divider' }] }],
  ['half a character', 'message', message({ type: 'section', text: { type: 'plain_text', text: 'a\ud83d' } })], ['a mention', 'message', message({ type: 'section', text: { type: 'mrkdwn', text: '<!here>' } })], ['a chosen option that is none', 'modal', input({ type: 'static_select', options: opts(2), initial_option: { text: p(5), value: 'v9' } })]];
for (const [words, surface, json] of broken) limits.check(`found: ${words}`, faultsOf(JSON.parse(JSON.stringify(json)), surface).length > 0);
for (const [i, { from, surface, json }] of emitted.entries()) {
  const { response_type: ignored, ...rest } = json;
  const faults = faultsOf(surface === 'message' ? json : rest, surface);
  limits.check(`${from}: ${surface} ${i}`, faults.length === 0, `${faults.join('; ')}\n     ${JSON.stringify(json).slice(0, 700)}`);
}

// --- manifest ---------------------------------------------------------------------------------------------------------------
for (const name of ['manifest_http', 'manifest_socket']) {
  const file = path.join(specimens, `${name}.json`);
  if (!manifests.check(`specimen ${name}.json is there`, fs.existsSync(file))) continue;
  const manifest = read(file), faults = manifestFaults(manifest);
  manifests.check(`specimen ${name}.json keeps to the limits`, faults.length === 0, faults);
  for (const [words, spoil] of [['a name of 36', (m) => (m.display_information.name = x(36))], ['no name for the bot', (m) => delete m.features.bot_user.display_name], ['a command with a blank', (m) => (m.features.slash_commands[0].command = '/a b')],
    ['an unknown key', (m) => (m.setings = {})], ['a scope too many', (m) => m.oauth_config.scopes.bot.push('im:history')], ['a colour', (m) => (m.display_information.background_color = 'blue')]]) {
    const copy = structuredClone(manifest);
    spoil(copy);
    manifests.check(`${name} with ${words} is found out`, manifestFaults(copy).length > faults.length);
  }
}
const refleks = process.env.REFLEKS ?? path.join(root, 'build/debug/refleks');
for (const way of [['--url', 'https://bot.example.no'], ['--socket']]) {
  const made = await runProgram(refleks, ['manifest', 'slack', ...way], 20_000);
  let printed = null;
  try { printed = JSON.parse(made.out); } catch { /* told below */ }
  if (manifests.check(`refleks manifest slack ${way.join(' ')} prints JSON`, made.code === 0 && printed, made.out)) manifests.check(`refleks manifest slack ${way.join(' ')} keeps to the limits`, manifestFaults(printed).length === 0, manifestFaults(printed));
}

const all = [types, limits, manifests].map((each) => each.count);
['@slack/types by tsc', 'limits', 'manifest'].forEach((name, i) => console.log(`${name}: ${all[i].passed} passed, ${all[i].failed} failed`));
const failed = all.reduce((sum, each) => sum + each.failed, 0);
console.log(`${all.reduce((sum, each) => sum + each.passed, 0)} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
