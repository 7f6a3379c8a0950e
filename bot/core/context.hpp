#pragma once
// What a handler may do: one unit of work inside one savepoint of the engine's transaction. Everything
// written here takes effect together with the feature's own rows, or not at all. Engine thread only.

#include <functional>
#include <string>

#include "bot/core/facts.hpp"
#include "bot/core/outbound.hpp"
#include "bot/core/people.hpp"
#include "bot/core/random.hpp"

namespace core {

class Context {
 public:
  virtual ~Context() = default;
  virtual Instant now() const = 0;
  virtual bool time_is_certain() const = 0;  // of the clock (time.hpp)
  virtual Random& random() = 0;
  virtual const Directory& people() const = 0;

  // Queues a message. A key that was used before is left alone, so that doing a thing twice posts it once.
  virtual void post(Post post) = 0;
  // Changes the message posted under `key`, once it is out; where the platform cannot edit, nothing happens.
  virtual void update(const std::string& key, Message message) = 0;
  // Takes back messages not sent yet whose key begins with `prefix`.
  virtual void withdraw(const std::string& prefix) = 0;

  virtual void arrange(Job job) = 0;
  // The job with that key; nothing: there is none, or it is done.
  virtual std::optional<Job> arranged(const std::string& key) = 0;
  virtual void cancel_job(const std::string& key) = 0;
  // Cancels every job that hangs on `subject`.
  virtual void cancel_jobs_of(const std::string& subject) = 0;

  // Heard by all features before this unit of work ends.
  virtual void emit(Fact fact) = 0;

  // Runs when the transaction is durable (never when it is not): for effects outside the database, like
  // wiping a box.
  virtual void after_commit(std::function<void()> effect) = 0;
  // Runs when this unit of work is rolled back.
  virtual void on_rollback(std::function<void()> effect) = 0;
  // People, groups or roles were changed in storage: the snapshot is loaded anew before the next unit of
  // work.
  virtual void people_changed() = 0;
};

// What a sealed event may see: no storage, no outbox, no agenda. The type keeps the promise.
struct SealedContext {
  Instant now;
  Random& random;
  const Directory& people;
};

}  // namespace core
