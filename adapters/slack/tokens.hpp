#pragma once
// The bot's token of one workspace: from the configuration, or from an installation or a rotation, which is
// kept as the note "token". A new pair is kept before it is used. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/time.hpp"
#include "bot/runtime/notebook.hpp"

namespace slack {

struct TokenPair {
  std::string access, refresh;              // `refresh` empty: the token does not rotate
  std::optional<core::Instant> good_until;  // nothing: for ever
  std::optional<core::Instant> since{};     // when Slack gave it, or we read it in the configuration
};

class Tokens {
 public:
  explicit Tokens(TokenPair configured) : pair_(std::move(configured)) {}

  // What stands in `notes` counts for more than the configuration. Throws std::runtime_error (fixed words)
  // when it is not what we wrote.
  void read(const std::vector<runtime::Note>& notes);
  // The same, after what a former version left in `former`: that is kept, and the file removed. `book`
  // outlives it.
  void open(runtime::Notebook& book, const std::filesystem::path& former);

  const TokenPair& pair() const { return pair_; }

  // Due when it rotates and has less than `early` to live.
  bool due(core::Instant now) const;
  // Kept, then used. False: it could not be kept, and the old pair stays.
  boost::asio::awaitable<bool> keep(TokenPair pair);
  // What could not be kept. Its refresh token counts from then on, and the one before no longer.
  const std::optional<TokenPair>& unkept() const { return unkept_; }
  // As the configuration has it now; what Slack gave us since counts for more.
  void configure(TokenPair configured) {
    if (kept_) return;
    if (configured.refresh != pair_.refresh) unkept_.reset();
    pair_ = std::move(configured);
  }
  // After an uninstallation. Slack tells of one again for minutes, or hours later: what it has given since is
  // another.
  bool given_after(std::optional<core::Instant> moment) const {
    return moment && pair_.since && *pair_.since > *moment;
  }
  void forget();

  static constexpr std::chrono::hours early{2};

 private:
  void take(const std::string& text);

  runtime::Notebook* book_ = nullptr;  // null: kept in memory alone
  TokenPair pair_;
  std::optional<TokenPair> unkept_;
  bool kept_ = false;  // what Slack gave us
};

// Where a former version kept them.
std::filesystem::path former_tokens(const std::filesystem::path& data, const std::string& workspace);

}  // namespace slack
