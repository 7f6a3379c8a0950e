#include "bot/app/pages.hpp"

#include <stdexcept>

#include "adapters/web/page_links.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/places.hpp"

namespace app {
namespace {

web::PageLinks links_of(const Config& config, const core::Clock& clock) {
  if (!config.chats->pages)
    throw std::runtime_error("no pages are served: set pages.enabled and server.public_url");
  require_known_places(config);
  const auto people = std::make_shared<const core::Directory>(config.people, config.groups);
  return {web::Tokens::of_service(config.organisation.data), config.chats->server.public_url,
          [people] { return people; }, clock};
}

}  // namespace

std::string sheet_address(const Config& config, const core::Group& group) {
  const SystemClock clock;
  if (const auto address = links_of(config, clock).sheet_of(group)) return *address;
  throw std::runtime_error("the group '" + group.key + "' takes no shared answers: set groups." + group.key +
                           ".sheet to 1, and have the service read it (refleks reload)");
}

std::string person_address(const Config& config, const core::Person& person, core::Instant now) {
  const MovableClock clock(now, {});
  return links_of(config, clock).home_of(person.id);
}

std::string overview_address(const Config& config, const core::Person& person, core::Instant now) {
  const MovableClock clock(now, {});
  return links_of(config, clock).overview_of(person.id);
}

}  // namespace app
