#pragma once
// The words of a line as they are compared with those that people use every day. For everyday.cpp alone.

#include <string>
#include <string_view>
#include <vector>

#include "bot/core/command_line.hpp"

namespace runtime {

inline constexpr std::size_t longest_read = 40;  // words: what is longer is no question to a program

// "Møte?" is mote.
std::string bare(std::string_view word);
// One of `words`, which stand with a blank between; what ends in a star begins so.
bool among(std::string_view word, std::string_view words);

// Those that are read; what is quoted is empty.
using Bare = std::vector<std::string>;
Bare bare_words(const core::CommandLine& line);
// One that is among those; behind the last: there is none.
std::size_t first_among(const Bare& line, std::string_view words, std::size_t from = 0);

}  // namespace runtime
