#include "adapters/teams/connector.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "adapters/net/http.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "adapters/teams/hosts.hpp"
#include "bot/runtime/json.hpp"

namespace teams {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using namespace std::chrono_literals;

// Microsoft's numbers per bot and conversation, and half of its number per app and tenant.
const std::vector<net::Pace::Window> per_conversation{{7, 1s}, {60, 30s}, {1800, 1h}};
const std::vector<net::Pace::Window> per_tenant{{25, 1s}}, outbox_limits{{20, 1s}};
constexpr int most_pages = 60;
constexpr int page_size = 100;

// Teams tells what it made by its id, or takes it without one (202) when it will come in parts. A list is an
// answer to a question alone.
net::Says meaning_of(const net::HttpReply& reply, bool asked) {
  const Json body = runtime::parse_json(reply.body);
  const std::string code = net::text_at(net::member(body, "error"), "code");
  switch (reply.status) {
    case 200:
    case 201:
      if (asked && (body.is_array() || net::member(body, "members").is_array())) return net::Says::done;
      return net::text_at(body, "id").empty() ? net::Says::nothing : net::Says::done;
    case 202:
      return !asked && (reply.body.empty() || body.is_object()) ? net::Says::done : net::Says::nothing;
    case 403:
      // The rest is about one conversation: BotDisabledByAdmin, too, is a policy that keeps the app from
      // somebody.
      return code == "InvalidAuthenticationToken" ? net::Says::refused : net::Says::nothing;
    case 412:  // Microsoft's own list of what to try again
      return net::Says::later;
    default:
      return net::Says::nothing;
  }
}

Sent never(const char* reason) {
  Sent sent;
  sent.kind = Sent::Kind::never;
  sent.reason = reason;
  return sent;
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
      tenant_pace_(per_tenant),
      outbox_pace_(outbox_limits) {}

asio::awaitable<void> Connector::wait_turn(std::string key) {
  const std::string all;
  co_await net::wait_turn(timing_, conversation_pace_, std::move(key));
  co_await net::wait_turn(timing_, tenant_pace_, all);
}

asio::awaitable<void> Connector::ready(std::string pace_key) {
  const std::string all;
  co_await net::wait_turn(timing_, conversation_pace_, std::move(pace_key));
  co_await net::wait_turn(timing_, outbox_pace_, all);
  co_await net::wait_turn(timing_, tenant_pace_, all);
  co_await tokens_.get();  // what it comes to is met again by the call
}

asio::awaitable<Connector::Answer> Connector::call(Request request) {
  std::string key = request.pace_key;
  if (!request.paced) co_await wait_turn(std::move(key));
  Access access = co_await tokens_.get();
  const std::string used = access.token;
  Answer answer = co_await call_with(std::move(access), request);
  if (answer.kind == Answer::Kind::refused && !used.empty()) {
    Access other = co_await tokens_.instead_of(used);
    answer = co_await call_with(std::move(other), request);
  }
  if (answer.kind == Answer::Kind::later && answer.after > 0s)
    conversation_pace_.pause(request.pace_key, timing_.now() + answer.after);
  co_return answer;
}

asio::awaitable<Connector::Answer> Connector::call_with(Access access, const Request& request) {
  Answer answer;
  if (access.kind != Access::Kind::good) {
    const bool refused = access.kind == Access::Kind::refused;
    answer.kind = refused ? Answer::Kind::refused : Answer::Kind::unsent;
    answer.reason = refused ? "not_authorised" : "no_token";
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
  const net::Says says = meaning_of(outcome.reply, request.method == "GET");
  const std::string reason = says == net::Says::refused ? "not_authorised" : "busy";
  static_cast<net::Verdict&>(answer) = net::judge(outcome, says, reason);
  answer.body = std::move(outcome.reply.body);
  co_return answer;
}

Sent Connector::outcome(const Answer& answer) {
  Sent sent;
  static_cast<net::Verdict&>(sent) = answer;
  const Json body = runtime::parse_json(answer.body);
  if (sent.done()) sent.id = net::text_at(body, "id");
  return sent;
}

asio::awaitable<Sent> Connector::send(std::string service, std::string conversation, Json activity,
                                      bool paced) {
  if (!may_call(service, hosts_)) co_return never("host_not_allowed");
  Request request;
  request.method = "POST";
  request.url = conversations(service) + "/" + net::percent_encoded(conversation) + "/activities";
  request.conversation = request.pace_key = conversation;
  request.body = net::bytes_of(activity);
  request.paced = paced;
  const Answer answer = co_await call(std::move(request));
  Sent sent = outcome(answer);
  sent.conversation = conversation;
  co_return sent;
}

asio::awaitable<Sent> Connector::update(std::string service, std::string conversation, std::string id,
                                        Json activity, bool paced) {
  if (!may_call(service, hosts_)) co_return never("host_not_allowed");
  Request request;
  request.method = "PUT";
  request.url = conversations(service) + "/" + net::percent_encoded(conversation) + "/activities/" +
                net::percent_encoded(id);
  request.conversation = request.pace_key = conversation;
  activity["id"] = id;
  request.body = net::bytes_of(activity);
  request.paced = paced;
  const Answer answer = co_await call(std::move(request));
  Sent sent = outcome(answer);
  sent.conversation = conversation;
  sent.id = id;
  co_return sent;
}

asio::awaitable<Sent> Connector::create(std::string service, std::string pace_key, Json body, bool paced) {
  if (opens_chat_with_nobody(body)) co_return never("bad_request");
  if (!may_call(service, hosts_)) co_return never("host_not_allowed");
  Request request;
  request.method = "POST";
  request.url = conversations(service);
  request.pace_key = std::move(pace_key);
  request.body = net::bytes_of(body);
  request.paced = paced;
  const Answer answer = co_await call(std::move(request));
  Sent sent = outcome(answer);
  if (sent.kind == Sent::Kind::done) {
    const Json reply = runtime::parse_json(answer.body);
    sent.conversation = net::text_at(reply, "id");
    sent.id = net::text_at(reply, "activityId");
  }
  co_return sent;
}

asio::awaitable<Roster> Connector::roster(std::string service, std::string conversation) {
  Roster roster;
  roster.how = never("host_not_allowed");
  if (!may_call(service, hosts_)) co_return roster;
  std::set<std::string> seen;  // a service that repeats itself must not keep us for ever
  std::string continuation;
  for (int page = 0; page < most_pages; ++page) {
    Request request;
    request.method = "GET";
    request.url = conversations(service) + "/" + net::percent_encoded(conversation) +
                  "/pagedmembers?pageSize=" + std::to_string(page_size);
    if (!continuation.empty()) request.url += "&continuationToken=" + net::percent_encoded(continuation);
    request.pace_key = "roster|" + conversation;
    const Answer answer = co_await call(std::move(request));
    roster.how = outcome(answer);
    if (!roster.how.done()) co_return roster;
    const Json body = runtime::parse_json(answer.body);
    if (body.is_object() && body.contains("members") && body["members"].is_array())
      for (const Json& entry : body["members"]) {
        // The same thing has two names in the service's own answers.
        std::string object = net::text_at(entry, "aadObjectId");
        if (object.empty()) object = net::text_at(entry, "objectId");
        roster.members.push_back({net::text_at(entry, "id"), net::lower_case(object),
                                  net::text_at(entry, "name"), net::text_at(entry, "userRole"),
                                  net::lower_case(net::text_at(entry, "tenantId"))});
      }
    continuation = net::text_at(body, "continuationToken");
    roster.whole = continuation.empty() && body.is_object() && body.contains("members");
    if (continuation.empty() || !seen.insert(continuation).second) break;
  }
  co_return roster;
}

}  // namespace teams
