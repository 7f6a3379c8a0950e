#include "storage/holdings.hpp"

#include <array>

namespace storage {
namespace {

// A statement in each; `(SELECT id FROM who)` is the person.
#define WHO_ID "(SELECT id FROM who)"
#define WHO_ACCOUNT "(SELECT workspace || '/' || account FROM who)"
// By mail a person goes by the id, there and in notes.
#define THEIR_PLACE                                                                            \
  "((workspace = (SELECT workspace FROM who) AND destination = (SELECT account FROM who)) OR " \
  "destination = " WHO_ID ") AND destination_kind = 'person'"
#define THEIR_NOTES                                                                       \
  "((workspace = (SELECT workspace FROM who) AND person = (SELECT account FROM who)) OR " \
  "person = " WHO_ID ")"
#define JSON_OR_TEXT(column) \
  "json(CASE WHEN json_valid(" column ") THEN " column " ELSE json_quote(" column ") END)"
#define YES_NO(condition) "json(CASE WHEN " condition " = 1 THEN 'true' ELSE 'false' END)"

constexpr std::array all{
    Holding{
        "member", "person_id", "groups",
        "SELECT json_object('group', t.config_key, 'name', t.name, 'role', m.role, 'role_by_configuration', "
        "m.configured_role, 'since', m.since, 'last_day', m.ends, 'in_channel', " YES_NO(
            "m.of_channel") ") FROM member m JOIN team t ON t.team_id = m.team_id "
                            "WHERE m.person_id = " WHO_ID " ORDER BY t.config_key",
        "DELETE FROM member WHERE person_id = " WHO_ID},
    Holding{
        "role_known", "person_id", "roles_known",
        "SELECT json_object('group', t.name, 'role', r.role) FROM role_known r LEFT JOIN team t ON t.team_id "
        "= r.team_id WHERE r.person_id = " WHO_ID " ORDER BY t.name, r.team_id",
        "DELETE FROM role_known WHERE person_id = " WHO_ID},
    Holding{"attendance", "person_id", "attendance",
            "SELECT json_object('group', t.name, 'session', s.starts, 'state', s.state, 'coming', " YES_NO(
                "a.coming") ") FROM attendance a JOIN session s ON s.session_id = a.session_id JOIN team t "
                            "ON t.team_id = s.team_id "
                            "WHERE a.person_id = " WHO_ID " ORDER BY s.starts, t.name",
            "DELETE FROM attendance WHERE person_id = " WHO_ID},
    Holding{"came", "person_id", "came_to",
            "SELECT json_object('group', t.name, 'session', s.starts) FROM came c JOIN session s ON "
            "s.session_id = "
            "c.session_id JOIN team t ON t.team_id = s.team_id WHERE c.person_id = " WHO_ID
            " ORDER BY s.starts, t.name",
            // How many were there stays counted.
            "DELETE FROM came WHERE person_id = " WHO_ID},
    Holding{"attendance_register", "taken_by", "ticked_who_came_to",
            "SELECT json_object('group', t.name, 'session', s.starts) FROM attendance_register r JOIN "
            "session s ON "
            "s.session_id = r.session_id JOIN team t ON t.team_id = s.team_id WHERE r.taken_by = " WHO_ID
            " ORDER BY s.starts, t.name",
            "UPDATE attendance_register SET taken_by = NULL WHERE taken_by = " WHO_ID},
    Holding{
        "shift", "person_id", "shifts",
        "SELECT json_object('group', t.name, 'day', s.day) FROM shift s JOIN team t ON t.team_id = s.team_id "
        "WHERE s.person_id = " WHO_ID " ORDER BY s.day, t.name",
        "DELETE FROM shift WHERE person_id = " WHO_ID},
    Holding{"pause", "person_id", "pause",
            "SELECT json_object('from', starts, 'until_before', ends) FROM pause WHERE person_id = " WHO_ID
            " ORDER BY starts",
            "DELETE FROM pause WHERE person_id = " WHO_ID},
    Holding{"pause", "subject", "", "", "DELETE FROM pause WHERE kind = 'person' AND subject = " WHO_ID},
    Holding{
        "named_answer", "person_id", "named_answers",
        "SELECT json_object('group', t.name, 'title', " JSON_OR_TEXT(
            "p.title") ", 'closes', p.closes, 'questions', "
                       "(SELECT json_group_array(json_object('prompt', " JSON_OR_TEXT(
                           "prompt") ", 'options', " JSON_OR_TEXT("options") ")) FROM (SELECT prompt, "
                                                                             "options FROM poll_question "
                                                                             "WHERE poll_id = p.poll_id "
                                                                             "ORDER BY number) q), "
                                                                             "'answer', " JSON_OR_TEXT(
                                                                                 "n.ballot") ") FROM "
                                                                                             "named_answer n "
                                                                                             "JOIN poll p ON "
                                                                                             "p.poll_id = "
                                                                                             "n.poll_id "
                                                                                             "JOIN team t ON "
                                                                                             "t.team_id = "
                                                                                             "p.team_id "
                                                                                             "WHERE "
                                                                                             "n.person_id "
                                                                                             "= " WHO_ID
                                                                                             " ORDER BY "
                                                                                             "p.closes, "
                                                                                             "p.poll_id",
        "DELETE FROM named_answer WHERE person_id = " WHO_ID},
    Holding{"matter_entry", "leader", "matter_answers",
            "SELECT json_object('group', t.name, 'title', m.title, 'answer', e.what, 'words', e.words, "
            "'look_again', "
            "e.look_again, 'at', e.at) FROM matter_entry e JOIN matter m ON m.matter_id = e.matter_id "
            "JOIN team t ON t.team_id = m.team_id WHERE e.leader = " WHO_ID
            " ORDER BY e.at, m.matter_id, e.number",
            "UPDATE matter_entry SET leader = '' WHERE leader = " WHO_ID},
    Holding{"matter", "owner", "matters_followed_up",
            "SELECT json_object('group', t.name, 'title', m.title, 'raised', m.raised) FROM matter m "
            "JOIN team t ON t.team_id = m.team_id WHERE m.owner = " WHO_ID " ORDER BY m.raised, m.matter_id",
            "UPDATE matter SET owner = '' WHERE owner = " WHO_ID},
    Holding{
        "team", "above", "leader_above",
        "SELECT json_object('group', name) FROM team WHERE instr(above, " WHO_ID ") > 0 ORDER BY name",
        "UPDATE team SET above = (SELECT json_group_array(value) FROM json_each(above) WHERE value <> " WHO_ID
        ") WHERE instr(above, " WHO_ID ") > 0"},
    Holding{
        "team", "told_of_leaders", "", "",
        "UPDATE team SET told_of_leaders = (SELECT json_group_array(value) FROM json_each(told_of_leaders) "
        "WHERE value <> " WHO_ID ") WHERE instr(told_of_leaders, " WHO_ID ") > 0"},
    Holding{"session_lead", "person_id", "main_responsibility",
            "SELECT json_object('group', t.name, 'session', s.starts) FROM session_lead l JOIN session s ON "
            "s.session_id = l.session_id JOIN team t ON t.team_id = s.team_id WHERE l.person_id = " WHO_ID
            " ORDER BY s.starts, t.name",
            "DELETE FROM session_lead WHERE person_id = " WHO_ID},
    Holding{"team", "configured", "", "",
            "UPDATE team SET configured = replace(configured, " WHO_ID ", (SELECT nobody FROM who)) "
            "WHERE instr(configured, " WHO_ID ") > 0"},
    Holding{"group_draft", "person_id", "drafts_of_groups",
            "SELECT json_object('words', " JSON_OR_TEXT(
                "words") ") FROM group_draft WHERE person_id = " WHO_ID " ORDER BY draft_id",
            "DELETE FROM group_draft WHERE person_id = " WHO_ID},
    Holding{"group_draft", "words", "", "",
            "UPDATE group_draft SET words = replace(words, " WHO_ID ", (SELECT nobody FROM who)) "
            "WHERE instr(words, " WHO_ID ") > 0"},
    Holding{
        "tryout", "person_id", "try_outs",
        "SELECT json_object('group', t.name, 'what', r.what, 'agreed', r.agreed, 'state', r.state, 'words', "
        "r.words) FROM tryout r JOIN team t ON t.team_id = r.team_id WHERE r.person_id = " WHO_ID
        " ORDER BY r.agreed, r.tryout_id",
        // It stays the group's: somebody tries it.
        "UPDATE tryout SET person_id = NULL WHERE person_id = " WHO_ID},
    Holding{
        "contract_seen", "person_id", "contracts_shown",
        "SELECT json_object('group', t.name) FROM contract_seen c JOIN team t ON t.team_id = c.team_id WHERE "
        "c.person_id = " WHO_ID " ORDER BY t.name",
        "DELETE FROM contract_seen WHERE person_id = " WHO_ID},
    Holding{
        "presenter", "person_id", "situations_brought",
        "SELECT json_object('group', t.name, 'session', s.starts, 'state', r.state) FROM presenter r JOIN "
        "session s ON s.session_id = r.session_id JOIN team t ON t.team_id = r.team_id WHERE r.person_id "
        "= " WHO_ID " ORDER BY s.starts, t.name",
        "DELETE FROM presenter WHERE person_id = " WHO_ID},
    Holding{"presenter_turn", "person_id", "asked_for_a_situation",
            "SELECT json_object('group', t.name, 'asked', r.asked) FROM presenter_turn r JOIN team t ON "
            "t.team_id = r.team_id WHERE r.person_id = " WHO_ID " ORDER BY r.asked, t.name",
            "DELETE FROM presenter_turn WHERE person_id = " WHO_ID},
    Holding{"certificate", "person_id", "certificates",
            "SELECT json_object('group', t.name, 'period', c.run, 'issued', c.issued, 'code', c.code) FROM "
            "certificate c JOIN team t ON t.team_id = c.team_id WHERE c.person_id = " WHO_ID
            " ORDER BY c.issued, c.code",
            // Who holds the paper can still ask whether its code was issued.
            "UPDATE certificate SET person_id = NULL WHERE person_id = " WHO_ID},
    Holding{"cover", "person_id", "cover_answers",
            "SELECT json_object('group', t.name, 'session', s.starts, 'answer', c.answer) FROM cover c JOIN "
            "session s ON s.session_id = c.session_id JOIN team t ON t.team_id = c.team_id WHERE c.person_id "
            "= " WHO_ID " ORDER BY s.starts, t.name",
            "UPDATE cover SET person_id = NULL WHERE person_id = " WHO_ID},
    Holding{"sign_up", "person_id", "sign_ups",
            "SELECT json_object('group', t.name, 'opened', r.opened, 'has_place', " YES_NO(
                "s.placed") ") FROM sign_up s JOIN sign_up_round r ON r.round_id = s.round_id JOIN team t ON "
                            "t.team_id = r.team_id WHERE s.person_id = " WHO_ID " ORDER BY r.opened, t.name",
            "DELETE FROM sign_up WHERE person_id = " WHO_ID},
    Holding{"purpose_answer", "person_id", "purpose_answers",
            "SELECT json_object('group', t.name, 'role', a.role, 'round', a.round, 'words', a.words) FROM "
            "purpose_answer a JOIN team t ON t.team_id = a.team_id WHERE a.person_id = " WHO_ID
            " ORDER BY t.name, a.number, a.round",
            "DELETE FROM purpose_answer WHERE person_id = " WHO_ID},
    Holding{"agreement", "facilitator_id", "agreements_facilitator",
            "SELECT json_object('group', t.name, 'written', a.written) FROM agreement a JOIN team t ON "
            "t.team_id = a.team_id WHERE a.facilitator_id = " WHO_ID " ORDER BY a.written, t.name",
            // That somebody of that side said yes stays.
            "UPDATE agreement SET facilitator_id = NULL WHERE facilitator_id = " WHO_ID},
    Holding{"agreement", "leader_id", "agreements_leader",
            "SELECT json_object('group', t.name, 'written', a.written) FROM agreement a JOIN team t ON "
            "t.team_id = a.team_id WHERE a.leader_id = " WHO_ID " ORDER BY a.written, t.name",
            "UPDATE agreement SET leader_id = NULL WHERE leader_id = " WHO_ID},
    Holding{
        "network_member", "person_id", "network",
        "SELECT json_object('in_the_network', json('true')) FROM network_member WHERE person_id = " WHO_ID,
        "DELETE FROM network_member WHERE person_id = " WHO_ID},
    Holding{"adviser", "person_id", "adviser",
            "SELECT json_object('can_be_asked', json('true')) FROM adviser WHERE person_id = " WHO_ID,
            "DELETE FROM adviser WHERE person_id = " WHO_ID},
    Holding{"calendar_feed", "person_id", "calendar",
            "SELECT json_object('address', 'handed out') FROM calendar_feed WHERE person_id = " WHO_ID,
            "DELETE FROM calendar_feed WHERE person_id = " WHO_ID},
    Holding{"outbox", "destination", "messages",
            "SELECT json_object('due', due, 'state', state, 'content', CASE WHEN body = '' THEN NULL "
            "ELSE " JSON_OR_TEXT("body") " END) FROM outbox WHERE " THEIR_PLACE " ORDER BY due, position",
            "DELETE FROM outbox WHERE " THEIR_PLACE},
    // What was posted to others about them; the words are looked at in erasure.cpp.
    Holding{"outbox", "message_key", "", "",
            "UPDATE outbox SET message_key = replace(replace(message_key, " WHO_ID
            ", (SELECT nobody FROM who)), " WHO_ACCOUNT
            ", (SELECT nobody FROM who)) WHERE instr(message_key, " WHO_ID
            ") > 0 OR instr(message_key, " WHO_ACCOUNT ") > 0"},
    Holding{"outbox", "body", "", "",
            "UPDATE outbox SET body = replace(body, " WHO_ID
            ", (SELECT nobody FROM who)) WHERE instr(body, " WHO_ID ") > 0"},
    Holding{"job", "job_key", "", "",
            "DELETE FROM job WHERE instr(job_key, " WHO_ID ") > 0 OR instr(job_key, " WHO_ACCOUNT ") > 0"},
    Holding{"job", "subject", "", "", "DELETE FROM job WHERE instr(subject, " WHO_ID ") > 0"},
    // Marks of what came from the chat: a few days old at most.
    Holding{"seen", "delivery", "", "",
            "DELETE FROM seen WHERE workspace = (SELECT workspace FROM who) AND instr(delivery, (SELECT "
            "account FROM who)) > 0"},
    Holding{"notebook", "person", "kept_by_the_chat",
            "SELECT json_object('name', name, 'value', " JSON_OR_TEXT(
                "value") ") FROM notebook WHERE " THEIR_NOTES " ORDER BY name",
            "DELETE FROM notebook WHERE " THEIR_NOTES},
    // Letters to others about them; the words are looked at in erasure.cpp.
    Holding{"notebook", "value", "", "",
            "UPDATE notebook SET value = replace(value, " WHO_ID
            ", (SELECT nobody FROM who)) WHERE instr(value, " WHO_ID ") > 0"},
    Holding{"audit_name", "person_id", "", "", "DELETE FROM audit_name WHERE person_id = " WHO_ID},
    Holding{"person", "person_id", "person",
            "SELECT json_object('id', person_id, 'name', name, 'workspace', workspace, 'account', account, "
            "'email', email, 'language', language, "
            "'coordinator', " YES_NO("coordinator") ", 'in_configuration', " YES_NO(
                "active") ") FROM person "
                          "WHERE person_id = " WHO_ID,
            "DELETE FROM person WHERE person_id = " WHO_ID},
};

constexpr std::array texts{
    FreeText{"session", "topic"},        FreeText{"poll", "title"},
    FreeText{"poll_question", "prompt"}, FreeText{"poll_question", "options"},
    FreeText{"result_text", "body"},     FreeText{"sheet_text", "body"},
    FreeText{"result_line", "word"},     FreeText{"published", "lines"},
    FreeText{"sheet_line", "word"},      FreeText{"idea", "body"},
    FreeText{"matter", "title"},         FreeText{"matter", "body"},
    FreeText{"matter_entry", "words"},   FreeText{"kept_matter", "body"},
    FreeText{"minutes", "body"},         FreeText{"contract", "words"},
    FreeText{"hope", "words"},           FreeText{"tryout", "what"},
    FreeText{"tryout", "words"},         FreeText{"practice", "words"},
    FreeText{"purpose_answer", "words"}, FreeText{"agreement", "recruits"},
    FreeText{"agreement", "informs"},    FreeText{"agreement", "hours"},
    FreeText{"agreement", "length"},     FreeText{"agreement", "room"},
    FreeText{"sign_up_round", "words"},  FreeText{"group_draft", "words"},
    FreeText{"named_answer", "ballot"},
};

#undef WHO_ID
#undef WHO_ACCOUNT
#undef THEIR_PLACE
#undef JSON_OR_TEXT
#undef YES_NO

}  // namespace

std::span<const Holding> holdings() {
  return all;
}
std::span<const FreeText> free_texts() {
  return texts;
}

}  // namespace storage
