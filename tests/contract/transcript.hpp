#pragma once
// What was seen, line by line, and the comparison of two of them.

#include <filesystem>
#include <string>
#include <vector>

#include "tests/contract/platform.hpp"

namespace contract {

struct Line {
  std::string step, who, what;
};
using Transcript = std::vector<Line>;

std::string say(const Seen& seen);
std::string to_text(const Line& line);  // "step | who | what"
void write(const Transcript& transcript, const std::filesystem::path& file);

// Where another platform than the sandbox may show something else, and why. All differences there are stand
// in one table, differences.cpp.
struct Difference {
  std::string step, who, what;  // regular expressions for the whole of the sandbox's line
  std::string ability;  // one of core::abilities_of that is missing there; or "a limit", which each has;
                        // or "on <platform>"
  std::vector<std::string> instead;  // lines; "=" is the same line, "{words}" its words without buttons, and
                                     // what begins with "~" a regular expression
};
const std::vector<Difference>& differences();
// What another platform shows in addition, before it goes on as the sandbox does.
struct Addition {
  std::string what, ability;  // as above
};
const std::vector<Addition>& additions();

// What is wrong, one sentence each; empty when every difference has its rule.
std::vector<std::string> compare(const Transcript& sandbox, const Transcript& other,
                                 const Platform& platform);

}  // namespace contract
