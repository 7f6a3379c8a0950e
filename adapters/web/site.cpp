#include "adapters/web/site.hpp"

#include <sodium.h>

#include <charconv>

#include "adapters/net/url.hpp"
#include "adapters/web/fields.hpp"
#include "adapters/web/multipart.hpp"
#include "adapters/web/post_guard.hpp"
#include "bot/core/embedded.hpp"
#include "bot/core/events.hpp"
#include "bot/core/receipt_code.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"

#if defined(__GNUC__) && !defined(__clang__)
// g++ 12 puts one of a coroutine frame's operators new and delete in line and not the other, and then takes
// them for strangers.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace web {
namespace {

namespace asio = boost::asio;

constexpr std::string_view pages_path = "/s/", calendars_path = "/k/", calendar_ending = ".ics";
constexpr std::string_view fonts_path = "/s/fonts/", handbook_path = "/hjelp",
                           handbook_fonts = "/hjelp/fonts/";
constexpr std::size_t longest_command = 500, certificate_digits = 10;
constexpr const char* html_type = "text/html; charset=utf-8";
constexpr const char* calendar_type = "text/calendar; charset=utf-8";

int older_from(const net::Request& request) {
  const auto query = net::parse_form(request.query);
  const std::string text = query ? value_of(*query, "e") : std::string();
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// What stands between an idle tap and a second answer: the page's own mark and everything written on it.
std::string sent_as(const Ticket& ticket, const Posted& posted) {
  std::string all = ticket.mark;
  for (const auto& [name, value] : posted)
    if (name != "t") all += '\0' + name + '\0' + value;
  return fingerprint(all);
}

// People read "/refleks hjelp" in messages and write it here too.
std::string command_of(std::string_view text) {
  const std::string command = core::trimmed(text);
  for (const std::string_view prefix : {"/refleks", "refleks"})
    if (command == prefix || command.starts_with(std::string(prefix) + " "))
      return core::trimmed(std::string_view(command).substr(prefix.size()));
  return command;
}

// What was typed on a person's own page, and what is wrong with it as a command.
HomeView typed_in(const Posted& posted, core::Language language) {
  HomeView home_view;
  home_view.written = value_of(posted, "command");
  const std::size_t letters = core::letters_in(command_of(home_view.written));
  if (letters == 0) home_view.error = core::text(language, "form.required");
  if (letters > longest_command) home_view.error = core::too_long(language, letters, longest_command);
  return home_view;
}

// What was written in a form, and its files, which are put where they stand for words.
Again filled_in(const core::Form& form, Body& body, core::Language language) {
  const auto of_files = put_files(form, body.files, body.posted, language);
  Again again{fill(form, body.posted, language)};
  for (const auto& [input, error] : of_files) again.errors[input] = error;
  return again;
}

const std::string& name_of(const Ticket& ticket) {
  return ticket.kind == Ticket::Kind::form ? ticket.form.name : ticket.name;
}

// As long for one that begins alike.
bool same(const std::optional<std::string>& code, const std::string& typed) {
  return code && code->size() == typed.size() && sodium_memcmp(code->data(), typed.data(), typed.size()) == 0;
}

// The same for everybody, so a browser may keep it.
net::Response font(std::string_view name) {
  const auto bytes = core::embedded("fonts/" + std::string(name));
  if (!bytes) return net::Response(404, "There is no such font.\n");
  net::Response response(200, std::string(*bytes), "font/woff2");
  response.headers.add("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

}  // namespace

Site::Site(asio::any_io_executor executor, SiteOptions options, std::shared_ptr<const Tokens> tokens,
           People people, const Mailbox& letters, const core::Clock& clock, core::Random& random)
    : options_(std::move(options)),
      tokens_(tokens),
      people_(std::move(people)),
      clock_(clock),
      view_(options_.organisation),
      cookies_(options_.public_url),
      tickets_(std::move(tokens), clock, random),
      pages_(view_, tickets_, letters, options_.workspace, core::Zone::named(options_.zone), clock),
      ended_(options_.ended.empty() ? EndedSignIns() : EndedSignIns(executor, options_.ended)),
      pending_(executor, options_.reply_limit, options_.ticks),
      unanswered_(options_.ticks, "pages: the bot did not answer in time", "", net::of_answers),
      drawing_guide_(std::make_shared<net::SingleFlight>(executor)) {
  if (!options_.sign_in) return;
  net::Timing timing = net::real_timing(executor);
  timing.now = options_.ticks;
  sign_in_.emplace(executor, *options_.sign_in, options_.public_url, clock, random, std::move(timing));
}

asio::awaitable<net::Response> Site::handle(net::Request request) {
  net::Response response = co_await route(request);
  guard(response, view_.content_policy());
  co_return response;
}

Site::Answer Site::route(const net::Request& request) {
  const core::Language language = chosen_language(request).value_or(options_.language);
  if (request.method != "GET" && request.method != "HEAD" && request.method != "POST") {
    net::Response response = pages_.refusal(language, 405, "unknown");
    response.headers.add("Allow", "GET, HEAD, POST");
    co_return response;
  }
  if (request.path.starts_with(fonts_path)) co_return font(request.path.substr(fonts_path.size()));
  if (request.path.starts_with(handbook_fonts)) co_return font(request.path.substr(handbook_fonts.size()));
  if (request.path.starts_with(calendars_path)) co_return co_await calendar(request);
  if (request.path == sign_in_path || request.path == signed_in_path) co_return co_await sign_in(request);
  if (request.path == pages_path) co_return code_page(request);
  if (request.path == "/" || request.path + "/" == pages_path) {
    net::Response response(303);
    response.headers.add("Location", "s/");
    co_return response;
  }
  if (request.path.starts_with(pages_path)) co_return co_await page(request);
  if (request.path.starts_with(handbook_path)) co_return co_await handbook(request, language);
  co_return pages_.refusal(language, 404, "unknown");
}

asio::awaitable<std::optional<core::Reply>> Site::ask(core::Event event) {
  if (!inbox_) co_return std::nullopt;
  auto reply = co_await pending_.ask(*inbox_, std::move(event));
  if (!reply) unanswered_.add();
  co_return reply;
}

Site::Answer Site::calendar(const net::Request& request) {
  net::Response nothing(404, "There is no calendar here.\n");
  std::string_view token = request.path;
  token.remove_prefix(calendars_path.size());
  if (!token.ends_with(calendar_ending) || request.method == "POST") co_return nothing;
  token.remove_suffix(calendar_ending.size());
  const auto link = tokens_->open(token);
  if (!link || link->kind != Link::Kind::calendar) co_return nothing;
  const auto people = people_();
  const core::Person* person = people->person(link->person);
  if (!person) co_return nothing;
  if (!reading_.take("p" + person->id.text, options_.ticks())) co_return net::Response(429, "Later.\n");
  core::Press press;
  press.origin.workspace = person->workspace;
  press.origin.user = person->user;
  press.name = calendar_press;
  press.value = link->serial;
  const auto reply = co_await ask(std::move(press));
  if (!reply) co_return net::Response(503, "Later.\n");
  if (!reply->file) co_return nothing;
  co_return net::Response(200, reply->file->bytes, calendar_type);
}

// Who guesses is slowed down, by place and then all together: while too many were wrong, only codes that are
// known from before are looked up.
std::optional<net::Response> Site::enter_by_code(Visit& visit, const std::string& code,
                                                 core::Language language) {
  constexpr auto everybody = "";
  const std::string place = core::place_of(visit.source);
  const net::Ticks now = options_.ticks();
  const bool may_guess = guessing_.has(place, now) && all_guessing_.has(everybody, now);
  if (!opened_.contains(code) && !may_guess) return pages_.refusal(language, 429, "too_many");
  for (const core::Group& group : visit.people->groups()) {
    if (group.sheet <= 0 || !same(Tokens::typed_sheet_code(tokens_->sheet_code(group.id, group.sheet)), code))
      continue;
    visit.link.group = group.id;
    visit.link.sheet = group.sheet;
    visit.group = &group;
    opened_.insert(code);
    return std::nullopt;
  }
  opened_.erase(code);
  guessing_.take(place, now);
  all_guessing_.take(everybody, now);
  return pages_.unknown_code(language);
}

// What is typed is looked up under the address that it makes. People type the whole address, too.
net::Response Site::code_page(const net::Request& request) {
  const core::Language language = chosen_language(request).value_or(options_.language);
  if (request.method != "POST") return pages_.code(language, {}, false, sign_in_address());
  if (const auto refused = refusal_of_post(request, options_.public_url))
    return pages_.refusal(language, *refused, "not_ours", Then::again);
  const auto posted = read_body(request.body);
  const std::string typed = posted ? core::trimmed(core::cleaned(value_of(*posted, "code"))) : std::string();
  const std::string_view address = without_tail(typed);
  const auto code = core::typed_code(address.substr(address.rfind('/') + 1));
  if (!code ||
      (!Tokens::typed_sheet_code(*code) && !core::receipt_hash(*code) && code->size() != certificate_digits))
    return pages_.code(language, typed, true, sign_in_address());
  net::Response response(303);
  response.headers.add("Location", core::grouped_code(*code) + "?l=" + std::string(core::code(language)));
  return response;
}

bool Site::has_room(const Visit& visit, bool writing) {
  const net::Ticks now = options_.ticks();
  if (!(writing ? writing_ : reading_).take(visit.counted_as(), now)) return false;
  if (!visit.is_shared()) return true;
  // Where a guest is first: what is refused there takes nothing from the others.
  return (writing ? place_writing_ : place_reading_).take(visit.place(), now) &&
         (writing ? all_writing_ : all_reading_).take(visit.shared_as(), now);
}

std::variant<Visit, net::Response> Site::enter(const net::Request& request, const std::string& token) {
  Visit visit;
  visit.token = token;
  visit.people = people_();
  visit.chosen = chosen_language(request);
  visit.source = sources_.mark_of(request, clock_.now());
  const core::Language language = visit.chosen.value_or(options_.language);
  const auto refuse = [&](core::Language in, int status, std::string_view what) {
    return pages_.refusal(in, status, what, Then::nothing, written_by(request, options_.public_url));
  };
  if (const auto group = options_.slip_of ? options_.slip_of(token) : std::nullopt) {
    visit.slip = true;
    visit.link.group = *group;
    visit.group = visit.people->group(*group);
    if (!visit.group) return pages_.unknown_code(language);
    return visit;
  }
  if (const auto code = Tokens::typed_sheet_code(token)) {
    if (auto no = enter_by_code(visit, *code, language)) return *std::move(no);
    return visit;
  }
  if (core::receipt_hash(token)) return pages_.unknown_code(language);  // a slip that is no longer out
  const auto link = tokens_->open(token);
  if (!link || link->kind == Link::Kind::calendar) return refuse(language, 404, "unknown");
  visit.link = *link;
  if (!link->person.empty()) visit.person = visit.people->person(link->person);
  if (!link->group.empty()) visit.group = visit.people->group(link->group);
  if (!visit.person && !(visit.group && link->kind != Link::Kind::overview))
    return refuse(language, 404, "unknown");
  if (visit.group && (visit.group->sheet <= 0 || visit.group->sheet != link->sheet))
    return refuse(visit.language(), 410, "revoked");
  if (visit.person && visit.person->pages != link->sheet) return refuse(visit.language(), 410, "renewed");
  if (link->expires != core::Instant{} && link->expires <= clock_.now())
    return refuse(visit.language(), 410, "expired");
  if (visit.group && link->kind == Link::Kind::press && !core::is_sealed_name(link->name))
    return refuse(visit.language(), 403, "not_here");
  return visit;
}

Site::Answer Site::page(const net::Request& request) {
  const std::string asked = asked_behind(pages_path, request.path);
  if (const auto code = core::typed_code(asked);
      code && code->size() == certificate_digits && request.method != "POST")
    co_return co_await certificate(request, *code, chosen_language(request).value_or(options_.language));
  auto entered = request.path == mine_path ? enter_signed_in(request) : enter(request, asked);
  if (auto* no = std::get_if<net::Response>(&entered)) co_return std::move(*no);
  Visit& visit = std::get<Visit>(entered);
  const bool posting = request.method == "POST";
  if (posting) co_return co_await act(std::move(visit), request);
  if (!has_room(visit, false)) co_return pages_.refusal(visit.language(), 429, "too_many");
  // Those who only look whether the link is there, such as scanners, set nothing in motion.
  if (request.method == "HEAD") co_return net::Response(200, "", html_type);
  visit.sitting = tickets_.new_sitting();
  if (visit.is_overview()) co_return co_await overview(std::move(visit), request);
  co_return co_await show(std::move(visit), older_from(request));
}

Site::Answer Site::show(Visit visit, int older) {
  if (visit.is_home() && visit.person) {
    HomeView home_view;
    home_view.older_from = older;
    co_return co_await home(std::move(visit), std::move(home_view));
  }
  core::Press press;
  press.origin = visit.origin();
  press.name = visit.is_home() ? std::string(core::home_press) : visit.link.name;
  press.value = visit.link.value;
  const bool presses = !core::only_opens(press.name);
  if (presses && press.name != pick_press) co_return pages_.confirm(visit);
  if (presses) press.name = may_pick_press;
  auto reply = co_await ask(std::move(press));
  if (!reply) co_return pages_.refusal(visit.language(), 503, "busy", Then::again);
  if (presses && !reply->whisper) co_return pages_.confirm(visit);
  co_return co_await present(std::move(visit), std::move(*reply), Moment::opened);
}

Site::Answer Site::act(Visit visit, const net::Request& request) {
  const auto refused = refusal_of_post(request, options_.public_url);
  auto body = refused ? std::nullopt : body_of(request);
  const Posted* posted = body ? &body->posted : nullptr;
  const auto ticket = posted ? tickets_.open(value_of(*posted, "t"), visit.token) : std::nullopt;
  // Only who has a page of ours in hand takes from what there is for writing.
  const bool too_many = (ticket && visit.is_shared() && !sitting_.take(ticket->sitting, options_.ticks())) ||
                        !has_room(visit, ticket.has_value());
  if (too_many && (!ticket || ticket->kind != Ticket::Kind::form))
    co_return pages_.refusal(visit.language(), 429, "too_many", Then::nothing, posted ? *posted : Posted());
  if (const int status = refused.value_or(400); !posted)
    co_return pages_.refusal(visit.language(), status, status == 413 ? "too_large" : "not_ours", Then::again);
  if (!ticket) co_return pages_.refusal(visit.language(), 400, "stale", Then::again, *posted);
  visit.sitting = ticket->sitting;
  visit.chosen = ticket->language;
  if (visit.signed_in() && name_of(*ticket) == sign_out_press) co_return co_await sign_out(std::move(visit));
  if (visit.group && !core::is_sealed_name(name_of(*ticket)))
    co_return pages_.refusal(visit.language(), 403, "not_here", Then::nothing, *posted);

  Again again;
  if (ticket->kind == Ticket::Kind::form) again = filled_in(ticket->form, *body, visit.language());
  core::Origin origin = visit.origin();
  origin.delivery = sent_as(*ticket, *posted);
  core::Event event;
  const bool old = tickets_.is_old(*ticket);
  if (ticket->kind == Ticket::Kind::press) {
    if (old) co_return pages_.refusal(visit.language(), 400, "stale", Then::again);
    event = core::Press{origin, ticket->name, ticket->value};
  } else if (ticket->kind == Ticket::Kind::form) {
    again.status = too_many ? 429 : 422;
    if (old) again.warning = core::text(visit.language(), "web.old_page");
    if (too_many) again.warning = core::text(visit.language(), "web.refusal.too_many.text");
    if (!again.errors.empty() || !again.warning.empty()) co_return pages_.form(visit, ticket->form, &again);
    event = core::Submit{origin, ticket->form.name, ticket->form.state, again.values};
  } else {
    HomeView home_view = typed_in(*posted, visit.language());
    if (old) home_view.error = core::text(visit.language(), "web.old_page");
    if (!home_view.error.empty()) {
      home_view.status = 422;
      co_return co_await home(std::move(visit), std::move(home_view));
    }
    event = core::Command{origin, command_of(home_view.written)};
  }

  auto reply = co_await ask(std::move(event));
  if (!reply) {
    if (ticket->kind != Ticket::Kind::form)
      co_return pages_.refusal(visit.language(), 503, "busy", Then::again, *posted);
    // With everything written in it, and with the same mark: sending it again is no second answer.
    again.warning = core::text(visit.language(), "web.slow");
    again.mark = ticket->mark;
    again.status = 503;
    co_return pages_.form(visit, ticket->form, &again);
  }
  if (!reply->errors.empty() && ticket->kind == Ticket::Kind::form) {
    again.errors = reply->errors;
    const core::Form& shown = reply->form ? *reply->form : ticket->form;
    co_return pages_.form(visit, shown, &again);
  }
  if (reply->form && ticket->kind == Ticket::Kind::form && is_given_back(*reply->form, ticket->form))
    co_return pages_.given_back(visit, *std::move(reply->form));
  const Moment moment = name_of(*ticket) == core::home_press ? Moment::overview : Moment::sent;
  co_return co_await present(std::move(visit), std::move(*reply), moment);
}

Site::Answer Site::present(Visit visit, core::Reply reply, Moment moment) {
  if (reply.file) co_return pages_.download(*reply.file);
  if (reply.form) co_return pages_.form(visit, std::move(*reply.form));
  if (visit.is_home() && visit.person) {
    HomeView home_view;
    home_view.done = !reply.whisper;
    home_view.answer = reply.whisper;
    co_return co_await home(std::move(visit), std::move(home_view));
  }
  if (!reply.whisper) co_return pages_.done(visit);
  co_return pages_.message(visit, *reply.whisper, moment);
}

Site::Answer Site::home(Visit visit, HomeView home_view) {
  core::Press press;
  press.origin = visit.origin();
  press.name = core::home_press;
  auto now = co_await ask(press);
  // An answer that is here is shown, whatever became of the rest of the page.
  if (!now && !home_view.answer && !home_view.done)
    co_return pages_.refusal(visit.language(), 503, "busy", Then::again, {{"command", home_view.written}});
  if (now) home_view.now = now->whisper;
  press.name = core::events::waiting.name;
  auto waiting = co_await ask(std::move(press));
  if (waiting) home_view.waiting = waiting->whisper;
  co_return pages_.home(visit, home_view);
}

}  // namespace web
