-- For the weeks of many groups, read together: what was told in a week, whichever group's it is; what leaders did in it; what
-- is still open; and of results the lines for leaders alone. What a condition names stands in them, so that no table is read.
CREATE INDEX outbox_result ON outbox(due, state, edit) WHERE substr(message_key, 1, 7) = 'result:';
CREATE INDEX poll_checkout ON poll(team_id, closes, purpose, state) WHERE purpose = 'checkout' AND state = 'closed';
CREATE INDEX result_for_leaders ON result_line(poll_id, line, question, part, about, number, word, audience)
WHERE audience = 'leader';
CREATE INDEX matter_open ON matter(team_id, raised) WHERE state NOT IN ('done', 'will_not');
CREATE INDEX matter_entry_at ON matter_entry(at);
CREATE INDEX matter_entry_asked ON matter_entry(asked) WHERE asked <> '';

-- What is to be found out, from whom; '': something is tried.
ALTER TABLE tryout ADD COLUMN from_whom TEXT NOT NULL DEFAULT '';
