#pragma once
// Results that the group has been told, to be read again: the words that were published to the reader, and no
// others.

#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

// Who answered what, by name, as a result shows it.
std::vector<std::pair<std::string, core::Ballot>> named_answers(PollStore& store,
                                                                const core::Directory& people,
                                                                const core::Poll& poll);

// Which of the lines a reader of the group is shown of a poll: leaders theirs, and whoever has come since, or
// led it then, no more than they.
core::ResultLine::Audience audience_of(const features::Here& who, const core::Poll& poll);
// Whether there is something of its result for them.
bool is_shown(const features::Here& who, const core::Poll& poll, const core::Result& result);

// The votes over topics that are open, or are to open, with such an option.
std::vector<core::Poll> open_votes_on(PollStore& store, const core::GroupId& group, const std::string& words);

class Results {
 public:
  explicit Results(PollStore& store) : store_(store) {}
  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

 private:
  struct Page {
    core::GroupId group;
    int from = 0;
  };
  friend const core::GroupId& group_of(const Page& page) { return page.group; }
  std::optional<Page> page_of(const core::GroupId& group, const int& from);
  std::optional<core::Poll> poll_of(const core::PollId& id) { return store_.find(id); }

  core::Reply newest(core::Context&, const features::Here& who, const core::CommandLine&);
  core::Reply list(core::Context&, const features::Here& who, const Page& page);
  core::Reply show(core::Context& context, const features::Here& who, const core::Poll& poll);
  // Of what was published to the group, what this reader was shown; the newest first.
  std::vector<core::Poll> published(const features::Here& who);

  PollStore& store_;
};

}  // namespace polls
