#include "bot/features/sessions/questions.hpp"

#include "bot/core/job_name.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/sessions/room.hpp"

namespace sessions {
namespace {

using core::Language;
using core::Session;

constexpr std::chrono::days answered_within{2}, asked_within{7};  // of the question; of the session
constexpr std::string_view about_room = "room", about_session = "followup";

std::string followup_key(const Session& session, const core::Group& group, const core::Person& person) {
  return post_key("followup", session, group) + ":" + person.id.text;
}

}  // namespace

void Questions::arrange_second(core::Context& context, const Session& session, const core::Group& group,
                               std::string_view what, std::size_t asked) {
  if (asked >= at_work(context.people(), group, context.now()).size()) return;
  const core::Zone zone = core::Zone::named(group.zone);
  context.arrange({core::job_key(ask_other, session.id, std::string(what)), std::string(ask_other.name),
                   session.id.text, core::after_quiet(context.now() + answered_within, zone, group.quiet)});
}

void Questions::ask_for_room(core::Context& context, const Session& session, const core::Group& group,
                             core::Instant due) {
  const auto asked = leading_.asked(context, session, group);
  sessions::ask_for_room(context, planner_.subject_of(session, group), asked, due, false);
  arrange_second(context, session, group, about_room, asked.size());
}

void Questions::follow_up(core::Context& context, const Session& session, const core::Group& group) {
  const auto asked = leading_.asked(context, session, group);
  post_followup(context, session, group, asked, false);
  arrange_second(context, session, group, about_session, asked.size());
}

// Whoever was asked before has a message of that key, and gets no other.
void Questions::ask_second(core::Context& context, const Session& session, const core::Group& group,
                           const core::Job& job) {
  const auto all = at_work(context.people(), group, context.now());
  auto key = core::in_job_key(ask_other, job.key);
  if (!key) key = core::in_key_of_colons(ask_other, job.key);  // as former versions wrote it
  if (key && std::get<std::string>(*key) == about_room)
    return sessions::ask_for_room(context, planner_.subject_of(session, group), all, job.due, true);
  const bool ticked = taken_by_ && !taken_by_(context.people(), session.id, group.language).empty();
  if (!ticked && context.now() - session.ends < asked_within)
    post_followup(context, session, group, all, true);
}

void Questions::post_followup(core::Context& context, const Session& session, const core::Group& group,
                              const std::vector<const core::Person*>& asked, bool second) {
  for (const core::Person* person : asked) {
    const Language language = person->language;
    core::Message message =
        followup(planner_.subject_of(session, group),
                 taken_by_ ? taken_by_(context.people(), session.id, language) : std::string(), language);
    if (second)
      message.blocks.insert(message.blocks.begin(),
                            core::Paragraph{core::rich(language, "sessions.asked_before")});
    context.post(core::of_group(group.id, {followup_key(session, group, *person),
                                           core::destination_of(*person), std::move(message), true}));
  }
}

void Questions::taken(core::Context& context, const core::AttendanceTaken& taken) {
  const core::Group* group = context.people().group(taken.session.group);
  const auto session = group ? store_.find(taken.session.id) : std::nullopt;
  if (!session) return;
  for (const core::Person* person : context.people().with_role(*group, core::Role::facilitator))
    context.update(followup_key(*session, *group, *person),
                   followup(planner_.subject_of(*session, *group), taken.by, person->language));
}

void Questions::changed(core::Context& context, const Session& session) {
  const core::Group* group = context.people().group(session.group);
  const bool not_held = session.state == Session::State::cancelled && session.ends <= context.now();
  if (!group || !not_held) return;
  for (const core::Person* person : context.people().with_role(*group, core::Role::facilitator))
    context.update(followup_key(session, *group, *person),
                   told_not_held(planner_.subject_of(session, *group), person->language));
}

}  // namespace sessions
