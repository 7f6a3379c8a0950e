-- How often a session was moved or cancelled: calendars keep the newest of two.
ALTER TABLE session ADD COLUMN revision INTEGER NOT NULL DEFAULT 0 CHECK(revision >= 0);

-- The random part of the address of a person's own calendar. Taken away or changed, the address is dead.
CREATE TABLE calendar_feed(
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  serial TEXT NOT NULL CHECK(serial <> '')
) STRICT, WITHOUT ROWID;
