#pragma once
// Work whose libraries and memory the daemon need not carry: drawing.

#include <functional>
#include <string>

namespace app {

// What `make` gives, made in a process of its own, which ends with all that it loaded. It is a copy of this
// one with this thread alone: `make` takes no lock that another may hold, logs nothing and writes nowhere;
// what it changes is lost. Its std::exception comes back as a std::runtime_error with the same words; one
// comes, too, where the process dies, takes more than a minute, or cannot be had. Under ThreadSanitizer the
// work is done here. Any thread; waits.
std::string made_apart(const std::function<std::string()>& make);

// The program ends: while one of these lives, made_apart() throws at once, also where it waits already. So
// the threads that ask it can be joined, however much they were asked for. Any thread.
class Ending {
 public:
  Ending();
  ~Ending();
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;

  static bool has_begun();
};

}  // namespace app
