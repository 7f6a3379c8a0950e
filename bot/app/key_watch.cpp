#include "bot/app/key_watch.hpp"

#include <fstream>
#include <iterator>

#include "bot/core/coordinators.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"
#include "storage/meta.hpp"

namespace app {
namespace {

constexpr auto name_of_mark = "web.key";

class KeyWatch final : public features::Feature {
 public:
  KeyWatch(storage::Database& database, std::filesystem::path key)
      : database_(database), key_(std::move(key)) {}

  std::string_view name() const override { return "keys"; }

  void start(core::Context& context) override {
    std::ifstream in(key_, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (bytes.empty()) return;
    const std::string mark = core::id_from_name("web.key:" + bytes);
    const std::string before = storage::meta(database_, name_of_mark);
    if (before == mark) return;
    storage::set_meta(database_, name_of_mark, mark);
    if (before.empty()) return;
    core::log(
        core::Level::error,
        "the key of the pages is another one than before: links, sheets and calendars given out so far lead "
        "nowhere; bring it back from a copy",
        key_.string());
    core::tell_coordinators(context, "key:" + mark + ":" + core::to_text(context.now()), "pages.other_key");
  }

 private:
  storage::Database& database_;
  std::filesystem::path key_;
};

}  // namespace

std::unique_ptr<features::Feature> make_key_watch(storage::Database& database, std::filesystem::path key) {
  return std::make_unique<KeyWatch>(database, std::move(key));
}

}  // namespace app
