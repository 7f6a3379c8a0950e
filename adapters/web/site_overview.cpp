// The pages about somebody's groups: what is asked for stands in the query of the address, so that pages,
// pictures and files are plain links.

#include "adapters/net/url.hpp"
#include "adapters/web/fields.hpp"
#include "adapters/web/site.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/events.hpp"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"  // see site.cpp
#endif

namespace web {
namespace {

constexpr std::size_t longest_asked = 64;

struct Asked {
  std::string view;
  std::optional<core::GroupId> group;
  std::optional<std::string> look;
  bool picture() const { return view.starts_with("plot-"); }
  bool file() const { return view.starts_with("report-") || view.starts_with("tables-"); }
};

bool plain(const std::string& text) {
  return text.empty() || (text.size() <= longest_asked && core::ascii::is_name(text, "-"));
}

// "v": what, "g": of which group, "d": of which days, "k": how it looks. Nothing for what no page of ours
// has.
std::optional<Asked> asked_in(const net::Request& request) {
  const auto query = net::parse_form(request.query);
  if (!query) return std::nullopt;
  const std::string view = value_of(*query, "v"), group = value_of(*query, "g"), days = value_of(*query, "d");
  std::string look = value_of(*query, "k");
  if (!plain(view) || !plain(group) || !plain(look) || !plain(days)) return std::nullopt;
  if (!days.empty()) look += (look.empty() ? "" : "-") + days;
  Asked asked;
  asked.view = view.empty() ? "groups" : view;
  if (!group.empty()) asked.group.emplace(group);
  if (!look.empty()) asked.look = look;
  return asked;
}

// A browser says of each address that it opens what for (Fetch Metadata), on https and on this machine; what
// looks into mails and chats before anybody does, does not.
std::optional<std::string> opened_by(const Visit& visit, const net::Request& request,
                                     std::string_view public_url) {
  if (visit.signed_in() || !public_url.starts_with("https://") ||
      !request.headers.get("Sec-Fetch-Mode").empty())
    return std::nullopt;
  return std::string(core::events::by_program);
}

template <class Name, class... Values>
core::Press pressed(const Visit& visit, const Name& name, const Values&... values) {
  core::Press press;
  press.origin = visit.origin();
  press.name = name.name;
  press.value = name.pack(values...);
  return press;
}

}  // namespace

Site::Answer Site::overview(Visit visit, const net::Request& request) {
  const auto asked = asked_in(request);
  if (!asked || !options_.reading) co_return pages_.refusal(visit.language(), 404, "unknown");
  // That a page was opened is on the disk before it is shown.
  if (!asked->picture()) {
    core::Press opened = pressed(visit, core::events::overview_opened, asked->view, asked->group,
                                 opened_by(visit, request, options_.public_url));
    const auto noted = co_await ask(std::move(opened));
    if (!noted) co_return pages_.refusal(visit.language(), 503, "busy", Then::again);
  }
  core::Press press = pressed(visit, core::events::overview, asked->view, asked->group, asked->look);
  auto reply = co_await pending_.ask(*options_.reading, std::move(press));
  // It is being made: the page looks again by itself, and then it is there (app/overview_reader.hpp).
  if (asked->file() && (!reply || reply->whisper))
    co_return pages_.working(visit.language(), reply ? reply->whisper : std::nullopt);
  if (!reply) co_return pages_.refusal(visit.language(), 503, "busy", Then::again);
  if (reply->file) co_return asked->picture() ? pages_.picture(*reply->file) : pages_.download(*reply->file);
  if (!reply->whisper) co_return pages_.refusal(visit.language(), 404, "unknown");
  co_return pages_.overview(visit, *reply->whisper, asked->view == "groups");
}

// Who guesses is slowed down with those who guess the codes of sheets.
Site::Answer Site::certificate(const net::Request& request, std::string code, core::Language language) {
  constexpr auto everybody = "";
  if (!options_.reading) co_return pages_.refusal(language, 404, "unknown");
  const std::string place = core::place_of(sources_.mark_of(request, clock_.now()));
  const net::Ticks now = options_.ticks();
  if (!guessing_.has(place, now) || !all_guessing_.has(everybody, now))
    co_return pages_.refusal(language, 429, "too_many");
  core::Press press;
  press.origin.language = language;
  press.name = core::events::check_certificate.name;
  press.value = core::events::check_certificate.pack(code);
  auto reply = co_await pending_.ask(*options_.reading, std::move(press));
  if (!reply) co_return pages_.refusal(language, 503, "busy", Then::again);
  if (reply->whisper) co_return pages_.notice(language, *reply->whisper);
  guessing_.take(place, now);
  all_guessing_.take(everybody, now);
  co_return pages_.unknown_code(language);
}

}  // namespace web
