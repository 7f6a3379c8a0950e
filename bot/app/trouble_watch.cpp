#include "bot/app/trouble_watch.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "bot/app/backup.hpp"
#include "bot/core/calendar.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "storage/meta.hpp"
#include "storage/waiting.hpp"

namespace app {
namespace {

// Whoever falls silent between two looks has not been silent for an hour at the second.
constexpr auto look_every = std::chrono::hours{1}, silent_after = look_every;
constexpr auto copy_after = std::chrono::hours{26};
constexpr auto look_job = "trouble/look";
const std::string silent_mark = "silent.";  // and a workspace: the name under which is kept since when

class TroubleWatch final : public features::Feature {
 public:
  TroubleWatch(storage::Database& database, const Config& config)
      : database_(database),
        waiting_(database),
        told_(database, silent_mark),
        copies_(config.backup.directory),
        shares_nights_(config.storage.standby),
        zone_(core::Zone::named(config.organisation.zone)) {}

  std::string_view name() const override { return "trouble"; }
  void start(core::Context& context) override {
    // A new installation has until tomorrow for its first copy.
    if (storage::meta(database_, "copies.since").empty())
      storage::set_meta(database_, "copies.since", core::to_text(context.now()));
    if (!started_) started_ = context.now();
    arrange(context, context.now() + look_every);
  }
  void due(core::Context& context, const core::Job&) override {
    const auto waiting = waiting_.at(context.now());
    look_for_silence(context, waiting);
    if (!copies_.empty() && context.time_is_certain()) look_for_copies(context);
    core::Instant next = context.now() + look_every;
    for (const storage::Waiting& one : waiting)
      if (one.since && *one.since + silent_after > context.now())
        next = std::min(next, *one.since + silent_after);
    arrange(context, next);
  }

 private:
  static void arrange(core::Context& context, core::Instant at) {
    context.arrange({look_job, look_job, "", at, true});
  }

  // A message came back, was tried again, and has not gone for an hour. Who is told in that same chat would
  // hear of it only when it is good again.
  void look_for_silence(core::Context& context, const std::vector<storage::Waiting>& all) {
    for (const storage::Waiting& waiting : all) {
      const std::string mark = silent_mark + waiting.workspace;
      const bool silent = waiting.since && context.now() - *waiting.since >= silent_after;
      const bool told = !storage::meta(database_, mark).empty();
      if (silent == told) continue;
      storage::set_meta(database_, mark, silent ? core::to_text(context.now()) : std::string());
      if (!silent) continue;
      core::log(core::Level::error, "a platform has not been reached for an hour", waiting.workspace);
      for (const core::Person* coordinator : context.people().coordinators()) {
        if (coordinator->workspace == waiting.workspace) continue;
        tell(context, *coordinator, "silent:" + waiting.workspace + ":" + core::to_text(context.now()),
             "trouble.silent",
             {{"workspace", waiting.workspace},
              {"since", core::say_moment(coordinator->language, zone_.to_local(*waiting.since))},
              {"count", std::to_string(waiting.tried)}});
      }
    }
    forget_mended(all);
  }

  // What waits for nothing any more is not listed.
  void forget_mended(const std::vector<storage::Waiting>& waiting) {
    for (const std::string& mark : told_.names())
      if (std::ranges::none_of(waiting, [&](const auto& one) { return silent_mark + one.workspace == mark; }))
        storage::set_meta(database_, mark, "");
  }

  void look_for_copies(core::Context& context) {
    const auto newest = newest_copy(copies_);
    core::Instant since = core::instant_from_text(storage::meta(database_, "copies.since"));
    // Those of the nights before lie with the machine that served then.
    if (shares_nights_ && started_) since = std::max(since, *started_);
    std::error_code error;
    if (!newest.empty())
      if (const auto made = std::filesystem::last_write_time(newest, error); !error)
        since =
            std::max(since, std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(made)));
    const bool missing = context.now() - since >= copy_after;
    const bool told = !storage::meta(database_, "copies.told").empty();
    if (missing == told) return;
    storage::set_meta(database_, "copies.told", missing ? core::to_text(context.now()) : std::string());
    if (!missing) return;
    for (const core::Person* coordinator : context.people().coordinators())
      tell(context, *coordinator, "no-copy:" + core::to_text(context.now()), "trouble.no_copy",
           {{"since", core::say_moment(coordinator->language, zone_.to_local(since))}});
  }

  // texts: trouble.*
  static void tell(core::Context& context, const core::Person& coordinator, const std::string& once,
                   std::string_view key, core::Args args) {
    core::Message message;
    core::say(message, coordinator.language, key, args);
    context.post(core::urgent(core::of_group(
        core::coordinators_alone,
        {once + ":" + coordinator.id.text, core::destination_of(coordinator), std::move(message), true})));
  }

  storage::Database& database_;
  storage::WaitingLook waiting_;
  storage::KeptUnder told_;       // of whose silence
  std::filesystem::path copies_;  // empty: none are wanted
  bool shares_nights_;            // with another machine
  std::optional<core::Instant> started_{};
  core::Zone zone_;
};

}  // namespace

std::unique_ptr<features::Feature> make_trouble_watch(storage::Database& database, const Config& config) {
  return std::make_unique<TroubleWatch>(database, config);
}

}  // namespace app
