#include "bot/app/preview.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>

#include "bot/app/chats.hpp"
#include "bot/app/living.hpp"
#include "bot/app/message_weeks.hpp"
#include "bot/app/places.hpp"
#include "bot/app/rehearsal.hpp"
#include "bot/core/log_setup.hpp"
#include "bot/core/texts.hpp"
#include "bot/runtime/gathering.hpp"
#include "storage/database.hpp"
#include "storage/stores.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

// What the rehearsal says, and warns of in the log, only because it has no ballot boxes: those are the
// daemon's.
bool of_missing_boxes(const std::string& key) {
  constexpr std::array kinds{"poll-again:", "ideas-lost:", "boxes-aside:"};
  return std::ranges::any_of(kinds, [&](const char* kind) { return key.starts_with(kind); });
}

// The number that the municipality has stated, and who would get more.
void say_weeks(const MessageWeeks& weeks, int most, std::ostream& out) {
  const auto fullest = weeks.fullest();
  if (!fullest) return;
  out << "nobody gets more than " << std::max(most, fullest->messages) << " messages in a week";
  if (fullest->messages <= most) {
    out << "; the fullest is " << fullest->messages << ", " << fullest->name << ", the week of "
        << core::date_text(fullest->monday) << '\n';
    return;
  }
  out << ", but organisation.most_a_week says " << most << ":\n";
  for (const MessageWeeks::Week& week : weeks.above(most))
    out << "    " << week.messages << "  " << week.name << ", the week of " << core::date_text(week.monday)
        << '\n';
}

// What nobody ever gets more of, whatever it is; `gathered`: how often what came beyond was put off.
void say_ceiling(const Config& config, int gathered, std::ostream& out) {
  out << "nobody ever gets more than " << config.organisation.ceiling()
      << " in a week, in private and in all their groups (organisation.ceiling_a_week)";
  if (gathered > 0) out << "; the rest waits for Monday, " << gathered << " times in this preview";
  out << '\n';
}

}  // namespace

core::Instant now_of(const Config& config) {
  if (!config.sandbox.enabled || !config.sandbox.movable_clock) return SystemClock().now();
  return MovableClock(config.sandbox.start.value_or(SystemClock().now()),
                      config.organisation.data / "sandbox" / "clock")
      .now();
}

int preview(const Config& config, int days, std::ostream& out) {
  const core::Instant start = now_of(config);
  // Of a group that is running, with all that was moved and chosen in chat: a copy of its database.
  std::optional<TemporaryFolder> folder;
  std::string copy = ":memory:";
  if (has_database(config)) {
    folder.emplace("/dev/shm");  // in memory: whoever stops this leaves none on a disk
    copy = (folder->path() / "refleks.db").string();
    storage::Database(database_of(config), storage::Database::Use::reader).backup_to(copy);
    // What only a running service does.
    storage::Database made(copy);
    const auto agenda = storage::make_agenda_store(made);
    for (const char* job : {"backup/nightly", "clock/look"}) agenda->remove(job);
  }
  const core::Language language = config.organisation.language;
  const core::Zone zone = core::Zone::named(config.organisation.zone);
  int messages = 0, gathered = 0;
  MessageWeeks weeks(zone, config.chats ? config.chats->pages.value_or("") : "");
  const Rehearsal* played = nullptr;
  const auto people = living(config);
  const auto seen = [&](core::Instant at, const runtime::Delivery& delivery) {
    // An edit says nothing new, and what was on its way when the copy was made is the daemon's.
    if (!delivery.ref.empty() || delivery.message.blocks.empty() || of_missing_boxes(delivery.key)) return;
    ++messages;
    if (runtime::is_gathering(delivery.key)) ++gathered;
    if (played) weeks.heard(played->people(), at, delivery.to);
    std::string where = delivery.to.id;
    if (delivery.to.kind == core::Destination::Kind::channel) {
      if (const core::Group* group = people->group_in_channel(delivery.to.workspace, delivery.to.id))
        where = as_said(*group);
    } else if (const core::Person* person = people->person(delivery.to.workspace, delivery.to.id)) {
      where = as_said(*people, *person);
    }
    out << core::say_moment(language, zone.to_local(at)) << " -> " << where << '\n';
    std::string text = core::plain_text(delivery.message);
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t end = std::min(text.find('\n', from), text.size());
      out << "    " << text.substr(from, end - from) << '\n';
      from = end + 1;
    }
    out << '\n';
  };
  if (config.log.level != "off") core::set_log_level("error");
  Rehearsal rehearsal(config, start, 1, copy, seen);
  rehearsal.spare_disk();
  played = &rehearsal;
  rehearsal.advance(start + std::chrono::days{days});
  out << messages << " messages in " << days << " days\n";
  say_weeks(weeks, config.organisation.most_a_week, out);
  say_ceiling(config, gathered, out);
  return 0;
}

}  // namespace app
