-- round: each is asked for a situation once a round. Who was asked before is in the first.
ALTER TABLE presenter_turn ADD COLUMN round INTEGER NOT NULL DEFAULT 1 CHECK(round >= 1);
