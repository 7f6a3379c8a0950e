#include "bot/runtime/gathering.hpp"

#include <algorithm>

#include "bot/core/event.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/result_post.hpp"
#include "bot/core/utf8.hpp"

namespace runtime {
namespace {

constexpr std::string_view prefix = "gathered:";
constexpr std::size_t named = 15;      // of what waits
constexpr std::size_t letters = 240;   // of each
constexpr std::size_t answerable = 5;  // of what will not come, with its buttons

core::Rich shortened(core::Rich words) {
  std::size_t left = letters;
  for (auto span = words.begin(); span != words.end(); ++span) {
    std::size_t at = 0;
    for (; at < span->text.size() && left > 0; --left) at += core::code_point_at(span->text, at).bytes;
    if (at == span->text.size()) continue;
    span->text.erase(at);
    span->text += "…";
    words.erase(span + 1, words.end());
    break;
  }
  return words;
}

// What it is about, as its heading and first words say it. Of a result the heading alone: nobody hears of it
// before the group.
core::Rich gist_of(std::string_view key, const core::Message& message) {
  const bool result = key.starts_with(core::result_post);
  core::Rich gist;
  for (const core::Block& block : message.blocks) {
    if (const auto* heading = std::get_if<core::Heading>(&block); heading && gist.empty())
      gist.emplace_back(heading->text + " ", core::Span::Style::strong);
    if (result) continue;
    if (const auto* facts = std::get_if<core::Facts>(&block)) {
      for (const auto& [label, value] : facts->rows) gist.emplace_back(label + ": " + value + ". ");
      break;
    }
    const auto* paragraph = std::get_if<core::Paragraph>(&block);
    if (!paragraph || paragraph->drawing) continue;
    gist.insert(gist.end(), paragraph->text.begin(), paragraph->text.end());
    break;
  }
  if (gist.empty() && !result) gist.emplace_back(core::plain_text(message));
  return shortened(std::move(gist));
}

// What waits, and of it what will not come: on Monday it is too late for it.
struct Waiting {
  std::vector<std::string> comes, too_late;  // keys
};
Waiting waiting_at(OutboxStore& outbox, const core::Destination& place, core::Instant until) {
  Waiting all;
  for (std::string& key : outbox.waiting_from(place, until)) {
    const auto row = outbox.look(key);
    (row && row->lapses && *row->lapses <= until ? all.too_late : all.comes).push_back(std::move(key));
  }
  return all;
}

// The last ones: what came first has been named before.
core::List listed(OutboxStore& outbox, const std::vector<std::string>& waiting, core::Language language) {
  core::List list;
  const std::size_t unnamed = waiting.size() > named ? waiting.size() - named : 0;
  for (std::size_t at = unnamed; at < waiting.size(); ++at) {
    const std::string& key = waiting[at];
    try {
      if (core::Rich gist = gist_of(key, outbox.message(key)); !gist.empty())
        list.items.push_back(std::move(gist));
    } catch (const std::exception&) {
      continue;  // cannot be read: it is set aside when its turn comes
    }
  }
  if (unnamed > 0)
    list.items.push_back(core::rich(language, "engine.gathered.more", {{"n", static_cast<int>(unnamed)}}));
  return list;
}

// What would have been pressed below a message.
std::vector<core::Actions> actions_of(OutboxStore& outbox, const std::string& key) try {
  std::vector<core::Actions> all;
  for (const core::Block& block : outbox.message(key).blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block)) all.push_back(*actions);
  return all;
} catch (const std::exception&) {
  return {};  // as in the list
}

struct Answered {
  std::string key;
  std::vector<core::Actions> actions;
  bool urgent = false, shown = false;
};

// Of those that have buttons the newest; what is urgent is put ahead of all, however new.
std::vector<Answered> answered_among(OutboxStore& outbox, const std::vector<std::string>& keys) {
  std::vector<Answered> all;
  for (const std::string& key : keys)
    if (auto actions = actions_of(outbox, key); !actions.empty()) {
      const auto row = outbox.look(key);
      all.push_back({key, std::move(actions), row && row->urgent});
    }
  std::size_t left = answerable;
  for (const bool urgent : {true, false})
    for (auto one = all.rbegin(); one != all.rend() && left > 0; ++one)
      if (one->urgent == urgent) {
        one->shown = true;
        --left;
      }
  return all;
}

bool is_sealed(const Answered& one) {
  return std::ranges::any_of(one.actions, [](const core::Actions& actions) {
    return std::ranges::any_of(actions.buttons,
                               [](const auto& button) { return core::is_sealed_name(button.name); });
  });
}

// What does not come is answered here or nowhere: some stand each with their own buttons. Tells whether that
// is all: no others have some, and none is without names, whose answer is taken back where all of those are.
bool add_with_buttons(core::Message& message, OutboxStore& outbox, const std::vector<std::string>& keys,
                      core::Language language) {
  std::vector<Answered> answered = answered_among(outbox, keys);
  const std::size_t with_buttons = answered.size();
  std::erase_if(answered, [](const Answered& one) { return !one.shown; });
  std::vector<std::string> alone = keys;
  std::erase_if(alone, [&](const std::string& key) {
    return std::ranges::find(answered, key, &Answered::key) != answered.end();
  });
  if (!alone.empty()) message.blocks.emplace_back(listed(outbox, alone, language));
  for (Answered& one : answered) {
    if (core::List gist = listed(outbox, {one.key}, language); !gist.items.empty())
      message.blocks.emplace_back(std::move(gist));
    for (core::Actions& actions : one.actions) message.blocks.emplace_back(std::move(actions));
  }
  return !answered.empty() && answered.size() == with_buttons && std::ranges::none_of(answered, is_sealed);
}

// Whom it is to: of a group the channel, where votes and check-outs without names can be answered, which are
// open although they wait; somebody who reads for themselves; or who only hears what a group does not get.
enum class Reader { group, person, facilitator };

void add_waiting(core::Message& message, OutboxStore& outbox, const Waiting& waiting, core::Language language,
                 Reader reader) {
  if (!waiting.comes.empty()) message.blocks.emplace_back(listed(outbox, waiting.comes, language));
  bool answered_here = false;
  if (!waiting.too_late.empty()) {
    core::say(message, language, "engine.gathered.too_late");
    if (reader != Reader::facilitator)
      answered_here = add_with_buttons(message, outbox, waiting.too_late, language);
    else
      message.blocks.emplace_back(listed(outbox, waiting.too_late, language));
  }
  if (reader != Reader::group || (waiting.comes.empty() && answered_here)) return;
  message.blocks.emplace_back(core::Actions{
      {{core::text(language, "engine.gathered.answer"), std::string(core::home_press), "", {}}}});
}

// Who reads there, in a form that goes with a person who is erased.
std::string name_of(const core::Directory& people, const core::Destination& place, const core::Group* group) {
  if (group) return group->id.text;
  if (const core::Person* person = person_at(people, place)) return person->id.text;
  return core::id_from_name("place " + place.workspace + " " + place.id);
}

}  // namespace

bool is_gathering(std::string_view key) {
  return key.starts_with(prefix);
}

std::string gathering_key(const core::Directory& people, const core::Destination& place,
                          const std::string& week) {
  const core::Group* group = place.kind == core::Destination::Kind::channel
                                 ? people.group_in_channel(place.workspace, place.id)
                                 : nullptr;
  return std::string(prefix) + week + ":" + name_of(people, place, group);
}

void tell_gathered(UnitOfWork& work, OutboxStore& outbox, const Gathering& gathering) {
  const auto& [place, week, until, respect_quiet, most] = gathering;
  const core::Directory& people = work.people();
  const core::Group* group = place.kind == core::Destination::Kind::channel
                                 ? people.group_in_channel(place.workspace, place.id)
                                 : nullptr;
  const core::Person* person = person_at(people, place);
  const core::Language language = group ? group->language : person ? person->language : core::Language::nb;
  const Waiting waiting = waiting_at(outbox, place, until);
  const auto when = [&](core::Language in) {
    return core::say_moment(in, core::Zone::named(group ? group->zone : work.zone()).to_local(until));
  };

  core::Message message;
  core::head(message, language, "engine.gathered.title");
  // texts: engine.gathered.channel, engine.gathered.person
  core::say(message, language, group ? "engine.gathered.channel" : "engine.gathered.person",
            {{"most", most}, {"when", when(language)}});
  add_waiting(message, outbox, waiting, language, group ? Reader::group : Reader::person);
  const std::string key = gathering_key(people, place, week);
  work.post_here({key, place, message, respect_quiet});
  work.update(key, std::move(message));
  if (!group) return;

  for (const core::Person* facilitator : people.with_role(*group, core::Role::facilitator)) {
    core::Message told;
    core::head(told, facilitator->language, "engine.gathered.title");
    core::say(told, facilitator->language, "engine.gathered.facilitator",
              {{"group", group->name}, {"most", most}, {"when", when(facilitator->language)}});
    add_waiting(told, outbox, waiting, facilitator->language, Reader::facilitator);
    const std::string theirs = "gathered-in:" + week + ":" + group->id.text + ":" + facilitator->id.text;
    work.post(
        core::urgent(core::of_group(group->id, {theirs, core::destination_of(*facilitator), told, true})));
    work.update(theirs, std::move(told));
  }
}

}  // namespace runtime
