#pragma once
// Messages to people without a chat account, kept until they look: one file, one record a line. I/O thread.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/net/line_file.hpp"
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

  // Opens or makes the file (folders too, for the owner alone) and reads it. A last record that was torn by
  // a crash is dropped: nobody was told that it was sent. An earlier one that cannot be read is left out, and
  // the log says so. Throws std::system_error when the file cannot be opened.
  explicit Mailbox(const std::filesystem::path& file);
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Both are on disk (fdatasync) when they return. On std::system_error nothing was kept; when even that
  // cannot be promised, every later call throws too.
  std::string add(const std::string& user, const std::string& key, core::Message message, core::Instant now);
  enum class Edited { yes, dropped, unknown };  // dropped: too old or too many, nobody sees it any more
  Edited edit(const std::string& ref, core::Message message);

  // The reference of the letter sent under `key`; empty when there is none.
  std::string find(const std::string& key) const;
  // Newest first.
  std::vector<const Letter*> of(const std::string& user, core::Instant now) const;
  // Mailbox to them go; letters to others say what `gone.without` leaves. True: something was changed. Throws
  // std::system_error.
  bool forget(const runtime::Gone& gone);
  // Takes what is too old or too many out of the file too. Throws std::system_error.
  void tidy(core::Instant now);

 private:
  void replay(std::string_view line);
  Letter* by_ref(const std::string& ref);
  void keep_only(std::vector<Letter> left);

  std::uint64_t next_ = 1;
  std::vector<Letter> letters_;  // in the order they came
  net::LineFile file_;           // last: reading it fills the others
};

}  // namespace web
