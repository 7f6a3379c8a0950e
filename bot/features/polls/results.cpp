#include "bot/features/polls/results.hpp"

#include <algorithm>

#include "bot/core/events.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/feature.hpp"
#include "bot/features/polls/view.hpp"
#include "bot/results/result_view.hpp"

namespace polls {
namespace {

using core::Language;
using core::Poll;
using core::Reply;
using core::whisper;
using features::Here;
using features::Right;
using Audience = core::ResultLine::Audience;

constexpr int on_a_page = 10;
constexpr int looked_back = 200;  // polls of the group

}  // namespace

Audience audience_of(const Here& who, const Poll& poll) {
  return core::was_in(who.group, who.person.id, poll.opens) ? Audience::group : Audience::leader;
}

bool is_shown(const Here& who, const Poll& poll, const core::Result& result) {
  return audience_of(who, poll) == Audience::group ||
         std::ranges::any_of(result.lines,
                             [](const core::ResultLine& line) { return line.audience == Audience::leader; });
}

std::vector<std::pair<std::string, core::Ballot>> named_answers(PollStore& store,
                                                                const core::Directory& people,
                                                                const Poll& poll) {
  std::vector<std::pair<std::string, core::Ballot>> named;
  if (!poll.named) return named;
  for (auto& [id, ballot] : store.named(poll.id))
    if (const core::Person* person = people.person(id)) named.emplace_back(person->name, std::move(ballot));
  std::sort(named.begin(), named.end(),
            [](const auto& a, const auto& b) { return core::name_before(a.first, b.first); });
  return named;
}

std::vector<core::Block> last_evaluation(PollStore& store, const core::Group& group, core::Instant since) {
  constexpr std::size_t texts_shown = 4;
  const Language language = group.language;
  const auto poll = store.last_checkout(group.id, since);
  if (!poll) return {};
  core::Result result = store.result(poll->id);
  if (poll->named)  // whose they are was told then, and need not be told again
    for (const auto& [person, ballot] : store.named(poll->id))
      for (std::size_t q = 0; q < ballot.size(); ++q)
        if (!ballot[q].text.empty()) result.texts.emplace_back(static_cast<int>(q), ballot[q].text);
  // That nothing could be shown was said then.
  std::erase_if(result.lines,
                [](const core::ResultLine& line) { return line.part == core::ResultLine::Part::too_few; });
  std::vector<core::Block> blocks{core::Heading{core::text(language, "polls.last_time")}};
  bool cut = false;
  for (core::Block& block : results::result_blocks(*poll, result, language, Audience::group)) {
    if (auto* list = std::get_if<core::List>(&block); list && list->items.size() > texts_shown) {
      list->items.resize(texts_shown);
      cut = true;
    }
    blocks.push_back(std::move(block));
  }
  if (blocks.size() == 1) return {};
  if (cut)
    blocks.emplace_back(core::Actions{
        {core::events::say.button(core::text(language, "polls.last_time.more"), "resultat " + group.key)}});
  return blocks;
}

namespace {
std::vector<core::Block> of_question(PollStore& store, const Poll& poll, int question, Audience audience,
                                     Language language) {
  if (poll.state != Poll::State::closed) return {};
  core::Result result = store.result(poll.id);
  std::erase_if(result.lines, [&](const core::ResultLine& line) { return line.question != question; });
  result.texts.clear();
  result.sheet_texts.clear();
  const bool something = std::ranges::any_of(result.lines, [audience](const core::ResultLine& line) {
    return line.audience == audience && line.part != core::ResultLine::Part::too_few;
  });
  return something ? results::result_blocks(poll, result, language, audience) : std::vector<core::Block>{};
}
}  // namespace

std::vector<core::Block> shown_to_group(PollStore& store, const core::PollId& id, int question,
                                        Language language) {
  const auto poll = store.find(id);
  return poll ? of_question(store, *poll, question, Audience::group, language) : std::vector<core::Block>{};
}

std::vector<core::Block> shown_to(PollStore& store, const Here& who, const core::PollId& id, int question) {
  const auto poll = store.find(id);
  return poll ? of_question(store, *poll, question, audience_of(who, *poll), who.language())
              : std::vector<core::Block>{};
}

std::vector<Poll> open_votes_on(PollStore& store, const core::GroupId& group, const std::string& words) {
  auto all = store.of_group(group, looked_back);
  std::erase_if(all, [&](const Poll& poll) {
    const bool goes_on = poll.state == Poll::State::open || poll.state == Poll::State::planned;
    return !goes_on || poll.purpose != Poll::Purpose::topic ||
           std::ranges::none_of(poll.questions, [&](const core::Question& question) {
             return std::ranges::find(question.options, core::Localized(words)) != question.options.end();
           });
  });
  return all;
}

bool in_open_vote(PollStore& store, const core::GroupId& group, const std::string& words) {
  return !open_votes_on(store, group, words).empty();
}

std::vector<features::CommandSpec> Results::commands() {
  return {{"results",
           {"resultat", "resultat", "results", "resultater"},
           Right::participant,
           features::by(this, &Results::newest)}};
}

std::vector<features::EventRow> Results::events() {
  namespace e = polls::events;
  using features::press;
  return {press(e::results, Right::member, this, &Results::page_of, &Results::list),
          press(e::result, Right::member, this, &Results::poll_of, &Results::show)
              .otherwise("polls.results.gone")};
}

std::optional<Results::Page> Results::page_of(const core::GroupId& group, const int& from) {
  return from < 0 || from > looked_back ? std::nullopt : std::optional(Page{group, from});
}

std::vector<Poll> Results::published(const Here& who) {
  auto polls = store_.published(who.group.id, looked_back);
  std::erase_if(polls, [&](const Poll& poll) {
    return audience_of(who, poll) == Audience::leader && !is_shown(who, poll, store_.result(poll.id));
  });
  return polls;
}

Reply Results::newest(core::Context& context, const Here& who, const core::CommandLine&) {
  // A coordinator is not shown what a group she is not in was told.
  if (!who.group.member(who.person.id)) return whisper(who.language(), "polls.results.members");
  return list(context, who, {who.group.id, 0});
}

Reply Results::list(core::Context& context, const Here& who, const Page& page) {
  const Language language = who.language();
  const auto polls = published(who);
  const int all = static_cast<int>(polls.size());
  if (page.from >= all) return whisper(language, "polls.results.none");
  core::Message message;
  core::head(message, language, "polls.results.title", {{"group", who.group.name}});
  const int end = std::min(page.from + on_a_page, all);
  for (int i = page.from; i < end; ++i) {
    const Poll& poll = polls[static_cast<std::size_t>(i)];
    core::say(message, language, "polls.results.line",
              {{"title", poll.title.in(language)},
               {"date", core::say_date(language, who.group, poll.closes, context.now())}});
    message.blocks.emplace_back(
        core::Actions{{events::result.button(core::text(language, "polls.results.show"), poll.id)}});
  }
  core::Actions more;
  if (page.from > 0)
    more.buttons.push_back(events::results.button(core::text(language, "polls.results.newer"), who.group.id,
                                                  std::max(0, page.from - on_a_page)));
  if (end < all)
    more.buttons.push_back(
        events::results.button(core::text(language, "polls.results.older"), who.group.id, end));
  if (!more.buttons.empty()) message.blocks.emplace_back(std::move(more));
  return whisper(std::move(message));
}

Reply Results::show(core::Context& context, const Here& who, const Poll& poll) {
  const Language language = who.language();
  const auto polls = store_.published(who.group.id, looked_back);
  core::Result result = store_.result(poll.id);
  if (std::ranges::find(polls, poll.id, &Poll::id) == polls.end() || !is_shown(who, poll, result))
    return whisper(language, "polls.results.gone");
  result.by_sheet = !result.sheet_texts.empty();
  core::Message message;
  if (audience_of(who, poll) == Audience::group) {
    message = result_message(poll, result, language, Audience::group,
                             named_answers(store_, context.people(), poll));
  } else {
    core::head(message, language, "polls.result", {{"title", poll.title.in(language)}});
    for (core::Block& block : results::result_blocks(poll, result, language, Audience::leader))
      message.blocks.push_back(std::move(block));
    if (features::may(who, who.group, Right::answering))
      core::note(message, language, "polls.results.before");
  }
  message.blocks.emplace_back(
      core::Actions{{events::results.button(core::text(language, "polls.results.all"), who.group.id, 0)}});
  return whisper(std::move(message));
}

}  // namespace polls
