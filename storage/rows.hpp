#pragma once
// Rows that more than one store reads.

#include <map>
#include <string>
#include <vector>

#include "bot/core/poll.hpp"
#include "bot/core/session.hpp"
#include "storage/statement.hpp"

namespace storage {

#define STORAGE_SESSION_COLUMNS "s.session_id, s.team_id, s.number, s.starts, s.ends, s.state, s.topic"
using SessionColumns = Out<std::string, std::string, int, std::string, std::string, std::string, std::string>;
core::Session session_from(const SessionColumns& row);

#define STORAGE_POLL_COLUMNS                                                                           \
  "p.poll_id, p.team_id, coalesce(p.session_id, ''), p.purpose, p.named, p.title, p.opens, p.closes, " \
  "p.state, "                                                                                          \
  "p.roster, p.boot"
using PollColumns = Out<std::string, std::string, std::string, std::string, int, std::string, std::string,
                        std::string, std::string, int, std::string>;

// Ids as one parameter, for «IN (SELECT value FROM json_each(:ids))».
#define STORAGE_IN_IDS(name) " IN (SELECT value FROM json_each(:" name ")) "
std::string ids_text(const std::vector<std::string>& ids);

#define STORAGE_QUESTION_COLUMNS "q.kind, q.prompt, q.options, q.required, q.most"
using QuestionColumns = Out<std::string, std::string, std::string, int, int>;
core::Question question_from(const QuestionColumns& row);

// What many rows say alike is made once: of the row alone, so that what was made holds as long as it is kept.
template <class Row, class Value>
class Alike {
 public:
  explicit Alike(std::size_t most) : most_(most) {}
  // Good until the next call.
  template <class Make>
  const Value& of(const Row& row, Make make) {
    const auto known = known_.find(row);
    if (known != known_.end()) return known->second;
    if (known_.size() >= most_) known_.clear();
    return known_.emplace(row, make(row)).first->second;
  }

 private:
  std::size_t most_;
  std::map<Row, Value> known_;
};

// Makes whole polls of poll rows: reads the questions that go with them.
class PollReader {
 public:
  explicit PollReader(Database& database);
  core::Poll poll(const PollColumns& row);
  // Those that can be read (readable.hpp), in their order; their questions are read together.
  std::vector<core::Poll> polls(const std::vector<PollColumns>& rows);

 private:
  using Numbered = Out<std::string, std::string, std::string, std::string, int, int>;
  Database& database_;
  Statement<In<std::string>, QuestionColumns> questions_;
  Statement<In<std::string>, Numbered> all_questions_;  // by poll
  // A group is asked the same week after week, and its polls are read many times.
  Alike<std::string, core::Localized> titles_{64};
  Alike<QuestionColumns, core::Question> asked_{128};
};

// question, audience, part, about, number, word
using ResultColumns = Out<int, std::string, std::string, int, int, std::string>;
core::ResultLine result_line_from(const ResultColumns& row);
std::string_view audience_code(core::ResultLine::Audience audience);

}  // namespace storage
