#include "bot/app/chat_set_up.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <boost/algorithm/string/trim.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <exception>
#include <iostream>

namespace app {
namespace {

using runtime::SetUp;

// What is typed on the terminal is not shown while it lives, nor is the terminal left so by a signal that
// ends the program. One at a time.
class Hidden {
 public:
  explicit Hidden(const std::istream& in)
      : hides_(&in == &std::cin && ::tcgetattr(STDIN_FILENO, &shown) == 0) {
    if (!hides_) return;
    struct sigaction ending {};
    ending.sa_handler = show_and_end;
    ending.sa_flags = static_cast<int>(SA_RESETHAND);
    for (std::size_t i = 0; i < signals.size(); ++i) {
      ::sigaction(signals[i], nullptr, &before_[i]);
      if (before_[i].sa_handler == SIG_DFL) ::sigaction(signals[i], &ending, nullptr);
    }
    termios silent = shown;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &silent);  // two lines may be pasted at once
  }
  ~Hidden() {
    if (!hides_) return;
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &shown);
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before_[i], nullptr);
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  static constexpr std::array signals{SIGINT, SIGTERM, SIGQUIT, SIGHUP};
  static inline termios shown{};  // as it was, for the handler

  // Both calls may be made in a handler; SA_RESETHAND has put the default back, which ends the program.
  static void show_and_end(int signal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    ::raise(signal);
  }

  std::array<struct sigaction, signals.size()> before_{};
  bool hides_;
};

// What was pasted beyond the last question is not the shell's, which would show it and keep it: it may be a
// secret once more.
class NothingLeft {
 public:
  explicit NothingLeft(const std::istream& in) : of_(in) {}
  ~NothingLeft() {
    if (&of_ == &std::cin) ::tcflush(STDIN_FILENO, TCIFLUSH);
  }
  NothingLeft(const NothingLeft&) = delete;
  NothingLeft& operator=(const NothingLeft&) = delete;

 private:
  const std::istream& of_;
};

std::string line_of(std::istream& in, std::ostream& out, const std::string& question) {
  out << question << ": " << std::flush;
  std::string line;
  std::getline(in, line);
  return boost::algorithm::trim_copy(line);
}
std::string secret_line(std::istream& in, std::ostream& out, const std::string& question) {
  std::string line;
  {
    const Hidden hidden(in);  // before it is asked, so that who answers at once is not shown either
    out << question << ": " << std::flush;
    std::getline(in, line);
  }
  out << '\n';
  return line;
}

SetUp::Made make(const SetUp& how, const SetUp::Wanted& wanted, const SetUp::SignIn& sign_in) {
  boost::asio::io_context io(1);
  SetUp::Made made;
  boost::asio::co_spawn(io, how.make(wanted, sign_in, io.get_executor()),
                        [&](const std::exception_ptr& failed, SetUp::Made answer) {
                          made = std::move(answer);
                          if (failed) made.problem = "something went wrong that was not foreseen";
                        });
  io.run();
  return made;
}

}  // namespace

ChatSetUp set_up_chat(const SetUp& how, const SetUp::Wanted& wanted, const std::optional<std::string>& admin,
                      std::istream& in, std::ostream& out) {
  const NothingLeft nothing_left(in);
  ChatSetUp result;
  if (!admin)
    out << fmt::format(
        "6. Shall I set up the chat as well? That {}. It takes a sign-in, once, of which\n"
        "   nothing is kept. Empty: it is done by hand\n",
        how.what);
  for (bool first = true;; first = false) {
    SetUp::SignIn sign_in;
    sign_in.user = admin && first ? *admin : line_of(in, out, fmt::format("   {}", how.who));
    if (sign_in.user.empty()) return result;
    sign_in.password = secret_line(in, out, "   and the password (or the token), which is not shown");
    result.tried = true;
    SetUp::Made made = make(how, wanted, sign_in);
    if (made.code_wanted && in) {
      sign_in.code = line_of(in, out, "   and the code of the sign-in in two steps");
      made = make(how, wanted, sign_in);
    }
    for (const std::string& one : made.done) out << "   - " << one << '\n';
    for (auto& [key, secret] : made.secrets) result.secrets[key] = std::move(secret);
    result.done = made.problem.empty();
    if (result.done) return result;
    out << "   " << made.problem << '\n';
    if (!in) return result;
    out << "   When that is put right, sign in once more; an empty name leaves it\n";
  }
}

ChatSetUp lead_to_chat(const runtime::Beginning& begin, const std::string& link,
                       const std::vector<runtime::Beginning::Open>& wanted, std::istream& in,
                       std::ostream& out) {
  const NothingLeft nothing_left(in);
  out << fmt::format(
      "\nNow the chat. Open this in a browser {}:\n\n{}\n\n"
      "Paste here what you get on the page that comes then; it is not shown. Empty: later\n",
      begin.made_by, link);
  ChatSetUp result;
  result.led = true;
  for (const runtime::Beginning::Open& open : wanted) {
    std::string secret;
    for (;;) {
      secret = boost::algorithm::trim_copy(
          secret_line(in, out, fmt::format("   {}\n   ({})", open.what, open.where)));
      if (secret.empty() || !open.looks.fits || open.looks.fits(secret)) break;
      out << fmt::format("   that is not {}\n", open.looks.looks);
    }
    if (!secret.empty()) result.secrets.emplace(open.key, std::move(secret));
  }
  result.done = result.secrets.size() == wanted.size();
  return result;
}

}  // namespace app
