-- A matter has a history that is only added to; what was answered before becomes its first lines. What stays in the group
-- lies apart. And polls have a purpose more.
ALTER TABLE matter RENAME TO answered_matter;
DROP INDEX matter_team;
CREATE TABLE matter(
  matter_id TEXT PRIMARY KEY NOT NULL CHECK(matter_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('lifted', 'received', 'in_work', 'more_time', 'done', 'will_not')),
  owner TEXT NOT NULL,
  look_again TEXT NOT NULL,
  passes_on TEXT NOT NULL,
  passed_on INTEGER NOT NULL CHECK(passed_on IN (0, 1)),
  raised TEXT NOT NULL,
  changed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX matter_team ON matter(team_id, raised);
CREATE INDEX matter_undated ON matter(state) WHERE look_again = '';
CREATE TABLE matter_entry(
  matter_id TEXT NOT NULL REFERENCES matter(matter_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 1),
  what TEXT NOT NULL CHECK(what IN ('lifted', 'received', 'in_work', 'more_time', 'done', 'will_not', 'joined', 'passed_on')),
  leader TEXT NOT NULL,
  words TEXT NOT NULL,
  look_again TEXT NOT NULL,
  asked TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(matter_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO matter(matter_id, team_id, title, body, state, owner, look_again, passes_on, passed_on, raised, changed)
SELECT matter_id, team_id, title, body,
  CASE answer WHEN 'doing' THEN 'in_work' WHEN 'later' THEN 'more_time' WHEN 'no' THEN 'will_not' ELSE 'lifted' END,
  '', '', '', 0, raised, CASE answered WHEN '' THEN raised ELSE answered END
FROM answered_matter;
INSERT INTO matter_entry(matter_id, number, what, leader, words, look_again, asked, at)
SELECT matter_id, 1, 'lifted', '', '', '', '', raised FROM answered_matter
UNION ALL
SELECT matter_id, 2, CASE answer WHEN 'doing' THEN 'in_work' WHEN 'later' THEN 'more_time' ELSE 'will_not' END,
  '', answer_text, '', '', answered
FROM answered_matter WHERE state = 'answered' AND answer <> 'none';
DROP TABLE answered_matter;
CREATE TRIGGER matter_words_stay BEFORE UPDATE ON matter
WHEN OLD.team_id <> NEW.team_id OR OLD.title <> NEW.title OR OLD.body <> NEW.body OR OLD.raised <> NEW.raised
BEGIN SELECT RAISE(ABORT, 'what the group lifted stays as it is'); END;
CREATE TRIGGER matter_entry_fixed BEFORE UPDATE ON matter_entry
BEGIN SELECT RAISE(ABORT, 'a history is only added to'); END;
CREATE TRIGGER matter_entry_stays BEFORE DELETE ON matter_entry
WHEN EXISTS(SELECT 1 FROM matter WHERE matter_id = OLD.matter_id)
BEGIN SELECT RAISE(ABORT, 'a history is only added to'); END;

CREATE TABLE kept_matter(
  kept_id TEXT PRIMARY KEY NOT NULL CHECK(kept_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_matter_team ON kept_matter(team_id, at);

-- The check of a column goes with the column.
DROP TRIGGER poll_frozen;
ALTER TABLE poll ADD COLUMN asked_for TEXT NOT NULL DEFAULT 'command'
  CHECK(asked_for IN ('command', 'topic', 'checkout', 'noticed'));
UPDATE poll SET asked_for = purpose;
ALTER TABLE poll DROP COLUMN purpose;
ALTER TABLE poll RENAME COLUMN asked_for TO purpose;
CREATE TRIGGER poll_frozen BEFORE UPDATE OF team_id, purpose, named, title, opens ON poll
WHEN OLD.state <> 'planned' AND (OLD.team_id <> NEW.team_id OR OLD.purpose <> NEW.purpose OR OLD.named <> NEW.named
                                 OR OLD.title <> NEW.title OR OLD.opens <> NEW.opens)
BEGIN SELECT RAISE(ABORT, 'a poll is frozen from its opening on'); END;
