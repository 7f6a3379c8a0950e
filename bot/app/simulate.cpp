#include "bot/app/simulate.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <fstream>
#include <map>
#include <ostream>
#include <queue>
#include <set>

#include "bot/app/invented.hpp"
#include "bot/app/message_weeks.hpp"
#include "bot/app/places.hpp"
#include "bot/app/rehearsal.hpp"
#include "bot/core/poll.hpp"

namespace app {
namespace {

using core::Event;
using core::Instant;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// --- what must have happened, counted without the bot's planner

// Sessions by walking every day of the year, which is slow, plain and independent of core::occurrences.
// Nobody answers what comes after a programme, so there are no more than it has.
std::vector<Instant> sessions_of(const core::Group& group, const core::Programmes& programmes,
                                 Instant until) {
  const std::size_t most = programmes.at(group.programme).sessions.size();
  std::vector<Instant> starts;
  const core::Zone zone = core::Zone::named(group.zone);
  for (std::chrono::sys_days day{group.cadence->first};; day += days{1}) {
    const Instant start = zone.to_utc(core::at(core::Date{day}, group.cadence->start));
    if (start >= until || (most > 0 && starts.size() == most)) return starts;
    const auto since = (day - std::chrono::sys_days{group.cadence->first}).count();
    if (since % (7 * group.cadence->every_weeks) == 0 && !core::norwegian_holiday(core::Date{day}))
      starts.push_back(start);
  }
}

// --- the world

struct Act {
  Instant at;
  std::uint64_t order;
  Event event;
  bool operator>(const Act& other) const { return std::tie(at, order) > std::tie(other.at, other.order); }
};

class World {
 public:
  World(const SimulateOptions& options, std::ostream& out)
      : options_(options),
        out_(out),
        world_(options.seed),
        config_(invented_config(options.groups, world_)),
        directory_(config_.people, config_.groups) {
    crypto_hash_sha256_init(&hash_);
    if (!options.transcript.empty()) transcript_.open(options.transcript);
    for (const core::Group& group : config_.groups)
      for (const core::Member& member : group.members) group_of_[member.person].push_back(&group);
  }

  int run() {
    const core::Zone zone = core::Zone::named("Europe/Oslo");
    start_ = zone.to_utc(core::at(invented_first_day, hours{6}));
    end_ = start_ + days{options_.days};
    std::unique_ptr<TemporaryFolder> folder;
    std::filesystem::path data = options_.data;
    if (data.empty()) {
      folder = std::make_unique<TemporaryFolder>("/dev/shm");  // thrown away: nothing that a disk must keep
      data = folder->path();
    }
    std::filesystem::create_directories(data);
    config_.organisation.data = data;
    config_.storage.url = options_.storage;
    Rehearsal rehearsal(config_, start_, options_.seed * 7919 + 1, database_of(config_),
                        [this](Instant at, const runtime::Delivery& delivery) { hear(at, delivery); });
    plan_ideas();
    // What people do and what is due happen in the order of time; what people do in the same minute comes
    // together.
    while (!acts_.empty() && acts_.top().at < end_) {
      const Instant at = acts_.top().at;
      rehearsal.advance(at);
      std::vector<Event> events;
      while (!acts_.empty() && acts_.top().at == at) {
        events.push_back(acts_.top().event);
        acts_.pop();
      }
      const std::vector<Event> done = events;
      const auto replies = rehearsal.play(std::move(events));
      for (std::size_t i = 0; i < done.size(); ++i) answered(at, done[i], replies[i]);
    }
    rehearsal.advance(end_);
    return report();
  }

 private:
  int random(int bound) { return static_cast<int>(core::below(world_, static_cast<std::uint64_t>(bound))); }

  void act(Instant at, Event event) {
    // On the quarters: shift workers look at the phone together, at the end of a round.
    const auto rest = at.time_since_epoch() % minutes{15};
    acts_.push({at - rest + minutes{15}, ++order_, std::move(event)});
  }

  core::Origin origin(const core::Person& person, const std::string& channel) {
    return {"chat", person.user, person.name, channel, fmt::format("d{}", ++deliveries_)};
  }

  void plan_ideas() {
    for (const core::Group& group : config_.groups)
      for (int day = 0; day < options_.days; ++day) {
        if (random(10) != 0) continue;
        const core::Member& member =
            group.members[1 + static_cast<std::size_t>(random(static_cast<int>(group.members.size()) - 1))];
        core::Command command{origin(*directory_.person(member.person), group.channel), "idé"};
        act(start_ + days{day} + minutes{random(600)}, command);
      }
  }

  // --- what people see

  void hear(Instant at, const runtime::Delivery& delivery) {
    const std::string kind = delivery.key.substr(0, delivery.key.find(':'));
    const bool edit = !delivery.ref.empty();
    const std::string line = fmt::format("{} {}{} -> {}\n{}\n", core::to_text(at), edit ? "edit " : "",
                                         delivery.key, delivery.to.id, core::plain_text(delivery.message));
    crypto_hash_sha256_update(&hash_, reinterpret_cast<const unsigned char*>(line.data()), line.size());
    if (transcript_.is_open()) transcript_ << line;
    ++counts_[edit ? kind + " (edit)" : kind];
    if (edit) return;
    weeks_.heard(directory_, at, delivery.to);
    if (!keys_.insert(delivery.key).second) problem("posted twice: " + kind);
    const core::Group* group = directory_.group_in_channel("chat", delivery.to.id);
    check_quiet(at, kind, group);
    if (kind == "poll" || kind == "poll-again") asked(at, delivery, group);
    if (kind == "invitation") invited(at, delivery, group);
    if (kind == "followup") after_session(at, delivery);
    if (kind == "matter") lifted(at, delivery);
    if (kind == "result") results_.insert(delivery.key.substr(7));
    if (kind == "digest") ++digests_[delivery.to.id];
  }

  void check_quiet(Instant at, const std::string& kind, const core::Group* group) {
    if (kind == "checkin" || (kind == "poll" && commanded_ > 0))
      return;  // a session's own, or a facilitator's command
    const core::QuietHours quiet = group ? group->quiet : config_.quiet;
    const core::Zone zone = core::Zone::named(group ? group->zone : config_.organisation.zone);
    if (core::is_quiet(at, zone, quiet))
      problem("written to in quiet hours: " + kind + " " + core::to_text(at));
  }

  static const core::Button* button_of(const core::Message& message, std::string_view prefix) {
    for (const core::Block& block : message.blocks)
      if (const auto* actions = std::get_if<core::Actions>(&block))
        for (const core::Button& button : actions->buttons)
          if (button.name.starts_with(prefix)) return &button;
    return nullptr;
  }

  void asked(Instant at, const runtime::Delivery& delivery, const core::Group* group) {
    ++polls_asked_;
    for (const core::Member& member : group->members) {
      if (member.role == core::Role::leader || random(10) < 2) continue;  // eight of ten answer
      const core::Person& person = *directory_.person(member.person);
      const core::Button* button = button_of(delivery.message, "box/polls/");
      if (!button) button = button_of(delivery.message, "polls/");
      if (!button) continue;
      core::Press press{origin(person, delivery.to.id), button->name, button->value};
      if (button->name.ends_with("/quick"))
        press.value = press.value.substr(0, press.value.find('|')) + "|" + std::to_string(random(2));
      act(at + minutes{random(55)}, press);
      if (random(10) == 0) act(at + minutes{60}, press);  // somebody thinks again
    }
  }

  void invited(Instant at, const runtime::Delivery& delivery, const core::Group* group) {
    for (const core::Member& member : group->members) {
      const core::Button* button =
          button_of(delivery.message, random(5) == 0 ? "sessions/not_coming" : "sessions/coming");
      if (!button || random(10) < 3) continue;
      act(at + minutes{random(300)}, core::Press{origin(*directory_.person(member.person), delivery.to.id),
                                                 button->name, button->value});
    }
  }

  void after_session(Instant at, const runtime::Delivery& delivery) {
    const core::Person* person = directory_.person("chat", delivery.to.id);
    const core::Group& group = *group_of_[person->id].front();
    if (random(4) == 0) act(at + minutes{random(120)}, core::Command{origin(*person, group.channel), "sak"});
    if (random(4) == 0)
      act(at + minutes{random(120)},
          core::Command{origin(*person, group.channel),
                        random(2) == 0 ? "avstemning \"Passer tidspunktet?\" til 15:30"
                                       : "avstemning \"Hvem tar referat?\" \"Jeg\" \"Ikke jeg\" navn"});
  }

  void lifted(Instant at, const runtime::Delivery& delivery) {
    ++matters_;
    const core::Button* button = button_of(delivery.message, "matters/answer");
    if (random(3) > 0)
      act(at + hours{2 + random(200)},
          core::Press{origin(*directory_.person("chat", delivery.to.id), ""), button->name, button->value});
  }

  // --- what people do with a reply

  void answered(Instant at, const Event& event, const core::Reply& reply) {
    const core::Origin& from = core::origin_of(event);
    const core::Person& person = *directory_.person("chat", from.user);
    if (reply.form) {
      if (reply.form->name == "box/ideas/seen") ++ideas_;  // the receipt for an idea
      core::Submit submit{origin(person, from.channel), reply.form->name, reply.form->state, {}};
      for (const core::Input& input : reply.form->inputs) {
        if (!input.options.empty())
          submit.values[input.id] = {
              input.options[static_cast<std::size_t>(random(static_cast<int>(input.options.size())))].value};
        else if (input.required || random(3) == 0)
          submit.values[input.id] = {words()};
      }
      act(at, submit);
      return;
    }
    if (!reply.errors.empty()) problem("a form was refused");
    if (const auto* closed = std::get_if<core::Submit>(&event); closed && closed->name == "box/ideas/seen")
      return;  // needs no answer
    if (!reply.whisper) {
      problem("no answer");
      return;
    }
    if (const core::Button* open = button_of(*reply.whisper, "polls/open")) {
      act(at, core::Press{origin(person, from.channel), open->name, open->value});
      ++commanded_;
    }
    // A receipt for a ballot offers to change it.
    if (const core::Button* change = button_of(*reply.whisper, "box/polls/form"))
      ballots_[change->value].insert(person.user);
    if (const core::Button* change = button_of(*reply.whisper, "polls/form"))
      ballots_[change->value].insert(person.user);
  }

  std::string words() {
    static const char* const some[] = {"Vi tok oss tid til å lytte",       "Mer ro rundt overgangen til natt",
                                       "Samtalen med de pårørende",        "Å si fra når noe er vanskelig",
                                       "Hvem gjør hva når legen har gått", "Gode rutiner for medisinene"};
    return fmt::format("{} ({})", some[random(6)], static_cast<char>('a' + random(26)));
  }

  // --- the reckoning

  void problem(const std::string& what) { ++problems_[what]; }
  void agree(const std::string& what, long expected, long found) {
    out_ << fmt::format("{:<28} expected {:>7}  found {:>7}  {}\n", what, expected, found,
                        expected == found ? "ok" : "DIFFERS");
    if (expected != found) problem(what + " differ");
  }

  int report() {
    out_ << fmt::format("{} groups, {} people, {} days from {}\n\n", config_.groups.size(),
                        config_.people.size(), options_.days, core::to_text(start_).substr(0, 10));
    for (const auto& [kind, count] : counts_) out_ << fmt::format("{:<28} {:>8}\n", kind, count);
    out_ << '\n';

    const core::Zone zone = core::Zone::named("Europe/Oslo");
    long invitations = 0, reminders = 0, checkouts = 0;
    std::map<std::string, std::vector<std::pair<Instant, Instant>>> led;  // leader -> sessions
    for (const core::Group& group : config_.groups) {
      const core::Person* leader = directory_.with_role(group, core::Role::leader).front();
      for (Instant starts : sessions_of(group, config_.programmes, end_ + days{40})) {
        const Instant ends = starts + group.cadence->length;
        led[leader->user].emplace_back(starts, ends);
        const core::Date day = core::date_of(zone.to_local(starts));
        const auto moment = [&](int before, hours at) {
          return core::after_quiet(
              zone.to_utc(core::at(core::Date{std::chrono::sys_days{day} - days{before}}, at)), zone,
              group.quiet);
        };
        const int before = group.cadence->monthly ? 14 : std::min(14, 7 * group.cadence->every_weeks - 2);
        Instant asked = moment(before, hours{10});
        // A week apart, a weekend may move the invitation and the ideas to one time: then it comes before.
        if (before == 5 && asked >= moment(4, hours{12})) asked -= days{3};
        if (asked <= end_) ++invitations;
        if (core::before_quiet(std::min(moment(1, hours{12}), starts), zone, group.quiet) <= end_)
          ++reminders;
        if (ends <= end_) ++checkouts;
      }
    }
    if (const auto fullest = weeks_.fullest()) {
      const int most = config_.organisation.most_a_week;
      out_ << fmt::format("{:<28} at most  {:>7}  found {:>7}\n", "messages a person a week", most,
                          fullest->messages);
      if (fullest->messages > most) problem("more messages in a week than was stated");
    }
    agree("invitations", invitations, counts_["invitation"]);
    agree("reminders", reminders, counts_["reminder"]);
    agree("check-outs asked", checkouts, checkouts_asked());
    // A digest: something was held last week, is coming this week, or waits.
    long digests = 0, found = 0;
    for (const auto& [leader, sessions] : led)
      for (std::chrono::sys_days monday{invented_first_day};
           zone.to_utc(core::at(core::Date{monday}, hours{8})) <= end_; monday += days{7}) {
        if (monday == std::chrono::sys_days{invented_first_day} &&
            zone.to_utc(core::at(invented_first_day, hours{8})) < start_)
          continue;
        const Instant from = zone.to_utc(core::at(core::Date{monday - days{7}}, minutes{0}));
        const Instant to = zone.to_utc(core::at(core::Date{monday}, minutes{0}));
        const Instant next = zone.to_utc(core::at(core::Date{monday + days{7}}, minutes{0}));
        const bool something = std::any_of(sessions.begin(), sessions.end(), [&](const auto& s) {
          return (s.second >= from && s.second < to) || (s.first >= to && s.first < next);
        });
        const Instant delivered =
            core::after_quiet(zone.to_utc(core::at(core::Date{monday}, hours{8})), zone, config_.quiet);
        if (something && delivered <= end_) ++digests;
      }
    for (const auto& [leader, count] : digests_) found += count;
    // Weeks with nothing but a waiting matter or a late result add to the digests: never fewer than by
    // sessions alone.
    out_ << fmt::format("{:<28} at least {:>7}  found {:>7}  {}\n", "digests", digests, found,
                        found >= digests ? "ok" : "TOO FEW");
    if (found < digests) problem("too few digests");
    long answers = 0;
    for (const auto& [poll, people] : ballots_) answers += static_cast<long>(people.size());
    out_ << fmt::format("{:<28} {:>8}\n{:<28} {:>8}\n{:<28} {:>8}\n\n", "people who answered", answers,
                        "ideas in the box", ideas_, "matters to leaders", matters_);
    agree("polls closed or open", polls_asked_, static_cast<long>(results_.size()) + still_open());
    for (const auto& [what, count] : problems_) out_ << fmt::format("problem: {} ({} times)\n", what, count);

    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&hash_, digest);
    std::string hex;
    for (unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
    out_ << "transcript sha256: " << hex << '\n';
    return problems_.empty() ? 0 : 1;
  }

  long checkouts_asked() const {
    long count = 0;
    for (const core::Group& group : config_.groups)
      for (Instant starts : sessions_of(group, config_.programmes, end_)) {
        // The id is made of the group, the local reading and the length: a promise of the sessions feature.
        const core::Local local = core::Zone::named(group.zone).to_local(starts);
        const std::string session = core::id_from_name(
            fmt::format("session:{}:{}:{}", group.id.text, core::to_text(Instant{local.time_since_epoch()}),
                        std::chrono::seconds{group.cadence->length}.count()));
        if (keys_.contains("poll:" + core::id_from_name("checkout:" + session))) ++count;
      }
    return count;
  }
  long still_open() const {
    long open = 0;
    for (const std::string& key : keys_)
      if (key.starts_with("poll:") && !results_.contains(key.substr(5))) ++open;
    return open;
  }

  const SimulateOptions& options_;
  std::ostream& out_;
  core::SeededRandom world_;
  Config config_;
  core::Directory directory_;
  MessageWeeks weeks_{core::Zone::named("Europe/Oslo"), ""};
  std::map<core::PersonId, std::vector<const core::Group*>> group_of_;
  Instant start_{}, end_{};
  std::priority_queue<Act, std::vector<Act>, std::greater<>> acts_;
  std::uint64_t order_ = 0, deliveries_ = 0;
  std::ofstream transcript_;
  crypto_hash_sha256_state hash_{};
  std::map<std::string, long> counts_, problems_;
  std::set<std::string> keys_, results_;
  std::map<std::string, std::set<std::string>> ballots_;  // poll -> who was told that an answer is in
  std::map<std::string, long> digests_;
  long polls_asked_ = 0, matters_ = 0, ideas_ = 0, commanded_ = 0;
};

}  // namespace

int simulate(const SimulateOptions& options, std::ostream& out) {
  return World(options, out).run();
}

}  // namespace app
