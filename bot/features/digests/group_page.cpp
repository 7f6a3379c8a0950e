#include "bot/features/digests/group_page.hpp"

#include <algorithm>

#include "bot/core/events.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/digests/events.hpp"
#include "bot/features/digests/plots.hpp"
#include "bot/results/result_view.hpp"

namespace digests {
namespace {

using core::Block;
using core::Language;

constexpr std::size_t sessions_ahead = 6, trend_of = 6, results_shown = 6, matters_shown = 20,
                      minutes_shown = 10, columns_anywhere = 4;

struct Maker {
  const Read& read;
  core::Instant now;
  Language language;
  bool on_paper;
  Report page{};
  std::vector<Block>& blocks = page.body.blocks;

  core::Date date_of(core::Instant at) const { return core::local_date(*read.group, at); }
  // With its year where somebody has chosen days, and where it is not this year's.
  std::string say_day(core::Date date) const {
    std::string said = core::say_date(language, date);
    if (read.days || date.year() != date_of(now).year())
      said += " " + std::to_string(static_cast<int>(date.year()));
    return said;
  }
  // On paper nobody sees when it was printed.
  std::string say_day_and_year(core::Instant at) const {
    return core::say_date(language, date_of(at)) + " " + std::to_string(static_cast<int>(date_of(at).year()));
  }
  std::string day(core::Instant at) const { return say_day(date_of(at)); }
  bool is_past(core::Instant at) const { return date_of(at) < date_of(now); }
  bool are_over() const { return read.days && read.days->last < date_of(now); }

  // What there is no room for has its place.
  void say_left_out(std::size_t count) {
    if (count > 0)
      blocks.emplace_back(core::Paragraph{
          {core::Span(core::text_n(language, "overview.left_out", static_cast<int>(count)))}});
  }

  void say_coming() {
    core::List lines;
    std::size_t left_out = 0;
    bool open = false;  // cover that a leader can still say something about
    for (const SessionLine& line : read.history.sessions) {
      if (line.session.ends <= now) continue;
      if (lines.items.size() >= sessions_ahead) {
        ++left_out;
        continue;
      }
      const core::Local local = core::Zone::named(read.group->zone).to_local(line.session.starts);
      std::string words = date_of(line.session.starts).year() == date_of(now).year()
                              ? core::say_moment(language, local)
                              : core::say_moment_and_year(language, local);
      if (line.session.state == core::Session::State::cancelled)
        words += " · " + core::text(language, "plots.timeline.cancelled");
      else if (!line.session.topic.empty())
        words += " · " + line.session.topic;
      if (line.coming > 0) words += " · " + core::text_n(language, "digests.said_yes", line.coming);
      // texts: overview.cover.asked, overview.cover.arranged, overview.cover.phone, overview.cover.not
      if (!line.cover.empty() && line.session.state != core::Session::State::cancelled)
        words += " · " + core::text(language, "overview.cover." + line.cover);
      open = open || line.cover == "asked" || line.cover == "not";
      lines.items.push_back({core::Span(std::move(words))});
    }
    core::head(blocks, language, "overview.coming");
    if (lines.items.empty())
      core::say(blocks, language, "overview.coming.none");
    else
      blocks.emplace_back(std::move(lines));
    say_left_out(left_out);
    if (open && !on_paper)
      blocks.emplace_back(core::Actions{{core::events::say.button(
          core::text(language, "overview.cover.button"), "dekning " + read.group->key)}});
  }

  void draw(std::string_view view) {
    core::Plot plot = plot_of(read, view, now, language);
    if (plot.empty()) return;
    blocks.emplace_back(core::Heading{plot.title});
    const std::string address = address_of(view, read.group, read.days);
    blocks.emplace_back(core::Image{address, plot.alt});
    // Of columns a phone shows fewer than there are here; of bars all.
    const std::size_t fit = plot.columns.empty() ? plot.bars.size() : columns_anywhere;
    if (plot.all > 0 && static_cast<std::size_t>(plot.all) > fit)
      core::say(blocks, language, "overview.all_drawn", {{"n", plot.all}});
    page.plots.emplace(address, std::move(plot));
  }

  void say_trend() {
    for (Together& together : say_together(read, trend_of, language))
      blocks.emplace_back(std::move(together.said));
  }

  void say_matters() {
    if (read.history.matters.empty()) return;
    std::vector<const HistoryMatter*> all;
    for (const HistoryMatter& matter : read.history.matters) all.push_back(&matter);
    std::stable_partition(all.begin(), all.end(),
                          [](const HistoryMatter* matter) { return !ended(matter->state); });
    const std::size_t left_out = all.size() - std::min(all.size(), matters_shown);
    all.resize(all.size() - left_out);
    core::List lines;
    lines.numbered = true;
    core::Actions actions;
    for (const HistoryMatter* matter : all) {
      const int weeks = core::weeks_waited(matter->raised, now);
      std::string words = ": " + core::text(language, "matters.answer." + std::string(code(matter->state)));
      if (!ended(matter->state) && weeks > 0) words += ", " + core::text_n(language, "overview.weeks", weeks);
      if (!matter->owner.empty())
        words += ", " + core::text(language, "overview.owner", {{"name", matter->owner}});
      if (matter->look_again != core::Instant{} && matter->state != core::MatterState::lifted)
        words += ", " + core::text(language,
                                   is_past(matter->look_again) ? "overview.again.late" : "overview.again",
                                   {{"date", day(matter->look_again)}});
      lines.items.push_back({core::Span(matter->title, core::Span::Style::strong)});
      core::say_behind(lines.items.back(), words);
      const int number = static_cast<int>(lines.items.size());
      actions.buttons.push_back(core::events::open_matter.button(
          core::text(language, "matters.open", {{"n", number}}), matter->id, std::nullopt));
    }
    core::head(blocks, language, "overview.matters");
    blocks.emplace_back(std::move(lines));
    say_left_out(left_out);
    if (!on_paper) blocks.emplace_back(std::move(actions));
  }

  void say_results() {
    const auto& all = read.history.results;
    if (all.empty()) return;
    core::head(blocks, language, "overview.results");
    std::size_t shown = 0;
    for (auto one = all.rbegin(); one != all.rend() && shown < results_shown; ++one, ++shown) {
      core::Result result;
      result.lines = one->lines;
      blocks.emplace_back(core::Paragraph{
          {core::Span(one->poll.title.in(language) + " · " + day(one->told), core::Span::Style::strong)}});
      for (Block& block : results::result_blocks(one->poll, result, language, read.audience))
        blocks.push_back(std::move(block));
    }
    if (all.size() > shown)
      blocks.emplace_back(core::Paragraph{{core::Span(
          core::text_n(language, "overview.results.older", static_cast<int>(all.size() - shown)))}});
  }

  void say_minutes() {
    if (read.history.minutes.empty()) return;
    core::head(blocks, language, "overview.minutes");
    core::List lines;
    for (const Minutes& minutes : read.history.minutes)
      if (lines.items.size() < minutes_shown)
        lines.items.push_back({core::Span(day(minutes.at) + ": "), core::Span(minutes.text)});
    const std::size_t left_out = read.history.minutes.size() - lines.items.size();
    blocks.emplace_back(std::move(lines));
    say_left_out(left_out);
  }

  void say_tryouts() {
    if (read.history.tryouts.empty()) return;
    core::head(blocks, language, "overview.tryouts");
    core::List lines;
    // texts: overview.tryout.*
    for (const HistoryTryout& tryout : read.history.tryouts) {
      core::Rich line = core::rich(language, "overview.tryout." + tryout.state, {{"what", tryout.what}});
      if (!tryout.words.empty()) line.emplace_back(" " + tryout.words);
      lines.items.push_back(std::move(line));
    }
    blocks.emplace_back(std::move(lines));
  }

  // Which days the page and its files are about.
  void say_days() {
    core::head(blocks, language, "overview.days");
    core::List lines;
    const auto link = [&](std::string words, const std::optional<Days>& days) {
      core::Span::Style style = days == read.days ? core::Span::Style::strong : core::Span::Style::plain;
      lines.items.push_back({core::Span(std::move(words), style, address_of("group", read.group, days))});
    };
    link(core::text(language, "overview.days.year"), std::nullopt);
    for (DaysChoice& choice : days_to_choose(read.days ? read.usual : read.history.sessions,
                                             core::Zone::named(read.group->zone), date_of(now), language))
      link(std::move(choice.name), choice.days);
    blocks.emplace_back(std::move(lines));
    blocks.emplace_back(
        core::Actions{{events::days.button(core::text(language, "overview.days.other"), read.group->id)}});
  }

  void say_hours() {
    if (read.history.hours.empty()) return;
    core::head(blocks, language, "tables.hours");
    core::Facts facts;
    for (const HistoryHours& hours : read.history.hours)
      facts.rows.emplace_back(hours.name,
                              core::text_n(language, "overview.hours", hours.sessions,
                                           {{"period", hours.run},
                                            {"hours", std::to_string(hours.spent.count() / 60)},
                                            {"minutes", std::to_string(hours.spent.count() % 60)}}));
    blocks.emplace_back(std::move(facts));
  }
};

}  // namespace

std::string address_of(std::string_view view, const core::Group* group, const std::optional<Days>& days) {
  std::string address = "?v=" + std::string(view);
  if (group) address += "&g=" + group->id.text;
  if (days) address += "&d=" + code(*days);
  return address;
}

void say_files(std::vector<Block>& blocks, const core::Group* group, const std::optional<Days>& days,
               Language language) {
  core::head(blocks, language, "overview.files");
  core::List lines;
  const auto link = [&](const char* key, std::string_view view) {
    lines.items.push_back(
        {core::Span(core::text(language, key), core::Span::Style::plain, address_of(view, group, days))});
  };
  if (group) link("overview.file.pdf", "report-pdf");
  link("overview.file.xlsx", "tables-xlsx");
  link("overview.file.csv.sessions", "tables-csv-sessions");
  link("overview.file.csv.results", "tables-csv-results");
  link("overview.file.csv.matters", "tables-csv-matters");
  link("overview.file.csv.minutes", "tables-csv-minutes");
  link("overview.file.csv.evaluation", "tables-csv-evaluation");
  blocks.emplace_back(std::move(lines));
}

Report group_page(const Read& read, core::Instant now, Language language, bool on_paper) {
  Maker maker{read, now, language, on_paper};
  const core::Group& group = *read.group;
  maker.page.name = group.key;
  maker.blocks.emplace_back(core::Heading{group.name});
  if (on_paper) core::say(maker.blocks, language, "overview.as_of", {{"date", maker.say_day_and_year(now)}});
  if (read.days)
    core::say(maker.blocks, language, "overview.days.shown",
              {{"first", maker.say_day(read.days->first)}, {"last", maker.say_day(read.days->last)}});
  if (!maker.are_over()) maker.say_coming();
  maker.say_matters();
  maker.draw("plot-matters");
  maker.draw("plot-usefulness");
  maker.say_trend();
  maker.draw("plot-attendance");
  maker.draw("plot-timeline");
  maker.say_minutes();
  maker.say_results();
  maker.say_tryouts();
  maker.say_hours();
  if (!on_paper) maker.say_days();
  if (!on_paper) say_files(maker.blocks, &group, read.days, language);
  const bool leads = read.audience == core::ResultLine::Audience::leader;
  maker.blocks.emplace_back(
      core::ContextLine{{core::Span(core::text(language, leads ? "digests.foot" : "overview.foot"))}});
  return std::move(maker.page);
}

}  // namespace digests
