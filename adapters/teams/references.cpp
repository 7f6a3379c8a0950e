#include "adapters/teams/references.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "adapters/net/json.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"

namespace teams {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr net::Ticks longest_rest = 6h;

constexpr std::string_view of_person = "person/", of_room = "room/", of_service = "service";

bool take(std::string& to, const std::string& from) {
  if (from.empty() || from == to) return false;
  to = from;
  return true;
}
bool take(PersonRef& to, const PersonRef& from) {
  const bool user = take(to.user, from.user), conversation = take(to.conversation, from.conversation);
  return take(to.service, from.service) || user || conversation;
}

PersonRef person_of(const Json& json) {
  return {json.value("user", ""), json.value("conversation", ""), json.value("service", "")};
}
RoomRef room_of(const Json& json) {
  return {json.value("service", ""), json.value("group_chat", false)};
}
std::string name_of(std::string_view kind, const std::string& id) {
  return std::string(kind) + id;
}

std::string bytes_in(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

void References::read(const std::vector<runtime::Note>& notes) {
  for (const auto& [name, value, person] : notes) try {
      const Json json = runtime::require_json(value);
      if (name.starts_with(of_person)) people_[name.substr(of_person.size())] = person_of(json);
      if (name.starts_with(of_room)) rooms_[name.substr(of_room.size())] = room_of(json);
      if (name == of_service) service_ = json.get<std::string>();
    } catch (const std::exception&) {
      core::log(core::Level::warning, "teams: a reference cannot be read and is left out");
    }
}

void References::open(runtime::Notebook& book, const std::filesystem::path& former) {
  book_ = &book;
  read(book.found());
  if (std::filesystem::exists(former)) take_former(former);
}

void References::take_former(const std::filesystem::path& file) {
  try {
    const Json json = runtime::require_json(bytes_in(file));
    service_ = json.value("service", "");
    for (const auto& [object, entry] : json.at("people").items()) people_[object] = person_of(entry);
    for (const auto& [id, entry] : json.at("rooms").items()) rooms_[id] = room_of(entry);
  } catch (const std::exception&) {
    core::log(core::Level::warning, "teams: the file of references cannot be read and is left alone",
              file.filename().string());
    return;
  }
  std::vector<runtime::Note> notes{note_of(std::string(of_service))};
  for (const auto& [object, ref] : people_)
    if (kept_(object)) notes.push_back(note_of(name_of(of_person, object)));
  for (const auto& [id, ref] : rooms_) notes.push_back(note_of(name_of(of_room, id)));
  book_->keep(std::move(notes), [file](bool kept) {
    std::error_code ignored;
    if (kept) std::filesystem::remove(file, ignored);
  });
}

runtime::Note References::note_of(const std::string& name) const {
  if (name == of_service) return {name, service_.empty() ? "" : net::bytes_of(Json(service_)), {}};
  if (name.starts_with(of_person)) {
    const std::string object = name.substr(of_person.size());
    const auto found = people_.find(object);
    if (found == people_.end()) return {name, {}, object};
    const PersonRef& ref = found->second;
    const Json json = {{"user", ref.user}, {"conversation", ref.conversation}, {"service", ref.service}};
    return {name, net::bytes_of(json), object};
  }
  const RoomRef* ref = room(name.substr(of_room.size()));
  if (!ref) return {name, {}, {}};
  const Json json = {{"service", ref->service}, {"group_chat", ref->group_chat}};
  return {name, net::bytes_of(json), {}};
}

const PersonRef* References::person(const std::string& object) const {
  if (const auto held = sealed_.find(object); held != sealed_.end()) return &held->second;
  const auto found = people_.find(object);
  return found == people_.end() ? nullptr : &found->second;
}
std::string References::whose(const std::string& user) const {
  for (const auto* all : {&people_, &sealed_})
    for (const auto& [object, person] : *all)
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
  if (take(people_[object], ref)) changed_.insert(name_of(of_person, object));
  if (const auto held = sealed_.find(object); held != sealed_.end()) take(held->second, ref);
  if (take(service_, ref.service)) changed_.insert(std::string(of_service));
}

void References::put_sealed(const std::string& object, const PersonRef& ref) {
  const auto known = people_.find(object);
  const auto [held, fresh] =
      sealed_.try_emplace(object, known == people_.end() ? PersonRef() : known->second);
  take(held->second, ref);
}

void References::put_heard(const std::string& object, const PersonRef& ref) {
  let_go(object);
  put(object, ref);
}

void References::let_go(const std::string& object) {
  const auto held = sealed_.extract(object);
  if (!held) return;
  // All of it: a chat that was found gone meanwhile is empty there, and would be tried once more.
  PersonRef& known = people_[object];
  if (known != held.mapped()) changed_.insert(name_of(of_person, object));
  known = held.mapped();
  if (take(service_, known.service)) changed_.insert(std::string(of_service));
}

void References::put_opened(const std::string& object, const PersonRef& ref) {
  if (sealed_.contains(object)) return put_sealed(object, ref);
  put(object, ref);
}

void References::put_room(const std::string& id, const RoomRef& ref) {
  const auto [entry, fresh] = rooms_.try_emplace(id, ref);
  RoomRef& known = entry->second;
  const bool moved = take(known.service, ref.service), other = known.group_chat != ref.group_chat;
  known.group_chat = ref.group_chat;
  if (fresh || moved || other) changed_.insert(name_of(of_room, id));
  if (take(service_, ref.service)) changed_.insert(std::string(of_service));
}

void References::forget_conversation(const std::string& conversation) {
  for (auto& [object, ref] : sealed_)
    if (ref.conversation == conversation) ref.conversation.clear();
  for (auto& [object, ref] : people_)
    if (ref.conversation == conversation && !sealed_.contains(object)) {
      ref.conversation.clear();
      changed_.insert(name_of(of_person, object));
    }
  if (rooms_.erase(conversation) > 0) changed_.insert(name_of(of_room, conversation));
}

void References::forget(const runtime::Gone& gone) {
  for (auto* all : {&people_, &sealed_})
    std::erase_if(*all, [&](const auto& one) { return gone.who(one.first); });
}

void References::save() {
  if (changed_.empty() || !book_) return;
  std::vector<runtime::Note> notes;
  for (const std::string& name : std::exchange(changed_, {})) {
    runtime::Note note = note_of(name);
    if (note.person.empty() || kept_(note.person)) notes.push_back(std::move(note));
  }
  if (notes.empty()) return;
  std::set<std::string> names;
  for (const runtime::Note& note : notes) names.insert(note.name);
  book_->keep(std::move(notes), [this, names](bool kept) {
    if (kept) return;
    changed_.insert(names.begin(), names.end());
    core::log(core::Level::error, "teams: references could not be kept");
  });
}

void forget_in_former(const std::filesystem::path& former, const runtime::Gone& gone) {
  if (!std::filesystem::exists(former)) return;
  Json json = runtime::parse_json(bytes_in(former));
  if (!json.is_object()) json = Json::object();  // what cannot be read could be about them
  const Json before = json.value("people", Json::object());
  Json people = Json::object();
  for (const auto& [object, entry] : before.items())
    if (!gone.who(object)) people[object] = entry;
  json["people"] = std::move(people);
  net::replace_private_file(former, net::bytes_of(json) + "\n");
}

void References::rest(const std::string& conversation, net::Ticks now) {
  resting_[conversation] = now + longest_rest;
}
bool References::rests(const std::string& conversation, net::Ticks now) const {
  const auto found = resting_.find(conversation);
  return found != resting_.end() && now < found->second;
}

}  // namespace teams
