// The forty conformance cases of Mattermost's server (tests/adapters/mattermost/conformance.hpp), counted one by one.
// Arguments: the program of unit tests, then the outputs of client.mjs and session.mjs. A case is proven by unit tests whose
// name holds its number, by checks whose line says "[number]", or both, as the table wants it; one that cannot be tested here
// is told with its reason and counts as nothing.
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

// u: unit tests; e: end to end against the fake that Mattermost's own client has proven.
const cases = {
  1: ['answers are read by their content type', 'ue'],
  2: ['an answer that is empty or crooked is refused; we give none', 'ue'],
  3: ['what we say is not rewritten', 'ue'],
  4: ['no empty attachments, no values that are not text', 'ue'],
  5: ['several answers to one command; we give one', 'ue'],
  6: ['a command by GET', 'ue'],
  7: ['a command in a direct conversation, and by somebody outside', 'ue'],
  8: ['late answers go to the SiteURL; without one no command arrives', 'ue'],
  9: ['five late answers within half an hour', 'ue'],
  10: ['the token: wrong, missing, in the form, behind OAuth', 'ue'],
  11: ['incoming webhook: kinds of bodies, refusals', 'e'],
  12: ['incoming webhook: locked to a channel, switched off', 'e'],
  13: ['16 383 code points in a post', 'ue'],
  14: ['incoming webhook: properties that are too large', 'e'],
  15: 'outgoing webhooks are no way into Refleks: they see no private channels',
  16: 'outgoing webhooks are no way into Refleks',
  17: ['a button in a channel, a direct conversation, a group message', 'ue'],
  18: ['what a button carries comes back unchanged', 'ue'],
  19: ['an unknown button', 'ue'],
  20: ['an address inside the house that is not allowed', 'u'],
  21: ['nobody answers a button', 'ue'],
  22: ['an answer of more than 1 MiB', 'ue'],
  23: ['the post that all see is not changed by a press', 'ue'],
  24: ['only 200 counts', 'ue'],
  25: ['a button only one person sees: the cookie', 'e'],
  26: ['opening a dialog', 'ue'],
  27: ['a trigger that is too old', 'ue'],
  28: ['a trigger that is none', 'ue'],
  29: ["a dialog's limits, in bytes", 'ue'],
  30: ["what a dialog's answer says of its place", 'ue'],
  31: ['a dialog sent from elsewhere is stopped by the server', 'e'],
  32: ['errors at fields, the next dialog, closing', 'ue'],
  33: ['several choices as an array', 'u'],
  34: ['date and time', 'u'],
  35: ['429 with Retry-After, and the same mark', 'ue'],
  36: ['what people write neither pings nor links', 'ue'],
  37: ['the socket: challenge, order, loss, own posts', 'ue'],
  38: ['nothing is sent that older servers do not know', 'ue'],
  39: ['a forged button', 'ue'],
  40: ['a forged dialog', 'ue'],
};

const [unit, ...outputs] = process.argv.slice(2);
const lines = outputs.flatMap((file) => readFileSync(file, 'utf8').split('\n')).filter((line) => /^(ok  |FAIL) .*\[\d+\]/.test(line));
let passed = 0, failed = 0, untestable = 0;

// [tests that passed, tests in all]
const units = (number) => {
  const digits = String(number).padStart(2, '0');
  const filter = ['Case', 'And'].map((word) => `MattermostConformanceTest.*${word}${digits}*`).join(':');
  const run = spawnSync(unit, [`--gtest_filter=${filter}`], {encoding: 'utf8', timeout: 60000, cwd: process.cwd()});
  const all = Number(run.stdout?.match(/\[=+\] Running (\d+) tests?/)?.[1] ?? 0);
  const good = (run.stdout?.match(/^\[ +OK \]/gm) ?? []).length;
  return [run.status === 0 ? good : Math.min(good, all - 1), all];
};

for (const [number, entry] of Object.entries(cases)) {
  if (typeof entry === 'string') {
    console.log(`case ${number}: not testable here: ${entry}`);
    untestable += 1;
    continue;
  }
  const [name, ways] = entry;
  const how = [];
  let good = true;
  if (ways.includes('u')) {
    const [ok, all] = units(number);
    good = good && all > 0 && ok === all;
    how.push(`unit test${all === 1 ? '' : 's'} ${ok} of ${all}`);
  }
  if (ways.includes('e')) {
    const mine = lines.filter((line) => line.includes(`[${number}]`));
    const ok = mine.filter((line) => line.startsWith('ok  ')).length;
    good = good && mine.length > 0 && ok === mine.length;
    how.push(`e2e ${ok} of ${mine.length}`);
  }
  console.log(`case ${number}: ${name}: ${good ? 'passed' : 'FAILED'} (${how.join(', ')})`);
  if (good) passed += 1;
  else failed += 1;
}
console.log(`cases: ${passed + failed + untestable}, ${untestable} not testable here`);
console.log(`${passed} passed, ${failed} failed`);
