-- urgent: goes ahead of what waits, and into the part of a week that is kept for such. lapses: of no use from then on. team_id: of
-- which group it is; who is in it no more does not get it.
ALTER TABLE outbox ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0 CHECK(urgent IN (0, 1));
ALTER TABLE outbox ADD COLUMN lapses TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN team_id TEXT NOT NULL DEFAULT '';
