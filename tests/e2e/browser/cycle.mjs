// One round of a group's life, played in the page as people would: invitation, ideas, poll, check-out, a matter and its answer,
// digest. Usage: node cycle.mjs [http://127.0.0.1:8090]   (or REFLEKS_URL); screenshots go to SHOTS (build/shots).

import {
  become,
  check,
  dismissNews,
  fillForm,
  finish,
  jumpUntil,
  launch,
  open,
  part,
  shots,
  type,
  welcome,
} from './harness.mjs';

// The words and names that belong to the bot; everything else here is the page.
const bot = {
  idea: '/refleks idé',
  poll: '/refleks avstemning "Hvor møtes vi neste gang?" "Vaktrommet" "Biblioteket" "Kafeen"',
  question: 'Hvor møtes vi neste gang?',
  open: '[data-name="polls/open"]', // the facilitator says yes to the preview
  matter: '/refleks sak',
  status: '/refleks status',
  code: /[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}/, // of an idea's receipt
  checkout: /utsjekk|check-?out/i, // title of the check-out
  // beginnings of the bot's message keys
  keys: {
    invitation: /^(invitation|preparation):/,
    ideas: /^ideas:/,
    poll: /^poll:/,
    result: /^result:/,
    matter: /^matter:/,
    answer: /^answer:/,
    digest: /^digest:/,
  },
};
const ideas = ['Hvordan snakker vi om døden med pårørende?', 'Når rutinene ikke passer til mennesket'];
const lifted = 'Vi trenger et rom som ikke er opptatt';
const answer = 'Rommet i andre etasje er deres annenhver onsdag fra nå av.';

const browser = await launch();
const { page, context, trouble } = await open(browser);
const world = await welcome(page);
const person = (user) => world.people.find((one) => one.user === user);
const reads = (user, language) => person(user)?.language === language;

// A group whose facilitator reads Bokmål, so that the commands above are the ones offered.
const group = world.channels.find((one) =>
  one.members.some((user) => person(user)?.role === 'facilitator' && reads(user, 'nb')),
);
const members = group.members.filter((user) => ['participant', 'facilitator'].includes(person(user)?.role));
const facilitator = members.find((user) => person(user).role === 'facilitator' && reads(user, 'nb'));
const [first, second] = members.filter((user) => user !== facilitator);
const leader =
  group.members.find((user) => person(user)?.role === 'leader') ??
  world.people.find((one) => one.role === 'leader')?.user;
const names = members.map((user) => person(user).name);

const messages = async () => (await welcome(page)).messages;
const words = (message) => message.content.plain;
const find = async (key, test = () => true, after = 0) =>
  (await messages()).findLast((one) => key.test(one.key ?? '') && one.seq > after && test(one));
const inGroup = (message) => message.channel === group.id;
const seen = (message) => page.locator(`[data-testid=message][data-id="${message.id}"]`);
const shot = (what) => page.screenshot({ path: `${shots}/cycle-${what}.png` });
const namedIn = (message) => names.filter((name) => words(message).includes(name));
const whispers = () => page.getByTestId('whisper').count();

// Sends the open form; a form that comes back with a word of warning is sent once more.
async function answerForm(text, turn) {
  await page.getByTestId('form').waitFor();
  await fillForm(page, text, turn);
  for (let i = 0; i < 3; ++i) {
    await page.waitForFunction(
      () => !document.querySelector('dialog').open || !document.querySelector('dialog [aria-busy]'),
    );
    if (!(await page.getByTestId('form').isVisible())) return true;
    const errors = await page.locator('[data-testid=field-error]:visible').allInnerTexts();
    if (errors.length) return check(false, 'a form is taken', errors);
    await page.getByTestId('form-submit').click();
  }
  return !(await page.getByTestId('form').isVisible());
}

async function letOthersAnswer(message) {
  await seen(message).getByTestId('others-all').click();
  await seen(message).getByTestId('others-summary').waitFor({ timeout: 60000 });
  return seen(message).getByTestId('others-summary').innerText();
}

check(leader, 'the group has a leader');
let mark = 0;

await part('invitation', async () => {
  await become(page, first, group.id);
  const invitation = await jumpUntil(page, () => find(bot.keys.invitation, inGroup), 200);
  if (!check(invitation, 'the group is invited to a session')) return;
  await dismissNews(page);
  check(await seen(invitation).isVisible(), 'the invitation is in the channel');
  await seen(invitation).getByTestId('action').first().click();
  await page.waitForFunction(
    () =>
      document.querySelectorAll('[data-testid=whisper]').length ||
      document.querySelector('dialog').open ||
      !document.querySelector('[aria-busy=true]'),
  );
  check(!(await page.getByTestId('problem').innerText()), 'one can say whether one comes');
  if (await page.getByTestId('form').isVisible()) await page.getByTestId('form-cancel').click();
  await shot('1-invitation');
});

await part('ideas', async () => {
  for (const [i, user] of [first, second].entries()) {
    await become(page, user, group.id);
    await type(page, person(user).language === 'en' ? '/refleks idea' : bot.idea);
    await page.getByTestId('form').waitFor();
    if (i === 0) await shot('2-idea');
    // The receipt is a form too, with a code to follow the idea by; it is closed by its button.
    await fillForm(page, ideas[i]);
    await page.getByTestId('form').filter({ hasText: bot.code }).waitFor();
    check((await page.locator('[data-testid=form] [data-testid=field]').count()) === 0, `idea ${i + 1} gets a code`);
    if (i === 0) await shot('2-receipt');
    await page.getByTestId('form-submit').click();
    await page.waitForFunction(() => !document.querySelector('dialog').open);
    check(
      !(await page.getByTestId('messages').locator('[data-testid=message]').allInnerTexts()).some((text) =>
        text.includes(ideas[i]),
      ),
      `idea ${i + 1} is not said aloud`,
    );
  }
  const shown = await jumpUntil(page, () => find(bot.keys.ideas, inGroup), 200);
  if (!check(shown, 'the ideas are shown to the group before the session')) return;
  check(
    ideas.every((idea) => words(shown).includes(idea)),
    'both ideas are there',
    words(shown),
  );
  check(!namedIn(shown).length, 'without names', namedIn(shown));
});

await part('poll', async () => {
  await become(page, facilitator, group.id);
  await dismissNews(page);
  const before = (await messages()).at(-1)?.seq ?? 0;
  await type(page, bot.poll);
  const yes = page.getByTestId('whisper').locator(bot.open).last();
  await yes.waitFor();
  await shot('3-preview');
  await yes.click();
  await page.getByTestId('message').filter({ hasText: bot.question }).last().waitFor();
  const poll = await find(bot.keys.poll, (one) => inGroup(one) && words(one).includes(bot.question), before);
  if (!check(poll, 'the facilitator asks and the poll is in the channel')) return;
  await become(page, first, group.id);
  const answers = seen(poll).locator('[data-testid=action][data-name^="box/"]');
  check((await answers.count()) >= 1, 'there are buttons to answer with');
  const earlier = await whispers();
  await answers.first().click();
  await page.waitForFunction(
    (n) => document.querySelector('dialog').open || document.querySelectorAll('[data-testid=whisper]').length > n,
    earlier,
  );
  if (await page.getByTestId('form').isVisible()) await answerForm(ideas[0]);
  check(!(await page.getByTestId('problem').innerText()), 'a member answers with one press');
  const summary = await letOthersAnswer(poll);
  const others = members.length - 1;
  check(summary.includes(`${others}`) && !/⟦/.test(summary), 'the others answer', summary);
  await shot('4-poll');
  const result = await jumpUntil(
    page,
    () => find(bot.keys.result, (one) => inGroup(one) && words(one).includes(bot.question), before),
    200,
  );
  if (!check(result, 'the result comes when the poll closes')) return;
  await seen(result).waitFor();
  check(!namedIn(result).length, 'the result names nobody', namedIn(result));
  await dismissNews(page);
  await seen(result).scrollIntoViewIfNeeded();
  await shot('5-result');
});

await part('check-out', async () => {
  const isCheckout = (one) => inGroup(one) && bot.checkout.test(words(one));
  const open_ = async () =>
    find(bot.keys.poll, (one) => isCheckout(one) && one.content.blocks.some((block) => block.type === 'actions'));
  const checkout = await jumpUntil(page, open_, 200);
  if (!check(checkout, 'the session ends with a check-out')) return;
  mark = checkout.seq;
  await become(page, second, group.id);
  await seen(checkout).locator('[data-name^="box/"]').first().click();
  await page.getByTestId('form').waitFor();
  await shot('6-check-out');
  check(await answerForm('Det var godt å få tid til å snakke sammen.', 2), 'a member answers it in a form');
  await letOthersAnswer(checkout);
  const result = await jumpUntil(page, () => find(bot.keys.result, isCheckout, mark), 200);
  if (!check(result, 'its result comes the next working day')) return;
  await seen(result).waitFor();
  check(!namedIn(result).length, 'it names nobody', namedIn(result));
  check(
    (await seen(result).getByTestId('bars').count()) + (await seen(result).locator('p').count()) > 1,
    'and can be read',
  );
  const drawn = seen(result).getByTestId('picture').locator('img');
  if (result.content.picture) {
    const width = await drawn.evaluate((img) => img.decode().then(() => img.naturalWidth));
    check(width === 640 && (await drawn.getAttribute('alt')), 'and comes with a picture and its words', `${width}`);
  }
  await dismissNews(page);
  await seen(result).scrollIntoViewIfNeeded();
  await shot('7-check-out-result');
});

await part('matter', async () => {
  await become(page, facilitator, group.id);
  await type(page, bot.matter);
  check(await answerForm(lifted), 'the facilitator lifts a matter');
  const matter = await jumpUntil(
    page,
    () => find(bot.keys.matter, (one) => one.person === leader && words(one).includes(lifted)),
    60,
  );
  if (!check(matter, 'the leader gets it in private')) return;
  check(!namedIn(matter).length, 'without who said what', namedIn(matter));
  await become(page, leader, `@${leader}`);
  await dismissNews(page);
  await shot('8-leader');
  await seen(matter).getByTestId('action').first().click();
  check(await answerForm(answer), 'the leader answers');
  const said = await jumpUntil(
    page,
    () => find(bot.keys.answer, (one) => inGroup(one) && words(one).includes(answer)),
    60,
  );
  if (!check(said, 'the answer goes to the group')) return;
  await become(page, first, group.id);
  check(await seen(said).isVisible(), 'and the group sees it');
  await shot('9-answer');
});

await part('digest', async () => {
  const digest = await jumpUntil(page, () => find(bot.keys.digest, (one) => one.person === leader, mark), 200);
  if (!check(digest, 'the leader gets a digest')) return;
  check(
    new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'Europe/Oslo' }).format(new Date(digest.at)) ===
      'Monday',
    'on a Monday',
    digest.at,
  );
  await become(page, leader, `@${leader}`);
  check(await seen(digest).isVisible(), 'in the direct conversation');
  check(!namedIn(digest).length, 'it names nobody', namedIn(digest));
  await dismissNews(page);
  await shot('10-digest');
});

check(!trouble.length, 'no foreign request and no error on the way', trouble.slice(0, 3));
await context.close();
await finish(browser);
