#include "bot/features/sessions/icalendar.hpp"

#include "bot/core/random.hpp"
#include "bot/core/texts.hpp"

namespace sessions {

core::CalendarEntry calendar_entry(const Subject& subject, core::Language language) {
  const core::Session& session = subject.session;
  core::CalendarEntry entry;
  entry.uid = session.id.text + "@refleks";
  entry.sequence = session.revision;
  entry.starts = session.starts;
  entry.ends = session.ends;
  entry.zone = subject.group.zone;
  entry.cancelled = session.state == core::Session::State::cancelled;
  entry.summary = subject.group.name + ": " + title_of(subject, language);
  if (entry.cancelled) {
    entry.summary = core::text(language, "sessions.calendar.cancelled", {{"what", entry.summary}});
    return entry;
  }
  entry.location = location_of(subject.group);
  if (!subject.plan) return entry;
  if (!session.topic.empty())
    entry.description = core::text(language, "sessions.calendar.topic", {{"topic", session.topic}});
  if (const int minutes = subject.plan->preparation_minutes(); minutes > 0) {
    if (!entry.description.empty()) entry.description += '\n';
    entry.description += core::text(language, "sessions.calendar.preparation", {{"minutes", minutes}});
  }
  return entry;
}

std::string location_of(const core::Group& group) {
  if (group.place.empty() || group.link.empty()) return group.place + group.link;
  return group.place + ", " + group.link;
}

std::string wording_of(const Subject& subject) {
  std::string words = subject.group.name + "\n" + title_of(subject, core::Language::nb) + "\n" +
                      subject.session.topic + "\n" + subject.group.zone + "\n";
  if (subject.plan) words += std::to_string(subject.plan->preparation_minutes());
  if (const std::string where = location_of(subject.group); !where.empty()) words += "\n" + where;
  return core::id_from_name(words);
}

core::CalendarEntry told_entry(SessionStore& store, const Subject& subject, core::Language language,
                               core::Instant now) {
  const core::Session& session = subject.session;
  // Words change in many places, in chat, configuration and programmes, so they are compared with what
  // calendars were told last. A cancelled one has lost its topic, and says nothing but that.
  const std::string words = wording_of(subject);
  const auto before = store.told_calendars(session.id);
  Told told = before.value_or(Told{words, session.revision, 0, {}});
  if (told.words != words && session.state != core::Session::State::cancelled) {
    told.words = words;
    ++told.changes;
  }
  told.revision = session.revision;
  if (told != before) {
    told.modified = now;
    store.set_told_calendars(session.id, told);
  }
  core::CalendarEntry entry = calendar_entry(subject, language);
  entry.sequence += told.changes;
  entry.modified = told.modified;
  return entry;
}

}  // namespace sessions
