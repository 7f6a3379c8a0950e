#include "bot/runtime/dispatcher.hpp"

#include <algorithm>
#include <stdexcept>

#include "bot/core/receipt_code.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"

namespace runtime {
namespace {

using core::Reply;
using core::whisper;
using features::CommandSpec;
using features::Feature;
using features::Here;
using features::Who;

core::Button help_button(core::Language language) {
  return {core::text(language, "help.button"), "help/show", "", core::Button::Style::plain};
}

// "polls/close" -> "polls"; "box/polls/answer" -> "polls".
std::string_view owner_of(std::string_view name) {
  if (core::is_sealed_name(name)) name.remove_prefix(4);
  return name.substr(0, name.find('/'));
}

Reply stranger(const core::Directory& people, const core::Origin& origin) {
  return whisper(language_of(people, origin), "who.stranger");
}

Reply which_group(const core::Directory& people, const Who& who) {
  std::vector<std::string> names;
  for (const core::Group* group : people.groups_of(who.person.id)) names.push_back(group->key);
  if (names.empty()) return whisper(who.language(), "who.no_group");
  return whisper(who.language(), "who.which_group", {{"groups", core::say_list(who.language(), names)}});
}

bool is_home(const Routed& routed) {
  const auto* press = std::get_if<core::Press>(&routed.event);
  return press && press->name == core::home_press;
}

}  // namespace

const core::Group* group_of(const core::Directory& people, const core::Person& person,
                            const core::Origin& origin, core::CommandLine* line) {
  if (const core::Group* group = people.group_in_channel(origin.workspace, origin.channel)) return group;
  const auto mine = people.groups_of(person.id);
  if (line)
    for (std::size_t i = 1; i < line->words.size(); ++i)
      for (const core::Group& group : people.groups())
        if (!line->words[i].quoted && !line->words[i].user &&
            core::folded(line->words[i].text) == core::folded(group.key) &&
            (person.coordinator || group.member(person.id))) {
          line->words.erase(line->words.begin() + static_cast<std::ptrdiff_t>(i));
          return &group;
        }
  return mine.size() == 1 ? mine.front() : nullptr;
}

core::Language language_of(const core::Directory& people, const core::Origin& origin) {
  if (origin.language) return *origin.language;
  if (const core::Person* person = people.person(origin.workspace, origin.user)) return person->language;
  if (const core::Group* group = people.group(core::GroupId(origin.guest_of))) return group->language;
  if (const core::Group* group = people.group_in_channel(origin.workspace, origin.channel))
    return group->language;
  for (const core::Group& group : people.groups())
    if (group.workspace == origin.workspace) return group.language;
  return core::Language::nb;
}

Dispatcher::Dispatcher(std::vector<Feature*> features) : features_(std::move(features)) {
  for (Feature* feature : features_)
    for (CommandSpec& spec : feature->commands()) commands_.push_back(std::move(spec));
  for (const CommandSpec& spec : commands_)
    for (std::string_view verb : spec.verbs) {
      const std::string key = core::folded(verb);
      for (const auto& [known, other] : verbs_)
        if (known == key && other != &spec) throw std::logic_error("two commands take the verb " + key);
      verbs_.emplace_back(key, &spec);
    }
}

Feature* Dispatcher::feature_named(std::string_view name) const {
  const auto found =
      std::find_if(features_.begin(), features_.end(), [&](Feature* f) { return f->name() == name; });
  return found == features_.end() ? nullptr : *found;
}

const CommandSpec* Dispatcher::command_for(const std::string& typed) const {
  const std::string verb = core::folded(typed);
  const auto found =
      std::find_if(verbs_.begin(), verbs_.end(), [&](const auto& entry) { return entry.first == verb; });
  return found == verbs_.end() ? nullptr : found->second;
}

Routed Dispatcher::route(core::Event event) const {
  Routed routed{core::cleaned(std::move(event)), {}, nullptr, nullptr, false};
  if (const auto* command = std::get_if<core::Command>(&routed.event)) {
    routed.line = core::parse_command(command->text, command->mentions);
    routed.command = command_for(routed.line.words.empty() ? "help" : routed.line.verb());
    routed.sealed = routed.command && routed.command->sealed();
    return routed;
  }
  const auto* press = std::get_if<core::Press>(&routed.event);
  const std::string& name = press ? press->name : std::get<core::Submit>(routed.event).name;
  routed.sealed = core::is_sealed_name(name);
  routed.feature = feature_named(owner_of(name));
  return routed;
}

Reply Dispatcher::home(const core::SealedContext& context, const Who& who) const {
  std::vector<const core::Group*> groups;
  if (who.guest)
    groups = {who.near};
  else
    groups = context.people.groups_of(who.person.id);
  core::Message message;
  for (const core::Group* group : groups) {
    core::Actions actions;
    for (Feature* feature : features_) feature->offers(context, Here(who, *group), actions.buttons);
    if (actions.buttons.empty()) continue;
    message.blocks.emplace_back(core::Heading{group->name});
    message.blocks.emplace_back(std::move(actions));
  }
  if (message.blocks.empty())
    message.blocks.emplace_back(core::Paragraph{core::rich(who.language(), "home.nothing")});
  return whisper(std::move(message));
}

Reply Dispatcher::handle_sealed(const core::SealedContext& context, const Routed& routed) const {
  const core::Origin& origin = core::origin_of(routed.event);
  // Everything a shared link can do is anonymous.
  if (!origin.guest_of.empty()) {
    const core::Group* group = context.people.group(core::GroupId(origin.guest_of));
    const core::Language language = language_of(context.people, origin);
    if (!group || (group->sheet == 0 && !origin.slip)) return whisper(language, "guest.closed");
    if (routed.command || !routed.feature)
      if (!is_home(routed)) return whisper(language, "guest.only_anonymous");
    core::Person nobody;
    nobody.id = core::guest_id(origin.user);
    if (origin.slip) {
      const auto hash = core::receipt_hash(origin.user);
      if (!hash) return whisper(language, "guest.closed");
      nobody.id = core::slip_id(*hash);
    }
    nobody.language = language;
    return handle_sealed(context, routed, Who{nobody, group, true, origin.language});
  }
  const core::Person* person = context.people.person(origin.workspace, origin.user);
  if (!person) return stranger(context.people, origin);
  if (routed.command) return handle_command(context, context.people, *person, routed);
  return handle_sealed(
      context, routed,
      Who{*person, group_of(context.people, *person, origin, nullptr), false, origin.language});
}

Reply Dispatcher::handle_sealed(const core::SealedContext& context, const Routed& routed,
                                const Who& who) const {
  if (is_home(routed)) return home(context, who);
  if (!routed.feature) return whisper(who.language(), "unknown.button");
  if (const auto* press = std::get_if<core::Press>(&routed.event))
    return routed.feature->sealed_press(context, who, *press);
  return routed.feature->sealed_submit(context, who, std::get<core::Submit>(routed.event));
}

// Half-known input: the nearest verb, when it is near.
Reply Dispatcher::unknown_verb(core::Language language, const core::CommandLine& line) const {
  const std::string typed = core::folded(line.verb());
  const std::string* nearest = nullptr;
  int slips = 0;
  for (const auto& [verb, candidate] : verbs_) {
    const int distance = typed.size() >= 3 && verb.starts_with(typed) ? 1 : core::slips_between(typed, verb);
    if (!nearest || distance < slips) {
      nearest = &verb;
      slips = distance;
    }
  }
  const bool near = nearest && !typed.empty() && slips <= std::max(1, static_cast<int>(typed.size()) / 3);
  Reply reply;
  if (near) {
    // Shown as people write it, with its letters.
    std::string shown = *nearest;
    for (const CommandSpec& spec : commands_)
      for (std::string_view verb : spec.verbs)
        if (core::folded(verb) == *nearest) shown = std::string(verb);
    reply = whisper(core::rich(language, "unknown.nearest", {{"verb", shown}}));
  } else {
    reply = whisper(core::rich(language, "unknown.none"));
  }
  reply.whisper->blocks.emplace_back(core::Actions{{help_button(language)}});
  return reply;
}

// `Context` is that of the command's kind: the other two handlers cannot be there.
template <class Context>
Reply Dispatcher::handle_command(Context& context, const core::Directory& people, const core::Person& person,
                                 const Routed& routed) const {
  const core::Origin& origin = core::origin_of(routed.event);
  const CommandSpec& spec = *routed.command;
  core::CommandLine line = routed.line;
  const Who who{person, group_of(people, person, origin, &line), false, origin.language};
  // texts: who.needs.* who.needs_any.*
  const std::string role(core::code(spec.needs));
  if (const auto* answer = std::get_if<features::Answer<Context, Here>>(&spec.handler)) {
    if (!who.near) return which_group(people, who);
    if (!core::may(person, *who.near, spec.needs))
      return whisper(who.language(), "who.needs." + role, {{"group", who.near->name}});
    return (*answer)(context, Here(who, *who.near), line);
  }
  if (!core::may_anywhere(people, person, spec.needs))
    return whisper(who.language(), "who.needs_any." + role);
  return std::get<features::Answer<Context, Who>>(spec.handler)(context, who, line);
}

Reply Dispatcher::handle(core::Context& context, const Routed& routed) const {
  const core::Origin& origin = core::origin_of(routed.event);
  if (!origin.guest_of.empty()) return whisper(language_of(context.people(), origin), "guest.only_anonymous");
  const core::Person* person = context.people().person(origin.workspace, origin.user);
  if (!person) return stranger(context.people(), origin);
  const core::Language language = language_of(context.people(), origin);
  if (routed.command) return handle_command(context, context.people(), *person, routed);
  if (std::holds_alternative<core::Command>(routed.event)) return unknown_verb(language, routed.line);
  if (!routed.feature) return whisper(language, "unknown.button");
  const Who who{*person, group_of(context.people(), *person, origin, nullptr), false, origin.language};
  if (const auto* press = std::get_if<core::Press>(&routed.event))
    return routed.feature->press(context, who, *press);
  return routed.feature->submit(context, who, std::get<core::Submit>(routed.event));
}

void Dispatcher::due(core::Context& context, const core::Job& job) const {
  Feature* feature = feature_named(owner_of(job.kind));
  if (!feature) throw std::logic_error("no feature for job kind " + job.kind);
  feature->due(context, job);
}

void Dispatcher::on(core::Context& context, const core::Fact& fact) const {
  for (Feature* feature : features_) feature->on(context, fact);
}

}  // namespace runtime
