#include "bot/app/bot.hpp"

#include "bot/app/audit.hpp"
#include "bot/app/backup.hpp"
#include "bot/app/box_holder.hpp"
#include "bot/app/chats.hpp"
#include "bot/app/clock_watch.hpp"
#include "bot/app/erased.hpp"
#include "bot/app/gone_findings.hpp"
#include "bot/app/group_choices.hpp"
#include "bot/app/group_life.hpp"
#include "bot/app/group_papers.hpp"
#include "bot/app/handbook_paper.hpp"
#include "bot/app/key_watch.hpp"
#include "bot/app/measured.hpp"
#include "bot/app/newcomers.hpp"
#include "bot/app/places.hpp"
#include "bot/app/restore.hpp"
#include "bot/app/trouble_watch.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/log.hpp"
#include "bot/features/attendance/feature.hpp"
#include "bot/features/certificates/feature.hpp"
#include "bot/features/checkout/feature.hpp"
#include "bot/features/contract/feature.hpp"
#include "bot/features/cover/feature.hpp"
#include "bot/features/digests/feature.hpp"
#include "bot/features/groups/feature.hpp"
#include "bot/features/help/feature.hpp"
#include "bot/features/hopes/feature.hpp"
#include "bot/features/ideas/feature.hpp"
#include "bot/features/matters/feature.hpp"
#include "bot/features/pairs/feature.hpp"
#include "bot/features/papers/feature.hpp"
#include "bot/features/pauses/feature.hpp"
#include "bot/features/people/feature.hpp"
#include "bot/features/polls/feature.hpp"
#include "bot/features/presenters/feature.hpp"
#include "bot/features/rights/feature.hpp"
#include "bot/features/sessions/feature.hpp"
#include "bot/features/shifts/feature.hpp"
#include "bot/features/situations/feature.hpp"
#include "bot/features/tryouts/feature.hpp"
#include "bot/runtime/housekeeping.hpp"
#include "storage/clock_seen.hpp"
#include "storage/database.hpp"
#include "storage/lock_file.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/retention_store.hpp"
#include "storage/stores.hpp"

namespace app {
namespace {

constexpr int lock_tries = 30;
constexpr std::chrono::seconds wait_for_boxes{1};  // in a transaction

storage::LockFile folder_lock(const Config& config, const std::string& path) {
  if (!storage::postgres::is_place(path)) return {};  // a file brings its own
  return storage::LockFile(database_in(config.organisation.data).string());
}

}  // namespace

// Members are made in the order they need each other and go in reverse.
struct Bot::Parts {
  Parts(const Config& given, const core::Clock& clock, core::Random& random, const std::string& path,
        const core::Platforms& platforms, const Serving& serving)
      : config(given),
        forget(platforms.forget),
        folder(folder_lock(config, path)),
        database(path, storage::Database::Use::owner,
                 serving.clock ? storage::Look::beside : storage::Look::first),
        restored(path == ":memory:" ? std::nullopt : last_restore(database, folder_of(config, path))),
        measured(database, serving.measures),
        stores(storage::open_stores(database)),
        old(storage::make_retention_store(database)),
        installation(path == ":memory:" ? std::string() : storage::installation_of(database)),
        ballots(take_configuration(clock, serving.clock)),
        idea_box(storage::make_idea_box(idea_options(config, installation))),
        holder(config, database, installation, *ballots, *idea_box),
        features(make_features(platforms, serving)),
        plain(pointers(features)),
        dispatcher(plain),
        engine({clock, random, measured, *stores.agenda, *stores.outbox, *stores.seen,
                [this, &clock] { return people_now().at(clock.now()); }, delivery_defaults(config),
                restored ? *restored : runtime::BroughtBack{}, serving.measures.event, went_by,
                serving.clock ? storage::keeps_went_by(database) : nullptr,
                [this] { return ballots->has_remains(); }},
               dispatcher) {}

  // Gives the boxes: where this is the service, they are read on the other core meanwhile. Nothing is
  // committed before they are there; their folder may hang, and a server ends a transaction that waits.
  std::unique_ptr<polls::BallotBoxes> take_configuration(const core::Clock& clock, GuardedClock* guard) {
    const auto how = guard ? std::launch::async | std::launch::deferred : std::launch::deferred;
    auto boxes = std::async(how, [o = ballot_options(config, installation), name = core::log_name()] {
      const core::LogName scope(name);
      return storage::make_ballot_boxes(o);
    });
    if (guard) went_by = begin_after_earlier_lives(*guard, database);
    for (;; boxes.wait()) {
      begin_patiently();
      try {
        leave_out_erased(database, config);
        core::Directory before = stores.people->load();
        const bool changed =
            stores.people->apply(config.people, with_newcomers(config.groups, before, clock.now()), before);
        apply_rosters(config, clock.now());
        if (boxes.wait_for(wait_for_boxes) == std::future_status::timeout) {
          database.rollback();
          core::log(core::Level::warning, "the folder of the ballot boxes does not answer; waiting");
          continue;
        }
        config.let_go_of_people();
        if (!changed && config.rosters.empty()) loaded = std::move(before);
        auto opened = boxes.get();
        database.commit();
        return opened;
      } catch (...) {
        database.rollback();
        throw;
      }
    }
  }

  core::Directory people_now() {
    core::Directory now = loaded ? *std::exchange(loaded, std::nullopt) : stores.people->load();
    for (const auto& [key, person] : config.wishes_to)
      if (const core::Group* group = now.group_by_key(key))
        now.wishes_go_to(group->id, config.leader_for_wishes(now, *group));
    return now;
  }

  // Of days to come on which chat has said nothing.
  void apply_rosters(const Config& from, core::Instant now) {
    const core::Directory people = from.rosters.empty() ? core::Directory() : stores.people->load();
    for (const Config::Roster& roster : from.rosters) {
      const auto same = std::ranges::find(from.groups, roster.group, &core::Group::id);
      const core::Group* group = same == from.groups.end() ? nullptr : people.group_by_key(same->key);
      if (!group || roster.day < core::local_date(*group, now)) continue;
      if (stores.shifts->rosters(group->id, roster.day).contains(roster.day)) continue;
      shifts::Roster at_work;
      for (const core::Person& said : from.people)  // the database may know them by an older id
        if (const core::Person* person =
                roster.people.contains(said.id) ? people.person(said.workspace, said.user) : nullptr)
          at_work.insert(person->id);
      if (!at_work.empty()) stores.shifts->set(group->id, roster.day, at_work);
    }
  }

  std::vector<std::string> reconfigure(core::Context& context, Config fresh, const std::string& detail) {
    const GoneWatch watch(database, context.now());
    leave_out_erased(database, fresh);
    const core::Directory before = stores.people->load();
    stores.people->apply(fresh.people, with_newcomers(fresh.groups, before, context.now()), before);
    apply_rosters(fresh, context.now());
    context.people_changed();
    context.emit(core::AdministrativeAct{.what = "configuration.taken", .detail = detail});
    config.take(std::move(fresh));
    config.let_go_of_people();
    engine.set_defaults(delivery_defaults(config));
    engine.start_again();
    return watch.since(context.now());
  }

  // Another program may hold the database for a while.
  void begin_patiently() {
    for (int left = lock_tries;; --left) {
      try {
        return database.begin();
      } catch (const runtime::DatabaseHeld&) {
        if (left == 0) throw;
        core::log(core::Level::warning, "another program holds the database; waiting");
      }
    }
  }

  std::vector<std::unique_ptr<features::Feature>> make_features(const core::Platforms& platforms,
                                                                const Serving& serving) {
    const std::string& zone = config.organisation.zone;
    std::vector<std::unique_ptr<features::Feature>> all;
    const core::CareChannels channels{config.organisation.deviation_url,
                                      config.organisation.whistleblowing_url};
    all.push_back(ideas::make(
        *stores.ideas, *idea_box, zone, channels,
        [this](const core::GroupId& group, const core::SessionId& session, core::Instant now) {
          return sessions::topic_of(*stores.sessions, group, session, now);
        },
        asked(), std::bind_front(polls::in_open_vote, std::ref(*stores.polls))));
    all.push_back(sessions::make(*stores.sessions, config.programmes, session_options(platforms)));
    all.push_back(attendance::make(*stores.attendance));
    all.push_back(
        pauses::make(*stores.pauses,
                     {zone, [this](const core::Group& group, const core::Closed& pause, core::Instant now) {
                        return sessions::lost_to(*stores.sessions, group, pause, now);
                      }}));
    polls::Options asking = poll_options(stores, config, channels, platforms);
    asking.full_until = [this](const core::Group& group, core::Instant now) {
      return engine.full_until(group.destination(), now);
    };
    asking.asked_by_itself = [this](const core::Group& group) {
      return features::asked_by_itself(plain, in_newest_period(stores, config, group));
    };
    all.push_back(polls::make(*stores.polls, *ballots, std::move(asking)));
    all.push_back(checkout::make(config.programmes));
    all.push_back(matters::make(*stores.matters, *stores.kept, channels));
    all.push_back(tryouts::make(*stores.tryouts));
    add_group_life(all, stores, config, platforms, *ballots);
    all.push_back(contract::make(*stores.contract));
    all.push_back(situations::make());
    all.push_back(hopes::make(*stores.hopes, config.programmes));
    all.push_back(cover::make(*stores.cover, asked()));
    all.push_back(pairs::make());
    all.push_back(papers::make(group_papers(stores, config.programmes, platforms.press)));
    all.push_back(
        certificates::make(*stores.certificates, config.programmes,
                           {[this](const certificates::Certificate& paper) { return printed(paper, config); },
                            platforms.press}));
    all.push_back(presenters::make(*stores.presenters, config.programmes,
                                   {[this](const core::Session& session, const core::Group& group) {
                                      return sessions::presenters_at(*stores.sessions, config.programmes,
                                                                     session.id, group);
                                    },
                                    printed_page, platforms.press, asked()}));
    digests = {zone, platforms.overview, platforms.make_digests,
               restored ? runtime::posted_until(*restored) : core::Instant{}};
    all.push_back(digests::make(*stores.digests, digests));
    all.push_back(groups::make(*stores.groups, group_options(stores, config, platforms)));
    all.push_back(shifts::make(*stores.shifts, zone));
    all.push_back(people::make(*stores.people, platforms));
    all.push_back(rights::make(*stores.rights, {zone, platforms.forget}));
    all.push_back(help::make(
        [this]() -> const std::vector<features::Feature*>& { return plain; },
        {config.organisation.deviation_url, config.organisation.whistleblowing_url, handbook_address(config)},
        promised(config), platforms));
    all.push_back(runtime::make_housekeeping(
        *stores.outbox, *stores.seen,
        {.zone = zone,
         .compact = [this] { measured.compact(); },
         .old = old.get(),
         .keep = config.retention,
         .damage = [this] { return measured.spared() ? std::string() : database.damage(); },
         .forgotten = platforms.forget}));
    if (database.path() != ":memory:") all.push_back(make_audit(database, measured, config));
    if (database.path() != ":memory:") all.push_back(make_trouble_watch(database, config));
    if (auto marking = holder.marking()) all.push_back(std::move(marking));
    if (serving.night) all.push_back(make_backups(zone, serving.night));
    if (restored) all.push_back(make_restored(database, *restored, zone));
    if (serving.clock) all.push_back(make_clock_watch(database, *serving.clock));
    if (serving.clock && config.chats && config.chats->pages)
      all.push_back(make_key_watch(database, config.organisation.data / "web.key"));
    return all;
  }

  // What sessions say and do besides, of what other features know.
  sessions::Options session_options(const core::Platforms& platforms) {
    return {
        .calendar_address = platforms.calendar,
        .opening =
            [this](const core::Group& group, core::Instant since, core::Instant now) {
              auto blocks = matters::news_since(*stores.matters, group, since, group.language);
              for (core::Block& each : tryouts::asked_after(*stores.tryouts, group, now, group.language))
                blocks.push_back(std::move(each));
              return blocks;
            },
        .last_time =
            [this](const core::Group& group, core::Instant since) {
              auto blocks = polls::last_evaluation(*stores.polls, group, since);
              for (core::Block& each : matters::news_since(*stores.matters, group, since, group.language))
                blocks.push_back(std::move(each));
              return blocks;
            },
        .taken_by =
            [this](const core::Directory& people, const core::SessionId& session, core::Language language) {
              return attendance::taken_by(*stores.attendance, people, session, language);
            },
        .brought =
            [this](const core::Directory& people, const core::SessionId& session, core::Language language) {
              return presenters::brought(*stores.presenters, config.programmes, people, session, language);
            },
        .period_over = [this](core::Context& context, const core::Group& group,
                              int run) { end_of_period(stores, config, context, group, run); },
        .in_channel = [this](const core::GroupId& group) { return stores.groups->of_channel(group); },
        .before_session =
            [this](const sessions::Nearing& nearing) {
              const auto& [context, group, session, begins, hopes, last] = nearing;
              contract::show_to_newcomers(*stores.contract, context, group);
              if (begins && hopes && session.number == 1)
                ::hopes::ask(*stores.hopes, context, group, session);
              if (begins && last) ::hopes::bring_out(*stores.hopes, context, group, session);
            }};
  }

  core::AskedOf asked() { return std::bind_front(&sessions::asked_about, std::ref(*stores.sessions)); }

  static std::vector<features::Feature*> pointers(const auto& all) {
    std::vector<features::Feature*> plain;
    for (const auto& feature : all) plain.push_back(feature.get());
    return plain;
  }

  Config config;
  std::function<void(const core::Person&)> forget;
  storage::LockFile folder;
  storage::Database database;
  std::optional<Restored> restored;
  MeasuredTransactor measured;
  storage::Stores stores;
  std::optional<core::Directory> loaded;  // for the engine's start, where the configuration changed nothing
  std::unique_ptr<runtime::RetentionStore> old;
  std::string installation;  // empty: the database dies with the object, and any box is its own
  core::Instant went_by{};   // by an earlier life, as the database has it
  std::unique_ptr<polls::BallotBoxes> ballots;
  std::unique_ptr<::ideas::IdeaBox> idea_box;
  BoxHolder holder;
  ::digests::Options digests;
  std::vector<std::unique_ptr<features::Feature>> features;
  std::vector<features::Feature*> plain;
  runtime::Dispatcher dispatcher;
  runtime::Engine engine;
};

Bot::Bot(const Config& config, const core::Clock& clock, core::Random& random, const std::string& database,
         const core::Platforms& platforms, const Serving& serving) try
    : parts_(std::make_unique<Parts>(config, clock, random, database, platforms, serving)) {
} catch (const runtime::DatabaseHeld&) {
  throw;
} catch (const std::exception&) {
  if (serving.clock) storage::throw_if_damaged(database);
  throw;
}
Bot::~Bot() = default;

Bot::Erased Bot::erase(core::Context& context, const core::Person& person) {
  if (const std::string_view why = rights::refusal(context.people(), person.id); !why.empty())
    return {why, {}};
  return {{},
          rights::erase(context, *parts_->stores.rights, {parts_->config.organisation.zone, parts_->forget},
                        person, {})};
}
void Bot::renew_pages(core::Context& context, const core::PersonId& person) {
  people::renew_pages(context, *parts_->stores.people, person, {});
}

groups::PeopleList Bot::import_people(core::Context& context, std::string_view text, bool apply) {
  return groups::import_people(*parts_->stores.groups, choices_of(parts_->config), context, text,
                               core::Language::en, core::PersonId(), apply);
}

shifts::RosterList Bot::take_roster(core::Context& context, std::string_view text, const core::Group& group,
                                    std::optional<core::Date> day, bool apply) {
  return shifts::take_list(*parts_->stores.shifts, context, group, text, day, core::Language::en, apply);
}

std::vector<std::string> Bot::reconfigure(core::Context& context, Config fresh, const std::string& detail) {
  return parts_->reconfigure(context, std::move(fresh), detail);
}
void Bot::post_digests(core::Context& context, std::vector<digests::Made> made) {
  digests::post_made(context, *parts_->stores.digests, parts_->digests, std::move(made));
}
void Bot::all_digests_posted(core::Context& context) {
  digests::all_posted(context);
}
void Bot::checkpoint_beside() {
  parts_->database.checkpoint_beside();
}
bool Bot::looked_through() const {
  return parts_->database.looked_through();
}
void Bot::spare_disk() {
  parts_->measured.spare();
  parts_->database.throw_away();
}
runtime::NotebookStore& Bot::notebook() {
  return *parts_->stores.notebook;
}

HandedOver Bot::hand_over(const Giver& give) {
  runtime::Engine& engine = parts_->engine;
  return parts_->holder.hand_over(
      give, [&engine] { engine.fall_silent(); }, [&engine] { engine.give_up(); });
}
runtime::Engine& Bot::engine() {
  return parts_->engine;
}
const runtime::Dispatcher& Bot::dispatcher() const {
  return parts_->dispatcher;
}
const std::string& Bot::installation() const {
  return parts_->installation;
}
void Bot::keep_watch(storage::CallWatch& watch) {
  parts_->database.connection().keep_watch(watch);
}
std::string Bot::box_refusal() const {
  std::string why = parts_->ballots->refusal();
  return why.empty() ? parts_->ballots->lost() : why;
}

}  // namespace app
