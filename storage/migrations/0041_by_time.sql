-- What each night looks for what is to be forgotten by. Not by the group, and not by all that is kept.
CREATE INDEX poll_closes ON poll(closes, state, purpose);
CREATE INDEX idea_month ON idea(state, month);
