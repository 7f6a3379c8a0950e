#pragma once
// Mattermost signs nothing that it sends: any user can make it call us with a button or a dialog of their
// own. So what we hand out carries a signature of ours, and nothing without one is believed. Any thread.

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/random.hpp"
#include "bot/core/time.hpp"
#include "bot/runtime/json_text.hpp"

namespace mattermost {

// What a button carries, there and back; never sent to clients by Mattermost.
struct Pressed {
  enum class Kind {
    press,
    again,  // a command once more, `value`: it was written where no form can be opened
  };
  Kind kind = Kind::press;
  std::string name, value;
  std::string channel;  // id of the channel in which alone it counts
  core::Instant expires{};
  bool operator==(const Pressed&) const = default;
};

// What a dialog carries in its state. The person's browser sees it and sends it back.
struct Asked {
  enum class Kind {
    form,    // `name` and `state` of a form
    choice,  // one of `buttons`
    notice,  // words alone
  };
  Kind kind = Kind::notice;
  std::string name, state;
  std::vector<std::pair<std::string, std::string>> buttons;  // name, value
  std::string channel;  // id of the channel it was opened in; empty: a direct conversation
  std::string serial;   // tells two dialogs of one form apart
  core::Instant expires{};
  bool operator==(const Asked&) const = default;
};

// What a button's context says, before anybody has looked whether it is ours.
struct Claimed {
  std::string name, value, channel, signature;
  std::optional<std::int64_t> expires;  // seconds
  bool again = false;
};
Claimed read_context(runtime::JsonView context);

class Seals {
 public:
  // Reads 32 bytes from `file`, or makes them (0600, the folder too) when there is none. Throws
  // std::runtime_error, naming the file and what to do, when it has another size or others may read it, and
  // std::system_error when it cannot be read or written.
  Seals(const std::filesystem::path& file, core::Random& random);

  nlohmann::json seal(const Pressed& pressed) const;
  // Nothing for what we did not make, for another channel, or too late.
  std::optional<Pressed> open(const Claimed& claimed, const std::string& channel, core::Instant now) const;

  // For this person alone.
  std::string seal(const Asked& asked, const std::string& user) const;
  std::optional<Asked> open(const std::string& state, const std::string& user, core::Instant now) const;

  // 32 hexadecimal digits for `text` that tell nothing of it.
  std::string mark(const std::string& text) const;

 private:
  std::string sign(std::string_view purpose, const std::string& text) const;  // 64 hexadecimal digits
  std::string key_;
};

}  // namespace mattermost
