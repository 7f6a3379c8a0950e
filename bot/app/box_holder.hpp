#pragma once
// Which of two machines has the boxes that count (docs/postgresql.md, storage.standby). Each start of an
// owner gives them a new mark, in the database and beside them in memory, in the transaction in which the
// answers that are lost are asked for again: so boxes that lie here count where their mark is the database's,
// and any others are those of a time before somebody else served. Nothing here says whose they are.

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/app/config.hpp"
#include "bot/app/parcel.hpp"
#include "bot/core/codes.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/ideas/store.hpp"
#include "bot/features/polls/box.hpp"
#include "storage/box_options.hpp"
#include "storage/database.hpp"

namespace app {

// Beside them, of links that pass with them: those that were used, and the key of their marks.
inline constexpr std::array given_with_boxes{"used-links", "web.key"};

storage::BoxOptions ballot_options(const Config& config, const std::string& installation);
storage::BoxOptions idea_options(const Config& config, const std::string& installation);

// Beside the boxes: the marks they have, and how they came here.
struct Holding {
  enum class Word { holds, arrived, gave };  // made here; taken in from the other; given to it
  Word word = Word::holds;
  std::string installation;  // of the database they belong to
  std::vector<std::string> marks;
  bool has(const std::string& mark) const;
};
constexpr auto codes(Holding::Word) {
  return core::codes_in_order("holds", "arrived", "gave");
}
Holding holding_in(const std::filesystem::path& boxes);
void set_holding(const std::filesystem::path& boxes, const Holding& holding);

// What the database says: the mark of the boxes that count (empty: no owner has given one yet), and of those
// that went from one machine to the other last. Any connection.
struct Counting {
  std::string installation, mark, given;
};
Counting counting_by(storage::Database& database);

// At a machine that waits: what lies here and does not count any more is wiped, also where it was killed
// before it could.
void wipe_what_does_not_count(const Config& config, const Counting& counting);

// The owner's. Engine thread.
class BoxHolder {
 public:
  // Takes the boxes that are open already and do not count away. Without storage.standby nothing is looked
  // at or marked.
  BoxHolder(const Config& config, storage::Database& database, std::string installation,
            polls::BallotBoxes& ballots, ideas::IdeaBox& ideas);
  // Marks them in the first transaction.
  std::unique_ptr<features::Feature> marking();
  // Inside a transaction. Where `refused` is empty `given` was called and nothing is left here; else all is
  // as it was, and what the other has perhaps got counts no more. Where it is neither `lost` was called: the
  // transaction must come to nothing, and whoever opens the database next goes by the mark.
  HandedOver hand_over(const Giver& give, const std::function<void()>& given,
                       const std::function<void()>& lost);

 private:
  Parcel parcel() const;
  void mark_anew();
  void let_go();

  const std::filesystem::path boxes_;
  storage::Database& database_;
  const std::string installation_;
  polls::BallotBoxes& ballots_;
  ideas::IdeaBox& ideas_;
  const bool marks_;
  std::string mark_, given_;
};

// Overwrites and removes a file; none: nothing happens. Throws std::system_error.
void wipe_file(const std::filesystem::path& file);

}  // namespace app
