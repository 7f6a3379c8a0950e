#include "adapters/slack/response_channel.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/net/tries.hpp"
#include "adapters/net/url.hpp"
#include "adapters/slack/blocks.hpp"
#include "adapters/slack/errors.hpp"
#include "adapters/slack/modal.hpp"
#include "adapters/slack/text.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/runtime/json.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

// What Slack would refuse is worth a line, and never the contents.
std::string checked(const Json& payload, Surface surface) {
  for (const LimitViolation& violation : limit_violations(payload, surface))
    core::log(core::Level::error, "slack: a screen breaks a limit", violation.what);
  return dumped(payload);
}

// A forged payload must not make us call an address inside. Plain http is for tests, whose API is plain too.
bool may_be_called(const Options& options, const std::string& address) {
  const auto url = net::parse_url(address);
  if (!url) return false;
  const auto& hosts = options.response_hosts;
  const bool known = std::find(hosts.begin(), hosts.end(), url->host) != hosts.end();
  return known && (url->scheme == "https" || options.api_url.starts_with("http://"));
}

}  // namespace

core::Message words(core::Language language, std::string_view key) {
  return core::whisper(core::rich(language, key)).whisper.value();  // texts: slack.* engine.failed
}

std::string ephemeral(const core::Message& message, core::Language language) {
  Json json = message_of(message, language, limit::all_text);
  std::string ignored = checked(json, Surface::message);
  json["response_type"] = "ephemeral";
  json["replace_original"] = false;
  return dumped(json);
}

ResponseChannel::ResponseChannel(std::shared_ptr<WorkspaceContext> context, const Incoming& in)
    : context_(std::move(context)),
      user_(in.user),
      trigger_(in.trigger),
      response_url_(in.response_url),
      view_id_(in.view_id),
      title_(in.title),
      triggered_(context_->timing.now()),
      began_(context_->clock.now()) {
  if (title_.empty()) title_ = core::text(context_->options.language, "slack.title");
}

core::Language ResponseChannel::language_of(const core::Reply& reply) const {
  return reply.language.value_or(context_->options.language);
}

std::string ResponseChannel::view_of(const core::Reply& reply) const {
  const core::Language language = language_of(reply);
  if (reply.form) {
    try {
      return checked(form_view(context_->in_our_words(*reply.form), language), Surface::modal);
    } catch (const std::length_error&) {
      core::log(core::Level::error, "slack: a form's state is too long for a modal");
      return checked(notice_view(words(language, "slack.refused"), title_, language), Surface::modal);
    }
  }
  const core::SharedMessage message = reply.whisper ? reply.whisper : words(language, "slack.done");
  const std::string kind = title_ + "\n" + std::string(core::code(language));
  return context_->rendered.of(message, kind, [&] {
    return checked(notice_view(context_->in_our_words(*message), title_, language), Surface::modal);
  });
}

std::string ResponseChannel::waiting_view(const char* key) const {
  const core::Language language = context_->options.language;
  return checked(notice_view(words(language, key), title_, language), Surface::modal);
}

std::string ResponseChannel::errors_view(const Incoming& in, const core::Reply& reply) const {
  const Json sent = runtime::require_json(*in.text);
  const Json& view = sent.at(Json::json_pointer(in.view_at));
  const Submitted& submitted = in.submitted.value();
  return checked(view_with_errors(view, submitted, errors_at(submitted, reply.errors)), Surface::modal);
}

asio::awaitable<bool> ResponseChannel::open(std::string view) {
  const bool alive = !trigger_.empty() && context_->timing.now() - triggered_ < trigger_life;
  if (!alive) co_return false;
  Args args;
  args.emplace_back("trigger_id", std::exchange(trigger_, std::string()));
  args.emplace_back("view", std::move(view));
  const Called called = co_await context_->call("views.open", std::move(args));
  see_why("views.open", called);
  if (called.ok()) view_id_ = called.at("/view/id");
  co_return called.ok();
}

// Without it a window says for ever that it waits: so a refusal is said in it as well.
asio::awaitable<bool> ResponseChannel::update(std::string view, core::Language language) {
  const bool shown = co_await put(std::move(view));
  if (shown || !malformed_) co_return shown;
  std::string notice =
      checked(notice_view(words(language, "slack.refused"), title_, language), Surface::modal);
  co_await put(std::move(notice));
  co_return false;
}

// Showing the same twice is as good as once.
asio::awaitable<bool> ResponseChannel::put(std::string view) {
  Args args;
  args.emplace_back("view_id", view_id_);
  args.emplace_back("view", std::move(view));
  const Called called = co_await context_->read("views.update", std::move(args));
  see_why("views.update", called);
  co_return called.ok();
}

// What is malformed is a fault of ours, and stays so.
void ResponseChannel::see_why(const char* method, const Called& called) {
  if (!called.ok()) context_->unanswered.add(method + (": " + called.error));
  malformed_ = !called.ok() && trouble_of(called.error) == Trouble::payload;
  if (malformed_) core::log(core::Level::error, "slack: a window was refused as malformed", called.error);
}

asio::awaitable<void> ResponseChannel::open_waiting() {
  waiting_ = co_await open(waiting_view("slack.waiting"));
}

asio::awaitable<void> ResponseChannel::show(core::Reply reply) {
  const bool empty = !reply.form && !reply.whisper;
  if (empty && !waiting_) co_return;
  if (!view_id_.empty()) {
    // People close windows: what was to be shown there may still find them.
    const bool shown = co_await update(view_of(reply), language_of(reply));
    if (shown || !reply.whisper) co_return;
    co_await whisper(std::move(reply.whisper));
    co_return;
  }
  if (!reply.form && may_respond()) {
    co_await whisper(std::move(reply.whisper));
    co_return;
  }
  const bool opened = co_await open(view_of(reply));
  if (opened) co_return;
  // What Slack refuses as it is, it refuses when it is pressed again.
  const char* why = malformed_ ? "slack.refused" : "slack.too_slow";
  // On the Home tab and behind a shortcut there is nowhere to whisper.
  if (may_respond())
    co_await whisper(words(language_of(reply), why));
  else
    co_await write_to_them(why, language_of(reply));
}

asio::awaitable<void> ResponseChannel::settle(core::Reply reply, std::shared_ptr<const Incoming> in) {
  if (reply.errors.empty()) {
    co_await update(view_of(reply), language_of(reply));
    co_return;
  }
  const bool shown = co_await update(errors_view(*in, reply), language_of(reply));
  if (shown) co_return;
  // The modal was closed while the engine was slow, and what was written in it is not saved.
  co_await write_to_them("slack.not_saved", language_of(reply));
}

// texts: slack.too_slow slack.not_saved slack.refused
asio::awaitable<void> ResponseChannel::write_to_them(const char* key, core::Language language) {
  Args open_args;
  open_args.emplace_back("users", user_);
  const Called opened = co_await context_->read("conversations.open", std::move(open_args));
  if (!opened.ok()) co_return;
  const Json message = message_of(words(language, key), language);
  Args args;
  args.emplace_back("channel", opened.at("/channel/id"));
  args.emplace_back("text", message["text"].get<std::string>());
  args.emplace_back("blocks", dumped(message["blocks"]));
  const std::string line = opened.at("/channel/id");
  co_await context_->call("chat.postMessage", std::move(args), line);
}

bool ResponseChannel::may_respond() {
  if (uses_ >= response_uses || context_->clock.now() - began_ > response_life) return false;
  if (!may_be_called_) may_be_called_ = may_be_called(context_->options, response_url_);
  return *may_be_called_;
}

asio::awaitable<void> ResponseChannel::whisper(core::SharedMessage message) {
  if (!may_respond()) co_return;
  const std::string no_window;  // which have a title, all of them
  std::string json = context_->rendered.of(message, no_window, [&] {
    return ephemeral(context_->in_our_words(*message), context_->options.language);
  });
  co_await respond(std::move(json));
}

asio::awaitable<void> ResponseChannel::respond(std::string json) {
  net::Tries tries(context_->timing, context_->random);
  for (bool again = true; again;) {
    ++uses_;
    const Called called = co_await context_->api.post(response_url_, json);
    again = co_await tries.again(called);
    again = again && may_respond();
    // Whatever it refuses, it refuses for good.
    if (!again && !called.ok()) context_->unanswered.add("a whisper: " + called.error);
  }
}

}  // namespace slack
