-- A summer planned does not take Christmas away: several pauses for a subject, each with a beginning of its own.
ALTER TABLE pause RENAME TO former_pause;
CREATE TABLE pause(
  kind TEXT NOT NULL CHECK(kind IN ('person', 'group', 'all', 'day')),
  subject TEXT NOT NULL,
  person_id TEXT REFERENCES person(person_id) ON DELETE CASCADE CHECK((person_id IS NOT NULL) = (kind = 'person')),
  team_id TEXT REFERENCES team(team_id) ON DELETE CASCADE CHECK((team_id IS NOT NULL) = (kind = 'group')),
  starts TEXT NOT NULL,
  ends TEXT NOT NULL CHECK(ends > starts),
  PRIMARY KEY(kind, subject, starts)
) STRICT, WITHOUT ROWID;
INSERT INTO pause(kind, subject, person_id, team_id, starts, ends)
SELECT kind, subject, person_id, team_id, starts, ends FROM former_pause;
DROP TABLE former_pause;
CREATE INDEX pause_person ON pause(person_id);
CREATE INDEX pause_team ON pause(team_id);
