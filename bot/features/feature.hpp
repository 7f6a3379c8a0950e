#pragma once
// What the bot does is a list of features. A feature is a plain object: it is called by the dispatcher on the
// desk thread, inside one savepoint (none for a sealed event), and says what it wants through its Context.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/command_line.hpp"
#include "bot/core/context.hpp"
#include "bot/core/event.hpp"

namespace features {

struct CommandSpec {
  std::string_view name;  // "poll": also the key of its help text, "help.poll"
  std::vector<std::string_view>
      verbs;  // what people type, all languages; the first nb, nn, en are shown in help
  core::Role needs = core::Role::participant;
  bool sealed = false;      // no transaction, no trace: for commands that only open an anonymous form
  bool needs_group = true;  // refused with «which group?» where none can be told
};

// A command, press or submit with the person and group it concerns looked up.
struct Who {
  const core::Person& person;
  const core::Group* group;  // of the channel, else the person's only group, else nothing
  // Came through the group's shared link or sheet: `person` is nobody (core::guest_id), and `group` is there.
  bool guest = false;
  std::optional<core::Language> chosen{};  // on a page, for this once
  core::Language language() const { return chosen.value_or(person.language); }
};

class Feature {
 public:
  virtual ~Feature() = default;
  // Routes "<name>/..." presses, submits and jobs here; sealed names are "box/<name>/...".
  virtual std::string_view name() const = 0;
  virtual std::vector<CommandSpec> commands() const { return {}; }

  virtual core::Reply command(core::Context&, const Who&, const CommandSpec&, const core::CommandLine&) {
    return {};
  }
  virtual core::Reply press(core::Context&, const Who&, const core::Press&) { return {}; }
  virtual core::Reply submit(core::Context&, const Who&, const core::Submit&) { return {}; }
  virtual core::Reply sealed_command(const core::SealedContext&, const Who&, const core::Command&) {
    return {};
  }
  virtual core::Reply sealed_press(const core::SealedContext&, const Who&, const core::Press&) { return {}; }
  virtual core::Reply sealed_submit(const core::SealedContext&, const Who&, const core::Submit&) {
    return {};
  }
  // What this person can answer in the group without a name just now, as buttons with sealed names.
  virtual void offers(const core::SealedContext&, const Who&, std::vector<core::Button>&) {}
  virtual void due(core::Context&, const core::Job&) {}
  virtual void on(core::Context&, const core::Fact&) {}
  // What this feature has to tell about the group just now, for /refleks status.
  virtual void status(core::Context&, const Who&, std::vector<core::Block>&) {}
  // Once at start, in the first transaction: mend what a crash left, arrange standing jobs.
  virtual void start(core::Context&) {}
};

}  // namespace features
