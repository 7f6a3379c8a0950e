#pragma once
// Where people and rooms can be written to: what Teams tells with each activity and asks us to keep. One
// file, replaced as a whole, readable for the daemon's user alone. It names no times and no events.

#include <filesystem>
#include <functional>
#include <map>
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
  // Reads the file; one that is not there or cannot be read is an empty one (the log tells). Of people, only
  // those for whom `kept` says so are ever written; the others are forgotten with the process.
  References(std::filesystem::path file, std::function<bool(const std::string&)> kept);

  const PersonRef* person(const std::string& object) const;  // Entra object id, lower case; or "29:..."
  // The key of the person whom Teams calls so ("29:..."); empty when nothing was heard of them yet.
  std::string whose(const std::string& user) const;
  const RoomRef* room(const std::string& id) const;
  const std::map<std::string, RoomRef>& rooms() const { return rooms_; }
  std::string any_service() const;  // the one last heard of; empty at first

  // Empty fields of `ref` leave what is known.
  void put(const std::string& object, const PersonRef& ref);
  void put_room(const std::string& id, const RoomRef& ref);
  void forget_conversation(const std::string& conversation);  // of a person or a room
  // Of them nothing is written any more, whatever is heard.
  void forget(const runtime::Gone& gone);
  // Writes what has changed; failures go to the log. Never called for a sealed event.
  void save();

  // A conversation where we may not write: left alone until something comes from there, or six hours have
  // passed, for permissions also come back without a word. In memory only.
  void rest(const std::string& conversation, net::Ticks now);
  void wake(const std::string& conversation) { resting_.erase(conversation); }
  bool rests(const std::string& conversation, net::Ticks now) const;

 private:
  void load();
  std::filesystem::path file_;
  std::function<bool(const std::string&)> kept_;
  std::vector<std::function<bool(const std::string&)>> gone_;
  std::map<std::string, PersonRef> people_;
  std::map<std::string, RoomRef> rooms_;
  std::string service_;
  std::map<std::string, net::Ticks> resting_;  // until when
  bool changed_ = false;
};

}  // namespace teams
