#pragma once
// What a watcher is told of the service (docs/monitoring): of platforms and the machine, never of persons,
// groups or anything sealed. `State` is what is true just now; `Figures` adds what was counted since the
// start.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/app/measured.hpp"
#include "bot/core/time.hpp"
#include "bot/runtime/adapter.hpp"
#include "storage/waiting.hpp"

namespace app {

struct State {
  core::Instant now{};
  bool owner = true;                   // serves, and does not end just now
  bool database = false;               // could be read
  std::string box_refusal{};           // why anonymous polls cannot be held; empty: they can
  bool clock_believed = true;          // docs/mishaps.md
  std::chrono::seconds since_turn{0};  // since the engine came back from its last turn
  std::vector<storage::Waiting> waiting{};
  std::optional<core::Instant> late_since{};  // when the oldest job that has not run was due
  bool copies_wanted = false;
  std::optional<core::Instant> last_copy{};
  std::uintmax_t database_bytes = 0;
  std::chrono::seconds uptime{0};
};

struct Verdict {
  bool good = true;
  std::string text;  // a line for each thing that was looked at
};
// Both threads move.
Verdict alive(const State& state);
// People get what they ask for, and messages go out.
Verdict ready(const State& state);

// In the same format, of a process that waits as a standby.
std::string figures_of_standby();

// Of what text() gives: Prometheus' text format.
inline constexpr auto figures_type = "text/plain; version=0.0.4; charset=utf-8";

class Figures {
 public:
  explicit Figures(core::Instant start);
  ~Figures();
  Figures(const Figures&) = delete;
  Figures& operator=(const Figures&) = delete;

  // A delivery to this platform came back. Any thread.
  void delivered(const std::string& workspace, runtime::Delivered::Kind kind, core::Instant now);
  // A transaction of the engine, the commit in it, and an event that was answered. Any thread.
  void committed(std::chrono::duration<double> took);
  void made_safe(std::chrono::duration<double> took);
  void answered(std::chrono::duration<double> took);
  // One thread at a time.
  std::string text(const State& state);

 private:
  friend class FiguresOfMany;
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// `figures` outlives what it is given to; `committed` is called after each transaction too.
Measures measured_by(Figures& figures, std::function<void()> committed);

// Those of several organisations, each with a label that says whose it is.
class FiguresOfMany {
 public:
  FiguresOfMany();
  ~FiguresOfMany();
  FiguresOfMany(const FiguresOfMany&) = delete;
  FiguresOfMany& operator=(const FiguresOfMany&) = delete;

  void add(const std::string& organisation, Figures& figures, const State& state);
  // One that does not serve: refleks_ready 0; and refleks_owner 0 where it waits.
  void add_absent(const std::string& organisation, bool waits);
  std::string text() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace app
