-- can_wait: a message that comes as well next week, when the week of somebody who would read it is full. week: the Monday of
-- the week in which it went, for as long as its body is kept.
ALTER TABLE outbox ADD COLUMN can_wait INTEGER NOT NULL DEFAULT 0 CHECK(can_wait IN (0, 1));
ALTER TABLE outbox ADD COLUMN week TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_week ON outbox(week, workspace, destination_kind, destination) WHERE week <> '';
