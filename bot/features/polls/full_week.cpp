#include "bot/features/polls/full_week.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/features/polls/command.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/kinds.hpp"

namespace polls {

core::Poll opening_at(core::Instant opens, const core::Group& group, const Opening& opening,
                      bool in_session) {
  core::Poll opened = opening.poll;
  opened.opens = opens;
  if (const auto lasts = core::lasting_from(opening.lasts.value_or("")))
    opened.closes = std::min(core::after(opens, *lasts, core::Zone::named(group.zone)), opens + most_open);
  if (opened.closes <= opens) opened.closes = default_close(group, opens, in_session);
  return opened;
}

core::Reply ask_when(const Opening& opening, core::Instant week_ends, const features::Here& who) {
  const core::Language language = who.language();
  core::Message message;
  core::say(message, language, "polls.full_week", {{"group", who.group.name}});
  message.blocks.emplace_back(core::Actions{
      {events::open_later.button(core::text(language, "polls.full_week.later",
                                            {{"when", core::say_moment(language, who.group, week_ends)}}),
                                 opening.poll.id, opening.lasts, opening.mark, core::Button::Style::primary),
       events::open_anyway.button(core::text(language, "polls.full_week.now"), opening.poll.id, opening.lasts,
                                  opening.mark)}});
  return core::whisper(std::move(message));
}

core::Reply opens_later(const core::Poll& poll, const features::Here& who) {
  return core::whisper(
      who.language(), "polls.full_week.opens",
      {{"group", who.group.name}, {"when", core::say_moment(who.language(), who.group, poll.opens)}});
}

}  // namespace polls
