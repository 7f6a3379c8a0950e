// A group that is there is changed, one step at a time: what would be another is shown, and done on a yes.
// Others may change it meanwhile, in another window or by a command: of a form only what was typed anew in it
// counts.

#include <algorithm>

#include "bot/core/reply.hpp"
#include "bot/features/groups/setup.hpp"
#include "bot/features/groups/view.hpp"

namespace groups {
namespace {

using core::Context;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;

constexpr const char* in_step = "in_step";
constexpr std::string_view was = "was ";  // before the name of a field: what stood there when it was shown

// As the field was shown, and as it is typed; nothing: it was not shown with anything.
struct Typed {
  std::string field, text, shown;
};
std::vector<Typed> typed_over(const Words& words) {
  std::vector<Typed> all;
  for (const auto& [key, shown] : words)
    if (key.starts_with(was))
      if (const std::string field = key.substr(was.size()); words.contains(field))
        all.push_back({field, words.at(field), shown});
  return all;
}

// A group as it stands now, with what was typed in one step. Its people only where that step is theirs: who
// was taken in or out meanwhile is left alone.
Words changed(const Words& typed, const Asking& asking) {
  const Words now = words_of(*asking.group, asking);
  Words words = now;
  if (!typed.contains("members"))
    for (const char* field : {"facilitators", "leaders", "above", "members"}) words.erase(field);
  for (const auto& [field, text] : typed) words[field] = text;
  for (const Typed& one : typed_over(typed))
    if (one.text == one.shown) words[one.field] = word(now, one.field);
  return words;
}

// Whether somebody else has since changed what is to be changed, into something else.
bool changed_meanwhile(const Words& typed, const Asking& asking) {
  const Words now = words_of(*asking.group, asking);
  return std::ranges::any_of(typed_over(typed), [&](const Typed& one) {
    const std::string is = word(now, one.field);
    return one.text != one.shown && is != one.shown && is != one.text;
  });
}

}  // namespace

Reply Setup::change(Context& context, const Here& who, const Step& step) {
  const Asking ask = asking(context, who, &who.group);
  core::Form form = events::change.form(step.group, step.number);
  // texts: groups.step.*
  const std::string key = "groups.step." + std::to_string(step.number);
  form.title = core::text(ask.language, key + ".title");
  form.submit = core::text(ask.language, "groups.to_preview");
  add_fields(form, step.number, words_of(who.group, ask), ask);
  return core::open_form(std::move(form));
}

Reply Setup::change_sent(Context& context, const Here& who, const Step& step, const Given& given) {
  const Asking ask = asking(context, who, &who.group);
  const core::Form form = *change(context, who, step).form;
  Draft draft{core::new_id(context.random()), who.person.id, {}, {}};
  take(draft.words, form, given.filled);
  Reply reply;
  reply.errors = errors_in(form, given.filled, changed(draft.words, ask), step.number, ask);
  if (!reply.errors.empty()) return reply;
  draft.words[of_group] = who.group.id.text;
  draft.words[in_step] = std::to_string(step.number);
  return ask_change(context, who, std::move(draft), false);
}

Reply Setup::ask_change(Context& context, const Here& who, Draft draft, bool meanwhile) {
  const Asking ask = asking(context, who, &who.group);
  const Words before = words_of(who.group, ask);
  const Wanted made = wanted(changed(draft.words, ask), ask);
  Words after = words_of(made.group, ask);
  for (const auto& field : {"when", "first"})
    if (!made.rhythm.cadence && draft.words.contains(field)) after[field] = draft.words.at(field);
  add_fresh(after, made);
  core::List changes = differences(before, after, ask);
  if (changes.items.empty() && made.rhythm.days.empty()) return whisper(who.language(), "groups.change.none");
  for (const Typed& one : typed_over(draft.words))
    if (one.text == one.shown) draft.words[one.field] = word(before, one.field);
  for (const auto& [field, text] : before)
    if (draft.words.contains(field)) draft.words[std::string(was) + field] = text;
  store_.save_draft(draft, context.now());
  core::Message message;
  core::head(message, ask.language, "groups.change.title", {{"name", who.group.name}});
  if (meanwhile) core::say(message, ask.language, "groups.change.meanwhile");
  message.blocks.emplace_back(std::move(changes));
  say_fresh(message.blocks, made, ask.language);
  if (draft.words.at(in_step) == "2") {
    core::List sessions = sessions_of(made, ask);
    if (!sessions.items.empty()) {
      core::say(message, ask.language, "groups.preview.sessions");
      message.blocks.emplace_back(std::move(sessions));
    }
    core::note(message, ask.language, "groups.change.told_stay");
  }
  message.blocks.emplace_back(
      core::Actions{{events::apply.button(core::text(ask.language, "groups.change.yes"), draft.id,
                                          core::Button::Style::primary),
                     events::leave.button(core::text(ask.language, "groups.change.no"), draft.id)}});
  return whisper(std::move(message));
}

std::optional<Setup::Changing> Setup::changing(const std::string& id) {
  auto draft = store_.draft(id);
  if (!draft || !draft->words.contains(of_group)) return std::nullopt;
  const core::GroupId group(draft->words.at(of_group));
  return Changing{*std::move(draft), group};
}

Reply Setup::apply(Context& context, const Here& who, const Changing& changing) {
  const Asking ask = asking(context, who, &who.group);
  if (!changing.draft.started.empty()) return show(context, who, who.group.id);
  Wanted made = wanted(changed(changing.draft.words, ask), ask);
  if (!made.errors.empty()) return whisper(core::Rich{core::Span(made.errors.begin()->second)});
  if (changed_meanwhile(changing.draft.words, ask)) {
    Draft again = changing.draft;
    again.id = core::new_id(context.random());  // whoever presses twice has not said yes to what is shown now
    return ask_change(context, who, std::move(again), true);
  }
  core::Group after = made.group;
  make_people(context, made, after, after.language);
  store_.save(after);
  if (changing.draft.words.contains("members")) save_members(context, who.group, after);
  store_.drop_draft(changing.draft.id);
  context.people_changed();
  context.emit(core::GroupChanged{after.id, made.rhythm.days, who.person.id});
  note_roles(context, who.person.id, &who.group, after);
  Reply reply = whisper(who.language(), "groups.change.done");
  reply.whisper.own().blocks.emplace_back(
      core::Actions{{events::show.button(core::text(who.language(), "groups.show"), after.id)}});
  return reply;
}

Reply Setup::leave(Context&, const Here& who, const Changing& changing) {
  store_.drop_draft(changing.draft.id);
  return whisper(who.language(), "groups.change.left");
}

}  // namespace groups
