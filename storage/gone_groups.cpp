#include "storage/gone_groups.hpp"

#include "storage/statement.hpp"

namespace storage {
namespace {

constexpr auto select_gone =
    "SELECT t.team_id, t.config_key, t.name, t.zone, t.workspace, t.channel, t.active, "
    "(SELECT count(*) FROM poll p WHERE p.team_id = t.team_id AND p.state IN ('open', 'planned')), "
    "(SELECT count(*) FROM matter m WHERE m.team_id = t.team_id AND m.state NOT IN ('done', 'will_not')), "
    "coalesce((SELECT min(s.starts) FROM session s WHERE s.team_id = t.team_id AND s.state = 'planned' AND "
    "s.starts > :now), ''), "
    "coalesce((SELECT min(o.config_key) FROM team o WHERE o.active = 1 AND o.workspace = t.workspace AND "
    "o.channel = t.channel AND o.channel <> ''), ''), "
    "(SELECT count(*) FROM sign_up u JOIN sign_up_round r ON r.round_id = u.round_id WHERE r.team_id = "
    "t.team_id AND r.state <> 'settled') "
    "FROM team t WHERE t.made_in_chat = 0 ORDER BY t.config_key";

}  // namespace

std::vector<groups::Gone> gone_groups(Database& database, core::Instant now, const IsGone& is_gone) {
  using Text = std::string;
  Statement<In<Text>, Out<Text, Text, Text, Text, Text, Text, int, int, int, Text, Text, int>> statement(
      database, select_gone);
  std::vector<groups::Gone> all;
  for (const auto& [id, key, name, zone, workspace, channel, active, polls, matters, next, other, sign_ups] :
       statement.all(core::to_text(now))) {
    if (!is_gone(key, active != 0) || (polls + matters + sign_ups == 0 && next.empty())) continue;
    groups::Gone gone{core::GroupId(id), key, name, zone, workspace, channel, polls, matters};
    if (!next.empty()) gone.next = core::instant_from_text(next);
    if (active == 0) gone.in_its_channel = other;
    gone.sign_ups = sign_ups;
    all.push_back(std::move(gone));
  }
  return all;
}

}  // namespace storage
