-- What groups released of what they do now, for everybody in the organisation. team_id: who may take it back; never shown.
CREATE TABLE practice(
  practice_id TEXT PRIMARY KEY NOT NULL CHECK(practice_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  words TEXT NOT NULL,
  released TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX practice_released ON practice(released);
CREATE INDEX practice_team ON practice(team_id);
-- What a group is for: each asking, and what leaders and facilitators said, by name. gives: numbers of options.
CREATE TABLE purpose(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 1),
  asked TEXT NOT NULL,
  sessions INTEGER NOT NULL CHECK(sessions >= 0),
  round INTEGER NOT NULL CHECK(round IN (1, 2)),
  PRIMARY KEY(team_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE purpose_answer(
  team_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  round INTEGER NOT NULL CHECK(round IN (1, 2)),
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK(role IN ('facilitator', 'leader')),
  gives TEXT NOT NULL,
  decides INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY(team_id, number, round, person_id),
  FOREIGN KEY(team_id, number) REFERENCES purpose(team_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX purpose_answer_person ON purpose_answer(person_id);
-- What leader and facilitator agreed about a group, and who of each side said yes to this version.
CREATE TABLE agreement(
  team_id TEXT PRIMARY KEY NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 1),
  recruits TEXT NOT NULL,
  informs TEXT NOT NULL,
  hours TEXT NOT NULL,
  length TEXT NOT NULL,
  room TEXT NOT NULL,
  written TEXT NOT NULL,
  facilitator_id TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  leader_id TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  by_facilitator INTEGER NOT NULL CHECK(by_facilitator IN (0, 1)),
  by_leader INTEGER NOT NULL CHECK(by_leader IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_facilitator ON agreement(facilitator_id);
CREATE INDEX agreement_leader ON agreement(leader_id);
-- Letters to those who take part. Each copy has a word of its own, nobody's, that is used up when it is read.
CREATE TABLE letter(
  letter_id TEXT PRIMARY KEY NOT NULL CHECK(letter_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  sent TEXT NOT NULL,
  copies INTEGER NOT NULL CHECK(copies >= 0),
  read_by INTEGER NOT NULL CHECK(read_by >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_team ON letter(team_id, sent);
CREATE TABLE letter_copy(
  letter_id TEXT NOT NULL REFERENCES letter(letter_id) ON DELETE CASCADE,
  word TEXT NOT NULL CHECK(word <> ''),
  PRIMARY KEY(letter_id, word)
) STRICT, WITHOUT ROWID;
