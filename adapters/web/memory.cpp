#include "adapters/web/memory.hpp"

#include <sodium.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>

#include "adapters/net/address.hpp"
#include "bot/core/guest_source.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/told.hpp"

namespace web {

namespace asio = boost::asio;

namespace {
constexpr std::size_t many_keys = 10'000;
// "<hash>  2026-11-24T12:00:00Z": what former versions kept between the blanks is of no use, and they read it
// so.
std::string line_of(const std::string& hash, core::Instant expires) {
  return hash + "  " + core::to_text(expires);
}
}  // namespace

bool Limiter::take(const std::string& key, net::Ticks now) {
  if (full_again_.size() > many_keys)
    std::erase_if(full_again_, [&](const auto& entry) { return entry.second <= now; });
  net::Ticks& full = full_again_[key];
  const net::Ticks next = std::max(full, now) + each_;
  if (next > now + each_ * burst_) return false;
  full = next;
  return true;
}

std::string Sources::hashed(std::string_view text, std::size_t bytes) const {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), key_.data(), key_.size());
  std::string mark(2 * hash.size() + 1, '\0');
  sodium_bin2hex(mark.data(), mark.size(), hash.data(), hash.size());
  mark.resize(2 * bytes);
  return mark;
}

std::string Sources::mark_of(const net::Request& request, core::Instant now) {
  if (request.source.empty()) return {};
  const auto today = std::chrono::floor<std::chrono::days>(now);
  if (today != day_) {
    randombytes_buf(key_.data(), key_.size());
    day_ = today;
  }
  const std::string place = net::place_of(request.source);
  std::string phone;
  for (const char* header : {"User-Agent", "Accept-Language", "Sec-CH-UA", "Sec-CH-UA-Platform"})
    phone.append(request.headers.get(header)).append("\n");
  return core::source_mark(hashed(place, 16), hashed(place + "\n" + phone, 8));
}

bool Limiter::has(const std::string& key, net::Ticks now) const {
  const auto full = full_again_.find(key);
  return full == full_again_.end() || std::max(full->second, now) + each_ <= now + each_ * burst_;
}

EndedSignIns::EndedSignIns(asio::any_io_executor executor, const std::filesystem::path& file) {
  const auto open = [&] {
    const auto replay = [this](std::string_view line) { read(line); };
    net::LineFile lines(file, replay, net::LineFile::Damaged::leave_out);
    file_ = std::make_unique<net::LineWriter>(executor, std::move(lines));
  };
  try {
    open();
  } catch (const std::exception& error) {
    ended_.clear();
    core::log(core::Level::error, "sessions that were left cannot be read, and are good again", error.what());
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    try {
      open();
    } catch (const std::exception&) {  // then they are remembered until the program ends
    }
  }
}

void EndedSignIns::read(std::string_view line) {
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == line.npos || first == last) throw std::invalid_argument("no ended session");
  ended_.emplace(line.substr(0, first), core::instant_from_text(line.substr(last + 1)));
}

asio::awaitable<void> EndedSignIns::end(std::string hash, core::Instant expires) {
  const bool first = ended_.emplace(hash, expires).second;
  if (!first || !file_) co_return;
  const std::function<void(net::LineWriter::Told)> write = [&](net::LineWriter::Told told) {
    file_->append(line_of(hash, expires), std::move(told));
  };
  const std::optional<bool> kept = co_await runtime::told<bool>(write);
  if (kept == false)
    core::log(core::Level::warning, "a session that was left is remembered until the program ends alone");
}

void EndedSignIns::forget_before(core::Instant now) {
  const auto gone = std::erase_if(ended_, [&](const auto& entry) { return entry.second < now; });
  if (gone == 0 || !file_) return;
  std::string left;
  for (const auto& [hash, expires] : ended_) left += line_of(hash, expires) + "\n";
  file_->replace(std::move(left), [](bool kept) {
    if (!kept)
      core::log(core::Level::warning, "sessions that were left and have run out stay in their file for now");
  });
}

}  // namespace web
