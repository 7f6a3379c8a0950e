-- Answers through a shared link or a printed sheet: reported apart from the others, never to a leader.
CREATE TABLE sheet_line(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  part TEXT NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE sheet_text(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  body TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sheet_line_once BEFORE INSERT ON sheet_line
WHEN (SELECT disclosed FROM poll WHERE poll_id = NEW.poll_id) = 1
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER sheet_line_fixed BEFORE UPDATE ON sheet_line
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER sheet_text_once BEFORE INSERT ON sheet_text
WHEN (SELECT disclosed FROM poll WHERE poll_id = NEW.poll_id) = 1
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER sheet_text_fixed BEFORE UPDATE ON sheet_text
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;

-- Written on paper by somebody and typed in by a facilitator.
ALTER TABLE idea ADD COLUMN paper INTEGER NOT NULL DEFAULT 0 CHECK(paper IN (0, 1));

-- The number on the group's current sheet; 0: no shared answers.
ALTER TABLE team ADD COLUMN sheet INTEGER NOT NULL DEFAULT 0 CHECK(sheet >= 0);
