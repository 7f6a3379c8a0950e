#include "bot/app/health.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>

#include "bot/app/backup.hpp"
#include "bot/app/connections.hpp"
#include "bot/app/places.hpp"
#include "storage/database.hpp"

namespace app {

namespace asio = boost::asio;
namespace fs = std::filesystem;

struct Health::Parts {
  asio::any_io_executor readers;
  Figures& figures;
  std::function<State()> look;
  std::function<void(State&)> live;
  std::unique_ptr<net::HttpServer> server;

  // The way to the readers' thread and back again.
  asio::awaitable<State> state() {
    const auto home = co_await asio::this_coro::executor;
    co_await asio::post(asio::bind_executor(readers, asio::use_awaitable));
    State found = look();
    co_await asio::post(asio::bind_executor(home, asio::use_awaitable));
    live(found);
    co_return found;
  }

  asio::awaitable<net::Response> answer(net::Request request) {
    if (request.method != "GET" && request.method != "HEAD") co_return net::Response(405);
    if (request.path == "/live") {
      State now;
      live(now);
      co_return said(alive(now));
    }
    if (request.path == "/owner") {  // for what sends calls here: whether this process serves, however well
      State now;
      live(now);
      co_return net::Response(now.owner ? 200 : 503, now.owner ? "ok   serves\n" : "bad  ends\n");
    }
    if (request.path == "/ready") {
      const State now = co_await state();
      co_return said(ready(now));
    }
    if (request.path == "/metrics") {
      const State now = co_await state();
      co_return net::Response(200, figures.text(now), figures_type);
    }
    co_return net::Response(404);
  }
  static net::Response said(const Verdict& verdict) {
    return net::Response(verdict.good ? 200 : 503, verdict.text);
  }
};

Health::Health(asio::any_io_executor executor, asio::any_io_executor readers, const Config& config,
               Figures& figures, std::function<State()> look, std::function<void(State&)> live)
    : parts_(new Parts{std::move(readers), figures, std::move(look), std::move(live), nullptr}) {
  parts_->server = watchers_listener(std::move(executor), config, [this](net::Request request) {
    return parts_->answer(std::move(request));
  });
}
Health::~Health() = default;

void Health::serve() {
  parts_->server->start();
}

std::unique_ptr<net::HttpServer> watchers_listener(asio::any_io_executor executor, const Config& config,
                                                   net::HttpHandler handler) {
  net::HttpServerOptions options;
  options.listen = {config.health.host, config.health.port};
  options.limits.body_bytes = 1024;
  options.limits.max_connections = 32;
  options.limits.max_per_source = 16;
  options.trusted_proxies.clear();
  return listening(config, "health.listen", config.health.host, config.health.port, [&] {
    return std::make_unique<net::HttpServer>(executor, std::move(options), std::move(handler));
  });
}

namespace {

// An open box that cannot grow, or is gone, or its key, refuses each answer, and tells whoever gave it alone.
std::string trouble_of_box(const fs::path& box) {
  constexpr std::uintmax_t needed = 64 * 1024;
  std::error_code error;
  const auto space = fs::space(box, error);
  if (error == std::errc::no_such_file_or_directory)
    return box.string() +
           " was taken away while the service runs: start it anew, and everybody is asked again";
  if (error || space.available >= needed) return {};
  return "there is no room left in " + box.string() + ": make room";
}

}  // namespace

State look_at(const Config& config, core::Instant now) {
  State state;
  state.now = now;
  state.box_refusal = trouble_of_box(config.ballot_box.directory);
  if (state.box_refusal.empty() && !config.ballot_box.key_directory.empty())
    state.box_refusal = trouble_of_box(config.ballot_box.key_directory);
  const fs::path path = database_in(config.organisation.data);
  try {
    storage::Database database(database_of(config), storage::Database::Use::reader);
    state.waiting = storage::waiting(database, now);
    state.late_since = storage::late_since(database, now);
    state.database = true;
  } catch (const std::exception&) {  // said as what it is: the database cannot be read
  }
  std::error_code error;
  if (const auto bytes = fs::file_size(path, error); !error) state.database_bytes = bytes;
  state.copies_wanted = !config.backup.directory.empty();
  if (!state.copies_wanted) return state;
  const fs::path copy = newest_copy(config.backup.directory);
  if (copy.empty()) return state;
  const auto made = fs::last_write_time(copy, error);
  if (!error)
    state.last_copy = std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(made));
  return state;
}

}  // namespace app
