#pragma once
// What counts as published, in one place: what the group has been told, and nobody hears of it earlier. The
// message is out, or it is out and being changed. `due` is when it was to be told, after quiet hours and
// after a time that we were down. Of a poll `p` and the row `o` of its result in the outbox.

#define STORAGE_OF_RESULT "outbox o ON o.message_key = 'result:' || p.poll_id"
#define STORAGE_IS_TOLD "p.state = 'closed' AND (o.state IN ('sent', 'unknown') OR o.edit = 1) "
#define STORAGE_IS_PUBLISHED "p.purpose <> 'noticed' AND " STORAGE_IS_TOLD

// People who said that they come, of a session `s`, as the list of sessions counts them: those who take part
// in the group now (core::takes_part), have no pause then and are not off that day, by UTC (add_days_off in
// people_store.cpp). Then how many came, of how many, where it was ticked.
#define STORAGE_SESSION_COUNTS                                                                        \
  "(SELECT count(*) FROM attendance a JOIN member m ON m.team_id = s.team_id AND m.person_id = "      \
  "a.person_id JOIN person p ON p.person_id = a.person_id JOIN team t ON t.team_id = s.team_id "      \
  "WHERE a.session_id = s.session_id AND a.coming = 1 AND m.role <> 'none' AND p.active = 1 "         \
  "AND (m.role <> 'leader' OR (t.leaders_take_part = 1 "                                              \
  "AND instr(t.above, '\"' || a.person_id || '\"') = 0)) "                                            \
  "AND NOT EXISTS(SELECT 1 FROM pause w WHERE w.person_id = a.person_id "                             \
  "AND w.starts <= s.starts AND w.ends > s.starts) "                                                  \
  "AND coalesce((SELECT max(CASE WHEN g.role <> 'participant' OR NOT EXISTS(SELECT 1 FROM shift d "   \
  "WHERE d.team_id = g.team_id AND d.day = substr(s.starts, 1, 10)) OR EXISTS(SELECT 1 FROM shift d " \
  "WHERE d.team_id = g.team_id AND d.day = substr(s.starts, 1, 10) AND d.person_id = g.person_id) "   \
  "THEN 1 ELSE 0 END) FROM member g JOIN team h ON h.team_id = g.team_id AND h.active = 1 "           \
  "WHERE g.person_id = a.person_id AND g.role NOT IN ('none', 'leader')), 1) = 1), "                  \
  "coalesce(r.came, 0), coalesce(r.listed, 0), "                                                      \
  "coalesce((SELECT v.answer FROM cover v WHERE v.session_id = s.session_id), '') FROM session s "    \
  "LEFT JOIN attendance_register r ON r.session_id = s.session_id "
