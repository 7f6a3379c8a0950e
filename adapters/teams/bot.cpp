#include "adapters/teams/bot.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>

#include "adapters/net/json.hpp"
#include "adapters/teams/ask.hpp"
#include "adapters/teams/cards.hpp"
#include "adapters/teams/inputs.hpp"
#include "adapters/teams/settings.hpp"
#include "adapters/typeset/command_word.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/core/texts.hpp"

namespace teams {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t body_bytes = 256 * 1024;
constexpr std::size_t short_words = 300;  // bytes; what fits into a passing notice
constexpr net::Ticks invoke_limit{1'800};

net::Response json_response(const Json& json) {
  return net::Response(200, net::bytes_of(json), "application/json; charset=utf-8");
}

std::vector<core::Option> people_to_choose(const Options& options) {
  std::vector<core::Option> people;
  for (const auto& [object, person] : options.people) people.push_back({object, person.name});
  std::sort(people.begin(), people.end(),
            [](const auto& a, const auto& b) { return core::name_before(a.label, b.label); });
  return people;
}

std::string title_of(const core::Message& words, core::Language language) {
  for (const core::Block& block : words.blocks)
    if (const auto* heading = std::get_if<core::Heading>(&block)) return heading->text;
  return core::text(language, "teams.answer");
}

std::function<bool(const std::string&)> configured(const Options& options) {
  return [&options](const std::string& object) {
    return options.people.empty() || options.people.contains(object);
  };
}

}  // namespace

Bot::Bot(asio::any_io_executor executor, Options options, runtime::Links* links, const core::Clock& clock,
         core::Random& random, net::Timing timing)
    : executor_(executor),
      options_(checked(std::move(options))),
      timing_(timing),
      patience_(std::make_shared<runtime::Patience>(executor, timing.sleep, timing.now)),
      http_(client_settings(options_)),
      channel_keys_(executor, http_, "teams", {options_.metadata_url}, timing),
      tokens_(executor, http_, token_settings(options_), timing),
      connector_(http_, tokens_, options_.service_hosts, timing),
      references_(configured(options_)),
      slots_(random, timing),
      verifier_(options_, channel_keys_, clock),
      sender_(options_, connector_, references_, random, timing),
      webhook_(executor, options_, links, timing),
      unsigned_(timing.now, "teams: a call without a good signature", options_.workspace),
      unanswered_(timing.now, "teams: a direct answer was not taken", options_.workspace, net::of_answers) {
  if (options_.entra) {
    entra_keys_.emplace(executor, http_, "teams", jose::Published{options_.entra->metadata_url}, timing);
    verifier_.allow_entra(*entra_keys_);
  }
}

asio::awaitable<net::Response> Bot::handle(net::Request request) {
  const std::string last = request.path.substr(request.path.rfind('/') + 1);
  const bool webhook = last == "webhook" && webhook_.wanted();
  if (!webhook && last != "messages") co_return net::Response(404);
  if (request.method != "POST") {
    net::Response wrong(405);
    wrong.headers.add("Allow", "POST");
    co_return wrong;
  }
  if (request.body.size() > body_bytes) co_return net::Response(413);
  net::Response response(401);
  if (webhook)
    response = co_await webhook_.handle(std::move(request), inbox_);
  else
    response = co_await messages(std::move(request));
  if (response.status == 401) unsigned_.add();
  co_return response;
}

asio::awaitable<net::Response> Bot::messages(net::Request request) {
  if (request.headers.count("Authorization") != 1) co_return net::Response(401);
  std::string authorization(request.headers.get("Authorization"));
  const Caller caller = co_await verifier_.check_token(std::move(authorization));
  if (caller.status != 200) co_return net::Response(caller.status);
  auto activity = read_activity(request.body);
  if (!activity) co_return net::Response(400);
  const int status = verifier_.check_activity(caller, *activity, request.headers.get("x-ms-tenant-id"));
  if (status != 200) co_return net::Response(status);
  if (!inbox_) co_return net::Response(503);
  const bool by_somebody = activity->type == "message" || activity->type == "invoke";
  if (by_somebody && (activity->conversation.empty() || activity->from.empty())) co_return net::Response(400);

  if (activity->type == "invoke") co_return co_await invoke(std::move(*activity));
  if (activity->type == "message") {
    // Other bots have nothing to say to us.
    if (!activity->from.starts_with("28:") && recent_.first_time(activity->delivery(), timing_.now()))
      co_await message(std::move(*activity));
  } else if (activity->type == "installationUpdate" || activity->type == "conversationUpdate") {
    about_the_bot(*activity);
  }
  co_return net::Response(200, "", "");
}

// --- who it is, and where (what is remembered of it: bot_renewal.cpp)
// -----------------------------------------------------------------------

core::Origin Bot::origin(const Activity& activity, const std::string& place) const {
  core::Origin origin;
  origin.workspace = options_.workspace;
  origin.user = activity.person();
  origin.user_name = activity.from_name;
  origin.channel = place;
  origin.delivery = activity.delivery();
  return origin;
}

// Teams names people by an id of its own for each bot; the Directory by their Entra object id.
std::string Bot::person_of(const Mention& who) const {
  if (!who.object.empty()) return who.object;
  return references_.whose(who.id);
}

// --- messages: acknowledged when the engine has them, answered by a message
// ------------------------------------

Bot::Asked Bot::asked(const Activity& activity, const Pressed& pressed) {
  Asked asked;
  Asker& who = asked.who;
  who.person = activity.person();
  who.conversation = activity.conversation;
  who.personal = activity.personal();
  who.place = activity.place();
  who.language = sender_.language_of(who.person);
  if (!pressed.slot.empty()) asked.slot = slots_.find(pressed.slot, who.person);
  if (asked.slot) {
    who.place = asked.slot->place;
    who.language = asked.slot->language;
  }
  // A form that we showed is the one that is meant, whatever the client says it was.
  const core::Form* form = asked.slot && asked.slot->form ? &*asked.slot->form : nullptr;
  const std::string name = form ? form->name : pressed.name;
  who.sealed = core::is_sealed_name(name) || pressed.kind == Pressed::Kind::open;
  core::Origin by = origin(activity, who.place);
  if (who.sealed) by.user_name.clear();  // only a first greeting needs it
  if (pressed.kind == Pressed::Kind::press) {
    asked.event = core::Press{std::move(by), pressed.name, pressed.value};
  } else if (pressed.kind == Pressed::Kind::submit) {
    core::FormValues values = pressed.values;
    if (form)
      std::erase_if(values, [form](const auto& entry) {
        return std::none_of(form->inputs.begin(), form->inputs.end(),
                            [&](const core::Input& input) { return input.id == entry.first; });
      });
    asked.event = core::Submit{std::move(by), name, form ? form->state : pressed.state, std::move(values)};
  }
  remember(activity, who.sealed);
  if (!who.sealed) references_.save();
  return asked;
}

// Teams sends nothing again that we have acknowledged: so only when it is on the disk, if that does not take
// long.
asio::awaitable<void> Bot::message(Activity activity) {
  Asked ask = meant_by(activity);
  if (!ask.event) co_return;
  const std::string delivery = activity.delivery();
  struct Taken {
    net::Seen& recent;
    const std::string& delivery;
    bool done = false;
    ~Taken() {
      if (!done) recent.forget(delivery);
    }
  } taken{recent_, delivery};
  Asker who = ask.who;
  auto reply = co_await ask_house(std::move(*ask.event), std::move(who));
  taken.done = true;
  if (reply) answer_later(std::move(ask.who), std::move(*reply));
}

Bot::Asked Bot::meant_by(const Activity& activity) {
  Asked ask;
  if (activity.pressed) {
    ask = asked(activity, *activity.pressed);
  } else {
    if (activity.with_value && activity.text.empty()) return ask;
    Pressed nothing;
    nothing.kind = Pressed::Kind::open;
    ask = asked(activity, nothing);
    core::Typed said = typed(activity, [this](const Mention& who) { return person_of(who); });
    ask.event =
        core::Command{origin(activity, activity.place()), std::move(said.text), std::move(said.mentions)};
    // Whether it opens something sealed shows in the answer; until then nothing is written.
    ask.who.sealed = false;
  }
  return ask;
}

void Bot::answer_later(Asker who, core::Reply reply) {
  const auto self = shared_from_this();
  asio::co_spawn(executor_, answer(self, std::move(who), std::move(reply)),
                 [self](std::exception_ptr failure) { self->unanswered_.add_failed(failure); });
}

asio::awaitable<void> Bot::answer(std::shared_ptr<Bot> self, Asker who, core::Reply reply) {
  if (reply.form && core::is_sealed_name(reply.form->name)) who.sealed = true;
  who.in_language_of(reply);
  who.said_more = reply.again.has_value();
  Json activity = self->private_activity(who, std::move(reply));
  if (activity.is_null()) co_return;
  std::string person = who.person;
  const Sent told = co_await self->sender_.tell(std::move(person), std::move(activity));
  if (!told.done()) self->unanswered_.add(told.reason);
  const bool perhaps = told.done() || told.kind == Sent::Kind::unclear;
  if (!perhaps && !who.personal) {
    // In front of others: nothing of what was asked or answered, but that it stands there.
    std::string conversation = who.conversation, words = core::text(who.language, "teams.no_private");
    if (who.said_more) words += " " + core::text(who.language, "teams.not_anonymous");
    co_await self->sender_.say(std::move(conversation), std::move(words));
  }
  if (who.sealed) co_return;
  self->references_.let_go(who.person);
  self->references_.save();
}

Json Bot::opener(const Asker& who, std::optional<core::Form> form, std::optional<core::Message> words) {
  core::Rich said = core::rich(who.language, form ? "teams.form_ready" : "teams.answer_ready");
  if (who.said_more) said.emplace_back(" " + core::text(who.language, "teams.not_anonymous"));
  const std::string label = core::text(who.language, form ? "teams.open" : "teams.show");
  const std::string slot =
      slots_.keep({who.person, who.place, std::move(form), std::move(words), who.language});
  // texts: teams.form_ready teams.answer_ready teams.open teams.show
  return opener_card(said, label, slot);
}

// A chat keeps what is written into it: of anything sealed it gets a button, and the words stay in a dialog.
Json Bot::private_activity(const Asker& who, core::Reply reply) {
  if (reply.form) {
    const Json card = opener(who, std::move(reply.form), std::nullopt);
    return activity_with(card, core::text(who.language, "teams.form_ready"));
  }
  if (reply.whisper && who.sealed) {
    const Json card = opener(who, std::nullopt, reply.whisper);
    return activity_with(card, core::text(who.language, "teams.answer_ready"));
  }
  if (!reply.whisper && !reply.errors.empty())
    reply.whisper = core::Message{{core::Paragraph{core::rich(who.language, "teams.not_taken")}}};
  if (!reply.whisper) return {};
  CardStyle style;
  style.language = who.language;
  style.native_charts = options_.native_charts;
  core::Message said = core::with_command_word(*reply.whisper, "");
  if (who.said_more) core::say(said, who.language, "teams.not_anonymous");
  return activity_with(card_of(said, style), summary_of(said));
}

// --- invokes: answered in the same breath
// ---------------------------------------------------------------------

asio::awaitable<net::Response> Bot::invoke(Activity activity) {
  if (activity.name == "adaptiveCard/action") co_return co_await execute(std::move(activity));
  if (activity.name == "task/fetch") co_return co_await fetch(std::move(activity));
  if (activity.name == "task/submit") co_return co_await submit(std::move(activity));
  co_return net::Response(501, "", "");
}

asio::awaitable<std::optional<core::Reply>> Bot::ask_house(core::Event event, Asker who) {
  auto late = [weak = weak_from_this(), who = std::move(who)](core::Reply reply) {
    if (const auto self = weak.lock()) self->answer_later(who, std::move(reply));
  };
  return ask(patience_, invoke_limit, *inbox_, std::move(event), std::move(late));
}

asio::awaitable<net::Response> Bot::execute(Activity activity) {
  const auto& pressed = activity.pressed;
  if (!pressed || pressed->kind == Pressed::Kind::open) {
    const auto language = sender_.language_of(activity.person());
    co_return json_response(action_error(core::text(language, "teams.unknown")));
  }
  Asked ask = asked(activity, *pressed);
  Asker who = ask.who, copy = who;
  auto reply = co_await ask_house(std::move(*ask.event), std::move(copy));
  if (reply) who.in_language_of(*reply);
  const auto say = [&](const char* key) {
    return json_response(action_words(core::text(who.language, key)));
  };
  // texts: teams.later teams.done teams.in_private
  if (!reply) co_return say("teams.later");
  // The card is shared and the answer is not: words pass by, and only a form, which needs a button, takes the
  // card's place for this one person. Where they would lose other votes by it nothing does.
  const bool keeps_card = pressed->among_others;
  if (reply->form && keeps_card) {
    answer_later(who, std::move(*reply));
    co_return say("teams.in_private");
  }
  if (reply->form) co_return json_response(action_card(opener(who, std::move(reply->form), std::nullopt)));
  if (!reply->whisper) co_return say("teams.done");
  const std::string words = words_of(core::with_command_word(*reply->whisper, ""));
  // A receipt by which the answer can be changed or taken back: seen by this person alone, its buttons in a
  // dialog.
  if (who.sealed && has_buttons(*reply->whisper) && !keeps_card) {
    const std::string slot = slots_.keep({who.person, who.place, std::nullopt, reply->whisper, who.language});
    const core::Rich said{core::Span(words)};
    co_return json_response(action_card(opener_card(said, core::text(who.language, "teams.show"), slot)));
  }
  if (who.sealed || (words.size() <= short_words && !has_buttons(*reply->whisper)))
    co_return json_response(action_words(words));
  answer_later(who, std::move(*reply));
  co_return say("teams.in_private");
}

Json Bot::shown_dialog(const Asker& who, const core::Form& form, const std::string& before,
                       std::map<std::string, std::string> errors, std::size_t step) {
  FormStyle style;
  style.step = step;
  style.language = who.language;
  style.slot = slots_.keep_shown(who.person, who.place, form, who.language, before);
  style.errors = std::move(errors);
  style.people = people_to_choose(options_);
  return dialog(form.title, form_card(typeset::with_command_word(form, ""), style), form.inputs.size());
}

Json Bot::shown_words(const Asker& who, const core::Message& words) {
  CardStyle style;
  style.language = who.language;
  style.dialog = true;
  return dialog(title_of(words, who.language), card_of(core::with_command_word(words, ""), style),
                has_buttons(words) ? 1 : 0);
}

asio::awaitable<net::Response> Bot::fetch(Activity activity) {
  const auto& pressed = activity.pressed;
  core::Language language = sender_.language_of(activity.person());
  const auto say = [&](const char* key) { return json_response(dialog_words(core::text(language, key))); };
  // texts: teams.unknown teams.expired
  if (!pressed || pressed->kind == Pressed::Kind::submit) co_return say("teams.unknown");
  Asked ask = asked(activity, *pressed);
  if (!ask.event) {
    if (!ask.slot) co_return say("teams.expired");
    if (ask.slot->form) co_return json_response(shown_dialog(ask.who, *ask.slot->form));
    if (ask.slot->words) co_return json_response(shown_words(ask.who, *ask.slot->words));
    co_return say("teams.expired");
  }
  Asker who = ask.who;
  const auto reply = co_await ask_house(std::move(*ask.event), std::move(who));
  if (!reply) co_return say("teams.later");
  ask.who.in_language_of(*reply);
  language = ask.who.language;
  if (reply->form) co_return json_response(shown_dialog(ask.who, *reply->form));
  if (reply->whisper) co_return json_response(shown_words(ask.who, *reply->whisper));
  co_return say("teams.done");
}

asio::awaitable<net::Response> Bot::submit(Activity activity) {
  const auto& pressed = activity.pressed;
  core::Language language = sender_.language_of(activity.person());
  const auto say = [&](const char* key) { return json_response(dialog_words(core::text(language, key))); };
  if (!pressed || pressed->kind == Pressed::Kind::open) co_return say("teams.unknown");
  Asked ask = asked(activity, *pressed);
  if (pressed->step > 0) {  // texts: teams.expired.part
    if (!ask.slot || !ask.slot->form) co_return say("teams.expired.part");
    const core::Form so_far = filled_in(*ask.slot->form, pressed->values);
    co_return json_response(shown_dialog(ask.who, so_far, pressed->slot, {}, pressed->step));
  }
  Asker who = ask.who;
  auto reply = co_await ask_house(std::move(*ask.event), std::move(who));
  if (!reply) co_return say("teams.later");
  ask.who.in_language_of(*reply);
  language = ask.who.language;
  if (reply->form) co_return json_response(shown_dialog(ask.who, *reply->form));
  if (reply->whisper) co_return json_response(shown_words(ask.who, *reply->whisper));
  if (!reply->errors.empty() && ask.slot && ask.slot->form) {
    const core::Form again = filled_in(*ask.slot->form, pressed->values);
    co_return json_response(shown_dialog(ask.who, again, pressed->slot, std::move(reply->errors)));
  }
  // The form is gone from memory (we were started anew, or half an hour has passed): the reasons at least.
  if (!reply->errors.empty()) {
    std::string words = core::text(language, "teams.not_taken");
    for (const auto& [input, error] : reply->errors) words += "\n\n" + error;
    co_return json_response(dialog_words(words));
  }
  co_return net::Response(200, "", "");
}

}  // namespace teams
