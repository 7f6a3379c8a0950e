#include "bot/features/groups/setup.hpp"

#include <algorithm>

#include "bot/core/form_check.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/groups/leaders_told.hpp"
#include "bot/features/groups/naming.hpp"
#include "bot/features/groups/roles_told.hpp"
#include "bot/features/groups/view.hpp"

namespace groups {
namespace {

using core::Context;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using features::Who;

constexpr const char* reached = "reached";  // the highest step of a draft that was sent in

int reached_in(const Words& words) {
  const auto found = words.find(reached);
  return found == words.end() || found->second.size() != 1 ? 0 : found->second.front() - '0';
}
bool is_step(int step) {
  return step >= first_step && step <= last_step;
}

// The step that somebody wants to go back to; 0: on.
int way_back_in(const core::FormValues& filled) {
  const std::string said = core::value_of(filled, std::string(way_back));
  return said.size() == 1 ? said.front() - '0' : 0;
}

}  // namespace

std::vector<features::CommandSpec> Setup::commands() {
  using features::by;
  return {
      {"setup", {"oppsett", "oppsett", "setup", "ny-gruppe"}, Right::facilitator, by(this, &Setup::setup)},
      {"group", {"gruppe", "gruppe", "group"}, Right::facilitator, by(this, &Setup::panel)}};
}

std::vector<features::EventRow> Setup::events() {
  namespace e = groups::events;
  using features::press;
  using features::submit;
  using features::the_group;
  return {press(e::begin, Right::coordinator, this, &Setup::begin),
          press(e::edit, Right::coordinator, this, &Setup::edit),
          submit(e::step, Right::coordinator, this, &Setup::sent),
          press(e::discard, Right::coordinator, this, &Setup::discard),
          press(e::start, Right::coordinator, this, &Setup::start),
          press(e::show, Right::facilitator, this, the_group, &Setup::show),
          press(e::change, Right::facilitator, this, &Setup::step_of_group, &Setup::change),
          submit(e::change, Right::facilitator, this, &Setup::step_of_group, &Setup::change_sent),
          press(e::apply, Right::facilitator, this, &Setup::changing, &Setup::apply)
              .otherwise("groups.draft_gone"),
          press(e::leave, Right::facilitator, this, &Setup::changing, &Setup::leave)
              .otherwise("groups.draft_gone"),
          press(e::end, Right::coordinator, this, the_group, &Setup::ask_end),
          press(e::end_now, Right::coordinator, this, the_group, &Setup::end)};
}

// --- a new group

Draft Setup::fresh_draft(Context& context, const Who& who, const core::CommandLine* line) {
  Draft draft{core::new_id(context.random()), who.person.id, {}, {}};
  draft.words["workspace"] = who.person.workspace;
  if (!who.channel.empty() && !context.people().group_in_channel(who.person.workspace, who.channel))
    draft.words["channel"] = who.channel;
  // Whoever is mentioned takes part, also when nobody knew them so far: the platform says who is meant.
  if (line)
    for (const core::CommandLine::Word& word : line->words)
      if (word.user && !word.user->empty()) draft.words["members"] += word.text + " (" + *word.user + ")\n";
  store_.save_draft(draft, context.now());
  return draft;
}

Reply Setup::setup(Context& context, const Who& who, const core::CommandLine& line) {
  const bool facilitates = who.near && features::may(who, *who.near, Right::facilitator);
  if (!who.person.coordinator) {
    if (!facilitates) return whisper(who.language(), "groups.which");
    return show(context, Here(who, *who.near), who.near->id);
  }
  // In the channel of a group it is that one that is meant.
  if (who.near && who.near == context.people().group_in_channel(who.person.workspace, who.channel)) {
    Reply reply = show(context, Here(who, *who.near), who.near->id);
    reply.whisper.own().blocks.emplace_back(
        core::Actions{{events::begin.button(core::text(who.language(), "groups.begin"))}});
    return reply;
  }
  // Of a form that was only opened nothing is lost; a change of a group has its own way on.
  const auto drafts = store_.unfinished(who.person.id);
  const auto before = std::ranges::find_if(drafts, [](const Draft& draft) {
    return reached_in(draft.words) > 0 && !draft.words.contains(of_group);
  });
  if (before == drafts.end())
    return core::open_form(form_of(fresh_draft(context, who, &line), first_step, asking(context, who)));
  const int next = std::min(reached_in(before->words) + 1, last_step);
  Reply reply = whisper(who.language(), "groups.unfinished", {{"name", before->words.at("name")}});
  reply.whisper.own().blocks.emplace_back(
      core::Actions{{events::edit.button(core::text(who.language(), "groups.go_on"), before->id, next,
                                         core::Button::Style::primary),
                     events::begin.button(core::text(who.language(), "groups.begin"))}});
  return reply;
}

Reply Setup::begin(Context& context, const Who& who) {
  return core::open_form(form_of(fresh_draft(context, who, nullptr), first_step, asking(context, who)));
}

core::Form Setup::form_of(const Draft& draft, int step, const Asking& asking) const {
  core::Form form = events::step.form(draft.id, step);
  // texts: groups.step.*
  const std::string key = "groups.step." + std::to_string(step);
  form.title = core::text(asking.language, key + ".title");
  form.intro = core::rich(asking.language, key + ".intro");
  form.submit = core::text(asking.language, "groups.next");
  add_fields(form, step, draft.words, asking);
  return form;
}

Reply Setup::edit(Context& context, const Who& who, const std::string& id, const int& step) {
  const auto draft = store_.draft(id);
  if (!draft || draft->words.contains(of_group) || !is_step(step))
    return whisper(who.language(), "groups.draft_gone");
  if (!draft->started.empty()) return start(context, who, id);
  return core::open_form(form_of(*draft, step, asking(context, who)));
}

std::map<std::string, std::string> Setup::errors_in(const core::Form& form, const core::FormValues& filled,
                                                    const Words& words, int step,
                                                    const Asking& asking) const {
  core::FormCheck check{asking.language, form, filled};
  check.not_free = {"channel", "link", "when", "first", "facilitators", "leaders", "above", "members"};
  check.warns = false;
  check.places = {"name", "place"};  // «Solbakken 1», «Storgata 5»
  if (const auto refused = core::check_form(check)) return refused->errors;
  auto errors = wanted(words, asking).errors;
  std::erase_if(errors, [&](const auto& error) { return step_of(error.first) != step; });
  // At a field that is there: a facilitator does not see the channel.
  std::map<std::string, std::string> shown;
  for (const auto& [field, error] : errors) {
    const bool there = std::ranges::find(form.inputs, field, &core::Input::id) != form.inputs.end();
    shown.emplace(there ? field : form.inputs.front().id, error);
  }
  return shown;
}

Reply Setup::sent(Context& context, const Who& who, const Given& given, const std::string& id,
                  const int& step) {
  auto draft = store_.draft(id);
  if (!draft || draft->words.contains(of_group) || !is_step(step))
    return whisper(who.language(), "groups.draft_gone");
  if (!draft->started.empty()) return start(context, who, id);
  const Asking ask = asking(context, who);
  core::Form form = form_of(*draft, step, ask);
  const int back = way_back_in(given.filled);
  std::erase_if(form.inputs, [](const core::Input& input) { return input.id == way_back; });
  take(draft->words, form, given.filled);
  if (is_step(back) && back < step) return go_back(context, *draft, back, form, given.filled, ask);
  Reply reply;
  reply.errors = errors_in(form, given.filled, draft->words, step, ask);
  if (!reply.errors.empty()) return reply;
  const int next = std::max(reached_in(draft->words), step);
  draft->words[reached] = std::to_string(next);
  store_.save_draft(*draft, context.now());
  // So that it is known at Start who reads there.
  if (step == first_step && options_.read_channel)
    options_.read_channel(draft->words["workspace"], wanted(draft->words, ask).group.channel);
  if (next < last_step) return core::open_form(form_of(*draft, step + 1, ask));
  return preview(*draft, ask);
}

// What was written is kept as it is, and looked at when it is sent in to go on.
Reply Setup::go_back(Context& context, const Draft& draft, int step, const core::Form& form,
                     const core::FormValues& filled, const Asking& asking) {
  Reply reply;
  reply.errors = core::too_long(asking.language, form, filled);
  if (!reply.errors.empty()) return reply;
  store_.save_draft(draft, context.now());
  return core::open_form(form_of(draft, step, asking));
}

Reply Setup::preview(const Draft& draft, const Asking& asking) const {
  const Wanted made = wanted(draft.words, asking);
  if (made.errors.empty()) return whisper(preview_of(draft.id, draft.words, made, asking, options_));
  // Somebody else has been quicker, or a step was left.
  core::Message message;
  core::List list;
  std::set<int> steps;
  for (const auto& [field, error] : made.errors) {
    // texts: groups.field.*
    list.items.push_back({core::Span(core::text(asking.language, "groups.field." + field) + ": " + error)});
    steps.insert(step_of(field));
  }
  core::say(message, asking.language, "groups.not_yet");
  message.blocks.emplace_back(std::move(list));
  core::Actions actions;
  for (const int step : steps)  // texts: groups.step.*
    actions.buttons.push_back(events::edit.button(
        core::text(asking.language, "groups.step." + std::to_string(step)), draft.id, step));
  message.blocks.emplace_back(std::move(actions));
  return whisper(std::move(message));
}

Reply Setup::discard(Context&, const Who& who, const std::string& id) {
  const auto draft = store_.draft(id);
  if (!draft || !draft->started.empty() || draft->words.contains(of_group))
    return whisper(who.language(), "groups.draft_gone");
  store_.drop_draft(id);
  return whisper(who.language(), "groups.discarded");
}

Reply Setup::start(Context& context, const Who& who, const std::string& id) {
  auto draft = store_.draft(id);
  if (!draft || draft->words.contains(of_group)) return whisper(who.language(), "groups.draft_gone");
  if (!draft->started.empty()) {
    Reply reply = whisper(who.language(), "groups.started_already", {{"name", draft->words["name"]}});
    reply.whisper.own().blocks.emplace_back(core::Actions{
        {events::show.button(core::text(who.language(), "groups.show"), core::GroupId(draft->started))}});
    return reply;
  }
  const Asking ask = asking(context, who);
  Wanted made = wanted(draft->words, ask);
  if (!made.errors.empty()) return preview(*draft, ask);
  core::Group& group = made.group;
  group.id = core::GroupId(core::id_from_name("group of draft:" + draft->id));
  group.key = key_for(group.name, context.people());
  make_people(context, made, group, group.language);
  store_.add(group);
  LeadersTold(store_).knows(group);
  draft->started = group.id.text;
  store_.save_draft(*draft, context.now());
  context.people_changed();
  context.emit(core::GroupChanged{group.id, made.rhythm.days, who.person.id});
  note_roles(context, who.person.id, nullptr, group);
  return whisper(started(context, options_, made, ask));
}

void Setup::make_people(Context& context, const Wanted& wanted, core::Group& group, core::Language language) {
  const core::Date today = core::local_date(group, context.now());
  const bool running = !group.id.empty() && context.people().group(group.id);
  for (const Wanted::Fresh& one : wanted.fresh) {
    core::Person person = one.person;
    const auto known = store_.known(person.workspace, person.user);
    person.id = known.value_or(core::PersonId(core::new_id(context.random())));
    person.language = language;
    store_.add_person(person);
    group.members.push_back({person.id, one.role, running ? std::optional(today) : std::nullopt});
    if (one.above) group.above.insert(person.id);
  }
}

// --- one that is there

Reply Setup::panel(Context& context, const Here& who, const core::CommandLine&) {
  return show(context, who, who.group.id);
}

Reply Setup::show(Context& context, const Here& who, const core::GroupId&) {
  return whisper(panel_of(who.group, store_.as_configured(who.group.id), faults_(context, who.group),
                          asking(context, who, &who.group)));
}

std::optional<Setup::Step> Setup::step_of_group(const core::GroupId& group, const int& number) {
  return is_step(number) ? std::optional(Step{group, number}) : std::nullopt;
}

Reply Setup::ask_end(Context&, const Here& who, const core::GroupId&) {
  if (who.group.in_file) return whisper(who.language(), "groups.end.of_file");
  Reply reply = whisper(who.language(), "groups.end.ask", {{"name", who.group.name}});
  reply.whisper.own().blocks.emplace_back(
      core::Actions{{events::end_now.button(core::text(who.language(), "groups.end.yes"), who.group.id,
                                            core::Button::Style::danger),
                     events::show.button(core::text(who.language(), "groups.end.no"), who.group.id)}});
  return reply;
}

Reply Setup::end(Context& context, const Here& who, const core::GroupId&) {
  if (who.group.in_file) return whisper(who.language(), "groups.end.of_file");
  store_.end(who.group.id);
  context.emit(core::GroupStopped{who.group.id, who.person.id, true});
  context.people_changed();
  return whisper(who.language(), "groups.end.done", {{"name", who.group.name}});
}

}  // namespace groups
