#pragma once
// A Context that records. It keeps the promises of the real one: a post key is used once for ever, a job key
// once at a time, jobs run by time and key, and a withdrawn message may be posted again.

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/context.hpp"
#include "bot/features/feature.hpp"

namespace support {

class FakeContext final : public core::Context {
 public:
  explicit FakeContext(core::Instant start = {}, core::Directory directory = {}, std::uint64_t seed = 1)
      : now_(start), random_(seed), people_(std::move(directory)) {}

  core::Instant now() const override { return now_; }
  bool time_is_certain() const override { return time_certain; }
  core::Random& random() override { return random_; }
  const core::Directory& people() const override { return people_; }
  void post(core::Post post) override {
    if (keys_.insert(post.key).second) posts.push_back(std::move(post));
  }
  void update(const std::string& key, core::Message message) override {
    updates.emplace_back(key, std::move(message));
  }
  void withdraw(const std::string& prefix) override {
    withdrawn.push_back(prefix);
    std::erase_if(posts, [&](const core::Post& post) {
      const bool gone = post.key.starts_with(prefix) && !sent.contains(post.key);
      if (gone) keys_.erase(post.key);
      return gone;
    });
  }
  void arrange(core::Job job) override { jobs[job.key] = std::move(job); }
  std::optional<core::Job> arranged(const std::string& key) override {
    const auto job = jobs.find(key);
    return job == jobs.end() ? std::nullopt : std::optional(job->second);
  }
  void cancel_job(const std::string& key) override { jobs.erase(key); }
  void cancel_jobs_of(const std::string& subject) override {
    std::erase_if(jobs, [&](const auto& entry) { return entry.second.subject == subject; });
  }
  void emit(core::Fact fact) override { facts.push_back(std::move(fact)); }
  void after_commit(std::function<void()> effect) override { commit_effects.push_back(std::move(effect)); }
  void on_rollback(std::function<void()> effect) override { rollback_effects.push_back(std::move(effect)); }
  void people_changed() override { people_have_changed = true; }

  void set_now(core::Instant now) { now_ = now; }
  // What was posted there, in order, as plain text.
  std::vector<std::string> told(const core::Destination& to) const {
    std::vector<std::string> all;
    for (const core::Post& post : posts)
      if (post.to == to) all.push_back(core::plain_text(post.message));
    return all;
  }
  void set_people(core::Directory directory) { people_ = std::move(directory); }
  // What is posted so far has reached the platform: withdraw cannot take it back.
  void send_all() {
    for (const core::Post& post : posts) sent.insert(post.key);
  }

  // As the engine does when it wakes up at `moment` after being down since the last call: everything due runs
  // now.
  void wake_at(core::Instant moment, features::Feature& feature) {
    now_ = moment;
    while (auto job = next_due()) {
      jobs.erase(job->key);
      feature.due(*this, *job);
    }
  }
  // As the engine does when it runs on: every job at its own time.
  void run_until(core::Instant end, features::Feature& feature) {
    for (;;) {
      std::optional<core::Instant> first;
      for (const auto& [key, job] : jobs)
        if (!first || job.due < *first) first = job.due;
      if (!first || *first > end) break;
      wake_at(std::max(now_, *first), feature);
      send_all();
    }
    now_ = end;
  }

  const core::Post* posted(const std::string& key) const {
    const auto found =
        std::find_if(posts.begin(), posts.end(), [&](const core::Post& p) { return p.key == key; });
    return found == posts.end() ? nullptr : &*found;
  }
  template <class F>
  std::vector<F> facts_of() const {
    std::vector<F> found;
    for (const core::Fact& fact : facts)
      if (const auto* one = std::get_if<F>(&fact)) found.push_back(*one);
    return found;
  }

  bool time_certain = true;
  std::vector<core::Post> posts;
  std::set<std::string> sent;
  std::vector<std::pair<std::string, core::Message>> updates;
  std::vector<std::string> withdrawn;
  std::map<std::string, core::Job> jobs;
  std::vector<core::Fact> facts;
  std::vector<std::function<void()>> commit_effects, rollback_effects;
  bool people_have_changed = false;

 private:
  std::optional<core::Job> next_due() const {
    std::optional<core::Job> next;
    for (const auto& [key, job] : jobs)
      if (job.due <= now_ && (!next || job.due < next->due)) next = job;
    return next;
  }

  core::Instant now_;
  core::SeededRandom random_;
  core::Directory people_;
  std::set<std::string> keys_;
};

}  // namespace support
