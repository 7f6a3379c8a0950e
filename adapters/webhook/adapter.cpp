#include "adapters/webhook/adapter.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/net/address.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/outcome.hpp"
#include "adapters/net/pace.hpp"
#include "adapters/net/url.hpp"
#include "adapters/webhook/address.hpp"
#include "adapters/webhook/outline.hpp"
#include "adapters/webhook/payload.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"

namespace webhook {
namespace {

namespace asio = boost::asio;
using runtime::Delivered;
using runtime::ended;
using Json = nlohmann::json;
using std::chrono::seconds;

constexpr std::size_t answer_bytes = 1024 * 1024;  // Google Chat gives the whole message back

Delivered again(seconds after, std::string reason) {
  Delivered outcome = ended(Delivered::Kind::retry, std::move(reason));
  outcome.after = after;
  return outcome;
}

struct Heard {
  net::Says says = net::Says::nothing;
  std::string reason;
};

// Slack's plain words say more than its status.
Heard slack_refusal(std::string_view body) {
  const auto is = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), body) != words.end();
  };
  if (is({"invalid_payload", "no_text", "too_many_attachments", "invalid_blocks"}))
    return {net::Says::never, "payload_refused"};
  if (is({"action_prohibited", "posting_to_general_channel_denied"}))
    return {net::Says::never, "not_allowed_there"};
  if (is({"channel_not_found", "channel_is_archived", "user_not_found"}))
    return {net::Says::never, "channel_gone"};
  if (is({"no_service", "no_service_id", "no_team", "no_active_hooks", "invalid_token", "team_disabled"}))
    return {net::Says::refused, "hook_revoked"};
  return {};
}

// Mattermost's statuses mean several things each; the id in its answer does not.
Heard mattermost_refusal(std::string_view body) {
  const std::string id = net::text_at(runtime::parse_json(body), "id");
  const std::string_view of_hook = "web.incoming_webhook.", end = ".app_error";
  if (!id.starts_with(of_hook) || !id.ends_with(end)) return {};
  const std::string what = id.substr(of_hook.size(), id.size() - of_hook.size() - end.size());
  if (what == "invalid") return {net::Says::refused, "hook_revoked"};  // a 400
  if (what == "disabled") return {net::Says::refused, "switched_off"};
  if (what == "channel") return {net::Says::never, "channel_gone"};
  if (what == "channel_locked" || what == "permissions") return {net::Says::never, "not_allowed_there"};
  return {};
}

// What Power Automate says of a flow that its owner, or a policy, has switched off.
bool is_flow_off(std::string_view body) {
  const Json json = runtime::parse_json(body);
  return net::text_at(net::member(json, "error"), "code") == "WorkflowTriggerIsNotEnabled";
}

// Each platform's own mark of success. A sign-in page is nobody's, whatever its status.
bool has_mark(Shape shape, int status, std::string_view body) {
  const Json json = runtime::parse_json(body);
  switch (shape) {
    case Shape::slack:
      return status == 200 && body == "ok";
    case Shape::mattermost:  // the second is what Matrix' bridge hookshot says, which takes the same
      return status == 200 && (body == "ok" || net::member(json, "ok") == true);
    case Shape::rocketchat:
      return status == 200 && net::member(json, "success") == true;
    case Shape::zulip:
      return status == 200 && (net::text_at(json, "result") == "success" || net::member(json, "ok") == true);
    case Shape::google_chat:
      return status == 200 && !net::text_at(json, "name").empty();
    case Shape::teams_workflow:
      return status == 202 && (body.empty() || !json.is_discarded());
  }
  return false;
}

bool says_no(std::string_view body) {
  const Json json = runtime::parse_json(body);
  return net::member(json, "ok") == false || net::member(json, "success") == false ||
         net::text_at(json, "result") == "error";
}

Heard heard(Shape shape, const net::HttpReply& reply) {
  std::string_view body = reply.body;
  while (!body.empty() && (body.back() == '\n' || body.back() == '\r')) body.remove_suffix(1);
  if (has_mark(shape, reply.status, body)) return {net::Says::done, {}};
  if (reply.status < 300 && says_no(body)) return {net::Says::never, "hook_refused_200"};
  // What Rocket.Chat says of an integration that somebody has switched off; by itself 503 may be a gateway's.
  if (shape == Shape::rocketchat && reply.status == 503 && says_no(body))
    return {net::Says::refused, "hook_revoked"};
  if (shape == Shape::mattermost && reply.status >= 400)
    if (const Heard told = mattermost_refusal(body); told.says != net::Says::nothing) return told;
  if (reply.status < 400 || reply.status >= 500) return {};
  if (shape == Shape::teams_workflow && is_flow_off(body)) return {net::Says::refused, "switched_off"};
  Heard refusal = shape == Shape::slack ? slack_refusal(body) : Heard();
  constexpr int by_status[] = {401, 407, 408, 421, 425, 429};  // where the number says more than "no"
  // Of an address that is gone the message is not to blame: it waits for another.
  const bool gone = reply.status == 404 || reply.status == 410;
  if (refusal.says == net::Says::nothing && !std::ranges::count(by_status, reply.status))
    refusal = {gone ? net::Says::refused : net::Says::never, "hook_refused_" + std::to_string(reply.status)};
  return refusal;
}

Delivered outcome_of(Shape shape, const net::HttpOutcome& outcome) {
  const Heard words = heard(shape, outcome.reply);
  Delivered became = net::delivered(net::judge(outcome, words.says, words.reason));
  became.place_alone = true;  // an address is a key of its own
  return became;
}

net::HttpClientOptions client_options(const Options& options) {
  net::HttpClientOptions client;
  client.ca_file = options.ca_file;
  client.body_bytes = answer_bytes;
  if (!options.allow_private) client.dialling.may_connect = net::is_public;
  return client;
}

class Adapter final : public Webhook {
 public:
  Adapter(asio::any_io_executor executor, Options options, runtime::Links* links, net::Timing timing)
      : executor_(std::move(executor)),
        options_(std::move(options)),
        links_(links),
        timing_(std::move(timing)),
        client_(client_options(options_)) {}

  runtime::Capabilities capabilities() const override {
    runtime::Capabilities can;
    can.direct_message = !options_.people.empty();
    return can;
  }

  void renew(const Options& options) override {
    options_.channels = options.channels;
    options_.people = options.people;
  }

  // Nothing ever comes in.
  asio::awaitable<void> run(runtime::Inbox&) override { co_await net::until_cancelled(executor_); }

  bool paced() const override { return true; }
  asio::awaitable<Delivered> ready(core::Destination to, bool edit) override {
    const auto hook = edit ? std::nullopt : hook_of(to);
    if (!hook) co_return Delivered();  // deliver() tells what is wrong
    // Not slept here: the outbox keeps it better, also over a restart.
    if (const seconds left = busy_for(hook->url); left > seconds{0}) co_return again(left, "too_many");
    co_await net::wait_turn(timing_, pace_, hook->url);
    co_return Delivered();
  }

  asio::awaitable<Delivered> deliver(runtime::Delivery delivery) override {
    using Kind = Delivered::Kind;
    if (delivery.to.workspace != options_.workspace) co_return ended(Kind::permanent, "unknown_workspace");
    if (!delivery.ref.empty()) co_return ended(Kind::sent);
    const auto hook = hook_of(delivery.to);
    if (!hook) co_return ended(Kind::permanent, "no_hook");

    net::HttpCall call;
    call.method = "POST";
    call.url = hook->url;
    call.headers.add("Content-Type", "application/json; charset=utf-8");
    call.limit = options_.limit;
    if (const seconds left = busy_for(hook->url); left > seconds{0}) co_return again(left, "too_many");
    if (!delivery.paced) co_await net::wait_turn(timing_, pace_, hook->url);
    // Only now: a link lasts for a while from when it is made.
    call.body = payload(hook->shape, outline(delivery.message, delivery.to, links_, options_.language));
    if (call.body.empty()) co_return ended(Kind::permanent, "nothing_to_say");
    const net::HttpOutcome answer = co_await client_.send(std::move(call));
    Delivered outcome = outcome_of(hook->shape, answer);
    if (!outcome.reason.empty())
      core::log(core::Level::warning, "webhook: a post was not taken", outcome.reason);
    const bool asked = outcome.kind == Kind::retry && outcome.reason == "too_many";
    if (asked) busy_until_[hook->url] = timing_.now() + outcome.after;
    co_return outcome;
  }

  asio::awaitable<std::optional<std::string>> find(std::string) override { co_return std::nullopt; }

 private:
  // What an address still wants to be left alone for.
  seconds busy_for(const std::string& url) {
    const auto found = busy_until_.find(url);
    if (found == busy_until_.end()) return seconds{0};
    const auto left = std::chrono::ceil<seconds>(found->second - timing_.now());
    if (left <= seconds{0}) busy_until_.erase(found);
    return left;
  }
  // A copy: the addresses may be exchanged while one waits.
  std::optional<Hook> hook_of(const core::Destination& to) const {
    const auto& hooks = to.kind == core::Destination::Kind::person ? options_.people : options_.channels;
    const auto found = hooks.find(to.id);
    if (found == hooks.end()) return std::nullopt;
    return found->second;
  }

  asio::any_io_executor executor_;
  Options options_;
  runtime::Links* links_;
  net::Timing timing_;
  net::HttpClient client_;
  net::Pace pace_{{{1, net::Ticks{1'000}}}};
  std::map<std::string, net::Ticks> busy_until_;  // by address
};

std::string problem_of(const Hook& hook, const Options& options) {
  const auto url = net::parse_url(hook.url);
  if (!url || !url->scheme.starts_with("http"))
    return "is not a whole web address, or has a user name and a password in it: copy it anew from the "
           "platform";
  if (!url->secure() && !options.allow_private) return "begins with http: it must begin with https://";
  std::vector<std::string> allowed = own_hosts(hook.shape);
  const bool own = !allowed.empty();
  allowed.insert(allowed.end(), options.allowed_hosts.begin(), options.allowed_hosts.end());
  if (is_allowed_host(url->host, allowed)) return {};
  return own ? "is not one of this kind of platform: check `kind`, or put the host in allowed_hosts"
             : "leads to a host that is not in allowed_hosts: add the name of your own chat server there";
}

// A shell cuts an address at "&", and a page that is copied from writes "&amp;".
std::string doubt_about(const Hook& hook, const Options&) {
  const auto url = net::parse_url(hook.url);
  if (!url || !is_allowed_host(url->host, own_hosts(hook.shape))) return {};
  for (const std::string_view key : keys_in_address(hook.shape))
    if (!has_in_query(url->target, key))
      return "is not whole, there is no " + std::string(key) +
             "= in it: copy all of it anew; a shell cuts it at & unless it stands in quotes";
  return {};
}

using Told = std::vector<std::pair<std::string, std::string>>;

void add_of_hooks(const Options& options, std::string (*judged)(const Hook&, const Options&), Told& to) {
  for (const auto* hooks : {&options.channels, &options.people})
    for (const auto& [id, hook] : *hooks)
      if (const std::string wrong = judged(hook, options); !wrong.empty())
        to.emplace_back((hooks == &options.channels ? "channels." : "people.") + id + ".url",
                        "the address " + wrong);
}

bool is_host_name(std::string_view entry, bool allow_private) {
  const bool dotted = entry.find('.') != entry.npos && !entry.starts_with('.') && !entry.ends_with('.');
  // "no" or "com" would let everybody in.
  return core::ascii::is_name(entry, "-.") && (dotted || allow_private);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> problems(const Options& options) {
  std::vector<std::pair<std::string, std::string>> found;
  // Not quoted: it may be an address that was put in the wrong place.
  for (std::size_t i = 0; i < options.allowed_hosts.size(); ++i)
    if (!is_host_name(options.allowed_hosts[i], options.allow_private))
      found.emplace_back("allowed_hosts",
                         "entry " + std::to_string(i + 1) +
                             " is not the name of a host: write it as chat.kommune.no, without https:// "
                             "and without *");
  add_of_hooks(options, problem_of, found);
  return found;
}

std::vector<std::pair<std::string, std::string>> doubts(const Options& options) {
  Told found;
  add_of_hooks(options, doubt_about, found);
  return found;
}

std::unique_ptr<Webhook> make_webhook(asio::any_io_executor executor, Options options, runtime::Links* links,
                                      net::Timing timing) {
  if (const auto found = problems(options); !found.empty())
    throw std::invalid_argument(found.front().first + " " + found.front().second);
  return std::make_unique<Adapter>(std::move(executor), std::move(options), links, std::move(timing));
}

}  // namespace webhook
