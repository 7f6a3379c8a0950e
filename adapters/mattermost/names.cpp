#include "adapters/mattermost/names.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "bot/core/ascii.hpp"
#include "bot/runtime/json.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t at_once = 100;  // user names in one call

void note(std::map<std::string, std::string>& ids, std::map<std::string, std::string>& by_id,
          const std::string& written, const std::string& id) {
  ids[written] = id;
  if (!id.empty()) by_id[id] = written;
}

std::vector<std::string> without_id(const std::map<std::string, std::string>& ids) {
  std::vector<std::string> all;
  for (const auto& [written, id] : ids)
    if (id.empty()) all.push_back(written);
  return all;
}

std::string known_id(std::map<std::string, std::string>& ids, const std::string& written) {
  if (is_id(written)) return written;
  return ids[written];  // from now on one of those to ask for
}

std::string known_name(const std::map<std::string, std::string>& by_id, const std::string& id) {
  const auto found = by_id.find(id);
  return found == by_id.end() ? id : found->second;
}

}  // namespace

std::string user_name(std::string_view written) {
  if (written.starts_with('@')) written.remove_prefix(1);
  return net::lower_case(written);
}

bool is_name(std::string_view text) {
  return text.size() <= 64 && core::ascii::is_small_name(text, "-_.");
}

Names::Names(const std::vector<std::string>& people, const std::vector<std::string>& channels) {
  add(people, channels);
}

void Names::add(const std::vector<std::string>& people, const std::vector<std::string>& channels) {
  for (const std::string& written : people) {
    if (!people_.contains(written)) note(people_, people_by_id_, written, is_id(written) ? written : "");
    if (!is_id(written)) people_by_name_.emplace(user_name(written), written);
  }
  for (const std::string& written : channels)
    if (!channels_.contains(written))
      note(channels_, channels_by_id_, written, is_id(written) ? written : "");
}

asio::awaitable<bool> Names::learn(Api& api) {
  const bool people = co_await learn_people(api);
  const bool channels = co_await learn_channels(api);
  co_return people&& channels;
}

asio::awaitable<bool> Names::learn_people(Api& api) {
  const std::vector<std::string> asked = unknown_people();
  for (std::size_t at = 0; at < asked.size(); at += at_once) {
    Json names = Json::array();
    for (std::size_t i = at; i < std::min(asked.size(), at + at_once); ++i)
      names.push_back(user_name(asked[i]));
    const Called called = co_await api.send("POST", "/users/usernames", std::move(names));
    const Json users = runtime::parse_json(called.body);
    if (!called.ok() || !users.is_array()) co_return false;
    for (std::size_t i = at; i < std::min(asked.size(), at + at_once); ++i)
      for (const Json& user : users)
        if (net::text_at(user, "username") == user_name(asked[i]) && is_id(net::text_at(user, "id")))
          note(people_, people_by_id_, asked[i], net::text_at(user, "id"));
  }
  co_return true;
}

asio::awaitable<bool> Names::learn_channels(Api& api) {
  for (const std::string& written : unknown_channels()) {
    const auto slash = written.find('/');
    const std::string team = user_name(written.substr(0, slash));
    const std::string channel = slash == written.npos ? "" : user_name(written.substr(slash + 1));
    if (!is_name(team) || !is_name(channel)) continue;
    const Called called = co_await api.get("/teams/name/" + team + "/channels/name/" + channel);
    const std::string id = text_in(called.body, "id");
    if (called.ok() && is_id(id)) note(channels_, channels_by_id_, written, id);
    if (!called.ok() && called.kind != Called::Kind::never) co_return false;  // Mattermost has not answered
  }
  co_return true;
}

std::string Names::user_id(const std::string& as_written) {
  if (!is_id(as_written)) people_by_name_.emplace(user_name(as_written), as_written);
  return known_id(people_, as_written);
}
std::string Names::channel_id(const std::string& as_written) {
  return known_id(channels_, as_written);
}

std::string Names::person(const std::string& user_id) const {
  return known_name(people_by_id_, user_id);
}
std::string Names::channel(const std::string& channel_id) const {
  return known_name(channels_by_id_, channel_id);
}

std::string Names::person_named(std::string_view name) const {
  const auto found = people_by_name_.find(user_name(name));
  return found == people_by_name_.end() ? std::string() : found->second;
}

std::vector<std::string> Names::unknown_people() const {
  return without_id(people_);
}
std::vector<std::string> Names::unknown_channels() const {
  return without_id(channels_);
}

}  // namespace mattermost
