#pragma once
// `refleks slips`: slips of paper, for those without an account.

#include <filesystem>
#include <string>

#include "bot/app/config.hpp"
#include "bot/drawing/functions.hpp"

namespace app {

struct SlipOptions {
  std::string group;  // key or name
  std::filesystem::path file;
  int count = drawing::slips_on_page;
};
// A PDF of as many. From now on those that were printed before are worth nothing. Returns the program's
// status. Throws std::runtime_error with words.
int make_slips(const Config& config, const SlipOptions& wanted);

}  // namespace app
