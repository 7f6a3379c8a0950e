-- Whether somebody covers for those who take part in a session: the leaders are asked, and one of them answers. revision: of
-- the session when they were asked.
CREATE TABLE cover(
  session_id TEXT PRIMARY KEY NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  answer TEXT NOT NULL CHECK(answer IN ('asked', 'arranged', 'phone', 'not')),
  person_id TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  revision INTEGER NOT NULL CHECK(revision >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX cover_team ON cover(team_id);
CREATE INDEX cover_person ON cover(person_id);
