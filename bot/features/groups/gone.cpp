#include "bot/features/groups/gone.hpp"

#include <set>

#include "bot/core/reply.hpp"

namespace groups {
namespace {

using core::Language;

constexpr auto told_gone = "gone";  // among what a group lacks

std::vector<std::string> what_waits(const Gone& group, Language language) {
  std::vector<std::string> all;
  if (group.polls > 0) all.push_back(core::text_n(language, "groups.gone.polls", group.polls));
  if (group.matters > 0) all.push_back(core::text_n(language, "groups.gone.matters", group.matters));
  if (group.sign_ups > 0) all.push_back(core::text_n(language, "groups.gone.sign_ups", group.sign_ups));
  if (group.next) {
    const core::Local local = core::Zone::named(group.zone).to_local(*group.next);
    all.push_back(core::text(language, "groups.gone.session", {{"when", core::say_moment(language, local)}}));
  }
  return all;
}

core::Message gone_words(const Gone& group, Language language) {
  core::Message message;
  core::head(message, language, "groups.gone.title", {{"group", group.name}});
  core::say(message, language, "groups.gone",
            {{"key", group.key}, {"what", core::say_list(language, what_waits(group, language))}});
  if (group.in_its_channel.empty())
    core::say(message, language, "groups.gone.back", {{"key", group.key}});
  else
    core::say(message, language, "groups.gone.renamed",
              {{"key", group.key}, {"other", group.in_its_channel}});
  return message;
}

}  // namespace

void tell_of_gone(core::Context& context, GroupStore& store) {
  std::set<core::GroupId> told;
  for (const auto& [group, faults] : store.faults()) {
    if (!faults.contains(told_gone)) continue;
    if (context.people().group(group))
      store.mended(group, told_gone);
    else
      told.insert(group);
  }
  for (const Gone& group : store.gone(context.now())) {
    if (told.contains(group.id)) continue;
    const std::string now = core::to_text(context.now());
    store.set_fault(group.id, told_gone, now.substr(0, 10));
    for (const core::Person* person : context.people().coordinators())
      context.post(
          core::of_group(core::coordinators_alone,
                         {"group-gone:" + group.id.text + ":" + now + ":" + person->id.text,
                          core::destination_of(*person), gone_words(group, person->language), true}));
  }
}

}  // namespace groups
