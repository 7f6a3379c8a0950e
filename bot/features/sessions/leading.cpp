#include "bot/features/sessions/leading.hpp"

#include <algorithm>

#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/feature.hpp"

namespace sessions {
namespace {

using core::Language;
using core::Person;
using core::Reply;
using core::Session;
using core::whisper;
using features::Here;
using features::Right;

constexpr std::size_t shown_ahead = 5;

using Facilitators = std::vector<const Person*>;

Facilitators facilitators_of(const core::Directory& people, const core::Group& group) {
  return people.with_role(group, core::Role::facilitator);
}
std::optional<std::size_t> place_of(const Facilitators& all, const core::PersonId& person) {
  const auto found = std::ranges::find(all, person, &Person::id);
  return found == all.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - all.begin()));
}
// Who comes after them; the first where they are none any more.
const Person* after(const Facilitators& all, const core::PersonId& person, std::size_t steps) {
  const auto place = place_of(all, person);
  return all[(place ? *place + steps : steps - 1) % all.size()];
}
bool is_word(const core::CommandLine::Word& word, std::initializer_list<const char*> words) {
  const std::string said = core::folded(word.text);
  return std::ranges::any_of(words, [&](const char* each) { return said == core::folded(each); });
}

}  // namespace

const Person* lead_of(SessionStore& store, const core::Directory& people, const Session& session,
                      const core::Group& group) {
  const Facilitators all = facilitators_of(people, group);
  if (all.size() < 2) return nullptr;
  if (const auto settled = store.lead(session.id))
    if (const auto place = place_of(all, *settled)) return all[*place];
  const auto last = store.last_led(group.id, session.starts);
  if (!last && !group.alternates) return nullptr;
  if (!group.alternates) return after(all, last->person, place_of(all, last->person) ? 0 : 1);
  std::size_t since = 0;  // sessions from there to this one
  const core::Instant from = last ? last->starts + std::chrono::seconds{1} : core::Instant{};
  for (const Session& other : store.of_group(group.id, from, session.starts))
    since += other.state != Session::State::cancelled;
  return last ? after(all, last->person, since + 1) : all[since % all.size()];
}

std::vector<const Person*> asked_about(SessionStore& store, const core::Directory& people,
                                       const core::SessionId& id, const core::Group& group,
                                       core::Instant now) {
  auto all = at_work(people, group, now);
  const auto session = store.find(id);
  const Person* lead = session ? lead_of(store, people, *session, group) : nullptr;
  if (lead && std::ranges::find(all, lead) != all.end()) return {lead};
  return all;
}

std::vector<core::Block> said_lead(SessionStore& store, const core::Directory& people, const Session& session,
                                   const core::Group& group, Language language) {
  const Person* lead = lead_of(store, people, session, group);
  if (!lead) return {};
  return {core::Paragraph{core::rich(language, "sessions.lead", {{"name", lead->name}})}};
}

std::vector<features::CommandSpec> Leading::commands() {
  return {{"lead",
           {"hovedansvar", "hovudansvar", "main-facilitator", "ansvar"},
           Right::facilitator,
           features::by(this, &Leading::command)}};
}

std::vector<features::EventRow> Leading::events() {
  namespace e = sessions::events;
  const auto turns = [](Leading*, const core::GroupId& group, int on) {
    return std::optional(Turns{group, on != 0});
  };
  return {features::press(e::give_lead, Right::facilitator, this, &Leading::giving, &Leading::give,
                          &Leading::over)
              .otherwise("sessions.unknown"),
          features::press(e::take_turns, Right::facilitator, this, turns, &Leading::take_turns)};
}

std::vector<const Person*> Leading::asked(core::Context& context, const Session& session,
                                          const core::Group& group) {
  return asked_about(store_, context.people(), session.id, group, context.now());
}

void Leading::keep(const core::Directory& people, const Session& session, const core::Group& group) {
  if (const Person* lead = lead_of(store_, people, session, group)) store_.set_lead(session.id, lead->id);
}

// hovedansvar | hovedansvar bytt | hovedansvar @kari
Reply Leading::command(core::Context& context, const Here& who, const core::CommandLine& line) {
  const Facilitators all = facilitators_of(context.people(), who.group);
  if (all.size() < 2) return whisper(who.language(), "sessions.lead.alone");
  const std::vector<core::CommandLine::Word> words(line.words.begin() + 1, line.words.end());
  if (words.empty()) return show(context, who, "sessions.lead.intro");
  const auto ahead = planner_.coming(who.group, context.now());
  if (ahead.empty()) return whisper(who.language(), "sessions.sheet.none");
  const Session& next = ahead.front();
  const Person* now = lead_of(store_, context.people(), next, who.group);
  if (words.size() == 1 && is_word(words.front(), {"bytt", "byt", "swap"})) {
    // Whoever says so takes it over where it was nobody's.
    const core::PersonId from = now ? now->id : who.person.id;
    const Person* to = now || !place_of(all, from) ? after(all, from, 1) : all[*place_of(all, from)];
    return give(context, who, {next, to->id});
  }
  std::string name;
  for (const core::CommandLine::Word& word : words) {
    const Person* meant = word.user ? context.people().person(who.group.workspace, *word.user) : nullptr;
    if (meant && place_of(all, meant->id)) return give(context, who, {next, meant->id});
    name += (name.empty() ? "" : " ") + word.text.substr(word.text.starts_with('@') ? 1 : 0);
  }
  const std::string wanted = core::folded(name);
  Facilitators whole, beginning;
  for (const Person* one : all) {
    const std::string called = core::folded(one->name);
    if (called == wanted) whole.push_back(one);
    if (!wanted.empty() && called.starts_with(wanted)) beginning.push_back(one);
  }
  const Facilitators& meant = whole.empty() ? beginning : whole;
  if (meant.size() == 1) return give(context, who, {next, meant.front()->id});
  return show(context, who, meant.empty() ? "sessions.lead.who" : "sessions.lead.several");
}

Reply Leading::show(core::Context& context, const Here& who, std::string_view intro_key) {
  const Language language = who.language();
  const core::Group& group = who.group;
  const Facilitators all = facilitators_of(context.people(), group);
  core::Message message;
  core::head(message, language, "sessions.lead.title", {{"group", group.name}});
  core::say(message, language, intro_key);  // texts: sessions.lead.*
  auto ahead = planner_.coming(group, context.now());
  if (ahead.size() > shown_ahead) ahead.resize(shown_ahead);
  core::Facts facts;
  for (const Session& session : ahead) {
    const Person* lead = lead_of(store_, context.people(), session, group);
    facts.rows.emplace_back(say_when_and_year(session, group, language, context.now()),
                            lead ? lead->name : core::text(language, "sessions.lead.nobody"));
  }
  if (!facts.rows.empty()) message.blocks.emplace_back(std::move(facts));
  core::Actions actions;
  if (!ahead.empty()) {
    const Person* now = lead_of(store_, context.people(), ahead.front(), group);
    for (const Person* one : all)
      if (one != now)
        actions.buttons.push_back(
            events::give_lead.button(core::text(language, "sessions.lead.give", {{"name", one->name}}),
                                     ahead.front().id, one->id.text, core::Button::Style::primary));
  }
  actions.buttons.push_back(events::take_turns.button(
      core::text(language, group.alternates ? "sessions.lead.no_turns" : "sessions.lead.turns"), group.id,
      group.alternates ? 0 : 1));
  message.blocks.emplace_back(std::move(actions));
  return whisper(std::move(message));
}

std::optional<Leading::Giving> Leading::giving(const core::SessionId& id, const std::string& to) {
  auto session = store_.find(id);
  return session ? std::optional(Giving{*std::move(session), core::PersonId(to)}) : std::nullopt;
}

std::optional<Reply> Leading::over(core::Context& context, const Here& who, const Giving& giving) {
  const bool ahead = giving.session.state == Session::State::planned && giving.session.ends > context.now();
  if (ahead && place_of(facilitators_of(context.people(), who.group), giving.to)) return std::nullopt;
  return whisper(who.language(), "sessions.lead.old");
}

Reply Leading::give(core::Context& context, const Here& who, const Giving& giving) {
  const auto& [session, to] = giving;
  const Person* before = lead_of(store_, context.people(), session, who.group);
  const Person* now = context.people().person(to);
  const auto when = [&](Language language) { return say_when(session, who.group, language); };
  if (before == now)
    return whisper(who.language(), "sessions.lead.is", {{"name", now->name}, {"when", when(who.language())}});
  store_.set_lead(session.id, to);
  const char* const on = who.group.alternates ? "sessions.lead.then_turns" : "sessions.lead.stays";
  for (const Person* one : facilitators_of(context.people(), who.group)) {
    if (one->id == who.person.id || (one != before && one != now)) continue;
    core::Message message;
    core::say(message, one->language, one == now ? "sessions.lead.yours" : "sessions.lead.others",
              {{"group", who.group.name}, {"when", when(one->language)}, {"name", now->name}});
    core::say(message, one->language, on);
    message.blocks.emplace_back(core::Actions{{core::events::say.button(
        core::text(one->language, "sessions.sheet.see"), "kjøreplan " + who.group.key)}});
    context.post(core::until(
        session.ends, core::of_group(who.group.id, {"lead:" + session.id.text + ":" +
                                                        core::new_id(context.random()) + ":" + one->id.text,
                                                    core::destination_of(*one), std::move(message), true})));
  }
  Reply reply =
      whisper(who.language(), "sessions.lead.given", {{"name", now->name}, {"when", when(who.language())}});
  core::say(reply.whisper.own(), who.language(), on);
  return reply;
}

Reply Leading::take_turns(core::Context& context, const Here& who, const Turns& turns) {
  if (turns.on != who.group.alternates) {
    store_.set_alternates(who.group.id, turns.on);
    context.people_changed();
    context.emit(core::GroupChanged{who.group.id, {}, who.person.id});
  }
  Reply reply = whisper(who.language(), turns.on ? "sessions.lead.turns_on" : "sessions.lead.turns_off");
  reply.whisper.own().blocks.emplace_back(core::Actions{{core::events::say.button(
      core::text(who.language(), "sessions.lead.see"), "hovedansvar " + who.group.key)}});
  return reply;
}

}  // namespace sessions
