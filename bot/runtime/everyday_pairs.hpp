#pragma once
// The pairs of words by which meant_by knows a command.

#include <array>
#include <cstddef>
#include <string_view>

#include "bot/runtime/bare_words.hpp"
#include "bot/runtime/everyday.hpp"

namespace runtime {

inline constexpr std::string_view poll_words =
    "avstem* avroyst* poll polls vote* stemming* stemme* royste* sporreundersokelse* undersokelse* survey*";

inline constexpr std::string_view session_words = "samling samlingen samlinga mote motet session meeting";
inline constexpr std::string_view called_off =
    "samling samlinga samlingen motet avlyst avlyste session meeting";
inline constexpr std::string_view role_words =
    "deltak* deltek* medlem* fasilitator* leder leiar participant* member* facilitator*";
inline constexpr std::string_view group_words = "gruppe gruppen gruppa group";
inline constexpr std::string_view idea_words =
    "tema* emne* ide ideen ideer idear forslag* framlegg* topic* idea*";
// "Ingen kom med forslag", "var lenka der feil"
inline constexpr std::string_view not_there =
    "tema* emne* ide ideen ideer idear forslag* framlegg* topic* idea* se star sto stod lenk* link* orde";
// What is to be told where it is followed up. "Vald" alone is also elected.
inline constexpr std::string_view harm_words =
    "avvik* varsling klage* uforsvarlig* mobb* trakasser* deviation whistleblow* complain* bullied bullying "
    "harass* vold volden voldelig* valden valdeleg* valdsbruk* valdshending* overgrep* trussel* trusler "
    "truslar* trugsmal* truer truet trugar truga violence violent assault* threat*";
inline constexpr std::string_view day_words =
    "mandag* tirsdag* tysdag* onsdag* torsdag* fredag* monday tuesday wednesday thursday friday";
inline constexpr std::string_view leader_words =
    "leder lederen ledelsen leiar leiaren leiinga sjef sjefen boss manager leader";
inline constexpr std::string_view who_words = "hvem kven kem who sjef* leder* leiar* boss manager";

// What neither of two words says alone. `rest`: what the command is given, and `rest_behind`: what stands
// behind the first. `told` and `other`: as in Meant.
struct Pair {
  std::string_view command, words, beside, rest{};
  Told told = Told::nothing;
  std::string_view other{};
  std::size_t most = longest_read;  // words of such a line
  std::string_view unless{};        // one of these makes it mean something else
  bool oneself = false;             // "meg" or nothing stands between the two, or `beside` is the last word
  int weight = 4;
};
inline constexpr int outweighs = 5;  // another pair
inline constexpr std::string_view rest_behind = "*",
                                  rest_beside = "+";  // the latter begins with that of `beside`
// Where a day is named the form asks: "er tilbake 15. januar" is away until then.
inline constexpr std::string_view over = " slutt";
inline constexpr std::string_view no_next_step =
    "skjer hender happening svar* tema* stem* avstem* avroyst* answer* vote* syk* sjuk* sick ill kode* "
    "slutt* "
    "dato code date leave quit";
// What is made for a group, and is no new one.
inline constexpr std::string_view for_a_group =
    "avstem* avroyst* poll* samling* mote* tema* emne* ide* forslag* tid* rom* deltak* deltek* medlem* "
    "kontrakt* regl* avtale* plakat* paus* ferie* rapport* contract* agreement* poster* report*";
inline constexpr auto pairs = std::to_array<Pair>({
    {"polls",
     "slett* stopp* stans* avbryt* avbrot* avslutt* avlys* lukk* steng* fjern* flytt* utsett* forleng* "
     "delete cancel* stop close end remove extend move postpone*",
     poll_words},
    {"polls",
     "tilbake att igjen lenger lengre mer meir feil gal galt gale gjenapn* apne opne longer more wrong back "
     "again reopen restore",
     poll_words},
    {"poll", "ny nytt lag lage start starte new make", poll_words},
    {"poll", "lag lage lager lagar make ask", "sporsmal* question*"},
    {"move", "flytt* utsett* move postpone* reschedul*", session_words, rest_behind},
    {.command = "move",
     .words = "bytt* byte byta change",
     .beside = "dag dagen day",
     .unless = "vakt* shift i"},
    {.command = "move",
     .words = "senere seinare seinere tidligere tidlegare later earlier",
     .beside = "time timer timar minutt* hour hours minutes",
     .unless = "kommer kjem kjam coming"},
    {.command = "cancel",
     .words = "avlys* dropp* cancel* skip",
     .beside = session_words,
     .rest = rest_behind,
     .unless = "tilbake att angre angrer angrar back"},
    {"cancel", "dropp* hopp* skip", "neste next morgen imorgen morgon tomorrow", rest_beside},
    {"cancel", "dropp* hopp* skip", day_words, rest_beside},
    {"period", "ny nye nytt neste new next", "period perioden periode"},
    {.command = "period",
     .words = "ny nye nytt neste new next",
     .beside = "halvar*",
     .unless = "rapport* report* statisti*"},
    {"lead", "lede leie leia", "non nokon andre ikke ikkje"},
    {"matter", "send sende loft lofte ny har raise", "sak issue"},
    {.command = "matter",
     .words = "skriv skrive si seie sei fortell fortel send sende meld melde write tell",
     .beside = leader_words,
     .unless = "syk* sjuk* sick ill borte ferie* permisjon* komme kommer kjem kjeme avbud* fravar* forfall* "
               "come coming away"},
    {"lead", "ta tar tek take takes", "over ansvar* hovedansvar* hovudansvar*"},
    {"lead", "overta overtar overtek", ""},
    // Whoever is back there themselves has had a pause.
    {.command = "plan",
     .words = "tilbake att hent hente back",
     .beside = called_off,
     .unless = "jeg eg i am i'm"},
    {.command = "plan",
     .words = "tilbake att hent hente back",
     .beside = called_off,
     .unless = "er kommer kjem am i'm coming"},
    {.command = "setup", .words = "ny nytt new", .beside = "gruppe group", .unless = for_a_group},
    {.command = "setup",
     .words = "lag lage laga opprett* start* create make",
     .beside = group_words,
     .unless = for_a_group},
    {.command = "group", .words = "ny nye", .beside = "gruppa gruppen", .unless = for_a_group},
    {"import", "legg legge inn add", "folk personar personer ansatte tilsette people staff"},
    {"groups", "mangl* uten utan missing without", "leder* leiar* fasilitator* gruppe* leader* facilitator*"},
    {"pause", "avslutt* stopp* avbryt* slutt avlys* slett* fjern* opphev* end stop cancel*",
     "pause* ferie* permisjon* holiday* vacation", over},
    {.command = "pause",
     .words = "tilbake attende back",
     .beside = "jeg eg am i'm",
     .rest = over,
     .unless = "avstem* avroyst* poll* ide* forslag* svar* fa fatt ha hent* get"},
    {"follow_idea",
     "slett* trekk* fjern* feil endre endra rette skjer skjedde hender gikk gjekk delete withdraw remove "
     "wrong",
     "ide ideen ideer idear forslag* framlegg* idea* suggestion*"},
    {"group", "slett* avslutt* legg* delete close end", group_words},
    {"group", "ny nye nytt legg fjern* bytt* sluttet slutta add remove new", role_words},
    // "Hva gjør en fasilitator" asks.
    {.command = "group",
     .words = "gjor gjer make",
     .beside = role_words,
     .unless = "hva kva ka what hvordan korleis how klar klart ready"},
    {"group", "fjern* remove", group_words},
    {.command = "group",
     .words = "sluttet slutta left",
     .beside = "har er has",
     .unless = "avstem* avroyst* poll* samling* mote* jeg eg virk* verk* fung* work* kalend* lenk* svar*"},
    {.command = "group",
     .words = "rom rommet moterom* lokale* sted stad room venue",
     .beside = "nytt ny bytt* byte endr* opptatt oppteken er blir new change* taken is",
     .unless = "hvor kor where hva kva what hvilke* ledig* same samme noe noko free available lese"},
    {.command = "group",
     .words = "legg add",
     .beside = "til to inn",
     .unless =
         "tema* emne* ide* forslag* framlegg* sporsmal* svar* samling* mote* folk person* ansatte tilsette "
         "people staff topic* session*",
     .weight = 2},  // less than what it names: "legg inn ferie til fredag"
    {"group", "annenhver annakvar annankvar motetid* rytme*", ""},
    {"group", "endre* endra change", "tidspunkt* tid tida"},
    {"sessions",
     "meld melder melde meldt malde sign opt",
     "av ut out off",
     {},
     Told::leaving,
     "pause",
     longest_read,
     {},
     true},
    {"sessions", "avmeld* unsubscribe", "", {}, Told::leaving, "pause"},
    {.command = "sessions",
     .words = "stopp* slutt* stop farre mindre mange many lei mute fewer less",
     .beside = "melding* varsl* varsel* message* notification* mas mase maser",
     .told = Told::leaving,
     .other = "pause",
     .unless = "takk thanks"},
    {"sessions", "skru sla turn", "av off ned down", {}, Told::leaving, "pause"},
    {"sessions",
     "ikke ikkje don't dont no",
     "meldinger meldingar messages notifications mas",
     {},
     Told::leaving,
     "pause"},
    {"sessions", "slutter sluttet slutta", "jeg eg", {}, Told::leaving, "pause"},
    {"sessions", "slutte forlate leave quit ut", group_words, {}, Told::leaving, "pause"},
    // Whole words: neither a swap of shifts nor another name for the group is a farewell.
    {.command = "sessions",
     .words = "bytte bytter bytta byttet byta byter change switch",
     .beside = "gruppe gruppen gruppa avdeling avdelingen avdelinga jobb group",
     .told = Told::leaving,
     .other = "pause",
     .unless =
         "vakt* shift* skift* tema* emne* topic* navn* namn* name rom rommet room leder* leiar* leader* "
         "fasilitator* facilitator* sprak* language* dag dagen day"},
    {"sessions", "fjern* stryk* remove", "meg me", {}, Told::leaving, "pause"},
    {"sessions",
     "meld melder melde sign",
     "pa up",
     {},
     Told::joining,
     "recruit",
     longest_read,
     "syk* sjuk* sick ill avbud* forfall* fravar* ikke ikkje",
     true},
    {"sessions", "sykmeld* sjukmeld*", "til ut i uke uker veke veker until for", rest_behind,
     Told::sick_leave, "pause"},
    {.command = "sessions",
     .words = "paminn* pamin* purr* remind*",
     .beside = "",
     .told = Told::reminding,
     .unless = idea_words},
    {"sessions", "invitasjon* innkall* invitation*", "", {}, Told::reminding},
    {.command = "sessions",
     .words = "minn minne minner",
     .beside = "pa oss meg dem dei deg",
     .told = Told::reminding,
     .unless = idea_words},
    {"sessions", "varsle varsler varslar", "meg oss me us", {}, Told::reminding},
    {.command = "sessions",
     .words = "lese lesa les lest read film* video* forbered* forebu* prepar*",
     .beside = "",
     .told = Told::preparing,
     .unless = "resultat* svar* kontrakt* avtale* sak saka saken sakene result* answer* non nokon andre "
               "anyone others skriv* skrev skreiv leder* leiar* sjef* write wrote boss manager"},
    {"sessions", "hva kva ka what", "tema temat emne emnet topic snakke snakker prate talk"},
    {"situations", "vanskelig* vanskeleg* tung* krevende krevjande difficult demanding",
     "situasjon* episode* hending* hendelse* situation*"},
    {.command = "page",
     .words = "mistet mista stjalet stjalen lost stolen ny nytt new",
     .beside = "telefon* mobil* phone",
     .unless = "sprak* language*"},
    {.command = "help",
     .words = "skjonner skjonar forstar understand",
     .beside = "ikke ikkje not dont don't",
     .weight = 2},  // less than what it names: "jeg forstår ikke norsk"
    // Before all else that is asked about privacy, and more than it stands beside: "ingen sier noe om
    // mobbingen".
    {.command = "privacy",
     .words = "snakke snakka prate diskutere talk discuss",
     .beside = harm_words,
     .told = Told::channels_or_topic,
     .unless = idea_words,
     .weight = outweighs},
    {.command = "privacy",
     .words = harm_words,
     .beside = "",
     .told = Told::channels,
     .unless = idea_words,
     .weight = outweighs},
    // "Det slo meg at" is a thought.
    {.command = "privacy",
     .words = "slo slar slatt sparka sparket spytta spyttet kicked punched",
     .beside = "meg jobb pasient* bebo* bebuar* bruker* brukar* me work patient* resident*",
     .told = Told::channels,
     .unless = "at det that av",
     .weight = outweighs},
    {.command = "privacy",
     .words = "hit",
     .beside = "work patient* resident*",
     .told = Told::channels,
     .weight = outweighs},
    {.command = "privacy",
     .words = "skrev skreiv skrive nevnte nemnde fortalte fortalde wrote named mentioned",
     .beside = "pasient* bebo* bebuar* bruker brukar brukeren navn namn navnet namnet patient* resident*"},
    {.command = "privacy",
     .words = "varsle",
     .beside = "",
     .told = Told::channels,
     .unless = "meg oss me us"},
    {.command = "privacy",
     .words = "pasient* bebor* bebuar* patient* resident*",
     .beside = "falt fell dode doydde feil feilmedisin* skad* mistreat*",
     .told = Told::channels,
     .weight = outweighs},
    {"privacy", "se ser sja lese leser les lest see sees read", who_words},
    {.command = "privacy",
     .words = "se ser sja lese leser les lest see sees read",
     .beside = "non nokon andre anyone others",
     .unless = "film* video*"},
    {"privacy", "vite vete vet veit know", leader_words},
    {"privacy", "hvem kven kem who mange ingen alle many nobody everybody",
     "svart svara svarte stemte roysta answered voted sa sagt skrev skreiv said wrote"},
    {.command = "results",
     .words = "hva kva what",
     .beside = "svarte stemte answered voted",
     .unless = "jeg eg i leder* leiar* sjef* boss manager"},
    {"privacy", "navn navnet namn namnet name",
     "vis vist vise vises viser syn synlig* synleg* shown show visible"},
    {"privacy", "uten utan without", "navn namn navnet namnet name"},
    {"my_data", "vet veit lagr* husker hugsar hugser know* store* keep* remember*", "meg me"},
    {"digest", "venter ventar svare waiting answer", "hva kva ka what"},
    {.command = "matters",
     .words = "svar svart svara svarer svarar answer answered answers",
     .beside = "leder* leiar* sjef* boss manager",
     .unless = "se ser sja lese leser les see sees read vite vete vet veit know"},
    {.command = "matters",
     .words = "svart svara answered",
     .beside = "har has",
     .unless = "hvem kven kem who mange ingen alle jeg eg nobody everybody"},
    {"status",
     "endre endra angre angra angrer angrar ombestem* rette retta feil gale wrong mistake slett* trekk* "
     "trekke withdraw "
     "delete bytte glemte "
     "gloymde hvordan korleis hvor kor how change forgot rakk rekker rekk",
     "svare svarer svarar svarte svaret svar stemte stemt roysta royste answer answers answered voted",
     {},
     Told::answering,
     {},
     longest_read,
     "sak saka saken sakene sakane issue"},
    {"status", "trykk* trykt pressed", "feil gale galt wrong", {}, Told::answering},
    {.command = "members",
     .words = "mange many",
     .beside = "vi me we",
     .unless = "svart svara samling* mote* grupp* gong* ganger answered times har have ide* tema* emne* sak* "
               "avstem* "
               "avroyst* poll* dag*"},
    {"matters", "utsett* utsatt avsla* avvis* postpone refuse decline", "svar* frist* sak saken saka issue"},
    {"my_data", "hvem kven kem who", "jeg eg am", {}, Told::nothing, {}, 4},
    {"help", "hvem kven kem who robot der there", "du you"},
    {"help", "ny new", "her here"},
    {.command = "idea",
     .words = "redd redde torer torde afraid scared",
     .beside = "si sier seie seia sei snakke snakka prate diskutere skrive mene noe noko sjef* leder* leiar* "
               "boss say speak talk discuss tell",
     .told = Told::afraid,
     .other = "privacy",
     .weight = outweighs},
    // Tor is also a name, but not behind "jeg".
    {.command = "idea",
     .words = "jeg eg",
     .beside = "tor torer torde",
     .told = Told::afraid,
     .other = "privacy",
     .unless = "kommer kjem komme",
     .oneself = true,
     .weight = outweighs},
    {.command = "idea",
     .words = "tor torer torde",
     .beside = "ikke ikkje",
     .told = Told::afraid,
     .other = "privacy",
     .unless = "kommer kjem komme kan er har skal vil",
     .weight = outweighs},
    {.command = "idea",
     .words = "dare",
     .beside = "not dont don't",
     .told = Told::afraid,
     .other = "privacy",
     .unless = "come",
     .weight = outweighs},
    {.command = "idea",
     .words = "uten utan ikke ikkje without",
     .beside = "navn namn navnet namnet name",
     .told = Told::afraid,
     .other = "privacy",
     .unless = "stem* royst* svar* vis* syn* show* vote* answer*"},
    // Behind those who are afraid, and less than what is named beside it: a deviation goes to its channels.
    {.command = "idea",
     .words = "snakke snakka prate diskutere talk",
     .beside = "om about",
     .unless = "hva kva ka what hvem kven who non nokon someone somebody resultat* result*",
     .weight = 3},
    {.command = "run_sheet",
     .words = "hva kva what",
     .beside = "na now steg steget step",
     .unless = no_next_step},
    {.command = "run_sheet", .words = "kva", .beside = "no", .unless = no_next_step},
    {.command = "run_sheet",
     .words = "stille",
     .beside = "gruppa gruppen alle er helt blir vart",
     .unless = "kan ma skal vil sporsmal*"},
    {"run_sheet", "snakker snakkar prater pratar dominer* talks", "hele heile mye mykje alltid always"},
    {"run_sheet", "ingen nobody", "si sier seier seie snakker snakkar says talks speaks"},
    {.command = "shift",
     .words = "hvem kven who",
     .beside = "jobb jobber jobbar arbeid work working",
     .unless = "sak saka saken sakene sakane issue"},
    {"sessions", "stopp stop slutt avslutt", "", {}, Told::leaving, "pause", 1},
    {"report", "vis syn show",
     "forrige forre last maned* manad* month uke uka veka week halvar* januar februar mars april mai juni "
     "juli august september oktober november desember january february march may june july october december",
     rest_beside},
    {.command = "attendance",
     .words = "ingen alle bare berre nobody everybody only",
     .beside = "kom motte mott came",
     .unless = not_there},
    {.command = "attendance",
     .words = "var were",
     .beside = "der there",
     .unless = "det du hva kva it you what se star sto stod lenk* link*"},
    {.command = "attendance", .words = "hvem kven who", .beside = "motte var kom came", .unless = idea_words},
    {"ideas",
     "velg vel vis mange trenger treng finne bytt* byte endr* hvilke sla change choose pick show need find",
     "tema temat emne emnet ide ideer ideene idear ideane forslag topic* idea*"},
    {"papers", "qr", ""},
    {"run_sheet", "start starter startar begynn*", "samling* mote motet na no"},
});

}  // namespace runtime
