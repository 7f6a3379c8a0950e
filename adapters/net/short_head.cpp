#include "adapters/net/short_head.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"

namespace net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t longest_head = 64 * 1024;
constexpr std::string_view head_end = "\r\n\r\n";

bool upgraded(std::string_view head) {
  return head.substr(std::min(head.find(' '), head.size())).starts_with(" 101");
}

// The status line and what belongs to the upgrade. The body of a refusal is nobody's to read.
std::string shortened(std::string_view head) {
  std::string kept;
  bool first = true;
  while (!head.empty()) {
    const std::size_t size = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, size);
    head.remove_prefix(std::min(size + 2, head.size()));
    const std::string_view name = line.substr(0, std::min(line.find(':'), line.size()));
    const bool wanted = equal_ignoring_case(name, "Upgrade") || equal_ignoring_case(name, "Connection") ||
                        equal_ignoring_case(name.substr(0, 14), "Sec-WebSocket-");
    if (first || wanted) kept.append(line).append("\r\n");
    first = false;
  }
  if (!upgraded(kept)) kept += "Content-Length: 0\r\n";
  return kept + "\r\n";
}

class ShortHead final : public Stream {
 public:
  explicit ShortHead(std::unique_ptr<Stream> inner) : inner_(std::move(inner)) {}

  executor_type get_executor() override { return inner_->get_executor(); }
  void cancel() override { inner_->cancel(); }
  void close() override { inner_->close(); }
  void shutdown_send() override { inner_->shutdown_send(); }
  std::string peer() const override { return inner_->peer(); }
  void write_some(BufferList<asio::const_buffer> buffers, TransferHandler handler) override {
    inner_->write_some(buffers, std::move(handler));
  }
  void read_some(BufferList<asio::mutable_buffer> buffers, TransferHandler handler) override {
    if (!head_read_) return read_head(buffers, std::move(handler));
    if (ready_.empty()) return inner_->read_some(buffers, std::move(handler));
    const std::size_t size = asio::buffer_copy(buffers, asio::buffer(ready_));
    ready_.erase(0, size);
    end(std::move(handler), error_code(), size);
  }

 private:
  void end(TransferHandler handler, error_code error, std::size_t size) {
    asio::post(inner_->get_executor(),
               [handler = std::move(handler), error, size]() mutable { std::move(handler)(error, size); });
  }
  void read_head(BufferList<asio::mutable_buffer> buffers, TransferHandler handler) {
    auto on_read = [this, buffers, handler = std::move(handler)](error_code error, std::size_t size) mutable {
      if (error) return std::move(handler)(error, 0);
      ready_.append(part_.data(), size);
      const std::size_t end_of_head = ready_.find(head_end);
      if (end_of_head == ready_.npos) {
        if (ready_.size() <= longest_head) return read_head(buffers, std::move(handler));
        return std::move(handler)(boost::beast::http::error::header_limit, 0);
      }
      std::string rest = ready_.substr(end_of_head + head_end.size());
      if (!upgraded(ready_)) rest.clear();
      ready_ = shortened(std::string_view(ready_).substr(0, end_of_head)) + rest;
      head_read_ = true;
      read_some(buffers, std::move(handler));
    };
    BufferList<asio::mutable_buffer> into(asio::buffer(part_));
    inner_->read_some(into, TransferHandler(std::move(on_read)));
  }

  std::unique_ptr<Stream> inner_;
  std::array<char, 8 * 1024> part_;
  std::string ready_;  // come and not yet given on
  bool head_read_ = false;
};

}  // namespace

std::unique_ptr<Stream> make_short_head(std::unique_ptr<Stream> stream) {
  return std::make_unique<ShortHead>(std::move(stream));
}

}  // namespace net
