#pragma once
// What a door and a socket need of an adapter made by make_slack. I/O thread.

#include "adapters/slack/adapter.hpp"
#include "adapters/slack/front.hpp"

namespace slack {

class Workspace : public Slack {
 public:
  virtual House& house() = 0;
  virtual Front& front() = 0;
};

}  // namespace slack
