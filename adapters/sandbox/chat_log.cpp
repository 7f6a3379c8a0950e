#include "adapters/sandbox/chat_log.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "adapters/net/json.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/payload.hpp"

namespace sandbox {
namespace {

using Json = nlohmann::json;

// One line of the file: a message, or the new content of one.
std::string line_of(const ChatMessage& m) {
  const Json line = {
      {"id", m.id},         {"seq", m.seq},           {"channel", m.channel},
      {"person", m.person}, {"author", m.author},     {"at", core::to_text(m.at)},
      {"key", m.key},       {"delivery", m.delivery}, {"content", runtime::to_json(m.content)}};
  return net::bytes_of(line);
}
std::string line_of_edit(const std::string& id, const core::Message& content) {
  const Json line = {{"edit", id}, {"content", runtime::to_json(content)}};
  return net::bytes_of(line);
}

}  // namespace

ChatLog::ChatLog(boost::asio::any_io_executor executor, const std::filesystem::path& file)
    : file_(std::move(executor), opened(file)) {}

net::LineFile ChatLog::opened(const std::filesystem::path& file) {
  net::LineFile lines(file, [this](std::string_view line) { replay(line); });
  dropped_ = lines.dropped();
  return lines;
}

void ChatLog::replay(std::string_view text) {
  const Json line = runtime::require_json(text);
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

const ChatMessage* ChatLog::remember(ChatMessage message) {
  const auto at = messages_.size();
  by_id_.emplace(message.id, at);
  if (!message.key.empty()) by_key_.emplace(message.key, at);
  if (!message.delivery.empty()) by_delivery_.emplace(std::pair(message.author, message.delivery), at);
  messages_.push_back(std::move(message));
  return &messages_.back();
}

void ChatLog::append(ChatMessage message, Told told) {
  message.seq = messages_.size() + ++posts_under_way_;
  message.id = "m" + std::to_string(message.seq);
  std::string text = line_of(message);
  write({0, false, std::move(message), std::move(told)}, std::move(text));
}

bool ChatLog::edit(const std::string& id, core::Message content, Told told) {
  if (!by_id_.contains(id)) return false;
  std::string text = line_of_edit(id, content);
  ChatMessage edited;
  edited.id = id;
  edited.content = std::move(content);
  write({0, true, std::move(edited), std::move(told)}, std::move(text));
  return true;
}

void ChatLog::write(Line line, std::string text) {
  const auto number = line.number = ++lines_;
  on_the_way_.push_back(std::move(line));
  file_.append(std::move(text), [this, number](bool kept) { written(number, kept); });
}

void ChatLog::written(std::uint64_t number, bool kept) {
  if (!kept) {
    // Nor was anything behind it, whose numbers count from it. Those who have heard so are gone from here.
    if (on_the_way_.empty() || on_the_way_.front().number > number) return;
    posts_under_way_ = 0;
    for (const Line& lost : std::exchange(on_the_way_, {})) lost.told(nullptr);
    return;
  }
  Line line = std::move(on_the_way_.front());
  on_the_way_.pop_front();
  if (line.edits) {
    ChatMessage& edited = messages_[by_id_.at(line.message.id)];
    edited.content = std::move(line.message.content);
    line.told(&edited);
  } else {
    --posts_under_way_;
    line.told(remember(std::move(line.message)));
  }
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
