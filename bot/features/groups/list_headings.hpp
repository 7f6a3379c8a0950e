#pragma once
// What the columns of a list of people are called, and what their cells may be. Pure; any thread.

#include <optional>
#include <string_view>

namespace groups {

enum class Column { name, given, family, group, role, language, email, from, to, user };
// By its heading, in Bokmål, Nynorsk or English; signs and blanks in it do not matter. Nothing: none of ours.
std::optional<Column> column_called(std::string_view heading);

// What a chat may use for a user: no blanks.
bool is_account(std::string_view text);

}  // namespace groups
