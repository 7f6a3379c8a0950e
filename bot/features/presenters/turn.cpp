#include "bot/features/presenters/turn.hpp"

#include <algorithm>
#include <tuple>

#include "bot/core/random.hpp"

namespace presenters {

std::optional<Turn> whose_turn(const std::vector<core::PersonId>& there, const std::vector<Turn>& turns,
                               const core::Session& session, const std::string& lot) {
  Turn last;  // for another session
  int round = 1;
  for (const Turn& turn : turns) {
    round = std::max(round, turn.round);
    if (turn.session != session.id && turn.asked > last.asked) last = turn;
  }
  std::optional<std::tuple<int, bool, std::string>> least;
  std::optional<Turn> first;
  for (const core::PersonId& person : there) {
    const auto turn = std::ranges::find(turns, person, &Turn::person);
    const bool asked = turn != turns.end();
    if (asked && turn->session == session.id) continue;
    const int theirs = asked && turn->round == round ? round + 1 : round;
    std::tuple place(theirs, asked && turn->session == last.session,
                     core::id_from_name(lot + session.group.text + person.text + std::to_string(theirs)));
    if (least && *least <= place) continue;
    least = std::move(place);
    first = Turn{person, {}, session.id, theirs};
  }
  return first;
}

}  // namespace presenters
