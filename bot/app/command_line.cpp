#include "bot/app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

namespace app {
namespace {

// What was typed where a command belongs; empty: nothing.
std::string unknown_command(const CLI::App& program) {
  const CLI::App* at = &program;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  const auto rest = at->remaining();
  return at->get_require_subcommand_min() == 0 || rest.empty() ? std::string() : rest.front();
}

}  // namespace

std::optional<int> parse_command_line(CLI::App& program, int argc, const char* const* argv) {
  try {
    program.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);
    if (const std::string unknown = unknown_command(program); !unknown.empty())
      std::fprintf(stderr, "refleks: \"%s\" is no command: refleks --help lists them\n", unknown.c_str());
    else
      program.exit(error);
    return 2;
  }
}

}  // namespace app
