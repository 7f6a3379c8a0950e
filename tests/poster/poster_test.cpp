#include "bot/app/drawn.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/algorithm/string.hpp>
#include <regex>

#include "bot/core/texts.hpp"
#include "bot/drawing/qr_code.hpp"
#include "tests/support/drawing_libraries.hpp"
#include "tests/support/output_of.hpp"
#include "tests/support/store_fixture.hpp"

namespace app {
namespace {

using drawing::Poster;
using drawing::qr_code;
using drawing::QrCode;
using testing::AllOf;

using testing::HasSubstr;
using testing::Not;

const std::string address = "https://refleks.example.org/b/7Kq2mXwT";

// Words with one space between them, whatever the lines; ligatures as the letters they stand for.
std::string flat(std::string text) {
  for (const auto& [ligature, letters] :
       {std::pair{"\uFB00", "ff"}, {"\uFB01", "fi"}, {"\uFB02", "fl"}, {"\uFB03", "ffi"}, {"\u00A0", " "}})
    boost::replace_all(text, ligature, letters);
  return std::regex_replace(text, std::regex("\\s+"), " ");
}

struct PosterTest : ::testing::Test {
  support::TempDirectory directory;
  std::string draw(const Poster& poster, const std::string& name = "poster.pdf") {
    support::put_file(directory / name, pdf_of(poster));
    return directory / name;
  }
  static std::string words_in(const std::string& file) {
    return flat(support::output_of("pdftotext -raw '" + file + "' -"));
  }
  // Every word lies inside the margins, and the drawing's box of ink does so as well.
  static void expect_inside_the_margins(const std::string& file) {
    const std::string boxes = support::output_of("pdftotext -bbox '" + file + "' -");
    const std::regex word(
        "<word xMin=\"([-0-9.]+)\" yMin=\"([-0-9.]+)\" xMax=\"([-0-9.]+)\" yMax=\"([-0-9.]+)\">");
    int words = 0;
    for (std::sregex_iterator it(boxes.begin(), boxes.end(), word), end; it != end; ++it, ++words) {
      EXPECT_GE(std::stod((*it)[1]), 40) << it->str();
      EXPECT_GE(std::stod((*it)[2]), 25) << it->str();  // the box of a line is higher than its letters
      EXPECT_LE(std::stod((*it)[3]), 595.3 - 42) << it->str();
      EXPECT_LE(std::stod((*it)[4]), 841.9 - 40) << it->str();
    }
    EXPECT_GT(words, 60);
  }
};

TEST_F(PosterTest, IsOnePageOfA4ThatSaysWhoseItIs) {
  const std::string info =
      support::output_of("pdfinfo '" + draw({"Hjemmetjenesten nord", core::Language::nb, address}) + "'");
  EXPECT_THAT(info, AllOf(HasSubstr("Pages:           1\n"), HasSubstr("(A4)"),
                          HasSubstr("Idéboksen: Hjemmetjenesten nord"), Not(HasSubstr("CreationDate"))));
}

TEST_F(PosterTest, SaysEverythingInAllThreeLanguages) {
  for (const core::Language main : core::all_languages) {
    const std::string words = words_in(draw({"Sykehjemmet", main, address}));
    EXPECT_THAT(words, AllOf(HasSubstr("Sykehjemmet"), HasSubstr(address)));
    for (const core::Language language : core::all_languages)
      for (const char* key : {"poster.title", "poster.invite", "poster.scan", "poster.can", "poster.no_name",
                              "poster.anybody", "poster.apart", "poster.never"})
        // texts: poster.*
        EXPECT_THAT(words, HasSubstr(core::text(language, key))) << core::code(main) << " " << key;
    EXPECT_THAT(words, HasSubstr(core::text(main, "poster.address")));
  }
}

TEST_F(PosterTest, StaysInsideTheMarginsWhateverTheTextsAre) {
  const std::string long_name =
      "Refleksjonsgruppa for hjemmetjenesten i Fjordvik kommune, sone nord og nordøst, natt- og "
      "helgestillinger";
  const std::string long_address = address + "/" + std::string(140 - address.size() - 1, 'W');
  for (const core::Language language : core::all_languages) {
    const std::string file = draw({long_name, language, long_address});
    expect_inside_the_margins(file);
    const std::string words = words_in(file);
    EXPECT_THAT(words, HasSubstr(long_name));
    EXPECT_THAT(boost::replace_all_copy(words, " ", ""), HasSubstr(long_address))
        << "broken, but without hyphens";
  }
  for (const std::string& name :
       {std::string(400, 'W'), std::string("a\nb\n\nc\td"), std::string("<b>&amp;</b> %s"), std::string(),
        boost::join(std::vector<std::string>(80, long_name), " ")})
    expect_inside_the_margins(draw({name, core::Language::nb, address}));
}

TEST_F(PosterTest, IsTheSameFileEveryTime) {
  const Poster poster{"Hjemmetjenesten nord", core::Language::nb, address};
  EXPECT_EQ(support::content_of(draw(poster, "one.pdf")), support::content_of(draw(poster, "two.pdf")));
}

TEST_F(PosterTest, RefusesWhatNobodyCouldFollow) {
  for (const char* wrong : {"", "refleks.example.org", "javascript:alert(1)", "ftp://example.org/"})
    EXPECT_THROW(draw({"Nord", core::Language::nb, wrong}), std::invalid_argument) << wrong;
  EXPECT_THROW(draw({"Nord", core::Language::nb, address + std::string(300, 'x')}), std::invalid_argument);
}

// The words of a slip stand beside its picture; below it stand the address and the code, which somebody
// types.
TEST_F(PosterTest, NothingOfASlipLiesOverItsCode) {
  for (const core::Language language : {core::Language::nb, core::Language::nn, core::Language::en})
    for (const std::string& group :
         {std::string("Nord"), std::string("Hjemmetjenesten i Ytre Fjordvikstrand og Indre Kristiansenfjord"),
          std::string(80, 'W')}) {
      const std::string file = directory / "slips.pdf";
      support::put_file(
          file,
          pdf_of(drawing::Slips{
              group, language, "https://refleks.omsorg.ytre-fjordvik.kommune.no/s/", {"QJZQ-WXTH-6861"}}));
      const std::string boxes = support::output_of("pdftotext -bbox '" + file + "' -");
      const std::regex word("yMin=\"([-0-9.]+)\" xMax=\"[-0-9.]+\" yMax=\"([-0-9.]+)\">([^<]*)<");
      double top = 0, lowest = 0, bottom = 0;
      for (std::sregex_iterator it(boxes.begin(), boxes.end(), word), end; it != end; ++it)
        if ((*it)[3] == "QJZQ-WXTH-6861") {
          top = std::stod((*it)[1]);
          bottom = std::stod((*it)[2]);
        } else {
          lowest = std::max(lowest, std::stod((*it)[2]));
        }
      EXPECT_GT(lowest, 0);
      EXPECT_LE(lowest, top + 1) << group;
      EXPECT_LT(bottom, 36 + 154) << "on its slip: " << group;
    }
}

TEST(QrCode, HasItsThreeCornersAndGrowsWithTheText) {
  const QrCode small = qr_code(address);
  const QrCode large = qr_code(address + std::string(100, 'x'));
  EXPECT_LT(small.size, large.size);
  for (const QrCode& code : {small, large}) {
    EXPECT_EQ(code.dark.size(), static_cast<std::size_t>(code.size * code.size));
    for (const auto& [x, y] : {std::pair{0, 0}, {code.size - 7, 0}, {0, code.size - 7}})
      for (int i = 0; i < 7; ++i) {
        EXPECT_TRUE(code.at(x + i, y) && code.at(x, y + i) && code.at(x + i, y + 6) && code.at(x + 6, y + i));
        EXPECT_EQ(code.at(x + i, y + 1), i == 0 || i == 6);
      }
  }
}

TEST(QrCode, RefusesNothingAndTooMuch) {
  EXPECT_THROW(qr_code(""), std::invalid_argument);
  EXPECT_THROW(qr_code(std::string("a\0b", 3)), std::invalid_argument);
  EXPECT_THROW(qr_code(std::string(1664, 'x')), std::invalid_argument);
  EXPECT_EQ(qr_code(std::string(1663, 'x')).size, 177);
}

}  // namespace
}  // namespace app
