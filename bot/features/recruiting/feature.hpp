#pragma once
// Signing up for a group's next period: a facilitator asks in the group's channel, whoever sees it signs up
// with one press, in the order in which they come; the leader confirms, and they take part.

#include <functional>
#include <memory>
#include <string>

#include "bot/features/feature.hpp"
#include "bot/features/recruiting/store.hpp"

namespace recruiting {

// Has the people of a channel read (core::Platforms): many chats say no name with a press. May be empty.
using ReadChannel = std::function<void(const std::string& workspace, const std::string& channel)>;

// The store must outlive the feature. Hears ChannelWasRead.
std::unique_ptr<features::Feature> make(RecruitingStore& store, ReadChannel read_channel = {});

}  // namespace recruiting
