#pragma once
// Context as the engine implements it: effects become rows of outbox and agenda in the running savepoint.

#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "bot/core/context.hpp"
#include "bot/runtime/lines.hpp"
#include "bot/runtime/store.hpp"

namespace runtime {

// What the organisation says of all its messages.
struct DeliveryDefaults {
  // The quiet hours where no group says otherwise: direct messages.
  std::string zone = "Europe/Oslo";
  core::QuietHours quiet;
  // The workspace of people without a chat account, who read what is posted to their group on a page of their
  // own; empty: there is none.
  std::string pages{};
  // The workspace by which those of them who have an e-mail address are told that there is something to read;
  // empty: they are not.
  std::string mail{};
  // Messages that nobody should get more of in a week (full_weeks.hpp); 0: as many as there are.
  int most_a_week = 0;
  // Messages that nobody ever gets more of in a week, wherever they read; 0: as many as there are.
  int ceiling = 0;
};

// Whom a message to `to` reaches; null: a channel, or somebody unknown. By mail a person goes by the id.
const core::Person* person_at(const core::Directory& people, const core::Destination& to);

// Who reads a message to `to`: that person, or whoever takes part in the group of the channel, but for people
// on `pages`, who have copies of their own. None: an e-mail, which only tells of a page, or somebody unknown.
std::vector<const core::Person*> readers_of(const core::Directory& people, const core::Destination& to,
                                            const std::string& pages);

// The first instant from `now` on when a message to `to` may be sent.
core::Instant not_quiet(const core::Directory& people, const DeliveryDefaults& defaults,
                        const core::Destination& to, core::Instant now);

class UnitOfWork final : public core::Context {
 public:
  UnitOfWork(const core::Clock& clock, core::Random& random, const core::Directory& people,
             const DeliveryDefaults& defaults, AgendaStore& agenda, OutboxStore& outbox, Lines& lines)
      : now_(clock.now()),
        certain_(clock.certain()),
        random_(random),
        people_(people),
        defaults_(defaults),
        agenda_(agenda),
        outbox_(outbox),
        lines_(lines) {}

  core::Instant now() const override { return now_; }
  bool time_is_certain() const override { return certain_; }
  core::Random& random() override { return random_; }
  const core::Directory& people() const override { return people_; }
  void post(core::Post post) override;
  void update(const std::string& key, core::Message message) override;
  void withdraw(const std::string& prefix) override;
  void arrange(core::Job job) override;
  std::optional<core::Job> arranged(const std::string& key) override;
  void cancel_job(const std::string& key) override;
  void cancel_jobs_of(const std::string& subject) override;
  void emit(core::Fact fact) override { facts_.push_back(std::move(fact)); }
  void after_commit(std::function<void()> effect) override { after_commit_.push_back(std::move(effect)); }
  void on_rollback(std::function<void()> effect) override { on_rollback_.push_back(std::move(effect)); }
  void people_changed() override { people_changed_ = true; }

  // A post to the place alone: those of its group who have a page get no copy of it.
  void post_here(core::Post post) { add(row_of(std::move(post))); }
  // `row` leaves for its channel now, a while after it was posted perhaps: whoever of the group has a page
  // and no copy, because they came or were away meanwhile, gets one.
  void copy_to_others(OutboxRow row);
  // The organisation's.
  const std::string& zone() const { return defaults_.zone; }

  // From now on posts are kept and not sent: they went out before this installation was brought back from a
  // copy. `arranged` is told of each job that follows.
  void withhold(std::function<void(const core::Job&)> arranged) {
    withheld_ = true;
    arranged_ = std::move(arranged);
  }

  bool take_fact(core::Fact& fact);
  bool has_changed_people() const { return people_changed_; }
  std::vector<std::function<void()>>& commit_effects() { return after_commit_; }
  void rolled_back() noexcept;

 private:
  OutboxRow row_of(core::Post post) const;
  void add(OutboxRow row);
  void put(OutboxRow row);
  // The place of the person's e-mails about what is written to `to`; nothing: there are none.
  std::optional<core::Destination> mailbox_of(const core::Destination& to) const;
  void change(const std::string& key, const core::Destination& to, const core::Message& message);
  // Members of the group who have no chat account: each gets a copy of what is posted to its channel. Leaders
  // do not. `group` may be null: nobody.
  std::vector<const core::Person*> readers_on_pages(const core::Group* group) const;

  core::Instant now_;
  bool certain_;
  core::Random& random_;
  const core::Directory& people_;
  const DeliveryDefaults& defaults_;
  AgendaStore& agenda_;
  OutboxStore& outbox_;
  Lines& lines_;  // touched, also where the unit is rolled back: they are looked up then
  std::deque<core::Fact> facts_;
  std::function<void(const core::Job&)> arranged_;
  std::vector<std::function<void()>> after_commit_, on_rollback_;
  bool people_changed_ = false, withheld_ = false;
};

}  // namespace runtime
