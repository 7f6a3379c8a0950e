#include "bot/app/reception.hpp"

#include <algorithm>

#include "bot/app/arrival.hpp"
#include "bot/app/places.hpp"
#include "storage/database.hpp"

namespace app {

Counting Reception::counting() const {
  if (ask_) return ask_();
  storage::Database reader(database_of(*config_), storage::Database::Use::reader);
  return counting_by(reader);
}

bool Reception::begin() {
  const std::lock_guard lock(mutex_);
  if (closed_ || at_work_.exchange(true)) return false;
  ++begun_;
  return true;
}

void Reception::end(bool well) {
  if (!well) broke_off_ = Clock::now();
  at_work_ = false;
}

bool Reception::other_is_waited_for(Clock::time_point now) {
  if (at_work_ || now < broke_off_.load() + grace) return true;
  if (!free_since_) {
    const Holding here = holding_in(config_->ballot_box.directory);
    gave_ = here.word == Holding::Word::gave && here.has(counting().mark);
    free_since_ = now;
  }
  return gave_ && now < *free_since_ + grace;
}

void Reception::tidy() {
  if (!has_arrived(*config_) && !has_boxes(*config_)) return;
  const auto begun = [this] {
    const std::lock_guard lock(mutex_);
    return begun_;
  };
  const unsigned before = begun();
  const Counting now = counting();
  const std::lock_guard lock(mutex_);
  if (at_work_ || begun_ != before) return;
  drop_what_is_stale(*config_, now);
  wipe_what_does_not_count(*config_, now);
}

void Reception::take_in_what_came() const {
  if (has_arrived(*config_)) take_in(*config_, counting());
}

void Receptions::open(const std::string& organisation, std::shared_ptr<Reception> reception) {
  const std::lock_guard lock(mutex_);
  all_[organisation] = std::move(reception);
}

int Receptions::coming() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::ranges::count_if(
      all_, [](const auto& each) { return each.second->at_work() || each.second->is_complete(); }));
}

void Receptions::close(const std::string& organisation) {
  const std::lock_guard lock(mutex_);
  const auto found = all_.find(organisation);
  if (found == all_.end()) return;
  found->second->close();
  all_.erase(found);
}

std::shared_ptr<Reception> Receptions::find(const std::string& organisation) const {
  const std::lock_guard lock(mutex_);
  const auto found = all_.find(organisation);
  return found == all_.end() ? nullptr : found->second;
}

}  // namespace app
