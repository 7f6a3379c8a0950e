#include <gtest/gtest.h>

#include "tests/contract/script.hpp"
#include "tests/support/store_fixture.hpp"

namespace contract {

void Script::life() {
  scenes({&Script::agreed, &Script::written_for_oneself, &Script::around_a_session, &Script::kept,
          &Script::looked_at});
}

void Script::scenes(std::initializer_list<void (Script::*)()> all) {
  for (const auto scene : all) {
    try {
      rest();
      (this->*scene)();
    } catch (const std::exception& error) {
      ADD_FAILURE() << platform_.name() << ": " << error.what();
    }
  }
}

// Chats keep a pace: nobody does ten things in one second.
void Script::rest() {
  town_.advance(town_.clock.now() + std::chrono::seconds{30});
}

// The group's contract, and what leader and facilitator agree on.
void Script::agreed() {
  command("contract", "marit", "kontrakt");
  press("contract", "marit", label("marit", "contract.write"));
  fill("contract", "marit", {{label("marit", "contract.form.words"), {"Det som sies her, blir her."}}});
  group_sees("contract");
  command("contract, to read", "tomasz", "contract");

  command("agreement", "marit", "avtale");
  press("agreement", "marit", label("marit", "agreements.write"));
  Values lines;
  for (const char* line : {"recruits", "informs", "when", "length", "room"})
    lines[label("marit", std::string("agreements.line.") + line)] = {std::string("Slik blir ") + line};
  fill("agreement", "marit", lines);
  reads("agreement", "berit");
  press("agreement, confirmed", "berit", label("berit", "agreements.yes"));
  reads("agreement, confirmed", "marit");

  rest();
  command("letter", "marit", "brev");
  press("letter", "marit", label("marit", "agreements.letter.send"));
  reads("letter", "sigrun");
  press("letter, read", "sigrun", label("sigrun", "agreements.letter.have_read"));
  command("letter, counted", "marit", "brev");
}

// What one writes in the log of situations comes back to oneself and is nowhere else.
void Script::written_for_oneself() {
  private_.push_back({"kari", "mosehumle"});
  command("situation log", "kari", "situasjonslogg");
  fill("situation log", "kari",
       {{label("kari", "situations.step.happened"), {"En mosehumle på kjøkkenet"}},
        {label("kari", "situations.step.next"), {"Vente litt"}}});
  EXPECT_FALSE(support::holds(town_.data.path(), "mosehumle"));
  EXPECT_FALSE(support::holds(town_.box.path(), "mosehumle"));
}

// Cover, pauses, who came.
void Script::around_a_session() {
  command("cover", "berit", "dekning");
  press("cover", "berit", label("berit", "cover.phone"));
  command("pause", "lien", "pause til 20. desember");
  press("pause, over", "lien", label("lien", "pauses.end_mine"));
  rest();
  command("run sheet", "marit", "kjøreplan");
  command("attendance", "marit", "oppmøte");
  fill("attendance", "marit", {{label("marit", "attendance.form.came"), {"Marit", "Kari", "Tomasz"}}});
  command("attendance, seen", "berit", "oppmøte");
}

// What is tried, what one gets for having been there, and who comes next.
void Script::kept() {
  command("try-out", "kari", "utprøving");
  press("try-out", "kari", label("kari", "tryouts.form.title"));
  fill("try-out", "kari",
       {{label("kari", "tryouts.form.what"), {"Vente ett minutt"}},
        {label("kari", "tryouts.form.until"), {label("kari", "tryouts.form.next")}}});
  group_sees("try-out");
  command("try-out, told", "kari", "utprøving");
  press("try-out, told", "kari", label("kari", "tryouts.ask", {{"what", "Vente ett minutt"}}));
  fill("try-out, told", "kari",
       {{label("kari", "tryouts.tell.outcome"), {label("kari", "tryouts.tell.kept")}},
        {label("kari", "tryouts.tell.words"), {"Det ble roligere"}}});
  group_sees("try-out, told");
  rest();
  command("certificate", "kari", "kursbevis");
  command("sign-up", "marit", "påmelding");
  press("sign-up", "marit", label("marit", "recruiting.form.title"));
  fill("sign-up", "marit",
       {{label("marit", "recruiting.form.places"), {"2"}},
        {label("marit", "recruiting.form.days"), {label("marit", "recruiting.form.days.7")}},
        {label("marit", "recruiting.form.words"), {"For alle på natt"}}});
  group_sees("sign-up");
}

// What can be looked at, by whom.
void Script::looked_at() {
  for (const char* verb : {"status", "plan", "periode", "gruppe", "medlemmer", "oversikt", "resultat",
                           "saker", "god-praksis", "hovedansvar", "nettverk", "veiledning", "formål"}) {
    rest();
    command(std::string("look at ") + verb, "marit", verb);
  }
  command("look at groups", "eivind", "grupper");
  command("not for everybody, later", "kari", "oppmøte");
  command("not for everybody, later", "tomasz", "setup");
}

}  // namespace contract
