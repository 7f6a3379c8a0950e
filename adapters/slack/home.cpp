#include "adapters/slack/home.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

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

// Held while a person's tab is being made.
class Making {
 public:
  Making(std::shared_ptr<WorkspaceContext> context, const std::string& user)
      : context_(std::move(context)), user_(user), first_(context_->homes_in_making.insert(user).second) {}
  ~Making() {
    if (first_) context_->homes_in_making.erase(user_);
  }
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;
  bool first() const { return first_; }
  WorkspaceContext& context() const { return *context_; }
  const std::string& user() const { return user_; }

 private:
  std::shared_ptr<WorkspaceContext> context_;
  std::string user_;
  bool first_;
};

using Pending = std::shared_ptr<runtime::PendingReply>;

bool asks(const core::Message& message) {
  return std::ranges::any_of(message.blocks,
                             [](const auto& block) { return std::holds_alternative<core::Actions>(block); });
}

asio::awaitable<void> publish(std::shared_ptr<Making> making, Pending status, Pending waiting, Pending open) {
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
  const std::optional<core::Reply> next = co_await status->within(home_wait);
  add(next);
  const std::optional<core::Reply> waits = co_await waiting->within(home_wait);
  const bool something_waits = add(waits);
  const std::optional<core::Reply> now = co_await open->within(home_wait);
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
  const auto making = std::make_shared<Making>(context, user);
  if (!context->inbox || !making->first()) return;
  core::Origin origin;
  origin.workspace = context->options.workspace;
  origin.user = user;
  // Without a delivery id: looking twice is no repeat.
  const auto ask = [&](std::string_view what) {
    return runtime::PendingReply::ask(context->patience, *context->inbox,
                                      core::Press{origin, std::string(what), ""});
  };
  auto next = ask(core::events::own_status.name);
  auto now = ask(core::home_press);
  auto waiting = ask(core::events::waiting.name);
  context->spawn(publish(making, std::move(next), std::move(waiting), std::move(now)));
}

}  // namespace slack
