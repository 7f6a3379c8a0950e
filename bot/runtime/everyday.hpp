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

// Where there is more to say than which command it is.
enum class Told {
  nothing,
  leaving,
  joining,
  sick_leave,
  reminding,
  channels,
  answering,
  preparing,
  afraid,
  channels_or_topic
};

struct Meant {
  std::string_view command;  // features::CommandSpec::name
  std::string rest;          // what stood behind the word for it, where the command reads days
  bool unwell = false;       // by one who is ill, and tells so there
  Told told = Told::nothing;
  std::string_view other{};  // the second command that it names
};
// The commands that words of the line speak of, the likeliest first. What is quoted is not looked at.
std::vector<Meant> meant_by(const core::CommandLine& line);
// By somebody who should turn to people, and not to a program; or what a group of care workers talks about.
enum class Hard { no, or_a_topic, yes };
Hard has_it_hard(const core::CommandLine& line);
// "slett avstemningen", of which the first word alone is a command for something else.
bool speaks_of_another(std::string_view command, const core::CommandLine& line);

}  // namespace runtime
