#include "bot/features/pauses/feature.hpp"

#include <algorithm>
#include <utility>

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/pauses/events.hpp"
#include "bot/features/pauses/view.hpp"

namespace pauses {
namespace {

using core::Closed;
using core::Context;
using core::Date;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using features::Who;
using std::chrono::days;

constexpr days kept{30};  // after the end
constexpr std::size_t most_days = 100;
constexpr std::size_t most_ahead = 10;  // pauses of one subject that are not over

class Pauses final : public features::Feature {
 public:
  Pauses(PauseStore& store, Options options) : store_(store), options_(std::move(options)) {}

  std::string_view name() const override { return "pauses"; }

  std::vector<features::CommandSpec> commands() override {
    return {{"pause",
             {"pause", "pause", "pause"},
             Right::everybody,
             features::by(this, &Pauses::command),
             features::Behind::words,
             words_read()}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = pauses::events;
    using features::press;
    using features::submit;
    const auto planned = [](Pauses*, const core::GroupId& group, const Date& from, const Date& until) {
      return std::optional(OfGroup{group, from, until});
    };
    const auto meant = [](Pauses*, const core::GroupId& group, const std::optional<Date>& first) {
      return std::optional(EndOfGroup{group, first});
    };
    return {
        press(e::mine, Right::everybody, this, &Pauses::begin_mine).otherwise("pauses.past"),
        press(e::of_group, Right::facilitator, this, planned, &Pauses::begin_group).otherwise("pauses.past"),
        press(e::all, Right::coordinator, this, &Pauses::begin_all).otherwise("pauses.past"),
        press(e::end_mine, Right::everybody, this, &Pauses::end_mine),
        press(e::end_group, Right::facilitator, this, meant, &Pauses::end_group),
        press(e::end_all, Right::coordinator, this, &Pauses::end_all),
        submit(e::form, Right::everybody, this, &Pauses::form_sent),
        submit(e::closed, Right::coordinator, this, &Pauses::closed_sent)};
  }

  void start(Context& context) override {
    context.arrange({std::string(events::forget_job), std::string(events::forget_job), "",
                     context.now() + days{1}, true});
  }
  void due(Context& context, const core::Job& job) override {
    if (job.kind != events::forget_job) return;
    if (context.time_is_certain()) store_.forget(here(context) - kept);
    start(context);
  }

  void status(Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    core::Message message = running(running_for(context, who, &who.group), who.language());
    std::move(message.blocks.begin(), message.blocks.end(), std::back_inserter(blocks));
  }

 private:
  struct OfGroup {
    core::GroupId group;
    Date from, until;
  };
  friend const core::GroupId& group_of(const OfGroup& asked) { return asked.group; }
  struct EndOfGroup {
    core::GroupId group;
    std::optional<Date> first;
  };
  friend const core::GroupId& group_of(const EndOfGroup& asked) { return asked.group; }

  core::Local here(Context& context) const {
    return core::Zone::named(options_.zone).to_local(context.now());
  }
  Date today(Context& context) const { return core::date_of(here(context)); }

  // --- what there is

  // Those that are not over, by their beginning.
  std::vector<Closed> ahead(Context& context, Kind kind, const std::string& subject) const {
    std::vector<Closed> all = store_.of(kind, subject);
    std::erase_if(all, [&](const Closed& one) { return one.to <= here(context); });
    return all;
  }
  Beside beside(Context& context, Kind kind, const std::string& subject, const Closed& pause) const {
    Beside beside{{}, ahead(context, kind, subject)};
    beside.gone = replaced_by(pause, beside.stay);
    std::erase_if(beside.stay, [&](const Closed& one) { return one == pause || has(beside.gone, one); });
    return beside;
  }
  static bool has(const std::vector<Closed>& all, const Closed& one) {
    return std::ranges::find(all, one) != all.end();
  }
  Running of_kind(Context& context, Kind kind, const core::GroupId& group, std::vector<Closed> there) const {
    Running all;
    all.today = today(context);
    all.group = context.people().group(group);
    (kind == Kind::person ? all.mine : kind == Kind::group ? all.of_group : all.all) = std::move(there);
    return all;
  }
  static const std::string& subject_of(const Who& who, Kind kind, const core::GroupId& group) {
    return kind == Kind::person ? who.person.id.text : group.text;
  }

  // --- asking

  Reply command(Context& context, const Who& who, const core::CommandLine& line) {
    const Words words = read_pause(line, today(context));
    const Language language = who.language();
    if (words.closed_days)
      return who.person.coordinator ? core::open_form(closed_form_now(context, language))
                                    : whisper(language, "pauses.closed.coordinator");
    if (words.end) return end(context, who, words);
    if (!words.understood || !words.until) {
      const bool begins = words.understood && words.from;
      core::Form asked = form(scopes_of(context, who), scope_said(words, who.near),
                              begins ? core::say_date(language, *words.from, today(context)) : "", language);
      if (!words.understood) asked.intro = which_days(words.varies, language);
      return core::open_form(std::move(asked));
    }
    return propose(context, who, words.scope, who.near, words.from.value_or(today(context)), *words.until);
  }

  // What somebody may pause, as choices of a form: themselves, the groups they facilitate, all.
  std::vector<core::Option> scopes_of(Context& context, const Who& who) const {
    const Language language = who.language();
    std::vector<core::Option> all{{"mine", core::text(language, "pauses.for_me")}};
    for (const core::Group& group : context.people().groups()) {
      const bool own = group.member(who.person.id) || &group == who.near;
      if (own && features::may(who, group, Right::facilitator))
        all.push_back({group.id.text, core::text(language, "pauses.for_group", {{"group", group.name}})});
    }
    if (who.person.coordinator) all.push_back({"all", core::text(language, "pauses.for_all")});
    return all;
  }

  Reply form_sent(Context& context, const Who& who, const Given& given) {
    const Language language = who.language();
    Reply wrong;
    const std::string from_text = core::value_of(given.filled, "from");
    const auto from = from_text.empty() ? today(context) : day_in(from_text, today(context));
    if (!from) wrong.errors["from"] = core::text(language, "pauses.form.no_day");
    const auto until = day_in(core::value_of(given.filled, "until"), from.value_or(today(context)));
    if (!until) wrong.errors["until"] = core::text(language, "pauses.form.no_day");
    if (!wrong.errors.empty()) return wrong;
    const std::string scope = core::value_of(given.filled, "who");
    if (scope.empty() || scope == "mine") return propose(context, who, Scope::mine, nullptr, *from, *until);
    if (scope == "all") return propose(context, who, Scope::all, nullptr, *from, *until);
    return propose(context, who, Scope::group, context.people().group(core::GroupId(scope)), *from, *until);
  }

  Reply propose(Context& context, const Who& who, std::optional<Scope> scope, const core::Group* group,
                Date from, Date until) {
    const Language language = who.language();
    // texts: pauses.*
    if (const auto problem = problem_with(from, until, today(context)); !problem.empty())
      return whisper(language, problem);
    Choice choice;
    choice.today = today(context);
    const Closed pause = pause_of(from, until);
    if (group && scope.value_or(Scope::group) == Scope::group &&
        features::may(who, *group, Right::facilitator)) {
      choice.group = group;
      choice.lost = options_.lost(*group, pause, context.now());
      choice.beside_group = beside(context, Kind::group, group->id.text, pause);
    }
    if (who.person.coordinator && scope.value_or(Scope::all) == Scope::all)
      for (const core::Group& each : context.people().groups()) {
        ++choice.groups;
        choice.some_daily = choice.some_daily || core::meets_daily(each);
        choice.sessions += static_cast<int>(options_.lost(each, pause, context.now()).size());
      }
    if (choice.groups > 0) choice.beside_all = beside(context, Kind::all, "", pause);
    choice.mine = scope.value_or(Scope::mine) == Scope::mine;
    if (choice.mine) {
      choice.beside_mine = beside(context, Kind::person, who.person.id.text, pause);
      choice.unled = unled(context, who.person, pause);
    }
    const bool more = choice.group || choice.groups > 0;
    // One's own touches nobody else, so nothing is asked.
    if (choice.mine && !more) return begin_mine(context, who, from, until);
    if (!choice.mine && !more)
      return whisper(language, scope == Scope::all ? "pauses.all.coordinator" : "pauses.group.facilitator");
    return whisper(preview(pause, choice, language));
  }

  std::vector<Unled> unled(Context& context, const core::Person& person, const Closed& pause) const {
    return unled_without(context.people(), person, [&](const core::Group& group) {
      return options_.lost(group, pause, context.now());
    });
  }

  // --- beginning

  Reply begin_mine(Context& context, const Who& who, const Date& from, const Date& until) {
    return begin(context, who, Kind::person, {}, from, until);
  }
  Reply begin_group(Context& context, const Here& who, const OfGroup& asked) {
    return begin(context, who, Kind::group, asked.group, asked.from, asked.until);
  }
  Reply begin_all(Context& context, const Who& who, const Date& from, const Date& until) {
    return begin(context, who, Kind::all, {}, from, until);
  }
  Reply begin(Context& context, const Who& who, Kind kind, const core::GroupId& group, Date from,
              Date until) {
    // What a button says may be old.
    if (const auto problem = problem_with(from, until, today(context)); !problem.empty())
      return whisper(who.language(), problem);
    const Closed pause = pause_of(from, until);
    const std::string& subject = subject_of(who, kind, group);
    const Beside others = beside(context, kind, subject, pause);
    core::Message message;
    // Pressed twice: nobody is told twice.
    if (!has(ahead(context, kind, subject), pause)) {
      if (others.stay.size() >= most_ahead) {
        core::say(message, who.language(), "pauses.many", {{"n", static_cast<int>(most_ahead)}});
        return listed(std::move(message), of_kind(context, kind, group, ahead(context, kind, subject)), who);
      }
      for (const Closed& each : others.gone) store_.end(kind, subject, each.from);
      store_.put(kind, subject, pause);
      context.people_changed();
      if (kind == Kind::person)
        context.emit(core::PauseTaken{who.person.id, pause});
      else
        context.emit(core::PausesChanged{group, pause, others.gone});
    }
    say_beside(message, {others.gone, {}}, today(context), who.language());
    if (kind == Kind::person) say_unled(message, unled(context, who.person, pause), who.language());
    return listed(std::move(message), of_kind(context, kind, group, ahead(context, kind, subject)), who);
  }

  // What is said, and below it what may be ended.
  static Reply listed(core::Message message, const Running& all, const Who& who) {
    core::Message list = running(all, who.language());
    std::move(list.blocks.begin(), list.blocks.end(), std::back_inserter(message.blocks));
    return whisper(std::move(message));
  }

  // --- ending

  Running running_for(Context& context, const Who& who, const core::Group* group) const {
    Running all;
    all.today = today(context);
    all.mine = ahead(context, Kind::person, who.person.id.text);
    all.group = group;
    if (group && features::may(who, *group, Right::facilitator))
      all.of_group = ahead(context, Kind::group, group->id.text);
    if (who.person.coordinator) all.all = ahead(context, Kind::all, "");
    return all;
  }

  Reply end(Context& context, const Who& who, const Words& words) {
    Running all = running_for(context, who, who.near);
    if (words.scope && words.scope != Scope::mine) all.mine.clear();
    if (words.scope && words.scope != Scope::group) all.of_group.clear();
    if (words.scope && words.scope != Scope::all) all.all.clear();
    if (all.mine.empty() && all.of_group.empty() && all.all.empty())
      return whisper(who.language(), "pauses.none");
    // "slutt 10. desember" is not now.
    const bool alone = words.understood && !words.from && !words.until;
    if (alone && all.mine.size() == 1 && all.of_group.empty() && all.all.empty())
      return end_mine(context, who, first_day(all.mine.front()));
    return whisper(running(all, who.language()));
  }

  Reply end_mine(Context& context, const Who& who, const std::optional<Date>& first) {
    return finish(context, who, Kind::person, {}, first, {"pauses.ended.mine", "pauses.off.mine"});
  }
  Reply end_group(Context& context, const Here& who, const EndOfGroup& asked) {
    return finish(context, who, Kind::group, asked.group, asked.first,
                  {"pauses.ended.group", "pauses.off.group"});
  }
  Reply end_all(Context& context, const Who& who, const std::optional<Date>& first) {
    return finish(context, who, Kind::all, {}, first, {"pauses.ended.all", "pauses.off.all"});
  }
  // What is said of one that had begun, and of one that will not.
  struct Done {
    std::string_view ended, off;
  };
  Reply finish(Context& context, const Who& who, Kind kind, const core::GroupId& group,
               const std::optional<Date>& first, const Done& done) {
    const std::string& subject = subject_of(who, kind, group);
    std::vector<Closed> there = ahead(context, kind, subject);
    if (!first && there.size() > 1) return listed({}, of_kind(context, kind, group, there), who);
    const auto meant =
        std::ranges::find_if(there, [&](const Closed& one) { return !first || first_day(one) == *first; });
    if (meant == there.end()) return whisper(who.language(), "pauses.none");
    const Closed gone = *meant;
    there.erase(meant);
    store_.end(kind, subject, gone.from);
    context.people_changed();
    if (kind != Kind::person) context.emit(core::PausesChanged{group, std::nullopt, {gone}});
    core::Message message;
    // texts: pauses.ended.mine pauses.ended.group pauses.ended.all pauses.off.mine pauses.off.group
    // texts: pauses.off.all
    core::say(message, who.language(), gone.from <= here(context) ? done.ended : done.off,
              {{"when", core::say_days(who.language(), gone, today(context))}});
    return listed(std::move(message), of_kind(context, kind, group, std::move(there)), who);
  }

  // --- closed days

  core::Form closed_form_now(Context& context, Language language) const {
    std::vector<std::string> ticked;
    std::string own;
    auto ahead = store_.days();
    std::erase_if(ahead, [&](const Closed& day) { return day.to <= here(context); });
    for (const std::string_view eve : core::usual_eves) {
      const auto usual = coming_eves(eve, today(context));
      if (std::find(ahead.begin(), ahead.end(), usual.front()) != ahead.end()) ticked.emplace_back(eve);
      std::erase_if(ahead, [&](const Closed& day) {
        return std::find(usual.begin(), usual.end(), day) != usual.end();
      });
    }
    for (const Closed& day : ahead) own += (own.empty() ? "" : "\n") + core::date_text(first_day(day));
    return closed_form(ticked, own, language);
  }

  // The days that a form says; nothing: `wrong` says which line is none.
  std::optional<std::vector<Closed>> days_of(Context& context, const Who& who, const Given& given,
                                             Reply& wrong) const {
    std::vector<Closed> all;
    if (const auto ticked = given.filled.find("eves"); ticked != given.filled.end())
      for (const std::string& eve : ticked->second)
        if (std::ranges::find(core::usual_eves, eve) != std::end(core::usual_eves))
          for (const Closed& day : coming_eves(eve, today(context))) all.push_back(day);
    for (const std::string& line : core::lines_of(core::value_of(given.filled, "days"))) {
      const auto day = day_in(line, today(context));
      if (!day || *day < today(context) || all.size() >= most_days) {
        wrong.errors["days"] = core::text(who.language(), "pauses.closed.no_day", {{"line", line}});
        return std::nullopt;
      }
      Closed closed = pause_of(*day, *day);
      closed.day = true;
      all.push_back(closed);
    }
    return all;
  }

  Reply closed_sent(Context& context, const Who& who, const Given& given) {
    const Language language = who.language();
    Reply wrong;
    const auto wanted = days_of(context, who, given, wrong);
    if (!wanted) return wrong;
    int lost = 0;
    for (const Closed& day : *wanted)
      for (const core::Group& group : context.people().groups())
        lost += static_cast<int>(options_.lost(group, day, context.now()).size());
    std::vector<Date> dates;
    for (const Closed& day : *wanted) dates.push_back(first_day(day));
    std::sort(dates.begin(), dates.end());
    dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
    // Once with what it will do, before anybody is told.
    const core::Form form = closed_form_now(context, language);
    if (lost > 0 && !core::was_warned(given.warned, form, given.filled))
      return core::warn_and_let_edit(form, given.filled,
                                     core::text_n(language, "pauses.closed.preview", lost));
    store_.drop_days_after(here(context));
    for (const Closed& day : *wanted) store_.put(Kind::day, core::date_text(first_day(day)), day);
    context.people_changed();
    Closed a_day;
    a_day.day = true;
    context.emit(core::PausesChanged{{}, a_day});
    if (dates.empty()) return whisper(language, "pauses.closed.none");
    return whisper(language, "pauses.closed.done", {{"days", core::say_dates(language, dates)}});
  }

  PauseStore& store_;
  Options options_;
};

}  // namespace

std::unique_ptr<features::Feature> make(PauseStore& store, Options options) {
  return std::make_unique<Pauses>(store, std::move(options));
}

}  // namespace pauses
