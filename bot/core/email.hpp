#pragma once
#include <string_view>

namespace core {

// Whether that can be an e-mail address: one @, a dotted name behind it, nothing that ends an address
// elsewhere (spaces, commas, angle brackets, quotes).
bool is_email(std::string_view text);

}  // namespace core
