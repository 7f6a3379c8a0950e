#pragma once
// A relay on a thread of its own that does what a test says. Written from RFC 5321, not from the adapter.

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace mail_test {

struct Taken {
  std::string from, to, text;  // the text without the doubled dots
};

class FakeSmtp {
 public:
  enum class Leaves { never, in_the_data, after_the_data };

  FakeSmtp();
  ~FakeSmtp();
  std::uint16_t port() const { return port_; }

  // Before anybody connects. By the beginning of a command ("RCPT", "." for the end of the data): the answer.
  std::map<std::string, std::string> answers;
  std::string offers = "AUTH PLAIN";  // besides the greeting; one a line
  Leaves leaves = Leaves::never;

  std::vector<Taken> taken() const;           // each that was answered with 250
  std::vector<std::string> commands() const;  // all that came

 private:
  void serve();
  void talk(boost::asio::ip::tcp::socket& socket);
  std::string answer_to(const std::string& line, const std::string& usual) const;

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  mutable std::mutex mutex_;
  std::vector<Taken> taken_;
  std::vector<std::string> commands_;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

}  // namespace mail_test
