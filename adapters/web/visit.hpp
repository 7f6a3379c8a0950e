#pragma once
// Who opened which link, and the tickets of the pages shown to them.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"
#include "adapters/web/ticket.hpp"
#include "adapters/web/tokens.hpp"
#include "bot/core/event.hpp"
#include "bot/core/guest_source.hpp"
#include "bot/core/people.hpp"
#include "bot/core/random.hpp"

namespace web {

// As chosen on the page: "?l=nn".
std::optional<core::Language> chosen_language(const net::Request& request);

// What is asked for behind the beginning of a path, as it was made: "%2D" is "-" to everybody (RFC
// 3986 6.2.2.2), and who types a code with a blank has a browser write "%20".
std::string asked_behind(std::string_view beginning, std::string_view path);
// Without what a sentence, or a finger, puts behind an address.
std::string_view without_tail(std::string_view address);

struct Visit {
  std::string token;
  Link link;
  std::shared_ptr<const core::Directory> people;  // keeps the two below alive
  const core::Person* person = nullptr;           // whose link it is; or
  const core::Group* group = nullptr;             // who shares it: nobody knows who this is
  std::optional<core::Language> chosen;           // on the page
  bool slip = false;                              // `token` is the code of a slip of the group's
  std::string session;                            // the cookie of who has signed in; empty: came by a link
  std::string sitting;                            // 32 hexadecimal digits, from opening the link on
  std::string source;                             // a guest's (Sources)

  core::Language language() const { return chosen.value_or(person ? person->language : group->language); }
  bool is_home() const { return link.kind == Link::Kind::home; }
  bool is_overview() const { return link.kind == Link::Kind::overview; }
  bool signed_in() const { return !session.empty(); }
  core::Origin origin() const;
  // Names for counting requests: the person, the slip, or a guest's phone; the place it is in; all of the
  // group.
  std::string counted_as() const {
    return person ? "p" + person->id.text : slip ? "s" + token : shared_as() + source;
  }
  std::string place() const { return shared_as() + core::place_of(source); }
  std::string shared_as() const { return "g" + group->id.text; }
  bool is_shared() const { return !person && !slip; }
};

// Tickets, sealed for the token of the visit. I/O thread.
class Tickets {
 public:
  // `clock` and `random` outlive it. Sittings and marks come from `random`; what protects them is Key's.
  Tickets(std::shared_ptr<const Tokens> tokens, const core::Clock& clock, core::Random& random)
      : tokens_(std::move(tokens)), clock_(clock), random_(random) {}

  std::string new_sitting() { return core::new_id(random_); }
  std::string press(const Visit& visit, const std::string& name, const std::string& value);
  std::string command(const Visit& visit);
  // `mark`: of an earlier page that shows the same again; empty: a new one.
  std::string form(const Visit& visit, core::Form form, const std::string& mark = {});
  // Nothing when it is not ours or was made for another token.
  std::optional<Ticket> open(const std::string& sealed, const std::string& token) const;
  // Too old to be acted upon: the page stood open for half a day.
  bool is_old(const Ticket& ticket) const;

 private:
  std::string seal(const Visit& visit, Ticket ticket);

  std::shared_ptr<const Tokens> tokens_;
  const core::Clock& clock_;
  core::Random& random_;
};

}  // namespace web
