#pragma once
// Drafts: a facilitator types a poll or fills in its form, sees it before anybody else does, and corrects it.

#include <functional>
#include <optional>
#include <vector>

#include "bot/core/reply.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/polls/command.hpp"
#include "bot/features/polls/feature.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

class Builder {
 public:
  // Both outlive it. `cancel`: ends a draft that another takes the place of.
  Builder(PollStore& store, const Options& options,
          std::function<void(core::Context&, const core::Poll&)> cancel)
      : store_(store), options_(options), cancel_(std::move(cancel)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

 private:
  // One question of a draft, that is changed or added.
  struct Building {
    core::GroupId group;
    std::optional<core::Poll> before;  // nothing: a new poll
    int number = 0;
    core::PollId id;  // of the draft there is, or the one to be made: the same form sent twice makes one
  };
  friend const core::GroupId& group_of(const Building& building) { return building.group; }

  core::Reply list(core::Context&, const features::Here& who, const core::CommandLine&);
  core::Reply poll(core::Context& context, const features::Here& who, const core::CommandLine& line);

  core::Reply open_builder(core::Context& context, const features::Here& who, const core::GroupId&);
  core::Reply correct(core::Context&, const features::Here& who, const Building& building);
  // Errors at "question" and "option0" ...
  static core::TextGuard guard_question(core::Language language, const core::Question& question);

  core::Reply save_draft(core::Context& context, const features::Here& who, Draft draft, std::string id);
  // What to tell where fewer can answer than it takes to show anything; nothing: enough can.
  std::optional<core::Rich> too_few_for(const core::Context& context, const features::Here& who,
                                        const core::Poll& poll) const;

  // What was wrong, an example, and the form for those who would rather fill in.
  core::Reply complain(const features::Here& who, const Draft& draft, const core::CommandLine&) const;

  // The form of one question; that of the first asks for the whole poll as well. `values`: what is typed
  // already.
  static core::Form builder_form(const features::Here& who, const Building& building,
                                 const core::FormValues& values);
  static Building new_poll(core::Context& context, const features::Here& who);
  std::optional<Building> draft_of(const core::PollId& id, const core::GroupId& group,
                                   const std::optional<int>& number);
  std::optional<Building> drafted(const core::PollId& id, const std::optional<int>& number);
  static std::optional<Building> draft_or_none(const core::GroupId& group, std::optional<core::Poll> before,
                                               int number);

  core::Reply build(core::Context& context, const features::Here& who, const Building& building,
                    const features::Given& given);
  // The draft that the form makes; where something is wrong `errors` says it at the fields.
  Draft drafted_by(core::Context& context, const features::Here& who, const Building& building,
                   const core::FormValues& filled, std::map<std::string, std::string>& errors);
  bool in_session(const core::Context& context, const core::Group& group);

  PollStore& store_;
  const Options& options_;
  std::function<void(core::Context&, const core::Poll&)> cancel_;
};

}  // namespace polls
