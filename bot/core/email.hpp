#pragma once
#include <string>
#include <string_view>

namespace core {

// Whether that can be an e-mail address: letters, digits and what else stands bare in a name, one @, and the
// name of a domain, both without empty parts between their dots.
bool is_email(std::string_view text);

// Without the "mailto:" that a mail program copies along.
std::string_view without_mailto(std::string_view text);

// The address as every relay takes it: "kari@øygarden.kommune.no" has a name behind the @ that is written
// "xn--ygarden-p1a.kommune.no" there. Empty where that cannot be, as with other letters before the @.
std::string ascii_email(std::string_view address);

}  // namespace core
