// What an operator is told of a reload of many organisations, and in which order those hand over.

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "bot/app/host_commands.hpp"
#include "bot/app/host_report.hpp"
#include "bot/app/turnstile.hpp"
#include "bot/app/waiting_line.hpp"

namespace {

namespace asio = boost::asio;
using testing::ElementsAre;

TEST(HostReport, IsToldWhenAllThatWasBegunIsAtRest) {
  asio::io_context io{1};
  std::map<std::string, app::HostReport::Rest> all{{"a", {true, ""}}, {"b", {false, ""}}};
  app::HostReport report(io.get_executor(), [&] { return all; });
  std::vector<nlohmann::json> told;
  const auto ask = [&](const char* found) {
    report.tell({[&](const nlohmann::json& said) { told.push_back(said); }}, nlohmann::json::parse(found));
  };
  ask(R"({"started": ["b"], "stopped": [], "reloaded": ["a"]})");
  EXPECT_TRUE(told.empty());
  all["b"] = {true, "is not served: its file is broken"};
  report.look();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].at("wrong").at("b"), "is not served: its file is broken");
  EXPECT_FALSE(told[0].at("wrong").contains("a"));
  EXPECT_TRUE(told[0].at("under_way").empty());
  ask(R"({"error": "the folder cannot be read"})");
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].size(), 1U);
}

// The time runs out in the turn in which the last one comes to rest: before that, behind it, and between.
TEST(HostReport, IsToldOnceWhereItsTimeRunsOutMeanwhile) {
  for (const int turns : {0, 1, 2, 3})
    for (const bool ends : {false, true}) {
      asio::io_context io{1};
      bool at_rest = false;
      int told = 0, looked_after = 0;
      std::optional<app::HostReport> report;
      report.emplace(
          io.get_executor(),
          [&] {
            if (told > 0) ++looked_after;
            return std::map<std::string, app::HostReport::Rest>{{"a", {at_rest, ""}}};
          },
          std::chrono::milliseconds{-1});  // over already
      report->tell({[&](const nlohmann::json&) { ++told; }},
                   nlohmann::json::parse(R"({"started": ["a"], "stopped": [], "reloaded": []})"));
      std::function<void(int)> later = [&](int left) {
        asio::post(io, [&, left] {
          if (left > 0) return later(left - 1);
          at_rest = true;
          report->look();
          if (ends) report.reset();
        });
      };
      later(turns);
      io.run();
      EXPECT_EQ(told, 1) << turns << ends;
      EXPECT_EQ(looked_after, 0) << "for one that is gone: " << turns << ends;
    }
}

std::string read_out(const char* told, int status) {
  std::ostringstream out;
  EXPECT_EQ(app::tell_reload(nlohmann::json::parse(told), out), status);
  return out.str();
}

TEST(ReloadOfMany, IsToldAsFarAsTheServiceTellsIt) {
  EXPECT_EQ(read_out(R"({"started": ["a"], "stopped": [], "reloaded": ["b"], "wrong": {"b": "is broken"},)"
                     R"("strange": ["x y.toml"], "under_way": ["a"]})",
                     2),
            "started: a\nb is broken\nx y.toml is not served: a name is small letters, digits, - and _\n"
            "a is still being started: its address under /ready/ says how far it is\n");
  EXPECT_EQ(
      read_out(
          R"({"started": [], "stopped": [], "reloaded": [], "wrong": {}, "strange": [], "under_way": []})",
          0),
      "the files say what is in effect already\n");
  // The package was upgraded, and the service was not started anew.
  EXPECT_EQ(read_out(R"({"started": [], "stopped": [], "reloaded": ["b"]})", 0),
            "reloaded: b\n"
            "the service that runs is of a version before: which files it refused stands in its log\n");
}

// Each serves until it has a place.
TEST(WaitingLine, LetsSoManyGoAtOnceAndTheOthersInTurn) {
  app::WaitingLine line(2);
  std::vector<int> gone;
  std::map<int, std::unique_ptr<app::WaitingLine::Place>> places;
  for (int i = 0; i < 5; ++i)
    line.enter([&, i](auto place) {
      gone.push_back(i);
      if (i != 2) places[i] = std::move(place);  // that one has nothing to do any more
    });
  const auto leaves = [&](int i) { const auto place = std::move(places[i]); };
  EXPECT_THAT(gone, ElementsAre(0, 1));
  leaves(1);
  EXPECT_THAT(gone, ElementsAre(0, 1, 2, 3));
  leaves(0);
  EXPECT_THAT(gone, ElementsAre(0, 1, 2, 3, 4));
  leaves(3);
  leaves(4);
  line.enter([&](auto) { gone.push_back(5); });
  EXPECT_EQ(gone.back(), 5);
  line.enter([&](auto place) { places[6] = std::move(place); });
  line.enter([&](auto place) { places[7] = std::move(place); });
  line.enter([&](auto) { gone.push_back(8); });
  line.close();
  places.clear();
  EXPECT_EQ(gone.back(), 5);
}

}  // namespace
