#include "bot/runtime/everyday.hpp"

#include <algorithm>
#include <array>

#include "bot/core/utf8.hpp"

namespace runtime {
namespace {

// Words for a command in all three languages, without rings; one that ends in a star begins so. `days`: what
// stands behind the word is the command's own. `unwell`: whoever says it is ill.
struct Wording {
  std::string_view command, words;
  int weight = 2;
  bool days = false, unwell = false;
};
// Of two that fit alike the first is meant: what is done to a session before all sessions.
constexpr auto wordings = std::to_array<Wording>({
    {"move", "flytt* utsett* move moving postpone* reschedul*", 2, true},
    {"cancel", "avlys* cancel*", 2, true},
    {"plan", "ekstra extra ny new"},
    {"run_sheet", "kjoreplan* koyreplan* agenda"},
    {"attendance", "oppmote* frammote* attendance"},
    {"pause", "ferie* permisjon* fri pause* vacation holiday holidays leave", 2, true},
    {"shift", "vakt* turnus shift* roster*"},
    {"idea", "foresla* forslag* framlegg* tema* emne* ide ideen ideer idear topic* suggest* idea*"},
    {"follow_idea", "kode koden code"},
    {"results", "resultat* result*"},
    {"poll", "avstem* avroyst* sporreundersokelse* stemme* stemming royste* poll* survey* vote*"},
    {"status", "avstem* avroyst* stemme* royste* poll* vote* skjer hender happening", 1},
    {"matters", "sak saka saken sakene sakar sakane issue issues"},
    {"tryouts", "utprov* tryout* experiment*"},
    {"contract", "kontrakt* regl* contract* rules"},
    {"certificate", "kursbevis* bevis* diplom* certificate*"},
    {"situations", "logg loggen log"},
    {"calendar", "kalend* calend* outlook ical"},
    {"page", "side siden sida nettside* nettles* lenk* link* page browser"},
    {"my_data", "lagret lagra innsyn stored data"},
    {"erase_me", "slett* glem gloym delete* erase forget"},
    {"privacy", "anonym* personvern* hemmelig* hemmeleg* gdpr privacy secret"},
    {"language", "sprak* norsk nynorsk bokmal engelsk english norwegian language*"},
    {"recruit", "pameld* sign join"},
    {"digest", "sammendrag* samandrag* summary"},
    {"report", "rapport* statistikk report* statistics"},
    {"good_practice", "praksis* practice*"},
    {"agreement", "avtale* agreement*"},
    {"purpose", "formal* foremal* hensikt* purpose"},
    {"papers", "utskrift* print* papir* paper*"},
    {"cover", "dekning* vikar* cover"},
    {"pairs", "par pairs"},
    {"overview", "oversikt* oversyn* overview"},
    {"guidance", "veiled* rettlei* guidance"},
    {"members", "medlem* deltak* deltek* member*"},
    {"members", "hvem kven who leder leiar fasilitator* facilitator*", 1},
    {"sessions",
     "samling* mote motet moter mota motes motest meet* session* komme kommer kjem coming attend* fravar* "
     "avbud* forfall*"},
    {"sessions", "syk sykmeld* sjuk sjukmeld* sick ill", 2, false, true},
    {"sessions", "ikke ikkje cant can't cannot nar when neste next hvor kor where dato date tid", 1},
    {"group", "gruppe* gruppa* group*", 1},
    {"help", "hjelp* help*"},
    {"help", "hva kva what hvordan korleis how gjore gjere do can", 1},
});

constexpr std::size_t longest_read = 40;  // words: what is longer is no question to a program

// As it is compared: "Møte?" is mote.
std::string bare(std::string_view word) {
  std::string plain = core::without_rings(core::folded(word));
  const auto mark = [](char c) { return std::string_view(".,:;!?()").find(c) != std::string_view::npos; };
  while (!plain.empty() && mark(plain.back())) plain.pop_back();
  while (!plain.empty() && mark(plain.front())) plain.erase(0, 1);
  for (auto at = plain.find("\u2019"); at != std::string::npos; at = plain.find("\u2019"))
    plain.replace(at, std::string_view("\u2019").size(), "'");
  return plain;
}

bool fits(std::string_view word, std::string_view pattern) {
  if (!pattern.ends_with('*')) return word == pattern;
  return word.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool among(std::string_view word, std::string_view words) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (fits(word, words.substr(0, end))) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

std::string words_behind(const core::CommandLine& line, std::size_t at) {
  std::string rest;
  for (std::size_t i = at + 1; i < line.words.size(); ++i) {
    if (line.words[i].quoted || line.words[i].user) return {};
    rest += " " + line.words[i].text;
  }
  return rest;
}

}  // namespace

std::optional<Manner> manner_of(const core::CommandLine& line) {
  static constexpr std::string_view greetings =
                                        "hei hallo heisann hey hi hello god morgen dag kveld good morning "
                                        "afternoon evening refleks",
                                    thanks =
                                        "takk takker tusen mange flott fint bra ok okay okei supert "
                                        "thanks thank you thx great fine",
                                    answers = "ja nei jo yes no nope gjerne please";
  static constexpr std::array kinds{std::pair{Manner::greeting, greetings}, std::pair{Manner::thanks, thanks},
                                    std::pair{Manner::yes_or_no, answers}};
  std::vector<std::string> words;
  bool said = false;
  for (const auto& word : line.words) {
    if (word.quoted || word.user || words.size() > 4) return std::nullopt;
    said = true;
    if (!core::says_nothing(word.text)) words.push_back(bare(word.text));
  }
  if (!said) return std::nullopt;
  if (words.empty()) return Manner::thanks;  // a thumb
  for (const auto& [manner, known] : kinds)
    if (std::ranges::all_of(words, [&, &manner = manner, &known = known](const std::string& word) {
          // "Nei takk"
          return among(word, known) || (manner == Manner::yes_or_no && among(word, thanks));
        }))
      return manner;
  return std::nullopt;
}

std::vector<Meant> meant_by(const core::CommandLine& line) {
  struct Scored {
    Meant meant;
    int score = 0;
  };
  std::vector<Scored> found;
  for (std::size_t at = 0; at < std::min(line.words.size(), longest_read); ++at) {
    if (line.words[at].quoted || line.words[at].user) continue;
    const std::string word = bare(line.words[at].text);
    std::string_view counted;  // a word speaks once of a command
    for (const Wording& wording : wordings) {
      if (wording.command == counted || !among(word, wording.words)) continue;
      counted = wording.command;
      auto known =
          std::ranges::find(found, wording.command, [](const Scored& one) { return one.meant.command; });
      if (known == found.end()) {
        found.push_back({{wording.command, {}, false}, 0});
        known = found.end() - 1;
      }
      known->score += wording.weight;
      known->meant.unwell = known->meant.unwell || wording.unwell;
      if (wording.days && known->meant.rest.empty()) known->meant.rest = words_behind(line, at);
    }
  }
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

}  // namespace runtime
