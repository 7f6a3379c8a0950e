#include "bot/features/digests/plots.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "bot/core/group_time.hpp"
#include "bot/core/texts.hpp"
#include "bot/results/pooled.hpp"
#include "bot/results/result_view.hpp"

namespace digests {
namespace {

using core::Language;
using core::Plot;

constexpr std::size_t most_columns = 8;  // that a phone shows beside each other

std::string short_date(core::Date date, Language language) {
  return core::text(language, "plots.date",
                    {{"day", static_cast<int>(static_cast<unsigned>(date.day()))},
                     {"month", static_cast<int>(static_cast<unsigned>(date.month()))}});
}

bool is_usefulness(const HistoryResult& result) {
  return result.poll.purpose == core::Poll::Purpose::checkout && !result.poll.named &&
         !result.poll.questions.empty() && result.poll.questions.front().kind == core::Question::Kind::scale;
}

// The last of `all`, in their order; `plot` knows how many there are.
template <class T>
std::vector<T> last_of(std::vector<T> all, Plot& plot) {
  plot.all = static_cast<int>(all.size());
  if (all.size() > most_columns) all.erase(all.begin(), all.end() - most_columns);
  return all;
}

void say_more(std::string& alt, const std::string& sentence) {
  alt += (alt.empty() ? "" : " ") + sentence;
}

}  // namespace

const core::Question* usefulness_question(const GroupHistory& history) {
  for (auto result = history.results.rbegin(); result != history.results.rend(); ++result)
    if (is_usefulness(*result)) return &result->poll.questions.front();
  return nullptr;
}

Plot usefulness_plot(const GroupHistory& history, const core::Group& group,
                     core::ResultLine::Audience audience, Language language,
                     const std::vector<HistoryResult>& later) {
  Plot plot;
  const core::Question* question = usefulness_question(history);
  if (!question) return plot;
  plot.title = question->prompt.in(language);
  const std::size_t classes = core::classes_of(*question).size();
  // The highest on top.
  for (std::size_t row = 0; row < classes; ++row)
    plot.rows.push_back(results::class_label(*question, static_cast<int>(classes - 1 - row), language));
  std::vector<const HistoryResult*> asked;
  const auto take = [&](const std::vector<HistoryResult>& results) {
    for (const HistoryResult& result : results)
      if (is_usefulness(result) && result.poll.questions.front() == *question) asked.push_back(&result);
  };
  take(history.results);
  const std::size_t within = asked.size();
  take(later);
  // From the newest back, whatever days are shown: beside one that was asked of one person more or fewer, it
  // would tell of that person.
  std::map<const HistoryResult*, std::vector<std::size_t>> drawn;
  int roster = -1;
  for (auto result = asked.rbegin(); result != asked.rend(); ++result) {
    if (roster >= 0 && std::abs((*result)->poll.roster - roster) == 1) continue;
    std::vector<std::size_t> rows;
    for (const int about : results::foremost(*question, 0, (*result)->lines, audience))
      if (about >= 0 && static_cast<std::size_t>(about) < classes)
        rows.push_back(classes - 1 - static_cast<std::size_t>(about));
    if (rows.empty()) continue;
    roster = (*result)->poll.roster;
    drawn[*result] = std::move(rows);
  }
  asked.resize(within);
  const auto told = std::ranges::count_if(asked, [&](const auto* result) { return drawn.contains(result); });
  int shown = 0;
  for (const HistoryResult* result : last_of(std::move(asked), plot)) {
    const core::Date date = core::local_date(group, result->poll.opens);
    std::vector<std::string> named;
    for (const std::size_t row : drawn[result]) {
      plot.marks.push_back({row, plot.columns.size(), Plot::Shape::full});
      named.push_back(plot.rows[row]);
    }
    if (!named.empty()) ++shown;
    plot.columns.push_back(short_date(date, language));
    say_more(plot.alt, core::text(language, named.empty() ? "plots.usefulness.none" : "plots.usefulness.one",
                                  {{"date", core::say_date(language, date)},
                                   {"answers", core::say_list(language, named)}}));
  }
  if (shown < results::fewest_pooled) return {};
  plot.all = static_cast<int>(told);  // of the others nothing can be shown anywhere
  plot.alt = plot.title + " " + plot.alt;
  return plot;
}

Plot attendance_plot(const GroupHistory& history, const core::Group& group, core::Instant now,
                     Language language) {
  Plot plot;
  plot.title = core::text(language, "plots.attendance.title");
  std::vector<const SessionLine*> held;
  bool ticked = false;
  for (const SessionLine& line : history.sessions)
    if (line.session.ends <= now && line.session.state != core::Session::State::cancelled) {
      held.push_back(&line);
      ticked = ticked || line.listed > 0;
    }
  if (!ticked) return {};
  for (const SessionLine* line : last_of(std::move(held), plot)) {
    const core::Date date = core::local_date(group, line->session.starts);
    const std::string words = line->listed > 0 ? core::text(language, "digests.came",
                                                            {{"came", line->came}, {"listed", line->listed}})
                                               : core::text(language, "digests.not_ticked");
    plot.bars.push_back({short_date(date, language),
                         line->listed > 0 ? static_cast<double>(line->came) / line->listed : 0, words});
    say_more(plot.alt, core::say_date(language, date) + ": " + words + ".");
  }
  plot.alt = plot.title + ". " + plot.alt;
  return plot;
}

Plot matters_plot(const GroupHistory& history, core::Instant now, Language language) {
  Plot plot;
  plot.title = core::text(language, "plots.matters.title");
  int most = 0;
  std::map<core::MatterState, std::pair<int, int>> found;  // how many, and the weeks of the oldest
  for (const HistoryMatter& matter : history.matters) {
    auto& [count, weeks] = found[matter.state];
    most = std::max(most, ++count);
    weeks = std::max(weeks, core::weeks_waited(matter.raised, now));
  }
  for (const core::MatterState state : core::matter_states) {
    if (!found.contains(state)) continue;
    const auto [count, weeks] = found[state];
    // texts: matters.answer.*
    const std::string name = core::text(language, "matters.answer." + std::string(core::code(state)));
    std::string words = std::to_string(count);
    if (!ended(state) && weeks > 0) words += ", " + core::text_n(language, "plots.matters.oldest", weeks);
    plot.bars.push_back({name, static_cast<double>(count) / most, words});
    say_more(plot.alt, name + ": " + words + ".");
  }
  if (plot.bars.empty()) return {};
  plot.alt = plot.title + ". " + plot.alt;
  return plot;
}

Plot timeline_plot(const GroupHistory& history, const core::Group& group, core::Instant now,
                   Language language) {
  Plot plot;
  plot.title = core::text(language, "plots.timeline.title");
  // "Held" where somebody ticked who came; of the others it is not known.
  const bool unknown = std::ranges::any_of(history.sessions, [&](const SessionLine& line) {
    return line.session.state != core::Session::State::cancelled && line.session.ends <= now &&
           line.listed == 0;
  });
  plot.rows = {core::text(language, "plots.timeline.held"), core::text(language, "plots.timeline.cancelled"),
               core::text(language, "plots.timeline.coming")};
  if (unknown) plot.rows.push_back(core::text(language, "plots.timeline.unknown"));
  // Half of them behind, half ahead.
  std::vector<const SessionLine*> all;
  std::size_t behind = 0;
  for (const SessionLine& line : history.sessions) {
    all.push_back(&line);
    if (line.session.ends <= now) ++behind;
  }
  const std::size_t ahead = std::min(all.size() - behind, most_columns - std::min(behind, most_columns / 2));
  const std::size_t end = behind + ahead, begin = end > most_columns ? end - most_columns : 0;
  plot.all = static_cast<int>(all.size());
  for (std::size_t i = begin; i < end; ++i) {
    const core::Session& session = all[i]->session;
    const bool cancelled = session.state == core::Session::State::cancelled, coming = session.ends > now;
    const std::size_t row = cancelled ? 1 : coming ? 2 : all[i]->listed == 0 ? 3 : 0;
    plot.marks.push_back({row, plot.columns.size(),
                          cancelled  ? Plot::Shape::cross
                          : row == 0 ? Plot::Shape::full
                                     : Plot::Shape::hollow});
    const core::Date date = core::local_date(group, session.starts);
    plot.columns.push_back(short_date(date, language));
    say_more(plot.alt, core::say_date(language, date) + ": " + plot.rows[row] + ".");
  }
  if (plot.columns.empty()) return {};
  plot.alt = plot.title + ". " + plot.alt;
  return plot;
}

Plot plot_of(const Read& read, std::string_view view, core::Instant now, Language language) {
  if (view == "plot-usefulness")
    return usefulness_plot(read.history, *read.group, read.audience, language, read.later);
  if (view == "plot-attendance") return attendance_plot(read.history, *read.group, now, language);
  if (view == "plot-matters") return matters_plot(read.history, now, language);
  if (view == "plot-timeline") return timeline_plot(read.history, *read.group, now, language);
  return {};
}

}  // namespace digests
