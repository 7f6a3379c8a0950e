#include "bot/app/simulate.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <future>
#include <map>
#include <queue>
#include <set>
#include <thread>

#include "bot/app/invented.hpp"
#include "bot/app/message_weeks.hpp"
#include "bot/app/places.hpp"
#include "bot/app/rehearsal.hpp"
#include "bot/app/simulate_tally.hpp"

namespace app {
namespace {

using core::Event;
using core::Instant;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

std::string name_of(const Event& event) {
  if (const auto* press = std::get_if<core::Press>(&event)) return press->name;
  if (const auto* submit = std::get_if<core::Submit>(&event)) return submit->name;
  return std::get<core::Command>(event).text;
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
  explicit World(const SimulateOptions& options)
      : options_(options),
        world_(options.seed),
        config_(invented_config(options.groups, world_)),
        directory_(config_.people, config_.groups) {
    crypto_hash_sha256_init(&hash_);
    if (!options.transcript.empty()) transcript_.open(options.transcript);
    for (const core::Group& group : config_.groups)
      for (const core::Member& member : group.members) group_of_[member.person].push_back(&group);
  }

  Tally run() {
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
    if (folder && options_.storage.empty()) rehearsal.spare_disk();
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
    return tally();
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
    for (const auto& [input, why] : reply.errors)
      problem("a form was refused: " + name_of(event) + ": " + why);
    if (const auto* closed = std::get_if<core::Submit>(&event); closed && closed->name == "box/ideas/seen")
      return;  // needs no answer
    if (!reply.whisper) {
      problem("no answer: " + name_of(event));
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

  Tally tally() {
    Tally all = expected_of(config_, directory_, start_, end_);
    all.messages = counts_;
    all.invitations.found = counts_["invitation"];
    all.reminders.found = counts_["reminder"];
    all.checkouts.found = checkouts_asked();
    for (const auto& [leader, count] : digests_) all.digests.found += count;
    all.polls = {polls_asked_, static_cast<long>(results_.size()) + still_open()};
    for (const auto& [poll, people] : ballots_) all.answers += static_cast<long>(people.size());
    all.ideas = ideas_;
    all.matters = matters_;
    if (const auto fullest = weeks_.fullest()) all.fullest = fullest->messages;
    all.problems = problems_;
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&hash_, digest);
    for (unsigned char byte : digest) all.transcript += fmt::format("{:02x}", byte);
    return all;
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

// As many as there are processors live side by side: they share nothing but what is constant.
std::vector<Tally> live(const std::vector<SimulateOptions>& worlds) {
  std::vector<Tally> lived(worlds.size());
  std::atomic<std::size_t> next = 0;
  std::vector<std::future<void>> side_by_side;
  const std::size_t most = std::max(1U, std::thread::hardware_concurrency());
  for (std::size_t i = 0; i < std::min(most, worlds.size()); ++i)
    side_by_side.push_back(std::async(std::launch::async, [&] {
      try {
        for (std::size_t mine = next++; mine < worlds.size(); mine = next++)
          lived[mine] = World(worlds[mine]).run();
      } catch (...) {
        next = worlds.size();  // nobody begins another
        throw;
      }
    }));
  for (auto& one : side_by_side) one.get();
  return lived;
}

}  // namespace

int simulate(const SimulateOptions& options, std::ostream& out) {
  return reckon(live(organisations(options)), options.days, out);
}

}  // namespace app
