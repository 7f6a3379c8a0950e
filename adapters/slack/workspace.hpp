#pragma once
// What a webhook endpoint and a socket need of an adapter made by make_slack. I/O thread.

#include "adapters/slack/adapter.hpp"
#include "adapters/slack/interactions.hpp"

namespace slack {

class Workspace : public Slack {
 public:
  virtual WorkspaceContext& context() = 0;
  virtual InteractionHandler& interactions() = 0;
};

}  // namespace slack
