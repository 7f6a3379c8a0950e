#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/runtime/payload.hpp"
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
    "state, due, attempts, ref) "
    "VALUES(:key, (SELECT coalesce(max(position), 0) + 1 FROM outbox), :workspace, :kind, :destination, "
    ":body, :quiet, "
    ":edit, :state, :due, :attempts, :ref) ON CONFLICT(message_key) DO NOTHING";
// A message without a reference cannot be edited: posting it anew would be a second message.
constexpr auto update_edit =
    "UPDATE outbox SET body = :body, "
    "again = CASE WHEN state IN ('sending', 'unknown') THEN 1 ELSE 0 END, "
    "edit = CASE WHEN state = 'sent' AND ref <> '' THEN 1 ELSE edit END, "
    "attempts = CASE WHEN state = 'sent' THEN 0 ELSE attempts END, "
    "due = CASE WHEN state = 'sending' OR (state = 'sent' AND ref <> '') THEN :due ELSE due END, "
    "state = CASE WHEN state = 'sent' AND ref <> '' THEN 'waiting' ELSE state END "
    "WHERE message_key = :key";
constexpr auto delete_prefix =
    "DELETE FROM outbox WHERE message_key >= :from AND message_key < :until AND state = 'waiting' AND edit = "
    "0";

#define COLUMNS                                                                                              \
  "message_key, workspace, destination_kind, destination, body, respect_quiet, edit, state, due, attempts, " \
  "ref"
constexpr auto select_due_posts =
    "SELECT " COLUMNS
    " FROM outbox WHERE state = 'waiting' AND due <= :now ORDER BY due, position LIMIT :limit";
constexpr auto select_posts_in_state =
    "SELECT " COLUMNS " FROM outbox WHERE state = :state ORDER BY position";
constexpr auto select_post = "SELECT " COLUMNS " FROM outbox WHERE message_key = :key";
#undef COLUMNS
constexpr auto select_next_post =
    "SELECT due FROM outbox WHERE state = 'waiting' ORDER BY due, position LIMIT 1";

constexpr auto update_sending =
    "UPDATE outbox SET state = 'sending' WHERE message_key = :key AND edit = :edit AND state = 'waiting'";
constexpr auto update_sent =
    "UPDATE outbox SET ref = coalesce(nullif(:ref, ''), ref), "
    "state = CASE WHEN again = 1 AND (:ref2 <> '' OR ref <> '') THEN 'waiting' ELSE 'sent' END, "
    "edit = CASE WHEN again = 1 AND (:ref3 <> '' OR ref <> '') THEN 1 ELSE 0 END, "
    "attempts = CASE WHEN again = 1 THEN 0 ELSE attempts END, again = 0 "
    "WHERE message_key = :key AND edit = :edit";
constexpr auto update_retry =
    "UPDATE outbox SET state = 'waiting', again = 0, due = :due, attempts = :attempts "
    "WHERE message_key = :key AND edit = :edit";
constexpr auto update_final_post = "UPDATE outbox SET state = :state WHERE message_key = :key AND edit = 0";
constexpr auto update_final_edit =
    "UPDATE outbox SET state = CASE WHEN again = 1 THEN 'waiting' ELSE 'sent' END, edit = again, again = 0, "
    "attempts = 0 "
    "WHERE message_key = :key AND edit = 1";
// A row is finished no earlier than it was due; rows that wait keep their bodies. The index holds only rows
// that still have one; left alone, SQLite takes the one that holds every message ever sent.
constexpr auto update_forget =
    "UPDATE outbox INDEXED BY outbox_body SET body = '' "
    "WHERE body <> '' AND due < :before AND state IN ('sent', 'unknown', 'failed')";

using Text = std::string;
using PostColumns = Out<Text, Text, Text, Text, Text, int, int, Text, Text, int, Text>;
using State = runtime::OutboxRow::State;

Text body_of(const core::Message& message) {
  using nlohmann::json;
  return runtime::to_json(message).dump(-1, ' ', false, json::error_handler_t::replace);
}

Text kind_code(core::Destination::Kind kind) {
  return kind == core::Destination::Kind::person ? "person" : "channel";
}

runtime::OutboxRow row_from(const PostColumns& columns) {
  using enum State;
  const auto& [key, workspace, kind, destination, body, quiet, edit, state, due, attempts, ref] = columns;
  runtime::OutboxRow row;
  row.key = key;
  row.to = {workspace, kind == "person" ? core::Destination::Kind::person : core::Destination::Kind::channel,
            destination};
  if (!body.empty()) row.message = runtime::message_from_json(nlohmann::json::parse(body));
  row.respect_quiet = quiet != 0;
  row.edit = edit != 0;
  row.state = from_code(state, std::array{waiting, sending, sent, unknown, failed});
  row.due = core::instant_from_text(due);
  row.attempts = attempts;
  row.ref = ref;
  return row;
}

std::vector<runtime::OutboxRow> rows_from(const std::vector<PostColumns>& found) {
  std::vector<runtime::OutboxRow> rows;
  for (const auto& columns : found) rows.push_back(row_from(columns));
  return rows;
}

class SqlOutboxStore final : public runtime::OutboxStore {
 public:
  explicit SqlOutboxStore(Database& db)
      : insert_(db, insert_row),
        edit_(db, update_edit),
        withdraw_(db, delete_prefix),
        due_(db, select_due_posts),
        in_state_(db, select_posts_in_state),
        find_(db, select_post),
        next_(db, select_next_post),
        sending_(db, update_sending),
        sent_(db, update_sent),
        retry_(db, update_retry),
        final_post_(db, update_final_post),
        final_edit_(db, update_final_edit),
        forget_(db, update_forget) {}

  bool add(const runtime::OutboxRow& row) override {
    return insert_.run(row.key, row.to.workspace, kind_code(row.to.kind), row.to.id, body_of(row.message),
                       row.respect_quiet, row.edit, Text(code(row.state)), core::to_text(row.due),
                       row.attempts, row.ref) > 0;
  }

  bool edit(const std::string& key, const core::Message& message, core::Instant due) override {
    return edit_.run(body_of(message), core::to_text(due), key) > 0;
  }

  void withdraw(const std::string& prefix) override {
    if (prefix.empty()) throw std::logic_error("an empty prefix would withdraw everything");
    std::string until = prefix;
    until.back() = static_cast<char>(static_cast<unsigned char>(until.back()) + 1);
    withdraw_.run(prefix, until);
  }

  std::vector<runtime::OutboxRow> due(core::Instant now, int limit) override {
    return rows_from(due_.all(core::to_text(now), limit));
  }
  std::vector<runtime::OutboxRow> in_state(State state) override {
    return rows_from(in_state_.all(Text(code(state))));
  }
  std::optional<runtime::OutboxRow> find(const std::string& key) override {
    const auto columns = find_.one(key);
    if (!columns) return std::nullopt;
    return row_from(*columns);
  }

  void set_sending(const std::string& key, bool edit) override { sending_.run(key, edit); }
  void set_sent(const std::string& key, bool edit, const std::string& ref) override {
    sent_.run(ref, ref, ref, key, edit);
  }
  void set_retry(const std::string& key, bool edit, core::Instant due, int attempts) override {
    retry_.run(core::to_text(due), attempts, key, edit);
  }
  void set_final(const std::string& key, bool edit, State unknown_or_failed) override {
    if (edit)
      final_edit_.run(key);
    else
      final_post_.run(Text(code(unknown_or_failed)), key);
  }

  std::optional<core::Instant> next_due() override {
    const auto row = next_.one();
    if (!row) return std::nullopt;
    return core::instant_from_text(std::get<0>(*row));
  }
  void forget_bodies(core::Instant before) override { forget_.run(core::to_text(before)); }

 private:
  Statement<In<Text, Text, Text, Text, Text, int, int, Text, Text, int, Text>> insert_;
  Statement<In<Text, Text, Text>> edit_;
  Statement<In<Text, Text>> withdraw_;
  Statement<In<Text, int>, PostColumns> due_;
  Statement<In<Text>, PostColumns> in_state_;
  Statement<In<Text>, PostColumns> find_;
  Statement<In<>, Out<Text>> next_;
  Statement<In<Text, int>> sending_;
  Statement<In<Text, Text, Text, Text, int>> sent_;
  Statement<In<Text, int, Text, int>> retry_;
  Statement<In<Text, Text>> final_post_;
  Statement<In<Text>> final_edit_;
  Statement<In<Text>> forget_;
};

}  // namespace

std::unique_ptr<runtime::OutboxStore> make_outbox_store(Database& database) {
  return std::make_unique<SqlOutboxStore>(database);
}

}  // namespace storage
