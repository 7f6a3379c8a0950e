#include "bot/app/handover.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <sodium.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "adapters/net/deadline.hpp"
#include "adapters/net/fault.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/tls_server.hpp"
#include "adapters/net/use_tuple.hpp"
#include "bot/app/control.hpp"
#include "bot/app/handover_wire.hpp"
#include "bot/app/places.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "storage/database.hpp"
#include "storage/descriptor.hpp"
#include "storage/meta.hpp"

namespace app {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using std::chrono::steady_clock;

constexpr std::size_t portion = Wire::portion;
constexpr auto lost = "open anonymous polls would be asked again at a planned change";
constexpr std::chrono::seconds between_signs{1};

Json hello_of(const Parcel& parcel, const std::string& organisation, bool only_asks) {
  Json hello = wire_line("refleks", Wire::version);
  if (!organisation.empty()) hello["organisation"] = organisation;
  hello["installation"] = parcel.installation;
  hello["mark"] = parcel.mark;
  hello["files"] = parcel.files.size();
  if (only_asks) hello["asks"] = true;
  return hello;
}

Json head_of(const std::string& file, std::uint64_t size) {
  Json head = wire_line("file", file);
  head["size"] = size;
  return head;
}

// What the other says of itself goes to the log and to a terminal.
std::string plainly(const std::string& words) {
  std::string plain;
  for (const char c : words.substr(0, 300))
    plain += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return plain;
}

asio::awaitable<std::unique_ptr<Wire>> call(const Config::Handover& way) {
  auto tls = net::make_tls_client(peer_of(way));
  auto stream = co_await net::connect(way.peer_host, way.peer_port, std::move(tls),
                                      steady_clock::now() + Wire::longest_greeting);
  if (!stream)
    throw Broken(
        fmt::format("{}:{} does not wait for it: {}", way.peer_host, way.peer_port,
                    net::in_words(net::fault_of(stream.error()), stream.error(), way.peer_host, {})));
  co_return std::make_unique<Wire>(std::move(*stream));
}

asio::awaitable<Json> answer_of(Wire& wire) {
  Json answer = co_await wire.hear();
  if (const std::string why = net::text_at(answer, "refused"); !why.empty())
    throw Broken("the other machine does not take it: " + plainly(why));
  co_return answer;
}

asio::awaitable<void> greet(Wire& wire, const Config::Handover& way, const Parcel& parcel, bool only_asks) {
  co_await wire.say(hello_of(parcel, way.organisation, only_asks));
  const Json answer = co_await answer_of(wire);
  if (!net::member(answer, "ok").is_boolean()) throw Broken("it does not speak as Refleks does");
}

asio::awaitable<void> send_file(Wire& wire, const Parcel& parcel, const std::string& name, Sum& sum) {
  const storage::Descriptor file(::open((parcel.boxes / name).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  const off_t size = file ? ::lseek(file.get(), 0, SEEK_END) : -1;
  if (size < 0) throw Broken("a box cannot be read here");
  co_await wire.say(head_of(name, static_cast<std::uint64_t>(size)));
  sum.add(name + "\n");
  std::string some(portion, '\0');
  bool good = true;
  for (off_t at = 0; good && at < size;) {
    const auto wanted = std::min<off_t>(size - at, static_cast<off_t>(some.size()));
    const ssize_t got = ::pread(file.get(), some.data(), static_cast<std::size_t>(wanted), at);
    if (got <= 0) break;
    const std::string_view read(some.data(), static_cast<std::size_t>(got));
    sum.add(read);
    try {
      co_await wire.send(read);
    } catch (const Broken&) {
      good = false;
    }
    at += got;
  }
  sodium_memzero(some.data(), some.size());
  if (!good) throw Broken("the connection broke");
}

asio::awaitable<void> ask(const Config::Handover& way, const Parcel& nothing) {
  const auto wire = co_await call(way);
  co_await greet(*wire, way, nothing, true);
}

Json question_of_room(const std::string& organisation) {
  Json question = wire_line("refleks", Wire::version);
  question["organisation"] = organisation;
  question["room"] = true;
  return question;
}

asio::awaitable<void> ask_for_room(const Config::Handover& way) {
  const auto wire = co_await call(way);
  const net::Deadline limit(wire->stream().get_executor(), steady_clock::now() + longest_wait_for_room,
                            [&] { wire->stream().close(); });
  co_await wire->say(question_of_room(way.organisation));
  co_await wire->hear();
}

asio::awaitable<void> send(const Config::Handover& way, const Parcel& parcel) {
  const auto wire = co_await call(way);
  co_await greet(*wire, way, parcel, false);
  core::failpoint("handover.greeted");
  Sum sum;
  for (const std::string& name : parcel.files) {
    co_await send_file(*wire, parcel, name, sum);
    core::failpoint("handover.sent_one");
  }
  const Json answer = co_await answer_of(*wire);
  if (net::text_at(answer, "have") != sum.text()) throw Broken("what arrived is not what was sent");
}

// Runs it here, with `alive` called every second; words where it came to nothing.
std::string run(asio::awaitable<void> work, const std::function<void()>& alive) {
  std::string failed;
  asio::io_context io(1);
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr error) {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const std::exception& why) {
      failed = why.what();
    }
  });
  const auto until = steady_clock::now() + longest_hand_over;
  while (!io.stopped()) {
    if (steady_clock::now() >= until) return "the other machine took too long";
    io.run_for(between_signs);
    if (alive) alive();
  }
  return failed;
}

}  // namespace

asio::awaitable<void> when_there_is_room(std::shared_ptr<const Config> config) {
  try {
    co_await ask_for_room(config->handover);
  } catch (const std::exception&) {  // the hand-over says why
  }
}

Giver giver(const Config& config) {
  return [&config](const Parcel& parcel, const std::function<void()>& alive) {
    return run(send(config.handover, parcel), alive);
  };
}

int hand_over_service(const Config& config, std::ostream& out) {
  require_known_places(config);
  const auto told = ask_service(config.organisation.data, Json{{"do", "handover"}});
  if (!told) {
    fmt::print(out, "nothing to hand over: no service serves from {}\n", config.organisation.data.string());
    return 1;
  }
  fmt::print(
      out,
      "handed over: {} open anonymous polls, and the ideas. The other machine serves, and this one waits\n",
      told->at("polls").get<int>());
  return 0;
}

runtime::Findings look_at_handover_files(const Config::Handover& way, core::Instant now, bool& good) {
  using Kind = runtime::Finding::Kind;
  good = false;
  try {
    net::make_tls_client(peer_of(way));
    const net::CertificateLook look = net::look_at_certificate(way.certificate, "");
    if (look.until <= now || look.from > now)
      return {{Kind::bad, fmt::format("the certificate {} is not good now", way.certificate.string()), lost,
               "make a new one for this machine"}};
    good = true;
    if (look.until < now + std::chrono::days{14})
      return {{Kind::note,
               fmt::format("the certificate {} runs out on {}", way.certificate.string(),
                           core::to_text(look.until).substr(0, 10)),
               lost, "make a new one for this machine"}};
  } catch (const std::exception& bad) {
    return {{Kind::bad, bad.what(), lost, "put certificate, key and authority in their places"}};
  }
  return {};
}

runtime::Findings examine_handover(const Config& config, core::Instant now) {
  using Kind = runtime::Finding::Kind;
  const Config::Handover& way = config.handover;
  if (way.peer_host.empty()) return {};
  bool good = false;
  runtime::Findings all = look_at_handover_files(way, now, good);
  if (!good) return all;
  try {
    storage::Database reader(database_of(config), storage::Database::Use::reader);
    Parcel nothing;
    nothing.installation = storage::meta(reader, "installation");
    if (const std::string why = run(ask(way, nothing), {}); !why.empty())
      all.push_back({Kind::note, "no machine waits to be handed open boxes: " + why,
                     std::string("only who waits takes them there; ") + lost,
                     "nothing on the machine that waits; else see to the other one"});
    else
      all.push_back(
          {Kind::good, fmt::format("{} waits, and takes open boxes from here", way.peer_host), {}, {}});
  } catch (const std::exception&) {  // what is wrong with the database is told elsewhere
  }
  return all;
}

}  // namespace app
