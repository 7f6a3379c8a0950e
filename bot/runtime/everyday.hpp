#pragma once
// What people say who know no verb: "når er neste samling?", "eg er sjuk", "thanks".

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/command_line.hpp"

namespace runtime {

// Said to be polite, or to something that only a button answers.
enum class Manner { greeting, thanks, yes_or_no };
// Nothing: the line says more than that.
std::optional<Manner> manner_of(const core::CommandLine& line);

struct Meant {
  std::string_view command;  // features::CommandSpec::name
  std::string rest;          // what stood behind the word for it, where the command reads days
  bool unwell = false;       // by one who is ill, and tells so there
};
// The commands that words of the line speak of, the likeliest first. What is quoted is not looked at.
std::vector<Meant> meant_by(const core::CommandLine& line);

}  // namespace runtime
