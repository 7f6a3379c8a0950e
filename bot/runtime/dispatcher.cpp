#include "bot/runtime/dispatcher.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "bot/core/events.hpp"
#include "bot/core/receipt_code.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/runtime/asking_back.hpp"
#include "bot/runtime/everyday.hpp"
#include "bot/runtime/strangers.hpp"

namespace runtime {
namespace {

using core::Reply, core::whisper;
using features::CommandSpec, features::EventRow, features::Feature, features::Here, features::Who;

// "polls/close" -> "polls"; "box/polls/answer" -> "polls".
std::string_view owner_of(std::string_view name) {
  if (core::is_sealed_name(name)) name.remove_prefix(4);
  return name.substr(0, name.find('/'));
}

// Words as they are compared; one that can be no part of a name is empty.
std::vector<std::string> folded_words(const core::CommandLine& line) {
  std::vector<std::string> words;
  for (const auto& word : line.words)
    words.push_back(word.quoted || word.user ? std::string() : core::folded(word.text));
  return words;
}
std::vector<std::string> folded_words(const std::string& name) {
  std::vector<std::string> words;
  std::istringstream parts(name);
  for (std::string part; parts >> part;) words.push_back(core::folded(part));
  return words;
}

// Where in the line a group that `person` may name stands, by key or name: the first place, how many words.
struct Named {
  const core::Group* group = nullptr;
  std::size_t at = 0, words = 0;
};
Named group_in(const core::CommandLine& line, const core::Directory& people, const core::Person& person) {
  const std::vector<std::string> typed = folded_words(line);
  Named first;
  for (const core::Group& group : people.groups()) {
    if (!person.coordinator && !group.member(person.id)) continue;
    const std::vector<std::string> key{core::folded(group.key)}, name = folded_words(group.name);
    for (const auto* wanted : {&key, &name})
      for (std::size_t at = 1; !wanted->empty() && at + wanted->size() <= typed.size(); ++at) {
        if (first.group && (at > first.at || (at == first.at && wanted->size() <= first.words))) break;
        if (std::equal(wanted->begin(), wanted->end(), typed.begin() + static_cast<std::ptrdiff_t>(at)))
          first = {&group, at, wanted->size()};
      }
  }
  return first;
}

// A button that says a command is that command.
void take_said_by_button(core::Event& event) {
  const auto* press = std::get_if<core::Press>(&event);
  if (!press) return;
  for (const auto& say : {core::events::say, core::events::say_sealed})
    if (press->name == say.name)
      if (const auto value = say.unpacked(press->value)) {
        event = core::Command{press->origin, std::get<0>(*value)};
        return;
      }
}

bool is_press(const Routed& routed, std::string_view name) {
  const auto* press = std::get_if<core::Press>(&routed.event);
  return press && press->name == name;
}

}  // namespace

const core::Group* group_of(const core::Directory& people, const core::Person& person,
                            const core::Origin& origin, core::CommandLine* line) {
  const core::Group* here = people.group_in_channel(origin.workspace, origin.channel);
  const Named named = line ? group_in(*line, people, person) : Named();
  // In a group's own channel its name right behind the verb is no other word.
  if (named.group && (!here || (named.group == here && named.at == 1))) {
    const auto first = line->words.begin() + static_cast<std::ptrdiff_t>(named.at);
    line->words.erase(first, first + static_cast<std::ptrdiff_t>(named.words));
    return named.group;
  }
  const auto mine = people.groups_of(person.id);
  return here ? here : mine.size() == 1 ? mine.front() : nullptr;
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
  commands_ = features::by_use(std::move(commands_));
  for (const CommandSpec& spec : commands_)
    for (std::string_view verb : spec.verbs) {
      const std::string key = core::folded(verb);
      if (plain_verbs_.try_emplace(core::without_rings(key), &spec).first->second != &spec)
        throw std::logic_error("two commands take the verb " + key);
      verbs_.emplace(key, &spec);
    }
  for (Feature* feature : features_)
    for (EventRow& row : feature->events()) add_event(*feature, std::move(row));
}

void Dispatcher::add_event(const Feature& feature, EventRow row) {
  const std::string name(row.name);
  if (row_for(row.kind, row.name)) throw std::logic_error("two answer the event " + name);
  if (core::is_sealed_name(row.name) != row.sealed() || owner_of(row.name) != feature.name())
    throw std::logic_error("the event " + name + " is not named as it is answered");
  events_.push_back(std::move(row));
}

Feature* Dispatcher::feature_named(std::string_view name) const {
  const auto found =
      std::find_if(features_.begin(), features_.end(), [&](Feature* f) { return f->name() == name; });
  return found == features_.end() ? nullptr : *found;
}

const EventRow* Dispatcher::row_for(EventRow::Kind kind, std::string_view name) const {
  const auto found = std::find_if(events_.begin(), events_.end(),
                                  [&](const EventRow& row) { return row.kind == kind && row.name == name; });
  return found == events_.end() ? nullptr : &*found;
}

const CommandSpec* Dispatcher::command_for(const std::string& typed) const {
  const std::string verb = core::folded(typed);
  if (const auto exact = verbs_.find(verb); exact != verbs_.end()) return exact->second;
  const auto plain = plain_verbs_.find(core::without_rings(verb));
  return plain == plain_verbs_.end() ? nullptr : plain->second;
}

// "god praksis" is god-praksis, and "kurs bevis" kursbevis.
void Dispatcher::join_verb(core::CommandLine& line) const {
  const auto plain = [&](std::size_t i) { return !line.words[i].quoted && !line.words[i].user; };
  if (line.words.size() < 2 || !plain(0) || !plain(1)) return;
  const std::string first = line.words[0].text, second = line.words[1].text;
  for (const std::string& both : {first + "-" + second, first + second}) {
    const bool known = both.size() == first.size() + second.size() && command_for(first);
    if (known || !command_for(both)) continue;
    line.words[0].text = both;
    line.words.erase(line.words.begin() + 1);
    return;
  }
}

// "Bygg og plan" is a group, "syk" behind "avbud" the same once more, and "gruppe" behind "pause" a word of
// its own.
void Dispatcher::part_second(Routed& routed, const core::Directory& people,
                             const core::Person& person) const {
  const Named named = group_in(routed.line, people, person);
  const std::size_t at = second_command(routed.line, [&](std::size_t i, const std::string& word) {
    if (named.group && i > named.at && i < named.at + named.words) return false;
    const auto same = [&](std::string_view own) { return core::folded(own) == core::folded(word); };
    if (std::ranges::any_of(routed.command->reads, same)) return false;
    const CommandSpec* other = command_for(word);
    return other && (other != routed.command || core::folded(word) == core::folded(routed.line.verb()));
  });
  if (at == 0) return;
  routed.next = command_for(core::verb_alone(routed.line.words[at].text));
  // What stands behind an anonymous verb is not read, and not kept.
  routed.next_is_less = routed.next->sealed() && at + 1 < routed.line.words.size();
  if (routed.next->sealed()) routed.line.words.resize(at + 1);
  routed.next_said = typed_again(routed.line, at);
  cut_before(routed.line, at);
}

// What a second command speaks of is its own: "avlys 24.11 og avstemning ...".
core::CommandLine Dispatcher::before_second(core::CommandLine line) const {
  const std::size_t at = second_command(
      line, [&](std::size_t, const std::string& word) { return command_for(word) != nullptr; });
  if (at > 0) line.words.resize(at);
  return line;
}

Routed Dispatcher::route(core::Event event) const {
  Routed routed;
  routed.event = std::move(event);
  route(routed);
  return routed;
}

void Dispatcher::route(Routed& routed) const {
  const auto* pressed = std::get_if<core::Press>(&routed.event);
  const bool by_sealed = pressed && core::is_sealed_name(pressed->name);
  if (auto* command = std::get_if<core::Command>(&routed.event);
      command && command->text.size() > core::longest_command) {
    command->text.resize(core::longest_command);
    routed.too_long = true;
  }
  core::clean(routed.event);
  take_said_by_button(routed.event);
  if (const auto* command = std::get_if<core::Command>(&routed.event)) {
    routed.line = core::parse_command(command->text, command->mentions);
    join_verb(routed.line);
    routed.command = command_for(routed.line.words.empty() ? "help" : routed.line.verb());
    if (routed.command && speaks_of_another(routed.command->name, routed.line)) {
      // Nobody is erased for a "slett" with something in the next line.
      const bool erases = routed.command->name == "erase_me";
      if (erases || speaks_of_another(routed.command->name, before_second(routed.line)))
        routed.command = nullptr;
    }
    const bool sealed = routed.command && routed.command->sealed();
    if (by_sealed && !sealed) routed.command = nullptr;  // what is said in secret leaves no trace
    routed.sealed = sealed || by_sealed;
  } else if (const auto* press = std::get_if<core::Press>(&routed.event)) {
    routed.sealed = core::is_sealed_name(press->name);
    routed.row = row_for(EventRow::Kind::press, press->name);
  } else {
    auto& submit = std::get<core::Submit>(routed.event);
    routed.sealed = core::is_sealed_name(submit.name);
    routed.row = row_for(EventRow::Kind::submit, submit.name);
    routed.warned = core::warned_of(submit.state);
    submit.state = core::without_mark(std::move(submit.state));
  }
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
  if (message.blocks.empty()) core::say(message, who.language(), "home.nothing");
  return whisper(std::move(message));
}

Reply Dispatcher::answered_sealed(const core::SealedContext& context, const Routed& routed) const {
  const core::Origin& origin = core::origin_of(routed.event);
  const bool asks_home = is_press(routed, core::home_press);
  // Everything a shared link can do is anonymous.
  if (!origin.guest_of.empty()) {
    const core::Group* group = context.people.group(core::GroupId(origin.guest_of));
    const core::Language language = language_of(context.people, origin);
    if (!group || (group->sheet == 0 && !origin.slip)) return whisper(language, "guest.closed");
    if (!routed.row && !asks_home) return whisper(language, "guest.only_anonymous");
    core::Person nobody;
    nobody.id = core::guest_id(origin.user);
    if (origin.slip) {
      const auto hash = core::receipt_hash(origin.user);
      if (!hash) return whisper(language, "guest.closed");
      nobody.id = core::slip_id(*hash);
    }
    nobody.language = language;
    const Who who(nobody, group, origin);
    return asks_home ? home(context, who) : handle_row(context, context.people, who, routed);
  }
  const core::Person* person = context.people.person(origin.workspace, origin.user);
  if (!person) return stranger(context.people, origin);
  if (routed.too_long) {
    Reply reply = whisper(language_of(context.people, origin), "command.too_long");
    return routed.command ? with_less(std::move(reply), routed, routed.line, nullptr) : reply;
  }
  if (routed.command) return handle_command(context, context.people, *person, routed);
  const Who who(*person, group_of(context.people, *person, origin, nullptr), origin);
  return asks_home ? home(context, who) : handle_row(context, context.people, who, routed);
}

// The one place where it is looked at whether a person may do what a button or form stands for: what it is
// about is found by its values, the group is that one's, whatever else came with it.
template <class Context>
Reply Dispatcher::handle_row(Context& context, const core::Directory& people, const Who& who,
                             const Routed& routed) const {
  if (!routed.row) return whisper(who.language(), "unknown.button");
  const EventRow& row = *routed.row;
  static const core::FormValues nothing;
  const auto* press = std::get_if<core::Press>(&routed.event);
  const auto* submit = std::get_if<core::Submit>(&routed.event);
  const features::Given given{press ? press->value : submit->state, submit ? submit->values : nothing,
                              routed.warned};
  // texts: who.needs.* who.needs_any.*
  const std::string right(core::code(row.needs));
  if (const auto* plain = std::get_if<features::Plain<Context>>(&row.answer)) {
    if (!features::may_anywhere(people, who, row.needs))
      return whisper(who.language(), "who.needs_any." + right);
    auto reply = (*plain)(context, who, given);
    return reply ? *std::move(reply) : whisper(who.language(), row.gone(given));
  }
  const auto found = std::get<features::Finder<Context>>(row.answer)(given);
  const core::Group* group = found ? people.group(found->group) : nullptr;
  // Its group is out of the file for now, or what it is about is there no more: the words stay.
  if (!group && (found || row.keeps) && !who.guest && !given.filled.empty()) {
    Reply kept;
    kept.errors[given.filled.begin()->first] =
        core::text(who.language(), found ? "who.group_away" : row.gone(given));
    return kept;
  }
  const bool may = group && features::may(who, *group, row.needs);
  // Whoever came by a link hears nothing of other groups.
  if (!group || (!may && who.guest)) return whisper(who.language(), row.gone(given));
  if (!may) return whisper(who.language(), "who.needs." + right, {{"group", group->name}});
  return found->act(context, Here(who, *group));
}

// `Context` is that of the command's kind: the other two handlers cannot be there.
template <class Context>
Reply Dispatcher::handle_command(Context& context, const core::Directory& people, const core::Person& person,
                                 const Routed& routed) const {
  core::CommandLine line = routed.line;
  const core::Group* near = group_of(people, person, core::origin_of(routed.event), &line);
  const core::Group* named = line.words.size() < routed.line.words.size() ? near : nullptr;
  return with_less(carried_out(context, people, person, routed, near, line), routed, line, named);
}

template <class Context>
Reply Dispatcher::carried_out(Context& context, const core::Directory& people, const core::Person& person,
                              const Routed& routed, const core::Group* near,
                              const core::CommandLine& line) const {
  const core::Origin& origin = core::origin_of(routed.event);
  const CommandSpec& spec = *routed.command;
  if (!near && spec.needs_group()) near = only_group(people, Who(person, nullptr, origin), spec.needs);
  const Who who(person, near, origin);
  const std::string right(core::code(spec.needs));
  if (const auto* answer = std::get_if<features::Answer<Context, Here>>(&spec.handler)) {
    if (!who.near) return which_group(people, who, routed);
    if (!features::may(who, *who.near, spec.needs))
      return refused(whisper(who.language(), "who.needs." + right, {{"group", who.near->name}}), people, who,
                     routed, commands_);
    return with_next((*answer)(context, Here(who, *who.near), line), who.language(), routed);
  }
  if (!features::may_anywhere(people, who, spec.needs))
    return refused(whisper(who.language(), "who.needs_any." + right), people, who, routed, commands_);
  return with_next(std::get<features::Answer<Context, Who>>(spec.handler)(context, who, line), who.language(),
                   routed);
}

Reply Dispatcher::answered(core::Context& context, const Routed& routed) const {
  const core::Origin& origin = core::origin_of(routed.event);
  if (!origin.guest_of.empty()) return whisper(language_of(context.people(), origin), "guest.only_anonymous");
  const core::Person* person = context.people().person(origin.workspace, origin.user);
  std::optional<core::Person> nobody;
  if (!person && routed.row && routed.row->strangers) person = &nobody.emplace(passer_by(context, origin));
  if (!person) return stranger(context.people(), origin);
  if (routed.too_long) return whisper(language_of(context.people(), origin), "command.too_long");
  if (routed.command) {
    Routed parted = routed;
    if (routed.command->behind == features::Behind::words) part_second(parted, context.people(), *person);
    return handle_command(context, context.people(), *person, parted);
  }
  if (is_press(routed, core::events::waiting.name)) return waiting(context, *person, origin);
  const Who who(*person, group_of(context.people(), *person, origin, nullptr), origin);
  if (std::holds_alternative<core::Command>(routed.event))
    return which_command(context.people(), who, routed, commands_);
  return handle_row(context, context.people(), who, routed);
}

Reply Dispatcher::waiting(core::Context& context, const core::Person& person,
                          const core::Origin& origin) const {
  core::Message message;
  for (const core::Group* group : context.people().groups_of(person.id))
    for (Feature* feature : features_)
      feature->waiting(context, Here(Who(person, group, origin), *group), message.blocks);
  return message.blocks.empty() ? Reply() : whisper(std::move(message));
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
