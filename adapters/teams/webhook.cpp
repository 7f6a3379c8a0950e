#include "adapters/teams/webhook.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/net/hmac.hpp"
#include "adapters/net/http.hpp"
#include "adapters/net/json.hpp"
#include "adapters/teams/activity.hpp"
#include "adapters/teams/ask.hpp"
#include "adapters/teams/cards.hpp"
#include "adapters/teams/escape.hpp"
#include "adapters/typeset/measure.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/texts.hpp"
#include "bot/runtime/json_text.hpp"

namespace teams {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr net::Ticks answer_limit{3'500};
constexpr std::size_t reply_bytes = 8'000;
constexpr std::string_view asks_for_help[] = {"", "help", "hjelp", "?"}, asks_for_status = "status";

net::Response words(const std::string& text) {
  const Json answer = {{"type", "message"},
                       {"textFormat", "plain"},
                       {"text", inert(typeset::shortened(text, reply_bytes, typeset::bytes))}};
  return net::Response(200, net::bytes_of(answer), "application/json; charset=utf-8");
}

// The words behind a command are for nobody here, and everybody reads them.
std::string nowhere(const std::string& elsewhere, const core::CommandLine& line, core::Language language) {
  return line.words.size() > 1 ? core::text(language, "teams.not_anonymous") + " " + elsewhere : elsewhere;
}

struct Said {
  std::string user, conversation, id, text;
};
std::optional<Said> read_said(std::string_view body) {
  const runtime::JsonText json(body);
  const runtime::JsonView message = json.root();
  if (message.at("type").text() != "message") return std::nullopt;
  return Said{net::lower_case(message.at("from").text_at("aadObjectId")),
              message.at("conversation").text_at("id"), message.text_at("id"),
              typed_to_webhook(message.at("text").text())};
}

}  // namespace

OutgoingWebhook::OutgoingWebhook(asio::any_io_executor executor, const Options& options,
                                 runtime::Links* links, net::Timing timing)
    : options_(options),
      links_(links),
      timing_(std::move(timing)),
      patience_(std::make_shared<runtime::Patience>(std::move(executor), timing_.sleep, timing_.now)) {
  take_secrets(options.outgoing_webhook_secrets);
}

void OutgoingWebhook::take_secrets(const std::vector<std::string>& secrets) {
  decltype(keys_) keys;
  for (const std::string& secret : secrets) {
    auto key = net::from_base64(secret);
    if (!key || key->empty()) throw std::invalid_argument("teams: outgoing_webhook secrets must be base64");
    keys.push_back(std::move(*key));
  }
  keys_ = std::move(keys);
}

bool OutgoingWebhook::is_signed(std::string_view header, std::string_view body) const {
  constexpr std::string_view scheme = "HMAC ";
  if (header.size() <= scheme.size() || !net::equal_ignoring_case(header.substr(0, scheme.size()), scheme))
    return false;
  bool good = false;
  for (const std::string& key : keys_) {
    const std::string ours = net::to_base64(net::hmac_sha256(key, body));
    if (net::equal_in_constant_time(ours, header.substr(scheme.size()))) good = true;
  }
  return good;
}

std::optional<std::string> OutgoingWebhook::page_of(const std::string& channel) const {
  const core::Destination here{options_.workspace, core::Destination::Kind::channel, channel};
  return links_ && !channel.empty() ? links_->home(here) : std::nullopt;
}

asio::awaitable<net::Response> OutgoingWebhook::handle(net::Request request, runtime::Inbox* inbox) {
  if (!is_signed(request.headers.get("Authorization"), request.body)) co_return net::Response(401);
  std::optional<Said> said = read_said(request.body);
  if (!said) co_return net::Response(400);
  core::Origin origin;
  origin.workspace = options_.workspace;
  origin.user = std::move(said->user);
  origin.channel = said->conversation.substr(0, said->conversation.find(";messageid="));
  const auto page = page_of(origin.channel);
  const std::string elsewhere = page ? core::text(options_.language, "teams.webhook.page") + " " + *page
                                     : core::text(options_.language, "teams.webhook.no_page");
  // There is no time in the signature: a call that was recorded is recognised by its id alone.
  const bool fresh =
      said->id.empty() || recent_.first_time(said->conversation + "|" + said->id, timing_.now());
  const core::CommandLine line = core::parse_command(said->text);
  const std::string verb = core::folded(line.verb());
  // What help says to somebody shows what they are.
  if (std::ranges::find(asks_for_help, verb) != std::end(asks_for_help))
    co_return words(core::text(options_.language, "teams.webhook.help") + " " + elsewhere);
  // Asked elsewhere than in a group's own channel, it would tell there of the group of whoever asks.
  const auto& channels = options_.channels;
  const bool of_group = page || std::ranges::find(channels, origin.channel) != channels.end();
  if (verb != asks_for_status) co_return words(nowhere(elsewhere, line, options_.language));
  if (!fresh || !inbox || !of_group) co_return words(elsewhere);
  origin.language = options_.language;

  core::Event event = core::Command{std::move(origin), std::move(said->text)};
  const auto too_late = [](const core::Reply&) {};
  const auto reply = co_await ask(patience_, answer_limit, *inbox, std::move(event), too_late);
  if (!reply || !reply->whisper) co_return words(elsewhere);
  co_return words(words_of(core::with_command_word(*reply->whisper, "@Refleks")));
}

}  // namespace teams
