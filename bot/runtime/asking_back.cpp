#include "bot/runtime/asking_back.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "bot/core/events.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/runtime/everyday.hpp"

namespace runtime {
namespace {

using core::Reply, core::whisper;
using features::CommandSpec, features::Who;

core::Button help_button(core::Language language) {
  return core::events::show_help.button(core::text(language, "help.button"));
}

// What a button says instead of the one who pressed it; nothing where that would be too long for a button.
std::optional<core::Button> saying(const std::string& label, const CommandSpec& spec,
                                   const std::string& text) {
  constexpr std::size_t longest = 300;  // bytes
  if (text.size() > longest || text.find('|') != std::string::npos) return std::nullopt;
  return (spec.sealed() ? core::events::say_sealed : core::events::say).button(label, text);
}

// What somebody typed can be typed again by a button: mentions are no words.
std::optional<std::string> typed_text(const core::Event& event) {
  const auto* command = std::get_if<core::Command>(&event);
  return command && command->mentions.empty() ? std::optional(command->text) : std::nullopt;
}

bool may_use(const core::Directory& people, const Who& who, const CommandSpec& spec) {
  return spec.needs_group() && who.near ? features::may(who, *who.near, spec.needs)
                                        : features::may_anywhere(people, who, spec.needs);
}

// What was typed, on a button; with what stands behind the verb where that goes on one.
core::Button typed_button(const CommandSpec& spec, const std::string& verb, const std::string& rest,
                          const std::function<std::string(const std::string&)>& labelled) {
  constexpr std::size_t longest_label = 60;  // bytes: a button on a phone
  const std::string all = spec.sealed() ? verb : verb + rest;
  auto button = saying(labelled(all.size() <= longest_label ? all : verb), spec, all);
  if (!button) button = saying(labelled(verb), spec, verb);
  return *std::move(button);
}

// "Yes: samlinger", to somebody who is asked whether they meant that.
core::Button button_for(core::Language language, const CommandSpec& spec, const std::string& verb,
                        const std::string& rest) {
  core::Button button = typed_button(spec, verb, rest, [&](const std::string& shown) {
    return core::text(language, "unknown.do", {{"verb", shown}});
  });
  button.style = core::Button::Style::primary;
  return button;
}

// The first that this person may use of what the words mean.
struct Guess {
  const CommandSpec* spec;
  std::string verb;
  Meant meant;
};
std::optional<Guess> guess(const core::Directory& people, const Who& who, const Routed& routed,
                           const std::vector<CommandSpec>& commands) {
  for (Meant& meant : meant_by(routed.line)) {
    const auto spec = std::ranges::find(commands, meant.command, &CommandSpec::name);
    if (spec == commands.end() || &*spec == routed.command || !may_use(people, who, *spec)) continue;
    if (speaks_of_another(meant.command, routed.line)) continue;
    return Guess{&*spec, std::string(features::verb_in(*spec, who.language())), std::move(meant)};
  }
  return std::nullopt;
}

// As people write it, with its letters. Of the person's own language before all others.
struct Near {
  const CommandSpec* spec = nullptr;
  std::string verb;
  int slips = 0;
  // A slip of a verb that words follow: «helt» is no «help».
  bool takes_words() const { return spec && slips <= 1 && (spec->name == "idea" || spec->name == "poll"); }
};
Near nearest(core::Language language, const std::string& typed, const std::vector<CommandSpec>& commands) {
  constexpr std::size_t shortest = 3;
  Near found;
  // Sentences begin so, and none of these is a slip: "har ingen svart" is no «par».
  static constexpr std::array words{"har", "var", "nytt", "rommet", "remove", "ask", "was"};
  if (typed.size() < shortest || std::ranges::find(words, typed) != words.end()) return found;
  const int near_enough = std::max(1, static_cast<int>(typed.size()) / 3);
  int best = near_enough + 1;
  bool best_is_own = false;
  for (const CommandSpec& spec : commands)
    for (std::size_t i = 0; i < spec.verbs.size(); ++i) {
      const std::string verb = core::folded(spec.verbs[i]);
      const bool own = i >= core::language_rows.size() || spec.verbs[i] == features::verb_in(spec, language);
      if (best_is_own && !own) continue;
      const bool begins = verb.starts_with(typed);
      const auto at_least = std::max(typed.size(), verb.size()) - std::min(typed.size(), verb.size());
      if (verb == "?" || (!begins && at_least > static_cast<std::size_t>(near_enough))) continue;
      const int slips = begins ? 1 : core::slips_between(typed, verb);
      if (slips > near_enough || (slips >= best && own == best_is_own)) continue;
      found = {&spec, std::string(spec.verbs[i]), slips};
      best = slips;
      best_is_own = own;
    }
  return found;
}

// Says where a theme is suggested, to whoever may: the button that does it.
std::optional<core::Button> or_a_topic(Reply& reply, const core::Directory& people, const Who& who,
                                       const std::vector<CommandSpec>& commands) {
  const auto idea = std::ranges::find(commands, "idea", &CommandSpec::name);
  if (idea == commands.end() || !may_use(people, who, *idea)) return std::nullopt;
  const std::string verb(features::verb_in(*idea, who.language()));
  core::say(reply.whisper.own(), who.language(), "unknown.topic", {{"verb", verb}});
  return saying(verb, *idea, verb);
}

Reply with_help(Reply reply, core::Language language, std::optional<core::Button> first = std::nullopt) {
  core::Actions actions;
  if (first) actions.buttons.push_back(*std::move(first));
  actions.buttons.push_back(help_button(language));
  reply.whisper.own().blocks.emplace_back(std::move(actions));
  return reply;
}

// Where there is more to say, with a button for each command that it names.
Reply said_with(const core::Directory& people, const Who& who, const Guess& first,
                const std::vector<CommandSpec>& commands) {
  static constexpr std::array<std::string_view, 10> keys{"",
                                                         "unknown.leaving",
                                                         "unknown.joining",
                                                         "unknown.sick_leave",
                                                         "unknown.reminding",
                                                         "unknown.channels",
                                                         "unknown.answering",
                                                         "unknown.preparing",
                                                         "unknown.afraid",
                                                         "unknown.channels"};
  const core::Language language = who.language();
  const auto labelled = [](const std::string& shown) { return shown; };
  const auto second = std::ranges::find(commands, first.meant.other, &CommandSpec::name);
  const bool both = second != commands.end();
  const std::string other(both ? features::verb_in(*second, language) : std::string_view());
  core::Actions actions;
  actions.buttons.push_back(typed_button(*first.spec, first.verb, both ? "" : first.meant.rest, labelled));
  if (both) actions.buttons.push_back(typed_button(*second, other, first.meant.rest, labelled));
  actions.buttons.push_back(help_button(language));
  // texts: unknown.*
  Reply reply = whisper(core::rich(language, keys[static_cast<std::size_t>(first.meant.told)],
                                   {{"verb", first.verb}, {"other", other}}));
  if (first.meant.told == Told::channels_or_topic)
    if (auto idea = or_a_topic(reply, people, who, commands))
      actions.buttons.insert(actions.buttons.end() - 1, *std::move(idea));
  reply.whisper.own().blocks.emplace_back(std::move(actions));
  return reply;
}

// The numbers to call, and where a theme is suggested.
Reply hard_or_topic(const core::Directory& people, const Who& who, const std::vector<CommandSpec>& commands) {
  Reply reply = whisper(core::rich(who.language(), "unknown.hard"));
  auto idea = or_a_topic(reply, people, who, commands);
  return with_help(std::move(reply), who.language(), std::move(idea));
}

// "og", and the command word typed once more.
bool joins_commands(std::string_view word) {
  static constexpr std::array<std::string_view, 7> words{"og",   "and",      "samt",    "saa",
                                                         "then", "deretter", "/refleks"};
  return std::ranges::find(words, core::folded(word)) != words.end();
}

// Theirs; of a coordinator who has none, all.
std::vector<const core::Group*> groups_near(const core::Directory& people, const Who& who) {
  std::vector<const core::Group*> groups = people.groups_of(who.person.id);
  if (groups.empty() && who.person.coordinator)
    for (const core::Group& group : people.groups()) groups.push_back(&group);
  return groups;
}

}  // namespace

const core::Group* only_group(const core::Directory& people, const Who& who, features::Right needs) {
  std::vector<const core::Group*> groups = groups_near(people, who);
  std::erase_if(groups, [&](const core::Group* group) { return !features::may(who, *group, needs); });
  return groups.size() == 1 ? groups.front() : nullptr;
}

Reply which_group(const core::Directory& people, const Who& who, const Routed& routed) {
  constexpr std::size_t most = 8;
  std::vector<const core::Group*> groups = groups_near(people, who);
  const bool own = !people.groups_of(who.person.id).empty();
  if (groups.empty()) {
    if (!who.person.coordinator) return whisper(who.language(), "who.no_group");
    Reply reply = whisper(who.language(), "who.no_groups");
    reply.whisper.own().blocks.emplace_back(core::Actions{{core::events::say.button(
        core::text(who.language(), "help.first_group"), "oppsett", core::Button::Style::primary)}});
    return reply;
  }
  const features::Right needs = routed.command->needs;
  std::erase_if(groups, [&](const core::Group* group) { return !features::may(who, *group, needs); });
  // texts: who.needs_any.*
  if (groups.empty()) return whisper(who.language(), "who.needs_any." + std::string(core::code(needs)));
  std::ranges::sort(groups, core::name_before, &core::Group::name);
  std::vector<std::string> names;
  core::Actions actions;
  auto said = typed_text(routed.event);
  if (said && routed.command->sealed())
    said = routed.line.verb();
  else if (said && routed.next)
    said = typed_again(routed.line, 0);
  const std::string behind = routed.next ? "\n" + routed.next_said : std::string();
  for (const core::Group* group : groups) {
    names.push_back(group->name);
    if (said && groups.size() <= most)
      if (auto button = saying(group->name, *routed.command, *said + " " + group->key + behind))
        actions.buttons.push_back(*std::move(button));
  }
  Reply reply = whisper(who.language(), own ? "who.which_group" : "who.which_of_all",
                        {{"groups", core::say_list(who.language(), names)}});
  if (!actions.buttons.empty()) reply.whisper.own().blocks.emplace_back(std::move(actions));
  return reply;
}

Reply which_command(const core::Directory& people, const Who& who, const Routed& routed,
                    const std::vector<CommandSpec>& commands) {
  const core::Language language = who.language();
  if (const auto manner = manner_of(routed.line)) {
    if (*manner == Manner::thanks) return whisper(core::rich(language, "unknown.thanks"));
    const bool greets = *manner == Manner::greeting;
    return with_help(whisper(core::rich(language, greets ? "unknown.hello" : "unknown.yes_no")), language);
  }
  const Hard hard = has_it_hard(routed.line);
  if (hard == Hard::yes) return with_help(whisper(core::rich(language, "unknown.hard")), language);
  Near near = nearest(language, core::folded(routed.line.verb()), commands);
  if (near.spec && speaks_of_another(near.spec->name, routed.line)) near = {};
  if (hard == Hard::or_a_topic && !near.takes_words()) return hard_or_topic(people, who, commands);
  if (auto guessed = guess(people, who, routed, commands);
      guessed && hard == Hard::no && (guessed->spec != near.spec || guessed->meant.unwell)) {
    const auto& [spec, verb, meant] = *guessed;
    if (meant.told != Told::nothing) return said_with(people, who, *guessed, commands);
    return with_help(
        whisper(core::rich(language, meant.unwell ? "unknown.unwell" : "unknown.meant", {{"verb", verb}})),
        language, button_for(language, *spec, verb, meant.rest));
  }
  if (!near.spec) return with_help(whisper(core::rich(language, "unknown.none")), language);
  // What is one slip from its verb keeps what stands behind it.
  const std::string text = typed_text(routed.event).value_or(std::string());
  const auto rest = text.find_first_of(" \t\n");
  Reply reply = with_help(
      whisper(core::rich(language, "unknown.nearest", {{"verb", near.verb}})), language,
      button_for(language, *near.spec, near.verb, rest < text.size() ? text.substr(rest) : std::string()));
  if (near.spec->sealed() && routed.line.words.size() > 1) reply.again = near.verb;
  return reply;
}

Reply refused(Reply reply, const core::Directory& people, const Who& who, const Routed& routed,
              const std::vector<CommandSpec>& commands) {
  const core::Language language = who.language();
  const auto meant = guess(people, who, routed, commands);
  if (!meant) return reply;
  core::say(reply.whisper.own(), language, "who.instead", {{"verb", meant->verb}});
  reply.whisper.own().blocks.emplace_back(
      core::Actions{{button_for(language, *meant->spec, meant->verb, {})}});
  return reply;
}

Reply with_less(Reply reply, const Routed& routed, const core::CommandLine& unread,
                const core::Group* named) {
  if (routed.next_is_less)
    reply.again = typed_again(routed.line, 0) + "\n" + routed.next_said;
  else if (routed.command->sealed() && unread.words.size() > 1)
    reply.again = routed.line.verb() + (named ? " " + named->key : std::string());
  return reply;
}

Reply with_next(Reply reply, core::Language language, const Routed& routed) {
  if (!routed.next || !reply.errors.empty()) return reply;
  if (reply.form) {
    reply.form->intro.emplace_back(core::Span(" "));
    std::ranges::copy(core::rich(language, "command.one_later", {{"rest", routed.next_said}}),
                      std::back_inserter(reply.form->intro));
    return reply;
  }
  if (!reply.whisper) reply.whisper = whisper(core::Message{}).whisper;
  core::say(reply.whisper.own(), language, "command.one");
  const auto space = std::min(routed.next_said.find(' '), routed.next_said.size());
  const std::string verb = core::verb_alone(routed.next_said.substr(0, space));
  core::Button button = typed_button(*routed.next, verb, routed.next_said.substr(verb.size()),
                                     [](const std::string& shown) { return shown; });
  reply.whisper.own().blocks.emplace_back(core::Actions{{std::move(button)}});
  return reply;
}

std::size_t second_command(const core::CommandLine& line,
                           const std::function<bool(std::size_t, const std::string&)>& is_verb) {
  const auto plain = [&](std::size_t i) { return !line.words[i].quoted && !line.words[i].user; };
  for (std::size_t i = 1; i < line.words.size(); ++i) {
    if (!plain(i)) continue;
    const std::string before = plain(i - 1) ? line.words[i - 1].text : std::string();
    const bool ended = core::ends_part(before) || (i == 1 && line.verb_ends_part);
    const bool apart =
        line.words[i].begins_line || before.starts_with('/') || joins_commands(before) || ended;
    if (apart && is_verb(i, core::verb_alone(line.words[i].text))) return i;
  }
  return 0;
}

std::string typed_again(const core::CommandLine& line, std::size_t from) {
  std::string said;
  for (std::size_t i = from; i < line.words.size(); ++i) {
    const auto& word = line.words[i];
    if (!said.empty()) said += ' ';
    said += word.quoted ? "\"" + word.text + "\"" : i == from ? core::verb_alone(word.text) : word.text;
    // "status, kalender": of these, too, the second is one more.
    if (i == from && !word.quoted && i + 1 < line.words.size() && core::ends_part(word.text)) said += ',';
  }
  return said;
}

void cut_before(core::CommandLine& line, std::size_t at) {
  line.words.resize(at);
  const auto plain = [&] {
    return line.words.size() > 1 && !line.words.back().quoted && !line.words.back().user;
  };
  while (plain() && joins_commands(line.words.back().text)) line.words.pop_back();
  if (std::string& last = line.words.back().text; plain() && (last.ends_with(',') || last.ends_with(';')))
    last.pop_back();
  if (plain() && line.words.back().text.empty()) line.words.pop_back();  // the mark stood alone
}

}  // namespace runtime
