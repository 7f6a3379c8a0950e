#pragma once
// Mattermost's REST interface, version 4: one call is one attempt, within its limit of calls. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "adapters/net/http_client.hpp"
#include "adapters/net/outcome.hpp"
#include "adapters/net/pace.hpp"
#include "adapters/net/timing.hpp"

namespace mattermost {

// How a call ended. Without the site's own JSON no answer is a success: a sign-in page is not.
struct Called : net::Verdict {
  int status = 0;  // 0: no answer
  std::string body;
  std::string error;  // Mattermost's id of it ("api.context.permissions.app_error"); its words are translated
  std::string version;  // of the server, "11.7"; empty when it was not said
  std::string fault;    // for an operator, when there was no answer
  std::string session;  // the token of whoever has signed in
  bool ok() const { return done(); }
  // Mattermost itself says that it is not there, or not for us.
  bool closed() const { return kind == Kind::never && (status == 403 || status == 404); }
};

class Api {
 public:
  static constexpr std::size_t answer_bytes = 32 * 1024 * 1024;  // the list of the channels we are in

  // `site`: https://chat.example.no, perhaps with a path, no slash at the end. Throws
  // boost::system::system_error when the CA file cannot be read.
  Api(std::string site, std::string token, const std::string& ca_file, net::Timing timing);

  // path: "/users/me"; `paced`: ready() was waited for.
  boost::asio::awaitable<Called> get(std::string path, bool paced = false);
  boost::asio::awaitable<Called> send(std::string method, std::string path, nlohmann::json body,
                                      bool paced = false);
  // A picture for a post in that channel (an id). Its id is /file_infos/0/id.
  boost::asio::awaitable<Called> upload(std::string channel, std::string name, std::string png);
  // Waits until a message of the outbox may leave, and takes its place. Somewhat slower than what the server
  // takes, so that who waits for an answer finds room between.
  boost::asio::awaitable<void> ready();
  // POST to a path of the site outside the interface, without the token.
  boost::asio::awaitable<Called> post_outside(std::string path, nlohmann::json body);

  // What is sent from then on is theirs.
  boost::asio::awaitable<Called> sign_in(nlohmann::json body);

  const std::string& site() const { return site_; }
  const std::string& token() const { return token_; }
  void set_token(std::string token) { token_ = std::move(token); }  // for the next call

 private:
  boost::asio::awaitable<Called> call(net::HttpCall call, bool with_token, bool paced = false);

  std::string site_, token_;
  net::Timing timing_;
  net::HttpClient http_;
  net::Pace pace_, outbox_pace_;
};

// "11.7" of "11.7.0.11.7.0.hash.true"; nothing for what is no version.
std::string short_version(std::string_view version);
// From 11.1 on the answer to a dialog may be the next one. `version`: a short one; empty: it may not.
bool has_form_steps(std::string_view version);

// A text of a JSON object, empty for anything else; `json` may be any text.
std::string text_in(const std::string& json, const char* key);

// Of a host that Mattermost calls only where it is told to.
bool is_inside(const std::string& host);

bool is_id(std::string_view text);  // 26 lower-case letters and digits

}  // namespace mattermost
