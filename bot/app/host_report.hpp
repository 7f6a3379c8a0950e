#pragma once
// What an operator is told of a look into the folder of organisations: not before all that it began has come
// to rest, because a file that was found is not yet one that is taken. I/O thread.

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

#include "bot/app/control.hpp"

namespace app {

class HostReport {
 public:
  // Of an organisation: whether it is at rest, and then what is wrong with it or its file; empty: nothing.
  struct Rest {
    bool reached = false;
    std::string wrong{};
  };
  using Look = std::function<std::map<std::string, Rest>()>;

  // One that waits for a database that is held takes longer, and is told as what it is.
  static constexpr std::chrono::seconds longest{10};

  HostReport(boost::asio::any_io_executor executor, Look look, std::chrono::milliseconds limit = longest);
  ~HostReport();
  HostReport(const HostReport&) = delete;
  HostReport& operator=(const HostReport&) = delete;

  // `said` was found, and what it names as "started" and "reloaded" was begun.
  void tell(std::vector<Control::Told> told, nlohmann::json said);
  // One of them may have come to rest.
  void look();

 private:
  struct Waiting;
  void finish(Waiting& one, const std::map<std::string, Rest>& all);

  boost::asio::any_io_executor executor_;
  Look look_;
  std::chrono::milliseconds limit_;
  std::list<std::shared_ptr<Waiting>> waiting_;  // theirs alone: whoever is not in it is gone
};

}  // namespace app
