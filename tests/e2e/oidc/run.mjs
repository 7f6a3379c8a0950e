// Signing in at a provider of others. Usage: node run.mjs <refleks' pages> <provider> <refleks> <folder with refleks.toml>

import { execFileSync, spawnSync } from 'node:child_process';
import { check, finish, launch, part, shots } from '../browser/harness.mjs';
import { inspect } from '../browser/look.mjs';
import { heading, noScript } from '../pages/hands.mjs';

const [site, provider, refleks, work] = process.argv.slice(2);
const config = ['-c', `${work}/refleks.toml`];
const browser = await launch();

async function fresh(options = {}) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, ...options });
  // The provider's own pages want a font of the world outside.
  await context.route((url) => url.hostname !== '127.0.0.1', (route) => route.abort());
  const page = await context.newPage();
  page.setDefaultTimeout(10000);
  return { context, page };
}

// As a person does: from the field for codes to the provider, who asks for a name, a password and a yes.
async function signIn(page, who) {
  await page.goto(`${site}/s/`);
  await page.getByRole('link', { name: /Logg inn/ }).click();
  await page.waitForURL(`${provider}/**`);
  if (!who) return page.getByRole('link', { name: /Cancel/ }).click();
  await page.locator('input[name=login]').fill(who);
  await page.locator('input[name=password]').fill('x');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]').click();
  await page.waitForURL(`${site}/**`);
}

const words = (page) => page.locator('main').innerText();

await part('a leader', async () => {
  const { context, page } = await fresh();
  await page.goto(`${site}/s/`);
  await inspect(page, 'the field for codes with the way in');
  await page.screenshot({ path: `${shots}/begin-390.png`, fullPage: true });
  await signIn(page, 'berit');
  check(page.url() === `${site}/s/mine`, 'comes to the own page, with nothing of the code in the address', page.url());
  check(/Hjemmetjenesten nord/.test(await words(page)), 'and reads of the groups');
  await inspect(page, 'the page of who has signed in');
  check((await page.evaluate(noScript)) === 0, 'there is no script');
  await page.screenshot({ path: `${shots}/mine-390.png`, fullPage: true });
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.screenshot({ path: `${shots}/mine-1280.png`, fullPage: true });
  const [cookie, ...others] = (await context.cookies(site)).filter(({ name }) => name.startsWith('refleks'));
  check(others.length === 0 && cookie.name === 'refleks-session', 'one cookie is left', others);
  check(cookie.httpOnly && cookie.sameSite === 'Lax', 'that no script sees and no other site sends', cookie);
  check(cookie.expires - Date.now() / 1000 < 4 * 3600 + 5, 'for four hours');
  await page.getByRole('link', { name: 'Hjemmetjenesten nord' }).click();
  check(/Hjemmetjenesten nord/.test(await heading(page)), 'a group is one press away');
  await page.goBack();
  await page.getByRole('button', { name: 'Logg ut' }).click();
  check(/logget ut/i.test(await heading(page)), 'signing out says so', await heading(page));
  await page.screenshot({ path: `${shots}/out-1280.png`, fullPage: true });
  await context.addCookies([cookie]);
  await page.goto(`${site}/s/mine`);
  check(!/Hjemmetjenesten/.test(await words(page)), 'and a copy of the cookie is worthless');
  await inspect(page, 'the page of who is signed out');
  await context.close();
});

for (const [who, why] of [
  ['kari', 'who takes part and leads nothing'],
  ['eva', "with another's address that nobody confirmed"],
  ['olav', 'whom nobody here knows'],
])
  await part(who, async () => {
    const { context, page } = await fresh();
    await signIn(page, who);
    check(/finner ikke deg|kjenner deg ikke/.test(await words(page)), `${why} is told so`, await words(page));
    check(!(await context.cookies(site)).some(({ name }) => name.startsWith('refleks')), 'and gets no cookie of ours');
    if (who === 'kari') {
      await inspect(page, 'the page of who is not let in');
      await page.screenshot({ path: `${shots}/unknown-390.png`, fullPage: true });
    }
    await context.close();
  });

await part('stopped', async () => {
  const { context, page } = await fresh();
  await signIn(page, '');
  await page.waitForURL(`${site}/**`);
  check(/ikke fullført/.test(await words(page)), 'who stops at the provider is told so, with the way in', await words(page));
  await context.close();
});

await part('the same answer twice', async () => {
  const { context, page } = await fresh();
  let back = '';
  page.on('request', (request) => {
    if (request.url().includes('/s/sign-in/done')) back = request.url();
  });
  await signIn(page, 'berit');
  const other = await fresh();
  const stolen = await other.page.goto(back);
  check(stolen.status() === 400, "the provider's answer is worthless in another browser", String(stolen.status()));
  const again = await page.goto(back);
  check(again.status() === 400, 'and once more in the same', String(again.status()));
  await other.context.close();
  await context.close();
});

await part('operator', async () => {
  const audit = execFileSync(refleks, ['audit', 'show', ...config], { encoding: 'utf8' });
  check(/page\.signed_in/.test(audit), 'the audit log says that somebody signed in', audit);
  check(!/kari|eva|olav/i.test(audit), 'and nothing of those who were not let in');
  const { stdout } = spawnSync(refleks, ['doctor', ...config], { encoding: 'utf8', env: { ...process.env, RUNTIME_DIRECTORY: '' } });
  check(stdout.includes(`the provider for signing in is there: ${provider}`), 'the doctor asks the provider', stdout);
  check(stdout.includes(`${site}/s/sign-in/done`), 'and says which address it must know');
});

await finish(browser);
