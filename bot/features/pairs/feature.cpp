#include "bot/features/pairs/feature.hpp"

#include <algorithm>

#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/pairs/events.hpp"

namespace pairs {
namespace {

using core::Language;
using core::Reply;
using core::SealedContext;
using features::Given;
using features::Here;
using features::Right;

// Who takes part and is not away, by name.
std::vector<const core::Person*> at_work(const SealedContext& context, const core::Group& group) {
  const core::Zone zone = core::Zone::named(group.zone);
  std::vector<const core::Person*> all;
  for (const core::Member& member : group.members)
    if (const core::Person* person = context.people.person(member.person);
        person && core::takes_part(group, member) && !core::is_away(*person, zone, context.now))
      all.push_back(person);
  std::ranges::sort(
      all, [](const core::Person* a, const core::Person* b) { return core::name_before(a->name, b->name); });
  return all;
}

class Pairs final : public features::Feature {
 public:
  std::string_view name() const override { return "pairs"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"pairs", {"par", "par", "pairs"}, Right::facilitator, by(this, &Pairs::draw)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = pairs::events;
    using features::the_group;
    return {features::press(e::again, Right::facilitator, this, the_group, &Pairs::again),
            features::press(e::who, Right::facilitator, this, the_group, &Pairs::choose),
            features::submit(e::among, Right::facilitator, this, the_group, &Pairs::among)};
  }

 private:
  Reply draw(const SealedContext& context, const Here& who, const core::CommandLine&) {
    return pairs_of(context, who, at_work(context, who.group));
  }
  Reply again(const SealedContext& context, const Here& who, const core::GroupId&) {
    return pairs_of(context, who, at_work(context, who.group));
  }

  static Reply pairs_of(const SealedContext& context, const Here& who,
                        const std::vector<const core::Person*>& people) {
    const Language language = who.language();
    std::vector<std::string> names;
    for (const core::Person* person : people) names.push_back(person->name);
    core::Message message;
    core::head(message, language, "pairs.title");
    core::List list;
    for (const auto& pair : drawn(std::move(names), context.random))
      list.items.push_back({core::Span(core::say_list(language, pair))});
    if (list.items.empty())
      core::say(message, language, "pairs.too_few");
    else
      message.blocks.emplace_back(std::move(list));
    message.blocks.emplace_back(
        core::Actions{{events::again.button(core::text(language, "pairs.again"), who.group.id),
                       events::who.button(core::text(language, "pairs.who"), who.group.id)}});
    core::note(message, language, "pairs.note");
    return core::whisper(std::move(message));
  }

  Reply choose(const SealedContext& context, const Here& who, const core::GroupId& group) {
    const Language language = who.language();
    core::Form form = events::among.form(group);
    form.title = core::text(language, "pairs.form.title");
    core::Input input =
        core::input("here", core::text(language, "pairs.form.label"), core::Input::Kind::choices);
    for (const core::Person* person : at_work(context, who.group)) {
      input.options.push_back({person->id.text, person->name});
      input.initial.push_back(person->id.text);
    }
    form.inputs.push_back(std::move(input));
    form.submit = core::text(language, "pairs.form.submit");
    return core::open_form(std::move(form));
  }

  Reply among(const SealedContext& context, const Here& who, const core::GroupId&, const Given& given) {
    auto people = at_work(context, who.group);
    std::erase_if(people, [&](const core::Person* person) {
      return !core::is_chosen(given.filled, "here", person->id.text);
    });
    return pairs_of(context, who, people);
  }
};

}  // namespace

std::vector<std::vector<std::string>> drawn(std::vector<std::string> names, core::Random& random) {
  std::vector<std::vector<std::string>> all;
  if (names.size() < 2) return all;
  core::shuffle(names, random);
  for (std::size_t i = 0; i + 1 < names.size(); i += 2) all.push_back({names[i], names[i + 1]});
  if (names.size() % 2 == 1) all.back().push_back(names.back());
  return all;
}

std::unique_ptr<features::Feature> make() {
  return std::make_unique<Pairs>();
}

}  // namespace pairs
