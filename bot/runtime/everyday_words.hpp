#pragma once
// The words by which meant_by knows a command.

#include <array>
#include <string_view>

namespace runtime {

// Words for a command in all three languages, without rings ("noen" is non); one that ends in a star begins
// so. `days`: what stands behind the word is the command's own, and `itself`: the word with it. `unwell`:
// whoever says it is ill.
struct Wording {
  std::string_view command, words;
  int weight = 2;
  bool days = false, unwell = false, itself = false;
};
// Of two that fit alike the first is meant: what is done to a session before all sessions.
inline constexpr auto wordings = std::to_array<Wording>({
    {"move", "flytt* utsett* move moving postpone* reschedul*", 2, true},
    {"cancel", "avlys* cancel*", 2, true},
    {"plan", "ekstra extra ny new"},
    {"run_sheet", "taus tause silent quiet metode*"},
    {"run_sheet", "sporsmal* question*", 1},
    {"run_sheet", "kjoreplan* koyreplan* agenda"},
    {"attendance", "oppmote* frammote* kryss* attendance tick"},
    {"letter", "brev* letter*"},
    {"paper_ideas", "lapp*"},
    {"cases", "case casen caser reservecase* oppdikt* situasjon situasjoner situasjonar"},
    {"debrief", "debrief*"},
    {"network", "nettverk* network*"},
    {"export", "excel* regneark* rekneark* spreadsheet*"},
    {"pause",
     "ferie* permisjon* mammaperm* pappaperm* perm avspaser* fri fridag* pause* borte vacation holiday "
     "holidays leave away break",
     2, true},
    {"pause",
     "juleferie* paskeferie* vinterferie* hostferie* haustferie* sommerferie* sommarferie* sumarferie* "
     "romjul*",
     2, true, false, true},
    {"shift", "vakt* turnus shift* roster*"},
    {"shift", "bytte byta byter swap", 1},
    {"period", "program* opplegg* periode* fortsette fortsetter continue"},
    {"idea", "ideboks* foresla* forslag* framlegg* tema* emne* ide ideen ideer idear topic* suggest* idea*"},
    {"follow_idea", "kode koden idekod* code"},
    {"results", "resultat* result* evaluer* evaluation*"},
    {"poll", "avstem* avroyst* sporreund* sporresk* stemme* stemming royste* poll* survey* vote*"},
    {"status", "avstem* avroyst* stemme* royste* poll* vote* skjer hender happening", 1},
    {"status", "svare svara svarer svarar answer", 1},
    {"status", "utsjekk* innsjekk* check-in check-out checkin checkout"},
    {"matters", "sak saka saken sakene sakar sakane issue issues"},
    {"tryouts", "utprov* tryout* experiment*"},
    {"tryouts", "prove prover provde provd enige einige bestemte bestemt try agree agreed decide decided", 1},
    {"contract", "kontrakt* regl* spilleregl* speleregl* taushet* teieplikt* contract* rules"},
    {"certificate", "kursbevis* bevis* diplom* certificate*"},
    {"situations", "logg loggen log"},
    {"calendar", "kalend* calend* outlook ical"},
    {"page", "side siden sida nettside* nettles* lenk* link* page browser"},
    {"my_data", "lagret lagra innsyn stored data"},
    {"erase_me", "slett* glem gloym delete* erase forget"},
    {"privacy", "anonym* personvern* hemmelig* hemmeleg* gdpr privacy secret"},
    {"language", "sprak* norsk nynorsk bokmal engelsk english norwegian language*"},
    {"recruit", "pameld* sign join"},
    {"digest", "sammendrag* samandrag* ukesammendrag* vekesamandrag* summary"},
    {"report", "rapport* statistikk report* statistics"},
    {"good_practice", "praksis* practice*"},
    {"agreement", "avtale* agreement*"},
    {"purpose", "formal* foremal* hensikt* purpose"},
    {"papers", "utskrift* print* papir* paper* plakat* poster*"},
    {"cover", "dekning* vikar* cover"},
    {"pairs", "par pairs"},
    {"overview", "oversikt* oversyn* overview"},
    {"guidance", "veiled* rettlei* guidance krangl* krangel* uenighet* usemj* konflikt* quarrel* conflict*"},
    {"guidance", "grater grat graten gret argument crying cries cried", 3},
    {"members", "medlem* deltak* deltek* member*"},
    {"members", "menneske* human"},
    {"members", "hvem kven kem who leder leiar fasilitator* facilitator*", 1},
    {"sessions",
     "samling* mote motet moter mota motes motest meet* session* komme kommer kjem kjam come coming attend* "
     "fravar* "
     "avbud* forfall*"},
    {"sessions",
     "syk sykt syke sykmeld* sjukmeld* sjuk sjukt sjuke sick ill forkjol* feber* influensa* omgangssyk* "
     "egenmelding* korona* "
     "covid*",
     2, false, true},
    {"sessions",
     "rekker rekk forhindr* hindra forsink* forseink* delayed late opptatt oppteken busy tannlege* legetime* "
     "kurs rom rommet tidlig tidleg early skip natt night nights nattevakt* nattvakt* sover sov"},
    {"sessions", "ikke ikkje cant can't cannot nar when neste next hvor kor where dato date tid", 1},
    {"group", "rolle rollen rolla role"},
    {"group", "gruppe* gruppa* group* fjern* remove", 1},
    {"help", "hjelp* help*"},
    {"help", "hva kva what hvordan korleis how gjore gjere do can", 1},
});

}  // namespace runtime
