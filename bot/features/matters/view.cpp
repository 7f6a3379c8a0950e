#include "bot/features/matters/view.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/matters/events.hpp"
#include "bot/results/noticed.hpp"

namespace matters {
namespace {

using core::Button;
using core::Language;

constexpr std::size_t entries_on_a_page = 5;  // each up to a thousand letters: within what every chat takes
constexpr std::size_t listed_on_a_page = 8;
constexpr std::size_t news_shown = 4;

std::string name_of(const Subject& subject, const core::PersonId& id, Language language) {
  const core::Person* person = id.empty() ? nullptr : subject.people.person(id);
  return person ? person->name : core::text(language, "matters.leader");
}

// "3 uker uten svar"; in the first week nothing.
std::string say_age(const Matter& matter, core::Instant now, Language language) {
  const int weeks = core::weeks_waited(matter.raised, now);
  if (!unanswered(matter.state) || weeks == 0) return {};
  return core::text_n(language, "matters.age", weeks);
}

std::string say_where(const Matter& matter, core::Instant now, Language language) {
  const std::string age = say_age(matter, now, language);
  return age.empty() ? say_state(language, matter.state) : say_state(language, matter.state) + ", " + age;
}

core::Rich line_of(const Subject& subject, const Entry& entry, Language language) {
  const std::string date = core::say_date(language, subject.group, entry.at, subject.now);
  using What = Entry::What;
  if (entry.what == What::lifted) return core::rich(language, "matters.entry.lifted", {{"date", date}});
  if (entry.what == What::joined)
    return core::rich(language, "matters.entry.joined", {{"date", date}, {"words", entry.words}});
  if (entry.what == What::passed_on) return core::rich(language, "matters.entry.passed_on", {{"date", date}});
  core::Rich line = core::rich(language, "matters.entry.step",
                               {{"date", date},
                                {"answer", say_state(language, entry.step())},
                                {"name", name_of(subject, entry.by, language)}});
  // Words that more follows behind on the same line end as a sentence does.
  const bool goes_on = entry.look_again != core::Instant{} || !entry.asked.empty();
  const bool ended = entry.words.ends_with('.') || entry.words.ends_with('!') || entry.words.ends_with('?');
  if (!entry.words.empty()) line.emplace_back(" " + entry.words + (goes_on && !ended ? "." : ""));
  if (entry.look_again != core::Instant{})
    line.emplace_back(
        " " + core::text(language, "matters.entry.again",
                         {{"date", core::say_date(language, subject.group, entry.look_again, subject.now)}}));
  if (!entry.asked.empty()) {
    const auto told = subject.noticed.find(entry.asked);
    line.emplace_back(" " + (told == subject.noticed.end() ? core::text(language, "matters.entry.asked")
                                                           : results::say_noticed(told->second, language)));
  }
  return line;
}

void say_history(std::vector<core::Block>& blocks, const Subject& subject, Language language, int page) {
  const auto& all = subject.history;
  const std::size_t skipped = static_cast<std::size_t>(page) * entries_on_a_page;
  if (all.size() <= std::max<std::size_t>(skipped, 1)) return;  // that it was lifted alone is no history
  const std::size_t end = all.size() - skipped, begin = end > entries_on_a_page ? end - entries_on_a_page : 0;
  core::List lines;
  for (std::size_t i = begin; i < end; ++i) lines.items.push_back(line_of(subject, all[i], language));
  blocks.emplace_back(std::move(lines));
}

// Whether that day has gone, where the group is.
bool is_past(const Subject& subject, core::Instant day) {
  return core::local_date(subject.group, day) < core::local_date(subject.group, subject.now);
}

void say_facts(std::vector<core::Block>& blocks, const Subject& subject, Language language) {
  const Matter& matter = subject.matter;
  core::Facts facts;
  facts.rows.emplace_back(core::text(language, "matters.fact.state"),
                          say_where(matter, subject.now, language));
  if (!matter.owner.empty() && !ended(matter.state))  // what has ended nobody follows up
    facts.rows.emplace_back(core::text(language, "matters.fact.owner"),
                            name_of(subject, matter.owner, language));
  if (matter.look_again != core::Instant{} && matter.state != State::lifted)
    // texts: matters.fact.again matters.fact.again.late
    facts.rows.emplace_back(
        core::text(language,
                   is_past(subject, matter.look_again) ? "matters.fact.again.late" : "matters.fact.again"),
        core::say_date(language, subject.group, matter.look_again, subject.now));
  blocks.emplace_back(std::move(facts));
}

void say_sent_to(std::vector<core::Block>& blocks, const Subject& subject, Language language) {
  const auto all = times_passed_on(subject.history) > 0 ? all_leaders(subject.levels) : subject.levels.first;
  const auto reached = who_have_it(subject.levels, subject.matter.raised, subject.history, subject.now,
                                   core::Zone::named(subject.group.zone));
  // texts: matters.sent_to matters.sent_to.away
  core::say(blocks, language, reached.empty() ? "matters.sent_to.away" : "matters.sent_to",
            {{"names", names_of(reached.empty() ? all : reached, language)}});
}

core::Input text_input(std::string id, std::string label, std::string hint, bool required, int letters) {
  core::Input input = core::input(std::move(id), std::move(label));
  input.hint = std::move(hint);
  input.required = required;
  input.max_length = letters;
  input.multiline = letters > 120;
  return input;
}

}  // namespace

void say_matter(std::vector<core::Block>& blocks, const Matter& matter) {
  blocks.emplace_back(core::Paragraph{{core::Span(matter.title, core::Span::Style::strong)}});
  if (!matter.body.empty()) blocks.emplace_back(core::Paragraph{{core::Span(matter.body)}});
}

std::string say_state(Language language, State state) {
  return core::text(language, "matters.answer." + std::string(core::code(state)));
}

std::string names_of(const std::vector<const core::Person*>& people, Language language) {
  std::vector<std::string> names;
  for (const core::Person* person : people) names.push_back(person->name);
  return core::say_list(language, names);
}

std::string say_next(const Subject& subject, Language language) {
  return subject.levels.above.empty() || times_passed_on(subject.history) > 0
             ? core::text(language, "matters.coordinator")
             : names_of(subject.levels.above, language);
}

core::Form lift_form(const core::Group& group, Language language, const std::vector<Matter>& alike) {
  core::Form form = events::lift.form(group.id);
  form.title = core::text(language, "matters.lift.title");
  form.intro = core::rich(language, alike.empty() ? "matters.lift.intro" : "matters.lift.alike",
                          {{"group", group.name}});
  form.submit = core::text(language, "matters.lift.submit");
  form.inputs = {text_input("title", core::text(language, "matters.lift.what"), "", true, 120),
                 text_input("body", core::text(language, "matters.lift.why"),
                            core::text(language, "matters.lift.hint"), false, 1000)};
  core::Input kind =
      core::input("kind", core::text(language, "matters.lift.kind"), core::Input::Kind::choice);
  kind.initial = {std::string(core::code(Kind::matter))};
  // texts: matters.lift.kind.*
  for (const Kind one : kinds)
    kind.options.push_back({std::string(core::code(one)),
                            core::text(language, "matters.lift.kind." + std::string(core::code(one)))});
  form.inputs.push_back(std::move(kind));
  if (alike.empty()) return form;
  core::Input same =
      core::required("same", core::text(language, "matters.lift.same"), core::Input::Kind::choice);
  for (const Matter& matter : alike)
    same.options.push_back(
        {matter.id.text,
         core::text(language, "matters.lift.same.one",
                    {{"title", matter.title}, {"date", core::say_date(language, group, matter.raised)}})});
  same.options.push_back({"new", core::text(language, "matters.lift.same.none")});
  form.inputs.insert(form.inputs.begin(), std::move(same));
  return form;
}

core::Form keep_form(const core::Group& group, Language language) {
  core::Form form = events::keep.form(group.id);
  form.title = core::text(language, "matters.keep.title");
  form.intro = core::rich(language, "matters.keep.intro", {{"group", group.name}});
  form.submit = core::text(language, "matters.keep.submit");
  form.inputs = {text_input("text", core::text(language, "matters.keep.what"),
                            core::text(language, "matters.lift.hint"), true, 1000)};
  return form;
}

core::Form answer_form(const Subject& subject, State step, const core::Person& leader, Language language) {
  const StepRule rule = rule_of(step);
  core::Form form =
      events::answer.form(subject.matter.id, step, answers_of_others(subject.history, leader.id));
  form.title = core::text(language, "matters.answer.title");
  form.intro = core::rich(language, "matters.answer.intro",
                          {{"title", subject.matter.title},
                           {"answer", say_state(language, step)},
                           {"group", subject.group.name}});
  form.submit = core::text(language, "matters.answer.submit");
  // texts: matters.answer.hint.*
  form.inputs = {text_input("words", core::text(language, "matters.answer.words"),
                            core::text(language, "matters.answer.hint." + std::string(core::code(step))),
                            rule.words, 1000)};
  if (rule.again) {
    core::Input again = core::input(
        "again", core::text(language, rule.date ? "matters.answer.until" : "matters.answer.again"),
        core::Input::Kind::choice);
    again.required = rule.date;
    for (const core::Instant day : days_to_choose(subject.now, core::Zone::named(subject.group.zone)))
      again.options.push_back(
          {core::to_text(day), core::say_date(language, subject.group, day, subject.now)});
    form.inputs.push_back(std::move(again));
  }
  std::vector<const core::Person*> leaders = all_leaders(subject.levels);
  // Who took a decision up before there was a level above may go on with it.
  const core::Person* taken = subject.people.person(subject.matter.owner);
  if (taken && !subject.levels.has(taken->id)) leaders.push_back(taken);
  if (leaders.size() > 1 && !ended(step)) {
    core::Input owner =
        core::input("owner", core::text(language, "matters.answer.owner"), core::Input::Kind::choice);
    owner.initial = {subject.matter.owner.empty() ? leader.id.text : subject.matter.owner.text};
    for (const core::Person* one : leaders) owner.options.push_back({one->id.text, one->name});
    form.inputs.push_back(std::move(owner));
  }
  return form;
}

core::Form answer_form_again(const Subject& subject, State step, const core::Person& leader,
                             const core::FormValues& written, Language language) {
  core::Form form = answer_form(subject, step, leader, language);
  core::fill_again(form, written);
  const auto last = std::find_if(subject.history.rbegin(), subject.history.rend(), [&](const Entry& entry) {
    return !entry.by.empty() && entry.by != leader.id;
  });
  if (last == subject.history.rend()) return form;
  const bool wordless = last->words.empty();  // a receipt may be
  core::say_first(
      form, core::rich(language, wordless ? "matters.answer.meanwhile.wordless" : "matters.answer.meanwhile",
                       {{"name", name_of(subject, last->by, language)},
                        {"answer", say_state(language, last->step())},
                        {"words", last->words}}));
  return form;
}

core::Message whole(const Subject& subject, Language language, const Reader& reader, int page) {
  const auto [leads, facilitates, reached] = reader;
  const Matter& matter = subject.matter;
  core::Message message;
  auto& blocks = message.blocks;
  const bool fresh = matter.state == State::lifted,
             waited = core::weeks_waited(matter.raised, subject.now) > 0;
  // texts: matters.title.*
  const std::string title = matter.kind != Kind::matter
                                ? "matters.title." + std::string(core::code(matter.kind))
                            : fresh && !waited && leads && reached ? "matters.new.title"
                                                                   : "matters.title";
  core::head(blocks, language, title, {{"group", subject.group.name}});
  if (page == 0) {
    say_matter(blocks, matter);
    if (!fresh || waited) say_facts(blocks, subject, language);
    if (fresh && leads && reached) core::say(blocks, language, "matters.new.owed");
    if (!reached && unanswered(matter.state) && !subject.levels.first.empty())
      say_sent_to(blocks, subject, language);
    if (matter.passes_on != core::Instant{})
      core::say(blocks, language, "matters.passes_on",
                {{"date", core::say_date(language, subject.group, matter.passes_on, subject.now)},
                 {"names", say_next(subject, language)}});
  }
  say_history(blocks, subject, language, page);
  core::Actions actions;
  if (leads)
    for (const State step : steps_from(matter.state))
      actions.buttons.push_back(
          events::answer.button(say_state(language, step), matter.id, step, std::nullopt,
                                step == State::in_work ? Button::Style::primary : Button::Style::plain));
  if (subject.history.size() > static_cast<std::size_t>(page + 1) * entries_on_a_page)
    actions.buttons.push_back(
        events::open_matter.button(core::text(language, "matters.older"), matter.id, page + 1));
  if (fresh && facilitates)
    actions.buttons.push_back(
        events::ask_withdraw.button(core::text(language, "matters.withdraw"), matter.id));
  if (!fresh || !leads)
    actions.buttons.push_back(
        events::list.button(core::text(language, "matters.all"), subject.group.id, std::nullopt));
  blocks.emplace_back(std::move(actions));
  if (leads)
    blocks.emplace_back(core::ContextLine{{core::Span(core::text(language, "matters.new.nameless"))}});
  return message;
}

core::Message to_coordinator(const Subject& subject, Language language) {
  core::Message message;
  auto& blocks = message.blocks;
  core::head(blocks, language, "matters.stuck.title", {{"group", subject.group.name}});
  say_matter(blocks, subject.matter);
  if (subject.levels.first.empty())
    core::say(blocks, language, "matters.stuck.no_leader", {{"group", subject.group.name}});
  else  // it has been with all of them, however often it was passed on
    core::say(blocks, language, "matters.stuck.waits",
              {{"names", names_of(all_leaders(subject.levels), language)},
               {"weeks", core::text_n(language, "matters.weeks",
                                      core::weeks_waited(subject.matter.raised, subject.now))}});
  blocks.emplace_back(core::Actions{
      {core::events::say.button(core::text(language, "people.role.title"), "rolle " + subject.group.key)}});
  return message;
}

core::Message to_group(const Subject& subject, Language language) {
  const Entry& entry = subject.history.back();
  core::Message message;
  auto& blocks = message.blocks;
  core::head(blocks, language, "matters.answered.title");
  blocks.emplace_back(core::Paragraph{{core::Span(subject.matter.title, core::Span::Style::strong)}});
  core::say(blocks, language, "matters.answered.is",
            {{"answer", say_state(language, entry.step())}, {"name", name_of(subject, entry.by, language)}});
  if (!entry.words.empty()) blocks.emplace_back(core::Paragraph{{core::Span(entry.words)}});
  // texts: matters.answered.until matters.answered.again
  if (entry.look_again != core::Instant{})
    core::say(blocks, language,
              entry.step() == State::more_time ? "matters.answered.until" : "matters.answered.again",
              {{"date", core::say_date(language, subject.group, entry.look_again, subject.now)}});
  if (!entry.asked.empty()) core::say(blocks, language, "matters.answered.asked");
  return message;
}

core::Message passed_on(const Subject& subject, Language language) {
  core::Message message;
  core::head(message, language, "matters.passed_on.title");
  message.blocks.emplace_back(core::Paragraph{{core::Span(subject.matter.title, core::Span::Style::strong)}});
  core::say(message.blocks, language, "matters.passed_on",
            {{"weeks", core::text_n(language, "matters.weeks",
                                    core::weeks_waited(subject.matter.raised, subject.now))},
             {"names", subject.levels.above.empty() || times_passed_on(subject.history) > 1
                           ? core::text(language, "matters.coordinator")
                           : names_of(subject.levels.above, language)}});
  return message;
}

std::vector<Matter> in_order(std::vector<Matter> all) {
  std::stable_sort(all.begin(), all.end(), [](const Matter& a, const Matter& b) {
    if (ended(a.state) != ended(b.state)) return ended(b.state);
    return ended(a.state) && a.changed > b.changed;
  });
  return all;
}

core::Message list(const std::vector<Matter>& all, const core::Group& group, core::Instant now,
                   Language language, int page, bool facilitates, bool keeps) {
  core::Message message;
  auto& blocks = message.blocks;
  core::head(blocks, language, "matters.list", {{"group", group.name}});
  if (all.empty()) core::say(blocks, language, "matters.list.none");
  const std::size_t begin = std::min(all.size(), static_cast<std::size_t>(page) * listed_on_a_page),
                    end = std::min(all.size(), begin + listed_on_a_page);
  core::List lines;
  lines.numbered = true;
  core::Actions open, others;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string number = std::to_string(lines.items.size() + 1);
    lines.items.push_back({core::Span(all[i].title, core::Span::Style::strong)});
    core::say_behind(lines.items.back(), ": " + say_where(all[i], now, language));
    open.buttons.push_back(events::open_matter.button(core::text(language, "matters.open", {{"n", number}}),
                                                      all[i].id, std::nullopt));
  }
  if (!lines.items.empty()) blocks.emplace_back(std::move(lines));
  if (!open.buttons.empty()) blocks.emplace_back(std::move(open));
  if (end < all.size())
    others.buttons.push_back(events::list.button(core::text(language, "matters.more"), group.id, page + 1));
  if (facilitates) {
    others.buttons.push_back(
        events::lift_matter.button(core::text(language, "matters.lift.button"), group.id));
    others.buttons.push_back(
        events::keep_matter.button(core::text(language, "matters.keep.button"), group.id));
  }
  if (keeps)
    others.buttons.push_back(
        events::kept.button(core::text(language, "matters.kept.button"), group.id, std::nullopt));
  if (!others.buttons.empty()) blocks.emplace_back(std::move(others));
  return message;
}

core::Message what_waits(const std::vector<Matter>& waiting, const core::Group& group, core::Instant now,
                         Language language) {
  core::Message message = list(waiting, group, now, language);
  message.blocks.insert(message.blocks.begin() + 1, core::Paragraph{core::rich(language, "matters.waited")});
  return message;
}

std::vector<core::Block> news(const std::vector<News>& changed, const core::Group& group, Language language) {
  if (changed.empty()) return {};
  std::vector<core::Block> blocks;
  core::say(blocks, language, "matters.news");
  core::List lines;
  for (std::size_t i = 0; i < std::min(changed.size(), news_shown); ++i) {
    const auto& [title, last] = changed[i];
    const std::string said = last.what == Entry::What::passed_on
                                 ? core::text(language, "matters.news.passed_on")
                                 : say_state(language, last.step());
    lines.items.push_back({core::Span(title, core::Span::Style::strong)});
    core::say_behind(lines.items.back(), ": " + said + ", " + core::say_date(language, group, last.at));
  }
  blocks.emplace_back(std::move(lines));
  if (changed.size() > news_shown) {
    core::say(blocks, language, "matters.news.more", {{"n", static_cast<int>(changed.size() - news_shown)}});
    blocks.emplace_back(
        core::Actions{{events::list.button(core::text(language, "matters.all"), group.id, std::nullopt)}});
  }
  return blocks;
}

}  // namespace matters
