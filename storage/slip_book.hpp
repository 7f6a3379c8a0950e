#pragma once
// The slips of paper that are out: of each group, what is known of their codes. A file a group in the folder
// `slips` of the data folder, written by the tool that prints them and read by the daemon. It holds hashes,
// no names, and nothing is ever written when a slip is used; on a disk of the machine, with the file the
// service's own, not even when the file was read. A file server (NFS) that notes each reading does so on its
// own account.

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "bot/core/people.hpp"

namespace storage {

class SlipBook {
 public:
  explicit SlipBook(const std::filesystem::path& data) : folder_(data / "slips") {}

  // In place of all that were out: those are dead from now on, and their answers stay. Throws
  // std::runtime_error when the file cannot be written.
  void give_out(const core::GroupId& group, const std::vector<std::string>& codes) const;
  // Whoever they are, as voters; none when no slips are out or the file cannot be read.
  std::vector<core::PersonId> out(const core::GroupId& group) const;
  // The group a typed code belongs to. Any thread.
  std::optional<core::GroupId> group_of(std::string_view code) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace storage
