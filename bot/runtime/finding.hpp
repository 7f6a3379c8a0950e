#pragma once
// What `refleks doctor` finds, in one voice for all platforms. Never holds a secret; of a person only what
// the configuration writes, where that must be corrected.

#include <string>
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

// "kari, ola"
inline std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

}  // namespace runtime
