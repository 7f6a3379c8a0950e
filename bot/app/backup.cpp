#include "bot/app/backup.hpp"

#include <fmt/format.h>

#include "storage/database.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto backup_at = std::chrono::hours{3} + std::chrono::minutes{30};  // local, after the ideas are in
constexpr std::string_view prefix = "refleks-", ending = ".db";

std::string name_of(core::Date day) {
  return fmt::format("{}{:04}-{:02}-{:02}{}", prefix, static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), ending);
}

class Backups final : public features::Feature {
 public:
  Backups(std::string zone, std::function<void(core::Date)> night)
      : zone_(std::move(zone)), night_(std::move(night)) {}

  std::string_view name() const override { return "backup"; }
  void start(core::Context& context) override { arrange(context); }
  void due(core::Context& context, const core::Job&) override {
    const core::Date day = core::date_of(core::Zone::named(zone_).to_local(context.now()));
    context.after_commit([this, day] { night_(day); });
    arrange(context);
  }

 private:
  void arrange(core::Context& context) const {
    context.arrange({"backup/nightly", "backup/nightly", "",
                     core::next_time(core::Zone::named(zone_), backup_at, context.now()), true});
  }

  std::string zone_;
  std::function<void(core::Date)> night_;
};

}  // namespace

void back_up(const std::string& database, const fs::path& folder, core::Date day, int keep_days) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  const fs::path target = folder / name_of(day);
  if (!fs::exists(target)) {
    // Under another name until it is whole: a copy cut off by a crash must not look like one.
    const fs::path unfinished = target.string() + ".new";
    fs::remove(unfinished);
    storage::Database(database, storage::Database::Use::reader).backup_to(unfinished.string());
    fs::rename(unfinished, target);
  }
  const std::string oldest = name_of(core::Date{std::chrono::sys_days{day} - std::chrono::days{keep_days}});
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(ending) && name.size() == oldest.size() && name < oldest)
      fs::remove(entry.path());
  }
}

std::unique_ptr<features::Feature> make_backups(std::string zone, std::function<void(core::Date)> night) {
  return std::make_unique<Backups>(std::move(zone), std::move(night));
}

}  // namespace app
