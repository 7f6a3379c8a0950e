-- The roster of the day: of a group's members those who are at work. A day without rows is everybody's.
CREATE TABLE shift(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  day TEXT NOT NULL CHECK(day <> ''),
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  PRIMARY KEY(team_id, day, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shift_person ON shift(person_id);
CREATE INDEX shift_day ON shift(day);
