// A form as a modal dialog. Errors stand by their field, what was written stays, closing with something written asks first.

import { receive, words } from './actions.js';
import { announce, byId, el, icon, rest } from './dom.js';
import { rich } from './render.js';
import { request } from './socket.js';
import { channel, channelOf, emit, nameOf, on, state } from './state.js';
import { localInput, t } from './texts.js';

const dialog = byId('form');
let open = null; // {form, as, talk, fields, warned, busy}

const asLocal = (text) => (/Z$/.test(text ?? '') ? localInput(text) : (text ?? ''));

function peopleOptions(input, talk) {
  if (input.options?.length) return input.options;
  const members = channel(talk)?.members ?? state.people.map((one) => one.user);
  return members.map((user) => ({ value: user, label: nameOf(user) }));
}

function radios(input, n, type, row) {
  const initial = input.initial ?? [];
  const long = (input.options ?? []).some(({ label }) => label.length > 9);
  return el(
    'div',
    { class: row ? `scale${long ? ' long' : ''}` : 'choices' },
    (input.options ?? []).map(({ value, label }, i) =>
      el(
        'label',
        { class: 'pick' },
        el('input', {
          type,
          name: `f${n}`,
          id: `f${n}-${i}`,
          value,
          checked: initial.includes(value),
        }),
        el('span', {}, label),
      ),
    ),
  );
}

// What may be left out shows its label alone until somebody wants it.
function fold(n, label, ...inside) {
  const box = el('details', {}, el('summary', { id: `f${n}-label` }, label), el('div', {}, ...inside));
  box.addEventListener('toggle', () => {
    if (box.open && document.activeElement === box.firstChild) byId(`f${n}`).focus();
  });
  return box;
}

const moreThanFits = 2000; // letters: whoever wrote too much is told, and nothing is cut off unseen
const longestCounted = 5000; // letters: nobody counts what comes from a spreadsheet

// A file whose text is put into the field: in UTF-8, in UTF-16 with its mark, or as a Norwegian Excel writes it.
function fileField(n, control) {
  const file = el('input', { id: `f${n}-file`, type: 'file', accept: '.csv,.tsv,.txt,text/csv,text/plain' });
  file.addEventListener('change', async () => {
    const bytes = new Uint8Array(await file.files[0].arrayBuffer());
    const wide = { 0xfffe: 'utf-16le', 0xfeff: 'utf-16be' }[(bytes[0] << 8) | bytes[1]];
    let text;
    try {
      text = new TextDecoder(wide ?? 'utf-8', { fatal: true }).decode(bytes);
    } catch {
      text = new TextDecoder('windows-1252').decode(bytes);
    }
    control.value = text;
  });
  return el('p', { class: 'file' }, el('label', { for: `f${n}-file` }, t('form.file')), ' ', file);
}

// One input of the form: its element, how to read its values, and where the focus goes when it is wrong.
// `folds`: nothing in the form is required, so texts are folded in.
function field(input, n, talk, folds) {
  const initial = input.initial ?? [];
  const hint = input.hint ? el('p', { class: 'hint', id: `f${n}-hint` }, input.hint) : null;
  const error = el('p', { class: 'error', id: `f${n}-error`, 'data-testid': 'field-error', hidden: true });
  const describedBy = [input.hint ? `f${n}-hint` : '', `f${n}-error`].join(' ').trim();
  const folded = folds && input.kind === 'text';
  const optional = !folds && !input.required ? el('span', { class: 'optional' }, ` ${t('form.optional')}`) : null;
  const label = [input.label, optional];
  const grouped = ['choices', 'scale'].includes(input.kind) || (input.kind === 'choice' && input.options.length <= 8);
  let control;
  let box;
  let counter = null;
  let file = null;
  if (grouped) {
    const many = input.kind === 'choices';
    control = el(
      'fieldset',
      {
        role: many ? 'group' : 'radiogroup',
        'aria-describedby': describedBy,
        'aria-required': !many && input.required ? 'true' : null,
      },
      el('legend', {}, label),
      hint,
      radios(input, n, many ? 'checkbox' : 'radio', input.kind === 'scale'),
      error,
    );
    box = control;
  } else {
    const common = {
      id: `f${n}`,
      'aria-labelledby': folded ? `f${n}-label` : null,
      'aria-describedby': describedBy,
      'aria-required': input.required ? 'true' : null,
    };
    if (input.kind === 'text') {
      control = el(input.multiline ? 'textarea' : 'input', {
        ...common,
        type: input.multiline ? null : 'text',
        rows: input.multiline ? 4 : null,
        maxlength: input.max_length ? input.max_length + moreThanFits : null,
      });
      control.value = initial[0] ?? '';
      if (input.of_file) file = fileField(n, control);
      if (input.multiline && input.max_length && input.max_length <= longestCounted) {
        counter = el('p', { class: 'counter' });
        const count = () => {
          const left = input.max_length - [...control.value].length;
          counter.textContent = left < 0 ? t('form.over', { n: -left }) : t('form.left', { n: left });
        };
        control.addEventListener('input', count);
        count();
      }
    } else if (input.kind === 'date_time') {
      control = el('input', { ...common, type: 'datetime-local' });
      control.value = asLocal(initial[0]);
    } else {
      const options = input.kind === 'person' ? peopleOptions(input, talk) : input.options;
      control = el(
        'select',
        common,
        el('option', { value: '' }, t('form.choose')),
        options.map(({ value, label: name }) => el('option', { value }, name)),
      );
      control.value = initial[0] ?? '';
    }
    box = folded
      ? fold(n, label, hint, control, counter, error)
      : el('div', {}, el('label', { for: `f${n}` }, label), hint, file, control, counter, error);
    if (control.value) box.open = true;
  }
  box.classList.add('field');
  box.dataset.testid = 'field';
  box.dataset.field = input.id;
  const inputs = grouped ? [...control.querySelectorAll('input')] : [control];
  return {
    input,
    box,
    values: () =>
      grouped
        ? inputs.filter((one) => one.checked).map((one) => one.value)
        : control.value.trim()
          ? [control.value]
          : [],
    fail(text) {
      error.hidden = !text;
      error.textContent = text ?? '';
      box.classList.toggle('wrong', Boolean(text));
      if (text && folded) box.open = true;
      const marked = grouped && input.kind === 'choices' ? inputs : [control];
      for (const one of marked) text ? one.setAttribute('aria-invalid', 'true') : one.removeAttribute('aria-invalid');
    },
    focus: () => (folded && !box.open ? box.firstChild : (inputs.find((one) => one.checked) ?? inputs[0])).focus(),
  };
}

const written = () => open.fields.some((one) => JSON.stringify(one.values()) !== one.before);

function warn(text) {
  const place = byId('form-alert');
  place.hidden = !text;
  place.textContent = text ?? '';
}

function close() {
  open = null;
  dialog.close();
  dialog.replaceChildren();
  // The button that opened it may be gone since.
  if (document.activeElement === document.body) rest();
}

// A code that somebody is to keep stands on a line of its own.
function intro(form) {
  const spans = form.intro ?? [];
  const at = form.inputs.length ? -1 : spans.findIndex(({ style }) => style === 'code');
  if (at < 0) return spans.length ? el('p', { class: 'intro' }, rich(spans)) : null;
  const code = spans[at].text;
  const copy = async (event) => {
    const button = event.currentTarget;
    try {
      await navigator.clipboard.writeText(code);
      button.lastChild.textContent = t('form.copied');
      announce(t('form.copied'));
    } catch {
      getSelection().selectAllChildren(button.previousSibling);
    }
  };
  return el(
    'div',
    { class: 'receipt' },
    el('p', {}, rich(spans.slice(0, at))),
    el(
      'p',
      { class: 'code-line' },
      el('code', { 'data-testid': 'code' }, code),
      el(
        'button',
        { type: 'button', class: 'button', 'data-testid': 'copy', click: copy },
        icon('copy'),
        el('span', {}, t('form.copy')),
      ),
    ),
    el('p', {}, rich(spans.slice(at + 1))),
  );
}

function askToClose() {
  if (open.warned || !written()) return close();
  open.warned = true;
  warn(t('form.discard'));
}

function openForm({ form, as, talk }) {
  const again = open !== null;
  const anonymous = form.name.startsWith('box/');
  open = { form, as, talk, warned: false, busy: false };
  const folds = !form.inputs.some(({ required }) => required) && form.inputs.some(({ kind }) => kind !== 'text');
  open.fields = form.inputs.map((input, n) => field(input, n, talk, folds));
  const told = !form.inputs.length; // there is only one way out of what merely tells something
  // A form that comes back with a word of warning holds what the person wrote, which is not sent yet.
  for (const one of open.fields) one.before = again ? '[]' : JSON.stringify(one.values());
  dialog.replaceChildren(
    el(
      'form',
      { novalidate: true, submit },
      el(
        'header',
        {},
        el('h2', { id: 'form-title' }, form.title),
        told
          ? null
          : el(
              'button',
              {
                type: 'button',
                class: 'icon-button',
                'aria-label': t('form.close'),
                'data-testid': 'form-close',
                click: askToClose,
              },
              icon('close'),
            ),
      ),
      el(
        'div',
        { class: 'form-body' },
        told
          ? null
          : el(
              'p',
              { class: anonymous ? 'sealed' : 'as' },
              anonymous ? icon('lock') : null,
              t(anonymous ? 'form.as.sealed' : 'form.as', { name: nameOf(as) }),
            ),
        intro(form),
        el('p', { class: 'form-alert', id: 'form-alert', role: 'alert', 'data-testid': 'form-alert', hidden: true }),
        open.fields.map((one) => one.box),
      ),
      el(
        'footer',
        {},
        told
          ? null
          : el(
              'button',
              { type: 'button', class: 'button', 'data-testid': 'form-cancel', click: askToClose },
              t('form.cancel'),
            ),
        el(
          'button',
          { type: 'submit', class: 'button primary', 'data-testid': 'form-submit' },
          form.submit || t('form.submit'),
        ),
      ),
    ),
  );
  if (!again) dialog.showModal();
  (open.fields[0] ? open.fields[0] : { focus: () => dialog.querySelector('[type=submit]').focus() }).focus();
}

function showErrors(errors) {
  let first = null;
  const left = { ...errors };
  for (const one of open.fields) {
    one.fail(errors[one.input.id]);
    delete left[one.input.id];
    if (errors[one.input.id] && !first) first = one;
  }
  warn([t('form.errors'), ...Object.values(left)].join(' '));
  first?.focus();
}

async function submit(event) {
  event.preventDefault();
  const mine = open;
  if (!mine || mine.busy) return;
  const values = {};
  const missing = {};
  for (const one of mine.fields) {
    values[one.input.id] = one.values();
    if (one.input.required && !values[one.input.id].length) missing[one.input.id] = t('form.required');
  }
  for (const one of mine.fields) one.fail(null);
  warn(null);
  if (Object.keys(missing).length) return showErrors(missing);
  const button = dialog.querySelector('[type=submit]');
  mine.busy = true;
  button.setAttribute('aria-busy', 'true');
  try {
    const { form, as, talk } = mine;
    const reply = await request({
      type: 'submit',
      as,
      channel: channelOf(talk),
      name: form.name,
      state: form.state,
      values,
    });
    if (open !== mine) return;
    if (reply.errors && Object.keys(reply.errors).length) return showErrors(reply.errors);
    emit('submitted', { name: form.name });
    if (!reply.form) close();
    receive(reply, { as, talk });
  } catch (error) {
    if (open === mine) warn(words(error));
  } finally {
    mine.busy = false;
    button.removeAttribute('aria-busy');
  }
}

dialog.addEventListener('cancel', (event) => {
  event.preventDefault();
  askToClose();
});
// The browser may close on a second Escape without asking.
dialog.addEventListener('close', () => {
  open = null;
});
dialog.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) dialog.querySelector('form').requestSubmit();
});
on('form', openForm);
