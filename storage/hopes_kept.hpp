#pragma once
// Until when hopes and fears are kept whose period does not end, for what deletes them and for what counts
// them.

// The end of the last session of their period, while the group is there: one that is planned, too. Else when
// their poll closed.
#define STORAGE_LAST_OF_HOPES                                                                           \
  "coalesce((SELECT max(s.ends) FROM session s JOIN team t ON t.team_id = s.team_id WHERE s.team_id = " \
  "hope_round.team_id AND s.run = hope_round.run AND s.state <> 'cancelled' AND s.ends > "              \
  "hope_round.closes AND t.active = 1), hope_round.closes)"
#define STORAGE_HOPES_WITHOUT_END                                                                           \
  "NOT EXISTS (SELECT 1 FROM run r WHERE r.team_id = hope_round.team_id AND r.number = hope_round.run AND " \
  "r.state <> 'running' AND r.ends <> '')"
