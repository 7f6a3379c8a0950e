#include "bot/features/groups/feature.hpp"

#include <set>
#include <utility>

#include "bot/core/events.hpp"
#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/groups/channel.hpp"
#include "bot/features/groups/gone.hpp"
#include "bot/features/groups/import.hpp"
#include "bot/features/groups/leaders_told.hpp"
#include "bot/features/groups/overview.hpp"
#include "bot/features/groups/roles_told.hpp"
#include "bot/features/groups/setup.hpp"
#include "bot/features/groups/welcome.hpp"

namespace groups {
namespace {

template <class Row>
void add(std::vector<Row>& all, std::vector<Row> more) {
  for (Row& row : more) all.push_back(std::move(row));
}

class Groups final : public features::Feature {
 public:
  Groups(GroupStore& store, Options options)
      : store_(store),
        options_(std::move(options)),
        welcome_(store, options_),
        overview_(store, options_, [this](const core::GroupId& group) { return channel_.bot_is_out(group); }),
        setup_(store, options_,
               [this](const core::Context& context, const core::Group& group) {
                 return overview_.faults(context, group);
               }),
        import_(store, options_.choices),
        leaders_(store),
        roles_(options_),
        channel_(store, options_) {}

  std::string_view name() const override { return "groups"; }
  std::vector<features::CommandSpec> commands() override {
    auto all = setup_.commands();
    add(all, overview_.commands());
    add(all, import_.commands());
    return all;
  }
  std::vector<features::EventRow> events() override {
    auto all = setup_.events();
    add(all, overview_.events());
    add(all, import_.events());
    return all;
  }
  void start(core::Context& context) override {
    overview_.start(context);
    await_midnight(context, true);
    channel_.start(context);
    leaders_.look(context);
    RolesTold::tell_of_new_soon(context, store_);
    RolesTold::tell_of_lost(context, store_);
    Welcome::look_soon(context);
    tell_how_to_begin(context);
    tell_of_gone(context, store_);
  }
  void on(core::Context& context, const core::Fact& fact) override {
    if (const auto* seen = std::get_if<core::ChannelWasRead>(&fact)) channel_.take(context, *seen);
    if (const auto* changed = std::get_if<core::GroupChanged>(&fact)) {
      read_soon(context, changed->group);
      LeadersTold::look_soon(context, changed->group);
    }
    const auto* act = std::get_if<core::AdministrativeAct>(&fact);
    if (act && act->what == "people.imported") {
      LeadersTold::look_soon(context, act->group);
      RolesTold::tell_of_lost_soon(context);
      Welcome::look_soon(context);
    }
    if (act && act->what.starts_with("role.") && !act->group.empty()) {
      LeadersTold::look_soon(context, act->group);
      RolesTold::tell_of_lost_soon(context);
      see_who_comes_and_goes(context, *act);
    }
    if (act && act->what == "role.given" && act->detail == "leader") read_soon(context, act->group);
    if (act && act->what == "role.given" && (act->detail == "facilitator" || act->detail == "leader"))
      RolesTold::tell_soon(context, act->group, act->about, act->by);
  }
  void due(core::Context& context, const core::Job& job) override {
    if (job.kind == events::channels_job) return channel_.look(context);
    if (job.kind == events::channel_job) {
      const core::Group& group = core::group_due(context, core::GroupId(job.subject));
      channel_.take_early(context, group);
      return channel_.look_at(group);
    }
    if (job.kind == events::role.name) return roles_.tell(context, store_, job);
    if (job.kind == events::roles_job) return roles_.tell_of_new(context, store_);
    if (job.kind == events::welcome_job) return welcome_.look(context);
    if (job.kind == events::goes.name) return welcome_.goes(context, job);
    if (job.kind == events::lost_job) return RolesTold::tell_of_lost(context, store_);
    if (job.kind == events::leaders_job) {
      if (job.subject.empty()) return leaders_.look(context);
      const core::Group& group = core::group_due(context, core::GroupId(job.subject));
      await_midnight(context, group.zone, false);  // it may be the first there
      return leaders_.look_at(context, group);
    }
    if (job.kind != events::day_job) return overview_.look(context);
    await_midnight(context, true);
    if (!context.time_is_certain()) return;
    Welcome::look_soon(context);  // sessions may be planned since, or a pause be over
    if (!days_matter(context)) return leaders_.look(context);  // who began or ended while it was not
    take_out_ended(context);
    context.people_changed();
    LeadersTold::look_soon(context);  // among the people of this day
    RolesTold::tell_of_lost_soon(context);
  }

 private:
  // While there is no group nobody else would ever hear from us: each coordinator does, once.
  static void tell_how_to_begin(core::Context& context) {
    if (!context.people().groups().empty()) return;
    for (const core::Person* coordinator : context.people().coordinators()) {
      const core::Language language = coordinator->language;
      core::Message message;
      core::say(message, language, "groups.first");
      message.blocks.emplace_back(core::Actions{{core::events::say.button(
          core::text(language, "groups.begin"), "oppsett", core::Button::Style::primary)}});
      context.post(core::of_group(core::coordinators_alone,
                                  {"first-group:" + coordinator->id.text, core::destination_of(*coordinator),
                                   std::move(message), true}));
    }
  }
  // Who does so by themselves knows.
  static void see_who_comes_and_goes(core::Context& context, const core::AdministrativeAct& act) {
    if (act.what == "role.given") Welcome::look_soon(context);
    const bool later = core::date_of_text(act.detail).has_value();
    if (act.what == "role.taken" && !later && act.detail != "channel" && act.by != act.about)
      Welcome::goes_soon(context, act.group, act.about);
  }
  // When the snapshot of people knows the group.
  void read_soon(core::Context& context, const core::GroupId& group) {
    if (options_.read_channel)
      context.arrange({std::string(events::channel_job) + ":" + group.text, std::string(events::channel_job),
                       group.text, context.now(), true});
  }
  // Whether somebody is a member until a day, or from one that is to come, or was to come before the clock
  // went back; else midnight changes nobody's.
  bool days_matter(core::Context& context) {
    const auto begins = [&](const core::Group& group) {
      const core::Date today = core::local_date(group, context.now());
      return !group.later.empty() || std::ranges::any_of(group.members, [&](const core::Member& member) {
        return member.since && *member.since > today && *member.since != core::unknown_day;
      });
    };
    return !store_.last_days().empty() || std::ranges::any_of(context.people().groups(), begins);
  }
  void take_out_ended(core::Context& context) {
    for (const LastDay& last : store_.last_days())
      if (const core::Group* group = context.people().group(last.group))
        if (last.day < core::local_date(*group, context.now())) store_.remove_member(last.group, last.person);
  }
  // Of each zone in which a group lives: there another day begins. `anew`: also where it is awaited already,
  // and may just be over.
  void await_midnight(core::Context& context, bool anew) {
    std::set<std::string> zones;
    for (const core::Group& group : context.people().groups()) zones.insert(group.zone);
    for (const std::string& zone : zones) await_midnight(context, zone, anew);
  }
  static void await_midnight(core::Context& context, const std::string& zone, bool anew) {
    const std::string key = std::string(events::day_job) + ":" + zone;
    if (anew || !context.arranged(key))
      context.arrange({key, std::string(events::day_job), "",
                       core::next_time(core::Zone::named(zone), core::Minutes{0}, context.now()), true});
  }

  GroupStore& store_;
  Options options_;
  Welcome welcome_;
  Overview overview_;
  Setup setup_;
  Import import_;
  LeadersTold leaders_;
  RolesTold roles_;
  Channel channel_;
};

}  // namespace

std::unique_ptr<features::Feature> make(GroupStore& store, Options options) {
  return std::make_unique<Groups>(store, std::move(options));
}

}  // namespace groups
