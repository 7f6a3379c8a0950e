// What changes for the bot while it runs: its configuration, where it is, and what it knows of people and
// rooms.

#include <algorithm>

#include "adapters/teams/bot.hpp"
#include "adapters/teams/settings.hpp"

namespace teams {

void Bot::renew(const Options& options) {
  Options now = checked(options);
  webhook_.take_secrets(now.outgoing_webhook_secrets);
  tokens_.set_secret(now.app_secret);
  options_.app_secret = std::move(now.app_secret);
  options_.people = std::move(now.people);
  options_.channels = std::move(now.channels);
}

void Bot::remember(const Activity& activity, bool sealed) {
  references_.wake(activity.place().empty() ? activity.conversation : activity.place());
  if (!activity.personal()) {
    RoomRef room;
    room.service = activity.service_url;
    room.group_chat = activity.group_chat();
    references_.put_room(activity.place(), room);
  }
  if (activity.from.empty() || activity.from.starts_with("28:")) return;
  PersonRef person;
  person.user = activity.from;
  person.service = activity.service_url;
  if (activity.personal()) person.conversation = activity.conversation;
  if (sealed) return references_.put_sealed(activity.person(), person);
  references_.put_heard(activity.person(), person);
}

void Bot::about_the_bot(const Activity& activity) {
  if (activity.conversation.empty()) return;
  const auto names_us = [&](const std::vector<std::string>& all) {
    return std::find(all.begin(), all.end(), activity.recipient) != all.end();
  };
  references_.let_go(activity.person());
  if (names_us(activity.removed) || activity.action.starts_with("remove"))
    references_.forget_conversation(activity.personal() ? activity.conversation : activity.place());
  else
    remember(activity);
  // A team is told of by its first channel alone, and opens all of its channels and people.
  if (names_us(activity.added) || activity.action.starts_with("add")) {
    references_.wake_all();
    sender_.look_again();
  }
  references_.save();
  for (const std::string& channel : activity.personal() ? std::vector<std::string>() : sender_.channels())
    if (inbox_) inbox_->channel_changed(options_.workspace, channel);
}

}  // namespace teams
