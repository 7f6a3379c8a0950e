-- Certificates of attendance that were fetched: the digits on the paper, whose, and of which period of which group. Nobody:
-- erased since; the paper can still be asked about.
CREATE TABLE certificate(
  code TEXT PRIMARY KEY NOT NULL CHECK(length(code) = 10),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  run INTEGER NOT NULL CHECK(run >= 1),
  person_id TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  issued TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_person ON certificate(person_id, team_id, run);
CREATE INDEX certificate_team ON certificate(team_id);
