#pragma once
// One feature with the stores behind it, a group, and people who press and type. The clock stands at `now`.

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

#include "tests/support/interactions.hpp"
#include "tests/support/store_fixture.hpp"

namespace support {

class FeatureTest : public ::testing::Test {
 protected:
  explicit FeatureTest(const char* now) : context(at(now)) {}
  // Lets stores and feature know the people and the group as they are.
  void know() {
    stores.people->apply(people, {group});
    context.set_people({people, {group}});
  }
  // What people do comes to it.
  void play(std::unique_ptr<features::Feature> made) {
    feature = std::move(made);
    front.emplace(context, std::vector{feature.get()});
  }

  std::vector<core::Person> people;
  storage::Database database{ready(":memory:")};
  storage::Stores stores = storage::open_stores(database);
  core::Group group;
  FakeContext context;
  std::unique_ptr<features::Feature> feature;
  std::optional<Interactions> front;
};

}  // namespace support
