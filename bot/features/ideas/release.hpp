#pragma once
// What happens to ideas at the moments of a session: they are shown to the group together, asked about in a
// poll, and one is chosen.

#include <set>
#include <string>
#include <vector>

#include "bot/core/context.hpp"
#include "bot/core/leaders.hpp"
#include "bot/features/ideas/store.hpp"
#include "bot/features/ideas/table.hpp"

namespace ideas {

// What a vote over topics asks; without ideas it has no options.
core::Question topic_question(const std::vector<Idea>& ideas);

class Release {
 public:
  Release(IdeaStore& store, Table& table, core::AskedOf asked)
      : store_(store), table_(table), asked_(std::move(asked)) {}

  void on(core::Context& context, const core::Fact& fact);
  // Shows the group whatever waits, also a lone one; false: nothing does.
  bool show_all(core::Context& context, const core::GroupId& group);
  // No topic was chosen yet.
  void ask_second(core::Context& context, const core::Job& job);

 private:
  // Out of the box and not shown yet, alike ones merged.
  std::vector<Idea> waiting(const core::GroupId& group);
  void post(core::Context& context, const core::GroupId& group, std::vector<Idea> held,
            const std::string& key);
  void too_many(core::Context& context, const core::Session& session);
  // Whoever is asked about the session gets the table, with words about why.
  void hand_over(core::Context& context, const core::Group& group, const core::SessionId& session,
                 const std::string& key, std::string_view words, core::Args args);
  void chosen(core::Context& context, const core::TopicChosen& chosen);
  void ask_no_more(core::Context& context, const core::Session& session);
  void show(core::Context& context, const core::Session& session);
  void ask(core::Context& context, const core::MomentDue& moment);
  void decided(core::Context& context, const core::PollClosed& closed);
  void merge_alike(std::vector<Idea>& ideas, std::set<std::string> seen = {});

  IdeaStore& store_;
  Table& table_;
  core::AskedOf asked_;
};

}  // namespace ideas
