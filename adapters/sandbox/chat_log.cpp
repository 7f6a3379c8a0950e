#include "adapters/sandbox/chat_log.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

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

ChatLog::ChatLog(const std::filesystem::path& file)
    : file_(file, [this](std::string_view line) { replay(line); }) {}

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
  file_.append(line_of(message));
  remember(std::move(message));
  return messages_.back();
}

const ChatMessage* ChatLog::edit(const std::string& id, core::Message content) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return nullptr;
  file_.append(line_of_edit(id, content));
  messages_[found->second].content = std::move(content);
  return &messages_[found->second];
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
