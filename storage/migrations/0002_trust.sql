-- Receipt codes of ideas: what the writer can follow an idea by. Written in the flush's one transaction, without time.
CREATE TABLE idea_receipt(
  code_hash TEXT PRIMARY KEY NOT NULL CHECK(length(code_hash) = 64),
  idea_id TEXT NOT NULL REFERENCES idea(idea_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX idea_receipt_idea ON idea_receipt(idea_id);

-- For retention: the month in which the group saw the idea, '2026-11'; '' before that.
ALTER TABLE idea ADD COLUMN month TEXT NOT NULL DEFAULT '';
