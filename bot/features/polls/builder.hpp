#pragma once
// Drafts: a facilitator types a poll or fills in its form, sees it before anybody else does, and corrects it.

#include <functional>
#include <vector>

#include "bot/core/reply.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/polls/command.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

class Builder {
 public:
  // `cancel`: ends a draft that another takes the place of.
  Builder(PollStore& store, std::function<void(core::Context&, const core::Poll&)> cancel)
      : store_(store), cancel_(std::move(cancel)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

 private:
  core::Reply list(core::Context&, const features::Here& who, const core::CommandLine&);
  core::Reply poll(core::Context& context, const features::Here& who, const core::CommandLine& line);

  core::Reply open_builder(core::Context&, const features::Here& who, const core::GroupId&);
  core::Reply correct(core::Context&, const features::Here& who, const core::Poll& poll);
  // Errors at "question" and "option0" ...
  static core::TextGuard guard_question(core::Language language, const core::Poll& poll);

  core::Reply save_draft(core::Context& context, const features::Here& who, Draft draft, std::string id);

  // What was wrong, an example, and the form for those who would rather fill in.
  core::Reply complain(const features::Here& who, const Draft& draft, const core::CommandLine&) const;

  static core::Form builder_form(const features::Here& who, const std::optional<core::Poll>& poll,
                                 const core::FormValues& values);

  // The form is read by the same rules as the command: its fields are made into a command line.
  struct Building {
    core::GroupId group;
    std::optional<core::Poll> before;  // that is changed
  };
  friend const core::GroupId& group_of(const Building& building) { return building.group; }
  // A draft of another group is none of this form's.
  std::optional<Building> draft_of(const std::optional<core::PollId>& id, const core::GroupId& group);

  core::Reply build(core::Context& context, const features::Here& who, const Building& building,
                    const features::Given& given);
  std::optional<core::Poll> poll_of(const core::PollId& id);
  std::optional<core::Reply> no_draft(core::Context&, const features::Here& who, const core::Poll& poll);
  bool in_session(const core::Context& context, const core::Group& group);

  PollStore& store_;
  std::function<void(core::Context&, const core::Poll&)> cancel_;
};

}  // namespace polls
