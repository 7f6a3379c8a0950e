#include "adapters/mattermost/feed.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "adapters/mattermost/members.hpp"
#include "adapters/mattermost/response_channel.hpp"
#include "adapters/net/url.hpp"
#include "bot/core/event.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/runtime/json_text.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using runtime::JsonView;
using namespace std::chrono_literals;

constexpr net::Ticks first_wait = 1s, longest_wait_between = 2min, settled_after = 1min;
constexpr std::chrono::minutes answer_wait{25};
constexpr std::chrono::hours look_back{24}, still_sensible{1};
// Mattermost's clock and ours need not show the same; what was heard before is known.
constexpr std::chrono::minutes clocks_apart{15};
constexpr std::size_t longest_command = 500;          // that goes into a button
constexpr std::size_t frame_bytes = 4 * 1024 * 1024;  // other people's posts come here too

// People write "/refleks hjelp" here too, or the name without its slash.
std::string command_in(std::string text) {
  for (const std::string_view word : {"/refleks", "refleks", "Refleks"})
    if (text == word || text.starts_with(std::string(word) + " ")) {
      text.erase(0, word.size());
      break;
    }
  text.erase(0, std::min(text.find_first_not_of(" \n\t"), text.size()));
  return text;
}

// In the conversation it was written in.
asio::awaitable<void> answer(std::shared_ptr<WorkspaceContext> context, std::shared_ptr<Sender> sender,
                             Written written) {
  // Who somebody is must be known before the event goes in.
  if (context->names.person(written.user) == written.user) co_await context->introduce();
  if (!context->inbox) co_return;
  core::Origin origin;
  origin.workspace = context->options.workspace;
  origin.user = context->names.person(written.user);
  origin.delivery = written.post;
  const std::string text = command_in(written.text);
  const core::Destination to{origin.workspace, core::Destination::Kind::person, origin.user};
  Sender::Place place{written.channel, {written.post}, written.thread};
  const auto question = runtime::PendingReply::ask(context->patience, *context->inbox,
                                                   context->command(std::move(origin), text));
  const std::optional<core::Reply> reply = co_await question->within(answer_wait);
  if (!reply) co_return;
  place.language = reply->language;
  // What is anonymous is not taken from a conversation that keeps it, nor kept in a button of ours besides.
  const bool said_more = reply->again.has_value();
  const core::Language language = reply->language.value_or(context->options.language);
  if (reply->whisper) {
    core::Message message = *reply->whisper;
    if (said_more) core::say(message, language, "mattermost.not_anonymous");
    co_await sender->say(to, place, std::move(message));
  } else if (reply->form) {
    // A form needs a press of a button here, or a page.
    if (!context->reachable() && !context->links) {
      core::Message cannot = words(language, "mattermost.no_forms");
      if (said_more) core::say(cannot, language, "mattermost.not_anonymous");
      co_await sender->say(to, place, std::move(cannot));
      co_return;
    }
    const std::string asked = reply->again.value_or(text);
    core::Message message = words(language, "mattermost.form_waits");
    if (said_more) core::say(message, language, "mattermost.not_anonymous");
    core::Button button{core::text(language, "mattermost.open_form"), again_button, asked,
                        core::Button::Style::primary};
    if (!context->reachable()) button.name = core::home_press;
    if (!context->reachable() || asked.size() > longest_command) button.value.clear();
    message.blocks.emplace_back(core::Actions{{std::move(button)}});
    co_await sender->say(to, place, std::move(message));
  }
}

std::int64_t millis(core::Instant at) {
  return std::chrono::milliseconds(at.time_since_epoch()).count();
}

core::Language language_of(const WorkspaceContext& context, const std::string& user) {
  const auto directory = context.options.directory ? context.options.directory() : nullptr;
  const core::Person* person = directory ? directory->person(context.options.workspace, user) : nullptr;
  return person ? person->language : context.options.language;
}

// What was written while nobody listened. A command of long ago is not carried out: its "tomorrow" is another
// day, and whoever wrote it may have done something else since. They are told, so that they do not wait.
asio::awaitable<void> answer_missed(std::shared_ptr<WorkspaceContext> context, std::shared_ptr<Sender> sender,
                                    core::Instant since) {
  const auto missed = co_await read_missed(context, millis(since));
  const core::Instant now = context->clock.now();
  const core::Zone zone = core::Zone::named(context->options.zone);
  const core::Instant today = core::midnight(zone, core::date_of(zone.to_local(now)));
  const std::int64_t sensible = millis(std::max(today, now - still_sensible));
  std::map<std::string, Sender::Place> late;  // by user
  for (const Written& one : missed) {
    if (!context->heard.first_time(one.post)) continue;
    if (one.at >= sensible) {
      co_await answer(context, sender, one);
      continue;
    }
    Sender::Place& place = late[one.user];
    place.channel = one.channel;
    place.answers.push_back(one.post);
  }
  for (const auto& [user, place] : late) {
    if (!context->inbox) co_return;
    const core::Destination to{context->options.workspace, core::Destination::Kind::person,
                               context->names.person(user)};
    core::Message message = words(language_of(*context, to.id), "mattermost.missed");
    co_await sender->say(to, place, std::move(message));
  }
}

}  // namespace

std::optional<Written> read_direct_message(JsonView event, const std::string& bot) {
  const JsonView data = event.at("data");
  if (event.at("event").text() != "posted" || data.at("channel_type").text() != "D") return std::nullopt;
  const runtime::JsonText inner(data.at("post").text());  // JSON inside JSON
  return read_post(inner.root(), bot);
}

Feed::Feed(std::shared_ptr<WorkspaceContext> context, std::shared_ptr<Sender> sender)
    : context_(std::move(context)),
      sender_(std::move(sender)),
      tls_(context_->api.site().starts_with("https:") ? net::make_tls_client(context_->options.ca_file)
                                                      : nullptr) {}

std::string Feed::url() const {
  const std::string& site = context_->api.site();  // http:// or https://
  std::string url = "ws" + site.substr(4) + "/api/v4/websocket";
  if (!connection_.empty())
    url += "?connection_id=" + connection_ + "&sequence_number=" + std::to_string(expected_);
  return url;
}

asio::awaitable<void> Feed::run() {
  net::Reconnect machine({first_wait, longest_wait_between, settled_after});
  bool heard_before = true;
  while (true) {
    co_await context_->introduce();
    bool heard = false;
    // Not where the token was renewed meanwhile: it may be another bot's.
    if (!context_->bot.empty()) heard = co_await listen(machine);
    if (!heard && heard_before)
      core::log(core::Level::warning, "mattermost: no connection; trying again", context_->options.workspace);
    heard_before = heard;
    const net::Ticks wait =
        std::max(first_wait, machine.next(net::Reconnect::Event::over, context_->timing.now()));
    // Everybody comes back after the server's restart: not all in the same second.
    const auto spread = static_cast<std::int64_t>(core::below(context_->random, 1'000));
    const net::Ticks pause = wait / 2 + wait * spread / 1'000;
    co_await context_->timing.sleep(pause);
  }
}

void Feed::connect_anew() {
  connection_.clear();
  if (const auto session = session_.lock()) session->close();
}

asio::awaitable<bool> Feed::listen(net::Reconnect& machine) {
  const std::string token = context_->api.token();
  net::Headers headers;
  headers.add("Authorization", "Bearer " + token);
  net::WebSocketLimits limits;
  limits.message_bytes = frame_bytes;
  greeted_ = false;
  std::string address = url();
  net::WebSocketResult opened =
      co_await net::connect_websocket(std::move(address), std::move(headers), limits, tls_);
  if (!opened) co_return false;
  const std::shared_ptr<net::WebSocketSession> session = *opened;
  if (token != context_->api.token()) {  // renewed meanwhile: it hears what is said to a bot that was
    session->abort();
    co_return false;
  }
  session_ = session;
  std::optional<net::Alarm> patience;
  const auto give_up = [weak = std::weak_ptr(session)] {
    if (const auto silent = weak.lock()) silent->abort();
  };
  // One that goes on where the last broke off is not greeted again.
  if (connection_.empty())
    patience.emplace(context_->executor, context_->timing, net::greeting_limit, give_up);
  else
    machine.next(net::Reconnect::Event::greeted, context_->timing.now());
  while (true) {
    const std::optional<std::string> frame = co_await session->receive();
    if (!frame) break;
    const bool in_order = take(*frame);
    if (greeted_ && patience) {
      patience.reset();
      machine.next(net::Reconnect::Event::greeted, context_->timing.now());
    }
    if (in_order) continue;
    core::log(core::Level::info, "mattermost: events were lost; connecting again",
              context_->options.workspace);
    session->close();
    break;
  }
  // A connection that does not go on where it broke off is worth nothing.
  if (!greeted_) connection_.clear();
  co_return greeted_;
}

bool Feed::take(const std::string& frame) {
  const runtime::JsonText read(frame);
  const JsonView event = read.root();
  const auto seq = event.at("seq").integer();
  if (!seq) return true;  // an answer to a call of ours, not an event
  if (event.at("event").text() == "hello") {
    const std::string id = event.at("data").text_at("connection_id");
    const std::string version = short_version(event.at("data").text_at("server_version"));
    if (!version.empty()) context_->version = version;  // it may have been renewed meanwhile
    if (id != connection_ || id.empty()) {
      expected_ = *seq;
      look_for_missed();
    }
    connection_ = is_id(id) ? id : std::string();
  }
  if (*seq != expected_) return false;
  ++expected_;
  greeted_ = true;
  heard_ = context_->clock.now();
  if (const std::string channel = changed_channel(event); !channel.empty() && context_->inbox)
    context_->inbox->channel_changed(context_->options.workspace, context_->names.channel(channel));
  auto written = read_direct_message(event, context_->bot);
  if (written && context_->heard.first_time(written->post))
    context_->spawn(answer(context_, sender_, std::move(*written)));
  return true;
}

// This connection does not go on where the last broke off.
void Feed::look_for_missed() {
  const core::Instant now = context_->clock.now(), earliest = now - look_back;
  core::Instant since = heard_ ? std::max(earliest, *heard_ - clocks_apart) : earliest;
  // What the last look could not see has not been heard since.
  if (context_->unlooked) since = std::max(earliest, std::min(since, *context_->unlooked));
  context_->unlooked = since;
  context_->spawn(answer_missed(context_, sender_, since));
}

}  // namespace mattermost
