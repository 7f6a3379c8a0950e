-- Kept by their position: a message of a kilobyte or two that is kept by its key has most of itself on pages of its own, which
-- SQLite reads and copies for each key that it compares with another on the way.
ALTER TABLE outbox RENAME TO former_outbox;
CREATE TABLE outbox(
  position INTEGER PRIMARY KEY NOT NULL,
  message_key TEXT NOT NULL UNIQUE,
  workspace TEXT NOT NULL,
  destination_kind TEXT NOT NULL CHECK(destination_kind IN ('channel', 'person')),
  destination TEXT NOT NULL,
  body TEXT NOT NULL,
  respect_quiet INTEGER NOT NULL CHECK(respect_quiet IN (0, 1)),
  edit INTEGER NOT NULL CHECK(edit IN (0, 1)),
  again INTEGER NOT NULL DEFAULT 0 CHECK(again IN (0, 1)),
  state TEXT NOT NULL
    CHECK(state = 'waiting' OR state = 'sending' OR state = 'sent' OR state = 'unknown' OR state = 'failed'),
  due TEXT NOT NULL,
  attempts INTEGER NOT NULL CHECK(attempts >= 0),
  ref TEXT NOT NULL,
  hold TEXT NOT NULL DEFAULT '',
  can_wait INTEGER NOT NULL DEFAULT 0 CHECK(can_wait IN (0, 1)),
  week TEXT NOT NULL DEFAULT '',
  urgent INTEGER NOT NULL DEFAULT 0 CHECK(urgent IN (0, 1)),
  lapses TEXT NOT NULL DEFAULT '',
  team_id TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO outbox(
  message_key, position, workspace, destination_kind, destination, body, respect_quiet, edit, again, state, due, attempts, ref,
  hold, can_wait, week, urgent, lapses, team_id)
SELECT
  message_key, position, workspace, destination_kind, destination, body, respect_quiet, edit, again, state, due, attempts, ref,
  hold, can_wait, week, urgent, lapses, team_id
FROM former_outbox;
DROP TABLE former_outbox;
CREATE INDEX outbox_body ON outbox(due) WHERE body <> '';
CREATE INDEX outbox_line ON outbox(workspace, destination_kind, destination, (respect_quiet > edit), due, position)
WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox(position) WHERE state = 'sending';
CREATE INDEX outbox_week ON outbox(week, workspace, destination_kind, destination) WHERE week <> '';
CREATE INDEX outbox_hold ON outbox(workspace, destination_kind, destination, hold) WHERE hold <> '';
