#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "bot/core/random.hpp"
#include "bot/core/result_post.hpp"
#include "storage/published.hpp"
#include "storage/rows.hpp"
#include "storage/stores.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

constexpr auto insert_poll =
    "INSERT INTO poll(poll_id, team_id, session_id, purpose, named, title, opens, closes, state, roster, "
    "boot, asks) "
    "VALUES(:id, :team, nullif(:session, ''), :purpose, :named, :title, :opens, :closes, 'planned', :roster, "
    ":boot, :asks) "
    "ON CONFLICT(poll_id) DO NOTHING";
constexpr auto insert_question =
    "INSERT INTO poll_question(poll_id, number, kind, prompt, options, required, most) "
    "VALUES(:id, :number, :kind, :prompt, :options, :required, :most)";
constexpr auto delete_questions = "DELETE FROM poll_question WHERE poll_id = :id";
constexpr auto update_planned =
    "UPDATE poll SET title = :title, opens = :opens, closes = :closes, asks = :asks WHERE poll_id = :id "
    "AND state = 'planned'";
constexpr auto update_poll_state = "UPDATE poll SET state = :state WHERE poll_id = :id";
constexpr auto update_open =
    "UPDATE poll SET state = 'open', roster = :roster, boot = :boot "
    "WHERE poll_id = :id AND state IN ('planned', 'open')";
constexpr auto update_closes = "UPDATE poll SET closes = :closes WHERE poll_id = :id";
constexpr auto select_poll = "SELECT " STORAGE_POLL_COLUMNS " FROM poll p WHERE p.poll_id = :id";
constexpr auto select_polls_in_state =
    "SELECT " STORAGE_POLL_COLUMNS " FROM poll p WHERE p.state = :state ORDER BY p.opens, p.poll_id";
constexpr auto select_open_anonymous = "SELECT " STORAGE_POLL_COLUMNS
                                       " FROM poll p WHERE p.state = 'open' AND p.named = 0 "
                                       "ORDER BY p.opens, p.poll_id";
constexpr auto select_polls_of_group = "SELECT " STORAGE_POLL_COLUMNS
                                       " FROM poll p WHERE p.team_id = :team "
                                       "ORDER BY p.opens DESC, p.poll_id DESC LIMIT :limit";
constexpr auto select_asked_since =
    "SELECT " STORAGE_POLL_COLUMNS
    " FROM poll p WHERE p.team_id = :team AND p.closes > :since AND (p.state IN ('open', "
    "'closed') OR (p.state = 'planned' AND p.opens > :now) OR (p.state = 'cancelled' AND p.disclosed = 1)) "
    "ORDER BY p.closes DESC, p.poll_id";
// All close some time; without that being asked SQLite goes through the closed polls of all groups.
constexpr auto select_published_polls = "SELECT " STORAGE_POLL_COLUMNS " FROM poll p JOIN " STORAGE_OF_RESULT
                                        " WHERE p.team_id = :team AND p.closes > '' AND " STORAGE_IS_TOLD
                                        "ORDER BY o.due DESC, p.poll_id LIMIT :limit";
constexpr auto select_last_checkout =
    "SELECT " STORAGE_POLL_COLUMNS " FROM poll p JOIN " STORAGE_OF_RESULT
    " WHERE p.team_id = :team AND p.closes >= :since AND p.purpose = "
    "'checkout' AND " STORAGE_IS_TOLD "ORDER BY p.closes DESC, p.poll_id LIMIT 1";
constexpr auto select_of_session =
    "SELECT " STORAGE_POLL_COLUMNS " FROM poll p WHERE p.session_id = :session ORDER BY p.opens, p.poll_id";

constexpr auto select_in_session =
    "SELECT 1 FROM session WHERE team_id = :group AND state = 'planned' AND starts <= :now AND ends > "
    ":now_too LIMIT 1";

#define FINISHED_VOTES                                                                                       \
  " FROM poll AS p WHERE p.team_id = :team AND p.purpose = 'topic' AND p.state <> 'planned' AND p.state <> " \
  "'open' AND EXISTS (SELECT 1 FROM poll_question q WHERE q.poll_id = p.poll_id AND instr(q.options, "       \
  ":words) > 0)"
constexpr auto select_votes = "SELECT " STORAGE_POLL_COLUMNS FINISHED_VOTES;
constexpr auto delete_votes = "DELETE" FINISHED_VOTES;
#undef FINISHED_VOTES
// The message has left, or is about to: nobody takes it back.
constexpr auto select_result_left =
    "SELECT 1 FROM outbox WHERE message_key = :key AND (state <> 'waiting' OR edit = 1)";
constexpr auto select_disclosed = "SELECT disclosed FROM poll WHERE poll_id = :id";
constexpr auto update_disclosed = "UPDATE poll SET disclosed = 1 WHERE poll_id = :id";
constexpr auto insert_line =
    "INSERT INTO result_line(poll_id, line, question, audience, part, about, number, word) "
    "VALUES(:id, :line, :question, :audience, :part, :about, :number, :word)";
constexpr auto insert_text =
    "INSERT INTO result_text(poll_id, line, question, body) VALUES(:id, :line, :question, :body)";
constexpr auto select_lines =
    "SELECT question, audience, part, about, number, word FROM result_line WHERE poll_id = :id ORDER BY line";
constexpr auto select_texts = "SELECT question, body FROM result_text WHERE poll_id = :id ORDER BY line";

constexpr auto update_leaning = "UPDATE poll SET leaning = :leaning, scale = :scale WHERE poll_id = :id";
// Of one that is told already, as those of an older file are.
constexpr auto update_told_leaning =
    "UPDATE published SET leaning = :leaning, scale = :scale WHERE poll_id = :id";
constexpr auto update_told_earlier = STORAGE_SET_EARLIER_FROM_POLL;
constexpr auto select_without_leaning =
    "SELECT " STORAGE_POLL_COLUMNS
    " FROM poll p WHERE p.poll_id IN (SELECT c.poll_id FROM (SELECT poll_id, leaning, row_number() OVER "
    "(PARTITION BY team_id ORDER BY closes DESC) AS place FROM poll WHERE purpose = 'checkout' AND state = "
    "'closed' AND leaning <> 'unsaid') c WHERE c.leaning = 'unknown' AND c.place <= 12) ORDER BY p.poll_id";

constexpr auto insert_sheet_text =
    "INSERT INTO sheet_text(poll_id, line, question, body) VALUES(:id, :line, :question, :body)";
constexpr auto select_sheet_texts = "SELECT question, body FROM sheet_text WHERE poll_id = :id ORDER BY line";

constexpr auto upsert_answer =
    "INSERT INTO named_answer(poll_id, person_id, ballot) VALUES(:id, :person, :ballot) "
    "ON CONFLICT(poll_id, person_id) DO UPDATE SET ballot = excluded.ballot";
constexpr auto update_answer =
    "UPDATE named_answer SET ballot = :ballot WHERE poll_id = :id AND person_id = :person";
constexpr auto delete_answer = "DELETE FROM named_answer WHERE poll_id = :id AND person_id = :person";
constexpr auto delete_answers = "DELETE FROM named_answer WHERE poll_id = :id";
constexpr auto delete_answers_called_off =
    "DELETE FROM named_answer WHERE poll_id IN (SELECT poll_id FROM poll WHERE state = 'cancelled')";
constexpr auto select_answers =
    "SELECT person_id, ballot FROM named_answer WHERE poll_id = :id ORDER BY person_id";

void expect_row(long long changed, const char* otherwise) {
  if (changed == 0) throw std::logic_error(otherwise);
}

std::string leaning_code(const std::optional<results::Leaning>& leaning) {
  return std::string(leaning ? core::code(leaning->side) : "unsaid");
}

// The same for polls of which the same is said under the same title: what they ask is then read once for all
// of them.
std::string asks_of(const core::Poll& poll) {
  std::string all = std::string(code(poll.purpose)) + (poll.named ? " named\n" : "\n") + encode(poll.title);
  for (const auto& question : poll.questions)
    all += "\n" + std::string(code(question.kind)) + " " + std::to_string(question.required) + " " +
           std::to_string(question.most) + "\n" + encode(question.prompt) + "\n" + encode(question.options);
  return core::id_from_name(all);
}

class SqlPollStore final : public polls::PollStore {
 public:
  explicit SqlPollStore(Database& db) : connection_(db.connection()), reader_(db) {}

  std::vector<core::Poll> forget_votes(const core::GroupId& group, const std::string& words) override {
    std::vector<core::Poll> asked, untold;
    for (core::Poll& poll : reader_.polls(votes_.all(group.text, encode(words)))) {
      const bool closed = poll.state == core::Poll::State::closed;
      poll.state = core::Poll::State::cancelled;
      if (closed && !result_left_.one(core::result_key(poll.id))) untold.push_back(poll);
      const auto lines = result(poll.id).lines;
      const bool seen =
          std::ranges::any_of(lines, [](const auto& line) { return line.part != Line::Part::too_few; });
      if (!seen && (closed || !is_disclosed(poll.id))) continue;
      for (core::Question& question : poll.questions) std::erase(question.options, core::Localized(words));
      asked.push_back(std::move(poll));
    }
    // What was asked stands still in a row that is there: it is made anew, without the words.
    delete_votes_.run(group.text, encode(words));
    for (const core::Poll& poll : asked) {
      add(poll);
      set_disclosed_.run(poll.id.text);
    }
    return untold;
  }

  bool add(const core::Poll& poll) override {
    const auto inserted =
        insert_.run(poll.id.text, poll.group.text, poll.session.text, std::string(code(poll.purpose)),
                    poll.named, encode(poll.title), core::to_text(poll.opens), core::to_text(poll.closes),
                    poll.roster, poll.boot, asks_of(poll));
    if (inserted == 0) return false;
    add_questions(poll);
    // Questions come in while it is planned, as the triggers have it; then the state it is to have.
    if (poll.state != core::Poll::State::planned) set_state(poll.id, poll.state);
    return true;
  }

  void rewrite(const core::Poll& poll) override {
    expect_row(rewrite_.run(encode(poll.title), core::to_text(poll.opens), core::to_text(poll.closes),
                            asks_of(poll), poll.id.text),
               "only a planned poll can be rewritten");
    delete_questions_.run(poll.id.text);
    add_questions(poll);
    kept_.erase(poll.id);
  }

  std::optional<core::Poll> find(const core::PollId& id) override {
    const auto row = find_.one(id.text);
    if (!row) return std::nullopt;
    return reader_.poll(*row);
  }

  std::shared_ptr<const core::Poll> asked(const core::PollId& id) override {
    if (std::exchange(undone_, connection_.undone()) != connection_.undone()) kept_.clear();
    if (const auto known = kept_.find(id); known != kept_.end()) return known->second;
    auto poll = find(id);
    if (!poll) return nullptr;
    const bool open = poll->state == core::Poll::State::open;  // what people are asked then stands still
    auto shared = std::make_shared<const core::Poll>(*std::move(poll));
    if (open) kept_[id] = shared;
    return shared;
  }

  void set_state(const core::PollId& id, core::Poll::State state) override {
    kept_.erase(id);
    expect_row(set_state_.run(std::string(code(state)), id.text), "no such poll");
    if (state == core::Poll::State::cancelled) drop_answers_.run(id.text);
  }

  void set_open(const core::PollId& id, int roster, const std::string& boot) override {
    kept_.erase(id);
    expect_row(set_open_.run(roster, boot, id.text), "only a planned or open poll can be opened");
  }

  void set_closes(const core::PollId& id, core::Instant closes) override {
    kept_.erase(id);
    expect_row(set_closes_.run(core::to_text(closes), id.text), "no such poll");
  }

  std::vector<core::Poll> in_state(core::Poll::State state) override {
    return reader_.polls(in_state_.all(std::string(code(state))));
  }
  std::vector<core::Poll> open_anonymous() override { return reader_.polls(open_anonymous_.all()); }
  std::vector<core::Poll> of_group(const core::GroupId& group, int limit) override {
    return reader_.polls(of_group_.all(group.text, limit));
  }
  std::vector<core::Poll> asked_since(const core::GroupId& group, core::Instant since,
                                      core::Instant now) override {
    return reader_.polls(asked_since_.all(group.text, core::to_text(since), core::to_text(now)));
  }
  std::vector<core::Poll> published(const core::GroupId& group, int limit) override {
    return reader_.polls(published_.all(group.text, limit));
  }
  std::optional<core::Poll> last_checkout(const core::GroupId& group, core::Instant since) override {
    const auto row = last_checkout_.one(group.text, core::to_text(since));
    if (!row) return std::nullopt;
    auto polls = reader_.polls({*row});
    if (polls.empty()) return std::nullopt;
    return std::move(polls.front());
  }
  std::vector<core::Poll> of_session(const core::SessionId& session) override {
    return reader_.polls(of_session_.all(session.text));
  }

  bool in_session(const core::GroupId& group, core::Instant now) override {
    return in_session_.one(group.text, core::to_text(now), core::to_text(now)).has_value();
  }

  void save_result(const core::PollId& id, const core::Result& result) override {
    const auto disclosed = disclosed_.one(id.text);
    if (!disclosed) throw std::logic_error("no such poll");
    if (std::get<0>(*disclosed) != 0) throw std::logic_error("a poll has one result");
    int number = 0;
    for (const auto& line : result.lines)
      insert_line_.run(id.text, number++, line.question, std::string(audience_code(line.audience)),
                       std::string(code(line.part)), line.about, line.number, line.word);
    number = 0;
    for (const auto& [question, body] : result.texts) insert_text_.run(id.text, number++, question, body);
    number = 0;
    for (const auto& [question, body] : result.sheet_texts)
      insert_sheet_text_.run(id.text, number++, question, body);
    set_disclosed_.run(id.text);
  }

  core::Result result(const core::PollId& id) override {
    core::Result result;
    for (const auto& row : lines_.all(id.text)) result.lines.push_back(result_line_from(row));
    for (const auto& [question, body] : texts_.all(id.text)) result.texts.emplace_back(question, body);
    for (const auto& [question, body] : sheet_texts_.all(id.text))
      result.sheet_texts.emplace_back(question, body);
    return result;
  }

  void save_leaning(const core::PollId& id, const std::optional<results::Leaning>& leaning) override {
    const Text scale = leaning ? leaning->scale : Text();
    expect_row(set_leaning_.run(leaning_code(leaning), scale, id.text), "no such poll");
    if (told_leaning_.run(leaning ? leaning_code(leaning) : Text(), scale, id.text) > 0)
      told_earlier_.run(id.text, id.text);
  }
  std::vector<core::Poll> without_leaning() override { return reader_.polls(without_leaning_.all()); }

  void put_named(const core::PollId& id, const core::PersonId& person, const core::Ballot& ballot) override {
    const auto poll = asked(id);
    if (!poll || !poll->named)
      throw std::logic_error("an answer is stored only for a poll that is openly named");
    if (is_blank(ballot)) {
      drop_answer_.run(id.text, person.text);
      return;
    }
    // The other way round a change would be held against the rules of an insertion first.
    const Text words = encode(ballot);
    if (change_answer_.run(words, id.text, person.text) == 0) put_answer_.run(id.text, person.text, words);
  }

  void drop_answers_called_off() override { drop_called_off_.run(); }

  std::vector<std::pair<core::PersonId, core::Ballot>> named(const core::PollId& id) override {
    std::vector<std::pair<core::PersonId, core::Ballot>> found;
    for (const auto& [person, ballot] : answers_.all(id.text))
      found.emplace_back(core::PersonId(person), ballot_from(ballot));
    return found;
  }

 private:
  void add_questions(const core::Poll& poll) {
    int number = 0;
    for (const auto& question : poll.questions)
      insert_question_.run(poll.id.text, number++, std::string(code(question.kind)), encode(question.prompt),
                           encode(question.options), question.required, question.most);
  }

  // Also of a cancelled one: it was closed, and is forgotten.
  bool is_disclosed(const core::PollId& id) {
    const auto disclosed = disclosed_.one(id.text);
    return disclosed && std::get<0>(*disclosed) != 0;
  }

  using Text = std::string;
  using Line = core::ResultLine;
  Connection& connection_;
  std::uint64_t undone_ = 0;
  std::unordered_map<core::PollId, std::shared_ptr<const core::Poll>> kept_;  // as they are now; open ones
  PollReader reader_;
  Statement<In<Text, Text, Text, Text, int, Text, Text, Text, int, Text, Text>> insert_{connection_,
                                                                                        insert_poll};
  Statement<In<Text, int, Text, Text, Text, int, int>> insert_question_{connection_, insert_question};
  Statement<In<Text>> delete_questions_{connection_, delete_questions};
  Statement<In<Text, Text, Text, Text, Text>> rewrite_{connection_, update_planned};
  Statement<In<Text, Text>> set_state_{connection_, update_poll_state};
  Statement<In<int, Text, Text>> set_open_{connection_, update_open};
  Statement<In<Text, Text>> set_closes_{connection_, update_closes};
  Statement<In<Text>, PollColumns> find_{connection_, select_poll};
  Statement<In<Text>, PollColumns> in_state_{connection_, select_polls_in_state};
  Statement<In<>, PollColumns> open_anonymous_{connection_, select_open_anonymous};
  Statement<In<Text, int>, PollColumns> of_group_{connection_, select_polls_of_group};
  Statement<In<Text, Text, Text>, PollColumns> asked_since_{connection_, select_asked_since};
  Statement<In<Text, int>, PollColumns> published_{connection_, select_published_polls};
  Statement<In<Text, Text>, PollColumns> last_checkout_{connection_, select_last_checkout};
  Statement<In<Text>, PollColumns> of_session_{connection_, select_of_session};
  Statement<In<Text, Text>, PollColumns> votes_{connection_, select_votes};
  Statement<In<Text, Text>> delete_votes_{connection_, delete_votes};
  Statement<In<Text>, Out<int>> result_left_{connection_, select_result_left};
  Statement<In<Text, Text, Text>, Out<int>> in_session_{connection_, select_in_session};
  Statement<In<Text>, Out<int>> disclosed_{connection_, select_disclosed};
  Statement<In<Text>> set_disclosed_{connection_, update_disclosed};
  Statement<In<Text, int, int, Text, Text, int, int, Text>> insert_line_{connection_, insert_line};
  Statement<In<Text, int, int, Text>> insert_text_{connection_, insert_text};
  Statement<In<Text>, ResultColumns> lines_{connection_, select_lines};
  Statement<In<Text>, Out<int, Text>> texts_{connection_, select_texts};
  Statement<In<Text, Text, Text>> set_leaning_{connection_, update_leaning},
      told_leaning_{connection_, update_told_leaning};
  Statement<In<Text, Text>> told_earlier_{connection_, update_told_earlier};
  Statement<In<>, PollColumns> without_leaning_{connection_, select_without_leaning};
  Statement<In<Text, int, int, Text>> insert_sheet_text_{connection_, insert_sheet_text};
  Statement<In<Text>, Out<int, Text>> sheet_texts_{connection_, select_sheet_texts};
  Statement<In<Text, Text, Text>> put_answer_{connection_, upsert_answer},
      change_answer_{connection_, update_answer};
  Statement<In<Text, Text>> drop_answer_{connection_, delete_answer};
  Statement<In<Text>> drop_answers_{connection_, delete_answers};
  Statement<In<>> drop_called_off_{connection_, delete_answers_called_off};
  Statement<In<Text>, Out<Text, Text>> answers_{connection_, select_answers};
};

}  // namespace

std::unique_ptr<polls::PollStore> make_poll_store(Database& database) {
  return std::make_unique<SqlPollStore>(database);
}

}  // namespace storage
