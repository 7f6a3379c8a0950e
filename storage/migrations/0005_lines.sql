-- Each place has its own line: the oldest message that waits there is found at once, however many wait elsewhere. `due`
-- stays the place in the line; a platform that asks for patience sets `hold`.
ALTER TABLE outbox ADD COLUMN hold TEXT NOT NULL DEFAULT '';
UPDATE outbox SET hold = due WHERE state = 'waiting' AND attempts > 0;
DROP INDEX outbox_due;
CREATE INDEX outbox_line ON outbox(workspace, destination_kind, destination, (respect_quiet > edit), due, position)
WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox(position) WHERE state = 'sending';
CREATE INDEX outbox_hold ON outbox(workspace, destination_kind, destination, hold) WHERE hold <> '';
