#include "bot/app/key_watch.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "bot/app/chats.hpp"
#include "bot/app/places.hpp"
#include "bot/core/coordinators.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"
#include "storage/meta.hpp"

namespace app {
namespace {

constexpr auto name_of_mark =
    "web.key";  // of all keys this database was used with, a line each, the last below

std::string mark_of(const std::filesystem::path& key) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(key, error)) return {};
  std::ifstream in(key, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  return bytes.empty() ? std::string() : core::id_from_name("web.key:" + bytes);
}

bool is_among(const std::string& mark, const std::string& known) {
  return ("\n" + known + "\n").find("\n" + mark + "\n") != std::string::npos;
}

class KeyWatch final : public features::Feature {
 public:
  KeyWatch(storage::Database& database, std::filesystem::path key)
      : database_(database), key_(std::move(key)) {}

  std::string_view name() const override { return "keys"; }

  void start(core::Context& context) override {
    const std::string mark = mark_of(key_);
    const std::string known = storage::meta(database_, name_of_mark);
    if (mark.empty() || is_among(mark, known)) return;
    storage::set_meta(database_, name_of_mark, known.empty() ? mark : known + "\n" + mark);
    if (known.empty()) return;
    core::log(
        core::Level::error,
        "the key of the pages was made anew: addresses of pages, posters and calendars given out so far "
        "lead nowhere; bring the former one back from a copy",
        key_.string());
    core::tell_coordinators(context, "key:" + mark + ":" + core::to_text(context.now()), "pages.other_key");
  }

 private:
  storage::Database& database_;
  std::filesystem::path key_;
};

}  // namespace

std::optional<std::string> foreign_key(const Config& config) {
  const std::filesystem::path key = config.organisation.data / "web.key";
  if (!config.chats || !config.chats->pages) return std::nullopt;
  const std::string mark = mark_of(key);
  if (mark.empty() && !config.storage.standby) return std::nullopt;
  try {
    storage::Database reader(database_of(config), storage::Database::Use::reader);
    const std::string known = storage::meta(reader, name_of_mark);
    if (known.empty() || is_among(mark, known)) return std::nullopt;
    if (mark.empty())
      return fmt::format(
          "{} is not here, and the other machine has one: copy it, or no link, sheet or calendar that was "
          "given "
          "out would work when this machine takes over (docs/postgresql.md)",
          key.string());
  } catch (const std::exception&) {
    return std::nullopt;  // not there, damaged, or older: others see to that
  }
  return fmt::format(
      "{} is the key of another installation: the database was never used with it, and no link, sheet or "
      "calendar that "
      "was given out would work. Nothing was changed. Bring the right one back from a copy (it lies in the "
      "tar file under the same name), or put this one elsewhere: then a new one is made",
      key.string());
}

std::unique_ptr<features::Feature> make_key_watch(storage::Database& database, std::filesystem::path key) {
  return std::make_unique<KeyWatch>(database, std::move(key));
}

}  // namespace app
