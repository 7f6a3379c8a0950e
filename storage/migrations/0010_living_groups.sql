-- Groups and people may be made in chat beside those of the configuration. `configured` is what the configuration said of
-- the group last, each setting by its name: one that was changed in chat stands until that changes. '': not in the file.
ALTER TABLE team ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE team ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE team ADD COLUMN expected INTEGER NOT NULL DEFAULT 0 CHECK(expected IN (0, 1));
ALTER TABLE team ADD COLUMN above TEXT NOT NULL DEFAULT '[]';
ALTER TABLE team ADD COLUMN made_in_chat INTEGER NOT NULL DEFAULT 0 CHECK(made_in_chat IN (0, 1));
ALTER TABLE team ADD COLUMN configured TEXT NOT NULL DEFAULT '';
-- Until the next start says more: nothing could be changed in chat before.
UPDATE team SET configured = '{}';
ALTER TABLE person ADD COLUMN made_in_chat INTEGER NOT NULL DEFAULT 0 CHECK(made_in_chat IN (0, 1));
-- Set by a person and not by the cadence.
ALTER TABLE session ADD COLUMN extra INTEGER NOT NULL DEFAULT 0 CHECK(extra IN (0, 1));

-- A group that is being set up, or changed, in steps: what was typed, as JSON. started: the group that it became.
CREATE TABLE group_draft(
  draft_id TEXT PRIMARY KEY NOT NULL CHECK(draft_id <> ''),
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  words TEXT NOT NULL,
  started TEXT NOT NULL,
  changed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX group_draft_changed ON group_draft(changed);
CREATE INDEX group_draft_person ON group_draft(person_id);

-- What a group lacks and coordinators were told of; gone when it is mended, so that it is told again if it comes back.
CREATE TABLE team_fault(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  fault TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY(team_id, fault)
) STRICT, WITHOUT ROWID;
