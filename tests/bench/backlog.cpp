// What a long line to one place costs everybody else: how long the engine takes over an answer, and over a
// post to another place, with 100 000 messages waiting and with none. Promised (docs/architecture.md): an
// answer's p99 at most 1.2 times that without, a post to another place within a second.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "tests/runtime/world.hpp"

namespace {

using runtime::Delivered;

constexpr int backlog = 100'000, in_one_command = 1'000, rounds = 4'000;

// Milliseconds on the processor: whatever else the machine does is left out.
double now() {
  return static_cast<double>(std::clock()) * 1e3 / CLOCKS_PER_SEC;
}

double p99(std::vector<double> all) {
  std::ranges::sort(all);
  return all.at(all.size() * 99 / 100);
}

class Bench final : public runtime::World {
 public:
  void TestBody() override {}

  struct Seen {
    double answer = 0, post = 0;
  };

  // Answers and posts to other places in turn, each as one turn of the engine.
  Seen measure() {
    std::vector<double> answers, posts;
    for (int i = 0; i < rounds; ++i) {
      feature.on_command = nullptr;
      answers.push_back(turn());
      const std::string key = "post:" + std::to_string(++count_);
      feature.on_command = [&](core::Context& context) {
        context.post({key, direct("pia"), runtime::words("Hei"), false});
      };
      posts.push_back(turn());
      take_all();
    }
    return {p99(std::move(answers)), p99(std::move(posts))};
  }

  void flood() {
    for (int done = 0; done < backlog; done += in_one_command) {
      feature.on_command = [&](core::Context& context) {
        for (int i = 0; i < in_one_command; ++i)
          context.post({"flood:" + std::to_string(++count_), channel(), runtime::words("Hei"), false});
      };
      run({command("pia", "do")});
      keep_head();
    }
  }

  // The platform takes the first of the line, and the next is claimed.
  double drain_one() {
    const runtime::Delivery head = head_.at(0);
    head_.clear();
    const double begin = now();
    settle(head, Delivered::Kind::sent);
    const double took = now() - begin;
    keep_head();
    return took;
  }

  double start_again() {
    const double begin = now();
    restart();
    return now() - begin;
  }

 private:
  double turn() {
    const core::Event event = command("pia", "do", "d" + std::to_string(++count_));
    const double begin = now();
    run({event});
    return now() - begin;
  }
  void take_all() {
    for (const runtime::Delivery& delivery : std::exchange(out, {})) settle(delivery, Delivered::Kind::sent);
  }
  void keep_head() {
    for (runtime::Delivery& delivery : out)
      if (delivery.to == channel()) head_.push_back(std::move(delivery));
    out.clear();
  }

  std::vector<runtime::Delivery> head_;
  int count_ = 0;
};

}  // namespace

int main() {
  Bench bench;
  bench.start_again();
  bench.measure();  // warms up
  const Bench::Seen none = bench.measure();
  bench.flood();
  const Bench::Seen behind = bench.measure();
  std::vector<double> drained;
  for (int i = 0; i < rounds; ++i) drained.push_back(bench.drain_one());
  fmt::print("{:<44} {:>9} {:>9} {:>6}\n", "p99 of a turn of the engine, ms", "none", "100 000", "ratio");
  fmt::print("{:<44} {:>9.3f} {:>9.3f} {:>6.2f}\n", "an answer", none.answer, behind.answer,
             behind.answer / none.answer);
  fmt::print("{:<44} {:>9.3f} {:>9.3f} {:>6.2f}\n", "a post to another place", none.post, behind.post,
             behind.post / none.post);
  fmt::print("{:<44} {:>9} {:>9.3f}\n", "one message of the line taken, the next claimed", "", p99(drained));
  fmt::print("{:<44} {:>9} {:>9.1f}\n", "the start", "", bench.start_again());
}
