#include "adapters/nextcloud/interactions.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>

#include "adapters/net/tries.hpp"
#include "adapters/nextcloud/screen.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"

namespace nextcloud {
namespace {

namespace asio = boost::asio;
using core::Destination;
using runtime::Delivered;

// A whole message of Talk's, JSON inside JSON, each letter up to 14 bytes.
constexpr std::size_t body_bytes = 512 * 1024;
constexpr std::chrono::minutes answer_wait{25};
constexpr std::chrono::seconds ack_wait{1};
constexpr std::size_t most_knocks = 3;
// What everybody in a conversation may read: nothing here depends on who asks.
constexpr std::string_view public_verbs[] = {"", "help", "hjelp", "?", "status"};

bool is_for_everybody(const std::string& command) {
  const std::string verb = core::folded(core::parse_command(command).verb());
  return std::find(std::begin(public_verbs), std::end(public_verbs), verb) != std::end(public_verbs);
}

std::string without_slash(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

Delivered never(const char* reason) {
  Delivered outcome;
  outcome.kind = Delivered::Kind::permanent;
  outcome.reason = reason;
  return outcome;
}

}  // namespace

InteractionHandler::InteractionHandler(asio::any_io_executor executor, Options options, runtime::Links* links,
                                       core::Random& random, net::Timing timing)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      links_(links),
      random_(random),
      timing_(std::move(timing)),
      patience_(std::make_shared<runtime::Patience>(executor_, timing_.sleep, timing_.now)),
      api_(options_, random),
      without_seal_(timing_.now, "nextcloud: a call without our seal", options_.workspace),
      elsewhere_(timing_.now, "nextcloud: a call of another server; see the key backend", options_.workspace),
      unanswered_(timing_.now, "nextcloud: a direct answer was not taken", options_.workspace,
                  net::of_answers) {}

void InteractionHandler::renew(const Options& options) {
  options_.secret = options.secret;
  options_.channels = options.channels;
  options_.conversations = options.conversations;
  api_.set_secret(options.secret);
}

void InteractionHandler::begin(asio::awaitable<void> work) {
  asio::co_spawn(executor_, std::move(work), [self = shared_from_this()](std::exception_ptr failure) {
    self->unanswered_.add_failed(failure);
  });
}

std::optional<net::Response> refusal_of(const net::Request& call, const Options& options) {
  if (!without_slash(call.path).ends_with("/" + options.workspace))
    return net::Response(404, "There is nothing here.\n");
  if (call.method != "POST") return net::Response(405, "Only POST.\n");
  if (call.body.size() > body_bytes) return net::Response(413);
  if (!is_signed(call, options.secret)) return net::Response(401, "This is not signed with our secret.\n");
  return std::nullopt;
}

// --- what comes in
// ------------------------------------------------------------------------------------------------

// Talk waits for five seconds and counts whatever is not 200 as an error of ours: the answer comes by itself.
// It sends nothing twice: so it is acknowledged when it is on the disk, if that does not take long.
asio::awaitable<net::Response> InteractionHandler::take(net::Request request) {
  if (std::optional<net::Response> told = refusal_of(request, options_)) {
    if (told->status == 401) without_seal_.add();
    co_return std::move(*told);
  }
  const std::string backend = without_slash(request.headers.get("X-Nextcloud-Talk-Backend"));
  if (!net::equal_ignoring_case(backend, options_.backend.empty() ? options_.url : options_.backend)) {
    elsewhere_.add();
    co_return net::Response(403, "This is not the server we know.\n");
  }
  Told told;
  const Reading reading = read_event(request.body, told);
  if (reading == Reading::broken) co_return net::Response(400, "This is no event of Talk's.\n");
  if (!inbox_) co_return net::Response(503);
  watch(told);
  if (reading == Reading::other) co_return net::Response(200, "", "");
  Place place = place_of(told);
  const auto command = command_in(told.typed.text);
  if (!command || !seen_.first_time(std::string(request.headers.get("X-Nextcloud-Talk-Random"))))
    co_return net::Response(200, "", "");

  const bool in_public = !place.in_private && is_for_everybody(*command);
  if (!place.in_private && !in_public && place.own.empty()) {
    begin(say_here(place, elsewhere(place)));
    co_return net::Response(200, "", "");
  }
  core::Origin origin;
  origin.workspace = options_.workspace;
  origin.user = place.user;  // never the shown name: an event may turn out to be sealed
  if (!place.in_private) origin.channel = place.here;
  origin.delivery = place.here + "/" + told.id;
  core::Event event = core::Command{std::move(origin), *command, told.typed.mentions};
  const auto question = runtime::PendingReply::ask(patience_, *inbox_, std::move(event));
  std::optional<core::Reply> reply = co_await question->within(ack_wait);
  if (in_public)
    begin(answer_in_public(place, question, std::move(reply)));
  else
    begin(answer(place, question, std::move(reply)));
  co_return net::Response(200, "", "");
}

std::string InteractionHandler::own_conversation(const std::string& user) const {
  const auto found = options_.conversations.find(user);
  if (found == options_.conversations.end() || overheard_.contains(found->second)) return {};
  return found->second;
}

bool InteractionHandler::is_group(const std::string& conversation) const {
  return std::find(options_.channels.begin(), options_.channels.end(), conversation) !=
         options_.channels.end();
}

void InteractionHandler::watch(const Told& told) {
  for (const auto& [user, conversation] : options_.conversations)
    if (conversation == told.conversation && tells_of_others(told, user) &&
        overheard_.insert(conversation).second)
      core::log(core::Level::error, "nextcloud: somebody's own conversation is not theirs alone",
                options_.workspace);
}

InteractionHandler::Place InteractionHandler::place_of(const Told& told) const {
  Place place;
  place.user = told.user;
  place.here = told.conversation;
  place.language = options_.language;
  place.own = own_conversation(told.user);
  place.in_private = !place.own.empty() && place.own == place.here;
  return place;
}

// --- what is said
// -------------------------------------------------------------------------------------------------

asio::awaitable<void> InteractionHandler::answer(Place place, std::shared_ptr<runtime::PendingReply> question,
                                                 std::optional<core::Reply> reply) {
  if (!reply) reply = co_await question->within(answer_wait);
  if (!reply || (!reply->whisper && !reply->form)) co_return;
  place.language = reply->language.value_or(place.language);
  const bool said_more = reply->again.has_value();
  Destination to{options_.workspace, Destination::Kind::person, place.user};
  core::Message message = for_one(place, std::move(*reply));
  // What is anonymous is not taken from a conversation that keeps it: said where it stands.
  if (said_more && place.in_private) core::say(message, place.language, "nextcloud.not_anonymous");
  std::string own = place.own;
  const bool said = co_await say(std::move(to), std::move(own), std::move(message), place.language);
  if (place.in_private) co_return;
  // texts: nextcloud.answered nextcloud.not_answered
  core::Message told = words(place, said ? "nextcloud.answered" : "nextcloud.not_answered");
  if (said_more) core::say(told, place.language, "nextcloud.not_anonymous");
  co_await say_here(std::move(place), std::move(told));
}

asio::awaitable<void> InteractionHandler::answer_in_public(Place place,
                                                           std::shared_ptr<runtime::PendingReply> question,
                                                           std::optional<core::Reply> reply) {
  if (!reply) reply = co_await question->within(answer_wait);
  if (!reply || !reply->whisper) co_return;
  place.language = reply->language.value_or(place.language);
  core::Message message = without_buttons(*reply->whisper);
  if (!is_group(place.here)) {
    core::Message hint = words(place, "nextcloud.unknown_place", {{"token", place.here}});
    message.blocks.push_back(std::move(hint.blocks.front()));
  }
  co_await say_here(std::move(place), std::move(message));
}

asio::awaitable<void> InteractionHandler::say_here(Place place, core::Message message) {
  Destination to{options_.workspace, Destination::Kind::channel, place.here};
  co_await say(std::move(to), std::move(place.here), std::move(message), place.language);
}

asio::awaitable<bool> InteractionHandler::say(Destination to, std::string conversation, core::Message message,
                                              core::Language language) {
  message = core::with_command_word(std::move(message), command_word);
  const std::string text = screen_of(message, to, links_, language), no_mark;
  const bool quietly = to.kind == Destination::Kind::channel;
  net::Tries tries(timing_, random_);
  net::Verdict verdict;
  for (bool again = true; again;) {
    const net::HttpOutcome outcome = co_await api_.post(conversation, text, no_mark, quietly);
    verdict = verdict_of(outcome);
    again = co_await tries.again(verdict);
  }
  if (!verdict.done()) unanswered_.add(verdict.reason);
  co_return verdict.done() || verdict.kind == net::Verdict::Kind::unclear;
}

// A form is a page here.
core::Message InteractionHandler::for_one(const Place& place, core::Reply reply) const {
  if (reply.whisper) return *reply.whisper;
  core::Message message = words(place, "nextcloud.form");
  const Destination to{options_.workspace, Destination::Kind::person, place.user};
  return add_page(message, to, "nextcloud.your_page", place.language) ? message
                                                                      : words(place, "nextcloud.no_page");
}

core::Message InteractionHandler::elsewhere(const Place& place) const {
  if (!is_group(place.here)) return words(place, "nextcloud.unknown_place", {{"token", place.here}});
  core::Message message = words(place, "nextcloud.elsewhere");
  add_page(message, {options_.workspace, Destination::Kind::channel, place.here}, "nextcloud.answer_here",
           place.language);
  return message;
}

bool InteractionHandler::add_page(core::Message& message, const Destination& to, std::string_view label,
                                  core::Language language) const {
  const auto home = links_ ? links_->home(to) : std::nullopt;
  if (!home) return false;
  const std::string shown = core::text(language, label);  // texts: nextcloud.*
  message.blocks.emplace_back(core::Paragraph{{core::Span(shown, core::Span::Style::plain, *home)}});
  return true;
}

core::Message InteractionHandler::words(const Place& place, std::string_view key, core::Args args) {
  return *core::whisper(core::rich(place.language, key, args)).whisper;  // texts: nextcloud.*
}

// A wrong secret and a bot that was switched off in one conversation get the same answer. So does one that is
// in none of the others we ask: the one that took us last, and some, for Talk slows down who knocks in vain.
asio::awaitable<bool> InteractionHandler::may_speak_beside(std::string conversation) {
  std::vector<std::string> others{took_us_};
  others.insert(others.end(), options_.channels.begin(), options_.channels.end());
  for (const auto& [user, own] : options_.conversations) others.push_back(own);
  std::size_t asked = 0;
  for (std::size_t i = 0; i < others.size() && asked < most_knocks; ++i) {
    if (others[i].empty() || others[i] == conversation || (i > 0 && others[i] == took_us_)) continue;
    const net::HttpOutcome outcome = co_await api_.knock(others[i]);
    const int status = outcome.reply.status;
    if (outcome.error) break;
    if (status == 200 || status == 400 || status == 404) {
      took_us_ = others[i];
      co_return true;
    }
    ++asked;
  }
  co_return false;
}

asio::awaitable<Delivered> InteractionHandler::deliver(runtime::Delivery delivery) {
  if (delivery.to.workspace != options_.workspace) co_return never("unknown_workspace");
  if (!delivery.ref.empty()) co_return Delivered();
  const bool person = delivery.to.kind == Destination::Kind::person;
  std::string conversation = person ? own_conversation(delivery.to.id) : delivery.to.id;
  if (person && conversation.empty())
    co_return never(options_.conversations.contains(delivery.to.id) ? "not_private" : "no_conversation");
  if (!is_token(conversation)) co_return never("unknown_channel");
  // What is written behind a command in a group's conversation is read by all: there the link is the way.
  const bool paged = !person && links_ && links_->home(delivery.to);
  if (paged) delivery.message = core::without_commands(std::move(delivery.message), core::Told::sentences);
  const core::Message message = core::with_command_word(std::move(delivery.message), command_word);
  std::string text = screen_of(message, delivery.to, links_, options_.language);
  std::string mark = api_.mark_of(delivery.key);
  const net::HttpOutcome outcome = co_await api_.post(conversation, std::move(text), std::move(mark), false);
  Delivered delivered = net::delivered(verdict_of(outcome));
  if (delivered.kind == Delivered::Kind::sent) took_us_ = conversation;
  if (delivered.kind == Delivered::Kind::refused)
    delivered.place_alone = co_await may_speak_beside(std::move(conversation));
  if (delivered.kind == Delivered::Kind::permanent)
    core::log(core::Level::warning, "nextcloud: a message was not taken", delivered.reason);
  co_return delivered;
}

}  // namespace nextcloud
