#include "adapters/web/sign_in_doctor.hpp"

#include "adapters/jose/token.hpp"
#include "adapters/web/sign_in.hpp"

namespace web {
namespace {

namespace asio = boost::asio;

void look_at_people(const SignInOptions& options, const core::Directory& people, runtime::Findings& found) {
  const bool by_email = options.by == SignInOptions::By::email;
  std::vector<std::string> nobody;
  int known = 0;
  for (const core::Person& person : people.people()) {
    if (!may_sign_in(person, people)) continue;
    if (by_email ? person.email.empty() : person.workspace != options.workspace)
      nobody.push_back(person.name);
    else
      ++known;
  }
  if (!nobody.empty())
    found.push_back(runtime::note(
        "these leaders and coordinators cannot sign in: " + runtime::listed(nobody),
        by_email ? "they have no people.*.email" : "they are of another chat than sign_in.workspace",
        "they have links all the same; to let them, say who they are at the provider"));
  else if (known > 0)
    found.push_back(runtime::good("every leader and coordinator can be known when they sign in"));
}

}  // namespace

asio::awaitable<runtime::Findings> examine_sign_in(SignInOptions options, std::string public_url,
                                                   const core::Directory& people,
                                                   runtime::AdapterServices around) {
  if (std::string why = jose::trouble(); !why.empty()) {
    runtime::Findings found;
    found.push_back(runtime::bad(std::move(why), "the service does not start with sign_in",
                                 "install refleks anew, or take sign_in out"));
    co_return found;
  }
  SignIn sign_in(around.executor, options, public_url, around.clock, around.random,
                 net::real_timing(around.executor));
  runtime::Findings found = co_await sign_in.examine();
  look_at_people(options, people, found);
  co_return found;
}

}  // namespace web
