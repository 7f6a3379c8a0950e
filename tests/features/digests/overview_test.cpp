// The pages about groups: to whom they show what, and that they say nothing that was not published.

#include "bot/features/digests/overview.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "bot/core/texts.hpp"
#include "bot/features/digests/plots.hpp"
#include "tests/support/store_fixture.hpp"

namespace digests {
namespace {

using core::Language;
using core::Role;
using support::at;
using Audience = core::ResultLine::Audience;

// Remembers for whom it was asked.
class FakeHistory final : public HistoryStore {
 public:
  GroupHistory history(const core::GroupId& group, core::Instant begin, core::Instant end,
                       Audience audience) override {
    asked.emplace_back(group, audience);
    spans.emplace_back(begin, end);
    GroupHistory all = told;
    for (HistoryResult& result : all.results)
      std::erase_if(result.lines, [&](const core::ResultLine& line) { return line.audience != audience; });
    std::erase_if(all.results, [&](const HistoryResult& result) {
      return result.lines.empty() || result.told < begin || result.told >= end;
    });
    all.sessions = sessions(group, begin, end, audience);
    if (audience != Audience::group) all.tryouts.clear(), all.hours.clear();
    return all;
  }
  std::vector<SessionLine> sessions(const core::GroupId&, core::Instant begin, core::Instant end,
                                    Audience) override {
    std::vector<SessionLine> all = told.sessions;
    if (sessions_of_days)
      std::erase_if(all, [&](const SessionLine& line) {
        return line.session.starts < begin || line.session.starts >= end;
      });
    return all;
  }
  GroupHistory told;
  bool sessions_of_days = false;  // as the real one does
  std::vector<std::pair<core::Instant, core::Instant>> spans;
  std::vector<std::pair<core::GroupId, Audience>> asked;
};
class NoWeeks final : public DigestStore {
 public:
  std::vector<GroupWeek> weeks(std::span<const core::GroupId> groups, const WeekSpan&) override {
    return std::vector<GroupWeek>(groups.size());
  }
};

HistoryResult checkout(const char* id, const char* opens, std::vector<core::ResultLine> lines) {
  HistoryResult result;
  result.poll.id = core::PollId(id);
  result.poll.purpose = core::Poll::Purpose::checkout;
  result.poll.title = core::Localized("Utsjekk", "Utsjekk", "Check-out");
  result.poll.opens = at(opens);
  result.poll.session = core::SessionId(id);
  core::Question useful;
  useful.kind = core::Question::Kind::scale;
  useful.prompt = core::Localized("Hvor nyttig?", "Kor nyttig?", "How useful?");
  useful.options = {core::Localized("Lite", "Lite", "Little"), core::Localized("Nyttig", "Nyttig", "Useful"),
                    core::Localized("Svært", "Svært", "Very")};
  result.poll.questions = {useful};
  result.lines = std::move(lines);
  result.told = at(opens) + std::chrono::hours{24};
  return result;
}
core::ResultLine half(Audience audience, int about) {
  return {0, audience, core::ResultLine::Part::half, about, 0, {}};
}

std::vector<core::ResultLine> both(int about) {
  return {half(Audience::group, about), half(Audience::leader, about)};
}

class OverviewTest : public ::testing::Test {
 protected:
  OverviewTest() {
    group = support::group("a", {fay, pia, leo, top});
    group.members[0].role = Role::facilitator;
    group.members[2].role = group.members[3].role = Role::leader;
    group.above = {top.id};
    other = support::group("b", {ola});
    people = core::Directory({fay, pia, leo, top, ola}, {group, other});
    auto& told = history.told;
    core::Session held;
    held.id = core::SessionId("one");
    held.starts = at("2026-10-06T11:00:00Z");
    held.ends = at("2026-10-06T12:30:00Z");
    held.topic = "Pårørende";
    told.sessions.push_back({held, 6, 5, 7});
    held.id = core::SessionId("two");
    held.starts = at("2026-11-24T12:00:00Z");
    held.ends = at("2026-11-24T13:30:00Z");
    told.sessions.push_back({held, 3, 0, 0});
    told.results = {checkout("one", "2026-10-06T12:30:00Z", {half(Audience::group, 2)}),
                    checkout("two", "2026-10-20T12:30:00Z", both(1)),
                    checkout("three", "2026-11-03T12:30:00Z", both(2)),
                    checkout("four", "2026-11-10T12:30:00Z", both(1))};
    told.matters.push_back({core::MatterId("m1"),
                            "=Vikarer",
                            "Leo",
                            core::MatterState::lifted,
                            at("2026-10-06T12:30:00Z"),
                            at("2026-10-06T12:30:00Z"),
                            {},
                            false});
    told.matters.push_back({core::MatterId("m2"),
                            "Nøkler",
                            "",
                            core::MatterState::done,
                            at("2026-09-01T12:30:00Z"),
                            at("2026-10-01T12:30:00Z"),
                            {},
                            true});
    told.minutes.push_back({"Vi spør hverandre først", at("2026-10-06T12:30:00Z")});
    told.tryouts.push_back({"Vente ett minutt", "kept", "Det gikk fint", at("2026-10-06T12:30:00Z")});
    told.hours.push_back({fay.id, "Fay", 1, 3, std::chrono::minutes{270}});
    told.hours.push_back({pia.id, "Pia", 1, 2, std::chrono::minutes{180}});
  }
  Overview ask(const core::Person& reader, std::string_view view, bool of_group = true) {
    return overviews.answer({people, reader, now, Language::nb}, view,
                            of_group ? std::optional(group.id) : std::nullopt);
  }
  std::string words(const core::Person& reader, std::string_view view, bool of_group = true) {
    const auto shown = ask(reader, view, of_group);
    const auto* message = std::get_if<core::Message>(&shown);
    return message ? core::plain_text(*message) : "nothing";
  }

  core::Person fay = support::person("fay"), pia = support::person("pia"), leo = support::person("leo"),
               top = support::person("top"), ola = support::person("ola");
  core::Group group, other;
  core::Directory people;
  NoWeeks weeks;
  FakeHistory history;
  Overviews overviews{weeks, history, "Europe/Oslo"};
  const core::Instant now = at("2026-11-16T09:00:00Z");
};

TEST_F(OverviewTest, NobodyReadsOfAGroupThatIsNotTheirs) {
  for (const char* view : {"group", "report", "tables", "plot-matters", "plot-attendance"})
    EXPECT_TRUE(std::holds_alternative<std::monostate>(ask(ola, view))) << view;
  EXPECT_TRUE(history.asked.empty());
  EXPECT_TRUE(std::holds_alternative<std::monostate>(ask(leo, "plot-nothing")));
}

TEST_F(OverviewTest, LeadersReadTheirOwnLinesAloneAndMembersTheirs) {
  words(leo, "group");
  EXPECT_EQ(history.asked.back().second, Audience::leader);
  words(pia, "group");
  EXPECT_EQ(history.asked.back().second, Audience::group);
}

TEST_F(OverviewTest, ALeaderSeesNeitherTryoutsNorHoursNorTextsAndCanOpenTheMatters) {
  const auto page = std::get<core::Message>(ask(leo, "group"));
  const std::string said = core::plain_text(page);
  EXPECT_EQ(said.find("Vente ett minutt"), std::string::npos) << said;
  EXPECT_EQ(said.find("Pia"), std::string::npos) << said;
  EXPECT_NE(said.find("=Vikarer"), std::string::npos) << said;
  EXPECT_NE(said.find("5 av 7 kom"), std::string::npos) << said;
  int opens = 0;
  for (const core::Block& block : page.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      opens += static_cast<int>(actions->buttons.size());
  EXPECT_EQ(opens, 3) << "two matters, and other days";
}

TEST_F(OverviewTest, ASessionPastNewYearIsSaidWithItsYear) {
  core::Session next;
  next.id = core::SessionId("three");
  next.starts = at("2027-01-05T12:00:00Z");
  next.ends = at("2027-01-05T13:30:00Z");
  history.told.sessions.push_back({next, 0, 0, 0});
  const std::string said = words(pia, "group");
  EXPECT_NE(said.find("tirsdag 5. januar 2027 kl. 13.00"), std::string::npos) << said;
  EXPECT_NE(said.find("tirsdag 24. november kl. 13.00"), std::string::npos) << said;
}

TEST_F(OverviewTest, AMatterWhoseDayHasGoneIsSaidToBeLate) {
  HistoryMatter& matter = history.told.matters[0];
  matter.state = core::MatterState::in_work;
  matter.look_again = now;
  EXPECT_NE(words(leo, "group").find("ses på igjen mandag 16. november"), std::string::npos);
  matter.look_again = now - std::chrono::days{1};
  const std::string late = words(leo, "group");
  EXPECT_NE(late.find("skulle vært sett på igjen søndag 15. november"), std::string::npos) << late;
}

TEST_F(OverviewTest, OneAboveReadsOnlyWhatReachedThatLevel) {
  const std::string said = words(top, "group");
  EXPECT_EQ(said.find("Vikarer"), std::string::npos) << said;
  EXPECT_NE(said.find("Nøkler"), std::string::npos) << said;
}

TEST_F(OverviewTest, HoursAreForThePersonAndTheFacilitator) {
  EXPECT_NE(words(fay, "group").find("Pia"), std::string::npos);
  const std::string said = words(pia, "group");
  EXPECT_EQ(said.find("Fay"), std::string::npos) << said;
  EXPECT_NE(said.find("3 t 0 min på 2 samlinger (periode 1)"), std::string::npos) << said;
  EXPECT_NE(said.find("Vente ett minutt"), std::string::npos) << said;
}

TEST_F(OverviewTest, WhoFacilitatesSinceReadsNobodysHoursOfAPeriodThatBeganBefore) {
  history.told.hours.push_back({pia.id, "Pia", 2, 1, std::chrono::minutes{90}});
  group.members[0].since = core::Date{std::chrono::year{2026} / 11 / 9};
  people = core::Directory({fay, pia, leo, top, ola}, {group, other});
  const std::string said = words(fay, "group");
  EXPECT_EQ(said.find("3 t 0 min"), std::string::npos) << said;
  EXPECT_NE(said.find("4 t 30 min"), std::string::npos) << "their own: " << said;
  EXPECT_NE(said.find("1 t 30 min på 1 samling (periode 2)"), std::string::npos)
      << "the next period's: " << said;
}

// A leader made a participant for a minute, or whoever comes later: of the time before no more than leaders.
TEST_F(OverviewTest, WhoHasComeSinceReadsOfTheTimeBeforeWhatLeadersMay) {
  history.told.tryouts.push_back({"Stille time", "open", "", at("2026-11-10T12:30:00Z")});
  group.members[1].since = core::Date{std::chrono::year{2026} / 11 / 9};
  people = core::Directory({fay, pia, leo, top, ola}, {group, other});
  const std::string said = words(pia, "group");
  EXPECT_EQ(said.find("Vente ett minutt"), std::string::npos) << said;
  EXPECT_NE(said.find("Stille time"), std::string::npos) << said;
  EXPECT_EQ(std::get<core::Plot>(ask(pia, "plot-usefulness")).columns.size(), 3U)
      << "the first had no line for leaders";
  EXPECT_EQ(std::get<core::Plot>(ask(fay, "plot-usefulness")).columns.size(), 4U);
}

TEST_F(OverviewTest, ThePlotSaysInWordsWhatTheReaderWasShownAndNoMore) {
  const auto theirs = std::get<core::Plot>(ask(leo, "plot-usefulness"));
  ASSERT_EQ(theirs.columns.size(), 3U) << "the first had no line for leaders";
  using enum core::Plot::Shape;
  EXPECT_EQ(theirs.marks, (std::vector<core::Plot::Mark>{{1, 0, full}, {0, 1, full}, {1, 2, full}}));
  EXPECT_EQ(theirs.alt,
            "Hvor nyttig? tirsdag 20. oktober: Nyttig. tirsdag 3. november: Svært. tirsdag 10. november: "
            "Nyttig.");
  const auto own = std::get<core::Plot>(ask(pia, "plot-usefulness"));
  EXPECT_EQ(own.columns.size(), 4U);
  for (const std::string& row : own.rows)
    EXPECT_EQ(row.find_first_of("0123456789"), std::string::npos) << row;
}

TEST_F(OverviewTest, NumbersThatWerePublishedAreDrawnAsWordsAllTheSame) {
  using Part = core::ResultLine::Part;
  const std::vector<core::ResultLine> numbers{{0, Audience::leader, Part::answered, -1, 12, {}},
                                              {0, Audience::leader, Part::side, 0, 3, {}},
                                              {0, Audience::leader, Part::side, 2, 9, {}}};
  history.told.results = {
      checkout("one", "2026-10-06T12:30:00Z", numbers), checkout("two", "2026-10-13T12:30:00Z", numbers),
      checkout("three", "2026-10-20T12:30:00Z", numbers),
      checkout("four", "2026-10-27T12:30:00Z", {{0, Audience::leader, Part::too_few, -1, 0, {}}})};
  const auto plot = std::get<core::Plot>(ask(leo, "plot-usefulness"));
  EXPECT_EQ(plot.marks.size(), 3U);
  EXPECT_EQ(plot.marks[0], (core::Plot::Mark{0, 0, core::Plot::Shape::full}));
  EXPECT_EQ(plot.columns.size(), 4U) << "that it was asked is no secret";
  EXPECT_EQ(plot.alt.find("12"), std::string::npos) << plot.alt;
}

TEST_F(OverviewTest, FewerThanThreeAreNotDrawnAndNoneBesideOneOfARosterThatChangedByOne) {
  history.told.results.pop_back();
  EXPECT_TRUE(std::holds_alternative<std::monostate>(ask(leo, "plot-usefulness")));
  for (const char* id : {"four", "five", "six"})
    history.told.results.push_back(checkout(id, "2026-11-10T12:30:00Z", both(0)));
  for (HistoryResult& result : history.told.results) result.poll.roster = 7;
  history.told.results[3].poll.roster = 8;
  const auto plot = std::get<core::Plot>(ask(leo, "plot-usefulness"));
  EXPECT_EQ(plot.columns.size(), 5U);
  EXPECT_EQ(plot.marks.size(), 4U);
  for (const core::Plot::Mark& mark : plot.marks) EXPECT_NE(mark.column, 2U);
}

// What was told as equally many is said so.
TEST_F(OverviewTest, TheLastResultIsAllThatItNames) {
  const auto tie = [](int about) {
    return core::ResultLine{0, Audience::leader, core::ResultLine::Part::tie, about, 0, {}};
  };
  history.told.results.back().lines = {tie(0), tie(2)};
  EXPECT_NE(words(leo, "groups", false).find("sist: Lite og Svært"), std::string::npos)
      << words(leo, "groups", false);
}

TEST_F(OverviewTest, WhatIsSaidTogetherStandsUnderEachProgrammeThatIsInIt) {
  for (const char* id : {"three", "four", "five"}) {
    SessionLine line;
    line.session.id = core::SessionId(id);
    line.programme = "Palliasjon";
    history.told.sessions.push_back(line);
  }
  for (SessionLine& line : history.told.sessions)
    if (line.programme.empty()) line.programme = line.session.id.text == "one" ? "Etikk" : "Frie temaer";
  const auto tables = std::get<std::vector<core::Table>>(ask(leo, "tables", false));
  const auto& sum = tables[2].rows.back();
  EXPECT_EQ(sum.at(1), core::Cell("Frie temaer og Palliasjon")) << "leaders were told nothing of the first";
}

// Nor of a period whose check-outs were answered openly: those are summed, and stand in no pool.
TEST_F(OverviewTest, NoProgrammeStandsByWhatIsPooledOfOthers) {
  using Part = core::ResultLine::Part;
  history.told.sessions.clear();
  history.told.results.clear();
  for (const char* id : {"0", "1", "2", "3"}) {
    SessionLine line;
    line.session.id = core::SessionId(id);
    line.programme = id[0] == '0' ? "Etikk" : "Palliasjon";
    history.told.sessions.push_back(line);
    const std::string opens = "2026-10-1" + std::string(id) + "T12:30:00Z";
    history.told.results.push_back(checkout(id, opens.c_str(), both(1)));
  }
  HistoryResult& open = history.told.results.front();
  open.poll.named = true;
  open.lines = {{0, Audience::leader, Part::answered, -1, 5, {}},
                {0, Audience::leader, Part::count, 1, 5, {}}};
  const auto tables = std::get<std::vector<core::Table>>(ask(leo, "tables", false));
  EXPECT_EQ(tables[2].rows.back().at(1), core::Cell("Palliasjon"));
}

// What was told of an anonymous one was told of it alone.
TEST_F(OverviewTest, NoAnonymousCheckOutIsSummedWithOpenOnes) {
  using Part = core::ResultLine::Part;
  std::vector<HistoryResult> all;
  for (const char* id : {"1", "2", "3"}) {
    all.push_back(checkout(
        id, "2026-10-06T12:30:00Z",
        {{0, Audience::group, Part::answered, -1, 9, {}}, {0, Audience::group, Part::count, 1, 9, {}}}));
    all.back().poll.named = id[0] != '2';
  }
  const auto said = [&](std::vector<HistoryResult> results) {
    Read read{&group, Audience::group, {}};
    read.history.results = std::move(results);
    core::Message message;
    for (Together& one : say_together(read, all_results, Language::nb))
      message.blocks.emplace_back(std::move(one.said));
    return core::plain_text(message);
  };
  EXPECT_EQ(said(all), "Hvor nyttig? Lite: 0, Nyttig: 18 og Svært: 0. 18 har svart.");
  EXPECT_EQ(said({all[1], all[2]}), "") << "one is no sum";
}

TEST_F(OverviewTest, ThisPeriodIsTheWholeOfItWhateverDaysAreShown) {
  history.sessions_of_days = true;
  for (const char* days : {"", "20261001-20261031", "20260101-20260630"}) {
    history.spans.clear();
    const auto shown = overviews.answer({people, leo, now, Language::nb, days_in(days)}, "group", group.id);
    std::string address;
    for (const core::Block& block : std::get<core::Message>(shown).blocks)
      if (const auto* list = std::get_if<core::List>(&block))
        for (const core::Rich& item : list->items)
          if (item.front().text == "Denne perioden") address = item.front().url;
    EXPECT_EQ(address, "?v=group&g=" + group.id.text + "&d=20261006-20261124") << days;
    EXPECT_EQ(history.spans.size(), *days ? 2U : 1U)
        << "those days, and what was told since; no year besides";
  }
}

// Whoever chooses days does not choose what stands beside what.
TEST_F(OverviewTest, WhatIsDrawnIsDecidedFromTheNewestBackWhateverDaysAreChosen) {
  history.told.results.clear();
  int day = 0;
  for (const int roster : {7, 7, 7, 8, 8, 8}) {
    ++day;
    const std::string when = "2026-10-0" + std::to_string(day) + "T12:30:00Z";
    history.told.results.push_back(checkout(std::to_string(day).c_str(), when.c_str(), both(2)));
    history.told.results.back().poll.roster = roster;
  }
  const auto columns_drawn = [&](const std::optional<Days>& days) {
    std::set<std::string> dates;
    const auto shown = overviews.answer({people, leo, now, Language::nb, days}, "plot-usefulness", group.id);
    if (const auto* plot = std::get_if<core::Plot>(&shown))
      for (const core::Plot::Mark& mark : plot->marks) dates.insert(plot->columns[mark.column]);
    return dates;
  };
  const std::set<std::string> newest{"4.10", "5.10", "6.10"};
  using namespace std::chrono;
  EXPECT_EQ(columns_drawn({}), newest);
  EXPECT_EQ(columns_drawn(days_between(2026y / October / 4, 2026y / October / 31)), newest);
  EXPECT_EQ(columns_drawn(days_between(2026y / October / 1, 2026y / October / 31)), newest);
  EXPECT_TRUE(columns_drawn(days_between(2026y / October / 1, 2026y / October / 4)).empty())
      << "the three before them stand beside nothing";
}

TEST_F(OverviewTest, WhatIsNotDrawnIsCountedBesideTheDrawing) {
  SessionLine line = history.told.sessions.front();
  for (int week = 1; week <= 15; ++week) {
    line.session.id = core::SessionId("before-" + std::to_string(week));
    line.session.starts -= std::chrono::days{7};
    line.session.ends -= std::chrono::days{7};
    history.told.sessions.insert(history.told.sessions.begin(), line);
  }
  EXPECT_EQ(attendance_plot(history.told, group, now, Language::nb).all, 16);
  EXPECT_EQ(timeline_plot(history.told, group, now, Language::nb).all, 17);
  for (const char* view : {"group", "report"}) {
    const auto shown = ask(leo, view);
    const auto* report = std::get_if<Report>(&shown);
    const std::string said = core::plain_text(report ? report->body : std::get<core::Message>(shown));
    EXPECT_NE(said.find("Alle 16 står i regnearket."), std::string::npos) << said;
    EXPECT_NE(said.find("Alle 17 står i regnearket."), std::string::npos) << said;
  }
}

TEST_F(OverviewTest, MattersAreDrawnByStateAndAge) {
  const core::Plot plot = matters_plot(history.told, now, Language::nb);
  ASSERT_EQ(plot.bars.size(), 2U);
  EXPECT_EQ(plot.bars[0].caption, "1, den eldste 5 uker");
  EXPECT_EQ(plot.bars[1].caption, "1") << "what is done grows no older";
}

TEST_F(OverviewTest, ASessionOfWhichNobodyTickedWhoCameIsNotSaidToBeHeld) {
  EXPECT_EQ(timeline_plot(history.told, group, now, Language::nb).alt,
            "Samlingene. tirsdag 6. oktober: Holdt. tirsdag 24. november: Kommer.");
  history.told.sessions[0].listed = 0;
  EXPECT_EQ(timeline_plot(history.told, group, now, Language::nb).alt,
            "Samlingene. tirsdag 6. oktober: Ikke registrert. tirsdag 24. november: Kommer.");
}

TEST_F(OverviewTest, TheTableOfSessionsSaysOfEachWhatTheDrawingSays) {
  const auto states = [&] {
    std::vector<core::Cell> all;
    const auto tables = std::get<std::vector<core::Table>>(ask(leo, "tables"));
    for (const auto& row : tables[0].rows) all.push_back(row.at(3));
    return all;
  };
  EXPECT_EQ(states(), (std::vector<core::Cell>{std::string("Holdt"), std::string("Kommer")}));
  history.told.sessions[0].listed = 0;
  EXPECT_EQ(states(), (std::vector<core::Cell>{std::string("Ikke registrert"), std::string("Kommer")}));
}

TEST_F(OverviewTest, ASessionHasTheThemeOfItsPlanAndTheTitleOfItsProgramme) {
  core::Programme palliative;
  palliative.title = core::Localized("Lindrende omsorg", "Lindrande omsorg", "Palliative care");
  for (const char* theme : {"Smerter", "Samtaler"}) {
    palliative.sessions.emplace_back();
    palliative.sessions.back().theme = core::Localized(theme, theme, theme);
  }
  Overviews named(weeks, history, "Europe/Oslo",
                  std::make_shared<const ProgrammeNames>(names_of({{"palliasjon", palliative}})));
  const auto tables_of = [&](const core::Person& reader) {
    return std::get<std::vector<core::Table>>(
        named.answer({people, reader, now, Language::nb}, "tables", group.id));
  };
  auto& sessions = history.told.sessions;
  for (SessionLine& line : sessions) line.programme = "palliasjon";
  sessions[1].session.topic = "Noe annet";
  sessions[1].plan = 2;
  const auto tables = tables_of(leo);
  EXPECT_EQ(tables[0].rows.at(0).at(4), core::Cell("Pårørende")) << "what was chosen, where there is no plan";
  EXPECT_EQ(tables[0].rows.at(1).at(4), core::Cell("Samtaler"));
  const auto page = named.answer({people, leo, now, Language::nb}, "group", group.id);
  const std::string words = core::plain_text(std::get<core::Message>(page));
  EXPECT_NE(words.find(" · Samtaler"), std::string::npos) << words;
  EXPECT_EQ(tables_of(pia)[2].rows.at(0).at(1), core::Cell("Lindrende omsorg"));
}

TEST_F(OverviewTest, WhatIsLeftOutOfThePageIsSaidToBeInTheSpreadsheet) {
  EXPECT_EQ(words(leo, "group").find("i regnearket"), std::string::npos);
  for (int more = 0; more < 5; ++more)
    history.told.results.push_back(
        checkout(("more" + std::to_string(more)).c_str(), "2026-11-12T12:30:00Z", both(1)));
  EXPECT_NE(words(leo, "group").find("Og 2 eldre resultater, som står i regnearket."), std::string::npos)
      << words(leo, "group");
  const auto report = std::get<Report>(ask(leo, "report"));
  EXPECT_NE(core::plain_text(report.body).find("Og 2 eldre resultater"), std::string::npos);
}

TEST_F(OverviewTest, TablesHoldWhatWasPublishedAndTheHoursOnlyOfThoseWhoMay) {
  const auto of = [&](const core::Person& reader) {
    return std::get<std::vector<core::Table>>(ask(reader, "tables", false));
  };
  const auto leaders = of(leo), mine = of(pia);
  ASSERT_EQ(leaders.size(), 7U);
  EXPECT_EQ(leaders[0].key, "sessions");
  EXPECT_EQ(leaders[0].rows.size(), 2U);
  EXPECT_EQ(leaders[1].rows.size(), 3U);
  EXPECT_EQ(mine[1].rows.size(), 4U);
  EXPECT_EQ(leaders[4].rows.size(), 1U) << "what the group has released";
  EXPECT_TRUE(leaders[5].rows.empty()) << "hours";
  EXPECT_EQ(mine[5].rows.size(), 1U);
  for (const core::Table& table : leaders)
    for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.head.size()) << table.key;
  EXPECT_EQ(mine[2].rows.at(0).at(3), core::Cell("Pårørende")) << "the evaluation of a session";
  const auto& sum = leaders[2].rows.back();
  EXPECT_EQ(sum.at(3), core::Cell("Til sammen"));
  EXPECT_EQ(sum.at(6), core::Cell("Hvor nyttig?"));
  EXPECT_EQ(sum.at(7),
            core::Cell(
                "Flest svarte Svært, eller like mange som et annet, i 1 av 3 samlinger. Flest svarte Nyttig, "
                "eller likt mellom flere svar, i 2 av 3 samlinger."))
      << "what leaders were shown alone";
}

TEST_F(OverviewTest, APageOfChosenDaysSaysSoAndLeadsToFilesOfTheSame) {
  const auto days = days_in("20261001-20261031");
  const auto shown = overviews.answer({people, leo, now, Language::nb, days}, "group", group.id);
  const auto& page = std::get<core::Message>(shown);
  const std::string said = core::plain_text(page);
  EXPECT_NE(said.find("Fra torsdag 1. oktober 2026 til og med lørdag 31. oktober 2026."), std::string::npos)
      << said;
  EXPECT_EQ(said.find("Samlinger som kommer"), std::string::npos) << "those days are over\n" << said;
  EXPECT_EQ(
      std::ranges::count(history.spans, std::pair(at("2026-09-30T22:00:00Z"), at("2026-10-31T23:00:00Z"))),
      1);
  EXPECT_NE(said.find("=Vikarer"), std::string::npos) << "open in those days";
  EXPECT_NE(said.find("Nøkler"), std::string::npos) << "was done in them";
  std::string addresses;
  for (const core::Block& block : page.blocks)
    if (const auto* list = std::get_if<core::List>(&block))
      for (const core::Rich& item : list->items)
        for (const core::Span& span : item) addresses += span.url + "\n";
  EXPECT_NE(addresses.find("?v=report-pdf&g=" + group.id.text + "&d=20261001-20261031"), std::string::npos);
  const auto later = overviews.answer({people, leo, now, Language::nb, days_in("20261102-20261130")},
                                      "tables", std::nullopt);
  const auto& tables = std::get<std::vector<core::Table>>(later);
  EXPECT_EQ(tables[3].rows.size(), 1U) << "what was done before is no matter of those days";
}

TEST_F(OverviewTest, OnPaperThereAreNoLinksAndNoButtons) {
  const auto report = std::get<Report>(ask(leo, "report"));
  for (const core::Block& block : report.body.blocks) {
    EXPECT_FALSE(std::holds_alternative<core::Actions>(block));
    if (const auto* list = std::get_if<core::List>(&block)) {
      for (const core::Rich& item : list->items)
        for (const core::Span& span : item) EXPECT_TRUE(span.url.empty()) << span.text;
    }
    if (const auto* image = std::get_if<core::Image>(&block)) {
      EXPECT_TRUE(report.plots.contains(image->url));
      EXPECT_FALSE(image->alt.empty());
    }
  }
  EXPECT_EQ(report.plots.size(), 4U);
}

TEST_F(OverviewTest, ThePageOfAllGroupsNamesEachWithWhatComes) {
  const std::string said = words(leo, "groups", false);
  EXPECT_NE(said.find("neste samling tirsdag 24. november"), std::string::npos) << said;
  EXPECT_NE(said.find("1 åpen sak"), std::string::npos) << said;
  EXPECT_NE(said.find("sist: Nyttig"), std::string::npos) << said;
  core::Person nobody = support::person("nobody");
  EXPECT_NE(words(nobody, "groups", false).find("ikke med i noen gruppe"), std::string::npos);
}

}  // namespace
}  // namespace digests
