#pragma once
// Programme packs: TOML files that describe a programme in all three languages. docs/packs.md shows how to
// write one.

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "bot/app/toml_reader.hpp"
#include "bot/core/programme.hpp"

namespace app {

// Throws ConfigError with everything that is wrong, located by `file_name`. `key` is what a group's
// `programme` names.
core::Programme parse_pack(std::string_view text, const std::string& file_name, const std::string& key);

// The file's name without ending is the key.
core::Programme load_pack(const std::filesystem::path& file);

// Puts the addresses that a file "<key>.links.toml" gives on what the programme prepares, by its title.
// Throws ConfigError, for a title that is not there too.
void add_links(core::Programme& programme, std::string_view text, const std::string& file_name);

// Of a folder with packs. Not what begins with a dot: an editor's lock, what another system has left beside
// it.
bool is_pack_file(const std::filesystem::path& file);
// The packs in the binary and the *.toml files of `extra` (none when it is empty). One of the same key in
// `extra` takes the place of a built-in one; then *.links.toml add their addresses. Throws ConfigError with
// the problems of all files.
core::Programmes load_packs(const std::filesystem::path& extra);
// Those in the binary: read once, by whoever asks first. Any thread.
const core::Programmes& built_in_programmes();

// The file of a built-in pack, to copy and change. Throws ConfigError for any other, with the names there
// are.
std::string built_in_pack(const std::string& key);

// "ok: 5 sessions, 37 resources, 32 questions; preparation 58-62 minutes a session".
std::string describe(const core::Programme& programme);

// Every key of a pack: what docs/packs.md is held to.
std::span<const KnownKey> pack_keys();

// The moments that a section [timeline] of a pack or a group moves, by name; problems are noted on the
// section.
std::map<std::string, core::Offset> read_timeline(const Section& section);

}  // namespace app
