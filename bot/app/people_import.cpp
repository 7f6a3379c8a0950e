#include "bot/app/people_import.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/app/control.hpp"
#include "bot/app/places.hpp"
#include "bot/core/spreadsheet.hpp"

namespace app {
namespace {

using Json = nlohmann::json;

std::string read_list(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw std::runtime_error(fmt::format("{}: {}", file.string(), error.message()));
  if (size > core::longest_table)
    throw std::runtime_error(
        fmt::format("{} is larger than {} kB: divide it", file.string(), core::longest_table / 1000));
  std::ifstream bytes(file, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(bytes), {}};
  if (!bytes) throw std::runtime_error(file.string() + " cannot be read");
  auto text = core::text_of_file(all);
  if (!text)
    throw std::runtime_error(file.string() +
                             " is no text: save it in the spreadsheet as CSV (UTF-8), and try again");
  return *std::move(text);
}

Json ask(const Config& config, const std::string& text, bool apply) {
  Json request;
  request["do"] = "import";
  request["text"] = text;
  request["apply"] = apply ? "yes" : "no";
  auto told = ask_service(config.organisation.data, request);
  if (!told)
    throw std::runtime_error(
        "the service does not run, and an import is its work: start it first (systemctl start refleks). "
        "Nothing "
        "was changed");
  return *std::move(told);
}

void print(std::ostream& out, const Json& lines) {
  for (const Json& line : lines)
    fmt::print(out, "  line {:>4}  {}\n", line.at("line").get<int>(), line.at("words").get<std::string>());
}

bool agrees(std::istream& in, std::ostream& out) {
  out << "Do this? [yes/no] " << std::flush;
  std::string answer;
  std::getline(in, answer);
  return answer == "yes" || answer == "y" || answer == "ja" || answer == "j";
}

}  // namespace

CLI::App* add_people_commands(CLI::App& cli, std::string& config_file, ImportOptions& options) {
  CLI::App* people = cli.add_subcommand("people", "many people at once");
  people->require_subcommand(1);
  CLI::App* taken =
      people->add_subcommand("import", "take a list from a spreadsheet, through the running service");
  taken->add_option("-c,--config", config_file, "configuration file")->capture_default_str();
  taken->add_option("FILE", options.file, "CSV: name, group, role, language, e-mail, from, to, user")
      ->required();
  taken->add_flag("--dry-run", options.dry_run, "say what would change, and end");
  taken->add_flag("--yes", options.yes, "do not ask");
  return people;
}

int import_people(const Config& config, const ImportOptions& options, std::istream& in, std::ostream& out) {
  const std::string text = read_list(options.file);
  require_known_places(config);
  const Json seen = ask(config, text, false);
  for (const Json& column : seen.at("unread"))
    fmt::print(out, "not used: the column {}\n", column.get<std::string>());
  if (!seen.at("troubles").empty()) {
    print(out, seen.at("troubles"));
    out << "Nothing was changed. Correct the list, and try again.\n";
    return 1;
  }
  print(out, seen.at("changes"));
  fmt::print(out, "{} lines: {} change something, {} do not\n", seen.at("lines").get<int>(),
             seen.at("changes").size(), seen.at("unchanged").get<int>());
  if (options.dry_run || seen.at("changes").empty()) return 0;
  if (!options.yes && !agrees(in, out)) {
    out << "nothing was changed\n";
    return 1;
  }
  const Json done = ask(config, text, true);
  if (!done.at("troubles").empty()) {
    print(out, done.at("troubles"));
    out << "Something has changed meanwhile; nothing was done.\n";
    return 1;
  }
  fmt::print(out, "done: {} lines\n", done.at("changes").size());
  return 0;
}

}  // namespace app
