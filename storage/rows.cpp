#include "storage/rows.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "storage/readable.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto select_questions =
    "SELECT " STORAGE_QUESTION_COLUMNS " FROM poll_question q WHERE q.poll_id = :id ORDER BY q.number";
constexpr auto select_all_questions =
    "SELECT q.poll_id, " STORAGE_QUESTION_COLUMNS
    " FROM poll_question q WHERE q.poll_id" STORAGE_IN_IDS("polls") "ORDER BY q.poll_id, q.number";

core::Poll without_questions(const PollColumns& row, const core::Localized& title_read) {
  const auto& [id, group, session, purpose, named, title, opens, closes, state, roster, boot] = row;
  core::Poll poll;
  poll.id = core::PollId(id);
  poll.group = core::GroupId(group);
  poll.session = core::SessionId(session);
  poll.purpose = from_code<core::Poll::Purpose>(purpose);
  poll.named = named != 0;
  poll.title = title_read;
  poll.opens = core::instant_from_text(opens);
  poll.closes = core::instant_from_text(closes);
  poll.state = from_code<core::Poll::State>(state);
  poll.roster = roster;
  poll.boot = boot;
  return poll;
}

core::Localized localized_text(const std::string& json) {
  return localized_from(json);
}

}  // namespace

core::Session session_from(const SessionColumns& row) {
  const auto& [id, group, number, starts, ends, state, topic] = row;
  return {core::SessionId(id),
          core::GroupId(group),
          number,
          core::instant_from_text(starts),
          core::instant_from_text(ends),
          from_code<core::Session::State>(state),
          topic};
}

std::string ids_text(const std::vector<std::string>& ids) {
  return nlohmann::json(ids).dump();
}

core::Question question_from(const QuestionColumns& row) {
  const auto& [kind, prompt, options, required, most] = row;
  return {from_code<core::Question::Kind>(kind), localized_from(prompt), texts_from(options), required != 0,
          most};
}

PollReader::PollReader(Database& database)
    : database_(database),
      questions_(database, select_questions),
      all_questions_(database, select_all_questions) {}

core::Poll PollReader::poll(const PollColumns& row) {
  core::Poll poll = without_questions(row, titles_.of(std::get<5>(row), localized_text));
  for (const auto& question : questions_.all(poll.id.text))
    poll.questions.push_back(asked_.of(question, question_from));
  return poll;
}

std::vector<core::Poll> PollReader::polls(const std::vector<PollColumns>& rows) {
  if (rows.empty()) return {};
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(std::get<0>(row));
  const auto questions = all_questions_.all(ids_text(ids));
  const auto poll_of = [](const Numbered& question) -> const std::string& { return std::get<0>(question); };
  std::vector<core::Poll> polls;
  for (const auto& row : rows) {
    auto read = readable(database_, "poll " + std::get<0>(row), [&] {
      core::Poll poll = without_questions(row, titles_.of(std::get<5>(row), localized_text));
      for (const auto& [id, kind, prompt, options, required, most] :
           std::ranges::equal_range(questions, poll.id.text, {}, poll_of))
        poll.questions.push_back(asked_.of({kind, prompt, options, required, most}, question_from));
      return poll;
    });
    if (read) polls.push_back(std::move(*read));
  }
  return polls;
}

core::ResultLine result_line_from(const ResultColumns& row) {
  using enum core::ResultLine::Audience;
  const auto& [question, audience, part, about, number, word] = row;
  return {question,
          audience == audience_code(leader) ? leader : group,
          from_code<core::ResultLine::Part>(part),
          about,
          number,
          word};
}

std::string_view audience_code(core::ResultLine::Audience audience) {
  return audience == core::ResultLine::Audience::leader ? "leader" : "group";
}

}  // namespace storage
