#include "bot/core/log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "bot/core/log_setup.hpp"
#include "bot/core/utf8.hpp"

namespace core {
namespace {
spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// Opening a pipe that nobody reads would hold up the start, and later whoever writes a line. Its reader stays
// while this lives.
class Pipe {
 public:
  explicit Pipe(const std::string& path) {
    std::error_code ignored;
    is_one_ = std::filesystem::is_fifo(path, ignored);
    if (is_one_) end_ = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  }
  ~Pipe() {
    if (end_ >= 0) ::close(end_);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  bool waits_for_a_reader() const { return is_one_ && end_ < 0; }

 private:
  bool is_one_ = false;
  int end_ = -1;
};

// It names groups and faults: for its owner, and for a group that reads logs.
std::ofstream opened(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (const fs::path folder = fs::path(path).parent_path(); !folder.empty())
    fs::create_directories(folder, ignored);
  std::ofstream file;
  const Pipe pipe(path);
  if (pipe.waits_for_a_reader())
    file.setstate(std::ios::failbit);
  else
    file.open(path, std::ios::app);
  if (fs::is_regular_file(path, ignored))
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read, ignored);
  return file;
}

std::atomic<bool> as_json = false;

class FileSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit FileSink(std::string path) : path_(std::move(path)), file_(opened(path_)) {
    if (!file_)
      throw std::runtime_error("log.file: the log cannot be written: " + path_ + ": " + std::strerror(errno));
  }
  bool reopen() {
    const std::lock_guard lock(mutex_);
    std::ofstream fresh = opened(path_);
    if (!fresh) return false;
    file_ = std::move(fresh);
    return true;
  }
  const std::string& path() const { return path_; }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    if (!file_) go_on_after_failure(message);
    put(message);
  }
  void flush_() override { file_.flush(); }

  void put(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    file_.write(line.data(), static_cast<std::streamsize>(line.size()));
  }
  // A stream that has failed once writes nothing more: after a disk that was full the log would be silent for
  // good. The last line may be half of one.
  void go_on_after_failure(const spdlog::details::log_msg& message) {
    file_ = opened(path_);
    file_ << '\n';
    spdlog::details::log_msg told = message;
    told.level = spdlog::level::warn;
    told.payload = as_json ? R"("what":"the log could not be written for a while: lines are missing")"
                           : "the log could not be written for a while: lines are missing";
    put(told);
  }

  std::string path_;
  std::ofstream file_;
};

// Standard error as journald reads it: each line with its priority before it (sd-daemon(3)).
class JournalSink final : public spdlog::sinks::base_sink<std::mutex> {
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    const char* priority = message.level >= spdlog::level::err    ? "<3>"
                           : message.level == spdlog::level::warn ? "<4>"
                           : message.level == spdlog::level::info ? "<6>"
                                                                  : "<7>";
    std::fputs(priority, stderr);
    std::fwrite(line.data(), 1, line.size(), stderr);
  }
  void flush_() override { std::fflush(stderr); }
};

// $JOURNAL_STREAM says which file standard error was when systemd gave it; somebody may have led it
// elsewhere.
bool to_journal() {
  const char* const given = std::getenv("JOURNAL_STREAM");
  struct stat about {};
  if (!given || ::fstat(STDERR_FILENO, &about) != 0) return false;
  return given == fmt::format("{}:{}", about.st_dev, about.st_ino);
}

constexpr auto logger_name = "refleks";
thread_local std::string_view whose;
std::mutex changing;
std::shared_ptr<FileSink> to_file;  // under `changing`
std::weak_ptr<FileSink> tried;      // likewise
// What all lines go through; where it leads can change while others write.
std::shared_ptr<spdlog::sinks::dist_sink_mt> way;  // likewise; made once

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : cleaned(text)) {
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      out += c;
  }
  return out + '"';
}

// What a library or a server said may have lines of its own: without time and name they would be nobody's, or
// what somebody made of them.
std::string in_one_line(std::string_view text) {
  if (std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
    return std::string(text);
  std::string line;
  for (const std::string& part : lines_of(cleaned(text))) line += (line.empty() ? "" : " ") + part;
  return line;
}
}  // namespace

namespace {
spdlog::level::level_enum level_called(std::string_view level) {
  if (level == "debug") return spdlog::level::debug;
  if (level == "info") return spdlog::level::info;
  if (level == "warning") return spdlog::level::warn;
  if (level == "error") return spdlog::level::err;
  if (level == "off") return spdlog::level::off;
  throw std::invalid_argument("log level is debug, info, warning, error or off");
}
}  // namespace

void set_log_level(std::string_view level) {
  spdlog::default_logger_raw()->set_level(level_called(level));
}

void log(Level level, std::string_view what, std::string_view detail) {
  if (!spdlog::should_log(level_of(level))) return;
  if (as_json)
    spdlog::log(level_of(level), "{}\"what\":{}{}",
                whose.empty() ? std::string() : "\"organisation\":" + json_quoted(whose) + ",",
                json_quoted(what), detail.empty() ? std::string() : ",\"detail\":" + json_quoted(detail));
  else
    spdlog::log(level_of(level), "{}{}{}{}", whose.empty() ? std::string() : fmt::format("[{}] ", whose),
                in_one_line(what), detail.empty() ? "" : ": ", in_one_line(detail));
}

LogName::LogName(std::string_view name) : before_(std::exchange(whose, name)) {}
LogName::~LogName() {
  whose = before_;
}
std::string_view log_name() {
  return whose;
}

void set_up_log(std::string_view level, const std::string& file) {
  set_up_log(level, file, LogForm::text);
}

void set_up_log(std::string_view level, const std::string& file, LogForm form) {
  const auto least = level_called(level);
  const std::lock_guard lock(changing);
  auto new_file = std::exchange(tried, {}).lock();
  if (!new_file || new_file->path() != file)
    new_file = file.empty() ? nullptr : std::make_shared<FileSink>(file);
  std::shared_ptr<spdlog::sinks::sink> end = new_file;
  if (!end && to_journal()) end = std::make_shared<JournalSink>();
  if (!end) end = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  end->set_pattern(form == LogForm::json ? R"({"time":"%Y-%m-%dT%H:%M:%S%z","level":"%l",%v})"
                                         : "%Y-%m-%dT%H:%M:%S%z %l %v");
  if (!way) way = std::make_shared<spdlog::sinks::dist_sink_mt>();
  as_json = form == LogForm::json;
  way->set_sinks({end});
  to_file = new_file;
  if (!spdlog::get(logger_name)) {
    const auto logger = std::make_shared<spdlog::logger>(logger_name, way);
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(logger);
  }
  spdlog::default_logger_raw()->set_level(least);
}

std::shared_ptr<const void> try_log_file(const std::string& file) {
  const auto opened_now = std::make_shared<FileSink>(file);
  const std::lock_guard lock(changing);
  tried = opened_now;
  return opened_now;
}

void reopen_log() {
  const std::lock_guard lock(changing);
  if (to_file && !to_file->reopen())
    log(Level::error,
        "the log cannot be opened anew and goes on in the file that was moved away; the next start fails, so "
        "give the service's user the right to write",
        to_file->path());
}

}  // namespace core
