#include "bot/features/groups/people_list.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "bot/core/command_line.hpp"
#include "bot/core/email.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/role_ahead.hpp"
#include "bot/core/spreadsheet.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/groups/list_facilitators.hpp"
#include "bot/features/groups/list_headings.hpp"
#include "bot/features/groups/naming.hpp"

namespace groups {
namespace {

using core::Role;
using Membership = ListedPerson::Membership;

std::string without_ats(std::string account) {
  account.erase(0, std::min(account.find_first_not_of('@'), account.size()));
  return account;
}

class ListReader {
  using Index = std::map<std::string, std::vector<const core::Person*>>;

 public:
  explicit ListReader(const Asking& asking) : asking_(asking) {
    for (const core::Person& person : asking.people.people()) {
      by_name_[core::folded(person.name)].push_back(&person);
      by_user_[person.user].push_back(&person);
      if (!person.email.empty()) by_email_[person.email].push_back(&person);
    }
    for (const core::Group& group : asking.people.groups()) {
      groups_[core::folded(group.name)].push_back(&group);
      keys_[core::folded(group.key)] = &group;
    }
  }

  PeopleList read(std::string_view text) && {
    auto table = core::table_in(text);
    if (const auto* fault = std::get_if<core::TableFault>(&table)) {
      // texts: groups.import.fault.*
      trouble(fault->line, "groups.import.fault." + std::string(code(fault->kind)));
      return std::move(list_);
    }
    auto& rows = std::get<std::vector<core::TableRow>>(table);
    // Above the heading may stand a title, and below it the heading again, as on each page of a long list.
    const auto begins = std::ranges::find_if(rows, &ListReader::is_heading);
    const core::TableRow heading = begins == rows.end() ? rows.front() : *begins;
    read_heading(heading);
    if (!list_.troubles.empty()) return std::move(list_);
    rows.erase(rows.begin(), begins);
    std::erase_if(rows, [&](const core::TableRow& row) { return row.cells == heading.cells; });
    turned_ = std::ranges::all_of(rows, [&](const core::TableRow& row) {
      const std::string name = cell(row, Column::name);
      return name.empty() || core::name_in_order(name) != name;
    });
    for (const core::TableRow& row : rows) accounts_.insert(without_ats(cell(row, Column::user)));
    for (const core::TableRow& row : rows) read_row(row);
    for (const auto& [group, line] : lines_of_thirds(list_.people, asking_))
      trouble(line, "groups.import.three", core::Arg{"group", asking_.people.group(group)->name});
    return std::move(list_);
  }

 private:
  template <class... More>
  void trouble(int line, std::string_view key, More... args) {
    list_.troubles.push_back({line, core::text(asking_.language, key, {args...})});
    wrong_ = true;
  }

  static bool is_heading(const core::TableRow& row) {
    return std::ranges::any_of(row.cells, [](const std::string& cell) {
      const auto known = column_called(cell);
      return known == Column::name || known == Column::given;
    });
  }
  void read_heading(const core::TableRow& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const auto known = column_called(row.cells[i]);
      if (!known) {
        if (!row.cells[i].empty()) list_.unread.push_back(row.cells[i]);
      } else if (!columns_.emplace(*known, i).second) {
        trouble(row.line, "groups.import.twice_column", core::Arg{"column", row.cells[i]});
      }
    }
    if (!columns_.contains(Column::name) && !columns_.contains(Column::given))
      trouble(row.line, "groups.import.no_name_column");
  }

  std::string cell(const core::TableRow& row, Column column) const {
    const auto at = columns_.find(column);
    return at == columns_.end() || at->second >= row.cells.size() ? std::string() : row.cells[at->second];
  }

  void read_row(const core::TableRow& row) {
    wrong_ = false;
    ListedPerson one;
    one.line = row.line;
    const core::Group* group = group_in(row);
    const bool on_pages = group && group->workspace == asking_.choices.pages;
    const Row said{row.line, name_in(row), user_in(row), email_in(row), on_pages};
    refuse_shared_address(said);
    const auto language = language_in(row);
    const auto role = role_in(row);
    const auto [from, to] = days_in(row, group);
    if (wrong_ || !find_person(one, said, group)) return;
    take_details(one, said, language, group);
    if (group) take_membership(one, *group, role, from, to);
    if (wrong_ || repeats(one)) return;
    if (one.fresh && one.first == list_.people.size()) {
      fresh_names_[core::folded(one.person.name)].push_back(one.first);
      if (!said.user.empty()) fresh_users_.emplace(said.user, one.first);
    }
    list_.people.push_back(std::move(one));
  }

  const core::Group* group_in(const core::TableRow& row) {
    const std::string said = cell(row, Column::group);
    if (said.empty()) return nullptr;
    const auto called = groups_.find(core::folded(said));
    if (called != groups_.end() && called->second.size() == 1) return called->second.front();
    if (called != groups_.end()) {
      std::string keys;
      for (const core::Group* group : called->second) keys += (keys.empty() ? "" : ", ") + group->key;
      trouble(row.line, "groups.import.several_groups", core::Arg{"group", said}, core::Arg{"keys", keys});
      return nullptr;
    }
    if (const auto found = keys_.find(core::folded(said)); found != keys_.end()) return found->second;
    trouble(row.line, "groups.import.no_group", core::Arg{"group", said});
    return nullptr;
  }

  struct Row {
    int line;
    std::string name, user, email;
    bool on_pages;
  };

  std::string name_in(const core::TableRow& row) {
    std::string name = cell(row, Column::name);
    if (turned_) name = core::name_in_order(name);
    if (name.empty()) name = core::trimmed(cell(row, Column::given) + " " + cell(row, Column::family));
    if (name.empty())
      trouble(row.line, "groups.import.no_name");
    else if (!is_name(name))
      trouble(row.line, "groups.import.odd_name");
    return name;
  }
  std::string user_in(const core::TableRow& row) {
    const std::string user = without_ats(cell(row, Column::user));
    if (!is_account(user)) trouble(row.line, "groups.import.odd_user");
    return user;
  }
  std::string email_in(const core::TableRow& row) {
    std::string email(core::without_mailto(cell(row, Column::email)));
    for (char& c : email)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!email.empty() && core::ascii_email(email).empty()) trouble(row.line, "groups.import.odd_email");
    return email;
  }
  // Pulled down over one cell too many: each would read what is sent to the other, and who is known by the
  // address would be both. A ward may have one where nobody gets letters: off the pages, with accounts.
  void refuse_shared_address(const Row& said) {
    if (said.email.empty()) return;
    const Row& first = addresses_.try_emplace(said.email, said).first->second;
    const bool known = !said.user.empty() && !first.user.empty();
    const bool same = known ? said.user == first.user : core::folded(said.name) == core::folded(first.name);
    if (!same && (!known || said.on_pages || first.on_pages))
      trouble(said.line, "groups.import.shared_email", core::Arg{"line", first.line});
  }
  std::optional<core::Language> language_in(const core::TableRow& row) {
    const std::string said = cell(row, Column::language);
    if (said.empty()) return std::nullopt;
    const auto language = core::language_from_text(said);
    if (!language) trouble(row.line, "groups.import.odd_language", core::Arg{"word", said});
    return language;
  }
  std::optional<Role> role_in(const core::TableRow& row) {
    const std::string said = cell(row, Column::role);
    if (said.empty()) return std::nullopt;
    const auto role = core::role_from_text(said);
    if (role == Role::coordinator)
      trouble(row.line, "groups.import.coordinator");
    else if (!role)
      trouble(row.line, "groups.import.odd_role", core::Arg{"word", said});
    return role;
  }
  std::pair<std::optional<core::Date>, std::optional<core::Date>> days_in(const core::TableRow& row,
                                                                          const core::Group* group) {
    today_ =
        core::date_of(core::Zone::named(group ? group->zone : asking_.choices.zone).to_local(asking_.now));
    const auto day = [&](Column column) -> std::optional<core::Date> {
      const std::string said = cell(row, column);
      if (said.empty()) return std::nullopt;
      const auto date = core::date_from_text(core::day_in_cell(said), core::Date{});
      if (!date) trouble(row.line, "groups.import.odd_day", core::Arg{"word", said});
      return date;
    };
    const auto from = day(Column::from), to = day(Column::to);
    if (from && to && *to < *from) trouble(row.line, "groups.import.days_turned");
    return {from, to};
  }

  // Who is meant: by account, by address, by a name that one alone has. False: nobody, and it was said.
  bool find_person(ListedPerson& one, const Row& said, const core::Group* group) {
    const core::Person* known = known_person(said, group);
    if (wrong_) return false;
    if (known) {
      one.person = *known;
      return true;
    }
    one.fresh = true;
    one.first = list_.people.size();
    const auto before = fresh_before(said);
    if (wrong_) return false;
    if (before) {
      one.person = list_.people[*before].person;
      one.first = *before;
      return true;
    }
    if (!group) {
      trouble(said.line, "groups.import.who_without_group", core::Arg{"name", said.name});
      return false;
    }
    one.person.name = said.name;
    return find_account(one.person, said, *group);
  }

  bool find_account(core::Person& person, const Row& said, const core::Group& group) {
    const bool free = asking_.choices.free_accounts.contains(group.workspace);
    person.workspace = said.user.empty() && !free ? asking_.choices.pages : group.workspace;
    if (person.workspace.empty()) {
      trouble(said.line, "groups.import.no_account", core::Arg{"name", said.name});
      return false;
    }
    if (const auto* ids = asking_.choices.id_form(person.workspace); ids && !ids->is_person(said.user)) {
      trouble(said.line, "groups.trouble.no_id", core::Arg{"name", said.name},
              core::Arg{"example", std::string(ids->a_person)});
      return false;
    }
    person.user = said.user;
    if (person.user.empty())
      person.user = account_for(said.name, asking_.people, person.workspace,
                                [&](const std::string& user) { return accounts_.contains(user); });
    accounts_.insert(person.user);
    return true;
  }

  // The line that spoke first of somebody whom nobody knew and who is the same: with this account; of those
  // with this name the one with this address, or the only one whose address is not another.
  std::optional<std::size_t> fresh_before(const Row& said) {
    if (!said.user.empty()) {
      const auto found = fresh_users_.find(said.user);
      return found == fresh_users_.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<std::size_t> same;
    if (const auto found = fresh_names_.find(core::folded(said.name)); found != fresh_names_.end())
      same = found->second;
    const auto email = [&](std::size_t line) -> const std::string& {
      return list_.people[line].person.email;
    };
    if (!said.email.empty()) {
      const auto one = std::ranges::find(same, said.email, email);
      if (one != same.end()) return *one;
      std::erase_if(same, [&](std::size_t line) { return !email(line).empty(); });
    }
    if (same.size() > 1) trouble(said.line, "groups.import.several", core::Arg{"name", said.name});
    return same.size() == 1 ? std::optional(same.front()) : std::nullopt;
  }

  const core::Person* known_person(const Row& said, const core::Group* group) {
    if (!said.user.empty()) {
      if (group) return asking_.people.person(group->workspace, said.user);
      return only(by_user_, said.user, said, group);
    }
    if (!said.email.empty())
      if (const auto* person = only(by_email_, said.email, said, group)) return person;
    return only(by_name_, core::folded(said.name), said, group);
  }
  // Of several, the one who is in the group; who is new is one of them. Another address is another person.
  const core::Person* only(const Index& index, const std::string& key, const Row& said,
                           const core::Group* group) {
    std::vector<const core::Person*> found, here;
    if (const auto at = index.find(key); at != index.end()) found = at->second;
    std::erase_if(found, [&](const core::Person* person) {
      return !said.email.empty() && !person->email.empty() && said.email != person->email;
    });
    for (const core::Person* person : found)
      if (group && (group->member(person->id) || waiting(*group, person->id))) here.push_back(person);
    const bool by_name = &index == &by_name_ && said.email.empty() && !found.empty();
    const bool new_too = by_name && fresh_names_.contains(key), several = found.size() > 1 || new_too;
    const bool new_here =
        new_too && group && std::ranges::any_of(list_.people, [&](const auto& one) {
          return one.fresh && one.group == group->id && core::folded(one.person.name) == key;
        });
    if (several && here.size() == 1 && !new_here) return here.front();
    if (several) trouble(said.line, "groups.import.several", core::Arg{"name", said.name});
    return found.size() == 1 ? found.front() : nullptr;
  }

  // An empty cell says nothing; a name that the server's file gives stands there.
  void take_details(ListedPerson& one, const Row& said, std::optional<core::Language> language,
                    const core::Group* group) {
    core::Person& person = one.person;
    const core::Person before = person;
    if (one.fresh && one.first == list_.people.size())
      person.language = group ? group->language : asking_.choices.language;
    if (language) person.language = *language;
    if (!said.email.empty()) person.email = said.email;
    if (!one.fresh && !person.in_file) person.name = said.name;
    one.renewed = !one.fresh && (person.language != before.language || person.email != before.email ||
                                 person.name != before.name);
    if (one.fresh && one.first < list_.people.size()) list_.people[one.first].person = person;
  }

  void take_membership(ListedPerson& one, const core::Group& group, std::optional<Role> role,
                       std::optional<core::Date> from, std::optional<core::Date> to) {
    one.group = group.id;
    const core::Member* old = one.fresh ? nullptr : group.member(one.person.id);
    const bool waits = !old && !one.fresh && (old = waiting(group, one.person.id));
    one.role = role.value_or(old ? old->role : Role::participant);
    one.later = from && !one.fresh && core::changes_later(group, one.person.id, one.role, *from, today_);
    // Nobody becomes a member of old by what a list says, and who is one stays one until that day.
    if (from && (!old || waits || one.later)) one.since = std::max(*from, today_);
    if (waits && one.since == old->since) one.since.reset();
    one.ends = columns_.contains(Column::to) || !old ? to : old->ends;
    if (one.later && !to && one.ends && *one.ends < *one.since) one.ends.reset();  // they come back
    if (one.ends && *one.ends < today_) {
      one.membership = old ? Membership::ends : Membership::none;
      if (!old && one.fresh) trouble(one.line, "groups.import.over", core::Arg{"name", one.person.name});
      return;
    }
    const bool same = old && old->role == one.role && old->ends == one.ends && !one.since;
    one.membership = !old ? Membership::comes : same ? Membership::stays : Membership::changes;
  }
  static const core::Member* waiting(const core::Group& group, const core::PersonId& person) {
    const auto found = std::ranges::find(group.later, person, &core::Member::person);
    return found == group.later.end() ? nullptr : &*found;
  }

  // A line that was there before: the same again is nothing, another is a contradiction.
  bool repeats(const ListedPerson& one) {
    for (const ListedPerson& other : list_.people) {
      const bool same_person =
          one.fresh ? other.fresh && other.first == one.first && one.first < list_.people.size()
                    : !other.fresh && other.person.id == one.person.id;
      if (!same_person || other.group != one.group) continue;
      if (other.role != one.role || other.since != one.since || other.ends != one.ends)
        trouble(one.line, "groups.import.twice", core::Arg{"name", one.person.name},
                core::Arg{"line", other.line});
      return true;
    }
    return false;
  }

  const Asking& asking_;
  PeopleList list_;
  std::map<Column, std::size_t> columns_;
  Index by_name_, by_user_, by_email_;
  std::map<std::string, std::vector<const core::Group*>> groups_;  // by name
  std::map<std::string, const core::Group*> keys_;
  std::map<std::string, std::vector<std::size_t>> fresh_names_;  // lines that spoke first of somebody
  std::map<std::string, std::size_t> fresh_users_;
  std::map<std::string, Row> addresses_;  // and the first line with each
  std::set<std::string> accounts_;        // that this list says or gives out
  core::Date today_{};
  bool wrong_ = false;   // this row, or the whole
  bool turned_ = false;  // all names are written as "Nes, Kari"
};

}  // namespace

int PeopleList::count(ListedPerson::Membership what) const {
  return static_cast<int>(std::ranges::count(people, what, &ListedPerson::membership));
}
int PeopleList::fresh() const {
  int count = 0;
  for (std::size_t i = 0; i < people.size(); ++i) count += people[i].fresh && people[i].first == i;
  return count;
}
int PeopleList::unchanged() const {
  return static_cast<int>(std::ranges::count_if(people, &ListedPerson::unchanged));
}

PeopleList people_list(std::string_view text, const Asking& asking) {
  return ListReader(asking).read(text);
}

}  // namespace groups
