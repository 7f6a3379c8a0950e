// ideas::IdeaBox: one append-only record file for all groups, made by the first idea after a wipe. The first
// record names the format and the installation; each further one is an idea as it stands now, or its
// withdrawal.

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "bot/runtime/json.hpp"
#include "storage/box_records.hpp"

namespace storage {
namespace {

using nlohmann::json;

// Room for any idea: a sealed record tells nothing by its size. A letter takes up to four bytes.
constexpr std::size_t idea_record = 4 * std::size_t{ideas::idea_letters} + 512;

using Boxed = std::map<core::IdeaId, ideas::BoxedIdea>;

void forget(Boxed& ideas, const core::IdeaId& id) {
  const auto found = ideas.find(id);
  if (found == ideas.end()) return;
  cleanse(found->second.idea.body);
  cleanse(found->second.writer.text);
  ideas.erase(found);
}

class FileIdeaBox final : public ideas::IdeaBox {
 public:
  explicit FileIdeaBox(const BoxOptions& options) : directory_(options, "ideas.lock") {
    directory_.read([this] { load(); });
  }
  ~FileIdeaBox() override { forget_all(ideas_); }

  void put(const ideas::BoxedIdea& boxed) override {
    if (!refusal().empty()) throw std::runtime_error(refusal());
    const auto before = ideas_.find(boxed.idea.id);
    if (before != ideas_.end() && before->second.writer != boxed.writer)
      throw std::runtime_error("idea box: the idea is another writer's");
    if (!file_) {
      file_ = RecordFile::create(directory_, ideas_file,
                                 record_of({{"ideas", 1}, {"installation", directory_.installation()}}));
      file_->pad_to(idea_record);
      unwiped_ = false;
    }
    file_->append(record_of({{"id", boxed.idea.id.text},
                             {"group", boxed.idea.group.text},
                             {"body", boxed.idea.body},
                             {"receipt", boxed.idea.receipt},
                             {"paper", boxed.idea.paper},
                             {"writer", boxed.writer.text}}));
    forget(ideas_, boxed.idea.id);
    ideas_[boxed.idea.id] = boxed;
  }

  void withdraw(const core::IdeaId& id, const core::PersonId& writer) override {
    const auto found = ideas_.find(id);
    if (found == ideas_.end() || found->second.writer != writer) return;
    file_->append(record_of({{"withdrawn", id.text}}));
    forget(ideas_, id);
  }

  std::vector<ideas::BoxedIdea> all() const override {
    std::vector<ideas::BoxedIdea> list;  // by the random id
    for (const auto& [id, boxed] : ideas_) list.push_back(boxed);
    return list;
  }

  void wipe() override {
    if (!file_ && !unwiped_) return;
    forget_all(ideas_);
    file_.reset();
    unwiped_ = true;
    RecordFile::destroy(directory_, ideas_file);
    unwiped_ = false;
  }

  Unread unread() const override { return unread_; }

  void try_again() override {
    if (directory_.refusal().empty() && unread_ != Unread::unreachable) return;
    directory_.look_again();
    directory_.read([this] { load(); });
  }

  void set_aside(core::Instant now) override {
    if (unread_ == Unread::none) return;
    directory_.set_aside(ideas_file, now);
    unread_ = Unread::none;
  }

  void bring_back() override {
    if (!refusal().empty()) return;
    for (const auto& name : directory_.aside_of(ideas_file)) {
      std::vector<std::string> records;
      Boxed found;
      try {
        read_box(records, found, name);
        for (const auto& [id, boxed] : found)
          if (!ideas_.contains(id)) put(boxed);
        RecordFile::destroy_set_aside(directory_, name);
      } catch (const std::exception&) {
        // It stays where it is.
        for (auto& record : records) cleanse(record);
      }
      forget_all(found);
    }
  }

  bool has_remains() const override { return remains_; }
  void destroy_remains() override {
    if (!directory_.refusal().empty()) return;
    remains_ = true;
    const std::string name = ideas_file;
    directory_.for_all(name + ".new",
                       [&](const std::string&) { RecordFile::destroy_unfinished(directory_, name); });
    remains_ = false;
  }

  int forget_set_aside(core::Instant before) override {
    return storage::forget_set_aside(directory_, before);
  }

  std::string boot() const override { return directory_.boot(); }
  std::string refusal() const override {
    if (!directory_.refusal().empty() || unread_ == Unread::none) return directory_.refusal();
    return "the idea box that is there cannot be read";
  }

 private:
  static void forget_all(Boxed& ideas) {
    while (!ideas.empty()) forget(ideas, core::IdeaId(ideas.begin()->first));
  }

  void load() {
    if (file_) return;
    directory_.wipe([&] { destroy_remains(); });
    unread_ = Unread::none;
    if (directory_.names(ideas_file).empty()) return;
    std::vector<std::string> records;
    try {
      file_ = read_box(records, ideas_);
      if (file_->damaged() > 0)
        directory_.warn("records of the idea box are damaged and were left out; the others are there");
    } catch (const Unreachable& error) {
      keep_unread(Unread::unreachable, "idea box: " + error.reason());
    } catch (const Wiped&) {
      unwiped_ = true;
      directory_.wipe([&] { wipe(); });
    } catch (const std::exception&) {
      // Its words may quote a record.
      keep_unread(Unread::unfit, "the idea box is damaged from its beginning, or another database's");
    }
    for (auto& record : records) cleanse(record);
  }

  void keep_unread(Unread why, const std::string& words) {
    forget_all(ideas_);
    unread_ = why;
    directory_.warn(words);
  }

  RecordFile read_box(std::vector<std::string>& records, Boxed& into, const std::string& aside = {}) {
    auto file = RecordFile::open(directory_, ideas_file, records, aside);
    for (auto& record : records) {
      json value = runtime::require_json(record);
      cleanse(record);
      read(into, value);
      cleanse(value);
    }
    file.pad_to(idea_record);
    return file;
  }

  void read(Boxed& into, const json& value) const {
    const auto text = [&](const char* name) { return value.at(name).get<std::string>(); };
    if (value.contains("ideas")) {
      const std::string theirs = value.value("installation", "");
      if (!theirs.empty() && !directory_.installation().empty() && theirs != directory_.installation())
        throw std::runtime_error("idea box: another database's");
      return;
    }
    if (value.contains("withdrawn")) return forget(into, core::IdeaId(text("withdrawn")));
    ideas::BoxedIdea boxed;
    boxed.idea = {core::IdeaId(text("id")), core::GroupId(text("group")), text("body"),
                  ideas::Idea::State::held};
    boxed.writer = core::PersonId(text("writer"));
    if (value.contains("receipt")) boxed.idea.receipt = text("receipt");
    boxed.idea.paper = value.value("paper", false);
    forget(into, boxed.idea.id);
    const core::IdeaId id = boxed.idea.id;
    into[id] = std::move(boxed);
  }

  BoxDirectory directory_;
  std::optional<RecordFile> file_;
  Boxed ideas_;
  Unread unread_ = Unread::none;
  bool unwiped_ = false;  // something is left of it
  bool remains_ = false;
};

}  // namespace

std::unique_ptr<ideas::IdeaBox> make_idea_box(BoxOptions options) {
  return std::make_unique<FileIdeaBox>(options);
}

}  // namespace storage
