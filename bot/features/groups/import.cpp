#include "bot/features/groups/import.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "bot/core/group_time.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/role_ahead.hpp"
#include "bot/features/groups/welcome.hpp"

namespace groups {
namespace {

using core::Reply;
using core::whisper;
using features::Right;
using features::Who;
using Membership = ListedPerson::Membership;

constexpr const char* table = "table";  // the field, and the word of a draft
constexpr int longest_paste = 300'000;  // letters: more rows than are taken
constexpr std::size_t lines_shown = 40;

Asking asking_of(core::Context& context, core::Language language, const Choices& choices) {
  return {language,
          context.people(),
          choices,
          context.now(),
          nullptr,
          true,
          [&context](const core::Group& group) { return core::with_ahead(context, group); }};
}

core::Form paste_form(core::Language language) {
  core::Form form = events::import_list.form();
  form.title = core::text(language, "groups.import.title");
  form.intro = core::rich(language, "groups.import.intro");
  form.submit = core::text(language, "groups.to_preview");
  core::Input input = core::input(table, core::text(language, "groups.import.field"));
  input.hint = core::text(language, "groups.import.hint");
  input.required = input.multiline = input.of_file = true;
  input.max_length = longest_paste;
  form.inputs.push_back(std::move(input));
  return form;
}

core::Rich numbered(int line, const std::string& words, core::Language language) {
  if (line == 0) return {core::Span(words)};
  return {core::Span(core::text(language, "groups.import.line", {{"n", line}}), core::Span::Style::strong),
          core::Span(" " + words)};
}

void add_list(core::Message& message, std::vector<core::Rich> lines, core::Language language) {
  const std::size_t all = lines.size();
  if (all == 0) return;
  if (all > lines_shown) lines.resize(lines_shown);
  core::List list;
  list.items = std::move(lines);
  message.blocks.emplace_back(std::move(list));
  if (all > lines_shown)
    core::say(message, language, "groups.import.more", {{"n", static_cast<int>(all - lines_shown)}});
}

core::Button again_button(core::Language language) {
  return events::import_again.button(core::text(language, "groups.import.again"));
}

core::Message troubles_of(const PeopleList& list, core::Language language) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{
      core::text_n(language, "groups.import.troubles.title", static_cast<int>(list.troubles.size()))});
  core::say(message, language, "groups.import.troubles");
  std::vector<core::Rich> lines;
  for (const auto& trouble : list.troubles) lines.push_back(numbered(trouble.line, trouble.words, language));
  add_list(message, std::move(lines), language);
  message.blocks.emplace_back(core::Actions{{again_button(language)}});
  return message;
}

core::Facts counted(const PeopleList& list, core::Language language) {
  core::Facts facts;
  // texts: groups.import.count.*
  const auto row = [&](const char* key, int count) {
    if (count > 0) facts.rows.emplace_back(core::text(language, key), std::to_string(count));
  };
  const auto renewed = static_cast<int>(std::ranges::count_if(list.people, &ListedPerson::renewed));
  row("groups.import.count.fresh", list.fresh());
  row("groups.import.count.comes", list.count(Membership::comes));
  row("groups.import.count.changes", list.count(Membership::changes));
  row("groups.import.count.renewed", renewed);
  row("groups.import.count.ends", list.count(Membership::ends));
  row("groups.import.count.same", list.unchanged());
  return facts;
}

void say_unread(core::Message& message, const PeopleList& list, core::Language language) {
  if (!list.unread.empty())
    core::say(message, language, "groups.import.unread",
              {{"columns", core::say_list(language, list.unread)}});
}

core::Message preview_of_list(const PeopleList& list, const Asking& asking, const std::string& draft) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{
      core::text_n(asking.language, "groups.import.preview", static_cast<int>(list.people.size()))});
  message.blocks.emplace_back(counted(list, asking.language));
  say_unread(message, list, asking.language);
  // Who is known becomes another by this: that first, whatever is left out.
  std::vector<core::Rich> known, fresh;
  for (const ListedPerson& one : list.people)
    if (!one.unchanged())
      (one.fresh ? fresh : known).push_back(numbered(one.line, said(one, asking), asking.language));
  if (!known.empty()) core::say(message, asking.language, "groups.import.known");
  add_list(message, std::move(known), asking.language);
  if (!fresh.empty()) core::say(message, asking.language, "groups.import.fresh");
  add_list(message, std::move(fresh), asking.language);
  for (core::Rich& line : left_without(list, asking))
    message.blocks.emplace_back(core::Paragraph{std::move(line)});
  message.blocks.emplace_back(
      core::Actions{{events::import_yes.button(core::text(asking.language, "groups.import.yes"), draft,
                                               core::Button::Style::primary),
                     again_button(asking.language),
                     events::import_no.button(core::text(asking.language, "groups.change.no"), draft)}});
  return message;
}

void note_role(core::Context& context, const core::PersonId& by, const ListedPerson& one) {
  core::AdministrativeAct act;
  const bool out = one.membership == Membership::ends;
  act.what = out ? "role.taken" : one.later ? "role.arranged" : "role.given";
  act.by = by;
  act.about = one.person.id;
  act.group = one.group;
  if (!out) act.detail = std::string(code(one.role));
  if (one.later) act.detail += " " + core::date_text(*one.since);
  context.emit(std::move(act));
}

// Of participants those alone who are more some day, or were to be: what is said of them now settles it.
bool is_to_be_noted(core::Context& context, const ListedPerson& one) {
  if (one.membership == Membership::none || one.membership == Membership::stays) return false;
  return one.role != core::Role::participant || one.later ||
         core::role_ahead(context, one.group, one.person.id);
}

// One act a group: each is written to the log by itself, and hundreds would keep everybody waiting.
void note_participants(core::Context& context, const core::PersonId& by, const PeopleList& list) {
  std::map<core::GroupId, int> changed;
  for (const ListedPerson& one : list.people)
    if (!one.unchanged()) ++changed[one.group];
  for (const auto& [group, count] : changed) {
    core::AdministrativeAct act;
    act.what = "people.imported";
    act.by = by;
    act.group = group;
    act.detail = std::to_string(count);
    context.emit(std::move(act));
  }
}

void put_person(GroupStore& store, core::Context& context, ListedPerson& one,
                std::map<std::size_t, core::PersonId>& made) {
  if (!one.fresh) {
    if (one.renewed) store.save_person(one.person);
    return;
  }
  const auto before = made.find(one.first);
  if (before != made.end()) {
    one.person.id = before->second;
    return;
  }
  const auto known = store.known(one.person.workspace, one.person.user);
  one.person.id = known.value_or(core::PersonId(core::new_id(context.random())));
  store.add_person(one.person);
  store.save_person(one.person);  // of before, who may have had another language
  made.emplace(one.first, one.person.id);
}

void put_membership(GroupStore& store, core::Context& context, const ListedPerson& one) {
  if (one.membership == Membership::none || one.membership == Membership::stays) return;
  if (one.membership == Membership::ends) return store.remove_member(one.group, one.person.id);
  const core::Group& group = *context.people().group(one.group);
  if (one.later)
    return core::arrange_role(context, group,
                              {one.group, one.person.id, one.role, *one.since, one.ends,
                               core::out_before(group, one.person.id, *one.since)});
  const core::Date today = core::local_date(group, context.now());
  store.set_role(one.group, one.person.id, one.role, one.since.value_or(today));
  store.set_period(one.group, one.person.id, one.since, one.ends);
}

}  // namespace

PeopleList import_people(GroupStore& store, const Choices& choices, core::Context& context,
                         std::string_view text, core::Language language, const core::PersonId& by,
                         bool apply) {
  const Asking asking = asking_of(context, language, choices);
  PeopleList list = people_list(text, asking);
  if (!apply || !list.troubles.empty() || list.changes_nothing()) return list;
  std::map<std::size_t, core::PersonId> made;
  for (ListedPerson& one : list.people) {
    put_person(store, context, one, made);
    put_membership(store, context, one);
    if (one.membership == Membership::ends && one.person.id != by)
      Welcome::goes_soon(context, one.group, one.person.id);
    if (is_to_be_noted(context, one)) note_role(context, by, one);
  }
  context.people_changed();
  note_participants(context, by, list);
  return list;
}

std::vector<features::CommandSpec> Import::commands() {
  return {{"import",
           {"import", "import", "import", "importer", "personliste"},
           Right::coordinator,
           features::by(this, &Import::command),
           features::Behind::text}};
}

std::vector<features::EventRow> Import::events() {
  namespace e = groups::events;
  return {features::press(e::import_again, Right::coordinator, this, &Import::again),
          features::submit(e::import_list, Right::coordinator, this, &Import::sent),
          features::press(e::import_yes, Right::coordinator, this, &Import::apply),
          features::press(e::import_no, Right::coordinator, this, &Import::leave)};
}

Reply Import::command(core::Context& context, const Who& who, const core::CommandLine&) {
  return again(context, who);
}
Reply Import::again(core::Context&, const Who& who) {
  return core::open_form(paste_form(who.language()));
}

Reply Import::sent(core::Context& context, const Who& who, const features::Given& given) {
  const core::Form form = paste_form(who.language());
  Reply reply;
  reply.errors = core::too_long(who.language(), form, given.filled);
  const auto pasted = given.filled.find(table);
  const std::string text =
      pasted == given.filled.end() || pasted->second.empty() ? "" : pasted->second.front();
  if (text.empty()) reply.errors.emplace(table, core::text(who.language(), "form.required"));
  if (!reply.errors.empty()) return reply;
  const Asking asking = asking_of(context, who.language(), choices_);
  const PeopleList list = people_list(text, asking);
  if (!list.troubles.empty()) return whisper(troubles_of(list, who.language()));
  if (list.changes_nothing()) return whisper(who.language(), "groups.import.nothing");
  const Draft draft{core::new_id(context.random()), who.person.id, {{table, text}}, {}};
  store_.save_draft(draft, context.now());
  return whisper(preview_of_list(list, asking, draft.id));
}

std::optional<Draft> Import::list_of(const Who& who, const std::string& id) {
  auto draft = store_.draft(id);
  if (!draft || draft->by != who.person.id || !draft->words.contains(table)) return std::nullopt;
  return draft;
}

Reply Import::apply(core::Context& context, const Who& who, const std::string& id) {
  const auto draft = list_of(who, id);
  if (!draft) return whisper(who.language(), "groups.import.gone");
  const PeopleList list =
      import_people(store_, choices_, context, draft->words.at(table), who.language(), who.person.id, true);
  // Something has changed since it was shown.
  if (!list.troubles.empty()) return whisper(troubles_of(list, who.language()));
  store_.drop_draft(id);
  core::Message message;
  core::head(message, who.language(), "groups.import.done");
  message.blocks.emplace_back(counted(list, who.language()));
  message.blocks.emplace_back(core::Actions{
      {events::list.button(core::text(who.language(), "groups.list.open"), std::string("lack"), 0)}});
  return whisper(std::move(message));
}

Reply Import::leave(core::Context&, const Who& who, const std::string& id) {
  if (!list_of(who, id)) return whisper(who.language(), "groups.import.gone");
  store_.drop_draft(id);
  return whisper(who.language(), "groups.change.left");
}

std::vector<core::Rich> left_without(const PeopleList& list, const Asking& asking) {
  std::vector<core::Rich> said;
  std::set<core::GroupId> seen;
  for (const ListedPerson& any : list.people) {
    const core::Group* group = asking.people.group(any.group);
    if (!group || group->stopped || !seen.insert(group->id).second) continue;
    for (const core::Role role : {core::Role::facilitator, core::Role::leader}) {
      std::set<std::string> had, have;
      for (const core::Person* one : asking.people.with_role(*group, role)) had.insert(one->id.text);
      have = had;
      for (const ListedPerson& one : list.people) {
        if (one.group != group->id || one.membership == Membership::none) continue;
        if (one.membership != Membership::ends && one.role == role)
          have.insert(one.fresh ? one.person.name : one.person.id.text);
        else
          have.erase(one.person.id.text);
      }
      if (!had.empty() && have.empty()) said.push_back(core::say_without(*group, role, asking.language));
    }
  }
  return said;
}

// texts: role.*
std::string said(const ListedPerson& one, const Asking& asking) {
  const core::Language language = asking.language;
  std::string words = one.person.name;
  const auto add = [&](const std::string& more) { words += " · " + more; };
  const auto before = [&](const std::string& what) {
    add(core::text(language, "groups.import.before", {{"what", what}}));
  };
  const core::Person* known = one.fresh ? nullptr : asking.people.person(one.person.id);
  if (const core::Group* group = asking.people.group(one.group)) {
    const auto day = [&](const char* key, core::Date date) {
      return core::text(language, key,
                        {{"date", core::say_date(language, date, core::local_date(*group, asking.now))}});
    };
    add(group->name);
    add(core::text(language, "role." + std::string(code(one.role))));
    if (one.since) add(day("groups.period.from", *one.since));
    if (one.ends) add(day("groups.period.to", *one.ends));
    const core::Member* old = known ? group->member(known->id) : nullptr;
    if (known && one.membership == Membership::comes) add(core::text(language, "groups.import.comes_in"));
    if (old && old->role != one.role) before(core::text(language, "role." + std::string(code(old->role))));
    if (old && old->ends && old->ends != one.ends && one.membership == Membership::changes)
      before(day("groups.period.to", *old->ends));
  }
  if (known && known->name != one.person.name) before(known->name);
  if (known && known->language != one.person.language) {
    add(std::string(core::row_of(one.person.language).name));
    before(std::string(core::row_of(known->language).name));
  }
  if (known && known->email != one.person.email) {
    add(one.person.email);
    if (!known->email.empty()) before(known->email);
  }
  if (one.membership == Membership::ends) add(core::text(language, "groups.import.goes_out"));
  return words;
}

}  // namespace groups
