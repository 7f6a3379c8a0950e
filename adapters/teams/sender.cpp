#include "adapters/teams/sender.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/net/http.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/tries.hpp"
#include "adapters/teams/cards.hpp"
#include "bot/core/log.hpp"

namespace teams {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr std::chrono::seconds nowhere_yet = 5min;  // before all rosters are asked for again

Sent failed(const char* reason) {
  Sent sent;
  sent.kind = Sent::Kind::never;
  sent.reason = reason;
  return sent;
}

runtime::Delivered delivered(const Sent& sent, bool harmless = false) {
  runtime::Delivered result = net::delivered(sent, harmless);
  // Without an id it was split by Teams, and cannot be edited.
  if (sent.done() && !sent.id.empty()) result.ref = sent.conversation + "|" + sent.id;
  return result;
}

// Ids of ours are compared in lower case; the platform's own ("29:...") byte for byte.
std::string object_id(const std::string& user) {
  return user.starts_with("29:") ? user : net::lower_case(user);
}

bool has_no_threads(const std::string& channel, const RoomRef* room) {
  return room ? room->group_chat : is_group_chat(channel);
}

}  // namespace

Sender::Sender(const Options& options, Connector& connector, References& references, core::Random& random,
               net::Timing timing)
    : options_(options),
      connector_(connector),
      references_(references),
      random_(random),
      timing_(std::move(timing)) {}

core::Language Sender::language_of(const std::string& person) const {
  const auto found = options_.people.find(person);
  return found == options_.people.end() ? options_.language : found->second.language;
}

std::string Sender::service_of(const std::string& conversation) const {
  const RoomRef* room = references_.room(conversation.substr(0, conversation.find(";messageid=")));
  if (room && !room->service.empty()) return room->service;
  const std::string known = references_.any_service();
  return known.empty() ? options_.service_url : known;
}

// What an outcome says about the conversation itself.
void Sender::note(const Sent& sent, const std::string& conversation) {
  if (sent.forbidden()) references_.rest(conversation, timing_.now());
}

asio::awaitable<runtime::Delivered> Sender::ready(core::Destination to) {
  std::string where = to.id;
  if (to.kind == core::Destination::Kind::person) {
    const std::string person = object_id(to.id);
    const PersonRef* ref = references_.person(person);
    if (!ref || ref->conversation.empty()) {
      std::string who = person;
      const Sent opened = co_await open_chat(std::move(who));
      references_.save();
      if (!opened.done()) co_return delivered(opened, true);
      ref = references_.person(person);
    }
    where = ref->conversation;
  }
  co_await connector_.ready(std::move(where));
  co_return runtime::Delivered();
}

asio::awaitable<runtime::Delivered> Sender::deliver(runtime::Delivery delivery) {
  const bool to_one = delivery.to.kind == core::Destination::Kind::person;
  if (delivery.to.workspace != options_.workspace) {
    const Sent nowhere = failed("unknown_workspace");
    co_return delivered(nowhere);
  }
  CardStyle style;
  style.language = to_one ? language_of(object_id(delivery.to.id)) : options_.language;
  style.native_charts = options_.native_charts;
  const core::Message said = core::with_command_word(delivery.message, to_one ? "" : "@Refleks");
  Json card = card_of(said, style);
  // As sharp as there is room for; not where Teams itself draws the bars.
  const bool charts =
      style.native_charts && std::any_of(said.blocks.begin(), said.blocks.end(),
                                         [](const auto& b) { return std::holds_alternative<core::Bars>(b); });
  std::optional<Json> shown;
  runtime::PictureLook look;
  for (look.pixels = 2; look.pixels > 0 && !shown; --look.pixels) {
    if (said.pictures.empty() || !options_.pictures || charts) break;
    const std::string png = co_await options_.pictures->png(said.pictures, style.language, look);
    shown = card_with(said, style, png);
  }
  if (shown) card = std::move(*shown);
  const std::string summary = summary_of(said);
  if (net::bytes_of(card).size() > card_bytes) {
    const Sent too_big = failed("too_big");
    co_return delivered(too_big);
  }
  Json activity = activity_with(card, summary);
  if (const auto bar = delivery.ref.rfind('|'); bar != std::string::npos) {
    const std::string conversation = delivery.ref.substr(0, bar);
    std::string id = delivery.ref.substr(bar + 1), service = service_of(conversation);
    std::string where = conversation;
    Json copy = activity;
    const Sent edited = co_await connector_.update(std::move(service), std::move(where), std::move(id),
                                                   std::move(copy), delivery.paced);
    note(edited, conversation);
    // Somebody deleted it: what it says is still to be said.
    if (!edited.missing()) co_return delivered(edited, true);
  }
  std::string to = delivery.to.id;
  Sent sent;
  if (to_one)
    sent = co_await to_person(object_id(to), std::move(activity), delivery.paced);
  else
    sent = co_await to_channel(std::move(to), std::move(activity), delivery.paced);
  references_.save();
  co_return delivered(sent);
}

asio::awaitable<Sent> Sender::to_channel(std::string channel, Json activity, bool paced) {
  if (references_.rests(channel, timing_.now())) {
    const Sent resting = failed("dormant");
    co_return resting;
  }
  std::string service = service_of(channel), where = channel;
  Sent sent;
  if (has_no_threads(channel, references_.room(channel))) {
    sent = co_await connector_.send(std::move(service), std::move(where), std::move(activity), paced);
  } else {
    Json channel_data = {{"channel", {{"id", channel}}}, {"tenant", {{"id", options_.tenant}}}};
    Json thread = {{"isGroup", true},
                   {"bot", {{"id", "28:" + options_.app_id}}},
                   {"tenantId", options_.tenant},
                   {"channelData", std::move(channel_data)},
                   {"activity", std::move(activity)}};
    sent = co_await connector_.create(std::move(service), std::move(where), std::move(thread), paced);
  }
  note(sent, channel);
  co_return sent;
}

asio::awaitable<Sent> Sender::to_person(std::string person, Json activity, bool paced) {
  // A chat we knew may be gone; then one more is opened.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const PersonRef* ref = references_.person(person);
    if (!ref || ref->conversation.empty()) {
      std::string who = person;
      const Sent opened = co_await open_chat(std::move(who));
      if (!opened.done()) co_return opened;
      ref = references_.person(person);
    }
    const std::string conversation = ref->conversation;
    if (references_.rests(conversation, timing_.now())) {
      const Sent resting = failed("dormant");
      co_return resting;
    }
    std::string service = ref->service, where = conversation;
    Json copy = activity;
    Sent sent = co_await connector_.send(std::move(service), std::move(where), std::move(copy), paced);
    paced = false;  // that was its place
    note(sent, conversation);
    if (!sent.missing()) co_return sent;
    references_.forget_conversation(conversation);
  }
  const Sent gone = failed("not_found");
  co_return gone;
}

// On success the reference has a conversation.
asio::awaitable<Sent> Sender::open_chat(std::string person) {
  const PersonRef* ref = references_.person(person);
  if (!ref || ref->user.empty()) {
    std::string who = person;
    const Sent found = co_await look_up(std::move(who));
    if (!found.done()) co_return found;
    ref = references_.person(person);
  }
  PersonRef opened = *ref;
  if (opened.service.empty()) opened.service = service_of("");
  Json members = Json::array({{{"id", opened.user}}});
  Json body = {{"isGroup", false},
               {"bot", {{"id", "28:" + options_.app_id}}},
               {"members", std::move(members)},
               {"tenantId", options_.tenant},
               {"channelData", {{"tenant", {{"id", options_.tenant}}}}}};
  std::string service = opened.service, key = opened.user;
  Sent sent = co_await connector_.create(std::move(service), std::move(key), std::move(body));
  // Opening the same chat twice gives the same chat: not knowing is no harm.
  if (sent.kind == Sent::Kind::unclear) sent.kind = Sent::Kind::later;
  if (sent.done() && sent.conversation.empty()) sent = failed("bad_request");
  if (sent.done()) {
    opened.conversation = sent.conversation;
    references_.put_opened(person, opened);
  }
  co_return sent;
}

std::vector<std::string> Sender::channels() const {
  std::vector<std::string> all = options_.channels;
  for (const auto& [id, room] : references_.rooms())
    if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
  return all;
}

asio::awaitable<core::ChannelRead> Sender::members(std::string channel) {
  using Kind = core::InChannel::Kind;
  core::ChannelRead read;
  std::string service = service_of(channel), where = channel;
  const Roster roster = co_await connector_.roster(std::move(service), std::move(where));
  if (roster.how.forbidden() || roster.how.missing()) read.how = core::ChannelRead::How::not_in;
  if (!roster.how.done() || !roster.whole) co_return read;
  for (const MemberOfRoster& member : roster.members) {
    core::InChannel one;
    one.user = member.object;
    one.name = member.name;
    const bool theirs = !member.tenant.empty() && member.tenant != options_.tenant;
    if (member.id.starts_with("28:"))
      one.kind = Kind::bot;
    else if (theirs || member.object.empty())
      one.kind = Kind::outsider;
    else if (member.role == "guest" || member.role == "anonymous")
      one.kind = Kind::guest;
    read.people.push_back(std::move(one));
  }
  read.how = core::ChannelRead::How::whole;
  co_return read;
}

// Finds a person by the Entra object id in the rosters of the channels we know. Keeps that one person, and
// who else of the configured people is seen. Tells why a roster could not be had just now. Where the bot is
// in no channel at all, it was not added anywhere yet, and nobody can say that the person is unknown.
asio::awaitable<Sent> Sender::look_up(std::string person) {
  Sent result = failed("unknown_user");
  Sent nowhere = failed("in_no_channel_yet");
  nowhere.kind = Sent::Kind::later;
  nowhere.after = nowhere_yet;
  if (timing_.now() < in_none_until_) co_return nowhere;
  bool shut_out = false, read = false;
  for (const std::string& channel : channels()) {
    std::string service = service_of(channel), where = channel;
    const Roster roster = co_await connector_.roster(std::move(service), std::move(where));
    if (!roster.how.done() && roster.how.kind != Sent::Kind::never) result = roster.how;
    if (result.kind == Sent::Kind::unclear) result.kind = Sent::Kind::later;  // reading twice does no harm
    read = read || roster.how.done();
    shut_out = shut_out || roster.how.forbidden() || roster.how.missing();
    for (const MemberOfRoster& member : roster.members) {
      if (member.id.empty() || member.object.empty()) continue;
      if (member.object != person && !options_.people.contains(member.object)) continue;
      PersonRef ref;
      ref.user = member.id;
      ref.service = service_of(channel);
      references_.put(member.object, ref);
    }
    const PersonRef* found = references_.person(person);
    if (found && !found->user.empty()) {
      result.kind = Sent::Kind::done;
      co_return result;
    }
  }
  if (read || !shut_out || result.kind != Sent::Kind::never) co_return result;
  core::log(core::Level::warning,
            "teams: the bot is in none of the groups' channels; what is for people waits",
            options_.workspace);
  in_none_until_ = timing_.now() + nowhere_yet;
  co_return nowhere;
}

asio::awaitable<Sent> Sender::tell(std::string person, Json activity) {
  net::Tries tries(timing_, random_);
  for (;;) {
    std::string who = person;
    Json copy = activity;
    Sent sent = co_await to_person(std::move(who), std::move(copy));
    const bool again = co_await tries.again(sent);
    if (!again) co_return sent;
  }
}

asio::awaitable<void> Sender::say(std::string conversation, std::string words) {
  net::Tries tries(timing_, random_);
  for (bool again = true; again;) {
    Json activity = {{"type", "message"}, {"textFormat", "plain"}, {"text", words}};
    std::string service = service_of(conversation), where = conversation;
    const Sent sent = co_await connector_.send(std::move(service), std::move(where), std::move(activity));
    again = co_await tries.again(sent);
  }
}

}  // namespace teams
