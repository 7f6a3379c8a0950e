#include "adapters/net/outcome.hpp"

#include <algorithm>

#include "adapters/net/blanks.hpp"
#include "adapters/net/http_date.hpp"

namespace net {
namespace {

using std::chrono::seconds;
using Kind = Verdict::Kind;

constexpr seconds usual_wait{30}, shortest_wait{1}, longest_wait{3'600};
constexpr seconds soon{15};
constexpr auto not_trusted = "not_trusted";

Verdict verdict(Kind kind, std::string reason, seconds after = seconds{0}) {
  Verdict made;
  made.kind = kind;
  made.reason = std::move(reason);
  made.after = after;
  return made;
}

// "7", "0.37"; nothing else. What is too large for us is long.
std::optional<seconds> number_of(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point), part = text.substr(std::min(point + 1, text.size()));
  if (whole.empty() || (point < text.size() && part.empty())) return std::nullopt;
  if (!std::all_of(whole.begin(), whole.end(), digit) || !std::all_of(part.begin(), part.end(), digit))
    return std::nullopt;
  seconds::rep number = 0;
  for (const char c : whole) number = std::min<seconds::rep>(number * 10 + (c - '0'), longest_wait.count());
  const bool more = part.find_first_not_of('0') != part.npos;
  return seconds{number + (more ? 1 : 0)};
}

Verdict by_status(int status, const Headers& headers) {
  if (status < 300) return verdict(Kind::unclear, "no_mark");
  if (status < 400) return verdict(Kind::later, "redirected");  // to a sign-in page, or where it has moved to
  switch (status) {
    case 401:
      return verdict(Kind::refused, "not_authorised");
    case 403:
      return verdict(Kind::never, "forbidden");
    case 404:
    case 410:
      return verdict(Kind::never, "not_found");
    case 407:
      return verdict(Kind::later, "proxy");
    case 408:  // the request did not come in whole
    case 425:
      return verdict(Kind::later, "too_slow");
    case 413:
      return verdict(Kind::never, "too_big");
    case 421:  // it came to a server that it was not for
      return verdict(Kind::later, "in_between");
    case 429:
      return verdict(Kind::later, "too_many", wait_asked(headers));
    case 501:
      return verdict(Kind::never, "switched_off");
    case 511:  // whoever wants a sign-in to the network has not passed it on
      return verdict(Kind::later, "in_between");
    default:
      return status < 500 ? verdict(Kind::never, "bad_request") : verdict(Kind::unclear, "server_error");
  }
}

Kind kind_of(Says says) {
  switch (says) {
    case Says::done:
      return Kind::done;
    case Says::later:
      return Kind::later;
    case Says::refused:
      return Kind::refused;
    case Says::never:
      return Kind::never;
    case Says::nothing:
    case Says::perhaps:
    case Says::foreign:
      break;
  }
  return Kind::unclear;
}

}  // namespace

seconds wait_asked(const Headers& headers) {
  const std::string_view asked = headers.get("Retry-After");
  if (const auto number = number_of(asked)) return std::clamp(*number, shortest_wait, longest_wait);
  const auto until = http_date(asked), now = http_date(headers.get("Date"));
  if (!until || !now) return usual_wait;
  return std::clamp(*until - *now, shortest_wait, longest_wait);
}

namespace {

// What would be a no if it were the platform's.
bool refuses(int status) {
  if (status == 408 || status == 425 || status == 429) return false;
  return (status >= 300 && status < 500) || status == 501;
}

}  // namespace

bool is_of_another(const HttpReply& reply) {
  if (!refuses(reply.status)) return false;
  if (reply.status < 400) return true;
  const std::string_view body = trimmed(reply.body);
  if (body.empty() || body.front() == '{' || body.front() == '[') return false;
  return body.front() == '<' || body.find(' ') != body.npos;
}

Verdict judge(const HttpOutcome& outcome, Says says, std::string reason) {
  if (!outcome.sent) {
    if (outcome.error == refused_addresses) return verdict(Kind::never, "address_not_public");
    if (outcome.fault == Fault::call) return verdict(Kind::never, "bad_address");
    return verdict(Kind::unsent, is_untrusted(outcome.error) ? not_trusted : "not_reached");
  }
  if (!outcome.status_known) return verdict(Kind::unclear, "no_answer");
  const int status = outcome.reply.status;
  // A body that broke off, or that nobody can unpack, is no platform's words either.
  const bool anothers =
      outcome.error || says == Says::foreign ? refuses(status) : is_of_another(outcome.reply);
  if (anothers) {
    Verdict made = by_status(status, outcome.reply.headers);
    // Whoever answers so has not passed it on; what is too big for them is so tomorrow, too.
    if (made.kind == Kind::never && status != 413) made = verdict(Kind::later, "in_between");
    return made;
  }
  // Nobody's words undo a limit, and no success stands behind a status that is none.
  const bool heard = !outcome.error && says != Says::nothing && says != Says::foreign && status != 429;
  if (!heard || (says == Says::done && status >= 300)) return by_status(status, outcome.reply.headers);
  Verdict made = verdict(kind_of(says), std::move(reason));
  if (made.kind == Kind::later && outcome.reply.headers.has("Retry-After"))
    made.after = wait_asked(outcome.reply.headers);
  return made;
}

runtime::Delivered delivered(const Verdict& verdict, bool harmless) {
  using Became = runtime::Delivered::Kind;
  runtime::Delivered became;
  became.reason = verdict.reason;
  became.after = verdict.after;
  switch (verdict.kind) {
    case Kind::done:
      return {};
    case Kind::unsent:
      // A certificate that has run out is renewed by people, after the weekend.
      became.kind = verdict.reason == not_trusted ? Became::refused : Became::retry;
      became.after = std::max(became.after, soon);
      break;
    case Kind::later:
      became.kind = Became::retry;
      break;
    case Kind::refused:
      became.kind = Became::refused;
      break;
    case Kind::never:
      became.kind = Became::permanent;
      break;
    case Kind::unclear:
      became.kind = harmless ? Became::retry : Became::unknown;
      break;
  }
  return became;
}

}  // namespace net
