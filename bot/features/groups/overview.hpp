#pragma once
// All groups for those who coordinate: when they meet next, who leads and takes part, what is missing; and
// the daily look for that.

#include "bot/features/groups/events.hpp"
#include "bot/features/groups/feature.hpp"

namespace groups {

class Overview {
 public:
  // Whether the bot is not in the group's channel; nothing: nobody has looked yet.
  using BotIsOut = std::function<std::optional<bool>(const core::GroupId&)>;
  Overview(GroupStore& store, const Options& options, BotIsOut bot_is_out)
      : store_(store), options_(options), bot_is_out_(std::move(bot_is_out)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();
  // Arranges the daily look.
  void start(core::Context& context);
  // Tells coordinators, once a fault, which groups lack something; forgets what is mended.
  void look(core::Context& context);
  // What the group lacks, by key of "groups.fault.*".
  std::vector<std::string> faults(const core::Context& context, const core::Group& group) const;

 private:
  core::Reply list(core::Context& context, const features::Who& who, const core::CommandLine& line);
  core::Reply page(core::Context& context, const features::Who& who, const std::string& sort,
                   const int& page);
  // `next`: next_of() the group, for who has asked already.
  std::vector<std::string> faults(const core::Context& context, const core::Group& group,
                                  const std::optional<core::Session>& next) const;
  std::optional<core::Session> next_of(const core::Context& context, const core::Group& group) const;

  GroupStore& store_;
  const Options& options_;
  BotIsOut bot_is_out_;
};

}  // namespace groups
