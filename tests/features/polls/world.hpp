#pragma once
// Polls in a group of eight, with its store and its boxes in memory, on a clock that stands still until it is
// moved. What a store or a box does on a disk is tested in tests/storage.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/group_due.hpp"
#include "bot/features/polls/feature.hpp"
#include "tests/support/interactions.hpp"
#include "tests/support/said.hpp"

namespace polls_world {

class MemoryStore final : public polls::PollStore {
 public:
  bool add(const core::Poll& poll) override { return polls.try_emplace(poll.id, poll).second; }
  void rewrite(const core::Poll& poll) override {
    core::Poll& old = polls.at(poll.id);
    if (old.state != core::Poll::State::planned) throw std::logic_error("questions are frozen");
    old.title = poll.title;
    old.questions = poll.questions;
    old.opens = poll.opens;
    old.closes = poll.closes;
  }
  std::optional<core::Poll> find(const core::PollId& id) override {
    const auto found = polls.find(id);
    return found == polls.end() ? std::nullopt : std::optional(found->second);
  }
  std::shared_ptr<const core::Poll> asked(const core::PollId& id) override {
    const auto found = find(id);
    return found ? std::make_shared<const core::Poll>(*found) : nullptr;
  }
  void set_state(const core::PollId& id, core::Poll::State state) override {
    polls.at(id).state = state;
    if (state == core::Poll::State::cancelled) answers.erase(id);
  }
  void set_open(const core::PollId& id, int roster, const std::string& boot) override {
    core::Poll& poll = polls.at(id);
    if (poll.state != core::Poll::State::planned && poll.state != core::Poll::State::open)
      throw std::logic_error("it is over");
    poll.state = core::Poll::State::open;
    poll.roster = roster;
    poll.boot = boot;
  }
  void set_closes(const core::PollId& id, core::Instant closes) override { polls.at(id).closes = closes; }
  std::vector<core::Poll> in_state(core::Poll::State state) override {
    return those([&](const core::Poll& poll) { return poll.state == state; });
  }
  std::vector<core::Poll> open_anonymous() override {
    return those([](const core::Poll& poll) { return poll.state == core::Poll::State::open && !poll.named; });
  }
  std::vector<core::Poll> of_group(const core::GroupId& group, int limit) override {
    auto all = those([&](const core::Poll& poll) { return poll.group == group; });
    std::ranges::stable_sort(all, std::ranges::greater(), &core::Poll::opens);
    if (all.size() > static_cast<std::size_t>(limit)) all.resize(static_cast<std::size_t>(limit));
    return all;
  }
  std::vector<core::Poll> asked_since(const core::GroupId& group, core::Instant since,
                                      core::Instant now) override {
    using enum core::Poll::State;
    return those([&](const core::Poll& poll) {
      return poll.group == group && poll.closes > since &&
             (poll.state == open || poll.state == closed || (poll.state == planned && poll.opens > now) ||
              (poll.state == cancelled && forgotten.contains(poll.id)));
    });
  }
  std::vector<core::Poll> published(const core::GroupId& group, int limit) override {
    auto all = of_group(group, limit);
    std::erase_if(all, [](const core::Poll& poll) { return poll.state != core::Poll::State::closed; });
    return all;
  }
  std::optional<core::Poll> last_checkout(const core::GroupId& group, core::Instant since) override {
    std::optional<core::Poll> last;
    for (core::Poll& poll : published(group, 100))
      if (poll.purpose == core::Poll::Purpose::checkout && poll.closes >= since &&
          (!last || poll.closes > last->closes))
        last = std::move(poll);
    return last;
  }
  std::vector<core::Poll> forget_votes(const core::GroupId& group, const std::string& words) override {
    std::vector<core::Poll> untold;
    for (core::Poll& poll : those([&](const core::Poll& each) {
           return each.group == group && each.purpose == core::Poll::Purpose::topic &&
                  each.state != core::Poll::State::planned && each.state != core::Poll::State::open &&
                  std::ranges::find(each.questions.front().options, core::Localized(words)) !=
                      each.questions.front().options.end();
         })) {
      const bool closed = poll.state == core::Poll::State::closed;
      poll.state = core::Poll::State::cancelled;
      if (closed && !told.contains(poll.id)) untold.push_back(poll);
      results.erase(poll.id);
      polls.erase(poll.id);
      if (!closed) continue;
      std::erase(poll.questions.front().options, core::Localized(words));
      forgotten.insert(poll.id);
      polls.emplace(poll.id, poll);
    }
    return untold;
  }
  std::vector<core::Poll> of_session(const core::SessionId& session) override {
    return those([&](const core::Poll& poll) { return poll.session == session; });
  }
  bool in_session(const core::GroupId&, core::Instant) override { return session_goes_on; }
  void save_result(const core::PollId& id, const core::Result& result) override {
    if (!results.try_emplace(id, result).second) throw std::logic_error("it has a result");
  }
  core::Result result(const core::PollId& id) override {
    const auto found = results.find(id);
    return found == results.end() ? core::Result{} : found->second;
  }
  void save_leaning(const core::PollId&, const std::optional<results::Leaning>&) override {}
  std::vector<core::Poll> without_leaning() override { return {}; }
  void put_named(const core::PollId& id, const core::PersonId& person, const core::Ballot& ballot) override {
    if (!polls.at(id).named) throw std::logic_error("it is anonymous");
    if (ballot.empty())
      answers[id].erase(person);
    else
      answers[id][person] = ballot;
  }
  std::vector<std::pair<core::PersonId, core::Ballot>> named(const core::PollId& id) override {
    return {answers[id].begin(), answers[id].end()};
  }
  void drop_answers_called_off() override {
    std::erase_if(answers,
                  [&](const auto& one) { return polls.at(one.first).state == core::Poll::State::cancelled; });
  }

  std::map<core::PollId, core::Poll> polls;
  std::map<core::PollId, core::Result> results;
  std::map<core::PollId, std::map<core::PersonId, core::Ballot>> answers;
  std::set<core::PollId> told;       // what the outbox would say of their results
  std::set<core::PollId> forgotten;  // were closed, and came to something
  bool session_goes_on = false;

 private:
  template <class Which>
  std::vector<core::Poll> those(const Which& which) const {
    std::vector<core::Poll> found;
    for (const auto& [id, poll] : polls)
      if (which(poll)) found.push_back(poll);
    return found;
  }
};

class MemoryBoxes final : public polls::BallotBoxes {
 public:
  void create(const core::Poll& poll, const std::vector<polls::Voter>& voters) override {
    if (!refused.empty()) throw std::runtime_error(refused);
    boxes[poll.id] = {poll, voters, {}};
  }
  const polls::Box* find(const core::PollId& id) const override {
    const auto found = boxes.find(id);
    return found == boxes.end() ? nullptr : &found->second;
  }
  void put(const core::PollId& id, const core::PersonId& person, const core::Ballot& ballot) override {
    auto& ballots = existing(id).ballots;
    if (ballot.empty())
      ballots.erase(person);
    else
      ballots[person] = ballot;
  }
  void set_closes(const core::PollId& id, core::Instant closes) override {
    existing(id).poll.closes = closes;
  }
  void wipe(const core::PollId& id) override { boxes.erase(id); }
  std::vector<core::PollId> all() const override {
    std::vector<core::PollId> ids;
    for (const auto& [id, box] : boxes) ids.push_back(id);
    return ids;
  }
  std::vector<polls::Unread> unread() const override {
    std::vector<polls::Unread> all;
    for (const auto& [id, box] : hidden) all.push_back({id, polls::Unread::Why::unreachable});
    return all;
  }
  void try_again() override {
    if (away) return;
    for (auto& [id, box] : hidden) boxes[id] = std::move(box);
    hidden.clear();
  }
  void set_aside(const core::PollId& id, core::Instant) override {
    if (auto node = boxes.extract(id)) aside.insert(std::move(node));
    hidden.erase(id);
  }
  bool bring_back(const core::PollId& id) override {
    auto node = aside.extract(id);
    return node && boxes.insert(std::move(node)).inserted;
  }
  bool has_remains() const override { return remains; }
  void destroy_remains() override { remains = false; }
  int forget_set_aside(core::Instant) override { return 0; }
  std::string boot() const override { return boot_id; }
  std::string refusal() const override { return refused; }

  // None of them can be read until `away` is false and they are tried again.
  void hide() {
    away = true;
    hidden = std::exchange(boxes, {});
  }

  std::map<core::PollId, polls::Box> boxes, hidden, aside;
  std::string boot_id = "boot-1", refused;
  bool away = false, remains = false;

 private:
  polls::Box& existing(const core::PollId& id) {
    const auto found = boxes.find(id);
    if (found == boxes.end()) throw std::runtime_error("there is no such box");
    return found->second;
  }
};

// Marit facilitates, Berit leads, Eivind coordinates; a nursing home of twelve beside it. Nine in the morning
// in Oslo, a Monday.
class World : public ::testing::Test {
 protected:
  World() {
    const auto add = [&](core::Group* group, const std::string& user, core::Role role,
                         core::Language language = core::Language::nb) {
      core::Person person;
      person.id = core::PersonId("person-" + user);
      person.workspace = "sandbox";
      person.user = user;
      person.name = static_cast<char>(user[0] - 'a' + 'A') + user.substr(1);
      person.language = language;
      people_.push_back(person);
      if (group) group->members.push_back({person.id, role, {}});
    };
    using core::Language, core::Role;
    home_.id = core::GroupId("group-home");
    home_.key = home_.channel = "hjemme-nord";
    home_.name = "Hjemmetjenesten nord";
    home_.workspace = "sandbox";
    core::Group nursing = home_;
    nursing.id = core::GroupId("group-nursing");
    nursing.key = nursing.channel = "sykehjem";
    add(&home_, "marit", Role::facilitator);
    for (const char* user : {"kari", "amina", "jonas", "lien"}) add(&home_, user, Role::participant);
    add(&home_, "sigrun", Role::participant, Language::nn);
    add(&home_, "tomasz", Role::participant, Language::en);
    add(&home_, "berit", Role::leader);
    add(&nursing, "henrik", Role::facilitator);
    for (const char* user :
         {"anne", "bodil", "elif", "fatima", "grete", "ingvild", "maria", "nils", "samuel", "turid", "oda"})
      add(&nursing, user, Role::participant);
    add(nullptr, "eivind", Role::participant);
    people_.back().coordinator = true;
    nursing_ = std::move(nursing);
    context.set_people({people_, {home_, nursing_}});
    begin();
  }

  // The process begins, perhaps once more, on the same store and boxes.
  void begin() {
    feature_ = polls::make(store, boxes, options);
    front_ =
        std::make_unique<support::Interactions>(context, std::vector<features::Feature*>{feature_.get()});
    feature_->start(context);
    commit();
  }
  void join(const std::string& user, std::optional<core::Date> since,
            core::Role role = core::Role::participant) {
    home_.members.push_back({who(user).id, role, since});
    context.set_people({people_, {home_, nursing_}});
  }

  const core::Person& who(const std::string& user) const {
    const core::Person* person = context.people().person("sandbox", user);
    if (!person) throw std::logic_error("nobody is called " + user);
    return *person;
  }
  core::Reply say(const std::string& user, const std::string& words,
                  const std::string& channel = "hjemme-nord") {
    return done(front_->say(who(user), words, channel));
  }
  core::Reply press(const std::string& user, const core::Button& button) {
    return done(front_->press(who(user), button.name, button.value));
  }
  core::Reply submit(const std::string& user, const core::Form& form, core::FormValues values) {
    return done(front_->submit(who(user), form.name, form.state, std::move(values)));
  }
  void hear(const core::Fact& fact) {
    feature_->on(context, fact);
    commit();
  }
  void commit() {
    for (auto& effect : std::exchange(context.commit_effects, {})) effect();
    context.rollback_effects.clear();
    context.send_all();
  }
  // All that is due by then, in one turn that is not committed yet.
  void begin_turn(const char* now) {
    context.set_now(core::instant_from_text(now));
    for (;;) {
      const auto next = std::ranges::min_element(
          context.jobs, {}, [](const auto& entry) { return std::pair(entry.second.due, entry.first); });
      if (next == context.jobs.end() || next->second.due > context.now()) return;
      const core::Job job = next->second;
      context.jobs.erase(next);
      feature_->due(context, job);
    }
  }
  // Job by job, each committed.
  void advance(const char* to) {
    const core::Instant end = core::instant_from_text(to);
    for (core::Job& job : std::exchange(away_, {})) context.arrange(std::move(job));
    for (;;) {
      const auto next = std::ranges::min_element(
          context.jobs, {}, [](const auto& entry) { return std::pair(entry.second.due, entry.first); });
      if (next == context.jobs.end() || next->second.due > end) break;
      const core::Job job = next->second;
      context.jobs.erase(next);
      context.set_now(std::max(context.now(), job.due));
      try {
        feature_->due(context, job);
      } catch (const core::GroupAway&) {
        away_.push_back(job);
      }
      commit();
    }
    context.set_now(end);
  }
  void set_clock(const char* to) { context.set_now(core::instant_from_text(to)); }

  // --- what was said: posts, and what they were changed to

  std::vector<std::string> told(const std::string& channel = "hjemme-nord") const {
    return context.told({"sandbox", core::Destination::Kind::channel, channel});
  }
  std::string told_last(const std::string& channel = "hjemme-nord") const {
    const auto all = told(channel);
    return all.empty() ? std::string() : all.back();
  }
  std::string changed_last() const {
    return context.updates.empty() ? std::string() : core::plain_text(context.updates.back().second);
  }

  // Drafts by command and opens; the message that asks.
  core::Message open(const std::string& command, const std::string& user = "marit",
                     const std::string& channel = "hjemme-nord") {
    const core::Reply preview = say(user, command, channel);
    const std::size_t before = context.posts.size();
    press(user, support::button(preview, "Åpne nå"));
    if (context.posts.size() == before)
      throw std::logic_error("nothing was asked: " + support::words(preview));
    return context.posts.back().message;
  }

  support::FakeContext context{core::instant_from_text("2026-11-09T08:00:00Z")};
  MemoryStore store;
  MemoryBoxes boxes;
  polls::Options options;  // for the next begin()

 private:
  core::Reply done(core::Reply reply) {
    commit();
    return reply;
  }
  std::vector<core::Person> people_;
  core::Group home_, nursing_;
  std::vector<core::Job> away_;  // of a group that was away: tried again
  std::unique_ptr<features::Feature> feature_;
  std::unique_ptr<support::Interactions> front_;
};

inline constexpr const char* a_question = R"(avstemning "Hva trenger vi mest?" "Tid" "Kunnskap" "Støtte")";

}  // namespace polls_world
