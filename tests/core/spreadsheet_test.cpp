// Tables as spreadsheets write them.

#include "bot/core/spreadsheet.hpp"

#include <gtest/gtest.h>

#include "bot/core/written_time.hpp"

namespace core {
namespace {

std::vector<TableRow> rows_of(std::string_view text) {
  auto table = table_in(text);
  const auto* rows = std::get_if<std::vector<TableRow>>(&table);
  return rows ? *rows : std::vector<TableRow>();
}
std::string fault_of(std::string_view text) {
  const auto table = table_in(text);
  const auto* fault = std::get_if<TableFault>(&table);
  return fault ? std::string(code(fault->kind)) + " " + std::to_string(fault->line) : "none";
}
using Cells = std::vector<std::string>;

TEST(Spreadsheet, ReadsEveryEncodingThatExcelWrites) {
  const std::string meant = "navn;gruppe\r\nÅse Bjørnæs;Sør – øst\r\n";
  EXPECT_EQ(text_of_file(meant), meant);
  EXPECT_EQ(text_of_file("\xEF\xBB\xBF" + meant), meant);
  EXPECT_EQ(text_of_file("navn;gruppe\r\n\xC5se Bj\xF8rn\xE6s;S\xF8r \x96 \xF8st\r\n"), meant);
  std::string wide = "\xFF\xFE";
  for (const char c : std::string("navn\t")) wide += std::string{c, '\0'};
  wide += std::string("\xC5\0s\0e\0", 6);
  EXPECT_EQ(text_of_file(wide), "navn\tÅse");
  std::string other = "\xFE\xFF";
  other += std::string("\0n\0\xE6", 4);
  EXPECT_EQ(text_of_file(other), "næ");
}

TEST(Spreadsheet, ReadsWhatOnlyAnotherCodepageMakesWordsOf) {
  const std::string meant = "navn;gruppe\nBjørn Sætre;Nord\nKåre Øye;Nord\n";
  EXPECT_EQ(text_of_file("navn;gruppe\nBj\x9Brn S\x91tre;Nord\nK\x86re \x9Dye;Nord\n"), meant) << "MS-DOS";
  EXPECT_EQ(text_of_file("navn;gruppe\nBj\xBFrn S\xBEtre;Nord\nK\x8Cre \xAFye;Nord\n"), meant) << "Macintosh";
  EXPECT_EQ(text_of_file("H\x86kon"), "Håkon");
  EXPECT_EQ(text_of_file("H\x8Ckon"), "Håkon");
  EXPECT_EQ(text_of_file("Eva B\x9B"), "Eva Bø");
  EXPECT_EQ(text_of_file("Sj\x94"
                         "berg"),
            "Sjöberg");
  const std::string twice = "navn;gruppe\nBjÃ¸rn SÃ¦tre;Nord\nKÃ¥re Ã˜ye;Nord\n";
  EXPECT_EQ(text_of_file(twice), meant);
  EXPECT_EQ(text_of_file("\xEF\xBB\xBF" + twice), meant);
  EXPECT_EQ(text_of_file(twice + "Åse;Nord\n"), twice + "Åse;Nord\n") << "not all of it";
}

TEST(Spreadsheet, WhatIsInTwoEncodingsIsNoText) {
  EXPECT_EQ(text_of_file("Åse Bjørnæs;Nord\nPer \xC5s;Nord\n"), std::nullopt)
      << "two lists, one behind the other";
  EXPECT_EQ(text_of_file("Åse Bjørnæs;Nord\nKåre Bø;S\xC3"), std::nullopt) << "cut off within a letter";
}

TEST(Spreadsheet, WindowsCodepageStandsWhereItMakesWords) {
  EXPECT_EQ(text_of_file("Sean O\x92"
                         "Brien, Anne\x96Lise, \x93Kari\x94, 3\xBE timer\xAE"),
            "Sean O’Brien, Anne–Lise, “Kari”, 3¾ timer®");
  EXPECT_EQ(text_of_file("Jos\xE9 M\xFCller"), "José Müller");
  EXPECT_EQ(text_of_file("S\xC3O JO\xC3O"), "SÃO JOÃO");
}

// They are letters in the other codepages: \xA0 is "á" in MS-DOS'.
TEST(Spreadsheet, BlanksAndPointsBetweenLettersAreOfNoOtherCodepage) {
  EXPECT_EQ(text_of_file("navn;gruppe\nKari\xA0Nes;Nord\nOla Moe;Nord"),
            "navn;gruppe\nKari\u00A0Nes;Nord\nOla Moe;Nord");
  EXPECT_EQ(text_of_file("K\xE5re\xA0Nes;P\xE5l\xA0Lie;Eli\xA0Moe"),
            "Kåre\u00A0Nes;Pål\u00A0Lie;Eli\u00A0Moe");
  EXPECT_EQ(text_of_file("K\xE5re Nes;Nord\xB7Vest"), "Kåre Nes;Nord·Vest");
  EXPECT_EQ(text_of_file("Nord\xB7Vest"), "Nord·Vest");
  EXPECT_EQ(text_of_file("K\xE5re;vent\x85snart"), "Kåre;vent…snart");
  EXPECT_EQ(text_of_file("vent\x85snart"), "vent…snart");
  EXPECT_EQ(text_of_file("\x91Natt\x92"), "‘Natt’");
  EXPECT_EQ(text_of_file("Jos\xE9;\x91Natt\x92;\x91Sol\x92"), "José;‘Natt’;‘Sol’");
  EXPECT_EQ(text_of_file("K\xE5re;\x91Natt\x92;\x93Nord\x94"), "Kåre;‘Natt’;“Nord”");
}

// In the letters of MS-DOS a Windows quotation mark that stands the wrong way round.
TEST(Spreadsheet, LettersAtTheEdgeOfAWordAreNoQuotationMarks) {
  EXPECT_EQ(text_of_file("Kari \x92rlig"), "Kari Ærlig");
  EXPECT_EQ(text_of_file("Ida Skj\x91"), "Ida Skjæ");
}

TEST(Spreadsheet, WhatIsNoTextIsNone) {
  EXPECT_EQ(text_of_file(std::string("PK\x03\x04\0\0", 6)), std::nullopt) << "a workbook";
  EXPECT_EQ(text_of_file(std::string("n\0a\0", 4)), std::nullopt) << "UTF-16 without its mark";
  EXPECT_EQ(text_of_file("\xFF\xFEn"), std::nullopt) << "half a letter";
  EXPECT_EQ(text_of_file(std::string("\xFF\xFE\x00\xD8", 4)), std::nullopt) << "half a pair";
  EXPECT_EQ(text_of_file("a\x81"), std::nullopt);
  EXPECT_EQ(text_of_file("\xEF\xBB\xBF\xE6"), std::nullopt);
  EXPECT_EQ(text_of_file(std::string(longest_table + 1, 'a')), std::nullopt);
}

TEST(Spreadsheet, CellsArePartedByWhatTheHeadingIs) {
  for (const char* text :
       {"navn;gruppe\nKari;Sør, øst\n", "navn\tgruppe\r\nKari\tSør, øst", "navn,gruppe\nKari,\"Sør, øst\"\n",
        "sep=;\r\nnavn;gruppe\r\nKari;Sør, øst", "\n\nsep=;\nnavn;gruppe;;\n;;;\n\nKari;Sør, øst;;;\n\n",
        "navn;gruppe\rKari;Sør, øst\r"}) {
    const auto rows = rows_of(text);
    ASSERT_EQ(rows.size(), 2U) << text;
    EXPECT_EQ(rows[0].cells, (Cells{"navn", "gruppe"})) << text;
    EXPECT_EQ(rows[1].cells, (Cells{"Kari", "Sør, øst"})) << text;
  }
  EXPECT_EQ(rows_of("navn\nKari\n").at(1).cells, Cells{"Kari"});
  EXPECT_EQ(rows_of("navn\nNes, Kari\n").at(1).cells, Cells{"Nes, Kari"}) << "one column";
  EXPECT_EQ(rows_of("Høsten 2026\n\nnavn\tgruppe\nKari\tSør, øst").at(2).cells, (Cells{"Kari", "Sør, øst"}))
      << "below a title";
}

TEST(Spreadsheet, CellsAreReadAsTheyAreSeen) {
  const auto rows = rows_of(
      "navn;gruppe\n=\"Kari Nes\";\"Sør\r\nøst\"\n\"=\"\"Kari Nes\"\"\";Sør \xC2\xA0 øst\n Kari\xE2\x80\xAF"
      "Nes;Sør  øst\n");
  ASSERT_EQ(rows.size(), 4U);
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_EQ(rows[i].cells, (Cells{"Kari Nes", "Sør øst"})) << i;
  EXPECT_EQ(rows_of("a;b\n=SUM(A1);=\"\"\n").at(1).cells, (Cells{"=SUM(A1)", "=\"\""})) << "a formula";
  EXPECT_EQ(rows_of("navn;gruppe\nA\u030Ase;Jose\u0301").at(1).cells, (Cells{"Åse", "José"})) << "a Mac";
}

TEST(Spreadsheet, NamesArePutInTheOrderInWhichTheyAreSaid) {
  EXPECT_EQ(name_in_order("Nes, Kari"), "Kari Nes");
  EXPECT_EQ(name_in_order("Berg Hansen,Kari Anne"), "Kari Anne Berg Hansen");
  EXPECT_EQ(name_in_order("Nes, Åse"), "Åse Nes");
  for (const char* other :
       {"Kari Nes", "Kari Nes, sykepleier", "Nes, Kari, vikar", "Nes,", ", Kari", ",", ""})
    EXPECT_EQ(name_in_order(other), other);
}

TEST(Spreadsheet, DaysLoseTheMidnightAndGetTheirFormatBack) {
  for (const char* cell : {"1.12.2026 00:00", "1.12.2026 0:00:00", "1.12.2026 00.00.00", "1.12.2026"})
    EXPECT_EQ(day_in_cell(cell), "1.12.2026") << cell;
  EXPECT_EQ(day_in_cell("2026-12-01T00:00:00"), "2026-12-01");
  EXPECT_EQ(day_in_cell("46357"), "2026-12-01");
  for (const char* cell : {"01.des.26", "01-des-26", "01.des.2026", "01.DES.26"})
    EXPECT_EQ(date_from_text(day_in_cell(cell), Date{}), date_from_text("2026-12-01", Date{})) << cell;
  for (const char* cell : {"tirsdag 1. desember 2026", "tir. 1. desember 2026", "tirsdag 01.12.2026"})
    EXPECT_EQ(date_from_text(day_in_cell(cell), Date{}), date_from_text("2026-12-01", Date{})) << cell;
  for (const char* other :
       {"1. 12. 2026", "1.12.2026 13:00", "tirsdag", "onsdag 1. desember 2026", "tirsdag 1. desember",
        "1.des", "des.26", "12345", "463570", "46357,5", "", "uke 50"})
    EXPECT_EQ(day_in_cell(other), other);
}

TEST(Spreadsheet, QuotesHoldSeparatorsLinesAndQuotes) {
  const auto rows = rows_of("a;b\n\"x;\"\"y\"\"\"; \"to\r\nlinjer\"\nz;\n");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1].cells, (Cells{"x;\"y\"", "to linjer"}));
  EXPECT_EQ(rows[1].line, 2);
  EXPECT_EQ(rows[2].line, 4) << "as the editor counts";
  EXPECT_EQ(rows[2].cells, (Cells{"z", ""})) << "as long as the heading";
  EXPECT_EQ(fault_of("a;b\n1;\"aldri\n2;3"), "open_quote 2");
}

TEST(Spreadsheet, HasBounds) {
  EXPECT_EQ(fault_of(""), "no_rows 0");
  EXPECT_EQ(fault_of("navn;gruppe\n;;\n"), "no_rows 0");
  EXPECT_EQ(fault_of("a\n" + std::string(longest_cell + 1, 'x')), "long_cell 2");
  EXPECT_EQ(fault_of("a\n" + std::string(most_cells, ';') + "x"), "too_many_cells 2");
  std::string many = "a\n";
  for (std::size_t i = 0; i < most_rows; ++i) many += "x\n";
  EXPECT_EQ(fault_of(many), "none");
  EXPECT_EQ(fault_of(many + "x\n"), "too_many_rows " + std::to_string(most_rows + 2));
  EXPECT_EQ(fault_of(std::string(longest_table + 1, 'a')), "too_long 0");
}

}  // namespace
}  // namespace core
