#include "adapters/net/tries.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/adapters/net/fixture.hpp"
#include "tests/support/bell.hpp"

namespace {

using Kind = net::Verdict::Kind;
using std::chrono::seconds;

struct Made {
  int attempts = 0;
  std::vector<net::Ticks> pauses;
};

class Tries : public net_test::NetTest {
 protected:
  // Of something that ends so each time.
  Made made_of(Kind kind, seconds after = seconds{0}) {
    Made made;
    const auto now = std::make_shared<net::Ticks>(0);
    const net::Timing timing{[now] { return *now; },
                             [&made, now](net::Ticks length) {
                               made.pauses.push_back(length);
                               return support::slept(now, length);
                             }};
    core::SeededRandom random{7};
    const auto all = [&]() -> boost::asio::awaitable<void> {
      net::Tries tries(timing, random);
      for (bool again = true; again; ++made.attempts) {
        net::Verdict ended;
        ended.kind = kind;
        ended.after = after;
        again = co_await tries.again(std::move(ended));
      }
    };
    run(all());
    return made;
  }
};

TEST_F(Tries, AreThreeWhereNothingWasTaken) {
  for (const Kind kind : {Kind::unsent, Kind::later}) {
    const Made made = made_of(kind);
    EXPECT_EQ(made.attempts, 3);
    ASSERT_EQ(made.pauses.size(), 2u);
    EXPECT_TRUE(made.pauses[0] >= net::Ticks{1'600} && made.pauses[0] <= net::Ticks{2'400});
    EXPECT_TRUE(made.pauses[1] >= net::Ticks{3'200} && made.pauses[1] <= net::Ticks{4'800});
  }
}

TEST_F(Tries, AreOneWhereItMayHaveBeenTakenOrNeverWillBe) {
  for (const Kind kind : {Kind::done, Kind::refused, Kind::never, Kind::unclear})
    EXPECT_EQ(made_of(kind).attempts, 1) << static_cast<int>(kind);
}

TEST_F(Tries, KeepThePauseThatIsAskedForAndNoHour) {
  EXPECT_EQ(made_of(Kind::later, seconds{300}).pauses, std::vector(2, net::Ticks{300'000}));
  EXPECT_EQ(made_of(Kind::later, seconds{301}).attempts, 1);
}

}  // namespace
