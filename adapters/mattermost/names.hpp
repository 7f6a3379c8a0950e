#pragma once
// The configuration may name people by user name and channels as "team/channel"; Mattermost's calls want ids,
// and what comes in has ids. Kept in memory alone. I/O thread.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mattermost/api.hpp"

namespace mattermost {

// "@Kari" -> "kari": as Mattermost has it.
std::string user_name(std::string_view written);
// Of a user, a team or a channel: what may stand in a path as it is.
bool is_name(std::string_view text);

class Names {
 public:
  // As they are written in the configuration.
  Names(const std::vector<std::string>& people, const std::vector<std::string>& channels);

  // More of them; who is known stays so, also when the configuration names them no more.
  void add(const std::vector<std::string>& people, const std::vector<std::string>& channels);

  // Asks for those whose ids are not known yet. False when Mattermost did not answer: try again later. Names
  // that nobody has stay unknown.
  boost::asio::awaitable<bool> learn(Api& api);

  // Empty when it is not known.
  std::string user_id(const std::string& as_written);
  std::string channel_id(const std::string& as_written);

  // As written in the configuration; an id that is nobody's there as it is.
  std::string person(const std::string& user_id) const;
  std::string channel(const std::string& channel_id) const;
  // Somebody of the configuration by "Kari" or "@kari", as written there; empty for others.
  std::string person_named(std::string_view user_name) const;

  std::vector<std::string> unknown_people() const;
  std::vector<std::string> unknown_channels() const;

 private:
  boost::asio::awaitable<bool> learn_people(Api& api);
  boost::asio::awaitable<bool> learn_channels(Api& api);

  std::map<std::string, std::string> people_, channels_;  // as written -> id, empty: not known
  std::map<std::string, std::string> people_by_id_, channels_by_id_;
  std::map<std::string, std::string> people_by_name_;  // "kari" -> as written; asked for each @ in a text
};

}  // namespace mattermost
