#include "bot/app/copy_file.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "adapters/net/descriptor.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/core/failpoint.hpp"
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

struct FreeWriter {
  void operator()(archive* one) const { archive_write_free(one); }
};
struct FreeReader {
  void operator()(archive* one) const { archive_read_free(one); }
};
struct FreeEntry {
  void operator()(archive_entry* one) const { archive_entry_free(one); }
};

class Writer {
 public:
  Writer(int fd, core::Instant made) : archive_(archive_write_new()), made_(made) {
    must(archive_write_set_format_pax_restricted(archive_.get()));
    must(archive_write_open_fd(archive_.get(), fd));
  }
  void begin(const std::string& name, std::uintmax_t size) {
    const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    archive_entry_set_mtime(entry.get(), made_.time_since_epoch().count(), 0);
    must(archive_write_header(archive_.get(), entry.get()));
  }
  void add(const char* bytes, std::size_t count) {
    if (archive_write_data(archive_.get(), bytes, count) != static_cast<la_ssize_t>(count)) fail();
  }
  void end() { must(archive_write_close(archive_.get())); }

 private:
  void must(int result) {
    if (result != ARCHIVE_OK) fail();
  }
  [[noreturn]] void fail() {
    const char* why = archive_error_string(archive_.get());
    throw std::runtime_error(
        fmt::format("no copy could be written: {}", why ? why : "a part changed while it was read"));
  }
  std::unique_ptr<archive, FreeWriter> archive_;
  core::Instant made_;
};

void write_all_parts(int fd, core::Instant made, const std::vector<Source>& sources,
                     const std::string& version) {
  nlohmann::json files = nlohmann::json::object();
  for (const Source& source : sources) files[source.name] = source.hash;
  const std::string contents =
      nlohmann::json{
          {"format", format}, {"made", core::to_text(made)}, {"version", version}, {"files", files}}
          .dump(2) +
      "\n";
  Writer writer(fd, made);
  writer.begin(contents_name, contents.size());
  writer.add(contents.data(), contents.size());
  for (const Source& source : sources) {
    writer.begin(source.name, source.size);
    if (source.held)
      writer.add(source.bytes.data(), source.bytes.size());
    else
      read_blocks(source.from, [&](const char* bytes, std::size_t count) { writer.add(bytes, count); });
  }
  writer.end();
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
    if (read.at("format").get<int>() != format) refuse(file, "it was made by a newer refleks");
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

class Reader {
 public:
  explicit Reader(const fs::path& file) : file_(file), archive_(archive_read_new()) {
    archive_read_support_format_tar(archive_.get());
    if (archive_read_open_filename(archive_.get(), file.c_str(), block) != ARCHIVE_OK) fail();
  }
  // The name of the next entry; nothing at the end.
  std::optional<std::string> next() {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(archive_.get(), &entry);
    if (result == ARCHIVE_EOF) return std::nullopt;
    if (result != ARCHIVE_OK) fail();
    if (archive_entry_filetype(entry) != AE_IFREG) refuse(file_, "there is something else than files in it");
    return std::string(archive_entry_pathname(entry));
  }
  template <class Take>
  void read(Take take) {
    std::string buffer(block, '\0');
    for (;;) {
      const auto count = archive_read_data(archive_.get(), buffer.data(), buffer.size());
      if (count < 0) fail();
      if (count == 0) return;
      take(buffer.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  [[noreturn]] void fail() {
    const char* why = archive_error_string(archive_.get());
    refuse(file_, why ? why : "it is damaged");
  }
  fs::path file_;
  std::unique_ptr<archive, FreeReader> archive_;
};

// `folder` empty: only reads.
CopyContents go_through(const fs::path& file, const fs::path& folder) {
  Reader reader(file);
  if (reader.next() != contents_name) refuse(file, "it is no copy of refleks");
  std::string list;
  reader.read([&](const char* bytes, std::size_t count) {
    if (list.size() + count > longest_contents) refuse(file, "its list of contents is too long");
    list.append(bytes, count);
  });
  CopyContents contents = contents_from(file, list);
  auto missing = contents.hashes;
  while (const auto name = reader.next()) {
    const auto wanted = missing.find(*name);
    if (wanted == missing.end()) refuse(file, "there is something in it that it does not list");
    std::optional<net::Descriptor> out;
    const fs::path target = folder / *name;
    if (!folder.empty()) {
      net::make_private_folder(target.parent_path());
      out.emplace(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
    }
    Hash hash;
    reader.read([&](const char* bytes, std::size_t count) {
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
