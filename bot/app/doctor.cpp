#include "bot/app/doctor.hpp"

#include <sys/statfs.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <ostream>
#include <sstream>

#include "bot/app/chats.hpp"
#include "bot/app/clocks.hpp"
#include "bot/app/connections.hpp"
#include "bot/core/calendar.hpp"

namespace app {
namespace {

constexpr long tmpfs_magic = 0x01021994, ramfs_magic = 0x858458f6;  // statfs(2)

struct Report {
  std::ostream& out;
  int problems = 0;

  void good(const std::string& what) { out << "ok       " << what << '\n'; }
  void note(const std::string& what, const std::string& why, const std::string& todo) {
    out << "note     " << what << "\n         why: " << why << "\n         do:  " << todo << '\n';
  }
  void bad(const std::string& what, const std::string& why, const std::string& todo) {
    ++problems;
    out << "problem  " << what << "\n         why: " << why << "\n         do:  " << todo << '\n';
  }
};

std::string read_line(const char* path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

void look_at_box(const Config& config, Report& report) {
  if (config.ballot_box.mode == Config::BallotBox::Mode::disk) {
    report.note("ballot_box.mode = \"disk\"",
                "open answers survive a power cut, but whoever has an old copy of both the box and its key "
                "can read them: "
                "a weaker promise, and /refleks personvern says so",
                "use \"memory\" unless power cuts are common; keep " +
                    config.ballot_box.key_directory.string() + " out of every backup");
    return;
  }
  std::filesystem::path at = config.ballot_box.directory;
  while (!at.empty() && !std::filesystem::exists(at) && at != at.parent_path()) at = at.parent_path();
  struct statfs fs {};
  const bool known = statfs(at.c_str(), &fs) == 0;
  if (known &&
      (static_cast<long>(fs.f_type) == tmpfs_magic || static_cast<unsigned long>(fs.f_type) == ramfs_magic))
    report.good("the ballot box is in memory (" + config.ballot_box.directory.string() + ")");
  else
    report.bad(
        config.ballot_box.directory.string() + " is not in memory (tmpfs)",
        "anonymous answers must never reach a disk, so anonymous polls are refused",
        "set ballot_box.directory to a folder on a tmpfs, such as /run/refleks/box or /dev/shm/refleks");
}

void look_at_memory(Report& report) {
  std::ifstream swaps("/proc/swaps");
  std::string line;
  std::getline(swaps, line);
  if (std::getline(swaps, line) && !line.empty() && line.find("zram") == std::string::npos)
    report.note("this machine swaps", "memory with open answers may be written to disk",
                "encrypt the swap, or run the service with MemorySwapMax=0");
  else
    report.good("no swap on disk");
  const std::string pattern = read_line("/proc/sys/kernel/core_pattern");
  if (!pattern.empty() && pattern.front() == '|')
    report.note("core files go to a program (" + pattern.substr(1, pattern.find(' ') - 1) + ")",
                "the daemon asks for none, but a handler may be set to take all",
                "set LimitCORE=0 for the service");
  else
    report.good("no core handler");
}

void look_at_data(const Config& config, Report& report) {
  std::error_code error;
  std::filesystem::create_directories(config.organisation.data, error);
  if (error || access(config.organisation.data.c_str(), W_OK) != 0) {
    report.bad("cannot write to " + config.organisation.data.string(), "the database is kept there",
               "give the service's user that folder, or change organisation.data");
    return;
  }
  const auto space = std::filesystem::space(config.organisation.data, error);
  if (!error && space.available < 200U * 1024 * 1024)
    report.bad("less than 200 MB left for " + config.organisation.data.string(),
               "nothing can be saved when the disk is full", "make room");
  else
    report.good("the data folder can be written (" + config.organisation.data.string() + ")");
}

void look_at_chats(const Config& config, Report& report) {
  if (!config.chats) return;  // made by hand, not read from a file
  boost::asio::io_context io(1);
  const SystemClock clock;
  core::SystemRandom random;
  runtime::Findings findings;
  boost::asio::co_spawn(io, examine_chats(config, {io.get_executor(), clock, random}),
                        [&](std::exception_ptr error, runtime::Findings found) {
                          if (error) std::rethrow_exception(error);
                          findings = std::move(found);
                        });
  io.run();
  for (const runtime::Finding& finding : findings) {
    if (finding.kind == runtime::Finding::Kind::good) report.good(finding.what);
    if (finding.kind == runtime::Finding::Kind::note) report.note(finding.what, finding.why, finding.todo);
    if (finding.kind == runtime::Finding::Kind::bad) report.bad(finding.what, finding.why, finding.todo);
  }
  const Chats& chats = *config.chats;
  if (chats.pages && !chats.server.public_url.starts_with("https://"))
    report.note("server.public_url does not begin with https://",
                "whoever is on the same network can read what is answered on a page",
                "let a proxy with a certificate stand in front");
  if (chats.server.host != "127.0.0.1" && chats.server.host != "::1" && chats.listens())
    report.note("the server listens on " + chats.server.host,
                "calls should come through the proxy that speaks https",
                "listen on 127.0.0.1 when the proxy is on this machine");
}

}  // namespace

int doctor(const Config& config, std::ostream& out) {
  Report report{out};
  report.good("the configuration is complete: " + std::to_string(config.groups.size()) + " groups, " +
              std::to_string(config.people.size()) + " people, " + std::to_string(config.programmes.size()) +
              " programmes");
  for (const std::string& warning : config.warnings)
    report.note(warning, "anonymity needs company", "see docs/configuration.md");
  look_at_data(config, report);
  look_at_box(config, report);
  look_at_memory(report);
  look_at_chats(config, report);
  if (config.sandbox.enabled && config.sandbox.host != "127.0.0.1" && config.sandbox.host != "::1")
    report.note("the sandbox listens on " + config.sandbox.host,
                "anybody who reaches it can be anybody: it is for trying out",
                "listen on 127.0.0.1, or keep it off a network with real people's words");
  out << (report.problems == 0 ? "nothing needs mending\n" : std::to_string(report.problems) + " to mend\n");
  return report.problems == 0 ? 0 : 1;
}

}  // namespace app
