#include "bot/features/digests/feature.hpp"

#include "bot/core/events.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/result_view.hpp"

namespace digests {
namespace {

using core::Context;
using core::Language;
using features::Who;

inline constexpr std::string_view weekly_job = "digests/weekly";
constexpr auto digest_at = std::chrono::hours{8};  // Monday, local time

class Digests final : public features::Feature {
 public:
  Digests(DigestStore& store, std::string zone) : store_(store), zone_(std::move(zone)) {}

  std::string_view name() const override { return "digests"; }
  std::vector<features::CommandSpec> commands() override {
    return {{"digest",
             {"ukesammendrag", "vekesamandrag", "digest", "sammendrag", "samandrag"},
             features::Right::leader,
             features::by(this, &Digests::so_far)}};
  }

  void start(Context& context) override { arrange(context); }

  void due(Context& context, const core::Job& job) override {
    if (job.kind != weekly_job) return;
    const core::Zone zone = core::Zone::named(zone_);
    const core::Date monday = monday_of(core::date_of(zone.to_local(context.now())));
    for (const core::Person& person : context.people().people()) {
      core::Message message = digest(context, person, monday);
      if (message.blocks.empty()) continue;
      const auto day = core::to_text(zone.to_utc(core::at(monday, core::Minutes{0}))).substr(0, 10);
      context.post(
          {"digest:" + person.id.text + ":" + day, core::destination_of(person), std::move(message), true});
    }
    arrange(context);
  }

  // The week so far, for a leader who asks.
  core::Reply so_far(Context& context, const Who& who, const core::CommandLine&) {
    const core::Zone zone = core::Zone::named(zone_);
    const core::Date today = core::date_of(zone.to_local(context.now()));
    core::Message message = digest(context, who.person, monday_of(today));
    if (message.blocks.empty()) return core::whisper(who.language(), "digests.nothing");
    return core::whisper(std::move(message));
  }

 private:
  static core::Date monday_of(core::Date date) {
    const std::chrono::sys_days day{date};
    return core::Date{day - (std::chrono::weekday{day} - std::chrono::Monday)};
  }

  void arrange(Context& context) const {
    const core::Zone zone = core::Zone::named(zone_);
    core::Date monday = monday_of(core::date_of(zone.to_local(context.now())));
    core::Instant at = zone.to_utc(core::at(monday, digest_at));
    if (at <= context.now()) {
      monday = core::Date{std::chrono::sys_days{monday} + std::chrono::days{7}};
      at = zone.to_utc(core::at(monday, digest_at));
    }
    context.arrange({std::string(weekly_job), std::string(weekly_job), "", at});
  }

  // The week before `monday`, for every group the person leads; no blocks when there is nothing to say.
  core::Message digest(Context& context, const core::Person& leader, core::Date monday) {
    const core::Zone zone = core::Zone::named(zone_);
    const core::Instant to = zone.to_utc(core::at(monday, core::Minutes{0}));
    const core::Instant from = zone.to_utc(
        core::at(core::Date{std::chrono::sys_days{monday} - std::chrono::days{7}}, core::Minutes{0}));
    core::Message message;
    for (const core::Group* group : context.people().groups_of(leader.id)) {
      if (!core::may(leader, *group, core::Role::leader)) continue;
      const GroupWeek week = store_.week(group->id, from, to);
      if (!week.empty()) say_group(message.blocks, *group, week, leader.language);
    }
    if (message.blocks.empty()) return message;
    message.blocks.insert(message.blocks.begin(),
                          core::Heading{core::text(leader.language, "digests.title",
                                                   {{"date", core::say_date(leader.language, monday)}})});
    message.blocks.emplace_back(core::ContextLine{{core::Span(core::text(leader.language, "digests.foot"))}});
    return message;
  }

  static void say_group(std::vector<core::Block>& blocks, const core::Group& group, const GroupWeek& week,
                        Language language) {
    const core::Zone zone = core::Zone::named(group.zone);
    blocks.emplace_back(core::Divider{});
    blocks.emplace_back(core::Heading{group.name});
    for (const WaitingMatter& matter : week.waiting) {
      blocks.emplace_back(core::Paragraph{
          core::rich(language, "digests.waiting",
                     {{"title", matter.title},
                      {"date", core::say_date(language, core::date_of(zone.to_local(matter.raised)))}})});
      core::Actions actions;  // texts: matters.answer.*
      for (const core::MatterAnswer answer : core::matter_answers)
        actions.buttons.push_back(core::events::answer_matter.button(
            core::text(language, "matters.answer." + std::string(core::code(answer))), matter.id, answer));
      blocks.emplace_back(std::move(actions));
    }
    core::Facts facts;
    // texts: digests.held digests.next
    const auto sessions = [&](const std::vector<SessionLine>& lines, const char* key, const char* said_yes) {
      for (const SessionLine& line : lines) {
        std::string said = core::say_moment(language, zone.to_local(line.session.starts));
        if (!line.session.topic.empty()) said += " · " + line.session.topic;
        if (line.coming > 0) said += " · " + core::text_n(language, said_yes, line.coming);
        facts.rows.emplace_back(core::text(language, key), said);
      }
    };
    // texts: digests.said_yes digests.coming_people
    sessions(week.held, "digests.held", "digests.said_yes");
    sessions(week.coming, "digests.next", "digests.coming_people");
    if (!facts.rows.empty()) blocks.emplace_back(std::move(facts));
    for (const ResultForLeader& result : week.results) {
      core::Result shown;
      shown.lines = result.lines;
      auto said = core::result_blocks(result.poll, shown, language, core::ResultLine::Audience::leader);
      if (said.empty()) continue;
      blocks.emplace_back(core::Paragraph{
          core::rich(language, "digests.result", {{"title", result.poll.title.in(language)}})});
      for (core::Block& block : said) blocks.push_back(std::move(block));
    }
    // Each group alone: a digest has no line about several.
    if (auto pooled = core::say_pooled(week.checkouts, core::ResultLine::Audience::leader, language)) {
      blocks.emplace_back(core::Paragraph{core::rich(language, "pooled.digest")});
      blocks.emplace_back(std::move(*pooled));
    }
  }

  DigestStore& store_;
  std::string zone_;
};

}  // namespace

std::unique_ptr<features::Feature> make(DigestStore& store, std::string zone) {
  return std::make_unique<Digests>(store, std::move(zone));
}

}  // namespace digests
