#pragma once
// Groups whose chat can only be posted to: nobody can answer in it, and its links are shared by all who see
// them. Members are asked by whatever way leads to them alone.

#include <vector>

#include "bot/core/context.hpp"
#include "bot/features/polls/box.hpp"
#include "bot/features/polls/feature.hpp"

namespace polls {

class Privately {
 public:
  explicit Privately(const Options& options) : options_(options) {}

  // Says in what the group reads how its members answer, where they cannot in the chat.
  void add_how(core::Message& message, const core::Group& group, const core::Poll& poll) const;
  // Posts the question to each voter who can be written to alone and cannot answer in a chat: the buttons
  // become links of that person's, good until it closes. To all alike, whoever answers.
  void ask(core::Context& context, const core::Poll& poll, const core::Group& group,
           const std::vector<Voter>& voters) const;

 private:
  const Options& options_;
};

}  // namespace polls
