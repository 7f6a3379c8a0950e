#include "bot/core/coordinators.hpp"

namespace core {

// texts: polls.refused_for, polls.unreachable, polls.set_aside
// texts: outbox.refused, outbox.refused_part, outbox.unknown_more, outbox.undelivered_more, engine.*
// texts: ideas.set_aside, clock.unbelieved, clock.doubted, pages.other_key, database.damaged
// texts: database.not_rewritten
void tell_coordinators(Context& context, const std::string& once, std::string_view key, Args args) {
  for (const Person* coordinator : context.people().coordinators()) {
    Message message;
    message.blocks.emplace_back(Paragraph{rich(coordinator->language, key, args)});
    context.post(
        urgent(of_group(coordinators_alone, {once + ":" + coordinator->id.text, destination_of(*coordinator),
                                             std::move(message), true})));
  }
}

}  // namespace core
