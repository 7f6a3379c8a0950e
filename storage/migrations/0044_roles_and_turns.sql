-- round: each is asked for a situation once a round. Who was asked before is in the first.
ALTER TABLE presenter_turn ADD COLUMN round INTEGER NOT NULL DEFAULT 1 CHECK(round >= 1);
-- Who leads a group, or is a coordinator (team_id is empty), as they know it: who is it no more is told so.
CREATE TABLE role_known(
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  team_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK(role IN ('facilitator', 'leader', 'coordinator')),
  PRIMARY KEY(person_id, team_id)
) STRICT, WITHOUT ROWID;
INSERT INTO role_known(person_id, team_id, role)
SELECT person_id, '', 'coordinator' FROM person WHERE coordinator = 1 AND active = 1;
INSERT INTO role_known(person_id, team_id, role)
SELECT m.person_id, m.team_id, m.role FROM member m JOIN team t ON t.team_id = m.team_id
WHERE t.active = 1 AND m.role IN ('facilitator', 'leader');
