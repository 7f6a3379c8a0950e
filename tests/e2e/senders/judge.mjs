// Reads the payloads that the unit tests hold the webhook adapter to, and lets the platforms' own things judge them: Slack's
// types, Teams' types and renderer, a Markdown renderer; and the documented limits and shapes where there is no such thing.
// Seeded mistakes prove that the judges see something. Last line: "N passed, N failed".
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JSDOM } from 'jsdom';
import { marked } from 'marked';

const here = dirname(fileURLToPath(import.meta.url));
const payloads = join(here, '../../adapters/webhook/payloads');
let passed = 0, failed = 0;
function report(name, faults) {
  if (faults.length === 0) passed += 1;
  else failed += 1;
  console.log(`${faults.length ? 'not ok' : 'ok'} ${name}`);
  for (const fault of faults) console.log(`  ${fault}`);
}
const read = (name) => JSON.parse(readFileSync(join(payloads, `${name}.json`), 'utf8'));
const names = readdirSync(payloads).map((file) => file.replace(/\.json$/, '')).sort();
const of = (shape) => names.filter((name) => name.startsWith(`${shape}_`));
const copy = (value) => JSON.parse(JSON.stringify(value));

// --- types: each payload as a literal of the platform's own type; several in one run of the compiler ---------------------
function typeFaults(literals) {
  const folder = mkdtempSync(join(here, 'types-'));
  const faults = Object.fromEntries(Object.keys(literals).map((name) => [name, []]));
  try {
    for (const [name, { type, from, value }] of Object.entries(literals))
      writeFileSync(join(folder, `${name}.ts`),
        `import type { ${type.match(/\w+/)[0]} } from '${from}';\nexport const it: ${type} = ${JSON.stringify(value)};\n`);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', skipLibCheck: true, types: [] },
      include: ['*.ts'],
    }));
    execFileSync(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'],
      { encoding: 'utf8', timeout: 120_000 });
  } catch (error) {
    const lines = String(error.stdout ?? error).split('\n').filter((line) => line.includes('error TS'));
    if (lines.length === 0) throw error;
    for (const line of lines) {
      const name = Object.keys(faults).find((known) => line.includes(`${known}.ts(`)) ?? Object.keys(faults)[0];
      faults[name].push(line.replace(/^.*?error/, 'error').slice(0, 300));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return faults;
}

// --- Slack: what the types do not know -----------------------------------------------------------------------------------
function slackFaults(payload) {
  const faults = [];
  const must = (good, what) => { if (!good) faults.push(what); };
  const text = (object, most, what) => must(object.type === 'plain_text' && object.text.length >= 1 && object.text.length <= most, what);
  const keys = Object.keys(payload).sort().join();
  must(keys === 'blocks,mrkdwn,text,unfurl_links,unfurl_media', `fields ${keys}`);
  must(payload.text.length >= 1 && payload.text.length <= 4000, 'text');
  must(!/[<>]/.test(payload.text) && !/&(?!amp;|lt;|gt;)/.test(payload.text), 'text is not escaped');
  must(payload.blocks.length >= 1 && payload.blocks.length <= 50, 'blocks');
  const ids = new Set();
  for (const block of payload.blocks) {
    if (block.type === 'header') text(block.text, 150, 'header');
    if (block.type === 'context') must(block.elements.length >= 1 && block.elements.length <= 10, 'context');
    if (block.type === 'context') for (const element of block.elements) text(element, 3000, 'context text');
    if (block.type === 'rich_text') {
      const runs = block.elements.flatMap((e) => (e.type === 'rich_text_list' ? e.elements : [e])).flatMap((e) => e.elements);
      must(runs.length > 0 && runs.every((run) => ['text', 'link'].includes(run.type) && run.text.length > 0), 'run');
      must(runs.every((run) => run.type !== 'link' || /^https?:\/\/\S{1,2990}$/.test(run.url)), 'link');
      must(runs.reduce((sum, run) => sum + run.text.length, 0) <= 3000, 'rich_text is too long');
    }
    if (block.type === 'actions') {
      must(block.elements.length >= 1 && block.elements.length <= 25, 'actions');
      for (const button of block.elements) {
        text(button.text, 75, 'label');
        must(/^https:\/\/\S+$/.test(button.url) && button.url.length <= 3000, 'url');
        must(!ids.has(button.action_id), 'action_id twice');
        ids.add(button.action_id);
      }
    }
  }
  return faults;
}

// --- Teams: the envelope of a Workflow, the official renderer, and what that is silent on --------------------------------
const { window } = new JSDOM('<!DOCTYPE html>', { url: 'https://localhost/' });
for (const key of Object.getOwnPropertyNames(window)) if (!(key in globalThis)) globalThis[key] = window[key];
globalThis.window = window;
globalThis.document = window.document;
const AdaptiveCards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = marked.parseInline(text, { async: false });
  result.didProcess = true;
};

function cardFaults(payload) {
  const faults = [];
  const must = (good, what) => { if (!good) faults.push(what); };
  must(Object.keys(payload).sort().join() === 'attachments,type' && payload.type === 'message', 'envelope');
  must(payload.attachments.length === 1, 'one attachment');
  const [attachment] = payload.attachments;
  must(attachment.contentType === 'application/vnd.microsoft.card.adaptive' && attachment.contentUrl === null, 'attachment');
  must(Buffer.byteLength(JSON.stringify(payload)) <= 24 * 1024, 'larger than 24 KB');
  const json = attachment.content;
  must(json.type === 'AdaptiveCard' && json.version === '1.5' && json.body.length > 0, 'card');
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext();
  card.parse(json, context);
  for (let i = 0; i < context.eventCount; ++i) faults.push(context.getEventAt(i).message);
  for (const event of card.validateProperties().validationEvents) faults.push(event.message);
  const drawn = card.render();
  must(drawn?.querySelectorAll('strong,em,del,h1,img').length === 0, 'the heading is formatted');
  for (const link of drawn?.querySelectorAll('a[href]') ?? [])
    must(/^https:\/\/(refleks|helse)\.example\//.test(link.href), `link ${link.href}`);
  const known = new Set(['TextBlock', 'RichTextBlock', 'ActionSet']);
  for (const element of json.body) {
    must(known.has(element.type), `element ${element.type}`);
    if (element.type === 'TextBlock') must(element.text?.length > 0, 'TextBlock without text');
    if (element.type === 'RichTextBlock')
      must(element.inlines.length > 0 && element.inlines.every((run) => run.type === 'TextRun' && run.text.length > 0), 'runs');
    if (element.type === 'ActionSet')
      must(element.actions.length <= 6 && element.actions.every((a) => a.type === 'Action.OpenUrl' && a.title && /^https:/.test(a.url)), 'actions');
  }
  must(!JSON.stringify(json).includes('<at'), 'a mention');
  return faults;
}

// --- Google Chat: by its reference, no more fields than those we mean to send --------------------------------------------
function chatFaults(payload) {
  const faults = [];
  const must = (good, what) => { if (!good) faults.push(what); };
  const only = (object, keys, what) => must(Object.keys(object).sort().join() === keys, `${what}: ${Object.keys(object)}`);
  only(payload, 'cardsV2,fallbackText', 'message');
  must(Buffer.byteLength(JSON.stringify(payload)) <= 32_000, 'larger than 32 000 bytes');
  must(payload.cardsV2.length === 1, 'one card');
  only(payload.cardsV2[0], 'card,cardId', 'card');
  const [section] = payload.cardsV2[0].card.sections;
  only(section, 'widgets', 'section');
  must(section.widgets.length >= 1 && section.widgets.length <= 100, 'widgets');
  for (const widget of section.widgets) {
    const [kind] = Object.keys(widget);
    must(Object.keys(widget).length === 1, 'a widget is one thing');
    if (kind === 'textParagraph') {
      only(widget.textParagraph, 'text', kind);
      const rest = widget.textParagraph.text.replace(/<\/?[bi]>|<br>|<a href="https?:\/\/[^"<>]+">|<\/a>/g, '');
      must(!/[<>]/.test(rest) && !/&(?!amp;|lt;|gt;)/.test(rest), `tags: ${rest}`);
    } else if (kind === 'buttonList') {
      for (const button of widget.buttonList.buttons) {
        only(button, 'onClick,text', 'button');
        must(button.text.length > 0 && /^https:/.test(button.onClick.openLink.url), 'button');
      }
    } else {
      must(kind === 'divider', `widget ${kind}`);
    }
  }
  must(!/<(users|!)/.test(payload.fallbackText), 'a mention');
  return faults;
}

// --- Markdown: a renderer finds no link and no format that is not ours ---------------------------------------------------
const lengths = { mattermost: (text) => [...text].length <= 16_383, rocketchat: (text) => text.length <= 5000, zulip: (text) => [...text].length <= 10_000 };
function markdownFaults(shape, name, payload) {
  const faults = [];
  const must = (good, what) => { if (!good) faults.push(what); };
  must(Object.keys(payload).join() === 'text', `fields ${Object.keys(payload)}`);
  must(payload.text.length > 0 && lengths[shape](payload.text), 'length');
  must(!/@(channel|all|here|kari|\*\*)|<(!|@|users)|[#~]fredag/.test(payload.text), 'a mention');
  const html = marked.parse(payload.text, { gfm: true, breaks: true, async: false });
  const page = new JSDOM(html).window.document;
  for (const link of page.querySelectorAll('a'))
    must(/^https:\/\/(refleks|helse)\.example\//.test(link.href), `link ${link.href}`);
  if (name.endsWith('_hostile')) {
    must(page.querySelectorAll('h1,h2,h3,blockquote,table,pre,img,del,s,ol,b').length === 0, html);
    for (const made of page.querySelectorAll('strong,em,code')) {
      const words = made.textContent;
      must(!/^(fet|kursiv|under|kode|stjerne)$/.test(words), `formatted: ${words}`);
    }
    must(page.querySelectorAll('ul > li').length === 1, 'a list of somebody else');
    must(page.querySelectorAll('a').length === 1, 'not our one link');
  }
  return faults;
}

// --- judged --------------------------------------------------------------------------------------------------------------
const blocks = (value) => ({ type: 'KnownBlock[]', from: '@slack/types', value });
const teams = (value) => ({ type: 'IAdaptiveCard', from: '@microsoft/teams.cards', value });
const slackGood = read('slack_everything'), teamsGood = read('teams_workflow_everything');
const seeded = (value, change) => { const changed = copy(value); change(changed); return changed; };
const mistakes = {
  slack_mrkdwn_header: blocks(seeded(slackGood.blocks, (b) => { b[0].text.type = 'mrkdwn'; })),
  slack_misspelt: blocks(seeded(slackGood.blocks, (b) => { b[1].elements[0].elements[0].txet = 'x'; })),
  slack_unknown_style: blocks(seeded(slackGood.blocks, (b) => { b.find((x) => x.type === 'actions').elements[0].style = 'huge'; })),
  teams_unknown_weight: teams(seeded(teamsGood.attachments[0].content, (c) => { c.body[0].weight = 'Heaviest'; })),
  teams_misspelt: teams(seeded(teamsGood.attachments[0].content, (c) => { c.body[0].warp = true; })),
  teams_unknown_action: teams(seeded(teamsGood.attachments[0].content, (c) => { c.body.find((x) => x.type === 'ActionSet').actions[0].type = 'Action.Open'; })),
};
const literals = { ...mistakes };
for (const name of of('slack')) literals[name] = blocks(read(name).blocks);
for (const name of of('teams_workflow')) literals[name] = teams(read(name).attachments[0].content);
const types = typeFaults(literals);

for (const name of of('slack')) report(`${name}: types`, types[name]), report(`${name}: limits`, slackFaults(read(name)));
for (const name of of('teams_workflow')) report(`${name}: types`, types[name]), report(`${name}: renderer`, cardFaults(read(name)));
for (const name of of('google_chat')) report(`${name}: reference`, chatFaults(read(name)));
for (const shape of Object.keys(lengths))
  for (const name of of(shape)) report(`${name}: markdown`, markdownFaults(shape, name, read(name)));

const seen = (name, faults) => report(`a mistake is seen: ${name}`, faults.length > 0 ? [] : ['nobody saw it']);
for (const name of Object.keys(mistakes)) seen(name, types[name]);
seen('a header of 151', slackFaults(seeded(slackGood, (p) => { p.blocks[0].text.text = 'x'.repeat(151); })));
seen('a raw <!here>', slackFaults(seeded(slackGood, (p) => { p.text = '<!here>'; })));
seen('an element that is none', cardFaults(seeded(teamsGood, (p) => { p.attachments[0].content.body[0].type = 'Heading'; })));
seen('a formatted heading', cardFaults(seeded(teamsGood, (p) => { p.attachments[0].content.body[0].text = '**x**'; })));
seen('a card without version', cardFaults(seeded(teamsGood, (p) => { delete p.attachments[0].content.version; })));
seen('a tag in Google Chat', chatFaults(seeded(read('google_chat_home'), (p) => { p.cardsV2[0].card.sections[0].widgets[0].textParagraph.text = '<u>x</u>'; })));
for (const text of ['# stor', '[her](https://ond.example/)', '*kursiv*', '@all', 'https://ond.example/'])
  seen(`${text} in Markdown`, markdownFaults('zulip', 'x_hostile', { text: `${read('zulip_hostile').text}\n\n${text}` }));
if (names.length !== 18) report('18 payloads', [`${names.length}`]);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
