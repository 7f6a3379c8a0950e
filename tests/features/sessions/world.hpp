#pragma once
// A group with a programme, sessions in memory, and the feature, all on a clock that stands still until it is
// moved.

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/core/reply.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/sessions/feature.hpp"
#include "bot/features/sessions/planning.hpp"
#include "tests/support/interactions.hpp"

namespace sessions {

class MemoryStore final : public SessionStore {
 public:
  void save(const core::Session& session) override {
    saved[session.id] = session;
    ++writes;
  }
  void call_off(const core::SessionId& id, core::Instant now) override { called_off[id] = now; }
  std::optional<core::Session> find(const core::SessionId& id) override {
    const auto found = saved.find(id);
    if (found == saved.end()) return std::nullopt;
    return found->second;
  }
  std::vector<core::Session> of_group(const core::GroupId& group, core::Instant from,
                                      core::Instant to) override {
    std::vector<core::Session> found;
    for (const auto& [id, session] : saved)
      if (session.group == group && session.starts >= from && session.starts < to) found.push_back(session);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.starts < b.starts; });
    return found;
  }
  std::optional<core::Session> next(const core::GroupId& group, core::Instant after) override {
    for (const core::Session& session :
         of_group(group, after + std::chrono::seconds{1}, core::Instant::max()))
      if (session.state == core::Session::State::planned) return session;
    return std::nullopt;
  }
  std::optional<core::Instant> last_held(const core::GroupId& group, core::Instant from,
                                         core::Instant to) override {
    std::optional<core::Instant> last;
    for (const core::Session& session : of_group(group, from, to))
      if (session.state == core::Session::State::held) last = session.ends;
    return last;
  }
  std::optional<core::Session> latest(const core::GroupId& group) override {
    std::optional<core::Session> last;
    for (const core::Session& session : of_group(group, core::Instant::min(), core::Instant::max()))
      if (session.state != core::Session::State::cancelled) last = session;
    return last;
  }
  void save(const Run& run) override { runs[{run.group, run.number}] = run; }
  std::optional<Run> run(const core::GroupId& group, int number) override {
    const auto found = runs.find({group, number});
    return found == runs.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<Run> latest_run(const core::GroupId& group) override {
    std::optional<Run> last;
    for (const auto& [key, run] : runs)
      if (key.first == group) last = run;
    return last;
  }
  void set_attendance(const core::SessionId& session, const core::PersonId& person, bool coming) override {
    answers[session][person] = coming;
  }
  std::vector<std::pair<core::PersonId, bool>> attendance(const core::SessionId& session) override {
    return {answers[session].begin(), answers[session].end()};
  }
  void drop_attendance(const core::SessionId& session) override { answers.erase(session); }
  void drop_attendance(const core::SessionId& session, const core::PersonId& person) override {
    answers[session].erase(person);
  }
  std::optional<core::PersonId> lead(const core::SessionId& session) override {
    const auto found = leads.find(session);
    return found == leads.end() ? std::nullopt : std::optional(found->second);
  }
  void set_lead(const core::SessionId& session, const core::PersonId& person) override {
    leads[session] = person;
  }
  std::optional<Led> last_led(const core::GroupId& group, core::Instant before) override {
    std::optional<Led> last;
    for (const core::Session& session : of_group(group, core::Instant::min(), before))
      if (session.state != core::Session::State::cancelled && leads.contains(session.id))
        last = Led{session.starts, leads.at(session.id)};
    return last;
  }
  void set_alternates(const core::GroupId&, bool on) override { alternates = on; }

  std::string calendar_serial(const core::PersonId& person) override {
    const auto found = serials.find(person);
    return found == serials.end() ? std::string() : found->second;
  }
  void set_calendar_serial(const core::PersonId& person, const std::string& serial) override {
    if (serial.empty())
      serials.erase(person);
    else
      serials[person] = serial;
  }
  std::optional<Told> told_calendars(const core::SessionId& session) override {
    const auto found = told.find(session);
    if (found == told.end()) return std::nullopt;
    return found->second;
  }
  void set_told_calendars(const core::SessionId& session, const Told& what) override { told[session] = what; }

  std::map<std::pair<core::GroupId, int>, Run> runs;
  std::map<core::SessionId, Told> told;
  std::map<core::SessionId, core::PersonId> leads;
  bool alternates = false;
  std::map<core::PersonId, std::string> serials;
  std::map<core::SessionId, core::Session> saved;
  std::map<core::SessionId, core::Instant> called_off;
  std::map<core::SessionId, std::map<core::PersonId, bool>> answers;
  int writes = 0;
};

// "2026-11-24 13:00" on the wall in Oslo.
inline core::Instant wall(const std::string& reading) {
  const core::Instant as_utc =
      core::instant_from_text(reading.substr(0, 10) + "T" + reading.substr(11) + ":00Z");
  return core::Zone::named("Europe/Oslo").to_utc(core::Local{as_utc.time_since_epoch()});
}
inline std::string on_the_wall(core::Instant instant) {
  const core::Local local = core::Zone::named("Europe/Oslo").to_local(instant);
  const std::string text = core::to_text(core::Instant{local.time_since_epoch()});
  return text.substr(0, 10) + " " + text.substr(11, 5);
}
inline core::Date day(const std::string& date) {
  return core::Date{std::chrono::floor<std::chrono::days>(core::instant_from_text(date + "T00:00:00Z"))};
}

inline core::Group group_meeting(const std::string& cadence, const std::string& first) {
  core::Group group;
  group.id = core::GroupId{"g1"};
  group.key = "nord";
  group.name = "Nord";
  group.workspace = "w";
  group.channel = "c";
  group.programme = "pack";
  group.cadence = core::cadence_from_text(cadence, day(first));
  // Written out, so that the tests of other things need not know what the defaults make of a cadence.
  group.timeline["invitation"] = core::offset_from_text("-14d 10:00");
  group.timeline["followup"] = core::offset_from_text("end+1d 09:00");
  group.members = {{core::PersonId{"anne"}, core::Role::facilitator, {}},
                   {core::PersonId{"berit"}, core::Role::participant, {}},
                   {core::PersonId{"carl"}, core::Role::participant, {}},
                   {core::PersonId{"dag"}, core::Role::leader, {}}};
  return group;
}

inline core::Directory directory_of(const core::Group& group) {
  std::vector<core::Person> people;
  for (const char* name : {"anne", "berit", "carl", "dag", "eva"}) {
    core::Person person;
    person.id = core::PersonId{name};
    person.workspace = "w";
    person.user = name;
    person.name = std::string(1, static_cast<char>(name[0] - 'a' + 'A')) + (name + 1);
    person.coordinator = person.name == "Eva";
    people.push_back(std::move(person));
  }
  return {std::move(people), {group}};
}

// Themes "Tema 1" ...; every plan has 45 minutes of preparation.
inline core::Programme programme_of(int sessions) {
  core::Programme programme;
  programme.key = "pack";
  for (int i = 1; i <= sessions; ++i) {
    core::SessionPlan plan;
    plan.theme = core::Localized("Tema " + std::to_string(i));
    plan.about = core::Localized("Om tema " + std::to_string(i) + ".");
    plan.preparation = {
        {core::Resource::Kind::film, core::Localized("Filmen"), "https://example.org/film", 15},
        {core::Resource::Kind::text, core::Localized("Heftet"), "", 30}};
    plan.questions = {core::Localized("Hva gjorde inntrykk?")};
    plan.closing = {core::Localized("Dette vil jeg prøve …")};
    programme.sessions.push_back(std::move(plan));
  }
  return programme;
}

// Sessions every second Tuesday 13:00-14:30 from 24 November 2026; today is 1 November.
struct World {
  explicit World(core::Group g = group_meeting("annenhver tirsdag 13:00-14:30", "2026-11-24"),
                 const std::string& now = "2026-11-01 12:00", int plans = 60)
      : group(std::move(g)), context(wall(now), directory_of(group)) {
    programmes["pack"] = programme_of(plans);
    feature = make(store, programmes, {[this](const core::PersonId& person, const std::string& serial) {
                     return pages.empty() ? pages : pages + person.text + "/" + serial;
                   }});
    feature->start(context);
  }

  void configure(core::Group changed) {
    group = std::move(changed);
    context.set_people(directory_of(group));
    feature->start(context);
  }
  void wake_at(const std::string& reading) { context.wake_at(wall(reading), *feature); }
  void run_until(const std::string& reading) { context.run_until(wall(reading), *feature); }
  // Facts go round to the feature itself, as the engine sends them.
  void tell(const core::Fact& fact) { feature->on(context, fact); }

  std::vector<core::Session> all() {
    return store.of_group(group.id, core::Instant::min(), core::Instant::max());
  }
  core::Session on(const std::string& date) {
    for (const core::Session& session : all())
      if (on_the_wall(session.starts).starts_with(date)) return session;
    throw std::logic_error("no session on " + date);
  }
  std::vector<std::string> planned() {
    std::vector<std::string> found;
    for (const core::Session& session : all())
      if (session.state == core::Session::State::planned)
        found.push_back(std::to_string(session.number) + ": " + on_the_wall(session.starts));
    return found;
  }
  // Keys of what is posted to the group or to anybody, with the ids of sessions replaced by their dates.
  std::vector<std::string> posted() {
    std::vector<std::string> keys;
    for (const core::Post& post : context.posts) {
      std::string key = post.key;
      for (const auto& [id, session] : store.saved)
        if (const auto at = key.find(id.text); at != std::string::npos)
          key.replace(at, id.text.size(), on_the_wall(session.starts).substr(0, 10));
      keys.push_back(key);
    }
    return keys;
  }
  std::string said(const std::string& prefix) {
    for (const core::Post& post : context.posts)
      if (post.key.starts_with(prefix)) return core::plain_text(post.message);
    return {};
  }
  // The leader's question about cover is apart from the rest.
  std::vector<std::string> moments_emitted() const {
    std::vector<std::string> found;
    for (const auto& due : context.facts_of<core::MomentDue>())
      if (due.moment != "cover") found.push_back(due.moment);
    return found;
  }

  const core::Person& person(const std::string& id) const {
    return *context.people().person(core::PersonId{id});
  }
  core::Reply type(const std::string& id, const std::string& text) {
    return front().say(person(id), text, group.channel);
  }
  core::Reply press(const std::string& id, const std::string& name, const std::string& value) {
    return front().press(person(id), name, value);
  }
  // The first button of a preview: yes.
  core::Reply yes(const std::string& id, const core::Reply& preview) {
    if (preview.whisper)
      for (const core::Block& block : preview.whisper->blocks)
        if (const auto* actions = std::get_if<core::Actions>(&block))
          return press(id, actions->buttons.front().name, actions->buttons.front().value);
    return preview;
  }
  core::Reply submit(const std::string& id, const std::string& name, const core::FormValues& values) {
    return front().submit(person(id), name, group.id.text, values);
  }
  support::Interactions front() { return support::Interactions(context, {feature.get()}); }

  core::Group group;
  MemoryStore store;
  core::Programmes programmes;
  std::string pages = "https://refleks.example.org/";  // where calendars are served; empty: nowhere
  support::FakeContext context;
  std::unique_ptr<features::Feature> feature;
};

inline std::string whispered(const core::Reply& reply) {
  return reply.whisper ? core::plain_text(*reply.whisper) : std::string("(no whisper)");
}

}  // namespace sessions
