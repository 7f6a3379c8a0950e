#include "bot/features/polls/paging.hpp"

#include <algorithm>
#include <charconv>

#include "bot/core/reply.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/view.hpp"

namespace polls {
namespace {

using core::Language;
using core::Poll;
using core::text;

constexpr int questions_at_once = 14, questions_on_a_page = 7;

int page_holding(const core::Input& input) {
  int question = 0;
  std::from_chars(input.id.data() + 1, input.id.data() + input.id.size(), question);
  return question / questions_on_a_page;
}

// texts: polls.pages.page polls.pages.next
core::Button page_button(const Poll& poll, Language language, const char* key, int page,
                         core::Button::Style style) {
  return events::page_form.button(text(language, key, {{"page", page + 1}, {"pages", pages_of(poll)}}),
                                  poll.id, page, style);
}

}  // namespace

int pages_of(const Poll& poll) {
  const int questions = static_cast<int>(poll.questions.size());
  if (poll.named || questions <= questions_at_once) return 1;
  return (questions + questions_on_a_page - 1) / questions_on_a_page;
}

core::Message page_choice(const Poll& poll, Language language, const core::Zone& zone) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{poll.title.in(language)});
  core::say(message, language, "polls.pages",
            {{"questions", static_cast<int>(poll.questions.size())},
             {"pages", pages_of(poll)},
             {"closes", core::say_moment(language, zone.to_local(poll.closes))}});
  core::Actions actions;
  for (int page = 0; page < pages_of(poll); ++page)
    actions.buttons.push_back(
        page_button(poll, language, "polls.pages.page", page,
                    page == 0 ? core::Button::Style::primary : core::Button::Style::plain));
  message.blocks.emplace_back(std::move(actions));
  return message;
}

core::Form page_form(const Poll& poll, Language language, int page) {
  core::Form form = answer_form(poll, language, false);
  std::erase_if(form.inputs, [&](const core::Input& input) { return page_holding(input) != page; });
  const auto to = events::page.form(poll.id, page);
  form.name = to.name;
  form.state = to.state;
  form.intro = core::rich(language, "polls.pages.intro", {{"page", page + 1}, {"pages", pages_of(poll)}});
  form.submit = text(language, "polls.pages.submit");
  return form;
}

core::Message page_receipt(const Poll& poll, Language language, const core::Zone& zone, int page) {
  core::Message message;
  const bool last = page + 1 == pages_of(poll);
  // texts: polls.pages.receipt polls.pages.receipt_last
  core::say(message, language, last ? "polls.pages.receipt_last" : "polls.pages.receipt",
            {{"page", page + 1},
             {"pages", pages_of(poll)},
             {"closes", core::say_moment(language, zone.to_local(poll.closes))}});
  core::Actions actions;
  if (!last)
    actions.buttons.push_back(
        page_button(poll, language, "polls.pages.next", page + 1, core::Button::Style::primary));
  actions.buttons.push_back(events::sealed.withdraw.button(text(language, "polls.withdraw"), poll.id));
  message.blocks.emplace_back(std::move(actions));
  return message;
}

core::Ballot joined(core::Ballot before, const core::Ballot& page) {
  before.resize(std::max(before.size(), page.size()));
  for (std::size_t q = 0; q < page.size(); ++q)
    if (!page[q].empty()) before[q] = page[q];
  return before;
}

}  // namespace polls
