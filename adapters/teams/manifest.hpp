#pragma once
// The app package that an administrator uploads: manifest, two icons, the texts in all languages.

#include <filesystem>
#include <string>
#include <vector>

#include "bot/core/language.hpp"

namespace teams {

struct MenuCommand {
  core::Localized verb, description;
};

struct PackageOptions {
  std::string app_id;  // of the app registration, a GUID: the bot's
  std::string id;      // of the package, a GUID; empty: the same
  std::string version = "1.0.0";
  std::string developer;                           // the organisation
  std::string website, privacy_page, terms_page;   // https
  core::Localized short_name, name;                // at most 30 and 100 characters
  core::Localized short_description, description;  // at most 80 and 4000 characters
  std::string accent = "#205493";
  std::vector<std::string> domains;         // of our own pages, without https://
  std::vector<MenuCommand> personal, team;  // at most ten each, what Teams suggests while typing
  std::string color_icon, outline_icon;     // PNG, 192x192 and 32x32; empty: our own
};

// manifest.json, schema 1.22. Throws std::invalid_argument with all that is wrong, one finding a line: Teams
// itself says only that the package is invalid.
std::string manifest_json(const PackageOptions& options);

// Writes the zip file, over one that is there. The same options give the same bytes. Throws as above, and
// std::runtime_error when the file cannot be written.
void write_package(const PackageOptions& options, const std::filesystem::path& file);

}  // namespace teams
