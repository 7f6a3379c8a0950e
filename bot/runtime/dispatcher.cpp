#include "bot/runtime/dispatcher.hpp"

#include <algorithm>
#include <stdexcept>

#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"

namespace runtime {
namespace {

using core::Reply;
using core::whisper;
using features::CommandSpec;
using features::Feature;
using features::Who;

core::Button help_button(core::Language language) {
  return {core::text(language, "help.button"), "help/show", "", core::Button::Style::plain};
}

// "polls/close" -> "polls"; "box/polls/answer" -> "polls".
std::string_view owner_of(std::string_view name) {
  if (core::is_sealed_name(name)) name.remove_prefix(4);
  return name.substr(0, name.find('/'));
}

Reply stranger() {
  // The language of somebody we do not know is unknown too: the default one.
  return whisper(core::rich(core::Language::nb, "who.stranger"));
}

Reply which_group(const core::Directory& people, const core::Person& person) {
  std::vector<std::string> names;
  for (const core::Group* group : people.groups_of(person.id)) names.push_back(group->key);
  if (names.empty()) return whisper(core::rich(person.language, "who.no_group"));
  return whisper(
      core::rich(person.language, "who.which_group", {{"groups", core::say_list(person.language, names)}}));
}

}  // namespace

const core::Group* group_of(const core::Directory& people, const core::Person& person,
                            const core::Origin& origin, core::CommandLine* line) {
  if (const core::Group* group = people.group_in_channel(origin.workspace, origin.channel)) return group;
  const auto mine = people.groups_of(person.id);
  if (line)
    for (std::size_t i = 1; i < line->words.size(); ++i)
      for (const core::Group& group : people.groups())
        if (!line->words[i].quoted && core::folded(line->words[i].text) == core::folded(group.key) &&
            (person.coordinator || group.member(person.id))) {
          line->words.erase(line->words.begin() + static_cast<std::ptrdiff_t>(i));
          return &group;
        }
  return mine.size() == 1 ? mine.front() : nullptr;
}

Dispatcher::Dispatcher(std::vector<Feature*> features) : features_(std::move(features)) {
  for (Feature* feature : features_)
    for (const CommandSpec& spec : feature->commands()) commands_.push_back(spec);
  std::size_t next = 0;
  for (Feature* feature : features_)
    for (std::size_t i = 0; i < feature->commands().size(); ++i, ++next)
      for (std::string_view verb : commands_[next].verbs) {
        const std::string key = core::folded(verb);
        for (const auto& [known, route] : verbs_)
          if (known == key && route.spec != &commands_[next])
            throw std::logic_error("two commands take the verb " + key);
        verbs_.emplace_back(key, Route{feature, &commands_[next]});
      }
}

const Dispatcher::Route* Dispatcher::route_of(const core::CommandLine& line) const {
  const std::string verb = core::folded(line.verb());
  const auto found =
      std::find_if(verbs_.begin(), verbs_.end(), [&](const auto& entry) { return entry.first == verb; });
  return found == verbs_.end() ? nullptr : &found->second;
}

Feature* Dispatcher::feature_named(std::string_view name) const {
  const auto found =
      std::find_if(features_.begin(), features_.end(), [&](Feature* f) { return f->name() == name; });
  return found == features_.end() ? nullptr : *found;
}

bool Dispatcher::sealed(const core::Event& event) const {
  if (const auto* press = std::get_if<core::Press>(&event)) return core::is_sealed_name(press->name);
  if (const auto* submit = std::get_if<core::Submit>(&event)) return core::is_sealed_name(submit->name);
  const Route* route = route_of(core::parse_command(std::get<core::Command>(event).text));
  return route && route->spec->sealed;
}

Reply Dispatcher::home(const core::SealedContext& context, const Who& who) const {
  std::vector<const core::Group*> groups;
  if (who.guest)
    groups = {who.group};
  else
    groups = context.people.groups_of(who.person.id);
  core::Message message;
  for (const core::Group* group : groups) {
    core::Actions actions;
    Who at = who;
    at.group = group;
    for (Feature* feature : features_) feature->offers(context, at, actions.buttons);
    if (actions.buttons.empty()) continue;
    message.blocks.emplace_back(core::Heading{group->name});
    message.blocks.emplace_back(std::move(actions));
  }
  if (message.blocks.empty())
    message.blocks.emplace_back(core::Paragraph{core::rich(who.language(), "home.nothing")});
  return whisper(std::move(message));
}

// Everything a shared link can do is anonymous.
Reply Dispatcher::handle_guest(const core::SealedContext& context, const core::Event& event) const {
  const core::Origin& origin = core::origin_of(event);
  const core::Group* group = context.people.group(core::GroupId(origin.guest_of));
  const core::Language language = origin.language.value_or(group ? group->language : core::Language::nb);
  if (!group || group->sheet == 0) return whisper(language, "guest.closed");
  core::Person nobody;
  nobody.id = core::guest_id(origin.user);
  nobody.language = language;
  const Who who{nobody, group, true, origin.language};
  if (const auto* press = std::get_if<core::Press>(&event)) {
    if (press->name == core::home_press) return home(context, who);
    if (Feature* feature = feature_named(owner_of(press->name)))
      return feature->sealed_press(context, who, *press);
  } else if (const auto* submit = std::get_if<core::Submit>(&event)) {
    if (Feature* feature = feature_named(owner_of(submit->name)))
      return feature->sealed_submit(context, who, *submit);
  }
  return whisper(language, "guest.only_anonymous");
}

Reply Dispatcher::handle_sealed(const core::SealedContext& context, const core::Event& event) const {
  const core::Origin& origin = core::origin_of(event);
  if (!origin.guest_of.empty()) return handle_guest(context, event);
  const core::Person* person = context.people.person(origin.workspace, origin.user);
  if (!person) return stranger();
  if (const auto* press = std::get_if<core::Press>(&event)) {
    const Who who{*person, group_of(context.people, *person, origin, nullptr), false, origin.language};
    if (press->name == core::home_press) return home(context, who);
    Feature* feature = feature_named(owner_of(press->name));
    return feature ? feature->sealed_press(context, who, *press)
                   : whisper(core::rich(person->language, "unknown.button"));
  }
  if (const auto* submit = std::get_if<core::Submit>(&event)) {
    const Who who{*person, group_of(context.people, *person, origin, nullptr), false, origin.language};
    Feature* feature = feature_named(owner_of(submit->name));
    return feature ? feature->sealed_submit(context, who, *submit)
                   : whisper(core::rich(person->language, "unknown.button"));
  }
  const auto& command = std::get<core::Command>(event);
  core::CommandLine line = core::parse_command(core::cleaned(command.text));
  const Route* route = route_of(line);
  const Who who{*person, group_of(context.people, *person, origin, &line), false, origin.language};
  if (!who.group && route->spec->needs_group) return which_group(context.people, *person);
  return route->feature->sealed_command(context, who, command);
}

Reply Dispatcher::handle_command(core::Context& context, const core::Command& command) const {
  const core::Person& person = *context.people().person(command.origin.workspace, command.origin.user);
  core::CommandLine line = core::parse_command(core::cleaned(command.text));
  const Route* route = line.words.empty() ? nullptr : route_of(line);
  if (line.words.empty()) {
    line.words.push_back({"help", false});
    route = route_of(line);
  }
  if (!route) {
    // Half-known input: the nearest verb, when it is near.
    const std::string typed = core::folded(line.verb());
    const std::string* nearest = nullptr;
    int slips = 0;
    for (const auto& [verb, candidate] : verbs_) {
      const int distance =
          typed.size() >= 3 && verb.starts_with(typed) ? 1 : core::slips_between(typed, verb);
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
      reply = whisper(core::rich(person.language, "unknown.nearest", {{"verb", shown}}));
    } else {
      reply = whisper(core::rich(person.language, "unknown.none"));
    }
    reply.whisper->blocks.emplace_back(core::Actions{{help_button(person.language)}});
    return reply;
  }
  const Who who{person, group_of(context.people(), person, command.origin, &line), false,
                command.origin.language};
  if (route->spec->needs_group) {
    if (!who.group) return which_group(context.people(), person);
    if (!core::may(person, *who.group, route->spec->needs))
      return whisper(core::rich(person.language, "who.needs." + std::string(core::code(route->spec->needs)),
                                {{"group", who.group->name}}));
  } else if (route->spec->needs == core::Role::coordinator && !person.coordinator) {
    return whisper(person.language, "who.needs.coordinator");
  }
  // texts: who.needs.*
  return route->feature->command(context, who, *route->spec, line);
}

Reply Dispatcher::handle(core::Context& context, const core::Event& event) const {
  const core::Origin& origin = core::origin_of(event);
  if (!origin.guest_of.empty())
    return whisper(origin.language.value_or(core::Language::nb), "guest.only_anonymous");
  const core::Person* person = context.people().person(origin.workspace, origin.user);
  if (!person) return stranger();
  if (const auto* command = std::get_if<core::Command>(&event)) return handle_command(context, *command);
  const Who who{*person, group_of(context.people(), *person, origin, nullptr), false, origin.language};
  if (const auto* press = std::get_if<core::Press>(&event)) {
    Feature* feature = feature_named(owner_of(press->name));
    return feature ? feature->press(context, who, *press)
                   : whisper(core::rich(person->language, "unknown.button"));
  }
  const auto& submit = std::get<core::Submit>(event);
  Feature* feature = feature_named(owner_of(submit.name));
  return feature ? feature->submit(context, who, submit)
                 : whisper(core::rich(person->language, "unknown.button"));
}

void Dispatcher::due(core::Context& context, const core::Job& job) const {
  Feature* feature = feature_named(owner_of(job.kind));
  if (!feature) throw std::logic_error("no feature for job kind " + job.kind);
  feature->due(context, job);
}

void Dispatcher::on(core::Context& context, const core::Fact& fact) const {
  for (Feature* feature : features_) feature->on(context, fact);
}

void Dispatcher::start(core::Context& context) const {
  for (Feature* feature : features_) feature->start(context);
}

}  // namespace runtime
