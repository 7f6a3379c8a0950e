// The sandbox's page against a running daemon: looks, keyboard, languages, forms, reconnecting.
// Usage: node run.mjs [http://127.0.0.1:8090]   (or REFLEKS_URL); screenshots go to SHOTS (build/shots).

import {
  base,
  become,
  check,
  closeDrawer,
  dismissNews,
  finish,
  focused,
  jump,
  jumpUntil,
  launch,
  open,
  openDrawer,
  part,
  shots,
  type,
  welcome,
} from './harness.mjs';
import { inspect, missingTexts } from './look.mjs';

const idea = { nb: 'idé', nn: 'idé', en: 'idea' }; // the verb that opens the anonymous form
const refused = 'Pasienten har fødselsnummer 17853897892.'; // a form must not take this; a synthetic number
const browser = await launch();
let world;
let me; // somebody who reads Bokmål and is a member of a channel
let talk;

await part('start', async () => {
  const { page, context, trouble } = await open(browser);
  world = await welcome(page);
  const channel = world.channels[0];
  talk = channel.id;
  me = world.people.find(
    (one) => channel.members.includes(one.user) && one.role === 'participant' && one.language === 'nb',
  );
  check(world.people.length >= 15, 'there are people to be', `${world.people.length}`);
  check(me, 'somebody in the first channel is a participant who reads Bokmål');
  check(await page.getByTestId('notice').isVisible(), 'it says that this is a sandbox');
  // Until there is something to press.
  await become(page, me.user, talk);
  const found = await jumpUntil(page, () => page.getByTestId('action').count(), 12);
  check(found, 'the clock brings a message with buttons');
  check(!trouble.length, 'the page asks nobody else and reports no error', trouble.slice(0, 3));
  await context.close();
});

await part('weight', async () => {
  const { page, context } = await open(browser);
  const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  let bytes = 0;
  for (const file of new Set([`${base}/`, ...files.filter((name) => !name.includes('/texts/'))]))
    bytes += (await (await fetch(file)).arrayBuffer()).byteLength;
  check(bytes < 160000, 'the page weighs less than 160 kB', `${bytes}`);
  const policy = (await fetch(`${base}/`)).headers.get('content-security-policy') ?? '';
  check(
    /default-src '(none|self)'/.test(policy) && !policy.includes('unsafe'),
    'a strict content policy is sent',
    policy,
  );
  await context.close();
});

for (const [width, height] of [
  [1280, 860],
  [390, 844],
]) {
  for (const theme of ['light', 'dark']) {
    const name = `${width}-${theme}`;
    await part(name, async () => {
      const { page, context, trouble } = await open(browser, { width, height, theme });
      const shot = (what) => page.screenshot({ path: `${shots}/${name}-${what}.png` });
      await become(page, me.user, talk);
      await dismissNews(page);
      await inspect(page, `${name} conversation`, theme);
      await shot('conversation');
      await page.getByTestId('clock-now').click();
      await inspect(page, `${name} clock panel`, theme);
      await shot('clock');
      await page.keyboard.press('Escape');
      await page.getByTestId('commands-button').click();
      await inspect(page, `${name} commands`, theme);
      await shot('commands');
      await page.getByTestId('composer-input').press('Escape');
      await page.getByTestId('composer-input').fill('');
      await openDrawer(page);
      if (width < 860) {
        await inspect(page, `${name} drawer`, theme);
        await shot('drawer');
      }
      await page.getByTestId('person-button').click();
      await inspect(page, `${name} people`, theme);
      await shot('people');
      await page.keyboard.press('Escape');
      await closeDrawer(page);
      await type(page, `/refleks ${idea.nb}`);
      await page.getByTestId('form').waitFor();
      await page.getByTestId('form-submit').click();
      await page.getByTestId('field-error').first().waitFor();
      await inspect(page, `${name} form with an error`, theme);
      await shot('form');
      await page.getByTestId('form-cancel').click();
      await type(page, '/refleks hjelp');
      await page.getByTestId('whisper').waitFor();
      await inspect(page, `${name} whisper`, theme);
      await shot('whisper');
      const animated = await page.evaluate(
        () => document.getAnimations().filter((one) => one.playState === 'running').length,
      );
      check(animated === 0, `${name}: nothing moves for those who asked for stillness`);
      check(!trouble.length, `${name}: no foreign request and no error`, trouble.slice(0, 3));
      await context.close();
    });
  }
}

await part('zoom', async () => {
  const { page, context } = await open(browser, { width: 320, height: 400 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  check(wide <= 320, 'at 320 px (400 % zoom) nothing runs out sideways', `${wide}`);
  await page.getByTestId('composer-input').scrollIntoViewIfNeeded();
  check(await page.getByTestId('composer-input').isVisible(), 'at 320 x 400 px one can still write');
  await context.close();
});

await part('room', async () => {
  const word = 'Palliasjonskompetansehevingsprogramkoordineringsutvalgsmøte';
  for (const [what, width, height] of [
    ['on a phone', 390, 844],
    ['on a phone lying down', 844, 390],
    ['at 200 %', 640, 400],
  ]) {
    const { page, context } = await open(browser, { width, height });
    await become(page, me.user, talk);
    await dismissNews(page);
    const heads = await page.evaluate(
      () => document.querySelector('.top').offsetHeight + document.querySelector('.talk-head').offsetHeight,
    );
    check(heads < 90, `${what} the head of the page is under 90 px`, `${heads}`);
    await type(page, word);
    await page.getByTestId('message').filter({ hasText: word }).last().waitFor();
    const seen = await page.evaluate(() => {
      const last = [...document.querySelectorAll('[data-testid=message]')].at(-1).getBoundingClientRect();
      const composer = document.getElementById('composer').getBoundingClientRect();
      return { covered: last.bottom > composer.top + 1, wide: document.documentElement.scrollWidth - innerWidth };
    });
    check(!seen.covered, `${what} the composer covers no message`);
    check(seen.wide <= 0, `${what} a word of ${word.length} letters wraps`, `${seen.wide}`);
    await context.close();
  }
});

await part('keyboard', async () => {
  const { page, context, trouble } = await open(browser);
  const key = (name) => page.keyboard.press(name);
  const tabTo = async (testid, most = 90) => {
    for (let i = 0; i < most; ++i) {
      if ((await focused(page)) === testid) return true;
      await key('Tab');
    }
    return false;
  };
  await key('Tab');
  const skip = await page.evaluate(
    () => document.activeElement.className === 'skip' && document.activeElement.getBoundingClientRect().top >= 0,
  );
  check(skip, 'keyboard: the first stop is a visible way past the list');
  await key('Enter');
  check((await focused(page)) === 'composer-input', 'keyboard: it leads to the message box', await focused(page));

  await page.evaluate(() => document.body.focus());
  check(await tabTo('person-button'), 'keyboard: the person switcher is reached');
  await key('Enter');
  const people = await page.getByTestId('person').evaluateAll((all) => all.map((one) => one.dataset.user));
  await key('Home');
  for (let i = people.indexOf(me.user); i > 0; --i) await key('ArrowDown');
  await key('Enter');
  await page.locator(`html[data-me="${me.user}"]`).waitFor();
  check((await focused(page)) === 'person-button', 'keyboard: a person is chosen and the focus comes back');
  check((await page.getByTestId('me-name').innerText()) === me.name, 'keyboard: the name says who one is now');
  check(await tabTo('talk'), 'keyboard: the conversations are reached');
  while ((await page.evaluate(() => document.activeElement.dataset.talk)) !== talk) await key('Tab');
  await key('Enter');
  check((await focused(page)) === 'composer-input', 'keyboard: opening a conversation leads to the message box');

  await page.keyboard.type('/');
  check(
    (await page.getByTestId('composer-input').getAttribute('aria-expanded')) === 'true',
    'keyboard: a slash opens the commands',
  );
  const first = await page.getByTestId('composer-input').getAttribute('aria-activedescendant');
  await key('ArrowDown');
  const second = await page.getByTestId('composer-input').getAttribute('aria-activedescendant');
  check(first && second && first !== second, 'keyboard: the arrows move among the commands', `${first} ${second}`);
  await page.keyboard.type(`refleks ${idea.nb.slice(0, 2)}`);
  await key('Enter');
  const completed = await page.getByTestId('composer-input').inputValue();
  check(completed.trim() === `/refleks ${idea.nb}`, 'keyboard: Enter completes the command', completed);
  await key('Enter');
  await page.getByTestId('form').waitFor();
  const inside = () => page.evaluate(() => document.querySelector('dialog').contains(document.activeElement));
  check(await inside(), 'keyboard: the form takes the focus');
  let kept = true;
  for (let i = 0; i < 14; ++i) {
    await key('Tab');
    kept &&= await page.evaluate(
      () =>
        document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement),
    );
  }
  check(kept, 'keyboard: Tab stays in the form');
  check(await tabTo('form-submit'), 'keyboard: the send button is reached');
  await key('Enter');
  await page.getByTestId('field-error').first().waitFor();
  const wrong = await page.evaluate(() => {
    const at = document.activeElement;
    const ids = (
      at.getAttribute('aria-describedby') ??
      at.closest('[aria-describedby]')?.getAttribute('aria-describedby') ??
      ''
    ).split(' ');
    return {
      invalid: at.closest('[aria-invalid=true]') !== null,
      words: ids
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' ')
        .trim(),
    };
  });
  check(
    wrong.invalid && wrong.words,
    'keyboard: the focus goes to the field that is wrong, and its error is read with it',
    wrong,
  );
  await page.keyboard.type(refused);
  check(await tabTo('form-submit'), 'keyboard: on to the send button');
  await key('Enter');
  await page.locator('[data-testid=field-error]:visible, [data-testid=form-alert]:visible').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('dialog [type=submit]')?.hasAttribute('aria-busy'));
  const stillOpen = await page.getByTestId('form').isVisible();
  check(stillOpen, 'keyboard: the daemon refuses a personal number');
  if (stillOpen) {
    const field = page.locator('dialog textarea, dialog input[type=text]').first();
    check((await field.inputValue()) === refused, 'keyboard: what was written stays after an error');
    await key('Escape');
    check(await page.getByTestId('form').isVisible(), 'keyboard: Escape asks before it throws away what was written');
    await field.focus();
    await key('Control+A');
    await page.keyboard.type('Hvordan snakker vi om det som er vanskelig?');
    check(await tabTo('form-submit'), 'keyboard: and to the send button again');
    await key('Enter');
    // The receipt is a form without fields; its button has the focus.
    await page.waitForFunction(() => !document.querySelector('dialog [data-testid=field]'));
    await key('Enter');
  }
  await page.getByTestId('form').waitFor({ state: 'hidden' });
  check(true, 'keyboard: the form is sent and the receipt is closed');

  await page.evaluate(() => document.querySelector('[data-testid=messages]').focus());
  check(await tabTo('action'), 'keyboard: a button in a message is reached');
  const whispers = await page.getByTestId('whisper').count();
  await key('Enter');
  await page.waitForFunction(
    (n) =>
      document.querySelector('dialog').open ||
      document.querySelectorAll('[data-testid=whisper]').length > n ||
      document.querySelector('[data-testid=problem]').textContent,
    whispers,
  );
  check(
    !(await page.getByTestId('problem').innerText()),
    'keyboard: the button answers',
    await page.getByTestId('problem').innerText(),
  );
  if (await page.getByTestId('form').isVisible()) await key('Escape');

  const before = await page.getByTestId('clock-now').textContent();
  await page.evaluate(() => {
    document.activeElement.blur();
  });
  check(await tabTo('clock-jump'), 'keyboard: the jump is reached');
  await key('Enter');
  await page.getByTestId('settling').waitFor({ state: 'hidden', timeout: 60000 });
  await page.waitForFunction((old) => document.querySelector('[data-testid=clock-now]').textContent !== old, before);
  check(true, 'keyboard: the clock jumps');
  check(!trouble.length, 'keyboard: no error meanwhile', trouble.slice(0, 3));
  await context.close();
});

await part('languages', async () => {
  const { page, context } = await open(browser);
  const notices = new Set();
  const keys = [];
  for (const language of ['nb', 'nn', 'en']) {
    await page.getByTestId('language').selectOption(language);
    await page.locator(`html[lang=${language}]`).waitFor();
    notices.add(await page.getByTestId('notice').innerText());
    const lost = await missingTexts(page);
    check(!lost.length, `language ${language}: every text is there`, lost.slice(0, 4));
    keys.push(
      Object.keys(await (await fetch(`${base}/texts/${language}`)).json())
        .sort()
        .join(' '),
    );
    await page.screenshot({ path: `${shots}/1280-light-language-${language}.png` });
  }
  check(notices.size === 3, 'languages: the three are different', `${notices.size}`);
  check(keys[0] && keys.every((one) => one === keys[0]), 'languages: all have the same keys');
  await page.getByTestId('language').selectOption('auto');
  for (const language of ['nb', 'nn', 'en']) {
    const one = world.people.find((person) => person.language === language);
    if (!one) continue;
    await become(page, one.user);
    await page.locator(`html[lang=${language}]`).waitFor();
    check(true, `languages: the page follows a person who reads ${language}`);
  }
  // Whoever chooses another language by command has the whole page in it, without loading it again.
  await become(page, me.user, talk);
  await page.locator('html[lang=nb]').waitFor();
  await type(page, '/refleks språk engelsk');
  await page.locator('html[lang=en]').waitFor();
  const english = await (await fetch(`${base}/texts/en`)).json();
  const notice = await page.getByTestId('notice').innerText();
  check(notice.includes(english['notice.text']), 'languages: the page follows the command at once', notice);
  await page.screenshot({ path: `${shots}/1280-light-language-by-command.png` });
  await type(page, '/refleks language norwegian');
  await page.locator('html[lang=nb]').waitFor();
  check(true, 'languages: and back');
  await context.close();
});

await part('what people write', async () => {
  const { page, context, trouble } = await open(browser);
  await become(page, me.user, talk);
  const nasty = '<img src=x onerror="document.title=1"> **ikke fet** <@everyone>';
  await type(page, nasty);
  const line = page.getByTestId('message').filter({ hasText: nasty }).last();
  await line.waitFor();
  check((await line.locator('.content img').count()) === 0, 'markup in a message stays text');
  const other = world.channels[0].members.find((user) => user !== me.user);
  await become(page, other);
  await openDrawer(page);
  await become(page, me.user);
  await type(page, '/rar kommando');
  check(
    (await page.getByTestId('problem').innerText()).includes('/refleks'),
    'an unknown slash word is answered in words',
  );
  check(!trouble.length, 'what people write: no error', trouble.slice(0, 3));
  await context.close();
});

await part('unread', async () => {
  const { page, context } = await open(browser);
  const other = world.channels[0].members.find((user) => user !== me.user);
  await become(page, other, talk);
  await become(page, me.user, talk);
  await type(page, 'Ser dere denne?');
  await page.getByTestId('message').filter({ hasText: 'Ser dere denne?' }).last().waitFor();
  await page.getByTestId('person-button').click();
  const mark = page.locator(`[data-testid=person][data-user="${other}"] [data-testid=unread]`);
  check((await mark.count()) === 1, 'unread: the other person has something unread');
  await page.locator(`[data-testid=person][data-user="${other}"]`).click();
  await page.locator(`html[data-me="${other}"]`).waitFor();
  check((await page.getByTestId('new-mark').count()) === 1, 'unread: a line shows where the new begins');
  await context.close();
});

await part('reconnecting', async () => {
  let blocked = false;
  const sockets = [];
  const { page, context } = await open(browser, {
    before: (fresh) =>
      fresh.routeWebSocket('**/ws', (socket) => {
        if (blocked) return socket.close();
        socket.connectToServer();
        sockets.push(socket);
      }),
  });
  await become(page, me.user, talk);
  blocked = true;
  for (const socket of sockets) await socket.close();
  await page.waitForFunction(() => document.querySelector('[data-testid=connection]').textContent);
  check(await page.getByTestId('connection').isVisible(), 'reconnecting: it says in words that the contact is lost');
  await type(page, 'Kommer denne fram?');
  await page.waitForFunction(() => document.querySelector('[data-testid=problem]').textContent);
  check(
    (await page.getByTestId('composer-input').inputValue()) === 'Kommer denne fram?',
    'reconnecting: what could not be sent is kept',
  );
  blocked = false;
  await page.waitForFunction(() => !document.querySelector('[data-testid=connection]').textContent);
  check(true, 'reconnecting: it comes back by itself');
  await page.getByTestId('send').click();
  await page.getByTestId('message').filter({ hasText: 'Kommer denne fram?' }).last().waitFor();
  check(true, 'reconnecting: and works again');
  await context.close();
});

await part('the clock', async () => {
  const { page, context } = await open(browser);
  const text = () => page.getByTestId('clock-now').textContent();
  const before = await text();
  await page.getByTestId('clock-play').click();
  await page.waitForFunction((old) => document.querySelector('[data-testid=clock-now]').textContent !== old, before);
  await page.getByTestId('clock-play').click();
  check(true, 'the clock: it runs when asked to');
  await page.getByTestId('clock-now').click();
  await page.getByTestId('clock-to').fill('2020-01-01T10:00');
  await page.getByTestId('clock-go').click();
  const backwards = await page.evaluate(() => document.querySelector('[data-testid=clock-to]').matches(':invalid'));
  check(backwards || (await page.getByTestId('problem').innerText()), 'the clock: it never goes back');
  await page.keyboard.press('Escape');
  if ((await page.getByTestId('clock-jump').getAttribute('aria-disabled')) !== 'true') {
    await jump(page);
    check(!(await page.getByTestId('problem').innerText()), 'the clock: a jump brings no problem');
  }
  await context.close();
});

await finish(browser);
