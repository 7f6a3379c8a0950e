#include "bot/features/sessions/calendar.hpp"

#include "bot/core/icalendar.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/icalendar.hpp"

namespace sessions {
namespace {

using core::Reply;
using core::whisper;
using features::Here;
using features::Right;
using features::Who;
using std::chrono::days;

constexpr days looking_back{30};         // so that a session does not vanish the day after
constexpr days looking_ahead{365 * 50};  // all there are

// Of an address, without what gives it away.
std::string mark_of(const std::string& serial) {
  constexpr std::size_t letters = 8;
  return core::id_from_name("calendar:" + serial).substr(0, letters);
}

}  // namespace

std::vector<features::CommandSpec> Calendar::commands() {
  return {{"calendar",
           {"kalender", "kalender", "calendar"},
           Right::everybody,
           features::by(this, &Calendar::show)}};
}

std::vector<features::EventRow> Calendar::events() {
  namespace e = sessions::events;
  using features::press;
  return {
      press(e::calendar, Right::everybody, this, &Calendar::feed),
      press(e::new_calendar, Right::everybody, this, &Calendar::renew),
      press(e::no_calendar, Right::everybody, this, &Calendar::switch_off),
      press(e::file, Right::member, this, &Calendar::find, &Calendar::file).otherwise("sessions.unknown")};
}

Reply Calendar::show(core::Context& context, const Who& who, const core::CommandLine&) {
  return whisper_address(context, who, store_.calendar_serial(who.person.id), "sessions.calendar.intro");
}

Reply Calendar::renew(core::Context& context, const Who& who, const std::optional<std::string>& mark) {
  const std::string now = store_.calendar_serial(who.person.id);
  const bool done = mark && !now.empty() && *mark != mark_of(now);
  return whisper_address(context, who, done ? now : std::string(), "sessions.calendar.renewed");
}
Reply Calendar::switch_off(core::Context&, const Who& who) {
  store_.set_calendar_serial(who.person.id, "");
  Reply reply = whisper(who.language(), "sessions.calendar.is_off");
  reply.whisper.own().blocks.emplace_back(core::Actions{
      {events::new_calendar.button(core::text(who.language(), "sessions.calendar.new"), std::nullopt)}});
  return reply;
}

// `serial` empty: a fresh one is made and kept.
Reply Calendar::whisper_address(core::Context& context, const Who& who, std::string serial,
                                std::string_view intro_key) {
  const core::Language language = who.language();
  const bool fresh = serial.empty();
  if (fresh) serial = core::new_id(context.random());
  const std::string address = address_ ? address_(who.person.id, serial) : std::string();
  if (address.empty()) {
    Reply reply = whisper(language, "sessions.calendar.unavailable");
    reply.whisper.own().blocks.emplace_back(
        core::Actions{{core::events::say.button(core::text(language, "sessions.see"), "samlinger")}});
    return reply;
  }
  if (fresh) store_.set_calendar_serial(who.person.id, serial);
  core::Message message;
  auto& blocks = message.blocks;
  core::head(blocks, language, "sessions.calendar.title");
  // texts: sessions.calendar.intro, sessions.calendar.renewed
  core::say(blocks, language, intro_key);
  blocks.emplace_back(core::Paragraph{{core::Span(address, core::Span::Style::code)}});
  blocks.emplace_back(
      core::Actions{{events::new_calendar.button(core::text(language, "sessions.calendar.new"),
                                                 std::optional(mark_of(serial))),
                     events::no_calendar.button(core::text(language, "sessions.calendar.off"))}});
  core::note(blocks, language, "sessions.calendar.note");
  return whisper(std::move(message));
}

Reply Calendar::feed(core::Context& context, const Who& who, const std::optional<std::string>& serial) {
  if (!serial || serial != store_.calendar_serial(who.person.id)) return {};
  std::vector<core::CalendarEntry> entries;
  for (const core::Group* group : context.people().groups_of(who.person.id))
    for (const core::Session& session :
         store_.of_group(group->id, context.now() - looking_back, context.now() + looking_ahead))
      // Number 0: taken away by planning, before anybody was told.
      if (session.state != core::Session::State::cancelled || session.number > 0)
        entries.push_back(
            told_entry(store_, planner_.subject_of(session, *group), who.language(), context.now()));
  Reply reply;
  reply.file = core::File{"refleks.ics", "text/calendar; charset=utf-8; method=PUBLISH",
                          core::calendar_feed(entries, "Refleks", context.now())};
  return reply;
}

Reply Calendar::file(core::Context& context, const Here& who, const core::Session& session) {
  const core::CalendarEntry entry =
      told_entry(store_, planner_.subject_of(session, who.group), who.language(), context.now());
  Reply reply;
  reply.file =
      core::File{"refleks.ics", core::calendar_type(entry), core::calendar_file(entry, context.now())};
  return reply;
}

}  // namespace sessions
