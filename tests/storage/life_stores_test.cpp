// The stores of what carries a group, on every database: sign-up, good practice, what a group is for, the
// agreement and its letter, the network, the daily debrief; and that a person can be told and erased.

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "storage/person_record.hpp"
#include "storage/retention_store.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using support::at;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class LifeStores : public support::Stored {
 protected:
  void SetUp() override {
    round.id = recruiting::RoundId("r1");
    round.group = group_a;
    round.places = 2;
    round.words = "For natt";
    round.opened = now;
    round.closes = now + std::chrono::days{14};
  }

  const core::Instant now = at("2026-11-20T09:00:00Z");
  recruiting::Round round;
};

TEST_P(LifeStores, KeepWhoSignsUpInOrderAndForgetWhomTheyOnlyMet) {
  auto& store = *stores.recruiting;
  store.add(round);
  store.add(round);
  EXPECT_EQ(store.current(group_a)->words, "For natt");
  core::Person guro = support::person("guro");
  const core::PersonId id = store.meet(guro);
  store.save(round.id, {anne.id, 1, true, false});
  store.save(round.id, {id, 2, false, true});
  store.save(round.id, {id, 2, true, true});
  ASSERT_THAT(store.of(round.id), SizeIs(2));
  EXPECT_TRUE(store.of(round.id)[1].placed);
  store.call(*stores.people->load().person(id), "Guro Nes");
  EXPECT_EQ(stores.people->load().person(id)->name, "Guro Nes");
  store.forget(id);
  EXPECT_TRUE(stores.people->load().person(id)) << "on a list still";
  store.clear(round.id);
  store.forget(id);
  store.forget(anne.id);
  EXPECT_FALSE(stores.people->load().person(id));
  EXPECT_TRUE(stores.people->load().person(anne.id));
  store.set_state(round.id, recruiting::Round::State::settled);
  EXPECT_FALSE(store.current(group_a));
}

TEST_P(LifeStores, KeepLinesOfGoodPracticeTheNewestFirst) {
  auto& store = *stores.practices;
  for (int i = 1; i <= 3; ++i)
    store.add(
        {practices::PracticeId("p" + std::to_string(i)), group_a, "Linje", now + std::chrono::hours{i}});
  const auto two = store.newest(2, 1);
  ASSERT_THAT(two, SizeIs(2));
  EXPECT_EQ(two[0].id.text, "p2");
  store.remove(two[0].id);
  EXPECT_FALSE(store.find(two[0].id));
}

TEST_P(LifeStores, KeepWhatIsSaidByNameOfEachRound) {
  auto& store = *stores.purposes;
  EXPECT_FALSE(store.latest(group_a));
  purposes::Asking asking;
  asking.group = group_a;
  asking.asked = now;
  store.save(asking);
  purposes::Said said;
  said.person = bo.id;
  said.gives = {0, 3};
  said.decides = 2;
  said.words = "Færre avvik";
  store.save(group_a, 1, said);
  said.round = 2;
  store.save(group_a, 1, said);
  const auto all = store.said(group_a, 1);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_THAT(all[0].gives, ElementsAre(0, 3));
  EXPECT_EQ(all[1].words, "Færre avvik");
  asking.round = 2;
  asking.sessions = 2;
  store.save(asking);
  EXPECT_EQ(store.latest(group_a)->round, 2);
}

TEST_P(LifeStores, RememberThatAFacilitatorLeftItOut) {
  auto& store = *stores.purposes;
  purposes::Asking left_out;
  left_out.group = group_a;
  left_out.left_out = true;
  store.save(left_out);
  storage::make_retention_store(database)->forget_matters(now);
  ASSERT_TRUE(store.latest(group_a));
  EXPECT_TRUE(store.latest(group_a)->left_out);
  EXPECT_FALSE(store.latest_asked(group_a));
  purposes::Asking asked;
  asked.group = group_a;
  asked.number = 2;
  asked.asked = now - std::chrono::hours{1};
  store.save(asked);
  left_out.number = 3;
  store.save(left_out);
  ASSERT_TRUE(store.latest_asked(group_a));
  EXPECT_EQ(store.latest_asked(group_a)->number, 2);
  EXPECT_EQ(store.latest(group_a)->number, 3);
  storage::make_retention_store(database)->forget_matters(now);
  EXPECT_FALSE(store.latest_asked(group_a));
  EXPECT_TRUE(store.latest(group_a)->left_out) << "what was asked is forgotten in time";
}

TEST_P(LifeStores, KeepTheAgreementAndCountReaders) {
  auto& store = *stores.agreements;
  agreements::Agreement one;
  one.group = group_a;
  one.number = 1;
  one.room = "Kjelleren";
  one.written = now;
  one.facilitator = anne.id;
  one.by_facilitator = true;
  store.save(one);
  one.number = 2;
  one.leader = bo.id;
  one.by_leader = true;
  store.save(one);
  EXPECT_TRUE(store.find(group_a)->holds());
  agreements::Letter letter{agreements::LetterId("l1"), group_a, now, 2, 0};
  store.add(letter, {"ord", "annet"});
  store.read(letter.id, "ord");
  store.read(letter.id, "ord");
  store.read(letter.id, "noe helt annet");
  EXPECT_EQ(store.last_letter(group_a)->read, 1);
}

TEST_P(LifeStores, KeepTheNetworkAndTheDailyDebrief) {
  auto& network = *stores.network;
  network.save({group_a});
  network.save({group_a, true, 3});
  EXPECT_TRUE(network.find()->direct);
  network.bring(group_a, cato.id, core::Date{std::chrono::year{2026} / 11 / 20});
  network.set_advisers({anne.id, bo.id});
  network.set_advisers({bo.id});
  EXPECT_THAT(network.advisers(), ElementsAre(bo.id));
  EXPECT_THAT(network.brought(), ElementsAre(cato.id));
  network.end();
  EXPECT_FALSE(network.find());
  EXPECT_THAT(network.brought(), IsEmpty());
  auto& debriefs = *stores.debriefs;
  debriefs.save({group_a, core::Minutes{900}});
  debriefs.save({group_a, core::Minutes{930}});
  ASSERT_THAT(debriefs.all(), SizeIs(1));
  EXPECT_EQ(debriefs.find(group_a)->at, core::Minutes{930});
  debriefs.remove(group_a);
  EXPECT_THAT(debriefs.all(), IsEmpty());
}

TEST_P(LifeStores, TellEverythingOfAPerson) {
  stores.recruiting->add(round);
  stores.recruiting->save(round.id, {bo.id, 1, true, false});
  purposes::Asking asking;
  asking.group = group_a;
  asking.asked = now;
  stores.purposes->save(asking);
  purposes::Said said;
  said.person = bo.id;
  said.words = "Færre avvik";
  stores.purposes->save(group_a, 1, said);
  agreements::Agreement one;
  one.group = group_a;
  one.number = 1;
  one.written = now;
  one.leader = bo.id;
  stores.agreements->save(one);
  stores.network->bring(group_a, bo.id, core::Date{std::chrono::year{2026} / 11 / 20});
  stores.network->set_advisers({bo.id});
  const auto people = storage::people_called(database, bo.id.text);
  ASSERT_FALSE(people.empty());
  const auto record = storage::record_of(database, people.front());
  for (const char* kept : {"sign_ups", "purpose_answers", "agreements_leader", "network", "adviser"})
    EXPECT_EQ(record.at(kept).size(), 1U) << kept;
}

ON_EVERY_DATABASE(LifeStores);

}  // namespace
