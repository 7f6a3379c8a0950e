-- The schema as it stands after the last migration. A new file is made of it; tests/storage/schema_test.cpp holds it to the
-- migrations.
-- Ids are random TEXT, instants are TEXT "2026-11-24T12:00:00Z", booleans INTEGER 0/1. There is no answer, vote or
-- participation table.

-- People, groups and roles. A configured_* column keeps what the configuration said last, so that a change made in chat
-- stands until the configuration itself changes.
CREATE TABLE person(
  person_id TEXT PRIMARY KEY NOT NULL CHECK(person_id <> ''),
  workspace TEXT NOT NULL,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL CHECK(language IN ('nb', 'nn', 'en')),
  configured_language TEXT NOT NULL,
  coordinator INTEGER NOT NULL CHECK(coordinator IN (0, 1)),
  active INTEGER NOT NULL CHECK(active IN (0, 1))
, made_in_chat INTEGER NOT NULL DEFAULT 0 CHECK(made_in_chat IN (0, 1)), pages INTEGER NOT NULL DEFAULT 0 CHECK(pages >= 0), email TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX person_account ON person(workspace, account) WHERE active = 1;
CREATE INDEX person_coordinators ON person(person_id) WHERE coordinator = 1;

-- leaders_take_part: its leaders, but those above, come to the sessions; told_of_leaders: of whom the group was told so.
-- alternates: its facilitators have main responsibility in turn.
-- made_in_chat: beside those of the configuration. `configured` is what that said of the group last, each setting by its name;
-- '': it is not in the file.
CREATE TABLE team(
  team_id TEXT PRIMARY KEY NOT NULL CHECK(team_id <> ''),
  config_key TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL CHECK(language IN ('nb', 'nn', 'en')),
  zone TEXT NOT NULL,
  workspace TEXT NOT NULL,
  channel TEXT NOT NULL,
  quiet TEXT NOT NULL,
  programme TEXT NOT NULL,
  cadence TEXT NOT NULL,
  timeline TEXT NOT NULL,
  active INTEGER NOT NULL CHECK(active IN (0, 1))
, sheet INTEGER NOT NULL DEFAULT 0 CHECK(sheet >= 0), place TEXT NOT NULL DEFAULT '', link TEXT NOT NULL DEFAULT '', expected INTEGER NOT NULL DEFAULT 0 CHECK(expected IN (0, 1)), above TEXT NOT NULL DEFAULT '[]', made_in_chat INTEGER NOT NULL DEFAULT 0 CHECK(made_in_chat IN (0, 1)), configured TEXT NOT NULL DEFAULT '', of_channel INTEGER NOT NULL DEFAULT 0 CHECK(of_channel IN (0, 1)), leaders_take_part INTEGER NOT NULL DEFAULT 0 CHECK(leaders_take_part IN (0, 1)), told_of_leaders TEXT NOT NULL DEFAULT '[]', alternates INTEGER NOT NULL DEFAULT 0 CHECK(alternates IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX team_key ON team(config_key) WHERE active = 1;

-- role 'none': taken out in chat while the configuration still lists the membership. since '': the founding roster.
-- ends: the last day; '': none. of_channel: is in the group's channel, and came by that or was there besides; with role
-- 'none', was taken out by a person all the same. role_told: the role of which they have heard what it is.
CREATE TABLE member(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK(role IN ('participant', 'facilitator', 'leader', 'coordinator', 'none')),
  configured_role TEXT NOT NULL,
  since TEXT NOT NULL, ends TEXT NOT NULL DEFAULT '', of_channel INTEGER NOT NULL DEFAULT 0 CHECK(of_channel IN (0, 1)), configured_ends TEXT NOT NULL DEFAULT '', role_told TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(team_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_person ON member(person_id);
CREATE INDEX member_ends ON member(team_id, person_id) WHERE ends <> '';
CREATE INDEX member_leads ON member(team_id, person_id, role, role_told) WHERE role IN ('facilitator', 'leader');
-- Who leads a group, or is a coordinator (team_id is empty), as they know it: who is it no more is told so.
CREATE TABLE role_known(
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  team_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK(role IN ('facilitator', 'leader', 'coordinator')),
  PRIMARY KEY(person_id, team_id)
) STRICT, WITHOUT ROWID;

-- A group that is being set up, or changed, in steps: what was typed, as JSON. started: the group that it became.
CREATE TABLE group_draft(
  draft_id TEXT PRIMARY KEY NOT NULL CHECK(draft_id <> ''),
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  words TEXT NOT NULL,
  started TEXT NOT NULL,
  changed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX group_draft_changed ON group_draft(changed);
CREATE INDEX group_draft_person ON group_draft(person_id);

-- What a group lacks and coordinators were told of; gone when it is mended, so that it is told again if it comes back.
CREATE TABLE team_fault(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  fault TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY(team_id, fault)
) STRICT, WITHOUT ROWID;

-- A group follows one programme after another: each run is a thing of its own, and sessions are numbered within theirs.
-- plans: which of the pack's sessions, empty for all. configured: what the group's settings named when it began. ends: ''
-- while it goes on.
CREATE TABLE run(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 1),
  programme TEXT NOT NULL,
  plans TEXT NOT NULL,
  configured TEXT NOT NULL,
  starts TEXT NOT NULL,
  ends TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('running', 'over', 'followed', 'stopped')),
  asked INTEGER NOT NULL CHECK(asked >= 0),
  PRIMARY KEY(team_id, number)
) STRICT, WITHOUT ROWID;

-- Sessions, with attendance by name. extra: set by a person and not by the cadence. called_off: when somebody last did that.
CREATE TABLE session(
  session_id TEXT PRIMARY KEY NOT NULL CHECK(session_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 0),
  starts TEXT NOT NULL,
  ends TEXT NOT NULL CHECK(ends >= starts),
  state TEXT NOT NULL CHECK(state IN ('planned', 'held', 'cancelled')),
  topic TEXT NOT NULL
, revision INTEGER NOT NULL DEFAULT 0 CHECK(revision >= 0), extra INTEGER NOT NULL DEFAULT 0 CHECK(extra IN (0, 1)), run INTEGER NOT NULL DEFAULT 1 CHECK(run >= 1), called_off TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE INDEX session_start ON session(team_id, starts);
CREATE INDEX session_end ON session(team_id, ends);
CREATE INDEX session_ended ON session(ends, state, team_id, starts, number, topic);
CREATE INDEX session_begun ON session(starts, state, team_id, ends, number, topic);
CREATE INDEX session_called_off ON session(called_off) WHERE called_off <> '';

-- Who has main responsibility for a session, where that was settled: said by a facilitator, or the session is over.
CREATE TABLE session_lead(
  session_id TEXT PRIMARY KEY NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX session_lead_person ON session_lead(person_id);

CREATE TABLE attendance(
  session_id TEXT NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  coming INTEGER NOT NULL CHECK(coming IN (0, 1)),
  PRIMARY KEY(session_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_person ON attendance(person_id);

-- Who came to a session, as a facilitator ticked it afterwards, known since the first time. A row in came says that somebody was
-- there; nothing says that somebody was not.
CREATE TABLE attendance_register(
  session_id TEXT PRIMARY KEY NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  taken_by TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  times INTEGER NOT NULL CHECK(times >= 1),
  came INTEGER NOT NULL CHECK(came >= 1),
  listed INTEGER NOT NULL CHECK(listed >= came)
, known TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE INDEX attendance_known ON attendance_register(known);
CREATE TABLE came(
  session_id TEXT NOT NULL REFERENCES attendance_register(session_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  PRIMARY KEY(session_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX came_person ON came(person_id);

-- When nobody is at work or expected: a person's or a group's pauses, everybody's, and closed days. starts and ends are
-- readings of the clock where it is, [starts, ends), in the form of instants. subject: a person or a team, nobody for all, the
-- date of a closed day.
CREATE TABLE pause(
  kind TEXT NOT NULL CHECK(kind IN ('person', 'group', 'all', 'day')),
  subject TEXT NOT NULL,
  person_id TEXT REFERENCES person(person_id) ON DELETE CASCADE CHECK((person_id IS NOT NULL) = (kind = 'person')),
  team_id TEXT REFERENCES team(team_id) ON DELETE CASCADE CHECK((team_id IS NOT NULL) = (kind = 'group')),
  starts TEXT NOT NULL,
  ends TEXT NOT NULL CHECK(ends > starts),
  PRIMARY KEY(kind, subject, starts)
) STRICT, WITHOUT ROWID;
CREATE INDEX pause_person ON pause(person_id);
CREATE INDEX pause_team ON pause(team_id);

-- The roster of the day: of a group's members those who are at work. A day without rows is everybody's.
CREATE TABLE shift(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  day TEXT NOT NULL CHECK(day <> ''),
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  PRIMARY KEY(team_id, day, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shift_person ON shift(person_id);
CREATE INDEX shift_day ON shift(day);

-- The random part of the address of a person's own calendar. Taken away or changed, the address is dead.
CREATE TABLE calendar_feed(
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  serial TEXT NOT NULL CHECK(serial <> '')
) STRICT, WITHOUT ROWID;

-- What a calendar says of a session besides its time: a fingerprint of the words, how often they changed, and when last.
CREATE TABLE session_wording(
  session_id TEXT PRIMARY KEY NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  words TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK(revision >= 0),
  changes INTEGER NOT NULL CHECK(changes >= 0),
  modified TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Polls. opens and closes are the planned times, never the time anything happened. leaning: to which side the leaders'
-- lines of a check-out lean, and scale the question they are about (bot/results/pooled.hpp). asks: the same for the same
-- questions under the same title alone; '': not worked out.
CREATE TABLE poll(
  poll_id TEXT PRIMARY KEY NOT NULL CHECK(poll_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  session_id TEXT REFERENCES session(session_id) ON DELETE SET NULL,
  named INTEGER NOT NULL CHECK(named IN (0, 1)),
  title TEXT NOT NULL,
  opens TEXT NOT NULL,
  closes TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('planned', 'open', 'closed', 'cancelled', 'lost')),
  roster INTEGER NOT NULL CHECK(roster >= 0),
  boot TEXT NOT NULL,
  disclosed INTEGER NOT NULL DEFAULT 0 CHECK(disclosed IN (0, 1))
, purpose TEXT NOT NULL DEFAULT 'command'
  CHECK(purpose IN ('command', 'topic', 'checkout', 'noticed')), leaning TEXT NOT NULL DEFAULT 'unknown'
  CHECK(leaning IN ('unknown', 'unsaid', 'none', 'low', 'mixed', 'high')), scale TEXT NOT NULL DEFAULT '', asks TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE INDEX poll_team ON poll(team_id, opens);
CREATE INDEX poll_closed ON poll(team_id, closes);
CREATE INDEX poll_state ON poll(state);
CREATE INDEX poll_closes ON poll(closes, state, purpose);
CREATE INDEX poll_session ON poll(session_id);
CREATE INDEX poll_leaning ON poll(team_id, closes, leaning, scale)
WHERE purpose = 'checkout' AND state = 'closed' AND leaning <> 'unsaid';

CREATE TABLE poll_question(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 0),
  kind TEXT NOT NULL CHECK(kind <> ''),
  prompt TEXT NOT NULL,
  options TEXT NOT NULL,
  required INTEGER NOT NULL CHECK(required IN (0, 1)),
  most INTEGER NOT NULL DEFAULT 0 CHECK(most >= 0),
  PRIMARY KEY(poll_id, number)
) STRICT, WITHOUT ROWID;

-- What may be shown, and nothing else. `line` is the order in which it is shown; texts come shuffled. `about` is an
-- option or a side of a scale, -1 for none; `word` is used by results from before these columns.
CREATE TABLE result_line(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  audience TEXT NOT NULL CHECK(audience IN ('group', 'leader')),
  part TEXT NOT NULL,
  about INTEGER NOT NULL CHECK(about >= -1),
  number INTEGER NOT NULL CHECK(number >= 0),
  word TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;

-- What a group was told of a poll, and all that its leaders are shown of it, in one row: made in the transaction in which the
-- result is out. lines: "line question part about number word", one after the other by commas. leaning, scale: of a check-out
-- of which leaders are shown something; else empty; earlier, earliest: likewise of the five before it (storage/published.hpp).
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
CREATE UNIQUE INDEX published_poll ON published(poll_id);
CREATE INDEX published_leaning ON published(team_id, closes, leaning, scale) WHERE leaning <> '';
CREATE INDEX published_earliest ON published(earliest) WHERE earliest <> '';

CREATE TABLE result_text(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  body TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;

-- Answers through a shared link or a printed sheet: reported apart from the others, never to a leader.
CREATE TABLE sheet_line(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  part TEXT NOT NULL,
  about INTEGER NOT NULL CHECK(about >= -1),
  number INTEGER NOT NULL CHECK(number >= 0),
  word TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE sheet_text(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  body TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;

-- Answers of polls that are openly named, and of no others.
CREATE TABLE named_answer(
  poll_id TEXT NOT NULL REFERENCES poll(poll_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  ballot TEXT NOT NULL,
  PRIMARY KEY(poll_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_answer_person ON named_answer(person_id);

CREATE TRIGGER named_answer_insert BEFORE INSERT ON named_answer
WHEN coalesce((SELECT named FROM poll WHERE poll_id = NEW.poll_id), 0) = 0
BEGIN SELECT RAISE(ABORT, 'an answer is stored only for a poll that is openly named'); END;
CREATE TRIGGER named_answer_update BEFORE UPDATE ON named_answer
WHEN coalesce((SELECT named FROM poll WHERE poll_id = NEW.poll_id), 0) = 0
BEGIN SELECT RAISE(ABORT, 'an answer is stored only for a poll that is openly named'); END;

-- What people are asked, and whether by name, stands still from the opening on.
CREATE TRIGGER poll_frozen BEFORE UPDATE OF team_id, purpose, named, title, opens ON poll
WHEN OLD.state <> 'planned' AND (OLD.team_id <> NEW.team_id OR OLD.purpose <> NEW.purpose OR OLD.named <> NEW.named
                                 OR OLD.title <> NEW.title OR OLD.opens <> NEW.opens)
BEGIN SELECT RAISE(ABORT, 'a poll is frozen from its opening on'); END;
CREATE TRIGGER poll_named_for_good BEFORE UPDATE OF named ON poll
WHEN OLD.named <> NEW.named
BEGIN SELECT RAISE(ABORT, 'a poll stays named or anonymous for good'); END;
CREATE TRIGGER poll_question_insert BEFORE INSERT ON poll_question
WHEN (SELECT state FROM poll WHERE poll_id = NEW.poll_id) <> 'planned'
BEGIN SELECT RAISE(ABORT, 'a poll is frozen from its opening on'); END;
CREATE TRIGGER poll_question_update BEFORE UPDATE ON poll_question
WHEN (SELECT state FROM poll WHERE poll_id = OLD.poll_id) <> 'planned'
BEGIN SELECT RAISE(ABORT, 'a poll is frozen from its opening on'); END;
CREATE TRIGGER poll_question_delete BEFORE DELETE ON poll_question
WHEN (SELECT state FROM poll WHERE poll_id = OLD.poll_id) <> 'planned'
BEGIN SELECT RAISE(ABORT, 'a poll is frozen from its opening on'); END;

-- Two looks at one poll tell more than one: no reopening, no earlier close, one result.
CREATE TRIGGER poll_finished BEFORE UPDATE OF state ON poll
WHEN OLD.state <> NEW.state AND (OLD.state IN ('closed', 'cancelled', 'lost') OR NEW.state = 'planned')
BEGIN SELECT RAISE(ABORT, 'a finished poll stays finished'); END;
CREATE TRIGGER poll_not_early BEFORE UPDATE OF closes ON poll
WHEN OLD.state = 'open' AND OLD.named = 0 AND NEW.closes < OLD.closes
BEGIN SELECT RAISE(ABORT, 'an anonymous poll never closes early'); END;
CREATE TRIGGER poll_leaning_once BEFORE UPDATE OF leaning, scale ON poll
WHEN OLD.leaning <> 'unknown'
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER poll_disclosed_once BEFORE UPDATE OF disclosed ON poll
WHEN OLD.disclosed = 1
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER result_line_once BEFORE INSERT ON result_line
WHEN (SELECT disclosed FROM poll WHERE poll_id = NEW.poll_id) = 1
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER result_line_fixed BEFORE UPDATE ON result_line
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER result_text_once BEFORE INSERT ON result_text
WHEN (SELECT disclosed FROM poll WHERE poll_id = NEW.poll_id) = 1
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER result_text_fixed BEFORE UPDATE ON result_text
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;

CREATE TRIGGER sheet_line_once BEFORE INSERT ON sheet_line
WHEN (SELECT disclosed FROM poll WHERE poll_id = NEW.poll_id) = 1
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER sheet_line_fixed BEFORE UPDATE ON sheet_line
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER sheet_text_once BEFORE INSERT ON sheet_text
WHEN (SELECT disclosed FROM poll WHERE poll_id = NEW.poll_id) = 1
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;
CREATE TRIGGER sheet_text_fixed BEFORE UPDATE ON sheet_text
BEGIN SELECT RAISE(ABORT, 'a poll has one result'); END;

-- Topic ideas after the nightly flush: no writer, no time.
CREATE TABLE idea(
  idea_id TEXT PRIMARY KEY NOT NULL CHECK(idea_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('held', 'released', 'chosen', 'merged', 'hidden'))
, month TEXT NOT NULL DEFAULT '', paper INTEGER NOT NULL DEFAULT 0 CHECK(paper IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE INDEX idea_team ON idea(team_id, state);
CREATE INDEX idea_month ON idea(state, month);

-- Receipt codes of ideas, by which the writer can follow one: a hash, no time and nobody's.
CREATE TABLE idea_receipt(
  code_hash TEXT PRIMARY KEY NOT NULL CHECK(length(code_hash) = 64),
  idea_id TEXT NOT NULL REFERENCES idea(idea_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX idea_receipt_idea ON idea_receipt(idea_id);

-- How many release moments a lone idea of the group has waited.
CREATE TABLE idea_wait(
  team_id TEXT PRIMARY KEY NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  waits INTEGER NOT NULL CHECK(waits >= 0)
) STRICT, WITHOUT ROWID;

-- Single values of the house: "idea_box.boot".
CREATE TABLE meta(
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Matters a group lifts to its leaders, without who said what; '' is no day. What the group wrote never changes.
CREATE TABLE matter(
  matter_id TEXT PRIMARY KEY NOT NULL CHECK(matter_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('lifted', 'received', 'in_work', 'more_time', 'done', 'will_not')),
  owner TEXT NOT NULL,
  look_again TEXT NOT NULL,
  passes_on TEXT NOT NULL,
  passed_on INTEGER NOT NULL CHECK(passed_on IN (0, 1)),
  raised TEXT NOT NULL,
  changed TEXT NOT NULL
, kind TEXT NOT NULL DEFAULT 'matter' CHECK(kind IN ('matter', 'decision', 'wish'))) STRICT, WITHOUT ROWID;
CREATE INDEX matter_team ON matter(team_id, raised);
CREATE INDEX matter_undated ON matter(state) WHERE look_again = '';
CREATE INDEX matter_open ON matter(team_id, raised) WHERE state NOT IN ('done', 'will_not');
CREATE INDEX matter_waiting ON matter(raised, matter_id, team_id, state, look_again, title, kind, passes_on, passed_on)
WHERE state NOT IN ('done', 'will_not');
-- What became of each, in order: only added to. leader '': the group, or the house. asked: the poll by which the group is asked
-- whether it notices.
CREATE TABLE matter_entry(
  matter_id TEXT NOT NULL REFERENCES matter(matter_id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK(number >= 1),
  what TEXT NOT NULL CHECK(what IN ('lifted', 'received', 'in_work', 'more_time', 'done', 'will_not', 'joined', 'passed_on')),
  leader TEXT NOT NULL,
  words TEXT NOT NULL,
  look_again TEXT NOT NULL,
  asked TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY(matter_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX matter_entry_at ON matter_entry(at) WHERE what NOT IN ('lifted', 'joined', 'passed_on');
CREATE INDEX matter_entry_asked ON matter_entry(asked) WHERE asked <> '';
CREATE TRIGGER matter_words_stay BEFORE UPDATE ON matter
WHEN OLD.team_id <> NEW.team_id OR OLD.title <> NEW.title OR OLD.body <> NEW.body OR OLD.raised <> NEW.raised
BEGIN SELECT RAISE(ABORT, 'what the group lifted stays as it is'); END;
CREATE TRIGGER matter_entry_fixed BEFORE UPDATE ON matter_entry
WHEN NEW.leader <> '' OR OLD.matter_id <> NEW.matter_id OR OLD.number <> NEW.number OR OLD.what <> NEW.what
  OR OLD.words <> NEW.words OR OLD.look_again <> NEW.look_again OR OLD.asked <> NEW.asked OR OLD.at <> NEW.at
BEGIN SELECT RAISE(ABORT, 'a history is only added to'); END;
CREATE TRIGGER matter_entry_stays BEFORE DELETE ON matter_entry
WHEN EXISTS(SELECT 1 FROM matter WHERE matter_id = OLD.matter_id)
BEGIN SELECT RAISE(ABORT, 'a history is only added to'); END;

-- What a group agreed for itself, in its own words, and who has been shown it as it stands.
CREATE TABLE contract(
  team_id TEXT PRIMARY KEY NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK(version >= 1),
  words TEXT NOT NULL CHECK(words <> ''),
  written TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE contract_seen(
  team_id TEXT NOT NULL REFERENCES contract(team_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  PRIMARY KEY(team_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contract_seen_person ON contract_seen(person_id);

-- What a group hoped for and feared at the first session of a period, as it was shown: brought out at the last.
CREATE TABLE hope_round(
  poll_id TEXT PRIMARY KEY NOT NULL CHECK(poll_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  run INTEGER NOT NULL CHECK(run >= 1),
  closes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hope_round_team ON hope_round(team_id, run);
CREATE TABLE hope(
  poll_id TEXT NOT NULL REFERENCES hope_round(poll_id) ON DELETE CASCADE,
  line INTEGER NOT NULL CHECK(line >= 0),
  question INTEGER NOT NULL CHECK(question >= 0),
  words TEXT NOT NULL,
  PRIMARY KEY(poll_id, line)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER hope_stays BEFORE UPDATE ON hope
BEGIN SELECT RAISE(ABORT, 'what the group was shown stays as it is'); END;

-- Who brings a situation to a session: each place, and who is asked for it. Who has said no is not kept, and nothing of the
-- asking after the session. reserve: a made-up situation, made_up says which, as "pack/number"; place 0: one that the
-- facilitator chose.
CREATE TABLE presenter(
  session_id TEXT NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  place INTEGER NOT NULL CHECK(place >= 0),
  attempt INTEGER NOT NULL CHECK(attempt >= 1),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  person_id TEXT REFERENCES person(person_id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK(state IN ('asked', 'yes', 'passed', 'reserve')),
  made_up TEXT NOT NULL,
  PRIMARY KEY(session_id, place, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX presenter_team ON presenter(team_id, person_id);
CREATE INDEX presenter_person ON presenter(person_id);
-- When people were last asked, and for which session, whatever they said: the turn. round: each is asked once a round.
CREATE TABLE presenter_turn(
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  asked TEXT NOT NULL,
  session_id TEXT NOT NULL, round INTEGER NOT NULL DEFAULT 1 CHECK(round >= 1),
  PRIMARY KEY(team_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX presenter_turn_person ON presenter_turn(person_id);

-- Certificates of attendance that were fetched: the digits on the paper, whose, and of which period of which group. Nobody:
-- erased since; the paper can still be asked about.
CREATE TABLE certificate(
  code TEXT PRIMARY KEY NOT NULL CHECK(length(code) = 10),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  run INTEGER NOT NULL CHECK(run >= 1),
  person_id TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  issued TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_person ON certificate(person_id, team_id, run);
CREATE INDEX certificate_team ON certificate(team_id);

-- Whether somebody covers for those who take part in a session: the leaders are asked, and one of them answers. revision: of
-- the session when they were asked.
CREATE TABLE cover(
  session_id TEXT PRIMARY KEY NOT NULL REFERENCES session(session_id) ON DELETE CASCADE,
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  answer TEXT NOT NULL CHECK(answer IN ('asked', 'arranged', 'phone', 'not')),
  person_id TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  revision INTEGER NOT NULL CHECK(revision >= 0)
, known TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE INDEX cover_team ON cover(team_id);
CREATE INDEX cover_person ON cover(person_id);

-- What a group tries until a later session, and what came of it. person_id: who does; nobody: somebody in the group.
CREATE TABLE tryout(
  tryout_id TEXT PRIMARY KEY NOT NULL CHECK(tryout_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  what TEXT NOT NULL,
  person_id TEXT REFERENCES person(person_id) ON DELETE SET NULL,
  agreed TEXT NOT NULL,
  due TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'kept', 'changed', 'dropped')),
  words TEXT NOT NULL
, from_whom TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE INDEX tryout_team ON tryout(team_id, agreed);
CREATE INDEX tryout_person ON tryout(person_id);

-- What the group agreed on and keeps for itself: read by nothing that a leader can reach.
CREATE TABLE kept_matter(
  kept_id TEXT PRIMARY KEY NOT NULL CHECK(kept_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_matter_team ON kept_matter(team_id, at);

-- Minutes without a name that a group has released: from then on leaders read them. Until then they lie in kept_matter.
CREATE TABLE minutes(
  minutes_id TEXT PRIMARY KEY NOT NULL CHECK(minutes_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  at TEXT NOT NULL,
  released TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX minutes_team ON minutes(team_id, at);
CREATE INDEX minutes_released ON minutes(released) WHERE released <> '';

-- What must happen later.
CREATE TABLE job(
  job_key TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  due TEXT NOT NULL,
  inner_job INTEGER NOT NULL CHECK(inner_job IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX job_due ON job(due, job_key);
CREATE INDEX job_seen ON job(inner_job, due, job_key);
CREATE INDEX job_subject ON job(subject);

-- What the bot wants posted: one row a key, for ever; `position` is the order in which rows came, and what they are kept by, as
-- a row of a kilobyte that is kept by its key has most of itself elsewhere, to be read for each comparison. edit: the message is out
-- and waits to become `body`. again: `body` changed while the row was on its way. hold: its platform wants to be left alone
-- until then. can_wait: comes as well next week. week: its Monday, of the week in which it went. Each place has its own line, and in it those that respect quiet hours another.
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
CREATE INDEX outbox_body ON outbox(due) WHERE body <> '';
CREATE INDEX outbox_line ON outbox(workspace, destination_kind, destination, (respect_quiet > edit), due, position)
WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox(position) WHERE state = 'sending';
CREATE INDEX outbox_week ON outbox(week, workspace, destination_kind, destination) WHERE week <> '';
CREATE INDEX outbox_hold ON outbox(workspace, destination_kind, destination, hold) WHERE hold <> '';

-- Deliveries of the platforms that were handled (never those of a sealed event).
CREATE TABLE seen(
  workspace TEXT NOT NULL,
  delivery TEXT NOT NULL,
  day TEXT NOT NULL,
  PRIMARY KEY(workspace, delivery)
) STRICT, WITHOUT ROWID;

-- Who was erased, as hashes: known again in the configuration and in copies from before, and readable by nobody. listed: the
-- configuration has named them ever since.
CREATE TABLE erased(
  mark TEXT PRIMARY KEY NOT NULL CHECK(length(mark) = 32),
  at TEXT NOT NULL,
  listed INTEGER NOT NULL CHECK(listed IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Acts of administrators on their way to the audit log, which is a file. Gone from here when they stand there.
CREATE TABLE audit_due(
  number INTEGER PRIMARY KEY NOT NULL,
  entry TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- What a person is called in the audit log. Erased with the person, so that the log need not be changed.
CREATE TABLE audit_name(
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  name TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
-- Signing up for a group's next period: each asking of its channel, and who is on its list. Nobody is on the list of one that
-- is settled: who was confirmed is a member. newcomer: known only because they signed up.
CREATE TABLE sign_up_round(
  round_id TEXT PRIMARY KEY NOT NULL CHECK(round_id <> ''),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  places INTEGER NOT NULL CHECK(places >= 1),
  words TEXT NOT NULL,
  opened TEXT NOT NULL,
  closes TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'closed', 'settled'))
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_up_round_team ON sign_up_round(team_id, opened);
CREATE TABLE sign_up(
  round_id TEXT NOT NULL REFERENCES sign_up_round(round_id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES person(person_id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  placed INTEGER NOT NULL CHECK(placed IN (0, 1)),
  newcomer INTEGER NOT NULL CHECK(newcomer IN (0, 1)),
  PRIMARY KEY(round_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_up_person ON sign_up(person_id);
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
-- The facilitators' network: the one group that is it, how it is asked (direct: one by one), and how many questions it had.
CREATE TABLE network(
  slot INTEGER PRIMARY KEY NOT NULL CHECK(slot = 1),
  team_id TEXT NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  direct INTEGER NOT NULL CHECK(direct IN (0, 1)),
  asked INTEGER NOT NULL CHECK(asked >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX network_team ON network(team_id);
-- Who is in it because they facilitate a group; and whom facilitators can ask for guidance.
CREATE TABLE network_member(
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person(person_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE adviser(
  person_id TEXT PRIMARY KEY NOT NULL REFERENCES person(person_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
-- Groups with a debrief each working day. at: minutes since midnight, on the wall of the group.
CREATE TABLE debrief(
  team_id TEXT PRIMARY KEY NOT NULL REFERENCES team(team_id) ON DELETE CASCADE,
  at INTEGER NOT NULL CHECK(at BETWEEN 0 AND 1439)
) STRICT, WITHOUT ROWID;
-- What the adapters of chats keep over restarts (bot/runtime/notebook.hpp). person: the account of whom it is about, or ''.
CREATE TABLE notebook(
  workspace TEXT NOT NULL,
  name TEXT NOT NULL CHECK(name <> ''),
  value TEXT NOT NULL CHECK(value <> ''),
  person TEXT NOT NULL,
  PRIMARY KEY(workspace, name)
) STRICT, WITHOUT ROWID;
