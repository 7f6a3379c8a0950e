// What happens to messages, and what coordinators hear, when a platform does not take them.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <map>

#include "bot/runtime/asking.hpp"
#include "tests/runtime/world.hpp"

namespace runtime {
namespace {

using TroubleKind = Delivered::Kind;
using Keys = std::vector<std::string>;
using std::chrono::minutes;

class Trouble : public World {
 protected:
  Trouble() {
    engine->start();
    feature.on_command = [this](core::Context& context) {
      for (const auto& [key, to] : wanted) context.post({key, to, words(key), false});
    };
  }
  void post_all(std::vector<std::pair<std::string, core::Destination>> posts) {
    wanted = std::move(posts);
    run({command("pia", "do")});
    wanted.clear();
  }
  OutboxRow::State state(const std::string& key) { return stores.outbox->find(key)->state; }
  // What waits at coordinators' own place, in the order it will go.
  std::vector<std::string> told() {
    std::vector<std::string> found;
    for (const std::string& key : advance(clock.now() + minutes{5}))
      if (key.starts_with("undelivered:"))
        found.push_back(core::plain_text(stores.outbox->find(key)->message));
    return found;
  }

  std::vector<std::pair<std::string, core::Destination>> wanted;
};

TEST_F(Trouble, RefusedCredentialsHoldTheWholeWorkspaceUntilTheyAreGood) {
  post_all({{"a", channel()}, {"b", channel("c-sor")}, {"c", direct("pia")}, {"a2", channel()}});
  const auto under_way = out;
  ASSERT_EQ(under_way.size(), 3u);
  for (const Delivery& delivery : under_way) settle(delivery, TroubleKind::refused);
  EXPECT_TRUE(out.empty());
  post_all({{"d", direct("leo")}});
  EXPECT_TRUE(out.empty()) << "also what comes later";

  // One tries for all, and as long as it takes; what waits is not given up.
  for (int i = 0; i < 200; ++i) {
    clock.set(std::max(clock.now(), engine->next_due().value()));
    run({});
    ASSERT_LE(out.size(), 1u);
    if (out.size() == 1) settle(out[0], TroubleKind::refused);
  }
  restart();
  for (int i = 0; i < 5 && out.empty(); ++i) {
    clock.set(std::max(clock.now(), engine->next_due().value()));
    run({});
  }
  ASSERT_FALSE(out.empty());
  for (const Delivery& delivery : std::vector(out)) settle(delivery, TroubleKind::refused);

  const auto sent = advance(clock.now() + minutes{30});
  for (const char* key : {"a", "b", "c", "a2", "d"})
    EXPECT_EQ(std::count(sent.begin(), sent.end(), key), 1) << key;
  EXPECT_LT(std::find(sent.begin(), sent.end(), "a"), std::find(sent.begin(), sent.end(), "a2"));
  EXPECT_LE(sent.size(), 6u) << "and at most one notice, when it was the one that tried";
  EXPECT_FALSE(stores.agenda->any("notices:refused:")) << "the next refusal is told again";
}

TEST_F(Trouble, WhenCredentialsMayBeOthersOneTriesAtOnceAndAllFollowWhenItIsTaken) {
  post_all({{"a", channel()}, {"b", channel("c-sor")}, {"c", direct("pia")}});
  for (const Delivery& delivery : std::vector(out)) settle(delivery, TroubleKind::refused);
  EXPECT_TRUE(out.empty());
  const auto try_again = [this] {
    Batch batch;
    batch.errands.push_back({[this](core::Context&) { engine->try_again(); }, [](bool) {}});
    out = engine->run(std::move(batch));
  };
  try_again();
  ASSERT_EQ(out.size(), 1u) << "one for all";
  settle(std::vector(out)[0], TroubleKind::refused);
  EXPECT_TRUE(out.empty()) << "as before";
  try_again();
  ASSERT_EQ(out.size(), 1u);
  settle(std::vector(out)[0], TroubleKind::sent);
  EXPECT_EQ(out.size(), 2u) << "and the others without a wait";
}

// It was refused once, and is told since to leave the place alone: that has nothing to do with the others.
TEST_F(Trouble, AWaitThatThePlatformAskedForStandsWhenOthersAreTakenOrTryAgain) {
  post_all({{"a", channel()}, {"b", channel("c-sor")}, {"c", direct("pia")}});
  for (const Delivery& delivery : std::vector(out)) settle(delivery, TroubleKind::refused);
  clock.set(clock.now() + minutes{2});
  run({});
  ASSERT_EQ(out.size(), 1u);
  const std::string first = out[0].key;
  settle(std::vector(out)[0], TroubleKind::retry, std::chrono::hours{1});
  Batch batch;
  batch.errands.push_back({[this](core::Context&) { engine->try_again(); }, [](bool) {}});
  out = engine->run(std::move(batch));
  Keys tried;
  for (int i = 0; i < 6 && !out.empty(); ++i)
    for (const Delivery& delivery : std::vector(out)) {
      tried.push_back(delivery.key);
      settle(delivery, TroubleKind::sent);
    }
  EXPECT_GE(tried.size(), 2u);
  EXPECT_EQ(std::ranges::count(tried, first), 0);
}

TEST_F(Trouble, WhatWasRefusedTriesAtOnceAfterAStart) {
  post_all({{"a", channel()}});
  settle(std::vector(out)[0], TroubleKind::refused);
  EXPECT_TRUE(out.empty());
  restart();
  run({});
  EXPECT_EQ(std::ranges::count(out, "a", &Delivery::key), 1);
}

// A service that is started again every two seconds is no attack on the platform.
TEST_F(Trouble, OneTriesForAllAfterAStart) {
  post_all({{"a", channel()}, {"b", channel("c-sor")}, {"c", direct("pia")}});
  for (const Delivery& delivery : std::vector(out)) settle(delivery, TroubleKind::refused);
  restart();
  run({});
  ASSERT_EQ(out.size(), 1u);
  settle(std::vector(out)[0], TroubleKind::refused);
  EXPECT_TRUE(out.empty());
  restart();
  run({});
  ASSERT_EQ(out.size(), 1u);
  settle(std::vector(out)[0], TroubleKind::sent);
  EXPECT_GE(out.size(), 2u) << "and the others without a wait";
}

TEST_F(Trouble, OneTriesForAPartThatIsShutAfterAStart) {
  post_all({{"a", direct("pia")}, {"b", direct("leo")}, {"c", channel()}});
  const auto refuse = [this](const std::string& key) {
    Settlement settlement{key, false, {}};
    settlement.outcome.kind = TroubleKind::refused;
    settlement.outcome.shut = "chats";
    run({}, {settlement});
  };
  for (const char* key : {"a", "b"}) refuse(key);
  restart();
  run({});
  const auto shut = [this] {
    return std::ranges::count_if(out, [](const auto& delivery) { return delivery.key < "c"; });
  };
  EXPECT_EQ(shut(), 1);
}

// Who had just been refused tried next, and all others waited for ever.
TEST_F(Trouble, AllOfAPartThatIsShutTryInTurnAlsoWhereARefusalTakesItsTime) {
  post_all({{"a", direct("pia")}, {"b", direct("leo")}, {"c", direct("sol")}});
  std::map<std::string, int> tries;
  for (int i = 0; i < 60; ++i) {
    std::vector<Delivery> under_way = std::exchange(out, {}), more;
    for (const Delivery& one : under_way) {
      clock.set(clock.now() + std::chrono::seconds{2});
      Settlement settlement{one.key, false, {}};
      settlement.outcome.kind = one.key.size() > 1 ? TroubleKind::sent : TroubleKind::refused;
      if (one.key.size() == 1) settlement.outcome.shut = "chats";
      ++tries[one.key];
      run({}, {settlement});
      more.insert(more.end(), out.begin(), out.end());
    }
    out = std::move(more);
    if (!out.empty()) continue;
    clock.set(std::max(clock.now(), engine->next_due().value()));
    run({});
  }
  for (const char* key : {"a", "b", "c"}) EXPECT_GT(tries[key], 5) << key;
}

// A try that came to nothing is no message: nothing is put off to Monday because the platform was not there.
TEST_F(Trouble, WhatIsTriedAgainAndAgainCountsOnceInTheWeek) {
  DeliveryDefaults few;
  few.ceiling = 10;
  engine =
      std::make_unique<Engine>(Engine::Parts{clock, random, transactor, *stores.agenda, *stores.outbox,
                                             *stores.seen, [this] { return stores.people->load(); }, few},
                               dispatcher);
  engine->start();
  post_all({{"a", direct("pia")}});
  ASSERT_EQ(out.size(), 1u);
  for (int i = 0; i < 60; ++i) {
    if (!out.empty()) settle(std::vector(out)[0], TroubleKind::refused);
    clock.set(std::max(clock.now(), engine->next_due().value()));
    run({});
  }
  const auto sent = advance(clock.now() + minutes{30});
  EXPECT_EQ(std::count(sent.begin(), sent.end(), "a"), 1);
  for (const std::string& key : sent) EXPECT_FALSE(key.starts_with("gathered")) << key;
}

TEST_F(Trouble, CoordinatorsElsewhereHearOfRefusedCredentialsOnce) {
  people.back().workspace = "elsewhere";
  stores.people->apply(people, groups);
  restart();
  post_all({{"a", channel()}, {"b", channel("c-sor")}});
  std::vector<std::string> heard;
  for (int i = 0; i < 300; ++i) {
    std::vector<Delivery> under_way = out;
    while (!under_way.empty()) {
      const Delivery delivery = under_way.back();
      under_way.pop_back();
      const bool elsewhere = delivery.to.workspace == "elsewhere";
      if (elsewhere) heard.push_back(core::plain_text(delivery.message));
      settle(delivery, elsewhere ? TroubleKind::sent : TroubleKind::refused);
      under_way.insert(under_way.end(), out.begin(), out.end());
    }
    clock.set(std::max(clock.now(), engine->next_due().value()));
    run({});
  }
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_NE(heard[0].find("refleks doctor"), std::string::npos) << heard[0];
  EXPECT_NE(heard[0].find("w"), std::string::npos);
  EXPECT_NE(state("a"), OutboxRow::State::failed);
}

// A permission to write to people is missing: what is told to 300 of them is one thing to mend.
TEST_F(Trouble, APartThatIsShutWaitsAndIsToldOfOnce) {
  people.back().workspace = "elsewhere";
  stores.people->apply(people, groups);
  restart();
  Keys heard;
  const auto shut = [&](bool mended) {
    for (auto under_way = std::exchange(out, {}); !under_way.empty(); under_way = std::exchange(out, {}))
      for (const Delivery& delivery : under_way) {
        const bool elsewhere = delivery.to.workspace == "elsewhere";
        if (elsewhere) heard.push_back(core::plain_text(delivery.message));
        const bool taken = mended || elsewhere || delivery.to.kind == core::Destination::Kind::channel;
        Settlement settlement{delivery.key, false, {}};
        settlement.outcome.kind = taken ? TroubleKind::sent : TroubleKind::refused;
        if (!taken) settlement.outcome.shut = "chats";
        std::vector<Delivery> before = std::move(out);
        run({}, {settlement});
        out.insert(out.end(), before.begin(), before.end());
      }
  };
  const auto next = [&] {
    clock.set(std::max(clock.now(), engine->next_due().value_or(clock.now())));
    run({});
  };
  const Keys names{"fay", "pia", "leo", "sol"};
  std::vector<std::pair<std::string, core::Destination>> posts;
  for (const std::string& name : names) posts.emplace_back(name, direct(name));
  post_all(posts);
  shut(false);
  for (int i = 0; i < 200; ++i) {
    next();
    ASSERT_LE(out.size(), 1u) << "one tries for all";
    shut(false);
    if (i != 100) continue;
    post_all({{"a", channel()}});
    ASSERT_EQ(keys(out), Keys{"a"}) << "all else goes on";
    shut(false);
  }
  EXPECT_EQ(heard,
            Keys{core::plain_text(core::rich(core::Language::en, "outbox.refused_part", {{"where", "w"}}))});
  clock.set(clock.now() + std::chrono::days{7});
  for (int i = 0; i < 3; ++i) {
    next();
    shut(false);
  }
  EXPECT_EQ(heard.size(), 2u) << "once a week";
  for (const std::string& name : names) EXPECT_EQ(state(name), OutboxRow::State::waiting) << name;
  restart();
  run({});
  for (int i = 0; i < 10; ++i) {
    shut(true);
    next();
  }
  for (const std::string& name : names) EXPECT_EQ(state(name), OutboxRow::State::sent) << name;
  EXPECT_FALSE(stores.agenda->any("notices:refused:")) << "the next time is told again";
}

TEST_F(Trouble, WhereAPaceIsKeptOneTriesForAllToo) {
  engine->set_paced([](const std::string&) { return true; });
  post_all({{"a", channel()}, {"b", channel("c-sor")}, {"c", direct("pia")}});
  const auto say = [&](TroubleKind kind) {
    Batch batch;
    for (const Wish& wish : engine->take_wishes()) {
      batch.ready.push_back({wish, {}});
      batch.ready.back().outcome.kind = kind;
    }
    const std::size_t asked = batch.ready.size();
    out = engine->run(std::move(batch));
    return asked;
  };
  EXPECT_EQ(say(TroubleKind::refused), 3u);
  for (int i = 0; i < 10; ++i) {
    clock.set(std::max(clock.now(), engine->next_due().value()));
    run({});
    ASSERT_LE(say(TroubleKind::refused), 1u);
  }
  while (engine->next_due() && out.empty()) {
    clock.set(std::max(clock.now(), *engine->next_due()));
    run({});
    say(TroubleKind::sent);
  }
  ASSERT_EQ(out.size(), 1u) << "who was asked about goes";
  settle(out[0], TroubleKind::sent);
  clock.set(clock.now() + minutes{2});
  run({});
  EXPECT_GE(say(TroubleKind::sent), 2u);
}

TEST_F(Trouble, OfAPlaceThatTakesNothingItIsToldWhyAndHowLong) {
  post_all({{"a", channel()}});
  Settlement settlement{"a", false, {}};
  settlement.outcome.kind = TroubleKind::refused;
  settlement.outcome.place_alone = true;
  settlement.outcome.reason = "no_permission";
  run({}, {settlement});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(core::plain_text(out[0].message),
            core::plain_text(core::rich(core::Language::en, "outbox.refused_place", {{"where", "nord"}})) +
                "\n" + core::text(core::Language::en, "outbox.why.no_entry"));
}

TEST_F(Trouble, APlaceWithItsOwnKeyIsHeldAlone) {
  post_all({{"a", channel()}, {"b", channel("c-sor")}});
  Settlement settlement{"a", false, {}};
  settlement.outcome.kind = TroubleKind::refused;
  settlement.outcome.place_alone = true;
  run({}, {settlement});
  settle({"b", channel("c-sor"), {}, ""}, TroubleKind::sent);
  post_all({{"c", channel("c-sor")}});
  ASSERT_FALSE(out.empty());
  EXPECT_EQ(out.back().key, "c");
}

TEST_F(Trouble, APlaceWithItsOwnKeyTriesAtOnceWhenThatMayBeAnotherAndNotBefore) {
  post_all({{"a", channel()}, {"b", channel("c-sor")}});
  Settlement settlement{"a", false, {}};
  settlement.outcome.kind = TroubleKind::refused;
  settlement.outcome.place_alone = true;
  run({}, {settlement});
  settle({"b", channel("c-sor"), {}, ""}, TroubleKind::sent);
  const auto is_tried = [this] { return std::ranges::count(out, "a", &Delivery::key) > 0; };
  EXPECT_FALSE(is_tried()) << "what is taken elsewhere tells nothing of it";
  Batch batch;
  batch.errands.push_back({[this](core::Context&) { engine->try_again(); }, [](bool) {}});
  out = engine->run(std::move(batch));
  EXPECT_TRUE(is_tried());
}

TEST_F(Trouble, NoticesOfOneKindAreGathered) {
  std::vector<std::pair<std::string, core::Destination>> many;
  for (int i = 0; i < 40; ++i)
    many.emplace_back("poll:" + std::to_string(i), channel("c-" + std::to_string(i)));
  post_all(many);
  ASSERT_EQ(out.size(), 40u);
  std::vector<Settlement> settlements;
  for (const Delivery& delivery : out) {
    settlements.push_back({delivery.key, false, {}});
    settlements.back().outcome.kind = TroubleKind::unknown;
  }
  run({}, settlements);
  EXPECT_EQ(told(), std::vector<std::string>{core::plain_text(core::rich(core::Language::en, "outbox.unknown",
                                                                         {{"where", "c-0"}})) +
                                             "\n" + core::text(core::Language::en, "outbox.about.poll")});
  restart();
  clock.set(clock.now() + minutes{45});
  EXPECT_TRUE(told().empty());
  clock.set(clock.now() + minutes{10});
  run({});
  EXPECT_EQ(told(), std::vector<std::string>{core::plain_text(core::rich(
                        core::Language::en, "outbox.unknown_more", {{"count", "39"}, {"workspace", "w"}}))});
  EXPECT_TRUE(advance(clock.now() + std::chrono::hours{5}).empty()) << "and then it is quiet";
}

// --- asking the platform

class Remembering final : public Adapter {
 public:
  Capabilities capabilities() const override { return {}; }
  boost::asio::awaitable<void> run(Inbox&) override { co_return; }
  boost::asio::awaitable<Delivered> deliver(Delivery) override { co_return Delivered(); }
  boost::asio::awaitable<std::optional<std::string>> find(std::string) override {
    ++asked;
    if (fails) throw std::runtime_error("not now");
    if (asked == there_at) co_return "ref";
    co_return std::nullopt;
  }
  int asked = 0, there_at = 0;
  bool fails = false;
};

Delivered outcome_of_asking(Remembering& adapter) {
  boost::asio::io_context io;
  Delivered unsure, outcome;
  unsure.kind = TroubleKind::unknown;
  unsure.reason = "no_answer";
  const Pause no_time = [](std::chrono::milliseconds) -> boost::asio::awaitable<void> { co_return; };
  boost::asio::awaitable<Delivered> asking = asked(adapter, "key", unsure, no_time);
  boost::asio::co_spawn(io, std::move(asking), [&](std::exception_ptr failure, Delivered result) {
    EXPECT_FALSE(failure);
    outcome = std::move(result);
  });
  io.run();
  return outcome;
}

TEST(Asking, FindsAlsoWhatComesLate) {
  Remembering adapter;
  adapter.there_at = 2;
  const Delivered found = outcome_of_asking(adapter);
  EXPECT_EQ(found.kind, TroubleKind::sent);
  EXPECT_EQ(found.ref, "ref");
  EXPECT_EQ(adapter.asked, 2);
}

TEST(Asking, WhatIsNotThereStaysUnknown) {
  Remembering adapter;
  EXPECT_EQ(outcome_of_asking(adapter).kind, TroubleKind::unknown);
  EXPECT_GT(adapter.asked, 1);
  Remembering failing;
  failing.fails = true;
  EXPECT_EQ(outcome_of_asking(failing).kind, TroubleKind::unknown);
}

}  // namespace
}  // namespace runtime
