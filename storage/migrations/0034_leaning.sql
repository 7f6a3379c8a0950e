-- To which side the leaders' lines of a check-out lean, so that a digest need not read them again: made of those lines when it
-- closes, and gone with it. unknown: not worked out yet, as of all from before. unsaid: leaders were shown nothing. scale: the
-- same for the same question alone.
ALTER TABLE poll ADD COLUMN leaning TEXT NOT NULL DEFAULT 'unknown'
  CHECK(leaning IN ('unknown', 'unsaid', 'none', 'low', 'mixed', 'high'));
ALTER TABLE poll ADD COLUMN scale TEXT NOT NULL DEFAULT '';
UPDATE poll SET leaning = 'unsaid' WHERE purpose = 'checkout' AND state = 'closed' AND NOT EXISTS(SELECT 1 FROM result_line l
WHERE l.poll_id = poll.poll_id AND l.audience = 'leader');
DROP INDEX poll_checkout;
CREATE INDEX poll_leaning ON poll(team_id, closes, leaning, scale)
WHERE purpose = 'checkout' AND state = 'closed' AND leaning <> 'unsaid';
CREATE TRIGGER poll_leaning_once BEFORE UPDATE OF leaning, scale ON poll
WHEN OLD.leaning <> 'unknown'
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
