#pragma once
// A statement that is prepared once and kept as long as its store: parameters and columns are typed, rows are
// read to the end at once, so that no statement ever holds a read transaction open behind our back.

#include <soci/soci.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "storage/guarded.hpp"

namespace storage {

template <class... T>
using In = std::tuple<T...>;
template <class... T>
using Out = std::tuple<T...>;

namespace detail {
// SOCI cuts a string at a NUL byte; what a person wrote is kept to its end.
inline std::string bindable(const Connection& connection, std::string value) {
  for (auto at = value.find('\0'); at != std::string::npos; at = value.find('\0', at))
    value.replace(at, 1, "\uFFFD");
  return connection.bindable(std::move(value));
}
inline int bindable(const Connection&, int value) {
  return value;
}
inline long long bindable(const Connection&, long long value) {
  return value;
}
}  // namespace detail

template <class Parameters, class Columns = std::tuple<>>
class Statement;

// Parameters are bound by position: a `:name` stands once in `text`. Columns are never NULL (COALESCE them).
template <class... P, class... C>
class Statement<std::tuple<P...>, std::tuple<C...>> {
 public:
  using Row = std::tuple<C...>;

  Statement(Connection& connection, std::string text)
      : connection_(connection), text_(connection.in_its_words(std::move(text))) {}
  Statement(Database& database, std::string text) : Statement(database.connection(), std::move(text)) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // How many rows it changed.
  long long run(const P&... values) {
    return execute(
        [&] {
          statement_->execute(true);
          return statement_->get_affected_rows();
        },
        values...);
  }

  std::vector<Row> all(const P&... values) {
    return execute(
        [&] {
          std::vector<Row> rows;
          for (bool more = statement_->execute(true); more; more = statement_->fetch()) rows.push_back(row_);
          return rows;
        },
        values...);
  }

  // Every row where it lies, to the end: for many, of which nobody keeps a copy. `take` asks the database
  // nothing; what it moves from is read anew.
  template <class Take>
  void each(Take take, const P&... values) {
    execute(
        [&] {
          for (bool more = statement_->execute(true); more; more = statement_->fetch())
            std::apply(take, row_);
        },
        values...);
  }

  // The first row.
  std::optional<Row> one(const P&... values) {
    auto rows = all(values...);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }

 private:
  template <class Work>
  auto execute(Work work, const P&... values) {
    return guarded([&]() -> decltype(work()) {
      const CallWatch::Call call(connection_.watch());
      try {
        parameters_ = std::make_tuple(detail::bindable(connection_, values)...);
        if (!statement_) prepare();
        return work();
      } catch (...) {
        // A failed statement is not left half run; the next call prepares it anew.
        if (!connection_.keeps_failed_statements()) statement_.reset();
        throw;
      }
    });
  }

  void prepare() {
    auto fresh = std::make_unique<soci::statement>(connection_.sql());
    std::apply([&](auto&... value) { (fresh->exchange(soci::use(value)), ...); }, parameters_);
    std::apply([&](auto&... value) { (fresh->exchange(soci::into(value)), ...); }, row_);
    fresh->alloc();
    fresh->prepare(text_);
    fresh->define_and_bind();
    statement_ = std::move(fresh);
  }

  Connection& connection_;
  std::string text_;
  std::tuple<P...> parameters_;
  Row row_;
  std::unique_ptr<soci::statement> statement_;
};

}  // namespace storage
