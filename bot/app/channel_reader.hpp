#pragma once
// Has the people of channels read, one channel after the other and with a pause between, so that thirty who
// come in at once are one reading and three hundred groups are no rush. I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "adapters/net/timing.hpp"
#include "bot/core/channel_people.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/engine.hpp"

namespace app {

class ChannelReader {
 public:
  // core::ChannelWasRead, to be said on the engine.
  using Told = std::function<void(runtime::Errand)>;
  // `adapters` outlive it.
  ChannelReader(boost::asio::any_io_executor executor, net::Timing timing,
                const std::map<std::string, runtime::Adapter*>& adapters, Told told);
  ~ChannelReader();  // nothing is told any more
  ChannelReader(const ChannelReader&) = delete;
  ChannelReader& operator=(const ChannelReader&) = delete;

  // Soon; once, however often it is asked for until then. Nothing where the platform cannot tell.
  void read(const std::string& workspace, const std::string& channel);

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace app
