#pragma once
// A group is set up, or changed, in three steps: each sent in is kept as it was typed, then all of it is
// shown before anything happens.

#include "bot/features/groups/events.hpp"
#include "bot/features/groups/feature.hpp"

namespace groups {

inline constexpr const char* of_group = "of_group";  // among a draft's words: the group that it changes

class Setup {
 public:
  // What a group lacks (faults_of).
  using Faults = std::function<std::vector<std::string>(const core::Context&, const core::Group&)>;
  Setup(GroupStore& store, const Options& options, Faults faults)
      : store_(store), options_(options), choices_(options.choices), faults_(std::move(faults)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();

 private:
  // A group that is changed, by the draft that holds what was typed.
  struct Changing {
    Draft draft;
    core::GroupId group;
  };
  friend const core::GroupId& group_of(const Changing& changing) { return changing.group; }
  struct Step {
    core::GroupId group;
    int number = 0;
  };
  friend const core::GroupId& group_of(const Step& step) { return step.group; }

  core::Reply setup(core::Context& context, const features::Who& who, const core::CommandLine& line);
  core::Reply begin(core::Context& context, const features::Who& who);
  core::Reply edit(core::Context& context, const features::Who& who, const std::string& id, const int& step);
  core::Reply sent(core::Context& context, const features::Who& who, const features::Given& given,
                   const std::string& id, const int& step);
  core::Reply discard(core::Context&, const features::Who& who, const std::string& id);
  core::Reply start(core::Context& context, const features::Who& who, const std::string& id);

  core::Reply panel(core::Context& context, const features::Here& who, const core::CommandLine&);
  core::Reply show(core::Context& context, const features::Here& who, const core::GroupId&);
  std::optional<Step> step_of_group(const core::GroupId& group, const int& number);
  core::Reply change(core::Context& context, const features::Here& who, const Step& step);
  core::Reply change_sent(core::Context& context, const features::Here& who, const Step& step,
                          const features::Given& given);
  std::optional<Changing> changing(const std::string& id);
  // What would be another; kept until it is said whether it shall be (change.cpp).
  core::Reply ask_change(core::Context& context, const features::Here& who, Draft draft, bool meanwhile);
  core::Reply apply(core::Context& context, const features::Here& who, const Changing& changing);
  core::Reply leave(core::Context&, const features::Here& who, const Changing& changing);
  core::Reply ask_end(core::Context&, const features::Here& who, const core::GroupId&);
  core::Reply end(core::Context& context, const features::Here& who, const core::GroupId&);

  Asking asking(core::Context& context, const features::Who& who, const core::Group* group = nullptr) const;
  Draft fresh_draft(core::Context& context, const features::Who& who, const core::CommandLine* line);
  core::Form form_of(const Draft& draft, int step, const Asking& asking) const;
  // Errors of this step's fields, the stop for identifiers among them.
  std::map<std::string, std::string> errors_in(const core::Form& form, const core::FormValues& filled,
                                               const Words& words, int step, const Asking& asking) const;
  core::Reply go_back(core::Context& context, const Draft& draft, int step, const core::Form& form,
                      const core::FormValues& filled, const Asking& asking);
  core::Reply preview(const Draft& draft, const Asking& asking) const;
  // Whoever is new becomes known; `group` gets them as members.
  void make_people(core::Context& context, const Wanted& wanted, core::Group& group, core::Language language);
  void hand_over(core::Context& context, const core::Group& group, const core::PersonId& to);
  void save_members(core::Context& context, const core::Group& before, const core::Group& after);
  // Says who has another role than before, or none: to the audit log, and to what tells people of their part.
  // Null: the group is new.
  static void note_roles(core::Context& context, const core::PersonId& by, const core::Group* before,
                         const core::Group& after);

  GroupStore& store_;
  const Options& options_;
  const Choices& choices_;
  Faults faults_;
};

}  // namespace groups
