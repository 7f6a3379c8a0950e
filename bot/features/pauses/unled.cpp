#include "bot/features/pauses/unled.hpp"

#include <algorithm>

namespace pauses {
namespace {

bool is_closed(const std::vector<core::Closed>& all, core::Date day) {
  const core::Local begins = core::at(day, core::Minutes{0});
  return core::closed_at(all, begins, begins + std::chrono::hours{24}) != nullptr;
}

}  // namespace

std::vector<Unled> unled_without(const core::Directory& people, const core::Person& person,
                                 const std::function<std::vector<core::Date>(const core::Group&)>& days_in) {
  std::vector<Unled> all;
  for (const core::Group* group : people.groups_of(person.id)) {
    if (group->member(person.id)->role != core::Role::facilitator) continue;
    auto leading = people.with_role(*group, core::Role::facilitator);
    std::erase_if(leading, [&](const core::Person* one) { return one->id == person.id; });
    std::vector<core::Date> days = days_in(*group);
    std::erase_if(days, [&](core::Date day) {
      return is_closed(group->quiet.closed, day) ||
             std::ranges::any_of(leading, [&](const auto* other) { return !is_closed(other->away, day); });
    });
    if (!days.empty()) all.push_back({group->name, std::move(days)});
  }
  return all;
}

}  // namespace pauses
