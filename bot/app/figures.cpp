#include "bot/app/figures.hpp"

#include <fmt/format.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>

namespace app {
namespace {

constexpr std::chrono::minutes longest_turn{3};    // the database may be rebuilt in one
constexpr std::chrono::minutes longest_tried{30};  // a message that came back is tried again by then
constexpr std::chrono::minutes longest_late{30};   // of a job, also of one that fails and is tried again
constexpr std::chrono::hours longest_without_copy{26};

// Also of a process that waits.
constexpr auto ready_name = "refleks_ready", ready_help = "What /ready says";
constexpr auto owner_name = "refleks_owner", owner_help = "1 where the database is served, 0 at a standby";

double seconds_of(core::Instant instant) {
  return static_cast<double>(instant.time_since_epoch().count());
}

const char* word_for(runtime::Delivered::Kind kind) {
  switch (kind) {
    case runtime::Delivered::Kind::sent:
      return "sent";
    case runtime::Delivered::Kind::retry:
      return "retry";
    case runtime::Delivered::Kind::unknown:
      return "unknown";
    case runtime::Delivered::Kind::refused:
      return "refused";
    case runtime::Delivered::Kind::permanent:
      return "given_up";
  }
  return "unknown";
}

void say(Verdict& verdict, bool good, const std::string& what) {
  verdict.good = verdict.good && good;
  verdict.text += (good ? "ok   " : "bad  ") + what + "\n";
}

std::chrono::seconds age(const State& state, std::optional<core::Instant> since) {
  return since ? std::max(state.now - *since, std::chrono::seconds{0}) : std::chrono::seconds{0};
}

}  // namespace

Verdict alive(const State& state) {
  Verdict verdict;
  say(verdict, state.since_turn <= longest_turn,
      fmt::format("the engine came back {} s ago", state.since_turn.count()));
  return verdict;
}

Verdict ready(const State& state) {
  Verdict verdict = alive(state);
  say(verdict, state.database, state.database ? "the database can be read" : "the database cannot be read");
  say(verdict, state.box_refusal.empty(),
      state.box_refusal.empty() ? "anonymous polls can be held"
                                : "anonymous polls are refused: " + state.box_refusal);
  say(verdict, state.clock_believed,
      state.clock_believed ? "the clock is believed"
                           : "the clock has jumped and is not believed: refleks clock confirm");
  const auto late = age(state, state.late_since);
  // A job that fails is one group's, or one errand of the house: people are answered, and messages go. It has
  // a figure and an alert of its own; here it would hide what fails besides it.
  verdict.text += fmt::format("{}what is due has waited, or failed, for {} s{}\n",
                              late <= longest_late ? "ok   " : "note ", late.count(),
                              late <= longest_late ? "" : ": the log says which kind of job");
  for (const storage::Waiting& each : state.waiting) {
    const auto tried = age(state, each.since);
    say(verdict, tried <= longest_tried,
        fmt::format("{}: {} messages may go, {} came back, the oldest of those waits {} s", each.workspace,
                    each.due, each.tried, tried.count()));
  }
  if (state.copies_wanted && !state.last_copy && state.uptime < longest_without_copy)
    say(verdict, true, "the first copy is made at 03:30");
  else if (state.copies_wanted)
    say(verdict, state.last_copy && state.now - *state.last_copy <= longest_without_copy,
        state.last_copy ? "the last copy is of " + core::to_text(*state.last_copy) : "there is no copy yet");
  return verdict;
}

std::string figures_of_standby() {
  prometheus::Registry book;
  for (const auto& [name, help] : {std::pair(ready_name, ready_help), std::pair(owner_name, owner_help)})
    prometheus::BuildGauge().Name(name).Help(help).Register(book).Add({}).Set(0);
  return prometheus::TextSerializer().Serialize(book.Collect());
}

struct Figures::Parts {
  prometheus::Registry book;
  prometheus::Family<prometheus::Counter>& deliveries =
      prometheus::BuildCounter()
          .Name("refleks_deliveries_total")
          .Help("Attempts to post, edit or ask, by what came of them")
          .Register(book);
  prometheus::Family<prometheus::Gauge>& last_sent = prometheus::BuildGauge()
                                                         .Name("refleks_last_sent_time_seconds")
                                                         .Help("When a message last came through")
                                                         .Register(book);
  prometheus::Family<prometheus::Gauge>& answers =
      prometheus::BuildGauge()
          .Name("refleks_platform_up")
          .Help("Whether the last delivery came through; 0 when the platform was not reached or refused us")
          .Register(book);
  prometheus::Histogram& commits = lengths(
      "refleks_transaction_seconds",
      "From the beginning of the engine's transaction until it was durable; none for anonymous answers");
  prometheus::Histogram& safe =
      lengths("refleks_commit_seconds", "Of a transaction the commit alone, which waits for the disk");
  prometheus::Histogram& events =
      lengths("refleks_event_seconds",
              "From when something came from a chat or page until its answer was ready; none for anonymous "
              "answers");
  prometheus::Gauge& start = gauge("refleks_start_time_seconds", "When the service was started");
  prometheus::Gauge& turn_age =
      gauge("refleks_engine_turn_age_seconds", "Since the engine came back from its last turn");
  prometheus::Gauge& is_ready = gauge(ready_name, ready_help);
  prometheus::Gauge& owner = gauge(owner_name, owner_help);
  prometheus::Gauge& late =
      gauge("refleks_oldest_late_job_seconds", "How long what is due has waited to be done");
  prometheus::Gauge& bytes = gauge("refleks_database_bytes", "Size of the database's file");
  prometheus::Gauge& copy =
      gauge("refleks_last_copy_time_seconds", "When the newest copy was made; 0: there is none");
  prometheus::Gauge& refused = gauge("refleks_polls_refused", "1 when anonymous polls cannot be held here");
  prometheus::Gauge& clock = gauge("refleks_clock_believed", "0 after a jump that nobody has confirmed");

  prometheus::Histogram& lengths(const char* name, const char* help) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(book).Add(
        {}, prometheus::Histogram::BucketBoundaries{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
                                                    1, 5});
  }
  prometheus::Gauge& gauge(const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(book).Add({});
  }
  std::vector<prometheus::MetricFamily> collected(const State& state);
};

Figures::Figures(core::Instant start) : parts_(std::make_unique<Parts>()) {
  parts_->start.Set(seconds_of(start));
}
Figures::~Figures() = default;

void Figures::delivered(const std::string& workspace, runtime::Delivered::Kind kind, core::Instant now) {
  parts_->deliveries.Add({{"platform", workspace}, {"outcome", word_for(kind)}}).Increment();
  if (kind == runtime::Delivered::Kind::sent)
    parts_->last_sent.Add({{"platform", workspace}}).Set(seconds_of(now));
  if (kind == runtime::Delivered::Kind::sent || kind == runtime::Delivered::Kind::permanent)
    parts_->answers.Add({{"platform", workspace}}).Set(1);
  if (kind == runtime::Delivered::Kind::retry || kind == runtime::Delivered::Kind::refused)
    parts_->answers.Add({{"platform", workspace}}).Set(0);
}

void Figures::committed(std::chrono::duration<double> took) {
  parts_->commits.Observe(took.count());
}
void Figures::made_safe(std::chrono::duration<double> took) {
  parts_->safe.Observe(took.count());
}
void Figures::answered(std::chrono::duration<double> took) {
  parts_->events.Observe(took.count());
}

Measures measured_by(Figures& figures, std::function<void()> committed) {
  return {[&figures, committed = std::move(committed)](std::chrono::duration<double> took) {
            figures.committed(took);
            committed();
          },
          std::bind_front(&Figures::made_safe, &figures), std::bind_front(&Figures::answered, &figures)};
}

std::string Figures::text(const State& state) {
  return prometheus::TextSerializer().Serialize(parts_->collected(state));
}

std::vector<prometheus::MetricFamily> Figures::Parts::collected(const State& state) {
  Parts& parts = *this;
  parts.turn_age.Set(static_cast<double>(state.since_turn.count()));
  parts.is_ready.Set(ready(state).good ? 1 : 0);
  parts.owner.Set(state.owner ? 1 : 0);
  parts.late.Set(static_cast<double>(age(state, state.late_since).count()));
  parts.bytes.Set(static_cast<double>(state.database_bytes));
  parts.copy.Set(state.last_copy ? seconds_of(*state.last_copy) : 0);
  parts.refused.Set(state.box_refusal.empty() ? 0 : 1);
  parts.clock.Set(state.clock_believed ? 1 : 0);
  // Places come and go, so these are made anew each time.
  prometheus::Registry waiting;
  auto& due = prometheus::BuildGauge()
                  .Name("refleks_messages_due")
                  .Help("Messages that may go, those that wait for the end of quiet hours included")
                  .Register(waiting);
  auto& oldest = prometheus::BuildGauge()
                     .Name("refleks_oldest_tried_message_seconds")
                     .Help("How long the oldest message that was tried and came back has waited")
                     .Register(waiting);
  for (const storage::Waiting& each : state.waiting) {
    due.Add({{"platform", each.workspace}}).Set(static_cast<double>(each.due));
    oldest.Add({{"platform", each.workspace}}).Set(static_cast<double>(age(state, each.since).count()));
  }
  auto all = parts.book.Collect();
  for (auto& family : waiting.Collect()) all.push_back(std::move(family));
  return all;
}

struct FiguresOfMany::Parts {
  std::map<std::string, prometheus::MetricFamily> families;  // by name

  void add(const std::string& organisation, std::vector<prometheus::MetricFamily> all) {
    for (prometheus::MetricFamily& family : all) {
      for (prometheus::ClientMetric& metric : family.metric)
        metric.label.insert(metric.label.begin(), {"organisation", organisation});
      const auto [known, fresh] = families.try_emplace(family.name, family);
      if (!fresh) std::ranges::move(family.metric, std::back_inserter(known->second.metric));
    }
  }
};

FiguresOfMany::FiguresOfMany() : parts_(std::make_unique<Parts>()) {}
FiguresOfMany::~FiguresOfMany() = default;

void FiguresOfMany::add(const std::string& organisation, Figures& figures, const State& state) {
  parts_->add(organisation, figures.parts_->collected(state));
}
void FiguresOfMany::add_absent(const std::string& organisation, bool waits) {
  prometheus::Registry book;
  prometheus::BuildGauge().Name(ready_name).Help(ready_help).Register(book).Add({}).Set(0);
  if (waits) prometheus::BuildGauge().Name(owner_name).Help(owner_help).Register(book).Add({}).Set(0);
  parts_->add(organisation, book.Collect());
}
std::string FiguresOfMany::text() const {
  std::vector<prometheus::MetricFamily> all;
  for (const auto& [name, family] : parts_->families) all.push_back(family);
  return prometheus::TextSerializer().Serialize(all);
}

}  // namespace app
