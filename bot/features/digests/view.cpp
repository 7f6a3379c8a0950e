#include "bot/features/digests/view.hpp"

#include <algorithm>
#include <optional>

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/digests/events.hpp"
#include "bot/features/digests/said.hpp"
#include "bot/results/result_view.hpp"

namespace digests {
namespace {

using core::Block;
using core::Language;

// texts: digests.*, pooled.digest
// What a phone shows at once, and what is said inline of each group only as long as it fits there: letters of
// a line, and lines with their headings and buttons.
constexpr std::size_t line_letters = 44, screen_lines = 36, page_lines = 60, page_waiting = 6;

// What took place and what comes; with `topics`, which people wrote.
core::Facts sessions_of(const OneGroup& one, bool topics, Language language) {
  const core::Zone zone = core::Zone::named(one.group->zone);
  core::Facts facts;
  const auto begun = [&](const SessionLine& line) {
    std::string said = core::say_moment(language, zone.to_local(line.session.starts));
    if (!line.session.topic.empty() && topics) said += " · " + line.session.topic;
    return said;
  };
  // A line for each day would say nothing that the rhythm does not.
  const bool daily = core::meets_daily(*one.group);
  const auto of_rhythm = [&](const SessionLine& line) {
    return daily && line.listed == 0 &&
           core::time_of_day(zone.to_local(line.session.starts)) == one.group->cadence->start;
  };
  const auto say_came = [&](const char* key, const SessionLine& line) {
    facts.rows.emplace_back(
        core::text(language, key),
        begun(line) + " · " +
            core::text(language, "digests.came", {{"came", line.came}, {"listed", line.listed}}));
  };
  for (const SessionLine& line : one.week.late) say_came("digests.took_place.before", line);
  // What nobody has ticked was set up, and nothing more is known.
  for (const SessionLine& line : one.week.held) {
    if (of_rhythm(line)) continue;
    if (line.listed > 0)
      say_came("digests.took_place", line);
    else
      facts.rows.emplace_back(
          core::text(language, "digests.held"),
          begun(line) +
              (line.coming > 0 ? " · " + core::text_n(language, "digests.said_yes", line.coming) : "") +
              " · " + core::text(language, "digests.not_ticked"));
  }
  if (daily)
    facts.rows.emplace_back(core::text(language, "papers.letter.rhythm"),
                            core::cadence_text(language, *one.group->cadence));
  for (const SessionLine& line : one.week.coming)
    if (!of_rhythm(line))
      facts.rows.emplace_back(
          core::text(language, "digests.next"),
          begun(line) +
              (line.coming > 0 ? " · " + core::text_n(language, "digests.coming_people", line.coming) : ""));
  return facts;
}

// What the week had in one group, besides what waits: its sessions, and of results their titles alone or all
// that was published; or nothing that anybody wrote, not the topics either.
enum class Results { numbers, titles, all };
std::vector<Block> details_of(const OneGroup& one, bool named, Results results, Language language) {
  std::vector<Block> blocks;
  core::Facts facts = sessions_of(one, results != Results::numbers, language);
  if (results == Results::all)
    for (const Minutes& minutes : one.week.minutes)
      facts.rows.emplace_back(core::text(language, "digests.minutes.row"),
                              core::say_date(language, *one.group, minutes.at) + " · " + minutes.text);
  std::vector<std::string> titles;
  for (const ResultForLeader& result : one.week.results) titles.push_back(result.asked->title.in(language));
  if (results == Results::titles && !titles.empty())
    facts.rows.emplace_back(core::text(language, "digests.results"), core::say_list(language, titles));
  if (!facts.rows.empty()) blocks.emplace_back(std::move(facts));
  for (const ResultForLeader& result : one.week.results) {
    if (results != Results::all) break;
    core::Result shown;
    shown.lines = result.lines;
    auto said = results::result_blocks(*result.asked, shown, language, core::ResultLine::Audience::leader);
    if (said.empty()) continue;
    core::say(blocks, language, "digests.result", {{"title", result.asked->title.in(language)}});
    for (Block& block : said) blocks.push_back(std::move(block));
  }
  // Each group alone: a digest has no line about the answers of several.
  if (results == Results::all && one.week.scale)
    if (auto pooled = results::say_pooled(one.week.leanings, *one.week.scale, language)) {
      core::say(blocks, language, "pooled.digest");
      blocks.emplace_back(std::move(*pooled));
    }
  if (!blocks.empty() && named)
    blocks.insert(blocks.begin(), core::Paragraph{{core::Span(one.group->name, core::Span::Style::strong)}});
  return blocks;
}

// Each is said by itself, without a copy, and lies where it was afterwards.
std::size_t lines_in(std::vector<Block>& blocks) {
  std::size_t lines = 0;
  core::Message alone{{core::Divider{}}};
  for (Block& block : blocks) {
    alone.blocks.front().swap(block);
    const std::string words = core::plain_text(alone);
    alone.blocks.front().swap(block);
    std::size_t begin = 0;
    for (std::size_t end = 0; end != std::string::npos && begin < words.size(); begin = end + 1) {
      end = words.find('\n', begin);
      lines += 1 + core::letters_in(std::string_view(words).substr(begin, end - begin)) / line_letters;
    }
    if (std::holds_alternative<core::Heading>(block)) ++lines;
    if (const auto* actions = std::get_if<core::Actions>(&block)) lines += 2 * actions->buttons.size();
  }
  return lines;
}

void append(std::vector<Block>& to, std::vector<Block> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

bool tells_of_answers(const Week& week) {
  return std::any_of(week.groups.begin(), week.groups.end(),
                     [](const OneGroup& one) { return !one.week.results.empty(); });
}

}  // namespace

core::Heading title_of(const Week& week, Language language) {
  return {core::text(language, "digests.title", {{"week", say_week(language, week.monday)}})};
}

core::Message digest(const Week& week, Language language) {
  core::Message message;
  auto& blocks = message.blocks;
  blocks.reserve(screen_lines);
  const auto waiting = waiting_of(week);
  std::vector<std::string> noticed, unusual;
  bool something = !waiting.empty();
  for (const OneGroup& one : week.groups) {
    for (std::string& line : noticed_in(one, week, language)) noticed.push_back(std::move(line));
    for (std::string& line : unusual_in(one, week, language)) unusual.push_back(std::move(line));
    something = something || !one.week.empty();
  }
  if (!something && unusual.empty()) return message;

  blocks.emplace_back(title_of(week, language));
  const std::size_t shown = waiting.size() > waiting_shown ? waiting_shown - 1 : waiting.size();
  if (!waiting.empty()) {
    blocks.emplace_back(core::Paragraph{
        {core::Span(core::text_n(language, "digests.waiting", static_cast<int>(waiting.size())),
                    core::Span::Style::strong)}});
    say_waiting(blocks, week, waiting, 0, shown, language);
  }
  say_some(blocks, "digests.noticed.title", noticed, noticed_shown, language);
  say_some(blocks, "digests.unusual", unusual, unusual_shown, language);
  say_minutes(blocks, week, language);
  say_as_it_should(blocks, week, language);
  say_numbers(blocks, week, language);

  // Nothing where it is more than fits; the rest of many groups is then not made at all.
  const std::size_t left = screen_lines - std::min(screen_lines, lines_in(blocks));
  const auto details = [&](Results results) {
    std::optional<std::vector<Block>> all(std::in_place);
    std::size_t lines = 0;
    for (const OneGroup& one : week.groups) {
      auto own = details_of(one, week.groups.size() > 1, results, language);
      lines += lines_in(own);
      if (lines > left) return std::optional<std::vector<Block>>();
      append(*all, std::move(own));
    }
    return all;
  };
  auto inline_details = details(Results::all);
  const bool all_fits = inline_details.has_value();
  if (!all_fits) inline_details = details(Results::titles);
  const bool all_said = all_fits && shown == waiting.size() && noticed.size() <= noticed_shown &&
                        unusual.size() <= unusual_shown;
  const bool of_answers = !noticed.empty() || (all_fits && tells_of_answers(week));
  if (inline_details) append(blocks, *std::move(inline_details));
  core::Actions ways_on;
  if (!all_said)
    ways_on.buttons.push_back(events::more.button(core::text(language, "digests.more"), week.to, 0));
  if (week.has_page) ways_on.buttons.push_back(events::page.button(core::text(language, "overview.button")));
  if (!ways_on.buttons.empty()) blocks.emplace_back(std::move(ways_on));
  if (of_answers) blocks.emplace_back(core::ContextLine{{core::Span(core::text(language, "digests.foot"))}});
  return message;
}

core::Mail digest_by_mail(const Week& week, Language language) {
  core::Mail mail;
  mail.subject = title_of(week, language).text;
  core::List waiting;
  std::vector<std::string> unusual;
  for (const auto& [of, matter] : waiting_of(week))
    waiting.items.push_back({core::Span(of->group->name + say_kind(*matter, language) + ": " +
                                        say_wait(*matter, *of->group, week.to, language))});
  for (const OneGroup& one : week.groups)
    for (std::string& line : unusual_in(one, week, language)) unusual.push_back(std::move(line));
  mail.blocks.emplace_back(core::Heading{mail.subject});
  if (!waiting.items.empty()) {
    const int n = static_cast<int>(waiting.items.size());
    mail.blocks.emplace_back(core::Paragraph{{core::Span(core::text_n(language, "digests.waiting", n))}});
    mail.blocks.emplace_back(std::move(waiting));
  }
  say_some(mail.blocks, "digests.unusual", unusual, screen_lines, language);
  say_minutes(mail.blocks, week, language);
  say_as_it_should(mail.blocks, week, language);
  say_numbers(mail.blocks, week, language);
  for (const OneGroup& one : week.groups)
    append(mail.blocks, details_of(one, true, Results::numbers, language));
  return mail;
}

core::Message unfolded(const Week& week, Language language, int page) {
  // Pieces that stay whole, each far below what any chat takes; then as many of them as a page holds.
  std::vector<std::vector<Block>> pieces;
  const auto waiting = waiting_of(week);
  for (std::size_t at = 0; at < waiting.size(); at += page_waiting) {
    auto& blocks = pieces.emplace_back();
    if (at == 0)
      blocks.emplace_back(core::Paragraph{
          {core::Span(core::text_n(language, "digests.waiting", static_cast<int>(waiting.size())),
                      core::Span::Style::strong)}});
    say_waiting(blocks, week, waiting, at, std::min(waiting.size(), at + page_waiting), language);
  }
  std::vector<std::string> unusual, noticed;
  for (const OneGroup& one : week.groups) {
    for (std::string& line : noticed_in(one, week, language)) noticed.push_back(std::move(line));
    for (std::string& line : unusual_in(one, week, language)) unusual.push_back(std::move(line));
  }
  for (const auto& [heading, lines] :
       {std::pair("digests.noticed.title", &noticed), std::pair("digests.unusual", &unusual)})
    for (std::size_t at = 0; at < lines->size(); at += screen_lines) {
      const auto begin = lines->begin() + static_cast<std::ptrdiff_t>(at);
      const std::vector<std::string> some(
          begin, begin + static_cast<std::ptrdiff_t>(std::min(screen_lines, lines->size() - at)));
      say_some(pieces.emplace_back(), heading, some, screen_lines, language);
    }
  for (const OneGroup& one : week.groups)
    if (auto details = details_of(one, true, Results::all, language); !details.empty())
      pieces.push_back(std::move(details));

  core::Message message;
  int number = 0;
  std::size_t used = 0;
  bool more = false;
  for (auto& piece : pieces) {
    const std::size_t lines = lines_in(piece);
    if (used > 0 && used + lines > page_lines) {
      ++number;
      used = 0;
    }
    used += lines;
    if (number == page) append(message.blocks, std::move(piece));
    more = number > page;
    if (more) break;
  }
  if (message.blocks.empty()) return message;
  message.blocks.insert(message.blocks.begin(), title_of(week, language));
  if (more)
    message.blocks.emplace_back(
        core::Actions{{events::more.button(core::text(language, "digests.next_page"), week.to, page + 1)}});
  message.blocks.emplace_back(core::ContextLine{{core::Span(core::text(language, "digests.foot"))}});
  return message;
}

}  // namespace digests
