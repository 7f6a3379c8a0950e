#include "bot/app/simulate_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <set>

#include "bot/app/chats.hpp"
#include "bot/app/invented.hpp"
#include "bot/app/places.hpp"
#include "bot/app/rehearsal.hpp"
#include "bot/core/days.hpp"
#include "bot/core/leaders.hpp"
#include "bot/runtime/gathering.hpp"

namespace app {
namespace {

using core::Instant;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr auto on_pages = "pages", by_mail = "epost";
constexpr int stated = 7;  // messages a week: fewer than the fullest would have
// What waits for Monday while a week is full (docs/timeline.md).
constexpr std::array can_wait{"contract",        "tryout",        "tryout-told",      "certificate",
                              "period",          "period-beside", "long-preparation", "matter-waits",
                              "minutes",         "matter-passed", "leaders-part",     "cofacilitator",
                              "matter-withdrawn"};
// What leaders who come hear of as well as the group.
constexpr std::array about_sessions{"invitation", "reminder", "moved", "cancelled", "restored"};

// Every third has a page instead of a chat, and every second of those an address.
Config mixed(const ChangesOptions& options, core::Random& world) {
  Config config = invented_config(options.groups, world);
  Chats chats;
  chats.pages = on_pages;
  chats.mail = by_mail;
  config.chats = std::make_shared<const Chats>(std::move(chats));
  // Half of the leaders come to the sessions of their group.
  for (std::size_t i = 0; i < config.groups.size(); i += 2) config.groups[i].leaders_take_part = true;
  for (std::size_t i = 1; i < config.groups.size(); i += 2) config.groups[i].alternates = true;
  config.organisation.most_a_week = stated;
  config.organisation.ceiling_a_week = options.ceiling;
  int number = 0;
  for (core::Person& person : config.people) {
    if (person.coordinator || ++number % 3 != 0) continue;
    person.workspace = on_pages;
    if (number % 2 == 0) person.email = person.user + "@kommune.example";
  }
  return config;
}

// "20.1.2026"
std::string in_numbers(core::Date date) {
  return fmt::format("{}.{}.{}", static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
                     static_cast<int>(date.year()));
}

class ChangingWorld {
 public:
  ChangingWorld(const ChangesOptions& options, std::ostream& out)
      : options_(options), out_(out), world_(options.seed), config_(mixed(options, world_)) {}

  int run() {
    const core::Zone zone = core::Zone::named(config_.organisation.zone);
    const Instant start = zone.to_utc(core::at(invented_first_day, hours{6}));
    const TemporaryFolder folder("/dev/shm");  // thrown away: nothing that a disk must keep
    config_.organisation.data = folder.path();
    Rehearsal rehearsal(config_, start, options_.seed * 7919 + 1, database_of(config_),
                        [this](Instant at, const runtime::Delivery& delivery) { hear(at, delivery); });
    rehearsal_ = &rehearsal;
    for (int day = 0; day < options_.days; ++day) {
      const core::Date date = core::plus(invented_first_day, days{day});
      rehearsal.advance(zone.to_utc(core::at(date, hours{9} + minutes{7})));
      if (const auto weekday = std::chrono::weekday{std::chrono::sys_days{date}};
          weekday != std::chrono::Saturday && weekday != std::chrono::Sunday)
        for (const core::Group& group : config_.groups) happen(group.key, date);
    }
    rehearsal.advance(start + days{options_.days});
    return report();
  }

 private:
  bool one_in(std::uint64_t chances) { return core::below(world_, chances) == 0; }
  const core::Directory& people() const { return rehearsal_->people(); }
  // As it is now; what is pointed at lives until the next look.
  const core::Group& look(const std::string& key) {
    now_ = people();
    return *now_.group_by_key(key);
  }

  // --- what happens

  void say(const core::Person& who, const std::string& channel, const std::string& text) {
    core::Command command{{who.workspace, who.user, who.name, channel, fmt::format("d{}", ++said_)}, text};
    const auto replies = rehearsal_->play({std::move(command)});
    if (!replies.front().whisper && !replies.front().form)
      problem("no answer to " + text.substr(0, text.find(' ')));
  }
  const core::Person* somebody(const core::Group& group) {
    std::vector<const core::Person*> all;
    for (const core::Member& member : group.members)
      if (member.role == core::Role::participant) all.push_back(now_.person(member.person));
    return all.empty() ? nullptr : all[core::below(world_, all.size())];
  }
  // Somebody of another group, whom chat brings into this one.
  const core::Person* outsider(const core::Group& group) {
    const auto& all = now_.people();
    const core::Person& one = all[core::below(world_, all.size())];
    return group.member(one.id) || one.coordinator || one.name.starts_with("leader") ? nullptr : &one;
  }
  void role(const core::Person& person, std::string_view what, const std::string& key) {
    ++changes_[std::string(what)];
    if (what == "ut") moved_.emplace(person.id, week_of(rehearsal_->now()));
    say(*now_.coordinators().front(), "", fmt::format("rolle {} {} {}", person.name, what, key));
  }

  void happen(const std::string& key, core::Date date) {
    if (one_in(20))
      if (const core::Person* one = outsider(look(key))) role(*one, "deltaker", key);
    if (one_in(25) && look(key).members.size() > 5)
      if (const core::Person* one = somebody(look(key))) role(*one, "ut", key);
    const auto leading = [&] { return now_.with_role(look(key), core::Role::facilitator); };
    if (one_in(40) && !leading().empty()) role(*leading().front(), "ut", key);
    if (leading().empty() && one_in(5))
      if (const core::Person* one = somebody(look(key))) role(*one, "fasilitator", key);
    if (one_in(15))
      if (const core::Person* one = somebody(look(key))) {
        ++changes_["pause"];
        const int length = 2 + static_cast<int>(core::below(world_, 12));
        say(*one, "", "pause til " + in_numbers(core::plus(date, days{length})));
      }
    if (!one_in(6)) return;
    const core::Group& group = look(key);
    const auto facilitators = now_.with_role(group, core::Role::facilitator);
    if (!facilitators.empty() && group.members.size() > 4) roster(group, *facilitators.front(), date);
  }

  // Half of the group is at work that day; then one is swapped for another.
  void roster(const core::Group& group, const core::Person& facilitator, core::Date date) {
    std::vector<std::string> names;
    for (const core::Member& member : group.members)
      if (member.role != core::Role::leader && one_in(2)) names.push_back(now_.person(member.person)->name);
    if (names.size() < 2) return;
    ++changes_["roster"];
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    say(facilitator, group.channel, "vakt " + in_numbers(date) + " " + list);
    const auto* other = somebody(group);
    if (!other || std::ranges::find(names, other->name) != names.end()) return;
    ++changes_["swap"];
    say(facilitator, group.channel, fmt::format("bytt {} {}", names.front(), other->name));
  }

  // --- what is heard

  std::chrono::sys_days week_of(Instant at) const {
    const core::Zone zone = core::Zone::named(config_.organisation.zone);
    return std::chrono::sys_days{core::monday_of(core::date_of(zone.to_local(at)))};
  }

  static bool tells_of_the_end(std::string_view kind) { return kind == "role-over" || kind == "goes"; }

  void hear(Instant at, const runtime::Delivery& delivery) {
    if (rehearsal_ && runtime::is_gathering(delivery.key))
      if (const core::Person* person = runtime::person_at(people(), delivery.to))
        in_short_.emplace(person->id.text, week_of(at));
    if (!delivery.ref.empty()) return;
    ++messages_;
    count(at, delivery);
    if (!keys_.insert(delivery.key).second) problem("twice: " + kind_of(delivery.key));
    if (!rehearsal_) return;
    if (delivery.to.kind == core::Destination::Kind::channel) return to_all(at, delivery);
    const core::Person* person = runtime::person_at(people(), delivery.to);
    if (!person) return problem("to somebody who is not there: " + kind_of(delivery.key));
    const auto copy = delivery.key.find('@');
    if (!tells_of_the_end(kind_of(delivery.key)) && left(*person, delivery.key))
      problem("to somebody who is not in the group it is of: " + kind_of(delivery.key));
    if (copy == std::string::npos) return in_private(at, delivery, *person);
    if (core::is_away(*person, core::Zone::named(config_.organisation.zone), at))
      problem("to somebody who is away: " + kind_of(delivery.key));
    const std::string of = delivery.key.substr(0, copy);
    had_[of].insert(delivery.to.workspace + " " + person->id.text);
    for (const core::Group* group : people().groups_of(person->id))
      if (core::takes_part(*group, person->id)) return;
    problem("to somebody who is in no group: " + kind_of(delivery.key));
  }

  // What is written to one person, whatever it is about: not in quiet hours or in a pause, and not to
  // somebody who is in no group any more, but for that they lead none now.
  void in_private(Instant at, const runtime::Delivery& delivery, const core::Person& person) {
    const std::string kind = kind_of(delivery.key);
    const core::Zone zone = core::Zone::named(config_.organisation.zone);
    if (kind != "shift" && core::is_quiet(at, zone, config_.quiet)) problem("in quiet hours: " + kind);
    if (kind != "shift" && core::is_away(person, zone, at))
      problem("in private to somebody who is away: " + kind);
    if (!tells_of_the_end(kind) && !person.coordinator && people().groups_of(person.id).empty())
      problem("in private to somebody who is in no group: " + kind);
  }

  // Whether the key names a group, or a session of one, that the person is not in.
  bool left(const core::Person& person, const std::string& key) const {
    if (person.coordinator) return false;
    for (std::size_t from = 0; from < key.size();) {
      const std::size_t end = std::min(key.find_first_of(":@", from), key.size());
      const std::string id = key.substr(from, end - from);
      const auto session = sessions_.find(id);
      const core::Group* group =
          people().group(session == sessions_.end() ? core::GroupId(id) : session->second);
      if (group && !group->member(person.id) &&
          std::ranges::none_of(group->later, [&](const auto& one) { return one.person == person.id; }))
        return true;
      from = end + 1;
    }
    return false;
  }

  // Nobody gets more than was stated of what could have waited, and never more than the ceiling.
  void count(Instant at, const runtime::Delivery& delivery) {
    if (!rehearsal_ || delivery.to.workspace == by_mail) return;
    const bool waits = std::ranges::find(can_wait, kind_of(delivery.key)) != can_wait.end();
    const auto week = week_of(at);
    if (runtime::is_gathering(delivery.key)) ++gathered_;
    for (const core::Person* reader : runtime::readers_of(people(), delivery.to, on_pages)) {
      const int number = ++weeks_[{reader->id, week}];
      // What came to a group that they have left meanwhile is not counted by the bot.
      if (number > options_.ceiling && !moved_.contains({reader->id, week}))
        problem("more than may come to anybody in a week");
      if (number <= stated) continue;
      ++full_;
      if (waits) problem("more than was stated, and it could have waited: " + kind_of(delivery.key));
    }
  }

  void to_all(Instant at, const runtime::Delivery& delivery) {
    const core::Group* group = people().group_in_channel(delivery.to.workspace, delivery.to.id);
    if (!group) return problem("to a channel that is no group's");
    const core::Zone zone = core::Zone::named(group->zone);
    const std::string kind = kind_of(delivery.key);
    if (kind != "checkin" && core::is_quiet(at, zone, group->quiet)) problem("in quiet hours: " + kind);
    if (std::ranges::find(about_sessions, kind) != about_sessions.end() || kind == "checkin")
      sessions_[delivery.key.substr(kind.size() + 1, 32)] = group->id;
    if (runtime::is_gathering(delivery.key)) return;  // who has a page is told there of what waits there
    auto& due = due_[delivery.key];
    weeks_due_[delivery.key] = week_of(at);
    if (std::ranges::find(about_sessions, kind) != about_sessions.end())
      for (const core::Person* leader : core::leaders_taking_part(people(), *group))
        if (!core::is_away(*leader, zone, at)) due.insert(leader->workspace + " " + leader->id.text);
    for (const core::Member& member : group->members) {
      const core::Person* person = people().person(member.person);
      if (member.role == core::Role::leader || !person || person->workspace != on_pages) continue;
      if (core::is_away(*person, zone, at)) continue;
      due.insert(std::string(on_pages) + " " + person->id.text);
      if (!person->email.empty()) due.insert(std::string(by_mail) + " " + person->id.text);
    }
  }

  static std::string kind_of(const std::string& key) { return key.substr(0, key.find(':')); }

  // --- the reckoning

  void problem(const std::string& what) { ++problems_[what]; }

  int report() {
    std::size_t copies = 0;
    for (const auto& [key, readers] : due_) {
      copies += readers.size();
      for (const std::string& reader : readers)
        // What is over when its week is has been said in short alone.
        if (!had_[key].contains(reader) &&
            !in_short_.contains({reader.substr(reader.find(' ') + 1), weeks_due_[key]}))
          problem("nobody told " + reader.substr(0, reader.find(' ')) + ": " + kind_of(key));
    }
    out_ << fmt::format("{} groups, {} people, {} days; {} messages, {} of them to one of a group\n",
                        people().groups().size(), people().people().size(), options_.days, messages_, copies);
    for (const auto& [what, count] : changes_) out_ << fmt::format("{:<12} {:>5}\n", what, count);
    out_ << fmt::format("{} messages came to somebody who had had {} in the week; none of them could wait\n",
                        full_, stated);
    out_ << fmt::format("{} times somebody at a place had had {}, and the rest waited for Monday\n",
                        gathered_, options_.ceiling);
    for (const auto& [what, count] : problems_) out_ << fmt::format("problem: {} ({} times)\n", what, count);
    for (const char* what : {"deltaker", "ut", "fasilitator", "pause", "roster", "swap"})
      if (changes_[what] == 0 && options_.days >= 182) {
        out_ << "problem: nothing happened of: " << what << '\n';
        ++problems_[what];
      }
    return problems_.empty() ? 0 : 1;
  }

  const ChangesOptions& options_;
  std::ostream& out_;
  core::SeededRandom world_;
  Config config_;
  Rehearsal* rehearsal_ = nullptr;
  core::Directory now_;
  long messages_ = 0, said_ = 0, full_ = 0, gathered_ = 0;
  std::map<std::pair<core::PersonId, std::chrono::sys_days>, int> weeks_;
  std::set<std::pair<core::PersonId, std::chrono::sys_days>> moved_;  // left a group in that week
  std::map<std::string, core::GroupId> sessions_;                     // of which group
  std::set<std::pair<std::string, std::chrono::sys_days>> in_short_;  // person, week of a gathering
  std::map<std::string, std::chrono::sys_days> weeks_due_;            // of messages to channels
  std::set<std::string> keys_;
  std::map<std::string, std::set<std::string>> due_, had_;  // message -> place and person
  std::map<std::string, long> changes_, problems_;
};

}  // namespace

int simulate_changes(const ChangesOptions& options, std::ostream& out) {
  return ChangingWorld(options, out).run();
}

}  // namespace app
