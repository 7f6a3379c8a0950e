#pragma once
// How values stand in the database and in a ballot box's records: codes for enumerations, ISO text for times,
// JSON for what has parts. Reading throws std::invalid_argument, storage::Error or a nlohmann::json exception
// on anything this program did not write.

#include <array>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bot/core/people.hpp"
#include "bot/core/poll.hpp"
#include "storage/database.hpp"

namespace runtime {
class JsonView;
}

namespace storage {

// The value that is called so in the database; std::invalid_argument where none is: the row is set aside
// (readable.hpp), and the database has not failed.
template <core::Coded E>
E from_code(std::string_view code) {
  if (const auto value = core::value_of_code<E>(code)) return *value;
  throw std::invalid_argument("database: an unknown code");
}

core::Date date_from(const std::string& text);
std::string optional_text(const std::optional<core::Date>& date);  // empty for nothing
std::optional<core::Date> optional_date(const std::string& text);

core::Instant instant_or_none(const std::string& text);  // {} for an empty text
std::string text_or_none(core::Instant instant);         // empty for {}

// Behind every text that begins with `beginning`, which is not empty, and before all others that follow.
std::string prefix_end(std::string beginning);

std::string encode(const std::string& text);
std::string encode(const core::Localized& text);
std::string encode(const std::vector<core::Localized>& texts);
std::string encode(const core::QuietHours& quiet);
std::string encode(const std::optional<core::Cadence>& cadence);  // empty for nothing
std::string encode(const std::map<std::string, core::Offset>& timeline);
std::string encode(const std::set<core::PersonId>& people);
std::string encode(const core::Ballot& ballot);
std::string encode(const core::Poll& poll);

core::Localized localized_from(const std::string& json);
std::vector<core::Localized> texts_from(const std::string& json);
core::QuietHours quiet_from(const std::string& json);
std::optional<core::Cadence> cadence_from(const std::string& json);
std::map<std::string, core::Offset> timeline_from(const std::string& json);
std::set<core::PersonId> people_from(const std::string& json);
core::Ballot ballot_from(const std::string& json);

nlohmann::json to_json(const core::Ballot& ballot);
core::Ballot ballot_from(const nlohmann::json& json);
core::Poll poll_from(const runtime::JsonView& json);
// The text of a member; std::invalid_argument where it is none.
std::string text_in(const runtime::JsonView& json, std::string_view name);

// A ballot in which nothing is answered withdraws.
bool is_blank(const core::Ballot& ballot);

}  // namespace storage
