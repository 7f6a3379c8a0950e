-- Lines of a result say what they are about and their number in columns of their own. What was published stays as it was.
ALTER TABLE result_line RENAME TO published_line;
CREATE TABLE result_line(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  audience TEXT NOT NULL CHECK(audience IN ('group', 'leader')),
  part TEXT NOT NULL,
  about INTEGER NOT NULL CHECK(about >= -1),
  number INTEGER NOT NULL CHECK(number >= 0),
  word TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;
INSERT INTO result_line(poll_id, line, question, audience, part, about, number, word)
SELECT poll_id, line, question, audience,
  CASE WHEN part LIKE 'count:%' THEN 'count' WHEN part LIKE 'winner:%' THEN 'winner' ELSE part END,
  CASE WHEN part LIKE 'count:%' THEN CAST(substr(part, 7) AS INTEGER)
       WHEN part LIKE 'winner:%' THEN CAST(substr(part, 8) AS INTEGER) ELSE -1 END,
  CASE WHEN part LIKE 'count:%' OR part = 'answered' THEN CAST(word AS INTEGER) ELSE 0 END,
  CASE WHEN part IN ('overall', 'low', 'middle', 'high') THEN word ELSE '' END
FROM published_line;
DROP TABLE published_line;
CREATE TRIGGER result_line_once BEFORE INSERT ON result_line
WHEN (SELECT disclosed FROM poll WHERE poll_id = NEW.poll_id) = 1
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER result_line_fixed BEFORE UPDATE ON result_line
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;

ALTER TABLE sheet_line RENAME TO published_sheet_line;
CREATE TABLE sheet_line(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  part TEXT NOT NULL,
  about INTEGER NOT NULL CHECK(about >= -1),
  number INTEGER NOT NULL CHECK(number >= 0),
  word TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;
INSERT INTO sheet_line(poll_id, line, question, part, about, number, word)
SELECT poll_id, line, question,
  CASE WHEN part LIKE 'count:%' THEN 'count' WHEN part LIKE 'winner:%' THEN 'winner' ELSE part END,
  CASE WHEN part LIKE 'count:%' THEN CAST(substr(part, 7) AS INTEGER)
       WHEN part LIKE 'winner:%' THEN CAST(substr(part, 8) AS INTEGER) ELSE -1 END,
  CASE WHEN part LIKE 'count:%' OR part = 'answered' THEN CAST(word AS INTEGER) ELSE 0 END,
  CASE WHEN part IN ('overall', 'low', 'middle', 'high') THEN word ELSE '' END
FROM published_sheet_line;
DROP TABLE published_sheet_line;
CREATE TRIGGER sheet_line_once BEFORE INSERT ON sheet_line
WHEN (SELECT disclosed FROM poll WHERE poll_id = NEW.poll_id) = 1
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER sheet_line_fixed BEFORE UPDATE ON sheet_line
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
