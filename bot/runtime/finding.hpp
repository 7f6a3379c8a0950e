#pragma once
// What `refleks doctor` finds, in one voice for all platforms. Never holds a secret; of a person only the
// name and the account, where that must be corrected.

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace runtime {

struct Finding {
  enum class Kind { good, note, bad };
  Kind kind = Kind::good;
  std::string what;  // "the Slack token of workspace 'slack' is taken"
  std::string why;   // why it matters; empty when good
  std::string todo;  // what to do; empty when good
};
using Findings = std::vector<Finding>;

inline Finding good(std::string what) {
  return {Finding::Kind::good, std::move(what), {}, {}};
}
// Goes on as it is.
inline Finding note(std::string what, std::string why, std::string todo) {
  return {Finding::Kind::note, std::move(what), std::move(why), std::move(todo)};
}
// Must be mended.
inline Finding bad(std::string what, std::string why, std::string todo) {
  return {Finding::Kind::bad, std::move(what), std::move(why), std::move(todo)};
}

// "kari, ola"
inline std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

// How people call an account or a channel of a chat.
using CalledBy = std::map<std::string, std::string>;
// "Kari Nes (U02KARI), ola"
inline std::string listed(const std::vector<std::string>& ids, const CalledBy& called_by) {
  std::vector<std::string> all;
  for (const std::string& id : ids) {
    const auto name = called_by.find(id);
    all.push_back(name == called_by.end() || name->second == id ? id : name->second + " (" + id + ")");
  }
  return listed(all);
}

}  // namespace runtime
