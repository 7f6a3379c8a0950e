#pragma once
// Who gets what: events, jobs and facts to features, by name. Checks people, groups and roles in one place.
// Engine thread.

#include <utility>
#include <vector>

#include "bot/features/feature.hpp"

namespace runtime {

// What arrived, read once where it came in: all texts cleaned (core::cleaned), the line parsed, and what it
// asks for found. Engine, dispatcher and features know an event in this form alone. Who acts is looked up
// when it is handled, for an event before it may have changed that.
struct Routed {
  core::Event event;                               // a form's state without the mark of a warning
  core::CommandLine line;                          // of a command
  const features::CommandSpec* command = nullptr;  // nothing: no command, or one that nobody knows
  const features::EventRow* row = nullptr;         // of a press or submit; nothing: nobody's
  std::string warned{};                            // of a submit: words whose writer was told of softer signs
  bool sealed = false;                             // must leave no trace: by its name alone
  bool too_long = false;                           // of a command: it was cut, and nothing is done for it
  // Of a command, while it is handled: another that was typed behind it, and is none of its words. A person
  // is told of it.
  const features::CommandSpec* next = nullptr;
  std::string next_said{};    // of an anonymous one the verb alone
  bool next_is_less = false;  // than what was typed there
};

// What the one who did it is answered in: chosen on a page, else the person's own, else the language of the
// chat it came from.
core::Language language_of(const core::Directory& people, const core::Origin& origin);

class Dispatcher {
 public:
  // The features outlive the dispatcher. Throws std::logic_error when two claim the same verb or event, or an
  // event is not named as it is answered: sealed, and by its feature.
  explicit Dispatcher(std::vector<features::Feature*> features);
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // Those that people need most, first.
  const std::vector<features::CommandSpec>& commands() const { return commands_; }
  const std::vector<features::EventRow>& events() const { return events_; }

  Routed route(core::Event event) const;
  // The same of routed.event where it lies, so that whose it is is known although this threw.
  void route(Routed& routed) const;
  // For what is sealed, and for what is not. A reply tells in which language it is.
  core::Reply handle_sealed(const core::SealedContext& context, const Routed& routed) const {
    return in_language_of(context.people, routed, answered_sealed(context, routed));
  }
  core::Reply handle(core::Context& context, const Routed& routed) const {
    core::Reply reply = answered(context, routed);  // which may change the language
    return in_language_of(context.people(), routed, std::move(reply));
  }

  void due(core::Context& context, const core::Job& job) const;
  void on(core::Context& context, const core::Fact& fact) const;
  const std::vector<features::Feature*>& features() const { return features_; }

 private:
  const features::CommandSpec* command_for(const std::string& typed) const;
  features::Feature* feature_named(std::string_view name) const;
  static core::Reply in_language_of(const core::Directory& people, const Routed& routed, core::Reply reply) {
    reply.language = language_of(people, core::origin_of(routed.event));
    return reply;
  }
  core::Reply answered_sealed(const core::SealedContext& context, const Routed& routed) const;
  core::Reply answered(core::Context& context, const Routed& routed) const;
  core::Reply home(const core::SealedContext& context, const features::Who& who) const;
  core::Reply waiting(core::Context& context, const core::Person& person, const core::Origin& origin) const;
  void add_event(const features::Feature& feature, features::EventRow row);
  const features::EventRow* row_for(features::EventRow::Kind kind, std::string_view name) const;
  template <class Context>
  core::Reply handle_row(Context& context, const core::Directory& people, const features::Who& who,
                         const Routed& routed) const;
  template <class Context>
  core::Reply handle_command(Context& context, const core::Directory& people, const core::Person& person,
                             const Routed& routed) const;
  template <class Context>
  core::Reply carried_out(Context& context, const core::Directory& people, const core::Person& person,
                          const Routed& routed, const core::Group* near, const core::CommandLine& line) const;
  void join_verb(core::CommandLine& line) const;
  core::CommandLine before_second(core::CommandLine line) const;
  void part_second(Routed& routed, const core::Directory& people, const core::Person& person) const;

  std::vector<features::Feature*> features_;
  std::vector<features::CommandSpec> commands_;
  std::vector<features::EventRow> events_;
  // Folded; and those as they are from a keyboard without æ, ø and å.
  std::map<std::string, const features::CommandSpec*> verbs_, plain_verbs_;
};

// The group an event concerns: of the channel, else the one named by key or name among the words of `line`
// (which is taken out), else the person's only group.
const core::Group* group_of(const core::Directory& people, const core::Person& person,
                            const core::Origin& origin, core::CommandLine* line);

}  // namespace runtime
