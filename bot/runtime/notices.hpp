#pragma once
// Tells the coordinators when messages do not arrive. The first of a kind in a workspace is told at once;
// those that follow within the hour are counted and told together, so that a broken workspace does not flood
// anybody. The count stands in the agenda. Engine thread.

#include <optional>
#include <string>
#include <vector>

#include "bot/runtime/adapter.hpp"
#include "bot/runtime/store.hpp"
#include "bot/runtime/unit_of_work.hpp"

namespace runtime {

class Notices {
 public:
  explicit Notices(AgendaStore& agenda) : agenda_(agenda) {}

  // A post was given up, or nobody knows whether it arrived. `reason`: the platform's fixed code. Of a
  // mailbox that takes nothing (outbox.box.*) it is told who and why, once a week for each.
  void lost(UnitOfWork& work, const OutboxRow& row, bool unknown, const std::string& reason);
  // Our credentials are not taken in the workspace, in a part of it or at this place alone, as `outcome`
  // says; told once until mended(), of a part once a week.
  void refused(UnitOfWork& work, const core::Destination& to, const Delivered& outcome);
  // False: nothing is refused anywhere, which is nearly always.
  bool is_any_refused();
  // What is known to be refused of where `to` is: its workspace, its part of it ("w/chats"), or nothing.
  std::vector<std::string> refused_at(const core::Destination& to);
  // `subject`: a workspace, or "workspace/place". With a place that a part was refused at, the part is
  // mended; others of that part may never have been refused.
  void mended(UnitOfWork& work, const std::string& subject);
  // Nothing is counted, or kept quiet, for longer from now on than it is at most.
  void clock_went_back(core::Instant now);
  // The hour of a count is over. False: the job is nobody's here.
  bool due(UnitOfWork& work, const core::Job& job);

 private:
  // What people call a place: a group's or person's name, else the platform's id.
  static std::string name_of(const core::Directory& people, const core::Destination& place);
  // `occasion`: told once. `why`: a text, or nothing. `about`: how the message's key begins; said in words
  // where there are some for it (outbox.about.*).
  static void tell(UnitOfWork& work, const core::Destination& to, const std::string& occasion,
                   std::string_view text, std::string_view why, const std::string& about);

  AgendaStore& agenda_;
  std::optional<bool> refusals_;  // whether there may be any, once it is known
};

}  // namespace runtime
