#include "adapters/slack/home.hpp"

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

asio::awaitable<void> publish(std::shared_ptr<Making> making, std::shared_ptr<runtime::PendingReply> status,
                              std::shared_ptr<runtime::PendingReply> open) {
  WorkspaceContext& context = making->context();
  const std::optional<core::Reply> next = co_await status->within(home_wait);
  const std::optional<core::Reply> now = co_await open->within(home_wait);
  std::optional<core::Message> next_words, now_words;
  if (next && next->whisper) next_words = context.in_our_words(*next->whisper);
  if (now && now->whisper) now_words = context.in_our_words(*now->whisper);
  if (now_words == next_words) now_words.reset();  // who is not known here is told so once
  if (!next_words && !now_words) co_return;
  const core::Reply& said = next ? *next : *now;
  const Json view = home_view(next_words ? &*next_words : nullptr, now_words ? &*now_words : nullptr,
                              said.language.value_or(context.options.language));
  Args args;
  args.emplace_back("user_id", making->user());
  args.emplace_back("view", dumped(view));
  const Called called = co_await context.call("views.publish", std::move(args));
  if (!called.ok()) context.unanswered.add("views.publish: " + called.error);
}

}  // namespace

Json home_view(const core::Message* next, const core::Message* now, core::Language language) {
  core::Message whole;
  const auto add = [&whole](const core::Message& part) {
    whole.blocks.insert(whole.blocks.end(), part.blocks.begin(), part.blocks.end());
  };
  if (next) add(*next);
  if (now) {
    whole.blocks.emplace_back(core::Divider());
    add(*now);
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
  core::Press home{origin, std::string(core::home_press), ""};
  core::Press status{origin, std::string(core::events::own_status.name), ""};
  auto next = runtime::PendingReply::ask(context->patience, *context->inbox, std::move(status));
  auto now = runtime::PendingReply::ask(context->patience, *context->inbox, std::move(home));
  context->spawn(publish(making, std::move(next), std::move(now)));
}

}  // namespace slack
