-- Minutes without a name that a group has released: from then on leaders read them. Until then they lie in kept_matter.
CREATE TABLE minutes(
  minutes_id TEXT PRIMARY KEY NOT NULL CHECK(minutes_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  at TEXT NOT NULL,
  released TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX minutes_team ON minutes(team_id, at);

-- What a lifted matter is, and so whose: the leaders', the next level's, or whoever answers wishes for courses and visits.
ALTER TABLE matter ADD COLUMN kind TEXT NOT NULL DEFAULT 'matter' CHECK(kind IN ('matter', 'decision', 'wish'));
