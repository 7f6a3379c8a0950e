// Drawings, spreadsheets and reports as other programs read them.

#include "bot/app/drawn.hpp"

#include <cairo.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "bot/app/table_files.hpp"
#include "bot/features/digests/overview.hpp"
#include "tests/support/output_of.hpp"
#include "tests/support/store_fixture.hpp"

namespace app {
namespace {

using core::Language;
using drawing::Look;
using testing::HasSubstr;
using testing::Not;

core::Plot marks() {
  core::Plot plot;
  plot.title = "Hvor nyttig var samlingen?";
  plot.alt = "I ord.";
  plot.rows = {"Svært nyttig", "Nyttig", "Lite nyttig"};
  plot.columns = {"25.8", "8.9", "22.9", "6.10", "20.10", "3.11", "17.11", "1.12"};
  for (std::size_t i = 0; i < plot.columns.size(); ++i)
    plot.marks.push_back({i % 3, i, static_cast<core::Plot::Shape>(i % 3)});
  return plot;
}
core::Plot bars() {
  core::Plot plot;
  plot.title = "Oppmøte";
  plot.bars = {{"24.11", 5.0 / 7, "5 av 7 kom"}, {"8.12", 0, "oppmøte ikke registrert"}};
  return plot;
}

core::Plot of_poll(core::Plot::As as) {
  core::Plot plot;
  plot.title = "Har vi tid nok til å snakke sammen på slutten av vakta?";
  plot.alt = "I ord.";
  plot.bars = {{"uenig-siden (Helt uenig eller Litt uenig)", 0.25, "4"},
               {"Verken enig eller uenig", 0.25, "4"},
               {"enig-siden (Litt enig eller Helt enig)", 0.5, "8"}};
  plot.as = as;
  plot.first = {2};
  return plot;
}

struct DrawingTest : ::testing::Test {
  support::TempDirectory folder;
  std::string kept(const std::string& name, const std::string& bytes) {
    const auto file = folder / name;
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
};

TEST_F(DrawingTest, FromAPhoneToPaperTheSamePlotIsDrawnInBothColoursAsSvgAndPng) {
  for (const core::Plot& plot : {marks(), bars(), of_poll(core::Plot::As::each),
                                 of_poll(core::Plot::As::whole), of_poll(core::Plot::As::words)})
    for (const double width : {320.0, 600.0, 487.0}) {
      Look look;
      look.width = width;
      const std::string day = svg_of(plot, Language::nb, look);
      EXPECT_THAT(day, HasSubstr("<svg"));
      EXPECT_THAT(day, HasSubstr("width=\"" + std::to_string(static_cast<int>(width))));
      EXPECT_LT(day.size(), 120'000U);
      look.dark = true;
      EXPECT_NE(day, svg_of(plot, Language::nb, look));
      look.titled = true;
      EXPECT_TRUE(png_of({&plot, 1}, Language::nb, look).starts_with("\x89PNG"));
    }
}

TEST_F(DrawingTest, APictureForChatIsSmall) {
  Look look;
  look.width = 320;
  look.titled = true;
  Look small = look;
  small.pixels = 1;
  const std::vector<core::Plot> all{of_poll(core::Plot::As::each), of_poll(core::Plot::As::whole),
                                    of_poll(core::Plot::As::words)};
  std::size_t sum = 0;
  for (const core::Plot& one : all) {
    const std::size_t sharp = png_of({&one, 1}, Language::nb, look).size();
    sum += sharp;
    EXPECT_LT(sharp, 13'000U);
    EXPECT_LT(png_of({&one, 1}, Language::nb, small).size(), sharp * 2 / 3);
  }
  EXPECT_GT(png_of(all, Language::nb, look).size(), sum / 2) << "one below the other";
}

TEST_F(DrawingTest, WhatWordsDrawHasNothingToDoWithTheShares) {
  core::Plot one = of_poll(core::Plot::As::words), other = one;
  other.bars[0].share = 0.9;
  other.bars[1].share = 0;
  EXPECT_TRUE(png_of({&one, 1}, Language::nb, {}) == png_of({&other, 1}, Language::nb, {}));
}

TEST_F(DrawingTest, NothingIsDrawnOutsideItsArea) {
  // Read back: the rim of the picture is its ground.
  Look look;
  look.width = 320;
  look.titled = true;
  for (const core::Plot& plot : {marks(), bars(), of_poll(core::Plot::As::each),
                                 of_poll(core::Plot::As::whole), of_poll(core::Plot::As::words)}) {
    const std::string file = kept("plot.png", png_of({&plot, 1}, Language::nb, look));
    const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
        cairo_image_surface_create_from_png(file.c_str()), cairo_surface_destroy);
    const int width = cairo_image_surface_get_width(surface.get()),
              height = cairo_image_surface_get_height(surface.get()),
              stride = cairo_image_surface_get_stride(surface.get());
    const unsigned char* data = cairo_image_surface_get_data(surface.get());
    const auto pixel = [&](int x, int y) {
      return *reinterpret_cast<const std::uint32_t*>(data + y * stride + 4 * x) & 0xFFFFFFU;
    };
    const auto ground = pixel(0, 0);
    int other = 0;
    for (int x = 0; x < width; ++x) other += pixel(x, 2) != ground || pixel(x, height - 3) != ground;
    for (int y = 0; y < height; ++y) other += pixel(2, y) != ground || pixel(width - 3, y) != ground;
    EXPECT_EQ(other, 0);
    EXPECT_EQ(width, 640);
  }
}

std::vector<core::Table> tables() {
  core::Table table{"matters", "Saker", {"Sak", "Uker"}, {}};
  for (const char* text :
       {"=1+1", "+47", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "Vanlig; \"sak\"\nto"})
    table.rows.push_back({std::string(text), 2.5});
  return {table, {"empty", "Tom: [ark]", {"En"}, {}}};
}

TEST_F(DrawingTest, NoCellOfACommaSeparatedFileBeginsAFormula) {
  const std::string csv = csv_of(tables().front());
  EXPECT_TRUE(
      csv.starts_with("\xEF\xBB\xBF"
                      "Sak;Uker\r\n"));
  EXPECT_THAT(csv, HasSubstr("\r\n'=1+1;2,5\r\n"));
  EXPECT_THAT(csv, HasSubstr("\"Vanlig; \"\"sak\"\"\nto\";2,5\r\n"));
  const std::string file = kept("matters.csv", csv);
  const std::string read = support::output_of(
      "/usr/bin/python3 -c \"import csv,sys\n"
      "rows=list(csv.reader(open('" +
      file +
      "',encoding='utf-8-sig',newline=''),delimiter=';'))\n"
      "print(len(rows), any(c.strip()[:1] in '=+-@' for r in rows[1:] for c in r if c.strip()))\"");
  EXPECT_EQ(read, "10 False\n");
}

TEST_F(DrawingTest, ASpreadsheetReaderOfOthersReadsEverySheetAndFindsNoFormula) {
  const std::string file = kept("refleks.xlsx", xlsx_of(tables(), support::at("2026-11-16T09:00:00Z")));
  const std::string read = support::output_of(
      "/usr/bin/python3 -c \"import openpyxl\n"
      "b=openpyxl.load_workbook('" +
      file +
      "')\n"
      "s=b.worksheets[0]\n"
      "print(b.sheetnames, s.max_row, s['A1'].value, s['B2'].value)\n"
      "print([c.data_type for r in s.iter_rows(min_row=2) for c in r if c.data_type not in 'sn'])\n"
      "print([c.value[0] for r in s.iter_rows(min_row=2,max_col=1) for c in r])\"");
  EXPECT_EQ(read,
            "['Saker', 'Tom   ark '] 10 Sak 2.5\n[]\n[\"'\", \"'\", \"'\", \"'\", \"'\", \"'\", \"'\", "
            "\"'\", 'V']\n");
}

TEST_F(DrawingTest, AHeadingStandsOnThePageOfItsDrawing) {
  core::Plot tall = bars();
  tall.bars.resize(6, tall.bars.back());
  for (int paragraphs = 20; paragraphs < 40; paragraphs += 2) {
    digests::Report report;
    report.body.blocks.emplace_back(core::Heading{"Hjemmetjenesten nord"});
    for (int i = 0; i < paragraphs; ++i)
      report.body.blocks.emplace_back(core::Paragraph{{core::Span("Et avsnitt om kvelden.")}});
    report.body.blocks.emplace_back(core::Heading{"Fremmøtet"});
    report.body.blocks.emplace_back(core::Image{"?v=plot-attendance", "I ord."});
    report.plots["?v=plot-attendance"] = tall;
    const std::string file = kept("report.pdf", pdf_of(report, Language::nb));
    const std::string words = support::output_of("pdftotext -layout '" + file + "' -");
    const auto heading = words.find("Fremmøtet"), drawing = words.find("5 av 7 kom");
    ASSERT_NE(heading, std::string::npos) << words;
    ASSERT_NE(drawing, std::string::npos) << words;
    EXPECT_EQ(words.substr(heading, drawing - heading).find('\f'), std::string::npos) << paragraphs;
  }
}

TEST_F(DrawingTest, AReportIsReadFromPaperWithAllItsWords) {
  digests::Report report;
  report.name = "hjemme-nord";
  auto& blocks = report.body.blocks;
  blocks.emplace_back(core::Heading{"Hjemmetjenesten nord"});
  blocks.emplace_back(core::Heading{"Saker"});
  for (int i = 0; i < 60; ++i)
    blocks.emplace_back(
        core::Paragraph{{core::Span("Avsnitt nummer " + std::to_string(i) + " om kvelden.")}});
  blocks.emplace_back(core::Image{"?v=plot-usefulness", "I ord."});
  report.plots["?v=plot-usefulness"] = marks();
  const std::string file = kept("report.pdf", pdf_of(report, Language::nb));
  const std::string words = support::output_of("pdftotext -layout '" + file + "' -");
  EXPECT_THAT(words, HasSubstr("Hjemmetjenesten nord"));
  EXPECT_THAT(words, HasSubstr("Avsnitt nummer 59 om kvelden."));
  EXPECT_THAT(words, HasSubstr("Svært nyttig"));
  EXPECT_THAT(support::output_of("pdfinfo '" + file + "'"), HasSubstr("Pages:           2"));
  EXPECT_EQ(pdf_of(report, Language::nb), pdf_of(report, Language::nb));
}

}  // namespace
}  // namespace app
