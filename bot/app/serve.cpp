#include "bot/app/serve.hpp"

#include <boost/asio/thread_pool.hpp>
#include <future>

#include "adapters/net/http_client.hpp"
#include "adapters/net/reachability.hpp"
#include "bot/app/apart.hpp"
#include "bot/app/connections.hpp"
#include "bot/app/freed.hpp"
#include "bot/app/health.hpp"
#include "bot/app/organisation.hpp"
#include "bot/app/process.hpp"
#include "bot/app/receiver.hpp"
#include "bot/app/standby.hpp"
#include "bot/app/start_check.hpp"
#include "bot/app/supervisor.hpp"
#include "bot/app/turnstile.hpp"
#include "bot/app/watchdog.hpp"
#include "bot/app/way_out.hpp"
#include "bot/core/log.hpp"
#include "bot/packing/functions.hpp"
#include "storage/postgres/connection.hpp"

namespace app {

namespace asio = boost::asio;

namespace {

// Where the other machine passes on what it is asked while it waits. Boxes are taken by who waits alone.
std::unique_ptr<Receiver> calls_from_the_other(asio::any_io_executor executor, const Config& config,
                                               Organisation& organisation, const bool& serves) {
  const Config::Handover& way = config.handover;
  if (way.peer_host.empty()) return nullptr;
  Receiver::Place place{executor, executor, [](const std::string&) { return nullptr; }, {}, {}};
  place.answer = [&organisation, &serves](const std::string& name, net::Request request) {
    if (!name.empty()) throw std::runtime_error("this machine does not serve that organisation");
    if (!serves) throw std::runtime_error("this machine does not serve yet");
    return organisation.answer(std::move(request));
  };
  return listening(config, "handover.listen", way.host, way.port,
                   [&] { return std::make_unique<Receiver>(std::move(place), way); });
}

// What a start begins has then run once; so much quiet is the end of much work, too.
constexpr std::chrono::seconds until_settled{5};

int serve_when_free(Config& config, const std::string& program) {
  std::unique_ptr<Watchdog> watchdog;
  if (config.storage.standby && !(watchdog = stand_by(config))) return 0;
  Process process;
  asio::thread_pool readers(1), patient(1);
  Turnstile deliveries(process.executor());
  std::unique_ptr<Health> health;
  int status = 0;
  bool serves = false;
  Organisation::Told told;
  Trimmer trimmer(process.executor(), {until_settled, processor_time, trim_memory});
  told.opened = [&] {
    serves = true;
    wipe_what_is_freed();
    if (health) health->serve();
    tell_supervisor("READY=1\nSTATUS=serves");  // it may have said that it waits
    config.let_go_of_people();
    trimmer.begin();
  };
  std::unique_ptr<Receiver> calls;
  told.turned = [&] {  // both threads move
    tell_supervisor("WATCHDOG=1");
    if (calls) calls->look_at_files();
  };
  told.ended = [&](int with) {
    status = with;
    process.end();
  };
  Organisation organisation(config,
                            {process.executor(),
                             readers.get_executor(),
                             patient.get_executor(),
                             deliveries,
                             program,
                             {},
                             true,
                             {},
                             watchdog.get()},
                            std::move(told));
  organisation.open_store();
  if (!config.health.host.empty())
    health = std::make_unique<Health>(
        process.executor(), readers.get_executor(), config, organisation.figures(),
        [&] { return organisation.look(); }, [&](State& state) { organisation.live(state); });
  calls = calls_from_the_other(process.executor(), config, organisation, serves);
  organisation.begin();
  process.run([&] { organisation.stop(); }, [&] { organisation.reload([](const Reloaded&) {}); });
  organisation.hang_up();
  organisation.close();
  const Ending ending;
  readers.join();
  patient.join();
  core::log(core::Level::info, "refleks stops");
  return status;
}

}  // namespace

Config load_for_service(const std::filesystem::path& file) {
  auto beside = std::async([] {
    net::load_curl();
    packing::functions();
  });
  Config config = load_config(file);
  beside.get();
  return config;
}

int serve(Config config, const std::string& program) {
  begin_process();
  const net::Descriptor folder = look_before_start(config);
  net::log_reachability();
  // Read before anything runs: one that cannot be used ends the program with words.
  if (const net::Proxies& proxies = take_way_out(config); !proxies.none())
    core::log(core::Level::info, way_out_in_words(config, proxies));
  while (true) try {
      return serve_when_free(config, program);
    } catch (const storage::postgres::Taken& error) {  // by another process that waited, just before
      if (!config.storage.standby) throw;
      core::log(core::Level::info, "refleks waits again", error.what());
    }
}

}  // namespace app
