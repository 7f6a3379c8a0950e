#include "adapters/net/imap.hpp"

#include <iterator>
#include <memory>
#include <new>
#include <string_view>

#include "adapters/net/curl/functions.hpp"
#include "adapters/net/fault.hpp"
#include "bot/core/ascii.hpp"

namespace net {
namespace {

constexpr std::size_t longest_report = 256 * 1024, longest_listing = 64 * 1024;

// What we fetch counts as read: so not the other kinds of report, as of having read a letter, or of abuse.
// Nor old ones, of which a mailbox that many systems share may hold more than libcurl reads in one line.
std::string wanted(std::chrono::sys_days since) {
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day day(since);
  return "UID SEARCH UNSEEN SINCE " + std::to_string(static_cast<unsigned>(day.day())) + "-" +
         months[static_cast<unsigned>(day.month()) - 1] + "-" + std::to_string(static_cast<int>(day.year())) +
         " HEADER Content-Type delivery-status";
}

struct ImapFreed {
  void operator()(CURL* easy) const { curl().easy_cleanup(easy); }
};

class ImapSession {
 public:
  ImapSession(const ImapBox& box, const CaBundle& trusted, std::chrono::milliseconds limit,
              const std::atomic<bool>& stop)
      : box_(box), stop_(stop), easy_(curl().easy_init()) {
    if (!easy_) throw std::bad_alloc();
    const bool plain = box.url.starts_with("imap://");
    set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CAINFO, trusted.path().c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_USE_SSL, static_cast<long>(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()));
    set(CURLOPT_USERNAME, box.user.c_str());
    set(CURLOPT_PASSWORD, box.password.c_str());
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &ImapSession::on_progress);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_WRITEFUNCTION, &ImapSession::on_bytes);
    set(CURLOPT_WRITEDATA, this);
  }

  ImapFound find(std::chrono::sys_days since) {
    const CURLcode result = ask(box_.url, wanted(since).c_str(), longest_listing);
    if (result != CURLE_OK) return {{}, {result, curl_category()}, result == CURLE_LOGIN_DENIED};
    return {numbers_in(bytes_), {}};
  }

  boost::system::error_code open() {
    const CURLcode result = ask(box_.url, "NOOP", longest_listing);
    return result == CURLE_OK ? boost::system::error_code()
                              : boost::system::error_code(result, curl_category());
  }

  ImapMail fetch(const std::vector<std::string>& numbers) {
    ImapMail mail;
    for (auto number = numbers.begin(); number != numbers.end(); ++number) {
      const CURLcode result = ask(box_.url + "/;UID=" + *number, nullptr, longest_report);
      if (result == CURLE_OK) mail.texts.push_back(std::move(bytes_));
      if (result == CURLE_OK || result == CURLE_WRITE_ERROR || result == CURLE_REMOTE_FILE_NOT_FOUND)
        continue;
      mail.error = {result, curl_category()};
      mail.left.assign(std::next(number), numbers.end());
      mail.left.push_back(*number);  // behind the others, should it be the reason
      break;
    }
    return mail;
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl().easy_setopt(easy_.get(), option, value) == CURLE_OUT_OF_MEMORY) throw std::bad_alloc();
  }

  CURLcode ask(const std::string& url, const char* command, std::size_t most) {
    bytes_.clear();
    most_ = most;
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_CUSTOMREQUEST, command);
    return curl().easy_perform(easy_.get());
  }

  // "* SEARCH 4 7".
  static std::vector<std::string> numbers_in(std::string_view listing) {
    constexpr std::string_view begins = "* SEARCH";
    std::vector<std::string> numbers;
    const auto at = listing.find(begins);
    if (at == listing.npos) return numbers;
    std::string number;
    for (const char c : std::string(listing.substr(at + begins.size())) + "\n") {
      if (core::ascii::is_digit(c)) {
        number += c;
        continue;
      }
      if (!number.empty() && number.size() <= 10) numbers.push_back(number);
      number.clear();
      if (c == '\r' || c == '\n') break;
    }
    return numbers;
  }

  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<ImapSession*>(self)->stop_.load() ? 1 : 0;
  }
  static std::size_t on_bytes(char* bytes, std::size_t, std::size_t size, void* self) {
    auto& session = *static_cast<ImapSession*>(self);
    if (session.bytes_.size() + size > session.most_) return 0;
    session.bytes_.append(bytes, size);
    return size;
  }

  const ImapBox& box_;
  const std::atomic<bool>& stop_;
  std::unique_ptr<CURL, ImapFreed> easy_;
  std::string bytes_;
  std::size_t most_ = 0;
};

}  // namespace

ImapFound unread_reports(const ImapBox& box, std::chrono::sys_days since, const CaBundle& trusted,
                         std::chrono::milliseconds limit, const std::atomic<bool>& stop) {
  return ImapSession(box, trusted, limit, stop).find(since);
}

ImapMail fetch_reports(const ImapBox& box, const std::vector<std::string>& numbers, const CaBundle& trusted,
                       std::chrono::milliseconds limit, const std::atomic<bool>& stop) {
  return ImapSession(box, trusted, limit, stop).fetch(numbers);
}

boost::system::error_code open_box(const ImapBox& box, const CaBundle& trusted,
                                   std::chrono::milliseconds limit) {
  const std::atomic<bool> stop = false;
  return ImapSession(box, trusted, limit, stop).open();
}

}  // namespace net
