#include "adapters/mattermost/interactions.hpp"

#include <nlohmann/json.hpp>

#include "adapters/mattermost/dialog.hpp"
#include "adapters/mattermost/inbound.hpp"
#include "bot/core/texts.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

net::Response answer(std::string json) {
  return net::Response(200, std::move(json), "application/json");
}

// The answer to a command that took its time.
asio::awaitable<void> follow(ResponseChannel response, std::shared_ptr<runtime::PendingReply> question) {
  std::optional<core::Reply> reply = co_await question->within(late_wait);
  if (!reply) co_return;
  response.in_language_of(*reply);
  if (reply->whisper) {
    core::Message said = *reply->whisper;
    co_await response.respond(std::move(said));
  } else if (reply->form) {
    const bool opened = co_await response.open(std::move(*reply));
    if (!opened) co_await response.respond(words(response.language(), "mattermost.too_slow"));
  }
}

}  // namespace

InteractionHandler::InteractionHandler(std::shared_ptr<WorkspaceContext> context)
    : context_(std::move(context)),
      without_token_(context_->timing.now, "mattermost: a command without our token",
                     context_->options.workspace),
      not_ours_(context_->timing.now, "mattermost: a button or dialog that is not ours, or too old",
                context_->options.workspace, net::of_answers) {}

asio::awaitable<net::Response> InteractionHandler::take(net::Request request) {
  const std::string mine = "/" + context_->options.workspace + "/";
  const auto at = request.path.rfind(mine);
  const std::string what = at == std::string::npos ? "" : request.path.substr(at + mine.size());
  if (what != "command" && what != "action" && what != "dialog")
    co_return net::Response(404, "There is nothing here.\n");
  // A command by GET would leave its token in every log on the way.
  if (request.method != "POST") co_return net::Response(405, "Only POST.\n");
  net::Response response(500);
  if (what == "command") response = co_await command(std::move(request));
  if (what == "action") response = co_await press(std::move(request.body));
  if (what == "dialog") response = co_await submit(std::move(request.body));
  co_return response;
}

std::shared_ptr<runtime::PendingReply> InteractionHandler::ask(core::Event event) {
  return runtime::PendingReply::ask(context_->patience, *context_->inbox, std::move(event));
}

asio::awaitable<core::Origin> InteractionHandler::origin_of(std::string user, std::string channel,
                                                            std::string trigger) {
  // Who somebody is must be known before the event goes in. The adapter may have ended by then.
  if (context_->names.person(user) == user ||
      (!channel.empty() && context_->names.channel(channel) == channel))
    co_await context_->introduce();
  core::Origin origin;
  origin.workspace = context_->options.workspace;
  origin.user = context_->names.person(user);  // never the shown name: an event may turn out to be sealed
  if (!channel.empty()) origin.channel = context_->names.channel(channel);
  if (!trigger.empty()) origin.delivery = context_->seals.mark(trigger);
  co_return origin;
}

asio::awaitable<net::Response> InteractionHandler::command(net::Request request) {
  const core::Language language = context_->options.language;
  if (!has_token(request, context_->options.command_tokens)) {
    without_token_.add();
    co_return net::Response(401, "This is not a token of ours.\n");
  }
  const std::optional<Incoming> in = read_command(request);
  if (!in) co_return net::Response(400, "This is not a slash command.\n");
  ResponseChannel response(context_, *in);
  const std::string channel = in->direct ? std::string() : in->channel;
  core::Origin origin = co_await origin_of(in->user, channel, in->trigger);
  if (!context_->inbox) co_return answer(response.whisper(words(language, "engine.failed")));
  const auto question = ask(context_->command(std::move(origin), in->text, in->mentioned));
  std::optional<core::Reply> reply = co_await question->within(command_wait);
  if (!reply) {
    context_->spawn(follow(std::move(response), question));
    co_return answer("{}");
  }
  response.in_language_of(*reply);
  if (reply->whisper) co_return answer(response.whisper(*reply->whisper));
  if (!reply->form) co_return answer("{}");
  const bool opened = co_await response.open(std::move(*reply));
  if (opened) co_return answer("{}");
  co_return answer(response.whisper(words(response.language(), "mattermost.no_dialog")));
}

asio::awaitable<net::Response> InteractionHandler::press(std::string body) {
  const core::Language language = context_->options.language;
  const std::optional<Incoming> in = read_press(body);
  if (!in) co_return net::Response(400, "This is not a press of a button.\n");
  ResponseChannel response(context_, *in);
  const auto pressed = context_->seals.open(in->context, in->channel, context_->clock.now());
  if (!pressed) {
    not_ours_.add();
    co_return answer(response.passing_words(words(language, "mattermost.old_button")));
  }
  const std::string channel = in->direct ? std::string() : in->channel;
  core::Origin origin = co_await origin_of(in->user, channel, in->trigger);
  if (!context_->inbox) co_return answer(response.passing_words(words(language, "engine.failed")));
  core::Event event = context_->command(origin, pressed->value);
  if (pressed->kind == Pressed::Kind::press)
    event = core::Press{std::move(origin), pressed->name, pressed->value};
  co_return co_await answer_press(std::move(response), std::move(event));
}

asio::awaitable<net::Response> InteractionHandler::answer_press(ResponseChannel response, core::Event event) {
  const auto question = ask(std::move(event));
  std::optional<core::Reply> reply = co_await question->within(inline_wait);
  if (!reply) co_return answer(response.passing_words(words(response.language(), "mattermost.too_slow")));
  response.in_language_of(*reply);
  if (!reply->form && !reply->whisper) co_return answer("{}");
  // Passing words have no buttons; a dialog has a menu.
  const bool dialog = reply->form || !buttons_of(*reply->whisper).empty();
  if (!dialog) co_return answer(response.passing_words(*reply->whisper));
  core::Message instead = words(response.language(), "mattermost.no_dialog");
  if (reply->whisper) instead = *reply->whisper;
  const bool opened = co_await response.open(std::move(*reply));
  if (opened) co_return answer("{}");
  co_return answer(response.passing_words(instead));
}

asio::awaitable<net::Response> InteractionHandler::submit(std::string body) {
  const core::Language language = context_->options.language;
  const std::optional<Incoming> in = read_submit(body);
  if (!in) co_return net::Response(400, "This is not a dialog.\n");
  if (in->cancelled) co_return answer("{}");
  Incoming here = *in;
  const auto asked = context_->seals.open(in->state, in->user, context_->clock.now());
  const auto refuse = [&](const char* key) {
    return answer(Json{{"error", core::text(language, key)}}.dump());  // texts: mattermost.* engine.failed
  };
  if (!asked) {
    not_ours_.add();
    co_return refuse("mattermost.old_dialog");
  }
  if (asked->kind == Asked::Kind::notice) co_return answer("{}");
  // Where it was opened: what the browser says of its channel is what it happens to show.
  here.direct = asked->channel.empty();
  if (!here.direct) here.channel = asked->channel;
  const Submission& submission = *in->submission;
  core::Origin origin = co_await origin_of(in->user, asked->channel, "");
  if (!context_->inbox) co_return refuse("engine.failed");
  const auto form = context_->continued.find(asked->serial).value_or(std::pair(asked->name, asked->state));
  const auto person = [this](const std::string& id) { return context_->names.person(id); };
  core::Event event = core::Submit{origin, form.first, form.second, values_of(submission, *asked, person)};
  if (asked->kind == Asked::Kind::choice) {
    const auto chosen = choice_of(submission, *asked);
    if (!chosen) co_return refuse("mattermost.choose_one");
    event = core::Press{std::move(origin), chosen->first, chosen->second};
  }
  const auto question = ask(std::move(event));
  const std::optional<core::Reply> reply = co_await question->within(inline_wait);
  if (!reply) co_return refuse("mattermost.too_slow");
  ResponseChannel response(context_, here);
  response.in_language_of(*reply);
  co_return answer(response.after(*reply, *asked, submission));
}

}  // namespace mattermost
