#pragma once
// Which addresses we may read keys from and send our token to.

#include <string>
#include <string_view>
#include <vector>

namespace teams {

// net::may_fetch, and the host is one of `hosts` or below one. Everything else never gets our token.
bool may_call(std::string_view url, const std::vector<std::string>& hosts);

std::string without_trailing_slash(std::string_view url);  // one of them

}  // namespace teams
