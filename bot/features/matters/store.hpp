#pragma once
// Matters a group lifts to its leader, without who said what.

#include <optional>
#include <string>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/core/matter.hpp"
#include "bot/core/time.hpp"

namespace matters {

struct Matter {
  enum class State { open, answered };
  using Answer = core::MatterAnswer;  // we do it; not yet; not possible, and why
  core::MatterId id;
  core::GroupId group;
  std::string title, body;
  State state = State::open;
  Answer answer = Answer::none;
  std::string answer_text;
  core::Instant raised{}, answered{};
  bool operator==(const Matter&) const = default;
};
std::string_view code(Matter::State state);

class MatterStore {
 public:
  virtual ~MatterStore() = default;
  virtual void save(const Matter& matter) = 0;  // inserts or replaces
  virtual std::optional<Matter> find(const core::MatterId& id) = 0;
  virtual std::vector<Matter> of_group(const core::GroupId& group) = 0;  // oldest first
};

}  // namespace matters
