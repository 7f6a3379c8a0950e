#include "bot/runtime/everyday.hpp"

#include <gmock/gmock.h>

namespace runtime {
namespace {

std::string first_meant(const char* typed) {
  const auto meant = meant_by(core::parse_command(typed));
  return meant.empty() ? "" : std::string(meant[0].command) + meant[0].rest;
}

TEST(Everyday, FindsWhatIsMeantAmongTheWords) {
  const std::pair<const char*, const char*> table[] = {
      {"når er neste samling", "sessions"},
      {"Når møtes vi?", "sessions"},
      {"Hvor er møtet?", "sessions"},
      {"Nar er motet", "sessions"},
      {"jeg er syk 🤒", "sessions"},
      {"Eg kan ikkje på tysdag.", "sessions"},
      {"I can’t come", "sessions"},
      {"when is the next session?", "sessions"},
      {"jeg vil foreslå et tema", "idea"},
      {"suggest a topic", "idea"},
      {"jeg har ferie til 15. januar", "pause til 15. januar"},
      {"kan du flytte samlingen til torsdag", "move samlingen til torsdag"},
      {"ny samling 4.12 kl 9", "plan"},
      {"er det anonymt?", "privacy"},
      {"hva ble resultatet", "results"},
      {"min side", "page"},
      {"bokmål", "language"},
      {"hva kan du gjøre", "help"},
      {"kan du hjelpe meg?", "help"},
      {"hvem er med i gruppa?", "members"},
      {"bananer", ""},
      {"\"samling\"", ""},
      {"", ""},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
}

// "Slett" alone is to be forgotten oneself, and the words of a holiday are those of its pause.
TEST(Everyday, ReadsTwoWordsOfAPairTogether) {
  const std::pair<const char*, const char*> table[] = {
      {"slett avstemningen", "polls"},
      {"avbryt avstemningen", "polls"},
      {"avslutt avrøystinga", "polls"},
      {"cancel the poll", "polls"},
      {"avslutt pausen", "pause slutt"},
      {"jeg er tilbake fra ferie", "pause slutt"},
      {"trekk forslaget mitt", "follow_idea"},
      {"slett gruppa", "group"},
      {"jeg er borte uke 52 og 53", "pause uke 52 og 53"},
      {"har fri i romjula", "pause i romjula"},
      {"eg tek juleferie", "pause juleferie"},
      {"barnet mitt er sykt", "sessions"},
      {"jeg rekker ikke møtet", "sessions"},
      {"jeg har mistet telefonen", "page"},
      {"eg har fått ny mobil", "page"},
      {"kan vi snakke om døden", "idea"},
      {"hva skal vi snakke om", "sessions"},
      {"hva er temaet neste gang", "sessions"},
      {"jeg har en vanskelig situasjon", "situations"},
      {"mistet idékoden", "follow_idea"},
      {"jeg skjønner ikke dette", "help"},
      {"I don't understand", "help"},
      {"hva svarte de andre", "results"},
      {"hvem svarte nei", "privacy"},
      {"endre svaret på saken", "matters"},
      {"jeg rakk ikke å svare", "status"},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
}

TEST(Everyday, KnowsWhatPeopleAskAboutThemselvesAndOthers) {
  const std::pair<const char*, const char*> table[] = {
      {"hva vet du om meg", "my_data"},
      {"ka har du lagra om mæ", "my_data"},
      {"what do you know about me?", "my_data"},
      {"hvem ser svarene mine", "privacy"},
      {"kan sjefen se det?", "privacy"},
      {"kven kan lese dette", "privacy"},
      {"does my boss see this", "privacy"},
      {"hvem har svart", "privacy"},
      {"hva må jeg svare på", "digest"},
      {"hva venter på meg", "digest"},
      {"har leder svart", "matters"},
      {"vis forrige måned", "report forrige måned"},
      {"hva er tema neste gang", "sessions"},
      {"fjern Jonas fra gruppa", "group"},
      {"ny deltaker", "group"},
      {"vi vil møtes annenhver torsdag", "group"},
      {"velg tema", "ideas"},
      {"hvem møtte opp sist", "attendance"},
      {"qr kode", "papers"},
      {"start samlingen", "run_sheet"},
      {"avspasering fredag", "pause fredag"},
      {"kem kommer i mårra", "sessions"},
      {"hvem er jeg", "my_data"},
      {"hvem er du?", "help"},
      {"utsett saken en uke", "matters"},
      {"utsett møtet til neste uke", "move møtet til neste uke"},
      {"ny avstemming", "poll"},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
}

// Half sentences of a facilitator who does it the first time, of a leader and a coordinator.
TEST(Everyday, KnowsWhatThoseWhoLeadAskFor) {
  const std::pair<const char*, const char*> table[] = {
      {"kan jeg få tilbake avstemningen", "polls"},
      {"vil ha att avrøystinga", "polls"},
      {"kan vi ta det en time senere i morgen", "move"},
      {"hopp over neste samling", "cancel neste samling"},
      {"vi dropper tirsdagen", "cancel tirsdagen"},
      {"kan sigrun ta over", "lead"},
      {"glemte utsjekken", "status"},
      {"har berit svart", "matters"},
      {"har ikke hørt fra sjefen, har hun svart", "matters"},
      {"skriv til lederen at vi trenger mer tid", "matter"},
      {"en i gruppa gråter hva gjør jeg", "guidance"},
      {"hva skal jeg si når ingen sier noe", "run_sheet"},
      {"kari har sluttet", "group"},
      {"nytt rom: kantina", "group"},
      {"trenger et tema", "ideas"},
      {"hvor er vi i programmet", "period"},
      {"nytt opplegg fra 2. februar", "period"},
      {"hvem er på jobb tirsdag", "shift"},
      {"lag en gruppe", "setup"},
      {"legg inn folk", "import"},
      {"hvem mangler leder", "groups"},
      {"er du der?", "help"},
      {"jobber natt, sover på tirsdag", "sessions"},
      {"hva gjør jeg nå", "run_sheet"},
      {"bytt tema", "ideas"},
      {"bytt rom", "group"},
      {"kva no", "run_sheet"},
      {"hva er neste steg", "run_sheet"},
      {"har alle svart?", "privacy"},
      {"lederen svarer ikke", "matters"},
      {"vil ha mer tid på avstemningen", "polls"},
      {"kva skjer med ideen min", "follow_idea"},
      {"eg må gå tidleg i dag", "sessions"},
      {"avstemningen ble feil", "polls"},
      {"hvordan lager jeg spørsmål", "poll"},
      {"treng spørsmål", "run_sheet"},
      {"gruppa er stille", "run_sheet"},
      {"kan eg få tilbake samlinga eg avlyste", "plan"},
      {"kan vi bytte dag", "move"},
      {"glemte å krysse av sist", "attendance"},
      {"hvor skriver jeg hvem som kom", "attendance"},
      {"vil gi fra meg rollen", "group"},
      {"legg til Per", "group"},
      {"hvor mange er vi", "members"},
      {"når får vi svar frå leiaren", "matters"},
      {"får sjefen vite at jeg ikke kom", "privacy"},
      {"blir namnet mitt vist", "privacy"},
      {"eg skreiv feil i framlegget", "follow_idea"},
      {"hva ble vi enige om", "tryouts"},
      {"ingen kom", "attendance"},
      {"alle var der", "attendance"},
      {"vi dropper i morgen", "cancel morgen"},
      {"ny periode", "period"},
      {"det ble krangel", "guidance"},
      {"en snakker hele tiden", "run_sheet"},
      {"jeg kan ikke lede i morgen", "lead"},
      {"rommet er B201", "group"},
      {"hvor er rommet", "sessions"},
      {"hvilke ideer har kommet", "ideas"},
      {"gjør Kari til fasilitator", "group"},
      {"forrige ukesammendrag", "digest"},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
  // What is near to them in words, and something else.
  const std::pair<const char*, const char*> others[] = {
      {"nytt tema for gruppa", "idea"},
      {"hvem har svart", "privacy"},
      {"slett gruppa", "group"},
      {"jeg kommer en time senere", "sessions"},
      {"jeg er tilbake igjen", "pause slutt"},
      {"når møtes vi igjen?", "sessions"},
      {"jeg vil vite hvem som kommer", "sessions"},
      {"legg til et tema", "idea"},
      {"hva skjer nå", "status"},
      {"sett gruppa på pause", "pause"},
  };
  for (const auto& [typed, command] : others) EXPECT_EQ(first_meant(typed), command) << typed;
}

// Who reads the answers is what trust hangs on; the list of matters is no answer to it.
TEST(Everyday, TakesAQuestionWhoReadsForOneOfPrivacy) {
  for (const char* typed :
       {"kan sjefen se hva jeg svarer", "kan lederen min se hva jeg svarer?", "ser lederen hva vi svarer",
        "får leder se svar", "kan sjefen lese det jeg svarer", "kan sjefen sjå kva eg svarar",
        "can my manager see my answers", "does my boss see my answer", "vet sjefen hva jeg svarer",
        "kan noen lese det jeg skriver", "kan andre lese det jeg skriver", "can anyone read what I write",
        "blir det lest av lederen", "kan jeg stille spørsmål anonymt", "kan jeg stemme uten navn",
        "svarer jeg uten navn", "ikke vis navnet mitt"}) {
    EXPECT_EQ(first_meant(typed), "privacy") << typed;
    EXPECT_EQ(meant_by(core::parse_command(typed))[0].told, Told::nothing) << typed;
  }
  for (const char* typed : {"lederen svarer ikke", "når får vi svar frå leiaren", "har lederen svart"})
    EXPECT_EQ(first_meant(typed), "matters") << typed;
}

// «Legg inn», «hvor mange» and «hva ... nå» stand before anything.
TEST(Everyday, TakesWhatIsNamedBeforeWhatIsDoneToIt) {
  const std::pair<const char*, const char*> table[] = {
      {"legg inn ferie 1.7 til 5.7", "pause 1.7 til 5.7"},
      {"legg inn ferie uke 30", "pause uke 30"},
      {"legg inn permisjon fra 1. desember", "pause fra 1. desember"},
      {"legg inn fri fredag", "pause fredag"},
      {"legg inn pause", "pause"},
      {"legg til i kalenderen", "calendar"},
      {"add to calendar", "calendar"},
      {"legg til vikar", "cover"},
      {"legg inn vakter", "shift"},
      {"hvor mange ideer har vi", "ideas"},
      {"kor mange idear har vi", "ideas"},
      {"har vi mange ideer", "ideas"},
      {"how many ideas do we have", "idea"},
      {"hvor mange avstemninger har vi", "poll"},
      {"hvor mange saker har vi", "sessions"},
      {"hva er koden nå", "follow_idea"},
      {"what no meeting", "sessions"},
      {"kva gjer eg no", "run_sheet"},
      {"hvem kom med forslaget", "idea"},
      {"hvem kom med ideen", "idea"},
      {"lag en kontrakt for gruppa", "contract"},
      {"lag en plakat for gruppa", "papers"},
      {"start pause for gruppa", "pause for gruppa"},
      {"ny i gruppa: Petter", "group"},
      {"ny gruppe", "setup"},
      {"start gruppa", "setup"},
      {"hvem jobber med saken", "matters"},
      {"bytt dag", "move"},
      {"Kalenderen har sluttet å virke", "calendar"},
      {"lenken har sluttet å virke", "page"},
      {"vi har sluttet å svare", "status"},
      {"tema konflikt", "idea"},
      {"emne: konflikt på jobb", "idea"},
      {"jeg har en ide om konflikt", "idea"},
      {"kan vi ta opp konflikt som tema", "idea"},
      {"det er konflikt mellom to samlinger i kalenderen", "calendar"},
      {"det er konflikt i gruppa", "guidance"},
      {"skru på varsler", ""},
      {"turn on notifications", ""},
      {"mange takk for meldingen", ""},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
  for (const char* typed : {"slå av varsler", "turn off notifications"})
    EXPECT_EQ(meant_by(core::parse_command(typed)).at(0).told, Told::leaving) << typed;
}

TEST(Everyday, HearsWhoIsAwayOrIllOrBackInWhateverElseIsSaid) {
  const std::pair<const char*, const char*> table[] = {
      {"hva gjør jeg nå når jeg er syk", "sessions"},
      {"si til leder at jeg ikke kommer", "sessions"},
      {"si fra til sjefen at jeg ikke kan komme på tirsdag", "sessions"},
      {"fortell lederen at jeg er borte i uke 50", "pause i uke 50"},
      {"jeg kan ikke stille på tirsdag", "sessions"},
      {"kan ikkje stille tysdag", "sessions"},
      {"det er så stille", "run_sheet"},
      {"jeg er tilbake på møtet på tirsdag", "pause"},
      {"jeg kommer tilbake til samlingen", "pause slutt"},
      {"jeg er tilbake til neste samling", "pause slutt"},
      {"jeg vil ha tilbake møtet", "plan"},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
  EXPECT_TRUE(meant_by(core::parse_command("hva gjør jeg nå når jeg er syk")).at(0).unwell);
  EXPECT_EQ(meant_by(core::parse_command("hva gjør jeg nå, jeg vil slutte i gruppa")).at(0).told,
            Told::leaving);
}

TEST(Everyday, SendsWhoeverHasItHardToPeople) {
  for (const char* typed : {"jeg orker ikke mer", "jeg har det tungt", "jeg er helt utslitt",
                            "jeg vil snakke med noen", "I want to talk to someone"})
    EXPECT_EQ(has_it_hard(core::parse_command(typed)), Hard::yes) << typed;
  for (const char* typed :
       {"jeg er syk", "jeg orker ikke komme i dag", "hva skal vi snakke om", "har vondt i halsen"})
    EXPECT_EQ(has_it_hard(core::parse_command(typed)), Hard::no) << typed;
}

TEST(Everyday, KnowsThatOthersAreTalkedAbout) {
  for (const char* typed : {"forslga angst hos eldre", "avstemnin Er du utslitt etter vakta? ja nei",
                            "Hvordan møte pårørende når pasienten har angst?", "jeg har tema selvmord"})
    EXPECT_EQ(has_it_hard(core::parse_command(typed)), Hard::or_a_topic) << typed;
}

// «På» stands in nearly every message of absence, and «varsle» and «minner» in others.
TEST(Everyday, TakesNoAbsenceForAWishToJoin) {
  const auto told = [](const char* typed) {
    const auto meant = meant_by(core::parse_command(typed));
    return meant.empty() ? Told::nothing : meant[0].told;
  };
  for (const char* typed :
       {"Jeg må melde meg syk på tirsdag", "jeg må melde avbud på samlingen", "Jeg melder forfall på tirsdag",
        "Eg må melde frå at eg ikkje kjem på møtet", "melde fra om at halvparten av oss er borte"})
    EXPECT_EQ(told(typed), Told::nothing) << typed;
  EXPECT_TRUE(meant_by(core::parse_command("Jeg må melde meg syk på tirsdag"))[0].unwell);
  for (const char* typed : {"kan jeg melde meg på gruppa?", "meld meg gjerne på", "how do I sign up"})
    EXPECT_EQ(told(typed), Told::joining) << typed;
  for (const char* typed : {"kan du varsle meg før samlingen", "minn oss på møtet", "send en påminnelse"})
    EXPECT_EQ(told(typed), Told::reminding) << typed;
  EXPECT_EQ(told("slutt å varsle meg"), Told::leaving);
  EXPECT_EQ(told("hvor kan jeg varsle om noe"), Told::channels);
  EXPECT_EQ(first_meant("minner fra krigen som tema"), "idea");
}

TEST(Everyday, EndsNoPauseOfWhichADayIsNamed) {
  for (const char* typed : {"jeg er på ferie, tilbake 3. januar", "jeg har ferie til slutten av januar",
                            "jeg er tilbake 15. januar", "jeg har permisjon, back in two weeks"})
    EXPECT_NE(first_meant(typed), "pause slutt") << typed;
  EXPECT_EQ(first_meant("jeg har ferie til slutten av januar"), "pause til slutten av januar");
  for (const char* typed : {"stopp pausen fredag", "jeg er tilbake fra ferie 3. januar"})
    EXPECT_EQ(first_meant(typed), "pause") << typed;
  EXPECT_EQ(first_meant("jeg er tilbake i dag"), "pause slutt");
  EXPECT_EQ(first_meant("slutt på ferien"), "pause slutt");
}

TEST(Everyday, GivesAReportTheDaysAlone) {
  EXPECT_EQ(first_meant("vis meg rapporten for november"), "report november");
}

TEST(Everyday, AsksWhichOfTwoIsMeant) {
  const auto told = [](const char* typed) {
    const auto meant = meant_by(core::parse_command(typed));
    return meant.empty() ? Told::nothing : meant[0].told;
  };
  for (const char* typed : {"meld meg av", "jeg melder meg av", "Meld meg ut!", "opt out", "sign me off",
                            "slutt å sende meg meldinger", "jeg vil ikke ha meldinger", "stop the messages",
                            "jeg vil slutte i gruppa", "ikke send meg flere meldinger"})
    EXPECT_EQ(told(typed), Told::leaving) << typed;
  for (const char* typed : {"meld meg på", "eg melder meg på", "sign me up"})
    EXPECT_EQ(told(typed), Told::joining) << typed;
  for (const char* typed :
       {"jeg vil endre svaret mitt", "hvor svarer jeg?", "how do I answer", "slett svaret mitt"})
    EXPECT_EQ(told(typed), Told::answering) << typed;
  for (const char* typed :
       {"jeg angrer på det jeg stemte", "jeg svarte feil", "jeg trykket feil", "trekk svaret mitt",
        "jeg vil rette svaret mitt", "eg har ombestemt meg, kan eg endre svaret"})
    EXPECT_EQ(told(typed), Told::answering) << typed;
  for (const char* typed :
       {"skru av varsler", "bytte gruppe", "lei av mas", "too many messages", "stryk meg fra lista"})
    EXPECT_EQ(told(typed), Told::leaving) << typed;
  for (const char* typed : {"er redd for å si noe", "jeg tør ikke si det",
                            "eg vil seia noko men ikkje med namn", "afraid to say it", "er redd for sjefen"})
    EXPECT_EQ(told(typed), Told::afraid) << typed;
  for (const char* typed :
       {"hva må jeg lese", "hvor finner jeg filmene", "har ikkje fått førebudd meg", "what to read"})
    EXPECT_EQ(told(typed), Told::preparing) << typed;
  EXPECT_EQ(told("minn dem på møtet"), Told::reminding);
  EXPECT_EQ(told("kan du sende invitasjonen på nytt"), Told::reminding);
  EXPECT_EQ(told("jeg vil melde avvik"), Told::channels);
  EXPECT_EQ(told("en pasient falt i går"), Told::channels);
  EXPECT_EQ(told("en beboer falt i går"), Told::channels);
  EXPECT_EQ(told("blir mobba på jobb"), Told::channels);
  EXPECT_EQ(told("forslag til tema: mobbing"), Told::nothing);
  EXPECT_EQ(told("jeg er sykmeldt til 15. januar"), Told::sick_leave);
  EXPECT_EQ(meant_by(core::parse_command("jeg er sykmeldt til 15. januar"))[0].rest, " til 15. januar");
  for (const char* typed : {"jeg er syk", "når er neste samling", "påmelding", "jeg fikk ikke melding",
                            "jeg vil ha varsel før møtet", "Tor kommer ikke", "kan jeg lese resultatet"})
    EXPECT_EQ(told(typed), Told::nothing) << typed;
}

// Whoever is afraid hears what is promised, whatever they would rather talk about.
TEST(Everyday, PromisesToWhoeverIsAfraidToTalkAboutIt) {
  for (const char* typed :
       {"jeg er redd for å snakke om sjefen", "jeg er redd for å prate om det", "jeg tør ikke snakke om det",
        "jeg tør ikke snakke om det som har skjedd", "tør ikke snakke om dette i gruppa",
        "eg torer ikkje prate om det", "scared to talk about my boss", "afraid to talk about it",
        "I don't dare talk about it", "jeg vil snakke om det uten navn",
        "jeg er redd for å snakke om mobbing", "jeg tør ikke melde avvik",
        "er redd for å si noe til sjefen på møtet neste gang"}) {
    const auto meant = meant_by(core::parse_command(typed));
    ASSERT_FALSE(meant.empty()) << typed;
    EXPECT_EQ(meant[0].told, Told::afraid) << typed;
    EXPECT_EQ(meant[0].other, "privacy") << typed;
  }
  for (const char* typed : {"kan vi snakke om døden", "jeg vil snakke om sorg", "kan Tor snakke om det",
                            "jeg er redd jeg ikke rekker møtet", "jeg tør ikke komme, jeg er syk"}) {
    const auto meant = meant_by(core::parse_command(typed));
    ASSERT_FALSE(meant.empty()) << typed;
    EXPECT_EQ(meant[0].told, Told::nothing) << typed;
  }
}

// Nobody follows up here what has to be followed up.
TEST(Everyday, NamesTheChannelsToWhoeverNamesViolenceBullyingOrADeviation) {
  const auto told = [](const char* typed) {
    const auto meant = meant_by(core::parse_command(typed));
    return meant.empty() ? Told::nothing : meant[0].told;
  };
  for (const char* typed : {"jeg vil snakke om mobbing", "vi må snakke om trakassering fra sjefen",
                            "jeg vil snakke om avvik", "kan vi snakke om en klage fra pårørende",
                            "can we talk about bullying", "kan vi snakke om vold", "can we discuss violence"})
    EXPECT_EQ(told(typed), Told::channels_or_topic) << typed;
  for (const char* typed :
       {"kan vi snakke om en pasient som falt", "en bruker slo meg", "jeg ble slått på jobb i dag",
        "jeg ble slått av en pasient", "eg vart sparka av ein bebuar", "spyttet på av en bruker",
        "jeg ble slått", "ein pasient sparka meg", "a patient hit me", "i was hit at work",
        "det har vært vold på avdelingen", "ein pasient var valdeleg", "sjefen truer meg",
        "lederen vet at jeg blir mobbet", "ingen sa noe om mobbingen", "ingen sier noe om mobbingen",
        "en vanskelig situasjon med vold", "jeg kommer ikke på møtet fordi jeg blir mobbet"})
    EXPECT_EQ(told(typed), Told::channels) << typed;
  for (const char* typed :
       {"forslag til tema: vold", "kan vi snakke om resultatet", "kven er vald i gruppa", "en voldsom debatt",
        "kan sjefen se hva jeg svarer", "det slo meg at vi er få", "skal jeg komme hit på jobb",
        "vi slo sammen gruppene", "vi slo av lyset på jobb", "det ble slått fast"})
    EXPECT_EQ(told(typed), Told::nothing) << typed;
  EXPECT_EQ(first_meant("kan vi snakke om resultatet"), "results");
}

// As it is typed between two visits; each of these once led elsewhere, or nowhere.
TEST(Everyday, LeadsWhoeverFacilitatesByHalfSentences) {
  const std::pair<const char*, const char*> table[] = {
      {"samlingen ble ikke holdt", "attendance"},
      {"det vart ikkje noko av samlinga", "attendance"},
      {"the session didn't happen", "attendance"},
      {"nobody showed up", "attendance"},
      {"rommet er opptatt", "group"},
      {"remove lien", "group"},
      {"bytt leder", "group"},
      {"bytt tid", "group"},
      {"bytt samling", "move"},
      {"call off the session", "cancel"},
      {"legg til en ekstra samling", "plan"},
      {"set opp samling i januar", "plan"},
      {"kan Kari lede samlingen", "lead"},
      {"i can't lead on wednesday", "lead"},
      {"eg vil spørje gruppa om noko", "poll"},
      {"ask the group if friday works", "poll"},
      {"purr på lederen", "matters"},
      {"hva sa lederen", "matters"},
      {"the leader hasn't answered", "matters"},
      {"how many answered", "privacy"},
      {"kan fasilitator se hva jeg skriver", "privacy"},
      {"jeg skrev navnet på en pasient", "privacy"},
      {"vis svara", "results"},
      {"vis temaforslag", "ideas"},
      {"send brev til deltakerne", "letter"},
      {"vi treng fleire deltakarar", "recruit"},
      {"vi vil halde fram", "period"},
      {"one person talks all the time", "run_sheet"},
      {"what do i bring", "run_sheet"},
      {"someone cried", "guidance"},
      {"there was an argument", "guidance"},
      {"vis alle grupper", "groups"},
      {"jeg har fridag", "pause"},
      {"i can come after all", "sessions"},
      {"what did we decide", "tryouts"},
      {"legg møtet i kalenderen", "calendar"},
      {"vi har ingen case", "cases"},
      {"hvilken metode", "run_sheet"},
      {"lapper fra boksen", "paper_ideas"},
      {"spilleregler", "contract"},
      {"samlingen i dag utgår", "cancel"},
      {"forleng samlingen", "move"},
      {"kan vi starte 15 min senere", "move"},
      {"nytt tidspunkt torsdag", "move"},
      {"hvor mange må svare", "privacy"},
      {"sjekk ut", "status"},
      {"jeg vil slutte som fasilitator", "group"},
      {"vi trenger debrief nå", "debrief"},
      {"jeg vil snakke mer med lederen", ""},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
}

// Above all whoever asks who may read what they say is told so.
TEST(Everyday, LeavesWhatOnlyLooksLikeThatWhereItWasLed) {
  const std::pair<const char*, const char*> table[] = {
      {"kan lederen se hva jeg sier", "privacy"},
      {"får lederen vite hva vi sa", "privacy"},
      {"hvem sa hva til lederen", "privacy"},
      {"lederen sier jeg ikke kan komme", "sessions"},
      {"vi trenger flere vikarer", "cover"},
      {"vi trenger nye hansker", ""},
      {"vis svar på saken", "matters"},
      {"sjekk ut resultatet", "results"},
      {"call off the poll", "poll"},
      {"avstemningen utgår", "poll"},
      {"vakta utgår", "shift"},
      {"et kort møte", "sessions"},
      {"legg inn møtet i outlook", "calendar"},
      {"sett meg på samlingen", "sessions"},
      {"kan jeg ta med en kollega", ""},
      {"jeg vil slutte med veiledning", "guidance"},
      {"jeg vil slutte som leder", "group"},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
  for (const char* typed : {"kan jeg slutte tidligere", "når kan jeg slutte",
                            "jeg vil slutte å få påminnelser", "jeg vil ha med lengre pauser"})
    for (const Meant& meant : meant_by(core::parse_command(typed)))
      EXPECT_NE(meant.told, Told::leaving) << typed;
}

// What is swapped or renamed is nothing that somebody leaves.
TEST(Everyday, TakesNoSwapForAFarewell) {
  const auto told = [](const char* typed) {
    const auto meant = meant_by(core::parse_command(typed));
    return meant.empty() ? Told::nothing : meant[0].told;
  };
  for (const char* typed :
       {"bytte gruppe", "har byttet avdeling", "eg vil byta gruppe", "kan eg byte gruppe", "switch group",
        "jeg vil slutte", "eg vil slutte", "i quit", "jeg vil ikke være med lenger"})
    EXPECT_EQ(told(typed), Told::leaving) << typed;
  for (const char* typed :
       {"bytte vakt på jobb", "kan jeg bytte vakt med en på jobben",
        "hvordan kan vi bytte vakt på avdelingen", "bytte jobbvakt", "bytte jobbhelg", "bytte gruppenavn",
        "bytte gruppeleder", "bytte grupperom", "bytte navn på gruppa", "byttet tema for gruppa",
        "vi har byttet jobbtelefon", "gruppa har byttet leder", "change group language"})
    EXPECT_NE(told(typed), Told::leaving) << typed;
  EXPECT_EQ(first_meant("bytte vakt på jobb"), "shift");
}

TEST(Everyday, TakesWhatIsNotUnderstoodBeforeHelp) {
  const std::pair<const char*, const char*> table[] = {
      {"jeg forstår ikke norsk", "language"},
      {"eg forstår ikkje bokmål", "language"},
      {"I don't understand Norwegian", "language"},
      {"forstår ikke resultatet", "results"},
      {"skjønner ikke koden", "follow_idea"},
      {"forstår ikke avtalen", "agreement"},
      {"eg skjønar ikkje", "help"},
      {"forstår ikke hva dette er", "help"},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
}

// A question of a facilitator is no order.
TEST(Everyday, ChangesNothingOfTheGroupWhereSomebodyAsks) {
  for (const char* typed :
       {"hva gjør en fasilitator", "hva gjør jeg som fasilitator", "kva gjer fasilitatoren",
        "gjør klar til samling med deltakerne", "er rommet ledig", "er møtet samme sted",
        "er samlingen på samme rom", "er det noe sted jeg kan lese om dette", "is the room free"})
    EXPECT_NE(first_meant(typed), "group") << typed;
  for (const char* typed : {"gjer Kari til leiar", "make Kari facilitator", "rommet blir kantina",
                            "the room is taken", "ny fasilitator"})
    EXPECT_EQ(first_meant(typed), "group") << typed;
}

TEST(Everyday, CountsOnlyThoseWhoCame) {
  for (const char* typed :
       {"ingen møtte", "bare tre kom", "only three came", "ingen var der", "they were all there"})
    EXPECT_EQ(first_meant(typed), "attendance") << typed;
  for (const char* typed :
       {"kan alle se hva som står der", "er det bare meg, eller er lenka der feil", "alle må møte der",
        "ingen kom med forslag", "ingen kom til orde", "det var bra der", "var du der"})
    EXPECT_NE(first_meant(typed), "attendance") << typed;
}

TEST(Everyday, TakesAReportAndALanguageForWhatTheyAre) {
  const std::pair<const char*, const char*> table[] = {
      {"rapport neste halvår", "report"},
      {"statistikk for neste halvår", "report"},
      {"bruker telefonen min nytt språk", "language"},
      {"bruker mobilen nytt språk", "language"},
      {"nytt halvår", "period"},
      {"ny mobil", "page"},
  };
  for (const auto& [typed, command] : table) EXPECT_EQ(first_meant(typed), command) << typed;
}

TEST(Everyday, KnowsWhatAnotherThingIsDoneTo) {
  const auto another = [](const char* command, const char* typed) {
    return speaks_of_another(command, core::parse_command(typed));
  };
  for (const char* typed : {"slett avstemningen", "slett ideen", "delete the poll", "slett svaret mitt",
                            "slett brukeren Tomasz", "slett kontoen til Kari", "delete user Kari"})
    EXPECT_TRUE(another("erase_me", typed)) << typed;
  for (const char* typed : {"slett", "slett meg", "slett alt", "delete my data", "slett-meg nord", "erase me",
                            "slett brukeren min", "slett konto", "delete my account", "slett kontoen takk",
                            "slett profilen nå", "delete account please"})
    EXPECT_FALSE(another("erase_me", typed)) << typed;
  EXPECT_TRUE(another("cancel", "avlys avstemningen"));
  EXPECT_TRUE(another("move", "flytt fristen på avstemninga"));
  EXPECT_FALSE(another("cancel", "avlys samlingen"));
  for (const char* typed : {"bytt tema", "bytt rom", "byt språk", "bytt dag", "bytt leder",
                            "bytt fasilitator", "bytt gruppe", "bytt tid", "bytt samling"})
    EXPECT_TRUE(another("swap", typed)) << typed;
  for (const char* typed : {"bytt Dag og Kari", "bytt Kari og Lien i dag", "bytt"})
    EXPECT_FALSE(another("swap", typed)) << typed;
}

// «Det kjenner jeg ikke igjen» was a cold answer to it.
TEST(Everyday, KnowsWhoSaysThatTheyAreIll) {
  for (const char* typed : {"jeg er syk 🤒", "eg er sjuk", "I'm sick", "Jeg er sykmeldt, kommer ikke"}) {
    EXPECT_EQ(first_meant(typed), "sessions") << typed;
    EXPECT_TRUE(meant_by(core::parse_command(typed)).at(0).unwell) << typed;
  }
  for (const char* typed : {"når er neste samling", "jeg kommer ikke", "avbud på tirsdag"})
    EXPECT_FALSE(meant_by(core::parse_command(typed)).at(0).unwell) << typed;
}

TEST(Everyday, KnowsGoodManners) {
  const auto manner = [](const char* typed) { return manner_of(core::parse_command(typed)); };
  for (const char* typed : {"hei", "Hei Refleks 😊", "God morgen!", "Hello", "Godt nyttår!", "Happy new year"})
    EXPECT_EQ(manner(typed), Manner::greeting) << typed;
  for (const char* typed : {"Takk!", "tusen takk", "ok", "👍", ":+1:", "takk :+1:", "Thanks.",
                            "Takk for i dag", "tusen takk for hjelpa", "takk for sist"})
    EXPECT_EQ(manner(typed), Manner::thanks) << typed;
  for (const char* typed :
       {"ja", "Nei.", "yes", "Nei takk", "ja, takk!", "Ja, gjerne", "no thanks", "yes please"})
    EXPECT_EQ(manner(typed), Manner::yes_or_no) << typed;
  for (const char* typed :
       {"hei, når er neste samling?", "!!!!", "", "\"hei\"", "takk for sist alle sammen her"})
    EXPECT_EQ(manner(typed), std::nullopt) << typed;
}

}  // namespace
}  // namespace runtime
