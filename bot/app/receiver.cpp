#include "bot/app/receiver.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "adapters/net/deadline.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/use_tuple.hpp"
#include "bot/app/arrival.hpp"
#include "bot/app/handover.hpp"
#include "bot/app/handover_wire.hpp"
#include "bot/app/passed_on.hpp"
#include "bot/core/log.hpp"

namespace app {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using std::chrono::steady_clock;

constexpr int most_arriving = 24;  // more than one process gives or asks for at once
// All that the other machine may send at once, and as many besides.
constexpr std::size_t most_strangers = 2 * (most_arriving + most_calls);
constexpr std::chrono::milliseconds between_looks_for_room{20};
constexpr std::chrono::milliseconds after_failed_accept{500};  // without a descriptor it fails again at once

// Who has not shown a certificate yet: of too many the oldest goes, so that the other machine, which greets
// at once, always finds a place.
class Strangers {
 public:
  class Place {
   public:
    Place(Strangers& all, net::Stream& stream) : all_(all), number_(++all.last_) {
      if (all_.here_.size() >= most_strangers) {
        const auto oldest = all_.here_.begin();
        oldest->second->close();
        all_.here_.erase(oldest);
      }
      all_.here_[number_] = &stream;
    }
    ~Place() { all_.here_.erase(number_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Strangers& all_;
    const std::uint64_t number_;
  };

 private:
  std::uint64_t last_ = 0;
  std::map<std::uint64_t, net::Stream*> here_;  // in the order in which they came
};

// One hand-over to an organisation, from its beginning to whatever end.
class Visit {
 public:
  explicit Visit(std::shared_ptr<Reception> reception) : reception_(std::move(reception)) {
    if (!reception_->begin()) throw std::runtime_error("another hand-over is under way");
  }
  ~Visit() { reception_->end(whole_ || !begun_); }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  void begins() { begun_ = true; }
  void all_is_here() {
    if (reception_->closed()) throw std::runtime_error("this machine waits no more");
    reception_->has_all();
    whole_ = true;
  }

 private:
  std::shared_ptr<Reception> reception_;
  bool begun_ = false, whole_ = false;
};

}  // namespace

struct Receiver::Parts : std::enable_shared_from_this<Parts> {
  Parts(Place where, const Config::Handover& given)
      : place(std::move(where)),
        way(given),
        tls(peer_of(given)),
        listener(place.executor, {given.host, given.port}) {}

  static asio::awaitable<void> listen(std::shared_ptr<Parts> self) {
    asio::steady_timer pause(self->place.executor);
    while (!self->closed) {
      auto stream = co_await self->listener.accept(&self->tls);
      if (!stream && stream.error() == asio::error::operation_aborted) co_return;
      if (!stream) {
        pause.expires_after(after_failed_accept);
        co_await pause.async_wait(net::use_tuple);
      }
      if (!stream || self->closed) continue;
      asio::co_spawn(self->place.executor, serve(self, std::move(*stream)), asio::detached);
    }
  }

  static asio::awaitable<void> serve(std::shared_ptr<Parts> self, std::unique_ptr<net::Stream> stream) {
    Wire wire(std::move(stream));
    const auto executor = wire.stream().get_executor();
    {
      const Strangers::Place unknown(self->strangers, wire.stream());
      net::Deadline limit(executor, steady_clock::now() + Wire::longest_greeting,
                          [&] { wire.stream().close(); });
      if (co_await wire.stream().greet()) co_return;  // not the other machine: no word to it
    }
    if (self->greeted >= most_arriving + most_calls) co_return;
    const Counted counted(self->greeted);
    std::optional<net::Deadline> limit;
    const auto within = [&](std::chrono::seconds time) {
      limit.emplace(executor, steady_clock::now() + time, [&] { wire.stream().close(); });
    };
    within(longest_hand_over);
    std::string why, organisation;
    bool call = false;
    try {
      const Json hello = co_await wire.hear();
      if (net::text_at(hello, "refleks") != Wire::version)
        throw std::runtime_error("another version of Refleks waits here");
      organisation = net::text_at(hello, "organisation");
      call = is_call(hello);
      if (call) {
        within(longest_call);
        co_await self->pass_on(wire, hello, organisation);
      } else {
        if (net::member(hello, "room").is_boolean()) within(longest_wait_for_room);
        co_await self->take(wire, hello, organisation);
      }
    } catch (const std::exception& error) {
      why = error.what();
    }
    if (why.empty()) co_return;
    if (!call) {
      const bool known = self->place.find(organisation) != nullptr;
      const core::LogName scope(known ? std::string_view(organisation) : std::string_view());
      core::log(core::Level::warning, "the other machine's boxes are not here", why);
    }
    try {
      co_await wire.say(wire_line("refused", why));
    } catch (const std::exception&) {  // it has gone
    }
    co_await wire.stream().async_drain(Wire::longest_greeting, net::use_tuple);
  }

  // A database may let itself be waited for, and nobody else's boxes wait with it.
  asio::awaitable<Counting> counting(std::shared_ptr<Reception> reception) {
    co_await asio::post(asio::bind_executor(place.beside, asio::use_awaitable));
    std::optional<Counting> found;
    try {
      found = reception->counting();
    } catch (const std::exception&) {
    }
    co_await asio::post(asio::bind_executor(place.executor, asio::use_awaitable));
    if (!found) throw std::runtime_error("the database cannot be asked from here");
    co_return std::move(*found);
  }

  asio::awaitable<void> room(net::Stream& stream) {
    asio::steady_timer pause(stream.get_executor());
    while (place.has_room && !place.has_room()) {
      pause.expires_after(between_looks_for_room);
      co_await pause.async_wait(net::use_tuple);
      if (closed || stream.peer().empty()) throw std::runtime_error("others are being started here");
    }
  }

  asio::awaitable<void> pass_on(Wire& wire, const Json& hello, const std::string& organisation) {
    if (!place.answer || calls >= most_calls) throw std::runtime_error("no calls are taken here");
    const Counted counted(calls);
    net::Request request = co_await hear_call(wire, hello);
    const net::Response response = co_await place.answer(organisation, std::move(request));
    co_await say_answer(wire, response);
  }

  asio::awaitable<void> take(Wire& wire, const Json& hello, const std::string& organisation) {
    const std::shared_ptr<Reception> reception = place.find(organisation);
    if (!reception) throw std::runtime_error("this machine does not wait for that organisation");
    if (net::member(hello, "room").is_boolean()) {
      co_await room(wire.stream());
      co_return co_await wire.say(wire_line("ok", true));
    }
    const Counting ours = co_await counting(reception);
    if (net::text_at(hello, "installation") != ours.installation)
      throw std::runtime_error("this machine waits for another database");
    if (net::member(hello, "asks").is_boolean()) co_return co_await wire.say(wire_line("ok", true));
    if (ours.mark.empty() || net::text_at(hello, "mark") != ours.mark)
      throw std::runtime_error("by the database other boxes count");
    const auto files = net::member(hello, "files");
    if (!files.is_number_unsigned() || files.get<std::uint64_t>() > Arrival::most_files)
      throw std::runtime_error("it is too large");
    Visit visit(reception);
    Arrival arrival(reception->config(), ours.installation, ours.mark);
    visit.begins();
    co_await wire.say(wire_line("ok", true));
    Sum sum;
    for (auto left = files.get<std::uint64_t>(); left > 0; --left) co_await take_file(wire, arrival, sum);
    arrival.finish();
    visit.all_is_here();
    {
      const core::LogName scope(organisation);
      core::log(core::Level::info, "the other machine's open boxes are here");
    }
    co_await wire.say(wire_line("have", sum.text()));
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
          co_await wire.bytes(static_cast<std::size_t>(std::min<std::uint64_t>(left, Wire::portion)));
      sum.add(some);
      arrival.add(some);
      left -= some.size();
    }
  }

  const Place place;
  const Config::Handover way;
  net::TlsServer tls;
  net::Listener listener;
  bool closed = false;
  Strangers strangers;
  int greeted = 0, calls = 0;
  steady_clock::time_point look_again{};
};

Receiver::Receiver(Place place, const Config::Handover& way)
    : parts_(std::make_shared<Parts>(std::move(place), way)) {
  asio::co_spawn(parts_->place.executor, Parts::listen(parts_), asio::detached);
}

Receiver::~Receiver() {
  parts_->closed = true;
  parts_->listener.close();
}

std::uint16_t Receiver::port() const {
  return parts_->listener.endpoint().port;
}
void Receiver::look_at_files() {
  constexpr std::chrono::seconds after_wrong_files{10};  // who waits looks ten times a second
  const auto now = steady_clock::now();
  if (now < parts_->look_again || !parts_->tls.changed()) return;
  try {
    parts_->tls = net::TlsServer(peer_of(parts_->way));
  } catch (const std::exception& bad) {
    parts_->look_again = now + after_wrong_files;
    core::log(core::Level::error, "the new certificate is not taken, the former is shown on", bad.what());
  }
}

}  // namespace app
