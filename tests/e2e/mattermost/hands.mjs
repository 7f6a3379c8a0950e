// What people do in Mattermost, by its own client, and what they see of it.
import {channel} from './world.mjs';
import {until} from './report.mjs';

const attachmentsOf = (post) => post?.props?.attachments ?? [];
export const actionsOf = (post) => attachmentsOf(post).flatMap((one) => one.actions ?? []);
export const wordsOf = (post) => [
  post?.message,
  ...attachmentsOf(post).flatMap((one) => [one.text, ...(one.fields ?? []).flatMap((field) => [field.title, field.value])]),
].filter(Boolean).join('\n');
// A dialog as it is read: title, words, labels, choices.
export const dialogWords = ({dialog}) => [
  dialog.title,
  dialog.introduction_text,
  ...(dialog.elements ?? []).flatMap((one) => [one.display_name, one.help_text, one.placeholder,
    ...(one.options ?? []).map((option) => option.text)]),
].filter(Boolean).join('\n');

export const statusOf = async (work) => {
  try {
    await work();
  } catch (error) {
    return error.status_code;
  }
  return 200;
};

export function handsOf({fake, daemon}) {
  const posts = async () => (await fake.order('state')).posts;
  // What came into this person's window after `from`: a whisper, a dialog.
  const seen = (who, from, limit = 5000) => until(() => {
    for (const event of who.events.slice(from)) {
      if (event.event === 'ephemeral_message') return {whisper: JSON.parse(event.data.post)};
      if (event.event === 'open_dialog') return JSON.parse(event.data.dialog);
    }
    return null;
  }, {limit});
  const self = {
    posts,
    command: async (who, text, where = channel) => {
      const from = who.events.length;
      await who.rest.executeCommand(`/refleks ${text}`, {channel_id: where});
      return (await seen(who, from)) ?? {};
    },
    // `label`: how it begins.
    press: async (who, post, label) => {
      const action = actionsOf(post).find((one) => one.name.startsWith(label));
      if (!action) throw new Error(`no button "${label}" among ${actionsOf(post).map((one) => one.name)}`);
      const from = who.events.length;
      await who.rest.doPostActionWithCookie(post.id, action.id, action.cookie ?? '');
      return (await seen(who, from)) ?? {};
    },
    // `fill`: what to write or choose, for each element that gets something. Gives the answer, and what takes
    // the dialog's place.
    submit: async (who, opened, fill = () => undefined, more = {}) => {
      const submission = {};
      for (const element of opened.dialog.elements ?? []) {
        const value = fill(element);
        if (value !== undefined) submission[element.name] = value;
      }
      const answer = await who.rest.submitInteractiveDialog({url: opened.url, callback_id: opened.dialog.callback_id,
        state: opened.dialog.state, channel_id: channel, submission, ...more});
      return {answer, next: answer.type === 'form' ? {url: opened.url, dialog: answer.form} : null};
    },
    // The menu of a message that came as a dialog.
    choose: (who, opened, label) => self.submit(who, opened, (element) =>
      element.options?.find((option) => option.text.includes(label))?.value),
    find: async (where, words) => (await posts()).findLast((post) => (!where || post.channel_id === where) && wordsOf(post).includes(words)),
    count: async (where, words) => (await posts()).filter((post) => post.channel_id === where && wordsOf(post).includes(words)).length,
    wait: (where, words, limit = 8000) => until(() => self.find(where, words), {limit}),
    jump: async () => {
      const {now} = await daemon.clock.jump();
      await fake.order(`time ${Date.parse(now) / 1000}`);
    },
    // Moment by moment, until this stands in the channel, or with where = null anywhere.
    jumpUntil: async (where, words, limit = 90) => {
      for (let i = 0; i < limit; ++i) {
        const post = await until(() => self.find(where, words), {limit: 120});
        if (post) return post;
        await self.jump();
      }
      return self.wait(where, words);
    },
  };
  return self;
}
