// HTTP both ways, addresses and forms, WebSocket frames.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <cstring>

#include "adapters/net/http_framing.hpp"
#include "adapters/net/short_head.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/url.hpp"
#include "adapters/net/use_tuple.hpp"
#include "adapters/net/websocket.hpp"
#include "tests/fuzz/target.hpp"

namespace fuzz {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

// The first byte says in how large pieces the rest comes: 1 to 15 bytes, or whole.
std::size_t piece_of(std::string_view& bytes) {
  if (bytes.empty()) return 1;
  const std::size_t size = static_cast<unsigned char>(bytes.front()) % 16;
  bytes.remove_prefix(1);
  return size == 0 ? bytes.size() + 1 : size;
}

template <class Parser>
bool read_in_pieces(Parser& parser, std::string_view bytes) {
  const std::size_t size = piece_of(bytes);
  beast::flat_buffer buffer(32 * 1024);
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, std::min(size, buffer.max_size() - buffer.size()));
    if (piece.empty()) return false;
    buffer.commit(asio::buffer_copy(buffer.prepare(piece.size()), asio::buffer(piece)));
    bytes.remove_prefix(piece.size());
    const auto error = parser.feed(buffer);
    if (!error) return true;
    if (error != beast::http::error::need_more) return false;
  }
  return false;
}

void http_request(std::string_view bytes) {
  net::RequestParser parser(8 * 1024, 64 * 1024);
  if (!read_in_pieces(parser, bytes)) return;
  (void)net::refusal_of(parser);
  (void)parser.keep_alive();
  (void)parser.upgrade();
  const net::Request request = net::take(parser, "127.0.0.1", "127.0.0.1");
  (void)net::is_local_or_same_origin(request);
  (void)net::parse_form(request.query);
  (void)net::parse_form(request.body);
}

void address(std::string_view bytes) {
  (void)net::parse_url(bytes);
  (void)net::parse_site(bytes);
  (void)net::parse_form(bytes);
  net::Request request;
  request.headers.add("Host", take_part(bytes));
  request.headers.add("Origin", bytes);
  (void)net::is_local_or_same_origin(request);
}

// What a client sends, from memory.
class Memory final : public net::Stream {
 public:
  Memory(asio::io_context& io, std::string bytes, std::size_t piece)
      : io_(io), bytes_(std::move(bytes)), piece_(piece) {}
  executor_type get_executor() override { return io_.get_executor(); }
  void cancel() override {}
  void close() override { at_ = bytes_.size(); }
  void shutdown_send() override {}
  std::string peer() const override { return "127.0.0.1"; }
  void read_some(net::BufferList<asio::mutable_buffer> buffers, TransferHandler handler) override {
    const auto part = asio::buffer(bytes_.data() + at_, std::min(piece_, bytes_.size() - at_));
    const std::size_t size = asio::buffer_copy(buffers, part);
    at_ += size;
    finish(size == 0 ? asio::error::eof : boost::system::error_code(), size, std::move(handler));
  }
  void write_some(net::BufferList<asio::const_buffer> buffers, TransferHandler handler) override {
    finish({}, asio::buffer_size(buffers), std::move(handler));
  }

 private:
  void finish(boost::system::error_code error, std::size_t size, TransferHandler handler) {
    asio::post(io_,
               [error, size, handler = std::move(handler)]() mutable { std::move(handler)(error, size); });
  }
  asio::io_context& io_;
  std::string bytes_;
  std::size_t piece_, at_ = 0;
};

asio::awaitable<void> serve(std::unique_ptr<net::Stream> stream) {
  net::Request request;
  request.method = "GET";
  request.path = "/ws";
  request.headers.add("Host", "localhost");
  request.headers.add("Upgrade", "websocket");
  request.headers.add("Connection", "Upgrade");
  request.headers.add("Sec-WebSocket-Version", "13");
  request.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  net::WebSocketLimits limits;
  limits.message_bytes = 2048;
  auto accepted = co_await net::accept_websocket(std::move(stream), request, limits);
  if (!accepted) std::abort();
  while (auto text = co_await (*accepted)->receive()) (*accepted)->send(*text);
  (*accepted)->abort();
}

void websocket(std::string_view bytes) {
  const std::size_t piece = piece_of(bytes);
  asio::io_context io(1);
  asio::co_spawn(io, serve(std::make_unique<Memory>(io, std::string(bytes), piece)), asio::detached);
  io.poll();  // what is left then waits for a peer that never says more
}

asio::awaitable<void> read_all(std::unique_ptr<net::Stream> from) {
  const auto stream = net::make_short_head(std::move(from));
  std::string room(512, '\0');
  for (bool more = true; more;) {
    const auto [error, size] = co_await stream->async_read_some(asio::buffer(room), net::use_tuple);
    more = !error;
  }
}

// What a server answers to the greeting of a WebSocket. Other answers are libcurl's to read.
void http_answer(std::string_view bytes) {
  const std::size_t piece = piece_of(bytes);
  asio::io_context io(1);
  asio::co_spawn(io, read_all(std::make_unique<Memory>(io, std::string(bytes), piece)), asio::detached);
  io.run();
}

}  // namespace

std::span<const Target> net_targets() {
  static constexpr Target all[] = {{"http_request", http_request},
                                   {"http_answer", http_answer},
                                   {"address", address},
                                   {"websocket", websocket}};
  return all;
}

}  // namespace fuzz
