#include "adapters/mattermost/members.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "adapters/net/json.hpp"
#include "bot/runtime/json.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t people_on_page = 200;
constexpr int most_member_pages = 50;

std::string shown_name(const Json& user) {
  const std::string first = net::text_at(user, "first_name"), last = net::text_at(user, "last_name");
  if (!first.empty() || !last.empty()) return first + (first.empty() || last.empty() ? "" : " ") + last;
  const std::string nick = net::text_at(user, "nickname");
  return nick.empty() ? net::text_at(user, "username") : nick;
}

core::InChannel::Kind kind_of_account(const Json& user) {
  if (net::member(user, "is_bot") == true) return core::InChannel::Kind::bot;
  if (!net::text_at(user, "remote_id").empty()) return core::InChannel::Kind::outsider;
  return net::text_at(user, "roles").find("guest") == std::string::npos ? core::InChannel::Kind::person
                                                                        : core::InChannel::Kind::guest;
}

}  // namespace

asio::awaitable<core::ChannelRead> read_members(std::shared_ptr<WorkspaceContext> context,
                                                std::string channel) {
  core::ChannelRead read;
  std::string id = context->names.channel_id(channel);
  if (id.empty() && is_id(channel)) id = channel;
  if (id.empty()) co_return read;
  std::set<std::string> all;
  for (int page = 0;; ++page) {
    if (page == most_member_pages) co_return read;
    std::string path = "/channels/" + id + "/members?page=" + std::to_string(page) +
                       "&per_page=" + std::to_string(people_on_page);
    const Called called = co_await context->api.get(std::move(path));
    if (called.closed()) read.how = core::ChannelRead::How::not_in;
    if (!called.ok()) co_return read;
    const Json members = runtime::parse_json(called.body);
    if (!members.is_array()) co_return read;
    for (const Json& member : members)
      if (std::string user = net::text_at(member, "user_id"); is_id(user)) all.insert(std::move(user));
    if (members.size() < people_on_page) break;
  }
  Json wanted = Json::array();
  for (const std::string& user : all) {
    wanted.push_back(user);
    if (wanted.size() < people_on_page && user != *all.rbegin()) continue;
    Json asked = std::exchange(wanted, Json::array());
    const std::size_t count = asked.size();
    const Called called = co_await context->api.send("POST", "/users/ids", std::move(asked));
    const Json users = runtime::parse_json(called.body);
    if (!called.ok() || !users.is_array() || users.size() != count) {
      read.people.clear();
      co_return read;
    }
    for (const Json& account : users) {
      const Json& gone = net::member(account, "delete_at");
      if (gone.is_number_integer() && gone.get<std::int64_t>() > 0) continue;
      core::InChannel one;
      one.user = context->names.person(net::text_at(account, "id"));
      one.name = shown_name(account);
      one.kind = kind_of_account(account);
      read.people.push_back(std::move(one));
    }
  }
  const bool here = context->bot.empty() || all.contains(context->bot);
  read.how = here ? core::ChannelRead::How::whole : core::ChannelRead::How::not_in;
  co_return read;
}

std::string changed_channel(runtime::JsonView event) {
  const std::string_view name = event.at("event").text();
  if (name != "user_added" && name != "user_removed") return {};
  // Who is taken out is told in another way than those who stay.
  std::string channel = event.at("broadcast").text_at("channel_id");
  if (channel.empty()) channel = event.at("data").text_at("channel_id");
  return is_id(channel) ? channel : std::string();
}

}  // namespace mattermost
