#include "bot/features/cofacilitators/feature.hpp"

#include "bot/core/reply.hpp"
#include "bot/features/cofacilitators/events.hpp"

namespace cofacilitators {
namespace {

using core::Reply;
using core::whisper;
using features::Here;
using features::Right;

class Cofacilitators final : public features::Feature {
 public:
  std::string_view name() const override { return "cofacilitators"; }

  std::vector<features::EventRow> events() override {
    namespace e = cofacilitators::events;
    return {features::press(e::yes, Right::member, this, features::the_group, &Cofacilitators::says_yes),
            features::press(e::no, Right::member, this, features::the_group, &Cofacilitators::says_no)};
  }

 private:
  Reply says_yes(core::Context& context, const Here& who, const core::GroupId&) {
    for (const core::Person* person : context.people().coordinators()) {
      core::Message message;
      core::say(message, person->language, "cofacilitators.told",
                {{"name", who.person.name}, {"group", who.group.name}});
      context.post(core::of_group(core::coordinators_alone,
                                  core::may_wait({"cofacilitator:" + who.group.id.text + ":" +
                                                      who.person.id.text + ":" + person->id.text,
                                                  core::destination_of(*person), std::move(message), true})));
    }
    return whisper(who.language(), "cofacilitators.thanks");
  }

  Reply says_no(const core::SealedContext&, const Here& who, const core::GroupId&) {
    return whisper(who.language(), "cofacilitators.fine");
  }
};

}  // namespace

void ask(core::Context& context, const core::Group& group, int run) {
  if (context.people().coordinators().empty()) return;
  const core::Zone zone = core::Zone::named(group.zone);
  for (const core::Person* person : context.people().with_role(group, core::Role::participant)) {
    if (core::is_away(*person, zone, context.now())) continue;
    const core::Language language = person->language;
    core::Message message;
    core::say(message, language, "cofacilitators.ask", {{"group", group.name}});
    message.blocks.emplace_back(
        core::Actions{{events::yes.button(core::text(language, "cofacilitators.yes"), group.id,
                                          core::Button::Style::primary),
                       events::no.button(core::text(language, "cofacilitators.no"), group.id)}});
    core::note(message, language, "cofacilitators.note");
    context.post(core::of_group(
        group.id,
        core::may_wait({"cofacilitate:" + group.id.text + ":" + std::to_string(run) + ":" + person->id.text,
                        core::destination_of(*person), std::move(message), true})));
  }
}

std::unique_ptr<features::Feature> make() {
  return std::make_unique<Cofacilitators>();
}

}  // namespace cofacilitators
