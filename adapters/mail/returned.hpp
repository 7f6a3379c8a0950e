#pragma once
// Whose last letter came back, and why, until the next letter to them tells it; and which reports of that are
// being read. A note each ("returned/<person>", of fixed words), and "reading". I/O thread.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>
#include <vector>

#include "bot/core/ids.hpp"
#include "bot/runtime/adapter.hpp"

namespace mail {

class Returned {
 public:
  // Reports at a time.
  static constexpr std::size_t most = 20;
  using Reasons = std::map<core::PersonId, std::string>;  // "no_such_box", "full_box", "not_taken"

  // What cannot be read is left out (the log tells). `book` outlives it.
  void open(runtime::Notebook& book);

  // Takes `found`, reports by their numbers, to those that are being read. True when they are kept: only then
  // may they be fetched, for a mailbox marks as read what it hands out. False too when there are none.
  boost::asio::awaitable<bool> begin(std::vector<std::string> found);
  const std::vector<std::string>& reading() const { return reading_; }
  // What they said, kept together with the end of reading them but of `left`. A failure goes to the log.
  boost::asio::awaitable<void> end(Reasons reasons, std::vector<std::string> left);

  // Why, once; empty: nothing came back.
  std::string take(const core::PersonId& person);
  void forget(const runtime::Gone& gone);

 private:
  boost::asio::awaitable<bool> keep(std::vector<runtime::Note> notes);
  runtime::Note note_of_reading() const;

  runtime::Notebook* book_ = nullptr;  // null: kept in memory alone
  Reasons reasons_;
  std::vector<std::string> reading_;
};

}  // namespace mail
