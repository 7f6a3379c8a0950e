// What a person does in the chat, and what comes straight back: a whisper, a form, or words about what went wrong.

import { request } from './socket.js';
import { channelOf, emit, state } from './state.js';
import { t } from './texts.js';

export function words(error) {
  if (error.said) return error.message;
  return t(error.message === 'connection' ? 'problem.connection' : 'problem.timeout');
}

// `where` is {as, talk}: who asked and in which conversation the answer belongs.
export function receive(reply, where) {
  if (reply.whisper) emit('whisper', { ...where, content: reply.whisper });
  if (reply.form) emit('form', { ...where, form: reply.form });
}

// Gives true when the daemon took it. `element` is shown as busy meanwhile and takes no second press.
export async function perform(frame, element) {
  if (element?.getAttribute('aria-busy') === 'true') return false;
  const where = { as: state.me, talk: state.talk };
  element?.setAttribute('aria-busy', 'true');
  emit('problem', '');
  try {
    receive(await request({ as: where.as, channel: channelOf(where.talk), ...frame }), where);
    return true;
  } catch (error) {
    emit('problem', words(error));
    return false;
  } finally {
    element?.removeAttribute('aria-busy');
  }
}

export const press = (button, element) => perform({ type: 'press', name: button.name, value: button.value }, element);
