#pragma once
// An append-only file of records: length, checksum, payload. In sealed mode the payload is encrypted with a
// key that lives in a file of its own. Every failure is a std::runtime_error in fixed words: no content, no
// id.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/box_directory.hpp"

namespace storage {

// Overwrites the characters of a string that is no longer needed.
void cleanse(std::string& text);

class RecordFile {
 public:
  // A new file `name` whose first record is `header`, complete or not there at all: written beside and
  // renamed, replacing a file of that name (and its key).
  static RecordFile create(const BoxDirectory& directory, const std::string& name, std::string header);

  // Reads what is there into `records`; a torn tail, which was never acknowledged, is cut off. Throws when
  // not even the first record can be read (wrong or missing key, no record).
  static RecordFile open(const BoxDirectory& directory, const std::string& name,
                         std::vector<std::string>& records);

  // Overwrites with zeros and unlinks the file and its key, whichever there are.
  static void destroy(const BoxDirectory& directory, const std::string& name);

  // Kept through the death of the process when it returns (sealed mode: of the machine). `payload` is
  // cleansed. When it throws, the file is as it was.
  void append(std::string payload);

  RecordFile(RecordFile&&) noexcept = default;
  RecordFile& operator=(RecordFile&&) noexcept = default;
  ~RecordFile();

 private:
  RecordFile(const BoxDirectory& directory, Descriptor file);
  std::string frame(std::string payload) const;
  bool unframe(std::string_view bytes, std::size_t& at, std::string& payload) const;

  Descriptor file_;
  bool sealed_ = false;
  std::string name_;  // bound into every sealed record, so that records cannot move between boxes
  std::string key_;
  std::uint64_t count_ = 0;  // likewise the place of the record
  std::uint64_t size_ = 0;
};

}  // namespace storage
