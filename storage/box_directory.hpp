#pragma once
// The directory of the boxes: checked once, then only reached through its descriptor, so that nothing can be
// put in its way.

#include <string>
#include <vector>

#include "storage/box_options.hpp"
#include "storage/descriptor.hpp"

namespace storage {

class BoxDirectory {
 public:
  // `lock` is the name of the lock file that this user of the directory holds for life.
  BoxDirectory(const BoxOptions& options, const std::string& lock);

  const std::string& refusal() const { return refusal_; }
  bool sealed() const { return options_.mode == BoxOptions::Mode::disk; }
  int fd() const { return directory_.get(); }
  int key_fd() const { return keys_.get(); }
  // Names of files that end in `ending`.
  std::vector<std::string> names(const std::string& ending) const;
  std::vector<std::string> key_names(const std::string& ending) const;
  std::string boot() const;
  void warn(std::string_view words) const;

 private:
  std::string open(const std::string& lock);

  BoxOptions options_;
  Descriptor directory_, keys_, lock_;
  std::string refusal_;
};

}  // namespace storage
