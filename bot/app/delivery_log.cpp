#include "bot/app/delivery_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/core/log.hpp"

namespace app {
namespace {

using Names = std::vector<std::pair<std::string_view, std::string_view>>;  // group or nothing, person

Names people_of(const core::Directory& directory) {
  Names all;
  for (const core::Person& person : directory.people()) all.emplace_back("", person.id.text);
  std::ranges::sort(all);
  return all;
}

Names members_of(const core::Directory& directory) {
  Names all;
  for (const core::Group& group : directory.groups())
    for (const core::Member& member : group.members) all.emplace_back(group.id.text, member.person.text);
  std::ranges::sort(all);
  return all;
}

std::size_t missing(const Names& these, const Names& among) {
  return static_cast<std::size_t>(
      std::ranges::count_if(these, [&](const auto& one) { return !std::ranges::binary_search(among, one); }));
}

}  // namespace

std::string delivery_in_words(const core::Destination& to, const std::string& key) {
  std::string words =
      to.workspace + (to.kind == core::Destination::Kind::person ? ", to one person" : ", to a channel");
  // Keys begin with their kind, and go on with ids.
  const std::string kind = key.substr(0, key.find_first_of(":/"));
  if (!kind.empty() && kind.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_") == kind.npos)
    words += ", " + kind;
  return words;
}

void log_delivery(const std::string& delivery, const runtime::Settlement& settlement) {
  const std::string what = delivery + (settlement.edit ? ", changed" : "");
  const std::string why = settlement.outcome.reason.empty() ? what : what + ", " + settlement.outcome.reason;
  switch (settlement.outcome.kind) {
    case runtime::Delivered::Kind::sent:
      return core::log(core::Level::info, "message sent", what);
    case runtime::Delivered::Kind::retry:
      return core::log(core::Level::debug, "message waits to be tried again", why);
    case runtime::Delivered::Kind::refused:  // said once, by the house
      return core::log(core::Level::debug, "message waits, we are not let in", why);
    case runtime::Delivered::Kind::unknown:
      return core::log(core::Level::warning, "nobody knows whether a message came through", why);
    case runtime::Delivered::Kind::permanent:
      return core::log(core::Level::warning, "message given up", why);
  }
}

void log_people(const core::Directory* before, const core::Directory& now) {
  if (!before) return;
  const Names people = people_of(now), were = people_of(*before);
  const Names members = members_of(now), were_members = members_of(*before);
  if (people == were && members == were_members) return;
  core::log(
      core::Level::info, "people came and left",
      fmt::format("{} new, {} gone; in groups {} in, {} out", missing(people, were), missing(were, people),
                  missing(members, were_members), missing(were_members, members)));
}

}  // namespace app
