-- Groups with a debrief each working day. at: minutes since midnight, on the wall of the group.
CREATE TABLE debrief(
  team_id TEXT PRIMARY KEY NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  at INTEGER NOT NULL CHECK(at BETWEEN 0 AND 1439)
) STRICT, WITHOUT ROWID;
