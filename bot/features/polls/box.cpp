#include "bot/features/polls/box.hpp"

#include <algorithm>

namespace polls {

const Voter* Box::voter(const core::PersonId& person) const {
  const auto found =
      std::find_if(voters.begin(), voters.end(), [&](const Voter& v) { return v.person == person; });
  return found == voters.end() ? nullptr : &*found;
}

}  // namespace polls
