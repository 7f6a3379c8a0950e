#include "bot/app/copy_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "adapters/net/descriptor.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/packing/functions.hpp"
#include "bot/runtime/json.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto contents_name = "copy.json";
constexpr int format = 1;
constexpr std::size_t block = 64 * 1024, longest_contents = 4 * 1024 * 1024;
constexpr std::size_t held_in_memory =
    64 * 1024 * 1024;  // larger parts must stand still while they are copied

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw std::runtime_error(fmt::format("the copy {} cannot be used: {}", file.string(), why));
}

class Hash {
 public:
  Hash() { crypto_generichash_init(&state_, nullptr, 0, size); }
  void add(const char* bytes, std::size_t count) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes), count);
  }
  std::string hex() {
    std::array<unsigned char, size> hash{};
    crypto_generichash_final(&state_, hash.data(), size);
    std::string text(2 * size + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), hash.data(), size);
    text.pop_back();
    return text;
  }

 private:
  static constexpr std::size_t size = 32;
  crypto_generichash_state state_;
};

// A part as it goes into the copy: small ones are read at once, because the service writes on.
struct Source {
  std::string name, bytes, hash;
  fs::path from;
  std::uintmax_t size = 0;
  bool held = true;
};

template <class Take>
void read_blocks(const fs::path& file, Take take) {
  std::ifstream in(file, std::ios::binary);
  if (!in) net::fail_at(file);
  std::string buffer(block, '\0');
  while (in) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    take(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof()) net::fail_at(file, EIO);
}

// Nothing: it has gone since it was listed.
std::optional<Source> source_of(const CopyPart& part) {
  Source source;
  source.name = part.name;
  source.from = part.from;
  std::error_code error;
  source.size = fs::file_size(part.from, error);
  if (error) return std::nullopt;
  source.held = source.size <= held_in_memory;
  Hash hash;
  read_blocks(part.from, [&](const char* bytes, std::size_t count) {
    hash.add(bytes, count);
    if (source.held) source.bytes.append(bytes, count);
  });
  if (source.held) source.size = source.bytes.size();
  source.hash = hash.hex();
  return source;
}

void write_all_parts(int fd, core::Instant made, const std::vector<Source>& sources,
                     const std::string& version) {
  nlohmann::json files = nlohmann::json::object();
  for (const Source& source : sources) files[source.name] = source.hash;
  const std::string contents =
      nlohmann::json{
          {"format", format}, {"made", core::to_text(made)}, {"version", version}, {"files", files}}
          .dump(2) +
      "\n";
  try {
    const auto writer = packing::functions().write_tar(fd, made.time_since_epoch().count());
    writer->begin(contents_name, contents.size());
    writer->add(contents.data(), contents.size());
    for (const Source& source : sources) {
      writer->begin(source.name, source.size);
      if (source.held)
        writer->add(source.bytes.data(), source.bytes.size());
      else
        read_blocks(source.from, [&](const char* bytes, std::size_t count) { writer->add(bytes, count); });
    }
    writer->end();
  } catch (const packing::Failed& failed) {
    const std::string_view why = failed.what();
    throw std::runtime_error(
        fmt::format("no copy could be written: {}", why.empty() ? "a part changed while it was read" : why));
  }
}

// A name that stays inside the folder it is put into.
bool is_inner(const std::string& name) {
  const fs::path path(name);
  if (name.empty() || path.is_absolute() || name.find('\0') != name.npos) return false;
  return std::none_of(path.begin(), path.end(),
                      [](const fs::path& step) { return step == ".." || step.empty(); });
}

CopyContents contents_from(const fs::path& file, const std::string& text) {
  const auto read = runtime::parse_json(text);
  CopyContents contents;
  try {
    if (read.at("format") != format) refuse(file, "it was made by a newer refleks");
    contents.made = core::instant_from_text(read.at("made").get<std::string>());
    contents.version = read.at("version").get<std::string>();
    for (const auto& [name, hash] : read.at("files").items()) {
      if (!is_inner(name)) refuse(file, "it names a place outside itself");
      contents.hashes[name] = hash.get<std::string>();
    }
  } catch (const nlohmann::json::exception&) {
    refuse(file, "its list of contents cannot be read");
  } catch (const std::invalid_argument&) {
    refuse(file, "its list of contents cannot be read");
  }
  if (!contents.hashes.contains("refleks.db")) refuse(file, "there is no database in it");
  return contents;
}

template <class Take>
void read_entry(packing::TarReader& reader, Take take) {
  std::string buffer(block, '\0');
  while (const std::size_t count = reader.read(buffer.data(), buffer.size())) take(buffer.data(), count);
}

// `folder` empty: only reads.
CopyContents go_through(const fs::path& file, const fs::path& folder) try {
  const auto reader = packing::functions().read_tar(file.c_str());
  if (reader->next() != contents_name) refuse(file, "it is no copy of refleks");
  std::string list;
  read_entry(*reader, [&](const char* bytes, std::size_t count) {
    if (list.size() + count > longest_contents) refuse(file, "its list of contents is too long");
    list.append(bytes, count);
  });
  CopyContents contents = contents_from(file, list);
  auto missing = contents.hashes;
  while (const auto name = reader->next()) {
    const auto wanted = missing.find(*name);
    if (wanted == missing.end()) refuse(file, "there is something in it that it does not list");
    std::optional<net::Descriptor> out;
    const fs::path target = folder / *name;
    if (!folder.empty()) {
      net::make_private_folder(target.parent_path());
      out.emplace(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    }
    Hash hash;
    read_entry(*reader, [&](const char* bytes, std::size_t count) {
      hash.add(bytes, count);
      if (const int error = out ? net::write_whole(out->get(), {bytes, count}) : 0)
        net::fail_at(target, error);
    });
    if (out && ::fsync(out->get()) != 0) net::fail_at(target);
    if (hash.hex() != wanted->second) refuse(file, fmt::format("{} in it is damaged", *name));
    missing.erase(wanted);
  }
  if (!missing.empty()) refuse(file, fmt::format("{} is missing in it", missing.begin()->first));
  return contents;
} catch (const packing::Failed& failed) {
  const std::string why = failed.what();
  refuse(file, why.empty() ? "it is damaged" : why);
}

}  // namespace

void write_copy(const fs::path& target, core::Instant made, const std::vector<CopyPart>& parts,
                const std::string& version) {
  std::vector<Source> sources;
  for (const CopyPart& part : parts)
    if (auto source = source_of(part)) sources.push_back(std::move(*source));
  // Under another name until it is whole and has been read again: what is there must not be lost to half a
  // copy.
  const fs::path draft = target.string() + ".new";
  std::error_code ignored;
  fs::remove(draft, ignored);
  try {
    {
      const net::Descriptor out(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
      write_all_parts(out.get(), made, sources, version);
      core::failpoint("copy.written");
      if (::fsync(out.get()) != 0) net::fail_at(draft);
    }
    check_copy(draft);
    core::failpoint("copy.before_rename");
    fs::rename(draft, target);
    core::failpoint("copy.renamed");
  } catch (...) {
    fs::remove(draft, ignored);
    throw;
  }
  net::sync_folder(target.has_parent_path() ? target.parent_path() : fs::path("."));
}

CopyContents check_copy(const fs::path& file) {
  return go_through(file, {});
}

CopyContents extract_copy(const fs::path& file, const fs::path& folder) {
  return go_through(file, folder);
}

}  // namespace app
