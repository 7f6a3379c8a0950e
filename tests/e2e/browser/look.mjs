// What can be measured on the screen: overflow, sizes of targets, contrast, axe.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { check } from './harness.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Everything that can be operated and is smaller than 44 px either way; links inside running text are exempt.
const smallTargets = () => {
  const found = [];
  for (const node of document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=option]')) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.closest('[inert]')) continue;
    if (node.matches('.skip') || (node.matches('a') && node.closest('p, li, dd'))) continue;
    const target = node.matches('[type=radio], [type=checkbox]') ? node.closest('label') : node;
    const { width, height } = target.getBoundingClientRect();
    if (width < 43.9 || height < 43.9)
      found.push(`${node.dataset.testid || node.id || node.tagName} ${Math.round(width)}x${Math.round(height)}`);
  }
  return found;
};

// Text against the colour that lies behind it, 4.5:1 (3:1 for large text), worked out here and not by axe.
const lowContrast = () => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parse = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) =>
    [r, g, b]
      .map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const over = ([r, g, b, a], under) => [r, g, b].map((v, i) => (v * a) / 255 + under[i] * (1 - a / 255));
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour[3]) layers.push(colour);
      if (colour[3] === 255) break;
    }
    return layers.reverse().reduce((under, colour) => over(colour, under), [255, 255, 255]);
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (
      !walker.currentNode.data.trim() ||
      !node.checkVisibility({ visibilityProperty: true }) ||
      node.closest('.unseen, .skip, [inert], option')
    )
      continue;
    const style = getComputedStyle(node);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const under = behind(node);
    const [a, b] = [light(over(parse(style.color), under)), light(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) found.push(`"${walker.currentNode.data.trim().slice(0, 30)}" ${ratio.toFixed(2)}`);
  }
  return [...new Set(found)];
};

const overflow = () => {
  const wide = [];
  if (document.documentElement.scrollWidth > innerWidth) wide.push(`page ${document.documentElement.scrollWidth}`);
  for (const node of document.querySelectorAll('body *')) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.closest('.unseen, .chips, svg, .settling'))
      continue;
    const { left, right, width } = node.getBoundingClientRect();
    if (width && (right > innerWidth + 1 || left < -1))
      wide.push(`${node.tagName.toLowerCase()}.${node.className} ${Math.round(left)}..${Math.round(right)}`);
    // Words that run out of their own button or box.
    if (node.matches('button, .body, .pick, .field') && node.scrollWidth > node.clientWidth + 1)
      wide.push(`${node.tagName.toLowerCase()}.${node.className} holds ${node.scrollWidth} in ${node.clientWidth}`);
  }
  return wide;
};

const missing = () =>
  [...document.querySelectorAll('*')]
    .flatMap((node) => [
      ...[...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.data),
      ...['aria-label', 'placeholder', 'alt', 'title'].map((name) => node.getAttribute(name) ?? ''),
    ])
    .filter((text) => text.includes('⟦'));

export const missingTexts = (page) => page.evaluate(missing);

export async function axeViolations(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    }),
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => node.target.join(' '))
        .join(', ')}`,
  );
}

// In the dark the tree is the one that axe has seen by day: what can differ is the contrast, which is worked out here.
export async function inspect(page, where, theme = 'light') {
  const wide = await page.evaluate(overflow);
  check(!wide.length, `${where}: nothing runs out sideways`, wide.slice(0, 4));
  const small = await page.evaluate(smallTargets);
  check(!small.length, `${where}: every target is at least 44 px`, small.slice(0, 6));
  const low = await page.evaluate(lowContrast);
  check(!low.length, `${where}: all text has contrast enough`, low.slice(0, 6));
  const violations = theme === 'dark' ? null : await axeViolations(page);
  if (violations) check(!violations.length, `${where}: axe finds nothing`, violations);
  const lost = await missingTexts(page);
  check(!lost.length, `${where}: every text is there`, lost.slice(0, 4));
}
