#pragma once
// A file of records: length, checksum, payload. It grows at its end, until rewrite() leaves what still
// counts. In sealed mode the payload is encrypted with a key that lives in a file of its own. Every failure
// is a std::runtime_error in fixed words: no content, no id. No descriptor is kept, so that thousands of
// boxes can be open.

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "storage/box_directory.hpp"

namespace storage {

// Overwrites the characters of a string that is no longer needed.
void cleanse(std::string& text);

// Only what a wipe that was cut short has left: an empty file, or zeros.
class Wiped : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class RecordFile {
 public:
  // A new file `name` whose first record is `header`, complete or not there at all: written beside and
  // renamed, replacing a file of that name (and its key).
  static RecordFile create(const BoxDirectory& directory, const std::string& name, std::string header);

  // Reads what is there into `records`; a torn tail, which was never acknowledged, is cut off, a damaged
  // record with others behind it is left out and counted in `damaged()`. Throws Unreachable, Wiped, or
  // another std::runtime_error when not even the first record is whole. `set_aside`: the file of that name in
  // the folder of what was set aside, to look at; it cannot be appended to.
  static RecordFile open(const BoxDirectory& directory, const std::string& name,
                         std::vector<std::string>& records, const std::string& set_aside = {});

  // Overwrites with zeros and unlinks the file and its key, whichever there are.
  static void destroy(const BoxDirectory& directory, const std::string& name);
  // What a create() or rewrite() that was cut short has left; the key only where there is no file of that
  // name.
  static void destroy_unfinished(const BoxDirectory& directory, const std::string& name);
  static void destroy_set_aside(const BoxDirectory& directory, const std::string& name);

  // Sealed mode: from now on every record takes the same room, `size` bytes or a multiple of it, whatever is
  // in it.
  void pad_to(std::size_t size);
  int damaged() const { return damaged_; }
  std::uint64_t records() const { return count_; }  // the first one too

  // Kept through the death of the process when it returns (sealed mode: of the machine). `payload` is
  // cleansed. When it throws, the file is as it was.
  void append(std::string payload);

  // The first record stays, and `payloads` take the place of all others at once: whoever dies in between has
  // the ones or the others. The file that held the others is overwritten. When it throws, all that counts is
  // there still; what could not be overwritten then is by destroy(), or when the box is next looked for
  // (destroy_unfinished). What is left in `payloads` is the caller's to cleanse.
  void rewrite(std::vector<std::string>& payloads);

  RecordFile(RecordFile&&) noexcept = default;
  RecordFile& operator=(RecordFile&&) noexcept = default;
  ~RecordFile() { cleanse(key_); }

 private:
  RecordFile(const BoxDirectory& directory, std::string name);
  static void destroy_beside(const BoxDirectory& directory, const std::string& name);
  std::string frame(std::string payload) const;
  bool unframe(std::string_view content, std::size_t& at, std::string& payload) const;
  bool skip_damaged(std::string_view content, std::size_t& at, std::string& payload);
  void append_to(const Descriptor& file, std::string payload);
  std::string first_and(std::vector<std::string>& payloads, RecordFile& next) const;

  const BoxDirectory* directory_;  // outlives it
  bool sealed_ = false;
  std::string name_;  // bound into every sealed record, so that records cannot move between boxes
  std::size_t padding_;
  int damaged_ = 0;
  std::string key_;
  std::uint64_t count_ = 0;  // likewise the place of the record
  bool unsure_ = false;      // a loss of power may bring back what the file held before it was written anew
  std::uint64_t size_ = 0, first_ = 0;  // of all, and of the first record
};

}  // namespace storage
