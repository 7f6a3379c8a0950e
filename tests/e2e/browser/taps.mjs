// What an act costs: taps, and how many screenfuls one must scroll to reach what is tapped.

import { check } from './harness.mjs';

export const screens = [
  ['a phone', 390, 844],
  ['a phone lying down', 844, 390],
  ['200 % zoom', 640, 400],
];

// Screenfuls from what is seen now to the end of the element: 1 when all of it is in sight.
export const reach = (locator) =>
  locator.evaluate((node) => {
    let port = node.parentElement;
    const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight;
    while (port && !scrolls(port)) port = port.parentElement;
    const { top, bottom } = node.getBoundingClientRect();
    const box = port?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    const seen = { top: Math.max(0, box.top), bottom: Math.min(innerHeight, box.bottom) };
    const away = Math.max(0, bottom - seen.bottom, seen.top - top);
    return 1 + Math.ceil((away - 1) / (seen.bottom - seen.top));
  });

// A hand that counts. `tap` waits until the element is there.
export function hand() {
  const act = { taps: 0, screenfuls: 1 };
  return {
    act,
    async tap(locator) {
      await locator.waitFor();
      act.screenfuls = Math.max(act.screenfuls, await reach(locator));
      ++act.taps;
      await locator.click();
    },
  };
}

export function costs(what, { taps, screenfuls }, most) {
  check(
    taps <= most.taps && screenfuls <= most.screenfuls,
    `${what}: at most ${most.taps} taps and ${most.screenfuls} screenfuls`,
    `${taps} taps, ${screenfuls} screenfuls`,
  );
}
