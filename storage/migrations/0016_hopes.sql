-- What a group hoped for and feared at the first session of a period, as it was shown: brought out at the last.
CREATE TABLE hope_round(
  poll_id TEXT PRIMARY KEY NOT NULL CHECK(poll_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  run INTEGER NOT NULL CHECK(run >= 1),
  closes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hope_round_team ON hope_round(team_id, run);
CREATE TABLE hope(
  poll_id TEXT NOT NULL REFERENCES hope_round(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  words TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER hope_stays BEFORE UPDATE ON hope
BEGIN SELECT RAISE(ABORT, 'what the group was shown stays as it is'); END;
