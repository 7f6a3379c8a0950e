-- Leaders read who came in the first digest after it was ticked, whenever the session was. Of earlier rows nobody knows when that
-- was: it is asked for when the check-out closes.
ALTER TABLE attendance_register ADD COLUMN known TEXT NOT NULL DEFAULT '';
UPDATE attendance_register SET known = coalesce(
  (SELECT max(p.closes) FROM poll p
    WHERE p.session_id = attendance_register.session_id AND p.purpose = 'checkout' AND p.state <> 'cancelled'),
  (SELECT s.ends FROM session s WHERE s.session_id = attendance_register.session_id));
CREATE INDEX attendance_known ON attendance_register(known);
-- Likewise that a session was called off, or was not held, and that cover was not arranged. Of earlier rows it was told in the week
-- of the session.
ALTER TABLE session ADD COLUMN called_off TEXT NOT NULL DEFAULT '';
UPDATE session SET called_off = ends WHERE state = 'cancelled' AND number > 0;
CREATE INDEX session_called_off ON session(called_off) WHERE called_off <> '';
ALTER TABLE cover ADD COLUMN known TEXT NOT NULL DEFAULT '';
UPDATE cover SET known = coalesce((SELECT s.starts FROM session s WHERE s.session_id = cover.session_id), '');
-- A digest tells until its own moment, on Monday at eight, and no more until the midnight before: what the last one left out of
-- that morning is still to be told.
UPDATE published SET told = substr(told, 1, 10) || 'T08:00:00Z' WHERE substr(told, 12) < '08:00:00Z';
-- Minutes of the group likewise, where the history shows the day alone.
UPDATE minutes SET released = substr(released, 1, 10) || 'T08:00:00Z' WHERE released <> '' AND substr(released, 12) < '08:00:00Z';
