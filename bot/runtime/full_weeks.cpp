#include "bot/runtime/full_weeks.hpp"

#include <algorithm>

#include "bot/core/days.hpp"
#include "bot/core/group_time.hpp"
#include "bot/runtime/gathering.hpp"

namespace runtime {
namespace {

constexpr int kept_for_urgent = 5;  // the ceiling's part of so many

// Where they read: their own place, and the channels of their groups, but for who reads on `pages` alone.
std::vector<core::Destination> places_of(const core::Person& person, const core::Directory& people,
                                         const std::string& pages) {
  std::vector<core::Destination> places{core::destination_of(person)};
  if (person.workspace == pages) return places;
  for (const core::Group* group : people.groups_of(person.id))
    if (group->member(person.id)->role != core::Role::leader) places.push_back(group->destination());
  return places;
}

// Of which an e-mail tells that it is there.
std::string told_of(const std::string& key) {
  constexpr std::string_view ending = "+mail";
  return key.ends_with(ending) ? key.substr(0, key.size() - ending.size()) : key;
}

}  // namespace

const std::string& FullWeeks::week(core::Instant now) {
  if (now >= begins_ && now < ends_) return week_;
  const core::Zone zone = core::Zone::named(defaults_.zone);
  const core::Date monday = core::monday_of(core::date_of(zone.to_local(now)));
  begins_ = core::midnight(zone, monday);
  ends_ = core::midnight(zone, core::plus(monday, std::chrono::days{7}));
  week_ = core::date_text(monday);
  told_ = false;
  counts_.clear();
  for (const auto& [place, count] : outbox_.sent_in(week_)) counts_[place] = count;
  return week_;
}

int FullWeeks::count_at(const core::Destination& place) const {
  const auto found = counts_.find(place);
  return found == counts_.end() ? 0 : found->second;
}

// What went to them, and to the channels that they read.
int FullWeeks::count_of(const core::Person& person, const core::Directory& people) const {
  int all = 0;
  for (const core::Destination& place : places_of(person, people, defaults_.pages)) all += count_at(place);
  return all;
}

bool FullWeeks::has_room(const core::Person& person, const core::Directory& people, int limit) const {
  const auto places = places_of(person, people, defaults_.pages);
  int all = 1;  // this one
  for (const core::Destination& place : places) all += count_at(place);
  if (all + static_cast<int>(places.size()) <= limit) return true;
  if (all > limit) return false;
  for (const core::Destination& place : places) {
    const auto said = outbox_.look(gathering_key(people, place, week_));
    if (!said || !said->counted) ++all;
  }
  return all <= limit;
}

std::optional<core::Instant> FullWeeks::hold(const OutboxRow& row, const core::Directory& people,
                                             core::Instant now) {
  if (defaults_.most_a_week == 0 || !row.can_wait || row.edit) return std::nullopt;
  week(now);
  if (is_mail(row.to)) {
    const auto page = outbox_.look(told_of(row.key));
    if (!page || page->state != OutboxRow::State::waiting) return std::nullopt;
    return page->due > now ? std::optional(page->due) : hold(*page, people, now);
  }
  return full_until(row.to, people, now);
}

std::optional<core::Instant> FullWeeks::full_until(const core::Destination& to, const core::Directory& people,
                                                   core::Instant now) {
  if (defaults_.most_a_week == 0) return std::nullopt;
  week(now);
  const auto full = [&](const core::Person* person) {
    return count_of(*person, people) >= defaults_.most_a_week;
  };
  if (!std::ranges::any_of(readers_of(people, to, defaults_.pages), full)) return std::nullopt;
  return not_quiet(people, defaults_, to, ends_);
}

std::optional<core::Instant> FullWeeks::beyond(const OutboxRow& row, const core::Directory& people,
                                               core::Instant now) {
  if (defaults_.ceiling == 0 || row.edit || row.counted || is_gathering(row.key)) return std::nullopt;
  week(now);
  if (is_mail(row.to)) {
    const auto page = outbox_.look(told_of(row.key));
    if (!page || page->state != OutboxRow::State::waiting) return std::nullopt;
    return beyond(*page, people, now);
  }
  const int limit = defaults_.ceiling - (row.urgent ? 0 : defaults_.ceiling / kept_for_urgent);
  const auto full = [&](const core::Person* reader) { return !has_room(*reader, people, limit); };
  const bool place_full = count_at(row.to) >= limit - 1;  // also where nobody is known to read
  if (!place_full && std::ranges::none_of(readers_of(people, row.to, defaults_.pages), full))
    return std::nullopt;
  return not_quiet(people, defaults_, row.to, ends_);
}

const core::Person* FullWeeks::goes(const OutboxRow& row, const core::Directory& people, core::Instant now) {
  if (row.edit || row.counted || (defaults_.most_a_week == 0 && defaults_.ceiling == 0)) return nullptr;
  week(now);
  if (is_mail(row.to)) return nullptr;
  ++counts_[row.to];
  if (told_ || defaults_.most_a_week == 0) return nullptr;
  for (const core::Person* person : readers_of(people, row.to, defaults_.pages))
    if (count_of(*person, people) > defaults_.most_a_week) {
      told_ = true;
      return person;
    }
  return nullptr;
}

}  // namespace runtime
