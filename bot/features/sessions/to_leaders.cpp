// What leaders hear who come to the sessions of the group that they lead: when it meets, in private.
// Who is known to be in its channel reads it there.

#include "bot/core/leaders.hpp"
#include "bot/features/sessions/planning.hpp"

namespace sessions {
namespace {

// Withdrawn with what it is a copy of.
std::string key_for(const std::string& key, const core::Person& leader) {
  return key + "@" + leader.id.text;
}

}  // namespace

void Planner::tell_leaders(core::Context& context, const core::Group& group, const core::Post& post) {
  const core::Zone zone = core::Zone::named(group.zone);
  const auto there = in_channel_ ? in_channel_(group.id) : std::set<core::PersonId>();
  for (const core::Person* leader : core::leaders_taking_part(context.people(), group))
    if (!there.contains(leader->id) && !core::is_away(*leader, zone, context.now())) {
      core::Post theirs = post.group.empty() ? core::of_group(group.id, post) : post;
      theirs.key = key_for(post.key, *leader);
      theirs.to = core::destination_of(*leader);
      context.post(std::move(theirs));
    }
}

void Planner::renew(core::Context& context, const core::Group& group, const std::string& key,
                    const core::Message& message, const core::Message& to_leaders) {
  context.update(key, message);
  for (const core::Person* leader : core::leaders_taking_part(context.people(), group))
    context.update(key_for(key, *leader), to_leaders);
}

void Planner::renew_invitation(core::Context& context, const core::Session& session, const core::Group& group,
                               bool by_mail) {
  const auto reads = [&](bool to_leaders) {
    core::Message message = invitation_of(context.people(), session, group, to_leaders);
    return by_mail ? mailed(context, "invited", subject_of(session, group), std::move(message))
                   : std::move(message);
  };
  renew(context, group, post_key("invitation", session, group), reads(false), reads(true));
}

}  // namespace sessions
