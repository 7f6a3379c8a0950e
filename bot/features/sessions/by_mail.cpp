// What e-mails say of a session.

#include "bot/core/reply.hpp"
#include "bot/features/sessions/icalendar.hpp"
#include "bot/features/sessions/planning.hpp"

namespace sessions {

core::Message Planner::mailed(core::Context& context, std::string_view what, const Subject& subject,
                              core::Message message) {
  const core::Group& group = subject.group;
  const core::Language language = group.language;
  const bool off = subject.session.state == core::Session::State::cancelled;
  // The topic is what somebody wrote: it stays inside.
  core::Session bare = subject.session;
  bare.topic.clear();
  const Subject told{bare, group, subject.plan, subject.programme, subject.last};
  core::Mail mail;
  // texts: sessions.mail.*
  mail.subject = core::text(language, "sessions.mail." + std::string(what),
                            {{"group", group.name}, {"when", say_when(bare, group, language)}});
  mail.blocks.emplace_back(core::Heading{mail.subject});
  core::Facts facts;
  facts.rows.emplace_back(core::text(language, "sessions.fact.when"), say_when(bare, group, language));
  if (!off && !group.place.empty())
    facts.rows.emplace_back(core::text(language, "sessions.fact.place"), group.place);
  if (!off && !group.link.empty())
    facts.rows.emplace_back(core::text(language, "sessions.fact.link"), group.link);
  if (!off && subject.plan)
    facts.rows.emplace_back(core::text(language, "sessions.fact.topic"), title_of(told, language));
  mail.blocks.emplace_back(std::move(facts));
  if (!off) core::say(mail.blocks, language, "sessions.mail.answer");
  if (what != "reminder") {
    // The number is the one that subscribed calendars are told; the words are without the topic.
    core::CalendarEntry entry = calendar_entry(told, language);
    const core::CalendarEntry numbered = told_entry(store_, subject, language, context.now());
    entry.sequence = numbered.sequence;
    entry.modified = numbered.modified;
    mail.calendar = std::move(entry);
  }
  message.mail = std::move(mail);
  return message;
}

}  // namespace sessions
