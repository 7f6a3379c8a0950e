#include "adapters/slack/own_channels.hpp"

#include <utility>

#include "bot/runtime/json_text.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using runtime::JsonView;

constexpr int most_pages = 20;
constexpr const char* page_size = "999";
// A channel may be shared with another organisation tomorrow. What was not told may be told soon.
constexpr net::Ticks list_lives{std::chrono::hours(6)}, failure_lives{std::chrono::minutes(2)};

}  // namespace

OwnChannels::OwnChannels(std::shared_ptr<WorkspaceContext> context)
    : context_(std::move(context)),
      refresher_(context_->executor, context_->timing, [this] { return read(); },
                 {.after_failure = failure_lives, .while_empty = failure_lives}) {}

asio::awaitable<bool> OwnChannels::have(std::string channel) {
  if (std::exchange(sharing_, context_->sharing) != context_->sharing) refresher_.spoil();
  co_await refresher_.wanted();
  co_return channels_.contains(channel);
}

asio::awaitable<std::optional<net::Ticks>> OwnChannels::read() {
  channels_.clear();
  const bool whole = co_await read_pages();
  co_return whole ? std::optional(list_lives) : std::nullopt;
}

asio::awaitable<bool> OwnChannels::read_pages() {
  std::string cursor;
  std::set<std::string> cursors;  // a service that repeats itself is not understood
  for (int page = 0; page < most_pages; ++page) {
    Args args;
    args.emplace_back("types", "public_channel,private_channel");
    args.emplace_back("exclude_archived", "true");
    args.emplace_back("limit", page_size);
    if (!cursor.empty()) args.emplace_back("cursor", cursor);
    const Called called = co_await context_->read("users.conversations", std::move(args));
    if (!called.ok()) co_return false;
    const runtime::JsonText answer(called.body);
    answer.root().at("channels").each([&](JsonView channel) {
      if (channel.at("is_ext_shared").flag() == false) channels_.insert(channel.text_at("id"));
    });
    cursor = answer.root().at("response_metadata").text_at("next_cursor");
    if (cursor.empty()) co_return true;
    if (!cursors.insert(cursor).second) co_return false;
  }
  co_return false;
}

}  // namespace slack
