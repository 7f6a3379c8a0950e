#include "bot/runtime/unit_of_work.hpp"

#include "bot/core/log.hpp"

namespace runtime {
namespace {

// Withdrawn with what it is a copy of: withdraw() goes by the beginning of a key.
std::string copy_key(const std::string& key, const core::Person& reader) {
  return key + "@" + reader.id.text;
}

std::string mail_key(const std::string& key) {
  return key + "+mail";
}

// Nothing of the message but what it says of itself for e-mails.
core::Message for_mail(const core::Message& message) {
  core::Message told;
  told.mail = message.mail;
  return told;
}

// The group that reads what is posted to `to`; null when it is no group's channel.
const core::Group* group_at(const core::Directory& people, const core::Destination& to) {
  return to.kind == core::Destination::Kind::channel ? people.group_in_channel(to.workspace, to.id) : nullptr;
}

// Of the group, those who do not lead it: with a page of their own, or the others.
std::vector<const core::Person*> readers_in(const core::Directory& people, const core::Group* group,
                                            const std::string& pages, bool on_pages) {
  std::vector<const core::Person*> readers;
  if (!group) return readers;
  for (const core::Member& member : group->members)
    if (const core::Person* person = people.person(member.person);
        person && (person->workspace == pages) == on_pages && member.role != core::Role::leader)
      readers.push_back(person);
  return readers;
}

}  // namespace

const core::Person* person_at(const core::Directory& people, const core::Destination& to) {
  if (to.kind != core::Destination::Kind::person) return nullptr;
  const core::Person* person = people.person(to.workspace, to.id);
  return person ? person : people.person(core::PersonId{to.id});
}

std::vector<const core::Person*> readers_of(const core::Directory& people, const core::Destination& to,
                                            const std::string& pages) {
  if (to.kind == core::Destination::Kind::channel)
    return readers_in(people, group_at(people, to), pages, false);
  const core::Person* person = people.person(to.workspace, to.id);
  return person ? std::vector{person} : std::vector<const core::Person*>();
}

core::Instant not_quiet(const core::Directory& people, const DeliveryDefaults& defaults,
                        const core::Destination& to, core::Instant now) {
  if (const core::Group* group = group_at(people, to))
    return core::after_quiet(now, core::Zone::named(group->zone), group->quiet);
  core::QuietHours quiet = defaults.quiet;
  quiet.closed = people.closed();
  if (const core::Person* person = person_at(people, to))
    quiet.closed.insert(quiet.closed.end(), person->away.begin(), person->away.end());
  return core::after_quiet(now, core::Zone::named(defaults.zone), quiet);
}

OutboxRow UnitOfWork::row_of(core::Post post) const {
  OutboxRow row;
  row.key = std::move(post.key);
  row.to = std::move(post.to);
  row.message = std::move(post.message);
  row.respect_quiet = post.respect_quiet;
  row.can_wait = post.can_wait;
  row.urgent = post.urgent;
  row.lapses = post.lapses;
  row.group = std::move(post.group);
  if (const core::Group* group = row.group.empty() ? group_at(people_, row.to) : nullptr)
    row.group = group->id;
  row.due = row.respect_quiet ? not_quiet(people_, defaults_, row.to, now_) : now_;
  return row;
}

void UnitOfWork::post(core::Post post) {
  OutboxRow row = row_of(std::move(post));
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

void UnitOfWork::copy_to_others(OutboxRow row) {
  const core::Group* group = group_at(people_, row.to);
  const std::string key = row.key;
  row.due = now_;
  row.attempts = 0;
  for (const core::Person* reader : readers_on_pages(group)) {
    if (core::is_away(*reader, core::Zone::named(group->zone), now_)) continue;
    row.key = copy_key(key, *reader);
    if (outbox_.look(row.key)) continue;
    row.to = core::destination_of(*reader);
    if (row.respect_quiet) row.due = not_quiet(people_, defaults_, row.to, now_);
    add(row);
  }
}

void UnitOfWork::add(OutboxRow row) {
  if (const auto mailbox = mailbox_of(row.to)) {
    OutboxRow told = row;
    told.key = mail_key(row.key);
    told.to = *mailbox;
    told.message = for_mail(row.message);
    put(std::move(told));
  }
  row.message.mail.reset();  // the rest of the house has nothing to do with it
  put(std::move(row));
}

std::optional<core::Destination> UnitOfWork::mailbox_of(const core::Destination& to) const {
  if (defaults_.mail.empty() || to.workspace != defaults_.pages) return std::nullopt;
  const core::Person* person = person_at(people_, to);
  if (!person || person->email.empty()) return std::nullopt;
  return core::Destination{defaults_.mail, core::Destination::Kind::person, person->id.text};
}

void UnitOfWork::put(OutboxRow row) {
  if (withheld_) row.state = OutboxRow::State::failed;
  if (outbox_.add(row)) lines_.touch(row.to, now_);
}

std::vector<const core::Person*> UnitOfWork::readers_on_pages(const core::Group* group) const {
  if (defaults_.pages.empty()) return {};
  return readers_in(people_, group, defaults_.pages, true);
}

// One after the other, because an e-mail that is out stays as it is: the adapter takes the change for done.
void UnitOfWork::change(const std::string& key, const core::Destination& to, const core::Message& message) {
  lines_.touch(to, now_);
  if (!mailbox_of(to)) return;
  if (const auto mail = outbox_.edit(mail_key(key), for_mail(message), now_)) lines_.touch(*mail, now_);
}

void UnitOfWork::update(const std::string& key, core::Message message) {
  core::Message shown = message;
  shown.mail.reset();
  const auto place = outbox_.edit(key, shown, now_);
  if (!place) return;
  change(key, *place, message);
  for (const core::Person* reader : readers_on_pages(group_at(people_, *place)))
    if (const auto page = outbox_.edit(copy_key(key, *reader), shown, now_))
      change(copy_key(key, *reader), *page, message);
}
void UnitOfWork::withdraw(const std::string& prefix) {
  for (const core::Destination& place : outbox_.withdraw(prefix)) lines_.touch(place, now_);
}
void UnitOfWork::arrange(core::Job job) {
  agenda_.put(job);
  if (arranged_) arranged_(job);
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
      core::log(core::Level::error, "engine: undoing an effect failed");
    }
  }
  on_rollback_.clear();
  after_commit_.clear();
}

}  // namespace runtime
