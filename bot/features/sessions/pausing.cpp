// Sessions and pauses: what falls into one does not take place, and comes back where the pause goes.

#include <algorithm>
#include <set>

#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/random.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/sessions/events.hpp"
#include "bot/features/sessions/feature.hpp"
#include "bot/features/sessions/planning.hpp"

namespace sessions {
namespace {

bool touches(const core::Closed& closed, const core::Zone& zone, core::Instant starts, core::Instant ends) {
  return closed.from < zone.to_local(ends) && zone.to_local(starts) < closed.to;
}

core::Instant reading(core::Local local) {
  return core::Instant{local.time_since_epoch()};
}
core::Closed stretch(core::Instant from, core::Instant to) {
  return {core::Local{from.time_since_epoch()}, core::Local{to.time_since_epoch()}};
}

struct NewsOf {
  core::GroupId group;
  PauseNews news;
};
NewsOf news_in(const core::Job& job) {
  if (const auto values = events::pause_news.unpacked(job.subject)) {
    const auto& [group, made, over, off] = *values;
    NewsOf found{group, {made.all, over.all, off.all}};
    if (found.news.empty()) found.news.over.emplace_back();  // as a former version left it: one is over
    return found;
  }
  // As a former version left it: a pause that was made.
  NewsOf found;
  if (const auto values = events::pauses_changed.unpacked(job.subject)) {
    found.group = std::get<0>(*values).value_or(core::GroupId());
    if (const auto& from = std::get<1>(*values), &to = std::get<2>(*values); from && to)
      found.news.made = {stretch(*from, *to)};
  }
  return found;
}

bool has(const std::vector<core::Closed>& all, const core::Closed& one) {
  return std::ranges::find(all, one) != all.end();
}

// Where and when a person wanted it: the cadence does not bring it back.
bool set_by_hand(const core::Session& session, const core::Group& group) {
  return session.extra || was_moved(session, group);
}

}  // namespace

bool taken_away(const core::Session& session) {
  return session.state == core::Session::State::cancelled && session.number == 0;
}

std::string packed(const Stretches& stretches) {
  std::string text;
  for (const core::Closed& each : stretches.all)
    text +=
        (text.empty() ? "" : ",") + core::to_text(reading(each.from)) + "/" + core::to_text(reading(each.to));
  return text;
}
bool unpack(std::string_view text, Stretches& stretches) {
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const auto bar = one.find('/');
    core::Instant from, to;
    if (bar == std::string_view::npos || !core::unpack(one.substr(0, bar), from) ||
        !core::unpack(one.substr(bar + 1), to))
      return false;
    stretches.all.push_back(stretch(from, to));
  }
  return true;
}

std::optional<std::string_view> closed_for(const core::Group& group, core::Instant starts,
                                           core::Instant ends) {
  const core::Zone zone = core::Zone::named(group.zone);
  const core::Closed* closed =
      core::closed_at(group.quiet.closed, zone.to_local(starts), zone.to_local(ends));
  if (!closed) return std::nullopt;
  if (!closed->day) return in_pause;
  return core::eve_on(core::date_of(closed->from)).value_or("closed");
}

std::string closing_problem(const core::Group& group, core::Instant starts, core::Instant ends) {
  const auto why = closed_for(group, starts, ends);
  if (!why) return {};
  return *why == in_pause ? "sessions.move.in_pause" : "sessions.move.closed";
}

bool set_otherwise(SessionStore& store, const core::Group& group, const core::Occurrence& day) {
  const auto session = store.find(session_id(group, day.starts, day.ends));
  if (!session) return false;
  const bool cancelled = session->state == core::Session::State::cancelled && !taken_away(*session);
  return cancelled || was_moved(*session, group);
}

std::vector<core::Date> lost_to(SessionStore& store, const core::Group& group, const core::Closed& pause,
                                core::Instant now) {
  const core::Zone zone = core::Zone::named(group.zone);
  std::set<core::Date> days;
  const auto add = [&](core::Instant starts, core::Instant ends) {
    if (starts > now && touches(pause, zone, starts, ends)) days.insert(core::local_date(group, starts));
  };
  if (group.cadence)
    for (const core::Occurrence& one :
         core::occurrences(*group.cadence, zone, core::date_of(pause.from), core::date_of(pause.to)))
      if (!one.holiday && !set_otherwise(store, group, one)) add(one.starts, one.ends);
  for (const core::Session& session :
       store.of_group(group.id, now, zone.to_utc(pause.to) + std::chrono::days{1}))
    // The pause may have taken it already.
    if (session.state == core::Session::State::planned ||
        (taken_away(session) && !called_off(store, session) &&
         (!group.cadence || set_by_hand(session, group))))
      add(session.starts, session.ends);
  return {days.begin(), days.end()};
}

void Planner::follow_pauses(core::Context& context, const core::Group& group,
                            const std::optional<core::Closed>& made, const std::vector<core::Closed>& gone) {
  for (core::Session session : coming(group, context.now())) {
    const auto why = closed_for(group, session.starts, session.ends);
    if (!why || session.starts <= context.now()) continue;
    const bool was_told = told(session, group, context.now());
    const core::Session before = session;
    withdraw(context, session.id);
    session.state = core::Session::State::cancelled;
    session.number = 0;  // may come again
    ++session.revision;
    free_topic(context, session);
    store_.save(session);
    store_.drop_attendance(session.id);
    if (was_told) {
      const core::Message off =
          cancelled({before, group, subject_of(before, group).plan}, nullptr, group.language);
      renew(context, group, post_key("invitation", before, group), off, off);
      if (*why != in_pause) tell_no_session(context, group, before.starts, *why);
    }
    context.emit(core::SessionChanged{session});
  }
  // What a person set is brought back here; the cadence's own comes back by itself.
  for (core::Session session : all_of(group))
    if (set_by_hand(session, group) && taken_away(session) && !called_off(store_, session) &&
        session.starts > context.now() && !closed_for(group, session.starts, session.ends)) {
      session.state = core::Session::State::planned;
      ++session.revision;
      store_.save(session);
    }
  plan(context, group, true);
  // What was taken away and is back stands in its invitation again.
  for (const core::Session& session : coming(group, context.now()))
    if (session.revision > 0) renew_invitation(context, session, group, false);
  arrange_telling(context, group, made, gone);
}

// In the morning, where it was made at night; the pause itself is no reason to wait. What was not heard of
// need not be taken back, and what was taken back unheard is as it was.
void Planner::arrange_telling(core::Context& context, const core::Group& group,
                              const std::optional<core::Closed>& made,
                              const std::vector<core::Closed>& gone) {
  if (made && made->day) return;
  const std::string key = std::string(tell_pause_job) + ":" + group.id.text;
  const core::Zone zone = core::Zone::named(group.zone);
  const auto waits = context.arranged(key);
  PauseNews news = waits ? news_in(*waits).news : PauseNews();
  for (const core::Closed& each : gone)
    if (std::erase(news.made, each) == 0)
      (each.from <= zone.to_local(context.now()) ? news.over : news.off).push_back(each);
  if (made && std::erase(news.over, *made) + std::erase(news.off, *made) == 0 && !has(news.made, *made))
    news.made.push_back(*made);
  context.cancel_job(key);
  if (news.empty()) return;
  core::QuietHours hours = group.quiet;
  hours.closed.clear();
  context.arrange({key, std::string(tell_pause_job),
                   events::pause_news.pack(group.id, {news.made}, {news.over}, {news.off}),
                   core::after_quiet(context.now(), zone, hours)});
}

core::Job Planner::job_of(std::string_view kind, const core::PausesChanged& changed, core::Instant due) {
  std::optional<core::Instant> from, to;
  std::optional<core::GroupId> group;
  if (!changed.group.empty()) group = changed.group;
  if (changed.made) from = reading(changed.made->from), to = reading(changed.made->to);
  const std::optional<int> day = changed.made && changed.made->day ? std::optional(1) : std::nullopt;
  const std::string subject = events::pauses_changed.pack(group, from, to, day, {changed.gone});
  return {std::string(kind) + ":" + subject, std::string(kind), subject, due};
}

void Planner::pauses_due(core::Context& context, const core::Job& job) {
  if (job.kind == tell_pause_job) return tell_pauses(context, job);
  const auto values = events::pauses_changed.unpacked(job.subject);
  if (!values) return;
  const auto& [id, from, to, day, gone] = *values;
  if (id) core::group_due(context, *id);
  std::optional<core::Closed> made;
  if (from && to) {
    made = stretch(*from, *to);
    made->day = day.has_value();
  }
  for (const core::Group& group : context.people().groups())
    if (!id || group.id == *id) follow_pauses(context, group, made, gone.all);
}

void Planner::tell_pauses(core::Context& context, const core::Job& job) {
  auto [id, news] = news_in(job);
  const core::Group& group = core::group_due(context, id);
  const core::Zone zone = core::Zone::named(group.zone);
  std::vector<core::Closed> there = group.quiet.closed;
  std::erase_if(there, [](const core::Closed& one) { return one.day; });
  std::erase_if(news.made, [&](const core::Closed& one) { return !has(there, one); });
  // One that went and lies in another, or partly: of that one it is said that it holds. What is past of it
  // needs none.
  const core::Local today = zone.to_local(context.now());
  for (auto* gone : {&news.over, &news.off})
    std::erase_if(*gone, [&](const core::Closed& one) {
      return std::ranges::any_of(there, [&](const core::Closed& other) {
        return other.from <= std::max(one.from, today) && one.to <= other.to;
      });
    });
  for (const auto* gone : {&news.over, &news.off})
    for (const core::Closed& one : *gone)
      for (const core::Closed& other : there)
        if (other.from < one.to && one.from < other.to && !has(news.made, other)) news.made.push_back(other);
  if (news.empty()) return;
  std::ranges::sort(news.made, {}, &core::Closed::from);
  std::set<core::Date> lost;
  core::Instant after = context.now();
  for (const core::Closed& made : news.made) {
    after = std::max(after, zone.to_utc(made.to));
    // Who meets each working day knows which days those are.
    if (core::meets_daily(group)) continue;
    for (const core::Date day : lost_to(store_, group, made, context.now())) lost.insert(day);
  }
  const auto next = next_after(context, group, after);
  std::optional<Subject> subject;
  if (next) subject.emplace(subject_of(*next, group));
  const std::string key =
      "pause:" + group.id.text + ":" + core::to_text(context.now()) + ":" + core::id_from_name(job.subject);
  const core::Post post{
      key, group.destination(),
      pause_told(news, {lost.begin(), lost.end()}, subject ? &*subject : nullptr, group, context.now()),
      false};
  context.post(post);
  tell_leaders(context, group, post);
}

core::Message pause_told(const PauseNews& news, const std::vector<core::Date>& lost, const Subject* next,
                         const core::Group& group, core::Instant now) {
  const core::Language language = group.language;
  const core::Date today = core::local_date(group, now);
  core::Message message;
  const auto add = [&](core::Rich words) { message.blocks.emplace_back(core::Paragraph{std::move(words)}); };
  const auto say = [&](std::string_view key, const core::Closed& pause) {
    // texts: sessions.pause.told sessions.pause.gone sessions.pause.off
    add(core::rich(language, key, {{"when", core::say_days(language, pause, today)}}));
  };
  const bool alone = news.made.empty();
  if (alone && !news.over.empty()) add(core::rich(language, "sessions.pause.over"));
  for (const core::Closed& pause : news.made) say("sessions.pause.told", pause);
  for (const core::Closed& pause : news.off) say(alone ? "sessions.pause.off" : "sessions.pause.gone", pause);
  if (!alone)
    for (const core::Closed& pause : news.over) say("sessions.pause.gone", pause);
  if (!lost.empty())
    add({core::Span(core::text_n(language, "sessions.pause.lost", static_cast<int>(lost.size()),
                                 {{"days", core::say_dates(language, lost)}}))});
  if (next)
    add(core::rich(language, "sessions.next",
                   {{"when", say_when_and_year(next->session, next->group, language, now)},
                    {"title", title_of(*next, language)}}));
  return message;
}

}  // namespace sessions
