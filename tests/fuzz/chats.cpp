// What each platform may send, tokens, and the sandbox's protocol. Several parts are divided by NUL bytes.
#include <nlohmann/json.hpp>

#include "adapters/jose/token.hpp"
#include "adapters/mattermost/dialog.hpp"
#include "adapters/mattermost/feed.hpp"
#include "adapters/mattermost/inbound.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/url.hpp"
#include "adapters/nextcloud/inbound.hpp"
#include "adapters/sandbox/protocol.hpp"
#include "adapters/slack/blocks.hpp"
#include "adapters/slack/inbound.hpp"
#include "adapters/slack/modal.hpp"
#include "adapters/slack/text.hpp"
#include "adapters/teams/activity.hpp"
#include "adapters/teams/data.hpp"
#include "adapters/typeset/measure.hpp"
#include "adapters/web/bytes.hpp"
#include "adapters/web/fields.hpp"
#include "adapters/web/multipart.hpp"
#include "adapters/web/ticket.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/json_text.hpp"
#include "tests/fuzz/target.hpp"

namespace fuzz {
namespace {

using Json = nlohmann::json;

void slack_call(std::string_view bytes) {
  std::string text(bytes);
  if (const auto fields = net::parse_form(bytes)) {
    std::map<std::string, std::string> named;
    for (const auto& [name, value] : *fields) named[name] = value;
    (void)slack::read_command([&](const char* name) { return named[name]; });
    if (named.contains("payload")) text = named["payload"];
  }
  const runtime::JsonText payload(text);
  if (!payload.root().is_object()) return;
  const slack::Incoming in = slack::read_payload(payload.root());
  if (!in.submitted) return;
  // What one reader takes the other must take: a late answer reads it again.
  const Json again = runtime::require_json(text);
  std::map<std::string, std::string> errors{{"", "wrong"}};
  for (const auto& [input, values] : in.submitted->values) errors[input] = "wrong";
  (void)slack::view_with_errors(again.at("view"), *in.submitted, slack::errors_at(*in.submitted, errors));
}

void slack_words(std::string_view bytes) {
  (void)slack::read_button(bytes);
  (void)slack::typed(bytes);
  const std::string text = slack::unescaped(bytes);
  (void)slack::escaped_cut(text, 100);
  (void)typeset::pieces(text, 50, typeset::utf16);
  (void)slack::one_line(text);
}

void teams_call(std::string_view bytes) {
  const auto activity = teams::read_activity(bytes);
  if (!activity) {
    (void)teams::read_pressed(runtime::JsonText(bytes).root());
    (void)teams::made_plain(bytes);
    return;
  }
  (void)teams::typed(*activity, [](const teams::Mention& who) { return who.object; });
  (void)teams::typed_to_webhook(activity->text);
  (void)activity->place();
  (void)activity->delivery();
}

void token(std::string_view bytes) {
  static const std::vector<jose::Key> keys = jose::read_keys(
      R"({"keys":[{"kty":"RSA","kid":"k","e":"AQAB","n":")" + std::string(342, 'q') + R"("}]})");
  if (const auto read = jose::read_token(bytes)) (void)jose::signed_by(*read, keys.at(0));
  (void)jose::read_keys(bytes);
}

void mattermost_call(std::string_view bytes) {
  const std::string body(bytes);
  net::Request request;
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.body = body;
  (void)mattermost::read_command(request);
  (void)mattermost::has_token(request, {"secret"});
  (void)mattermost::read_press(body);
  (void)mattermost::read_direct_message(runtime::JsonText(body).root(), "me");
  if (const auto in = mattermost::read_submit(body)) {
    const mattermost::Submission& submission = *in->submission;
    mattermost::Asked asked;
    asked.serial = "s";
    asked.buttons = {{"polls/form", "1"}};
    (void)mattermost::values_of(submission, asked);
    (void)mattermost::choice_of(submission, asked);
    (void)mattermost::errors_at(submission, asked, {{"text", "wrong"}, {"", "wrong"}});
  }
}

void nextcloud_call(std::string_view bytes) {
  nextcloud::Told told;
  (void)nextcloud::read_event(std::string(bytes), told);
  (void)nextcloud::tells_of_others(told, "kari");
  (void)nextcloud::command_in(told.typed.text);
  (void)nextcloud::command_in(bytes);
}

core::Form page_form() {
  core::Form form;
  form.name = "box/answer";
  using Kind = core::Input::Kind;
  int number = 0;
  for (const Kind kind :
       {Kind::text, Kind::choice, Kind::choices, Kind::scale, Kind::date_time, Kind::person}) {
    core::Input input;
    input.kind = kind;
    input.id = "i" + std::to_string(++number);
    input.of_file = kind == Kind::text;
    input.options = {{"a", "A"}, {"b", "B"}};
    form.inputs.push_back(std::move(input));
  }
  return form;
}

void page_form_fields(std::string_view bytes) {
  static const core::Form form = page_form();
  if (const auto posted = web::read_body(bytes)) (void)web::fill(form, *posted, core::Language::nb);
  if (auto body = web::multipart(bytes, "multipart/form-data; boundary=x"))
    (void)web::put_files(form, body->files, body->posted, core::Language::nb);
  if (const auto ticket = web::unpack(bytes)) (void)web::pack(*ticket);
}

sandbox::Roster small_town() {
  sandbox::Roster roster;
  roster.people = {{"kari", "Kari Nes", core::Role::participant, core::Language::nn},
                   {"marit", "Marit Li", core::Role::facilitator, core::Language::nb}};
  roster.channels = {{"fredag", "Fredag", {"kari", "marit"}}};
  return roster;
}

void sandbox_frame(std::string_view bytes) {
  static const sandbox::Roster roster = small_town();
  const sandbox::Frame frame = sandbox::parse_frame(bytes, roster, core::Instant{});
  if (const auto* error = std::get_if<sandbox::FrameError>(&frame))
    (void)sandbox::error_frame(error->id, error->text);
}

}  // namespace

std::span<const Target> chat_targets() {
  static constexpr Target all[] = {{"slack_call", slack_call},           {"slack_words", slack_words},
                                   {"teams_call", teams_call},           {"token", token},
                                   {"mattermost_call", mattermost_call}, {"nextcloud_call", nextcloud_call},
                                   {"page_form", page_form_fields},      {"sandbox_frame", sandbox_frame}};
  return all;
}

}  // namespace fuzz
