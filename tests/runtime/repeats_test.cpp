#include "bot/runtime/repeats.hpp"

#include <gtest/gtest.h>

#include "bot/core/reply.hpp"

namespace runtime {
namespace {

core::Origin delivered(const std::string& id) {
  core::Origin origin;
  origin.workspace = "chat";
  origin.delivery = id;
  return origin;
}

TEST(Repeats, AMessageComesAgainInItsLanguage) {
  Repeats repeats;
  core::Reply reply = core::whisper(core::Language::en, "engine.already");
  reply.language = core::Language::en;
  repeats.remember(delivered("one"), reply);
  EXPECT_FALSE(repeats.find(delivered("another")));
  const auto same = repeats.find(delivered("one"));
  ASSERT_TRUE(same);
  EXPECT_EQ(same->whisper, reply.whisper);
  EXPECT_EQ(same->language, core::Language::en);
  repeats.forget_all();
  EXPECT_FALSE(repeats.find(delivered("one")));
}

TEST(Repeats, WhatIsMoreThanAMessageComesAgainWhole) {
  core::Reply form, errors, file, again;
  form.form.emplace().name = "polls/answer";
  errors.errors["q0"] = "too long";
  file.file = core::File{"samling.ics", "text/calendar", "BEGIN"};
  again.again = "avstemning";
  Repeats repeats;
  const auto kept = [&](const core::Reply& reply) {
    repeats.remember(delivered("one"), reply);
    core::Reply same = repeats.find(delivered("one")).value();
    repeats.forget_all();
    return same;
  };
  EXPECT_EQ(kept(form).form.value().name, "polls/answer");
  EXPECT_EQ(kept(errors).errors, errors.errors);
  EXPECT_EQ(kept(file).file, file.file);
  EXPECT_EQ(kept(again).again, again.again);
}

TEST(Repeats, TheOldestAreForgotten) {
  Repeats repeats;
  for (int i = 0; i <= 2000; ++i)
    repeats.remember(delivered(std::to_string(i)), core::whisper(core::Language::nb, "engine.already"));
  EXPECT_FALSE(repeats.find(delivered("0")));
  EXPECT_TRUE(repeats.find(delivered("1")));
}

}  // namespace
}  // namespace runtime
