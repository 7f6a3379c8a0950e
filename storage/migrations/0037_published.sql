-- What a group was told of a poll, in one row for each: when, and all that its leaders are shown of it. Made in the transaction in
-- which the result is out, and gone with its poll. So the digests of a week read one stretch of one table: the week's results lie
-- one after the other, and whether something was told is asked of no other table.
-- lines: "line question part about number word", one after the other by commas. leaning, scale: of a check-out of which leaders are
-- shown something; else empty; earlier, earliest: likewise of the five before it (storage/published.hpp). asks (of a poll): the same for the same questions under the same title alone; '': nobody has worked
-- it out, as of all from before.
ALTER TABLE poll ADD COLUMN asks TEXT NOT NULL DEFAULT '';
CREATE TABLE published(
  told TEXT NOT NULL,
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  team_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  asks TEXT NOT NULL,
  closes TEXT NOT NULL,
  leaning TEXT NOT NULL,
  scale TEXT NOT NULL,
  lines TEXT NOT NULL,
  earlier TEXT NOT NULL DEFAULT '',
  earliest TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(told, poll_id)
) STRICT, WITHOUT ROWID;
INSERT INTO published(told, poll_id, team_id, purpose, asks, closes, leaning, scale, lines)
SELECT o.due, p.poll_id, p.team_id, p.purpose, p.asks, p.closes,
  CASE WHEN p.purpose = 'checkout' AND p.leaning <> 'unsaid' THEN p.leaning ELSE '' END,
  CASE WHEN p.purpose = 'checkout' AND p.leaning <> 'unsaid' THEN p.scale ELSE '' END,
  coalesce((SELECT group_concat(l.line || ' ' || l.question || ' ' || l.part || ' ' || l.about || ' ' || l.number || ' ' || l.word,
    ',') FROM result_line l WHERE l.poll_id = p.poll_id AND l.audience = 'leader'), '')
FROM poll p JOIN outbox o ON o.message_key = 'result:' || p.poll_id
WHERE p.state = 'closed' AND (o.state IN ('sent', 'unknown') OR o.edit = 1);
CREATE UNIQUE INDEX published_poll ON published(poll_id);
CREATE INDEX published_leaning ON published(team_id, closes, leaning, scale) WHERE leaning <> '';
UPDATE published AS x SET
  earlier = coalesce((SELECT group_concat(b.leaning || ' ' || b.poll_id || ' ' || CASE WHEN b.scale = x.scale THEN '=' ELSE b.scale
    END, ',') FROM (SELECT c.leaning, c.poll_id, c.scale FROM published c WHERE c.team_id = x.team_id AND c.leaning <> ''
    AND c.closes <= x.closes AND c.poll_id <> x.poll_id ORDER BY c.closes DESC LIMIT 5) b), ''),
  earliest = coalesce((SELECT min(b.closes) FROM (SELECT c.closes FROM published c WHERE c.team_id = x.team_id AND c.leaning <> ''
    AND c.closes <= x.closes AND c.poll_id <> x.poll_id ORDER BY c.closes DESC LIMIT 5) b), '')
WHERE x.leaning <> '';
CREATE INDEX published_earliest ON published(earliest) WHERE earliest <> '';
DROP INDEX outbox_result;
DROP INDEX result_for_leaders;
-- What else a week is made of, by its time and whichever group's it is; all that is asked of a row stands in them. Titles have at
-- most 120 letters and topics 300, so that PostgreSQL takes them too.
CREATE INDEX session_ended ON session(ends, state, team_id, starts, number, topic);
CREATE INDEX session_begun ON session(starts, state, team_id, ends, number, topic);
CREATE INDEX matter_waiting ON matter(raised, matter_id, team_id, state, look_again, title, kind, passes_on, passed_on)
WHERE state NOT IN ('done', 'will_not');
DROP INDEX matter_entry_at;
CREATE INDEX matter_entry_at ON matter_entry(at) WHERE what NOT IN ('lifted', 'joined', 'passed_on');
CREATE INDEX minutes_released ON minutes(released) WHERE released <> '';
