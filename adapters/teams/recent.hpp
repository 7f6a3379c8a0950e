#pragma once
// What has come already. Teams sends again what it thinks got lost; in memory only, for ten minutes.

#include <deque>
#include <set>
#include <string>

#include "adapters/net/timing.hpp"

namespace teams {

class Recent {
 public:
  // False for a name that was here less than ten minutes ago. Without a name nothing can be recognised: true.
  bool first_time(const std::string& name, net::Ticks now);
  // It was not taken after all: when it comes again it is new.
  void forget(const std::string& name) { names_.erase(name); }

 private:
  std::deque<std::pair<net::Ticks, std::string>> order_;
  std::set<std::string> names_;
};

}  // namespace teams
