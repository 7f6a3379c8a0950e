#include "adapters/mattermost/response_channel.hpp"

#include <nlohmann/json.hpp>

#include "adapters/mattermost/dialog.hpp"
#include "adapters/mattermost/limits.hpp"
#include "adapters/mattermost/text.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/tries.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"

namespace mattermost {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using namespace std::chrono_literals;

constexpr net::Ticks trigger_life = 28s;  // of the 30 that Mattermost gives as it is delivered

// What Mattermost would only log is worth a line here too, and never the contents.
void check(const std::vector<LimitViolation>& limit_violations) {
  for (const LimitViolation& violation : limit_violations)
    core::log(core::Level::error, "mattermost: a screen breaks a limit", violation.what);
}

}  // namespace

core::Message words(core::Language language, std::string_view key) {
  return core::whisper(core::rich(language, key)).whisper.value();  // texts: mattermost.* engine.failed
}

ResponseChannel::ResponseChannel(std::shared_ptr<WorkspaceContext> context, const Incoming& in)
    : context_(std::move(context)),
      user_(in.user),
      channel_(in.channel),
      trigger_(in.trigger),
      response_(in.response),
      direct_(in.direct),
      language_(context_->options.language),
      triggered_(context_->timing.now()) {}

std::string ResponseChannel::whisper(const core::Message& message) const {
  return net::bytes_of(whispered(message));
}

Json ResponseChannel::whispered(const core::Message& message) const {
  Json answer = screen_of(message, context_->integration(channel_), language_);
  check(limit_violations_of_post(
      {{"message", answer["text"]}, {"props", {{"attachments", answer["attachments"]}}}}));
  // Not said, it would be the same; but a post in the channel would carry the name of who typed the command.
  answer["response_type"] = "ephemeral";
  answer["skip_slack_parsing"] = true;
  return answer;
}

std::string ResponseChannel::passing_words(const core::Message& message) const {
  Json answer{{"skip_slack_parsing", true}};
  answer["ephemeral_text"] = words_of(message, language_, limit::post);
  return net::bytes_of(answer);
}

Asked ResponseChannel::begin() const {
  Asked asked;
  if (!direct_) asked.channel = channel_;
  asked.serial = core::new_id(context_->random);
  asked.expires = context_->clock.now() + dialog_life;
  return asked;
}

Json ResponseChannel::sealed(Json dialog, const Asked& asked) const {
  check(limit_violations_of_dialog(dialog));
  dialog["state"] = context_->seals.seal(asked, user_);
  return dialog;
}

Json ResponseChannel::dialog_of(const core::Reply& reply) const {
  Asked asked = begin();
  Json dialog = reply.form ? form_dialog(*reply.form, asked, language_)
                           : message_dialog(reply.whisper.value_or(core::Message()), asked, language_);
  return sealed(std::move(dialog), asked);
}

asio::awaitable<bool> ResponseChannel::open(core::Reply reply) {
  const bool alive = !trigger_.empty() && context_->timing.now() - triggered_ < trigger_life;
  if (!alive) co_return false;
  Json body{{"trigger_id", trigger_}, {"url", context_->callback("dialog")}};
  body["dialog"] = dialog_of(reply);
  const Called called = co_await context_->api.send("POST", "/actions/dialogs/open", std::move(body));
  if (!called.ok()) context_->unanswered.add("a dialog: " + std::to_string(called.status));
  co_return called.ok();
}

std::string ResponseChannel::after(const core::Reply& reply, const Asked& asked,
                                   const Submission& submission) {
  if (!reply.errors.empty()) return net::bytes_of(errors_at(submission, asked, reply.errors));
  if (!reply.form && !reply.whisper) return "{}";
  if (!has_form_steps(context_->version)) return left_open(reply, asked, submission);
  return net::bytes_of({{"type", "form"}, {"form", dialog_of(reply)}});
}

// Older servers can close a dialog or leave it open with words in it, and the words are not to be lost.
std::string ResponseChannel::left_open(const core::Reply& reply, const Asked& asked,
                                       const Submission& submission) {
  const auto answer = [](const std::string& said) { return net::bytes_of({{"error", core::cleaned(said)}}); };
  const auto say = [this](const char* key) {
    return core::plain_text(core::rich(language_, key));  // texts: mattermost.*
  };
  if (!reply.form) return answer(core::plain_text(*reply.whisper) + "\n" + say("mattermost.close_yourself"));
  const std::string intro = core::plain_text(reply.form->intro);
  if (reply.form->inputs.empty()) return answer(intro + "\n" + say("mattermost.close_yourself"));
  const core::FormValues values = values_of(submission, asked);
  for (const core::Input& input : reply.form->inputs)
    if (!values.contains(input.id)) return answer(say("mattermost.ask_again"));
  // The same form once more: what is on the screen serves, and the next submit counts as the new one.
  context_->continued.keep(asked.serial, reply.form->name, reply.form->state);
  return answer(intro + "\n" + say("mattermost.send_again"));
}

asio::awaitable<void> ResponseChannel::respond(core::Message message) {
  if (response_.empty()) co_return;
  const Json body = whispered(message);
  net::Tries tries(context_->timing, context_->random);
  for (bool again = true; again;) {
    Json copy = body;
    const Called called =
        co_await context_->api.post_outside("/hooks/commands/" + response_, std::move(copy));
    again = co_await tries.again(called);
    if (!again && !called.ok()) context_->unanswered.add("a late one: " + std::to_string(called.status));
  }
}

}  // namespace mattermost
