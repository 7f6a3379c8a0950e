#pragma once
// Randomness is injected: the daemon's comes from the kernel, tests and simulations use a seed.

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace core {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;

  // UniformRandomBitGenerator, for <algorithm>.
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() { return next(); }
};

// 0 <= result < bound, without modulo bias; bound > 0.
std::uint64_t below(Random& random, std::uint64_t bound);

// 128 random bits as 32 lower-case hexadecimal digits.
std::string new_id(Random& random);

// 32 hexadecimal digits that depend on `name` alone, so that a name in the configuration keeps its id.
std::string id_from_name(std::string_view name);

// Fisher-Yates with `below`: the same on every standard library, so a seed replays exactly.
template <class T>
void shuffle(std::vector<T>& items, Random& random) {
  for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(random, i)]);
}

// Kernel randomness through libsodium. Thread-safe.
class SystemRandom final : public Random {
 public:
  SystemRandom();
  std::uint64_t next() override;
};

// Reproducible randomness for tests and simulations.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t next() override { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace core
