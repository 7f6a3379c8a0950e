-- A membership may have a last day: for students and temps. An address tells two of one name apart when a list is read.
-- of_channel: of a group, that whoever is in its channel takes part; of a member, that they are there.
ALTER TABLE member ADD COLUMN ends TEXT NOT NULL DEFAULT '';
ALTER TABLE member ADD COLUMN of_channel INTEGER NOT NULL DEFAULT 0 CHECK(of_channel IN (0, 1));
ALTER TABLE person ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE team ADD COLUMN of_channel INTEGER NOT NULL DEFAULT 0 CHECK(of_channel IN (0, 1));
