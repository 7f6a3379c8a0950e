#include "bot/app/group_choices.hpp"

#include "bot/app/chats.hpp"
#include "bot/app/group_life.hpp"
#include "bot/features/attendance/feature.hpp"
#include "bot/features/sessions/feature.hpp"
#include "bot/features/sessions/timeline.hpp"

namespace app {

namespace {

// What comes before a group's first session.
groups::Ahead ahead_of(const Config& config, const core::Group& group, core::Instant starts,
                       core::Instant ends, core::Instant now) {
  core::Session session;
  session.group = group.id;
  session.starts = starts;
  session.ends = ends;
  session.number = 1;
  const auto programme = config.programmes.find(group.programme);
  const auto moments =
      sessions::timeline(session, group, programme == config.programmes.end() ? nullptr : &programme->second);
  return {sessions::invited_at(moments, session, group, now), sessions::find(moments, "cover") != nullptr};
}

}  // namespace

groups::Choices choices_of(const Config& config, const core::Platforms& platforms) {
  groups::Choices choices;
  choices.zone = config.organisation.zone;
  choices.language = config.organisation.language;
  choices.quiet = config.quiet;
  choices.programmes = &config.programmes;
  choices.fewest_answers = config.disclosure.k_group;
  choices.workspaces = config.workspaces;
  for (const std::string& chat : platforms.abilities ? config.workspaces : std::vector<std::string>())
    if (const auto can = platforms.abilities(chat)) {
      if (can->members) choices.tells_members.insert(chat);
      if (can->ids) choices.ids[chat] = can->ids;
    }
  if (config.sandbox.enabled) choices.free_accounts.insert(config.sandbox.workspace);
  if (config.chats && config.chats->pages) choices.free_accounts.insert(*config.chats->pages);
  if (config.chats && config.chats->pages) choices.pages = *config.chats->pages;
  return choices;
}

groups::Options group_options(storage::Stores& stores, const Config& config,
                              const core::Platforms& platforms) {
  return {choices_of(config, platforms),
          [&stores](const core::GroupId& group, core::Instant now) {
            return sessions::next_of(*stores.sessions, group, now);
          },
          platforms.read_channel,
          [&stores](const core::Group& group, core::Instant now) {
            std::vector<std::string> faults;
            if (sessions::has_stalled(*stores.sessions, group, now)) faults.emplace_back("stalled");
            if (attendance::half_empty(*stores.attendance, group.id, now)) faults.emplace_back("half_empty");
            return faults;
          },
          [&stores](const core::GroupId& group) { return is_network(stores, group); },
          [&config](const core::Group& group, core::Instant starts, core::Instant ends, core::Instant now) {
            return ahead_of(config, group, starts, ends, now);
          },
          [&stores, &config](const core::Group& group, core::Instant now) {
            return sessions::waits_for_choice(*stores.sessions, config.programmes, group, now);
          },
          [&stores, &config](const core::Group& group) {
            const auto* programme = sessions::followed_by(*stores.sessions, config.programmes, group);
            return programme ? programme->key : std::string();
          }};
}

runtime::DeliveryDefaults delivery_defaults(const Config& config) {
  runtime::DeliveryDefaults defaults{config.organisation.zone, config.quiet};
  defaults.most_a_week = config.organisation.most_a_week;
  defaults.ceiling = config.organisation.ceiling();
  if (config.chats) defaults.pages = config.chats->pages.value_or("");
  if (config.chats) defaults.mail = config.chats->mail;
  return defaults;
}

}  // namespace app
