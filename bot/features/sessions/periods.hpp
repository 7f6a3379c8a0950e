#pragma once
// What comes after a period: the group is thanked, the facilitator is asked, and answers by buttons, a date
// and a form, or by command at any time.

#include <string>
#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/sessions/period_view.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

inline const core::GroupId& group_of(const Run& run) {
  return run.group;
}

class Periods {
 public:
  // Done when the group is thanked at the end of a period; may be empty.
  using Over = std::function<void(core::Context&, const core::Group&, int run)>;
  Periods(SessionStore& store, Planner& planner, const core::Programmes& programmes, Over over = {})
      : store_(store), planner_(planner), programmes_(programmes), over_(std::move(over)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();
  // The period's job has come: it is over, or the facilitator has not answered yet.
  void due(core::Context& context, const core::GroupId& id);
  // A group has ended, here or where groups are set up: its leaders and the coordinators hear of it.
  void ended(core::Context& context, const core::GroupStopped& stopped);
  // For /refleks status: that an answer is waited for, or that the group has ended.
  void status(core::Context& context, const features::Here& who, std::vector<core::Block>& blocks);

 private:
  // A period, and what a button or the form before said: which way on, or which programme from when.
  struct Choosing {
    Run run;
    std::string word;
    core::Instant from;
  };
  friend const core::GroupId& group_of(const Choosing& choosing) { return choosing.run.group; }
  std::optional<Choosing> choosing(const core::GroupId& group, int number, std::string word,
                                   core::Instant from);

  core::Reply tell(core::Context& context, const features::Here& who, const core::CommandLine&);
  std::optional<Run> find(const core::GroupId& group, int number) { return store_.run(group, number); }
  std::optional<core::Reply> stale(core::Context&, const features::Here& who, const Run& run);
  std::optional<core::Reply> stale_choice(core::Context& context, const features::Here& who,
                                          const Choosing& choosing);
  core::Reply open(core::Context& context, const features::Here& who, const Choosing& choosing);
  core::Reply begin(core::Context& context, const features::Here& who, const Run& run,
                    const features::Given& given);
  core::Reply pick(core::Context& context, const features::Here& who, const Choosing& choosing,
                   const features::Given& given);
  core::Reply begin_now(core::Context& context, const features::Here& who, const std::string& programme,
                        std::vector<int> plans, core::Instant from);
  core::Reply ask_stop(core::Context& context, const features::Here& who, const Run& run);
  core::Reply stop(core::Context& context, const features::Here& who, const Run& run);
  core::Reply go_on(core::Context&, const features::Here& who, const Run& run);
  Period period_of(const Run& run, const core::Group& group);
  void ask(core::Context& context, const core::Group& group, const Run& run);
  // The facilitators are one: what one has chosen is not asked of the other.
  void answered(core::Context& context, const features::Here& who, const Run& run, std::string_view text);

  SessionStore& store_;
  Planner& planner_;
  const core::Programmes& programmes_;
  Over over_;
};

}  // namespace sessions
