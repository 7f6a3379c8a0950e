-- What each night looks for: what is to be forgotten, by when it was, and memberships that end. Not by going through all that is kept.
CREATE INDEX poll_closes ON poll(closes, state, purpose);
CREATE INDEX idea_month ON idea(state, month);
CREATE INDEX member_ends ON member(team_id, person_id) WHERE ends <> '';
