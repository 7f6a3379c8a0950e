#include "bot/app/manifests.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <stdexcept>

#include "bot/app/chats.hpp"
#include "bot/app/platforms.hpp"

namespace app {
namespace {

void add_option(CLI::App& command, const runtime::Manifest::Option& option,
                std::map<std::string, std::string>& given) {
  using Kind = runtime::Manifest::Option::Kind;
  const std::string flags(option.flags), meaning(option.meaning);
  const std::string name = flags.substr(flags.rfind("--") + 2);
  if (option.kind == Kind::flag) {
    command.add_flag_callback(
        flags, [&given, name] { given[name] = ""; }, meaning);
  } else {
    const auto keep = [&given, name](const std::string& value) { given[name] = value; };
    command.add_option_function<std::string>(flags, keep, meaning)
        ->required(option.kind == Kind::required_text);
  }
}

}  // namespace

ManifestCommands::ManifestCommands(CLI::App& cli, std::string& config_file) {
  CLI::App* all = cli.add_subcommand("manifest", "make what a platform wants to know of the bot");
  all->require_subcommand(1);
  for (auto& platform : make_platforms()) {
    auto manifest = platform->manifest();
    if (!manifest) continue;
    CLI::App* one = all->add_subcommand(std::string(platform->kind()), std::string(manifest->meaning));
    commands_.push_back(std::make_unique<Command>(Command{std::move(platform), *manifest, one, {}}));
    if (manifest->of_configuration)
      one->add_option("-c,--config", config_file, "configuration file")->capture_default_str();
    for (const auto& option : manifest->options) add_option(*one, option, commands_.back()->given);
  }
}

ManifestCommands::~ManifestCommands() = default;

bool ManifestCommands::run(const std::function<Config()>& load, std::ostream& out) const {
  const auto asked = std::find_if(commands_.begin(), commands_.end(),
                                  [](const auto& command) { return command->cli->parsed(); });
  if (asked == commands_.end()) return false;
  const Command& command = **asked;
  if (!command.manifest.of_configuration) {
    command.manifest.make(command.given, out);
    return true;
  }
  const Config config = load();
  const auto& platforms = config.chats->platforms;
  const auto read = std::find_if(platforms.begin(), platforms.end(), [&](const auto& platform) {
    return platform->kind() == command.platform->kind();
  });
  if (read == platforms.end())
    throw std::runtime_error("the configuration has no [" + std::string(command.platform->kind()) +
                             ".<name>]");
  (*read)->manifest()->make(command.given, out);
  return true;
}

}  // namespace app
