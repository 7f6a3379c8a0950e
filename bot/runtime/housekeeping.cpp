#include "bot/runtime/housekeeping.hpp"

#include <algorithm>

#include "bot/core/coordinators.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"

namespace runtime {
namespace {

using core::Context;
using std::chrono::days;

constexpr core::Minutes morning_at = std::chrono::hours{6};  // from then on nobody waits for a rewriting
constexpr auto compact_job = "house/compact";
constexpr std::chrono::minutes compact_again{30};
constexpr days compact_told{1};
constexpr days seen_kept{2};  // platforms repeat within hours
constexpr std::chrono::seconds forget_pause{15};
constexpr std::chrono::weekday compact_on = std::chrono::Tuesday;  // the night after the digest

class Housekeeping final : public features::Feature {
 public:
  Housekeeping(OutboxStore& outbox, SeenStore& seen, HousekeepingOptions options)
      : outbox_(outbox), seen_(seen), options_(std::move(options)) {}

  std::string_view name() const override { return "house"; }
  void start(Context& context) override { arrange(context); }

  void due(Context& context, const core::Job& job) override {
    if (job.kind == forget_job) return forget_person(context, job);
    if (job.kind == compact_job) return look_whether_compacted(context, job);
    const auto today = std::chrono::floor<days>(context.now());
    if (context.time_is_certain()) forget(context, today);  // if not, some other night
    // What is deleted is overwritten where it stood (secure_delete); the engine empties the log after every
    // commit that something follows, and so after each night. Rebuilding the file is for the order of its
    // pages, and can wait.
    const bool weekly = std::chrono::weekday{today} == compact_on;
    const std::string wrong = weekly && options_.damage ? options_.damage() : std::string();
    if (!wrong.empty()) {
      core::log(core::Level::error, "the database is damaged", wrong);
      core::tell_coordinators(context, "damaged:" + core::to_text(context.now()).substr(0, 10),
                              "database.damaged");
    }
    if (wrong.empty() && weekly)
      compact(context, core::to_text(context.now()));
    else
      context.after_commit([] {});
    arrange(context);
  }

 private:
  // Somebody may hold a table, or the disk be full: whether it was done is looked at half an hour later, and
  // what was not is done again, this night and the next. A process that was started meanwhile does it anew.
  // What is not ours stays so however often it is tried: the next week is soon enough.
  void compact(Context& context, const std::string& since) {
    compacted_ = not_ours_ = false;
    context.after_commit([this] {
      try {
        options_.compact();
        compacted_ = true;
      } catch (const NotOurs& error) {
        not_ours_ = true;
        core::log(core::Level::error, "a part of the database could not be written anew", error.what());
      } catch (const std::exception& error) {
        core::log(core::Level::error, "the database could not be written anew, and it is tried again",
                  error.what());
      }
    });
    arrange_look(context, since, context.now() + compact_again);
  }
  core::Instant next_night(core::Instant now) const {
    return core::next_time(core::Zone::named(options_.zone), nightly_at, now);
  }
  bool is_night(core::Instant at) const {
    return core::next_time(core::Zone::named(options_.zone), morning_at, at) < next_night(at);
  }
  static void arrange_look(Context& context, const std::string& since, core::Instant at) {
    context.arrange({compact_job, compact_job, since, at, true});
  }
  void look_whether_compacted(Context& context, const core::Job& job) {
    if (compacted_) return;
    const core::Instant told = core::instant_from_text(job.subject) + compact_told;
    if (context.now() >= told)
      core::tell_coordinators(context, "not-compacted:" + job.subject, "database.not_rewritten");
    if (not_ours_ && context.now() >= told) return;
    if (not_ours_) return arrange_look(context, job.subject, told);
    if (is_night(context.now())) return compact(context, job.subject);
    arrange_look(context, job.subject, next_night(context.now()));  // by day, as after a stop
  }

  void forget(Context& context, std::chrono::sys_days today) {
    outbox_.forget_bodies(context.now() - bodies_kept);
    seen_.forget_before(core::Date{today - seen_kept});
    const core::Zone zone = core::Zone::named(options_.zone);
    if (!options_.old) return;
    const core::Date night = core::date_of(zone.to_local(context.now()));
    const long long gone = forget_old(*options_.old, options_.keep, night, zone);
    core::log(core::Level::info, "what was kept long enough is deleted", std::to_string(gone) + " rows");
    // From the night after somebody left; who comes back is not counted any more.
    for (const core::PersonId& back : options_.old->who_is_back(forget_job))
      context.cancel_job(forget_key(back));
    const core::Instant limit =
        zone.to_utc(core::at(months_before(night, -options_.keep.people_months), nightly_at));
    // One after the other: each looks through all messages, and nobody is answered meanwhile.
    core::Instant due = limit;
    for (const core::Person& left : options_.old->who_left())
      if (const std::string key = forget_key(left.id); !context.arranged(key)) {
        context.arrange({key, std::string(forget_job), left.id.text, due, true});
        due += forget_pause;
      }
  }
  void forget_person(Context& context, const core::Job& job) {
    if (!options_.old) return;
    if (!context.time_is_certain())
      return context.arrange({job.key, job.kind, job.subject, context.now() + days{1}, true});
    const auto all = options_.old->who_left();
    const auto left = std::find_if(all.begin(), all.end(),
                                   [&](const core::Person& one) { return one.id.text == job.subject; });
    if (left == all.end()) return;
    options_.old->forget_person(*left, core::new_id(context.random()));
    context.people_changed();
    context.after_commit([forgotten = options_.forgotten, person = *left] {
      core::log(core::Level::info, "one person who left long ago is forgotten");
      if (forgotten) forgotten(person);
    });
  }
  void arrange(Context& context) const {
    context.arrange({"house/nightly", "house/nightly", "", next_night(context.now()), true});
  }

  OutboxStore& outbox_;
  SeenStore& seen_;
  HousekeepingOptions options_;
  bool compacted_ = false, not_ours_ = false;  // since it was last begun
};

}  // namespace

std::unique_ptr<features::Feature> make_housekeeping(OutboxStore& outbox, SeenStore& seen,
                                                     HousekeepingOptions options) {
  return std::make_unique<Housekeeping>(outbox, seen, std::move(options));
}

}  // namespace runtime
