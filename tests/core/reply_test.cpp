#include "bot/core/reply.hpp"

#include <gtest/gtest.h>

#include "bot/core/form_check.hpp"

namespace {

using core::Language;

const std::vector<std::string> both{"title", "body"};

TEST(Reply, WhispersAndForms) {
  const core::Reply whispered = core::whisper(Language::nb, "unknown.none");
  ASSERT_TRUE(whispered.whisper);
  EXPECT_FALSE(whispered.form);
  EXPECT_TRUE(whispered.errors.empty());
  core::Form form;
  form.title = "T";
  EXPECT_EQ(core::open_form(form).form->title, "T");
  EXPECT_FALSE(core::open_form(form).whisper);
}

TEST(ValueOf, TakesTheFirstValueTrimmed) {
  EXPECT_EQ(core::value_of({{"a", {"  ord to \n"}}}, "a"), "ord to");
  EXPECT_EQ(core::value_of({{"a", {}}}, "a"), "");
  EXPECT_EQ(core::value_of({{"a", {" \t\r\n "}}}, "a"), "");
  EXPECT_EQ(core::value_of({}, "a"), "");
  EXPECT_EQ(core::value_of({{"a", {"en", "to"}}}, "a"), "en");
}

TEST(LettersIn, CountsCodePointsAndALinesEndOnce) {
  EXPECT_EQ(core::letters_in(""), 0U);
  EXPECT_EQ(core::letters_in("blåbær"), 6U);
  EXPECT_EQ(core::letters_in("本😀"), 2U);
  EXPECT_EQ(core::letters_in("a\r\nb\nc\r"), 6U);
}

TEST(TooLong, HoldsEachTextToItsOwnLength) {
  core::Form form;
  core::Input title;
  title.id = "title";
  title.max_length = 3;
  core::Input body;
  body.id = "body";
  core::Input choice;
  choice.kind = core::Input::Kind::choice;
  choice.id = "choice";
  choice.max_length = 1;
  form.inputs = {title, body, choice};
  EXPECT_TRUE(core::too_long(Language::nb, form, {}).empty());
  EXPECT_TRUE(core::too_long(Language::nb, form, {{"title", {" æøå\n"}}, {"choice", {"many"}}}).empty());
  const auto errors = core::too_long(Language::en, form, {{"title", {"abcd"}}, {"body", {"short"}}});
  EXPECT_EQ(errors, (std::map<std::string, std::string>{{"title", core::too_long(Language::en, 4, 3)}}));
}

TEST(TextGuard, LetsOrdinaryWordsThrough) {
  const auto guard =
      core::guard_texts(Language::nb, {{"title", {"Vi trenger mer tid"}}, {"body", {""}}}, both);
  EXPECT_TRUE(guard.clean());
  EXPECT_TRUE(core::guard_texts(Language::nb, {}, both).clean());
}

TEST(TextGuard, NamesTheFieldAndNeverQuotesIt) {
  const auto guard = core::guard_texts(
      Language::nb,
      {{"title", {"Saken"}}, {"body", {"ring 22 33 44 55 eller skriv til kari@kommune.example"}}}, both);
  ASSERT_EQ(guard.errors.count("body"), 1U);
  EXPECT_EQ(guard.errors.count("title"), 0U);
  EXPECT_EQ(guard.errors.at("body").find("22"), std::string::npos);
  EXPECT_EQ(guard.errors.at("body").find("kari"), std::string::npos);
  EXPECT_FALSE(guard.clean());
}

TEST(TextGuard, FindsANumberSplitOverTheFields) {
  // A synthetic number (month + 40), half in each field.
  const auto guard = core::guard_texts(Language::nb, {{"title", {"015034"}}, {"body", {"50012"}}}, both);
  EXPECT_FALSE(guard.errors.empty());
  EXPECT_TRUE(core::guard_texts(Language::nb, {{"title", {"015034"}}}, both).errors.empty())
      << "half of it alone is no number";
}

// «Solbakken 1» is a unit and «Storgata 5» a house where people meet: no address of somebody.
TEST(TextGuard, LetsTheAddressOfAPlaceThroughAndNothingElse) {
  const std::vector<std::string> fields{"name", "place", "why"}, places{"name", "place"};
  const auto guard = [&](const core::FormValues& values) {
    return core::guard_texts(Language::nb, values, fields, guarding::Fields::one_text, places);
  };
  const std::string unit = "Solbakken 1", house = "Storgata 5, 2. etasje";
  EXPECT_TRUE(guard({{"name", {unit}}}).errors.empty());
  EXPECT_TRUE(guard({{"name", {unit}}, {"place", {house}}}).errors.empty());
  EXPECT_TRUE(guard({{"name", {unit}}, {"why", {"De vil begynne"}}}).errors.empty());
  EXPECT_FALSE(core::guard_text(Language::nb, unit).errors.empty()) << "elsewhere it is one";
  EXPECT_EQ(guard({{"name", {unit}}, {"why", {"Hun bor i " + house}}}).errors.count("why"), 1U);
  EXPECT_EQ(guard({{"place", {house + ", ring 22 33 44 55"}}}).errors.count("place"), 1U);
  EXPECT_FALSE(guard({{"name", {"015034"}}, {"place", {"50012"}}}).errors.empty());
}

TEST(TextGuard, WarnsOfSofterSigns) {
  const auto guard = core::guard_text(Language::en, "Mrs Hansen in room 12 was afraid");
  const auto norwegian = core::guard_text(Language::nb, "fru Hansen var redd");
  EXPECT_TRUE(norwegian.errors.empty());
  EXPECT_FALSE(norwegian.warning.empty());
  EXPECT_TRUE(guard.errors.empty());
}

TEST(Warning, GivesTheWordsBackAndLetsTheNextSubmitPass) {
  core::Form form;
  form.state = "abc";
  form.intro = {core::Span("Hva vil du si?")};
  core::Input input;
  input.id = "words";
  form.inputs = {input};
  const core::Reply reply = core::warn_and_let_edit(form, {{"words", {"det jeg skrev"}}}, "Se over");
  ASSERT_TRUE(reply.form);
  EXPECT_EQ(reply.form->inputs[0].initial, std::vector<std::string>{"det jeg skrev"});
  EXPECT_EQ(core::plain_text(reply.form->intro), "Se over\n\nHva vil du si?") << "what is new comes first";
  const std::string warned = core::warned_of(reply.form->state);
  EXPECT_TRUE(core::was_warned(warned, form, {{"words", {"det jeg skrev"}}}));
  EXPECT_TRUE(core::was_warned(warned, form, {{"words", {"det  jeg\r\nskrev\n"}}}))
      << "of a chat's own breaking";
  EXPECT_FALSE(core::was_warned(warned, form, {{"words", {"det jeg skrev nå"}}}));
  EXPECT_EQ(reply.form->state.find("skrev"), std::string::npos);
  EXPECT_EQ(core::without_mark(reply.form->state), "abc");
  EXPECT_EQ(core::warned_of("abc"), "");
  EXPECT_FALSE(core::was_warned("", form, {}));
  // As forms were marked that have been open since before.
  EXPECT_EQ(core::warned_of("abc|warned"), "");
  EXPECT_EQ(core::without_mark("abc|warned|warned"), "abc");
}

TEST(Warning, IsGivenAgainForOtherWordsAndNotForTheSame) {
  core::Form form;
  form.state = "abc";
  core::Input input;
  input.id = "words";
  form.inputs = {input};
  const auto sent = [&](const std::string& words, const std::string& warned) {
    const core::FormValues values{{"words", {words}}};
    return core::check_form({Language::nb, form, values, warned});
  };
  const auto first = sent("fru Hansen var redd", "");
  ASSERT_TRUE(first && first->form);
  const std::string warned = core::warned_of(first->form->state);
  EXPECT_FALSE(sent("fru Hansen var redd", warned));
  EXPECT_FALSE(sent("hun var redd", warned)) << "nobody is named any more";
  const auto changed = sent("fru Hansen var veldig redd", warned);
  ASSERT_TRUE(changed && changed->form);
  EXPECT_FALSE(sent("fru Hansen var veldig redd", core::warned_of(changed->form->state)));
}

}  // namespace
