#include "bot/app/sandbox_options.hpp"

#include <algorithm>
#include <cstdio>

#include "bot/app/chats.hpp"
#include "bot/core/texts.hpp"

namespace app {

sandbox::Roster roster_of(const core::Directory& directory, const std::string& workspace) {
  sandbox::Roster roster;
  for (const core::Person& person : directory.people()) {
    if (person.workspace != workspace) continue;
    core::Role role = person.coordinator ? core::Role::coordinator : core::Role::participant;
    for (const core::Group* group : directory.groups_of(person.id))
      role = std::max(role, group->member(person.id)->role);
    const features::Who who(person, nullptr, {});
    std::vector<std::string> may;
    for (const features::Right right : features::all_rights)
      if (features::may_anywhere(directory, who, right)) may.emplace_back(core::code(right));
    roster.people.push_back({person.user, person.name, role, person.language, std::move(may)});
  }
  for (const core::Group& group : directory.groups()) {
    if (group.workspace != workspace) continue;
    sandbox::Channel channel{group.channel, group.name, {}};
    // The leader is not in the group's room: what the group says to itself is not the leader's to read.
    for (const core::Member& member : group.members)
      if (const core::Person* person = directory.person(member.person);
          person && member.role != core::Role::leader)
        channel.members.push_back(person->user);
    roster.channels.push_back(std::move(channel));
  }
  return roster;
}

sandbox::Options sandbox_options(const Config& config, const runtime::Dispatcher& dispatcher,
                                 runtime::Pictures& pictures) {
  sandbox::Options options;
  options.address = config.sandbox.host;
  options.pictures = &pictures;
  options.port = config.sandbox.port;
  options.data = config.organisation.data;
  options.workspace = config.sandbox.workspace;
  options.roster = roster_of(core::Directory(config.people, config.groups), config.sandbox.workspace);
  // texts: help.command.*
  for (core::Language language : core::all_languages)
    for (const features::CommandSpec& spec : dispatcher.commands())
      options.completions[static_cast<std::size_t>(language)].push_back(
          {std::string(features::verb_in(spec, language)),
           core::text(language, "help.command." + std::string(spec.name)),
           std::string(core::code(spec.needs))});
  return options;
}

core::Platforms with_sandbox(core::Platforms platforms, const Config& config) {
  if (config.sandbox.enabled)
    platforms.abilities = [others = platforms.abilities, sandbox = config.sandbox.workspace](
                              const std::string& workspace) -> std::optional<core::Capabilities> {
      return workspace == sandbox ? sandbox::abilities() : others(workspace);
    };
  return platforms;
}

void say_where(const std::string& name, const sandbox::Sandbox* sandbox, const Connections& connections,
               const Config& config) {
  const std::string whose = name.empty() ? "" : name + ": ";
  if (sandbox)
    std::printf("%shttp://%s/\n", whose.c_str(), address_of(config.sandbox.host, sandbox->port()).c_str());
  if (const std::string where = connections.address(); !where.empty())
    std::printf("listening on %s for %s\n", where.c_str(), config.chats->server.public_url.c_str());
  std::fflush(stdout);
}

}  // namespace app
