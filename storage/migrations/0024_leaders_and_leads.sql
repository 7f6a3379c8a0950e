-- leaders_take_part: its leaders, but those above, come to the sessions. told_of_leaders: of whom the group was told so, as
-- JSON. alternates: its facilitators have main responsibility in turn.
ALTER TABLE team ADD COLUMN leaders_take_part INTEGER NOT NULL DEFAULT 0 CHECK(leaders_take_part IN (0, 1));
ALTER TABLE team ADD COLUMN told_of_leaders TEXT NOT NULL DEFAULT '[]';
ALTER TABLE team ADD COLUMN alternates INTEGER NOT NULL DEFAULT 0 CHECK(alternates IN (0, 1));
-- Who has main responsibility for a session, where that was settled.
CREATE TABLE session_lead(
  session_id TEXT PRIMARY KEY NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX session_lead_person ON session_lead(person_id);
