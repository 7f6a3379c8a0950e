#include "bot/features/contract/feature.hpp"

#include <fmt/format.h>

#include "bot/core/form_check.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/contract/events.hpp"

namespace contract {
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

constexpr int contract_letters = 1500;

Contract of(ContractStore& store, const core::GroupId& group) {
  Contract none;
  none.group = group;
  return store.find(group).value_or(none);
}

void say_words(core::Message& message, const Contract& contract) {
  for (std::size_t at = 0; at <= contract.words.size();) {
    const auto end = std::min(contract.words.find('\n', at), contract.words.size());
    if (end > at)
      message.blocks.emplace_back(core::Paragraph{{core::Span(contract.words.substr(at, end - at))}});
    at = end + 1;
  }
}

core::Message shown(const Contract& contract, const core::Directory& people, const core::Group& group,
                    Language language, std::string_view intro_key) {
  core::Message message;
  core::head(message, language, "contract.title", {{"group", group.name}});
  // texts: contract.*
  core::say(message, language, intro_key);
  say_words(message, contract);
  std::vector<std::string> names;
  for (const core::Person* leader : core::leaders_taking_part(people, group)) names.push_back(leader->name);
  if (!names.empty())
    core::say(message, language, "contract.leaders", {{"names", core::say_list(language, names)}});
  return message;
}

core::Form write_form(const Contract& contract, Language language) {
  core::Form form = events::write.form(contract.group, contract.version);
  form.title = core::text(language, "contract.form.title");
  form.intro = core::rich(language, "contract.form.intro");
  core::Input words = core::required("words", core::text(language, "contract.form.words"));
  words.multiline = true;
  words.max_length = contract_letters;
  words.initial = {contract.version == 0 ? core::text(language, "contract.offered") : contract.words};
  form.inputs = {std::move(words)};
  form.submit = core::text(language, "contract.form.submit");
  return form;
}

class Contracts final : public features::Feature {
 public:
  explicit Contracts(ContractStore& store) : store_(store) {}

  std::string_view name() const override { return "contract"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"contract",
             {"kontrakt", "kontrakt", "contract", "kontrakten"},
             Right::participant,
             by(this, &Contracts::read)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = contract::events;
    const auto slot = [](Contracts*, const core::GroupId& group, int version) {
      Contract seen;
      seen.group = group;
      seen.version = version;
      return std::optional(std::move(seen));
    };
    return {features::press(e::edit, Right::answering, this, features::the_group, &Contracts::edit),
            features::submit(e::write, Right::answering, this, slot, &Contracts::write)};
  }

 private:
  Reply read(Context& context, const Here& who, const core::CommandLine&) {
    const Language language = who.language();
    const Contract now = of(store_, who.group.id);
    const bool may = features::may(who, who.group, Right::answering);
    core::Message message = shown(now, context.people(), who.group, language,
                                  now.version == 0 ? "contract.none" : "contract.holds");
    if (may)
      message.blocks.emplace_back(core::Actions{{events::edit.button(
          core::text(language, now.version == 0 ? "contract.write" : "contract.change"), who.group.id)}});
    if (now.version > 0 && core::takes_part(who.group, who.person.id))
      store_.set_seen(who.group.id, who.person.id);
    return whisper(std::move(message));
  }

  Reply edit(Context&, const Here& who, const core::GroupId&) {
    return core::open_form(write_form(of(store_, who.group.id), who.language()));
  }

  Reply write(Context& context, const Here& who, const Contract& seen, const Given& given) {
    const Language language = who.language();
    const Contract before = of(store_, who.group.id);
    const std::string words = core::value_of(given.filled, "words");
    core::Form form = write_form(before, language);
    form.state = events::write.pack(seen.group, seen.version);
    if (auto stopped = features::check_form(context, who, form, given)) return *stopped;
    if (before.version > 0 && before.words == words) return whisper(language, "contract.written");
    if (before.version != seen.version) {
      // Somebody wrote meanwhile: what holds now above, and the writer's own words still in the field.
      core::Form again = write_form(before, language);
      again.intro = core::rich(language, "contract.meanwhile",
                               {{"words", fmt::to_string(fmt::join(core::lines_of(before.words), " / "))}});
      again.inputs.front().initial = {words};
      return core::open_form(std::move(again));
    }
    Contract now = before;
    ++now.version;
    now.words = words;
    now.written = context.now();
    store_.save(now);
    // The channel reads it; who comes later is shown it in private.
    for (const core::Member& member : who.group.members) store_.set_seen(who.group.id, member.person);
    context.post(core::may_wait({"contract:" + who.group.id.text + ":" + std::to_string(now.version),
                                 who.group.destination(),
                                 shown(now, context.people(), who.group, who.group.language,
                                       now.version == 1 ? "contract.posted" : "contract.posted_again"),
                                 true}));
    return whisper(language, "contract.written");
  }

  ContractStore& store_;
};

}  // namespace

void show_to_newcomers(ContractStore& store, core::Context& context, const core::Group& group) {
  const auto now = store.find(group.id);
  if (!now) return;
  const auto seen = store.seen_by(group.id);
  for (const core::Member& member : group.members) {
    const core::Person* person = context.people().person(member.person);
    if (!person || !core::takes_part(group, member) || seen.contains(person->id)) continue;
    context.post(core::of_group(
        group.id,
        {"contract-shown:" + group.id.text + ":" + std::to_string(now->version) + ":" + person->id.text,
         core::destination_of(*person),
         shown(*now, context.people(), group, person->language, "contract.for_you"), true}));
    store.set_seen(group.id, person->id);
  }
}

std::optional<core::Message> on_paper(ContractStore& store, const core::Directory& people,
                                      const core::Group& group, Language language) {
  const Contract now = of(store, group.id);
  if (now.version == 0) return std::nullopt;
  return shown(now, people, group, language, "contract.holds");
}

std::unique_ptr<features::Feature> make(ContractStore& store) {
  return std::make_unique<Contracts>(store);
}

}  // namespace contract
