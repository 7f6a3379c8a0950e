#include "bot/runtime/everyday.hpp"

#include <algorithm>

#include "bot/core/written_time.hpp"
#include "bot/runtime/bare_words.hpp"
#include "bot/runtime/everyday_pairs.hpp"
#include "bot/runtime/everyday_words.hpp"

namespace runtime {
namespace {

std::string words_from(const core::CommandLine& line, std::size_t at) {
  std::string rest;
  for (std::size_t i = at; i < line.words.size(); ++i) {
    if (line.words[i].quoted || line.words[i].user) return {};
    rest += " " + line.words[i].text;
  }
  return rest;
}

// "meld meg på", "eg melder meg av", "sign up", "meld meg gjerne på".
std::size_t of_oneself(const Bare& line, const Pair& pair) {
  const auto is = [&](std::size_t i, std::string_view words) {
    return i < line.size() && among(line[i], words);
  };
  for (std::size_t at = first_among(line, pair.words); at < line.size();
       at = first_among(line, pair.words, at + 1)) {
    std::size_t next = at + 1;
    if (is(next, "jeg eg")) ++next;
    const bool oneself = is(next, "meg deg seg oss me us myself");
    if (oneself) ++next;
    if (is(next, pair.beside) || (oneself && among(line.back(), pair.beside))) return at;
  }
  return line.size();
}

// Another than today.
bool names_a_day(const core::CommandLine& line) {
  constexpr core::Date some_day{std::chrono::year{2028}, std::chrono::February, std::chrono::day{29}};
  std::vector<std::string> words;
  for (const auto& word : line.words) words.push_back(word.quoted || word.user ? std::string() : word.text);
  words.resize(std::min(words.size(), longest_read));
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::size_t at = i;
    const auto read = core::read_time(words, at, some_day);
    if (read.all_days() || (read.date && *read.date != some_day)) return true;
  }
  return false;
}

struct Scored {
  Meant meant;
  int score = 0;
};
template <class Of>
void take_pairs(const core::CommandLine& line, const Bare& words, const Of& of) {
  std::vector<std::string_view> taken;  // one pair of a command
  for (const Pair& pair : pairs) {
    if (line.words.size() > pair.most || std::ranges::find(taken, pair.command) != taken.end()) continue;
    const std::size_t at = pair.oneself ? of_oneself(words, pair) : first_among(words, pair.words);
    const std::size_t beside = pair.oneself || pair.beside.empty() ? at : first_among(words, pair.beside);
    if (at == words.size() || beside == words.size()) continue;
    if (first_among(words, pair.unless) < words.size()) continue;
    const bool ends = pair.rest == over;
    if (ends && at > 0 && among(words[at - 1], "til until")) continue;
    taken.push_back(pair.command);
    Scored& known = of(pair.command);
    known.score += pair.weight;
    known.meant.rest = pair.rest == rest_behind    ? words_from(line, at + 1)
                       : pair.rest == rest_beside  ? words_from(line, beside)
                       : ends && names_a_day(line) ? std::string()
                                                   : std::string(pair.rest);
    known.meant.told = pair.told;
    known.meant.other = pair.other;
  }
}

}  // namespace

std::vector<Meant> meant_by(const core::CommandLine& line) {
  std::vector<Scored> found;
  const auto of = [&](std::string_view command) -> Scored& {
    const auto known = std::ranges::find(found, command, [](const Scored& one) { return one.meant.command; });
    return known != found.end() ? *known : found.emplace_back(Scored{{command, {}, false, {}, {}}, 0});
  };
  const Bare words = bare_words(line);
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (word.empty()) continue;
    std::string_view counted;  // a word speaks once of a command
    for (const Wording& wording : wordings) {
      if (wording.command == counted || !among(word, wording.words)) continue;
      counted = wording.command;
      Scored& known = of(wording.command);
      known.score += wording.weight;
      known.meant.unwell = known.meant.unwell || wording.unwell;
      if (wording.days && known.meant.rest.empty())
        known.meant.rest = (wording.itself ? " " + line.words[at].text : "") + words_from(line, at + 1);
    }
  }
  take_pairs(line, words, of);
  const auto place = [](std::string_view command) {
    return std::ranges::find(wordings, command, &Wording::command) - wordings.begin();
  };
  std::ranges::sort(found, [&](const Scored& a, const Scored& b) {
    return a.score != b.score ? a.score > b.score : place(a.meant.command) < place(b.meant.command);
  });
  std::vector<Meant> meant;
  for (Scored& one : found) meant.push_back(std::move(one.meant));
  return meant;
}

bool speaks_of_another(std::string_view command, const core::CommandLine& line) {
  const bool of_polls = command == "cancel" || command == "move", of_people = command == "swap";
  if (!of_polls && !of_people && command != "erase_me") return false;
  const Bare words = bare_words(line);
  const auto says = [&](std::string_view any) { return first_among(words, any, 1) < words.size(); };
  if (of_polls) return says(poll_words);
  // "bytt tema": nobody is called that.
  constexpr std::string_view things =
      "tema* emne* dagen rom rommet moterom* program* opplegg* sprak* leder* leiar* fasilitator* gruppe "
      "gruppa "
      "tid tida tidspunkt* samling* mote motet rekkefolge* topic* room language leader facilitator";
  // A swap is of two: "bytt dag" alone names nobody.
  const bool alone = words.size() == 2;
  if (of_people)
    return words.size() > 1 && (among(words[1], things) || (alone && among(words[1], "dag day")));
  constexpr std::string_view oneself = "meg me myself data* alt alle all everything opplysning*",
                             account = "konto* bruker* profil* account", own = "min mi mine mitt my",
                             polite = "takk please na no now straks";
  // "slett brukeren Kari" is about Kari. "slett-meg" says whom by itself.
  const bool nobody_named =
      std::all_of(words.begin() + std::min<std::ptrdiff_t>(2, std::ssize(words)), words.end(),
                  [&](const std::string& word) { return among(word, polite); });
  const bool my_account = says(account) && (nobody_named || says(own));
  return line.words.size() > 1 && among(words[0], "slett delete erase") && !says(oneself) && !my_account;
}

}  // namespace runtime
