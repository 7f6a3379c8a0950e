// Beast's HTTP parser writing straight into our own plain types. Private to http_server.cpp and
// http_session.cpp.
#pragma once

#include <algorithm>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstdint>
#include <string>

#include "adapters/net/http.hpp"

namespace net {

// Parses one request. The limits hold for what is really read.
class RequestParser final : public boost::beast::http::basic_parser<true> {
  using error_code = boost::system::error_code;
  using view = boost::beast::string_view;

 public:
  RequestParser(std::size_t header_bytes, std::size_t body_bytes) : header_left_(header_bytes) {
    this->header_limit(static_cast<std::uint32_t>(header_bytes));
    this->body_limit(body_bytes);
    this->eager(true);
  }

  // Takes what it can from the buffer. Nothing in the result: the message is whole. need_more: read and call
  // again.
  error_code feed(boost::beast::flat_buffer& buffer) {
    if (!begun_) {
      if (const error_code error = pass_empty_lines(buffer)) return error;
    }
    while (!this->is_done() && buffer.size() > 0) {
      // Boost 1.81 asserts that it sees five bytes whenever it comes back to the last chunk, and marks the
      // chunk as last from three on ("0", CR, LF). What is left of a chunked body is never less than five
      // bytes: so wait for them.
      if (this->is_header_done() && this->chunked() && buffer.size() < last_chunk_bytes) break;
      error_code error;
      buffer.consume(this->put(buffer.data(), error));
      if (error) return error;
    }
    if (this->is_done()) return {};
    return boost::beast::http::error::need_more;
  }

  // Whether anything of a message has come: an empty line before it is nothing.
  bool has_begun() const { return begun_; }

  std::string method;
  std::string target;
  bool http_1_1 = true;
  Headers headers;
  std::string body;

 private:
  void on_request_impl(boost::beast::http::verb, view name, view path, int version,
                       error_code& error) override {
    method.assign(name.data(), name.size());
    target.assign(path.data(), path.size());
    http_1_1 = version == 11;
    count(name.size() + path.size() + 12, error);
  }
  void on_response_impl(int, view, int, error_code&) override {}
  void on_field_impl(boost::beast::http::field, view name, view value, error_code& error) override {
    count(name.size() + value.size() + 4, error);
    // A trailer behind a chunked body must not pass for a header: nothing has checked it.
    if (!header_done_ && !error) headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  void on_header_impl(error_code&) override { header_done_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& size, error_code&) override {
    // Held against the limit already; but what is only announced shall not cost much.
    if (size) body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*size, most_reserved)));
  }
  std::size_t on_body_impl(view part, error_code&) override {
    body.append(part.data(), part.size());
    return part.size();
  }
  void on_chunk_header_impl(std::uint64_t, view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, view part, error_code&) override {
    body.append(part.data(), part.size());
    return part.size();
  }
  void on_finish_impl(error_code&) override {}

  // RFC 9112 2.2: some send an empty line behind a body, which stands before the next request then.
  error_code pass_empty_lines(boost::beast::flat_buffer& buffer) {
    error_code error;
    const auto text = [&] { return view(static_cast<const char*>(buffer.data().data()), buffer.size()); };
    while (!error && text().starts_with("\r\n")) {
      buffer.consume(2);
      count(2, error);
    }
    if (error) return error;
    begun_ = buffer.size() > 0 && text() != "\r";
    return begun_ ? error : make_error_code(boost::beast::http::error::need_more);
  }

  // Beast's own limit starts anew with every read; this one holds for the whole header and its trailers.
  void count(std::size_t bytes, error_code& error) {
    if (bytes > header_left_) {
      error = boost::beast::http::error::header_limit;
    } else {
      header_left_ -= bytes;
    }
  }

  static constexpr std::size_t last_chunk_bytes = 5;  // "0", CR, LF, CR, LF
  static constexpr std::uint64_t most_reserved = 64 * 1024;
  std::size_t header_left_;
  bool begun_ = false, header_done_ = false;
};

}  // namespace net
