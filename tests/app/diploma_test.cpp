// REFLEKS_KEEP_PAPER=FOLDER keeps what is drawn, to be looked at.

#include "bot/app/drawn.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "bot/features/certificates/feature.hpp"
#include "tests/support/drawing_libraries.hpp"

namespace {

certificates::Certificate certificate() {
  certificates::Certificate paper;
  paper.name = "Kari Nordmann Østensjø-Haraldseth";
  paper.group = "Hjemmetjenesten nord";
  paper.programme = "Palliasjon";
  paper.themes = {"Oppstart, og hva palliasjon er", "Samtaler og planlegging med pasient og pårørende",
                  "Kartlegging og lindring", "Møte med pårørende og etiske utfordringer",
                  "Livets siste fase"};
  paper.came = 4;
  paper.held = 5;
  paper.from = "tirsdag 24. november 2026";
  paper.to = "tirsdag 19. januar 2027";
  paper.issued = "onsdag 20. januar 2027";
  paper.code = "7K3M-Q0VX-2R";
  return paper;
}

void keep(const char* name, const std::string& bytes) {
  if (const char* folder = std::getenv("REFLEKS_KEEP_PAPER"))
    std::ofstream(std::string(folder) + "/" + name) << bytes;
}

TEST(Diploma, IsOnePageAndTheSameEachTime) {
  const std::string bytes =
      app::pdf_of(certificate(), "Fjordvik kommune", "https://refleks.fjordvik.example/s/");
  keep("kursbevis.pdf", bytes);
  EXPECT_TRUE(bytes.starts_with("%PDF"));
  EXPECT_EQ(bytes, app::pdf_of(certificate(), "Fjordvik kommune", "https://refleks.fjordvik.example/s/"));
  auto other = certificate();
  other.came = 5;
  EXPECT_NE(bytes, app::pdf_of(other, "Fjordvik kommune", "https://refleks.fjordvik.example/s/"));
}

TEST(Diploma, HoldsTenThemesAndLongNames) {
  auto paper = certificate();
  paper.name += " von und zu Langnavn-Nordkjosbotn";
  paper.group = "Refleksjonsgruppa for hjemmetjenesten i indre Fjordvik og omegn, avdeling B";
  paper.programme = "Hjerte, hode og hender i hjemmetjeneste, sykehjem og bofellesskap";
  for (int more = 0; more < 7; ++more)
    paper.themes.push_back("Et tema med et ganske langt navn nummer " + std::to_string(more));
  paper.language = core::Language::nn;
  const std::string bytes = app::pdf_of(paper, "", "https://refleks.fjordvik.example/s/");
  keep("kursbevis-langt.pdf", bytes);
  EXPECT_TRUE(bytes.starts_with("%PDF"));
}

}  // namespace
