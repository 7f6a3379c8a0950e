#pragma once
// What administrators did: a file of one line each, which is only added to. Each line carries the hash of the
// one before, and beside the file stands how many there are and the last hash, so that a line that was
// changed, taken out, cut off or added is found. The database remembers the last one that the service wrote,
// so that who writes the file and what stands beside it anew is found too. Once a day the last hash goes to
// the system log, where whoever can write the file cannot reach it. docs/privacy.md says what is in it:
// roles, groups, exports, erasures, configurations, restores; never an answer, never what anybody read in a
// group.

#include <filesystem>
#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/features/feature.hpp"
#include "storage/database.hpp"

namespace app {

class AuditLog {
 public:
  // In this data folder. Makes nothing before there is something to write.
  explicit AuditLog(std::filesystem::path data);

  // On the disk when it returns, all in one turn; any process of the same user. Each entry is an object:
  // "at", "what", and who and about whom as they are called there. One that was written already (by its "id")
  // is left out. Throws std::system_error.
  void append(const std::vector<nlohmann::json>& entries);
  struct Head {
    long long count = 0;
    std::string hash;  // 64 hexadecimal digits, of the last line
  };
  // As the file beside it says; nothing was written: 0.
  Head head() const;
  // Whether the line of this number has this hash; one that was never written has.
  bool holds(const Head& line) const;

  struct Verdict {
    Head head;          // of what could be read
    std::string wrong;  // empty: nothing; else in words, with the line
  };
  Verdict verify() const;
  std::vector<nlohmann::json> entries() const;  // what can be read of it

 private:
  void write(const std::vector<nlohmann::json>& entries);
  // The hashes of lines that may have been written before a crash.
  std::vector<std::string> announced() const;
  // `next`: the hashes of lines that are about to be written.
  void put_head(const Head& head, const std::vector<std::string>& next) const;
  std::filesystem::path file_, beside_;
};

// `refleks audit show`: the acts with the names of those who are still known. `refleks audit verify`: 0 when
// nothing is wrong; `expected`: a hash from the system log that must be in it, may be empty.
int show_audit(const Config& config, std::ostream& out);
int verify_audit(const Config& config, const std::string& expected, std::ostream& out);

// An act of a tool beside the service. `about`: as somebody is called in the log. What cannot be written is
// thrown, before anything is done.
void note_act(const Config& config, core::Instant now, const std::string& what, const std::string& about = {},
              const std::string& detail = {});

// Hears core::AdministrativeAct; what the database has of them is written to the file after the commit, and
// again at the next start where that was cut off. Nightly it logs the head. `transactor`: the engine's, by
// whose transactions the database is written.
std::unique_ptr<features::Feature> make_audit(storage::Database& database, runtime::Transactor& transactor,
                                              const Config& config);

}  // namespace app
