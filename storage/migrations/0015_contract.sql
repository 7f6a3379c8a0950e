-- What a group agreed for itself, in its own words, and who has been shown it as it stands.
CREATE TABLE contract(
  team_id TEXT PRIMARY KEY NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK(version >= 1),
  words TEXT NOT NULL CHECK(words <> ''),
  written TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE contract_seen(
  team_id TEXT NOT NULL REFERENCES contract(team_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  PRIMARY KEY(team_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contract_seen_person ON contract_seen(person_id);
