#include "tests/adapters/mail/fake_smtp.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace mail_test {

namespace asio = boost::asio;
using asio::ip::tcp;

FakeSmtp::FakeSmtp()
    : acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      port_(acceptor_.local_endpoint().port()),
      thread_([this] { serve(); }) {}

FakeSmtp::~FakeSmtp() {
  ends_ = true;
  tcp::socket last(io_);
  boost::system::error_code none;
  last.connect({asio::ip::address_v4::loopback(), port_}, none);
  thread_.join();
}

void FakeSmtp::serve() {
  while (true) {
    tcp::socket socket(io_);
    boost::system::error_code failed;
    acceptor_.accept(socket, failed);
    if (failed || ends_) return;
    try {
      talk(socket);
    } catch (const std::exception&) {
      continue;  // the client has left
    }
  }
}

std::string FakeSmtp::answer_to(const std::string& line, const std::string& usual) const {
  for (const auto& [begin, said] : answers)
    if (line.starts_with(begin)) return said;
  return usual;
}

void FakeSmtp::talk(tcp::socket& socket) {
  std::string received;
  const auto line = [&] {
    const std::size_t size = asio::read_until(socket, asio::dynamic_buffer(received), "\r\n");
    std::string one = received.substr(0, size - 2);
    received.erase(0, size);
    return one;
  };
  const auto say = [&](const std::string& words) { asio::write(socket, asio::buffer(words + "\r\n")); };
  say(answer_to("greeting", "220 relay.example"));
  Taken letter;
  while (true) {
    const std::string command = line();
    {
      const std::lock_guard lock(mutex_);
      commands_.push_back(command);
    }
    if (command.starts_with("EHLO")) {
      say(answer_to(command, offers.empty() ? "250 relay.example" : "250-relay.example\r\n250 " + offers));
    } else if (command == "AUTH PLAIN") {
      const std::string said = answer_to(command, "334 ");
      say(said);
      if (!said.starts_with("334")) continue;
      line();
      say("235 2.7.0 welcome");
    } else if (command.starts_with("MAIL FROM:<")) {
      letter = {command.substr(11, command.find('>') - 11), "", ""};
      say(answer_to(command, "250 2.1.0 ok"));
    } else if (command.starts_with("RCPT TO:<")) {
      letter.to = command.substr(9, command.find('>') - 9);
      say(answer_to(command, "250 2.1.5 ok"));
    } else if (command == "DATA") {
      const std::string said = answer_to(command, "354 go on");
      say(said);
      if (!said.starts_with("354")) continue;
      for (std::string one = line(); one != "."; one = line()) {
        letter.text += (one.starts_with("..") ? one.substr(1) : one) + "\r\n";
        if (leaves == Leaves::in_the_data) return;
      }
      if (leaves == Leaves::after_the_data) return;
      const std::string end = answer_to(".", "250 2.0.0 queued");
      if (end.starts_with("250")) {
        const std::lock_guard lock(mutex_);
        taken_.push_back(letter);
      }
      say(end);
    } else if (command == "QUIT") {
      say("221 2.0.0 bye");
      return;
    } else {
      say(answer_to(command, "250 2.0.0 ok"));
    }
  }
}

std::vector<Taken> FakeSmtp::taken() const {
  const std::lock_guard lock(mutex_);
  return taken_;
}
std::vector<std::string> FakeSmtp::commands() const {
  const std::lock_guard lock(mutex_);
  return commands_;
}

}  // namespace mail_test
