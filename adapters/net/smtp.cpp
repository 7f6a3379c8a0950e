#include "adapters/net/smtp.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

#include "adapters/net/curl/functions.hpp"
#include "adapters/net/fault.hpp"
#include "adapters/net/http.hpp"
#include "bot/core/ascii.hpp"

namespace net {
namespace {

using Stage = SmtpOutcome::Stage;

struct Freed {
  void operator()(CURL* easy) const { curl().easy_cleanup(easy); }
  void operator()(curl_slist* list) const { curl().slist_free_all(list); }
};

// The command by which each part of a session begins.
constexpr std::pair<std::string_view, Stage> commands[]{
    {"STARTTLS", Stage::securing}, {"AUTH", Stage::signing_in}, {"MAIL FROM", Stage::sender},
    {"RCPT TO", Stage::recipient}, {"DATA", Stage::data},
};

constexpr std::size_t behind_code = 4;

// Postfix says "553 5.7.1 <us>: Sender address rejected: not owned by user" at the recipient, and Exim "550
// relay not permitted": neither is a word about whose box it is.
SmtpOutcome::Refuses refused_in(std::string_view line) {
  using Refuses = SmtpOutcome::Refuses;
  const std::string said = lower_case(line.substr(0, 600));  // an address may stand before
  const auto says = [&](const auto& words) {
    return std::ranges::any_of(words, [&](auto word) { return said.find(word) != said.npos; });
  };
  constexpr std::string_view us[] = {"sender address rejected", "sender verify failed",
                                     "client host rejected", "to send as"};
  constexpr std::string_view relaying[] = {"relay access", "relay denied", "relay not",        "not relay",
                                           "relaying",     "to relay",     "tenantattribution"};
  if (!said.starts_with('5')) return Refuses::the_letter;
  return says(us) ? Refuses::us : says(relaying) ? Refuses::relaying : Refuses::the_letter;
}

// "550 5.1.1 no such user": "5.1.1". Cisco's relays write "550 #5.1.1 ...".
std::string detail_in(std::string_view line) {
  if (line.size() <= behind_code) return {};
  std::string_view rest = line.substr(behind_code);
  if (rest.starts_with('#')) rest.remove_prefix(1);
  const std::string_view word = rest.substr(0, rest.find_first_of(" \r\n"));
  const auto part = [](char c) { return core::ascii::is_digit(c) || c == '.'; };
  const bool shaped = word.size() >= 5 && word.size() <= 9 && word[1] == '.' &&
                      std::count(word.begin(), word.end(), '.') == 2 &&
                      std::all_of(word.begin(), word.end(), part);
  return shaped ? std::string(word) : std::string();
}

class SmtpSession {
 public:
  SmtpSession(const SmtpRelay& relay, const CaBundle& trusted, std::chrono::milliseconds limit,
              const std::atomic<bool>* stop)
      : stop_(stop), easy_(curl().easy_init()) {
    if (!easy_) throw std::bad_alloc();
    const bool bare_ipv6 = relay.host.find(':') != relay.host.npos && !relay.host.starts_with('[');
    const std::string host = bare_ipv6 ? "[" + relay.host + "]" : relay.host;
    const std::string url = (relay.security == SmtpRelay::Security::tls ? "smtps://" : "smtp://") + host +
                            ":" + std::to_string(relay.port) + "/" + relay.greeting;
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FORBID_REUSE, 1L);
    set(CURLOPT_CAINFO, trusted.path().c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_USE_SSL,
        static_cast<long>(relay.security == SmtpRelay::Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()));
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(limit.count() / 1000 + 1));
    if (!relay.user.empty()) {
      set(CURLOPT_USERNAME, relay.user.c_str());
      set(CURLOPT_PASSWORD, relay.password.c_str());
    }
    // What is said on the line tells how far the session is; nothing of it is kept.
    set(CURLOPT_VERBOSE, 1L);
    set(CURLOPT_DEBUGFUNCTION, &SmtpSession::on_line);
    set(CURLOPT_DEBUGDATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &SmtpSession::on_progress);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_WRITEFUNCTION, &SmtpSession::on_answer);
  }

  SmtpOutcome send(const SmtpLetter& letter) {
    rest_ = letter.text;
    const std::unique_ptr<curl_slist, Freed> to(curl().slist_append(nullptr, letter.to.c_str()));
    if (!to) throw std::bad_alloc();
    set(CURLOPT_MAIL_FROM, letter.from.c_str());
    set(CURLOPT_MAIL_RCPT, to.get());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &SmtpSession::on_read);
    set(CURLOPT_READDATA, this);
    return end(curl().easy_perform(easy_.get()));
  }

  SmtpOutcome greet() {
    set(CURLOPT_CUSTOMREQUEST, "NOOP");
    set(CURLOPT_NOBODY, 1L);
    return end(curl().easy_perform(easy_.get()));
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl().easy_setopt(easy_.get(), option, value) == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  }

  SmtpOutcome end(CURLcode result) {
    if (result == CURLE_OK) {
      outcome_.taken = true;
      return std::move(outcome_);
    }
    outcome_.error = boost::system::error_code(result, curl_category());
    if (result == CURLE_PEER_FAILED_VERIFICATION) {
      long verified = 0;
      curl().easy_getinfo(easy_.get(), CURLINFO_SSL_VERIFYRESULT, &verified);
      outcome_.error = untrusted(verified);
    }
    // Not offered what the configuration asks for: no command says so.
    outcome_.untrusted = result == CURLE_USE_SSL_FAILED || result == CURLE_PEER_FAILED_VERIFICATION;
    if (outcome_.untrusted || result == CURLE_SSL_CONNECT_ERROR) outcome_.stage = Stage::securing;
    if (result == CURLE_LOGIN_DENIED) outcome_.stage = Stage::signing_in;
    return std::move(outcome_);
  }

  static int on_line(CURL*, curl_infotype kind, char* data, std::size_t size, void* self) {
    auto& session = *static_cast<SmtpSession*>(self);
    auto& outcome = session.outcome_;
    const std::string_view line(data, size);
    session.leaving_ = session.leaving_ || (kind == CURLINFO_HEADER_OUT && line.starts_with("QUIT"));
    if (session.leaving_) return 0;  // what is said then is about nothing
    if (kind == CURLINFO_HEADER_OUT) {
      for (const auto& [command, stage] : commands)
        if (line.starts_with(command)) outcome.stage = stage;
      outcome.code = 0;
    }
    if (kind == CURLINFO_HEADER_IN && size >= 3 && core::ascii::is_digits(line.substr(0, 3))) {
      outcome.code = (data[0] - '0') * 100 + (data[1] - '0') * 10 + (data[2] - '0');
      // "550-5.7.1 Relaying denied", "550 see https://...": each line may be the one that says it.
      const std::string detail = detail_in(line);
      const auto refuses = refused_in(line);
      if (!session.goes_on_ || outcome.detail.empty()) outcome.detail = detail;
      if (!session.goes_on_ || outcome.refuses == SmtpOutcome::Refuses::the_letter) outcome.refuses = refuses;
      session.goes_on_ = size >= behind_code && data[3] == '-';
    }
    return 0;
  }
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto* stop = static_cast<SmtpSession*>(self)->stop_;
    return stop && stop->load() ? 1 : 0;
  }
  static std::size_t on_answer(char*, std::size_t, std::size_t size, void*) { return size; }
  static std::size_t on_read(char* to, std::size_t, std::size_t room, void* self) {
    auto& session = *static_cast<SmtpSession*>(self);
    const std::size_t size = std::min(room, session.rest_.size());
    std::memcpy(to, session.rest_.data(), size);
    session.rest_.remove_prefix(size);
    // With the end curl writes the lone dot; from then on the relay may have it.
    if (size == 0) {
      session.outcome_.handed_over = true;
      session.outcome_.code = 0;
    }
    return size;
  }

  const std::atomic<bool>* stop_;
  std::unique_ptr<CURL, Freed> easy_;
  std::string_view rest_;
  bool leaving_ = false;
  bool goes_on_ = false;  // there are more lines of the last answer
  SmtpOutcome outcome_;
};

}  // namespace

SmtpOutcome hand_over(const SmtpRelay& relay, const SmtpLetter& letter, const CaBundle& trusted,
                      std::chrono::milliseconds limit, const std::atomic<bool>& stop) {
  return SmtpSession(relay, trusted, limit, &stop).send(letter);
}

SmtpOutcome greet(const SmtpRelay& relay, const CaBundle& trusted, std::chrono::milliseconds limit) {
  return SmtpSession(relay, trusted, limit, nullptr).greet();
}

}  // namespace net
