#include "bot/features/shifts/wishes.hpp"

#include "bot/core/days.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/random.hpp"
#include "bot/features/shifts/events.hpp"

namespace shifts {
namespace {

constexpr std::string_view was_answered = "answered";

}  // namespace

core::Instant end_of(const core::Group& group, core::Date day) {
  return core::midnight(group, core::day_after(day));
}

WishState::WishState(core::Context& context, const core::Group& group, core::Date day,
                     const core::PersonId& person)
    : context_(context),
      key_(std::string(events::wish_job) + ":" + group.id.text + ":" + core::date_text(day) + ":" +
           person.text),
      end_(end_of(group, day)),
      today_(core::local_date(group, context.now())) {}

bool WishState::ask(const Roster& roster) {
  std::string all = core::date_text(today_);
  for (const core::PersonId& id : roster) all += " " + id.text;
  const std::string asked = core::id_from_name(all);
  const auto stands = context_.arranged(key_);
  if (stands && stands->subject == asked) return false;
  keep(asked);
  return true;
}
bool WishState::answered() const {
  const auto stands = context_.arranged(key_);
  return stands && stands->subject == was_answered;
}
void WishState::answer() {
  keep(std::string(was_answered));
}
void WishState::keep(std::string stands) {
  context_.arrange({key_, std::string(events::wish_job), std::move(stands), end_, true});
}

}  // namespace shifts
