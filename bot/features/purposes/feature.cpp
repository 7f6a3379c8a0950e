#include "bot/features/purposes/feature.hpp"

#include <algorithm>
#include <utility>

#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/purposes/beside.hpp"
#include "bot/features/purposes/days_open.hpp"
#include "bot/features/purposes/events.hpp"
#include "bot/features/purposes/questions.hpp"
#include "bot/features/purposes/telling.hpp"

namespace purposes {
namespace {

using core::Context;
using core::Language;
using core::localized;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using std::chrono::days;

constexpr days told_before{2};
constexpr days same_period{30};  // after the close: two results on the same questions could be compared
constexpr core::Minutes shown_after{10}, asked_again_at{std::chrono::hours{14}};
constexpr int sessions_between = 2, days_between = 10;  // the latter where each working day has one

class Purposes final : public features::Feature {
 public:
  Purposes(PurposeStore& store, Options options) : store_(store), options_(std::move(options)) {}

  std::string_view name() const override { return "purposes"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"purpose", {"formål", "føremål", "purpose"}, Right::member, by(this, &Purposes::tell)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = purposes::events;
    const auto asked = [](Purposes* all, const core::GroupId& group, int number, int round) {
      return all->asked(group, number, round);
    };
    return {
        features::press(e::ask, Right::facilitator, this, features::the_group, &Purposes::begin),
        features::press(e::leave_out, Right::facilitator, this, features::the_group, &Purposes::leave_out),
        features::press(e::open_form, Right::member, this, asked, &Purposes::open, &Purposes::not_named)
            .otherwise("purposes.over"),
        features::submit(e::answer, Right::member, this, asked, &Purposes::answer, &Purposes::not_named)
            .otherwise("purposes.over")};
  }

  std::vector<core::Question> asks_by_itself(const core::Group&) override { return questions(); }

  void on(Context& context, const core::Fact& fact) override {
    if (const auto* off = std::get_if<core::PollCalledOff>(&fact)) return called_off(context, off->poll);
    const auto* due = std::get_if<core::MomentDue>(&fact);
    if (!due || !by_itself()) return;
    const core::Group* group = context.people().group(due->session.group);
    if (group && due->moment == "invitation") tell_before(context, *group, due->session);
    if (due->moment != "checkout") return;
    auto asking = group ? latest(group->id) : std::nullopt;
    if (!asking || asking->round > 1 || due->session.starts < asking->asked) return;
    ++asking->sessions;
    store_.save(*asking);
    if (asking->sessions == sessions_until_again(*group))
      ask_again_later(context, *group, *asking, due->closes);
  }

  void due(Context& context, const core::Job& job) override {
    if (job.kind == events::first.name) return ask_new(context, job);
    if (job.kind == events::again.name) return ask_again(context, job);
    const auto values = events::beside.unpacked(job.subject);
    const auto asking = values ? latest(std::get<0>(*values)) : std::nullopt;
    if (!asking || asking->number != std::get<1>(*values)) return;
    const core::Group& group = core::group_due(context, asking->group);
    const int round = std::get<2>(*values);
    if (!has_answers(*asking, round, group.language)) return;  // its result says so already
    context.post(
        core::may_wait({"purposes-beside:" + poll_id(*asking, round).text, group.destination(),
                        side_by_side(context, group, *asking, round, options_, group.language), true}));
  }

  void waiting(Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    const auto asking = latest(who.group.id);
    if (asking && waits_for(context, who, *asking))
      std::ranges::move(card(*asking, who.group, who.language()).blocks, std::back_inserter(blocks));
  }

 private:
  bool by_itself() const { return !options_.by_itself || options_.by_itself(); }

  // What was asked last, and neither left out nor called off.
  std::optional<Asking> latest(const core::GroupId& group) { return store_.latest_asked(group); }
  static int sessions_until_again(const core::Group& group) {
    return core::meets_daily(group) ? days_between : sessions_between;
  }

  struct Which {
    Asking asking;
    int round;
  };
  friend const core::GroupId& group_of(const Which& which) { return which.asking.group; }
  std::optional<Which> asked(const core::GroupId& group, int number, int round) {
    const auto asking = latest(group);
    if (!asking || asking->number != number || asking->round != round) return std::nullopt;
    return Which{*asking, round};
  }
  static std::string beside_key(const Asking& asking, int round) {
    return std::string(events::beside.name) + ":" + poll_id(asking, round).text;
  }

  // Nobody answers in both ways: what all read of them would hide nobody.
  bool is_named(const Here& who, const Asking& asking) const {
    const core::Member* member = who.group.member(who.person.id);
    if (!member || member->role == core::Role::participant) return false;
    return !options_.without_name || !options_.without_name(poll_id(asking, asking.round), who.person.id);
  }
  // By name until the others' poll closes: then nobody knows any more who may have answered in it.
  static bool takes_names(Context& context, const Asking& asking, int round) {
    const auto result = context.arranged(beside_key(asking, round));
    return result && context.now() < result->due - shown_after;
  }
  // Those who take part answer without names, where everybody does.
  std::optional<Reply> not_named(Context& context, const Here& who, const Which& which) {
    if (!is_named(who, which.asking)) return whisper(who.language(), "purposes.in_channel");
    if (!takes_names(context, which.asking, which.round)) return whisper(who.language(), "purposes.over");
    return std::nullopt;
  }
  bool waits_for(Context& context, const Here& who, const Asking& asking) {
    const auto all = store_.said(who.group.id, asking.number);
    return is_named(who, asking) && takes_names(context, asking, asking.round) &&
           std::ranges::none_of(all, [&](const Said& one) {
             return one.person == who.person.id && one.round == asking.round;
           });
  }

  // --- asking

  Reply begin(Context& context, const Here& who, const core::GroupId& id) {
    const auto newest = store_.latest(id), before = latest(id);
    if (before && context.arranged(beside_key(*before, before->round)))
      return whisper(who.language(), "purposes.asked_already");
    if (const auto refused = too_soon(context, who, before)) return *refused;
    if (options_.refused && options_.refused()) return whisper(who.language(), "polls.refused");
    Asking asking{id, newest ? newest->number + 1 : 1, context.now()};
    store_.save(asking);
    context.cancel_job(first_key(id));
    ask(context, who.group, asking);
    settle(context, who.group, "purposes.first.asked");
    return whisper(who.language(), "purposes.asked", {{"group", who.group.name}});
  }

  std::optional<Reply> too_soon(Context& context, const Here& who, const std::optional<Asking>& before) {
    const Language language = who.language();
    const core::Instant closed = before ? before->asked + open_for : core::Instant{};
    if (context.now() >= closed + same_period || !was_shown(*before, before->round, language))
      return std::nullopt;
    return whisper(language, "polls.asked_before",
                   {{"title", core::text(language, "purposes.title")},
                    {"closed", core::say_date(language, who.group, closed)},
                    {"from", core::say_date(language, who.group, closed + same_period)}});
  }

  // --- a new group, by itself

  static std::string first_key(const core::GroupId& group) {
    return std::string(events::first.name) + ":" + group.text;
  }
  static std::string again_key(const Asking& asking) {
    return std::string(events::again.name) + ":" + events::again.pack(asking.group, asking.number);
  }

  // When its first session is announced, where the answers can be in before it.
  void tell_before(Context& context, const core::Group& group, const core::Session& session) {
    const auto facilitators = context.people().with_role(group, core::Role::facilitator);
    if (session.run != 1 || session.number != 1 || facilitators.empty() || store_.latest(group.id) ||
        session.starts - context.now() < told_before + at_least_open)
      return;
    const core::Zone zone = core::Zone::named(group.zone);
    const core::Instant at = core::after_quiet(context.now() + told_before, zone, group.quiet);
    if (session.starts - at < at_least_open) return;
    context.arrange({first_key(group.id), std::string(events::first.name),
                     events::first.pack(group.id, session.starts), at});
    for (const core::Person* person : facilitators) {
      const Language language = person->language;
      core::Message message;
      core::say(message, language, "purposes.first",
                {{"group", group.name}, {"date", core::say_date(language, group, at)}});
      message.blocks.emplace_back(
          core::Actions{{events::leave_out.button(core::text(language, "purposes.first.leave"), group.id),
                         events::ask.button(core::text(language, "purposes.first.now"), group.id)}});
      context.post(core::of_group(
          group.id, {told_key(group.id, *person), core::destination_of(*person), std::move(message), true}));
    }
  }

  void ask_new(Context& context, const core::Job& job) {
    const auto values = events::first.unpacked(job.subject);
    if (!values || store_.latest(std::get<0>(*values)) || !by_itself()) return;
    const core::Group& group = core::group_due(context, std::get<0>(*values));
    const core::Zone zone = core::Zone::named(group.zone);
    const core::Instant start = std::get<1>(*values);
    // A pause may have been made since.
    const core::Instant heard = core::after_quiet(context.now(), zone, group.quiet);
    if (start - heard < at_least_open) return;
    if (heard > context.now()) return context.arrange({job.key, job.kind, job.subject, heard});
    const Asking asking{group.id, 1, context.now()};
    store_.save(asking);
    ask(context, group, asking, open_before(start, context.now(), zone));
    settle(context, group, "purposes.first.asked");
  }

  // The check-out comes first, and its result: the working day after it closes, at a time that no moment has.
  void ask_again_later(Context& context, const core::Group& group, const Asking& asking,
                       core::Instant closes) {
    context.arrange({again_key(asking), std::string(events::again.name),
                     events::again.pack(group.id, asking.number),
                     working_day_after(std::max(closes, context.now()), group)});
  }
  static core::Instant working_day_after(core::Instant then, const core::Group& group) {
    const core::Zone zone = core::Zone::named(group.zone);
    const core::Date day = core::next_working_day(core::local_date(group, then));
    return core::after_quiet(zone.to_utc(core::at(day, asked_again_at)), zone, group.quiet);
  }
  void ask_again(Context& context, const core::Job& job) {
    const auto values = events::again.unpacked(job.subject);
    auto asking = values ? latest(std::get<0>(*values)) : std::nullopt;
    if (!asking || asking->number != std::get<1>(*values) || asking->round > 1 || !by_itself()) return;
    const core::Group& group = core::group_due(context, asking->group);
    if (group.stopped) return;
    core::Instant from = core::after_quiet(context.now(), core::Zone::named(group.zone), group.quiet);
    const core::Instant closed = asking->asked + open_for;  // from then on facilitators wait, too (too_soon)
    if (context.arranged(beside_key(*asking, asking->round)))
      from = working_day_after(std::max(closed, context.now()), group);
    else if (context.now() < closed + same_period && was_shown(*asking, asking->round, group.language))
      from = working_day_after(closed + same_period, group);
    if (from > context.now()) return context.arrange({job.key, job.kind, job.subject, from});
    const core::Instant first = std::exchange(asking->asked, context.now());
    asking->round = 2;
    store_.save(*asking);
    ask(context, group, *asking, open_for, first);
  }

  Reply leave_out(Context& context, const Here& who, const core::GroupId& id) {
    if (latest(id)) return whisper(who.language(), "purposes.first.asked", {{"group", who.group.name}});
    context.cancel_job(first_key(id));
    const Asking none{.group = id, .left_out = true};
    if (!store_.latest(id)) store_.save(none);  // its first session may be announced again
    settle(context, who.group, "purposes.first.left_out");
    return whisper(settled(who.group, "purposes.first.left_out", who.language()));
  }

  void ask(Context& context, const core::Group& group, const Asking& asking, days open = open_for,
           std::optional<core::Instant> first = std::nullopt) {
    core::Poll poll;
    poll.id = poll_id(asking, asking.round);
    poll.group = group.id;
    poll.title = localized("purposes.title");
    poll.opens = context.now();
    poll.closes = core::closing_noon(context.now(), open, core::Zone::named(group.zone));
    poll.questions = questions();
    for (const core::Role role : {core::Role::leader, core::Role::facilitator})
      for (const core::Person* person : context.people().with_role(group, role))
        context.post(core::until(
            poll.closes, core::of_group(group.id, {ask_key(poll.id, *person), core::destination_of(*person),
                                                   card(asking, group, person->language), true})));
    context.arrange({beside_key(asking, asking.round), std::string(events::beside.name),
                     events::beside.pack(group.id, asking.number, asking.round, first),
                     poll.closes + shown_after});
    context.emit(core::PollRequested{std::move(poll)});
  }

  // All are told that the answers are gone and that nothing comes of it, so what was said by name goes as
  // well, and is put beside nothing. It is then as if that round had not been asked; but the second one is
  // not tried anew: its poll has been.
  void called_off(Context& context, const core::Poll& poll) {
    auto asking = latest(poll.group);
    if (!asking || poll.id != poll_id(*asking, asking->round)) return;
    const auto job = context.arranged(beside_key(*asking, asking->round));
    const auto values = job ? events::beside.unpacked(job->subject) : std::nullopt;
    context.cancel_job(beside_key(*asking, asking->round));
    store_.drop_said(asking->group, asking->number, asking->round);
    asking->left_out = asking->round == 1;
    if (asking->round > 1) {
      --asking->round;
      asking->sessions = std::max(asking->sessions, days_between);
      if (values) asking->asked = std::get<3>(*values).value_or(asking->asked);
    }
    store_.save(*asking);
    tell_called_off(context, poll);
  }

  // --- answers

  Reply open(Context&, const Here& who, const Which& which) {
    return core::open_form(form_for(which.asking, which.round, who.language()));
  }

  Reply answer(Context& context, const Here& who, const Which& which, const Given& given) {
    const Language language = who.language();
    const core::Form form = form_for(which.asking, which.round, language);
    if (auto stopped = features::check_form(context, who, form, given)) return *stopped;
    Said said;
    said.person = who.person.id;
    said.role = who.group.member(who.person.id)->role;
    said.round = which.round;
    read(given.filled, said);
    Reply wrong;
    if (said.gives.empty() || said.gives.size() > gives_at_most)
      wrong.errors["gives"] = core::text(language, "purposes.form.two");
    if (!wrong.errors.empty()) return wrong;
    store_.save(who.group.id, which.asking.number, said);
    return whisper(language, "purposes.thanks");
  }

  // --- beside each other

  bool has_answers(const Asking& asking, int round, Language language) {
    const auto said = store_.said(asking.group, asking.number);
    return std::ranges::count(said, round, &Said::round) > 0 || was_shown(asking, round, language);
  }
  bool was_shown(const Asking& asking, int round, Language language) {
    for (std::size_t question = 0; question < prompts.size(); ++question)
      if (options_.shown &&
          !options_.shown(poll_id(asking, round), static_cast<int>(question), language).empty())
        return true;
    return false;
  }

  bool comes_again(Context& context, const core::Group& group, const Asking& asking) {
    return by_itself() &&
           (asking.sessions < sessions_until_again(group) || context.arranged(again_key(asking)));
  }
  core::Message side_by_side(Context& context, const core::Group& group, const Asking& asking, int round,
                             const Options& options, Language language) {
    const std::string key = round == 1 && asking.round == 1 && !comes_again(context, group, asking)
                                ? "purposes.beside.once"
                                : "purposes.beside." + std::to_string(round);
    return beside_each_other(context.people(), asking, store_.said(asking.group, asking.number), options,
                             round, key, language);
  }

  Reply tell(Context& context, const Here& who, const core::CommandLine&) {
    const Language language = who.language();
    const auto asking = latest(who.group.id);
    core::Message message;
    const bool open = asking && context.arranged(beside_key(*asking, asking->round));
    const int shown = !asking ? 0 : open ? asking->round - 1 : asking->round;
    if (open && waits_for(context, who, *asking))
      message = card(*asking, who.group, language);
    else if (open)
      core::say(message, language, "purposes.is_open");
    else if (!asking)
      core::say(message, language, "purposes.none");
    Options theirs = options_;
    if (options_.shown_to)
      theirs.shown = [&](const core::PollId& poll, int question, Language) {
        return options_.shown_to(who, poll, question);
      };
    if (shown > 0)
      std::ranges::move(side_by_side(context, who.group, *asking, shown, theirs, language).blocks,
                        std::back_inserter(message.blocks));
    if (!open && features::may(who, who.group, Right::facilitator))
      message.blocks.emplace_back(
          core::Actions{{events::ask.button(core::text(language, "purposes.ask_now"), who.group.id)}});
    return whisper(std::move(message));
  }

  PurposeStore& store_;
  Options options_;
};

}  // namespace

std::unique_ptr<features::Feature> make(PurposeStore& store, Options options) {
  return std::make_unique<Purposes>(store, std::move(options));
}

}  // namespace purposes
