#include "adapters/mail/bounce.hpp"

#include <algorithm>
#include <map>

#include "adapters/mail/gmime/functions.hpp"
#include "adapters/net/http.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/email.hpp"
#include "bot/core/utf8.hpp"

namespace mail {
namespace {

// RFC 5322 2.2.3: a line that begins with a blank goes on where the last one ended. One of blanks alone,
// which some gateways write between two recipients, is an empty one.
std::string unfolded(std::string_view text) {
  std::string found;
  while (!text.empty()) {
    std::string line(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    std::erase(line, '\r');
    if (line.find_first_not_of(" \t") == line.npos) line.clear();
    const bool goes_on = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    if (goes_on && !found.empty()) found.back() = ' ';
    found += line + '\n';
  }
  return found;
}

// The fields of one block, their names in small letters.
std::map<std::string, std::string> fields_in(std::string_view block) {
  std::map<std::string, std::string> fields;
  while (!block.empty()) {
    const auto end = std::min(block.find('\n'), block.size());
    const std::string_view line = block.substr(0, end);
    block.remove_prefix(std::min(block.size(), end + 1));
    const auto colon = line.find(':');
    if (colon != line.npos)
      fields[core::folded(line.substr(0, colon))] = core::trimmed(std::string(line.substr(colon + 1)));
  }
  return fields;
}

// "rfc822; kari@kommune.example"
std::string address_in(const std::string& field) {
  const auto semicolon = field.find(';');
  std::string address = semicolon == field.npos ? field : core::trimmed(field.substr(semicolon + 1));
  if (address.starts_with('<') && address.ends_with('>')) address = address.substr(1, address.size() - 2);
  return net::lower_case(address);
}

// "5.0.0" says nothing, and some relays write it always: then what the other one answered, "smtp; 550 5.1.1
// no such user". Words may stand behind: "5.2.2 (mailbox full)".
std::string code_in(const std::string& status, const std::string& diagnostic) {
  const std::string code = status.substr(0, status.find_first_of(" ("));
  if (!code.ends_with(".0.0")) return code;
  std::string word;
  for (const char c : diagnostic + " ") {
    if (core::ascii::is_digit(c) || c == '.') {
      word += c;
      continue;
    }
    const bool shaped = word.size() >= 5 && word.size() <= 9 && std::ranges::count(word, '.') == 2;
    if (shaped && word.starts_with("5.")) return word;
    word.clear();
  }
  return code;
}

}  // namespace

std::vector<Bounce> bounces_in(const std::string& message) {
  const std::string status = unfolded(gmime().delivery_status(message));
  std::vector<Bounce> all;
  for (std::size_t at = 0; at < status.size();) {
    const auto end = std::min(status.find("\n\n", at), status.size());
    auto fields = fields_in(std::string_view(status).substr(at, end - at));
    at = end + 2;
    if (core::folded(fields["action"]) != "failed") continue;
    const std::string code = code_in(fields["status"], fields["diagnostic-code"]);
    const bool of_sender = code.ends_with(".1.7") || code.ends_with(".1.8");
    const std::string reason = code.ends_with(".2.2")                  ? "full_box"
                               : code.starts_with("5.1") && !of_sender ? "no_such_box"
                                                                       : "not_taken";
    // Where a relay sends on to another address, ours is the original one.
    const std::string last = address_in(fields["final-recipient"]),
                      ours = address_in(fields["original-recipient"]);
    if (core::is_email(last)) all.push_back({last, reason});
    if (core::is_email(ours) && ours != last) all.push_back({ours, reason});
  }
  return all;
}

}  // namespace mail
