#include "bot/app/preview.hpp"

#include <ostream>

#include "bot/app/rehearsal.hpp"
#include "bot/core/texts.hpp"

namespace app {

int preview(const Config& config, int days, std::ostream& out) {
  const core::Instant start =
      config.sandbox.movable_clock && config.sandbox.start ? *config.sandbox.start : SystemClock().now();
  const core::Language language = config.organisation.language;
  const core::Zone zone = core::Zone::named(config.organisation.zone);
  int messages = 0;
  const core::Directory directory(config.people, config.groups);
  const auto seen = [&](core::Instant at, const runtime::Delivery& delivery) {
    if (!delivery.ref.empty()) return;  // an edit says nothing new
    ++messages;
    std::string where = delivery.to.id;
    if (delivery.to.kind == core::Destination::Kind::channel) {
      if (const core::Group* group = directory.group_in_channel(delivery.to.workspace, delivery.to.id))
        where = group->name + " (#" + group->channel + ")";
    } else if (const core::Person* person = directory.person(delivery.to.workspace, delivery.to.id)) {
      where = person->name;
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
  Rehearsal rehearsal(config, start, 1, ":memory:", seen);
  rehearsal.advance(start + std::chrono::days{days});
  out << messages << " messages in " << days << " days\n";
  return 0;
}

}  // namespace app
