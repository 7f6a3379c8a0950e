#pragma once
// `refleks dpia`: the Norwegian templates of docs/nb with the settings of this installation in their places.

#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>

#include "bot/app/config.hpp"

namespace app {

// File name -> text. Holds no secret and nobody's name: numbers, folders, addresses that people see anyway.
std::map<std::string, std::string> filled_templates(const Config& config);

// Writes them into `folder`, which is made. Throws std::runtime_error, having written nothing, when one of
// the files is there already.
void write_templates(const Config& config, const std::filesystem::path& folder, std::ostream& out);

}  // namespace app
