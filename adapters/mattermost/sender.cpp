#include "adapters/mattermost/sender.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/mattermost/limits.hpp"
#include "adapters/mattermost/missed.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/tries.hpp"
#include "bot/core/log.hpp"
#include "bot/core/texts.hpp"
#include "bot/runtime/json.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using runtime::Delivered;
using Kind = Delivered::Kind;

// What Mattermost says by a 400 in words of its own.
constexpr const char* archived = "api.post.create_post.can_not_post_to_deleted.error";
constexpr const char* restricted = "api.post.create_post.can_not_post_in_restricted_dm.error";
constexpr std::chrono::hours search_back{72};
constexpr std::chrono::seconds search_pause{30};
constexpr int searches = 60;

Delivered never(const char* reason) {
  Delivered out;
  out.kind = Kind::permanent;
  out.reason = reason;
  return out;
}

// Mattermost tells what it made by its id; anything else, whatever its status, is nobody's post.
net::Verdict with_id(const Called& called) {
  net::Verdict verdict = called;
  if (called.error == archived) verdict.reason = "channel_gone";
  if (called.error == restricted) verdict.reason = "no_team_in_common";
  if (!verdict.done() || is_id(text_in(called.body, "id"))) return verdict;
  verdict.kind = net::Verdict::Kind::unclear;
  verdict.reason = "no_mark";
  return verdict;
}

// It has not told us who we are and where things are.
Delivered not_introduced(net::Verdict asked) {
  if (asked.kind != net::Verdict::Kind::refused && asked.kind != net::Verdict::Kind::unsent) asked = {};
  if (asked.reason.empty()) asked.reason = "not_introduced";
  return net::delivered(asked);
}

}  // namespace

Json Sender::post_of(const core::Message& message, const core::Destination& to, const std::string& channel,
                     core::Language language) const {
  const core::Message shown =
      context_->reachable() ? message : with_links(message, to, context_->links, language);
  Json screen = screen_of(shown, context_->integration(channel), language);
  Json post{{"message", std::move(screen["text"])}, {"props", Json::object()}};
  if (!screen["attachments"].empty()) post["props"]["attachments"] = std::move(screen["attachments"]);
  for (const LimitViolation& violation : limit_violations_of_post(post))
    core::log(core::Level::error, "mattermost: a post breaks a limit", violation.what);
  return post;
}

asio::awaitable<Delivered> Sender::channel_for(core::Destination to) {
  const bool person = to.kind == core::Destination::Kind::person;
  std::string id = person ? context_->names.user_id(to.id) : context_->names.channel_id(to.id);
  if (id.empty() || context_->bot.empty()) {
    const bool answered = co_await context_->introduce();
    id = person ? context_->names.user_id(to.id) : context_->names.channel_id(to.id);
    if (!answered && (id.empty() || context_->bot.empty())) co_return not_introduced(context_->asked);
    if (id.empty()) co_return never(person ? "unknown_user" : "unknown_channel");
  }
  Delivered found;
  found.ref = id;
  if (!person) co_return found;
  if (const auto known = conversations_.find(id); known != conversations_.end()) {
    found.ref = known->second;
    co_return found;
  }
  Json both = Json::array();
  both.push_back(context_->bot);
  both.push_back(id);
  const Called called = co_await context_->api.send("POST", "/channels/direct", std::move(both));
  const net::Verdict opened = with_id(called);
  if (!opened.done()) co_return net::delivered(opened, true);
  found.ref = text_in(called.body, "id");
  conversations_[id] = found.ref;
  co_return found;
}

asio::awaitable<Delivered> Sender::ready(core::Destination to) {
  Delivered channel = co_await channel_for(std::move(to));
  if (channel.kind != Kind::sent) co_return channel;
  co_await context_->api.ready();
  co_return Delivered();
}

asio::awaitable<Delivered> Sender::deliver(runtime::Delivery delivery) {
  if (delivery.to.workspace != context_->options.workspace) co_return never("unknown_workspace");
  const Delivered channel = co_await channel_for(delivery.to);
  if (channel.kind != Kind::sent) co_return channel;
  Delivered outcome;
  if (delivery.ref.empty())
    outcome = co_await post(channel.ref, std::move(delivery));
  else
    outcome = co_await edit(channel.ref, std::move(delivery));
  co_return outcome;
}

asio::awaitable<std::string> Sender::upload(std::string channel, std::vector<core::Plot> pictures) {
  const core::Language language = context_->options.language;
  if (pictures.empty() || !context_->options.pictures) co_return std::string();
  const runtime::PictureLook look;
  std::string png = co_await context_->options.pictures->png(std::move(pictures), language, look);
  if (png.empty()) co_return std::string();
  std::string name = core::text(language, "polls.picture") + ".png";
  const Called called = co_await context_->api.upload(std::move(channel), std::move(name), std::move(png));
  const Json answer = runtime::parse_json(called.body);
  std::string id;
  if (called.ok())
    for (const Json& file : net::member(answer, "file_infos")) id = net::text_at(file, "id");
  if (!is_id(id)) {
    core::log(core::Level::warning, "mattermost: a picture was not taken, its words go alone",
              called.error.empty() ? std::to_string(called.status) : called.error);
    co_return std::string();
  }
  co_return id;
}

asio::awaitable<Called> Sender::send_post(const std::string& channel, const runtime::Delivery& delivery,
                                          std::string picture, bool paced) {
  const std::string mark = context_->seals.mark(delivery.key);
  Json body = post_of(picture.empty() ? delivery.message : core::beside_picture(delivery.message),
                      delivery.to, channel, context_->options.language);
  body["channel_id"] = channel;
  body["props"][key_prop] = mark;
  if (!picture.empty()) body["file_ids"] = std::vector<std::string>(1, picture);
  // For half a minute the server gives back the first post for a second one with the same.
  body["pending_post_id"] = context_->bot + ":" + mark;
  co_return co_await context_->api.send("POST", "/posts", std::move(body), paced);
}

asio::awaitable<Delivered> Sender::post(std::string channel, runtime::Delivery delivery) {
  const std::string mark = context_->seals.mark(delivery.key);
  const std::string picture = co_await upload(channel, delivery.message.pictures);
  Called called = co_await send_post(channel, delivery, picture, delivery.paced);
  // Refused is not posted: what it says must not be lost for what it shows.
  if (!picture.empty() && called.kind == Called::Kind::never)
    called = co_await send_post(channel, delivery, std::string(), false);
  const net::Verdict verdict = with_id(called);
  Delivered outcome = net::delivered(verdict);
  if (outcome.kind == Kind::sent) {
    outcome.ref = text_in(called.body, "id");
    co_return outcome;
  }
  if (outcome.kind != Kind::unknown) co_return outcome;
  // It may be there. If it is not, it may still come: so that is all one look can tell.
  std::string ref;
  const Search search = co_await search_channel(channel, mark, ref);
  if (search != Search::found) co_return outcome;
  outcome.kind = Kind::sent;
  outcome.ref = ref;
  co_return outcome;
}

asio::awaitable<Delivered> Sender::edit(std::string channel, runtime::Delivery delivery) {
  if (!is_id(delivery.ref)) co_return never("not_found");
  Json body = post_of(delivery.message, delivery.to, channel, context_->options.language);
  body["props"][key_prop] = context_->seals.mark(delivery.key);
  // It would show what the message said before; the words say all of it.
  if (!delivery.message.pictures.empty()) body["file_ids"] = Json::array();
  const Called called = co_await context_->api.send("PUT", "/posts/" + delivery.ref + "/patch",
                                                    std::move(body), delivery.paced);
  const net::Verdict verdict = with_id(called);
  Delivered outcome = net::delivered(verdict, true);
  outcome.ref = delivery.ref;
  co_return outcome;
}

asio::awaitable<void> Sender::say(core::Destination to, Place place, core::Message message) {
  Json body = post_of(message, to, place.channel, place.language.value_or(context_->options.language));
  body["channel_id"] = place.channel;
  body["props"][answers_prop] = std::move(place.answers);
  if (!place.thread.empty()) body["root_id"] = std::move(place.thread);
  // What was written first is answered first.
  auto& known = saying_[place.channel];
  if (!known) known = std::make_shared<net::SingleFlight>(context_->executor);
  const auto line = known;
  while (line->under_way()) co_await line->wait();
  const net::SingleFlight::Turn turn(*line);
  net::Tries tries(context_->timing, context_->random);
  for (bool again = true; again;) {
    Json copy = body;
    const Called called = co_await context_->api.send("POST", "/posts", std::move(copy));
    // The first post of its thread may be gone by now.
    again = called.kind == Called::Kind::never && body.erase("root_id") > 0;
    if (!again) again = co_await tries.again(called);
    if (!again && !called.ok()) context_->unanswered.add("a post: " + std::to_string(called.status));
  }
}

asio::awaitable<Sender::Search> Sender::search_channel(std::string channel, std::string mark,
                                                       std::string& ref) {
  const auto since =
      std::chrono::milliseconds((context_->clock.now() - search_back).time_since_epoch()).count();
  const Called called =
      co_await context_->api.get("/channels/" + channel + "/posts?since=" + std::to_string(since));
  const Json answer = runtime::parse_json(called.body);
  const Json& posts = net::member(answer, "posts");
  if (!called.ok() || !posts.is_object()) co_return Search::unanswered;
  for (const auto& [id, post] : posts.items())
    if (is_id(id) && net::text_at(net::member(post, "props"), key_prop) == mark) {
      ref = id;
      co_return Search::found;
    }
  co_return Search::not_there;
}

asio::awaitable<Sender::Search> Sender::search_everywhere(std::string mark, std::string& ref) {
  const auto rooms = co_await read_rooms(context_->api);
  if (!rooms) co_return Search::unanswered;
  const auto since =
      std::chrono::milliseconds((context_->clock.now() - search_back).time_since_epoch()).count();
  for (const Room& room : *rooms) {
    if (room.last_post < since) continue;
    const Search search = co_await search_channel(room.id, mark, ref);
    if (search != Search::not_there) co_return search;
  }
  co_return Search::not_there;
}

asio::awaitable<std::optional<std::string>> Sender::find(std::string key) {
  const std::string mark = context_->seals.mark(key);
  for (int attempt = 0; attempt < searches; ++attempt) {
    std::string ref;
    const Search search = co_await search_everywhere(mark, ref);
    if (search == Search::found) co_return ref;
    if (search == Search::not_there) co_return std::nullopt;
    co_await context_->timing.sleep(search_pause);
  }
  throw std::runtime_error("mattermost does not answer");
}

}  // namespace mattermost
