#pragma once
// The check digits of Norwegian identity numbers, as the tax administration, the health network and the
// immigration directorate publish them. Knows digits only; finding them in a text is identifiers.hpp.

#include <optional>
#include <string_view>

namespace guarding {

enum class IdNumber {
  birth_number,  // DDMMYY + 5 digits
  d_number,      // day + 40
  h_number,      // month + 40, and the nine-digit FH series from 800000000 up
  synthetic,     // month + 60, + 65 (health network) or + 80 (Tenor); belongs to nobody
};

// Which rule the first control digit follows. From 1 January 2032 its weighted sum may leave 0, 1, 2 or 3
// when divided by 11; before that only 0. The second control digit is the same in both.
enum class ControlRule { before_2032, from_2032 };

// What kind of identity number `digits` is; nothing when it is none. Takes ASCII digits; any other length
// than 11, or another character, gives nothing. 29 February counts in every year divisible by four, as the
// century is not known. A number valid before 2032 is also valid from 2032.
std::optional<IdNumber> identity_number(std::string_view digits, ControlRule rule = ControlRule::from_2032);

// 11 digits with the check digit of a bank account. Every identity number passes this as well: ask for that
// first.
bool is_account_number(std::string_view digits);

// The form of a DUF number (immigration directorate): 12 digits, a year first.
bool is_duf_number(std::string_view digits);

}  // namespace guarding
