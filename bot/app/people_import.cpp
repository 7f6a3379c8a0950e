#include "bot/app/people_import.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "bot/app/bot.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/control.hpp"
#include "bot/app/places.hpp"
#include "bot/app/preview.hpp"
#include "bot/app/rehearsal.hpp"
#include "bot/app/start_check.hpp"
#include "bot/core/spreadsheet.hpp"
#include "bot/core/written_time.hpp"

namespace app {
namespace {

using Json = nlohmann::json;

std::string read_list(const std::filesystem::path& file) {
  if (const std::string why = unreadable(file); !why.empty()) throw std::runtime_error(why);
  std::ifstream in(file, std::ios::binary);
  const std::string all = bytes_up_to(core::longest_table, in);
  if (in.bad()) throw std::runtime_error(file.string() + " cannot be read to its end");
  if (all.size() > core::longest_table)
    throw std::runtime_error(
        fmt::format("{} is larger than {} kB: divide it", file.string(), core::longest_table / 1000));
  auto text = core::text_of_file(all);
  if (!text)
    throw std::runtime_error(file.string() +
                             " is no text: save it in the spreadsheet as CSV (UTF-8), and try again");
  return *std::move(text);
}

// What the service would write must stay readable for it.
void require_own(const std::filesystem::path& folder) {
  struct stat about {};
  if (::stat(folder.c_str(), &about) != 0 || about.st_uid == ::geteuid()) return;
  const passwd* owner = ::getpwuid(about.st_uid);
  throw std::runtime_error(fmt::format(
      "the service does not run, and {} belongs to another user: start the service, or run this as that user "
      "(sudo -u {} refleks people import ...). Nothing was changed",
      folder.string(), owner ? owner->pw_name : std::to_string(about.st_uid)));
}

// Who does it: the service, or while none runs this program, which keeps the data folder meanwhile.
class Doer {
 public:
  explicit Doer(const Config& config) : config_(config) {}

  Json ask(const std::string& text, const ImportOptions& options, bool apply) {
    const bool roster = !options.group.empty();
    if (!bot_) {
      Json request;
      request["do"] = roster ? "roster" : "import";
      request["text"] = text;
      request["group"] = options.group;
      request["day"] = options.day;
      request["apply"] = apply ? "yes" : "no";
      if (auto told = ask_service(config_.organisation.data, request)) return *std::move(told);
      open();
    }
    Json told;
    const bool done = bot_->engine().alone([&](core::Context& context) {
      told = roster ? roster_taken(*bot_, context, text, options.group, options.day, apply)
                    : imported(*bot_, context, text, apply);
    });
    if (!done) throw std::runtime_error("it could not be done, and nothing was changed; try again");
    return told;
  }
  bool is_alone() const { return bot_ != nullptr; }

 private:
  void open() {
    require_own(config_.organisation.data);
    lock_.emplace(look_before_start(config_));
    boxes_.emplace("/dev/shm");  // nobody answers meanwhile; what lies in the real ones is left alone
    config_.ballot_box.mode = Config::BallotBox::Mode::memory;
    config_.ballot_box.directory = boxes_->path();
    clock_ = std::make_unique<MovableClock>(now_of(config_), std::filesystem::path());
    bot_ = std::make_unique<Bot>(config_, *clock_, random_, database_of(config_));
  }

  Config config_;
  std::optional<net::Descriptor> lock_;
  std::optional<TemporaryFolder> boxes_;
  std::unique_ptr<MovableClock> clock_;
  core::SystemRandom random_;
  std::unique_ptr<Bot> bot_;
};

void print(std::ostream& out, const Json& lines) {
  for (const Json& line : lines) {
    const int number = line.at("line").get<int>();
    const std::string words = line.at("words").get<std::string>();
    number > 0 ? fmt::print(out, "  line {:>4}  {}\n", number, words) : fmt::print(out, "  {}\n", words);
  }
}

bool agrees(std::istream& in, std::ostream& out) {
  out << "Do this? [yes/no] " << std::flush;
  std::string answer;
  std::getline(in, answer);
  return answer == "yes" || answer == "y" || answer == "ja" || answer == "j";
}

}  // namespace

Json imported(Bot& bot, core::Context& context, const std::string& text, bool apply) {
  const core::Directory people = context.people();
  const groups::PeopleList list = bot.import_people(context, text, apply);
  const groups::Choices choices{};
  const groups::Asking asking{core::Language::en, people, choices, context.now()};
  Json answer;
  answer["troubles"] = answer["changes"] = answer["unread"] = Json::array();
  const auto line = [](int number, const std::string& words) {
    return Json{{"line", number}, {"words", words}};
  };
  for (const auto& trouble : list.troubles) answer["troubles"].push_back(line(trouble.line, trouble.words));
  for (const groups::ListedPerson& one : list.people)
    if (!one.unchanged())
      answer["changes"].push_back(line(one.line, (one.fresh ? "new: " : "") + said(one, asking)));
  for (const core::Rich& words : groups::left_without(list, asking))
    answer["changes"].push_back(line(0, core::plain_text(words)));
  for (const std::string& column : list.unread) answer["unread"].push_back(column);
  answer["lines"] = list.people.size();
  answer["unchanged"] = list.unchanged();
  return answer;
}

Json roster_taken(Bot& bot, core::Context& context, const std::string& text, const std::string& group,
                  const std::string& day, bool apply) {
  std::optional<core::Date> of;
  if (!day.empty()) {
    of = core::date_from_text(day, core::Date{std::chrono::floor<std::chrono::days>(context.now())});
  }
  Json answer;
  answer["troubles"] = answer["changes"] = answer["unread"] = Json::array();
  answer["lines"] = answer["unchanged"] = 0;
  const auto put = [&](const char* where, const std::string& words) {
    answer[where].push_back(Json{{"line", 0}, {"words", words}});
  };
  if (!day.empty() && !of) {
    put("troubles", "I do not understand the day '" + day + "': write it as 2026-11-30");
    return answer;
  }
  const core::Group* known = context.people().group_by_key(group);
  if (!known) {
    put("troubles", "there is no group with the key '" + group + "'");
    return answer;
  }
  const shifts::RosterList list = bot.take_roster(context, text, *known, of, apply);
  for (const std::string& trouble : list.troubles) put("troubles", trouble);
  for (const std::string& change : list.changes) put("changes", change);
  answer["lines"] = list.changes.size() + list.unchanged;
  answer["unchanged"] = list.unchanged;
  return answer;
}

CLI::App* add_people_commands(CLI::App& cli, std::string& config_file, ImportOptions& options) {
  CLI::App* people = cli.add_subcommand("people", "many people at once");
  people->require_subcommand(1);
  CLI::App* taken = people->add_subcommand("import", "take a list from a spreadsheet");
  taken->add_option("-c,--config", config_file, "configuration file")->capture_default_str();
  taken->add_option("FILE", options.file, "CSV: name, group, role, language, e-mail, from, to, user")
      ->required();
  taken->add_flag("--dry-run", options.dry_run, "say what would change, and end");
  taken->add_flag("--yes", options.yes, "do not ask");
  CLI::App* roster = people->add_subcommand("roster", "take who is at work from a spreadsheet");
  roster->add_option("-c,--config", config_file, "configuration file")->capture_default_str();
  roster->add_option("FILE", options.file, "CSV: name, and date where --date gives none")->required();
  roster->add_option("--group", options.group, "the group's key")->required();
  roster->add_option("--date", options.day, "the day of all rows: 2026-11-30");
  roster->add_flag("--dry-run", options.dry_run, "say what would change, and end");
  roster->add_flag("--yes", options.yes, "do not ask");
  return people;
}

int import_people(const Config& config, const ImportOptions& options, std::istream& in, std::ostream& out) {
  const std::string text = read_list(options.file);
  require_known_places(config);
  Doer doer(config);
  const Json seen = doer.ask(text, options, false);
  if (doer.is_alone()) out << "The service does not run: the list is taken into its database.\n";
  for (const Json& column : seen.at("unread"))
    fmt::print(out, "not used: the column {}\n", column.get<std::string>());
  if (!seen.at("troubles").empty()) {
    print(out, seen.at("troubles"));
    out << "Nothing was changed. Correct the list, and try again.\n";
    return 1;
  }
  print(out, seen.at("changes"));
  const char* const what = options.group.empty() ? "lines" : "days";
  fmt::print(out, "{} {}: {} change something, {} do not\n", seen.at("lines").get<int>(), what,
             seen.at("changes").size(), seen.at("unchanged").get<int>());
  if (options.dry_run || seen.at("changes").empty()) return 0;
  if (!options.yes && !agrees(in, out)) {
    out << "nothing was changed\n";
    return 1;
  }
  const Json done = doer.ask(text, options, true);
  if (!done.at("troubles").empty()) {
    print(out, done.at("troubles"));
    out << "Something has changed meanwhile; nothing was done.\n";
    return 1;
  }
  fmt::print(out, "done: {} {}\n", done.at("changes").size(), what);
  if (doer.is_alone()) out << "It holds from the next start of the service.\n";
  return 0;
}

}  // namespace app
