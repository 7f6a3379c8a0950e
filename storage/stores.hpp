#pragma once
// Every store on one connection: what a new one needs here is its maker and a member.

#include <memory>

#include "bot/features/agreements/store.hpp"
#include "bot/features/attendance/store.hpp"
#include "bot/features/certificates/store.hpp"
#include "bot/features/contract/store.hpp"
#include "bot/features/cover/store.hpp"
#include "bot/features/debriefs/store.hpp"
#include "bot/features/digests/store.hpp"
#include "bot/features/groups/store.hpp"
#include "bot/features/hopes/store.hpp"
#include "bot/features/ideas/store.hpp"
#include "bot/features/matters/store.hpp"
#include "bot/features/network/store.hpp"
#include "bot/features/pauses/store.hpp"
#include "bot/features/people/store.hpp"
#include "bot/features/polls/store.hpp"
#include "bot/features/practices/store.hpp"
#include "bot/features/presenters/store.hpp"
#include "bot/features/purposes/store.hpp"
#include "bot/features/recruiting/store.hpp"
#include "bot/features/rights/store.hpp"
#include "bot/features/sessions/store.hpp"
#include "bot/features/shifts/store.hpp"
#include "bot/features/tryouts/store.hpp"
#include "bot/runtime/store.hpp"
#include "storage/database.hpp"

namespace storage {

std::unique_ptr<people::PeopleStore> make_people_store(Database& database);
std::unique_ptr<groups::GroupStore> make_group_store(Database& database);
std::unique_ptr<sessions::SessionStore> make_session_store(Database& database);
std::unique_ptr<attendance::AttendanceStore> make_attendance_store(Database& database);
std::unique_ptr<pauses::PauseStore> make_pause_store(Database& database);
std::unique_ptr<shifts::ShiftStore> make_shift_store(Database& database);
std::unique_ptr<polls::PollStore> make_poll_store(Database& database);
std::unique_ptr<ideas::IdeaStore> make_idea_store(Database& database);
std::unique_ptr<matters::MatterStore> make_matter_store(Database& database);
std::unique_ptr<matters::KeptStore> make_kept_store(Database& database);
std::unique_ptr<tryouts::TryoutStore> make_tryout_store(Database& database);
std::unique_ptr<contract::ContractStore> make_contract_store(Database& database);
std::unique_ptr<hopes::HopeStore> make_hope_store(Database& database);
std::unique_ptr<presenters::PresenterStore> make_presenter_store(Database& database);
std::unique_ptr<certificates::CertificateStore> make_certificate_store(Database& database);
std::unique_ptr<cover::CoverStore> make_cover_store(Database& database);
std::unique_ptr<recruiting::RecruitingStore> make_recruiting_store(Database& database);
std::unique_ptr<practices::PracticeStore> make_practice_store(Database& database);
std::unique_ptr<purposes::PurposeStore> make_purpose_store(Database& database);
std::unique_ptr<agreements::AgreementStore> make_agreement_store(Database& database);
std::unique_ptr<network::NetworkStore> make_network_store(Database& database);
std::unique_ptr<debriefs::DebriefStore> make_debrief_store(Database& database);
std::unique_ptr<digests::DigestStore> make_digest_store(Database& database);
std::unique_ptr<digests::HistoryStore> make_history_store(Database& database);
std::unique_ptr<rights::RightsStore> make_rights_store(Database& database);
std::unique_ptr<runtime::AgendaStore> make_agenda_store(Database& database);
std::unique_ptr<runtime::OutboxStore> make_outbox_store(Database& database);
std::unique_ptr<runtime::SeenStore> make_seen_store(Database& database);
std::unique_ptr<runtime::NotebookStore> make_notebook_store(Database& database);

// The stores use `database` as long as they live: destroy them first. On a reader they can only be read.
// Every member may throw storage::Error; none begins or ends a transaction.
struct Stores {
  Database& database;
  std::unique_ptr<people::PeopleStore> people = make_people_store(database);
  std::unique_ptr<groups::GroupStore> groups = make_group_store(database);
  std::unique_ptr<sessions::SessionStore> sessions = make_session_store(database);
  std::unique_ptr<attendance::AttendanceStore> attendance = make_attendance_store(database);
  std::unique_ptr<pauses::PauseStore> pauses = make_pause_store(database);
  std::unique_ptr<shifts::ShiftStore> shifts = make_shift_store(database);
  std::unique_ptr<polls::PollStore> polls = make_poll_store(database);
  std::unique_ptr<ideas::IdeaStore> ideas = make_idea_store(database);
  std::unique_ptr<matters::MatterStore> matters = make_matter_store(database);
  std::unique_ptr<matters::KeptStore> kept = make_kept_store(database);
  std::unique_ptr<tryouts::TryoutStore> tryouts = make_tryout_store(database);
  std::unique_ptr<contract::ContractStore> contract = make_contract_store(database);
  std::unique_ptr<hopes::HopeStore> hopes = make_hope_store(database);
  std::unique_ptr<presenters::PresenterStore> presenters = make_presenter_store(database);
  std::unique_ptr<certificates::CertificateStore> certificates = make_certificate_store(database);
  std::unique_ptr<cover::CoverStore> cover = make_cover_store(database);
  std::unique_ptr<recruiting::RecruitingStore> recruiting = make_recruiting_store(database);
  std::unique_ptr<practices::PracticeStore> practices = make_practice_store(database);
  std::unique_ptr<purposes::PurposeStore> purposes = make_purpose_store(database);
  std::unique_ptr<agreements::AgreementStore> agreements = make_agreement_store(database);
  std::unique_ptr<network::NetworkStore> network = make_network_store(database);
  std::unique_ptr<debriefs::DebriefStore> debriefs = make_debrief_store(database);
  std::unique_ptr<digests::DigestStore> digests = make_digest_store(database);
  std::unique_ptr<digests::HistoryStore> histories = make_history_store(database);
  std::unique_ptr<rights::RightsStore> rights = make_rights_store(database);
  std::unique_ptr<runtime::AgendaStore> agenda = make_agenda_store(database);
  std::unique_ptr<runtime::OutboxStore> outbox = make_outbox_store(database);
  std::unique_ptr<runtime::SeenStore> seen = make_seen_store(database);
  std::unique_ptr<runtime::NotebookStore> notebook = make_notebook_store(database);
};
inline Stores open_stores(Database& database) {
  return {database};
}

}  // namespace storage
