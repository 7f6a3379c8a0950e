#pragma once
// The whole bot on a clock that stands still until it is moved, with a seeded random, a ballot box in memory
// and a chat that accepts what it is told to. One municipality: a home-care group of eight, a nursing home of
// twelve, a leader of both, a coordinator. No sessions unless a test gives a cadence.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bot/app/bot.hpp"
#include "bot/core/written_time.hpp"
#include "tests/support/said.hpp"
#include "tests/support/store_fixture.hpp"

namespace support {

class HandClock final : public core::Clock {
 public:
  explicit HandClock(core::Instant start) : now_(start) {}
  core::Instant now() const override { return now_; }
  bool certain() const override { return sure; }
  void set(core::Instant to) { now_ = to; }
  bool sure = true;

 private:
  core::Instant now_;
};

inline app::Config municipality() {
  using core::Role;
  app::Config config;
  const auto add = [&](const std::string& user, core::Language language = core::Language::nb) {
    core::Person person;
    person.id = core::PersonId(core::id_from_name("person " + user));
    person.workspace = "sandbox";
    person.user = user;
    person.name = static_cast<char>(user[0] - 'a' + 'A') + user.substr(1);
    person.language = language;
    config.people.push_back(person);
    return person.id;
  };
  core::Group home, nursing;
  home.id = core::GroupId(core::id_from_name("group hjemme-nord"));
  home.key = home.channel = "hjemme-nord";
  home.name = "Hjemmetjenesten nord";
  home.workspace = "sandbox";
  nursing = home;
  nursing.id = core::GroupId(core::id_from_name("group sykehjem"));
  nursing.key = nursing.channel = "sykehjem";
  nursing.name = "Solbakken sykehjem";
  home.members.push_back({add("marit"), Role::facilitator, {}});
  for (const char* user : {"kari", "amina", "jonas", "lien"})
    home.members.push_back({add(user), Role::participant, {}});
  home.members.push_back({add("sigrun", core::Language::nn), Role::participant, {}});
  home.members.push_back({add("tomasz", core::Language::en), Role::participant, {}});
  nursing.members.push_back({add("henrik"), Role::facilitator, {}});
  for (const char* user :
       {"anne", "bodil", "elif", "fatima", "grete", "ingvild", "maria", "nils", "oda", "samuel", "turid"})
    nursing.members.push_back({add(user), Role::participant, {}});
  const auto berit = add("berit");
  home.members.push_back({berit, Role::leader, {}});
  nursing.members.push_back({berit, Role::leader, {}});
  add("eivind");
  config.people.back().coordinator = true;
  config.groups = {home, nursing};
  return config;
}

// Every second Tuesday 13:00-14:30 for the home-care group, from `first` ("2026-11-24").
inline app::Config with_sessions(app::Config config, const std::string& first) {
  const core::Date day{std::chrono::floor<std::chrono::days>(at((first + "T00:00:00Z").c_str()))};
  config.groups[0].cadence = core::cadence_from_text("annenhver tirsdag 13:00-14:30", day);
  return config;
}

struct Said {
  core::Instant at;
  runtime::Delivery delivery;
  std::string words() const { return core::plain_text(delivery.message); }
  bool edit() const { return !delivery.ref.empty(); }
};

class WholeBot {
 public:
  // What facilitators and leaders hear of their part at the first start is `heard`, or is not in `said`.
  enum class Roles { left_out, heard };
  // A Monday, 09:00 on the wall in Oslo. `database`: ":memory:", or a file for tests that restart or look at
  // bytes.
  explicit WholeBot(app::Config config = municipality(), const char* start = "2026-11-09T08:00:00Z",
                    std::string database = ":memory:", std::uint64_t seed = 1, core::Platforms platforms = {},
                    Roles roles = Roles::left_out)
      : clock(at(start)),
        random(seed),
        config_(std::move(config)),
        database_(std::move(database)),
        platforms_(std::move(platforms)) {
    config_.ballot_box.directory = box.path();
    if (database_ == ":memory:" && std::getenv("REFLEKS_TEST_WHOLE_BOT")) {  // tests/e2e/postgres
      schema_ = std::make_unique<ServerSchema>();
      database_ = schema_->place();
      config_.organisation.data = data_.path();
    }
    begin();
    if (roles == Roles::left_out)
      std::erase_if(said, [](const Said& one) { return one.delivery.key.starts_with("your-role"); });
  }

  // The process ends and another begins on the same files, perhaps later, perhaps with other settings.
  void stop() { bot_.reset(); }
  void begin() {
    if (!schema_) ReadySchema::await(database_);
    bot_ = std::make_unique<app::Bot>(config_, clock, random, database_, platforms_);
    settle(bot_->engine().start());
    run({});
  }
  void restart() {
    stop();
    begin();
  }
  app::Config& config() { return config_; }
  const std::string& database() const { return database_; }
  app::Bot& bot() { return *bot_; }

  core::Reply say(const std::string& user, const std::string& channel, const std::string& text,
                  const std::string& delivery = {}) {
    return one(core::Command{origin(user, channel, delivery), text});
  }
  core::Reply press(const std::string& user, const core::Button& button, const std::string& delivery = {}) {
    return one(core::Press{origin(user, "", delivery), button.name, button.value});
  }
  core::Reply submit(const std::string& user, const core::Form& form, core::FormValues values,
                     const std::string& delivery = {}) {
    return one(core::Submit{origin(user, "", delivery), form.name, form.state, std::move(values)});
  }
  std::vector<core::Reply> together(std::vector<core::Event> events) {
    std::vector<core::Reply> replies(events.size());
    runtime::Batch batch;
    for (std::size_t i = 0; i < events.size(); ++i)
      batch.arrivals.push_back(
          {std::move(events[i]), [&replies, i](core::Reply reply) { replies[i] = std::move(reply); }});
    run(std::move(batch));
    return replies;
  }

  // Done in a turn of its own. Whether it was.
  bool ask(std::function<void(core::Context&)> work) {
    bool was = false;
    runtime::Batch batch;
    batch.errands.push_back({std::move(work), [&was](bool done) { was = done; }});
    run(std::move(batch));
    return was;
  }

  // Lets everything happen that is due until `to`, moment by moment.
  void advance(core::Instant to) {
    while (bot_->engine().next_due() && *bot_->engine().next_due() <= to) {
      clock.set(std::max(clock.now(), *bot_->engine().next_due()));
      run({});
    }
    clock.set(to);
  }
  void advance(const char* to) { advance(at(to)); }

  // What was posted or edited, in order; of one destination; since the last call of `forget`.
  std::vector<Said> said_in(const std::string& id) const {
    std::vector<Said> found;
    for (const Said& one : said)
      if (one.delivery.to.id == id) found.push_back(one);
    return found;
  }
  std::string last_in(const std::string& id) const {
    const auto all = said_in(id);
    return all.empty() ? std::string() : all.back().words();
  }
  void forget() { said.clear(); }

  static core::Origin origin(const std::string& user, const std::string& channel = {},
                             const std::string& delivery = {}) {
    return {"sandbox", user, "", channel, delivery};
  }

  TempDirectory box{"/dev/shm"};
  HandClock clock;
  core::SeededRandom random;
  std::vector<Said> said;
  // What the platform answers; nothing: it takes everything.
  std::function<runtime::Delivered(const runtime::Delivery&)> platform;

 private:
  core::Reply one(core::Event event) { return std::move(together({std::move(event)}).front()); }
  void run(runtime::Batch batch) { settle(bot_->engine().run(std::move(batch))); }
  void settle(std::vector<runtime::Delivery> deliveries) {
    while (!deliveries.empty()) {
      runtime::Batch batch;
      for (runtime::Delivery& delivery : deliveries) {
        runtime::Settlement settlement{delivery.key, !delivery.ref.empty(), {}};
        settlement.outcome.ref = "ref " + delivery.key;
        if (platform) settlement.outcome = platform(delivery);
        batch.settlements.push_back(std::move(settlement));
        said.push_back({clock.now(), std::move(delivery)});
      }
      deliveries = bot_->engine().run(std::move(batch));
    }
  }

  app::Config config_;
  std::string database_;
  std::unique_ptr<ServerSchema> schema_;
  TempDirectory data_;
  core::Platforms platforms_;
  std::unique_ptr<app::Bot> bot_;
};

// For tests of other things: the group is not asked what it is for.
inline void ask_no_purpose(WholeBot& bot) {
  bot.press("marit", {"", "purposes/leave", core::id_from_name("group hjemme-nord")});
}

}  // namespace support
