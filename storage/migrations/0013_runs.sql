-- A group follows one programme after another: each run is a thing of its own, and sessions are numbered within theirs.
CREATE TABLE run(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 1),
  programme TEXT NOT NULL,
  plans TEXT NOT NULL,
  configured TEXT NOT NULL,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('running', 'over', 'followed', 'stopped')),
  asked INTEGER NOT NULL CHECK(asked >= 0),
  PRIMARY KEY(team_id, number)
) STRICT, WITHOUT ROWID;
ALTER TABLE session ADD COLUMN run INTEGER NOT NULL DEFAULT 1 CHECK(run >= 1);

-- What every group has had until now is its first.
INSERT INTO run(team_id, number, programme, plans, configured, starts, ends, state, asked)
SELECT team_id, 1, programme, '', programme,
  coalesce((SELECT min(s.starts) FROM session s WHERE s.team_id = t.team_id), '2000-01-01T00:00:00Z'), '', 'running', 0
FROM team t;
