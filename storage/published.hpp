#pragma once
// What counts as published, in one place: what the group has been told, and nobody hears of it earlier. The
// message is out, or it is out and being changed. `due` is when it was to be told, after quiet hours and
// after a time that we were down; in the table `published` stands when it was, which is later where a chat
// was away. Of a poll `p` and the row `o` of its result in the outbox.

#define STORAGE_OF_RESULT "outbox o ON o.message_key = 'result:' || p.poll_id"
#define STORAGE_IS_TOLD "p.state = 'closed' AND (o.state IN ('sent', 'unknown') OR o.edit = 1) "
// The lines of the poll `p` that its leaders are shown, in one text; the word is one of few, without blanks
// or commas.
#define STORAGE_LINES_FOR_LEADERS                                                                           \
  "coalesce((SELECT group_concat(l.line || ' ' || l.question || ' ' || l.part || ' ' || l.about || ' ' || " \
  "l.number || ' ' || l.word, ',') FROM result_line l WHERE l.poll_id = p.poll_id AND l.audience = "        \
  "'leader'), '')"
// In a told check-out's row stand the leanings of up to five that closed before it, newest first: "leaning
// poll scale" by commas, the scale "=" where it is the row's own; and when the oldest of them closed. Of rows
// `x`, for a condition to follow: whenever one that others name is told, known better or gone.
#define STORAGE_BEFORE_IT(columns)                                                  \
  "FROM (SELECT " columns                                                           \
  " FROM published c WHERE c.team_id = x.team_id AND c.leaning <> '' AND c.closes " \
  "<= x.closes AND c.poll_id <> x.poll_id ORDER BY c.closes DESC LIMIT 5) b"
#define STORAGE_SET_EARLIER \
  "UPDATE published AS x SET earlier = coalesce((SELECT group_concat(b.leaning || ' ' || b.poll_id || ' ' "   \
  "|| CASE WHEN b.scale = x.scale THEN '=' ELSE b.scale END, ',') " STORAGE_BEFORE_IT(                        \
      "c.leaning, c.poll_id, c.scale") "), ''), earliest = coalesce((SELECT min(b.closes) " STORAGE_BEFORE_IT("c.closes") \
  "), '') WHERE x.leaning <> '' "
#define STORAGE_SET_EARLIER_FROM_POLL                                                                    \
  STORAGE_SET_EARLIER                                                                                    \
  "AND x.team_id = (SELECT team_id FROM published WHERE poll_id = :one) AND x.closes >= (SELECT closes " \
  "FROM published WHERE poll_id = :same)"
#define STORAGE_IS_PUBLISHED "p.purpose <> 'noticed' AND " STORAGE_IS_TOLD

// People who said that they come, of a session `s`, as the list of sessions counts them: those who take part
// in the group now (core::takes_part) and are not off that day, by UTC (add_days_off in
// people_store.cpp), which is looked at only where anybody has a roster that day. Then how many came, of how
// many, where it was ticked.
#define STORAGE_SESSION_COUNTS                                                                        \
  "(SELECT count(*) FROM attendance a JOIN member m ON m.team_id = s.team_id AND m.person_id = "      \
  "a.person_id JOIN person p ON p.person_id = a.person_id "                                           \
  "WHERE a.session_id = s.session_id AND a.coming = 1 AND m.role <> 'none' AND p.active = 1 "         \
  "AND (m.role <> 'leader' OR EXISTS(SELECT 1 FROM team t WHERE t.team_id = s.team_id "               \
  "AND t.leaders_take_part = 1 AND instr(t.above, '\"' || a.person_id || '\"') = 0)) "                \
  "AND (NOT EXISTS(SELECT 1 FROM shift o WHERE o.day = substr(s.starts, 1, 10)) OR "                  \
  "coalesce((SELECT max(CASE WHEN g.role <> 'participant' OR NOT EXISTS(SELECT 1 FROM shift d "       \
  "WHERE d.team_id = g.team_id AND d.day = substr(s.starts, 1, 10)) OR EXISTS(SELECT 1 FROM shift d " \
  "WHERE d.team_id = g.team_id AND d.day = substr(s.starts, 1, 10) AND d.person_id = g.person_id) "   \
  "THEN 1 ELSE 0 END) FROM member g JOIN team h ON h.team_id = g.team_id AND h.active = 1 "           \
  "WHERE g.person_id = a.person_id AND g.role NOT IN ('none', 'leader')), 1) = 1)), "                 \
  "coalesce(r.came, 0), coalesce(r.listed, 0), "                                                      \
  "coalesce((SELECT v.answer FROM cover v WHERE v.session_id = s.session_id), '') FROM session s "    \
  "LEFT JOIN attendance_register r ON r.session_id = s.session_id "
