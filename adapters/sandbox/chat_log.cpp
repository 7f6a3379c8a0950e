#include "adapters/sandbox/chat_log.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "bot/runtime/payload.hpp"

namespace sandbox {
namespace {

using Json = nlohmann::json;

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

// A text that is not UTF-8 (no feature makes one) must not keep the chat from being written.
std::string bytes_of(const Json& line) {
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// One line of the file: a message, or the new content of one.
std::string line_of(const ChatMessage& m) {
  const Json line = {
      {"id", m.id},         {"seq", m.seq},           {"channel", m.channel},
      {"person", m.person}, {"author", m.author},     {"at", core::to_text(m.at)},
      {"key", m.key},       {"delivery", m.delivery}, {"content", runtime::to_json(m.content)}};
  return bytes_of(line);
}
std::string line_of_edit(const std::string& id, const core::Message& content) {
  const Json line = {{"edit", id}, {"content", runtime::to_json(content)}};
  return bytes_of(line);
}

// A new file's name is durable only when its folder is.
void sync_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) fail(errno, folder.string());
  const int result = ::fsync(fd);
  const int error = errno;
  ::close(fd);
  if (result != 0) fail(error, folder.string());
}

}  // namespace

ChatLog::ChatLog(const std::filesystem::path& file) : path_(file) {
  const auto folder = path_.parent_path();
  if (std::filesystem::create_directories(folder))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  file_ = ::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file_ < 0) fail(errno, path_.string());
  try {
    load();
    sync_folder(folder);
  } catch (...) {
    ::close(file_);
    throw;
  }
}

ChatLog::~ChatLog() {
  ::close(file_);
}

void ChatLog::load() {
  std::ifstream in(path_, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) throw std::runtime_error(path_.string() + ": cannot be read");
  std::size_t begin = 0;
  for (int number = 1; begin < all.size(); ++number) {
    const auto end = all.find('\n', begin);
    if (end == std::string::npos) break;
    try {
      replay(std::string_view(all).substr(begin, end - begin));
    } catch (const std::exception& e) {
      // Blocks of one write may reach the disk in any order, so a torn last line can also have its end and
      // not its middle.
      if (end + 1 == all.size()) break;
      throw std::runtime_error(path_.string() + ": line " + std::to_string(number) + " cannot be read");
    }
    begin = end + 1;
  }
  size_ = begin;
  dropped_bytes_ = all.size() - begin;
  if (dropped_bytes_ > 0 && (::ftruncate(file_, static_cast<off_t>(size_)) != 0 || ::fdatasync(file_) != 0))
    fail(errno, path_.string());
}

void ChatLog::replay(std::string_view text) {
  const Json line = Json::parse(text);
  auto content = runtime::message_from_json(line.at("content"));
  if (line.contains("edit")) {
    messages_.at(by_id_.at(line.at("edit").get<std::string>())).content = std::move(content);
    return;
  }
  ChatMessage m;
  m.id = line.at("id");
  m.seq = line.at("seq");
  m.channel = line.at("channel");
  m.person = line.at("person");
  m.author = line.at("author");
  m.at = core::instant_from_text(line.at("at").get<std::string>());
  m.key = line.at("key");
  m.delivery = line.at("delivery");
  m.content = std::move(content);
  if (m.seq != messages_.size() + 1) throw std::runtime_error("number out of order");
  remember(std::move(m));
}

void ChatLog::remember(ChatMessage message) {
  const auto at = messages_.size();
  by_id_.emplace(message.id, at);
  if (!message.key.empty()) by_key_.emplace(message.key, at);
  if (!message.delivery.empty()) by_delivery_.emplace(std::pair(message.author, message.delivery), at);
  messages_.push_back(std::move(message));
}

const ChatMessage& ChatLog::append(ChatMessage message) {
  message.seq = messages_.size() + 1;
  message.id = "m" + std::to_string(message.seq);
  write_line(line_of(message));
  remember(std::move(message));
  return messages_.back();
}

const ChatMessage* ChatLog::edit(const std::string& id, core::Message content) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return nullptr;
  write_line(line_of_edit(id, content));
  messages_[found->second].content = std::move(content);
  return &messages_[found->second];
}

void ChatLog::write_line(std::string line) {
  if (broken_) fail(EIO, path_.string());
  int error = 0;
  for (std::size_t done = 0; done < line.size() && error == 0;) {
    const auto written = ::write(file_, line.data() + done, line.size() - done);
    if (written >= 0)
      done += static_cast<std::size_t>(written);
    else if (errno != EINTR)
      error = errno;
  }
  if (error == 0 && ::fdatasync(file_) != 0) error = errno;
  if (error == 0) {
    size_ += line.size();
    return;
  }
  // Half a line (a full disk) must not stand before the next one.
  broken_ = ::ftruncate(file_, static_cast<off_t>(size_)) != 0 || ::fdatasync(file_) != 0;
  fail(error, path_.string());
}

const ChatMessage* ChatLog::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &messages_[found->second];
}
const ChatMessage* ChatLog::find_key(const std::string& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &messages_[found->second];
}
const ChatMessage* ChatLog::find_delivery(const std::string& author, const std::string& delivery) const {
  const auto found = by_delivery_.find({author, delivery});
  return found == by_delivery_.end() ? nullptr : &messages_[found->second];
}

}  // namespace sandbox
