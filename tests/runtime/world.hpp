#pragma once
// An engine on a database in memory, with a clock that stands still and a feature that does what the test
// says.

#include <gtest/gtest.h>
#include <atomic>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/core/reply.hpp"
#include "bot/runtime/engine.hpp"
#include "storage/stores.hpp"
#include "tests/support/ready.hpp"

namespace runtime {

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

// Counts, and fails when told to.
class CountingTransactor final : public Transactor {
 public:
  explicit CountingTransactor(Transactor& real) : real_(real) {}
  void begin() override {
    ++begins;
    if (held) throw DatabaseHeld("held");
    real_.begin();
  }
  void commit() override {
    ++commits;
    if (fail_commit) throw StoreError("disk full");
    real_.commit();
  }
  void rollback() override {
    ++rollbacks;
    real_.rollback();
  }
  void savepoint() override {
    ++savepoints;
    real_.savepoint();
  }
  void release() override { real_.release(); }
  void rollback_to_savepoint() override { real_.rollback_to_savepoint(); }
  void heartbeat() override {
    ++heartbeats;
    if (lost) throw std::runtime_error("another has it");
  }
  bool truncate_log() override {
    ++truncates;
    return !busy;
  }
  void compact() override { ++compacts; }
  std::vector<std::string> take_unreadable() override { return real_.take_unreadable(); }

  int begins = 0, commits = 0, rollbacks = 0, savepoints = 0, truncates = 0, compacts = 0;
  std::atomic<int> heartbeats = 0;
  bool fail_commit = false, busy = false, held = false, lost = false;

 private:
  Transactor& real_;
};

class TestFeature final : public features::Feature {
 public:
  std::string_view name() const override { return "test"; }
  std::vector<features::CommandSpec> commands() override {
    using features::Right;
    return {{"do", {"gjør", "gjer", "do"}, Right::everybody, open("do"), features::Behind::words, {"titt"}},
            {"lead",
             {"led", "lei", "lead"},
             Right::facilitator,
             features::GroupAnswer([this](auto& context, const features::Here& who, const auto& line) {
               return done("lead", context, who, &who.group, line);
             })},
            {"rule", {"styr", "styr", "rule"}, Right::coordinator, open("rule"), features::Behind::text},
            {"look", {"titt", "titt", "look"}, Right::leader, open("look")},
            {"hide",
             {"skjul", "skjul", "hide"},
             Right::participant,
             features::SealedGroupAnswer([this](auto&, const features::Here&, const auto&) {
               ++sealed;
               return core::whisper(core::Rich{core::Span("sealed")});
             })}};
  }
  features::OpenAnswer open(std::string name) {
    return [this, name](core::Context& context, const features::Who& who, const core::CommandLine& line) {
      return done(name, context, who, who.near, line);
    };
  }
  core::Reply done(const std::string& name, core::Context& context, const features::Who& who,
                   const core::Group* group, const core::CommandLine& line) {
    handled.push_back(name + " " + who.person.user + " " + (group ? group->key : "-"));
    if (on_command) on_command(context);
    return core::whisper(core::Rich{core::Span("done " + std::to_string(line.words.size()))});
  }
  using Value = core::EventName<std::optional<std::string>>;
  static constexpr Value test_x{"test/x"}, test_form{"test/form"}, box_x{"box/test/x"}, box_y{"box/test/y"};
  std::vector<features::EventRow> events() override {
    using features::Right;
    const auto row = [this](const Value& name, auto answer) {
      return features::press(name, Right::everybody, this, answer);
    };
    return {row(test_x, &TestFeature::press), row(box_x, &TestFeature::sealed_press),
            row(box_y, &TestFeature::sealed_press),
            features::submit(box_y, Right::everybody, this, &TestFeature::sealed_submit),
            features::submit(test_form, Right::everybody, this, &TestFeature::submit)};
  }
  core::Reply press(core::Context& context, const features::Who&, const std::optional<std::string>& value) {
    handled.push_back("test/x " + value.value_or(""));
    if (on_press) on_press(context, {{}, "test/x", value.value_or("")});
    return core::whisper(core::Rich{core::Span("pressed " + value.value_or(""))});
  }
  core::Reply submit(core::Context&, const features::Who&, const features::Given&,
                     const std::optional<std::string>&) {
    handled.push_back("test/form");
    return core::whisper(core::Rich{core::Span("submitted")});
  }
  core::Reply sealed_submit(const core::SealedContext&, const features::Who&, const features::Given&,
                            const std::optional<std::string>&) {
    ++sealed;
    return core::whisper(core::Rich{core::Span("sealed")});
  }
  core::Reply sealed_press(const core::SealedContext&, const features::Who&,
                           const std::optional<std::string>& value) {
    ++sealed;
    if (value == "throw") throw std::runtime_error("the secret answer");
    return core::whisper(core::Rich{core::Span("sealed " + std::to_string(sealed))});
  }
  void due(core::Context& context, const core::Job& job) override {
    jobs.push_back(job.key);
    if (on_due) on_due(context, job);
  }
  void on(core::Context&, const core::Fact& fact) override {
    if (const auto* chosen = std::get_if<core::TopicChosen>(&fact)) topics.push_back(chosen->topic);
  }
  void start(core::Context& context) override {
    if (on_start) on_start(context);
  }

  std::function<void(core::Context&)> on_command, on_start;
  std::function<void(core::Context&, const core::Press&)> on_press;
  std::function<void(core::Context&, const core::Job&)> on_due;
  std::vector<std::string> handled, jobs, topics;
  int sealed = 0;
};

inline core::Instant at(const char* text) {
  return core::instant_from_text(text);
}

inline core::Message words(const std::string& text) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{core::Span(text)}});
  return message;
}

// Group "nord" (fay facilitates, pia takes part, leo leads), group "sor" (leo leads, sol takes part), cora
// coordinates.
class World : public ::testing::Test {
 protected:
  World() {
    const auto add = [&](const char* name, bool coordinator = false,
                         core::Language language = core::Language::nb) {
      core::Person person{core::PersonId(name), "w", name, name, language, coordinator};
      people.push_back(std::move(person));
    };
    for (const char* name : {"fay", "pia", "leo", "sol"}) add(name);
    add("cora", true, core::Language::en);
    core::Group nord, sor;
    nord.id = core::GroupId("nord");
    nord.key = nord.name = "nord";
    nord.workspace = "w";
    nord.channel = "c-nord";
    nord.members = {{core::PersonId("fay"), core::Role::facilitator, {}},
                    {core::PersonId("pia"), core::Role::participant, {}},
                    {core::PersonId("leo"), core::Role::leader, {}}};
    sor = nord;
    sor.id = core::GroupId("sor");
    sor.key = sor.name = "sor";
    sor.channel = "c-sor";
    sor.members = {{core::PersonId("sol"), core::Role::participant, {}},
                   {core::PersonId("leo"), core::Role::leader, {}}};
    groups = {nord, sor};
    stores.people->apply(people, groups);
    engine = make_engine();
  }

  std::unique_ptr<Engine> make_engine() {
    Engine::Parts parts{clock,
                        random,
                        transactor,
                        *stores.agenda,
                        *stores.outbox,
                        *stores.seen,
                        [this] { return stores.people->load(); },
                        DeliveryDefaults{}};
    parts.restored = restored;
    parts.went_by = went_by;
    parts.left_undone = [this] { return left_undone; };
    parts.keep_went_by = [this](core::Instant moment) { kept_went_by = moment; };
    return std::make_unique<Engine>(std::move(parts), dispatcher);
  }
  // The process dies and starts again on the same database.
  std::vector<Delivery> restart() {
    engine = make_engine();
    return engine->start();
  }

  static core::Origin from(const std::string& user, const std::string& delivery = {},
                           const std::string& channel = {}) {
    return {"w", user, "", channel, delivery};
  }
  static core::Event command(const std::string& user, const std::string& text,
                             const std::string& delivery = {}, const std::string& channel = {}) {
    return core::Command{from(user, delivery, channel), text};
  }
  static core::Event press(const std::string& user, const std::string& name, const std::string& value = {},
                           const std::string& delivery = {}) {
    return core::Press{from(user, delivery), name, value};
  }
  // What each was answered, in order; deliveries that the run gave are kept in `out`.
  std::vector<std::string> run(std::vector<core::Event> events, std::vector<Settlement> settlements = {}) {
    auto said = std::make_shared<std::vector<std::string>>(events.size());
    Batch batch;
    batch.settlements = std::move(settlements);
    for (std::size_t i = 0; i < events.size(); ++i)
      batch.arrivals.push_back({std::move(events[i]), [said, i](core::Reply reply) {
                                  (*said)[i] = reply.whisper ? core::plain_text(*reply.whisper) : "-";
                                }});
    out = engine->run(std::move(batch));
    return *said;
  }
  std::string run_one(core::Event event) { return run({std::move(event)}).front(); }
  void settle(const Delivery& delivery, Delivered::Kind kind, std::chrono::seconds after = {}) {
    Settlement settlement{delivery.key, !delivery.ref.empty(), {}};
    settlement.outcome.kind = kind;
    settlement.outcome.after = after;
    settlement.outcome.ref = kind == Delivered::Kind::sent ? "ref-" + delivery.key : "";
    run({}, {settlement});
  }
  // Runs what is due until `to`, one moment after the other; the platform takes everything.
  std::vector<std::string> advance(core::Instant to) {
    std::vector<std::string> keys;
    const auto deliver = [&] {
      while (!out.empty()) {
        const auto under_way = out;
        for (const Delivery& delivery : under_way) {
          keys.push_back(delivery.key);
          settle_into(delivery);
        }
        run({}, std::exchange(done_, {}));
      }
    };
    deliver();
    while (engine->next_due() && *engine->next_due() <= to) {
      clock.set(std::max(clock.now(), *engine->next_due()));
      run({});
      deliver();
    }
    clock.set(to);
    return keys;
  }
  // Queues a message, outside any event of the test.
  void post(const std::string& key, const core::Destination& to, bool respect_quiet = false) {
    feature.on_command = [&](core::Context& context) { context.post({key, to, words(key), respect_quiet}); };
    run({command("pia", "do")});
    feature.on_command = nullptr;
  }
  static core::Destination channel(const std::string& id = "c-nord") {
    return {"w", core::Destination::Kind::channel, id};
  }
  static core::Destination direct(const std::string& user) {
    return {"w", core::Destination::Kind::person, user};
  }
  static std::vector<std::string> keys(const std::vector<Delivery>& deliveries) {
    std::vector<std::string> found;
    for (const Delivery& delivery : deliveries) found.push_back(delivery.key);
    return found;
  }

  std::vector<core::Person> people;
  std::vector<core::Group> groups;
  HandClock clock{at("2026-11-09T09:00:00Z")};  // a Monday, 10:00 on the wall in Oslo
  core::Instant went_by{};                      // by an engine before the next one
  core::Instant kept_went_by{};                 // for the next one
  BroughtBack restored{};                       // a copy
  bool left_undone = false;                     // by a sealed event
  core::SeededRandom random{1};
  storage::Database database{support::ready(":memory:")};
  storage::Stores stores = storage::open_stores(database);
  CountingTransactor transactor{database};
  TestFeature feature;
  Dispatcher dispatcher{{&feature}};
  std::unique_ptr<Engine> engine;
  std::vector<Delivery> out;

 private:
  void settle_into(const Delivery& delivery) {
    Settlement settlement{delivery.key, !delivery.ref.empty(), {}};
    settlement.outcome.ref = "ref-" + delivery.key;
    done_.push_back(std::move(settlement));
  }
  std::vector<Settlement> done_;
};

}  // namespace runtime
