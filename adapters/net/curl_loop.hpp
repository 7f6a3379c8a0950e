// libcurl's multi interface moved by Asio: TLS, HTTP and kept connections are curl's, readiness and time are
// Asio's. Private to net. One thread: the executor's.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <unordered_map>

#include "adapters/net/curl/functions.hpp"

namespace net {

// A transfer of the loop; CURLOPT_PRIVATE points at it.
class Transfer {
 public:
  virtual void finished(CURLcode result) noexcept = 0;  // resumes nobody by itself: it posts

 protected:
  ~Transfer() = default;
};

class CurlLoop : public std::enable_shared_from_this<CurlLoop> {
 public:
  explicit CurlLoop(boost::asio::any_io_executor executor);
  ~CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  const boost::asio::any_io_executor& executor() const { return executor_; }

  // Not from within a callback of curl's: every call there fails.
  void start(CURL* easy);
  void stop(CURL* easy);  // does nothing when it has not been started

  // Hands a connected socket to curl, which closes it through close_socket().
  curl_socket_t adopt(boost::asio::ip::tcp::socket socket);
  static int close_socket(void* loop, curl_socket_t socket);

  // Something waits on the kept connection from that local port: bytes, its end or an error. Nothing does
  // where the next request may go out.
  bool is_stale(int local_port) const;

 private:
  struct Watch;
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* loop, void* watch);
  static int on_timer(CURLM* multi, long milliseconds, void* loop);
  void act(curl_socket_t socket, int events);
  void wait(const std::shared_ptr<Watch>& watch, bool write);
  void forget(curl_socket_t socket);

  boost::asio::any_io_executor executor_;
  boost::asio::steady_timer timer_;
  unsigned timer_number_ = 0;  // so that a late one is known
  std::map<curl_socket_t, std::shared_ptr<Watch>> watched_;
  std::unordered_multimap<int, curl_socket_t> by_local_port_;  // all connections, idle ones too
  CURLM* multi_;
};

}  // namespace net
