#include "bot/features/ideas/table.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "bot/core/form_check.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/ideas/events.hpp"
#include "bot/features/ideas/likely_same.hpp"
#include "bot/features/ideas/paper.hpp"

namespace ideas {
namespace {

using core::Button;
using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

std::string mark_of(const std::string& topic) {
  constexpr std::size_t letters = 8;
  return core::id_from_name("topic:" + topic).substr(0, letters);
}

// Offered for merging, never merged by themselves.
std::optional<std::pair<Idea, Idea>> near_alike(const std::vector<Idea>& open) {
  std::vector<std::string> even;
  for (const Idea& idea : open) even.push_back(core::likeness(idea.body));
  for (std::size_t i = 0; i < open.size(); ++i)
    for (std::size_t j = i + 1; j < open.size(); ++j)
      if (likely_same(even[i], even[j])) return std::pair{open[i], open[j]};
  return std::nullopt;
}

core::Form merge_form(const core::Group& group, Language language, const std::vector<Idea>& open) {
  core::Form form = events::merge.form(group.id);
  form.title = core::text(language, "ideas.merge.title");
  form.submit = core::text(language, "ideas.merge");
  core::Input which =
      core::required("ideas", core::text(language, "ideas.merge.which"), core::Input::Kind::choices);
  for (const Idea& idea : open) which.options.push_back({idea.id.text, idea.body});
  if (const auto pair = near_alike(open)) which.initial = {pair->first.id.text, pair->second.id.text};
  core::Input words = core::input("words", core::text(language, "ideas.merge.words"));
  words.hint = core::text(language, "ideas.merge.words_hint");
  words.max_length = idea_letters;
  form.inputs = {std::move(which), std::move(words)};
  return form;
}

}  // namespace

core::Rich shown(Language language, const Idea& idea) {
  core::Rich words{core::Span(idea.body)};
  if (idea.paper) words.emplace_back(" " + core::text(language, "ideas.paper.mark"));
  return words;
}

std::vector<features::CommandSpec> Table::commands() {
  return {{"ideas",
           {"ideer", "idear", "ideas", "tema", "emne", "topic", "topics"},
           Right::facilitator,
           features::by(this, &Table::show)}};
}

std::vector<features::EventRow> Table::events() {
  namespace e = ideas::events;
  using features::press;
  return {
      press(e::choose, Right::facilitator, this, &Table::released, &Table::choose_now)
          .otherwise("ideas.gone"),
      press(e::hide, Right::facilitator, this, &Table::released, &Table::hide).otherwise("ideas.gone"),
      press(e::hide_now, Right::facilitator, this, &Table::released, &Table::hide_now)
          .otherwise("ideas.gone"),
      press(e::spare, Right::facilitator, this, &Table::released, &Table::spare).otherwise("ideas.gone"),
      press(e::replace, Right::facilitator, this, &Table::replacing, &Table::replace).otherwise("ideas.gone"),
      press(e::keep, Right::facilitator, this, &Table::released, &Table::keep).otherwise("ideas.gone"),
      press(e::merge, Right::facilitator, this, features::the_group, &Table::open_merge),
      press(e::release, Right::facilitator, this, features::the_group, &Table::ask_to_release),
      press(e::release_now, Right::facilitator, this, features::the_group, &Table::release_now),
      press(e::leave, Right::facilitator, this, features::the_group, &Table::leave),
      features::submit(e::merge, Right::facilitator, this, features::the_group, &Table::merge),
  };
}

std::optional<Idea> Table::released(const core::GroupId& group, const core::IdeaId& id) {
  auto idea = store_.find(id);
  if (!idea || idea->group != group || idea->state != Idea::State::released) return std::nullopt;
  return idea;
}

Reply Table::show(Context&, const Here& who, const core::CommandLine&) {
  return whisper(of(who.group, who.language()));
}

core::Message Table::of(const core::Group& group, Language language) {
  core::Message message;
  core::head(message, language, "ideas.table", {{"group", group.name}});
  const auto open = store_.of_group(group.id, Idea::State::released);
  if (open.empty())
    core::say(message, language, core::meets_daily(group) ? "ideas.table.none.daily" : "ideas.table.none");
  for (const Idea& idea : open) {
    message.blocks.emplace_back(core::Paragraph{shown(language, idea)});
    message.blocks.emplace_back(core::Actions{
        {events::choose.button(core::text(language, "ideas.choose"), group.id, idea.id,
                               Button::Style::primary),
         events::hide.button(core::text(language, "ideas.hide"), group.id, idea.id, Button::Style::danger)}});
  }
  if (const auto pair = near_alike(open))
    core::say(message, language, "ideas.near_alike",
              {{"one", pair->first.body}, {"other", pair->second.body}});
  if (open.size() > 1)
    message.blocks.emplace_back(
        core::Actions{{events::merge.button(core::text(language, "ideas.merge"), group.id)}});
  // The same whether any wait or none: whoever looks each day would know the night after somebody wrote.
  core::say(message, language, "ideas.waiting");
  message.blocks.emplace_back(
      core::Actions{{events::release.button(core::text(language, "ideas.release"), group.id)}});
  return message;
}

void Table::choose(Context& context, const core::Group& group, const core::SessionId& session,
                   const Idea& idea) {
  store_.set_state(idea.id, Idea::State::chosen);
  context.emit(core::TopicChosen{group.id, session, idea.body});
}

std::string Table::topic_of(const Context& context, const core::Group& group,
                            const core::SessionId& session) const {
  return topic_of_ ? topic_of_(group.id, session, context.now()) : std::string();
}

std::optional<Table::Replacing> Table::replacing(const core::GroupId& group, const core::IdeaId& id,
                                                 const std::string& mark) {
  auto idea = released(group, id);
  return idea ? std::optional(Replacing{*std::move(idea), mark}) : std::nullopt;
}

Reply Table::choose_now(Context& context, const Here& who, const Idea& idea) {
  return choose_after(context, who, idea, {});
}
Reply Table::replace(Context& context, const Here& who, const Replacing& replacing) {
  return choose_after(context, who, replacing.idea, replacing.mark);
}
Reply Table::keep(Context&, const Here& who, const Idea&) {
  return whisper(who.language(), "ideas.kept");
}

// The button carries which topic was asked about, so that another one chosen meanwhile is asked about, too.
Reply Table::choose_after(Context& context, const Here& who, const Idea& idea, const std::string& asked_of) {
  const Language language = who.language();
  const std::string before = topic_of(context, who.group, {});
  if (!before.empty() && before != idea.body && asked_of != mark_of(before)) {
    core::Message message;
    core::say(message, language, "ideas.replace.ask", {{"old", before}, {"new", idea.body}});
    message.blocks.emplace_back(core::Actions{
        {events::replace.button(core::text(language, "ideas.replace.yes"), who.group.id, idea.id,
                                mark_of(before), Button::Style::primary),
         events::keep.button(core::text(language, "ideas.replace.no"), who.group.id, idea.id)}});
    return whisper(std::move(message));
  }
  choose(context, who.group, {}, idea);
  return whisper(language, "ideas.chosen", {{"topic", idea.body}});
}

bool Table::in_vote(const Idea& idea) const {
  return in_vote_ && in_vote_(idea.group, idea.body);
}

Reply Table::hide(Context& context, const Here& who, const Idea& idea) {
  if (!in_vote(idea)) return hide_now(context, who, idea);
  core::Message message;
  core::say(message, who.language(), "ideas.hide.ask");
  message.blocks.emplace_back(core::Actions{
      {events::hide_now.button(core::text(who.language(), "ideas.hide.yes"), who.group.id, idea.id,
                               Button::Style::danger),
       events::spare.button(core::text(who.language(), "ideas.hide.no"), who.group.id, idea.id)}});
  return whisper(std::move(message));
}
Reply Table::spare(Context&, const Here& who, const Idea&) {
  return whisper(who.language(), "ideas.hide.left");
}

void Table::take_away(Context& context, const Idea& idea) {
  context.emit(core::IdeaHidden{idea.group, idea.body});
  // A chat that changes nothing keeps them: who hides is told.
  for (Told& told : store_.forget_posted(idea.group, idea.body))
    context.update(told.key, std::move(told.message));
  store_.set_body(idea.id, "");
  store_.set_state(idea.id, Idea::State::hidden);
}

// The words go at once, whoever wrote them as well, with each vote that shows them; what stays is that there
// was an idea.
Reply Table::hide_now(Context& context, const Here& who, const Idea& idea) {
  const char* done =
      in_vote(idea) ? "ideas.hidden.vote" : "ideas.hidden";  // texts: ideas.hidden ideas.hidden.vote
  take_away(context, idea);
  const std::string said = core::likeness(idea.body);
  for (const Idea& twin : store_.of_group(idea.group, Idea::State::merged))
    if (core::likeness(twin.body) == said) take_away(context, twin);
  context.after_commit([this] { store_.scrub(); });
  return whisper(who.language(), done);
}

Reply Table::ask_to_release(Context&, const Here& who, const core::GroupId&) {
  const Language language = who.language();
  core::Message message;
  core::say(message, language, "ideas.release.ask", {{"group", who.group.name}});
  message.blocks.emplace_back(
      core::Actions{{events::release_now.button(core::text(language, "ideas.release.yes"), who.group.id,
                                                Button::Style::primary),
                     events::leave.button(core::text(language, "ideas.release.no"), who.group.id)}});
  return whisper(std::move(message));
}
Reply Table::release_now(Context& context, const Here& who, const core::GroupId&) {
  return whisper(who.language(),
                 release_(context, who.group.id) ? "ideas.release.done" : "ideas.release.nothing");
}
// The same whether any wait or none, as the table.
Reply Table::leave(Context&, const Here& who, const core::GroupId&) {
  return whisper(who.language(), "ideas.release.left");
}

Reply Table::open_merge(Context&, const Here& who, const core::GroupId&) {
  const auto open = store_.of_group(who.group.id, Idea::State::released);
  if (open.size() < 2) return whisper(who.language(), "ideas.merge.too_few");
  return core::open_form(merge_form(who.group, who.language(), open));
}

// The first keeps its id and gets the common words; the others step back, and theirs go.
Reply Table::merge(Context& context, const Here& who, const core::GroupId&, const Given& given) {
  const Language language = who.language();
  std::vector<Idea> merged;
  if (const auto picked = given.filled.find("ideas"); picked != given.filled.end())
    for (const std::string& id : std::set<std::string>(picked->second.begin(), picked->second.end()))
      if (auto idea = released(who.group.id, core::IdeaId(id))) merged.push_back(*std::move(idea));
  if (merged.size() < 2) {
    Reply reply;
    reply.errors["ideas"] = core::text(language, "ideas.merge.two");
    return reply;
  }
  const core::Form form =
      merge_form(who.group, language, store_.of_group(who.group.id, Idea::State::released));
  std::string words = core::value_of(given.filled, "words");
  if (words.empty()) words = merged.front().body;
  std::vector<Idea> voted = merged;  // for words that nobody says any more
  std::erase_if(voted, [&](const Idea& idea) { return idea.body == words || !in_vote(idea); });
  auto stopped = core::check_form({language, form, given.filled, given.warned});
  if (!voted.empty() && !core::was_warned(given.warned, form, given.filled) && (!stopped || stopped->form)) {
    const std::string ask = core::text(language, "ideas.merge.ask");
    if (!stopped) return core::warn_and_let_edit(form, given.filled, ask);
    core::say_first(*stopped->form, {core::Span(ask, core::Span::Style::strong)});
  }
  if (stopped) return *stopped;
  for (const Idea& idea : voted) context.emit(core::IdeaReworded{idea.group, idea.body});
  store_.set_body(merged.front().id, words);
  for (std::size_t i = 1; i < merged.size(); ++i) {
    store_.set_state(merged[i].id, Idea::State::merged);
    if (merged[i].body != words) store_.set_body(merged[i].id, "");
  }
  context.after_commit([this] { store_.scrub(); });
  return whisper(of(who.group, language));
}

}  // namespace ideas
