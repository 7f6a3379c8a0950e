#pragma once
// What happens to ideas at the moments of a session: they are shown to the group together, asked about in a
// poll, and one is chosen.

#include <set>
#include <string>
#include <vector>

#include "bot/core/context.hpp"
#include "bot/features/ideas/store.hpp"
#include "bot/features/ideas/table.hpp"

namespace ideas {

class Release {
 public:
  Release(IdeaStore& store, Table& table) : store_(store), table_(table) {}

  void on(core::Context& context, const core::Fact& fact);

 private:
  void show(core::Context& context, const core::Session& session);
  void ask(core::Context& context, const core::MomentDue& moment);
  void decided(core::Context& context, const core::PollClosed& closed);
  void merge_alike(std::vector<Idea>& ideas, std::set<std::string> seen = {});

  IdeaStore& store_;
  Table& table_;
};

}  // namespace ideas
