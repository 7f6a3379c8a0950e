#include "bot/features/polls/privately.hpp"

#include "bot/core/reply.hpp"
#include "bot/features/polls/view.hpp"
#include "bot/features/polls/voters.hpp"

namespace polls {

void Privately::add_how(core::Message& message, const core::Group& group, const core::Poll& poll) const {
  const auto can = options_.abilities ? options_.abilities(group.workspace) : std::nullopt;
  if (!can || can->commands || can->buttons || poll.named) return;
  core::note(message, group.language, group.sheet > 0 ? "polls.how.shared" : "polls.how.alone");
}

void Privately::ask(core::Context& context, const core::Poll& poll, const core::Group& group,
                    const std::vector<Voter>& voters) const {
  if (!options_.abilities) return;
  for (const Voter& voter : voters) {
    const core::Person* person = context.people().person(voter.person);
    const auto can = person ? options_.abilities(person->workspace) : std::nullopt;
    if (!can || !can->direct_message || can->commands) continue;
    if (core::is_away(*person, core::Zone::named(group.zone), context.now())) continue;  // may, by their page
    // With the boot: whoever is asked again gets a link that works.
    context.post(core::until(
        poll.closes,
        core::of_group(group.id, {"poll:" + poll.id.text + ":" + poll.boot + ":" + person->id.text,
                                  core::destination_of(*person),
                                  question_message(poll, person->language, core::Zone::named(group.zone),
                                                   names_of(context.people(), voters), slips_among(voters)),
                                  poll.purpose == core::Poll::Purpose::topic})));
  }
}

}  // namespace polls
