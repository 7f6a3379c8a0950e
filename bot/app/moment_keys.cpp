#include "bot/app/moment_keys.hpp"

#include <fmt/format.h>

#include "bot/features/sessions/timeline.hpp"

namespace app {

void add_moments(std::vector<KnownKey>& keys, std::deque<std::string>& texts, std::string_view before,
                 std::string_view else_before) {
  const auto kept = [&texts](std::string text) -> std::string_view {
    return texts.emplace_back(std::move(text));
  };
  for (const sessions::MomentRule& moment : sessions::moment_rules())
    keys.push_back({kept(fmt::format("{}{}", before, moment.name)), moment.about,
                    kept(moment.usual_words.empty() ? fmt::format("{}`{}`", else_before, moment.offset)
                                                    : fmt::format("{}{}", else_before, moment.usual_words)),
                    kept(fmt::format("\"{}\"", moment.offset))});
}

}  // namespace app
