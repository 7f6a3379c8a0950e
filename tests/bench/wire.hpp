// Sockets of the generator: one that votes leave by, with TLS or without, and a server for receipts. Nothing
// waits here.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

// Bytes of the whole message at the front; 0: not all there.
inline std::size_t message_size(std::string_view in) {
  const auto end = in.find("\r\n\r\n");
  if (end == in.npos) return 0;
  std::string head(in.substr(0, end));
  std::ranges::transform(head, head.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (head.find("transfer-encoding: chunked") != head.npos) {
    const auto last = in.find("\r\n0\r\n\r\n", end);
    return last == in.npos ? 0 : last + 7;
  }
  const auto length = head.find("content-length:");
  const auto body = length == head.npos ? 0 : static_cast<std::size_t>(std::atol(head.c_str() + length + 15));
  return in.size() >= end + 4 + body ? end + 4 + body : 0;
}

inline sockaddr_in local_address(int port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

class Wire {
 public:
  Wire() = default;
  ~Wire() { close(); }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  int fd() const { return fd_; }

  void open(int port, SSL_CTX* tls) {
    fd_ = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in to = local_address(port);
    if (connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
      throw std::runtime_error("cannot connect");
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (tls) {
      tls_ = SSL_new(tls);
      SSL_set_fd(tls_, fd_);
      if (SSL_connect(tls_) != 1) throw std::runtime_error("no TLS");
    }
    fcntl(fd_, F_SETFL, O_NONBLOCK);
  }
  void close() {
    if (tls_) SSL_free(std::exchange(tls_, nullptr));
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

  // Requests are small: what is not taken at once is a failure.
  bool send(std::string_view bytes) {
    const auto size = static_cast<ssize_t>(bytes.size());
    if (tls_) return SSL_write(tls_, bytes.data(), static_cast<int>(size)) == size;
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == size;
  }
  // Adds what has come; false: it is over.
  bool receive(std::string& in) {
    std::array<char, 16384> bytes;
    for (;;) {
      const ssize_t got =
          tls_ ? SSL_read(tls_, bytes.data(), bytes.size()) : recv(fd_, bytes.data(), bytes.size(), 0);
      if (got > 0) in.append(bytes.data(), static_cast<std::size_t>(got));
      if (!tls_) return got > 0;
      if (got <= 0) return SSL_get_error(tls_, static_cast<int>(got)) == SSL_ERROR_WANT_READ;
    }
  }

 private:
  int fd_ = -1;
  SSL* tls_ = nullptr;
};

// Takes what is posted to http://127.0.0.1:port/<number> and says yes.
class Receipts {
 public:
  Receipts() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in at = local_address(0);
    socklen_t size = sizeof at;
    if (bind(fd_, reinterpret_cast<const sockaddr*>(&at), size) != 0 || listen(fd_, 512) != 0 ||
        getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size) != 0)
      throw std::runtime_error("cannot listen");
    port_ = ntohs(at.sin_port);
  }

  int fd() const { return fd_; }
  std::string address(std::size_t number) const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/" + std::to_string(number);
  }

  // The index of the one that has come.
  std::size_t accept() {
    callers_.push_back({::accept4(fd_, nullptr, nullptr, SOCK_NONBLOCK), {}});
    return callers_.size() - 1;
  }
  int fd_of(std::size_t caller) const { return callers_[caller].fd; }

  template <class Take>
  void hear(std::size_t caller, Take take) {
    auto& [fd, in] = callers_[caller];
    std::array<char, 16384> bytes;
    const ssize_t got = recv(fd, bytes.data(), bytes.size(), 0);
    if (got <= 0) {
      ::close(std::exchange(fd, -1));
      return;
    }
    in.append(bytes.data(), static_cast<std::size_t>(got));
    for (std::size_t size; (size = message_size(in)) > 0; in.erase(0, size)) {
      constexpr std::string_view yes =
          "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
      if (::send(fd, yes.data(), yes.size(), MSG_NOSIGNAL) < 0) return;
      take(static_cast<std::size_t>(std::atol(in.c_str() + in.find('/') + 1)));
    }
  }

 private:
  struct Caller {
    int fd;
    std::string in;
  };
  int fd_, port_ = 0;
  std::vector<Caller> callers_;
};

}  // namespace bench
