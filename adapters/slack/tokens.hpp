#pragma once
// The bot's token of one workspace: from the configuration, or from an installation or a rotation, kept in
// <data>/slack/<workspace>.json (mode 0600). A new pair is on the disk before it is used. I/O thread.

#include <filesystem>
#include <optional>
#include <string>

#include "bot/core/time.hpp"

namespace slack {

struct TokenPair {
  std::string access, refresh;              // `refresh` empty: the token does not rotate
  std::optional<core::Instant> good_until;  // nothing: for ever
};

class Tokens {
 public:
  // Reads the file when there is one; else `configured` counts. Throws std::runtime_error (fixed words) when
  // the file is not readable as what we wrote.
  Tokens(const std::filesystem::path& data, const std::string& workspace, TokenPair configured);

  const TokenPair& pair() const { return pair_; }
  bool kept() const { return kept_; }  // in the file

  // Due when it rotates and has less than `early` to live.
  bool due(core::Instant now) const;
  // Written, then used. Throws std::system_error when the disk does not take it; the old pair stays.
  void keep(TokenPair pair);
  // As the configuration has it now; what Slack gave us since counts for more.
  void configure(TokenPair configured) {
    if (!kept_) pair_ = std::move(configured);
  }
  // After an uninstallation: file and memory.
  void forget();

  static constexpr std::chrono::hours early{2};

 private:
  std::filesystem::path file_;
  TokenPair pair_;
  bool kept_ = false;
};

}  // namespace slack
