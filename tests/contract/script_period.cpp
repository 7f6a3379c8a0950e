// The second story: a period of two sessions from the question who brings a situation to the end, the
// coordinator who hears that the group stalls, and the facilitators' network.

#include <gtest/gtest.h>

#include "tests/contract/script.hpp"
#include "tests/support/store_fixture.hpp"

namespace contract {
namespace {

const std::vector<std::string> answering{"marit", "kari", "amina", "jonas", "sigrun"};

core::Programme short_one() {
  core::Programme programme;
  programme.key = "kort";
  programme.title = core::Localized("Kort opplegg");
  programme.about = core::Localized("To samlinger om å velge.");
  for (const char* theme : {"Å se", "Å velge"}) {
    core::SessionPlan plan;
    plan.theme = core::Localized(theme);
    plan.about = core::Localized("Hva legger vi merke til?");
    plan.closing = {core::Localized("Dette tar jeg med meg …")};
    plan.presenters = 1;
    programme.sessions.push_back(std::move(plan));
  }
  programme.hopes = true;
  programme.certificate = 2;
  programme.cases = {
      {core::Localized("Nøkkelen"), core::Localized("En kveld er døra låst."), core::Localized("Valg")}};
  return programme;
}

}  // namespace

// Each Tuesday from 17 November. Jonas leads another group, in which nothing happens.
app::Config town_of_period(const Kind& kind) {
  app::Config config = town_of(kind);
  core::Group& home = config.groups.front();
  home.programme = "kort";
  home.timeline["invitation"] = core::offset_from_text("-5d 10:00");  // as is usual of each week
  home.cadence =
      core::cadence_from_text("hver tirsdag 13:00-14:30", core::Date{std::chrono::year{2026} / 11 / 17});
  config.programmes["kort"] = short_one();
  core::Group other = home;
  other.id = core::GroupId(core::id_from_name("group andre"));
  other.key = other.channel = "andre";
  other.name = "Solbakken";
  other.programme.clear();
  other.cadence.reset();
  other.members.clear();
  for (const core::Person& person : config.people)
    if (person.user == kind.user("jonas")) other.members.push_back({person.id, core::Role::facilitator, {}});
  config.groups.insert(config.groups.begin(), std::move(other));
  return config;
}

void Script::play_period() {
  scenes({&Script::debrief, &Script::who_brings, &Script::hopes, &Script::last_session, &Script::period_over,
          &Script::stalled, &Script::ended_and_begun, &Script::network});
}

// Asked in private, whom the lot of Town::open names; a no is nobody's business, and after two of them a
// made-up situation stands ready.
void Script::who_brings() {
  town_.advance("2026-11-12T09:00:30Z");
  group_sees("invited");
  reads("who brings", "jonas");
  press("who brings, not this time", "jonas", label("jonas", "presenters.no"));
  reads("who brings, the next", "tomasz");
  press("who brings, not this time", "tomasz", label("tomasz", "presenters.no"));
  reads("who brings, one in reserve", "marit");
  command("case bank", "marit", "situasjoner");
  press("case bank, theme", "marit",
        label("marit", "presenters.bank.theme", {{"theme", "Valg"}, {"number", 1}}));
  press("case bank, one", "marit", "Nøkkelen");
  press("case bank, chosen", "marit", label("marit", "presenters.bank.choose"));
  command("run sheet with it", "marit", "kjøreplan");
}

// One question each working day, one tap, no names.
void Script::debrief() {
  rest();
  command("debrief", "marit", "debrief");
  fill("debrief", "marit", {{label("marit", "debriefs.form.at"), {"15.00"}}});
  town_.advance("2026-11-09T14:00:30Z");
  group_sees("debrief, asked");
  for (const std::string& person : answering) {
    answer("debrief, one tap", person, label(person, "debriefs.title"), label(person, "debriefs.fine"));
  }
  town_.advance("2026-11-09T16:01:00Z");
  group_sees("debrief, result");
  command("debrief", "marit", "debrief");
  fill("debrief", "marit", {{label("marit", "debriefs.form.at"), {"15.00"}}});
  press("debrief, stopped", "marit", label("marit", "debriefs.stop"));
}

// Without names at the first session, shown to all, kept, and brought out unchanged at the last.
void Script::hopes() {
  town_.advance("2026-11-17T11:50:30Z");
  group_sees("first check-in");
  for (const std::string& person : answering) {
    open_form("hopes", person, label(person, "hopes.title"));
    fill("hopes", person,
         {{label(person, "hopes.hope"), {anonymous_text(person, "linerle")}},
          {label(person, "hopes.fear"), {anonymous_text(person, "kjerteris")}}});
  }
  still_sealed();
  town_.advance("2026-11-17T13:31:00Z");
  group_sees("first check-out");
  reads("who brings next", "sigrun");
  press("who brings next, yes", "sigrun", label("sigrun", "presenters.yes"));
  reads("who brings next, told", "marit");
  town_.advance("2026-11-18T11:01:00Z");
  now_shown();
  group_sees("hopes, shown");
  ticked("attendance", {"Marit", "Kari", "Tomasz"});
}

void Script::ticked(const std::string& step, const std::vector<std::string>& came) {
  command(step, "marit", "oppmøte");
  fill(step, "marit", {{label("marit", "attendance.form.came"), came}});
}

void Script::last_session() {
  town_.advance("2026-11-24T11:51:00Z");
  group_sees("last check-in");
  town_.advance("2026-11-24T13:31:00Z");
  group_sees("last check-out");
  ticked("last attendance", {"Kari"});
  reads("certificate", "kari");
  press("certificate", "kari", label("kari", "certificates.fetch"));
  command("certificate, what is missing", "tomasz", "certificate");
}

// Thanks, the questions after a period, and in private: what comes next, and who would lead one day.
void Script::period_over() {
  reads("until the end", "marit");
  town_.advance("2026-11-25T12:05:00Z");
  group_sees("period over");
  reads("what comes next", "marit");
  press("what comes next, once more", "marit", label("marit", "sessions.period.button.again"));
  press("what comes next, another", "marit", label("marit", "sessions.period.button.other"));
  reads("leads one day", "kari");
  press("leads one day, perhaps", "kari", label("kari", "cofacilitators.yes"));
  reads("leads one day, told", "eivind");
  press("leads one day, no", "amina", label("amina", "cofacilitators.no"));
  reads("leads one day, not told", "eivind");
  for (const std::string& person : answering) {
    open_form("questionnaire", person, label(person, "questionnaires.title"));
    fill("questionnaire", person,
         {{label(person, "questionnaires.useful"), {label(person, "checkout.useful.very")}}});
  }
  town_.advance("2026-12-02T11:05:00Z");
  group_sees("questionnaire, close");
}

// Nobody has chosen, and two intervals have passed: the coordinator hears so, and gives the group on in one
// form.
void Script::stalled() {
  town_.advance("2026-12-09T08:00:00Z");
  reads("asked again", "marit");
  reads("stalled", "eivind");
  press("given on", "eivind", label("eivind", "groups.hand_over", {{"group", "Hjemmetjenesten nord"}}));
  fill("given on", "eivind",
       {{label("eivind", "groups.field.facilitators"), {"Kari"}},
        {label("eivind", "groups.field.leaders"), {"Berit"}},
        {label("eivind", "groups.field.members"), {"Marit, Amina, Jonas, Lien, Sigrun, Tomasz"}}});
  press("given on, done", "eivind", label("eivind", "groups.change.yes"));
  rest();
  reads("given on, told", "kari");  // nothing is planned: what comes next is hers to choose
}

// A group ends, and begins again from what is known of it.
void Script::ended_and_begun() {
  command("end", "kari", "periode");
  press("end", "kari", label("kari", "sessions.period.button.stop"));
  press("end, sure", "kari", label("kari", "sessions.period.stop.yes"));
  group_sees("end");
  rest();
  command("no ideas any more", "amina", "idé");
  command("again", "kari", "periode");
  press("again", "kari", label("kari", "sessions.period.button.again"));
  fill("again", "kari",
       {{label("kari", "sessions.period.form.programme"), {"Kort opplegg"}},
        {label("kari", "sessions.period.form.from"), {"tirsdag 12. januar kl. 13.00"}}});
  group_sees("again");
  town_.advance("2026-12-10T11:00:00Z");
  command("again, where it is", "kari", "periode");
}

// A question each fortnight, in a channel or for each; a time with an adviser, and nothing of what it is
// about.
void Script::network() {
  command("network", "eivind", "nettverk hjemme-nord");
  press("network", "eivind", label("eivind", "network.make", {{"group", "Hjemmetjenesten nord"}}));
  town_.advance("2026-12-11T10:00:00Z");
  group_sees("network, the first question");
  command("network, there", "eivind", "nettverk");
  press("network, advisers", "eivind", label("eivind", "network.advisers"));
  fill("network, advisers", "eivind", {{label("eivind", "network.advisers.who"), {"Eivind"}}});
  command("guidance", "jonas", "veiledning");
  fill("guidance", "jonas",
       {{label("jonas", "network.guidance.adviser"), {"Eivind"}},
        {label("jonas", "network.guidance.day"), {"mandag 14. desember"}},
        {label("jonas", "network.guidance.time"), {"10.00"}}});
  reads("guidance, asked", "eivind");
  press("guidance, it fits", "eivind", label("eivind", "network.guidance.fits"));
  reads("guidance, answered", "jonas");
  command("network, for each", "eivind", "nettverk");
  press("network, for each", "eivind", label("eivind", "network.to_direct"));
  town_.advance("2026-12-28T10:00:00Z");
  reads("network, the second question", "jonas");
}

}  // namespace contract
