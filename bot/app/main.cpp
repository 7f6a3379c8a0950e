#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/system/system_error.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <utility>

#include "adapters/net/private_file.hpp"
#include "bot/app/audit.hpp"
#include "bot/app/backup.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/commit.hpp"
#include "bot/app/config.hpp"
#include "bot/app/doctor.hpp"
#include "bot/app/dpia.hpp"
#include "bot/app/drawn.hpp"
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
#include "bot/app/simulate.hpp"
#include "bot/app/simulate_changes.hpp"
#include "bot/app/simulate_faults.hpp"
#include "bot/app/status.hpp"
#include "bot/app/toml_reader.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "bot/core/log_setup.hpp"
#include "bot/core/part.hpp"
#include "bot/core/random.hpp"
#include "bot/core/receipt_code.hpp"
#include "bot/core/texts.hpp"
#include "storage/erasure.hpp"
#include "storage/slip_book.hpp"

namespace {

// REFLEKS_KILL_AT="outbox.after_send:3": SIGKILL at the third time that place is passed. For the kill test
// alone.
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

constexpr int fewest_voters = 6;  // members and slips: below that nothing could ever be shown

struct SlipOptions {
  std::string group, file;
  int count = drawing::slips_on_page;
};

int make_slips(const app::Config& config, const SlipOptions& wanted) {
  app::require_known_places(config);
  app::refuse_own_place(config, wanted.file);
  const core::Group& group = app::group_called(config, wanted.group);
  if (!config.chats->pages)
    throw std::runtime_error("no pages are served: set pages.enabled and server.public_url");
  const auto members =
      std::count_if(group.members.begin(), group.members.end(),
                    [](const core::Member& member) { return member.role != core::Role::leader; });
  if (members + wanted.count < fewest_voters)
    throw std::runtime_error("members and slips are " + std::to_string(members + wanted.count) +
                             " together: with fewer than " + std::to_string(fewest_voters) +
                             " nothing could ever be shown; print more slips");
  core::SystemRandom random;
  drawing::Slips slips{group.name, group.language, config.chats->server.public_url, {}};
  while (slips.base.ends_with('/')) slips.base.pop_back();
  slips.base += "/s/";
  for (int i = 0; i < wanted.count; ++i) slips.codes.push_back(core::new_receipt_code(random));
  app::draw_slips(slips, wanted.file);
  storage::SlipBook(config.organisation.data).give_out(group.id, slips.codes);
  app::give_to_service(config, config.organisation.data / "slips");
  std::fprintf(
      stderr,
      "Cut them apart, and let those without an account draw. Slips printed before are dead now; answers "
      "given with them stay. The new ones are good from the next poll on.\n");
  return 0;
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
std::string program() {
  std::string words = REFLEKS_VERSION;
  if (*app::commit) words += " (" + std::string(app::commit) + ")";
  return words;
}

// A tool says what it says on its own; what the bot would do is no news.
std::string for_tools(const std::string& level) {
  return level == "debug" || level == "info" ? "warning" : level;
}

int run(int argc, char** argv) {
  CLI::App cli{"Refleks: a chat bot for reflection groups"};
  cli.require_subcommand(1);
  std::string config_file = "refleks.toml";
  const auto with_config = [&](CLI::App* command) {
    command->add_option("-c,--config", config_file, "configuration file")->capture_default_str();
  };
  CLI::App* serve = cli.add_subcommand("serve", "run the daemon until it is told to stop");
  with_config(serve);
  const app::InitCommand init(cli);
  CLI::App* doctor = cli.add_subcommand("doctor", "look for what is wrong and say what to do");
  with_config(doctor);
  std::string say_to;
  bool json = false;
  doctor->add_flag("--json", json, "for programs");
  doctor->add_option("--say", say_to, "send a test message to this person, group or channel");
  CLI::App* preview = cli.add_subcommand("preview", "print every message of the next 30 days, sending none");
  with_config(preview);
  int days = 30;
  preview->add_option("--days", days, "how many days")->capture_default_str()->check(CLI::Range(1, 400));
  CLI::App* packs = cli.add_subcommand("packs", "programme packs");
  packs->require_subcommand(1);
  CLI::App* check = packs->add_subcommand("check", "read a pack and say what is wrong with it");
  std::string pack_file;
  check->add_option("FILE", pack_file, "the pack")->required();
  CLI::App* built_in = packs->add_subcommand("show", "print a built-in pack, to copy and change");
  built_in->add_option("NAME", pack_file, "the pack, as in studiesirkel")->required();
  CLI::App* poster = cli.add_subcommand("poster", "draw a group's idea box as a sheet for the staff room");
  app::PosterOptions sheet;
  with_config(poster);
  poster->add_option("GROUP", sheet.group, "the group's key or name, also of one made in chat")->required();
  poster->add_option("-o,--output", sheet.file, "the PDF to write")->required();
  poster->add_option("--language", sheet.language, "what is said large: nb, nn or en; else the group's own");
  poster->add_option("--address", sheet.address, "what the code leads to; else the group's page");
  CLI::App* slips =
      cli.add_subcommand("slips", "print slips of paper, each good for one answer to each poll");
  SlipOptions paper;
  with_config(slips);
  slips->add_option("GROUP", paper.group, "the group's key or name, also of one made in chat")->required();
  slips->add_option("-o,--output", paper.file, "the PDF to write")->required();
  slips->add_option("--count", paper.count, "how many: as many as there are people without an account")
      ->capture_default_str()
      ->check(CLI::Range(1, 40));
  CLI::App* link = cli.add_subcommand("link", "print the address of a person's own page");
  std::string person;
  app::LinkOptions page;
  with_config(link);
  link->add_option("PERSON", page.person, "key in the configuration, name, or account in the chat")
      ->required();
  link->add_flag("--groups", page.groups, "of the page about their groups: what leaders read and answer");
  link->add_flag("--revoke", page.revoke, "make every address of theirs worthless, and nobody else's");
  CLI::App* report = cli.add_subcommand("report", "write what a group's leaders read as PDF, XLSX or CSV");
  app::ReportOptions paper_report;
  with_config(report);
  report->add_option("GROUP", paper_report.group, "the group's key or name; else all, in a table");
  report->add_option("-o,--output", paper_report.file, "the file: .pdf, .xlsx or .csv")->required();
  report->add_option("--language", paper_report.language, "nb, nn or en; else the organisation's");
  CLI::App* backup = cli.add_subcommand("backup", "make a copy of all that a new machine needs");
  std::string copy_file, data_folder, target;
  with_config(backup);
  backup->add_option("FILE", copy_file, "the copy to write; else one in backup.directory");
  CLI::App* restore = cli.add_subcommand("restore", "bring an installation back from a copy");
  with_config(restore);
  restore->add_option("FILE", copy_file, "the copy")->required();
  restore->add_option("--data", data_folder,
                      "the data folder, on a machine where the service has not run yet");
  CLI::App* clock = cli.add_subcommand("clock", "the machine's clock, as the service sees it");
  clock->require_subcommand(1);
  CLI::App* confirm = clock->add_subcommand("confirm", "say that it is right, after it has jumped");
  with_config(confirm);
  CLI::App* people = cli.add_subcommand("person", "what is kept about one person");
  people->require_subcommand(1);
  CLI::App* record = people->add_subcommand("export", "print everything about one person, as JSON");
  with_config(record);
  record->add_option("PERSON", person, "key in the configuration, name, or account in the chat")->required();
  bool as_page = false;
  record->add_flag("--page", as_page, "as a page to read (HTML), in the person's language");
  CLI::App* erasure =
      people->add_subcommand("erase", "take one person out of everything, through the running service");
  with_config(erasure);
  erasure->add_option("PERSON", person, "key in the configuration, name, or account in the chat")->required();
  bool yes = false;
  erasure->add_flag("--yes", yes, "do not ask");
  app::ImportOptions list;
  CLI::App* many = app::add_people_commands(cli, config_file, list);
  CLI::App* status = cli.add_subcommand("status", "how the running service is, and what comes next");
  with_config(status);
  status->add_flag("--json", json, "for programs");
  CLI::App* settings = cli.add_subcommand("config", "the configuration and what chat made beside it");
  settings->require_subcommand(1);
  CLI::App* living =
      settings->add_subcommand("export", "print groups and people as they are now, as sections of the file");
  with_config(living);
  CLI::App* reload = cli.add_subcommand("reload", "have the running service read its configuration anew");
  with_config(reload);
  CLI::App* hand = cli.add_subcommand(
      "handover", "have the running service give its open boxes to the machine that waits, and end");
  with_config(hand);
  const app::HostCommands hosting(*serve, *reload, *doctor);
  CLI::App* audit = cli.add_subcommand("audit", "what administrators did");
  audit->require_subcommand(1);
  CLI::App* acts = audit->add_subcommand("show", "print it");
  with_config(acts);
  CLI::App* chain =
      audit->add_subcommand("verify", "look whether anything of it was changed, taken out or cut off");
  with_config(chain);
  std::string hash;
  chain->add_option("--hash", hash, "one from the system log, which must be in it");
  CLI::App* templates = cli.add_subcommand(
      "dpia", "write the Norwegian templates for data protection, filled with what is set here");
  with_config(templates);
  std::string folder;
  templates->add_option("-o,--output", folder, "the folder to write them into")->required();
  CLI::App* retention = cli.add_subcommand("retention", "print what is kept, and what goes next");
  with_config(retention);
  CLI::App* move = cli.add_subcommand("migrate-storage", "copy the database to a server, or back to a file");
  with_config(move);
  move->add_option("--to", target, "postgresql://..., service=..., or the path of a file")->required();
  app::ManifestCommands manifests(cli, config_file);
  CLI::App* simulate = cli.add_subcommand("simulate", "play months of many groups in seconds");
  app::SimulateOptions simulation;
  simulate
      ->add_option("--groups", simulation.groups, "how many groups; past 100 they are several organisations")
      ->capture_default_str()
      ->check(CLI::Range(1, 5000));
  simulate->add_option("--days", simulation.days, "how many days")
      ->capture_default_str()
      ->check(CLI::Range(1, 4000));
  simulate->add_option("--seed", simulation.seed, "of the made-up world")->capture_default_str();
  simulate->add_option("--transcript", simulation.transcript, "write every message to this file");
  simulate->add_option("--data", simulation.data, "keep the database in this folder");
  simulate->add_option("--storage", simulation.storage, "keep it in this empty schema of PostgreSQL");
  app::FaultOptions faults;
  CLI::Option* with_faults =
      simulate->add_option("--faults", faults.seed, "let everything go wrong, in the world of this seed");
  simulate->add_option("--worlds", faults.runs, "with --faults: so many seeds, one after the other")
      ->needs(with_faults);
  app::ChangesOptions changes;
  CLI::Option* with_changes = simulate->add_option(
      "--changes", changes.seed, "let people come, leave, pause and swap shifts, in the world of this seed");
  simulate->add_option("--ceiling", changes.ceiling, "with --changes: messages nobody gets more of in a week")
      ->needs(with_changes);
  simulate->add_flag("--trace", faults.trace, "with --faults: tell everything that happens")
      ->needs(with_faults);
  simulate->add_option("--without", faults.without, "with --faults: leave out a kind of fault")
      ->needs(with_faults)
      ->check(CLI::IsMember(app::fault_kinds()));
  cli.add_subcommand("identifiers", "read lines, print for each stop, warn or ok, and of what kind");
  cli.add_subcommand("version", "print the version");
  CLI11_PARSE(cli, argc, argv);

  try {
    set_up_failpoints();
    if (cli.got_subcommand("version")) {
      std::printf("refleks %s\n", program().c_str());
      return 0;
    }
    if (cli.got_subcommand("identifiers")) return app::check_identifiers(std::cin, std::cout);
    core::set_up_log(for_tools("info"), "");
    if (cli.got_subcommand(simulate) && *with_faults) {
      if (simulate->count("--groups") > 0) faults.groups = simulation.groups;
      if (simulate->count("--days") > 0) faults.days = simulation.days;
      core::set_up_log("off", "");
      return app::simulate_faults(faults, std::cout);
    }
    if (cli.got_subcommand(simulate) && *with_changes) {
      if (simulate->count("--groups") > 0) changes.groups = simulation.groups;
      if (simulate->count("--days") > 0) changes.days = simulation.days;
      core::set_up_log("off", "");
      return app::simulate_changes(changes, std::cout);
    }
    if (init.run(std::cin, std::cout)) return 0;
    if (cli.got_subcommand(simulate)) return app::simulate(simulation, std::cout);
    if (cli.got_subcommand(packs)) {
      const std::string said = packs->got_subcommand(built_in)
                                   ? app::built_in_pack(pack_file)
                                   : app::describe(app::load_pack(pack_file)) + "\n";
      std::fputs(said.c_str(), stdout);
      return 0;
    }
    const auto load = [&] {
      app::Config config = app::load_config(config_file);
      if (cli.got_subcommand(serve))
        core::set_up_log(config.log.level, config.log.file.string(),
                         config.log.json ? core::LogForm::json : core::LogForm::text);
      else
        core::set_up_log(for_tools(config.log.level), "");
      for (const std::string& warning : config.warnings)
        std::fprintf(stderr, "warning: %s\n", warning.c_str());
      return config;
    };
    if (const auto ended = hosting.run(config_file, program())) return *ended;
    if (manifests.run(load, std::cout)) return 0;
    if (cli.got_subcommand(serve)) return app::serve(load(), program());
    const app::Config config = load();
    if (cli.got_subcommand(doctor)) return app::doctor(config, std::cout, say_to, json);
    if (cli.got_subcommand(poster)) return app::make_poster(app::with_living(config), sheet);
    if (cli.got_subcommand(backup)) return app::make_copy(config, copy_file, time_of(config), std::cout);
    if (cli.got_subcommand(restore)) return bring_back(config, copy_file, data_folder);
    if (cli.got_subcommand(clock)) return confirm_clock(config);
    if (cli.got_subcommand(slips)) return make_slips(app::with_living(config), paper);
    if (cli.got_subcommand(link))
      return app::print_link(app::with_living(config), page, time_of(config), std::cout, std::cerr);
    if (cli.got_subcommand(report))
      return app::write_report(app::with_living(config), paper_report, time_of(config));
    if (cli.got_subcommand(reload)) return app::reload_service(config, std::cout);
    if (cli.got_subcommand(hand)) return app::hand_over_service(config, std::cout);
    if (audit->got_subcommand(acts)) return app::show_audit(config, std::cout);
    if (audit->got_subcommand(chain)) return app::verify_audit(config, hash, std::cout);
    if (cli.got_subcommand(templates))
      return app::write_templates(app::with_living(config), folder, std::cout), 0;
    if (cli.got_subcommand(status)) return app::show_status(config, json, std::cout);
    if (cli.got_subcommand(many)) return app::import_people(config, list, std::cin, std::cout);
    if (people->got_subcommand(erasure)) return app::erase_person(config, person, yes, std::cin, std::cout);
    if (cli.got_subcommand(settings)) return app::export_config(config, std::cout), 0;
    if (cli.got_subcommand(people))
      return app::export_person(config, person, time_of(config), as_page, std::cout), 0;
    if (cli.got_subcommand(move)) return app::migrate_storage(config, target, std::cout), 0;
    if (cli.got_subcommand(retention)) return app::show_retention(config, time_of(config), std::cout), 0;
    return app::preview(config, days, std::cout);
  } catch (const app::ConfigError& error) {
    for (const std::string& problem : error.problems) std::fprintf(stderr, "%s\n", problem.c_str());
    return 2;
  } catch (const core::PartMissing& error) {  // no start helps either
    std::fprintf(stderr, "refleks: %s\n", error.what());
    return 2;
  } catch (const boost::system::system_error& error) {  // without the source file it names
    std::fprintf(stderr, "refleks: %s\n", error.code().message().c_str());
    return 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "refleks: %s\n", error.what());
    return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  app::keep_standard_streams();
  core::set_build(app::sources);
  const int status = run(argc, argv);
  // What the daemon prints is no answer to anybody.
  return argc > 1 && argv[1] == std::string_view("serve") ? status : app::when_all_is_printed(status);
}
