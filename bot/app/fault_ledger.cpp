#include "bot/app/fault_ledger.hpp"

#include <fmt/format.h>
#include <soci/soci.h>

#include <algorithm>
#include <utility>

#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/polls/disclosure.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/view.hpp"
#include "bot/runtime/unit_of_work.hpp"
#include "storage/guarded.hpp"
#include "storage/stores.hpp"

namespace app {
namespace {

constexpr auto settled_after = std::chrono::hours{48};
constexpr auto longest_put_off = std::chrono::days{30};  // a week that is full, and a pause behind it
constexpr auto longest_counted = std::chrono::days{7};   // runtime::Notices, of a mailbox that takes nothing
constexpr std::size_t most_ways = 64;                    // in which unclear answers are put together
constexpr std::uint64_t lots = 40;                       // that are tried

struct Attempt {
  core::PollId poll;
  bool sealed = false;
  core::FormValues choice;  // empty: withdrawn
};

std::optional<Attempt> attempt_of(const core::Event& event) {
  for (const bool sealed : {false, true}) {
    const polls::events::AnswerEvents& answering = sealed ? polls::events::sealed : polls::events::named;
    if (const auto* press = std::get_if<core::Press>(&event)) {
      const auto bar = press->value.find('|');
      const core::PollId poll(press->value.substr(0, bar));
      if (press->name == answering.withdraw.name) return Attempt{poll, sealed, {}};
      if (press->name == answering.quick.name && bar != std::string::npos)
        return Attempt{poll, sealed, {{"q0", {press->value.substr(bar + 1)}}}};
    }
    if (const auto* submit = std::get_if<core::Submit>(&event);
        submit && submit->name == answering.answer.name)
      return Attempt{core::PollId(core::without_mark(submit->state)), sealed, submit->values};
  }
  return std::nullopt;
}

// Whether the reply says that it is kept: a receipt offers to change the answer, a withdrawal has its words.
bool is_receipt(const Attempt& attempt, const core::Reply& reply) {
  if (!reply.whisper) return false;
  if (attempt.choice.empty())
    return std::ranges::any_of(core::all_languages, [&](core::Language language) {
      return core::plain_text(*reply.whisper) == core::text(language, "polls.withdrawn");
    });
  const auto& answering = attempt.sealed ? polls::events::sealed : polls::events::named;
  for (const core::Block& block : reply.whisper->blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      for (const core::Button& button : actions->buttons)
        if (button.name == answering.withdraw.name) return true;
  return false;
}

core::Ballot ballot_for(const core::Poll& poll, const core::FormValues& choice) {
  return choice.empty() ? core::Ballot{} : polls::ballot_from(poll, choice);
}

// Gives all that follows `lot` the same number.
class OneLot final : public core::Random {
 public:
  explicit OneLot(std::uint64_t lot) : lot_(lot) {}
  std::uint64_t next() override { return lot_; }

 private:
  std::uint64_t lot_;
};

std::vector<std::vector<std::string>> rows_of(storage::Database& database, const std::string& sql) {
  return storage::guarded([&] {
    std::vector<std::vector<std::string>> rows;
    const soci::rowset<soci::row> found = database.sql().prepare << sql;
    for (const soci::row& row : found) {
      std::vector<std::string>& one = rows.emplace_back();
      for (std::size_t i = 0; i < row.size(); ++i)
        if (row.get_indicator(i) != soci::i_null && row.get_properties(i).get_data_type() == soci::dt_string)
          one.push_back(row.get<std::string>(i));
    }
    return rows;
  });
}

}  // namespace

void FaultLedger::tried(const core::PersonId& person, const core::Event& event) {
  if (const auto attempt = attempt_of(event))
    (attempt->sealed ? sealed_ : named_)[attempt->poll][person].possible.push_back(attempt->choice);
}

void FaultLedger::told(const core::PersonId& person, const core::Event& event, const core::Reply& reply) {
  const auto attempt = attempt_of(event);
  if (!attempt) return;
  Stand& stand = (attempt->sealed ? sealed_ : named_)[attempt->poll][person];
  // A repeat hears the receipt of the first time, and nothing has changed: all stays possible.
  if (!is_receipt(*attempt, reply) || !stand.deliveries.insert(core::origin_of(event).delivery).second)
    return;
  ++answers_;
  stand.possible = {attempt->choice};
}

void FaultLedger::power_lost() {
  lost_power_ = true;
  for (const auto& [poll, stands] : sealed_) lost_.insert(poll);
}

std::vector<std::string> FaultLedger::check(storage::Database& database, const FaultyPlatform& platform,
                                            core::Instant now, const std::vector<core::Person>& people) {
  std::vector<std::string> wrong;
  check_named(database, wrong);
  check_results(database, wrong);
  check_outbox(database, platform, now, wrong);
  check_agenda(database, now, wrong);
  check_words(database, people, wrong);
  return wrong;
}

void FaultLedger::check_named(storage::Database& database, std::vector<std::string>& wrong) {
  const auto store = storage::make_poll_store(database);
  for (auto& [id, stands] : named_) {
    const auto poll = store->find(id);
    if (!poll) continue;
    std::map<core::PersonId, core::Ballot> kept;
    for (auto& [person, ballot] : store->named(id)) kept[person] = ballot;
    for (auto& [person, stand] : stands) {
      // A first try that nobody was told of may have come to nothing.
      if (stand.deliveries.empty()) stand.possible.emplace_back();
      const core::Ballot is = kept[person];
      if (std::ranges::none_of(stand.possible, [&](const Choice& c) { return ballot_for(*poll, c) == is; }))
        wrong.push_back("an acknowledged answer by name is not there: poll " + id.text + ", " + person.text);
    }
  }
}

void FaultLedger::check_results(storage::Database& database, std::vector<std::string>& wrong) {
  const auto store = storage::make_poll_store(database);
  for (const core::Poll& poll : store->in_state(core::Poll::State::lost))
    if (!lost_power_) wrong.push_back("a box was lost, and no power was: poll " + poll.id.text);
  for (const core::Poll& poll : store->in_state(core::Poll::State::closed)) {
    if (poll.named || !sealed_.contains(poll.id) || lost_.contains(poll.id)) continue;
    std::vector<std::vector<polls::CountedBallot>> ways{{}};
    for (const auto& [person, stand] : sealed_.at(poll.id)) {
      std::vector<Choice> possible = stand.possible;
      if (stand.deliveries.empty()) possible.emplace_back();
      std::vector<std::vector<polls::CountedBallot>> more;
      for (const auto& way : ways)
        for (const Choice& choice : possible) {
          more.push_back(way);
          if (const core::Ballot ballot = ballot_for(poll, choice); !ballot.empty())
            more.back().push_back({ballot, true});
        }
      ways = std::move(more);
      if (ways.size() > most_ways) break;
    }
    if (ways.size() > most_ways) continue;
    ++compared_;
    const auto lines = store->result(poll.id).lines;
    bool same = false;
    // How many of those who were asked had said that they do not come, when it closed, is not kept.
    core::Poll asked = poll;
    do {
      for (const auto& way : ways)
        for (std::uint64_t lot = 0; lot < lots && !same; ++lot) {
          OneLot random(lot);
          same = polls::disclose(asked, way, random).lines == lines;
        }
    } while (!same && --asked.roster > 0);
    if (!same) wrong.push_back("a result is not the count of its ballots: poll " + poll.id.text);
  }
}

void FaultLedger::check_outbox(storage::Database& database, const FaultyPlatform& platform, core::Instant now,
                               std::vector<std::string>& wrong) {
  const std::string old = core::to_text(now - settled_after);
  const core::Directory people = storage::make_people_store(database)->load();
  for (const auto& row :
       rows_of(database,
               "SELECT message_key, state, workspace, destination_kind, destination, due FROM outbox "
               "WHERE state IN ('waiting', 'sending') AND due < '" +
                   old + "'")) {
    const auto kind =
        row[3] == "channel" ? core::Destination::Kind::channel : core::Destination::Kind::person;
    // For the end of a pause it may wait, and is not late when that has just ended.
    const core::Destination place{row[2], kind, row[4]};
    if (runtime::not_quiet(people, {}, place, now) > now + settled_after) continue;
    if (runtime::not_quiet(people, {}, place, core::instant_from_text(row[5])) > now - settled_after)
      continue;
    wrong.push_back("a message waits and waits: " + row[0] + " (" + row[1] + ")");
  }
  for (const auto& row :
       rows_of(database, "SELECT message_key, due FROM outbox WHERE state = 'waiting' AND due > '" +
                             core::to_text(now + longest_put_off) + "'"))
    wrong.push_back("a message waits for a moment that is far away: " + row[0] + " (" + row[1] + ")");
  for (const auto& row : rows_of(database, "SELECT message_key FROM outbox WHERE state = 'sent'"))
    if (!platform.posts().contains(row[0])) wrong.push_back("called sent, and not there: " + row[0]);
  // Who coordinates is told of the first in a workspace, then of all within the hour.
  bool told = false;
  for (const auto& [key, times] : platform.posts()) told = told || key.starts_with("undelivered:");
  const auto lost =
      rows_of(database,
              "SELECT message_key FROM outbox WHERE state IN ('failed', 'unknown') AND edit = 0 AND "
              "message_key NOT LIKE 'undelivered:%' AND destination <> 'coordinator' AND due < '" +
                  old + "'");
  const auto notices =
      rows_of(database, "SELECT message_key FROM outbox WHERE message_key LIKE 'undelivered:%'");
  if (!lost.empty() && notices.empty())
    wrong.push_back("messages were lost, and nobody was told: " + lost[0][0]);
  const bool hopeless = !rows_of(database,
                                 "SELECT message_key FROM outbox WHERE state = 'failed' AND "
                                 "message_key LIKE 'undelivered:%'")
                             .empty();
  if (!lost.empty() && !told && !hopeless)
    wrong.push_back("messages were lost, and no word of it arrived: " + lost[0][0]);
  for (const auto& [key, times] : platform.posts())
    if (times > 1) wrong.push_back("posted twice: " + key);
}

// What stands once in the agenda comes again each night, week or month, or counts lost messages; what hangs
// on a session or a poll has moments of its own. That credentials are refused is remembered until they are
// not.
void FaultLedger::check_agenda(storage::Database& database, core::Instant now,
                               std::vector<std::string>& wrong) {
  const auto find = [&](const std::string& what, const std::string& which) {
    for (const auto& row : rows_of(database, "SELECT job_key, due FROM job WHERE " + which))
      wrong.push_back(what + ": " + row[0] + " (" + row[1] + ")");
  };
  find("a job waits and waits", "due < '" + core::to_text(now - settled_after) + "'");
  find("a job waits for a moment that is far away",
       "job_key LIKE 'notices:%' AND job_key NOT LIKE 'notices:refused:%' AND due > '" +
           core::to_text(now + longest_counted) + "'");
  find("a job waits for a moment that is far away",
       "subject = '' AND due > '" + core::to_text(now + longest_put_off) + "'");
}

// A word from a box may stand in a result, and there beside nobody.
void FaultLedger::check_words(storage::Database& database, const std::vector<core::Person>& people,
                              std::vector<std::string>& wrong) {
  for (const auto& table : rows_of(database, "SELECT name FROM sqlite_schema WHERE type = 'table'"))
    for (const auto& row : rows_of(database, "SELECT * FROM \"" + table[0] + "\"")) {
      bool holds_one = false;
      for (const std::string& column : row)
        each_sealed_word(column, [&](std::string_view word) {
          holds_one = holds_one || words_.contains(std::string(word));
        });
      if (!holds_one) continue;
      for (const core::Person& person : people)
        if (std::ranges::find(row, person.id.text) != row.end() ||
            std::ranges::find(row, person.user) != row.end())
          if (table[0] != "outbox") wrong.push_back("somebody stands beside an anonymous word: " + table[0]);
    }
}

void each_sealed_word(std::string_view text, const std::function<void(std::string_view)>& use) {
  constexpr std::size_t size = sealed_beginning.size() + own_letters;
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto next = [&] {  // memmem looks at sixteen letters at a time, and std::string_view at one
    const void* found =
        ::memmem(at, static_cast<std::size_t>(end - at), sealed_beginning.data(), sealed_beginning.size());
    return static_cast<const char*>(found);
  };
  for (const char* word = next(); word && word + size <= end; word = next()) {
    use({word, size});
    at = word + sealed_beginning.size();
  }
}

std::vector<std::string> FaultLedger::leaks(storage::Database& database, const std::set<core::PollId>& polls,
                                            std::set<core::PollId>& closed) {
  std::vector<std::string> wrong;
  const auto store = storage::make_poll_store(database);
  for (const core::PollId& id : polls) {
    const auto poll = store->find(id);
    if (poll && poll->state == core::Poll::State::open)
      wrong.push_back("an anonymous answer lies in the database before the close: poll " + id.text);
    else if (poll)
      closed.insert(id);
  }
  return wrong;
}

std::vector<std::string> FaultLedger::boxes_left(storage::Database& database,
                                                 const std::filesystem::path& folder) {
  std::vector<std::string> wrong;
  const auto store = storage::make_poll_store(database);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    constexpr std::size_t id_size = 32;
    const core::PollId id(entry.path().stem().string());
    if (!entry.is_regular_file() || id.text.size() != id_size) continue;
    const auto poll = store->find(id);
    if (!poll || poll->state != core::Poll::State::open)
      wrong.push_back("a box is left behind: poll " + id.text);
  }
  return wrong;
}

std::string improper(const runtime::Delivery& post, const core::Directory& people, core::QuietHours house,
                     const std::set<std::string>& gone, core::Instant now) {
  // What nobody has asked for just now.
  static const std::set<std::string> can_wait{"invitation", "reminder", "digest",
                                              "followup",   "matter",   "result"};
  const std::string kind = post.key.substr(0, post.key.find(':'));
  const bool alone = post.to.kind == core::Destination::Kind::person;
  const core::Person* reader = alone ? people.person(post.to.workspace, post.to.id) : nullptr;
  if (alone && !reader && gone.contains(post.to.id)) return "somebody who has left is written to: " + kind;
  const core::Group* group = alone ? nullptr : people.group_in_channel(post.to.workspace, post.to.id);
  core::QuietHours quiet = group ? group->quiet : std::move(house);
  if (reader) quiet.closed.insert(quiet.closed.end(), reader->away.begin(), reader->away.end());
  if (can_wait.contains(kind) && core::is_quiet(now, core::Zone::named("Europe/Oslo"), quiet))
    return "written to in quiet hours or a pause: " + kind;
  return {};
}

}  // namespace app
