#pragma once
// Somebody in front of the bot's pages: opens addresses, presses buttons, fills in forms, over real HTTP.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/net/http_client.hpp"
#include "tests/contract/html.hpp"
#include "tests/contract/platform.hpp"

namespace contract {

class Browser {
 public:
  Browser(Town& town, std::string person, std::vector<Traffic>& traffic)
      : town_(town), person_(std::move(person)), traffic_(traffic) {}

  void open(const std::string& url);
  // Whether the page shows a button of that label.
  bool has_button(const std::string& label) const;
  void press(const std::string& label);
  // Fills in the page's form and sends it; with errors nothing was sent.
  Seen fill(const Values& values);
  // Writes to the bot where the page has a place for it.
  void write(const std::string& command);
  void send_again();  // what was sent last: somebody taps twice
  Seen seen() const;  // of the last answer: what is on the page because of it
  const Element& page() const { return page_; }

 private:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  void post(const Fields& fields);
  void post(std::string body);
  void take(net::HttpOutcome outcome);
  const Element* form() const;  // the one to fill in; null when there is none

  Town& town_;
  std::string person_;
  std::vector<Traffic>& traffic_;
  net::HttpClient client_;
  std::string url_, last_body_;
  Element page_;
};

}  // namespace contract
