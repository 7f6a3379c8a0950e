#include "storage/stores.hpp"

namespace storage {

Stores open_stores(Database& database) {
  Stores stores;
  stores.people = make_people_store(database);
  stores.groups = make_group_store(database);
  stores.sessions = make_session_store(database);
  stores.attendance = make_attendance_store(database);
  stores.pauses = make_pause_store(database);
  stores.shifts = make_shift_store(database);
  stores.polls = make_poll_store(database);
  stores.ideas = make_idea_store(database);
  stores.matters = make_matter_store(database);
  stores.kept = make_kept_store(database);
  stores.tryouts = make_tryout_store(database);
  stores.contract = make_contract_store(database);
  stores.hopes = make_hope_store(database);
  stores.presenters = make_presenter_store(database);
  stores.certificates = make_certificate_store(database);
  stores.cover = make_cover_store(database);
  stores.recruiting = make_recruiting_store(database);
  stores.practices = make_practice_store(database);
  stores.purposes = make_purpose_store(database);
  stores.agreements = make_agreement_store(database);
  stores.network = make_network_store(database);
  stores.debriefs = make_debrief_store(database);
  stores.digests = make_digest_store(database);
  stores.histories = make_history_store(database);
  stores.rights = make_rights_store(database);
  stores.agenda = make_agenda_store(database);
  stores.outbox = make_outbox_store(database);
  stores.seen = make_seen_store(database);
  stores.notebook = make_notebook_store(database);
  return stores;
}

}  // namespace storage
