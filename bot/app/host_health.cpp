#include "bot/app/host_health.hpp"

#include <utility>

#include "bot/app/health.hpp"

namespace app {

namespace asio = boost::asio;

struct HostHealth::Parts {
  const std::map<std::string, std::shared_ptr<Tenant>>& tenants;
  std::unique_ptr<net::HttpServer> server;
  bool begun = false;
  std::string trouble{};

  asio::awaitable<net::Response> answer(net::Request request) {
    constexpr std::string_view one = "/ready/", owner = "/owner/";
    if (request.method != "GET" && request.method != "HEAD") co_return net::Response(405);
    // That this is answered is what it says: restarting all does not help one.
    if (request.path == "/live") co_return net::Response(200, "ok   the process moves\n");
    if (!trouble.empty()) co_return net::Response(503, "bad  " + trouble + "\n");
    if (request.path == "/ready") co_return co_await all_ready();
    if (request.path == "/metrics") co_return co_await metrics();
    if (request.path.starts_with(owner)) {  // asked often: whether it is served here, however well
      const auto found = tenants.find(request.path.substr(owner.size()));
      const bool serves = found != tenants.end() && found->second->phase() == Phase::serving;
      co_return net::Response(serves ? 200 : 503, serves ? "ok   serves\n" : "bad  does not serve\n");
    }
    if (!request.path.starts_with(one)) co_return net::Response(404);
    const auto found = tenants.find(request.path.substr(one.size()));
    if (found == tenants.end()) co_return net::Response(404, "no organisation of that name\n");
    const Verdict verdict = co_await verdict_on(found->second);
    co_return net::Response(verdict.good ? 200 : 503, verdict.text);
  }

  static asio::awaitable<Verdict> verdict_on(std::shared_ptr<Tenant> tenant) {
    const std::optional<State> state = co_await tenant->state();
    Verdict verdict;
    if (state) {
      verdict = ready(*state);
      if (const std::string wrong = tenant->wrong(); !wrong.empty())
        verdict.text += "note it " + wrong + "\n";
      co_return verdict;
    }
    verdict.good = false;
    verdict.text = "bad  it does not serve: " + tenant->why() + "\n";
    co_return verdict;
  }

  // A line each; the first thing that is wrong with those that are not well. Who waits is not unwell.
  asio::awaitable<net::Response> all_ready() {
    const auto all = tenants;  // they come and go meanwhile
    net::Response response(200);
    for (const auto& [name, tenant] : all) {
      if (tenant->phase() == Phase::waiting) {
        response.body += "wait " + name + ": " + tenant->why() + "\n";
        continue;
      }
      const Verdict verdict = co_await verdict_on(tenant);
      if (!verdict.good) response.status = 503;
      std::string why = verdict.text.substr(std::min(verdict.text.find("bad  "), verdict.text.size()));
      why = why.substr(0, why.find('\n'));
      if (why.starts_with("bad  ")) why.erase(0, 5);
      if (verdict.good) why = tenant->wrong();
      response.body += (verdict.good ? "ok   " : "bad  ") + name + (why.empty() ? "" : ": " + why) + "\n";
    }
    co_return response;
  }

  asio::awaitable<net::Response> metrics() {
    const auto all = tenants;
    FiguresOfMany figures;
    for (const auto& [name, tenant] : all) {
      const std::optional<State> state = co_await tenant->state();
      Figures* const own = state ? tenant->figures() : nullptr;
      if (own)
        figures.add(name, *own, *state);
      else
        figures.add_absent(name, tenant->phase() == Phase::waiting);
    }
    co_return net::Response(200, figures.text(), figures_type);
  }
};

HostHealth::HostHealth(asio::any_io_executor executor, const Config& shared,
                       const std::map<std::string, std::shared_ptr<Tenant>>& tenants)
    : parts_(new Parts{tenants, nullptr}) {
  if (shared.health.host.empty()) return;
  parts_->server = watchers_listener(std::move(executor), shared, [this](net::Request request) {
    return parts_->answer(std::move(request));
  });
}
HostHealth::~HostHealth() = default;

void HostHealth::look(std::string trouble) {
  parts_->trouble = std::move(trouble);
  if (parts_->server && !std::exchange(parts_->begun, true)) parts_->server->start();
}

}  // namespace app
