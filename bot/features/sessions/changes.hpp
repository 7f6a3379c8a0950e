#pragma once
// A facilitator moves or cancels a session: by command, or in a form.

#include <vector>

#include "bot/core/written_time.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/sessions/planning.hpp"
#include "bot/features/sessions/store.hpp"

namespace sessions {

// Why nothing can be done with it any more, if so; `limit` is when it is too late.
std::optional<core::Reply> passed(core::Instant now, core::Language language, const core::Session& session,
                                  const core::Group& group, core::Instant limit);
// Another time for all sessions is the group's rhythm: says so, and leads there.
core::Reply one_at_a_time(const features::Here& who, std::string_view text_key);

class Changes {
 public:
  Changes(SessionStore& store, Planner& planner) : store_(store), planner_(planner) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();
  // Sessions of the group that have not begun, by start.
  std::vector<core::Session> ahead(const core::Group& group, core::Instant now);

 private:
  core::Reply move_command(core::Context& context, const features::Here& who, const core::CommandLine& line);
  core::Reply cancel_command(core::Context& context, const features::Here& who,
                             const core::CommandLine& line);
  std::optional<core::Session> find(const core::SessionId& id) { return store_.find(id); }
  std::optional<core::Reply> begun(core::Context& context, const features::Here& who, const core::Session&);
  std::optional<core::Reply> over(core::Context& context, const features::Here& who, const core::Session&);
  using Refusal = decltype(&Changes::over);
  // The session of just that day, where it has begun or is cancelled.
  std::optional<core::Session> gone_on(const core::Group& group, const core::WrittenTime& said,
                                       core::Instant now);
  // A session, and what a preview of its change said of it.
  struct Previewed {
    core::Session session;
    std::optional<int> revision;
    core::Instant starts, ends;
  };
  friend const core::GroupId& group_of(const Previewed& seen) { return seen.session.group; }
  std::optional<Previewed> previewed(const core::SessionId& id, std::optional<int> revision,
                                     core::Instant starts, std::optional<core::Instant> ends);
  std::optional<core::Reply> stale(core::Context& context, const features::Here& who, const Previewed& seen);
  std::optional<core::Reply> stale_to_cancel(core::Context& context, const features::Here& who,
                                             const Previewed& seen);
  core::Reply cancel_now(core::Context& context, const features::Here& who, const Previewed& seen);
  core::Reply move_now(core::Context& context, const features::Here& who, const Previewed& seen);
  core::Reply keep(core::Context&, const features::Here& who, const core::Session& session);
  std::optional<core::Reply> not_over(core::Context& context, const features::Here& who,
                                      const core::Session& session);
  core::Reply ask_not_held(core::Context&, const features::Here& who, const core::Session& session);
  core::Reply not_held(core::Context& context, const features::Here& who, const core::Session& session);
  core::Reply was_held(core::Context& context, const features::Here& who, const core::Session& session);
  core::Reply cancel_form_sent(core::Context& context, const features::Here& who, const core::GroupId&,
                               const features::Given& given);
  core::Reply move_form_sent(core::Context& context, const features::Here& who, const core::GroupId&,
                             const features::Given& given);
  // The session chosen in a form of the group, that is not refused; else `wrong` says what is wrong.
  std::optional<core::Session> chosen(core::Context& context, const features::Here& who,
                                      const core::FormValues& values, Refusal refusal, core::Reply& wrong);
  std::string move_problem(core::Context& context, const core::Session& session, const core::Group& group,
                           core::Instant starts, core::Instant ends);
  core::Reply propose_move(core::Context& context, const features::Here& who, const core::Session& session,
                           core::Instant starts, core::Instant ends);
  core::Reply propose_cancel(core::Context& context, const features::Here& who, const core::Session& session);
  std::vector<Subject> subjects(const std::vector<core::Session>& sessions, const core::Group& group) const;

  SessionStore& store_;
  Planner& planner_;
};

}  // namespace sessions
