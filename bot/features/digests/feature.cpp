#include "bot/features/digests/feature.hpp"

#include <algorithm>
#include <array>

#include "bot/core/days.hpp"
#include "bot/core/events.hpp"
#include "bot/core/form_check.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/digests/events.hpp"
#include "bot/features/digests/group_page.hpp"
#include "bot/features/digests/weeks.hpp"

namespace digests {
namespace {

using core::Context;
using features::Who;

inline constexpr std::string_view weekly_job = "digests/weekly", rest_job = "digests/rest";
constexpr std::string_view signed_in_view = "sign-in";
constexpr std::array<std::string_view, 10> noted_views{"groups",
                                                       "group",
                                                       "report-pdf",
                                                       "tables-xlsx",
                                                       "tables-csv-sessions",
                                                       "tables-csv-results",
                                                       "tables-csv-matters",
                                                       "tables-csv-minutes",
                                                       "tables-csv-evaluation",
                                                       "tables-csv-hours"};
constexpr std::size_t all_at_once = 500;  // groups that are read together
constexpr auto made_again_after = std::chrono::minutes{10};

core::Date monday_now(const core::Context& context, const core::Zone& zone) {
  return core::monday_of(core::date_of(zone.to_local(context.now())));
}

class Digests final : public features::Feature {
 public:
  Digests(DigestStore& store, Options options) : store_(store), options_(std::move(options)) {}

  std::string_view name() const override { return "digests"; }
  std::vector<features::CommandSpec> commands() override {
    return {{"digest",
             {"ukesammendrag", "vekesamandrag", "digest", "sammendrag", "samandrag"},
             features::Right::leader,
             features::by(this, &Digests::so_far)},
            {"report",
             {"rapport", "rapport", "report"},
             features::Right::member,
             features::by(this, &Digests::page_command)},
            {"export",
             {"eksport", "eksport", "export"},
             features::Right::member,
             features::by(this, &Digests::page_command)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = digests::events;
    using features::press;
    return {
        press(e::more, features::Right::leader, this, &Digests::more),
        press(e::page, features::Right::member, this, &Digests::page),
        press(e::days, features::Right::member, this, features::the_group, &Digests::open_days),
        features::submit(e::days, features::Right::member, this, features::the_group, &Digests::choose_days),
        press(core::events::overview_opened, features::Right::everybody, this, &Digests::opened)};
  }

  void start(Context& context) override { arrange(context); }

  void due(Context& context, const core::Job& job) override {
    if (job.kind != weekly_job && job.kind != rest_job) return;
    const core::Zone zone = core::Zone::named(options_.zone);
    const core::Date now = monday_now(context, zone);
    // After days without the program one digest, of the week before that Monday: later nothing was published.
    // What is left of them is of the same week.
    const core::Instant of = job.subject.empty() ? job.due : core::instant_from_text(job.subject);
    const core::Date monday = std::min(core::monday_of(core::date_of(zone.to_local(of))), now);
    if (options_.make_beside && job.due > options_.at_once_until) {
      context.arrange({std::string(rest_job), std::string(rest_job), core::to_text(moment_of(monday, zone)),
                       context.now() + made_again_after, true});
      context.after_commit([make = options_.make_beside, monday] { make(monday); });
    } else {
      for (const Portion& portion : portions_of(context.people(), all_at_once))
        post_made(
            context, store_, options_,
            made_for(store_, context.people(), portion, monday, zone, static_cast<bool>(options_.page)));
    }
    if (job.kind == weekly_job) arrange(context);
  }

  // Last week's, for a leader who asks.
  core::Reply so_far(Context& context, const Who& who, const core::CommandLine&) {
    core::AdministrativeAct act;
    act.what = "digest.opened";
    act.by = who.person.id;
    context.emit(act);
    const core::Zone zone = core::Zone::named(options_.zone);
    const core::Date today = core::date_of(zone.to_local(context.now()));
    core::Message message = digest(week_of(context, who.person, core::monday_of(today)), who.language());
    if (message.blocks.empty()) return nothing(who, core::monday_of(today));
    return core::whisper(std::move(message));
  }

 private:
  void arrange(Context& context) const {
    const core::Zone zone = core::Zone::named(options_.zone);
    core::Date monday = core::monday_of(core::date_of(zone.to_local(context.now())));
    core::Instant at = moment_of(monday, zone);
    if (at <= context.now()) at = moment_of(core::plus(monday, std::chrono::days{7}), zone);
    context.arrange({std::string(weekly_job), std::string(weekly_job), "", at});
  }

  Week week_of(Context& context, const core::Person& leader, core::Date monday) {
    Week week = digests::week_of(store_, context.people(), leader, monday, core::Zone::named(options_.zone));
    week.has_page = static_cast<bool>(options_.page);
    return week;
  }

  // The Monday of a digest whose button was pressed.
  core::Reply more(Context& context, const Who& who, const core::Instant& to, const int& page) {
    const core::Zone zone = core::Zone::named(options_.zone);
    const core::Date monday = core::monday_of(core::date_of(zone.to_local(std::min(to, context.now()))));
    core::Message message = unfolded(week_of(context, who.person, monday), who.language(), page);
    if (message.blocks.empty()) return nothing(who, monday);
    return core::whisper(std::move(message));
  }

  // The address goes to the one who asks, alone, and is kept nowhere.
  core::Reply page(Context&, const Who& who) {
    const core::Language language = who.language();
    const std::string address = options_.page ? options_.page(who.person.id) : std::string();
    if (address.empty()) return core::whisper(language, "overview.unavailable");
    core::Rich words = core::rich(language, "overview.address");
    words.emplace_back(" ");
    words.emplace_back(core::text(language, "overview.open_page"), core::Span::Style::plain, address);
    return core::whisper(std::move(words));
  }
  // With days behind it, about those; in a group's channel about that group.
  core::Reply page_command(Context& context, const Who& who, const core::CommandLine& line) {
    const bool member = who.near && who.near->member(who.person.id);
    if (line.words.size() <= 1 && !member) return page(context, who);
    std::string written;
    for (std::size_t i = 1; i < line.words.size(); ++i) written += (i > 1 ? " " : "") + line.words[i].text;
    const auto days = days_from_text(written, today_in(context, who.near));
    return page_of_days(who, member ? who.near : nullptr, days, !written.empty() && !days);
  }

  core::Date today_in(const Context& context, const core::Group* group) const {
    return core::date_of(core::Zone::named(group ? group->zone : options_.zone).to_local(context.now()));
  }
  // `unread`: words in which there were none.
  core::Reply page_of_days(const Who& who, const core::Group* group, const std::optional<Days>& days,
                           bool unread = false) {
    const core::Language language = who.language();
    const std::string address = options_.page ? options_.page(who.person.id) : std::string();
    if (address.empty()) return core::whisper(language, "overview.unavailable");
    core::Rich words = core::rich(language, "overview.address");
    words.emplace_back(" ");
    words.emplace_back(core::text(language, "overview.open_page"), core::Span::Style::plain,
                       group ? address + address_of("group", group, days) : address);
    core::Message message;
    message.blocks.emplace_back(core::Paragraph{std::move(words)});
    if (group)
      message.blocks.emplace_back(core::Actions{
          {digests::events::days.button(core::text(language, "overview.days.other"), group->id)}});
    if (unread) core::say(message, language, "overview.days.unread");
    return core::whisper(std::move(message));
  }

  static core::Form days_form(const features::Here& who) {
    core::Form form = digests::events::days.form(who.group.id);
    const core::Language language = who.language();
    form.title = core::text(language, "overview.days");
    form.submit = core::text(language, "overview.days.submit");
    for (const char* which : {"first", "last"}) {  // texts: overview.days.first overview.days.last
      core::Input input = core::required(which, core::text(language, std::string("overview.days.") + which));
      input.hint = core::text(language, "overview.days.hint");
      input.max_length = 40;
      form.inputs.push_back(std::move(input));
    }
    return form;
  }
  core::Reply open_days(Context&, const features::Here& who, const core::GroupId&) {
    return core::open_form(days_form(who));
  }
  core::Reply choose_days(Context& context, const features::Here& who, const core::GroupId&,
                          const features::Given& given) {
    if (auto stopped = core::check_form({who.language(), days_form(who), given.filled, given.warned}))
      return *stopped;
    const core::Date today = today_in(context, &who.group);
    const std::string first = core::value_of(given.filled, "first"),
                      last = core::value_of(given.filled, "last");
    const auto wrong = [&](const char* input) {
      core::Reply reply;
      reply.errors[input] = core::text(who.language(), "overview.days.unclear");
      return reply;
    };
    if (!core::date_from_text(first, today)) return wrong("first");
    const auto days = days_said(first, last, today);
    if (!days) return wrong("last");
    return page_of_days(who, &who.group, days);
  }

  // A leader looks at a page or takes a file: the organisation must be able to account for that.
  core::Reply opened(Context& context, const Who& who, const std::string& view,
                     const std::optional<core::GroupId>& wanted, const std::optional<std::string>& by) {
    if (view == signed_in_view &&
        (who.person.coordinator || features::may_anywhere(context.people(), who, features::Right::leader))) {
      core::AdministrativeAct act;
      act.what = "page.signed_in";
      act.by = who.person.id;
      context.emit(act);
      return {};
    }
    if (std::find(noted_views.begin(), noted_views.end(), view) == noted_views.end()) return {};
    for (const core::Group* group : context.people().groups_of(who.person.id)) {
      if ((wanted && group->id != *wanted) || !core::may(who.person, *group, core::Role::leader)) continue;
      core::AdministrativeAct act;
      act.what = by                                    ? "page.fetched"
                 : view.find('-') == std::string::npos ? "page.opened"
                                                       : "page.downloaded";
      act.by = who.person.id;
      if (wanted) act.group = *wanted;
      act.detail = view;
      context.emit(act);
      break;
    }
    return {};
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

void post_made(core::Context& context, DigestStore& store, const Options& options, std::vector<Made> all) {
  const core::Zone zone = core::Zone::named(options.zone);
  for (Made& made : all) {
    const core::Person* leader = context.people().person(made.leader);
    if (!leader || core::is_away(*leader, zone, context.now())) continue;  // digests do not pile up
    if (leader->language != made.language || seats_of(context.people(), *leader) != made.seats) {
      auto anew =
          made_for(store, context.people(), {leader->id}, made.monday, zone, static_cast<bool>(options.page));
      if (anew.empty()) continue;
      made = std::move(anew.front());
    }
    if (made.message.blocks.empty()) continue;
    const auto day = core::to_text(core::midnight(zone, made.monday)).substr(0, 10);
    core::Post digest{"digest:" + leader->id.text + ":" + day, core::destination_of(*leader),
                      std::move(made.message), true};
    if (made.seats.size() == 1) digest.group = made.seats.front().group;
    context.post(std::move(digest));
  }
}

void all_posted(core::Context& context) {
  context.cancel_job(std::string(rest_job));
}

}  // namespace digests
