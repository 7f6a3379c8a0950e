-- The last day of a membership as the configuration says it: a change in chat stands until the file says another.
ALTER TABLE member ADD COLUMN configured_ends TEXT NOT NULL DEFAULT '';
