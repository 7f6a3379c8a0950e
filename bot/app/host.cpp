#include "bot/app/host.hpp"

#include <fmt/format.h>

#include <boost/algorithm/string/join.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/net/http_client.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/reachability.hpp"
#include "adapters/net/virtual_hosts.hpp"
#include "bot/app/apart.hpp"
#include "bot/app/arrivals_of_many.hpp"
#include "bot/app/control.hpp"
#include "bot/app/freed.hpp"
#include "bot/app/front_door.hpp"
#include "bot/app/host_health.hpp"
#include "bot/app/host_report.hpp"
#include "bot/app/places.hpp"
#include "bot/app/process.hpp"
#include "bot/app/supervisor.hpp"
#include "bot/app/tenant.hpp"
#include "bot/app/turnstile.hpp"
#include "bot/app/way_out.hpp"
#include "bot/core/log.hpp"
#include "bot/core/utf8.hpp"
#include "bot/packing/functions.hpp"

namespace app {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t patient_threads = 2, reading_threads = 2, starting_threads = 4;
constexpr std::size_t handed_over_at_once = starting_threads;
constexpr int opened_at_once = starting_threads;  // of those that are handed over here
constexpr auto which_one_is_not_said =
    "this service serves several organisations, and it was not said which: nothing was done. Take "
    "STATE_DIRECTORY away, or name the folder of the one";
constexpr std::chrono::seconds signs_of_life{30}, longest_end{9};
// Where boxes are handed over before, each is served until it is its turn: so long no other may have ended.
constexpr std::chrono::seconds longest_wait_for_one{60};

class Host {
 public:
  Host(const HostFile& host, const std::string& program)
      : host_(host),
        readers_(reading_threads),
        patient_(patient_threads),
        starters_(starting_threads),
        handing_over_(handed_over_at_once),
        process_(),
        deliveries_(process_.executor()),
        waiting_room_(process_.executor()),
        passed_on_(host.shared.handover),
        around_{process_.executor(),
                readers_.get_executor(),
                patient_.get_executor(),
                starters_.get_executor(),
                deliveries_,
                waiting_room_,
                watch_,
                receptions_,
                handing_over_,
                being_opened_,
                hands_over() ? &passed_on_ : nullptr,
                host,
                program,
                [this](const std::string& name, const Config& config) { claim(name, config); },
                [this](const std::string& name) { changed(name); }},
        door_(process_.executor(), host.shared, hosts_.handler()),
        health_(process_.executor(), host.shared, tenants_),
        report_(process_.executor(), [this] { return at_rest(); }),
        life_(process_.executor()),
        last_(process_.executor()) {}

  int run() {
    try {
      control_ = std::make_unique<Control>(process_.executor(), host_.shared.organisation.data,
                                           [this](const Json& request, Control::Told told) {
                                             if (net::text_at(request, "do") != asked_of_many)
                                               throw std::runtime_error(which_one_is_not_said);
                                             look(std::move(told));
                                           });
    } catch (const std::exception& error) {
      core::log(core::Level::warning, "operators' commands cannot ask this service", error.what());
    }
    door_.open();
    if (hands_over())
      arrivals_ = std::make_unique<ArrivalsOfMany>(
          host_, receptions_, being_opened_, opened_at_once, process_.executor(),
          [this](std::string name, net::Request request) { return answer_here(name, std::move(request)); });
    const net::Endpoint endpoint = door_.endpoint();
    std::printf("listening on %s:%d\n", endpoint.address.c_str(), endpoint.port);
    std::fflush(stdout);
    look([](const Json&) {});
    show_life();
    process_.run([this] { stop(); }, [this] { look([](const Json&) {}); });
    if (arrivals_) arrivals_->stop();
    control_.reset();
    handing_over_.close();
    starters_.join();
    end_the_rest();
    core::log(core::Level::info, "refleks stops");
    return 0;
  }

 private:
  bool hands_over() const { return !host_.shared.handover.peer_host.empty(); }

  // Those that have not ended in time, if any.
  void end_the_rest() {
    const auto all = [this](void (Tenant::*step)()) {
      asio::thread_pool threads(starting_threads);
      for (auto& [name, tenant] : tenants_)
        asio::post(threads, [one = tenant.get(), step] { (one->*step)(); });
      threads.join();
    };
    for (auto& [name, tenant] : tenants_) tenant->hang_up();
    all(&Tenant::close);
    const Ending ending;
    readers_.join();
    patient_.join();
    all(&Tenant::close_store);
    for (auto& [name, tenant] : tenants_) tenant->let_go();
  }

  void show_life() {
    tell_supervisor("WATCHDOG=1");
    if (arrivals_) arrivals_->look_at_files();
    life_.expires_after(signs_of_life);
    life_.async_wait([this](boost::system::error_code error) {
      if (!error) show_life();
    });
  }

  // A look into the folder, on a thread for what takes time; several that are asked for meanwhile are one.
  void look(Control::Told told) {
    waiting_.push_back(std::move(told));
    if (waiting_.size() > 1 || stopping_) return;
    asio::post(starters_, [this] {
      auto listing = std::make_shared<Listing>();
      auto prints = std::make_shared<std::map<std::string, std::string>>();
      std::string trouble;
      try {
        *listing = organisations_in(host_.organisations);
        for (const auto& [name, file] : listing->files) (*prints)[name] = print_of(file);
      } catch (const fs::filesystem_error& error) {
        trouble = error.code().message();
      }
      asio::post(process_.executor(),
                 [this, listing, prints, trouble] { looked(*listing, *prints, trouble); });
    });
  }

  void looked(const Listing& listing, const std::map<std::string, std::string>& prints,
              const std::string& trouble) {
    auto answered = std::exchange(waiting_, {});
    Json said = Json::object();
    if (stopping_) return;
    if (!trouble.empty()) {
      said["error"] = host_.organisations.string() + ": " + trouble + "; nothing was changed";
      core::log(core::Level::error, "the folder of organisations cannot be read, and nothing was changed",
                trouble);
    } else {
      for (const std::string& file : listing.strange)
        core::log(core::Level::error,
                  "a file's name is none for an organisation: small letters, digits, - and _",
                  core::cleaned(file));
      found_ = prints;
      said["strange"] = listing.strange;
      said["started"] = said["stopped"] = said["reloaded"] = Json::array();
      std::set<std::string> names;
      for (const auto& [name, tenant] : tenants_) names.insert(name);
      for (const auto& [name, print] : found_) names.insert(name);
      for (const std::string& name : names) step(name, &said);
      first_look_ = true;
      tell_when_begun();
    }
    health_.look(first_look_ ? "" : "the folder of organisations cannot be read: " + trouble);
    report_.tell(std::move(answered), std::move(said));
  }

  std::map<std::string, HostReport::Rest> at_rest() const {
    std::map<std::string, HostReport::Rest> all;
    for (const auto& [name, tenant] : tenants_) all[name] = {tenant->is_at_rest(), tenant->wrong()};
    return all;
  }

  void step(const std::string& name, Json* said) {
    const auto known = tenants_.find(name);
    std::shared_ptr<Tenant> tenant = known == tenants_.end() ? nullptr : known->second;
    const auto found = found_.find(name);
    const auto print = found == found_.end() ? std::nullopt : std::optional(found->second);
    const auto note = [&](const char* what) {
      if (said) (*said)[what].push_back(name);
    };
    switch (next_step(tenant ? std::optional(tenant->phase()) : std::nullopt, tenant ? tenant->print() : "",
                      print)) {
      case Step::none:
        return;
      case Step::start:
        note("started");
        if (!tenant) {
          tenant = std::make_shared<Tenant>(around_, name, host_.organisations / (name + ".toml"));
          tenants_[name] = tenant;
        }
        return tenant->start(*print);
      case Step::reload:
        note("reloaded");
        return tenant->reload(*print);
      case Step::stop:
        note("stopped");
        return tenant->leave();
      case Step::forget:
        note("stopped");
        forget(name);
    }
  }

  void forget(const std::string& name) {
    tenants_.erase(name);
    unroute(name);
  }

  // An organisation serves, waits, or does no more.
  void changed(const std::string& name) {
    const core::LogName nobodys("");
    const auto tenant = tenants_.at(name);
    const bool rests = tenant->phase() == Phase::failed || tenant->phase() == Phase::refused;
    const bool lives = tenant->phase() == Phase::serving || tenant->phase() == Phase::waiting;
    if (rests) claims_.release(name);
    tell_when_begun();
    report_.look();
    if (stopping_ && hands_over()) give_time(longest_wait_for_one);
    if (stopping_) return end_when_all_have();
    const auto found = found_.find(name);
    if (rests && found == found_.end())
      asio::post(process_.executor(), [this, name] {
        if (!found_.contains(name)) forget(name);
      });
    else if ((rests && tenant->leaving()) ||  // it has come back meanwhile
             (lives && (found == found_.end() || found->second != tenant->print())))
      asio::post(process_.executor(), [this, name] {
        if (tenants_.contains(name) && !stopping_) step(name, nullptr);
      });
  }

  void claim(const std::string& name, const Config& config) {
    Claim claim = claim_of(config);
    const std::string host = claim.host;
    std::vector<std::string> problems;
    for (const auto& [key, other] : claims_.take(name, std::move(claim)))
      problems.push_back(fmt::format("{}: {} of this process has it; each needs one of its own{}",
                                     config.place(key), other,
                                     key == "server.public_url" ? ", whatever the port" : ""));
    if (!problems.empty()) throw ConfigError(problems);
    route(name, host);
  }

  // Who waits for an organisation that does not serve just now is told to come back; so it keeps its host
  // name until it is forgotten, or another has it.
  void route(const std::string& name, const std::string& host) {
    unroute(name);
    if (host.empty()) return;
    names_[host] = name;
    hosts_.set(host, [this, name](net::Request request) -> asio::awaitable<net::Response> {
      const auto found = tenants_.find(name);
      if (found == tenants_.end()) co_return net::Response(421, "There is nothing here.\n");
      const std::shared_ptr<Tenant> tenant = found->second;
      co_return co_await tenant->answer(std::move(request));
    });
  }

  asio::awaitable<net::Response> answer_here(std::string name, net::Request request) {
    const auto found = tenants_.find(name);
    if (found == tenants_.end()) co_return net::Response(503);
    const std::shared_ptr<Tenant> tenant = found->second;
    co_return co_await tenant->answer_here(std::move(request));
  }

  void unroute(const std::string& name) {
    std::erase_if(names_, [&](const auto& each) {
      if (each.second == name) hosts_.remove(each.first);
      return each.second == name;
    });
  }

  // To the supervisor: all have been started, or said why not.
  void tell_when_begun() {
    if (begun_ || !first_look_) return;
    std::size_t serving = 0, waiting = 0;
    for (const auto& [name, tenant] : tenants_) {
      if (tenant->phase() == Phase::starting) return;
      serving += tenant->phase() == Phase::serving;
      waiting += tenant->phase() == Phase::waiting;
    }
    begun_ = true;
    core::log(core::Level::info, "refleks serves many",
              fmt::format("{} organisations, {} wait, {} do not serve", serving, waiting,
                          tenants_.size() - serving - waiting));
    tell_supervisor("READY=1");
    trim_memory();
  }

  void stop() {
    stopping_ = true;
    if (!hands_over()) stop_listening();
    const auto all = tenants_;
    for (const auto& [name, tenant] : all) tenant->leave();
    give_time(hands_over() ? longest_wait_for_one : longest_end);
    end_when_all_have();
  }
  // Then it is ended, however many are left. The supervisor would do the same, some seconds later.
  void give_time(std::chrono::seconds time) {
    if (hands_over())
      tell_supervisor(
          fmt::format("EXTEND_TIMEOUT_USEC={}", std::chrono::microseconds(time + longest_end).count()));
    last_.expires_after(time);
    last_.async_wait([this](boost::system::error_code error) {
      if (!error) process_.end();
    });
  }
  void stop_listening() {
    asio::co_spawn(process_.executor(), door_.stop(longest_end), [this](std::exception_ptr, bool) {
      listens_ = false;
      end_when_all_have();
    });
  }
  void end_when_all_have() {
    for (const auto& [name, tenant] : tenants_)
      if (tenant->phase() != Phase::failed && tenant->phase() != Phase::refused) return;
    // Whose answer is being written, gets it.
    if (hands_over() && !std::exchange(told_listener_, true)) return stop_listening();
    if (!hands_over() || !listens_) process_.end();
  }

  const HostFile& host_;
  asio::thread_pool readers_, patient_, starters_;  // to arrivals_: outlive what is dropped with the loop
  Receptions receptions_;
  WaitingLine handing_over_;
  std::atomic<int> being_opened_ = 0;
  std::unique_ptr<ArrivalsOfMany> arrivals_;
  Process process_;
  Turnstile deliveries_;
  WaitingRoom waiting_room_;
  WatchOfMany watch_;
  PassedOn passed_on_;
  Neighbours around_;
  std::map<std::string, std::shared_ptr<Tenant>> tenants_;
  std::map<std::string, std::string> found_;  // what the last look found: print by name
  std::map<std::string, std::string> names_;  // organisation by host name
  Claims claims_;
  net::VirtualHosts hosts_;
  FrontDoor door_;
  HostHealth health_;
  std::unique_ptr<Control> control_;
  std::vector<Control::Told> waiting_;
  HostReport report_;
  asio::steady_timer life_, last_;
  bool first_look_ = false, begun_ = false, stopping_ = false, told_listener_ = false, listens_ = true;
};

}  // namespace

int serve_many(const HostFile& host, const std::string& program) {
  begin_process();
  net::load_curl();
  packing::functions();
  make_private(host.shared);
  const net::Descriptor folder = take_folder(host.shared.organisation.data);
  net::log_reachability();
  if (const net::Proxies& proxies = take_way_out(host.shared); !proxies.none())
    core::log(core::Level::info, way_out_in_words(host.shared, proxies));
  Host many(host, program);
  Config record = host.shared;
  record.file = host.organisations.string();
  record.ballot_box.directory = host.boxes;
  record_places(record);
  wipe_what_is_freed();  // the first serves while the others start
  return many.run();
}

}  // namespace app
