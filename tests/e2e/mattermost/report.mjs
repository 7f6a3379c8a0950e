// One printed line a check. "[39] ..." proves conformance case 39: cases.mjs counts those.
process.on('SIGTERM', () => process.exit(1)); // too late: what was started ends with us
let passed = 0;
let failed = 0;

export function check(holds, what, seen = '') {
  if (holds) ++passed;
  else ++failed;
  const text = typeof seen === 'string' ? seen : JSON.stringify(seen);
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}${holds || !text ? '' : `\n     seen: ${text.slice(0, 1500)}`}`);
  return Boolean(holds);
}

// Runs a part; a stop inside it is one failed check, and the next part still runs.
export async function part(name, body) {
  try {
    await body();
  } catch (error) {
    check(false, `${name} runs to its end`, String(error.stack ?? error).split('\n').slice(0, 6).join(' | '));
  }
}

export function last() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

export const pause = (ms) => new Promise((go) => setTimeout(go, ms));

export async function until(found, {limit = 15000, step = 40} = {}) {
  const end = Date.now() + limit;
  for (;;) {
    const it = await found();
    if (it || Date.now() > end) return it || null;
    await pause(step);
  }
}

export function needed(thing, what) {
  if (!thing) throw new Error(`there is no ${what}`);
  return thing;
}
