-- What a group tries until a later session, and what came of it. person_id: who does; nobody: somebody in the group.
CREATE TABLE tryout(
  tryout_id TEXT PRIMARY KEY NOT NULL CHECK(tryout_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  what TEXT NOT NULL,
  person_id TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  agreed TEXT NOT NULL,
  due TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'kept', 'changed', 'dropped')),
  words TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tryout_team ON tryout(team_id, agreed);
CREATE INDEX tryout_person ON tryout(person_id);
