// The published evaluation of six dialogue cafés (a home-care unit, 2013), fed through real check-outs and
// attendance: the report gives back who answered and who was there, café by café and in sum, and every number
// of the table that the rules of small numbers let anybody read; where the evaluation is open, all of the
// table.

#include <gmock/gmock.h>

#include <charconv>
#include <regex>

#include "bot/app/load_packs.hpp"
#include "bot/features/digests/overview.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;
using testing::ElementsAre;

struct Cafe {
  int little, useful, very, present;
  int answered() const { return little + useful + very; }
};
constexpr std::array<Cafe, 6> published{
    {{0, 17, 6, 31}, {0, 18, 10, 37}, {2, 18, 5, 33}, {2, 13, 2, 22}, {1, 16, 4, 22}, {0, 11, 4, 15}}};

std::string guest_of_cafe(int number) {
  return std::string("gjest") + static_cast<char>('a' + number / 26) + static_cast<char>('a' + number % 26);
}

// Forty who are invited, and one café a week.
app::Config cafes() {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  core::Group& group = config.groups[0];
  group.cadence =
      core::cadence_from_text("hver tirsdag 13:00-14:30", core::Date{std::chrono::year{2026} / 11 / 24});
  group.programme = "dialogkafe";
  for (int i = 0; i < 34; ++i) {
    core::Person person = config.people[1];
    person.user = guest_of_cafe(i);
    person.name = person.user;
    person.name[0] = 'G';
    person.id = core::PersonId(core::id_from_name("person " + person.user));
    config.people.push_back(person);
    group.members.push_back({person.id, core::Role::participant, {}});
  }
  config.programmes = app::load_packs({});
  return config;
}

class Cafes : public ::testing::Test {
 protected:
  std::vector<std::string> invited() {
    std::vector<std::string> users;
    for (const core::Member& member : bot.config().groups[0].members)
      if (member.role != core::Role::leader)
        for (const core::Person& person : bot.config().people)
          if (person.id == member.person) users.push_back(person.user);
    return users;
  }
  // Until the check-out of that café lies in the channel.
  core::Button checkout(int number) {
    int found = 0;
    core::Button last;
    while (found <= number) {
      bot.advance(*bot.bot().engine().next_due());
      found = 0;
      for (const Said& one : bot.said)
        if (!one.edit() && one.delivery.key.starts_with("poll:") && one.words().starts_with("Utsjekk")) {
          ++found;
          for (const core::Button& each : buttons(one.delivery.message))
            if (each.name == "box/polls/form" || each.name == "polls/form") last = each;
        }
    }
    return last;
  }
  void answer(const core::Button& open, const std::string& user, int step) {
    const auto form = bot.press(user, open);
    ASSERT_TRUE(form.form) << words(form);
    const core::Input& scale = form.form->inputs.front();
    bot.submit(user, *form.form, {{scale.id, {scale.options[static_cast<std::size_t>(step)].value}}});
  }
  void tick(int present) {
    const auto form = bot.say("marit", "hjemme-nord", "oppmøte");
    ASSERT_TRUE(form.form) << words(form);
    core::FormValues values;
    for (const core::Input& input : form.form->inputs)
      if (input.kind == core::Input::Kind::choices)
        for (int i = 0; i < present; ++i)
          values[input.id].push_back(input.options[static_cast<std::size_t>(i)].value);
    bot.submit("marit", *form.form, values);
  }

  // All six, and what the leaders' report says of them.
  core::Table evaluated() {
    const auto users = invited();
    EXPECT_GE(users.size(), 37U);
    for (std::size_t number = 0; number < published.size(); ++number) {
      const Cafe& cafe = published.at(number);
      const core::Button open = checkout(static_cast<int>(number));
      std::size_t next = 0;
      for (const auto& [step, count] : {std::pair(0, cafe.little), {1, cafe.useful}, {2, cafe.very}})
        for (int i = 0; i < count; ++i) answer(open, users[next++], step);
      tick(cafe.present);
    }
    bot.advance(bot.clock.now() + std::chrono::days{6});
    storage::Database database((data / "refleks.db").string(), storage::Database::Use::reader);
    const storage::Stores stores = storage::open_stores(database);
    digests::Overviews overviews(*stores.digests, *stores.histories, "Europe/Oslo");
    for (core::Table& table :
         overviews.tables_for_leaders({&bot.config().groups[0]}, bot.clock.now(), core::Language::nb))
      if (table.key == "evaluation") return std::move(table);
    return {};
  }

  TempDirectory data;
  WholeBot bot{cafes(), "2026-11-16T08:00:00Z", data / "refleks.db"};
};

class OpenCafes : public Cafes {
 protected:
  OpenCafes() {
    bot.config().programmes.at("dialogkafe").open_evaluation = true;
    bot.restart();
  }
};

TEST_F(Cafes, ThePublishedTableComesBackAsFarAsTheRulesLetIt) {
  const core::Table table = evaluated();
  std::vector<std::pair<int, std::string>> cafes;  // who was there, and what is said of how useful it was
  for (const auto& row : table.rows)
    if (std::get<std::string>(row.at(6)) == core::text(core::Language::nb, "checkout.useful") &&
        std::holds_alternative<double>(row.at(4)))  // the last row of a question is of all together
      cafes.emplace_back(static_cast<int>(std::get<double>(row.at(4))), std::get<std::string>(row.at(7)));
  ASSERT_EQ(cafes.size(), published.size());

  int present = 0, answered = 0, hidden = 0;
  std::array<int, 3> read{}, all{};
  for (std::size_t number = 0; number < cafes.size(); ++number) {
    const auto& [there, said] = cafes.at(number);
    const Cafe& cafe = published.at(number);
    EXPECT_EQ(there, cafe.present);
    present += there;
    std::smatch found;
    ASSERT_TRUE(std::regex_search(said, found, std::regex("(\\d+) (har )?svart"))) << said;
    EXPECT_EQ(std::stoi(found[1]), cafe.answered()) << said;
    answered += std::stoi(found[1]);
    const std::array<int, 3> true_numbers{cafe.little, cafe.useful, cafe.very};
    for (std::size_t step = 0; step < true_numbers.size(); ++step) {
      all.at(step) += true_numbers.at(step);
      const std::string label = core::text(
          core::Language::nb,
          std::array{"checkout.useful.little", "checkout.useful.some", "checkout.useful.very"}.at(step));
      if (std::regex_search(said, found, std::regex(label + "\\W+(\\d+)"))) {
        EXPECT_EQ(std::stoi(found[1]), true_numbers.at(step)) << said;
        read.at(step) += std::stoi(found[1]);
      } else {
        hidden += true_numbers.at(step);
      }
    }
  }
  EXPECT_EQ(answered, 129);
  EXPECT_EQ(present, 160);
  EXPECT_THAT(all, ElementsAre(5, 93, 31));
  // Small numbers are told by nobody, and with them what would give them away.
  EXPECT_EQ(read[0] + read[1] + read[2] + hidden, 129);
  EXPECT_EQ(read[2], 29);
  EXPECT_EQ(read[0] + read[1], 0) << "never more than two said so, and they would be what is left";
  // Nor may the sums of the table be told beside that (docs/privacy.md): 31 is what was read and the fourth
  // café, which is fewer than four; 93 leaves seven for it and for all who found it little useful, and two
  // who tell each other what they answered at each of the cafés hold more than seven.
  EXPECT_EQ(all[2] - read[2], published[3].very);
  EXPECT_LT(published[3].very, 4);
  EXPECT_EQ(answered - all[1] - read[2], all[0] + published[3].very);
  EXPECT_LE(all[0] + published[3].very, 2 * static_cast<int>(published.size()));
}

// "Lite nyttig: 5" or "Lite nyttig 5" -> 5, and so on; how many answered last.
std::array<int, 4> numbers_in(const std::string& said) {
  std::array<int, 4> numbers{-1, -1, -1, -1};
  const std::array keys{"checkout.useful.little", "checkout.useful.some", "checkout.useful.very"};
  std::smatch found;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (std::regex_search(said, found, std::regex(core::text(core::Language::nb, keys.at(i)) + "\\W+(\\d+)")))
      numbers.at(i) = std::stoi(found[1]);
  if (std::regex_search(said, found, std::regex("(\\d+) har svart"))) numbers[3] = std::stoi(found[1]);
  return numbers;
}

TEST_F(OpenCafes, ThePublishedTableComesBackWholeCafeByCafeAndInSum) {
  const core::Table table = evaluated();
  std::vector<std::array<int, 5>> rows;
  for (const auto& row : table.rows) {
    if (std::get<std::string>(row.at(6)) != core::text(core::Language::nb, "checkout.useful")) continue;
    const auto numbers = numbers_in(std::get<std::string>(row.at(7)));
    ASSERT_TRUE(std::holds_alternative<double>(row.at(4))) << std::get<std::string>(row.at(7));
    rows.push_back(
        {numbers[0], numbers[1], numbers[2], numbers[3], static_cast<int>(std::get<double>(row.at(4)))});
  }
  std::vector<std::array<int, 5>> wanted;
  for (const Cafe& cafe : published)
    wanted.push_back({cafe.little, cafe.useful, cafe.very, cafe.answered(), cafe.present});
  wanted.push_back({5, 93, 31, 129, 160});
  EXPECT_EQ(rows, wanted);
}

// Before anybody answers, three times: with the invitation, with the question, and in the form.
TEST_F(OpenCafes, WhoIsAskedReadsBeforeThatItIsOpen) {
  const std::string letter = words(bot.say("marit", "hjemme-nord", "brev"));
  EXPECT_HAS(letter, "svarene er åpne");
  EXPECT_LACKS(letter, "uten navn. Det vises aldri hva hver enkelt svarte");
  const core::Button open = checkout(0);
  const auto all = bot.said_in("hjemme-nord");
  const auto holds = [&](const char* key, const char* part) {
    return std::ranges::any_of(all, [&](const Said& one) {
      return one.delivery.key.starts_with(key) && one.words().find(part) != std::string::npos;
    });
  };
  EXPECT_TRUE(holds("invitation:", "Evalueringen etterpå er åpen"));
  EXPECT_TRUE(holds("poll:", "Åpen evaluering: gruppa ser hvem som svarte hva"));
  EXPECT_FALSE(holds("poll:", "Anonymt"));
  const auto form = bot.press("kari", open);
  const std::string intro = core::plain_text(form.form.value().intro);
  EXPECT_HAS(intro, "Åpent: gruppa ser hvem som svarte hva");
  EXPECT_LACKS(intro, "nonym");
  bot.submit("kari", form.form.value(),
             {{form.form->inputs.at(0).id, {form.form->inputs.at(0).options.at(2).value}},
              {form.form->inputs.at(1).id, {"bordene var små"}}});
  bot.forget();
  bot.advance(bot.clock.now() + std::chrono::days{1});
  EXPECT_HAS(bot.last_in("hjemme-nord"), "Kari");
  EXPECT_HAS(bot.last_in("hjemme-nord"), "bordene var små");
  for (const Said& one : bot.said_in("berit")) {
    EXPECT_LACKS(one.words(), "bordene var små");
    EXPECT_LACKS(one.words(), "Kari");
  }
  // What they said travels with the next invitation, without names.
  bot.advance(bot.clock.now() + std::chrono::days{6});
  std::string invited;
  for (const Said& one : bot.said_in("hjemme-nord"))
    if (one.delivery.key.starts_with("invitation:")) invited = one.words();
  EXPECT_HAS(invited, "bordene var små");
  EXPECT_LACKS(invited, "Kari");
}

}  // namespace
