#include "storage/gone_groups.hpp"

#include "storage/statement.hpp"

namespace storage {
namespace {

constexpr auto select_of_file =
    "SELECT team_id, config_key, name, zone, workspace, channel, active FROM team WHERE made_in_chat = 0 "
    "ORDER BY config_key";
// Asked of the few that are gone alone: to look for who is in its channel reads all groups.
constexpr auto select_of_gone =
    "SELECT (SELECT count(*) FROM poll p WHERE p.team_id = t.team_id AND p.state IN ('open', 'planned')), "
    "(SELECT count(*) FROM matter m WHERE m.team_id = t.team_id AND m.state NOT IN ('done', 'will_not')), "
    "coalesce((SELECT min(s.starts) FROM session s WHERE s.team_id = t.team_id AND s.state = 'planned' AND "
    "s.starts > :now), ''), "
    "coalesce((SELECT min(o.config_key) FROM team o WHERE o.active = 1 AND o.workspace = t.workspace AND "
    "o.channel = t.channel AND o.channel <> ''), ''), "
    "(SELECT count(*) FROM sign_up u JOIN sign_up_round r ON r.round_id = u.round_id WHERE r.team_id = "
    "t.team_id AND r.state <> 'settled') "
    "FROM team t WHERE t.team_id = :team";

}  // namespace

std::vector<groups::Gone> gone_groups(Database& database, core::Instant now, const IsGone& is_gone) {
  using Text = std::string;
  Statement<In<>, Out<Text, Text, Text, Text, Text, Text, int>> configured(database, select_of_file);
  Statement<In<Text, Text>, Out<int, int, Text, Text, int>> waiting(database, select_of_gone);
  std::vector<groups::Gone> all;
  for (const auto& [id, key, name, zone, workspace, channel, active] : configured.all()) {
    if (!is_gone(key, active != 0)) continue;
    const auto found = waiting.one(core::to_text(now), id);
    if (!found) continue;  // deleted since
    const auto& [polls, matters, next, other, sign_ups] = *found;
    if (polls + matters + sign_ups == 0 && next.empty()) continue;
    groups::Gone gone{core::GroupId(id), key, name, zone, workspace, channel, polls, matters};
    if (!next.empty()) gone.next = core::instant_from_text(next);
    if (active == 0) gone.in_its_channel = other;
    gone.sign_ups = sign_ups;
    all.push_back(std::move(gone));
  }
  return all;
}

}  // namespace storage
