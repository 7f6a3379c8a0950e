// ideas::IdeaBox: one append-only record file for all groups, made by the first idea after a wipe. The first
// record names the format; each further one is an idea as it stands now, or its withdrawal.

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "storage/box_records.hpp"

namespace storage {
namespace {

using nlohmann::json;

class FileIdeaBox final : public ideas::IdeaBox {
 public:
  explicit FileIdeaBox(const BoxOptions& options) : directory_(options, "ideas.lock") {
    if (directory_.refusal().empty()) load();
  }
  ~FileIdeaBox() override { forget_all(); }

  void put(const ideas::BoxedIdea& boxed) override {
    if (!directory_.refusal().empty()) throw std::runtime_error(directory_.refusal());
    const auto before = ideas_.find(boxed.idea.id);
    if (before != ideas_.end() && before->second.writer != boxed.writer)
      throw std::runtime_error("idea box: the idea is another writer's");
    if (!file_) file_ = RecordFile::create(directory_, ideas_file, record_of({{"ideas", 1}}));
    file_->append(record_of({{"id", boxed.idea.id.text},
                             {"group", boxed.idea.group.text},
                             {"body", boxed.idea.body},
                             {"receipt", boxed.idea.receipt},
                             {"paper", boxed.idea.paper},
                             {"writer", boxed.writer.text}}));
    forget(boxed.idea.id);
    ideas_[boxed.idea.id] = boxed;
  }

  void withdraw(const core::IdeaId& id, const core::PersonId& writer) override {
    const auto found = ideas_.find(id);
    if (found == ideas_.end() || found->second.writer != writer) return;
    file_->append(record_of({{"withdrawn", id.text}}));
    forget(id);
  }

  std::vector<ideas::BoxedIdea> all() const override {
    std::vector<ideas::BoxedIdea> list;  // by the random id
    for (const auto& [id, boxed] : ideas_) list.push_back(boxed);
    return list;
  }

  void wipe() override {
    if (!file_) return;
    forget_all();
    file_.reset();
    RecordFile::destroy(directory_, ideas_file);
  }

  std::string boot() const override { return directory_.boot(); }
  std::string refusal() const override { return directory_.refusal(); }

 private:
  void forget(const core::IdeaId& id) {
    const auto found = ideas_.find(id);
    if (found == ideas_.end()) return;
    cleanse(found->second.idea.body);
    cleanse(found->second.writer.text);
    ideas_.erase(found);
  }

  void forget_all() {
    while (!ideas_.empty()) forget(core::IdeaId(ideas_.begin()->first));
  }

  void load() {
    const std::string name = ideas_file;
    for (const auto& unfinished : directory_.names(name + ".new"))
      RecordFile::destroy(directory_, unfinished);
    if (directory_.names(name).empty()) return RecordFile::destroy(directory_, name);  // a key without a box
    std::vector<std::string> records;
    try {
      auto file = RecordFile::open(directory_, name, records);
      for (auto& record : records) {
        json value = json::parse(record);
        cleanse(record);
        read(value);
        cleanse(value);
      }
      file_ = std::move(file);
    } catch (const std::exception&) {
      for (auto& record : records) cleanse(record);
      forget_all();
      directory_.warn(
          "the idea box could not be read (its key is missing or wrong, or it is damaged) and was removed");
      RecordFile::destroy(directory_, name);
    }
  }

  void read(const json& value) {
    const auto text = [&](const char* name) { return value.at(name).get<std::string>(); };
    if (value.contains("ideas")) return;
    if (value.contains("withdrawn")) return forget(core::IdeaId(text("withdrawn")));
    ideas::BoxedIdea boxed;
    boxed.idea = {core::IdeaId(text("id")), core::GroupId(text("group")), text("body"),
                  ideas::Idea::State::held};
    boxed.writer = core::PersonId(text("writer"));
    if (value.contains("receipt")) boxed.idea.receipt = text("receipt");
    boxed.idea.paper = value.value("paper", false);
    forget(boxed.idea.id);
    const core::IdeaId id = boxed.idea.id;
    ideas_[id] = std::move(boxed);
  }

  BoxDirectory directory_;
  std::optional<RecordFile> file_;
  std::map<core::IdeaId, ideas::BoxedIdea> ideas_;
};

}  // namespace

std::unique_ptr<ideas::IdeaBox> make_idea_box(BoxOptions options) {
  return std::make_unique<FileIdeaBox>(options);
}

}  // namespace storage
