#include "bot/runtime/notices.hpp"

#include "bot/core/coordinators.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"

namespace runtime {
namespace {

constexpr auto gathering = std::chrono::hours{1};
constexpr auto told_again = std::chrono::days{7};  // of one mailbox, or a part of a workspace
constexpr std::chrono::hours until_mended{24 * 365 * 10};
constexpr const char* none = "0";  // no part was refused there
constexpr std::string_view job_kind = "notices.hour", refusal = "refused";
// Rows of our own. One that may be lost counts as a message like others, so that the hour's words are said
// until they arrive; one that cannot be delivered is not tried again.
constexpr std::string_view own_keys = "undelivered:";

std::string job_key(std::string_view kind, const std::string& subject) {
  return "notices:" + std::string(kind) + ":" + subject;
}

// Why, for whoever can do something about it in the chat (outbox.why.*); else it is for the log's reader.
std::string_view why_of(const core::Destination& to, std::string_view reason) {
  struct Row {
    core::Destination::Kind place;
    std::string_view reason, why;
  };
  constexpr auto channel = core::Destination::Kind::channel, person = core::Destination::Kind::person;
  constexpr std::string_view no_entry = "outbox.why.no_entry", gone = "outbox.why.gone",
                             nobody = "outbox.why.nobody", shared = "outbox.why.shared";
  // The fixed codes of adapters, and Slack's own. What is wrong with a webhook is none of these: it
  // is made anew where the service runs, and there is nobody to add to its channel.
  constexpr Row rows[] = {
      {channel, "forbidden", no_entry},     {channel, "not_in_channel", no_entry},
      {channel, "shared_channel", shared},  {channel, "no_permission", no_entry},
      {channel, "access_denied", no_entry}, {channel, "not_found", gone},
      {channel, "channel_gone", gone},      {channel, "channel_not_found", gone},
      {channel, "is_archived", gone},       {channel, "unknown_channel", gone},
      {person, "unknown_user", nobody},     {person, "user_not_found", nobody},
      {person, "user_disabled", nobody},    {person, "is_inactive", nobody},
      {person, "not_found", nobody},
  };
  for (const Row& row : rows)
    if (row.place == to.kind && row.reason == reason) return row.why;
  return "outbox.why.other";
}

void arrange(UnitOfWork& work, const std::string& key, std::string subject, core::Instant due) {
  core::Job job;
  job.key = key;
  job.kind = job_kind;
  job.subject = std::move(subject);  // hangs on nothing; it counts
  job.due = due;
  job.inner = true;
  work.arrange(std::move(job));
}

void arrange(UnitOfWork& work, const std::string& key, int count, core::Instant due) {
  arrange(work, key, std::to_string(count), due);
}

}  // namespace

std::string Notices::name_of(const core::Directory& people, const core::Destination& place) {
  if (place.kind == core::Destination::Kind::channel) {
    const core::Group* group = people.group_in_channel(place.workspace, place.id);
    return group ? group->name : place.id;
  }
  const core::Person* person = person_at(people, place);
  return person ? person->name : place.id;
}

void Notices::lost(UnitOfWork& work, const OutboxRow& row, bool unknown, const std::string& reason) {
  const bool own = row.key.starts_with(own_keys);
  if (row.edit || (own && !unknown)) return;
  // texts: outbox.box.*
  if (const std::string box = "outbox.box." + reason; !unknown && core::has_text(box)) {
    const std::string known = job_key("box", row.to.workspace + "/" + row.to.id);
    if (agenda_.find(known)) return;
    arrange(work, known, 0, work.now() + told_again);
    return tell(work, row.to, row.key, box, {}, {});
  }
  const std::string key = job_key(unknown ? "unknown" : "undelivered", row.to.workspace);
  if (const auto counting = agenda_.find(key)) {
    arrange(work, key, std::atoi(counting->subject.c_str()) + 1, counting->due);
    return;
  }
  arrange(work, key, own ? 1 : 0, work.now() + gathering);
  if (own) return;
  const std::string about = row.key.substr(0, row.key.find(':'));
  if (unknown) return tell(work, row.to, row.key, "outbox.unknown", {}, about);
  tell(work, row.to, row.key, "outbox.undelivered", why_of(row.to, reason), about);
}

void Notices::clock_went_back(core::Instant now) {
  for (const std::string_view kind : {"unknown", "undelivered"})
    agenda_.bring_forward(job_key(kind, ""), now + gathering);
  agenda_.bring_forward(job_key("box", ""), now + told_again);
}

void Notices::tell(UnitOfWork& work, const core::Destination& to, const std::string& occasion,
                   std::string_view text, std::string_view why, const std::string& about) {
  const std::string where = name_of(work.people(), to);
  for (const core::Person* coordinator : work.people().coordinators()) {
    if (core::destination_of(*coordinator) == to) continue;
    const core::Language language = coordinator->language;
    core::Message message;
    // texts: outbox.unknown, outbox.undelivered, outbox.refused_place
    core::say(message, language, text, {{"where", where}});
    if (!why.empty()) core::say(message, language, why);                       // texts: outbox.why.*
    if (const std::string key = "outbox.about." + about; core::has_text(key))  // texts: outbox.about.*
      message.blocks.emplace_back(core::ContextLine{{core::Span(core::text(language, key))}});
    work.post(core::urgent(core::of_group(core::coordinators_alone,
                                          {std::string(own_keys) + occasion + ":" + coordinator->id.text,
                                           core::destination_of(*coordinator), std::move(message), true})));
  }
}

bool Notices::due(UnitOfWork& work, const core::Job& job) {
  if (job.kind != job_kind) return false;
  if (job.key.starts_with(job_key(refusal, ""))) return true;
  const int count = std::atoi(job.subject.c_str());
  if (count == 0) return true;
  arrange(work, job.key, 0, work.now() + gathering);
  const bool unknown = job.key.starts_with(job_key("unknown", ""));
  const std::string workspace = job.key.substr(job_key(unknown ? "unknown" : "undelivered", "").size());
  core::tell_coordinators(work, std::string(own_keys) + job.key + ":" + core::to_text(work.now()),
                          unknown ? "outbox.unknown_more" : "outbox.undelivered_more",
                          {{"count", std::to_string(count)}, {"workspace", workspace}});
  return true;
}

void Notices::refused(UnitOfWork& work, const core::Destination& to, const Delivered& outcome) {
  const std::string place = to.workspace + "/" + to.id;
  const bool part = !outcome.place_alone && !outcome.shut.empty();
  std::string subject = outcome.place_alone ? place : to.workspace;
  if (part) subject += "/" + outcome.shut;
  const std::string key = job_key(refusal, subject);
  // Of each place, for the next life (refused_at).
  if (const std::string at = job_key(refusal, place); part && !agenda_.find(at))
    arrange(work, at, subject, work.now() + told_again);
  if (agenda_.find(key)) return;
  refusals_ = true;
  const std::string why = outcome.reason.empty() ? "" : ": " + outcome.reason;
  const std::string once = key + ":" + core::to_text(work.now());
  if (outcome.place_alone) {
    core::log(core::Level::error, "outbox: a place takes nothing from us; it is tried for a day",
              (to.kind == core::Destination::Kind::channel ? place : to.workspace) + why);
    arrange(work, key, none, work.now() + until_mended);
    return tell(work, to, once, "outbox.refused_place", why_of(to, outcome.reason), {});
  }
  core::log(core::Level::error, "outbox: we are not let in; messages wait", subject + why);
  arrange(work, key, none, work.now() + (part ? told_again : until_mended));
  core::tell_coordinators(work, std::string(own_keys) + once, part ? "outbox.refused_part" : "outbox.refused",
                          {{"where", to.workspace}});
}

bool Notices::is_any_refused() {
  if (!refusals_) refusals_ = agenda_.any(job_key(refusal, ""));
  return *refusals_;
}

std::vector<std::string> Notices::refused_at(const core::Destination& to) {
  std::vector<std::string> found;
  if (!is_any_refused()) return found;
  if (agenda_.find(job_key(refusal, to.workspace))) found.push_back(to.workspace);
  const auto place = agenda_.find(job_key(refusal, to.workspace + "/" + to.id));
  if (place && place->subject != none && agenda_.find(job_key(refusal, place->subject)))
    found.push_back(place->subject);
  return found;
}

void Notices::mended(UnitOfWork& work, const std::string& subject) {
  // Asked of each message that arrives.
  if (!is_any_refused()) return;
  const std::string key = job_key(refusal, subject);
  const auto known = agenda_.find(key);
  if (!known) return;
  const bool whole = known->subject == none;
  if (whole)
    core::log(core::Level::info, "outbox: messages are taken again", subject.substr(0, subject.find('/')));
  work.cancel_job(key);
  // Who is told in that same workspace would hear of it only now.
  work.withdraw(std::string(own_keys) + key + ":");
  if (!whole) mended(work, known->subject);
}

}  // namespace runtime
