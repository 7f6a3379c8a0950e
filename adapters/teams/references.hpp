#pragma once
// Where people and rooms can be written to: what Teams tells with each activity and asks us to keep. A note
// each ("person/<object>", "room/<id>", "service"). They name no times and no events.

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/net/timing.hpp"
#include "bot/runtime/adapter.hpp"

namespace teams {

struct PersonRef {
  std::string user;          // "29:...", the bot's name for this person
  std::string conversation;  // the personal chat, "a:..."; empty before there is one
  std::string service;       // serviceUrl
  bool operator==(const PersonRef&) const = default;
};

struct RoomRef {
  std::string service;
  bool group_chat = false;  // has no threads: what is written goes to the end
  bool operator==(const RoomRef&) const = default;
};

class References {
 public:
  // Of people, only those for whom `kept` says so are ever written; the others are forgotten with the
  // process.
  explicit References(std::function<bool(const std::string&)> kept) : kept_(std::move(kept)) {}

  // What cannot be read is left out (the log tells).
  void read(const std::vector<runtime::Note>& notes);
  // The same, after what a former version left in the file `former`, which is removed when it is kept. `book`
  // outlives it.
  void open(runtime::Notebook& book, const std::filesystem::path& former);

  const PersonRef* person(const std::string& object) const;  // Entra object id, lower case; or "29:..."
  // The key of the person whom Teams calls so ("29:..."); empty when nothing was heard of them yet.
  std::string whose(const std::string& user) const;
  const RoomRef* room(const std::string& id) const;
  const std::map<std::string, RoomRef>& rooms() const { return rooms_; }
  std::string any_service() const;  // the one last heard of; empty at first

  // Empty fields of `ref` leave what is known.
  void put(const std::string& object, const PersonRef& ref);
  // The same of the writer of an event that is sealed, or may be: known from then on, and not written, or a
  // row would tell of it, until something comes from them that is not.
  void put_sealed(const std::string& object, const PersonRef& ref);
  void put_heard(const std::string& object, const PersonRef& ref);  // something has come
  void let_go(const std::string& object);                           // the same
  // The same of a chat that was opened with them, perhaps to answer such an event.
  void put_opened(const std::string& object, const PersonRef& ref);
  void put_room(const std::string& id, const RoomRef& ref);
  void forget_conversation(const std::string& conversation);  // of a person or a room
  void forget(const runtime::Gone& gone);
  bool empty() const { return people_.empty() && rooms_.empty() && service_.empty(); }
  // Writes what has changed; failures go to the log, and the next save tries again. Never called for a sealed
  // event.
  void save();

  // A conversation where we may not write: left alone until something comes from there, the app is added
  // somewhere, or six hours have passed, for permissions also come back without a word. In memory only.
  void rest(const std::string& conversation, net::Ticks now);
  void wake(const std::string& conversation) { resting_.erase(conversation); }
  void wake_all() { resting_.clear(); }
  bool rests(const std::string& conversation, net::Ticks now) const;

 private:
  void take_former(const std::filesystem::path& file);
  runtime::Note note_of(const std::string& name) const;  // without a value where there is nothing

  std::function<bool(const std::string&)> kept_;
  runtime::Notebook* book_ = nullptr;  // null: kept in memory alone
  std::map<std::string, PersonRef> people_;
  std::map<std::string, PersonRef> sealed_;  // those in people_ with what is not written
  std::map<std::string, RoomRef> rooms_;
  std::string service_;
  std::map<std::string, net::Ticks> resting_;  // until when
  std::set<std::string> changed_;              // names of notes
};

// Takes them out of the file `former` that a former version left. Throws std::system_error.
void forget_in_former(const std::filesystem::path& former, const runtime::Gone& gone);

}  // namespace teams
