#include "bot/features/groups/list_headings.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "bot/core/ascii.hpp"
#include "bot/core/command_line.hpp"

namespace groups {
namespace {

constexpr std::size_t longest_account = 120;

struct Heading {
  Column column;
  std::vector<std::string_view> words;  // letters alone
};
const std::array<Heading, 10>& headings() {
  static const std::array<Heading, 10> all{{
      {Column::name,
       {"navn", "namn", "name", "fulltnavn", "fulltnamn", "fullname", "etternavnfornavn", "etternamnfornamn",
        "navnetternavnfornavn", "namnetternamnfornamn"}},
      {Column::given, {"fornavn", "fornamn", "firstname", "givenname"}},
      {Column::family, {"etternavn", "etternamn", "lastname", "surname", "familyname"}},
      {Column::group, {"gruppe", "gruppa", "gruppenavn", "gruppenamn", "group", "groupname", "team"}},
      {Column::role, {"rolle", "role"}},
      {Column::language, {"spraak", "maal", "maalform", "language"}},
      {Column::email, {"epost", "epostadresse", "email", "emailaddress", "mail"}},
      {Column::from,
       {"fra", "fraa", "fradato", "fraadato", "fraogmed", "fraaogmed", "from", "fromdate", "start",
        "startdato", "startdate"}},
      {Column::to,
       {"til", "tildato", "tilogmed", "to", "todate", "slutt", "sluttdato", "end", "enddate", "until"}},
      {Column::user,
       {"bruker", "brukar", "brukernavn", "brukarnamn", "brukerid", "brukarid", "konto", "user", "username",
        "userid", "account", "handle"}},
  }};
  return all;
}

std::string letters_alone(std::string_view heading) {
  std::string letters;
  for (const char c : core::folded(heading))
    if (core::ascii::is_small(c)) letters += c;
  return letters;
}

}  // namespace

std::optional<Column> column_called(std::string_view heading) {
  const std::string letters = letters_alone(heading);
  const auto known = std::ranges::find_if(headings(), [&](const Heading& one) {
    return std::ranges::find(one.words, letters) != one.words.end();
  });
  return known == headings().end() ? std::nullopt : std::optional(known->column);
}

bool is_account(std::string_view text) {
  return text.size() <= longest_account && std::ranges::all_of(text, [](unsigned char c) {
           return c > 0x20 && c != 0x7F && c != '<' && c != '>';
         });
}

}  // namespace groups
