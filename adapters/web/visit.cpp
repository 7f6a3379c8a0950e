#include "adapters/web/visit.hpp"

#include <algorithm>

#include "adapters/net/url.hpp"
#include "adapters/web/fields.hpp"
#include "bot/core/ascii.hpp"

namespace web {
namespace {
constexpr std::chrono::hours good_for{12};

int digit_of(char c) {
  if (core::ascii::is_digit(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// What means the same coded and not, and the blank.
bool may_be_plain(char c) {
  return core::ascii::is_letter_or_digit(c) || std::string_view("-._~ ").find(c) != std::string_view::npos;
}
}  // namespace

std::optional<core::Language> chosen_language(const net::Request& request) {
  const auto query = net::parse_form(request.query);
  const std::string wanted = query ? value_of(*query, "l") : std::string();
  for (core::Language language : core::all_languages)
    if (wanted == code(language)) return language;
  return std::nullopt;
}

std::string asked_behind(std::string_view beginning, std::string_view path) {
  path.remove_prefix(std::min(path.size(), beginning.size()));
  std::string asked;
  while (!path.empty()) {
    const bool coded = path.size() >= 3 && path[0] == '%' && digit_of(path[1]) >= 0 && digit_of(path[2]) >= 0;
    const char c = coded ? static_cast<char>(digit_of(path[1]) * 16 + digit_of(path[2])) : path[0];
    const bool plain = coded && may_be_plain(c);
    asked += plain ? c : path[0];
    path.remove_prefix(plain ? 3 : 1);
  }
  return std::string(without_tail(asked));
}

std::string_view without_tail(std::string_view address) {
  const auto last = address.find_last_not_of("/.,;:!?)>]\"' ");
  return address.substr(0, last == address.npos ? 0 : last + 1);
}

core::Origin Visit::origin() const {
  core::Origin origin;
  origin.language = chosen;
  if (person) {
    origin.workspace = person->workspace;
    origin.user = person->user;
  } else {
    origin.workspace = group->workspace;
    origin.user = slip ? token : sitting;
    origin.guest_of = group->id.text;
    origin.slip = slip;
  }
  origin.source = is_shared() ? source : sitting;
  return origin;
}

std::string Tickets::seal(const Visit& visit, Ticket ticket) {
  ticket.issued = clock_.now();
  ticket.sitting = visit.sitting;
  if (ticket.mark.empty()) ticket.mark = core::new_id(random_);
  ticket.language = visit.chosen;
  return tokens_->seal_page(pack(ticket), visit.token);
}

std::string Tickets::press(const Visit& visit, const std::string& name, const std::string& value) {
  Ticket ticket;
  ticket.kind = Ticket::Kind::press;
  ticket.name = name;
  ticket.value = value;
  return seal(visit, std::move(ticket));
}

std::string Tickets::command(const Visit& visit) {
  Ticket ticket;
  ticket.kind = Ticket::Kind::command;
  return seal(visit, std::move(ticket));
}

std::string Tickets::form(const Visit& visit, core::Form form, const std::string& mark) {
  Ticket ticket;
  ticket.kind = Ticket::Kind::form;
  ticket.mark = mark;
  ticket.form = std::move(form);
  return seal(visit, std::move(ticket));
}

std::optional<Ticket> Tickets::open(const std::string& sealed, const std::string& token) const {
  const auto bytes = tokens_->open_page(sealed, token);
  if (!bytes) return std::nullopt;
  return unpack(*bytes);
}

bool Tickets::is_old(const Ticket& ticket) const {
  return ticket.issued + good_for < clock_.now();
}

}  // namespace web
