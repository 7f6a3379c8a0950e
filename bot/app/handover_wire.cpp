#include "bot/app/handover_wire.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "adapters/net/use_tuple.hpp"
#include "bot/runtime/json.hpp"

namespace app {

namespace asio = boost::asio;

net::TlsPeer peer_of(const Config::Handover& way) {
  return {way.certificate, way.key, way.authority, way.peer_host};
}

nlohmann::json wire_line(const char* key, nlohmann::json value) {
  nlohmann::json line;
  line[key] = std::move(value);
  return line;
}

Sum::Sum() {
  crypto_generichash_init(&state_, nullptr, 0, crypto_generichash_BYTES);
}
Sum::~Sum() {
  sodium_memzero(&state_, sizeof state_);
}

void Sum::add(std::string_view bytes) {
  crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string Sum::text() {
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash_final(&state_, hash.data(), hash.size());
  std::string hex(2 * hash.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

Wire::Wire(std::unique_ptr<net::Stream> stream) : stream_(std::move(stream)), buffer_(portion, '\0') {}
Wire::~Wire() {
  sodium_memzero(buffer_.data(), buffer_.size());
}

asio::awaitable<void> Wire::say(nlohmann::json line) {
  const std::string text = net::bytes_of(line) + "\n";
  co_await send(text);
}

asio::awaitable<void> Wire::send(std::string_view bytes) {
  const auto [error, size] =
      co_await asio::async_write(*stream_, asio::buffer(bytes.data(), bytes.size()), net::use_tuple);
  if (error) throw Broken("the connection broke");
}

asio::awaitable<nlohmann::json> Wire::hear() {
  std::string line;
  for (;;) {
    const std::string_view some = co_await bytes(longest_line + 1 - line.size());
    const auto end = some.find('\n');
    line += some.substr(0, end);
    if (end != some.npos) {
      taken_ -= some.size() - end - 1;
      break;
    }
    if (line.size() > longest_line) throw Broken("it does not speak as Refleks does");
  }
  nlohmann::json said = runtime::parse_json(line);
  if (!said.is_object()) throw Broken("it does not speak as Refleks does");
  co_return said;
}

asio::awaitable<std::string_view> Wire::bytes(std::size_t most) {
  if (taken_ == there_) {
    const auto [error, size] = co_await stream_->async_read_some(asio::buffer(buffer_), net::use_tuple);
    if (error || size == 0) throw Broken("the connection broke");
    taken_ = 0;
    there_ = size;
  }
  const std::string_view some(buffer_.data() + taken_, std::min(most, there_ - taken_));
  taken_ += some.size();
  co_return some;
}

}  // namespace app
