#include "bot/app/audit.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>

#include "adapters/net/descriptor.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/app/places.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"
#include "bot/runtime/json.hpp"
#include "storage/audit_store.hpp"
#include "storage/meta.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr auto head_at =
    std::chrono::hours{3} + std::chrono::minutes{45};  // local, after the copy of the night
constexpr std::string_view no_line_before = "0";

std::string hash_of(std::string_view bytes) {
  std::array<unsigned char, 32> hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  std::string text;
  for (const unsigned char byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// One writer at a time, of all processes.
struct Lock {
  explicit Lock(const fs::path& file) : held(file, O_RDWR | O_CREAT) {
    if (::flock(held.get(), LOCK_EX) != 0) net::fail_at(file);
  }
  net::Descriptor held;
};

struct Lines {
  std::vector<std::string> whole;
  std::string torn;  // after the last end of line
};
Lines lines_of(const std::string& text) {
  Lines lines;
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.whole.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  lines.torn = text.substr(begin);
  return lines;
}

// Only the last ones can have been written before a crash kept them from being forgotten.
bool is_among_last(const std::vector<std::string>& lines, const std::string& id) {
  constexpr std::size_t looked_back = 1000;
  if (id.empty()) return false;
  const auto first = lines.end() - static_cast<std::ptrdiff_t>(std::min(lines.size(), looked_back));
  return std::any_of(first, lines.end(), [&](const std::string& line) {
    return line.find("\"" + id + "\"") != std::string::npos;
  });
}

}  // namespace

AuditLog::AuditLog(fs::path data)
    : file_(data / audit_name), beside_(data / (std::string(audit_name) + ".head")) {}

AuditLog::Head AuditLog::head() const {
  const Json read = runtime::parse_json(content(beside_));
  if (!read.is_object() || !read.contains("count") || !read["count"].is_number_integer()) return {};
  return {read["count"].get<long long>(), net::text_at(read, "hash")};
}

void AuditLog::append(const std::vector<Json>& entries) {
  write(entries);
  // What root writes belongs to whom the folder does, or the service could not go on with it.
  struct stat owner {};
  if (::geteuid() != 0 || ::stat(file_.parent_path().c_str(), &owner) != 0) return;
  for (const fs::path& one : {file_, beside_, fs::path(beside_.string() + ".lock")})
    if (::lchown(one.c_str(), owner.st_uid, owner.st_gid) != 0) net::fail_at(one);
}

void AuditLog::write(const std::vector<Json>& entries) {
  const Lock lock(beside_.string() + ".lock");
  const net::Descriptor file(file_, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW);
  const std::string text = content(file_);
  const Lines lines = lines_of(text);
  if (!lines.torn.empty() &&
      ::ftruncate(file.get(), static_cast<off_t>(text.size() - lines.torn.size())) != 0)
    net::fail_at(file_);
  Head head{static_cast<long long>(lines.whole.size()),
            lines.whole.empty() ? std::string() : hash_of(lines.whole.back())};
  const Head before = head;
  std::string written;
  std::vector<std::string> next;
  for (Json line : entries) {
    if (is_among_last(lines.whole, net::text_at(line, "id"))) continue;
    // Cut off by a crash: nobody was told of it, and it comes again. That it was there is kept.
    if (next.empty() && !lines.torn.empty()) line["torn_before"] = lines.torn.size();
    line["n"] = head.count + 1;
    line["before"] = head.count == 0 ? std::string(no_line_before) : head.hash;
    const std::string bytes = net::bytes_of(line);
    head = {head.count + 1, hash_of(bytes)};
    next.push_back(head.hash);
    written += bytes + "\n";
  }
  if (next.empty()) return;
  // What comes is said before it is there: after a crash between the two, a line more is ours or nobody's.
  put_head(before, next);
  if (const int error = net::write_all(file.get(), written)) net::fail_at(file_, error);
  if (before.count == 0) net::sync_folder(file_.parent_path());
  put_head(head, {});
}

void AuditLog::put_head(const Head& head, const std::vector<std::string>& next) const {
  Json beside;
  beside["count"] = head.count;
  beside["hash"] = head.hash;
  if (!next.empty()) beside["next"] = next;
  net::replace_private_file(beside_, net::bytes_of(beside) + "\n");
}

bool AuditLog::holds(const Head& line) const {
  if (line.count == 0) return true;
  const Lines lines = lines_of(content(file_));
  const auto index = static_cast<std::size_t>(line.count - 1);
  return index < lines.whole.size() && hash_of(lines.whole[index]) == line.hash;
}

AuditLog::Verdict AuditLog::verify() const {
  const Lines lines = lines_of(content(file_));
  const Head beside = head();
  const std::vector<std::string> next = announced();
  Verdict verdict;
  std::string before(no_line_before);
  for (const std::string& line : lines.whole) {
    const long long number = verdict.head.count + 1;
    const Json read = runtime::parse_json(line);
    if (!read.is_object() || net::bytes_of(read) != line)
      verdict.wrong = fmt::format("line {} was changed: it is not as it was written", number);
    else if (net::text_at(read, "before") != before || !read.contains("n") || read["n"] != number)
      verdict.wrong =
          fmt::format("line {} does not follow the one before it: a line was changed or taken out", number);
    if (!verdict.wrong.empty()) return verdict;
    before = hash_of(line);
    verdict.head = {number, before};
    if (number == beside.count && before != beside.hash)
      verdict.wrong =
          fmt::format("line {} was changed: its hash is not the one that was kept beside the file", number);
  }
  if (!verdict.wrong.empty()) return verdict;
  if (verdict.head.count < beside.count)
    verdict.wrong = fmt::format("{} lines were written, and {} are there: the end was cut off", beside.count,
                                verdict.head.count);
  else if (!lines.torn.empty())
    verdict.wrong =
        fmt::format("line {} is not whole: a crash cut it off, or somebody did", verdict.head.count + 1);
  else if (!fs::exists(beside_) && verdict.head.count > 0)
    verdict.wrong = fmt::format("{} is gone", beside_.string());
  else if (const auto more = static_cast<std::size_t>(verdict.head.count - beside.count);
           more > next.size() || (more > 0 && verdict.head.hash != next[more - 1]))
    verdict.wrong = fmt::format("{} lines were written, and {} are there: lines were added by something else",
                                beside.count, verdict.head.count);
  return verdict;
}

std::vector<Json> AuditLog::entries() const {
  std::vector<Json> all;
  for (const std::string& line : lines_of(content(file_)).whole)
    if (Json read = runtime::parse_json(line); read.is_object()) all.push_back(std::move(read));
  return all;
}

std::vector<std::string> AuditLog::announced() const {
  const Json read = runtime::parse_json(content(beside_));
  std::vector<std::string> all;
  if (!read.is_object() || !read.contains("next")) return all;
  if (read["next"].is_string())
    return {read["next"].get<std::string>()};  // one alone, as it was written before
  for (const Json& hash : read["next"])
    if (hash.is_string()) all.push_back(hash.get<std::string>());
  return all;
}

namespace {

// Two machines that share a database have a log each. Which this is nobody can choose by what stands in a
// log.
std::string head_in_database(const Config& config) {
  if (!config.storage.standby) return "audit.head";
  std::ifstream in("/etc/machine-id");
  std::string machine;
  in >> machine;
  return "audit.head." + core::id_from_name("audit log of machine " + machine);
}

// "12 <hash>"
AuditLog::Head head_known(storage::Database& database, const std::string& name) {
  const std::string kept = storage::meta(database, name);
  const auto blank = kept.find(' ');
  if (blank == kept.npos) return {};
  return {std::atoll(kept.c_str()), kept.substr(blank + 1)};
}

}  // namespace

int show_audit(const Config& config, std::ostream& out) {
  require_known_places(config);
  require_database(config, audit_name);
  std::map<std::string, std::string> names;
  try {
    storage::Database database(database_of(config), storage::Database::Use::reader);
    names = storage::audit_names(database);
  } catch (const std::exception& error) {
    fmt::print(out, "names cannot be told: {}\n", error.what());
  }
  const auto named = [&](const Json& entry, const char* key) {
    const std::string as = net::text_at(entry, key);
    const auto known = names.find(as);
    return known == names.end() ? as : known->second;
  };
  for (const Json& entry : AuditLog(config.organisation.data).entries()) {
    std::string line = fmt::format("{}  {}  by {}", net::text_at(entry, "at"), net::text_at(entry, "what"),
                                   named(entry, "by"));
    if (const std::string about = named(entry, "about"); !about.empty()) line += "  about " + about;
    for (const char* key : {"group", "detail"})
      if (const std::string words = net::text_at(entry, key); !words.empty()) line += "  " + words;
    fmt::print(out, "{}\n", line);
  }
  return 0;
}

int verify_audit(const Config& config, const std::string& expected, std::ostream& out) {
  require_known_places(config);
  require_database(config, audit_name);
  const AuditLog log(config.organisation.data);
  AuditLog::Verdict verdict = log.verify();
  if (verdict.wrong.empty()) try {
      storage::Database database(database_of(config), storage::Database::Use::reader);
      if (const auto known = head_known(database, head_in_database(config)); !log.holds(known))
        verdict.wrong = fmt::format(
            "the database knows another line {}: the file and what stands beside it were written anew",
            known.count);
    } catch (const std::exception& error) {
      if (expected.empty())
        verdict.wrong =
            "the file by itself is sound; the database, which knows its last line, cannot be asked: give "
            "--hash one from the system log";
      fmt::print(out, "{}\n", error.what());
    }
  if (verdict.wrong.empty() && !expected.empty()) {
    bool found = expected == verdict.head.hash;
    for (const Json& entry : log.entries()) found = found || net::text_at(entry, "before") == expected;
    if (!found)
      verdict.wrong = "no line has the hash " + expected + ": lines were taken out, or all were written anew";
  }
  if (verdict.wrong.empty())
    fmt::print(out, "nothing was changed: {} lines, the last {}\n", verdict.head.count,
               verdict.head.hash.empty() ? "-" : verdict.head.hash);
  else
    fmt::print(out, "{}\n", verdict.wrong);
  return verdict.wrong.empty() ? 0 : 1;
}

void note_act(const Config& config, core::Instant now, const std::string& what, const std::string& about,
              const std::string& detail) {
  Json entry;
  entry["at"] = core::to_text(now);
  entry["what"] = what;
  entry["by"] = "operator";
  if (!about.empty()) entry["about"] = about;
  if (!detail.empty()) entry["detail"] = detail;
  AuditLog(config.organisation.data).append({entry});
}

namespace {

class Audit final : public features::Feature {
 public:
  Audit(storage::Database& database, runtime::Transactor& transactor, const Config& config)
      : database_(database),
        transactor_(transactor),
        store_(database),
        log_(folder_of(config, database.path())),
        zone_(config.organisation.zone),
        head_in_database_(head_in_database(config)) {}

  std::string_view name() const override { return "audit"; }

  void start(core::Context& context) override {
    arrange(context);
    context.after_commit([this] { write(); });
  }

  void on(core::Context& context, const core::Fact& fact) override {
    const auto noted = [&](const char* what, const auto& group) {
      core::AdministrativeAct act;
      act.what = what;
      act.by = group.by;
      act.group = group.group;
      note(context, act, "chat");
    };
    if (const auto* changed = std::get_if<core::GroupChanged>(&fact)) return noted("group.changed", *changed);
    if (const auto* stopped = std::get_if<core::GroupStopped>(&fact)) return noted("group.stopped", *stopped);
    // Who comes and goes with a channel was let in or out by nobody here.
    if (const auto* act = std::get_if<core::AdministrativeAct>(&fact))
      note(context, *act, act->arranged ? "arranged" : act->detail == "channel" ? "channel" : "operator");
  }

  void due(core::Context& context, const core::Job&) override {
    const AuditLog::Head head = log_.head();
    if (head.count > 0) {
      // Not our own log: whoever can write that can write the file as well.
      ::syslog(LOG_AUTHPRIV | LOG_NOTICE, "refleks audit: %lld lines, the last %s", head.count,
               head.hash.c_str());
      core::log(core::Level::info, "audit: the last line", fmt::format("{} {}", head.count, head.hash));
    }
    context.after_commit([this] { write(); });
    arrange(context);
  }

 private:
  void note(core::Context& context, const core::AdministrativeAct& act, const std::string& unnamed) {
    Json entry;
    entry["at"] = core::to_text(context.now());
    entry["id"] = core::new_id(context.random());
    entry["what"] = act.what;
    entry["by"] = act.by.empty() ? unnamed : store_.name_of(act.by, context.random());
    if (!act.about.empty()) entry["about"] = store_.name_of(act.about, context.random());
    if (!act.about_as.empty()) entry["about"] = act.about_as;
    if (!act.group.empty()) entry["group"] = store_.key_of(act.group);
    if (!act.detail.empty()) entry["detail"] = act.detail;
    store_.put(net::bytes_of(entry));
    context.after_commit([this] { write(); });
  }

  void arrange(core::Context& context) const {
    context.arrange({"audit/head", "audit/head", "",
                     core::next_time(core::Zone::named(zone_), head_at, context.now()), true});
  }

  // After the commit, so outside of any transaction: the rows go when their lines are on the disk.
  void write() {
    try {
      const auto due = store_.due();
      if (due.empty()) return;
      std::vector<Json> entries;
      for (const auto& [number, entry] : due) entries.push_back(runtime::require_json(entry));
      log_.append(entries);
      const AuditLog::Head head = log_.head();
      storage::Transaction transaction(transactor_);
      storage::set_meta(database_, head_in_database_, fmt::format("{} {}", head.count, head.hash));
      for (const auto& [number, entry] : due) store_.drop(number);
      transaction.commit();
    } catch (const std::exception& error) {
      core::log(core::Level::error, "audit: an act waits to be written", error.what());
    }
  }

  storage::Database& database_;
  runtime::Transactor& transactor_;
  storage::AuditStore store_;
  AuditLog log_;
  std::string zone_, head_in_database_;
};

}  // namespace

std::unique_ptr<features::Feature> make_audit(storage::Database& database, runtime::Transactor& transactor,
                                              const Config& config) {
  return std::make_unique<Audit>(database, transactor, config);
}

}  // namespace app
