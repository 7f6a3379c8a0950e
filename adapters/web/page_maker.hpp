#pragma once
// Whole pages: what stands on top, what a reply becomes, a person's own page. I/O thread.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"
#include "adapters/web/fields.hpp"
#include "adapters/web/mailbox.hpp"
#include "adapters/web/view.hpp"
#include "adapters/web/visit.hpp"
#include "bot/core/calendar.hpp"

namespace web {

// The press by which somebody signs out: the pages' own, it never reaches the bot.
inline constexpr std::string_view sign_out_press = "web/sign-out";

// A form that is shown again, with what was written in it.
struct Again : Filled {
  std::string warning{};  // on top
  std::string mark{};     // of the page it repeats; empty: a new page
  int status = 200;
};

// What a person's own page shows besides the letters.
struct HomeView {
  std::optional<core::Message> now;      // what can be answered
  std::optional<core::Message> waiting;  // what this person has to do, or was asked
  std::optional<core::Message> answer;   // to what was just done
  bool done = false;                     // it was done, and there is nothing more to say
  std::string written, error;            // in the box for commands
  int older_from = 0;                    // how many of the newest letters to leave out
  int status = 200;
};

// What a message answers: that the link was opened; that somebody came back to the overview of a group; or
// that something was sent. A change of language asks anew, so it is offered in the first case only.
enum class Moment { opened, overview, sent };

// What a refusal offers besides: nothing, or a link to this very address.
enum class Then { nothing, again };

class PageMaker {
 public:
  // All outlive it. `workspace` is the one whose people have letters; `zone` that of their times.
  PageMaker(const View& view, Tickets& tickets, const Mailbox& letters, std::string workspace,
            core::Zone zone, const core::Clock& clock);

  // Why there is no page: `what` is "unknown", "expired" ... of the texts web.refusal.*. `written`: what was
  // sent and not taken, to be copied from there; a browser that goes back has lost it, since pages are not
  // kept.
  net::Response refusal(core::Language language, int status, std::string_view what, Then then = Then::nothing,
                        const Posted& written = {}) const;
  // A field for the code of a sheet or slip. `typed` was no code when `wrong`. `sign_in`: where leaders sign
  // in; may be empty.
  net::Response code(core::Language language, const std::string& typed, bool wrong,
                     const std::string& sign_in) const;
  // As refusal(), with the way to sign in; none when `sign_in` is empty.
  net::Response to_sign_in(core::Language language, int status, std::string_view what,
                           const std::string& sign_in) const;
  // `provider`: where one signs out there; may be empty.
  net::Response signed_out(core::Language language, const std::string& sign_in,
                           const std::string& provider) const;
  net::Response unknown_code(core::Language language) const;
  // A message to nobody in particular; no buttons.
  net::Response notice(core::Language language, core::Message message) const;
  // For everybody, to be read and printed.
  net::Response reading(core::Language language, std::string title, core::Message message) const;
  net::Response confirm(const Visit& visit) const;
  net::Response form(const Visit& visit, core::Form form, const Again* again = nullptr) const;
  // One that was sent and came back for another look: its initial values are what was written.
  net::Response given_back(const Visit& visit, core::Form form) const;
  net::Response message(const Visit& visit, core::Message message, Moment moment) const;
  net::Response done(const Visit& visit) const;
  net::Response home(const Visit& visit, const HomeView& home) const;
  net::Response download(const core::File& file) const;
  net::Response picture(const core::File& file) const;  // shown on a page, or kept by whoever asks for a PNG
  // Asks for the same again in a few seconds, without a script; says how far it is, where that is known.
  net::Response working(core::Language language, std::optional<core::Message> how_far) const;
  // `first`: the page that others lead back to.
  net::Response overview(const Visit& visit, core::Message message, bool first) const;

 private:
  net::Response answer(int status, const Page& page) const;
  Page refused(core::Language language, std::string_view what) const;  // with its words alone
  net::Response code_page(core::Language language, int status, const std::string& typed,
                          const std::string& error, const std::string& sign_in = {}) const;
  std::string groups_of_all(const Visit& visit) const;  // what a coordinator finds beside their own
  View::Seal seal_for(const Visit& visit) const;
  void lead_back(const Visit& visit, Page& page) const;
  std::vector<const Letter*> letters_of(const Visit& visit) const;
  std::string listed_letters(const Visit& visit, const std::vector<const Letter*>& all, int older_from,
                             const View::Labels& labels) const;

  const View& view_;
  Tickets& tickets_;
  const Mailbox& letters_;
  std::string workspace_;
  core::Zone zone_;
  const core::Clock& clock_;
};

}  // namespace web
