// What Slack sends when somebody votes: a form sent in, or a button pressed. For load.cpp.
#pragma once

#include <fmt/format.h>

#include <cctype>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/hmac.hpp"

namespace bench {

struct Vote {
  std::string_view poll, user;
  int pick = 0;
};

constexpr std::string_view form_text =
    R"({"type":"view_submission","team":{"id":"T000000001","domain":"bench"},"user":{"id":"<user>","username":"ansatt","name":"ansatt","team_id":"T000000001"},"api_app_id":"A000000001","token":"legacy","trigger_id":"<delivery>","view":{"id":"V<delivery>","team_id":"T000000001","type":"modal","blocks":[{"type":"rich_text","block_id":"b1","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Svaret ditt står med navn. Du kan endre det til avstemningen lukker."}]}]},{"type":"input","block_id":"m:q0","label":{"type":"plain_text","text":"Passer tiden for dere alle denne uken?","emoji":false},"optional":false,"dispatch_action":false,"element":{"type":"radio_buttons","action_id":"in:q0","options":[{"text":{"type":"plain_text","text":"Svar 0","emoji":false},"value":"0"},{"text":{"type":"plain_text","text":"Svar 1","emoji":false},"value":"1"},{"text":{"type":"plain_text","text":"Svar 2","emoji":false},"value":"2"}]}}],"private_metadata":"{\"n\":\"<name>\",\"s\":\"<poll>\"}","callback_id":"form","state":{"values":{"m:q0":{"in:q0":{"type":"radio_buttons","selected_option":{"text":{"type":"plain_text","text":"Svar <pick>","emoji":false},"value":"<pick>"}}}}},"hash":"1780000000.abcdef","title":{"type":"plain_text","text":"Avstemning","emoji":false},"clear_on_close":false,"notify_on_close":false,"close":{"type":"plain_text","text":"Avbryt","emoji":false},"submit":{"type":"plain_text","text":"Send","emoji":false},"previous_view_id":null,"root_view_id":"V<delivery>","app_id":"A000000001","external_id":"","app_installed_team_id":"T000000001","bot_id":"B000000001"},"response_urls":[],"is_enterprise_install":false,"enterprise":null})";

constexpr std::string_view press_text =
    R"({"type":"block_actions","user":{"id":"<user>","username":"ansatt","name":"ansatt","team_id":"T000000001"},"api_app_id":"A000000001","token":"legacy","container":{"type":"message","message_ts":"1780000000.000100","channel_id":"C0000XXXX","is_ephemeral":false},"trigger_id":"<delivery>","team":{"id":"T000000001","domain":"bench"},"enterprise":null,"is_enterprise_install":false,"channel":{"id":"C0000XXXX","name":"gruppe"},"message":{"type":"message","user":"U000000BOT","ts":"1780000000.000100","bot_id":"B000000001","app_id":"A000000001","text":"Passer tiden for dere alle denne uken?","team":"T000000001","blocks":[{"type":"section","block_id":"b1","text":{"type":"plain_text","text":"Passer tiden for dere alle denne uken?","emoji":false}},{"type":"actions","block_id":"b2","elements":[{"type":"button","action_id":"a0","text":{"type":"plain_text","text":"Svar 0","emoji":false},"value":"{\"n\":\"<name>\",\"v\":\"<poll>|0\"}"},{"type":"button","action_id":"a1","text":{"type":"plain_text","text":"Svar 1","emoji":false},"value":"{\"n\":\"<name>\",\"v\":\"<poll>|1\"}"},{"type":"button","action_id":"a2","text":{"type":"plain_text","text":"Svar 2","emoji":false},"value":"{\"n\":\"<name>\",\"v\":\"<poll>|2\"}"}]}]},"state":{"values":{}},"response_url":"<receipt>","actions":[{"action_id":"a<pick>","block_id":"b2","text":{"type":"plain_text","text":"Svar <pick>","emoji":false},"value":"{\"n\":\"<name>\",\"v\":\"<poll>|<pick>\"}","type":"button","action_ts":"1780000000.000200"}]})";

inline std::string percent_coded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string coded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || c == '-' || c == '_' || c == '.') {
      coded += c;
    } else {
      coded += '%';
      coded += digits[byte >> 4];
      coded += digits[byte & 15];
    }
  }
  return coded;
}

// Coded once, so that making a request costs the machine little beside what is measured.
class Requests {
 public:
  Requests(std::string secret, std::string_view text, const std::string& name) : secret_(std::move(secret)) {
    constexpr std::string_view names[] = {"<user>", "<delivery>", "<poll>", "<pick>", "<receipt>"};
    std::string filled(text);
    for (std::size_t at = 0; (at = filled.find("<name>", at)) != filled.npos;) filled.replace(at, 6, name);
    std::string_view left = filled;
    while (!left.empty()) {
      std::size_t at = left.size(), which = 0;
      for (std::size_t i = 0; i < std::size(names); ++i)
        if (const auto found = left.find(names[i]); found < at) at = found, which = i;
      const bool last = at == left.size();
      pieces_.push_back({percent_coded(left.substr(0, at)), last ? std::size(names) : which});
      left.remove_prefix(last ? at : at + names[which].size());
    }
  }

  std::string of(const Vote& vote, std::string_view delivery, std::string_view receipt) const {
    const char pick[] = {static_cast<char>('0' + vote.pick)};
    const std::string coded = percent_coded(receipt);
    const std::string_view values[] = {vote.user, delivery, vote.poll, {pick, 1}, coded, {}};
    std::string body = "payload=";
    body.reserve(6'000);
    for (const auto& [before, value] : pieces_) body.append(before).append(values[value]);
    const std::string now = std::to_string(std::time(nullptr));
    const std::string seal = net::to_hex(net::hmac_sha256(secret_, "v0:" + now + ":" + body));
    return fmt::format(
        "POST /slack/interactivity HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
        "application/x-www-form-urlencoded\r\n"
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\nAccept: application/json,*/*\r\n"
        "X-Slack-Request-Timestamp: {}\r\nX-Slack-Signature: v0={}\r\nContent-Length: {}\r\n\r\n{}",
        now, seal, body.size(), body);
  }

 private:
  struct Piece {
    std::string before;
    std::size_t value;
  };
  std::string secret_;
  std::vector<Piece> pieces_;
};

}  // namespace bench
