#pragma once
// In a process with many organisations: one thread looks whether a database leaves one without an answer, and
// breaks the connection where it must not be waited for any more: that one ends alone, and the other machine
// can serve it.

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "bot/app/watchdog.hpp"

namespace app {

class WatchOfMany {
 public:
  WatchOfMany() = default;
  ~WatchOfMany();
  WatchOfMany(const WatchOfMany&) = delete;
  WatchOfMany& operator=(const WatchOfMany&) = delete;

  // An organisation that is looked after, for as long as this lives. Any thread.
  class Place {
   public:
    Place(WatchOfMany& all, std::string name, std::shared_ptr<const Watchdog> dog)
        : all_(all), name_(std::move(name)) {
      all_.add(name_, std::move(dog));
    }
    ~Place() { all_.remove(name_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    WatchOfMany& all_;
    const std::string name_;
  };

 private:
  using Dogs = std::map<std::string, std::shared_ptr<const Watchdog>>;

  void add(const std::string& name, std::shared_ptr<const Watchdog> dog);
  void remove(const std::string& name);
  void run();
  void look_at(const Dogs& waiting);

  std::mutex mutex_;
  std::condition_variable wake_;
  Dogs all_;               // with it
  bool over_ = false;      // likewise
  std::string looked_at_;  // whom it came to last; the thread's
  std::thread thread_;     // with the first
};

}  // namespace app
