#include "adapters/web/sign_in_rules.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "adapters/net/http.hpp"
#include "adapters/web/bytes.hpp"

namespace web {
namespace {

constexpr double clock_skew = 60;  // seconds, both ways
constexpr std::size_t longest_subject = 255;

bool is_for_us(const jose::Token& token, const std::string& client_id) {
  const auto audience = token.texts("aud");
  if (std::find(audience.begin(), audience.end(), client_id) == audience.end()) return false;
  // Among others, or where it is said for whom: for us.
  const std::string party = token.text("azp");
  return party == client_id || (party.empty() && audience.size() == 1);
}

bool is_in_time(const jose::Token& token, core::Instant at) {
  const auto now = static_cast<double>(at.time_since_epoch().count());
  const auto expires = token.number("exp"), issued = token.number("iat"), from = token.number("nbf");
  return expires && issued && now <= *expires + clock_skew && now >= *issued - clock_skew &&
         (!from || now >= *from - clock_skew);
}

const core::Person* by_email(const jose::Token& token, const core::Directory& people) {
  const std::string email = token.text("email");
  if (email.empty() || !(token.yes("email_verified") || token.yes("xms_edov"))) return nullptr;
  const core::Person* found = nullptr;
  for (const core::Person& person : people.people()) {
    if (!net::equal_ignoring_case(person.email, email)) continue;
    if (found) return nullptr;
    found = &person;
  }
  return found;
}

}  // namespace

std::string pack(const Attempt& attempt) {
  Writer out;
  out.id(attempt.state);
  out.id(attempt.nonce);
  out.text(attempt.verifier);
  out.number(static_cast<std::uint64_t>(attempt.begun.time_since_epoch().count()));
  out.language(attempt.language);
  return out.bytes();
}

std::optional<Attempt> unpack_attempt(std::string_view bytes) {
  Reader in(bytes);
  Attempt attempt;
  attempt.state = in.id();
  attempt.nonce = in.id();
  attempt.verifier = in.text();
  attempt.begun = core::Instant(std::chrono::seconds(static_cast<std::int64_t>(in.number())));
  attempt.language = in.language();
  if (!in.done()) return std::nullopt;
  return attempt;
}

std::string challenge_of(const std::string& verifier) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size());
  return to_base64url(hash);
}

bool says_what_it_must(const jose::Token& token, const SignInOptions& options, const Attempt& attempt,
                       core::Instant now) {
  const std::string subject = token.text("sub");
  return token.text("iss") == options.issuer && is_for_us(token, options.client_id) &&
         is_in_time(token, now) && !attempt.nonce.empty() && token.text("nonce") == attempt.nonce &&
         !subject.empty() && subject.size() <= longest_subject;
}

const core::Person* person_of(const jose::Token& token, const SignInOptions& options,
                              const core::Directory& people) {
  if (options.by == SignInOptions::By::email) return by_email(token, people);
  const std::string user = token.text(options.claim.c_str());
  return user.empty() ? nullptr : people.person(options.workspace, user);
}

bool may_sign_in(const core::Person& person, const core::Directory& people) {
  const auto groups = people.groups_of(person.id);
  return person.coordinator || std::any_of(groups.begin(), groups.end(), [&](const core::Group* group) {
           return core::may(person, *group, core::Role::leader);
         });
}

}  // namespace web
