#include "bot/features/digests/feature.hpp"

#include <algorithm>

#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/digests/events.hpp"
#include "bot/features/digests/view.hpp"

namespace digests {
namespace {

using core::Context;
using features::Who;

inline constexpr std::string_view weekly_job = "digests/weekly";
constexpr auto digest_at = std::chrono::hours{8};  // Monday, local time

class Digests final : public features::Feature {
 public:
  Digests(DigestStore& store, Options options) : store_(store), options_(std::move(options)) {}

  std::string_view name() const override { return "digests"; }
  std::vector<features::CommandSpec> commands() override {
    return {{"digest",
             {"ukesammendrag", "vekesamandrag", "digest", "sammendrag", "samandrag"},
             features::Right::leader,
             features::by(this, &Digests::so_far)}};
  }

  std::vector<features::EventRow> events() override {
    return {features::press(digests::events::more, features::Right::leader, this, &Digests::more)};
  }

  void start(Context& context) override { arrange(context); }

  void due(Context& context, const core::Job& job) override {
    if (job.kind != weekly_job) return;
    const core::Zone zone = core::Zone::named(options_.zone);
    const core::Date monday = monday_of(core::date_of(zone.to_local(context.now())));
    for (const core::Person& person : context.people().people()) {
      if (core::is_away(person, zone, context.now())) continue;  // digests do not pile up
      core::Message message = digest(week_of(context, person, monday), person.language);
      if (message.blocks.empty()) continue;
      const auto day = core::to_text(zone.to_utc(core::at(monday, core::Minutes{0}))).substr(0, 10);
      context.post(
          {"digest:" + person.id.text + ":" + day, core::destination_of(person), std::move(message), true});
    }
    arrange(context);
  }

  // Last week's, for a leader who asks.
  core::Reply so_far(Context& context, const Who& who, const core::CommandLine&) {
    core::AdministrativeAct act;
    act.what = "digest.opened";
    act.by = who.person.id;
    context.emit(act);
    const core::Zone zone = core::Zone::named(options_.zone);
    const core::Date today = core::date_of(zone.to_local(context.now()));
    core::Message message = digest(week_of(context, who.person, monday_of(today)), who.language());
    if (message.blocks.empty()) return nothing(who, monday_of(today));
    return core::whisper(std::move(message));
  }

 private:
  static core::Date monday_of(core::Date date) {
    const std::chrono::sys_days day{date};
    return core::Date{day - (std::chrono::weekday{day} - std::chrono::Monday)};
  }

  void arrange(Context& context) const {
    const core::Zone zone = core::Zone::named(options_.zone);
    core::Date monday = monday_of(core::date_of(zone.to_local(context.now())));
    core::Instant at = zone.to_utc(core::at(monday, digest_at));
    if (at <= context.now()) {
      monday = core::Date{std::chrono::sys_days{monday} + std::chrono::days{7}};
      at = zone.to_utc(core::at(monday, digest_at));
    }
    context.arrange({std::string(weekly_job), std::string(weekly_job), "", at});
  }

  // The week before `monday`, for every group the person leads; above others, with what reached that level.
  Week week_of(Context& context, const core::Person& leader, core::Date monday) {
    const core::Zone zone = core::Zone::named(options_.zone);
    const core::Instant to = zone.to_utc(core::at(monday, core::Minutes{0}));
    const core::Instant from = zone.to_utc(
        core::at(core::Date{std::chrono::sys_days{monday} - std::chrono::days{7}}, core::Minutes{0}));
    Week week{{}, monday, to};
    for (const core::Group* group : context.people().groups_of(leader.id)) {
      if (!core::may(leader, *group, core::Role::leader)) continue;
      OneGroup one{group, store_.week(group->id, from, to)};
      if (core::leaders_of(context.people(), *group).is_above(leader.id))
        std::erase_if(one.week.waiting, [](const WaitingMatter& matter) { return !matter.passed_on; });
      week.groups.push_back(std::move(one));
    }
    std::stable_sort(week.groups.begin(), week.groups.end(), [](const OneGroup& a, const OneGroup& b) {
      return core::name_before(a.group->name, b.group->name);
    });
    return week;
  }

  // The Monday of a digest whose button was pressed.
  core::Reply more(Context& context, const Who& who, const core::Instant& to, const int& page) {
    const core::Zone zone = core::Zone::named(options_.zone);
    const core::Date monday = monday_of(core::date_of(zone.to_local(std::min(to, context.now()))));
    core::Message message = unfolded(week_of(context, who.person, monday), who.language(), page);
    if (message.blocks.empty()) return nothing(who, monday);
    return core::whisper(std::move(message));
  }

  static core::Reply nothing(const Who& who, core::Date monday) {
    return core::whisper(who.language(), "digests.nothing", {{"week", say_week(who.language(), monday)}});
  }

  DigestStore& store_;
  Options options_;
};

}  // namespace

std::unique_ptr<features::Feature> make(DigestStore& store, Options options) {
  return std::make_unique<Digests>(store, std::move(options));
}

}  // namespace digests
