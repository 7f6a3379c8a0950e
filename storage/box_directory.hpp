#pragma once
// The directory of the boxes: checked once, then only reached through its descriptor, so that nothing can be
// put in its way.

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bot/core/time.hpp"
#include "storage/box_options.hpp"
#include "storage/descriptor.hpp"

namespace storage {

// A file or a folder cannot be read now, and nothing says that it is damaged: the disk or the folder of the
// keys does not answer, a key is not there, there are too few descriptors. It may be read later.
class Unreachable : public std::runtime_error {
 public:
  explicit Unreachable(const std::string& reason) : std::runtime_error(reason), reason_(reason) {}
  const std::string& reason() const { return reason_; }  // fixed words and the system's: no content, no id

 private:
  std::string reason_;
};

class BoxDirectory {
 public:
  // `lock` is the name of the lock file that this user of the directory holds for life.
  BoxDirectory(const BoxOptions& options, const std::string& lock);

  const std::string& refusal() const { return refusal_; }
  // Says so where one of them is in no folder any more, also when another was made in its place.
  std::string lost() const;
  bool sealed() const { return options_.mode == BoxOptions::Mode::disk; }
  int fd() const { return directory_.get(); }
  int key_fd() const { return keys_.get(); }
  // Looks for the directories anew: they may be back, or be others under the same names.
  void look_again();
  // It turned out that it cannot be used now.
  void refuse(const std::string& why);
  // Has the boxes read, unless it is refused; when they are Unreachable, it is.
  template <class Load>
  void read(Load load) {
    if (!refusal_.empty()) return;
    try {
      load();
    } catch (const Unreachable& error) {
      refuse(error.reason());
    }
  }
  // What cannot be wiped now ends no start: it is said, and left to whoever looks next.
  template <class Wipe>
  void wipe(Wipe wipe) const {
    try {
      wipe();
    } catch (const std::exception&) {
      warn("what is left of a box cannot be wiped now");
    }
  }
  // Names of files that end in `ending`. As all that follows it throws Unreachable.
  std::vector<std::string> names(const std::string& ending) const;
  // Does `work` for each of them; where it threw, throws that after the others.
  void for_all(const std::string& ending, const std::function<void(const std::string& name)>& work) const;

  // What was set aside is kept, boxes and keys alike, in a folder "set-aside" of their folder: a box keeps
  // its name, with ".1", ".2" ... behind it when there is one of that name already. `now` is written on the
  // file.
  void set_aside(const std::string& name, core::Instant now) const;
  // Back under its old name, with its key; throws when something lies there.
  void bring_back(const std::string& aside, const std::string& name) const;
  // Those of a name, newest last; those of any name that were set aside before an instant.
  std::vector<std::string> aside_of(const std::string& name) const;
  std::vector<std::string> aside_before(core::Instant before) const;
  // The folder itself, of `folder` (fd() or key_fd()); nothing when there is none.
  Descriptor aside(int folder) const;

  const std::string& installation() const { return options_.installation; }
  std::string boot() const;
  void warn(std::string_view words) const;

 private:
  std::string open();
  void open_or_refuse();
  std::string open_keys();
  std::string take_lock();

  BoxOptions options_;
  std::string lock_name_;
  Descriptor directory_, keys_, lock_;
  std::string refusal_;
};

}  // namespace storage
