#pragma once
// Where anonymous input is kept while it is open, and how.

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "bot/features/ideas/store.hpp"
#include "bot/features/polls/box.hpp"

namespace storage {

struct BoxOptions {
  enum class Mode {
    memory,  // `directory` must be a tmpfs or ramfs: a power cut loses what is open, and nothing else can
             // find it
    disk,    // any file system; records are sealed with a key in `key_directory`, which must stay out of
             // backups. Weaker: an old image of both directories opens the box, and shows how many records
             // there were
  };
  Mode mode = Mode::memory;
  std::filesystem::path directory;      // setting ballot_box.directory; made 0700 when it is not there
  std::filesystem::path key_directory;  // setting ballot_box.key_directory; disk mode only
  std::filesystem::path boot_id = "/proc/sys/kernel/random/boot_id";
  // Of the database (storage::installation_of): a box of another one is not opened. Empty: any is.
  std::string installation;
  // Told in fixed words when a box cannot be read or is set aside; may be empty.
  std::function<void(std::string_view)> warn;
};

// Both load what is there. Neither throws when the directory cannot be used: refusal() then says why, and
// nothing is held. The directory is locked: two daemons never share one. Nothing that was found is destroyed.
std::unique_ptr<polls::BallotBoxes> make_ballot_boxes(BoxOptions options);
std::unique_ptr<ideas::IdeaBox> make_idea_box(BoxOptions options);

}  // namespace storage
