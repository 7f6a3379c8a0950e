#pragma once
// What the runtime keeps: transactions, the agenda, the outbox, and which deliveries were seen. Implemented
// in storage; engine thread only.

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/codes.hpp"
#include "bot/core/outbound.hpp"
#include "bot/core/people.hpp"
#include "bot/runtime/notebook.hpp"

namespace runtime {

// The database cannot be used. The words quote nothing that is stored, and may be logged.
class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
// The words of such an error; of any other none, which may quote a row.
inline std::string words_for_log(const std::exception& error) {
  return dynamic_cast<const StoreError*>(&error) ? error.what() : "";
}

// Another program holds the database, for longer than we wait: nothing was done, and it can be tried again.
class DatabaseHeld : public StoreError {
 public:
  using StoreError::StoreError;
};

// A part of the database belongs to another user, and was left as it is: to try again helps nobody before an
// operator has made it ours.
class NotOurs : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The engine's transaction: many units of work, one fsync.
class Transactor {
 public:
  virtual ~Transactor() = default;
  virtual void begin() = 0;   // BEGIN IMMEDIATE; throws DatabaseHeld
  virtual void commit() = 0;  // durable when it returns
  virtual void rollback() = 0;
  virtual void savepoint() = 0;  // one level
  virtual void release() = 0;
  virtual void rollback_to_savepoint() = 0;
  // Outside transactions: throws where the database is not there, or no longer ours (storage::Connection).
  virtual void heartbeat() {}
  // wal_checkpoint(TRUNCATE); false while a reader keeps it from finishing: try again later.
  virtual bool truncate_log() = 0;
  // VACUUM, then truncate_log. Not inside a transaction. Throws DatabaseHeld, and NotOurs when it has done
  // the rest.
  virtual void compact() = 0;
  // Rows that stores came across and could not read, since it was last asked: "poll 4711". They were left out
  // and stay as they are.
  virtual std::vector<std::string> take_unreadable() = 0;
};

class AgendaStore {
 public:
  virtual ~AgendaStore() = default;
  virtual void put(const core::Job& job) = 0;  // same key: replaced
  virtual void remove(const std::string& key) = 0;
  // Removes it where it is due; whether it was.
  virtual bool take(const std::string& key, core::Instant now) = 0;
  virtual void remove_of(const std::string& subject) = 0;
  // By due time, then key. One whose time cannot be read is never due again: it stays for the operator.
  virtual std::vector<core::Job> due(core::Instant now, int limit) = 0;
  virtual std::optional<core::Instant> next_due() = 0;
  virtual std::optional<core::Instant> next_seen() = 0;               // the same without inner jobs
  virtual std::optional<core::Job> find(const std::string& key) = 0;  // nothing also for such a one
  virtual bool any(const std::string& beginning) = 0;                 // of a key
  // One that failed is not due before `until`: in this process, or until it is put, taken or removed. The
  // moment it was arranged for stays its own.
  virtual void hold(const std::string& key, core::Instant until) = 0;
  virtual void let_go() = 0;  // of all that are held
  // Those whose keys begin so are due by `latest`, or earlier.
  virtual void bring_forward(const std::string& beginning, core::Instant latest) = 0;
  // The job is not due before its group comes back; its time stays what it was, also in find().
  virtual void wait_for(const std::string& key, const core::GroupId& group) = 0;
  // Those that wait for a group that is there again are due as before.
  virtual void come_back(const std::function<bool(const core::GroupId&)>& is_there) = 0;
};

struct OutboxRow {
  enum class State { waiting, sending, sent, unknown, failed };
  std::string key;
  core::Destination to;
  core::Message message;
  bool respect_quiet = true;
  bool can_wait = false;  // as of core::Post, like the next three
  bool urgent = false;
  std::optional<core::Instant> lapses{};
  core::GroupId group{};
  bool edit = false;  // the message under `key` is out; `message` is what it must become
  State state = State::waiting;
  core::Instant due{};  // not before; and its place in the line
  int attempts = 0;
  bool counted = false;  // has been on its way, and stands in the count of a week
  std::string ref;       // the platform's reference once sent
};
constexpr auto codes(OutboxRow::State) {
  return core::codes_in_order("waiting", "sending", "sent", "unknown", "failed");
}

// Where messages wait, and until when the platform wants to be left alone there (long past: it does not).
struct WaitingPlace {
  core::Destination to;
  core::Instant hold{};
};

// Rows are given without their messages where it says so: a message is read when it is sent, and only then.
class OutboxStore {
 public:
  virtual ~OutboxStore() = default;
  // False when the key exists already, in any state.
  virtual bool add(const OutboxRow& row) = 0;
  // Puts an edit of a sent row in the queue, or changes the message of one still waiting. Gives where the
  // message goes; nothing: no such key.
  virtual std::optional<core::Destination> edit(const std::string& key, const core::Message& message,
                                                core::Instant due) = 0;
  // Removes rows in state waiting (first posts only) whose key begins with prefix; gives where they were to
  // go, once a row.
  virtual std::vector<core::Destination> withdraw(const std::string& prefix) = 0;

  // Every place where something waits, due or not. Walks them all: for the start.
  virtual std::vector<WaitingPlace> places() = 0;
  // The first in the line at `to` (by due, then in the order they came), due or not, without its message.
  // `awake`: of those alone that go out in quiet hours too. As quick however many wait.
  virtual std::optional<OutboxRow> first(const core::Destination& to, bool awake) = 0;
  // Under way when the process died, in the order they came, without their messages.
  virtual std::vector<OutboxRow> under_way() = 0;
  // Without its message.
  virtual std::optional<OutboxRow> look(const std::string& key) = 0;
  // Empty where it was forgotten. Throws std::exception when it cannot be read.
  virtual core::Message message(const std::string& key) = 0;
  // look() and message() in one.
  virtual std::optional<OutboxRow> find(const std::string& key) = 0;

  // `week`: of a first post, the Monday of the week in which it counts.
  virtual void set_sending(const std::string& key, bool edit, const std::string& week) = 0;
  // Takes a first post out that waits: it is not sent.
  virtual void drop(const std::string& key) = 0;
  // To another place, of a first post that waits.
  virtual void set_place(const std::string& key, const core::Destination& to) = 0;
  // Not before `due`, and of no use from `lapses` on, unless it has said that itself. Of a first post that
  // waits.
  virtual void put_off(const std::string& key, core::Instant due, core::Instant lapses) = 0;
  // Another place in the line, of one that waits.
  virtual void set_due(const std::string& key, core::Instant due) = 0;
  // Nothing waits for a moment after `now` any more, and no place is held.
  virtual void let_go(core::Instant now) = 0;
  // Keys of first posts to `to` that wait and are not due before `from`, in their order.
  virtual std::vector<std::string> waiting_from(const core::Destination& to, core::Instant from) = 0;
  // How many messages went to each place in the week.
  virtual std::vector<std::pair<core::Destination, int>> sent_in(const std::string& week) = 0;
  // `now`: whoever reads there has been told by then.
  virtual void set_sent(const std::string& key, bool edit, const std::string& ref, core::Instant now) = 0;
  // Waits again, where it was in the line; `hold` is remembered for the place.
  virtual void set_retry(const std::string& key, bool edit, core::Instant hold, int attempts) = 0;
  virtual void set_final(const std::string& key, bool edit, OutboxRow::State unknown_or_failed,
                         core::Instant now) = 0;
  // Message bodies of rows finished before `before` are dropped; keys stay, so that nothing is posted twice.
  virtual void forget_bodies(core::Instant before) = 0;
};

class SeenStore {
 public:
  virtual ~SeenStore() = default;
  // True the first time a delivery is seen. Never called for a sealed event.
  virtual bool first_time(const std::string& workspace, const std::string& delivery, core::Date day) = 0;
  virtual void forget_before(core::Date day) = 0;
};

// What adapters keep (notebook.hpp).
class NotebookStore {
 public:
  virtual ~NotebookStore() = default;
  virtual std::vector<Note> all(const std::string& workspace) = 0;  // by name
  // Of a person who was erased, and has not come back, nothing is kept.
  virtual void put(const std::string& workspace, const Note& note) = 0;
};

// Deletes what is kept no longer (retention.hpp says when).
class RetentionStore {
 public:
  virtual ~RetentionStore() = default;
  // Each gives the number of rows it took away (what hangs on them goes with them).
  // Finished polls whose closing time is before `before`: questions, results, texts, named answers.
  virtual long long forget_polls(core::Instant before) = 0;
  // The same for votes over topics alone.
  virtual long long forget_topic_polls(core::Instant before) = 0;
  // Texts alone, of polls whose closing time is before `before`.
  virtual long long forget_texts(core::Instant before) = 0;
  // Matters answered before `before`; those that wait for an answer stay.
  virtual long long forget_matters(core::Instant before) = 0;
  // What was hoped for and feared in periods that ended before, also where a result still has it.
  virtual long long forget_hopes(core::Instant before) = 0;
  // Matters in which nothing has happened since, and which wait for an answer.
  virtual long long forget_open_matters(core::Instant before) = 0;
  // What was due before and waits for a group that has not come back.
  virtual long long forget_waiting_jobs(core::Instant before) = 0;
  // Sessions that ended before, with topic and attendance.
  virtual long long forget_sessions(core::Instant before) = 0;
  // Gives ideas that have been shown to their group the month they are found in ("2026-11"): a month is all
  // the age an idea has. Ideas not shown yet have none, unless their group has ended or is gone.
  virtual void date_ideas(const std::string& month) = 0;
  // Ideas whose month is before `month`.
  virtual long long forget_ideas(const std::string& month) = 0;
  // Who stands neither in the configuration nor, where they were made in chat, in any group.
  virtual std::vector<core::Person> who_left() = 0;
  // Who has a job `kind` with them as its subject, and has not left.
  virtual std::vector<core::PersonId> who_is_back(std::string_view kind) = 0;
  // Everything by which one of those is named, as at an erasure, but that nothing keeps them from coming
  // back. `nobody`: a new id, for rows of others that must keep one. How many rows.
  virtual long long forget_person(const core::Person& person, const std::string& nobody) = 0;
};

}  // namespace runtime
