#include "bot/features/debriefs/feature.hpp"

#include <algorithm>

#include "bot/core/group_due.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/debriefs/events.hpp"

namespace debriefs {
namespace {

using core::Context;
using core::Language;
using core::localized;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

constexpr std::chrono::hours open_for{2};
constexpr core::Minutes usual{15 * 60};

// Weekends, holidays and what is closed have none; the hours of the day that are quiet may.
bool is_a_day_of_work(core::Instant at, const core::Zone& zone, const core::Group& group) {
  core::QuietHours day = group.quiet;
  day.from = day.to = core::Minutes{0};
  day.weekends = day.holidays = true;
  return !core::is_quiet(at, zone, day);
}

core::Question how_it_was() {
  return {core::Question::Kind::scale,
          localized("debriefs.title"),
          {localized("debriefs.hard"), localized("debriefs.fine"), localized("debriefs.good")},
          false};
}

class Debriefs final : public features::Feature {
 public:
  explicit Debriefs(DebriefStore& store) : store_(store) {}

  std::string_view name() const override { return "debriefs"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"debrief", {"debrief", "debrief", "debrief"}, Right::facilitator, by(this, &Debriefs::open)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = debriefs::events;
    return {features::submit(e::save, Right::facilitator, this, features::the_group, &Debriefs::save),
            features::press(e::stop, Right::facilitator, this, features::the_group, &Debriefs::stop)};
  }

  void start(Context& context) override {
    for (const Debrief& debrief : store_.all())
      if (const core::Group* group = context.people().group(debrief.group);
          group && !arranged(context, *group))
        arrange(context, debrief, *group);
  }

  // Of every group: one that is not asked today may begin with it in an hour.
  std::vector<core::Question> asks_by_itself(const core::Group&) override { return {how_it_was()}; }

  // A group that meets each working day is asked the same at each of its sessions.
  void on(Context& context, const core::Fact& fact) override {
    const auto* due = std::get_if<core::MomentDue>(&fact);
    const core::Group* group =
        due && due->moment == "checkout" ? context.people().group(due->session.group) : nullptr;
    if (group && core::meets_daily(*group) && !due->session.extra)
      ask(context, *group, due->session.id, due->closes);
  }

  void due(Context& context, const core::Job& job) override {
    const auto debrief = store_.find(core::GroupId(job.subject));
    if (!debrief) return;
    const core::Group& group = core::group_due(context, debrief->group);
    const core::Zone zone = core::Zone::named(group.zone);
    // One that comes so late is another day's. A group that has stopped may begin again.
    if (!group.stopped && is_a_day_of_work(job.due, zone, group) && context.now() - job.due < open_for)
      ask(context, group, {}, context.now() + open_for);
    arrange(context, *debrief, group);
  }

 private:
  static std::string key_of(const core::Group& group) {
    return std::string(events::ask.name) + ":" + group.id.text;
  }
  static bool arranged(Context& context, const core::Group& group) {
    return context.arranged(key_of(group)).has_value();
  }
  static void arrange(Context& context, const Debrief& debrief, const core::Group& group) {
    context.arrange({key_of(group), std::string(events::ask.name), group.id.text,
                     core::next_time(core::Zone::named(group.zone), debrief.at, context.now()), true});
  }

  // Once a day, whoever asks.
  static void ask(Context& context, const core::Group& group, const core::SessionId& session,
                  core::Instant closes) {
    const core::Local now = core::Zone::named(group.zone).to_local(context.now());
    core::Poll poll;
    poll.id = core::PollId{
        core::id_from_name("debrief:" + group.id.text + ":" + core::date_text(core::date_of(now)))};
    poll.group = group.id;
    poll.session = session;
    poll.title = localized("debriefs.title");
    poll.opens = context.now();
    poll.closes = closes;
    poll.questions = {how_it_was()};
    context.emit(core::PollRequested{std::move(poll)});
  }

  // debrief | debrief 15.15 | debrief slutt
  Reply open(Context& context, const Here& who, const core::CommandLine& line) {
    const auto now = store_.find(who.group.id);
    std::string words;
    for (const std::string& word : line.plain()) words += (words.empty() ? "" : " ") + word;
    const std::string folded = core::folded(core::verb_alone(words));
    if (core::asks_to_end(words) || folded == "av" || folded == "off")
      return now ? stop(context, who, who.group.id)
                 : whisper(who.language(), "debriefs.none", {{"group", who.group.name}});
    const auto said = core::time_in(words, core::Date{});
    const core::Minutes begins = said && !said->date && said->time ? *said->time : now ? now->at : usual;
    core::Form form = events::save.form(who.group.id);
    form.title = core::text(who.language(), "debriefs.title");
    form.intro = core::rich(who.language(), "debriefs.form.intro");
    core::Input at = core::required("at", core::text(who.language(), "debriefs.form.at"));
    at.hint = core::text(who.language(), "debriefs.form.hint");
    at.max_length = 20;
    at.initial = {core::say_time(who.language(), core::at(core::Date{std::chrono::sys_days{}}, begins))};
    form.inputs = {std::move(at)};
    form.submit = core::text(who.language(), "debriefs.form.submit");
    return core::open_form(std::move(form));
  }

  Reply save(Context& context, const Here& who, const core::GroupId& id, const Given& given) {
    const Language language = who.language();
    const auto said = core::time_in(core::value_of(given.filled, "at"), core::Date{});
    const auto at = said && !said->date ? said->time : std::nullopt;
    if (!at) {
      Reply wrong;
      wrong.errors["at"] = core::text(language, "debriefs.form.odd");
      return wrong;
    }
    const Debrief debrief{id, *at};
    store_.save(debrief);
    arrange(context, debrief, who.group);
    Reply saved =
        whisper(language, "debriefs.saved",
                {{"time", core::say_time(language, core::Local{} + *at)}, {"group", who.group.name}});
    saved.whisper.own().blocks.emplace_back(
        core::Actions{{events::stop.button(core::text(language, "debriefs.stop"), id)}});
    return saved;
  }

  Reply stop(Context& context, const Here& who, const core::GroupId& id) {
    store_.remove(id);
    context.cancel_job(key_of(who.group));
    return whisper(who.language(), "debriefs.stopped");
  }

  DebriefStore& store_;
};

}  // namespace

std::unique_ptr<features::Feature> make(DebriefStore& store) {
  return std::make_unique<Debriefs>(store);
}

}  // namespace debriefs
