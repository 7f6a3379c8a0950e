#include "adapters/slack/members.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "adapters/net/json.hpp"
#include "bot/runtime/json.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::chrono::hours believed{20};
constexpr int most_pages_of_members = 50;
constexpr std::size_t most_known = 20'000;

// Colleagues in an Enterprise organisation may belong to a sister workspace.
bool is_of_ours(const Json& user, const WorkspaceContext& context) {
  const std::string theirs = net::text_at(user, "team_id");
  if (context.team.empty() || theirs.empty() || theirs == context.team) return true;
  const std::string organisation = net::text_at(net::member(user, "enterprise_user"), "enterprise_id");
  return !organisation.empty() && organisation == context.organisation;
}

core::InChannel::Kind kind_of(const Json& user, const WorkspaceContext& context) {
  const auto says = [&](const char* key) { return net::member(user, key) == true; };
  if (says("is_bot") || net::text_at(user, "id") == "USLACKBOT") return core::InChannel::Kind::bot;
  if (says("is_stranger") || !is_of_ours(user, context)) return core::InChannel::Kind::outsider;
  if (says("is_restricted") || says("is_ultra_restricted")) return core::InChannel::Kind::guest;
  return core::InChannel::Kind::person;
}

std::string name_in(const Json& user) {
  const Json& profile = net::member(user, "profile");
  std::string name = net::text_at(profile, "real_name");
  if (name.empty()) name = net::text_at(profile, "display_name");
  return name.empty() ? net::text_at(user, "real_name") : name;
}

}  // namespace

asio::awaitable<core::ChannelRead> Members::read(std::string channel) {
  core::ChannelRead read;
  std::vector<std::string> users;
  std::set<std::string> cursors;  // a service that repeats itself is not understood
  std::string cursor;
  for (int page = 0;; ++page) {
    if (page == most_pages_of_members) co_return read;
    Args args;
    args.emplace_back("channel", channel);
    args.emplace_back("limit", "200");
    if (!cursor.empty()) args.emplace_back("cursor", cursor);
    const Called called = co_await context_->read("conversations.members", std::move(args));
    if (called.error == "not_in_channel" || called.error == "channel_not_found")
      read.how = core::ChannelRead::How::not_in;
    if (!called.ok()) co_return read;
    const Json answer = runtime::parse_json(called.body);
    const Json& members = net::member(answer, "members");
    if (!members.is_array()) co_return read;
    for (const Json& user : members)
      if (user.is_string()) users.push_back(user.get<std::string>());
    cursor = net::text_at(net::member(answer, "response_metadata"), "next_cursor");
    if (cursor.empty()) break;
    if (!cursors.insert(cursor).second) co_return read;
  }
  for (const std::string& user : users) {
    std::string who = user;
    const bool learned = co_await learn(std::move(who));
    if (!learned) {
      read.people.clear();
      co_return read;
    }
    if (const auto known = known_.find(user); known != known_.end()) read.people.push_back(known->second.who);
  }
  // Groups may be read by an app that nobody asked in: whether the bot can write there is another thing.
  const bool here =
      context_->bot_user.empty() || std::find(users.begin(), users.end(), context_->bot_user) != users.end();
  read.how = here ? core::ChannelRead::How::whole : core::ChannelRead::How::not_in;
  co_return read;
}

asio::awaitable<bool> Members::learn(std::string user) {
  const core::Instant now = context_->clock.now();
  if (const auto known = known_.find(user); known != known_.end() && known->second.until > now)
    co_return true;
  if (known_.size() > most_known) known_.clear();
  Args args;
  args.emplace_back("user", user);
  const Called called = co_await context_->read("users.info", std::move(args));
  known_.erase(user);
  if (called.error == "user_not_found" || called.error == "user_not_visible") co_return true;
  if (!called.ok()) co_return false;
  const Json answer = runtime::parse_json(called.body);
  const Json& info = net::member(answer, "user");
  if (!info.is_object()) co_return false;
  if (net::member(info, "deleted") == true) co_return true;
  Known known;
  known.who.user = user;
  known.who.name = name_in(info);
  known.who.kind = kind_of(info, *context_);
  known.until = now + believed;
  known_.insert_or_assign(user, std::move(known));
  co_return true;
}

}  // namespace slack
