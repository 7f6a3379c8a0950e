#include "bot/app/connections.hpp"

#include <fmt/format.h>

#include <boost/asio/error.hpp>

#include "adapters/net/mounts.hpp"
#include "adapters/net/refusals.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/web/adapter.hpp"
#include "adapters/web/sign_in_doctor.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/front_door.hpp"
#include "bot/app/handbook_paper.hpp"
#include "bot/app/overview_reader.hpp"
#include "bot/app/picture_maker.hpp"
#include "bot/app/places.hpp"
#include "bot/core/log.hpp"
#include "storage/slip_book.hpp"

namespace app {

struct Connections::Parts {
  std::mutex mutex;
  std::shared_ptr<const core::Directory> people;
  std::shared_ptr<const digests::ProgrammeNames> programmes;

  std::optional<PictureMaker> pictures;
  std::unique_ptr<OverviewReader> reading;
  std::unique_ptr<web::Pages> pages;
  std::vector<std::unique_ptr<runtime::Adapter>> owned;
  std::map<std::string, runtime::Adapter*> by_workspace;
  std::map<std::string, std::string> kinds;  // of platforms' workspaces
  net::Mounts mounts;
  std::optional<FrontDoor> door;

  std::shared_ptr<const core::Directory> now() {
    const std::lock_guard lock(mutex);
    return people;
  }
  std::shared_ptr<const digests::ProgrammeNames> names() {
    const std::lock_guard lock(mutex);
    return programmes;
  }
  void take(const core::Programmes& all) {
    auto names = std::make_shared<const digests::ProgrammeNames>(digests::names_of(all));
    const std::lock_guard lock(mutex);
    programmes = std::move(names);
  }
};

namespace {

web::Options page_options(const Config& config) {
  web::Options options;
  options.workspace = *config.chats->pages;
  options.data = config.organisation.data;
  options.keys = config.organisation.data;
  // Beside the boxes: links to an anonymous form go when the box goes.
  options.passing_keys = config.ballot_box.directory;
  options.public_url = config.chats->server.public_url;
  options.organisation = config.organisation.name;
  options.language = config.organisation.language;
  options.zone = config.organisation.zone;
  options.sign_in = config.chats->sign_in;
  options.slip_of = [book = storage::SlipBook(config.organisation.data)](const std::string& code) {
    return book.group_of(code);
  };
  return options;
}

}  // namespace

Connections::Connections(boost::asio::any_io_executor executor, boost::asio::any_io_executor readers,
                         const Config& config, const core::Clock& clock, core::Random& random,
                         bool own_listener)
    : parts_(std::make_unique<Parts>()) {
  Parts& parts = *parts_;
  parts.pictures.emplace(readers);
  parts.people = std::make_shared<const core::Directory>();  // until the engine says
  const Chats& chats = *config.chats;
  runtime::Links* links = nullptr;
  if (chats.pages) {
    parts.reading = std::make_unique<OverviewReader>(
        OverviewReader::Parts{executor, readers, database_of(config), config.organisation.zone,
                              [&parts] { return parts.now(); }, clock, [&parts] { return parts.names(); }});
    parts.take(config.programmes);
    web::Options options = page_options(config);
    options.reading = parts.reading.get();
    options.guide_on_paper = [readers](std::string guide, core::Language language) {
      return drawn_guide(readers, std::move(guide), language);
    };
    parts.pages = web::make_pages(
        executor, std::move(options), [&parts] { return parts.now(); }, clock, random);
    parts.by_workspace[*chats.pages] = parts.pages.get();
    // Whatever is no platform's: who types the bare address is asked for their code.
    parts.mounts.add("/", parts.pages->handler());
    links = &parts.pages->links();
  }
  for (const auto& platform : chats.platforms) {
    runtime::Connected connected = platform->connect(
        {executor, clock, random, links, [&parts] { return parts.now(); }, &*parts.pictures});
    for (auto& [workspace, adapter] : connected.adapters) {
      parts.by_workspace[workspace] = adapter.get();
      parts.kinds[workspace] = platform->kind();
      parts.owned.push_back(std::move(adapter));
    }
    for (auto& [path, handler] : connected.mounts) parts.mounts.add(path, std::move(handler));
  }
  if (!parts.mounts.empty() && own_listener) parts.door.emplace(executor, config, parts.mounts.handler());
}

net::HttpServerOptions server_options(const Chats::Server& server) {
  net::HttpServerOptions options;
  options.listen = {server.host, server.port};
  options.limits.header_bytes = server.header_kb * 1024;
  options.limits.max_connections = server.connections;
  options.limits.max_per_source = server.connections / 2;
  options.trusted_proxies = server.trusted_proxies;
  options.visitor_header = server.visitor_header;
  options.limits.body_bytes = 1024 * 1024;  // a Slack view is up to 250 kB, and comes percent-coded
  const auto unanswered = std::make_shared<net::Refusals>(
      net::steady_now, "a call from outside was not answered", "", net::of_answers);
  options.on_error = [unanswered](std::string_view code) { unanswered->add(std::string(code)); };
  return options;
}

std::string address_of(const std::string& host, std::uint16_t port) {
  return fmt::format("{}:{}", host.find(':') == host.npos ? host : '[' + host + ']', port);
}

std::string why_not_listening(const std::string& host, std::uint16_t port, boost::system::error_code error) {
  std::string why = error.message();
  if (error == boost::asio::error::address_in_use)
    why = "another program has this port already; stop it (ss -ltnp shows which), or choose another";
  else if (error == boost::asio::error::access_denied)
    why = "this user may not; ports below 1024 are for root alone";
  else if (error == boost::system::errc::address_not_available)
    why = "this machine has no such address";
  return fmt::format("nothing can listen on {}: {}", address_of(host, port), why);
}

Connections::~Connections() = default;

const std::map<std::string, runtime::Adapter*>& Connections::adapters() const {
  return parts_->by_workspace;
}

runtime::Pictures& Connections::pictures() const {
  return *parts_->pictures;
}

void Connections::set_people(std::shared_ptr<const core::Directory> people) {
  const std::lock_guard lock(parts_->mutex);
  parts_->people = std::move(people);
}

core::Platforms Connections::platforms() const {
  core::Platforms platforms;
  std::map<std::string, core::Capabilities> can;
  for (const auto& [workspace, adapter] : parts_->by_workspace) can[workspace] = adapter->capabilities();
  platforms.abilities = [can](const std::string& workspace) -> std::optional<core::Capabilities> {
    const auto found = can.find(workspace);
    if (found == can.end()) return std::nullopt;
    return found->second;
  };
  if (parts_->pages) {
    web::PageLinks* const links = &parts_->pages->links();
    platforms.page = [links](const core::PersonId& person) { return links->home_of(person); };
    platforms.overview = [links](const core::PersonId& person) { return links->overview_of(person); };
    platforms.press = [links](const core::Person& person, const core::Button& button) {
      return links->to(core::destination_of(person), button).value_or("");
    };
    platforms.calendar = [links](const core::PersonId& person, const std::string& serial) {
      return links->calendar_of(person, serial);
    };
  }
  return platforms;
}

void Connections::check(const Config& now) const {
  if (parts_->door) parts_->door->check(now.chats->server);
}

std::vector<std::string> Connections::renew(const Config& now) {
  parts_->take(now.programmes);
  for (const auto& platform : now.chats->platforms)
    for (const auto& [workspace, kind] : parts_->kinds) {
      if (kind != platform->kind()) continue;
      try {
        platform->renew(workspace, *parts_->by_workspace.at(workspace));
      } catch (const std::exception&) {  // its words may hold what it read
        core::log(core::Level::error, "the secrets are not taken, the former count", workspace);
      }
    }
  std::vector<std::string> taken;
  if (parts_->door && parts_->door->take(now.chats->server)) taken.push_back("certificate");
  return taken;
}

net::HttpHandler Connections::handler() const {
  return parts_->mounts.handler();
}

void Connections::serve() {
  if (parts_->door) parts_->door->open();
}

std::string Connections::address() const {
  if (!parts_->door) return {};
  const net::Endpoint endpoint = parts_->door->endpoint();
  return address_of(endpoint.address, endpoint.port);
}

boost::asio::awaitable<void> Connections::stop(std::chrono::seconds limit) {
  if (parts_->door) co_await parts_->door->stop(limit);
}

boost::asio::awaitable<runtime::Findings> examine_chats(const Config& config,
                                                        runtime::AdapterServices around) {
  runtime::Findings all;
  for (const auto& platform : config.chats->platforms) {
    const runtime::Findings found = co_await platform->examine(around);
    all.insert(all.end(), found.begin(), found.end());
  }
  if (config.chats->sign_in) {
    auto people = around.people ? around.people() : nullptr;
    if (!people) people = std::make_shared<const core::Directory>(config.people, config.groups);
    const runtime::Findings found = co_await web::examine_sign_in(
        *config.chats->sign_in, config.chats->server.public_url, *people, around);
    all.insert(all.end(), found.begin(), found.end());
  }
  co_return all;
}

}  // namespace app
