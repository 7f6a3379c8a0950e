#include "bot/features/digests/tables.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/results/pooled.hpp"
#include "bot/results/result_view.hpp"

namespace digests {
namespace {

using core::Cell;
using core::Language;
using core::Table;

Table table_of(const char* key, Language language, std::initializer_list<const char*> columns) {
  // texts: tables.*
  Table table;
  table.key = key;
  table.name = core::text(language, std::string("tables.") + key);
  for (const char* column : columns)
    table.head.push_back(core::text(language, std::string("tables.") + column));
  return table;
}

// What open check-outs say together: every number of them was told, so their sums tell nothing more. The
// question, then "Lite nyttig: 5, ...".
std::optional<Together> summed(const std::vector<const HistoryResult*>& results,
                               const core::Question& question, core::ResultLine::Audience audience,
                               Language language) {
  using Part = core::ResultLine::Part;
  std::vector<int> counts(question.options.size());
  int answered = 0;
  Together together{question, {}, {}};
  for (const HistoryResult* result : results) {
    if (!result->poll.named) continue;
    for (const core::ResultLine& line : result->lines) {
      const auto q = static_cast<std::size_t>(line.question), option = static_cast<std::size_t>(line.about);
      if (line.audience != audience || q >= result->poll.questions.size() ||
          result->poll.questions[q] != question)
        continue;
      if (line.part == Part::answered) {
        answered += line.number;
        together.sessions.push_back(result->poll.session);
      }
      if (line.part == Part::count && option < counts.size()) counts[option] += line.number;
    }
  }
  if (together.sessions.size() < 2) return std::nullopt;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < counts.size(); ++i)
    parts.push_back(question.options[i].in(language) + ": " + std::to_string(counts[i]));
  together.said = {{core::Span(question.prompt.in(language), core::Span::Style::strong),
                    core::Span(" " + core::say_list(language, parts) + ". " +
                               core::text_n(language, "polls.answered", answered))}};
  return together;
}

std::string day_in(core::Instant at, const core::Group& group) {
  return core::date_text(core::local_date(group, at));
}

// Held where somebody ticked who came, as in the drawing; of others that are over it is not known.
std::string say_session_state(const SessionLine& line, core::Instant now, Language language) {
  if (line.session.state == core::Session::State::cancelled)
    return core::text(language, "plots.timeline.cancelled");
  if (line.session.ends > now) return core::text(language, "plots.timeline.coming");
  return core::text(language, line.listed > 0 ? "plots.timeline.held" : "plots.timeline.unknown");
}

// Of what nobody ticked there is no number.
Cell number_or_none(int number, bool known) {
  return known ? Cell(static_cast<double>(number)) : Cell(std::string());
}

Table sessions_table(const std::vector<Read>& groups, core::Instant now, Language language) {
  Table table = table_of("sessions", language,
                         {"group", "date", "number", "state", "topic", "said_yes", "came", "listed"});
  for (const Read& read : groups)
    for (const SessionLine& line : read.history.sessions)
      table.rows.push_back({read.group->name, day_in(line.session.starts, *read.group),
                            static_cast<double>(line.session.number), say_session_state(line, now, language),
                            line.session.topic, static_cast<double>(line.coming),
                            number_or_none(line.came, line.listed > 0),
                            number_or_none(line.listed, line.listed > 0)});
  return table;
}

Table results_table(const std::vector<Read>& groups, Language language) {
  Table table = table_of("results", language, {"group", "date", "title", "question", "answer"});
  for (const Read& read : groups)
    for (const HistoryResult& result : read.history.results)
      for (std::size_t q = 0; q < result.poll.questions.size(); ++q)
        if (std::string said = say_answer(result, static_cast<int>(q), read.audience, language);
            !said.empty())
          table.rows.push_back({read.group->name, day_in(result.told, *read.group),
                                result.poll.title.in(language), result.poll.questions[q].prompt.in(language),
                                std::move(said)});
  return table;
}

// As if the one question were all that was asked.
results::PublishedResult alone(const HistoryResult& result, int question) {
  results::PublishedResult one{result.poll, {}};
  one.poll.questions = {result.poll.questions[static_cast<std::size_t>(question)]};
  for (core::ResultLine line : result.lines)
    if (line.question == question) {
      line.question = 0;
      one.lines.push_back(line);
    }
  return one;
}

// Whether it is one of those that are pooled for that question (results::pooled).
bool counts(const HistoryResult& result, const core::Question& question,
            core::ResultLine::Audience audience) {
  for (std::size_t q = 0; q < result.poll.questions.size(); ++q)
    if (result.poll.questions[q] == question) {
      const auto leaning = results::leaning_of(alone(result, static_cast<int>(q)), audience);
      if (leaning && leaning->side != results::Leaning::Side::none) return true;
    }
  return false;
}

// Of the sessions that are in it, as a group has followed them.
std::vector<std::string> programmes_of(const Together& together, const Read& read) {
  std::vector<std::string> all;
  for (const SessionLine& line : read.history.sessions) {
    const bool summed = std::ranges::find(together.sessions, line.session.id) != together.sessions.end();
    const bool pooled = together.sessions.empty() &&
                        std::ranges::any_of(read.history.results, [&](const HistoryResult& result) {
                          return result.poll.purpose == core::Poll::Purpose::checkout &&
                                 result.poll.session == line.session.id &&
                                 counts(result, together.question, read.audience);
                        });
    if ((summed || pooled) && !line.programme.empty() && std::ranges::find(all, line.programme) == all.end())
      all.push_back(line.programme);
  }
  return all;
}

// As dialogue cafés are evaluated: a line for each question of each session, with who came beside it, and
// what the group's sessions say together.
Table evaluation_table(const std::vector<Read>& groups, Language language) {
  Table table = table_of("evaluation", language,
                         {"group", "programme", "date", "topic", "came", "listed", "question", "answer"});
  for (const Read& read : groups) {
    for (const HistoryResult& result : read.history.results) {
      if (result.poll.purpose != core::Poll::Purpose::checkout) continue;
      const auto& sessions = read.history.sessions;
      const auto session = std::find_if(sessions.begin(), sessions.end(), [&](const SessionLine& line) {
        return line.session.id == result.poll.session;
      });
      if (session == sessions.end()) continue;
      for (std::size_t q = 0; q < result.poll.questions.size(); ++q)
        if (std::string said = say_answer(result, static_cast<int>(q), read.audience, language);
            !said.empty())
          table.rows.push_back({read.group->name, session->programme,
                                day_in(session->session.starts, *read.group), session->session.topic,
                                number_or_none(session->came, session->listed > 0),
                                number_or_none(session->listed, session->listed > 0),
                                result.poll.questions[q].prompt.in(language), std::move(said)});
    }
    for (Together& together : say_together(read, all_results, language)) {
      double came = 0, listed = 0;
      for (const SessionLine& line : read.history.sessions)
        if (std::ranges::find(together.sessions, line.session.id) != together.sessions.end()) {
          came += line.came;
          listed += line.listed;
        }
      const std::string programme = core::say_list(language, programmes_of(together, read));
      core::Rich& words = together.said.text;
      words.erase(words.begin());  // the question has a cell of its own
      std::string said = core::plain_text(core::Message{{std::move(together.said)}});
      said.erase(0, said.find_first_not_of(' '));
      table.rows.push_back(
          {read.group->name, programme, std::string(), core::text(language, "tables.together"),
           listed > 0 ? Cell(came) : Cell(std::string()), listed > 0 ? Cell(listed) : Cell(std::string()),
           together.question.prompt.in(language), std::move(said)});
    }
  }
  return table;
}

Table matters_table(const std::vector<Read>& groups, core::Instant now, Language language) {
  Table table =
      table_of("matters", language,
               {"group", "matter", "kind", "state", "lifted", "weeks", "changed", "owner", "look_again"});
  for (const Read& read : groups)
    for (const HistoryMatter& matter : read.history.matters) {
      const bool over = ended(matter.state);
      // What nobody has answered nobody has promised to look at again.
      const bool again = matter.look_again != core::Instant{} && matter.state != core::MatterState::lifted;
      table.rows.push_back(
          {read.group->name, matter.title, core::text(language, "matters.lift.kind." + matter.kind),
           core::text(language, "matters.answer." + std::string(core::code(matter.state))),
           day_in(matter.raised, *read.group),
           static_cast<double>(core::weeks_waited(matter.raised, over ? matter.changed : now)),
           day_in(matter.changed, *read.group), matter.owner,
           again ? day_in(matter.look_again, *read.group) : std::string()});
    }
  return table;
}

Table minutes_table(const std::vector<Read>& groups, Language language) {
  Table table = table_of("minutes", language, {"group", "date", "text"});
  for (const Read& read : groups)
    for (const Minutes& minutes : read.history.minutes)
      table.rows.push_back({read.group->name, day_in(minutes.at, *read.group), minutes.text});
  return table;
}

Table hours_table(const std::vector<Read>& groups, Language language) {
  Table table =
      table_of("hours", language, {"group", "person", "period", "sessions_attended", "hours_spent"});
  for (const Read& read : groups)
    for (const HistoryHours& hours : read.history.hours)
      table.rows.push_back({read.group->name, hours.name, static_cast<double>(hours.run),
                            static_cast<double>(hours.sessions),
                            static_cast<double>(hours.spent.count()) / 60});
  return table;
}

Table register_table(Language language) {
  Table table = table_of("register", language, {"subject", "entry"});
  for (const char* subject : {"purpose", "data", "basis", "access", "deletion", "anonymity"})
    table.rows.push_back({core::text(language, std::string("tables.register.") + subject),
                          core::text(language, std::string("tables.register.") + subject + ".entry")});
  return table;
}

}  // namespace

ProgrammeNames names_of(const core::Programmes& programmes) {
  ProgrammeNames names;
  for (const auto& [key, programme] : programmes) {
    ProgrammeName& name = names[key];
    name.title = programme.title;
    for (const core::SessionPlan& plan : programme.sessions) name.themes.push_back(plan.theme);
  }
  return names;
}

void name_sessions(GroupHistory& history, const ProgrammeNames& names, Language language) {
  for (SessionLine& line : history.sessions) {
    const auto found = names.find(line.programme);
    if (found == names.end()) continue;
    const auto& themes = found->second.themes;
    if (line.plan >= 1 && static_cast<std::size_t>(line.plan) <= themes.size())
      line.session.topic = themes[static_cast<std::size_t>(line.plan) - 1].in(language);
    line.programme = found->second.title.in(language);
  }
}

std::string say_answer(const HistoryResult& result, int question, core::ResultLine::Audience audience,
                       Language language) {
  results::PublishedResult one = alone(result, question);
  one.poll.title = one.poll.questions.front().prompt;
  core::Result shown;
  shown.lines = std::move(one.lines);
  std::string words =
      core::plain_text(core::Message{results::result_blocks(one.poll, shown, language, audience)});
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

std::vector<Together> say_together(const Read& read, std::size_t most, Language language) {
  std::vector<const HistoryResult*> newest;
  for (auto one = read.history.results.rbegin(); one != read.history.results.rend(); ++one)
    if (one->poll.purpose == core::Poll::Purpose::checkout && newest.size() < most) newest.push_back(&*one);
  std::vector<Together> all;
  if (newest.empty()) return all;
  for (const core::Question& question : newest.front()->poll.questions) {
    if (newest.front()->poll.named) {
      if (auto sum = summed(newest, question, read.audience, language)) all.push_back(*std::move(sum));
      continue;
    }
    std::vector<results::PublishedResult> published;
    for (const HistoryResult* result : newest)
      for (std::size_t q = 0; q < result->poll.questions.size(); ++q)
        if (result->poll.questions[q] == question) published.push_back(alone(*result, static_cast<int>(q)));
    if (const auto said = results::say_pooled(published, read.audience, language))
      all.push_back({question, *said});
  }
  return all;
}

std::vector<Table> tables_of(const std::vector<Read>& groups, core::Instant now, Language language) {
  std::vector<Table> all{sessions_table(groups, now, language), results_table(groups, language),
                         evaluation_table(groups, language), matters_table(groups, now, language)};
  all.push_back(minutes_table(groups, language));
  all.push_back(hours_table(groups, language));
  all.push_back(register_table(language));
  return all;
}

}  // namespace digests
