#pragma once
// Slack's Web API: one call at a time is one attempt, within the limits of its method and workspace. Nothing
// here repeats a call that may have been done. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/net/http_client.hpp"
#include "adapters/net/outcome.hpp"
#include "adapters/net/pace.hpp"
#include "adapters/net/timing.hpp"
#include "bot/core/random.hpp"

namespace slack {

// How a call ended. `unclear` is also an answer that is none of the API's: a sign-in or maintenance page.
struct Called : net::Verdict {
  std::string error;         // Slack's code, else one of ours; never content
  std::string fault;         // where Slack did not answer: where it broke, for an operator
  std::string body;          // where Slack answered: JSON
  std::string scopes, date;  // of the headers x-oauth-scopes and Date
  bool ok() const { return done(); }
  // A text in the answer by JSON pointer ("/channel/id"); empty when there is none. Numbers and truths as
  // JSON writes them.
  std::string at(const std::string& pointer) const;
};

using Args = std::vector<std::pair<std::string, std::string>>;

struct ApiOptions {
  std::string url = "https://slack.com/api/";  // ends with '/'
  std::string ca_file;                         // empty: the system's roots
  net::Ticks limit{10'000};                    // for one call
};

class Api {
 public:
  // Throws boost::system::system_error when the CA file cannot be read. `random` outlives it.
  Api(ApiOptions options, net::Timing timing, core::Random& random);

  // Arguments go as a form, which every method takes (many read methods take nothing else); lists and
  // objects as JSON text. `line`: a channel, for what is limited by channel. Waits its turn at most
  // `patience`, also where Slack asks for a pause meanwhile, else `later`. An empty token: refused with
  // not_authed, nothing sent.
  boost::asio::awaitable<Called> call(std::string method, Args args, std::string token, std::string line = {},
                                      net::Ticks patience = net::Ticks{10'000});
  // Waits until a message of the outbox may leave, and takes its place: call_now() is then that call. Slower
  // than what Slack takes, so that who waits for an answer finds room between.
  boost::asio::awaitable<void> ready(std::string method, std::string line);
  boost::asio::awaitable<Called> call_now(std::string method, Args args, std::string token);
  // For calls that may be done twice: up to three attempts, with the waits that are asked for (at most 60 s).
  boost::asio::awaitable<Called> read(std::string method, Args args, std::string token);
  // The same call as an app with its id and secret (HTTP Basic): oauth.v2.access.
  boost::asio::awaitable<Called> call_as_app(std::string method, Args args, std::string id,
                                             std::string secret);
  // The bytes of a file, to the address that files.getUploadURLExternal gave.
  boost::asio::awaitable<net::Verdict> upload(std::string url, std::string bytes);
  // JSON to a response_url: Called::error is the status then, "http_404".
  boost::asio::awaitable<Called> post(std::string url, std::string json);

 private:
  boost::asio::awaitable<net::HttpOutcome> send(std::string url, std::string authorization, std::string type,
                                                std::string body);
  boost::asio::awaitable<Called> paced(std::string method, Args args, std::string authorization,
                                       std::string line, net::Ticks patience);
  boost::asio::awaitable<Called> go(std::string method, Args args, std::string authorization);
  net::Pace& pace_of(const std::string& method);
  net::Pace& outbox_pace_of(const std::string& method);

  bool takes_files(const std::string& url) const;

  ApiOptions options_;
  net::Timing timing_;
  core::Random& random_;
  net::HttpClient client_;
  std::map<int, net::Pace> by_minute_, outbox_by_minute_;  // calls in a minute -> lines by method
  net::Pace by_channel_;
};

// {"a=1&b=..."} of the arguments, percent-coded.
std::string as_form(const Args& args);

}  // namespace slack
