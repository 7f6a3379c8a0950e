#include "adapters/slack/sender.hpp"

#include <nlohmann/json.hpp>

#include "adapters/slack/blocks.hpp"
#include "adapters/slack/errors.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/log.hpp"
#include "bot/core/texts.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using runtime::Delivered;

constexpr const char *post_method = "chat.postMessage", *edit_method = "chat.update";
// A channel may be shared with another organisation tomorrow.
constexpr std::size_t alt_letters = 1000;
constexpr int few_channels = 3;  // at a time are asked about alone; of more, all are read
constexpr net::Ticks remembered{std::chrono::hours(6)};

Delivered never(std::string reason) {
  Delivered delivered;
  delivered.kind = Delivered::Kind::permanent;
  delivered.reason = std::move(reason);
  return delivered;
}

// A yes without what was asked for is not Slack's: nothing has left.
Delivered not_told() {
  Delivered delivered;
  delivered.kind = Delivered::Kind::retry;
  delivered.reason = "no_mark";
  return delivered;
}

Delivered delivered_by(const Called& called, bool harmless) {
  Delivered delivered = net::delivered(called, harmless);
  delivered.place_alone = trouble_of(called.error) == Trouble::place;
  if (trouble_of(called.error) == Trouble::locked) delivered.shut = "locked";
  return delivered;
}

// What is asked before a message may lack a permission that other places do not need: to open a chat, to look
// at a private channel. `part`: what is shut without it.
Delivered refused_before(const Called& called, const char* part) {
  Delivered delivered = delivered_by(called, true);
  if (called.error == "missing_scope") delivered.shut = part;
  return delivered;
}

}  // namespace

asio::awaitable<std::string> Sender::direct(std::string user, Delivered& refusal) {
  Args args;
  args.emplace_back("users", std::move(user));
  const Called called = co_await context_->call("conversations.open", std::move(args));
  if (!called.ok()) refusal = refused_before(called, "chats");
  const std::string channel = called.at("/channel/id");
  if (called.ok() && channel.empty()) refusal = not_told();
  co_return channel;
}

asio::awaitable<std::string> Sender::own_channel(std::string channel, Delivered& refusal) {
  if (context_->options.allow_shared_channels) co_return channel;
  struct Asking {
    int& count;
    explicit Asking(int& of) : count(of) { ++count; }
    ~Asking() { --count; }
  };
  const Asking here(asking_);
  if (asking_ > few_channels) {
    const bool ours = co_await own_.have(channel);
    if (ours) co_return channel;
  }
  Args args;
  args.emplace_back("channel", channel);
  const Called called = co_await context_->call("conversations.info", std::move(args));
  const bool shared = called.at("/channel/is_ext_shared") == "true";
  const bool told = called.ok() && !called.at("/channel/id").empty();
  if (!called.ok())
    refusal = refused_before(called, "channels");
  else if (!told)
    refusal = not_told();
  else if (shared)
    refusal = never("shared_channel");
  if (!told || shared) channel.clear();
  co_return channel;
}

asio::awaitable<std::string> Sender::channel_of(core::Destination to, Delivered& refusal) {
  const auto known = known_.find(to.id);
  const int sharing = context_->sharing;
  if (known != known_.end() && known->second.until > context_->timing.now() &&
      known->second.sharing == sharing)
    co_return known->second.channel;
  std::string channel;
  if (to.kind == core::Destination::Kind::person) {
    channel = co_await direct(to.id, refusal);
  } else {
    channel = co_await own_channel(to.id, refusal);
  }
  const Known found{channel, context_->timing.now() + remembered, sharing};
  if (!channel.empty()) known_[to.id] = found;
  co_return channel;
}

asio::awaitable<Delivered> Sender::ready(core::Destination to, bool edit) {
  std::string method = edit ? edit_method : post_method, line;
  Delivered refusal;
  const bool looks = !edit || to.kind == core::Destination::Kind::channel;
  if (looks) line = co_await channel_of(std::move(to), refusal);
  if (looks && line.empty()) co_return refusal;
  if (edit) line.clear();  // it stands where it stands
  co_await pictures_over(line);
  co_await context_->ready(std::move(method), std::move(line));
  co_return Delivered();
}

asio::awaitable<void> Sender::pictures_over(std::string channel) {
  const auto found = showing_.find(channel);
  if (found == showing_.end()) co_return;
  const auto line = found->second;
  while (line->under_way()) co_await line->wait();
}

void Sender::show_below(const std::string& channel, std::vector<core::Plot> pictures) {
  if (pictures.empty() || !context_->options.pictures) return;
  auto& line = showing_[channel];
  if (!line) line = std::make_shared<net::SingleFlight>(context_->executor);
  if (line->under_way()) return;  // another destination leads to the same channel: its words stand
  context_->spawn(show(std::make_shared<Showing>(context_, line, channel), std::move(pictures)));
}

asio::awaitable<void> Sender::show(std::shared_ptr<Showing> showing, std::vector<core::Plot> pictures) {
  WorkspaceContext& context = *showing->context;
  const core::Language language = context.options.language;
  const std::string alt = typeset::shortened(core::alt_of(pictures), alt_letters, typeset::code_points);
  const runtime::PictureLook look;
  std::string png = co_await context.options.pictures->png(std::move(pictures), language, look);
  if (png.empty()) co_return;
  Args wish;
  wish.emplace_back("filename", core::text(language, "polls.picture") + ".png");
  wish.emplace_back("length", std::to_string(png.size()));
  wish.emplace_back("alt_txt", alt);
  Called called = co_await context.call("files.getUploadURLExternal", std::move(wish));
  std::string why = called.error;
  if (called.ok()) {
    const net::Verdict taken = co_await context.api.upload(called.at("/upload_url"), std::move(png));
    why = taken.reason;
    if (taken.done()) {
      Json file = {{"id", called.at("/file_id")}, {"title", core::text(language, "polls.picture")}};
      Args share;
      share.emplace_back("files", dumped(Json::array({std::move(file)})));
      share.emplace_back("channel_id", showing->channel);
      called = co_await context.call("files.completeUploadExternal", std::move(share));
      why = called.error;
    }
  }
  if (!why.empty()) core::log(core::Level::warning, "slack: a picture was not taken, its words stand", why);
}

asio::awaitable<Delivered> Sender::deliver(runtime::Delivery delivery) {
  const core::Message said = context_->in_our_words(delivery.message);
  const Json message = message_of(said, context_->options.language);
  for (const LimitViolation& violation : limit_violations(message, Surface::message))
    core::log(core::Level::error, "slack: a message breaks a limit", violation.what);
  Args args;
  std::string channel;
  const auto bar = delivery.ref.find('|');
  const bool edit = !delivery.ref.empty();
  if (edit && bar == std::string::npos) co_return never("message_not_found");
  if (edit) {
    channel = delivery.ref.substr(0, bar);
    if (delivery.to.kind == core::Destination::Kind::channel) {
      core::Destination there = delivery.to;
      there.id = channel;
      Delivered refusal;
      const std::string ours = co_await channel_of(std::move(there), refusal);  // others may read along now
      if (ours.empty()) co_return refusal;
    }
    args.emplace_back("ts", delivery.ref.substr(bar + 1));
  } else {
    Delivered refusal;
    channel = co_await channel_of(delivery.to, refusal);
    if (channel.empty()) co_return refusal;
    if (!delivery.paced) co_await pictures_over(channel);
    args.emplace_back("unfurl_links", "false");
    args.emplace_back("unfurl_media", "false");
  }
  args.emplace_back("channel", channel);
  args.emplace_back("text", message["text"].get<std::string>());
  args.emplace_back("blocks", dumped(message["blocks"]));
  std::string method = edit ? edit_method : post_method;
  std::string line = channel;
  if (edit) line.clear();
  Called called;
  if (delivery.paced)
    called = co_await context_->call_now(std::move(method), std::move(args));
  else
    called = co_await context_->call(std::move(method), std::move(args), std::move(line));
  Delivered delivered = delivered_by(called, edit);
  if (trouble_of(called.error) == Trouble::payload)
    core::log(core::Level::error, "slack: a message was refused as malformed", called.error);
  if (delivered.kind == Delivered::Kind::permanent) known_.erase(delivery.to.id);
  if (delivered.kind == Delivered::Kind::sent) {
    const std::string ts = called.at("/ts");
    delivered.ref = ts.empty() ? delivery.ref : called.at("/channel") + "|" + ts;
    // Slack cannot be asked for a message: nothing may stand before it on its way to the wire, nor before
    // what Slack said of it on its way to the outbox. The next message there waits for the picture.
    if (!edit) show_below(channel, std::move(delivery.message.pictures));
  }
  co_return delivered;
}

}  // namespace slack
