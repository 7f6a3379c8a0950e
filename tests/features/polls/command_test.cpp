#include "bot/features/polls/command.hpp"

#include <gtest/gtest.h>

#include "bot/core/texts.hpp"
#include "tests/support/long_text.hpp"

namespace polls {
namespace {

using Kind = core::Question::Kind;

core::Instant at(const char* text) {
  return core::instant_from_text(text);
}
const core::Instant monday = at("2026-11-09T09:15:00Z");  // 10:15 on the wall in Oslo

core::Group group() {
  core::Group group;
  group.id = core::GroupId("g");
  return group;
}

Draft read(const std::string& words, core::Instant now = monday, bool in_session = false) {
  return draft_from(core::parse_command("avstemning " + words), group(), now, in_session);
}

std::string wall(core::Instant instant) {
  const core::Local local = core::Zone::named("Europe/Oslo").to_local(instant);
  return core::to_text(core::Instant{local.time_since_epoch()}).substr(0, 16);
}

struct Good {
  const char* words;
  Kind kind;
  std::vector<std::string> options;
  bool named = false;
  const char* closes = "2026-11-10T12:00";  // on the wall
};

const std::vector<std::string> ab{"A", "B"}, yes_or_no{"Ja", "Nei"},
    agree{"Helt uenig", "Litt uenig", "Verken enig eller uenig", "Litt enig", "Helt enig"};

TEST(PollCommand, ReadsWhatPeopleType) {
  const Good table[] = {
      // quotes
      {R"("Q?" "A" "B")", Kind::choice, ab},
      {"“Q?” “A” “B”", Kind::choice, ab},
      {"„Q?“ „A“ „B“", Kind::choice, ab},
      {"«Q?» «A» «B»", Kind::choice, ab},
      {"'Q?' 'A' 'B'", Kind::choice, ab},
      {"‘Q?’ ‘A’ ‘B’", Kind::choice, ab},
      {"«Q?» \"A\" “B”", Kind::choice, ab},
      {"“Q?”\u00A0“A”\u00A0“B”", Kind::choice, ab},
      {R"("Q?", "A", "B")", Kind::choice, ab},
      // when it closes, said in pieces
      {R"("Q?" "A" "B" til fredag innen kl. 14)", Kind::choice, ab, false, "2026-11-13T14:00"},
      {R"("Q?" "A" "B" fredag innen kl 14 flere)", Kind::choices, ab, false, "2026-11-13T14:00"},
      {R"("Q?" "A" "B" 1 t 30 min)", Kind::choice, ab, false, "2026-11-09T11:45"},
      {R"("Q?" "A" "B" i to timer)", Kind::choice, ab, false, "2026-11-09T12:15"},
      {R"("Q?" "A" "B" for two weeks)", Kind::choice, ab, false, "2026-11-23T10:15"},
      {R"("Q?" "A" "B" til kl 24.)", Kind::choice, ab, false, "2026-11-10T00:00"},
      {R"("Q?" "A" "B" Til Fredag Kl. 12.)", Kind::choice, ab, false, "2026-11-13T12:00"},
      {R"("Q?" "A" "B" 1 time og 30 minutter)", Kind::choice, ab, false, "2026-11-09T11:45"},
      {R"("Q?" "A" "B" til fredag 12:00 stenger fredag 12:00)", Kind::choice, ab, false, "2026-11-13T12:00"},
      {R"("Q?" – "A" – "B")", Kind::choice, ab},
      {R"("Q?" "A" "B";)", Kind::choice, ab},
      // a question alone
      {"\"Q?\"", Kind::scale, yes_or_no},
      {"«Q?»", Kind::scale, yes_or_no},
      // kinds, Bokmål, Nynorsk, English, with any case and dashes
      {"\"Q?\" \"A\" \"B\" flere", Kind::choices, ab},
      {"\"Q?\" \"A\" \"B\" fleire", Kind::choices, ab},
      {"\"Q?\" \"A\" \"B\" several", Kind::choices, ab},
      {"\"Q?\" \"A\" \"B\" --flere", Kind::choices, ab},
      {"\"Q?\" \"A\" \"B\" —FLERE", Kind::choices, ab},
      {"flere \"Q?\" \"A\" \"B\"", Kind::choices, ab},
      {"\"Q?\" skala", Kind::scale, agree},
      {"\"Q?\" scale", Kind::scale, agree},
      {"\"Q?\" Skala \"A\" \"B\"", Kind::scale, ab},
      {"\"Q?\" skala \"1\" \"2\" \"3\"", Kind::scale, {"1", "2", "3"}},
      {"\"Q?\" skala \"1\" \"2\" \"3\" \"4\" \"5\"", Kind::scale, {"1", "2", "3", "4", "5"}},
      {"\"Q?\" ja/nei", Kind::scale, yes_or_no},
      {"\"Q?\" janei", Kind::scale, yes_or_no},
      {"\"Q?\" ja-nei", Kind::scale, yes_or_no},
      {"\"Q?\" yes/no", Kind::scale, yes_or_no},
      {"\"Q?\" fritekst", Kind::text, {}},
      {"\"Q?\" tekst", Kind::text, {}},
      {"\"Q?\" text", Kind::text, {}},
      {"\"Q?\" \"A\" \"B\" rangert", Kind::ranked, ab},
      {"\"Q?\" \"A\" \"B\" ranked", Kind::ranked, ab},
      {"\"Q?\" \"A\" \"B\" flere høyst 1", Kind::choice, ab},
      {"\"Q?\" flere flere \"A\" \"B\"", Kind::choices, ab},
      // named
      {"\"Q?\" \"A\" \"B\" navn", Kind::choice, ab, true},
      {"\"Q?\" \"A\" \"B\" namn", Kind::choice, ab, true},
      {"\"Q?\" \"A\" \"B\" åpen", Kind::choice, ab, true},
      {"\"Q?\" \"A\" \"B\" aapen", Kind::choice, ab, true},
      {"\"Q?\" \"A\" \"B\" ÅPEN", Kind::choice, ab, true},
      {"\"Q?\" \"A\" \"B\" open", Kind::choice, ab, true},
      {"\"Q?\" \"A\" \"B\" ope", Kind::choice, ab, true},
      {"\"Q?\" \"A\" \"B\" named", Kind::choice, ab, true},
      {"\"Q?\" \"A\" \"B\" anonym", Kind::choice, ab, false},
      {"\"Q?\" \"A\" \"B\" anonymous", Kind::choice, ab, false},
      {"\"Q?\" \"fôr\" \"for\"", Kind::choice, {"fôr", "for"}},
      {"\"Q?\" \"Pål\" \"Paal\"", Kind::choice, {"Pål", "Paal"}},
      {"\"Q?\" flere \"A\" \"B\" navn til 14:30", Kind::choices, ab, true, "2026-11-09T14:30"},
      // times
      {"\"Q?\" til 14:30", Kind::scale, yes_or_no, false, "2026-11-09T14:30"},
      {"\"Q?\" til 14.30", Kind::scale, yes_or_no, false, "2026-11-09T14:30"},
      {"\"Q?\" til 1430", Kind::scale, yes_or_no, false, "2026-11-09T14:30"},
      {"\"Q?\" til 14", Kind::scale, yes_or_no, false, "2026-11-09T14:00"},
      {"\"Q?\" til kl 14", Kind::scale, yes_or_no, false, "2026-11-09T14:00"},
      {"\"Q?\" til kl. 14:30", Kind::scale, yes_or_no, false, "2026-11-09T14:30"},
      {"\"Q?\" stenger 14:30", Kind::scale, yes_or_no, false, "2026-11-09T14:30"},
      {"\"Q?\" stengjer 14:30", Kind::scale, yes_or_no, false, "2026-11-09T14:30"},
      {"\"Q?\" until 14:30", Kind::scale, yes_or_no, false, "2026-11-09T14:30"},
      {"\"Q?\" til 09:00", Kind::scale, yes_or_no, false, "2026-11-10T09:00"},  // has passed: tomorrow
      {"\"Q?\" til fredag", Kind::scale, yes_or_no, false, "2026-11-13T12:00"},
      {"\"Q?\" til fredag 12:30", Kind::scale, yes_or_no, false, "2026-11-13T12:30"},
      {"\"Q?\" til fredag kl 9", Kind::scale, yes_or_no, false, "2026-11-13T09:00"},
      {"\"Q?\" til tirsdag 24. november kl. 13.00–14.30", Kind::scale, yes_or_no, false, "2026-11-24T13:00"},
      {"\"Q?\" til tysdag 9.30", Kind::scale, yes_or_no, false, "2026-11-10T09:30"},
      {"\"Q?\" until Friday 15:00", Kind::scale, yes_or_no, false, "2026-11-13T15:00"},
      {"\"Q?\" til 1.12. 12:00", Kind::scale, yes_or_no, false, "2026-12-01T12:00"},
      {"\"Q?\" til 1.12. kl. 9.30", Kind::scale, yes_or_no, false, "2026-12-01T09:30"},
      {"\"Q?\" til 1.12 10:00", Kind::scale, yes_or_no, false, "2026-12-01T10:00"},
      {"\"Q?\" til 24.11 kl 9", Kind::scale, yes_or_no, false, "2026-11-24T09:00"},
      {"\"Q?\" til 2026-11-20", Kind::scale, yes_or_no, false, "2026-11-20T12:00"},
      {"\"Q?\" til 2026-11-20 08:00 navn", Kind::scale, yes_or_no, true, "2026-11-20T08:00"},
      {"\"Q?\" innen fredag", Kind::scale, yes_or_no, false, "2026-11-13T12:00"},
      {"\"Q?\" fram til fredag kl 9", Kind::scale, yes_or_no, false, "2026-11-13T09:00"},
      {"\"Q?\" til og med fredag.", Kind::scale, yes_or_no, false, "2026-11-13T12:00"},
      {"\"Q?\" before Friday 3pm", Kind::scale, yes_or_no, false, "2026-11-13T15:00"},
      {"\"Q?\" til 24.12 24:00", Kind::scale, yes_or_no, false, "2026-12-25T00:00"},
      {"\"Q?\" 10 min", Kind::scale, yes_or_no, false, "2026-11-09T10:25"},
      {"\"Q?\" 10min", Kind::scale, yes_or_no, false, "2026-11-09T10:25"},
      {"\"Q?\" 10 minutter", Kind::scale, yes_or_no, false, "2026-11-09T10:25"},
      {"\"Q?\" 10 minuttar", Kind::scale, yes_or_no, false, "2026-11-09T10:25"},
      {"\"Q?\" 10 minutes", Kind::scale, yes_or_no, false, "2026-11-09T10:25"},
      {"\"Q?\" 2 t", Kind::scale, yes_or_no, false, "2026-11-09T12:15"},
      {"\"Q?\" 2 timer", Kind::scale, yes_or_no, false, "2026-11-09T12:15"},
      {"\"Q?\" 2 hours", Kind::scale, yes_or_no, false, "2026-11-09T12:15"},
      {"\"Q?\" 1 dag", Kind::scale, yes_or_no, false, "2026-11-10T10:15"},
      {"\"Q?\" 3d", Kind::scale, yes_or_no, false, "2026-11-12T10:15"},
      {"\"Q?\" 1 uke", Kind::scale, yes_or_no, false, "2026-11-16T10:15"},
      {"\"Q?\" ei veke navn", Kind::scale, yes_or_no, true, "2026-11-16T10:15"},
      {"\"Q?\" til 2 dager", Kind::scale, yes_or_no, false, "2026-11-11T10:15"},
      {"\"Q?\" om 2 timer", Kind::scale, yes_or_no, false, "2026-11-09T12:15"},
      // as the bot writes them, and as people do
      {"\"Q?\" til lørdag 5. desember kl. 12.00", Kind::scale, yes_or_no, false, "2026-12-05T12:00"},
      {"\"Q?\" until Saturday 5 December at 12:00", Kind::scale, yes_or_no, false, "2026-12-05T12:00"},
      {"\"Q?\" lørdag 5. desember kl. 12.00 navn", Kind::scale, yes_or_no, true, "2026-12-05T12:00"},
      {"\"Q?\" til 5. desember", Kind::scale, yes_or_no, false, "2026-12-05T12:00"},
      {"\"Q?\" til 5.12", Kind::scale, yes_or_no, false, "2026-12-05T12:00"},
      {"\"Q?\" til 24.12", Kind::scale, yes_or_no, false, "2026-12-24T12:00"},
      {"\"Q?\" til 5/12 13.30", Kind::scale, yes_or_no, false, "2026-12-05T13:30"},
      {"\"Q?\" til kl. 11.12", Kind::scale, yes_or_no, false, "2026-11-09T11:12"},
      {"\"Q?\" til i dag 15:00", Kind::scale, yes_or_no, false, "2026-11-09T15:00"},
      {"\"Q?\" til i morgen", Kind::scale, yes_or_no, false, "2026-11-10T12:00"},
      {"\"Q?\" til i morgon kl. 9", Kind::scale, yes_or_no, false, "2026-11-10T09:00"},
      {"\"Q?\" til neste tirsdag", Kind::scale, yes_or_no, false, "2026-11-17T12:00"},
      {"\"Q?\" 14:30", Kind::scale, yes_or_no, false, "2026-11-09T14:30"},
      {"\"Q?\" til i kveld kl 20", Kind::scale, yes_or_no, false, "2026-11-09T20:00"},
      {"\"Q?\" til i morgen tidlig kl 8", Kind::scale, yes_or_no, false, "2026-11-10T08:00"},
      {"\"Q?\" til fredag kl tre", Kind::scale, yes_or_no, false, "2026-11-13T15:00"},
      {"\"Q?\" til ti over to", Kind::scale, yes_or_no, false, "2026-11-09T14:10"},
      {"\"Q?\" senest fredag 🙂", Kind::scale, yes_or_no, false, "2026-11-13T12:00"},
      {"\"Q?\" frist: fredag kl 9", Kind::scale, yes_or_no, false, "2026-11-13T09:00"},
      {"\"Q?\" t.o.m. fredag", Kind::scale, yes_or_no, false, "2026-11-13T12:00"},
      {"\"Q?\" en halv time", Kind::scale, yes_or_no, false, "2026-11-09T10:45"},
      {"\"Q?\" 1,5 time", Kind::scale, yes_or_no, false, "2026-11-09T11:45"},
      {"\"Q?\" om fjorten dager navn", Kind::scale, yes_or_no, true, "2026-11-23T10:15"},
  };
  static_assert(std::size(table) >= 60);
  for (const Good& row : table) {
    const Draft draft = read(row.words);
    ASSERT_EQ(draft.complaint, "") << row.words << " about " << draft.about;
    const core::Question& question = draft.poll.questions.at(0);
    EXPECT_EQ(question.kind, row.kind) << row.words;
    std::vector<std::string> options;
    for (const auto& option : question.options) options.push_back(option.in(core::Language::nb));
    EXPECT_EQ(options, row.options) << row.words;
    EXPECT_EQ(draft.poll.named, row.named) << row.words;
    EXPECT_EQ(wall(draft.poll.closes), row.closes) << row.words;
    EXPECT_EQ(draft.poll.title.in(core::Language::en), "Q?") << row.words;
    EXPECT_TRUE(question.required) << row.words;
    EXPECT_EQ(draft.poll.opens, monday);
    EXPECT_EQ(draft.poll.group.text, "g");
  }
}

TEST(PollCommand, SaysWhatItDidNotUnderstand) {
  std::string many = "\"Q?\"";
  for (int i = 1; i <= 31; ++i) many += " \"" + std::to_string(i) + "\"";
  struct Bad {
    std::string words, complaint, about;
  };
  const Bad table[] = {
      {"Hva nå", "polls.complaint.word", "Hva"},
      {"\"Q?\" \"A\" \"B\" fleree", "polls.complaint.word", "fleree"},
      {"\"Q?\" 14", "polls.complaint.word", "14"},
      {"\"Q?\" til lørdag 6. desember", "polls.complaint.weekday", "lørdag 6. desember"},
      {"\"Q?\" til 13.00–14.30", "polls.complaint.time", "13.00–14.30"},
      {"\"Q?\" til 12.10", "polls.complaint.closes", ""},
      {"\"Q?\" 10 epler", "polls.complaint.word", "10"},
      {"\"Q?\" til", "polls.complaint.time", ""},
      {"\"Q?\" til snart", "polls.complaint.time", "snart"},
      {"\"Q?\" til i kveld", "polls.complaint.time", "i kveld"},
      {"\"Q?\" til 25:00", "polls.complaint.time", "25:00"},
      {"\"Q?\" til 31.2.", "polls.complaint.time", "31.2."},
      {"\"Q?\" \"A\" \"B", "polls.complaint.quote", ""},
      {"flere", "polls.complaint.no_question", ""},
      {"til 14:30", "polls.complaint.no_question", ""},
      {"\"\" \"A\" \"B\"", "polls.complaint.empty", ""},
      {"\"Q?\" \"A\" \"  \"", "polls.complaint.empty", ""},
      {"\"" + std::string(201, 'x') + "\"", "polls.complaint.long", std::string(24, 'x') + "…"},
      {"\"Q?\" \"A\" \"a\"", "polls.complaint.twice", "A"},
      {"\"Q?\" \"Å gå\" \"å  GÅ\"", "polls.complaint.twice", "Å gå"},
      {"\"Q?\" \"Mer tid\" \"mer\u00a0tid\u200b\"", "polls.complaint.twice", "Mer tid"},
      {"\"Q?\" skala \"1\" \"2\" \"3\" \"4\"", "polls.complaint.steps", ""},
      {"\"Q?\" skala \"1\"", "polls.complaint.steps", ""},
      {"\"Q?\" ja/nei \"A\" \"B\"", "polls.complaint.no_options", ""},
      {"\"Q?\" fritekst \"A\"", "polls.complaint.no_options", ""},
      {"\"Q?\" \"A\"", "polls.complaint.two_options", ""},
      {"\"Q?\" flere", "polls.complaint.two_options", ""},
      {many, "polls.complaint.many_options", "30"},
      {"\"Q?\" \"A\" \"B\" høyst", "polls.complaint.most_number", "høyst"},
      {"\"Q?\" \"A\" \"B\" flere høyst 3", "polls.complaint.most", "2"},
      {"\"Q?\" \"A\" \"B\" \"C\" \"D\" \"E\" skala maks 2", "polls.complaint.no_most", ""},
      {"\"Q?\" \"A\" \"B\" rangert flere", "polls.complaint.kinds", ""},
      {"\"Q?\" + \"R?\" \"A\"", "polls.complaint.two_options", ""},
      {"\"Q?\" +", "polls.complaint.no_question", ""},
      {"\"Hva trenger vi?\" fritekst + \"Har vi tid?\" + \"har vi tid?\"", "polls.complaint.same_question",
       "har vi tid?"},
      {"\"A?\" fritekst + \"B?\" + \"C?\" + \"D?\" + \"E?\" + \"F?\"", "polls.complaint.many_questions", "5"},
      {"\"Q?\" \"A\" \"B\" flere skala", "polls.complaint.kinds", ""},
      {"\"Q?\" 0 min", "polls.complaint.closes", ""},
      {"\"Q?\" til fredag til lørdag", "polls.complaint.time", "lørdag"},
      {"\"Q?\" til fredag 30 min", "polls.complaint.time", "30 min"},
      {"\"Q?\" 2 dager 3 t", "polls.complaint.time", "3 t"},
      {"\"Q?\" til fredag + \"R?\" til lørdag", "polls.complaint.time", "lørdag"},
      {"\"Q?\" 61 dager", "polls.complaint.closes", ""},
      {"\"Q?\" til 2027-06-01", "polls.complaint.closes", ""},
      {"\"Q?\" til 2026-11-01", "polls.complaint.closes", ""},
  };
  for (const Bad& row : table) {
    const Draft draft = read(row.words);
    EXPECT_EQ(draft.complaint, row.complaint) << row.words;
    EXPECT_EQ(draft.about, row.about) << row.words;
    for (const core::Language language : core::all_languages)
      EXPECT_FALSE(core::text(language, row.complaint, {{"about", draft.about}}).empty());
  }
}

// A command is read on the thread that everybody waits for.
TEST(PollCommand, IsReadAtOnceHoweverLong) {
  for (const char* part : {"til ", "i ", "i dag til og med ", "\"a\" ", "\"a\" + "})
    EXPECT_NE(read("\"Q?\" " + support::again_and_again(part)).complaint, "") << part;
}

TEST(PollCommand, LimitsHowManyMayBeGiven) {
  const auto most = [](const std::string& rest) {
    return read("\"Q?\" \"A\" \"B\" \"C\" \"D\" " + rest).poll.questions.at(0).most;
  };
  EXPECT_EQ(most("flere"), 0);
  EXPECT_EQ(most("flere høyst 2"), 2);
  EXPECT_EQ(most("flere at most 3 navn"), 3);
  EXPECT_EQ(most("flere max 4"), 0) << "as many as there are is no limit";
  EXPECT_EQ(most("rangert"), 3) << "three places, where nothing is said";
  EXPECT_EQ(most("rangert maks 2"), 2);
  EXPECT_EQ(most("rangert maks 4"), 0) << "all of them";
}

TEST(PollCommand, ReadsSeveralQuestions) {
  const Draft draft = read(
      "\"Hva trenger vi?\" \"Tid\" \"Ro\" flere + \"Passer torsdag?\" navn + \"Noe mer?\" fritekst til "
      "14:30");
  ASSERT_EQ(draft.complaint, "") << draft.about;
  ASSERT_EQ(draft.poll.questions.size(), 3U);
  EXPECT_EQ(draft.poll.questions[0].kind, Kind::choices);
  EXPECT_EQ(draft.poll.questions[1].options.size(), 2U);
  EXPECT_EQ(draft.poll.questions[2].kind, Kind::text);
  EXPECT_EQ(draft.poll.title.in(core::Language::nb), "Hva trenger vi?");
  EXPECT_TRUE(draft.poll.named) << "wherever it stands, it is said of the whole";
  EXPECT_EQ(wall(draft.poll.closes), "2026-11-09T14:30");
}

TEST(PollCommand, NobodyHasToWriteToBeAbleToVote) {
  const Draft both = read("\"Har vi tid?\" + \"Hva mangler?\" fritekst");
  ASSERT_EQ(both.poll.questions.size(), 2U);
  EXPECT_TRUE(both.poll.questions[0].required);
  EXPECT_FALSE(both.poll.questions[1].required);
  EXPECT_TRUE(read("\"Hva mangler?\" fritekst").poll.questions[0].required)
      << "there is nothing else to answer";
  EXPECT_TRUE(read("\"Har vi tid?\" + \"Hva mangler?\" fritekst åpen").poll.questions[1].required)
      << "names stand beside it anyway";
}

TEST(PollCommand, CountsLettersAndNotBytes) {
  const std::string letter = "ø";
  std::string most, more;
  for (int i = 0; i < 200; ++i) most += letter;
  more = most + letter;
  EXPECT_EQ(read("\"" + most + "\"").complaint, "");
  const Draft draft = read("\"x" + more + "\"");
  EXPECT_EQ(draft.complaint, "polls.complaint.long");
  std::string begun = "x";
  for (int i = 0; i < 23; ++i) begun += letter;
  EXPECT_EQ(draft.about, begun + "…") << "never cut in the middle of a letter";
}

TEST(PollCommand, AppliesTheDefaultsForClosing) {
  EXPECT_EQ(wall(read("\"Q?\"", monday, true).poll.closes), "2026-11-09T10:25")
      << "ten minutes inside a session";
  EXPECT_EQ(wall(read("\"Q?\"", at("2026-11-13T10:00:00Z")).poll.closes), "2026-11-16T12:00")
      << "Friday: Monday";
  EXPECT_EQ(wall(read("\"Q?\"", at("2026-05-13T10:00:00Z")).poll.closes), "2026-05-15T12:00")
      << "over Ascension Day";
  EXPECT_EQ(wall(read("\"Q?\"", at("2026-10-23T10:00:00Z")).poll.closes), "2026-10-26T12:00")
      << "noon on the wall on both sides of the change of the clocks";
}

TEST(PollCommand, CountsDaysByTheCalendarWhenTheClocksChange) {
  EXPECT_EQ(wall(read("\"Q?\" 1 dag", at("2026-10-24T10:00:00Z")).poll.closes), "2026-10-25T12:00");
  EXPECT_EQ(wall(read("\"Q?\" 1 uke", at("2027-03-26T11:00:00Z")).poll.closes), "2027-04-02T12:00");
}

TEST(PollCommand, ReadsTimesInTheGroupsOwnZone) {
  core::Group abroad = group();
  abroad.zone = "America/New_York";
  const Draft draft = draft_from(core::parse_command("poll \"Q?\" until 14:30"), abroad, monday, false);
  EXPECT_EQ(core::to_text(draft.poll.closes), "2026-11-09T19:30:00Z");
}

}  // namespace
}  // namespace polls
