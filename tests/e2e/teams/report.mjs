// One printed line a case, and the count that `run` adds up.

process.on('SIGTERM', () => process.exit(1)); // too late: what was started ends with us
let passed = 0;
let failed = 0;

export function check(holds, what, detail = '') {
  if (holds) ++passed;
  else ++failed;
  const text = typeof detail === 'string' ? detail : JSON.stringify(detail);
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}${holds || !text ? '' : `\n     seen: ${text.slice(0, 1500)}`}`);
  return Boolean(holds);
}

// Runs a part; a stop inside it is one failed case, and the next part still runs.
export async function part(name, body) {
  try {
    await body();
  } catch (error) {
    check(
      false,
      `${name} runs to its end`,
      String(error.stack ?? error)
        .split('\n')
        .slice(0, 6)
        .join(' | '),
    );
  }
}

export function last() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

export async function until(found, { limit = 15000, step = 50 } = {}) {
  const end = Date.now() + limit;
  for (;;) {
    const it = await found();
    if (it || Date.now() > end) return it || null;
    await new Promise((go) => setTimeout(go, step));
  }
}
