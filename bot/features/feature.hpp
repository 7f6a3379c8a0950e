#pragma once
// What the bot does is a list of features. A feature is a plain object: it is called by the dispatcher on the
// desk thread, inside one savepoint (none for a sealed event), and says what it wants through its Context.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/core/command_line.hpp"
#include "bot/core/context.hpp"
#include "bot/core/event.hpp"

namespace features {

// Who acts. Made by the dispatcher alone.
struct Who {
  const core::Person& person;
  const core::Group* near;  // of the channel, else the person's only group, else nothing
  // Came through the group's shared link or sheet: `person` is nobody (core::guest_id), and `near` is there.
  bool guest = false;
  std::optional<core::Language> chosen{};  // on a page, for this once
  core::Language language() const { return chosen.value_or(person.language); }
};

// Who acts in a group that is there.
struct Here : Who {
  Here(const Who& who, const core::Group& in) : Who(who), group(in) {}
  const core::Group& group;
};

// What answers a command. Its type says what the command needs: a group or none, and whether it leaves no
// trace (no transaction: for commands that only open an anonymous form).
template <class Context, class Whoever>
using Answer = std::function<core::Reply(Context&, const Whoever&, const core::CommandLine&)>;
using OpenAnswer = Answer<core::Context, Who>;
using GroupAnswer = Answer<core::Context, Here>;
using SealedOpenAnswer = Answer<const core::SealedContext, Who>;
using SealedGroupAnswer = Answer<const core::SealedContext, Here>;
using CommandHandler = std::variant<OpenAnswer, GroupAnswer, SealedOpenAnswer, SealedGroupAnswer>;

// A feature's own function as a handler.
template <class Feature, class Context, class Whoever>
Answer<Context, Whoever> by(Feature* feature, core::Reply (Feature::*answer)(Context&, const Whoever&,
                                                                             const core::CommandLine&)) {
  return [=](Context& context, const Whoever& who, const core::CommandLine& line) {
    return (feature->*answer)(context, who, line);
  };
}

struct CommandSpec {
  std::string_view name;  // "poll": also the key of its help text, "help.command.poll"
  std::vector<std::string_view>
      verbs;  // what people type, all languages; the first nb, nn, en are shown in help
  // In the group, where the handler takes one; else in any group of the person's.
  core::Role needs;
  CommandHandler handler;

  bool sealed() const {
    return std::holds_alternative<SealedOpenAnswer>(handler) ||
           std::holds_alternative<SealedGroupAnswer>(handler);
  }
  // Refused with «which group?» where none can be told.
  bool needs_group() const {
    return std::holds_alternative<GroupAnswer>(handler) || std::holds_alternative<SealedGroupAnswer>(handler);
  }
};

class Feature {
 public:
  virtual ~Feature() = default;
  // Routes "<name>/..." presses, submits and jobs here; sealed names are "box/<name>/...".
  virtual std::string_view name() const = 0;
  virtual std::vector<CommandSpec> commands() { return {}; }

  virtual core::Reply press(core::Context&, const Who&, const core::Press&) { return {}; }
  virtual core::Reply submit(core::Context&, const Who&, const core::Submit&) { return {}; }
  virtual core::Reply sealed_press(const core::SealedContext&, const Who&, const core::Press&) { return {}; }
  virtual core::Reply sealed_submit(const core::SealedContext&, const Who&, const core::Submit&) {
    return {};
  }
  // What this person can answer in the group without a name just now, as buttons with sealed names.
  virtual void offers(const core::SealedContext&, const Here&, std::vector<core::Button>&) {}
  virtual void due(core::Context&, const core::Job&) {}
  virtual void on(core::Context&, const core::Fact&) {}
  // What this feature has to tell about the group just now, for /refleks status.
  virtual void status(core::Context&, const Here&, std::vector<core::Block>&) {}
  // Once at start, in the first transaction: mend what a crash left, arrange standing jobs.
  virtual void start(core::Context&) {}
};

}  // namespace features
