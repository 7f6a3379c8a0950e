#include "adapters/mattermost/missed.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "adapters/mattermost/sender.hpp"
#include "bot/core/log.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using runtime::JsonView;
using namespace std::chrono_literals;

constexpr std::size_t most_conversations = 200;
// Some 600 bytes a channel, and everybody's conversation with us is one.
constexpr runtime::JsonLimits rooms_limits{Api::answer_bytes, 16};
constexpr int attempts = 10;
constexpr net::Ticks between_attempts = 30s, between_later = 5min;

bool is_set(JsonView value) {
  return value.is_true() || value.text() == "true";
}

}  // namespace

std::optional<Written> read_post(JsonView post, const std::string& bot) {
  const JsonView props = post.at("props");
  if (is_set(props.at("from_bot")) || is_set(props.at("from_webhook"))) return std::nullopt;
  Written written;
  written.user = post.text_at("user_id");
  written.channel = post.text_at("channel_id");
  written.post = post.text_at("id");
  written.text = post.text_at("message");
  if (std::string thread = post.text_at("root_id"); is_id(thread)) written.thread = std::move(thread);
  written.at = post.at("create_at").integer().value_or(0);
  const bool ours = written.user == bot || bot.empty();
  const bool system = !post.at("type").text().empty(), gone = post.at("delete_at").integer().value_or(0) > 0;
  if (ours || system || gone || !is_id(written.user) || !is_id(written.channel) || written.text.empty())
    return std::nullopt;
  return written;
}

asio::awaitable<std::optional<std::vector<Room>>> read_rooms(Api& api) {
  const Called called = co_await api.get("/users/me/channels");
  const runtime::JsonText read(called.body, rooms_limits);
  if (!called.ok() || !read.root().is_array()) co_return std::nullopt;
  std::vector<Room> rooms;
  read.root().each([&](JsonView channel) {
    Room room{channel.text_at("id"), channel.at("type").text() == "D",
              channel.at("last_post_at").integer().value_or(std::numeric_limits<std::int64_t>::max())};
    if (is_id(room.id)) rooms.push_back(std::move(room));
  });
  co_return rooms;
}

std::vector<Written> unanswered_in(JsonView posts, const std::string& bot, std::int64_t since) {
  std::set<std::string, std::less<>> answered;
  std::int64_t answered_before = 0;
  std::vector<Written> all;
  posts.each_member([&](std::string_view, JsonView post) {
    if (post.at("user_id").text() != bot) {
      if (auto written = read_post(post, bot); written && written->at >= since)
        all.push_back(std::move(*written));
      return;
    }
    const JsonView props = post.at("props"), answers = props.at(answers_prop);
    answers.each([&](JsonView one) { answered.emplace(one.text()); });
    // An answer of a version that did not mark them.
    if (!answers && !props.at(key_prop))
      answered_before = std::max(answered_before, post.at("create_at").integer().value_or(0));
  });
  std::erase_if(all,
                [&](const Written& one) { return one.at <= answered_before || answered.contains(one.post); });
  std::sort(all.begin(), all.end(),
            [](const Written& a, const Written& b) { return a.at != b.at ? a.at < b.at : a.post < b.post; });
  return all;
}

asio::awaitable<std::vector<Written>> read_missed(std::shared_ptr<WorkspaceContext> context,
                                                  std::int64_t since) {
  Api& api = context->api;
  const int look = ++context->looks;
  std::vector<Written> all;
  auto rooms = co_await read_rooms(api);
  for (int attempt = 1; !rooms; ++attempt) {
    const auto pause = attempt < attempts ? between_attempts : between_later;
    co_await context->timing.sleep(pause);
    if (!context->inbox || look != context->looks) co_return all;
    rooms = co_await read_rooms(api);
  }
  std::erase_if(*rooms, [&](const Room& room) { return !room.direct || room.last_post < since; });
  std::sort(rooms->begin(), rooms->end(),
            [](const Room& a, const Room& b) { return a.last_post > b.last_post; });
  if (rooms->size() > most_conversations) {
    core::log(core::Level::info, "mattermost: more conversations than are looked through for what was missed",
              context->options.workspace);
    rooms->resize(most_conversations);
  }
  bool complete = true;
  for (const Room& room : *rooms) {
    co_await api.ready();
    std::string path = "/channels/" + room.id + "/posts?since=" + std::to_string(since);
    const Called called = co_await api.get(std::move(path), true);
    const runtime::JsonText read(called.body);
    complete = complete && (called.ok() || called.closed());
    if (!called.ok()) continue;
    auto missed = unanswered_in(read.root().at("posts"), context->bot, since);
    std::move(missed.begin(), missed.end(), std::back_inserter(all));
  }
  if (complete && look == context->looks) context->unlooked.reset();
  co_return all;
}

}  // namespace mattermost
