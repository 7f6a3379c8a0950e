#include "bot/app/reload.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <boost/algorithm/string/join.hpp>
#include <fstream>
#include <set>
#include <string_view>
#include <utility>

#include "bot/app/load_packs.hpp"
#include "bot/app/toml_guard.hpp"
#include "bot/app/toml_reader.hpp"
#include "bot/core/log.hpp"
#include "bot/core/log_setup.hpp"
#include "bot/core/random.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view people_of_chat = " people";  // "slack people"

// What is put into effect without a restart.
bool is_live(const std::string& name) {
  static const std::set<std::string> live{"people", "groups", "quiet_hours", "packs", "log", "questions"};
  return live.contains(name) || name.ends_with(people_of_chat);
}

std::string print_of_file(const fs::path& file) {
  if (!unreadable(file).empty()) return {};
  std::ifstream in(file, std::ios::binary);
  const std::string all = bytes_up_to(largest_toml, in);
  return in.bad() ? "cannot be read to its end" : core::id_from_name(all);
}

std::string print_of_packs(const fs::path& folder) {
  std::set<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (is_pack_file(entry.path()))
      files.insert(entry.path().filename().string() + '\n' + print_of_file(entry.path()));
  return core::id_from_name(boost::algorithm::join(files, "\n"));
}

using Sections = std::map<std::string, toml::table>;

// What [slack.x.people] or [webhooks.x.channels] say, taken out of the section.
toml::table taken_from(toml::table& section) {
  toml::table people;
  for (auto&& [chat, keys] : section)
    for (const char* const own : {"people", "channels"})
      if (auto* const all = keys.is_table() ? keys.as_table()->get(own) : nullptr) {
        people.insert_or_assign(fmt::format("{}.{}", chat.str(), own), std::move(*all));
        keys.as_table()->erase(own);
      }
  return people;
}

// Of a text that is no TOML, none.
Sections sections_in(std::string_view text) try {
  Sections sections;
  for (auto&& [key, node] : TomlReader(text, {}, {}).take()) {
    if (!node.is_table()) continue;
    const std::string name(key.str());
    toml::table& section = sections[name] = std::move(*node.as_table());
    // Its files are read anew, and it may name others; whether there is one at all waits for a restart.
    for (const char* const file : {"certificate_file", "key_file"})
      if (name == "server" && section.contains(file)) section.insert_or_assign(file, true);
    if (name == "groups") continue;
    if (toml::table people = taken_from(section); !people.empty())
      sections[name + std::string(people_of_chat)] = std::move(people);
  }
  return sections;
} catch (const ConfigError&) {
  return {};
}

// "app_secret_file = \"secrets/teams\"" -> what lies there, hashed, of every such key.
std::string print_of_named(const toml::table& section, const fs::path& folder) {
  std::string all;
  for (const auto& [key, node] : section) {
    const auto name = node.value<std::string>();
    if (const auto* inner = node.as_table()) all += print_of_named(*inner, folder);
    if (name && key.str().ends_with("_file"))
      all += print_of_file(secret_file(*name, folder, system_environment));
  }
  return all;
}

std::string said(const std::map<std::string, std::string>& in, const std::string& name) {
  const auto found = in.find(name);
  return found == in.end() ? std::string() : found->second;
}

std::string in_words(const std::vector<std::string>& all) {
  return boost::algorithm::join(all, ", ");
}

// The sections of either that say something else in the other.
std::set<std::string> changed_of(const std::map<std::string, std::string>& before,
                                 const std::map<std::string, std::string>& now) {
  std::set<std::string> names;
  for (const auto& [name, content] : before)
    if (said(now, name) != content) names.insert(name);
  for (const auto& [name, content] : now)
    if (said(before, name) != content) names.insert(name);
  return names;
}

// "slack people" -> "slack"
std::string chat_of(const std::string& section) {
  return section.ends_with(people_of_chat) ? section.substr(0, section.size() - people_of_chat.size())
                                           : section;
}

// Whether the adapter may be one that is not there yet, to take it.
bool waits(const std::string& section, const std::vector<std::string>& needs_restart) {
  return std::ranges::find(needs_restart, chat_of(section)) != needs_restart.end();
}

// What the bot takes at once, of the sections that say something else now.
std::vector<std::string> taken_of(const std::set<std::string>& sections, const Config& config,
                                  const std::vector<std::string>& needs_restart) {
  std::vector<std::string> words;
  if (sections.contains("groups") || sections.contains("people"))
    words = {fmt::format("{} groups", config.groups.size()), fmt::format("{} people", config.people.size())};
  if (sections.contains("quiet_hours")) words.push_back("quiet hours");
  if (sections.contains("packs")) words.push_back("programmes");
  if (sections.contains("questions")) words.push_back("questions");
  for (const std::string& name : sections)
    if (name.ends_with(people_of_chat) && !waits(name, needs_restart))
      words.push_back("people and channels of " + chat_of(name));
  return words;
}

}  // namespace

std::map<std::string, std::string> sections_of(const std::string& text) {
  std::map<std::string, std::string> sections;
  for (const auto& [name, section] : sections_in(text))
    sections[name] = fmt::format("{}", fmt::streamed(section));
  return sections;
}

std::map<std::string, std::string> named_files_of(const std::string& text, const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& [name, section] : sections_in(text)) {
    if (const std::string hash = print_of_named(section, folder); !hash.empty()) files[name] = hash;
    if (const auto packs = section["directory"].value<std::string>(); packs && name == "packs")
      files[name] = print_of_packs(folder / *packs);
  }
  return files;
}

Reloader::Reloader(const Config& running, Bot& bot, std::function<void(runtime::Errand)> ask, Renewal renewal)
    : file_(running.file), bot_(bot), ask_(std::move(ask)), renewal_(std::move(renewal)), log_(running.log) {
  try {
    in_effect_ = file_text(file_);
    in_effect_.shrink_to_fit();
    files_ = named_files_of(in_effect_, fs::path(file_).parent_path());
  } catch (const ConfigError&) {  // it is gone meanwhile: the first reload finds everything new
  }
}

runtime::Errand Reloader::taken() const {
  runtime::Errand errand;
  errand.work = [print = core::id_from_name(in_effect_)](core::Context& context) {
    core::AdministrativeAct act;
    act.what = "configuration.taken";
    act.detail = print;
    context.emit(act);
  };
  errand.told = [](bool) {};
  return errand;
}

void Reloader::reload(Told told) {
  waiting_.push_back(std::move(told));
  if (!under_way_) next();
}

void Reloader::finish(const Reloaded& done) {
  under_way_ = false;
  tried_log_.reset();
  for (const std::string& problem : done.problems)
    core::log(core::Level::error, "the configuration is not taken", problem);
  if (!done.applied.empty())
    core::log(core::Level::info, "the configuration is taken", in_words(done.applied));
  for (const std::string& group : done.gone)
    core::log(core::Level::warning, "a group is gone from the configuration",
              group.substr(0, group.find(']') + 1));
  if (!done.needs_restart.empty() && std::exchange(told_, done.needs_restart) != done.needs_restart)
    core::log(core::Level::warning, "a restart is needed for", in_words(done.needs_restart));
  if (renewal_.reloaded) renewal_.reloaded(done);
  for (const Told& told : std::exchange(answered_, {})) told(done);
  if (!waiting_.empty()) next();
}

void Reloader::next() {
  under_way_ = true;
  answered_ = std::exchange(waiting_, {});
  Reloaded done;
  std::string text;
  auto config = std::make_shared<Config>();
  try {
    text = file_text(file_);
    *config = renewal_.read ? renewal_.read(text, file_) : parse_config(text, file_);
    if (renewal_.check) renewal_.check(*config);
    if (is_other_log(*config) && !config->log.file.empty())
      tried_log_ = core::try_log_file(config->log.file.string());
  } catch (const ConfigError& error) {
    done.problems = error.problems;
    return finish(done);
  } catch (const std::exception& error) {
    done.problems = {error.what()};
    return finish(done);
  }
  if (!at_start_) at_start_ = sections_of(in_effect_);  // nothing has been taken since
  for (const std::string& name : changed_of(*at_start_, sections_of(text)))
    if (!is_live(name)) done.needs_restart.push_back(name);
  put_into_effect(std::move(done), std::move(config), text);
}

void Reloader::put_into_effect(Reloaded done, std::shared_ptr<const Config> config, const std::string& text) {
  auto files = named_files_of(text, fs::path(file_).parent_path());
  std::set<std::string> changed = changed_of(sections_of(in_effect_), sections_of(text));
  if (said(files, "packs") != said(files_, "packs")) changed.insert("packs");
  if (text == in_effect_ && changed.empty()) return renew(std::move(done), *config, std::move(files));
  done.applied = taken_of(changed, *config, done.needs_restart);
  runtime::Errand errand;
  const std::string print = core::id_from_name(text);
  const auto gone = std::make_shared<std::vector<std::string>>();
  errand.work = [this, config, print, gone](core::Context& context) {
    *gone = bot_.reconfigure(context, *config, print);
  };
  errand.told = [this, done, config, text, files, gone](bool good) mutable {
    if (!good) {
      done.applied.clear();
      done.problems = {file_ +
                       ": it could not be put into effect, and nothing was changed; the log says more"};
      return finish(done);
    }
    in_effect_ = text;
    done.gone = *gone;
    renew(std::move(done), *config, std::move(files));
  };
  ask_(std::move(errand));
}

bool Reloader::is_other_log(const Config& config) const {
  return config.log.file != log_.file || config.log.json != log_.json;
}

// What is not the bot's: log, secrets, certificate.
void Reloader::renew(Reloaded done, const Config& config, std::map<std::string, std::string> files) {
  if (is_other_log(config))
    core::set_up_log(config.log.level, config.log.file.string(),
                     config.log.json ? core::LogForm::json : core::LogForm::text);
  core::set_log_level(config.log.level);
  if (config.log.level != log_.level || is_other_log(config)) done.applied.push_back("log");
  log_ = config.log;
  if (renewal_.take)
    for (std::string& taken : renewal_.take(config)) done.applied.push_back(std::move(taken));
  std::set<std::string> secrets;
  for (const auto& [name, hash] : files)
    if (name != "packs" && name != "net" && said(files_, name) != hash && !waits(name, done.needs_restart))
      secrets.insert(chat_of(name));
  for (const std::string& name : secrets) done.applied.push_back("secrets of " + name);
  if (said(files, "net") != said(files_, "net") && !waits("net", done.needs_restart))
    done.needs_restart.push_back("net (its password)");
  files["net"] = said(files_, "net");  // the way out is made once, at the start
  files_ = std::move(files);
  runtime::Errand again;
  again.work = [this](core::Context&) { bot_.engine().try_again(); };
  again.told = [](bool) {};
  ask_(std::move(again));
  done.same = done.applied.empty() && done.needs_restart.empty();
  finish(done);
}

}  // namespace app
