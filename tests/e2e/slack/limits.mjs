// Slack's limits once more, written from its reference pages by somebody who did not look at adapters/slack/limits.cpp.
// faultsOf(payload, 'message' | 'modal' | 'home') gives lines of words; none: Slack should take it.

const text = (most, least = 1, types = ['plain_text', 'mrkdwn']) => ({ text: true, most, least, types });
const plain = (most) => text(most, 1, ['plain_text']);
const string = (most, least = 1) => ({ string: true, most, least });
const list = (most, least = 1) => ({ list: true, most, least });
const must = (rule) => ({ ...rule, must: true });
const yes = { any: true };
const select = { action_id: yes, placeholder: plain(150), confirm: yes, focus_on_load: yes };
const options = { options: list(100), option_groups: list(100) };

// What may be in each kind of thing, and how much of it. Whatever is not named here is a misspelling.
const kinds = {
  // blocks
  section: { text: text(3000), fields: list(10), accessory: yes, expand: yes },
  header: { text: must(plain(150)) },
  divider: {},
  image: { image_url: string(3000), slack_file: yes, alt_text: must(string(2000)), title: plain(2000) },
  context: { elements: must(list(10)) },
  actions: { elements: must(list(25)) },
  input: { label: must(plain(2000)), hint: plain(2000), element: must(yes), dispatch_action: yes, optional: yes },
  rich_text: { elements: must(list(Infinity)) },
  // elements
  button: { text: must(plain(75)), action_id: yes, value: string(2000), url: string(3000), style: yes, accessibility_label: string(75), confirm: yes },
  checkboxes: { action_id: yes, options: must(list(10)), initial_options: list(10), confirm: yes, focus_on_load: yes },
  radio_buttons: { action_id: yes, options: must(list(10)), initial_option: yes, confirm: yes, focus_on_load: yes },
  static_select: { ...select, ...options, initial_option: yes },
  multi_static_select: { ...select, ...options, initial_options: list(100), max_selected_items: yes },
  overflow: { action_id: yes, options: must(list(5)), confirm: yes },
  plain_text_input: { action_id: yes, initial_value: string(3000), multiline: yes, min_length: yes, max_length: yes, placeholder: plain(150), dispatch_action_config: yes, focus_on_load: yes },
  datetimepicker: { action_id: yes, initial_date_time: yes, confirm: yes, focus_on_load: yes },
  datepicker: { action_id: yes, initial_date: yes, placeholder: plain(150), confirm: yes, focus_on_load: yes },
  // rich text
  rich_text_section: { elements: must(list(Infinity)) },
  rich_text_list: { elements: must(list(Infinity)), style: must(yes), indent: yes, offset: yes, border: yes },
  rich_text_quote: { elements: must(list(Infinity)), border: yes },
  rich_text_preformatted: { elements: must(list(Infinity)), border: yes },
  text: { text: must(string(Infinity)), style: yes },
  link: { url: must(string(3000)), text: string(Infinity), unsafe: yes, style: yes },
  emoji: { name: must(yes), unicode: yes, style: yes },
  // text objects
  plain_text: { text: must(string(3000)), emoji: yes },
  mrkdwn: { text: must(string(3000)), verbatim: yes },
};
const places = {
  message: ['section', 'header', 'divider', 'image', 'context', 'actions', 'input', 'rich_text'],
  modal: ['section', 'header', 'divider', 'image', 'context', 'actions', 'input', 'rich_text'],
  home: ['section', 'header', 'divider', 'image', 'context', 'actions', 'input', 'rich_text'],
};
const within = {
  context: ['image', 'plain_text', 'mrkdwn'],
  actions: ['button', 'checkboxes', 'radio_buttons', 'static_select', 'multi_static_select', 'overflow', 'datetimepicker', 'datepicker'],
  input: ['plain_text_input', 'checkboxes', 'radio_buttons', 'static_select', 'multi_static_select', 'datetimepicker', 'datepicker'],
  rich_text: ['rich_text_section', 'rich_text_list', 'rich_text_quote', 'rich_text_preformatted'],
  rich_text_list: ['rich_text_section'],
  rich_text_section: ['text', 'link', 'emoji'], rich_text_quote: ['text', 'link', 'emoji'], rich_text_preformatted: ['text', 'link'],
};

export function faultsOf(payload, surface) {
  const found = [];
  const fault = (where, what) => found.push(`${where || '/'}: ${what}`);
  const size = (words) => (typeof words === 'string' ? words.length : NaN); // UTF-16 units
  const hold = (where, words, { least, most }) => {
    if (typeof words !== 'string') fault(where, 'is no text');
    else if (size(words) < least) fault(where, 'is empty');
    else if (size(words) > most) fault(where, `${size(words)} of at most ${most}`);
    else if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(words)) fault(where, 'is cut within a character');
  };
  const ids = { block_id: new Set(), action_id: new Set() };
  let focused = 0;

  const textObject = (where, object, rule) => {
    if (!object || !rule.types.includes(object.type)) { fault(where, `must be ${rule.types.join(' or ')}`); return; }
    hold(where + '/text', object.text, rule);
    if (object.type === 'mrkdwn' && /<[!@#]/.test(object.text)) fault(where, 'a mention');
    if (object.emoji !== undefined && object.type !== 'plain_text') fault(where, 'emoji is for plain_text');
    if (object.verbatim !== undefined && object.type !== 'mrkdwn') fault(where, 'verbatim is for mrkdwn');
    for (const key of Object.keys(object)) if (!['type', 'text', 'emoji', 'verbatim'].includes(key)) fault(where, `no such field: ${key}`);
  };
  const option = (where, each, values, rich) => {
    textObject(where + '/text', each.text, { ...(rich ? text(75) : plain(75)) });
    hold(where + '/value', each.value, string(75));  // 150 in the documentation, 75 in Slack's own types
    if (each.description !== undefined) textObject(where + '/description', each.description, rich ? text(75) : plain(75));
    if (values.has(each.value)) fault(where, 'a value twice');
    values.add(each.value);
    for (const key of Object.keys(each)) if (!['text', 'value', 'description'].includes(key)) fault(where, `no such field: ${key}`);
  };
  const optionsOf = (where, object) => {
    const values = new Set(), rich = ['checkboxes', 'radio_buttons'].includes(object.type);
    (object.options ?? []).forEach((each, i) => option(`${where}/options/${i}`, each, values, rich));
    (object.option_groups ?? []).forEach((group, g) => {
      textObject(`${where}/option_groups/${g}/label`, group.label, plain(75));
      if (!(group.options?.length >= 1 && group.options.length <= 100)) fault(`${where}/option_groups/${g}`, 'one to a hundred options');
      (group.options ?? []).forEach((each, i) => option(`${where}/option_groups/${g}/options/${i}`, each, values, false));
    });
    if (/static_select$/.test(object.type) && Boolean(object.options) === Boolean(object.option_groups)) fault(where, 'options or groups of them');
    for (const each of [object.initial_option, ...(object.initial_options ?? [])].filter(Boolean)) {
      const all = [...(object.options ?? []), ...(object.option_groups ?? []).flatMap((group) => group.options)];
      if (!all.some((one) => JSON.stringify(one, Object.keys(one).sort()) === JSON.stringify(each, Object.keys(each).sort()) && one.value === each.value && one.text.text === each.text.text)) fault(where, 'what is chosen at first is no option');
    }
  };
  // Anything that has a type.
  const thing = (where, object, allowed) => {
    if (!object || typeof object !== 'object') { fault(where, 'is nothing'); return; }
    const rules = kinds[object.type];
    if (!rules || !allowed.includes(object.type)) { fault(where, `${object.type} does not belong here`); return; }
    for (const key of Object.keys(object)) if (key !== 'type' && key !== 'block_id' && !(key in rules)) fault(where, `no such field: ${key}`);
    for (const [key, rule] of Object.entries(rules)) {
      const there = `${where}/${key}`, value = object[key];
      if (value === undefined) { if (rule.must) fault(there, 'is missing'); continue; }
      if (rule.string) hold(there, value, rule);
      if (rule.text) textObject(there, value, rule);
      if (rule.list && !(Array.isArray(value) && value.length >= rule.least && value.length <= rule.most)) fault(there, `${value.length} of ${rule.least} to ${rule.most}`);
    }
    for (const key of ['block_id', 'action_id']) {
      if (object[key] === undefined) continue;
      hold(`${where}/${key}`, object[key], string(255));
      if (ids[key].has(object[key])) fault(`${where}/${key}`, 'is not unique');
      ids[key].add(object[key]);
    }
    if (object.focus_on_load && ++focused > 1) fault(where, 'a second focus');
    if (object.type === 'section' && !object.text && !object.fields) fault(where, 'an empty section');
    if (object.type === 'section') (object.fields ?? []).forEach((field, i) => textObject(`${where}/fields/${i}`, field, text(2000)));
    if (object.type === 'image' && !object.image_url && !object.slack_file) fault(where, 'an image of nothing');
    if (object.type === 'button' && object.style !== undefined && !['primary', 'danger'].includes(object.style)) fault(where, 'no such style');
    if (object.type === 'rich_text_list' && !['bullet', 'ordered'].includes(object.style)) fault(where, 'no such style');
    if (['plain_text', 'mrkdwn'].includes(object.type)) textObject(where, object, text(3000));
    if (object.type === 'plain_text_input') {
      const { min_length: least = 0, max_length: most = 3000, initial_value: first = '' } = object;
      if (!(least >= 0 && least <= 3000 && most >= 1 && most <= 3000 && least <= most)) fault(where, 'lengths');
      if (first.length > most) fault(where, 'what is written at first is too long');
    }
    if (object.type === 'datetimepicker' && object.initial_date_time !== undefined && !(Number.isInteger(object.initial_date_time) && String(object.initial_date_time).length === 10)) fault(where, 'ten digits');
    if (object.url !== undefined && !/^(https?:\/\/|mailto:)/.test(object.url)) fault(where, 'a strange address');
    optionsOf(where, object);
    if (object.type === 'input') thing(`${where}/element`, object.element, within.input);
    if (object.type in within && object.type !== 'input') (object.elements ?? []).forEach((each, i) => thing(`${where}/elements/${i}`, each, within[object.type]));
  };

  const known = surface === 'message' ? ['text', 'blocks', 'response_type', 'replace_original', 'delete_original']
    : ['type', 'title', 'submit', 'close', 'blocks', 'private_metadata', 'callback_id', 'external_id', 'clear_on_close', 'notify_on_close', 'submit_disabled'];
  if (!payload || typeof payload !== 'object') return ['/: is nothing'];
  for (const key of Object.keys(payload)) if (!known.includes(key)) fault('', `no such field: ${key}`);
  const { blocks } = payload;
  if (!Array.isArray(blocks) || blocks.length < 1) fault('/blocks', 'at least one');
  if (blocks?.length > (surface === 'message' ? 50 : 100)) fault('/blocks', `${blocks.length} of at most ${surface === 'message' ? 50 : 100}`);
  (blocks ?? []).forEach((block, i) => thing(`/blocks/${i}`, block, places[surface]));
  if (surface === 'message') {
    hold('/text', payload.text, string(4000));
    if (/<[!@#]|<http/.test(payload.text ?? '')) fault('/text', 'a mention or a link');
    if (payload.response_type === 'in_channel') fault('/response_type', 'shown to all');
    if (JSON.stringify(payload).includes('"type":"input"')) fault('', 'an input in a message');
  } else {
    if (payload.type !== surface) fault('/type', `must be ${surface}`);
    if (Buffer.byteLength(JSON.stringify(payload)) > 250_000) fault('', 'more than 250 kB');
    if (payload.private_metadata !== undefined) hold('/private_metadata', payload.private_metadata, string(3000, 0));
    for (const key of ['callback_id', 'external_id']) if (payload[key] !== undefined) hold(`/${key}`, payload[key], string(255));
  }
  if (surface === 'modal') {
    textObject('/title', payload.title, plain(24));
    for (const key of ['submit', 'close']) if (payload[key] !== undefined) textObject(`/${key}`, payload[key], plain(24));
    if ((blocks ?? []).some((block) => block.type === 'input') && !payload.submit) fault('/submit', 'is missing');
  }
  return found;
}

// The limits of an app manifest.
export function manifestFaults(manifest) {
  const found = [];
  const hold = (where, words, most, least = 1) => { if (typeof words !== 'string' || words.length < least || words.length > most) found.push(`${where}: ${words?.length} of ${least} to ${most}`); };
  const only = (where, object, keys) => { for (const key of Object.keys(object ?? {})) if (!keys.includes(key)) found.push(`${where}: no such key ${key}`); };
  const flag = (where, value) => { if (value !== undefined && typeof value !== 'boolean') found.push(`${where}: must be true or false`); };
  const address = (where, url) => { if (url !== undefined && !/^https:\/\/[^/]+\/\S*$/.test(url)) found.push(`${where}: ${url}`); };
  only('/', manifest, ['_metadata', 'display_information', 'features', 'oauth_config', 'settings']);
  if (![1, 2].includes(manifest._metadata?.major_version)) found.push('/_metadata/major_version');
  const shown = manifest.display_information ?? {}, features = manifest.features ?? {}, settings = manifest.settings ?? {}, socket = settings.socket_mode_enabled;
  only('/display_information', shown, ['name', 'description', 'long_description', 'background_color']);
  hold('/display_information/name', shown.name, 35);
  if (shown.description !== undefined) hold('/display_information/description', shown.description, 140);
  if (shown.long_description !== undefined) hold('/display_information/long_description', shown.long_description, 4000, 174);
  if (shown.background_color !== undefined && !/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(shown.background_color)) found.push('/display_information/background_color');
  only('/features', features, ['app_home', 'bot_user', 'shortcuts', 'slash_commands', 'unfurl_domains', 'workflow_steps']);
  only('/features/app_home', features.app_home, ['home_tab_enabled', 'messages_tab_enabled', 'messages_tab_read_only_enabled']);
  for (const [key, value] of Object.entries(features.app_home ?? {})) flag(`/features/app_home/${key}`, value);
  only('/features/bot_user', features.bot_user, ['display_name', 'always_online']);
  hold('/features/bot_user/display_name', features.bot_user?.display_name, 80);
  if ((features.slash_commands ?? []).length > 50) found.push('/features/slash_commands: too many');
  for (const each of features.slash_commands ?? []) {
    only('/features/slash_commands', each, ['command', 'description', 'usage_hint', 'url', 'should_escape']);
    if (!/^\/[^\s/]{1,31}$/.test(each.command)) found.push(`command: ${each.command}`);
    hold('description', each.description, 2000);
    if (each.usage_hint !== undefined) hold('usage_hint', each.usage_hint, 1000);
    flag('should_escape', each.should_escape);
    if (socket ? each.url !== undefined : !each.url) found.push('a command has an address exactly when Socket Mode is off');
    address('url', each.url);
  }
  if ((features.shortcuts ?? []).length > 10) found.push('/features/shortcuts: too many');
  for (const each of features.shortcuts ?? []) {
    only('/features/shortcuts', each, ['name', 'type', 'callback_id', 'description']);
    hold('shortcut name', each.name, 24);
    hold('callback_id', each.callback_id, 255);
    hold('shortcut description', each.description, 150);
    if (!['global', 'message'].includes(each.type)) found.push('shortcut type');
  }
  only('/oauth_config', manifest.oauth_config, ['redirect_urls', 'scopes', 'token_management_enabled']);
  for (const url of manifest.oauth_config?.redirect_urls ?? []) address('redirect', url);
  const scopes = manifest.oauth_config?.scopes?.bot ?? [];
  if (scopes.length < 1 || scopes.length > 255 || new Set(scopes).size !== scopes.length || !scopes.every((scope) => /^[a-z_]+(:[a-z_]+(\.[a-z]+)?)?$/.test(scope))) found.push('scopes');
  for (const scope of ['chat:write', 'commands', 'im:write']) if (!scopes.includes(scope)) found.push(`scope ${scope} is missing`);
  for (const scope of scopes) if (/:history$|email|^admin/.test(scope)) found.push(`scope ${scope} is more than is needed`);
  only('/settings', settings, ['event_subscriptions', 'interactivity', 'org_deploy_enabled', 'socket_mode_enabled', 'token_rotation_enabled', 'allowed_ip_address_ranges', 'is_mcp_enabled']);
  for (const key of ['org_deploy_enabled', 'socket_mode_enabled', 'token_rotation_enabled']) flag(`/settings/${key}`, settings[key]);
  const events = settings.event_subscriptions ?? {}, needs = { app_home_opened: null, member_joined_channel: 'channels:read', member_left_channel: 'channels:read', channel_shared: 'channels:read', channel_unshared: 'channels:read', app_uninstalled: null, tokens_revoked: null };
  if ((events.bot_events ?? []).length > 100) found.push('bot_events: too many');
  for (const event of events.bot_events ?? []) {
    if (!(event in needs)) found.push(`event ${event} is not one we take`);
    if (needs[event] && !scopes.includes(needs[event])) found.push(`event ${event} needs ${needs[event]}`);
  }
  if (socket ? events.request_url !== undefined || settings.interactivity?.request_url !== undefined : !events.request_url || !settings.interactivity?.request_url)
    found.push('request addresses exactly when Socket Mode is off');
  address('events', events.request_url);
  address('interactivity', settings.interactivity?.request_url);
  if (settings.interactivity?.is_enabled !== true) found.push('interactivity is off');
  if (features.app_home?.home_tab_enabled !== true) found.push('the Home tab is off');
  if (features.app_home?.messages_tab_enabled !== true) found.push('direct messages would be refused');
  return found;
}
