#include "storage/postgres/failure.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "bot/core/ascii.hpp"
#include "bot/runtime/store.hpp"
#include "storage/error.hpp"

namespace storage::postgres {
namespace {

enum class Sort { error, busy, interrupted };
struct Known {
  std::string_view state;  // or how it begins
  std::string_view words;
  Sort sort = Sort::error;
};
// https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr std::array known{
    Known{"23503", "FOREIGN KEY constraint failed"},
    Known{"23505", "UNIQUE constraint failed"},
    Known{"23514", "CHECK constraint failed"},
    Known{"23502", "NOT NULL constraint failed"},
    Known{rule_broken, "a rule of the schema refused it"},
    Known{"22021", "a text is not UTF-8"},
    Known{"22", "a value does not fit its column"},
    Known{"25006", "this connection may only read"},
    Known{"25P02", "the transaction has failed already"},
    Known{"55P03", "somebody else holds it", Sort::busy},
    Known{"40", "it stood in somebody else's way", Sort::busy},
    Known{"57014", "it was cut short", Sort::interrupted},
    Known{"57P", "the server ended the connection"},
    Known{"08", "the connection to the server was lost"},
    Known{"28", "the server does not let this user in"},
    Known{"42501", "this user may not do that"},
    Known{"42", "the statement does not fit the schema"},
    Known{"53", "the server has no room or no connections left"},
    Known{"", "the server did not answer"},
};

bool is_state(std::string_view word) {
  return word.size() == 5 && std::ranges::all_of(word, [](char c) {
           return core::ascii::is_digit(c) || core::ascii::is_capital(c);
         });
}

// "... ERROR:  23505": the last word, where it is one.
std::string state_in(std::string_view message) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.remove_suffix(1);
  const auto space = message.find_last_of(" \n");
  const auto word = space == std::string_view::npos ? message : message.substr(space + 1);
  return is_state(word) ? std::string(word) : std::string();
}

}  // namespace

void fail_with(const std::string& state, const std::string& what) {
  const auto kind =
      std::ranges::find_if(known, [&](const Known& one) { return state.starts_with(one.state); });
  std::string words = "database: ";
  if (!what.empty()) words += what + ": ";
  words += kind->words;
  if (!state.empty()) words += " (" + state + ")";
  if (kind->sort == Sort::busy) throw runtime::DatabaseHeld(words);
  if (kind->sort == Sort::interrupted) throw Interrupted(words);
  throw Error(words);
}

void fail(const soci::soci_error& error) {
  const std::string message = error.get_error_message(), state = state_in(message);
  if (state.empty() && message.find("Null value") != std::string::npos)
    throw Error("database: a column that must have a value has none");
  if (state.empty() && message.find("Cannot convert") != std::string::npos)
    throw Error("database: a column does not hold what it should");
  fail_with(state);
}

}  // namespace storage::postgres
