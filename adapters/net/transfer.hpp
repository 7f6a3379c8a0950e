// One HTTP call on its way through curl, and what is known of it: whether it left, and what came back.
// Private to http_client.cpp.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "adapters/net/curl_loop.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/net/proxies.hpp"
#include "adapters/net/url.hpp"

namespace net {

class CurlTransfer final : public Transfer {
 public:
  // `call` and `options` outlive it. `ca_file` is curl's file of roots.
  CurlTransfer(std::shared_ptr<CurlLoop> loop, const HttpCall& call, const HttpClientOptions& options,
               const Url& url, const std::optional<Proxy>& proxy, const std::string& ca_file,
               std::chrono::steady_clock::time_point deadline);
  ~CurlTransfer();  // takes it from curl, wherever it is
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // One round: on a kept connection, or on the socket that was given. Ends at the deadline and when
  // cancelled.
  boost::asio::awaitable<void> round();
  void give(boost::asio::ip::tcp::socket socket);  // for the next round

  // Another round with a socket will do: there was no kept connection, or only a dead one, and nothing has
  // left that must not leave twice.
  bool wants_socket() const { return result_ && (stale_ || (asked_ && (harmless_ || !sent()))); }

  // What is known now; of the last round.
  void tell(HttpOutcome& outcome) const;

 private:
  void prepare(const HttpCall& call);
  void finished(CURLcode result) noexcept override;
  void take_out();
  long info(CURLINFO what) const;
  bool sent() const;
  bool head_is_sound() const;
  boost::system::error_code failure() const;
  Fault place() const;

  static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr*);
  static int on_options(void*, curl_socket_t, curlsocktype) { return CURL_SOCKOPT_ALREADY_CONNECTED; }
  static int on_request(void* self, char*, char*, int, int local_port);
  static std::size_t on_head(char* data, std::size_t, std::size_t size, void* self);
  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self);
  bool take_line(std::string_view line);

  std::shared_ptr<CurlLoop> loop_;
  const HttpCall& call_;
  const HttpClientOptions& options_;
  const bool secure_, by_proxy_, harmless_;  // harmless: may go out twice
  boost::asio::steady_timer done_;
  CURL* easy_;
  curl_slist* headers_ = nullptr;
  curl_slist* addresses_ = nullptr;
  std::optional<boost::asio::ip::tcp::socket> socket_;  // in hand
  bool running_ = false;

  // of the round
  std::optional<CURLcode> result_;
  bool asked_ = false;     // curl wanted a new connection, and there was no socket in hand
  bool opened_ = false;    // it is on a new connection
  bool stale_ = false;     // the kept connection was dead: stopped before a byte left
  bool repeated_ = false;  // curl was about to send it again
  bool too_large_ = false;
  // of the call
  bool allowed_ = false;  // the request may have begun to leave
  long size_before_ = 0;  // bytes of requests before it, a CONNECT
  bool head_done_ = false;
  std::size_t head_bytes_ = 0;
  std::vector<std::pair<std::string, std::string>> fields_;
  std::string body_;
};

}  // namespace net
