-- Kinds of question are a list of the program alone (core/poll.hpp): one more is no migration.
ALTER TABLE poll_question RENAME TO former_question;
CREATE TABLE poll_question(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 0),
  kind TEXT NOT NULL CHECK(kind <> ''),
  prompt TEXT NOT NULL,
  options TEXT NOT NULL,
  required INTEGER NOT NULL CHECK(required IN (0, 1)),
  most INTEGER NOT NULL DEFAULT 0 CHECK(most >= 0),
  PRIMARY KEY(poll_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO poll_question(poll_id, number, kind, prompt, options, required, most)
SELECT poll_id, number, kind, prompt, options, required, most FROM former_question;
DROP TABLE former_question;
CREATE TRIGGER poll_question_insert BEFORE INSERT ON poll_question
WHEN (SELECT state FROM poll WHERE poll_id = NEW.poll_id) <> 'planned'
BEGIN SELECT RAISE(ABORT, 'a poll is frozen from its opening on'); END;
CREATE TRIGGER poll_question_update BEFORE UPDATE ON poll_question
WHEN (SELECT state FROM poll WHERE poll_id = OLD.poll_id) <> 'planned'
BEGIN SELECT RAISE(ABORT, 'a poll is frozen from its opening on'); END;
CREATE TRIGGER poll_question_delete BEFORE DELETE ON poll_question
WHEN (SELECT state FROM poll WHERE poll_id = OLD.poll_id) <> 'planned'
BEGIN SELECT RAISE(ABORT, 'a poll is frozen from its opening on'); END;
