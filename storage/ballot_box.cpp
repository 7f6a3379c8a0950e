// polls::BallotBoxes: one append-only record file a poll. The first record is the poll with its voters; each
// further one is a person's ballot (the last one counts, a blank one withdraws) or a later closing time.

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "storage/box_records.hpp"
#include "storage/values.hpp"

namespace storage {
namespace {

using nlohmann::json;

constexpr std::string_view ending = ".box";

std::string file_of(const core::PollId& id) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (id.empty() || id.text.size() > 64 || !std::ranges::all_of(id.text, plain) ||
      id.text + std::string(ending) == ideas_file)
    throw std::runtime_error("ballot box: a poll id that cannot name a file");
  return id.text + std::string(ending);
}

json header_of(const core::Poll& poll, const std::vector<polls::Voter>& voters) {
  json list = json::array();
  for (const auto& voter : voters) list.push_back(json::array({voter.person.text, voter.counts}));
  return {{"poll", to_json(poll)}, {"voters", std::move(list)}};
}

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
    if (directory_.refusal().empty()) load();
  }
  ~FileBallotBoxes() override {
    for (auto& [id, entry] : entries_) forget(entry.box);
  }

  void create(const core::Poll& poll, const std::vector<polls::Voter>& voters) override {
    if (!directory_.refusal().empty()) throw std::runtime_error(directory_.refusal());
    const std::string name = file_of(poll.id);
    if (const auto before = entries_.find(poll.id); before != entries_.end()) {
      forget(before->second.box);
      entries_.erase(before);
    }
    auto file = RecordFile::create(directory_, name, record_of(header_of(poll, voters)));
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
    entry.file.append(record_of({{"person", person.text}, {"ballot", to_json(ballot)}}));
    keep(entry.box, person, ballot);
  }

  void set_closes(const core::PollId& id, core::Instant closes) override {
    Entry& entry = existing(id);
    entry.file.append(record_of({{"closes", core::to_text(closes)}}));
    entry.box.poll.closes = closes;
  }

  void wipe(const core::PollId& id) override {
    if (!directory_.refusal().empty()) return;
    if (const auto found = entries_.find(id); found != entries_.end()) {
      forget(found->second.box);
      entries_.erase(found);
    }
    RecordFile::destroy(directory_, file_of(id));  // also what a failed create() left
  }

  std::vector<core::PollId> all() const override {
    std::vector<core::PollId> ids;
    for (const auto& [id, entry] : entries_) ids.push_back(id);
    return ids;
  }

  std::string boot() const override { return directory_.boot(); }
  std::string refusal() const override { return directory_.refusal(); }

 private:
  struct Entry {
    polls::Box box;
    RecordFile file;
  };

  Entry& existing(const core::PollId& id) {
    const auto found = entries_.find(id);
    if (found == entries_.end()) throw std::runtime_error("ballot box: there is none for this poll");
    return found->second;
  }

  void load() {
    const std::string ideas(ideas_file);
    // A box that was not finished: its poll was never told that it is open.
    for (const auto& name : directory_.names(".box.new"))
      if (!name.starts_with(ideas)) RecordFile::destroy(directory_, name);
    for (const auto& name : directory_.names(std::string(ending)))
      if (name != ideas) load_one(name);
    for (const auto& key : directory_.key_names(".box.key"))
      if (const core::PollId id(key.substr(0, key.find('.')));
          !key.starts_with(ideas) && !entries_.contains(id))
        RecordFile::destroy(directory_, id.text + std::string(ending));
  }

  void load_one(const std::string& name) {
    std::vector<std::string> records;
    try {
      auto file = RecordFile::open(directory_, name, records);
      polls::Box box;
      for (auto& record : records) {
        json value = json::parse(record);
        cleanse(record);
        read(box, value);
        cleanse(value);
      }
      if (file_of(box.poll.id) != name) throw std::runtime_error("ballot box: under a foreign name");
      const core::PollId id = box.poll.id;
      entries_.emplace(id, Entry{std::move(box), std::move(file)});
    } catch (const std::exception&) {
      // Its words may quote a record. The poll is found open without a box and everybody is asked again.
      for (auto& record : records) cleanse(record);
      directory_.warn(
          "a ballot box could not be read (its key is missing or wrong, or it is damaged) and was removed");
      RecordFile::destroy(directory_, name);
    }
  }

  static void read(polls::Box& box, const json& value) {
    if (value.contains("poll")) {
      box.poll = poll_from(value.at("poll"));
      for (const auto& voter : value.at("voters"))
        box.voters.push_back({core::PersonId(voter.at(0).get<std::string>()), voter.at(1).get<bool>()});
    } else if (value.contains("closes")) {
      box.poll.closes = core::instant_from_text(value.at("closes").get<std::string>());
    } else {
      core::Ballot ballot = ballot_from(value.at("ballot"));
      keep(box, core::PersonId(value.at("person").get<std::string>()), ballot);
      cleanse(ballot);
    }
  }

  BoxDirectory directory_;
  std::map<core::PollId, Entry> entries_;
};

}  // namespace

std::unique_ptr<polls::BallotBoxes> make_ballot_boxes(BoxOptions options) {
  return std::make_unique<FileBallotBoxes>(options);
}

}  // namespace storage
