#include "bot/features/polls/alike.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "bot/core/texts.hpp"
#include "bot/features/polls/kinds.hpp"

namespace polls {
namespace {

core::Question asking(const char* prompt, std::vector<core::Localized> options = yes_no()) {
  return {std::ranges::is_permutation(options, yes_no()) ? core::Question::Kind::scale
                                                         : core::Question::Kind::choice,
          core::Localized(prompt), std::move(options), true};
}
bool alike(const char* one, const char* other) {
  return asks_the_same(asking(one), asking(other));
}

TEST(Alike, TheSameWordsInAnyOrderNegatedOrTurnedRound) {
  EXPECT_TRUE(alike("Er det nok tid?", "Er det nok tid?"));
  EXPECT_TRUE(alike("Er det nok tid?", "  er DET nok tid"));
  EXPECT_TRUE(alike("Er det nok tid?", "Har vi nok tid?"));
  EXPECT_TRUE(alike("Var det nyttig for deg?", "Var det nyttig for oss?"));
  EXPECT_TRUE(alike("Er det nok tid?", "Er det ikke nok tid?"));
  EXPECT_TRUE(alike("Skal vi møtes oftere?", "Skal vi aldri møtes oftere?"));
  EXPECT_TRUE(alike("Er du enig i planen?", "Er du uenig i planen?"));
  EXPECT_TRUE(alike("Er du fornøyd?", "Er du misfornøyd?"));
  EXPECT_TRUE(alike("Hva trenger vi mest?", "Hva trenger vi minst?"));
  EXPECT_TRUE(alike("Bør vi fortsette med dette?", "Bør vi slutte med dette?"));
  EXPECT_TRUE(alike("Er vi trygge?", "Er vi ikkje utrygge?"));
}

// A phone puts some of them in by itself.
TEST(Alike, SignsQuotationMarksAndLettersThatLookLikeOursMakeNoOtherQuestion) {
  for (const char* other :
       {"Har vi nok tid til samtale 😀?", "❤️ Har vi nok tid til samtale",
        "Har vi nok «tid» til “samtale”?", "Har vi nok tid – til samtale …", "Har vi nоk tіd til sаmtale?"})
    EXPECT_TRUE(alike("Har vi nok tid til samtale?", other)) << other;
  EXPECT_TRUE(asks_the_same(asking("Hva tenker du?", {core::Localized("Tid 😀"), core::Localized("«Ro»")}),
                            asking("Hva mener du?", {core::Localized("Ro"), core::Localized("Tid")})));
  EXPECT_FALSE(alike("🍕?", "🍔?")) << "signs alone are what is asked";
  EXPECT_FALSE(asks_the_same(asking("Hva tenker du?", {core::Localized("👍"), core::Localized("👎")}),
                             asking("Hva mener du?", {core::Localized("🍕"), core::Localized("🍔")})));
}

// What the two ways of writing a language, an ending, a small word or how much does to a question.
TEST(Alike, TheSameWordsInAnotherForm) {
  for (const char* other :
       {"Er bemanninga god nok?", "Er bemanning god nok?", "Har vi god nok bemanning?",
        "Er bemanningen god nok nå?", "Er bemanningen for dårlig?", "Er bemanninga for dårleg?",
        "Har bemanningen vært god?", "Er bemanningen vår god nok?"})
    EXPECT_TRUE(alike("Er bemanningen god nok?", other)) << other;
  for (const char* other : {"Trives du på jobb?", "Trivs du på jobben?", "Trives alle på jobben?",
                            "Har vi trivdes på jobben?", "Mistrives du på jobb?"})
    EXPECT_TRUE(alike("Trives du på jobben?", other)) << other;
  for (const char* other : {"Får du nok støtte av leder?", "Har du fått nok støtte fra lederen?",
                            "Får du for lite støtte fra lederen?", "Fikk du støtte fra lederen?",
                            "Får de støtte fra lederne våre?"})
    EXPECT_TRUE(alike("Får du nok støtte fra lederen?", other)) << other;
  EXPECT_TRUE(alike("Er du for nye vakter?", "Er du mot nye vakter?"));
  EXPECT_TRUE(alike("Hvordan var uken?", "Hvordan var uka?"));
  EXPECT_TRUE(alike("Do we need new shifts?", "Are new shifts needed now?"));
}

TEST(Alike, ThePluralOfAdjectivesAndTheirNeuterAreTheSameWord) {
  for (const char* other : {"Er miljøet dårlig?", "Er miljøet bra?", "Er miljøene gode?"})
    EXPECT_TRUE(alike("Er miljøet godt?", other)) << other;
  EXPECT_TRUE(alike("Samarbeider vi godt?", "Samarbeider vi dårlig?"));
  EXPECT_TRUE(alike("Er rommet rent?", "Er rommene rene?"));
  EXPECT_TRUE(alike("Er presset for høyt?", "Er presset lavt?"));
  EXPECT_TRUE(alike("Er utstyret nytt?", "Er det nye utstyr?"));
  EXPECT_TRUE(alike("Er du trygg?", "Er dere trygge?"));
  EXPECT_TRUE(alike("Er det trygt?", "Er dere trygge?"));
}

TEST(Alike, AnEndingBehindAVowelIsOne) {
  for (const char* other : {"Er temaene gode?", "Er temaer bra?", "Er tema dårlig?"})
    EXPECT_TRUE(alike("Er temaet godt?", other)) << other;
  EXPECT_TRUE(alike("Er kollegaene gode?", "Er kolleger gode?"));
  EXPECT_TRUE(alike("Er veien fin?", "Er veiene fine?"));
  EXPECT_TRUE(alike("Er familien fornøyd?", "Er familiene fornøyde?"));
  EXPECT_FALSE(alike("Kjører du mye nå, eller lite?", "Er det kjøtt nok?")) << "ø is written with two";
}

// Where one word is left, it is in many a question.
TEST(Alike, OneWordAloneIsTheSameOnlyInItsForm) {
  for (const auto& [one, other] :
       {std::pair("Er du på vakt?", "Har vi nok vakter?"),
        std::pair("Hvordan var vakten?", "Har vi nok vakter?"),
        std::pair("Hvordan var vakten?", "Er du på vakt?"),
        std::pair("Hvordan var vakten?", "Hvordan er vaktene?"),
        std::pair("Skal vi ha møte?", "Hvordan var møtet?"),
        std::pair("Blir det fest?", "Hvordan var festen?"),
        std::pair("Er det noe nytt?", "Er det til nytte?"),
        std::pair("Hvordan var perioden?", "Vil du være med på en periode til?")}) {
    EXPECT_FALSE(alike(one, other)) << one << " " << other;
    EXPECT_FALSE(alike(other, one)) << one << " " << other;
    EXPECT_FALSE(asks_plainly_the_same(asking(one), asking(other))) << one << " " << other;
  }
  EXPECT_TRUE(alike("Hvordan var vakten?", "Korleis var vakta di?"));
  EXPECT_TRUE(alike("Har vi nok vakter?", "Er det for lite vakter nå?"));
}

TEST(Alike, OtherQuestionsAreOthers) {
  for (const auto& [one, other] : {std::pair("Får du hjelp av kolleger?", "Hjelper du kolleger?"),
                                   std::pair("Når skal vi spise lunsj?", "Hvor skal vi spise lunsj?"),
                                   std::pair("Vil du jobbe i helgen?", "Må du jobbe i helgen?"),
                                   std::pair("Har du sovet godt?", "Har du spist godt?")}) {
    EXPECT_FALSE(alike(one, other)) << one << " " << other;
    EXPECT_FALSE(alike(other, one)) << one << " " << other;
  }
  for (const auto& [one, other] :
       {std::pair("Har vi en plan?", "Har vi plass?"), std::pair("Er det nok mat?", "Er det nok måter?"),
        std::pair("Skal vi møtes tirsdag?", "Skal vi møtes onsdag?"),
        std::pair("Er vaktene for lange?", "Er vaktene for mange?"),
        std::pair("Hva gjør vi i uke 5?", "Hva gjør vi i uke 55?"),
        std::pair("Er rommet varmt?", "Er rommet stort?"),
        std::pair("Har vi god leder?", "Har vi god ledelse?"),
        std::pair("Trives du på jobben?", "Trives beboerne?")})
    EXPECT_FALSE(alike(one, other)) << one << " " << other;
  EXPECT_FALSE(alike("Er det nok tid?", "Er det nok folk?"));
  EXPECT_FALSE(alike("Var det nyttig?", "Skal vi møtes oftere?"));
  EXPECT_FALSE(alike("Hva med uke 48?", "Hva med uke 49?"));
  EXPECT_FALSE(alike("Skal vi møtes oftere?", "Vil dere ha flere møter?")) << "known: other words";
}

// What a unit asks itself on any day: none of these is refused for the other.
TEST(Alike, EverydayQuestionsAreOthers) {
  for (const auto& [one, other] :
       {std::pair("Er du på vakt?", "Har vi nok vakter?"),
        std::pair("Hvordan var vakten?", "Har vi nok vakter?"),
        std::pair("Hvordan var vakten?", "Er du på vakt?"),
        std::pair("Hvordan var perioden?", "Vil du være med på en periode til?"),
        std::pair("Noe nytt?", "Hva har du hatt mest nytte av?"),
        std::pair("Får du hjelp av kolleger?", "Hjelper du kolleger?"),
        std::pair("Når skal vi spise lunsj?", "Hvor skal vi spise lunsj?"),
        std::pair("Hvem lager mat på fredag?", "Når lager vi mat på fredag?"),
        std::pair("Vil du jobbe i helgen?", "Må du jobbe i helgen?"),
        std::pair("Skal vi ha møte?", "Hvordan var møtet?"),
        std::pair("Har vi nok tid?", "Har vi nok folk?"),
        std::pair("Er vaktene for lange?", "Er pausene for lange?"),
        std::pair("Trives du på jobb?", "Trives beboerne?"),
        std::pair("Har du pause?", "Får du pause?"),
        std::pair("Er brukerne fornøyde?", "Er pårørende fornøyde?"),
        std::pair("Er det mye støy?", "Er det mye støv?"),
        std::pair("Er turnusen grei?", "Er turnusen ferdig?"),
        std::pair("Er lederen tydelig?", "Er lederen tilgjengelig?"),
        std::pair("Er temaet nyttig?", "Er tempoet nyttig?"),
        std::pair("Skal vi ta opp dette med lederen?", "Skal vi ta opp dette med tillitsvalgt?"),
        std::pair("Har vi nok utstyr?", "Virker utstyret?"),
        std::pair("Har du lest rutinen?", "Er rutinen god?"),
        std::pair("Er rutinen god?", "Er rutinen kjent?"),
        std::pair("Er det trygt på nattevakt?", "Er det trygt på kveldsvakt?"),
        std::pair("Trenger vi opplæring i demens?", "Trenger vi opplæring i smerte?"),
        std::pair("Har du sovet godt?", "Har du spist godt?"),
        std::pair("Hva skal vi lære om?", "Hva skal vi snakke om?"),
        std::pair("Er du sliten?", "Er du sulten?"),
        std::pair("Hvordan var helgen?", "Hvordan var uken?"),
        std::pair("Kan du bytte vakt?", "Vil du bytte vakt?"),
        std::pair("Er medisinrommet ryddig?", "Er vaktrommet ryddig?"),
        std::pair("Rekker du dokumentasjonen?", "Er dokumentasjonen god?"),
        std::pair("Har vi en god tone?", "Har vi en god plan?"),
        std::pair("Skal møtet være kortere?", "Skal møtet være tidligere?"),
        std::pair("Passer mandag?", "Passer tirsdag?"),
        std::pair("Hvordan går det?", "Hvordan går overlappen?"),
        std::pair("Er overlappen lang nok?", "Er pausen lang nok?"),
        std::pair("Har vi kurs i førstehjelp?", "Trenger vi kurs i brann?"),
        std::pair("Fikk du pause?", "Var pausen lang nok?"),
        std::pair("Er vi mange nok?", "Er vi gode nok?"),
        std::pair("Har du kontakt med pårørende?", "Er pårørende til hjelp?"),
        std::pair("Er det noe nytt?", "Er det til nytte?"),
        std::pair("Er det lov å si nei?", "Er det lett å si fra?"),
        std::pair("Er stemningen god?", "Er samarbeidet godt?"),
        std::pair("Hører lederen på deg?", "Ser lederen deg?"),
        std::pair("Vil du lede møtet?", "Er lederen på møtet?"),
        std::pair("Skal vi lese boka?", "Har du lest rapporten?"),
        std::pair("Er det nok lys?", "Er det for lyst på kjøkkenet?"),
        std::pair("Har vi nok biler?", "Er bilene i orden?"),
        std::pair("Skal vi kjøpe kake?", "Skal vi bake kake?"),
        std::pair("Er du trygg på løfting?", "Er du trygg på sonde?"),
        std::pair("Er det varmt inne?", "Er det varmt ute?"),
        std::pair("Vil du ha julebord?", "Hvordan var julebordet?"),
        std::pair("Har du ferie?", "Hvordan var ferien?"),
        std::pair("Er listen ferdig?", "Er listen lang?"),
        std::pair("Hva er målet?", "Nådde vi målet?"),
        std::pair("Har vi felles mål?", "Har vi felles kaffe?"),
        std::pair("Tør du si fra?", "Blir du hørt?"),
        std::pair("Blir det fest?", "Hvordan var festen?"),
        std::pair("Er beskjedene klare?", "Er du klar?"),
        std::pair("Er du klar for møtet?", "Er møtet klart for deg i kalenderen?"),
        std::pair("Har du tid til beboerne?", "Har beboerne det godt?"),
        std::pair("Kjører du bil?", "Er kjøttet godt?"),
        std::pair("Er kjøttet stekt?", "Er bilen kjørt?"),
        std::pair("Er skiftet langt?", "Er skiftet rolig?"),
        std::pair("Hvor mange er vi?", "Hvor mange er syke?"),
        std::pair("Er alle friske?", "Er alle med?"),
        std::pair("Er vi nok på kveld?", "Er vi nok på natt?"),
        std::pair("Trenger vi vikar?", "Var vikaren flink?"),
        std::pair("Trenger du støtte?", "Støtter vi hverandre?"),
        std::pair("Har vi nok hansker?", "Har vi nok bleier?"),
        std::pair("Er maten god?", "Er måten god?"),
        std::pair("Vet du hvem du skal ringe?", "Ringer du ofte?"),
        std::pair("Er det for mange møter?", "Er møtene for lange?"),
        std::pair("Skal vi ha vakter i jula?", "Skal vi ha fri i jula?"),
        std::pair("Er romfordelingen god?", "Er arbeidsfordelingen god?"),
        std::pair("Er sommeren planlagt?", "Er vinteren planlagt?")}) {
    EXPECT_FALSE(alike(one, other) || alike(other, one)) << one << " " << other;
    EXPECT_FALSE(asks_plainly_the_same(asking(one), asking(other))) << one << " " << other;
  }
}

// Yes comes first; polls that were asked before have no first, and are the same kind of question.
TEST(Alike, AYesOrNoQuestionIsOneInWhicheverOrderItHasThem) {
  const core::Question before = asking("Er det nok tid?", {yes_no()[1], yes_no()[0]});
  EXPECT_EQ(yes_no().front(), core::localized("polls.yes"));
  EXPECT_EQ(row_of(before).name, "yes_no");
  EXPECT_EQ(row_of(asking("Er det nok tid?")).name, "yes_no");
  EXPECT_TRUE(asks_the_same(before, asking("Har vi nok tid?")));
  EXPECT_TRUE(asks_the_same(asking("Har vi nok tid?"), before));
  EXPECT_FALSE(asks_the_same(before, asking("Er det nok folk?"))) << "no options of its own";
}

TEST(Alike, PromptsOfCommonWordsAloneAreKnownByTheirOptions) {
  const auto own = [](const char* prompt, const char* first) {
    return core::Question{core::Question::Kind::choice,
                          core::Localized(prompt),
                          {core::Localized(first), core::Localized("Bli")},
                          true};
  };
  const auto scale = [](const char* prompt) {
    return core::Question{core::Question::Kind::scale, core::Localized(prompt), agreement_scale(), true};
  };
  EXPECT_TRUE(asks_the_same(own("Hva synes dere?", "Flytte"), own("Hva synes dere?", "Flytte")));
  EXPECT_TRUE(asks_the_same(own("Hva synes dere?", "Flytte"), own("hva mener du om det", "Flytte")));
  EXPECT_TRUE(asks_the_same(own("Hva synes dere?", "Flytte"), own("Hva velger gruppa?", "Flytte")));
  EXPECT_FALSE(asks_the_same(own("Hva synes dere?", "Flytte"), own("Hva mener du?", "Bytte")));
  EXPECT_TRUE(alike("Ja eller nei?", "ja, eller nei"));
  EXPECT_TRUE(alike("Ja eller nei?", "Hva synes dere?"));
  EXPECT_TRUE(alike("?", "!"));
  EXPECT_FALSE(alike("Ja eller nei?", "Skal vi flytte?")) << "yes and no are everybody's";
  EXPECT_TRUE(asks_the_same(scale("Hva mener du om det?"), scale("Hva mener du om det?")));
  EXPECT_TRUE(asks_the_same(scale("Hva mener du om det?"), scale("Hva synes dere?")));
  EXPECT_FALSE(asks_the_same(scale("Hva synes dere?"), asking("Hva synes dere om det?")));
}

TEST(Alike, TheSameOptionsToAQuestionThatSharesAWord) {
  const std::vector<core::Localized> options{core::Localized("Tid"), core::Localized("Ro"),
                                             core::Localized("Folk")};
  std::vector<core::Localized> turned(options.rbegin(), options.rend());
  EXPECT_TRUE(
      asks_the_same(asking("Hva trenger vi mest?", options), asking("Hva er det vi trenger nå?", turned)));
  EXPECT_TRUE(asks_the_same(asking("Trenger vi mest tid?"), asking("Hva trenger vi mest?", options)));
  EXPECT_TRUE(asks_the_same(asking("Hva trenger vi mest?", options), asking("Trenger vi ikke mer tid?")));
  EXPECT_FALSE(asks_the_same(asking("Har vi tid?"), asking("Hva trenger vi mest?", options)));
  EXPECT_TRUE(asks_the_same(asking("Hva trenger vi mest?", options),
                            asking("Hva trenger dere nå?", {options[0], options[1]})))
      << "one left out";
  EXPECT_FALSE(asks_the_same(asking("Når trenger vi kurs?", options),
                             asking("Når trenger vi lunsj?", {options[0], options[1]})));
  EXPECT_FALSE(asks_the_same(asking("Hva trenger vi mest?", options),
                             asking("Hva trenger dere nå?", {options[0], core::Localized("Mat")})));
  EXPECT_FALSE(asks_the_same(asking("Når møtes vi?", options), asking("Hvor spiser dere lunsj?", options)));
  EXPECT_FALSE(asks_the_same(asking("Trenger vi ro?"), asking("Trenger vi folk?")))
      << "yes and no are everybody's";
}

TEST(Alike, AYesOrNoToOneOfTheAnswersIsTheSame) {
  const auto choice = [](const char* prompt, std::vector<std::string> words) {
    core::Question question{core::Question::Kind::choice, core::Localized(prompt), {}, true};
    for (const std::string& word : words) question.options.emplace_back(word);
    return question;
  };
  const auto is_same = [](const core::Question& one, const core::Question& other) {
    EXPECT_EQ(asks_the_same(one, other), asks_the_same(other, one));
    return asks_the_same(one, other);
  };
  EXPECT_TRUE(is_same(choice("Tid, ro eller folk?", {"Tid", "Ro", "Folk"}), asking("Tid?")));
  EXPECT_TRUE(
      is_same(choice("Hva trenger vi mest: tid eller ro?", {"Tid", "Ro"}), asking("Trenger vi tid?")));
  EXPECT_TRUE(is_same(choice("Hva trenger vi mest?", {"Tid", "Ro"}), asking("Trenger vi ro?")));
  EXPECT_FALSE(is_same(choice("Hva trenger vi mest?", {"Tid", "Ro"}), asking("Har vi ro?")));
  EXPECT_FALSE(is_same(choice("Hva skal vi lære om?", {"Demens", "Smerte"}),
                       choice("Hva skal vi lære om demens?", {"Film", "Foredrag"})))
      << "what comes naturally after it";
  const std::vector<std::string> useful{"Lite nyttig", "Nyttig", "Veldig nyttig"};
  core::Question scale = choice("Hvor nyttig var samlingen?", useful);
  scale.kind = core::Question::Kind::scale;
  EXPECT_FALSE(is_same(scale, choice("Hvor nyttig var kvelden?", useful)))
      << "steps, in whichever of the two";
}

// Steps and "perhaps" are anybody's: with them a shared word is not enough.
TEST(Alike, StepsAreNoOptionsOfTheAskersOwn) {
  const std::vector<core::Localized> perhaps{core::Localized("Ja"), core::Localized("Nei"),
                                             core::Localized("Vet ikke")};
  EXPECT_FALSE(asks_the_same(asking("Bør vi møtes oftere?", perhaps), asking("Bør vi møtes ute?", perhaps)));
  EXPECT_TRUE(asks_the_same(asking("Bør vi møtes?", perhaps), asking("Bør vi møtes ute?", perhaps)));
  const std::vector<core::Localized> numbers{core::Localized("1"), core::Localized("2"),
                                             core::Localized("3")};
  EXPECT_FALSE(asks_the_same(asking("Hvor trygt, 1-3?", numbers), asking("Hvor travelt, 1-3?", numbers)));
  const auto useful = [](const char* prompt) {
    return core::Question{core::Question::Kind::scale,
                          core::Localized(prompt),
                          {core::Localized("Lite nyttig"), core::Localized("Svært nyttig")},
                          true};
  };
  EXPECT_FALSE(asks_the_same(useful("Hvor nyttig var filmen?"), useful("Hvor nyttig var kapittelet?")));
  EXPECT_TRUE(asks_the_same(useful("Hvor nyttig var filmen?"), useful("Hvor nyttig var dette?")));
}

TEST(Alike, WhatTheHouseAsksIsKnownInEachLanguage) {
  const core::Question useful{core::Question::Kind::scale, core::localized("checkout.useful"), {}, false};
  for (const core::Language language : core::all_languages) {
    core::Question typed = useful;
    typed.prompt = core::Localized(useful.prompt.in(language));
    EXPECT_TRUE(asks_the_same(useful, typed)) << useful.prompt.in(language);
    EXPECT_TRUE(asks_the_same(typed, useful));
  }
}

// Of what the bot asks by itself a common word, or steps that anybody may use, is not enough.
TEST(Alike, WhatTheBotAsksIsKnownMoreNarrowly) {
  const std::vector<core::Localized> steps{core::Localized("Lite"), core::Localized("En del"),
                                           core::Localized("Mye")};
  const core::Question safer = asking("Hvor mye tryggere er du blitt i arbeidet?", steps);
  const auto is_the_bots = [&](const char* prompt, const std::vector<core::Localized>& options) {
    return asks_plainly_the_same(asking(prompt, options), safer);
  };
  EXPECT_TRUE(is_the_bots("Hvor mye tryggere er du blitt i arbeidet?", yes_no()));
  EXPECT_TRUE(is_the_bots("er dere blitt mye utryggere i arbeidet", yes_no()));
  EXPECT_TRUE(is_the_bots("Hvor mye tryggere?", steps)) << "its steps, and nothing else is said";
  EXPECT_TRUE(is_the_bots("Hva synes dere?", steps));
  EXPECT_FALSE(is_the_bots("Hvor mye brukte dere skjemaet?", steps)) << "one word alike";
  EXPECT_FALSE(is_the_bots("Hva synes dere?", yes_no()));
  EXPECT_FALSE(is_the_bots("Hva synes dere?", agreement_scale()));
  EXPECT_FALSE(is_the_bots("Er du tryggere?", yes_no()));
  EXPECT_FALSE(is_the_bots("Er du trygg i arbeidet?", yes_no())) << "not by how much";
  const core::Question plain = asking("Er det trygt her?");
  EXPECT_FALSE(asks_plainly_the_same(asking("Ja eller nei?"), plain)) << "yes and no are everybody's";
  core::Question text = safer;
  text.kind = core::Question::Kind::text;
  EXPECT_FALSE(asks_plainly_the_same(text, safer));
}

TEST(Alike, TextsAreNot) {
  core::Question text{core::Question::Kind::text, core::Localized("Hvorfor?"), {}, true};
  EXPECT_FALSE(asks_the_same(text, text));
}

core::Question in_words(const char* prompt) {
  return {core::Question::Kind::text, core::Localized(prompt), {}, false};
}

// Each poll may have such a field: no two would be left that differ.
TEST(Alike, WhatHeadsAnyFieldForWordsAsksNothing) {
  for (const char* prompt : {"Kommentar", "Kommentarer?", "Noe mer?", "Noko meir?", "Andre innspill?",
                             "Noe annet?", "Anything else?", "Any other comments?", "Begrunn svaret",
                             "Forklar gjerne", "Svar med egne ord", "Hvorfor?"})
    EXPECT_FALSE(asks_the_same_in_words(in_words(prompt), in_words(prompt))) << prompt;
  const core::Question taken{core::Question::Kind::text, core::localized("checkout.take_with_me"), {}, false};
  EXPECT_FALSE(asks_the_same_in_words(in_words("Hvem tar det?"), taken));
  EXPECT_FALSE(asks_the_same_in_words(in_words("Kven tek dette?"), taken));
  EXPECT_TRUE(asks_the_same_in_words(in_words("Dette tar jeg med meg …"), taken));
}

TEST(Alike, WhoAsksForWordsAsksTheSameAsYesAndNo) {
  const core::Question plain = asking("Trenger vi mer tid?");
  for (const char* prompt : {"Trenger vi mer tid? Begrunn", "Trenger vi mer tid? Skriv ja eller nei",
                             "Trenger vi mer tid? Forklar", "Svar med egne ord: trenger vi mer tid?",
                             "Trenger vi mer tid, og hvorfor?", "Trenger vi mindre tid?"}) {
    EXPECT_TRUE(asks_the_same_in_words(in_words(prompt), plain)) << prompt;
    EXPECT_TRUE(asks_the_same_in_words(plain, in_words(prompt))) << prompt;
  }
  EXPECT_TRUE(asks_the_same_in_words(in_words("Do we need time? Explain in your own words"),
                                     asking("Do we need time?")));
  EXPECT_FALSE(asks_the_same_in_words(in_words("Trenger vi flere folk? Begrunn"), plain));
  EXPECT_FALSE(asks_the_same_in_words(in_words("Kommentar"), plain));
}

}  // namespace
}  // namespace polls
