-- Rights of persons, and what administrators did.

-- Who was erased, as hashes: known again in the configuration and in copies from before, and readable by nobody. listed: the
-- configuration has named them ever since.
CREATE TABLE erased(
  mark TEXT PRIMARY KEY NOT NULL CHECK(length(mark) = 32),
  at TEXT NOT NULL,
  listed INTEGER NOT NULL CHECK(listed IN (0, 1))
) STRICT, WITHOUT ROWID;

-- A leader who is erased is taken out of the history, and nothing else of it changes.
DROP TRIGGER matter_entry_fixed;
CREATE TRIGGER matter_entry_fixed BEFORE UPDATE ON matter_entry
WHEN NEW.leader <> '' OR OLD.matter_id <> NEW.matter_id OR OLD.number <> NEW.number OR OLD.what <> NEW.what
  OR OLD.words <> NEW.words OR OLD.look_again <> NEW.look_again OR OLD.asked <> NEW.asked OR OLD.at <> NEW.at
BEGIN SELECT RAISE(ABORT, 'a history is only added to'); END;

-- Acts of administrators on their way to the audit log, which is a file. Gone from here when they stand there.
CREATE TABLE audit_due(
  number INTEGER PRIMARY KEY NOT NULL,
  entry TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- What a person is called in the audit log. Erased with the person, so that the log need not be changed.
CREATE TABLE audit_name(
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  name TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
