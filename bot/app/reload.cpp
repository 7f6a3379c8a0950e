#include "bot/app/reload.hpp"

#include <fmt/format.h>

#include <boost/algorithm/string/join.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>

#include "bot/app/toml_reader.hpp"
#include "bot/core/log.hpp"
#include "bot/core/log_setup.hpp"
#include "bot/core/random.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

// What is put into effect without a restart.
const std::set<std::string> live{"people", "groups", "quiet_hours", "packs"};

std::string trimmed(const std::string& line) {
  const auto first = line.find_first_not_of(" \t\r");
  if (first == std::string::npos || line[first] == '#') return {};
  return line.substr(first, line.find_last_not_of(" \t\r") + 1 - first);
}

// "app_secret_file = \"secrets/teams\"" -> what lies there, hashed.
std::string secret_beside(const std::string& line, const fs::path& folder) {
  const auto equals = line.find('=');
  if (equals == std::string::npos || trimmed(line.substr(0, equals)).find("_file") == std::string::npos)
    return {};
  const auto begin = line.find_first_of("\"'", equals), end = line.find_last_of("\"'");
  if (begin == std::string::npos || end <= begin) return {};
  const fs::path file = secret_file(line.substr(begin + 1, end - begin - 1), folder, system_environment);
  std::ifstream in(file, std::ios::binary);
  return in ? core::id_from_name(std::string{std::istreambuf_iterator<char>(in), {}}) : std::string();
}

std::string in_words(const std::vector<std::string>& all) {
  return boost::algorithm::join(all, ", ");
}

}  // namespace

std::map<std::string, std::string> sections_of(const std::string& text, const fs::path& folder) {
  std::map<std::string, std::string> sections;
  std::string name;
  std::istringstream lines(text);
  for (std::string raw; std::getline(lines, raw);) {
    const std::string line = trimmed(raw);
    if (line.empty()) continue;
    if (line.front() == '[') {
      const auto begin = line.find_first_not_of("[ \t");
      name = line.substr(begin, line.find_first_of(".] \t", begin) - begin);
    }
    sections[name] += line + '\n' + secret_beside(line, folder) + '\n';
  }
  return sections;
}

Reloader::Reloader(const Config& running, Bot& bot, std::function<void(runtime::Errand)> ask)
    : file_(running.file), bot_(bot), ask_(std::move(ask)) {
  try {
    in_effect_ = file_text(file_);
    at_start_ = sections_of(in_effect_, fs::path(file_).parent_path());
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
  for (const std::string& problem : done.problems)
    core::log(core::Level::error, "the configuration is not taken", problem);
  if (!done.applied.empty())
    core::log(core::Level::info, "the configuration is taken", in_words(done.applied));
  if (!done.needs_restart.empty() && std::exchange(told_, done.needs_restart) != done.needs_restart)
    core::log(core::Level::warning, "a restart is needed for", in_words(done.needs_restart));
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
    *config = parse_config(text, file_);
  } catch (const ConfigError& error) {
    done.problems = error.problems;
    return finish(done);
  } catch (const std::exception& error) {
    done.problems = {error.what()};
    return finish(done);
  }
  const auto now = sections_of(text, fs::path(file_).parent_path());
  std::set<std::string> names;
  for (const auto& [name, content] : now) names.insert(name);
  for (const auto& [name, content] : at_start_) names.insert(name);
  const auto said = [](const std::map<std::string, std::string>& in, const std::string& name) {
    const auto found = in.find(name);
    return found == in.end() ? std::string() : found->second;
  };
  for (const std::string& name : names)
    if (!live.contains(name) && said(now, name) != said(at_start_, name))
      done.needs_restart.push_back(name == "log"  ? "log (its level is in effect)"
                                   : name.empty() ? "the keys on top"
                                                  : name);
  done.same = text == in_effect_;
  core::set_log_level(config->log.level);
  if (done.same) return finish(done);
  runtime::Errand errand;
  const std::string print = core::id_from_name(text);
  errand.work = [this, config, print](core::Context& context) { bot_.reconfigure(context, *config, print); };
  errand.told = [this, done, config, text](bool good) mutable {
    if (!good) {
      done.problems = {file_ +
                       ": it could not be put into effect, and nothing was changed; the log says more"};
      return finish(done);
    }
    in_effect_ = text;
    done.applied = {fmt::format("{} groups", config->groups.size()),
                    fmt::format("{} people", config->people.size()), "quiet hours", "programmes",
                    "log level"};
    finish(done);
  };
  ask_(std::move(errand));
}

}  // namespace app
