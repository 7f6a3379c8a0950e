#include "adapters/web/fields.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapters/web/memory.hpp"
#include "bot/core/guest_source.hpp"
#include "tests/support/chat_world.hpp"
#include "tests/support/store_fixture.hpp"

namespace {

using core::Input;
using web::Posted;
using Values = std::vector<std::string>;

core::Form form_with(Input::Kind kind, bool required = true) {
  core::Form form;
  Input input;
  input.kind = kind;
  input.id = "a";
  input.required = required;
  input.max_length = 5;
  input.options = {{"0", "første"}, {"1", "andre"}};
  form.inputs.push_back(input);
  return form;
}
web::Filled filled(Input::Kind kind, const Posted& posted, bool required = true) {
  return web::fill(form_with(kind, required), posted, core::Language::en);
}

TEST(Fields, TakeWhatTheFormAskedForAlone) {
  const auto got = filled(Input::Kind::text, {{"f.a", "hei"}, {"a", "no"}, {"f.b", "no"}, {"t", "no"}});
  EXPECT_EQ(got.values, (core::FormValues{{"a", {"hei"}}}));
  EXPECT_TRUE(got.errors.empty());
}

TEST(Fields, CountLettersAndNotBytes) {
  EXPECT_TRUE(filled(Input::Kind::text, {{"f.a", "æøåæø"}}).errors.empty());
  EXPECT_EQ(filled(Input::Kind::text, {{"f.a", "æøåæøå"}}).errors.count("a"), 1u);
}

TEST(Fields, AskForWhatIsRequired) {
  for (const auto kind : {Input::Kind::text, Input::Kind::choice, Input::Kind::choices, Input::Kind::scale,
                          Input::Kind::date_time, Input::Kind::person}) {
    EXPECT_EQ(filled(kind, {}).errors.size(), 1u);
    EXPECT_EQ(filled(kind, {{"f.a", " \n "}}).errors.size(), 1u);
    EXPECT_TRUE(filled(kind, {}, false).errors.empty());
    EXPECT_EQ(filled(kind, {}, false).values.at("a"), Values{});
  }
}

TEST(Fields, TakeOfferedOptionsAlone) {
  for (const auto kind : {Input::Kind::choice, Input::Kind::scale, Input::Kind::person}) {
    EXPECT_EQ(filled(kind, {{"f.a", "1"}}).values.at("a"), Values{"1"});
    EXPECT_EQ(filled(kind, {{"f.a", "2"}}).errors.size(), 1u);
    EXPECT_EQ(filled(kind, {{"f.a", "0"}, {"f.a", "1"}}).values.at("a"), Values{"0"}) << "one of them";
  }
  EXPECT_EQ(
      filled(Input::Kind::choices, {{"f.a", "1"}, {"f.a", "9"}, {"f.a", "0"}, {"f.a", "0"}}).values.at("a"),
      (Values{"1", "0"}));
}

TEST(Fields, AMomentHasTheShapeOfOne) {
  EXPECT_TRUE(filled(Input::Kind::date_time, {{"f.a", "2026-11-24T13:00"}}).errors.empty());
  for (const char* wrong : {"i morgen", "2026-11-24", "2026-11-24T13:00:00Z", "2026-11-24 13:00"})
    EXPECT_EQ(filled(Input::Kind::date_time, {{"f.a", wrong}}).errors.count("a"), 1u) << wrong;
}

TEST(Fields, TextIsTidied) {
  const auto posted = web::read_body("f.a=%C3%A6%0D%0A%00b%1B%0Dc%09d");
  ASSERT_TRUE(posted);
  EXPECT_EQ(web::value_of(*posted, "f.a"), "æ\nb\nc\td");
}

TEST(Fields, WhatIsNoFormIsNone) {
  EXPECT_FALSE(web::read_body("f.a=%C3%28"));
  EXPECT_FALSE(web::read_body("f.a=%ED%A0%80"));
  EXPECT_FALSE(web::read_body("f.a=%zz"));
  EXPECT_FALSE(web::read_body("{\"a\": 1}"));
  std::string many = "a=1";
  for (int i = 0; i < 500; ++i) many += "&a=1";
  EXPECT_FALSE(web::read_body(many));
}

TEST(Memory, ALimitFillsUpAgainWithTime) {
  web::Limiter limiter(30, 60);
  net::Ticks now{5'000};
  for (int i = 0; i < 60; ++i) EXPECT_TRUE(limiter.take("a", now)) << i;
  EXPECT_FALSE(limiter.take("a", now));
  EXPECT_TRUE(limiter.take("b", now)) << "each key has its own";
  now += net::Ticks(2'000);
  EXPECT_TRUE(limiter.take("a", now));
  EXPECT_FALSE(limiter.take("a", now));
  now += std::chrono::minutes(10);
  for (int i = 0; i < 60; ++i) EXPECT_TRUE(limiter.take("a", now)) << i;
  EXPECT_FALSE(limiter.take("a", now));
}

TEST(Memory, APlaceAndAPhoneAreMarksForADay) {
  web::Sources sources, others;
  const core::Instant now = core::instant_from_text("2026-11-24T12:00:00Z");
  const auto from = [](const std::string& address, const std::string& browser = "A phone") {
    net::Request request;
    request.source = address;
    request.headers.add("User-Agent", browser);
    return request;
  };
  const std::string mark = sources.mark_of(from("192.0.2.77"), now);
  EXPECT_EQ(mark.size(), 32U + 1 + 16);
  EXPECT_EQ(sources.mark_of(from("192.0.2.77"), now + std::chrono::hours{11}), mark);
  EXPECT_NE(core::place_of(sources.mark_of(from("192.0.2.78"), now)), core::place_of(mark));
  EXPECT_NE(others.mark_of(from("192.0.2.77"), now), mark) << "the key is nobody's";
  const std::string other = sources.mark_of(from("192.0.2.77", "Another"), now);
  EXPECT_NE(other, mark);
  EXPECT_EQ(core::place_of(other), core::place_of(mark));
  const std::string network = sources.mark_of(from("2001:db8:1:2::1"), now);
  EXPECT_EQ(core::place_of(sources.mark_of(from("2001:db8:1:2:3::4"), now)), core::place_of(network))
      << "a phone changes its address in it";
  EXPECT_NE(sources.mark_of(from("2001:db8:1:3::1"), now), network);
  EXPECT_EQ(sources.mark_of(from(""), now), "");
  EXPECT_NE(sources.mark_of(from("192.0.2.77"), now + std::chrono::hours{12}), mark) << "the next day";
}

struct Ended {
  explicit Ended(const std::filesystem::path& file) : all(io.get_executor(), file) {}
  void end(const std::string& hash, core::Instant expires) {
    support::run_to_end(io, all.end(hash, expires));
  }
  boost::asio::io_context io;
  web::EndedSignIns all;
};
bool has_ended_after_restart(const std::filesystem::path& file, const std::string& hash) {
  return Ended(file).all.has_ended(hash);
}

TEST(Memory, ASessionThatWasLeftStaysSoOverARestartAndIsGoneWhenItHasExpired) {
  const support::TempDirectory folder;
  const auto file = folder.path() / "used-links";
  const core::Instant now = core::instant_from_text("2026-11-24T12:00:00Z");
  const auto content = [&] {
    std::ifstream in(file);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  {
    Ended ended(file);
    ended.end("old", now);
    EXPECT_TRUE(has_ended_after_restart(file, "old")) << "it is on the disk when whoever left hears of it";
    ended.end("new", now + std::chrono::hours(1));
    ended.end("new", now + std::chrono::hours(2));
  }
  EXPECT_EQ(content(), "old  2026-11-24T12:00:00Z\nnew  2026-11-24T13:00:00Z\n") << "the first counts";
  {
    Ended ended(file);
    EXPECT_TRUE(ended.all.has_ended("old"));
    ended.all.forget_before(now + std::chrono::seconds(1));
    ended.end("newest", now + std::chrono::hours(1));
  }
  EXPECT_EQ(content().find("old"), std::string::npos);
  EXPECT_TRUE(has_ended_after_restart(file, "newest"));
  std::ofstream(file, std::ios::app) << "torn";
  EXPECT_TRUE(has_ended_after_restart(file, "new"));
  const std::string good = content();
  std::ofstream(file, std::ios::trunc) << "no line of ours\n" << good;
  EXPECT_TRUE(has_ended_after_restart(file, "new")) << "one damaged line makes no other session good again";
  std::ofstream(file, std::ios::trunc) << "no line of ours\nnor this\n";
  Ended anew(file);
  EXPECT_FALSE(anew.all.has_ended("new"));
  anew.end("new", now);
  EXPECT_TRUE(has_ended_after_restart(file, "new"));
}

TEST(Memory, ASessionThatAFormerVersionWroteIsNotGoodAgain) {
  const support::TempDirectory folder;
  std::ofstream(folder.path() / "used-links") << "attempt some-state 2026-11-24T12:00:00Z\n";
  EXPECT_TRUE(has_ended_after_restart(folder.path() / "used-links", "attempt"));
}

TEST(Memory, ASessionThatWasLeftIsForgottenWhenItWouldHaveExpired) {
  web::EndedSignIns ended;
  boost::asio::io_context io;
  const core::Instant now = core::instant_from_text("2026-11-24T12:00:00Z");
  support::run_to_end(io, ended.end("session", now));
  EXPECT_FALSE(ended.has_ended("another"));
  ended.forget_before(now);
  EXPECT_TRUE(ended.has_ended("session"));
  ended.forget_before(now + std::chrono::seconds(1));
  EXPECT_FALSE(ended.has_ended("session"));
}

}  // namespace
