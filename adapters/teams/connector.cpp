#include "adapters/teams/connector.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/net/json.hpp"
#include "adapters/teams/hosts.hpp"
#include "bot/runtime/json.hpp"

namespace teams {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using namespace std::chrono_literals;

// Microsoft's numbers per bot and conversation, and half of its number per app and tenant.
const std::vector<net::Pace::Window> per_conversation{{7, 1s}, {60, 30s}, {1800, 1h}};
const std::vector<net::Pace::Window> per_tenant{{25, 1s}};
constexpr std::chrono::seconds longest_retry{3600};
constexpr int most_pages = 60;
constexpr int page_size = 100;

std::chrono::seconds retry_after(const net::Headers& headers) {
  const std::string_view text = headers.get("Retry-After");
  long seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0) return std::chrono::seconds{0};
  return std::min(std::chrono::seconds(seconds), longest_retry);
}

std::string conversations(const std::string& service) {
  return without_trailing_slash(service) + "/v3/conversations";
}

bool opens_chat_with_nobody(const Json& body) {
  if (body.value("isGroup", false)) return false;
  const auto members = body.find("members");
  if (members == body.end() || !members->is_array() || members->empty()) return true;
  for (const Json& member : *members) {
    const std::string id = net::text_at(member, "id");
    if (id.empty() || id.starts_with("28:")) return true;
  }
  return false;
}

}  // namespace

Connector::Connector(net::HttpClient& http, TokenSource& tokens, std::vector<std::string> hosts,
                     net::Timing timing)
    : http_(http),
      tokens_(tokens),
      hosts_(std::move(hosts)),
      timing_(std::move(timing)),
      conversation_pace_(per_conversation),
      tenant_pace_(per_tenant) {}

asio::awaitable<void> Connector::wait_turn(std::string key) {
  const net::Ticks now = timing_.now();
  const net::Ticks wait = std::max(conversation_pace_.take(key, now), tenant_pace_.take("", now));
  if (wait > net::Ticks{0}) co_await timing_.sleep(wait);
}

asio::awaitable<Connector::Answer> Connector::call(Request request) {
  Answer answer;
  std::string key = request.pace_key;
  co_await wait_turn(std::move(key));
  for (int attempt = 0; attempt < 2; ++attempt) {
    const Access access = co_await tokens_.get();
    if (access.kind != Access::Kind::good) {
      answer.no_token = true;
      co_return answer;
    }
    net::HttpCall call;
    call.method = request.method;
    call.url = request.url;
    call.headers.add("Authorization", "Bearer " + access.token);
    if (!request.conversation.empty()) call.headers.add("x-ms-conversation-id", request.conversation);
    if (request.method != "GET") {
      call.headers.add("Content-Type", "application/json; charset=utf-8");
      call.body = request.body;
    }
    net::HttpOutcome outcome = co_await http_.send(std::move(call));
    answer.sent = outcome.sent;
    if (outcome.error) co_return answer;
    answer.status = outcome.reply.status;
    answer.after = retry_after(outcome.reply.headers);
    answer.body = std::move(outcome.reply.body);
    if (answer.status != 401) break;
    tokens_.drop(access.token);
  }
  if (answer.status == 429) conversation_pace_.pause(request.pace_key, timing_.now() + answer.after);
  co_return answer;
}

Sent Connector::outcome(const Answer& answer) {
  Sent sent;
  const auto again = [&] {
    sent.kind = Sent::Kind::retry;
    sent.after = answer.after;
    return sent;
  };
  const auto never = [&](const char* reason) {
    sent.kind = Sent::Kind::failed;
    sent.reason = reason;
    return sent;
  };
  if (answer.no_token) return again();
  if (answer.status == 0) {
    if (!answer.sent) return again();
    sent.kind = Sent::Kind::unknown;
    return sent;
  }
  switch (answer.status) {
    case 200:
    case 201:
    case 202:
    case 204: {
      sent.kind = Sent::Kind::done;
      const Json body = runtime::parse_json(answer.body);
      sent.id = net::text_at(body, "id");
      return sent;
    }
    case 400:
      return never("bad_request");
    case 401:
      return never("not_authorised");
    case 403:
      sent.kind = Sent::Kind::forbidden;
      return sent;
    case 404:
      sent.kind = Sent::Kind::missing;
      return sent;
    case 413:
      return never("too_big");
    case 412:
    case 429:
    case 502:
    case 503:
    case 504:
      return again();
    case 500:
      sent.kind = Sent::Kind::unknown;
      return sent;
    default:
      return never("bad_request");
  }
}

asio::awaitable<Sent> Connector::send(std::string service, std::string conversation, Json activity) {
  Sent sent;
  sent.reason = "host_not_allowed";
  if (!may_call(service, hosts_)) co_return sent;
  Request request;
  request.method = "POST";
  request.url = conversations(service) + "/" + percent_encoded(conversation) + "/activities";
  request.conversation = request.pace_key = conversation;
  request.body = net::bytes_of(activity);
  const Answer answer = co_await call(std::move(request));
  sent = outcome(answer);
  sent.conversation = conversation;
  co_return sent;
}

asio::awaitable<Sent> Connector::update(std::string service, std::string conversation, std::string id,
                                        Json activity) {
  Sent sent;
  sent.reason = "host_not_allowed";
  if (!may_call(service, hosts_)) co_return sent;
  Request request;
  request.method = "PUT";
  request.url =
      conversations(service) + "/" + percent_encoded(conversation) + "/activities/" + percent_encoded(id);
  request.conversation = request.pace_key = conversation;
  activity["id"] = id;
  request.body = net::bytes_of(activity);
  const Answer answer = co_await call(std::move(request));
  sent = outcome(answer);
  sent.conversation = conversation;
  sent.id = id;
  co_return sent;
}

asio::awaitable<Sent> Connector::create(std::string service, std::string pace_key, Json body) {
  Sent sent;
  sent.reason = opens_chat_with_nobody(body) ? "bad_request" : "host_not_allowed";
  if (opens_chat_with_nobody(body) || !may_call(service, hosts_)) co_return sent;
  Request request;
  request.method = "POST";
  request.url = conversations(service);
  request.pace_key = std::move(pace_key);
  request.body = net::bytes_of(body);
  const Answer answer = co_await call(std::move(request));
  sent = outcome(answer);
  if (sent.kind == Sent::Kind::done) {
    const Json reply = runtime::parse_json(answer.body);
    sent.conversation = net::text_at(reply, "id");
    sent.id = net::text_at(reply, "activityId");
  }
  co_return sent;
}

asio::awaitable<Roster> Connector::roster(std::string service, std::string conversation) {
  Roster roster;
  if (!may_call(service, hosts_)) co_return roster;
  std::set<std::string> seen;  // a service that repeats itself must not keep us for ever
  std::string continuation;
  for (int page = 0; page < most_pages; ++page) {
    Request request;
    request.method = "GET";
    request.url = conversations(service) + "/" + percent_encoded(conversation) +
                  "/pagedmembers?pageSize=" + std::to_string(page_size);
    if (!continuation.empty()) request.url += "&continuationToken=" + percent_encoded(continuation);
    request.pace_key = "roster|" + conversation;
    const Answer answer = co_await call(std::move(request));
    roster.kind = outcome(answer).kind;
    if (roster.kind != Sent::Kind::done) co_return roster;
    const Json body = runtime::parse_json(answer.body);
    if (body.is_object() && body.contains("members") && body["members"].is_array())
      for (const Json& entry : body["members"]) {
        // The same thing has two names in the service's own answers.
        std::string object = net::text_at(entry, "aadObjectId");
        if (object.empty()) object = net::text_at(entry, "objectId");
        roster.members.push_back({net::text_at(entry, "id"), lower_case(object)});
      }
    continuation = net::text_at(body, "continuationToken");
    if (continuation.empty() || !seen.insert(continuation).second) break;
  }
  co_return roster;
}

}  // namespace teams
