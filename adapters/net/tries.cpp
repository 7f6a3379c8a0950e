#include "adapters/net/tries.hpp"

#include <cstdint>

namespace net {
namespace {

constexpr int most = 3;
constexpr Ticks first_wait{2'000};
constexpr std::chrono::minutes longest_asked{5};  // after that nobody looks for an answer any more

}  // namespace

boost::asio::awaitable<bool> Tries::again(Verdict ended) {
  const bool nothing_taken = ended.kind == Verdict::Kind::unsent || ended.kind == Verdict::Kind::later;
  if (!nothing_taken || ++made_ == most || ended.after > longest_asked) co_return false;
  // A fifth more or less, so that those who were turned away together do not come back together.
  const auto share = static_cast<std::int64_t>(80 + core::below(random_, 41));
  Ticks wait = first_wait * made_ * share / 100;
  if (ended.after.count() > 0) wait = ended.after;
  co_await timing_.sleep(wait);
  co_return true;
}

}  // namespace net
