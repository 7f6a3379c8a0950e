#include "bot/features/ideas/box_side.hpp"

#include <algorithm>
#include <utility>

#include "bot/core/form_check.hpp"
#include "bot/core/guest_source.hpp"
#include "bot/core/receipt_code.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/ideas/likely_same.hpp"
#include "bot/features/ideas/paper.hpp"

namespace ideas {
namespace {

using core::Language;
using core::Reply;
using core::SealedContext;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using features::Who;

constexpr int hides_among = 4;          // who may write; fewer can guess, as fewer answers are not shown
constexpr int ideas_a_day = 5;          // a person's ideas in the box at once; of a page, since it was opened
constexpr int sheet_a_day = 120;        // a group's ideas through its sheet or shared link in the box at once
constexpr int place_a_day = 60;         // of them from one place: a ward's phones share one
constexpr int phone_a_day = 20;         // of them from one phone there
constexpr std::size_t wrong_codes = 5;  // a person's wrong receipt codes in `slow_down`; then nothing
constexpr std::size_t many_left = 10'000;
constexpr auto slow_down = std::chrono::minutes{10};  // is looked up until they have passed

// The facilitator writes as well; through a sheet anybody does.
bool so_few_that_they_guess(const core::Group& group) {
  const auto leads = [](const core::Member& member) { return member.role == core::Role::leader; };
  const auto writers = std::ssize(group.members) - std::ranges::count_if(group.members, leads);
  return group.sheet == 0 && writers < hides_among;
}

core::Form idea_form(Language language, const core::Group& group, const Slot& slot,
                     const std::string& written = {}) {
  core::Form form = events::write.form(group.id, slot);
  form.title = core::text(language, "ideas.form.title");
  form.intro = core::rich(language, "ideas.form.intro", {{"group", group.name}});
  if (so_few_that_they_guess(group)) form.intro.emplace_back(" " + core::text(language, "ideas.form.few"));
  core::Input input = core::required("idea", core::text(language, "ideas.form.label"));
  input.hint = core::text(language, "ideas.form.hint");
  input.multiline = true;
  input.max_length = idea_letters;
  if (!written.empty()) input.initial = {written};
  form.inputs.push_back(std::move(input));
  form.submit = core::text(language, "ideas.form.submit");
  return form;
}

core::Form follow_form(Language language) {
  core::Form form = events::follow.form();
  form.title = core::text(language, "ideas.follow.title");
  form.intro = core::rich(language, "ideas.follow.intro");
  core::Input input = core::required("code", core::text(language, "ideas.follow.code"));
  input.hint = core::text(language, "ideas.follow.hint");
  input.max_length = 40;
  form.inputs.push_back(std::move(input));
  form.submit = core::text(language, "ideas.follow.submit");
  return form;
}

core::Form act_form(Language language, const Idea& idea) {
  core::Form form = events::act.form(idea.group, idea.id);
  form.title = core::text(language, "ideas.follow.title");
  form.intro = core::rich(language, "ideas.follow.in_box");
  core::Input input =
      core::required("act", core::text(language, "ideas.follow.act"), core::Input::Kind::choice);
  input.options = {{"keep", core::text(language, "ideas.follow.keep")},
                   {"change", core::text(language, "ideas.change")},
                   {"withdraw", core::text(language, "ideas.withdraw")}};
  input.initial = {"keep"};
  form.inputs.push_back(std::move(input));
  form.submit = core::text(language, "ideas.follow.submit");
  return form;
}

// A form that only tells something: what stands in it is gone when it is closed, unlike a message.
Reply notice(Language language, std::string_view title_key, core::Rich words) {
  core::Form form = events::seen.form();
  form.title = core::text(language, title_key);
  form.intro = std::move(words);
  form.submit = core::text(language, "ideas.receipt.close");
  return core::open_form(std::move(form));
}
Reply told(Language language, std::string_view key) {
  return notice(language, "ideas.follow.title", core::rich(language, key));
}

// Of what a form brought: its id, and the words. Sent twice they are one; other words from the same form are
// another idea, whoever sends them.
core::IdeaId id_of(std::string_view form, std::string_view words) {
  return core::IdeaId(core::id_from_name("idea " + std::string(form) + "\n" + std::string(words)));
}

// A guest is nobody the next time: whoever knows the code, or the id that only the code opens, is the writer.
bool is_writer(const Who& who, const BoxedIdea& boxed) {
  return boxed.writer == who.person.id || (who.guest && core::is_guest(boxed.writer));
}

}  // namespace

std::vector<features::CommandSpec> BoxSide::commands() {
  using features::by;
  return {
      {"idea",
       {"idé", "idé", "idea", "forslag", "framlegg", "temaforslag"},
       Right::answering,
       by(this, &BoxSide::open_idea)},
      {"paper_ideas",
       {"papirlapper", "papirlappar", "paper-notes"},
       Right::facilitator,
       by(this, &BoxSide::open_paper)},
      {"follow_idea", {"idékode", "idékode", "idea-code"}, Right::everybody, by(this, &BoxSide::open_follow)},
  };
}

std::vector<features::EventRow> BoxSide::events() {
  namespace e = ideas::events;
  using features::press;
  using features::submit;
  using features::the_group;
  const auto slot = [](auto*, const core::GroupId& group, const Slot& at) {
    return written(group, at.id, at.fresh);
  };
  const auto idea = [](auto*, const core::GroupId& group, const core::IdeaId& id) {
    return written(group, id, false);
  };
  return {
      press(e::open_form, Right::answering, this, the_group, &BoxSide::press_idea, &BoxSide::refused),
      press(e::open_paper, Right::facilitator, this, the_group, &BoxSide::press_paper, &BoxSide::refused),
      press(e::open_follow, Right::everybody, this, &BoxSide::press_follow),
      submit(e::write, Right::answering, this, slot, &BoxSide::write),
      submit(e::keep_paper, Right::facilitator, this, idea, &BoxSide::keep_paper),
      submit(e::follow, Right::everybody, this, &BoxSide::follow),
      // Who may is who wrote it.
      submit(e::act, Right::everybody, this, idea, &BoxSide::act),
      submit(e::seen, Right::everybody, this, &BoxSide::seen),
  };
}

void BoxSide::offers(const Here& who, std::vector<core::Button>& buttons) const {
  if (!features::may(who, who.group, Right::answering) || !box_.refusal().empty()) return;
  if (who.group.stopped) return;
  const Language language = who.language();
  const core::GroupId& group = who.group.id;
  buttons.push_back(events::open_form.button(core::text(language, "ideas.form.title"), group));
  buttons.push_back(events::open_follow.button(core::text(language, "ideas.follow.title")));
  if (features::may(who, who.group, Right::facilitator))
    buttons.push_back(events::open_paper.button(core::text(language, "ideas.paper.title"), group));
}

std::optional<Reply> BoxSide::refused(const SealedContext&, const Here& who, const core::GroupId&) {
  if (who.group.stopped) return whisper(who.language(), "ideas.group_stopped");
  if (box_.refusal().empty()) return std::nullopt;
  return whisper(who.language(), "polls.refused");
}

Reply BoxSide::open_idea(const SealedContext& context, const Here& who, const core::CommandLine&) {
  if (auto reply = refused(context, who, who.group.id)) return *reply;
  return press_idea(context, who, who.group.id);
}
Reply BoxSide::open_paper(const SealedContext& context, const Here& who, const core::CommandLine&) {
  if (auto reply = refused(context, who, who.group.id)) return *reply;
  return press_paper(context, who, who.group.id);
}
Reply BoxSide::open_follow(const SealedContext& context, const Who& who, const core::CommandLine&) {
  return press_follow(context, who);
}

// The form carries an id from the start: the same submission delivered twice, with a crash between, is one
// idea.
Reply BoxSide::press_idea(const SealedContext& context, const Here& who, const core::GroupId&) {
  const Slot slot{core::IdeaId(core::new_id(context.random)), true};
  return core::open_form(idea_form(who.language(), who.group, slot));
}
Reply BoxSide::press_paper(const SealedContext& context, const Here& who, const core::GroupId&) {
  return core::open_form(paper_form(who.language(), who.group, core::IdeaId(core::new_id(context.random))));
}
Reply BoxSide::press_follow(const SealedContext&, const Who& who) {
  return core::open_form(follow_form(who.language()));
}

Reply BoxSide::write(const SealedContext& context, const Here& who, const Written& written,
                     const Given& given) {
  const Language language = who.language();
  const core::Form form = idea_form(language, who.group, {written.id, written.fresh});
  if (auto stopped = core::check_form(
          {language, form, given.filled, given.warned, {}, &context.people, &who.group, &channels_}))
    return *stopped;
  BoxedIdea boxed;
  boxed.idea.group = who.group.id;
  boxed.idea.body = core::value_of(given.filled, "idea");
  boxed.idea.id = written.fresh ? id_of(written.id.text, boxed.idea.body) : written.id;
  boxed.writer = who.person.id;
  const auto before = mine(who, {written.group, boxed.idea.id, written.fresh});
  // It has left the box, or was changed since: no code leads to these words anew.
  if (written.fresh && (before ? before->idea.body != boxed.idea.body : left_.contains(boxed.idea.id)))
    return notice(language, "ideas.receipt.title", core::rich(language, "ideas.receipt.known"));
  if (!before) {
    if (!written.fresh) return whisper(language, "ideas.too_late");
    if (who.group.stopped) return whisper(language, "ideas.group_stopped");
    begin_day(context.now);
    const auto all = box_.all();
    const auto those = by_page(who)
                           ? from_[who.group.id.text + who.source]
                           : std::count_if(all.begin(), all.end(), [&](const BoxedIdea& other) {
                               return other.writer == who.person.id && other.idea.group == who.group.id;
                             });
    if (those >= ideas_a_day) return whisper(language, by_page(who) ? "ideas.enough_here" : "ideas.enough");
    if (core::is_guest(who.person.id) && !room_for_guest(who, all))
      return whisper(language, "ideas.sheet_full");
  } else if (!written.fresh) {
    boxed.writer = before->writer;
    boxed.idea.receipt = before->idea.receipt;
    box_.put(boxed);
    return notice(language, "ideas.receipt.title", core::rich(language, "ideas.receipt.changed"));
  }
  if (before) boxed.writer = before->writer;
  // The same form sent twice gets the same code.
  std::string& code = codes_[boxed.idea.id];
  if (code.empty()) code = core::new_receipt_code(context.random);
  boxed.idea.receipt = core::receipt_hash(code).value();
  box_.put(boxed);
  const bool guest = core::is_guest(who.person.id);
  if (!before && (guest || by_page(who))) ++from_[who.group.id.text + who.source];
  if (!before && guest) ++from_[who.group.id.text + core::place_of(who.source)];
  core::Rich words = core::rich(language, "ideas.receipt");
  words.emplace_back("\n");
  words.emplace_back(code, core::Span::Style::code);
  words.emplace_back("\n");
  // Who came by the group's sheet, its link or a slip has no place to write a command in.
  const std::string button = core::text(language, "ideas.follow.title");
  core::Rich how = who.guest ? core::rich(language, "ideas.receipt.how_here", {{"button", button}})
                             : core::rich(language, "ideas.receipt.how");
  for (core::Span& span : how) words.push_back(std::move(span));
  return notice(language, "ideas.receipt.title", std::move(words));
}

void BoxSide::forget() {
  if (left_.size() > many_left) left_.clear();
  for (const auto& [id, code] : std::exchange(codes_, {})) left_.insert(id);
}

void BoxSide::begin_day(core::Instant now) {
  if (now < counted_since_ + std::chrono::days{1}) return;
  from_.clear();
  counted_since_ = now;
}

// Who has the address of somebody's page, or their slip, must not find out how many ideas its owner has in
// the box: there it is counted what came from the page since it was opened.
bool BoxSide::by_page(const Here& who) {
  return !who.source.empty() && !core::is_guest(who.person.id);
}

// So that one phone fills neither the box nor the list that is shown, and locks nobody else out.
bool BoxSide::room_for_guest(const Here& who, const std::vector<BoxedIdea>& all) {
  const auto by_sheet = std::count_if(all.begin(), all.end(), [&](const BoxedIdea& other) {
    return core::is_guest(other.writer) && other.idea.group == who.group.id;
  });
  return by_sheet < sheet_a_day && from_[who.group.id.text + core::place_of(who.source)] < place_a_day &&
         from_[who.group.id.text + who.source] < phone_a_day;
}

std::optional<BoxedIdea> BoxSide::mine(const Who& who, const Written& written) const {
  for (BoxedIdea& boxed : box_.all())
    if (boxed.idea.id == written.id && boxed.idea.group == written.group && is_writer(who, boxed))
      return std::move(boxed);
  return std::nullopt;
}

// Notes are never told apart by who typed them. The form's id and their words name them, so that the same
// form sent twice adds them once, and with other words what is new; two notes of one wording are two.
Reply BoxSide::keep_paper(const SealedContext& context, const Here& who, const Written& written,
                          const Given& given) {
  const Language language = who.language();
  if (who.group.stopped) return whisper(language, "ideas.group_stopped");
  const Paper paper = read_paper(language, given.filled);
  const core::Form form = paper_form(language, who.group, written.id);
  Reply reply;
  reply.errors = paper.errors;
  reply.errors.merge(core::too_long(language, form, given.filled));
  if (!reply.errors.empty()) return reply;
  if (!core::was_warned(given.warned, form, given.filled)) {
    const std::vector<std::string> notes{"notes"};
    const core::Elsewhere elsewhere =
        core::belongs_elsewhere(language, given.filled, notes, context.people, who.group, channels_);
    if (!paper.warning.empty() || !elsewhere.empty())
      return core::warn_and_let_edit(form, given.filled, paper.warning, elsewhere.words);
  }
  std::map<std::string, int> alike;
  std::vector<BoxedIdea> notes;
  for (const std::string& note : paper.notes) {
    BoxedIdea boxed;
    boxed.idea.id = id_of(form.state + "#" + std::to_string(alike[note]++), note);
    boxed.idea.group = who.group.id;
    boxed.idea.body = note;
    boxed.idea.paper = true;
    boxed.writer = who.person.id;
    notes.push_back(std::move(boxed));
  }
  mend(form.state, notes);
  for (const BoxedIdea& boxed : notes) box_.put(boxed);
  return notice(
      language, "ideas.paper.title",
      {core::Span(core::text_n(language, "ideas.paper.kept", static_cast<int>(paper.notes.size())))});
}

// A note that the same form brought before, is not in it any more, and reads almost as one that is new there
// was mended: the new one alone stays.
void BoxSide::mend(const std::string& form, const std::vector<BoxedIdea>& notes) {
  std::vector<BoxedIdea> before = box_.all();
  const auto is = [](const BoxedIdea& a, const BoxedIdea& b) {
    return a.idea.id == b.idea.id && a.writer == b.writer;
  };
  const auto of_form = [&](const BoxedIdea& boxed) {
    for (std::size_t number = 0; number < most_notes; ++number)
      if (id_of(form + "#" + std::to_string(number), boxed.idea.body) == boxed.idea.id) return true;
    return false;
  };
  std::vector<std::string> fresh;
  for (const BoxedIdea& note : notes)
    if (std::ranges::none_of(before, [&](const BoxedIdea& boxed) { return is(note, boxed); }))
      fresh.push_back(core::likeness(note.idea.body));
  std::erase_if(before, [&](const BoxedIdea& boxed) {
    const bool stays = std::ranges::any_of(notes, [&](const BoxedIdea& note) { return is(note, boxed); });
    return stays || !boxed.idea.paper || boxed.writer != notes.front().writer || !of_form(boxed);
  });
  for (const BoxedIdea& boxed : before) {
    const auto mended = std::ranges::find_if(
        fresh,
        [even = core::likeness(boxed.idea.body)](const auto& one) { return likely_same(even, one, 1); });
    if (mended == fresh.end()) continue;
    fresh.erase(mended);
    box_.withdraw(boxed.idea.id, boxed.writer);
  }
}

// Who tries codes learns nothing: what is unknown, of somebody else's box, or not looked at gets one answer.
Reply BoxSide::follow(const SealedContext& context, const Who& who, const Given& given) {
  const Language language = who.language();
  const std::string typed = core::value_of(given.filled, "code");
  if (typed.empty()) {  // no guess
    Reply reply;
    reply.errors["code"] = core::text(language, "form.required");
    return reply;
  }
  // All guests in one place are one: a new name costs nothing.
  std::vector<core::Instant>& wrong =
      wrong_[core::is_guest(who.person.id) ? core::guest_id(who.near->id.text + core::place_of(who.source))
                                           : who.person.id];
  std::erase_if(wrong, [&](core::Instant at) { return at + slow_down <= context.now; });
  if (wrong.size() < wrong_codes) {
    if (const auto receipt = core::receipt_hash(typed)) {
      const auto state = receipts_.state_of(*receipt);
      for (const BoxedIdea& boxed : box_.all())
        if (!state && boxed.idea.receipt == *receipt && is_writer(who, boxed) &&
            (!who.guest || boxed.idea.group == who.near->id))
          return core::open_form(act_form(language, boxed.idea));
      // texts: ideas.follow.state.*
      if (state) return told(language, "ideas.follow.state." + std::string(core::code(*state)));
    }
    wrong.push_back(context.now);
  }
  return told(language, "ideas.follow.unknown");
}

Reply BoxSide::act(const SealedContext&, const Here& who, const Written& written, const Given& given) {
  const Language language = who.language();
  const auto boxed = mine(who, written);
  if (!boxed) return told(language, "ideas.too_late");
  const std::string what = core::value_of(given.filled, "act");
  if (what == "withdraw") {
    box_.withdraw(written.id, boxed->writer);
    codes_.erase(written.id);
    return told(language, "ideas.withdrawn");
  }
  if (what != "change") return told(language, "ideas.follow.kept");
  return core::open_form(idea_form(language, who.group, {written.id, false}, boxed->idea.body));
}

}  // namespace ideas
