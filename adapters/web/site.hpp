#pragma once
// The pages over HTTP: which link was opened, what may be done with it, and what the bot says to it.
// Nothing here writes to a log who asked or what for; the other end's address becomes a mark at once
// (Sources).

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "adapters/net/cookies.hpp"
#include "adapters/net/http.hpp"
#include "adapters/net/refusals.hpp"
#include "adapters/net/single_flight.hpp"
#include "adapters/net/timing.hpp"
#include "adapters/web/memory.hpp"
#include "adapters/web/page_links.hpp"
#include "adapters/web/page_maker.hpp"
#include "adapters/web/pending_replies.hpp"
#include "adapters/web/sign_in.hpp"
#include "bot/runtime/adapter.hpp"

namespace web {

struct SiteOptions {
  std::string workspace;   // of the people whose letters are kept
  std::string public_url;  // as browsers write it
  std::string organisation;
  core::Language language = core::Language::nb;  // where nobody's own is known
  std::string zone = "Europe/Oslo";
  std::optional<SignInOptions> sign_in;  // nothing: nobody signs in
  // The group whose slip of paper has this code; may be empty.
  std::function<std::optional<core::GroupId>(const std::string& code)> slip_of;
  // A guide of the handbook as PDF, drawn beside the I/O thread; empty: there is none. May be empty itself.
  std::function<boost::asio::awaitable<std::string>(std::string guide, core::Language)> guide_on_paper;
  runtime::Inbox* reading = nullptr;  // who draws pages about groups (adapter.hpp); null: there are none
  std::filesystem::path ended;        // file of EndedSignIns; empty: in memory alone
  net::Ticks reply_limit{5'000};      // how long a page waits for the bot
  std::function<net::Ticks()> ticks;  // what the limits of requests are measured with
};

// The answer to an anonymous poll by a button, and whether it can still be given: nothing, or why not. Asked
// before the button is shown, and the same to who answered and who did not.
inline constexpr std::string_view pick_press = "box/polls/quick", may_pick_press = "box/polls/still";

// I/O thread. References outlive it.
class Site {
 public:
  // Throws std::invalid_argument for an unknown zone.
  Site(boost::asio::any_io_executor executor, SiteOptions options, std::shared_ptr<const Tokens> tokens,
       People people, const Mailbox& letters, const core::Clock& clock, core::Random& random);

  // Where events go; null (before the bot runs, and after): pages ask to come back in a moment.
  void set_inbox(runtime::Inbox* inbox) { inbox_ = inbox; }

  // /s/: a field for a code; / leads there. /s/<ten digits>: whether a certificate was issued. /s/<token>,
  // and /s/mine for who has signed in: GET and HEAD change nothing, POST does what the page was shown for.
  // /s/sign-in, and where the provider sends back. /k/<token>.ics: a calendar. /hjelp/: the handbook.
  // Everything else is 404.
  boost::asio::awaitable<net::Response> handle(net::Request request);

 private:
  using Answer = boost::asio::awaitable<net::Response>;
  Answer route(const net::Request& request);
  Answer calendar(const net::Request& request);
  Answer page(const net::Request& request);
  Answer show(Visit visit, int older_from);
  Answer act(Visit visit, const net::Request& request);
  Answer home(Visit visit, HomeView home);
  Answer overview(Visit visit, const net::Request& request);  // site_overview.cpp
  // Whether one was issued with these digits, and nothing else of it (site_overview.cpp).
  Answer certificate(const net::Request& request, std::string code, core::Language language);
  Answer present(Visit visit, core::Reply reply, Moment moment);
  // Signing in (site_sign_in.cpp).
  Answer sign_in(const net::Request& request);
  Answer signed_in(const net::Request& request);
  Answer come_back(Attempt attempt, Posted query, core::Language language);
  Answer sign_out(Visit visit);
  std::variant<Visit, net::Response> enter_signed_in(const net::Request& request);
  std::string sign_in_address() const;  // empty: nobody signs in
  boost::asio::awaitable<std::optional<core::Reply>> ask(core::Event event);

  std::variant<Visit, net::Response> enter(const net::Request& request, const std::string& token);
  net::Response code_page(const net::Request& request);
  Answer handbook(const net::Request& request, core::Language language);  // site_handbook.cpp
  bool has_room(const Visit& visit, bool writing);
  std::optional<net::Response> enter_by_code(Visit& visit, const std::string& code, core::Language language);

  SiteOptions options_;
  std::shared_ptr<const Tokens> tokens_;
  People people_;
  const core::Clock& clock_;
  View view_;
  net::Cookies cookies_;
  Tickets tickets_;
  PageMaker pages_;
  // Of a person, a slip, a guest's phone; of all guests in a place; of all guests of a group. A guest who
  // goes on on one page has a measure of its own, so that another with such a phone is not held up.
  Limiter reading_{120, 240}, writing_{30, 60}, sitting_{15, 20};
  Limiter place_reading_{480, 960}, place_writing_{120, 240};
  Limiter all_reading_{1200, 2400}, all_writing_{300, 600};
  Sources sources_;
  Limiter signing_in_{60, 120}, all_signing_in_{600, 1200};  // by place and all, who came from nowhere
  Limiter guessing_{20, 60},
      all_guessing_{600, 3000};   // codes of nobody's sheet, by place and of all who try
  std::set<std::string> opened_;  // codes that somebody came in by: they are no guesses
  EndedSignIns ended_;
  PendingReplies pending_;
  net::Refusals unanswered_;
  std::map<std::string, std::string> guides_on_paper_;  // drawn once
  // Everybody may ask for one, and each takes the readers' thread for a while: one at a time, and after one
  // that could not be drawn none for a minute.
  std::shared_ptr<net::SingleFlight> drawing_guide_;
  net::Ticks no_paper_until_{};
  std::optional<SignIn> sign_in_;
  runtime::Inbox* inbox_ = nullptr;
};

}  // namespace web
