#pragma once
// Where the names of servers lead. A name service that hangs holds nobody: it is asked on a thread of its
// own, and what it said before counts until it says more.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace storage::postgres {

class Names {
 public:
  struct Answer {
    std::vector<std::string> addresses;  // numeric, in the order in which they should be tried
    std::string trouble;                 // why there are none
  };
  using Resolve = std::function<Answer(const std::string& name)>;

  // `resolve` may take as long as it likes, and go on when this has ended. Who says nothing for
  // `given_up_after` is asked once more beside, while no more than sixteen have not come back.
  explicit Names(Resolve resolve,
                 std::chrono::steady_clock::duration given_up_after = std::chrono::seconds{30});

  // Asks for it, unless it is being asked for. Any thread, as all.
  void ask(const std::string& name);

  struct Known {
    Answer last;  // of what was said, the last that has addresses; else the last
    // For how long an answer has been waited for; zero: it is not asked for.
    std::chrono::steady_clock::duration out{};
  };
  Known known(const std::string& name) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// Those of this machine, for all threads.
Names& names_here();

// Whether it has to be asked for: it is no address, and no folder of a socket.
bool is_name(const std::string& host);

}  // namespace storage::postgres
