#pragma once
// What the bot does is a list of features. A feature is a plain object: it is called by the dispatcher on the
// engine thread, inside one savepoint (none for a sealed event), and says what it wants through its Context.
// What it answers stands in two tables, commands() and events(); what a row asks for is checked by the
// dispatcher before its handler is called, and nowhere else.

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "bot/core/codes.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/context.hpp"
#include "bot/core/event.hpp"
#include "bot/core/event_name.hpp"

namespace core {
struct CareChannels;
}

namespace features {

// Who acts. Made by the dispatcher, and by the sandbox to tell whom its page shows what.
struct Who {
  // `in`: the group of the channel, else the person's only one, else null.
  Who(const core::Person& who, const core::Group* in, const core::Origin& origin)
      : person(who),
        near(in),
        guest(!origin.guest_of.empty()),
        chosen(origin.language),
        source(origin.source),
        channel(origin.channel) {}
  const core::Person& person;
  const core::Group* near;
  // Came through the group's shared link or sheet: `person` is nobody (core::guest_id), and `near` is there.
  bool guest;
  std::optional<core::Language> chosen;  // on a page, for this once
  std::string source;                    // core::Origin::source
  std::string channel;                   // where it was said; empty in private
  core::Language language() const { return chosen.value_or(person.language); }
};

// Who acts in a group that is there.
struct Here : Who {
  Here(const Who& who, const core::Group& in) : Who(who), group(in) {}
  const core::Group& group;
};

// What somebody must be, in the group that an act concerns (docs/roles.md).
enum class Right {
  everybody,    // whom we know; a guest where the act is sealed. What is asked about decides the rest
  member,       // in whatever role
  attending,    // members who come to its sessions (core::takes_part)
  answering,    // members who do not lead, and guests
  participant,  // members and coordinators
  facilitator,  // and coordinators
  leader,
  coordinator,
};
inline constexpr std::array all_rights{Right::everybody, Right::member,      Right::attending,
                                       Right::answering, Right::participant, Right::facilitator,
                                       Right::leader,    Right::coordinator};
constexpr auto codes(Right) {
  return core::codes_in_order("everybody", "member", "attending", "answering", "participant", "facilitator",
                              "leader", "coordinator");
}
bool may(const Who& who, const core::Group& group, Right right);
// The same where no group is concerned: in any of theirs.
bool may_anywhere(const core::Directory& people, const Who& who, Right right);

// --- commands

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

// What stands behind a verb: words that the command knows, or somebody's own text, in which no second command
// is looked for.
enum class Behind { words, text };

struct CommandSpec {
  std::string_view name;  // "poll": also the key of its help text, "help.command.poll"
  std::vector<std::string_view>
      verbs;  // what people type, all languages; the first nb, nn, en are shown in help
  Right needs;
  CommandHandler handler;
  Behind behind = Behind::words;
  std::vector<std::string_view> reads{};  // words of its own that may be verbs of others

  bool sealed() const {
    return std::holds_alternative<SealedOpenAnswer>(handler) ||
           std::holds_alternative<SealedGroupAnswer>(handler);
  }
  // Refused with «which group?» where none can be told.
  bool needs_group() const {
    return std::holds_alternative<GroupAnswer>(handler) || std::holds_alternative<SealedGroupAnswer>(handler);
  }
};

// Those that people need most, first: help, and what a chat offers while somebody types.
std::vector<CommandSpec> by_use(std::vector<CommandSpec> commands);
// As it is typed in a language: verbs stand in the order Bokmål, Nynorsk, English, then other spellings. In
// any further language as in Bokmål.
std::string_view verb_in(const CommandSpec& spec, core::Language language);

// --- presses and submits

// What came with one: the packed values of its name, and for a form what was filled in and the words its
// writer has been warned of before (core::was_warned).
struct Given {
  std::string_view values;
  const core::FormValues& filled;
  std::string_view warned{};
};
// What stands in the way of keeping a form of the group's (core::check_form); nothing: it may be kept. With
// `channels` its texts may belong there instead.
std::optional<core::Reply> check_form(const core::Context& context, const Here& who, const core::Form& form,
                                      const Given& given, const core::CareChannels* channels = nullptr);

// What an event is about, found by its values, with the group that this belongs to. `act` says what its state
// forbids, or does it; called only when the person may, in that group.
template <class Context>
struct Found {
  core::GroupId group;
  std::function<core::Reply(Context&, const Here&)> act;
};
// Nothing: it is not there. Reads, changes nothing.
template <class Context>
using Finder = std::function<std::optional<Found<Context>>(const Given&)>;
// Concerns no group. Nothing: the values are none of its own.
template <class Context>
using Plain = std::function<std::optional<core::Reply>(Context&, const Who&, const Given&)>;

struct EventRow {
  enum class Kind { press, submit };
  Kind kind;
  std::string_view name;
  Right needs;
  std::variant<Finder<core::Context>, Finder<const core::SealedContext>, Plain<core::Context>,
               Plain<const core::SealedContext>>
      answer;
  // Said where nothing is found.
  std::function<std::string_view(const Given&)> gone = [](const Given&) { return "unknown.button"; };
  // And then what was written stays in its form.
  bool keeps = false;

  // Whom the bot does not know may press it too: `who.person` is then known to the chat alone, and is in no
  // directory.
  bool strangers = false;

  bool sealed() const { return answer.index() % 2 == 1; }
  bool concerns_group() const { return answer.index() < 2; }
  EventRow for_strangers() && {
    strangers = true;
    return std::move(*this);
  }
  EventRow otherwise(std::string_view text_key) && {
    return std::move(*this).otherwise([text_key](const Given&) { return text_key; });
  }
  EventRow otherwise(std::function<std::string_view(const Given&)> text_key) && {
    gone = std::move(text_key);
    return std::move(*this);
  }
  EventRow keeping(std::string_view text_key) && {
    keeps = true;
    return std::move(*this).otherwise(
        [text_key](const Given& given) { return given.filled.empty() ? "unknown.button" : text_key; });
  }
};

// The group that something found belongs to; a feature adds its own kinds beside them.
inline const core::GroupId& group_of(const core::GroupId& group) {
  return group;
}
inline const core::GroupId& group_of(const core::Poll& poll) {
  return poll.group;
}
inline const core::GroupId& group_of(const core::Session& session) {
  return session.group;
}

namespace rows {

// Why something cannot be done just now, where it cannot.
template <class Feature, class Context, class Thing>
using State = std::optional<core::Reply> (Feature::*)(Context&, const Here&, const Thing&);

template <class Context, class Thing, class Feature, class Find, class Do, class... Values>
Finder<Context> finder(const core::EventName<Values...>& name, Feature* feature, Find find,
                       State<Feature, Context, Thing> state, Do perform) {
  return [=](const Given& given) -> std::optional<Found<Context>> {
    const auto values = name.unpacked(given.values);
    if (!values) return std::nullopt;
    auto thing =
        std::apply([&](const auto&... value) { return std::invoke(find, feature, value...); }, *values);
    if (!thing) return std::nullopt;
    core::GroupId group = group_of(std::as_const(*thing));
    return Found<Context>{std::move(group), [=, thing = std::move(thing)](Context& context, const Here& who) {
                            if (state)
                              if (auto refused = (feature->*state)(context, who, *thing)) return *refused;
                            return perform(context, who, *thing, given);
                          }};
  };
}

}  // namespace rows

// A press, or a submit, of something that belongs to a group. `find` gives it by the values of the name:
// nothing, or a null pointer, where it is not there; `state` says what forbids it just now.
template <class Feature, class Context, class Thing, class Find, class... Values>
EventRow press(const core::EventName<Values...>& name, Right needs, Feature* feature, Find find,
               core::Reply (Feature::*answer)(Context&, const Here&, const Thing&),
               std::type_identity_t<rows::State<Feature, Context, Thing>> state = nullptr) {
  const auto perform = [=](Context& context, const Here& who, const Thing& thing, const Given&) {
    return (feature->*answer)(context, who, thing);
  };
  return {EventRow::Kind::press, name.name, needs,
          rows::finder<Context, Thing>(name, feature, find, state, perform)};
}
template <class Feature, class Context, class Thing, class Find, class... Values>
EventRow submit(const core::EventName<Values...>& name, Right needs, Feature* feature, Find find,
                core::Reply (Feature::*answer)(Context&, const Here&, const Thing&, const Given&),
                std::type_identity_t<rows::State<Feature, Context, Thing>> state = nullptr) {
  const auto perform = [=](Context& context, const Here& who, const Thing& thing, const Given& given) {
    return (feature->*answer)(context, who, thing, given);
  };
  return {EventRow::Kind::submit, name.name, needs,
          rows::finder<Context, Thing>(name, feature, find, state, perform)};
}
// Where the values are the group itself.
inline constexpr auto the_group = [](auto*, const core::GroupId& id) { return std::optional(id); };

// One that concerns no group.
template <class Feature, class Context, class... Values>
EventRow press(const core::EventName<Values...>& name, Right needs, Feature* feature,
               core::Reply (Feature::*answer)(Context&, const Who&, const std::type_identity_t<Values>&...)) {
  return {EventRow::Kind::press, name.name, needs,
          Plain<Context>([=](Context& context, const Who& who, const Given& given) {
            const auto values = name.unpacked(given.values);
            return values
                       ? std::optional(std::apply(
                             [&](const auto&... value) { return (feature->*answer)(context, who, value...); },
                             *values))
                       : std::nullopt;
          })};
}
template <class Feature, class Context, class... Values>
EventRow submit(const core::EventName<Values...>& name, Right needs, Feature* feature,
                core::Reply (Feature::*answer)(Context&, const Who&, const Given&,
                                               const std::type_identity_t<Values>&...)) {
  return {EventRow::Kind::submit, name.name, needs,
          Plain<Context>([=](Context& context, const Who& who, const Given& given) {
            const auto values = name.unpacked(given.values);
            return values ? std::optional(std::apply(
                                [&](const auto&... value) {
                                  return (feature->*answer)(context, who, given, value...);
                                },
                                *values))
                          : std::nullopt;
          })};
}

// ---

class Feature {
 public:
  virtual ~Feature() = default;
  // Jobs "<name>/..." come here. Events of its tables begin with it too; sealed ones with "box/<name>/".
  virtual std::string_view name() const = 0;
  virtual std::vector<CommandSpec> commands() { return {}; }
  virtual std::vector<EventRow> events() { return {}; }

  // What this person can answer in the group without a name just now, as buttons with sealed names.
  virtual void offers(const core::SealedContext&, const Here&, std::vector<core::Button>&) {}
  // What this person has to do or was asked in the group, answered or not, with its buttons; on their page.
  virtual void waiting(core::Context&, const Here&, std::vector<core::Block>&) {}
  virtual void due(core::Context&, const core::Job&) {}
  virtual void on(core::Context&, const core::Fact&) {}
  // What this feature has to tell about the group just now, for /refleks status.
  virtual void status(core::Context&, const Here&, std::vector<core::Block>&) {}
  // What this feature asks the group without names and of its own accord, whenever that may be: nobody else
  // asks that, because two results of one question could be compared.
  virtual std::vector<core::Question> asks_by_itself(const core::Group&) { return {}; }
  // Once at start, in the first transaction: mend what a crash left, arrange standing jobs.
  virtual void start(core::Context&) {}
};

// What all of them ask it so.
std::vector<core::Question> asked_by_itself(const std::vector<Feature*>& all, const core::Group& group);

}  // namespace features
