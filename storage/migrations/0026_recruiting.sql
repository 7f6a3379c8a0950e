-- Signing up for a group's next period: each asking of its channel, and who is on its list. Nobody is on the list of one that
-- is settled: who was confirmed is a member. newcomer: known only because they signed up.
CREATE TABLE sign_up_round(
  round_id TEXT PRIMARY KEY NOT NULL CHECK(round_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  places INTEGER NOT NULL CHECK(places >= 1),
  words TEXT NOT NULL,
  opened TEXT NOT NULL,
  closes TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'closed', 'settled'))
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_up_round_team ON sign_up_round(team_id, opened);
CREATE TABLE sign_up(
  round_id TEXT NOT NULL REFERENCES sign_up_round(round_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  placed INTEGER NOT NULL CHECK(placed IN (0, 1)),
  newcomer INTEGER NOT NULL CHECK(newcomer IN (0, 1)),
  PRIMARY KEY(round_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_up_person ON sign_up(person_id);
