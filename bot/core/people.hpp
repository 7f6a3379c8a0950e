#pragma once
// People, groups and roles as every feature sees them: one immutable snapshot, loaded from storage by the
// engine and replaced after a transaction that changed it. Reading it costs no query, so the sealed path can
// use it too.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bot/core/calendar.hpp"
#include "bot/core/codes.hpp"
#include "bot/core/ids.hpp"
#include "bot/core/language.hpp"
#include "bot/core/outbound.hpp"
#include "bot/guarding/full_names.hpp"

namespace core {

enum class Role { participant, facilitator, leader, coordinator };
constexpr auto codes(Role) {
  return codes_in_order("participant", "facilitator", "leader", "coordinator");
}
std::optional<Role> role_from_text(std::string_view text);  // codes and nb/nn/en names

struct Person {
  PersonId id;
  std::string workspace, user;  // where the person is reached
  std::string name;
  Language language = Language::nb;
  bool coordinator = false;
  std::vector<Closed> away{};  // pauses of their own, and a `day` a roster leaves them out; group's time
  std::string email{};         // where a list gave one: tells two of one name apart; may be empty
  bool in_file = true;         // the configuration names them
  // The number on the addresses of the person's own pages; another number makes the old ones worthless.
  int pages = 0;
};
// Whether the person takes no part just now: in a pause of their own.
bool is_away(const Person& person, const Zone& zone, Instant now);
// Or whether the roster of that day is without them, which is not theirs to say.
bool is_off_roster(const Person& person, const Zone& zone, Instant now);

// Somebody who came through a shared link: nobody knows who. Lasts for one answer; `name` is random.
inline PersonId guest_id(const std::string& name) {
  return PersonId("guest:" + name);
}
inline bool is_guest(const PersonId& person) {
  return person.text.starts_with("guest:");
}

// Whoever drew a slip of paper: nobody knows who. `hash` is the receipt_hash of its code. A voter like
// others.
inline PersonId slip_id(const std::string& hash) {
  return PersonId("slip:" + hash);
}
inline bool is_slip(const PersonId& person) {
  return person.text.starts_with("slip:");
}

struct Member {
  PersonId person;
  Role role = Role::participant;  // participant, facilitator or leader
  // The first day of membership; nothing = founding roster, which counts towards k from the first day.
  std::optional<Date> since;
  std::optional<Date> ends{};  // the last day; nothing: as long as nobody takes them out
};
// Stands for a first day that cannot be read: such a member is a newcomer until it is mended.
inline constexpr Date unknown_day{std::chrono::year{9999} / 1 / 1};

// One moment of the session timeline relative to the session: "-7d 10:00", "-30m", "end+1d 12:00".
struct Offset {
  bool from_end = false;
  int days = 0;               // local calendar days
  std::optional<Minutes> at;  // local time of that day; else `minutes` from the anchor
  Minutes minutes{0};
  bool off = false;  // "off": the moment is left out
  bool operator==(const Offset&) const = default;
};
// Throws std::invalid_argument with a message that shows the form.
Offset offset_from_text(std::string_view text);
std::string to_text(const Offset& offset);

struct Group {
  GroupId id;
  std::string key;   // its name in the configuration
  std::string name;  // as people say it
  Language language = Language::nb;
  std::string zone = "Europe/Oslo";
  std::string workspace, channel;
  QuietHours quiet;       // with what is closed for it: its own pauses, and the organisation's
  std::string programme;  // key of a programme pack; empty = freely chosen topics
  std::optional<Cadence> cadence;
  std::map<std::string, Offset> timeline;  // changes to the defaults, by moment name
  // The number on the group's current sheet or shared link, through which anybody who has it may answer;
  // another number makes the old ones worthless. 0: no shared answers.
  int sheet = 0;
  std::string place, link;  // where it meets: a room, and the address of a meeting on screens; may be empty
  bool expected = false;    // who cannot come says so; else taking part is voluntary
  bool in_file = true;      // the configuration names it; else it was made in chat
  bool of_channel = false;  // whoever is in its channel takes part (features/groups/channel.hpp)
  // Its leaders, but those above, come to the sessions: said to the group, and they answer nothing.
  bool leaders_take_part = false;
  bool alternates = false;  // its two facilitators have main responsibility in turn (sessions/leading.hpp)
  // The group has ended: nothing is planned for it, and its idea box takes nothing.
  bool stopped = false;
  std::vector<Member> members;
  std::vector<Member> later{};  // whose first day is to come (Directory::at)
  // Of its leaders those whom a matter reaches only when the others have not answered.
  std::set<PersonId> above;
  // Which of its leaders wishes for courses and visits go to; empty: all of them. As the configuration says
  // (Directory::wishes_go_to), and nowhere kept.
  PersonId wishes_to{};

  Destination destination() const { return {workspace, Destination::Kind::channel, channel}; }
  const Member* member(const PersonId& person) const;
};

// Whether it meets each working day, as for a debrief at the change of shift: of such a session comes one
// question and nothing else, unless the group has said otherwise.
inline bool meets_daily(const Group& group) {
  return group.cadence && group.cadence->working_days;
}

// Whether they come to the group's sessions: whoever does not lead it, and leaders where the group has said
// so. Who answers, and who reads as a leader, is another question: a leader always is one.
bool takes_part(const Group& group, const Member& member);
bool takes_part(const Group& group, const PersonId& person);
// Whether they lead its conversations; a coordinator who is not in it does not.
bool facilitates(const Group& group, const PersonId& person);
// Whether they read what the group has for itself from `then`: they do not lead it, and were in it before
// that day. A leader who takes part from some day on is in it from then, and so is whoever comes later; else
// a role for a minute would open all there is.
bool was_in(const Group& group, const PersonId& person, Instant then);

class Directory {
  // By workspace and an id of the platform's there.
  struct Place {
    using is_transparent = void;
    using Name = std::pair<std::string_view, std::string_view>;
    std::size_t operator()(const Name& name) const {
      return std::hash<std::string_view>()(name.first) * 31 + std::hash<std::string_view>()(name.second);
    }
    bool operator()(const Name& a, const Name& b) const { return a == b; }
  };
  using InPlaces = std::unordered_map<std::pair<std::string, std::string>, std::size_t, Place, Place>;

 public:
  Directory() = default;
  // `closed`: for the whole organisation.
  Directory(std::vector<Person> people, std::vector<Group> groups, std::vector<Closed> closed = {});

  const std::vector<Person>& people() const { return people_; }
  const std::vector<Group>& groups() const { return groups_; }
  const std::vector<Closed>& closed() const { return closed_; }  // for the whole organisation
  const guarding::FullNames& full_names() const;                 // of all people
  const Person* person(const PersonId& id) const;
  const Person* person(const std::string& workspace, const std::string& user) const;
  const Group* group(const GroupId& id) const;
  const Group* group_in_channel(const std::string& workspace, const std::string& channel) const;
  const Group* group_by_key(const std::string& key) const;
  std::vector<const Group*> groups_of(const PersonId& person) const;
  std::vector<const Person*> with_role(const Group& group, Role role) const;
  std::vector<const Person*> coordinators() const;
  // Of a group that is in it; before anybody else has the directory.
  void wishes_go_to(const GroupId& group, PersonId person);
  // As it is at that moment, by each group's own calendar: whose last day is over is no member, whose first
  // day is to come stands in `later`.
  Directory at(Instant now) const& { return Directory(*this).at(now); }
  Directory at(Instant now) &&;  // the same without making it anew

 private:
  void list_groups();

  std::vector<Person> people_;
  std::vector<Group> groups_;
  std::vector<Closed> closed_;
  std::unordered_map<PersonId, std::size_t> by_id_;
  InPlaces by_user_, by_channel_;
  std::unordered_map<GroupId, std::size_t> group_by_id_;
  std::unordered_map<PersonId, std::vector<std::size_t>> groups_of_;
  struct Names;
  std::shared_ptr<Names> names_;  // made when they are first asked for; of the people above for good
};

Destination destination_of(const Person& person);

// Whether `person` may act as `needed` in `group`: a coordinator may everything a facilitator may; a leader
// only what leaders may. The table is in docs/roles.md.
bool may(const Person& person, const Group& group, Role needed);

}  // namespace core
