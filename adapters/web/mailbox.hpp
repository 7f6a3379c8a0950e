#pragma once
// Messages to people without a chat account, kept until they look: a note each ("letter/l12"). I/O thread.

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/message.hpp"
#include "bot/core/time.hpp"
#include "bot/runtime/adapter.hpp"

namespace web {

struct Letter {
  std::string ref;  // "l" and its number
  std::string user, key;
  core::Instant at{};
  core::Message message;
};

class Mailbox {
 public:
  static constexpr std::size_t most_each = 50;
  static constexpr std::chrono::days kept{60};

  Mailbox() = default;
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Reads the notes, and before them `former`, the file of a former version when there is one; it is removed
  // when all of it is kept. What cannot be read is left out and stays, and the log says so. `book` outlives
  // it.
  void open(runtime::Notebook& book, const std::filesystem::path& former);

  // The letter's reference when it is kept; of one that was sent under `key` before, that one's. Nothing: it
  // could not be kept.
  boost::asio::awaitable<std::optional<std::string>> add(std::string user, std::string key,
                                                         core::Message message, core::Instant now);
  enum class Edited { yes, dropped, unknown, not_kept };  // dropped: too old or too many, nobody sees it
  boost::asio::awaitable<Edited> edit(std::string ref, core::Message message);

  // The reference of the letter sent under `key`; empty when there is none.
  std::string find(const std::string& key) const;
  // Newest first.
  std::vector<const Letter*> of(const std::string& user, core::Instant now) const;
  // Letters to them are forgotten here; letters to others say what `gone.without` leaves.
  void forget(const runtime::Gone& gone);
  // Takes away what is too old or too many.
  void tidy(core::Instant now);

 private:
  void read(const runtime::Note& note);
  void take_former(const std::filesystem::path& file);
  void former_line(std::string_view line);
  void put(Letter letter);
  Letter* by_ref(const std::string& ref);
  boost::asio::awaitable<bool> keep(runtime::Note note);

  runtime::Notebook* book_ = nullptr;  // null: kept in memory alone
  std::uint64_t next_ = 1;
  std::vector<Letter> letters_;  // by their numbers
};

// Takes letters to them out of the file that a former version left in `data`, which nobody serves. Throws
// std::system_error.
void forget_letters(const std::filesystem::path& data, const runtime::Gone& gone);
std::filesystem::path former_letters(const std::filesystem::path& data);

}  // namespace web
