// What `refleks doctor` says of e-mail.

#include "adapters/mail/adapter.hpp"
#include "adapters/mail/gmime/functions.hpp"
#include "adapters/mail/mime.hpp"
#include "adapters/net/imap.hpp"
#include "adapters/net/smtp.hpp"
#include "bot/core/part.hpp"

namespace mail {
namespace {

runtime::Findings examine_relay(const Options& options) {
  using Stage = net::SmtpOutcome::Stage;
  constexpr std::chrono::milliseconds limit{10'000};
  const net::SmtpOutcome outcome = net::greet(options.relay, net::CaBundle(options.ca_file), limit);
  const std::string where = options.relay.host + ":" + std::to_string(options.relay.port);
  const std::string of = " (workspace '" + options.workspace + "')";
  if (outcome.taken) return {runtime::good("the relay " + where + " takes our letters" + of)};
  const std::string why = "No e-mail leaves; letters wait for a day.";
  const std::string said = outcome.code > 0 ? ", which answers " + std::to_string(outcome.code) : "";
  if (outcome.stage == Stage::signing_in)
    return {runtime::bad(
        "the relay " + where + " does not take user and password" + of + said,
        "No e-mail leaves; letters wait until it does.",
        "Correct user and the secret in password_file, or take both away where the relay asks for none.")};
  if (outcome.stage == Stage::connecting && outcome.code >= 500)
    return {runtime::bad("the relay " + where + " turns this machine away" + of + said,
                         "No e-mail leaves; letters wait until it does.",
                         "Ask whoever runs the relay to let this machine send.")};
  if (outcome.stage == Stage::securing)
    return {runtime::bad(
        "no trusted encryption with the relay " + where + of + ": " + outcome.error.message(),
        outcome.untrusted ? "No e-mail leaves; letters wait until there is." : why,
        "See that the relay offers what `encryption` says, and that ca_file holds whoever signed its "
        "certificate.")};
  return {runtime::bad("the relay " + where + " is not reached" + of + ": " + outcome.error.message() + said,
                       why, "See whether host and port are right and the way there is open.")};
}

// Looks, and reads nothing: what came back is told with a letter.
runtime::Findings examine_bounces(const Options& options) {
  constexpr std::chrono::milliseconds limit{10'000};
  if (options.bounces.url.empty()) return {};
  const std::string where = options.bounces.url + " (workspace '" + options.workspace + "')";
  const auto error = net::open_box(options.bounces, net::CaBundle(options.ca_file), limit);
  if (!error) return {runtime::good("the mailbox of bounces lets us in: " + where)};
  return {runtime::bad(
      "the mailbox of bounces is not read: " + where + ": " + error.message(),
      "Nobody hears of letters that came back.",
      "See whether bounces, bounces_user and the secret in bounces_password_file are right, and the way "
      "there is open.")};
}

}  // namespace

runtime::Findings examine(const Options& options) {
  runtime::Findings all = examine_relay(options);
  try {
    gmime();
  } catch (const core::PartRefused& error) {
    all.push_back(
        runtime::bad(error.what(), "The service does not start with [mail].", "Install refleks anew."));
  }
  for (runtime::Finding& finding : examine_bounces(options)) all.push_back(std::move(finding));
  return all;
}

}  // namespace mail
