#include "bot/features/cover/feature.hpp"

#include <algorithm>
#include <array>

#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/holidays.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/cover/events.hpp"

namespace cover {

namespace {

using core::Context;
using core::Instant;
using core::Language;
using core::Reply;
using core::whisper;
using features::Here;
using features::Right;
using Answer = Cover::Answer;

constexpr std::array answers{Answer::arranged, Answer::phone, Answer::none};
constexpr core::Minutes silent_at{std::chrono::hours{12}};
constexpr std::chrono::hours enough_notice{4};
constexpr std::chrono::days soon{3};  // moved to so near a time, it is asked at once

std::string card_key(const core::SessionId& session, int revision, const core::Person& person) {
  return "cover:" + session.text + ":" + std::to_string(revision) + ":" + person.id.text;
}

// The last working day before that day, at noon.
Instant silent_from(const core::Session& session, const core::Zone& zone) {
  std::chrono::sys_days day{core::date_of(zone.to_local(session.starts))};
  do day -= std::chrono::days{1};
  while (!core::is_working_day(core::Date{day}));
  return zone.to_utc(core::at(core::Date{day}, silent_at));
}

core::Message card(const Cover& cover, const std::string& by, const core::Session& session,
                   const core::Group& group, Language language) {
  core::Message message;
  const std::string when = core::say_moment(language, group, session.starts);
  core::say(message, language, "cover.ask", {{"group", group.name}, {"when", when}});
  if (cover.answer != Answer::asked)
    // texts: cover.said.arranged, cover.said.phone, cover.said.not
    core::say(message, language, "cover.said." + std::string(core::code(cover.answer)), {{"name", by}});
  core::Actions actions;
  for (const Answer each : answers) {
    if (each == cover.answer) continue;
    const bool first = each == Answer::arranged && cover.answer == Answer::asked;
    // texts: cover.arranged, cover.phone, cover.not
    actions.buttons.push_back(events::answer.button(
        core::text(language, "cover." + std::string(core::code(each))), session.id,
        std::string(core::code(each)), first ? core::Button::Style::primary : core::Button::Style::plain));
  }
  message.blocks.emplace_back(std::move(actions));
  core::note(message, language, "cover.note");
  return message;
}

class Covers final : public features::Feature {
 public:
  Covers(CoverStore& store, core::AskedOf asked) : store_(store), asked_(std::move(asked)) {}

  std::string_view name() const override { return "cover"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"cover", {"dekning", "dekning", "cover"}, Right::leader, by(this, &Covers::tell)}};
  }

  std::vector<features::EventRow> events() override {
    return {
        features::press(events::answer, Right::leader, this, &Covers::find, &Covers::answer, &Covers::over)
            .otherwise("sessions.unknown")};
  }

  void on(Context& context, const core::Fact& fact) override {
    if (const auto* due = std::get_if<core::MomentDue>(&fact); due && due->moment == "cover")
      ask(context, due->session);
    if (const auto* changed = std::get_if<core::SessionChanged>(&fact)) change(context, changed->session);
  }

  void due(Context& context, const core::Job& job) override {
    const auto session = store_.session(core::SessionId(job.subject));
    const auto cover = session ? store_.find(session->id) : std::nullopt;
    if (!cover || cover->answer != Answer::asked || !core::is_ahead(*session, context.now())) return;
    tell_facilitators(context, *cover, *session, core::group_due(context, session->group),
                      "cover.told.silent", "");
  }

  void waiting(Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    if (!features::may(who, who.group, Right::leader)) return;
    const auto session = store_.next(who.group.id, context.now());
    const auto cover = session ? store_.find(session->id) : std::nullopt;
    if (!cover || cover->answer != Answer::asked) return;
    for (core::Block& block : card(*cover, "", *session, who.group, who.language()).blocks)
      blocks.push_back(std::move(block));
  }

 private:
  // What is said about one session.
  struct Which {
    core::Session session;
    std::string answer;
  };
  friend const core::GroupId& group_of(const Which& which) { return which.session.group; }
  std::optional<Which> find(const core::SessionId& id, const std::string& answer) {
    auto session = store_.session(id);
    const bool known = std::ranges::any_of(answers, [&](Answer each) { return core::code(each) == answer; });
    return session && known ? std::optional(Which{*std::move(session), answer}) : std::nullopt;
  }

  std::optional<Reply> over(Context& context, const Here& who, const Which& which) {
    if (core::is_ahead(which.session, context.now())) return std::nullopt;
    return whisper(who.language(), "cover.over");
  }
  Cover of(const core::Session& session) {
    return store_.find(session.id).value_or(Cover{session.id, session.group});
  }
  static std::string name_of(const Context& context, const Cover& cover, Language language) {
    const core::Person* person = context.people().person(cover.by);
    return person ? person->name : core::text(language, "role.leader");
  }

  // The leaders who are there, else those above them.
  static std::vector<const core::Person*> there(const Context& context, const core::Leaders& leaders,
                                                const core::Zone& zone) {
    for (auto level : {leaders.first, leaders.above}) {
      std::erase_if(level, [&](const core::Person* one) { return core::is_away(*one, zone, context.now()); });
      if (!level.empty()) return level;
    }
    return {};
  }

  void ask(Context& context, const core::Session& session) {
    const core::Group* group = context.people().group(session.group);
    const core::Leaders leaders = group ? core::leaders_of(context.people(), *group) : core::Leaders{};
    if (leaders.first.empty() || !core::is_ahead(session, context.now()) || store_.find(session.id)) return;
    const Cover cover{session.id, session.group, Answer::asked, {}, session.revision};
    const core::Zone zone = core::Zone::named(group->zone);
    const auto asked = there(context, leaders, zone);
    // Who was never asked has not kept silent.
    if (asked.empty()) return tell_facilitators(context, cover, session, *group, "cover.told.away", "");
    store_.save(cover, context.now());
    for (const core::Person* person : asked) {
      context.post(core::until(
          session.starts,
          core::of_group(group->id,
                         {card_key(session.id, session.revision, *person), core::destination_of(*person),
                          card(cover, "", session, *group, person->language), true})));
    }
    const Instant silent = std::max(silent_from(session, zone), context.now() + enough_notice);
    if (silent < session.starts)
      context.arrange({std::string(events::silent.name) + ":" + session.id.text,
                       std::string(events::silent.name), session.id.text, silent, true});
  }

  Reply tell(Context& context, const Here& who, const core::CommandLine&) {
    const auto session = store_.next(who.group.id, context.now());
    if (!session) return whisper(who.language(), "cover.none", {{"group", who.group.name}});
    const Cover cover = of(*session);
    return whisper(card(cover, name_of(context, cover, who.language()), *session, who.group, who.language()));
  }

  Reply answer(Context& context, const Here& who, const Which& which) {
    const Language language = who.language();
    const Cover before = of(which.session);
    Cover now = before;
    now.answer =
        *std::ranges::find_if(answers, [&](Answer each) { return core::code(each) == which.answer; });
    now.by = who.person.id;
    if (now.answer != before.answer) {
      store_.save(now, context.now());
      const bool was_told = before.answer == Answer::none ||
                            (before.answer == Answer::asked &&
                             context.now() >= silent_from(which.session, core::Zone::named(who.group.zone)));
      if (now.answer == Answer::none)
        tell_facilitators(context, now, which.session, who.group, "cover.told.not", who.person.name);
      else if (was_told)
        tell_facilitators(context, now, which.session, who.group, "cover.told.now", who.person.name);
      for (const core::Person* person : context.people().with_role(who.group, core::Role::leader))
        context.update(card_key(now.session, now.revision, *person),
                       card(now, who.person.name, which.session, who.group, person->language));
    }
    return whisper(card(now, who.person.name, which.session, who.group, language));
  }

  void tell_facilitators(Context& context, const Cover& cover, const core::Session& session,
                         const core::Group& group, std::string_view key, const std::string& name) {
    for (const core::Person* person :
         core::asked_by(asked_, context.people(), session.id, group, context.now())) {
      core::Message message;
      // texts: cover.told.silent, cover.told.not, cover.told.now, cover.told.late, cover.told.away
      core::say(message, person->language, key,
                {{"group", group.name},
                 {"when", core::say_moment(person->language, group, session.starts)},
                 {"name", name}});
      // Each turn of the matter anew.
      context.post(core::urgent(core::until(
          session.starts,
          core::of_group(group.id,
                         {std::string(key) + ":" + cover.session.text + ":" + std::to_string(cover.revision) +
                              ":" + core::to_text(context.now()) + ":" + person->id.text,
                          core::destination_of(*person), std::move(message), true}))));
    }
  }

  // What was said was about another time.
  void change(Context& context, const core::Session& session) {
    const auto cover = store_.find(session.id);
    const core::Group* group = context.people().group(session.group);
    if (!cover || !group) return;
    store_.remove(session.id);
    context.cancel_job(std::string(events::silent.name) + ":" + session.id.text);
    context.withdraw("cover:" + session.id.text + ":");
    for (const core::Person* person : context.people().with_role(*group, core::Role::leader)) {
      core::Message message;
      core::say(message, person->language, "cover.changed");
      context.update(card_key(session.id, cover->revision, *person), std::move(message));
    }
    if (!core::is_ahead(session, context.now())) return;
    const auto left = session.starts - context.now();
    if (left <= enough_notice)
      tell_facilitators(context, *cover, session, *group, "cover.told.late", "");
    else if (left < soon)
      ask(context, session);
  }

  CoverStore& store_;
  core::AskedOf asked_;
};

}  // namespace

std::unique_ptr<features::Feature> make(CoverStore& store, core::AskedOf asked) {
  return std::make_unique<Covers>(store, std::move(asked));
}

}  // namespace cover
