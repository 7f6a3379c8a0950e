#pragma once
// Files that travel inside the binary (texts, packs, migrations, pages). The table is written by
// scripts/embed.cmake at build time; what is text lies there packed. Any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// The bytes of "<folder>/<file>", for example "web/style.css"; nothing when there is no such file.
std::optional<std::string> embedded_copy(std::string_view name);
// The same of a picture or a font, where it lies: "handbook/svar-nb.png". Throws std::logic_error for what is
// packed.
std::optional<std::string_view> embedded(std::string_view name);

// The names that begin with `prefix`, sorted as the build listed them.
std::vector<std::string> embedded_under(std::string_view prefix);

// As the build writes it; the last has no name.
struct EmbeddedFile {
  const char *name, *begin, *end;
  std::size_t whole;  // bytes when unpacked; 0: as it is
};
extern const EmbeddedFile embedded_files[];

}  // namespace core
