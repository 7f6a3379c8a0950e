-- Who brings a situation to a session: each place, and who is asked for it. Who has said no is not kept, and nothing of the
-- asking after the session. reserve: a made-up situation, made_up says which, as "pack/number"; place 0: one that the
-- facilitator chose.
CREATE TABLE presenter(
  session_id TEXT NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  place INTEGER NOT NULL CHECK(place >= 0),
  attempt INTEGER NOT NULL CHECK(attempt >= 1),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  person_id TEXT REFERENCES person(person_id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK(state IN ('asked', 'yes', 'passed', 'reserve')),
  made_up TEXT NOT NULL,
  PRIMARY KEY(session_id, place, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX presenter_team ON presenter(team_id, person_id);
CREATE INDEX presenter_person ON presenter(person_id);
-- When people were last asked, and for which session, whatever they said: the turn.
CREATE TABLE presenter_turn(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  asked TEXT NOT NULL,
  session_id TEXT NOT NULL,
  PRIMARY KEY(team_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX presenter_turn_person ON presenter_turn(person_id);
