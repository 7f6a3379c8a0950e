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
#include <stdexcept>

#include "adapters/net/deadline.hpp"
#include "adapters/net/fault.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/tls_server.hpp"
#include "adapters/net/use_tuple.hpp"
#include "bot/app/arrival.hpp"
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

constexpr auto version = "handover 1";
constexpr std::size_t portion = Wire::portion;
constexpr std::chrono::seconds longest_greeting{2}, between_signs{1};
constexpr int most_at_once = 8;  // that have not greeted yet

net::TlsPeer peer_of(const Config::Handover& way) {
  return {way.certificate, way.key, way.authority, way.peer_host};
}

// Made outside of coroutines: GCC 12 does not take braces of JSON in them.
Json line_of(const char* key, Json value) {
  Json line;
  line[key] = std::move(value);
  return line;
}

Json hello_of(const Parcel& parcel, bool only_asks) {
  Json hello = line_of("refleks", version);
  hello["installation"] = parcel.installation;
  hello["mark"] = parcel.mark;
  hello["files"] = parcel.files.size();
  if (only_asks) hello["asks"] = true;
  return hello;
}

Json head_of(const std::string& file, std::uint64_t size) {
  Json head = line_of("file", file);
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
                                      steady_clock::now() + longest_greeting);
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

asio::awaitable<void> greet(Wire& wire, const Parcel& parcel, bool only_asks) {
  co_await wire.say(hello_of(parcel, only_asks));
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
  co_await greet(*wire, nothing, true);
}

asio::awaitable<void> send(const Config::Handover& way, const Parcel& parcel) {
  const auto wire = co_await call(way);
  co_await greet(*wire, parcel, false);
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

Giver giver(const Config& config) {
  return [&config](const Parcel& parcel, const std::function<void()>& alive) {
    return run(send(config.handover, parcel), alive);
  };
}

struct Receiver::Parts : std::enable_shared_from_this<Parts> {
  Parts(asio::any_io_executor executor, const Config& given, std::function<Counting()> asked)
      : config(given),
        counting(std::move(asked)),
        tls(peer_of(given.handover)),
        listener(std::move(executor), {given.handover.host, given.handover.port}) {}

  static asio::awaitable<void> listen(std::shared_ptr<Parts> self) {
    while (!self->closed) {
      auto stream = co_await self->listener.accept(&self->tls);
      if (!stream && stream.error() == asio::error::operation_aborted) co_return;
      if (!stream || self->closed || self->open >= most_at_once) continue;
      ++self->open;
      const auto executor = (*stream)->get_executor();
      asio::co_spawn(executor, serve(self, std::move(*stream)), [self](std::exception_ptr) { --self->open; });
    }
  }

  static asio::awaitable<void> serve(std::shared_ptr<Parts> self, std::unique_ptr<net::Stream> stream) {
    Wire wire(std::move(stream));
    const auto executor = wire.stream().get_executor();
    {
      net::Deadline limit(executor, steady_clock::now() + longest_greeting, [&] { wire.stream().close(); });
      if (co_await wire.stream().greet()) co_return;  // not the other machine: no word to it
    }
    net::Deadline limit(executor, steady_clock::now() + longest_hand_over, [&] { wire.stream().close(); });
    std::string why;
    bool begun = false, whole = false;
    try {
      co_await self->take(wire, begun, whole);
    } catch (const std::exception& error) {
      why = error.what();
    }
    if (begun) self->busy = false;
    if (why.empty()) co_return;
    if (begun && !whole) self->broke_off = steady_clock::now();
    core::log(core::Level::warning, "the other machine's boxes are not here", why);
    try {
      co_await wire.say(line_of("refused", why));
    } catch (const std::exception&) {  // it has gone
    }
    co_await wire.stream().async_drain(longest_greeting, net::use_tuple);
  }

  asio::awaitable<void> take(Wire& wire, bool& begun, bool& whole) {
    const Json hello = co_await wire.hear();
    if (net::text_at(hello, "refleks") != version)
      throw std::runtime_error("another version of Refleks waits here");
    if (busy) throw std::runtime_error("another hand-over is under way");
    Counting ours;
    try {
      ours = counting();
    } catch (const std::exception&) {
      throw std::runtime_error("the database cannot be asked from here");
    }
    if (net::text_at(hello, "installation") != ours.installation)
      throw std::runtime_error("this machine waits for another database");
    if (net::member(hello, "asks").is_boolean()) co_return co_await wire.say(line_of("ok", true));
    if (ours.mark.empty() || net::text_at(hello, "mark") != ours.mark)
      throw std::runtime_error("by the database other boxes count");
    const auto files = net::member(hello, "files");
    if (!files.is_number_unsigned() || files.get<std::uint64_t>() > Arrival::most_files)
      throw std::runtime_error("it is too large");
    Arrival arrival(config, ours.installation, ours.mark);
    begun = busy = true;
    co_await wire.say(line_of("ok", true));
    Sum sum;
    for (auto left = files.get<std::uint64_t>(); left > 0; --left) co_await take_file(wire, arrival, sum);
    arrival.finish();
    whole = true;
    core::log(core::Level::info, "the other machine's open boxes are here");
    co_await wire.say(line_of("have", sum.text()));
  }

  static asio::awaitable<void> take_file(Wire& wire, Arrival& arrival, Sum& sum) {
    const Json head = co_await wire.hear();
    const auto size = net::member(head, "size");
    if (!size.is_number_unsigned()) throw std::runtime_error("it does not speak as Refleks does");
    const std::string name = net::text_at(head, "file");
    auto left = size.get<std::uint64_t>();
    arrival.begin(name, left);
    sum.add(name + "\n");
    while (left > 0) {
      const std::string_view some =
          co_await wire.bytes(static_cast<std::size_t>(std::min<std::uint64_t>(left, portion)));
      sum.add(some);
      arrival.add(some);
      left -= some.size();
    }
  }

  const Config& config;
  const std::function<Counting()> counting;
  net::TlsServer tls;
  net::Listener listener;
  steady_clock::time_point broke_off{};
  bool busy = false, closed = false;
  int open = 0;
};

Receiver::Receiver(asio::any_io_executor executor, const Config& config, std::function<Counting()> counting)
    : parts_(std::make_shared<Parts>(executor, config, std::move(counting))) {
  asio::co_spawn(executor, Parts::listen(parts_), asio::detached);
}

Receiver::~Receiver() {
  parts_->closed = true;
  parts_->listener.close();
}

std::uint16_t Receiver::port() const {
  return parts_->listener.endpoint().port;
}
bool Receiver::at_work() const {
  return parts_->busy;
}
steady_clock::time_point Receiver::broke_off() const {
  return parts_->broke_off;
}
void Receiver::look_at_files() {
  if (!parts_->tls.changed()) return;
  try {
    parts_->tls = net::TlsServer(peer_of(parts_->config.handover));
  } catch (const std::exception& bad) {
    core::log(core::Level::error, "the new certificate is not taken, the former is shown on", bad.what());
  }
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

runtime::Findings examine_handover(const Config& config, core::Instant now) {
  using Kind = runtime::Finding::Kind;
  const Config::Handover& way = config.handover;
  if (way.peer_host.empty()) return {};
  const std::string lost = "open anonymous polls would be asked again at a planned change";
  runtime::Findings all;
  try {
    net::make_tls_client(peer_of(way));
    const net::CertificateLook look = net::look_at_certificate(way.certificate, "");
    if (look.until <= now || look.from > now)
      return {{Kind::bad, fmt::format("the certificate {} is not good now", way.certificate.string()), lost,
               "make a new one for this machine"}};
    if (look.until < now + std::chrono::days{14})
      all.push_back({Kind::note,
                     fmt::format("the certificate {} runs out on {}", way.certificate.string(),
                                 core::to_text(look.until).substr(0, 10)),
                     lost, "make a new one for this machine"});
  } catch (const std::exception& bad) {
    return {{Kind::bad, bad.what(), lost, "put certificate, key and authority in their places"}};
  }
  try {
    storage::Database reader(database_of(config), storage::Database::Use::reader);
    Parcel nothing;
    nothing.installation = storage::meta(reader, "installation");
    if (const std::string why = run(ask(way, nothing), {}); !why.empty())
      all.push_back({Kind::note, "no machine waits to be handed open boxes: " + why,
                     "only who waits listens there; " + lost,
                     "nothing on the machine that waits; else see to the other one"});
    else
      all.push_back(
          {Kind::good, fmt::format("{} waits, and takes open boxes from here", way.peer_host), {}, {}});
  } catch (const std::exception&) {  // what is wrong with the database is told elsewhere
  }
  return all;
}

}  // namespace app
