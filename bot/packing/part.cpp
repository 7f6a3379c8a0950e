// The way into refleks_packing.so.

#include <archive.h>
#include <archive_entry.h>
#include <zip.h>

#include <filesystem>
#include <system_error>

#include "bot/packing/functions.hpp"

namespace packing {
namespace {

struct FreeWriter {
  void operator()(archive* one) const { archive_write_free(one); }
};
struct FreeReader {
  void operator()(archive* one) const { archive_read_free(one); }
};
struct FreeEntry {
  void operator()(archive_entry* one) const { archive_entry_free(one); }
};
struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

std::string words_of(archive* one) {
  const char* why = archive_error_string(one);
  return why ? why : "";
}

[[noreturn]] void fail(archive* one) {
  throw Failed(words_of(one));
}

class ArchiveWriter final : public TarWriter {
 public:
  ArchiveWriter(int fd, std::int64_t made) : archive_(archive_write_new()), made_(made) {
    must(archive_write_set_format_pax_restricted(archive_.get()));
    must(archive_write_open_fd(archive_.get(), fd));
  }
  void begin(const std::string& name, std::uint64_t size) override {
    const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    archive_entry_set_mtime(entry.get(), made_, 0);
    // A name beyond ASCII is written as it is, with a warning: no locale is set that could read it.
    if (archive_write_header(archive_.get(), entry.get()) < ARCHIVE_WARN) fail(archive_.get());
  }
  void add(const char* bytes, std::size_t count) override {
    if (archive_write_data(archive_.get(), bytes, count) != static_cast<la_ssize_t>(count))
      fail(archive_.get());
  }
  void end() override { must(archive_write_close(archive_.get())); }

 private:
  void must(int result) {
    if (result != ARCHIVE_OK) fail(archive_.get());
  }
  std::unique_ptr<archive, FreeWriter> archive_;
  std::int64_t made_;
};

class ArchiveReader final : public TarReader {
 public:
  explicit ArchiveReader(const char* file) : archive_(archive_read_new()) {
    constexpr std::size_t block = 64 * 1024;
    archive_read_support_format_tar(archive_.get());
    std::error_code unknown;
    size_ = std::filesystem::file_size(file, unknown);
    if (archive_read_open_filename(archive_.get(), file, block) != ARCHIVE_OK)
      throw Failed("it is no tar file; one that was compressed or encrypted must be unpacked first (" +
                   words_of(archive_.get()) + ")");
  }
  std::optional<std::string> next() override {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(archive_.get(), &entry);
    if (result == ARCHIVE_EOF) return std::nullopt;
    if (result < ARCHIVE_WARN) fail(archive_.get());
    if (archive_entry_filetype(entry) != AE_IFREG) throw Failed("there is something else than files in it");
    const char* name = archive_entry_pathname(entry);
    if (!name) throw Failed("a name in it cannot be read");
    // Holes are written in a few bytes and read for ever.
    if (static_cast<std::uintmax_t>(archive_entry_size(entry)) > size_)
      throw Failed(std::string(name) + " in it is longer than the whole copy, which was cut off");
    return name;
  }
  std::size_t read(char* into, std::size_t size) override {
    const auto count = archive_read_data(archive_.get(), into, size);
    if (count < 0) fail(archive_.get());
    return static_cast<std::size_t>(count);
  }

 private:
  std::unique_ptr<archive, FreeReader> archive_;
  std::uintmax_t size_ = 0;
};

std::unique_ptr<TarWriter> write_tar(int fd, std::int64_t made) {
  return std::make_unique<ArchiveWriter>(fd, made);
}

std::unique_ptr<TarReader> read_tar(const char* file) {
  return std::make_unique<ArchiveReader>(file);
}

void write_zip(const char* file, const Files& files) {
  int problem = 0;
  std::unique_ptr<zip_t, Discard> archive(zip_open(file, ZIP_CREATE | ZIP_TRUNCATE, &problem));
  if (!archive) throw Failed("");
  const auto fail = [&] { throw Failed(zip_strerror(archive.get())); };
  for (const auto& [name, bytes] : files) {  // read when the archive is closed
    zip_source_t* source = zip_source_buffer(archive.get(), bytes.data(), bytes.size(), 0);
    if (!source) fail();
    const zip_int64_t index = zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      fail();
    }
    constexpr zip_uint16_t midnight = 0, first_of_1980 = 33;  // the format's own beginning
    zip_file_set_dostime(archive.get(), static_cast<zip_uint64_t>(index), midnight, first_of_1980, 0);
  }
  if (zip_close(archive.get()) != 0) fail();
  archive.release();
}

constexpr Functions all_functions{&write_tar, &read_tar, &write_zip};

}  // namespace
}  // namespace packing

extern "C" {
__attribute__((visibility("default"))) const packing::Functions* refleks_packing() {
  return &packing::all_functions;
}
}
