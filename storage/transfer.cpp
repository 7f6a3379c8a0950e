#include "storage/transfer.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <functional>

#include "bot/core/failpoint.hpp"
#include "storage/postgres/connection.hpp"
#include "storage/sqlite/tables.hpp"
#include "storage/statement.hpp"

namespace storage {
namespace {

using Row = std::vector<std::optional<std::string>>;

constexpr auto mark = "transfer.unfinished", moved_mark = "transfer.moved";

std::string joined(const std::vector<std::string>& words,
                   const std::function<std::string(std::size_t)>& each) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) all += (i ? ", " : "") + each(i);
  return all;
}

std::string only_rows(const Table& table) {
  return table.name == "meta" ? fmt::format(" WHERE name NOT IN ('{}', '{}')", mark, moved_mark) : "";
}

void each_row(Connection& connection, const Table& table, const std::function<void(const Row&)>& take) {
  const auto column = [&](std::size_t i) { return "CAST(" + table.columns[i] + " AS TEXT)"; };
  // With the table's name before it, or a server sorts numbers as the texts that are read.
  const auto sorting = [&](std::size_t i) { return table.name + "." + table.key[i]; };
  const std::string query = "SELECT " + joined(table.columns, column) + " FROM " + table.name +
                            only_rows(table) + " ORDER BY " + joined(table.key, sorting);
  guarded([&] {
    std::vector<std::string> values(table.columns.size());
    std::vector<soci::indicator> given(table.columns.size());
    soci::statement statement(connection.sql());
    for (std::size_t i = 0; i < values.size(); ++i) statement.exchange(soci::into(values[i], given[i]));
    statement.alloc();
    statement.prepare(query);
    statement.define_and_bind();
    Row row(values.size());
    for (bool more = statement.execute(true); more; more = statement.fetch()) {
      for (std::size_t i = 0; i < values.size(); ++i)
        row[i] = given[i] == soci::i_null ? std::nullopt : std::optional(values[i]);
      take(row);
    }
  });
}

// What a table holds, as the target keeps texts.
struct Content {
  long long rows = 0;
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  bool operator==(const Content&) const = default;
};

Content content_of(Connection& connection, const Table& table, const Connection& target) {
  Content content;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, content.hash.size());
  const auto add = [&](const std::string& words) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(words.data()), words.size());
  };
  each_row(connection, table, [&](const Row& row) {
    ++content.rows;
    for (const auto& value : row) {
      const std::string words = value ? target.bindable(*value) : "";
      add(value ? std::to_string(words.size()) + ":" + words : "-");
    }
  });
  crypto_generichash_final(&state, content.hash.data(), content.hash.size());
  return content;
}

void copy_rows(Connection& from, Connection& to, const Table& table) {
  std::vector<std::string> values(table.columns.size());
  std::vector<soci::indicator> given(table.columns.size());
  const std::string insert =
      "INSERT INTO " + table.name + "(" +
      joined(table.columns, [&](std::size_t i) { return table.columns[i]; }) + ") VALUES(" +
      joined(table.columns, [](std::size_t i) { return ":c" + std::to_string(i); }) + ")";
  soci::statement statement(to.sql());
  for (std::size_t i = 0; i < values.size(); ++i) statement.exchange(soci::use(values[i], given[i]));
  statement.alloc();
  statement.prepare(insert);
  statement.define_and_bind();
  each_row(from, table, [&](const Row& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      given[i] = row[i] ? soci::i_ok : soci::i_null;
      values[i] = row[i] ? to.bindable(*row[i]) : "";
    }
    statement.execute(true);
  });
}

void require_empty(Connection& to, const std::vector<Table>& tables) {
  for (const Table& table : tables) {
    Statement<In<>, Out<long long>> count(to, "SELECT count(*) FROM " + table.name);
    if (std::get<0>(count.one().value()) > 0)
      throw Error("the target holds something already (" + table.name +
                  "): give an empty one, or move a file that lies there to another place first");
  }
}

void leave(Connection& from, const Moved& moved) {
  guarded([&] {
    const std::string words = moved.at + " " + moved.to;
    from.sql() << fmt::format(
        "INSERT INTO meta(name, value) VALUES('{}', :words) ON CONFLICT(name) DO UPDATE SET value = "
        "excluded.value",
        moved_mark),
        soci::use(words);
  });
}

void set_mark(Connection& to, bool unfinished) {
  guarded([&] {
    if (unfinished)
      to.sql() << fmt::format("INSERT INTO meta(name, value) VALUES('{}', '1')", mark);
    else  // boxes that lie somewhere count by what the former database said (app/box_holder.hpp), or not at
          // all
      to.sql() << fmt::format("DELETE FROM meta WHERE name IN ('{}', 'boxes.mark', 'boxes.given')", mark);
  });
}

// Children first.
void empty(Connection& to, const std::vector<Table>& tables) {
  Transaction transaction(to);
  for (const Table& table : tables) to.set_rules(table.name, false);
  guarded([&] {
    for (auto table = tables.rbegin(); table != tables.rend(); ++table)
      to.sql() << "DELETE FROM " + table->name + only_rows(*table);
  });
  for (const Table& table : tables) to.set_rules(table.name, true);
  transaction.commit();
}

}  // namespace

bool is_half_transferred(Connection& connection) {
  Statement<In<>, Out<int>> found(connection, fmt::format("SELECT 1 FROM meta WHERE name = '{}'", mark));
  return found.one().has_value();
}

std::optional<Moved> moved(const std::function<std::string(const std::string&)>& kept) {
  const std::string words = kept(moved_mark);
  if (words.empty()) return std::nullopt;
  const auto end = std::min(words.find(' '), words.size() - 1);
  return Moved{words.substr(0, end), words.substr(end + 1)};
}

std::optional<Moved> moved(Connection& connection) {
  return moved([&](const std::string& name) {
    Statement<In<std::string>, Out<std::string>> kept(connection,
                                                      "SELECT value FROM meta WHERE name = :name");
    const auto found = kept.one(name);
    return found ? std::get<0>(*found) : "";
  });
}

std::string what_was_moved(const std::string& place, const Moved& moved) {
  return fmt::format(
      "the database {} was moved to {} at {} (refleks migrate-storage) and is not served any more: what "
      "happened since is there alone",
      postgres::is_place(place) ? postgres::shown(place) : place, moved.to, moved.at);
}

std::string what_to_do_about_moved(const std::string& place) {
  if (postgres::is_place(place))
    return fmt::format(
        "take storage.url out again. To go back with all that happened since, copy the file into an empty "
        "schema: refleks migrate-storage. To go back to what this schema holds, without it: DELETE FROM meta "
        "WHERE name = '{}'",
        moved_mark);
  return fmt::format(
      "set storage.url again. To go back with all that happened since: refleks migrate-storage --to a path "
      "where nothing lies, while storage.url is set. To go back to what this file holds, without it: leave "
      "storage.url out, and refleks restore {}",
      place);
}

void refuse_if_moved(Connection& connection, const std::string& place) {
  if (const auto gone = moved(connection))
    throw WasMoved(what_was_moved(place, *gone) + ". What to do: " + what_to_do_about_moved(place));
}

void take_up_again(Connection& connection) {
  guarded([&] { connection.sql() << fmt::format("DELETE FROM meta WHERE name = '{}'", moved_mark); });
}

std::vector<TransferredTable> transfer(Connection& from, Connection& to,
                                       const std::optional<Moved>& moved_now) {
  if (sodium_init() < 0) throw Error("the cryptographic library does not start");
  std::vector<Table> tables = sqlite::tables_of(from, to), rest;
  if (!is_half_transferred(to)) {
    require_empty(to, tables);
    set_mark(to, true);
  }
  std::vector<TransferredTable> told;
  std::vector<Content> wanted;
  for (const Table& table : tables) {
    wanted.push_back(content_of(from, table, to));
    told.push_back({table.name, wanted.back().rows, false});
    // What comes after a table that is not there may hang on it.
    if (rest.empty() && content_of(to, table, to) == wanted.back())
      told.back().was_there = wanted.back().rows > 0;
    else
      rest.push_back(table);
  }
  empty(to, rest);
  for (const Table& table : rest) {
    Transaction transaction(to);
    to.set_rules(table.name, false);
    guarded([&] { copy_rows(from, to, table); });
    to.set_rules(table.name, true);
    transaction.commit();
  }
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (content_of(to, tables[i], to) != wanted[i])
      throw Error("the copy of the table " + tables[i].name + " is not like the original");
  if (moved_now) leave(from, *moved_now);
  core::failpoint("transfer.left");
  set_mark(to, false);
  return told;
}

}  // namespace storage
