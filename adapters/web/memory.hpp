#pragma once
// What the pages remember for a while: how much each person and each place that guests come from has asked
// for, in memory alone, and which links have been used, also over a restart. No address, no answer. I/O
// thread.

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"
#include "adapters/net/line_writer.hpp"
#include "adapters/net/timing.hpp"
#include "bot/core/time.hpp"

namespace web {

// `burst` at once, and `a_minute` in the long run, for each key.
class Limiter {
 public:
  Limiter(int a_minute, int burst) : each_(60'000 / a_minute), burst_(burst) {}
  // False: too much for now.
  bool take(const std::string& key, net::Ticks now);
  // Whether take() would say so.
  bool has(const std::string& key, net::Ticks now) const;

 private:
  net::Ticks each_;
  int burst_;
  std::map<std::string, net::Ticks> full_again_;  // when the key has its whole burst back
};

// Marks of where guests come from, instead of their addresses: hashes with a key that nobody has seen and
// that is made anew each day. All of a network of IPv6 is one place. Phones in one place are told apart by
// what their browsers say of themselves; two of the same make that speak the same language are one.
class Sources {
 public:
  // As core::source_mark, 32 and 16 hexadecimal digits; empty for no address.
  std::string mark_of(const net::Request& request, core::Instant now);

 private:
  std::string hashed(std::string_view text, std::size_t bytes) const;

  std::chrono::sys_days day_{};
  std::array<unsigned char, 32> key_{};
};

// Attempts to sign in that came to their end, and sessions that were left: neither is good again. No link to
// a poll or an idea is here: whoever holds one would learn that its owner has answered. Kept in a file beside
// the ballot boxes, and like them it goes with the machine's memory. Of each it has a hash.
class EndedSignIns {
 public:
  EndedSignIns() = default;  // in memory alone
  // Reads the file, or makes it; one that cannot be read is begun anew, and the log says so.
  EndedSignIns(boost::asio::any_io_executor executor, const std::filesystem::path& file);

  // It has ended at once; when the coroutine ends, also after a restart. One that has ended before stays as
  // it was. Outlives the call.
  boost::asio::awaitable<void> end(std::string hash, core::Instant expires);
  bool has_ended(const std::string& hash) const { return ended_.contains(hash); }
  // Those that have run out by then are worthless anyhow.
  void forget_before(core::Instant now);

 private:
  void read(std::string_view line);

  std::map<std::string, core::Instant> ended_;  // when each would have run out
  std::unique_ptr<net::LineWriter> file_;       // null: none
};

}  // namespace web
