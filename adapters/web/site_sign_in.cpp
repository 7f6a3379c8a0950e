// Signing in and out. Who has signed in has the page about their groups without a link: what a link says
// stands in a cookie, sealed as links are, and dies with the person's other addresses, when they sign out,
// after some hours, and with the machine's memory.

#include "adapters/net/url.hpp"
#include "adapters/web/site.hpp"
#include "bot/core/events.hpp"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // see site.cpp
#endif

namespace web {
namespace {

constexpr std::chrono::hours session_lives{4};
constexpr std::string_view attempt_cookie = "attempt", session_cookie = "session";
constexpr std::string_view signed_in_view = "sign-in";

net::Response sent_to(std::string address) {
  net::Response response(303);
  response.headers.add("Location", address);
  return response;
}

}  // namespace

std::string Site::sign_in_address() const {
  return sign_in_ ? options_.public_url + std::string(sign_in_path) : std::string();
}

// Calls of ours to the provider follow from either: a place has so many, and all together.
Site::Answer Site::sign_in(const net::Request& request) {
  const auto chosen = chosen_language(request);
  const core::Language language = chosen.value_or(options_.language);
  if (!sign_in_ || request.method == "POST") co_return pages_.refusal(language, 404, "unknown");
  const std::string place = core::place_of(sources_.mark_of(request, clock_.now()));
  const net::Ticks now = options_.ticks();
  if (!signing_in_.take(place, now) || !all_signing_in_.take("", now))
    co_return pages_.refusal(language, 429, "too_many");
  if (request.path == signed_in_path) co_return co_await signed_in(request);
  if (request.method == "HEAD") co_return net::Response(200, "");
  const auto begun = co_await sign_in_->begin(chosen);
  if (!begun) co_return pages_.to_sign_in(language, 503, "sign_in_away", sign_in_address());
  net::Response response = sent_to(begun->address);
  cookies_.put(response, attempt_cookie, tokens_->seal_cookie(pack(begun->attempt), attempt_cookie),
               attempt_lives);
  co_return response;
}

// One attempt comes back once, whatever comes of it.
Site::Answer Site::signed_in(const net::Request& request) {
  const std::string sealed = cookies_.read(request, attempt_cookie);
  const auto bytes = tokens_->open_cookie(sealed, attempt_cookie);
  const auto attempt = bytes ? unpack_attempt(*bytes) : std::nullopt;
  const auto query = net::parse_form(request.query);
  const core::Language language = (attempt ? attempt->language : std::nullopt).value_or(options_.language);
  net::Response response;
  if (!attempt || !query || ended_.has_ended(fingerprint(sealed))) {
    response = pages_.to_sign_in(language, 400, "sign_in_stopped", sign_in_address());
  } else {
    co_await ended_.end(fingerprint(sealed), attempt->begun + attempt_lives);
    ended_.forget_before(clock_.now());
    response = co_await come_back(*attempt, *query, language);
  }
  cookies_.drop(response, attempt_cookie);
  co_return response;
}

Site::Answer Site::come_back(Attempt attempt, Posted query, core::Language language) {
  const auto said = co_await sign_in_->finish(attempt, std::move(query));
  if (const auto* no = std::get_if<NotSignedIn>(&said)) {
    const char* const what = *no == NotSignedIn::away      ? "sign_in_away"
                             : *no == NotSignedIn::stopped ? "sign_in_stopped"
                                                           : "sign_in_unproven";
    const int status = *no == NotSignedIn::away ? 503 : *no == NotSignedIn::stopped ? 400 : 403;
    co_return pages_.to_sign_in(language, status, what, sign_in_address());
  }
  Visit visit;
  visit.people = people_();
  visit.person = person_of(std::get<jose::Token>(said), sign_in_->options(), *visit.people);
  if (!visit.person || !may_sign_in(*visit.person, *visit.people))
    co_return pages_.to_sign_in(language, 403, "sign_in_unknown", {});
  // That somebody signed in is on the disk before anything is shown.
  core::Press press;
  press.origin = visit.origin();
  press.name = core::events::overview_opened.name;
  press.value = core::events::overview_opened.pack(std::string(signed_in_view), std::nullopt, std::nullopt);
  const auto noted = co_await ask(std::move(press));
  if (!noted) co_return pages_.refusal(language, 503, "busy", Then::again);
  Link session;
  session.kind = Link::Kind::overview;
  session.person = visit.person->id;
  session.sheet = visit.person->pages;
  session.expires = clock_.now() + session_lives;
  std::string mine(mine_path);
  if (attempt.language) mine += "?l=" + std::string(core::code(*attempt.language));
  net::Response response = sent_to(options_.public_url + mine);
  cookies_.put(response, session_cookie, tokens_->seal_session(session), session_lives);
  co_return response;
}

std::variant<Visit, net::Response> Site::enter_signed_in(const net::Request& request) {
  Visit visit;
  visit.people = people_();
  visit.chosen = chosen_language(request);
  const core::Language language = visit.chosen.value_or(options_.language);
  if (!sign_in_) return pages_.refusal(language, 404, "unknown");
  visit.session = cookies_.read(request, session_cookie);
  const auto link = tokens_->open_session(visit.session);
  if (link) visit.person = visit.people->person(link->person);
  if (!visit.person || visit.person->pages != link->sheet || link->expires <= clock_.now() ||
      ended_.has_ended(fingerprint(visit.session)))
    return pages_.to_sign_in(language, 403, "signed_out", sign_in_address());
  if (!may_sign_in(*visit.person, *visit.people))
    return pages_.to_sign_in(visit.language(), 403, "sign_in_unknown", {});
  visit.link = *link;
  // What a page carries is the person's and not the cookie's: what was written when the hours were over can
  // be sent once more after signing in again.
  visit.token = "signed in " + link->person.text + " " + std::to_string(link->sheet);
  return visit;
}

Site::Answer Site::sign_out(Visit visit) {
  co_await ended_.end(fingerprint(visit.session), visit.link.expires);
  ended_.forget_before(clock_.now());
  const std::string provider = co_await sign_in_->way_out();
  net::Response response = pages_.signed_out(visit.language(), sign_in_address(), provider);
  cookies_.drop(response, session_cookie);
  co_return response;
}

}  // namespace web
