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
std::string line_of(const std::string& link, const std::string& sitting, core::Instant expires) {
  return link + " " + sitting + " " + core::to_text(expires);
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

UsedLinks::UsedLinks(asio::any_io_executor executor, const std::filesystem::path& file) {
  const auto open = [&] {
    const auto replay = [this](std::string_view line) { read(line); };
    net::LineFile lines(file, replay, net::LineFile::Damaged::leave_out);
    file_ = std::make_unique<net::LineWriter>(executor, std::move(lines));
  };
  try {
    open();
  } catch (const std::exception& error) {
    used_.clear();
    core::log(core::Level::error, "links that were used cannot be read, and can be used again", error.what());
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    try {
      open();
    } catch (const std::exception&) {  // then they are remembered until the program ends
    }
  }
}

// "<hash> <sitting> 2026-11-24T12:00:00Z"
void UsedLinks::read(std::string_view line) {
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == line.npos || first == last) throw std::invalid_argument("no used link");
  used_.emplace(line.substr(0, first), Use{std::string(line.substr(first + 1, last - first - 1)),
                                           core::instant_from_text(line.substr(last + 1))});
}

asio::awaitable<void> UsedLinks::use(std::string link, std::string sitting, core::Instant expires) {
  const bool first = used_.emplace(link, Use{sitting, expires}).second;
  if (!first || !file_) co_return;
  const std::function<void(net::LineWriter::Told)> write = [&](net::LineWriter::Told told) {
    file_->append(line_of(link, sitting, expires), std::move(told));
  };
  const std::optional<bool> kept = co_await runtime::told<bool>(write);
  if (kept == false)
    core::log(core::Level::warning, "a link that was used is remembered until the program ends alone");
}

bool UsedLinks::is_used_by_other(const std::string& link, const std::string& sitting) const {
  const auto found = used_.find(link);
  return found != used_.end() && found->second.sitting != sitting;
}

void UsedLinks::forget_before(core::Instant now) {
  const auto gone = std::erase_if(used_, [&](const auto& entry) { return entry.second.expires < now; });
  if (gone == 0 || !file_) return;
  std::string left;
  for (const auto& [link, use] : used_) left += line_of(link, use.sitting, use.expires) + "\n";
  file_->replace(std::move(left), [](bool kept) {
    if (!kept)
      core::log(core::Level::warning, "links that were used and have run out stay in their file for now");
  });
}

}  // namespace web
