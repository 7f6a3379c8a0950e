#include "bot/app/group_choices.hpp"

#include "bot/app/chats.hpp"

namespace app {

groups::Choices choices_of(const Config& config, const core::Platforms& platforms) {
  groups::Choices choices;
  choices.zone = config.organisation.zone;
  choices.language = config.organisation.language;
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

}  // namespace app
