#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "bot/core/result_post.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/payload.hpp"
#include "storage/published.hpp"
#include "storage/statement.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

// One row a key. A first post goes waiting -> sending -> sent; an edit takes the row from sent through
// waiting and sending (edit = 1) back to sent. A change while the row is on its way is remembered in `again`
// and becomes an edit when it arrives.
constexpr auto insert_row =
    "INSERT INTO outbox(message_key, position, workspace, destination_kind, destination, body, "
    "respect_quiet, edit, "
    "state, due, attempts, ref, can_wait, urgent, lapses, team_id) "
    "VALUES(:key, :position, :workspace, :kind, :destination, :body, :quiet, :edit, :state, :due, :attempts, "
    ":ref, :can_wait, :urgent, :lapses, :team) ON CONFLICT(message_key) DO NOTHING";
constexpr auto select_last = "SELECT position FROM outbox ORDER BY position DESC LIMIT 1";
// A message without a reference cannot be edited: posting it anew would be a second message.
constexpr auto update_edit =
    "UPDATE outbox SET body = :body, "
    "again = CASE WHEN state IN ('sending', 'unknown') THEN 1 ELSE 0 END, "
    "edit = CASE WHEN state = 'sent' AND ref <> '' THEN 1 ELSE edit END, "
    "attempts = CASE WHEN state = 'sent' THEN 0 ELSE attempts END, "
    "due = CASE WHEN state = 'sending' OR (state = 'sent' AND ref <> '') THEN :due ELSE due END, "
    "state = CASE WHEN state = 'sent' AND ref <> '' THEN 'waiting' ELSE state END "
    "WHERE message_key = :key RETURNING workspace, destination_kind, destination";
constexpr auto select_unsent =
    "SELECT 1 FROM outbox WHERE message_key >= :from AND message_key < :until AND state = 'waiting' AND edit "
    "= "
    "0 LIMIT 1";
constexpr auto delete_prefix =
    "DELETE FROM outbox WHERE message_key >= :from AND message_key < :until AND state = 'waiting' AND edit = "
    "0 "
    "RETURNING workspace, destination_kind, destination";

#define COLUMNS                                                                                        \
  "message_key, workspace, destination_kind, destination, respect_quiet, edit, state, due, attempts, " \
  "ref, position, can_wait, CASE WHEN week = '' THEN 0 ELSE 1 END, urgent, lapses, team_id"
// One line for those that respect quiet hours, one for those that do not: at night the second is looked at
// alone. `respect_quiet > edit` as the index has it.
constexpr auto select_first =
    "SELECT " COLUMNS
    " FROM outbox WHERE state = 'waiting' AND workspace = :workspace AND destination_kind = :kind "
    "AND destination = :destination AND (respect_quiet > edit) = :quiet ORDER BY due, position LIMIT 1";
constexpr auto select_places =
    "SELECT DISTINCT workspace, destination_kind, destination FROM outbox WHERE state = 'waiting'";
// One that has become final while its adapter was never ready (Adapter::ready) has its hold still.
constexpr auto select_holds =
    "SELECT workspace, destination_kind, destination, max(hold) FROM outbox WHERE hold <> '' AND state = "
    "'waiting' GROUP BY workspace, destination_kind, destination";
constexpr auto select_under_way = "SELECT " COLUMNS " FROM outbox WHERE state = 'sending' ORDER BY position";
constexpr auto select_post = "SELECT " COLUMNS " FROM outbox WHERE message_key = :key";
#undef COLUMNS
constexpr auto select_body = "SELECT body FROM outbox WHERE message_key = :key";

constexpr auto update_sending =
    "UPDATE outbox SET state = 'sending', hold = '', week = CASE WHEN edit = 0 AND week = '' THEN :week ELSE "
    "week END WHERE message_key = :key AND edit = :edit AND state = 'waiting'";
constexpr auto delete_waiting =
    "DELETE FROM outbox WHERE message_key = :key AND state = 'waiting' AND edit = 0";
constexpr auto update_place =
    "UPDATE outbox SET workspace = :workspace, destination_kind = :kind, destination = :destination, hold = "
    "'' WHERE message_key = :key AND state = 'waiting' AND edit = 0";
constexpr auto update_put_off =
    "UPDATE outbox SET due = :due, lapses = CASE WHEN lapses = '' THEN :lapses ELSE lapses END WHERE "
    "message_key = :key AND state = 'waiting' AND edit = 0";
constexpr auto update_due =
    "UPDATE outbox SET due = :due WHERE message_key = :key AND state = 'waiting' AND edit = 0";
constexpr auto update_waiting =
    "UPDATE outbox SET due = CASE WHEN due > :now THEN :now2 ELSE due END, hold = '' "
    "WHERE state = 'waiting' AND (due > :now3 OR hold <> '')";
constexpr auto select_waiting_from =
    "SELECT message_key FROM outbox WHERE state = 'waiting' AND workspace = :workspace AND destination_kind "
    "= :kind AND destination = :destination AND edit = 0 AND due >= :from ORDER BY due, position";
constexpr auto select_sent_in =
    "SELECT workspace, destination_kind, destination, count(*) FROM outbox WHERE week = :week AND week <> '' "
    "GROUP BY workspace, destination_kind, destination";
constexpr auto update_sent =
    "UPDATE outbox SET ref = coalesce(nullif(:ref, ''), ref), "
    "state = CASE WHEN again = 1 AND (:ref2 <> '' OR ref <> '') THEN 'waiting' ELSE 'sent' END, "
    "edit = CASE WHEN again = 1 AND (:ref3 <> '' OR ref <> '') THEN 1 ELSE 0 END, "
    "attempts = CASE WHEN again = 1 THEN 0 ELSE attempts END, again = 0 "
    "WHERE message_key = :key AND edit = :edit";
constexpr auto update_retry =
    "UPDATE outbox SET state = 'waiting', again = 0, hold = :hold, attempts = :attempts "
    "WHERE message_key = :key AND edit = :edit";
constexpr auto update_final_post = "UPDATE outbox SET state = :state WHERE message_key = :key AND edit = 0";
constexpr auto update_final_edit =
    "UPDATE outbox SET state = CASE WHEN again = 1 THEN 'waiting' ELSE 'sent' END, edit = again, again = 0, "
    "attempts = 0 WHERE message_key = :key AND edit = 1";
// What the group has been told from now on, and what its leaders are shown of it (migration 0037): once a
// poll.
constexpr auto insert_published =
    "INSERT INTO published(told, poll_id, team_id, purpose, asks, closes, leaning, scale, lines) "
    "SELECT :told, p.poll_id, p.team_id, p.purpose, p.asks, p.closes, "
    "CASE WHEN p.purpose = 'checkout' AND p.leaning <> 'unsaid' THEN p.leaning ELSE '' END, "
    "CASE WHEN p.purpose = 'checkout' AND p.leaning <> 'unsaid' THEN p.scale ELSE '' "
    "END, " STORAGE_LINES_FOR_LEADERS " FROM poll p JOIN " STORAGE_OF_RESULT
    " WHERE p.poll_id = :id AND " STORAGE_IS_TOLD "ON CONFLICT DO NOTHING";
constexpr auto update_earlier = STORAGE_SET_EARLIER_FROM_POLL;
// A row is finished no earlier than it was due; rows that wait keep their bodies.
constexpr auto update_forget =
    "UPDATE outbox SET body = '', week = '' "
    "WHERE body <> '' AND due < :before AND state IN ('sent', 'unknown', 'failed')";

using Text = std::string;
using PlaceColumns = Out<Text, Text, Text>;
using PostColumns =
    Out<Text, Text, Text, Text, int, int, Text, Text, int, Text, long long, int, int, int, Text, Text>;
using State = runtime::OutboxRow::State;

// Messages that were put in the line and have not been read out of it yet: most leave in the same turn, and
// need not be read from their own text then.
class Fresh {
 public:
  void put(const Text& key, Text body, const core::Message& message) {
    constexpr std::size_t most = 256;
    // What is no UTF-8 was replaced in the text, which counts.
    if (body.find("\uFFFD") != Text::npos) return;
    if (messages_.size() >= most) messages_.clear();
    messages_.insert_or_assign(key, std::pair(std::move(body), message));
  }
  // The message of that text; nothing: it has to be read.
  std::optional<core::Message> take(const Text& key, const Text& body) {
    const auto found = messages_.extract(key);
    if (found.empty() || found.mapped().first != body) return std::nullopt;
    return std::move(found.mapped().second);
  }

 private:
  std::unordered_map<Text, std::pair<Text, core::Message>> messages_;
};

Text kind_code(core::Destination::Kind kind) {
  return kind == core::Destination::Kind::person ? "person" : "channel";
}

core::Destination place_from(const Text& workspace, const Text& kind, const Text& id) {
  return {workspace, kind == "person" ? core::Destination::Kind::person : core::Destination::Kind::channel,
          id};
}

// A time that cannot be read is long past: what waits for it goes.
core::Instant due_from(const Text& text) {
  try {
    return core::instant_from_text(text);
  } catch (const std::exception&) {
    return {};
  }
}

// One that cannot be read: no end.
std::optional<core::Instant> lapse_from(const Text& text) {
  if (text.empty()) return std::nullopt;
  try {
    return core::instant_from_text(text);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

runtime::OutboxRow row_from(const PostColumns& columns) {
  const auto& [key, workspace, kind, destination, quiet, edit, state, due, attempts, ref, position, can_wait,
               counted, urgent, lapses, group] = columns;
  runtime::OutboxRow row;
  row.key = key;
  row.to = place_from(workspace, kind, destination);
  row.respect_quiet = quiet != 0;
  row.can_wait = can_wait != 0;
  row.edit = edit != 0;
  row.state = from_code<runtime::OutboxRow::State>(state);
  row.due = due_from(due);
  row.attempts = attempts;
  row.counted = counted != 0;
  row.urgent = urgent != 0;
  row.lapses = lapse_from(lapses);
  row.group = core::GroupId(group);
  row.ref = ref;
  return row;
}

class SqlOutboxStore final : public runtime::OutboxStore {
 public:
  explicit SqlOutboxStore(Database& db) : db_(db) {}

  bool add(const runtime::OutboxRow& row) override {
    bool added = false;
    Text body = runtime::json_text(row.message);
    try {
      added = insert_.run(row.key, next_position(), row.to.workspace, kind_code(row.to.kind), row.to.id, body,
                          row.respect_quiet, row.edit, Text(core::code(row.state)), core::to_text(row.due),
                          row.attempts, row.ref, row.can_wait, row.urgent,
                          row.lapses ? core::to_text(*row.lapses) : Text(), row.group.text) > 0;
    } catch (...) {
      position_.reset();
      throw;
    }
    if (added && row.state != State::waiting) note_told(row.key, row.due);
    if (added && row.state == State::waiting) fresh_.put(row.key, std::move(body), row.message);
    return added;
  }

  std::optional<core::Destination> edit(const std::string& key, const core::Message& message,
                                        core::Instant due) override {
    Text body = runtime::json_text(message);
    const auto place = edit_.one(body, core::to_text(due), key);
    if (!place) return std::nullopt;
    fresh_.put(key, std::move(body), message);
    return std::apply(place_from, *place);
  }
  std::vector<core::Destination> withdraw(const std::string& prefix) override {
    if (prefix.empty()) throw std::logic_error("an empty prefix would withdraw everything");
    std::vector<core::Destination> places;
    // Mostly nothing does, and SQLite makes a table of its own of what a deletion gives back.
    if (!unsent_.one(prefix, prefix_end(prefix))) return places;
    for (const auto& place : withdraw_.all(prefix, prefix_end(prefix)))
      places.push_back(std::apply(place_from, place));
    return places;
  }

  std::vector<runtime::WaitingPlace> places() override {
    std::map<core::Destination, core::Instant> holds;
    for (const auto& [workspace, kind, destination, hold] : holds_.all())
      holds[place_from(workspace, kind, destination)] = due_from(hold);
    std::vector<runtime::WaitingPlace> places;
    for (const auto& place : places_.all()) {
      const core::Destination to = std::apply(place_from, place);
      places.push_back({to, holds[to]});
    }
    return places;
  }
  std::optional<runtime::OutboxRow> first(const core::Destination& to, bool awake) override {
    auto best = first_.one(to.workspace, kind_code(to.kind), to.id, 0);
    if (!awake) {
      const auto order = [](const PostColumns& row) { return std::tie(std::get<7>(row), std::get<10>(row)); };
      const auto quiet = first_.one(to.workspace, kind_code(to.kind), to.id, 1);
      if (quiet && (!best || order(*quiet) < order(*best))) best = quiet;
    }
    if (!best) return std::nullopt;
    return row_from(*best);
  }
  std::vector<runtime::OutboxRow> under_way() override {
    std::vector<runtime::OutboxRow> rows;
    for (const auto& columns : under_way_.all()) rows.push_back(row_from(columns));
    return rows;
  }
  std::optional<runtime::OutboxRow> look(const std::string& key) override {
    const auto columns = look_.one(key);
    if (!columns) return std::nullopt;
    return row_from(*columns);
  }
  core::Message message(const std::string& key) override {
    const auto body = body_.one(key);
    if (!body || std::get<0>(*body).empty()) return {};
    if (auto fresh = fresh_.take(key, std::get<0>(*body))) return std::move(*fresh);
    return runtime::message_from_json(runtime::require_json(std::get<0>(*body)));
  }
  std::optional<runtime::OutboxRow> find(const std::string& key) override {
    auto row = look(key);
    if (row) row->message = message(key);
    return row;
  }

  void set_sending(const std::string& key, bool edit, const std::string& week) override {
    sending_.run(week, key, edit);
  }
  void drop(const std::string& key) override { drop_.run(key); }
  void set_place(const std::string& key, const core::Destination& to) override {
    place_.run(to.workspace, kind_code(to.kind), to.id, key);
  }
  void put_off(const std::string& key, core::Instant due, core::Instant lapses) override {
    put_off_.run(core::to_text(due), core::to_text(lapses), key);
  }
  void set_due(const std::string& key, core::Instant due) override { due_.run(core::to_text(due), key); }
  void let_go(core::Instant now) override {
    const Text text = core::to_text(now);
    waiting_.run(text, text, text);
  }
  std::vector<std::string> waiting_from(const core::Destination& to, core::Instant from) override {
    std::vector<std::string> keys;
    for (auto& [key] : waiting_from_.all(to.workspace, kind_code(to.kind), to.id, core::to_text(from)))
      keys.push_back(std::move(key));
    return keys;
  }
  std::vector<std::pair<core::Destination, int>> sent_in(const std::string& week) override {
    std::vector<std::pair<core::Destination, int>> all;
    for (const auto& [workspace, kind, destination, count] : sent_in_.all(week))
      all.emplace_back(place_from(workspace, kind, destination), static_cast<int>(count));
    return all;
  }
  void set_sent(const std::string& key, bool edit, const std::string& ref, core::Instant now) override {
    sent_.run(ref, ref, ref, key, edit);
    if (!edit) note_told(key, now);
  }
  void set_retry(const std::string& key, bool edit, core::Instant hold, int attempts) override {
    retry_.run(core::to_text(hold), attempts, key, edit);
  }
  void set_final(const std::string& key, bool edit, State unknown_or_failed, core::Instant now) override {
    if (edit)
      final_edit_.run(key);
    else
      final_post_.run(Text(core::code(unknown_or_failed)), key);
    if (!edit && unknown_or_failed == State::unknown) note_told(key, now);
  }
  void forget_bodies(core::Instant before) override { forget_.run(core::to_text(before)); }

 private:
  // Of a result; what else goes out is no poll's.
  void note_told(const std::string& key, core::Instant now) {
    if (!key.starts_with(core::result_post)) return;
    const std::string poll = key.substr(core::result_post.size());
    if (published_.run(core::to_text(now), poll) > 0) earlier_.run(poll, poll);
  }

  // Counted here: the connection that adds rows is the only one that does (Use::owner). What is undone leaves
  // a gap. Where somebody has added some all the same, one attempt fails and the next begins behind them.
  long long next_position() {
    if (!position_) {
      const auto last = last_.one();
      position_ = last ? std::get<0>(*last) : 0;
    }
    return ++*position_;
  }

  Database& db_;
  Fresh fresh_;
  std::optional<long long> position_;  // the last one given; nothing before the first
  Statement<
      In<Text, long long, Text, Text, Text, Text, int, int, Text, Text, int, Text, int, int, Text, Text>>
      insert_{db_, insert_row};
  Statement<In<>, Out<long long>> last_{db_, select_last};
  Statement<In<Text, Text, Text>, PlaceColumns> edit_{db_, update_edit};
  Statement<In<Text, Text>, Out<int>> unsent_{db_, select_unsent};
  Statement<In<Text, Text>, PlaceColumns> withdraw_{db_, delete_prefix};
  Statement<In<Text, Text, Text, int>, PostColumns> first_{db_, select_first};
  Statement<In<>, PlaceColumns> places_{db_, select_places};
  Statement<In<>, Out<Text, Text, Text, Text>> holds_{db_, select_holds};
  Statement<In<>, PostColumns> under_way_{db_, select_under_way};
  Statement<In<Text>, PostColumns> look_{db_, select_post};
  Statement<In<Text>, Out<Text>> body_{db_, select_body};
  Statement<In<Text, Text, int>> sending_{db_, update_sending};
  Statement<In<Text>> drop_{db_, delete_waiting};
  Statement<In<Text, Text, Text, Text>> place_{db_, update_place};
  Statement<In<Text, Text, Text>> put_off_{db_, update_put_off};
  Statement<In<Text, Text>> due_{db_, update_due};
  Statement<In<Text, Text, Text>> waiting_{db_, update_waiting};
  Statement<In<Text, Text, Text, Text>, Out<Text>> waiting_from_{db_, select_waiting_from};
  Statement<In<Text>, Out<Text, Text, Text, long long>> sent_in_{db_, select_sent_in};
  Statement<In<Text, Text, Text, Text, int>> sent_{db_, update_sent};
  Statement<In<Text, int, Text, int>> retry_{db_, update_retry};
  Statement<In<Text, Text>> final_post_{db_, update_final_post};
  Statement<In<Text>> final_edit_{db_, update_final_edit};
  Statement<In<Text, Text>> published_{db_, insert_published};
  Statement<In<Text, Text>> earlier_{db_, update_earlier};
  Statement<In<Text>> forget_{db_, update_forget};
};

}  // namespace

std::unique_ptr<runtime::OutboxStore> make_outbox_store(Database& database) {
  return std::make_unique<SqlOutboxStore>(database);
}

}  // namespace storage
