#include "adapters/slack/interactions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "adapters/slack/home.hpp"
#include "adapters/slack/modal.hpp"
#include "adapters/slack/text.hpp"
#include "bot/core/log.hpp"
#include "bot/core/texts.hpp"
#include "bot/runtime/json.hpp"

namespace slack {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr auto silent_engine = "the engine did not answer";

// Waits for an answer that did not come at once, and shows it. `opens`: a form may come of it, so that a
// modal is opened before the trigger dies.
asio::awaitable<void> follow(std::shared_ptr<WorkspaceContext> context, ResponseChannel way,
                             std::shared_ptr<runtime::PendingReply> question, net::Ticks already,
                             bool opens) {
  std::optional<core::Reply> reply = co_await question->within(trigger_patience - already);
  if (!reply && opens) co_await way.open_waiting();
  if (!reply) reply = co_await question->within(late_wait);
  if (reply) {
    co_await way.show(std::move(*reply));
  } else {
    context->unanswered.add(silent_engine);
  }
}

asio::awaitable<void> settle_late(std::shared_ptr<WorkspaceContext> context, ResponseChannel way,
                                  std::shared_ptr<runtime::PendingReply> question,
                                  std::shared_ptr<const Incoming> in) {
  std::optional<core::Reply> reply = co_await question->within(late_wait);
  if (reply) {
    co_await way.settle(std::move(*reply), std::move(in));
  } else {
    context->unanswered.add(silent_engine);
  }
}

asio::awaitable<void> show_now(ResponseChannel way, core::Reply reply) {
  co_await way.show(std::move(reply));
}

struct Asked {
  ResponseChannel way;
  std::shared_ptr<runtime::PendingReply> question;
  bool opens;
};

// Lets Slack wait a little, so that what it hears is taken is on the disk. What takes longer is shown beside.
asio::awaitable<void> hold(std::shared_ptr<WorkspaceContext> context, std::vector<Asked> all) {
  const net::Ticks began = context->timing.now();
  for (Asked& asked : all) {
    const net::Ticks left = engine_wait - (context->timing.now() - began);
    std::optional<core::Reply> reply = co_await asked.question->within(left);
    const net::Ticks already = context->timing.now() - began;
    if (reply)
      context->spawn(show_now(std::move(asked.way), std::move(*reply)));
    else
      context->spawn(follow(context, std::move(asked.way), asked.question, already, asked.opens));
  }
}

Answer update_with(const std::string& view) {
  constexpr std::string_view before = R"({"response_action":"update","view":)";
  Answer answer;
  answer.json.reserve(before.size() + view.size() + 1);
  answer.json.append(before).append(view).append("}");
  return answer;
}

Answer errors_answer(const Json& errors) {
  return {dumped({{"response_action", "errors"}, {"errors", errors}})};
}

bool is_from_person(const Incoming& in) {
  return in.kind == Incoming::Kind::command || in.kind == Incoming::Kind::press ||
         in.kind == Incoming::Kind::submit || in.kind == Incoming::Kind::shortcut;
}

// The bot's own buttons on the Home tab stand for commands that could be typed.
core::Event event_of(core::Origin origin, const Pressed& pressed) {
  if (pressed.name == command_button) return core::Command{std::move(origin), pressed.value};
  return core::Press{std::move(origin), pressed.name, pressed.value};
}

}  // namespace

InteractionHandler::InteractionHandler(std::shared_ptr<WorkspaceContext> context)
    : context_(std::move(context)),
      elsewhere_(context_->timing.now, "slack: a request for another workspace",
                 context_->options.workspace) {}

std::shared_ptr<runtime::PendingReply> InteractionHandler::ask(core::Event event) {
  return runtime::PendingReply::ask(context_->patience, *context_->inbox, std::move(event));
}

core::Origin InteractionHandler::origin_of(const Incoming& in) const {
  core::Origin origin;
  origin.workspace = context_->options.workspace;
  origin.user = in.user;  // never the name: an event may turn out to be sealed
  origin.channel = in.channel;
  origin.delivery = in.delivery;
  return origin;
}

// People of another organisation, in a channel that is shared with us.
bool InteractionHandler::is_outsider(const Incoming& in) const {
  // Within an organisation people belong to other workspaces too, and are let through.
  const bool another = !in.user_team.empty() && !context_->team.empty() && in.user_team != context_->team;
  return another && in.address.enterprise.empty() && !context_->options.allow_shared_channels;
}

asio::awaitable<Answer> InteractionHandler::take(Shared in) {
  if (!context_->is_ours(in->address)) co_return elsewhere(*in);
  if (!context_->seen.first_time(in->delivery)) co_return again(*in);
  std::optional<Answer> answer;
  try {
    answer = at_once(*in);
    if (!answer) answer = co_await converse(in);
  } catch (const std::exception&) {
    answer.reset();
  }
  if (answer) co_return *std::move(answer);
  context_->seen.forget(in->delivery);
  context_->unanswered.add("a request could not be handled");
  co_return apology(*in);
}

std::optional<Answer> InteractionHandler::at_once(const Incoming& in) {
  if (!is_from_person(in)) return note(in);
  if (!context_->inbox) throw std::logic_error("not running");
  if (is_outsider(in)) {
    if (in.kind == Incoming::Kind::submit)
      return window_says(in, core::rich(context_->options.language, "slack.outsider"));
    tell(in, "slack.outsider");
    return Answer();
  }
  const bool ours = in.submitted && !in.user.empty();
  if (in.kind == Incoming::Kind::submit && !ours)
    return window_says(in, core::rich(context_->options.language, "slack.not_our_form",
                                      {{"command", context_->options.command}}));
  return std::nullopt;
}

asio::awaitable<Answer> InteractionHandler::converse(Shared in) {
  if (in->kind == Incoming::Kind::command) return command(std::move(in));
  if (in->kind == Incoming::Kind::submit) return submit(std::move(in));
  if (in->kind == Incoming::Kind::press) return press(std::move(in));
  return shortcut(std::move(in));
}

void InteractionHandler::tell(const Incoming& in, std::string_view key) {
  core::Reply reply;
  reply.whisper = words(context_->options.language, key);
  context_->spawn(show_now(ResponseChannel(context_, in), std::move(reply)));
}

// People hear that it failed, and keep what they wrote; an event comes again.
Answer InteractionHandler::apology(const Incoming& in) {
  const core::Language language = context_->options.language;
  if (!is_from_person(in)) return {{}, true};
  if (in.kind == Incoming::Kind::command) return {ephemeral(words(language, "engine.failed"), language)};
  if (in.kind != Incoming::Kind::submit) {
    tell(in, "engine.failed");
    return {};
  }
  return window_says(in, core::rich(language, "engine.failed"));
}

Answer InteractionHandler::window_says(const Incoming& in, const core::Rich& said) const {
  if (!in.first_input.empty())
    return errors_answer({{in.first_input, never_empty(cut(core::plain_text(said), limit::label))}});
  core::Reply reply;
  reply.whisper = core::Message{{core::Paragraph{said}}};
  return update_with(ResponseChannel(context_, in).view_of(reply));
}

Answer InteractionHandler::elsewhere(const Incoming& in) {
  elsewhere_.add();
  if (in.kind != Incoming::Kind::submit) return {};
  return window_says(in, core::rich(context_->options.language, "slack.elsewhere",
                                    {{"command", context_->options.command}}));
}

Answer InteractionHandler::again(const Incoming& in) const {
  if (in.kind != Incoming::Kind::submit) return {};
  return window_says(in, core::rich(context_->options.language, "slack.again"));
}

asio::awaitable<Answer> InteractionHandler::command(Shared in) {
  const core::Language language = context_->options.language;
  if (in->command != context_->options.command) {
    const core::Rich unknown =
        core::rich(language, "slack.unknown_command", {{"command", context_->options.command}});
    co_return Answer{ephemeral(core::Message{{core::Paragraph{unknown}}}, language)};
  }
  ResponseChannel way(context_, *in);
  const auto question = ask(core::Command{origin_of(*in), in->typed.text, in->typed.mentions});
  std::optional<core::Reply> reply = co_await question->within(engine_wait);
  if (!reply) {
    context_->spawn(follow(context_, std::move(way), question, engine_wait, true));
    co_return Answer();
  }
  const core::Language theirs = reply->language.value_or(language);
  if (reply->whisper) co_return Answer{ephemeral(context_->in_our_words(*reply->whisper), theirs)};
  context_->spawn(show_now(std::move(way), std::move(*reply)));
  co_return Answer();
}

asio::awaitable<Answer> InteractionHandler::press(Shared in) {
  std::vector<Asked> asked;
  for (const Pressed& pressed : in->presses) {
    core::Origin origin = origin_of(*in);
    if (!asked.empty()) origin.delivery += "/" + std::to_string(asked.size() + 1);
    // A modal that waits is opened only where a window is what the person expects.
    const bool opens = in->from == Incoming::From::home || core::only_opens(pressed.name);
    asked.push_back({ResponseChannel(context_, *in), ask(event_of(std::move(origin), pressed)), opens});
  }
  co_await hold(context_, std::move(asked));
  // What the tab needs is asked openly: the log has a line of it, and the figures count it. After what leaves
  // no trace the tab is as it was.
  const bool changes = std::ranges::any_of(
      in->presses, [](const Pressed& pressed) { return !core::is_sealed_name(pressed.name); });
  if (changes && in->from == Incoming::From::home) home_changed(context_, in->user);
  co_return Answer();
}

asio::awaitable<Answer> InteractionHandler::shortcut(Shared in) {
  core::Event event = core::Press{origin_of(*in), std::string(core::home_press), ""};
  if (in->callback == idea_shortcut) event = core::Command{origin_of(*in), "idé"};
  std::vector<Asked> asked;
  asked.push_back({ResponseChannel(context_, *in), ask(std::move(event)), true});
  co_await hold(context_, std::move(asked));
  co_return Answer();
}

asio::awaitable<Answer> InteractionHandler::submit(Shared in) {
  const Submitted& submitted = *in->submitted;
  ResponseChannel way(context_, *in);
  const auto question = ask(core::Submit{origin_of(*in), submitted.name, submitted.state, submitted.values});
  std::optional<core::Reply> reply = co_await question->within(engine_wait);
  if (!reply) {
    Answer answer = update_with(way.waiting_view("slack.saving"));
    context_->spawn(settle_late(context_, std::move(way), question, in));
    co_return answer;
  }
  if (!reply->errors.empty()) {
    const Json errors = errors_at(submitted, reply->errors);
    if (!errors.empty()) co_return errors_answer(errors);
    std::string all;
    for (const auto& [id, why] : reply->errors) all += (all.empty() ? "" : " ") + why;
    co_return window_says(*in, core::Rich{core::Span(all)});
  }
  if (reply->form || reply->whisper) co_return update_with(way.view_of(*reply));
  co_return Answer();
}

// What happens to the workspace and not in a conversation.
Answer InteractionHandler::note(const Incoming& in) {
  const std::string& workspace = context_->options.workspace;
  switch (in.kind) {
    case Incoming::Kind::home_opened:
      if (!context_->inbox) throw std::logic_error("not running");
      publish_home(context_, in.user);
      break;
    case Incoming::Kind::revoked:
      if (context_->tokens.given_after(in.happened)) break;
      context_->tokens.forget();
      core::log(core::Level::error, "slack: the app was uninstalled or its token withdrawn; install it again",
                workspace);
      break;
    case Incoming::Kind::membership:
      if (context_->inbox) context_->inbox->channel_changed(workspace, in.channel);
      if (!context_->bot_user.empty() && in.user == context_->bot_user)
        core::log(
            core::Level::info,
            in.joined ? "slack: the bot was added to a channel" : "slack: the bot was taken out of a channel",
            workspace);
      break;
    case Incoming::Kind::sharing:
      ++context_->sharing;
      break;
    case Incoming::Kind::limited:
      core::log(core::Level::warning, "slack: too many events, Slack holds some back", workspace);
      break;
    default:
      break;
  }
  return {};
}

}  // namespace slack
