#pragma once
// Pages about somebody's groups: for a leader what the digest says, trends and matters; for those who take
// part their group's sessions, results, matters and try-outs. The same functions and rules as the digest, and
// what was published alone. Reads, changes nothing: any reading connection.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "bot/core/plot.hpp"
#include "bot/features/digests/tables.hpp"

namespace digests {

// A page on paper: `plots` by the addresses of the pictures in `body`.
struct Report {
  std::string name;  // of a file
  core::Message body;
  std::map<std::string, core::Plot> plots;
};
// Nothing: there is no such page, or not for this person.
using Overview = std::variant<std::monostate, core::Message, core::Plot, Report, std::vector<core::Table>>;

// How many groups have been read, of how many.
using Progress = std::function<void(std::size_t done, std::size_t of)>;

// Who asks for a page, and when.
struct Asking {
  const core::Directory& people;
  const core::Person& reader;
  core::Instant now;
  core::Language language;
  // Of sessions, results and minutes those of these days, of matters whatever was open in them; nothing: a
  // year back, and what is planned.
  std::optional<Days> days{};
};

class Overviews {
 public:
  // The stores outlive it. `zone`: the organisation's; without names sessions have no themes.
  Overviews(DigestStore& digests, HistoryStore& histories, std::string zone,
            std::shared_ptr<const ProgrammeNames> names = nullptr)
      : digests_(digests), histories_(histories), zone_(std::move(zone)), names_(std::move(names)) {}

  // `view`: "groups", and of one group "group", "plot-usefulness" ("-attendance", "-matters", "-timeline"),
  // "report"; of one group or of all of them "tables".
  Overview answer(const Asking& asking, std::string_view view, const std::optional<core::GroupId>& group,
                  const Progress& progress = {});
  // What an operator prints: as the group's leaders read it.
  Report report_of(const core::Group& group, core::Instant now, core::Language language);
  std::vector<core::Table> tables_for_leaders(const std::vector<const core::Group*>& groups,
                                              core::Instant now, core::Language language,
                                              const Progress& progress = {});

 private:
  Read read(const Asking& asking, const core::Group& group);
  Read read(const core::Group& group, core::ResultLine::Audience audience, core::Instant now,
            core::Language language, const std::optional<Days>& days = {});
  // Of what was before `reader` came, or led the group, no more than leaders are told, and no try-out.
  void keep_since(Read& all, const Asking& asking);
  core::Message groups_page(const Asking& asking);

  DigestStore& digests_;
  HistoryStore& histories_;
  std::string zone_;
  std::shared_ptr<const ProgrammeNames> names_;
};

}  // namespace digests
