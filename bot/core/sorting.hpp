#pragma once
// The order of names as Norwegians expect it.

#include <string_view>

namespace core {

// By the collation of Bokmål: æ, ø, å last, aa as å, case and accents only where all else is alike, the
// letters of the Sami languages beside the ones they come from. A total order: what differs in any byte is
// ordered. Thread-safe.
bool name_before(std::string_view a, std::string_view b);

}  // namespace core
