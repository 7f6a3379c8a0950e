#include "storage/rows.hpp"

#include "storage/readable.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto select_questions =
    "SELECT kind, prompt, options, required, most FROM poll_question WHERE poll_id = :id ORDER BY number";

}  // namespace

core::Session session_from(const SessionColumns& row) {
  const auto& [id, group, number, starts, ends, state, topic] = row;
  using enum core::Session::State;
  return {core::SessionId(id),
          core::GroupId(group),
          number,
          core::instant_from_text(starts),
          core::instant_from_text(ends),
          from_code(state, std::array{planned, held, cancelled}),
          topic};
}

PollReader::PollReader(Database& database) : database_(database), questions_(database, select_questions) {}

core::Poll PollReader::poll(const PollColumns& row) {
  const auto& [id, group, session, purpose, named, title, opens, closes, state, roster, boot] = row;
  core::Poll poll;
  poll.id = core::PollId(id);
  poll.group = core::GroupId(group);
  poll.session = core::SessionId(session);
  poll.purpose = purpose_from(purpose);
  poll.named = named != 0;
  poll.title = localized_from(title);
  poll.opens = core::instant_from_text(opens);
  poll.closes = core::instant_from_text(closes);
  poll.state = poll_state_from(state);
  poll.roster = roster;
  poll.boot = boot;
  for (const auto& [kind, prompt, options, required, most] : questions_.all(id))
    poll.questions.push_back(
        {question_kind_from(kind), localized_from(prompt), texts_from(options), required != 0, most});
  return poll;
}

std::vector<core::Poll> PollReader::polls(const std::vector<PollColumns>& rows) {
  std::vector<core::Poll> polls;
  for (const auto& row : rows)
    if (auto read = readable(database_, "poll " + std::get<0>(row), [&] { return poll(row); }))
      polls.push_back(std::move(*read));
  return polls;
}

core::ResultLine result_line_from(const ResultColumns& row) {
  using enum core::ResultLine::Audience;
  const auto& [question, audience, part, about, number, word] = row;
  return {question, audience == audience_code(leader) ? leader : group, result_part_from(part), about, number,
          word};
}

std::string_view audience_code(core::ResultLine::Audience audience) {
  return audience == core::ResultLine::Audience::leader ? "leader" : "group";
}

}  // namespace storage
