#include "adapters/slack/home.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/slack/blocks.hpp"
#include "bot/core/events.hpp"
#include "bot/core/texts.hpp"
#include "bot/runtime/pending_reply.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr net::Ticks home_wait{10'000};
constexpr std::ptrdiff_t most_before = limit::view_blocks - 10;  // what follows, and blocks that are parted

// Held while a person's tab is being made: once at a time.
class Making {
 public:
  Making(std::shared_ptr<WorkspaceContext> context, std::string user)
      : context_(std::move(context)), user_(std::move(user)) {
    context_->homes_in_making[user_] = false;
  }
  ~Making() { context_->homes_in_making.erase(user_); }
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;
  WorkspaceContext& context() const { return *context_; }
  const std::string& user() const { return user_; }
  // Since it was last asked.
  bool has_changed() { return std::exchange(context_->homes_in_making[user_], false); }

 private:
  std::shared_ptr<WorkspaceContext> context_;
  std::string user_;
};

using Pending = std::shared_ptr<runtime::PendingReply>;
struct Questions {
  Pending status, waiting, open;
};

Questions questions_of(const Making& making) {
  WorkspaceContext& context = making.context();
  core::Origin origin;
  origin.workspace = context.options.workspace;
  origin.user = making.user();
  // Without a delivery id: looking twice is no repeat.
  const auto ask = [&](std::string_view what) {
    return runtime::PendingReply::ask(context.patience, *context.inbox,
                                      core::Press{origin, std::string(what), ""});
  };
  Questions all;
  all.status = ask(core::events::own_status.name);
  all.open = ask(core::home_press);
  all.waiting = ask(core::events::waiting.name);
  return all;
}

bool asks(const core::Message& message) {
  return std::ranges::any_of(message.blocks,
                             [](const auto& block) { return std::holds_alternative<core::Actions>(block); });
}

asio::awaitable<void> publish(std::shared_ptr<Making> making, Questions asked) {
  WorkspaceContext& context = making->context();
  std::vector<core::Message> parts;
  std::optional<core::Language> language;
  const auto add = [&](const std::optional<core::Reply>& reply) {
    if (reply && !language) language = reply->language;
    if (!reply || !reply->whisper) return false;
    core::Message words = context.in_our_words(*reply->whisper);
    // Who is not known here is told so once.
    if (std::ranges::find(parts, words) == parts.end()) parts.push_back(std::move(words));
    return true;
  };
  const std::optional<core::Reply> next = co_await asked.status->within(home_wait);
  add(next);
  const std::optional<core::Reply> waits = co_await asked.waiting->within(home_wait);
  const bool something_waits = add(waits);
  const std::optional<core::Reply> now = co_await asked.open->within(home_wait);
  // That there is nothing to answer is no news beside what waits.
  if (now && now->whisper && (asks(*now->whisper) || !something_waits)) add(now);
  if (parts.empty()) co_return;
  const Json view = home_view(parts, language.value_or(context.options.language));
  Args args;
  args.emplace_back("user_id", making->user());
  args.emplace_back("view", dumped(view));
  const Called called = co_await context.call("views.publish", std::move(args));
  if (!called.ok()) context.unanswered.add("views.publish: " + called.error);
}

// What was pressed while the tab was being made may not stand on it.
asio::awaitable<void> publish_to_the_last(std::shared_ptr<Making> making, Questions asked) {
  co_await publish(making, std::move(asked));
  while (making->has_changed() && making->context().inbox) {
    Questions anew = questions_of(*making);
    co_await publish(making, std::move(anew));
  }
}

}  // namespace

Json home_view(const std::vector<core::Message>& parts, core::Language language) {
  core::Message whole;
  for (const core::Message& part : parts) {
    if (!whole.blocks.empty()) whole.blocks.emplace_back(core::Divider());
    whole.blocks.insert(whole.blocks.end(), part.blocks.begin(), part.blocks.end());
  }
  // Who has very many groups still finds language, privacy and help.
  if (std::ssize(whole.blocks) > most_before) {
    whole.blocks.erase(whole.blocks.begin() + most_before, whole.blocks.end());
    whole.blocks.emplace_back(core::ContextLine{{core::Span(core::text(language, "slack.rest"))}});
  }
  whole.blocks.emplace_back(core::Divider());
  const std::string press(command_button);
  core::Actions more;
  // The same words in every language the bot reads.
  more.buttons.push_back({core::text(language, "slack.home.language"), press, "språk"});
  more.buttons.push_back({core::text(language, "slack.home.privacy"), press, "personvern"});
  more.buttons.push_back({core::text(language, "slack.home.help"), press, "hjelp"});
  whole.blocks.emplace_back(std::move(more));
  whole.blocks.emplace_back(core::ContextLine{core::rich(language, "slack.home.note")});
  return {{"type", "home"}, {"blocks", blocks_of(whole, Surface::home, language)}};
}

void publish_home(const std::shared_ptr<WorkspaceContext>& context, const std::string& user) {
  if (!context->inbox || context->homes_in_making.contains(user)) return;
  const auto making = std::make_shared<Making>(context, user);
  Questions asked = questions_of(*making);
  context->spawn(publish_to_the_last(making, std::move(asked)));
}

void home_changed(const std::shared_ptr<WorkspaceContext>& context, const std::string& user) {
  const auto making = context->homes_in_making.find(user);
  if (making != context->homes_in_making.end())
    making->second = true;
  else
    publish_home(context, user);
}

}  // namespace slack
