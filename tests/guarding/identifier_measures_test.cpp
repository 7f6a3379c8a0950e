// Numbers that were measured, and telephone numbers beside them: neither may hide the other.

#include <gtest/gtest.h>

#include <span>
#include <string>

#include "bot/guarding/identifiers.hpp"

namespace guarding {
namespace {

IdentifierVerdict verdict_on_text(const std::string& text) {
  return worst(find_identifiers(std::span(&text, 1)));
}

TEST(Measures, HideNoNumberThatStandsBeforeAQuantity) {
  for (const char* text : {"912 34 567, 80 %",
                           "91234567, 80 %",
                           "91234567 80 %",
                           "912 34 567 80 %",
                           "9123 4567, 80 %",
                           "22 33 44 55 - 50 prosent",
                           "22 33 44 55 50 prosent",
                           "22 33 44 55, 50 prosent",
                           "Ring 22 33 44 55, 50-60 % stilling",
                           "Ring 22 33 44 55, 50 60 % stilling",
                           "Vakttelefon 900 12 000, 100 % stilling",
                           "Kontakt 22 33 44 55; 20 mg gis ved behov",
                           "Kontakt 22 33 44 55 / 20 mg gis ved behov",
                           "+47 22 33 44 55, 20 mg gis ved behov",
                           "22-33-44-55, 250 ml",
                           "22\n33 44 55, 250 ml",
                           "22.33.44.55 50 ml",
                           "tlf. 91 23 45 67, vekt 80 kg",
                           "912 34 567 kg",
                           "200512345678 50 %",
                           "2005 1234 5678 50 %",
                           "12345678901, 50 %",
                           "12345678901 50 %",
                           "9999.05.01235, 50 %",
                           "9999 05 01235 50 %",
                           "9 1 2 3 4 5 6 7 %"})
    EXPECT_EQ(verdict_on_text(text), IdentifierVerdict::stop) << text;
}

TEST(Measures, HideNoNumberThatStandsBehindTheirWord) {
  for (const char* text : {"Vi drikker kaffe. Ring 22 33 44 55",
                           "Vi drikker kaffe, ring 22 33 44 55",
                           "Vi drikker te. 22 33 44 55",
                           "Vi drikker kaffe 22 33 44 55",
                           "Ho drakk lite. Ring 912 34 567",
                           "Husk drikke, 22 33 44 55",
                           "Drikke! 22 33 44 55",
                           "Drikke? Mobil 22 33 44 55",
                           "Vi vektlegger ro. Ring 22 33 44 55",
                           "Ved lav puls kontakt 22 33 44 55",
                           "Høyt blodsukker: lege 22 33 44 55",
                           "Puls 80, 22 33 44 55 er vakta",
                           "Puls 80, 912 34 567 er vakta",
                           "Puls 80, 9123 4567 er vakta",
                           "Puls 80, 91 2345 67 er vakta",
                           "Puls 80, 912 34567 er vakta",
                           "Puls 72 80 88 92, 22 33 44 55",
                           "Ta puls. Tlf 22 33 44 55",
                           "BT 130/80, 22 33 44 55",
                           "Urinprøve, mobil 912 34 567",
                           "Urin 9123 4567",
                           "Insulin, sms 912 34 567",
                           "Tempoet er høyt. Ring 22 33 44 55",
                           "Drikke 200 ml, ring 22 33 44 55"})
    EXPECT_EQ(verdict_on_text(text), IdentifierVerdict::stop) << text;
}

TEST(Measures, AreLetThrough) {
  for (const char* text : {"Gikk fra 100 75 50 20 prosent.",
                           "Hun falt fra 92 88 85 80 %",
                           "Gikk ned 62 61 60 58 57 kg",
                           "25 30 40 50 75 %",
                           "100, 75, 50, 20 %",
                           "200 / 250 / 300 / 150 ml",
                           "200-150-300-250 ml",
                           "200,250,300,150 ml",
                           "Kl. 8: 200 250 300 150 ml",
                           "Uke 2. 200 250 300 150 ml",
                           "I 2026, 100 75 50 20 prosent",
                           "800 1200 950 1500 ml",
                           "Diurese 200 250 300 150 ml",
                           "Diurese 800 1200 950 1500",
                           "Diurese siste døgn 200 250 300 150",
                           "Drikke: 200 150 300 250",
                           "Drikke 200-150-300-250 ml.",
                           "Drakk i går 200 150 300 250",
                           "Drikk: 150 200 200 150 250",
                           "Puls 72 80 88 92",
                           "Puls i går: 72 80 88 92",
                           "Puls ca. 72 80 88 92",
                           "Puls hos oss 72 80 88 92",
                           "Temp. 37 38 39 38",
                           "Temp 37,2 38,1 38,4 37,9",
                           "BT 130/80, 140/90, 120/70",
                           "Vekt 62,5 63,1 62,8 61,9 kg",
                           "SpO2 92 90 88 91 95 %",
                           "Kreatinin 98 120 135 µmol",
                           "Vi drikker 2 kopper, 50 % av oss 3"})
    EXPECT_EQ(verdict_on_text(text), IdentifierVerdict::ok) << text;
}

TEST(Measures, InEndlessRowsAreReadToTheirEnd) {
  for (const std::string part : {"1, ", "22 33 ", "puls 1 ", "drikk ", "1 %", "200-"}) {
    std::string text;
    while (text.size() < 10'000) text += part;
    EXPECT_NO_THROW(verdict_on_text(text)) << part;
  }
}

}  // namespace
}  // namespace guarding
