-- A person's pages have a number, which is on their addresses: another number makes the old addresses worthless.
ALTER TABLE person ADD COLUMN pages INTEGER NOT NULL DEFAULT 0 CHECK(pages >= 0);
