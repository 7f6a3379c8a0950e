#include "adapters/teams/references.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "adapters/net/json.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"

namespace teams {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr net::Ticks longest_rest = 6h;

void take(std::string& to, const std::string& from, bool& changed) {
  if (from.empty() || from == to) return;
  to = from;
  changed = true;
}

}  // namespace

References::References(std::filesystem::path file, std::function<bool(const std::string&)> kept)
    : file_(std::move(file)), kept_(std::move(kept)) {
  try {
    load();
  } catch (const std::exception&) {
    people_.clear();
    rooms_.clear();
    core::log(core::Level::warning, "teams: the file of references cannot be read and is begun anew",
              file_.filename().string());
  }
}

void References::load() {
  std::ifstream in(file_);
  if (!in) return;
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const Json json = runtime::require_json(text);
  service_ = json.value("service", "");
  for (const auto& [object, entry] : json.at("people").items())
    people_[object] = {entry.value("user", ""), entry.value("conversation", ""), entry.value("service", "")};
  for (const auto& [id, entry] : json.at("rooms").items())
    rooms_[id] = {entry.value("service", ""), entry.value("group_chat", false)};
}

const PersonRef* References::person(const std::string& object) const {
  const auto found = people_.find(object);
  return found == people_.end() ? nullptr : &found->second;
}
std::string References::whose(const std::string& user) const {
  for (const auto& [object, person] : people_)
    if (!user.empty() && person.user == user) return object;
  return {};
}
const RoomRef* References::room(const std::string& id) const {
  const auto found = rooms_.find(id);
  return found == rooms_.end() ? nullptr : &found->second;
}
std::string References::any_service() const {
  return service_;
}

void References::put(const std::string& object, const PersonRef& ref) {
  PersonRef& known = people_[object];
  take(known.user, ref.user, changed_);
  take(known.conversation, ref.conversation, changed_);
  take(known.service, ref.service, changed_);
  take(service_, ref.service, changed_);
}

void References::put_room(const std::string& id, const RoomRef& ref) {
  const auto [entry, fresh] = rooms_.try_emplace(id, ref);
  changed_ = changed_ || fresh;
  take(entry->second.service, ref.service, changed_);
  if (entry->second.group_chat != ref.group_chat) {
    entry->second.group_chat = ref.group_chat;
    changed_ = true;
  }
  take(service_, ref.service, changed_);
}

void References::forget_conversation(const std::string& conversation) {
  for (auto& [object, ref] : people_)
    if (ref.conversation == conversation) {
      ref.conversation.clear();
      changed_ = true;
    }
  changed_ = rooms_.erase(conversation) > 0 || changed_;
}

void References::forget(const runtime::Gone& gone) {
  changed_ = std::erase_if(people_, [&](const auto& one) { return gone.who(one.first); }) > 0 || changed_;
  gone_.push_back(gone.who);
  save();
}

void References::save() {
  if (!changed_) return;
  Json people = Json::object(), rooms = Json::object();
  for (const auto& [object, ref] : people_)
    if (kept_(object) &&
        std::none_of(gone_.begin(), gone_.end(), [&](const auto& who) { return who(object); }))
      people[object] = {{"user", ref.user}, {"conversation", ref.conversation}, {"service", ref.service}};
  for (const auto& [id, ref] : rooms_) rooms[id] = {{"service", ref.service}, {"group_chat", ref.group_chat}};
  const Json all = {{"service", service_}, {"people", std::move(people)}, {"rooms", std::move(rooms)}};
  try {
    net::replace_private_file(file_, net::bytes_of(all) + "\n");
    changed_ = false;
  } catch (const std::system_error&) {
    core::log(core::Level::error, "teams: the file of references cannot be written",
              file_.filename().string());
  }
}

void References::rest(const std::string& conversation, net::Ticks now) {
  resting_[conversation] = now + longest_rest;
}
bool References::rests(const std::string& conversation, net::Ticks now) const {
  const auto found = resting_.find(conversation);
  return found != resting_.end() && now < found->second;
}

}  // namespace teams
