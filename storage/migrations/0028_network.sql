-- The facilitators' network: the one group that is it, how it is asked (direct: one by one), and how many questions it had.
CREATE TABLE network(
  slot INTEGER PRIMARY KEY NOT NULL CHECK(slot = 1),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  direct INTEGER NOT NULL CHECK(direct IN (0, 1)),
  asked INTEGER NOT NULL CHECK(asked >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX network_team ON network(team_id);
-- Who is in it because they facilitate a group; and whom facilitators can ask for guidance.
CREATE TABLE network_member(
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person(person_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE adviser(
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person(person_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
