#include "bot/runtime/unit_of_work.hpp"

#include "bot/core/log.hpp"

namespace runtime {
namespace {

// Withdrawn with what it is a copy of: withdraw() goes by the beginning of a key.
std::string copy_key(const std::string& key, const core::Person& reader) {
  return key + "@" + reader.id.text;
}

// The group that reads what is posted to `to`; null when it is no group's channel.
const core::Group* group_at(const core::Directory& people, const core::Destination& to) {
  return to.kind == core::Destination::Kind::channel ? people.group_in_channel(to.workspace, to.id) : nullptr;
}

}  // namespace

core::Instant not_quiet(const core::Directory& people, const House& house, const core::Destination& to,
                        core::Instant now) {
  if (const core::Group* group = group_at(people, to))
    return core::after_quiet(now, core::Zone::named(group->zone), group->quiet);
  core::QuietHours quiet = house.quiet;
  quiet.closed = people.closed();
  const bool alone = to.kind == core::Destination::Kind::person;
  if (const core::Person* person = alone ? people.person(to.workspace, to.id) : nullptr)
    quiet.closed.insert(quiet.closed.end(), person->away.begin(), person->away.end());
  return core::after_quiet(now, core::Zone::named(house.zone), quiet);
}

void UnitOfWork::post(core::Post post) {
  OutboxRow row;
  row.key = std::move(post.key);
  row.to = std::move(post.to);
  row.message = std::move(post.message);
  row.respect_quiet = post.respect_quiet;
  row.due = row.respect_quiet ? not_quiet(people_, house_, row.to, now_) : now_;
  const core::Group* group = group_at(people_, row.to);
  for (const core::Person* reader : readers_on_pages(group)) {
    // Nothing waits for somebody who is away: it would be old when they are back.
    if (core::is_away(*reader, core::Zone::named(group->zone), now_)) continue;
    OutboxRow copy = row;
    copy.key = copy_key(row.key, *reader);
    copy.to = core::destination_of(*reader);
    add(std::move(copy));
  }
  add(std::move(row));
}

void UnitOfWork::add(OutboxRow row) {
  if (withheld_) row.state = OutboxRow::State::failed;
  if (outbox_.add(row)) lines_.touch(row.to, now_);
}

std::vector<const core::Person*> UnitOfWork::readers_on_pages(const core::Group* group) const {
  std::vector<const core::Person*> readers;
  if (house_.pages.empty() || !group) return readers;
  for (const core::Member& member : group->members)
    if (const core::Person* person = people_.person(member.person);
        person && person->workspace == house_.pages && member.role != core::Role::leader)
      readers.push_back(person);
  return readers;
}

void UnitOfWork::update(const std::string& key, core::Message message) {
  const auto place = outbox_.edit(key, message, now_);
  if (!place) return;
  lines_.touch(*place, now_);
  for (const core::Person* reader : readers_on_pages(group_at(people_, *place)))
    if (const auto page = outbox_.edit(copy_key(key, *reader), message, now_)) lines_.touch(*page, now_);
}
void UnitOfWork::withdraw(const std::string& prefix) {
  for (const core::Destination& place : outbox_.withdraw(prefix)) lines_.touch(place, now_);
}
void UnitOfWork::arrange(core::Job job) {
  agenda_.put(job);
}
std::optional<core::Job> UnitOfWork::arranged(const std::string& key) {
  return agenda_.find(key);
}
void UnitOfWork::cancel_job(const std::string& key) {
  agenda_.remove(key);
}
void UnitOfWork::cancel_jobs_of(const std::string& subject) {
  agenda_.remove_of(subject);
}

bool UnitOfWork::take_fact(core::Fact& fact) {
  if (facts_.empty()) return false;
  fact = std::move(facts_.front());
  facts_.pop_front();
  return true;
}

void UnitOfWork::rolled_back() noexcept {
  for (auto& effect : on_rollback_) {
    try {
      effect();
    } catch (const std::exception&) {
      core::log(core::Level::error, "desk: undoing an effect failed");
    }
  }
  on_rollback_.clear();
  after_commit_.clear();
}

}  // namespace runtime
