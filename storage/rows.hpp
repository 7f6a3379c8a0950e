#pragma once
// Rows that more than one store reads.

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

// Makes whole polls of poll rows: reads the questions that go with them.
class PollReader {
 public:
  explicit PollReader(Database& database);
  core::Poll poll(const PollColumns& row);
  // Those that can be read (readable.hpp).
  std::vector<core::Poll> polls(const std::vector<PollColumns>& rows);

 private:
  Database& database_;
  Statement<In<std::string>, Out<std::string, std::string, std::string, int, int>> questions_;
};

// question, audience, part, about, number, word
using ResultColumns = Out<int, std::string, std::string, int, int, std::string>;
core::ResultLine result_line_from(const ResultColumns& row);
std::string_view audience_code(core::ResultLine::Audience audience);

}  // namespace storage
