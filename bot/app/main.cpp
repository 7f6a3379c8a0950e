#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/system/system_error.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/net/private_file.hpp"
#include "bot/app/audit.hpp"
#include "bot/app/backup.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/command_line.hpp"
#include "bot/app/commit.hpp"
#include "bot/app/config.hpp"
#include "bot/app/doctor.hpp"
#include "bot/app/dpia.hpp"
#include "bot/app/export_config.hpp"
#include "bot/app/firmness.hpp"
#include "bot/app/guarded_clock.hpp"
#include "bot/app/handover.hpp"
#include "bot/app/host_commands.hpp"
#include "bot/app/identifiers_tool.hpp"
#include "bot/app/init.hpp"
#include "bot/app/load_packs.hpp"
#include "bot/app/manifests.hpp"
#include "bot/app/migrate_storage.hpp"
#include "bot/app/page_commands.hpp"
#include "bot/app/people_import.hpp"
#include "bot/app/places.hpp"
#include "bot/app/preview.hpp"
#include "bot/app/restore.hpp"
#include "bot/app/rights.hpp"
#include "bot/app/serve.hpp"
#include "bot/app/simulate_command.hpp"
#include "bot/app/slips.hpp"
#include "bot/app/status.hpp"
#include "bot/app/toml_reader.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "bot/core/log_setup.hpp"
#include "bot/core/part.hpp"
#include "bot/core/texts.hpp"
#include "storage/erasure.hpp"

namespace {

// REFLEKS_KILL_AT="outbox.after_send:3": SIGKILL at the third passing of that place, for the kill test.
std::string kill_name;
int kill_count = 0;

void set_up_failpoints() {
  const char* wanted = std::getenv("REFLEKS_KILL_AT");
  if (!wanted) return;
  kill_name = wanted;
  const auto colon = kill_name.find(':');
  kill_count = colon == std::string::npos ? 1 : std::atoi(kill_name.c_str() + colon + 1);
  kill_name.resize(std::min(colon, kill_name.size()));
  core::install_failpoint_hook([](std::string_view name) {
    // Each place is passed by one thread alone, and one place is watched.
    if (name == kill_name && --kill_count == 0) std::raise(SIGKILL);
  });
}

// As the service sees it: where the sandbox's clock can be moved, that one.
core::Instant time_of(const app::Config& config) {
  const core::Instant now = app::SystemClock().now();
  if (!config.sandbox.enabled || !config.sandbox.movable_clock) return now;
  return app::MovableClock(config.sandbox.start.value_or(now), config.organisation.data / "sandbox" / "clock")
      .now();
}

int bring_back(app::Config config, const std::filesystem::path& file, const std::string& data) {
  if (!data.empty()) app::set_data(config, data);
  app::require_known_places(config);
  app::restore(config, file, time_of(config), std::cout);
  return 0;
}

int confirm_clock(const app::Config& config) {
  app::require_known_places(config);
  if (!std::filesystem::is_directory(config.organisation.data))
    throw std::runtime_error("there is no data folder " + config.organisation.data.string());
  const core::Instant now = app::SystemClock().now();
  app::confirm_clock(config.organisation.data, now);
  app::give_to_service(config, app::confirmation_file(config.organisation.data));
  std::printf("told the service that it is %s\n", core::to_text(now).c_str());
  return 0;
}

// "0.9.0 (9327331967)"
std::string version() {
  std::string words = REFLEKS_VERSION;
  if (*app::commit) words += " (" + std::string(app::commit) + ")";
  return words;
}

// A tool says what it says on its own; what the bot would do is no news.
std::string for_tools(const std::string& level) {
  return level == "debug" || level == "info" ? "warning" : level;
}

// What the program can be asked for: each command with what is given with it and, beside that, what it does.
// In the order in which --help and the manual show them.
class Commands {
 public:
  // `program` outlives it.
  explicit Commands(CLI::App& program) : program_(program) {
    program.require_subcommand(1);
    add_service();
    add_packs();
    add_papers();
    add_copies();
    add_people();
    add_running();
    add_accounts();
    add_storage();
    add_others();
  }
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  // Does what was asked for and gives the exit status. Once it was parsed.
  int run() const {
    core::set_up_log(for_tools("info"), "");
    if (const auto ended = hosting_->run(config_file_, version())) return *ended;
    if (const auto ended = simulate_->run(std::cout)) return *ended;
    if (init_->run(std::cin, std::cout)) return 0;
    if (manifests_->run([this] { return load(); }, std::cout)) return 0;
    for (const auto& [command, perform] : all_)
      if (command->parsed()) return perform();
    throw std::logic_error("a command that does nothing");
  }

 private:
  using Config = app::Config;

  CLI::App& add(CLI::App& to, const char* name, const char* meaning, std::function<int()> perform) {
    CLI::App* command = to.add_subcommand(name, meaning);
    all_.emplace_back(command, std::move(perform));
    return *command;
  }
  // One that reads the configuration first.
  CLI::App& add_configured(CLI::App& to, const char* name, const char* meaning,
                           std::function<int(const Config&)> perform) {
    CLI::App& command =
        add(to, name, meaning, [this, perform = std::move(perform)] { return perform(load()); });
    take_config(command);
    return command;
  }
  // One that draws a PDF of a group.
  template <class Options>
  CLI::App& add_paper(const char* name, const char* meaning, int (*make)(const Config&, const Options&),
                      Options& given) {
    CLI::App& command = add_configured(program_, name, meaning, [&given, make](const Config& config) {
      return make(app::with_living(config), given);
    });
    command.add_option("GROUP", given.group, "the group's key or name, also of one made in chat")->required();
    command.add_option("-o,--output", given.file, "the PDF to write")->required();
    return command;
  }
  // One that has others below it and does nothing by itself.
  CLI::App& add_group(const char* name, const char* meaning) {
    CLI::App* group = program_.add_subcommand(name, meaning);
    group->require_subcommand(1);
    return *group;
  }
  void take_config(CLI::App& command) {
    command.add_option("-c,--config", config_file_, "configuration file")->capture_default_str();
  }
  // What is given with a command; lives as long as they all.
  template <class T>
  T& kept(T standard = {}) {
    const auto one = std::make_shared<T>(std::move(standard));
    given_.push_back(one);
    return *one;
  }

  Config load() const {
    Config config = app::load_config(config_file_);
    core::set_up_log(for_tools(config.log.level), "");
    tell_warnings(config);
    return config;
  }
  static void tell_warnings(const Config& config) {
    for (const std::string& warning : config.warnings) std::fprintf(stderr, "warning: %s\n", warning.c_str());
  }
  int serve() const {
    Config config = app::load_for_service(config_file_);
    core::set_up_log(config.log.level, config.log.file.string(),
                     config.log.json ? core::LogForm::json : core::LogForm::text);
    tell_warnings(config);
    return app::serve(std::move(config), version());
  }

  void add_service() {
    serve_ = &add(program_, "serve", "run the daemon until it is told to stop", [this] { return serve(); });
    take_config(*serve_);
    init_.emplace(program_);
    auto& json = kept(false);
    auto& say_to = kept<std::string>();
    doctor_ =
        &add_configured(program_, "doctor", "look for what is wrong and say what to do",
                        [&](const Config& config) { return app::doctor(config, std::cout, say_to, json); });
    doctor_->add_flag("--json", json, "for programs");
    doctor_->add_option("--say", say_to, "send a test message to this person, group or channel");
    auto& days = kept(30);
    add_configured(program_, "preview", "print every message of the next 30 days, sending none",
                   [&](const Config& config) { return app::preview(config, days, std::cout); })
        .add_option("--days", days, "how many days")
        ->capture_default_str()
        ->check(CLI::Range(1, 400));
  }

  void add_packs() {
    CLI::App& packs = add_group("packs", "programme packs");
    auto& file = kept<std::string>();
    const auto print = [](const std::string& said) { return std::fputs(said.c_str(), stdout), 0; };
    add(packs, "check", "read a pack and say what is wrong with it",
        [&, print] { return print(app::describe(app::load_pack(file)) + "\n"); })
        .add_option("FILE", file, "the pack")
        ->required();
    add(packs, "show", "print a built-in pack, to copy and change",
        [&, print] { return print(app::built_in_pack(file)); })
        .add_option("NAME", file, "the pack, as in studiesirkel")
        ->required();
  }

  void add_papers() {
    auto& sheet = kept<app::PosterOptions>();
    CLI::App& poster =
        add_paper("poster", "draw a group's idea box as a sheet for the staff room", app::make_poster, sheet);
    poster.add_option("--language", sheet.language, "what is said large: nb, nn or en; else the group's own");
    poster.add_option("--address", sheet.address, "what the code leads to; else the group's page");
    auto& paper = kept<app::SlipOptions>();
    add_paper("slips", "print slips of paper, each good for one answer to each poll", app::make_slips, paper)
        .add_option("--count", paper.count, "how many: as many as there are people without an account")
        ->capture_default_str()
        ->check(CLI::Range(1, 40));
    auto& page = kept<app::LinkOptions>();
    CLI::App& link = add_configured(
        program_, "link", "print the address of a person's own page", [&](const Config& config) {
          return app::print_link(app::with_living(config), page, time_of(config), std::cout, std::cerr);
        });
    link.add_option("PERSON", page.person, "key in the configuration, name, or account in the chat")
        ->required();
    link.add_flag("--groups", page.groups, "of the page about their groups: what leaders read and answer");
    link.add_flag("--revoke", page.revoke, "make every address of theirs worthless, and nobody else's");
    auto& read = kept<app::ReportOptions>();
    CLI::App& report =
        add_configured(program_, "report", "write what a group's leaders read as PDF, XLSX or CSV",
                       [&](const Config& config) {
                         return app::write_report(app::with_living(config), read, time_of(config));
                       });
    report.add_option("GROUP", read.group, "the group's key or name; else all, in a table");
    report.add_option("-o,--output", read.file, "the file: .pdf, .xlsx or .csv")->required();
    report.add_option("--language", read.language, "nb, nn or en; else the organisation's");
  }

  void add_copies() {
    auto& file = kept<std::string>();
    add_configured(
        program_, "backup", "make a copy of all that a new machine needs",
        [&](const Config& config) { return app::make_copy(config, file, time_of(config), std::cout); })
        .add_option("FILE", file, "the copy to write; else one in backup.directory");
    auto& data = kept<std::string>();
    CLI::App& restore = add_configured(program_, "restore", "bring an installation back from a copy",
                                       [&](const Config& config) { return bring_back(config, file, data); });
    restore.add_option("FILE", file, "the copy")->required();
    restore.add_option("--data", data, "the data folder, on a machine where the service has not run yet");
    CLI::App& clock = add_group("clock", "the machine's clock, as the service sees it");
    add_configured(clock, "confirm", "say that it is right, after it has jumped", confirm_clock);
  }

  void add_people() {
    CLI::App& one = add_group("person", "what is kept about one person");
    constexpr auto whom = "key in the configuration, name, or account in the chat";
    auto& person = kept<std::string>();
    auto& as_page = kept(false);
    CLI::App& record = add_configured(
        one, "export", "print everything about one person, as JSON", [&](const Config& config) {
          return app::export_person(config, person, time_of(config), as_page, std::cout), 0;
        });
    record.add_option("PERSON", person, whom)->required();
    record.add_flag("--page", as_page, "as a page to read (HTML), in the person's language");
    auto& yes = kept(false);
    CLI::App& erasure = add_configured(
        one, "erase", "take one person out of everything, through the running service",
        [&](const Config& config) { return app::erase_person(config, person, yes, std::cin, std::cout); });
    erasure.add_option("PERSON", person, whom)->required();
    erasure.add_flag("--yes", yes, "do not ask");
    auto& list = kept<app::ImportOptions>();
    all_.emplace_back(app::add_people_commands(program_, config_file_, list),
                      [&] { return app::import_people(load(), list, std::cin, std::cout); });
  }

  void add_running() {
    auto& json = kept(false);
    add_configured(program_, "status", "how the running service is, and what comes next",
                   [&](const Config& config) { return app::show_status(config, json, std::cout); })
        .add_flag("--json", json, "for programs");
    CLI::App& settings = add_group("config", "the configuration and what chat made beside it");
    add_configured(settings, "export", "print groups and people as they are now, as sections of the file",
                   [](const Config& config) { return app::export_config(config, std::cout), 0; });
    reload_ = &add_configured(program_, "reload", "have the running service read its configuration anew",
                              [](const Config& config) { return app::reload_service(config, std::cout); });
    add_configured(program_, "handover",
                   "have the running service give its open boxes to the machine that waits, and end",
                   [](const Config& config) { return app::hand_over_service(config, std::cout); });
    hosting_.emplace(*serve_, *reload_, *doctor_);
  }

  void add_accounts() {
    CLI::App& audit = add_group("audit", "what administrators did");
    add_configured(audit, "show", "print it",
                   [](const Config& config) { return app::show_audit(config, std::cout); });
    auto& hash = kept<std::string>();
    add_configured(audit, "verify", "look whether anything of it was changed, taken out or cut off",
                   [&](const Config& config) { return app::verify_audit(config, hash, std::cout); })
        .add_option("--hash", hash, "one from the system log, which must be in it");
    auto& folder = kept<std::string>();
    add_configured(program_, "dpia",
                   "write the Norwegian templates for data protection, filled with what is set here",
                   [&](const Config& config) {
                     return app::write_templates(app::with_living(config), folder, std::cout), 0;
                   })
        .add_option("-o,--output", folder, "the folder to write them into")
        ->required();
    add_configured(program_, "retention", "print what is kept, and what goes next", [](const Config& config) {
      return app::show_retention(config, time_of(config), std::cout), 0;
    });
  }

  void add_storage() {
    auto& target = kept<std::string>();
    add_configured(program_, "migrate-storage", "copy the database to a server, or back to a file",
                   [&](const Config& config) {
                     return app::migrate_storage(config, target, time_of(config), std::cout), 0;
                   })
        .add_option("--to", target, "postgresql://..., service=..., or the path of a file")
        ->required();
    manifests_.emplace(program_, config_file_);
  }

  void add_others() {
    simulate_.emplace(program_);
    add(program_, "identifiers", "read lines, print for each stop, warn or ok, and of what kind",
        [] { return app::check_identifiers(std::cin, std::cout); });
    add(program_, "version", "print the version",
        [] { return std::printf("refleks %s\n", version().c_str()), 0; });
  }

  CLI::App& program_;
  std::string config_file_ = "refleks.toml";
  std::vector<std::shared_ptr<void>> given_;
  std::vector<std::pair<CLI::App*, std::function<int()>>> all_;
  CLI::App *serve_ = nullptr, *reload_ = nullptr, *doctor_ = nullptr;  // those that may be for many
  std::optional<app::HostCommands> hosting_;
  std::optional<app::InitCommand> init_;
  std::optional<app::ManifestCommands> manifests_;
  std::optional<app::SimulateCommand> simulate_;
};

int run(int argc, char** argv) {
  CLI::App program{"Refleks: a chat bot for reflection groups"};
  Commands commands(program);
  if (const auto ended = app::parse_command_line(program, argc, argv)) return *ended;
  try {
    set_up_failpoints();
    return commands.run();
  } catch (const app::ConfigError& error) {
    for (const std::string& problem : error.problems) std::fprintf(stderr, "%s\n", problem.c_str());
    return 2;
  } catch (const boost::system::system_error& error) {  // without the source file it names
    std::fprintf(stderr, "refleks: %s\n", error.code().message().c_str());
    return 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "refleks: %s\n", error.what());
    return app::status_after(error);
  }
}

}  // namespace

int main(int argc, char** argv) {
  app::keep_standard_streams();
  core::set_build(app::sources);
  const bool serves = argc > 1 && argv[1] == std::string_view("serve");
  if (serves) app::ignore_stray_signals();  // a log may be rotated while it starts
  const int status = run(argc, argv);
  // What the daemon prints is no answer to anybody.
  return serves ? status : app::when_all_is_printed(status);
}
