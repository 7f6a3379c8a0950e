// polls::BallotBoxes: one record file a poll. The first record is the poll with its voters and the
// installation it belongs to; each further one is a person's ballot (the last one counts, a blank one
// withdraws) or a later closing time. What was replaced is left out when it is more than what counts.

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "bot/core/ascii.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/runtime/json_text.hpp"
#include "bot/runtime/json_writer.hpp"
#include "storage/box_records.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

using nlohmann::json;

constexpr std::string_view ending = ".box";
constexpr std::size_t few_replaced = 64;  // not worth writing a box anew

std::string file_of(const core::PollId& id) {
  if (id.text.size() > 64 || !core::ascii::is_name(id.text, "-_") ||
      id.text + std::string(ending) == ideas_file)
    throw std::runtime_error("ballot box: a poll id that cannot name a file");
  return id.text + std::string(ending);
}

std::string header_record(const core::Poll& poll, const std::vector<polls::Voter>& voters,
                          const std::string& installation) {
  std::string record =
      R"({"installation":)" + encode(installation) + R"(,"poll":)" + encode(poll) + R"(,"voters":)";
  runtime::write_json_list(record, voters, [](std::string& to, const polls::Voter& voter) {
    to += '[' + encode(voter.person.text) + (voter.counts ? ",true]" : ",false]");
  });
  return record + '}';
}

// Room for any ballot of the poll: a sealed record tells nothing by its size. A letter takes up to four
// bytes.
std::size_t record_size(const core::Poll& poll) {
  constexpr std::size_t frame = 256, each = 64, step = 256;
  std::size_t size = frame;
  for (const core::Question& question : poll.questions)
    size += each + (question.kind == core::Question::Kind::text ? 4 * std::size_t{core::answer_letters}
                                                                : 8 * question.options.size());
  return (size + step - 1) / step * step;
}

std::string ballot_record(const core::PersonId& person, const core::Ballot& ballot) {
  return record_of({{"person", person.text}, {"ballot", to_json(ballot)}});
}

std::string closing_record(core::Instant closes) {
  return record_of({{"closes", core::to_text(closes)}});
}

std::size_t length_of(const runtime::JsonView& list) {
  std::size_t length = 0;
  list.each([&](const runtime::JsonView&) { ++length; });
  return length;
}

// Throws on anything this program did not write. No piece of it stays behind in memory that was too small.
core::Ballot ballot_in(const runtime::JsonView& list) {
  if (!list.is_array()) throw std::invalid_argument("ballot box: a record is not as it was written");
  core::Ballot ballot;
  ballot.reserve(length_of(list));
  list.each([&](const runtime::JsonView& one) {
    core::Answer& answer = ballot.emplace_back();
    answer.picks.reserve(length_of(one.at("picks")));
    one.at("picks").each([&](const runtime::JsonView& pick) {
      answer.picks.push_back(static_cast<int>(pick.integer().value()));
    });
    answer.text = one.text_at("text");
  });
  return ballot;
}

// Another database's box.
struct Foreign : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void forget(std::map<core::PersonId, core::Ballot>& ballots,
            std::map<core::PersonId, core::Ballot>::iterator at) {
  auto node = ballots.extract(at);
  cleanse(node.key().text);
  cleanse(node.mapped());
}

void keep(polls::Box& box, const core::PersonId& person, const core::Ballot& ballot) {
  if (const auto before = box.ballots.find(person); before != box.ballots.end()) forget(box.ballots, before);
  if (!is_blank(ballot)) box.ballots[person] = ballot;
}

void forget(polls::Box& box) {
  while (!box.ballots.empty()) forget(box.ballots, box.ballots.begin());
  for (auto& voter : box.voters) cleanse(voter.person.text);
}

class FileBallotBoxes final : public polls::BallotBoxes {
 public:
  explicit FileBallotBoxes(const BoxOptions& options) : directory_(options, "ballots.lock") {
    directory_.read([this] { load(); });
  }
  ~FileBallotBoxes() override {
    for (auto& [id, entry] : entries_) forget(entry.box);
  }

  void create(const core::Poll& poll, const std::vector<polls::Voter>& voters) override {
    if (!directory_.refusal().empty()) throw std::runtime_error(directory_.refusal());
    const std::string name = file_of(poll.id);
    if (unread_.contains(poll.id)) throw std::runtime_error("ballot box: one that is not open lies there");
    close(poll.id);
    auto file = RecordFile::create(directory_, name, header_record(poll, voters, directory_.installation()));
    file.pad_to(record_size(poll));
    unwiped_.erase(poll.id);
    entries_.emplace(poll.id, Entry{{poll, voters, {}}, std::move(file)});
  }

  const polls::Box* find(const core::PollId& id) const override {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : &found->second.box;
  }

  void put(const core::PollId& id, const core::PersonId& person, const core::Ballot& ballot) override {
    Entry& entry = existing(id);
    if (!entry.box.voter(person) && !core::is_guest(person))
      throw std::runtime_error("ballot box: not a voter of this poll");
    entry.file.append(ballot_record(person, ballot));
    keep(entry.box, person, ballot);
    leave_out_replaced(entry);
  }

  void set_closes(const core::PollId& id, core::Instant closes) override {
    Entry& entry = existing(id);
    entry.file.append(closing_record(closes));
    entry.box.poll.closes = closes;
  }

  void wipe(const core::PollId& id) override {
    if (!directory_.refusal().empty()) return;
    close(id);
    destroy(id);  // also what a failed create() left
    unread_.erase(id);
  }

  std::vector<core::PollId> all() const override {
    std::vector<core::PollId> ids;
    for (const auto& [id, entry] : entries_) ids.push_back(id);
    return ids;
  }

  std::vector<polls::Unread> unread() const override {
    std::vector<polls::Unread> list;
    for (const auto& [id, why] : unread_) list.push_back({id, why});
    for (const core::PollId& id : unwiped_)
      if (!unread_.contains(id)) list.push_back({id, Why::unreachable});
    return list;
  }

  void try_again() override {
    const bool unreachable = std::ranges::any_of(
        unread_, [](const auto& one) { return one.second == polls::Unread::Why::unreachable; });
    if (directory_.refusal().empty() && !unreachable && unwiped_.empty()) return;
    directory_.look_again();
    directory_.read([this] { load(); });
  }

  void set_aside(const core::PollId& id, core::Instant now) override {
    directory_.set_aside(file_of(id), now);
    unwiped_.erase(id);
    close(id);
    unread_.erase(id);
    directory_.wipe([&] { destroy_remains(); });
  }

  bool bring_back(const core::PollId& id) override {
    if (!directory_.refusal().empty() || entries_.contains(id) || unread_.contains(id)) return false;
    const std::string name = file_of(id);
    auto candidates = directory_.aside_of(name);
    for (; !candidates.empty(); candidates.pop_back()) {
      std::vector<std::string> records;
      try {
        read_box(records, name, candidates.back());
      } catch (const std::exception&) {
        for (auto& record : records) cleanse(record);
        continue;
      }
      directory_.bring_back(candidates.back(), name);
      load_one(name);
      return entries_.contains(id);
    }
    return false;
  }

  bool has_remains() const override { return remains_; }
  void destroy_remains() override {
    if (!directory_.refusal().empty()) return;
    remains_ = true;
    directory_.for_all(std::string(ending) + ".new", [&](const std::string& name) {
      if (!name.starts_with(ideas_file))
        RecordFile::destroy_unfinished(directory_, name.substr(0, name.rfind('.')));
    });
    remains_ = false;
  }

  int forget_set_aside(core::Instant before) override {
    return storage::forget_set_aside(directory_, before);
  }

  std::string boot() const override { return directory_.boot(); }
  std::string refusal() const override { return directory_.refusal(); }
  std::string lost() const override { return directory_.lost(); }

 private:
  using Why = polls::Unread::Why;
  struct Entry {
    polls::Box box;
    RecordFile file;
    std::uint64_t not_before = 0;  // so many records, where it could not be written anew
  };

  Entry& existing(const core::PollId& id) {
    const auto found = entries_.find(id);
    if (found == entries_.end()) throw std::runtime_error("ballot box: there is none for this poll");
    return found->second;
  }

  // In the order of the voters' names: what is left tells neither when nor in which order they answered. An
  // answer is kept before; that this fails costs nobody anything. Damaged records are not ours to drop.
  void leave_out_replaced(Entry& entry) {
    const std::uint64_t here = entry.file.records();
    const std::size_t counting = 1 + entry.box.ballots.size();
    if (entry.file.damaged() > 0 || here <= std::max(2 * counting + few_replaced, entry.not_before)) return;
    std::vector<std::string> records;
    records.push_back(closing_record(entry.box.poll.closes));
    for (const auto& [person, ballot] : entry.box.ballots) records.push_back(ballot_record(person, ballot));
    try {
      entry.file.rewrite(records);
    } catch (const std::exception&) {
      entry.not_before = 2 * std::min(here, entry.file.records());
      remains_ = true;
    }
    for (auto& record : records) cleanse(record);
  }

  void destroy(const core::PollId& id) {
    unwiped_.insert(id);
    RecordFile::destroy(directory_, file_of(id));
    unwiped_.erase(id);
  }

  void close(const core::PollId& id) {
    const auto found = entries_.find(id);
    if (found == entries_.end()) return;
    forget(found->second.box);
    entries_.erase(found);
  }

  // All that is not open yet. A key without a box is left where it is: the box may come back.
  void load() {
    core::failpoint("box.folder");
    const std::string ideas(ideas_file);
    // A box that was not finished: its poll was never told that it is open.
    directory_.wipe([&] { destroy_remains(); });
    for (const auto& name : directory_.names(std::string(ending)))
      if (name != ideas && !entries_.contains(core::PollId(name.substr(0, name.find('.'))))) load_one(name);
  }

  void load_one(const std::string& name) {
    const core::PollId id(name.substr(0, name.find('.')));
    unread_.erase(id);
    unwiped_.erase(id);
    std::vector<std::string> records;
    try {
      Entry entry = read_box(records, name);
      if (entry.file.damaged() > 0)
        directory_.warn("records of a ballot box are damaged and were left out; the others count");
      entries_.emplace(id, std::move(entry));
    } catch (const Unreachable& error) {
      keep_unread(id, Why::unreachable, error.reason());
    } catch (const Wiped&) {
      directory_.wipe([&] { destroy(id); });
    } catch (const Foreign&) {
      keep_unread(id, Why::foreign, "ballot box: it belongs to another database");
    } catch (const std::exception&) {
      // Its words may quote a record.
      keep_unread(id, Why::damaged, "ballot box: it is damaged from its beginning");
    }
    for (auto& record : records) cleanse(record);
  }

  void keep_unread(const core::PollId& id, Why why, std::string_view words) {
    unread_[id] = why;
    directory_.warn(words);
  }

  Entry read_box(std::vector<std::string>& records, const std::string& name, const std::string& aside = {}) {
    auto file = RecordFile::open(directory_, name, records, aside);
    polls::Box box;
    for (auto& record : records) {
      read(box, record);
      cleanse(record);
    }
    if (file_of(box.poll.id) != name) throw std::runtime_error("ballot box: under a foreign name");
    file.pad_to(record_size(box.poll));
    return {std::move(box), std::move(file)};
  }

  void read(polls::Box& box, const std::string& record) const {
    const runtime::JsonText text(record);  // wiped with it
    const runtime::JsonView value = text.root();
    if (const auto written = value.at("ballot")) {
      core::Ballot ballot = ballot_in(written);
      keep(box, core::PersonId(text_in(value, "person")), ballot);
      cleanse(ballot);
    } else if (value.at("poll")) {
      const std::string theirs = value.text_at("installation");
      if (!theirs.empty() && !directory_.installation().empty() && theirs != directory_.installation())
        throw Foreign("ballot box: another database's");
      box.poll = poll_from(value.at("poll"));
      value.at("voters").each([&](const runtime::JsonView& voter) {
        voter.each([&](const runtime::JsonView& part) {
          if (part.is_text()) box.voters.push_back({core::PersonId(std::string(part.text())), false});
          if (part.is_true()) box.voters.back().counts = true;
        });
      });
    } else {
      box.poll.closes = core::instant_from_text(text_in(value, "closes"));
    }
  }

  BoxDirectory directory_;
  std::map<core::PollId, Entry> entries_;
  std::map<core::PollId, Why> unread_;
  bool remains_ = false;
  std::set<core::PollId> unwiped_;  // what is left of them: whoever sorts the boxes comes back to it
};

}  // namespace

std::unique_ptr<polls::BallotBoxes> make_ballot_boxes(BoxOptions options) {
  return std::make_unique<FileBallotBoxes>(options);
}

}  // namespace storage
