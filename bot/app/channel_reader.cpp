#include "bot/app/channel_reader.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <deque>
#include <set>
#include <utility>

#include "bot/core/log.hpp"

namespace app {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr net::Ticks pause_between = 1500ms;

runtime::Errand channel_read(const std::string& workspace, const std::string& channel,
                             core::ChannelRead read) {
  runtime::Errand errand;
  errand.work = [seen = core::ChannelWasRead{workspace, channel, std::move(read)}](core::Context& context) {
    context.emit(seen);
  };
  errand.told = [](bool) {};
  return errand;
}

}  // namespace

struct ChannelReader::Parts {
  asio::any_io_executor executor;
  net::Timing timing;
  const std::map<std::string, runtime::Adapter*>& adapters;
  Told told;
  std::deque<std::pair<std::string, std::string>> waiting;  // workspace, channel
  std::set<std::pair<std::string, std::string>> asked;      // the same, to look one up among thousands
  bool working = false;

  static asio::awaitable<void> work(std::shared_ptr<Parts> parts) {
    while (!parts->waiting.empty() && parts->told) {
      co_await parts->timing.sleep(pause_between);
      const auto [workspace, channel] = parts->waiting.front();
      parts->waiting.pop_front();
      parts->asked.erase({workspace, channel});
      const auto adapter = parts->adapters.find(workspace);
      if (adapter == parts->adapters.end()) continue;
      core::ChannelRead read;
      try {
        std::string which = channel;
        read = co_await adapter->second->members(std::move(which));
      } catch (const std::exception&) {
        core::log(core::Level::warning, "who is in a channel could not be read", workspace);
      }
      if (parts->told) parts->told(channel_read(workspace, channel, std::move(read)));
    }
    parts->working = false;
  }
};

ChannelReader::ChannelReader(asio::any_io_executor executor, net::Timing timing,
                             const std::map<std::string, runtime::Adapter*>& adapters, Told told)
    : parts_(std::make_shared<Parts>(
          Parts{std::move(executor), std::move(timing), adapters, std::move(told), {}, {}, false})) {}

ChannelReader::~ChannelReader() {
  parts_->told = nullptr;
}

void ChannelReader::read(const std::string& workspace, const std::string& channel) {
  const auto adapter = parts_->adapters.find(workspace);
  if (adapter == parts_->adapters.end() || !adapter->second->capabilities().members) return;
  const std::pair place(workspace, channel);
  if (parts_->asked.insert(place).second) parts_->waiting.push_back(place);
  if (std::exchange(parts_->working, true)) return;
  asio::co_spawn(parts_->executor, Parts::work(parts_), asio::detached);
}

}  // namespace app
