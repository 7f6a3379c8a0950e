#include "bot/features/ideas/release.hpp"

#include <algorithm>

#include "bot/core/group_due.hpp"
#include "bot/core/job_name.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/ideas/events.hpp"
#include "bot/results/result_view.hpp"

namespace ideas {
namespace {

using core::Context;
using core::Language;

constexpr std::size_t poll_options = 30;                  // as many as one question takes (polls/kinds.hpp)
constexpr int together = 2;                               // ideas are released at least two together ...
constexpr int lone_waits = 1;                             // ... but a lone one waits for one release only
constexpr auto answered_within = std::chrono::hours{20};  // a topic that only a facilitator can choose
constexpr auto closed_within = std::chrono::days{14};     // what was asked, when it is chosen

// The subject of such a job.
struct Undecided {
  core::GroupId group;
  core::SessionId session;
  std::string key;  // of the messages, before the person
  bool second = false;
};
std::string subject_of(const Undecided& asked) {
  return events::undecided.pack(asked.second ? 2 : 1, asked.group, asked.session, asked.key);
}
// A former version began with a sign, "-<group> <session> <key>", and with + when both had been asked.
std::optional<Undecided> undecided_in(std::string subject) {
  if (subject.starts_with('-')) subject = core::with_bars("1 " + subject.substr(1));
  if (subject.starts_with('+')) subject = core::with_bars("2 " + subject.substr(1));
  auto found = events::undecided.unpacked(subject);
  if (!found) return std::nullopt;
  auto& [times, group, session, key] = *found;
  return Undecided{std::move(group), std::move(session), std::move(key), times > 1};
}
std::string job_key(const core::GroupId& group) {
  return std::string(events::undecided.name) + ":" + group.text;
}
std::string message_key(const std::string& key, const core::Person& person) {
  return "undecided:" + key + ":" + person.id.text;
}

}  // namespace

core::Question topic_question(const std::vector<Idea>& ideas) {
  core::Question question;
  question.kind = core::Question::Kind::choices;
  question.prompt = core::localized("ideas.poll.question");
  question.required = true;
  for (const Idea& idea : ideas) question.options.emplace_back(idea.body);
  return question;
}

void Release::on(Context& context, const core::Fact& fact) {
  if (const auto* moment = std::get_if<core::MomentDue>(&fact)) {
    if (moment->moment == "ideas") show(context, moment->session);
    // Who meets each working day has neither that moment nor a check-in.
    const core::Group* group = context.people().group(moment->session.group);
    if (moment->moment == "checkout" && group && core::meets_daily(*group) && !moment->session.extra)
      show(context, moment->session);
    // A lone one is shown when people meet, at the latest.
    if (moment->moment == "checkin") show_all(context, moment->session.group);
    if (moment->moment == "checkin") ask_no_more(context, moment->session);
    if (moment->moment == "topic_poll") ask(context, *moment);
  } else if (const auto* closed = std::get_if<core::PollClosed>(&fact)) {
    if (closed->poll.purpose == core::Poll::Purpose::topic) decided(context, *closed);
  } else if (const auto* topic = std::get_if<core::TopicChosen>(&fact)) {
    chosen(context, *topic);
  } else if (const auto* changed = std::get_if<core::SessionChanged>(&fact)) {
    ask_no_more(context, changed->session);
  } else if (const auto* back = std::get_if<core::TopicReturned>(&fact)) {
    for (const Idea& idea : store_.of_group(back->group, Idea::State::chosen))
      if (idea.body == back->topic) return store_.set_state(idea.id, Idea::State::released);
  }
}

std::vector<Idea> Release::waiting(const core::GroupId& group) {
  auto held = store_.of_group(group, Idea::State::held);
  if (held.empty()) return held;  // as before most sessions
  std::set<std::string> shown_before;
  for (const Idea& idea : store_.of_group(group, Idea::State::released))
    shown_before.insert(core::likeness(idea.body));
  merge_alike(held, std::move(shown_before));
  return held;
}

void Release::show(Context& context, const core::Session& session) {
  const auto held = waiting(session.group);
  const int waits = store_.lone_waits(session.group);
  if (held.empty()) return;
  if (static_cast<int>(held.size()) < together && waits < lone_waits)
    return store_.set_lone_waits(session.group, waits + 1);
  // With the start: a session that was moved shows what has come since.
  post(context, session.group, held, session.id.text + ":" + core::to_text(session.starts));
}

bool Release::show_all(Context& context, const core::GroupId& group) {
  const auto held = waiting(group);
  if (held.empty()) return false;
  std::string all;
  for (const Idea& idea : held) all += idea.id.text;
  post(context, group, held, core::id_from_name(all));
  return true;
}

void Release::post(Context& context, const core::GroupId& id, std::vector<Idea> held,
                   const std::string& key) {
  const core::Group* group = context.people().group(id);
  if (!group) return;
  core::shuffle(held, context.random());
  std::vector<core::Rich> items;
  for (const Idea& idea : held) {
    store_.set_state(idea.id, Idea::State::released);
    items.push_back(shown(group->language, idea));
  }
  store_.set_lone_waits(group->id, 0);
  core::Message message;
  core::head(message, group->language, "ideas.released.title");
  core::say(message, group->language, "ideas.released.intro");
  message.blocks.emplace_back(core::List{std::move(items), false});
  message.blocks.emplace_back(
      core::ContextLine{{core::Span(core::text(group->language, "ideas.released.how"))}});
  message.blocks.emplace_back(
      core::Actions{{events::open_form.button(core::text(group->language, "ideas.form.title"), group->id),
                     events::open_follow.button(core::text(group->language, "ideas.follow.title"))}});
  if (group->sheet > 0) core::note(message, group->language, "ideas.released.sheet");
  context.post({"ideas:" + key, group->destination(), std::move(message), true});
}

void Release::ask(Context& context, const core::MomentDue& moment) {
  if (!moment.session.topic.empty()) return;
  auto open = store_.of_group(moment.session.group, Idea::State::released);
  merge_alike(open);
  if (open.size() < 2) return;
  if (open.size() > poll_options) return too_many(context, moment.session);
  core::shuffle(open, context.random());
  core::Poll poll;
  // With the start: a session that was moved may ask again.
  poll.id = core::PollId(
      core::id_from_name("topic:" + moment.session.id.text + core::to_text(moment.session.starts)));
  poll.group = moment.session.group;
  poll.session = moment.session.id;
  poll.purpose = core::Poll::Purpose::topic;
  poll.title = core::localized("ideas.poll.title");
  poll.questions.push_back(topic_question(open));
  poll.opens = context.now();
  poll.closes = moment.closes;
  context.emit(core::PollRequested{std::move(poll)});
}

void Release::decided(Context& context, const core::PollClosed& closed) {
  const core::Group* group = context.people().group(closed.poll.group);
  if (!group) return;
  const core::Question& question = closed.poll.questions.front();
  const auto winners = results::foremost(question, 0, closed.result.lines, core::ResultLine::Audience::group);
  const auto open = store_.of_group(group->id, Idea::State::released);
  const std::string before = table_.topic_of(context, *group, closed.poll.session);
  const std::string chosen =
      winners.size() == 1 ? question.options[static_cast<std::size_t>(winners[0])].in(Language::nb) : "";
  const bool chosen_by_hand = winners.size() == 1 && !before.empty() && before != chosen;
  if (winners.size() == 1 && !chosen_by_hand) {
    const auto idea = std::find_if(open.begin(), open.end(), [&](const Idea& i) { return i.body == chosen; });
    if (idea != open.end()) return table_.choose(context, *group, closed.poll.session, *idea);
  }
  // What was chosen by hand meanwhile stands: the group wants the same, or gave no clear answer.
  if (!before.empty() && !chosen_by_hand) return;
  // No winner, several, or one that was hidden meanwhile: the facilitator gets the table.
  if (chosen_by_hand)
    hand_over(context, *group, closed.poll.session, closed.poll.id.text, "ideas.voted_otherwise",
              {{"voted", chosen}, {"topic", before}});
  else
    hand_over(context, *group, closed.poll.session, closed.poll.id.text, "ideas.undecided", {});
}

// No lot decides which ideas the group may choose from.
void Release::too_many(Context& context, const core::Session& session) {
  if (const core::Group* group = context.people().group(session.group))
    hand_over(context, *group, session.id, session.id.text + core::to_text(session.starts), "ideas.too_many",
              {{"n", static_cast<int>(poll_options)}});
}

void Release::hand_over(Context& context, const core::Group& group, const core::SessionId& session,
                        const std::string& key, std::string_view words, core::Args args) {
  // texts: ideas.voted_otherwise ideas.undecided ideas.too_many ideas.undecided.second
  for (const core::Person* facilitator :
       core::asked_by(asked_, context.people(), session, group, context.now())) {
    core::Message message = table_.of(group, facilitator->language);
    message.blocks.insert(message.blocks.begin(),
                          core::Paragraph{core::rich(facilitator->language, words, args)});
    context.post(core::of_group(group.id, {message_key(key, *facilitator), core::destination_of(*facilitator),
                                           std::move(message), true}));
  }
  if (session.empty() || !table_.topic_of(context, group, session).empty()) return;
  const core::Zone zone = core::Zone::named(group.zone);
  context.arrange({job_key(group.id), std::string(events::undecided.name),
                   subject_of({group.id, session, key}),
                   core::after_quiet(context.now() + answered_within, zone, group.quiet)});
}

// Whoever was asked before has a message of that key, and gets no other.
void Release::ask_second(Context& context, const core::Job& job) {
  auto asked = undecided_in(job.subject);
  if (!asked || asked->second) return;
  const core::Group& group = core::group_due(context, asked->group);
  if (!table_.topic_of(context, group, asked->session).empty()) return;
  const core::Zone zone = core::Zone::named(group.zone);
  for (const core::Person* person : context.people().with_role(group, core::Role::facilitator)) {
    if (core::is_away(*person, zone, context.now())) continue;
    core::Message message = table_.of(group, person->language);
    message.blocks.insert(message.blocks.begin(),
                          core::Paragraph{core::rich(person->language, "ideas.undecided.second")});
    context.post(core::of_group(group.id, {message_key(asked->key, *person), core::destination_of(*person),
                                           std::move(message), true}));
  }
  asked->second = true;
  context.arrange({job.key, job.kind, subject_of(*asked), context.now() + closed_within, true});
}

// It begins, or is another: the group decides, or is asked anew.
void Release::ask_no_more(Context& context, const core::Session& session) {
  const auto job = context.arranged(job_key(session.group));
  const auto asked = job ? undecided_in(job->subject) : std::nullopt;
  if (asked && asked->session == session.id) context.cancel_job(job->key);
}

// What one has chosen is not asked of the other.
void Release::chosen(Context& context, const core::TopicChosen& chosen) {
  const core::Group* group = context.people().group(chosen.group);
  const auto job = context.arranged(job_key(chosen.group));
  const auto asked = job ? undecided_in(job->subject) : std::nullopt;
  if (!group || !asked || (!chosen.session.empty() && chosen.session != asked->session)) return;
  context.cancel_job(job->key);
  for (const core::Person* person : context.people().with_role(*group, core::Role::facilitator)) {
    core::Message message;
    core::say(message, person->language, "ideas.undecided.chosen",
              {{"group", group->name}, {"topic", chosen.topic}});
    context.update(message_key(asked->key, *person), std::move(message));
  }
}

// Of ideas that say the same the first stays, the others step back: apart they would split the votes.
void Release::merge_alike(std::vector<Idea>& ideas, std::set<std::string> seen) {
  std::erase_if(ideas, [&](const Idea& idea) {
    if (seen.insert(core::likeness(idea.body)).second) return false;
    store_.set_state(idea.id, Idea::State::merged);
    return true;
  });
}

}  // namespace ideas
