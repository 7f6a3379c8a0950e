-- Who came to a session, as a facilitator ticked it afterwards. A row in came says that somebody was there; nothing says
-- that somebody was not.
CREATE TABLE attendance_register(
  session_id TEXT PRIMARY KEY NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  taken_by TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  times INTEGER NOT NULL CHECK(times >= 1),
  came INTEGER NOT NULL CHECK(came >= 1),
  listed INTEGER NOT NULL CHECK(listed >= came)
) STRICT, WITHOUT ROWID;
CREATE TABLE came(
  session_id TEXT NOT NULL REFERENCES attendance_register(session_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  PRIMARY KEY(session_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX came_person ON came(person_id);
