#include "bot/app/arrivals_of_many.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/app/clocks.hpp"
#include "bot/app/connections.hpp"
#include "bot/app/handover.hpp"
#include "bot/core/log.hpp"

namespace app {

namespace {
constexpr std::size_t asking_threads = 2;
}

ArrivalsOfMany::ArrivalsOfMany(const HostFile& host, const Receptions& receptions,
                               const std::atomic<int>& being_opened, int most,
                               boost::asio::any_io_executor io, Answer answer)
    : way_(host.shared.handover), sockets_(1), databases_(asking_threads) {
  Receiver::Place place{sockets_.get_executor(), databases_.get_executor(), {}, {}, {}};
  place.find = [&receptions](const std::string& organisation) { return receptions.find(organisation); };
  place.has_room = [&receptions, &being_opened, most] { return receptions.coming() + being_opened < most; };
  place.answer = [io, answer = std::move(answer)](
                     const std::string& organisation,
                     net::Request request) -> boost::asio::awaitable<net::Response> {
    co_return co_await boost::asio::co_spawn(io, answer(organisation, std::move(request)),
                                             boost::asio::use_awaitable);
  };
  receiver_ = listening(host.shared, "handover.listen", way_.host, way_.port,
                        [&] { return std::make_unique<Receiver>(std::move(place), way_); });
}

ArrivalsOfMany::~ArrivalsOfMany() {
  stop();
}

void ArrivalsOfMany::stop() {
  for (auto* threads : {&databases_, &sockets_}) {
    threads->stop();
    threads->join();
  }
  receiver_.reset();
}

void ArrivalsOfMany::look_at_files() {
  boost::asio::post(sockets_, [this] {
    receiver_->look_at_files();
    if (const auto now = std::chrono::steady_clock::now(); now >= say_again_) {
      say_again_ = now + std::chrono::days{1};
      say_what_is_wrong();
    }
  });
}

void ArrivalsOfMany::say_what_is_wrong() {
  bool good = false;
  for (const runtime::Finding& each : look_at_handover_files(way_, SystemClock().now(), good))
    core::log(good ? core::Level::warning : core::Level::error, each.what, each.why);
}

}  // namespace app
