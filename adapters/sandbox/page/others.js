// "Let the others answer": presses a sealed button as each of the other members and fills the form that comes, so that one
// person alone can see a result. Only in the sandbox, and only what any client of the protocol could do.

import { words } from './actions.js';
import { announce, el, icon } from './dom.js';
import { content } from './render.js';
import { request } from './socket.js';
import { channel, emit, nameOf, person, state, talkOf } from './state.js';
import { localInput, samplesIn, t } from './texts.js';

const jobs = new Map(); // message id -> {box, running, summary}

const sealed = (message) =>
  (message.content.blocks ?? [])
    .filter((block) => block.type === 'actions')
    .flatMap((block) => block.buttons)
    .filter((button) => button.name.startsWith('box/polls/'));

// The alternatives of one question: sealed buttons of one kind; where one stands out as the way to answer, only that.
function answers(message) {
  const all = sealed(message).filter((button) => button.style !== 'danger');
  const main = all.filter((button) => button.style === 'primary');
  const first = (main[0] ?? all[0])?.name.split('/').slice(0, 2).join('/');
  return (main.length ? main : all).filter((button) => button.name.startsWith(first));
}

// Leaders and coordinators are no members who answer.
const answering = (message) =>
  (channel(talkOf(message))?.members ?? []).filter(
    (user) => user !== state.me && ['participant', 'facilitator'].includes(person(user)?.role),
  );

const spread = [3, 2, 4, 1, 3, 0, 2];

// Values for every input, different from person to person.
function fill(form, turn, samples) {
  return Object.fromEntries(
    form.inputs.map((input, place) => {
      const options = input.options ?? [];
      const pick = (shift) =>
        options[(spread[turn % spread.length] + turn * 2 + shift + place) % options.length]?.value;
      let values = [];
      if (input.kind === 'text') values = [samples[(turn + place) % samples.length].slice(0, input.max_length || 500)];
      else if (input.kind === 'scale')
        values = [
          options[Math.min(options.length - 1, Math.round((spread[turn % spread.length] * (options.length - 1)) / 4))]
            ?.value,
        ];
      else if (input.kind === 'choices') values = turn % 3 ? [pick(0)] : [pick(0), pick(1)];
      else if (input.kind === 'date_time') values = [localInput(Date.parse(state.clock.now) + (turn + 1) * 86400000)];
      else values = [options.length ? pick(0) : state.people[turn % state.people.length].user];
      return [input.id, [...new Set(values.filter((value) => value !== undefined))]];
    }),
  );
}

// A poll of many questions comes a page at a time: the button that goes on.
const nextPage = (reply) =>
  (reply.whisper?.blocks ?? [])
    .flatMap((block) => block.buttons ?? [])
    .find(({ name, style }) => name === 'box/polls/page/form' && style === 'primary');

// Does something as somebody and fills in whatever form comes of it, with these or the usual sentences; gives the words that the bot answered with. Throws an
// Error whose text says what stopped it.
export async function writeAs(user, frame, turn, sentences) {
  const base = { as: user, channel: frame.channel };
  const samples = sentences ?? (await samplesIn(person(user).language));
  let reply = await request({ ...base, ...frame });
  for (let pages = 0; pages < 20; ++pages) {
    const next = nextPage(reply);
    if (next) reply = await request({ type: 'press', ...base, name: next.name, value: next.value });
    if (!reply.form) break;
    const { form } = reply;
    reply = await request({
      type: 'submit',
      ...base,
      name: form.name,
      state: form.state,
      values: fill(form, turn, samples),
    });
    const errors = Object.values(reply.errors ?? {});
    if (errors.length) throw Object.assign(new Error(errors.join(' ')), { said: true });
  }
  // The words alone, without the buttons under them.
  return reply.whisper ? [...content(reply.whisper).children].map((block) => block.textContent).join(' ') : '';
}

function answerAs(user, message, turn) {
  const choices = answers(message);
  const { name, value } = choices[turn % choices.length];
  return writeAs(user, { type: 'press', channel: message.channel, name, value }, turn);
}

async function run(message, job, limit) {
  const users = answering(message).slice(0, limit);
  const bar = el('progress', { max: users.length, value: 0, 'aria-label': t('others.progress') });
  const line = el('p', {});
  job.running = true;
  job.box.replaceChildren(line, bar);
  const said = new Map();
  const refused = [];
  let answered = 0;
  emit('grown');
  for (const [turn, user] of users.entries()) {
    line.textContent = t('others.now', { name: nameOf(user), n: turn + 1, of: users.length });
    try {
      const text = await answerAs(user, message, turn);
      if (text) said.set(text, (said.get(text) ?? 0) + 1);
      ++answered;
    } catch (error) {
      refused.push(t('others.refused', { name: nameOf(user), text: words(error) }));
      if (!error.said) break;
    }
    bar.value = turn + 1;
  }
  job.running = false;
  job.summary = [
    t('others.done', { n: answered, of: users.length }),
    ...[...said].map(([text, n]) => t('others.said', { text, n })),
    ...refused,
  ];
  paint(message, job);
  emit('grown');
  announce(job.summary[0]);
}

function paint(message, job) {
  if (job.running) return;
  const n = answering(message).length;
  const start = (limit) => () => run(message, job, limit);
  job.box.replaceChildren(
    job.summary
      ? el(
          'div',
          { class: 'others-summary', 'data-testid': 'others-summary' },
          icon('check'),
          el(
            'div',
            {},
            job.summary.map((text) => el('p', {}, text)),
          ),
        )
      : '',
    el(
      'div',
      { class: 'others-buttons' },
      el(
        'button',
        { type: 'button', class: 'button quiet', 'data-testid': 'others-all', click: start(undefined) },
        icon('people'),
        t('others.all', { n }),
      ),
      n > 2
        ? el(
            'button',
            { type: 'button', class: 'button quiet', 'data-testid': 'others-two', click: start(2) },
            t('others.two'),
          )
        : '',
    ),
  );
}

// Everybody else who may answer in a conversation.
export const othersOf = (talk) => answering({ channel: talk });

export async function letOthersAnswer(message) {
  othersRow(message);
  const job = jobs.get(message.id);
  if (job && !job.running && !job.summary) await run(message, job);
}

// The row under a message, or nothing where nobody else could answer. The same row comes back when the message is redrawn.
export function othersRow(message) {
  if (message.author !== 'bot' || !message.channel || !answers(message).length || !answering(message).length)
    return null;
  const job = jobs.get(message.id) ?? { box: el('div', { class: 'others', 'data-testid': 'others' }) };
  jobs.set(message.id, job);
  paint(message, job);
  return job.box;
}
