-- When nobody is at work or expected: a person's or a group's pause, everybody's, and closed days. starts and ends are
-- readings of the clock where it is, [starts, ends), in the form of instants. One of each for a subject: a person or a team,
-- nobody for all, the date of a closed day.
CREATE TABLE pause(
  kind TEXT NOT NULL CHECK(kind IN ('person', 'group', 'all', 'day')),
  subject TEXT NOT NULL,
  person_id TEXT REFERENCES person(person_id) ON DELETE CASCADE CHECK((person_id IS NOT NULL) = (kind = 'person')),
  team_id TEXT REFERENCES team(team_id) ON DELETE CASCADE CHECK((team_id IS NOT NULL) = (kind = 'group')),
  starts TEXT NOT NULL,
  ends TEXT NOT NULL CHECK(ends > starts),
  PRIMARY KEY(kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX pause_person ON pause(person_id);
CREATE INDEX pause_team ON pause(team_id);
