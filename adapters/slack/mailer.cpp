#include "adapters/slack/mailer.hpp"

#include <nlohmann/json.hpp>

#include "adapters/slack/blocks.hpp"
#include "adapters/slack/errors.hpp"
#include "bot/core/log.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using runtime::Delivered;
using std::chrono::seconds;

constexpr seconds soon{15}, later{60}, after_repair{900};
// A channel may be shared with another organisation tomorrow.
constexpr net::Ticks remembered{std::chrono::hours(6)};

Delivered outcome(Delivered::Kind kind, std::string reason, seconds after = seconds(0)) {
  Delivered delivered;
  delivered.kind = kind;
  delivered.reason = std::move(reason);
  delivered.after = after;
  return delivered;
}

}  // namespace

Delivered outcome_of(const Called& called, bool twice) {
  switch (called.kind) {
    case Called::Kind::ok:
      return {};
    case Called::Kind::limited:
      return outcome(Delivered::Kind::retry, called.error, called.after);
    case Called::Kind::garbled:
      return outcome(Delivered::Kind::retry, called.error, later);
    case Called::Kind::unsent:
      return outcome(Delivered::Kind::retry, called.error, soon);
    case Called::Kind::unanswered:
      if (twice) return outcome(Delivered::Kind::retry, called.error, soon);
      return outcome(Delivered::Kind::unknown, called.error);
    case Called::Kind::refused:
      break;
  }
  switch (trouble_of(called.error)) {
    case Trouble::credential:
      // Nothing goes out before somebody has looked; what waits is kept.
      core::log(core::Level::error, "slack: the bot may not send", called.error);
      return outcome(Delivered::Kind::retry, called.error, after_repair);
    case Trouble::passing:
      return outcome(Delivered::Kind::retry, called.error, later);
    case Trouble::half_done:
      if (twice) return outcome(Delivered::Kind::retry, called.error, later);
      return outcome(Delivered::Kind::unknown, called.error);
    case Trouble::payload:
      core::log(core::Level::error, "slack: a message was refused as malformed", called.error);
      break;
    default:
      break;
  }
  return outcome(Delivered::Kind::permanent, called.error.empty() ? "refused" : called.error);
}

asio::awaitable<std::string> Mailer::direct(std::string user, Delivered& refusal) {
  Args args;
  args.emplace_back("users", std::move(user));
  const Called called = co_await house_->call("conversations.open", std::move(args));
  if (!called.ok()) refusal = outcome_of(called, true);
  const std::string channel = called.at("/channel/id");
  if (called.ok() && channel.empty()) refusal = outcome(Delivered::Kind::permanent, "no_channel");
  co_return channel;
}

asio::awaitable<std::string> Mailer::own_channel(std::string channel, Delivered& refusal) {
  if (house_->options.allow_shared_channels) co_return channel;
  Args args;
  args.emplace_back("channel", channel);
  const Called called = co_await house_->call("conversations.info", std::move(args));
  if (!called.ok()) refusal = outcome_of(called, true);
  const bool shared = called.at("/channel/is_ext_shared") == "true";
  if (shared) refusal = outcome(Delivered::Kind::permanent, "shared_channel");
  if (!called.ok() || shared) channel.clear();
  co_return channel;
}

asio::awaitable<std::string> Mailer::channel_of(core::Destination to, Delivered& refusal) {
  const auto known = known_.find(to.id);
  if (known != known_.end() && known->second.until > house_->timing.now()) co_return known->second.channel;
  std::string channel;
  if (to.kind == core::Destination::Kind::person) {
    channel = co_await direct(to.id, refusal);
  } else {
    channel = co_await own_channel(to.id, refusal);
  }
  const Known found{channel, house_->timing.now() + remembered};
  if (!channel.empty()) known_[to.id] = found;
  co_return channel;
}

asio::awaitable<Delivered> Mailer::deliver(runtime::Delivery delivery) {
  const Json message = message_of(delivery.message, house_->options.language);
  for (const Breach& breach : breaches(message, Surface::message))
    core::log(core::Level::error, "slack: a message breaks a limit", breach.what);
  Args args;
  std::string channel;
  const auto bar = delivery.ref.find('|');
  const bool edit = !delivery.ref.empty();
  if (edit && bar == std::string::npos) co_return outcome(Delivered::Kind::permanent, "message_not_found");
  if (edit) {
    channel = delivery.ref.substr(0, bar);
    args.emplace_back("ts", delivery.ref.substr(bar + 1));
  } else {
    Delivered refusal;
    channel = co_await channel_of(delivery.to, refusal);
    if (channel.empty()) co_return refusal;
    args.emplace_back("unfurl_links", "false");
    args.emplace_back("unfurl_media", "false");
  }
  args.emplace_back("channel", channel);
  args.emplace_back("text", message["text"].get<std::string>());
  args.emplace_back("blocks", dumped(message["blocks"]));
  std::string method = "chat.postMessage";
  std::string line = channel;
  if (edit) {
    method = "chat.update";
    line.clear();
  }
  const Called called = co_await house_->call(std::move(method), std::move(args), std::move(line));
  Delivered delivered = outcome_of(called, edit);
  if (delivered.kind == Delivered::Kind::permanent) known_.erase(delivery.to.id);
  if (delivered.kind == Delivered::Kind::sent) {
    const std::string ts = called.at("/ts");
    delivered.ref = ts.empty() ? delivery.ref : called.at("/channel") + "|" + ts;
  }
  co_return delivered;
}

}  // namespace slack
