#pragma once
// The facilitator's side of the ideas: released ones chosen, hidden and merged.

#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/ideas/feature.hpp"
#include "bot/features/ideas/store.hpp"

namespace ideas {

// An idea as it is shown; one from paper says so.
core::Rich shown(core::Language language, const Idea& idea);

class Table {
 public:
  Table(IdeaStore& store, TopicOf topic_of, InVote in_vote)
      : store_(store), topic_of_(std::move(topic_of)), in_vote_(std::move(in_vote)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

  // How what waits is shown to a group; false: nothing waits.
  void release_by(std::function<bool(core::Context&, const core::GroupId&)> release) {
    release_ = std::move(release);
  }

  // What is released and open, with what can be done.
  core::Message of(const core::Group& group, core::Language language);
  // The topic that stands, if any; without a session, of the group's next.
  std::string topic_of(const core::Context& context, const core::Group& group,
                       const core::SessionId& session) const;
  void choose(core::Context& context, const core::Group& group, const core::SessionId& session,
              const Idea& idea);

 private:
  std::optional<Idea> released(const core::GroupId& group, const core::IdeaId& id);
  core::Reply show(core::Context&, const features::Here& who, const core::CommandLine&);
  struct Replacing {
    Idea idea;
    std::string mark;
  };
  friend const core::GroupId& group_of(const Replacing& replacing) { return replacing.idea.group; }
  std::optional<Replacing> replacing(const core::GroupId& group, const core::IdeaId& id,
                                     const std::string& mark);
  core::Reply choose_now(core::Context& context, const features::Here& who, const Idea& idea);
  core::Reply replace(core::Context& context, const features::Here& who, const Replacing& replacing);
  core::Reply choose_after(core::Context& context, const features::Here& who, const Idea& idea,
                           const std::string& asked_of);
  core::Reply keep(core::Context&, const features::Here& who, const Idea&);
  core::Reply hide(core::Context& context, const features::Here& who, const Idea& idea);
  core::Reply hide_now(core::Context& context, const features::Here& who, const Idea& idea);
  core::Reply spare(core::Context& context, const features::Here& who, const Idea& idea);
  bool in_vote(const Idea& idea) const;
  void take_away(core::Context& context, const Idea& idea);
  core::Reply ask_to_release(core::Context&, const features::Here& who, const core::GroupId&);
  core::Reply release_now(core::Context& context, const features::Here& who, const core::GroupId&);
  core::Reply leave(core::Context&, const features::Here& who, const core::GroupId&);
  core::Reply open_merge(core::Context&, const features::Here& who, const core::GroupId&);
  core::Reply merge(core::Context&, const features::Here& who, const core::GroupId&,
                    const features::Given& given);

  IdeaStore& store_;
  TopicOf topic_of_;
  InVote in_vote_;
  std::function<bool(core::Context&, const core::GroupId&)> release_;
};

}  // namespace ideas
