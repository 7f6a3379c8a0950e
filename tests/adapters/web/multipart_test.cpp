// A form with a file in it, as browsers send one.

#include "adapters/web/multipart.hpp"

#include <gtest/gtest.h>

namespace {

const std::string type = "multipart/form-data; boundary=----edge7";

std::string part(const std::string& head, const std::string& value) {
  return "------edge7\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + value + "\r\n";
}
const std::string end = "------edge7--\r\n";

TEST(Multipart, TakesFieldsAndTheFileThatWasChosen) {
  const std::string bytes(
      "\xFF\xFE"
      "a\0\r\0\n\0",
      8);
  const auto body = web::multipart(
      part("name=\"t\"", "ticket") +
          part("name=\"f.table\"; filename=\"Liste (1).csv\"\r\nContent-Type: text/csv", bytes) +
          part("name=\"f.table\"", "limt inn") + part("name=\"f.other\"; filename=\"\"", "") + end,
      type);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->posted, (web::Posted{{"t", "ticket"}, {"f.table", "limt inn"}}));
  EXPECT_EQ(body->files, (std::map<std::string, std::string>{{"f.table", bytes}}));
}

TEST(Multipart, RefusesWhatNoBrowserSends) {
  const std::string whole = part("name=\"a\"", "b");
  EXPECT_TRUE(web::multipart(whole + end, type));
  EXPECT_TRUE(web::multipart(end, type)) << "a form without fields";
  EXPECT_FALSE(web::multipart(whole, type)) << "cut off";
  EXPECT_FALSE(web::multipart(whole + end, "multipart/form-data"));
  EXPECT_FALSE(web::multipart(whole + end, "multipart/mixed; boundary=----edge7"));
  EXPECT_FALSE(web::multipart(whole + end, "multipart/form-data; boundary=" + std::string(80, '-')));
  EXPECT_FALSE(web::multipart("x" + whole + end, type));
  EXPECT_FALSE(web::multipart(part("filename=\"x\"", "b") + end, type)) << "without a name";
  EXPECT_FALSE(web::multipart(part("name=\"" + std::string(3000, 'a') + "\"", "b") + end, type));
  std::string many;
  for (int i = 0; i < 300; ++i) many += whole;
  EXPECT_FALSE(web::multipart(many + end, type));
  EXPECT_FALSE(web::multipart("", type));
  EXPECT_FALSE(web::multipart("------edge7", type));
}

TEST(Multipart, AFileStandsForWhatIsWritten) {
  core::Form form;
  core::Input input;
  input.id = "table";
  input.of_file = true;
  form.inputs = {input};
  web::Posted posted{{"f.table", "limt inn"}};
  // As a Norwegian Excel writes it, and as it does when it is told UTF-8.
  EXPECT_TRUE(
      web::put_files(form, {{"f.table", "navn;gruppe\r\n\xC5se;Nord\r\n"}}, posted, core::Language::nb)
          .empty());
  EXPECT_EQ(posted, (web::Posted{{"f.table", "navn;gruppe\nÅse;Nord\n"}}));
  EXPECT_TRUE(web::put_files(form, {{"f.table", "\xEF\xBB\xBFnavn\tgruppe\r\nÅse\tNord\r\n"}}, posted,
                             core::Language::nb)
                  .empty());
  EXPECT_EQ(posted, (web::Posted{{"f.table", "navn\tgruppe\nÅse\tNord\n"}}));
  // A workbook is none, and says what to do.
  const auto wrong =
      web::put_files(form, {{"f.table", std::string("PK\x03\x04\x00\x00", 6)}}, posted, core::Language::en);
  ASSERT_EQ(wrong.count("table"), 1U);
  EXPECT_NE(wrong.at("table").find("workbook"), std::string::npos);
  EXPECT_TRUE(web::put_files(form, {{"f.else", "x"}}, posted, core::Language::nb).empty())
      << "none of its fields";
}

}  // namespace
