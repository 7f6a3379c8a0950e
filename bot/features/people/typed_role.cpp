#include "bot/features/people/typed_role.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/name_match.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/role_ahead.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/people/events.hpp"

namespace people {

using core::Language;

std::vector<const core::Person*> find_people(const core::Directory& directory, std::string_view typed) {
  while (!typed.empty() && (typed.front() == '@' || typed.front() == '<')) typed.remove_prefix(1);
  while (!typed.empty() && typed.back() == '>') typed.remove_suffix(1);
  const std::string wanted = core::folded(typed);
  std::vector<const core::Person*> exact, partly;
  for (const core::Person& person : directory.people()) {
    const std::string name = core::folded(person.name);
    if (core::folded(person.user) == wanted || name == wanted) exact.push_back(&person);
    if (core::begins_a_word(name, wanted)) partly.push_back(&person);
  }
  return exact.empty() ? partly : exact;
}

std::vector<const core::Person*> find_people(const core::Directory& directory, const std::string& workspace,
                                             const std::vector<core::CommandLine::Word>& meant,
                                             const std::string& typed) {
  std::vector<const core::Person*> found;
  bool said = false;
  for (const core::CommandLine::Word& word : meant) {
    if (!word.user || word.user->empty()) continue;
    said = true;
    const core::Person* person = directory.person(workspace, *word.user);
    if (person && std::find(found.begin(), found.end(), person) == found.end()) found.push_back(person);
  }
  return said ? found : find_people(directory, typed);
}

Period take_period(core::CommandLine& line, core::Date today) {
  const auto one_of = [](const core::CommandLine::Word& word, std::initializer_list<std::string_view> all) {
    return !word.quoted && !word.user && std::ranges::find(all, core::folded(word.text)) != all.end();
  };
  const auto is_from = [&](const auto& word) { return one_of(word, {"fra", "fraa", "from", "f.o.m."}); };
  const auto is_to = [&](const auto& word) { return one_of(word, {"til", "to", "until", "t.o.m."}); };
  Period period;
  if (line.words.size() < 4) return period;
  const auto first = std::find_if(line.words.begin() + 3, line.words.end(),
                                  [&](const auto& word) { return is_from(word) || is_to(word); });
  for (auto word = first; word != line.words.end();) {
    std::optional<core::Date>& day = is_to(*word) ? period.to : period.from;
    std::string text;
    for (++word; word != line.words.end() && !is_from(*word) && !is_to(*word); ++word)
      if (!one_of(*word, {"og", "med"})) text += (text.empty() ? "" : " ") + word->text;
    day = core::date_from_text(text, today);
    period.odd |= !day;
  }
  // Of a day alone nobody knows whether it is the first or the last.
  if (first == line.words.end())
    for (std::size_t many = 1; many <= 3 && line.words.size() > many + 2; ++many) {
      const auto from = line.words.end() - static_cast<std::ptrdiff_t>(many);
      std::string text;
      for (auto word = from; word != line.words.end(); ++word) text += (text.empty() ? "" : " ") + word->text;
      if (!core::date_from_text(text, today)) continue;
      line.words.erase(from, line.words.end());
      period.odd = true;
      return period;
    }
  line.words.erase(first, line.words.end());
  period.odd |= period.to && (*period.to < today || (period.from && *period.to < *period.from));
  return period;
}

std::string said_days(Language language, const std::optional<core::Date>& from,
                      const std::optional<core::Date>& to, core::Date today) {
  std::string words;
  const auto say = [&](std::string_view key, core::Date date) {  // texts: groups.period.from groups.period.to
    words += (words.empty() ? "" : " ") +
             core::text(language, key, {{"date", core::say_date(language, date, today)}});
  };
  if (from) say("groups.period.from", *from);
  if (to) say("groups.period.to", *to);
  return words;
}
std::string with_days(Language language, const std::string& name, const std::optional<core::Date>& from,
                      const std::optional<core::Date>& to, core::Date today) {
  const std::string days = said_days(language, from, to, today);
  return days.empty() ? name : name + " (" + days + ")";
}

core::Reply role_said(core::Context& context, const features::Here& who, const core::Person& person,
                      const RoleSet& set) {
  const core::Group group = core::with_ahead(context, who.group);
  const Language language = who.language();
  core::Message message;
  // texts: people.role.set people.role.set_days people.role.set_until
  if (set.role)
    core::say(message, language, set.days.empty() ? "people.role.set" : set.with_days,
              {{"who", person.name},
               {"role", core::text(language, "role." + std::string(core::code(*set.role)))},
               {"group", group.name},
               {"days", set.days}});
  else
    core::say(message, language, "people.role.removed", {{"who", person.name}, {"group", group.name}});
  const bool ends = !set.role || !set.days.empty();  // on a day to come; else it is another role
  const auto taken_over = [&](core::Role missing) {
    return std::ranges::any_of(group.later, [&](const core::Member& one) {
      return one.role == missing && one.person != person.id && one.since <= set.without_from &&
             (!one.ends || *one.ends >= set.without_from);
    });
  };
  for (const core::Role missing : core::without(context.people(), group, person.id))
    if ((ends || missing != *set.role) && !taken_over(missing))
      message.blocks.emplace_back(core::Paragraph{core::say_without(group, missing, language)});
  return core::whisper(std::move(message));
}

// texts: role.*
core::Reply role_form(Language language, const core::Group& group, const std::string& name) {
  core::Form form = events::role.form(group.id);
  form.title = core::text(language, "people.role.title");
  form.intro = core::rich(language, "people.role.intro", {{"group", group.name}});
  const auto line = [&](const char* id, std::string label, std::string hint) {
    core::Input input = core::input(id, std::move(label));
    input.hint = std::move(hint);
    input.max_length = 80;
    return input;
  };
  core::Input person =
      line("who", core::text(language, "people.role.who"), core::text(language, "people.role.who_hint"));
  person.required = true;
  if (!name.empty()) person.initial = {name};
  core::Input role =
      core::required("role", core::text(language, "people.role.which"), core::Input::Kind::choice);
  for (const core::Role one : {core::Role::participant, core::Role::facilitator, core::Role::leader})
    role.options.push_back(
        {std::string(core::code(one)), core::text(language, "role." + std::string(core::code(one)))});
  role.options.push_back({std::string(out_of_it), core::text(language, "people.role.out")});
  form.inputs = {
      std::move(person), std::move(role),
      line("from", core::text(language, "people.role.from"), core::text(language, "people.role.from_hint")),
      line("to", core::text(language, "people.role.to"), core::text(language, "people.role.to_hint"))};
  form.submit = core::text(language, "people.role.save");
  return core::open_form(std::move(form));
}

}  // namespace people
