#include "bot/app/notebooks.hpp"

#include "bot/app/bot.hpp"

namespace app {
namespace {

class Book final : public runtime::Notebook {
 public:
  Book(Bot& bot, std::string workspace, std::function<void(runtime::Errand)> ask,
       std::shared_ptr<const bool> open)
      : bot_(bot),
        workspace_(std::move(workspace)),
        ask_(std::move(ask)),
        open_(std::move(open)),
        found_(bot.notebook().all(workspace_)) {}

  const std::vector<runtime::Note>& found() const override { return found_; }
  void keep(std::vector<runtime::Note> notes, std::function<void(bool)> told) override {
    runtime::Errand errand;
    errand.work = [&bot = bot_, workspace = workspace_, notes = std::move(notes)](core::Context&) {
      for (const runtime::Note& note : notes) bot.notebook().put(workspace, note);
    };
    errand.told = [open = open_, told = std::move(told)](bool kept) {
      if (*open) told(kept);
    };
    ask_(std::move(errand));
  }

 private:
  Bot& bot_;
  const std::string workspace_;
  const std::function<void(runtime::Errand)> ask_;
  const std::shared_ptr<const bool> open_;
  const std::vector<runtime::Note> found_;
};

}  // namespace

Notebooks::Notebooks(Bot& bot, const std::map<std::string, runtime::Adapter*>& adapters,
                     std::function<void(runtime::Errand)> ask) {
  for (const auto& [workspace, adapter] : adapters)
    books_[workspace] = std::make_unique<Book>(bot, workspace, ask, open_);
}
Notebooks::~Notebooks() {
  *open_ = false;
}

void Notebooks::open(const std::map<std::string, runtime::Adapter*>& adapters) {
  for (const auto& [workspace, adapter] : adapters) adapter->open(*books_.at(workspace));
}

}  // namespace app
