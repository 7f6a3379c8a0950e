#include "bot/features/polls/answering.hpp"

#include <algorithm>

#include "bot/core/form_check.hpp"
#include "bot/core/guest_source.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/polls/events.hpp"
#include "bot/features/polls/paging.hpp"
#include "bot/features/polls/view.hpp"

namespace polls {
namespace {

using core::Button;
using core::Context;
using core::Language;
using core::Poll;
using core::PollId;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

constexpr std::ptrdiff_t most_guests = 100;  // answers through one shared link to one poll
constexpr int most_from_one_place = 60;      // of them
constexpr int most_from_one_phone = 20;      // of those

core::FormValues quick_values(int pick) {
  return {{"q0", {std::to_string(pick)}}};
}

// The same words for a first answer, a change and a repeat, so that a receipt tells nothing.
core::SharedMessage make_receipt(const Poll& poll, Language language, const core::Zone& zone) {
  const events::AnswerEvents& answers = events::answer_events_of(poll);
  core::Message message;
  // Several may stand in one message, with buttons alike.
  message.blocks.emplace_back(core::Heading{poll.title.in(language)});
  core::say(message, language, "polls.receipt",
            {{"closes", core::say_moment(language, zone.to_local(poll.closes))}});
  message.blocks.emplace_back(
      core::Actions{{answers.form.button(core::text(language, "polls.change"), poll.id),
                     answers.withdraw.button(core::text(language, "polls.withdraw"), poll.id)}});
  return message;
}

// Nothing is written, and nothing can be too much: that something is chosen where it must be is all there is
// to see.
bool is_whole(const Poll& poll, const core::Ballot& ballot) {
  using Kind = core::Question::Kind;
  if (ballot.empty()) return false;
  for (std::size_t q = 0; q < poll.questions.size(); ++q) {
    const core::Question& question = poll.questions[q];
    const bool plain = question.kind == Kind::choice || question.kind == Kind::scale ||
                       (question.kind == Kind::choices && question.most == 0);
    if (!plain || (question.required && ballot[q].empty())) return false;
  }
  return true;
}

}  // namespace

std::vector<features::EventRow> Answering::events() {
  namespace e = polls::events;
  using features::press;
  using features::submit;
  // Told apart only by what is in memory, and alike to all: a box that cannot be read now may come back.
  const auto gone = [this](const Given& given) {
    const auto bar = given.values.find('|');
    const bool waits = keeping_.waits_for(PollId(std::string(given.values.substr(0, bar))));
    return waits ? "polls.try_later" : "polls.not_open";
  };
  return {
      press(e::named.quick, Right::answering, this, &Answering::named_pick, &Answering::answer_by_button,
            &Answering::not_asked_by_button),
      press(e::named.form, Right::answering, this, &Answering::poll_of, &Answering::open_answer,
            &Answering::not_asked),
      press(e::named.withdraw, Right::answering, this, &Answering::poll_of, &Answering::withdraw,
            &Answering::not_asked),
      submit(e::named.answer, Right::answering, this, &Answering::poll_of, &Answering::answer_by_form,
             &Answering::not_asked),
      // Who may is for the box to say: its voters were written down when it was opened.
      press(e::sealed.quick, Right::everybody, this, &Answering::sealed_pick, &Answering::seal_by_button,
            &Answering::refuse_pick)
          .otherwise(gone),
      press(e::still, Right::everybody, this, &Answering::sealed_pick, &Answering::still_open,
            &Answering::refuse_pick)
          .otherwise(gone),
      press(e::sealed.form, Right::everybody, this, &Answering::box_of, &Answering::open_sealed,
            &Answering::refuse)
          .otherwise(gone),
      press(e::sealed.withdraw, Right::everybody, this, &Answering::box_of, &Answering::withdraw_sealed,
            &Answering::refuse)
          .otherwise(gone),
      submit(e::sealed.answer, Right::everybody, this, &Answering::box_of, &Answering::seal_by_form,
             &Answering::refuse)
          .otherwise(gone),
      press(e::page_form, Right::everybody, this, &Answering::sealed_page, &Answering::open_page,
            &Answering::refuse_page)
          .otherwise(gone),
      submit(e::page, Right::everybody, this, &Answering::sealed_page, &Answering::seal_page,
             &Answering::refuse_page)
          .otherwise(gone),
  };
}

void Answering::offers(const core::SealedContext& context, const Here& who, std::vector<Button>& buttons) {
  for (const PollId& id : boxes_.all()) {
    const Box* box = boxes_.find(id);
    if (box->poll.group == who.group.id && !refuse(context, who, *box))
      buttons.push_back(polls::events::sealed.form.button(
          core::text(who.language(), "polls.offer", {{"title", box->poll.title.in(who.language())}}), id,
          Button::Style::primary));
  }
}

std::optional<Answering::Pick> Answering::sealed_pick(const PollId& id, const int& option) {
  const Box* box = boxes_.find(id);
  return box ? std::optional(Pick{box, option}) : std::nullopt;
}

std::optional<Answering::Page> Answering::sealed_page(const PollId& id, const int& page) {
  const Box* box = boxes_.find(id);
  return box && page >= 0 && page < pages_of(box->poll) ? std::optional(Page{box, page}) : std::nullopt;
}

// Why this person cannot answer, if so. The box decides; of a slip it is looked up whether it is still out.
std::optional<Reply> Answering::refuse(const core::SealedContext& context, const Here& who, const Box& box) {
  if (box.poll.closes <= context.now) return whisper(who.language(), "polls.not_open");
  if (core::is_slip(who.person.id)) {
    // Those that were printed over are dead at once; an answer given with one stays.
    const auto out = options_.slips ? options_.slips(box.poll.group) : std::vector<core::PersonId>();
    const bool is_out = std::find(out.begin(), out.end(), who.person.id) != out.end();
    if (is_out && box.voter(who.person.id)) return std::nullopt;
    return whisper(who.language(), "polls.slip.not_here");
  }
  if (who.guest) {
    if (box.ballots.contains(who.person.id)) return std::nullopt;
    const auto guests = std::count_if(box.ballots.begin(), box.ballots.end(),
                                      [](const auto& entry) { return core::is_guest(entry.first); });
    const auto came_from = [&](const std::string& mark) {
      const auto found = from_.find({box.poll.id, mark});
      return found == from_.end() ? 0 : found->second;
    };
    if (guests >= most_guests || came_from(core::place_of(who.source)) >= most_from_one_place ||
        came_from(who.source) >= most_from_one_phone)
      return whisper(who.language(), "guest.enough");
    return std::nullopt;
  }
  if (!box.voter(who.person.id)) return whisper(who.language(), "polls.not_eligible");
  return std::nullopt;
}

std::optional<Reply> Answering::refuse_pick(const core::SealedContext& context, const Here& who,
                                            const Pick& pick) {
  return refuse(context, who, *pick.box);
}

std::optional<Reply> Answering::refuse_page(const core::SealedContext& context, const Here& who,
                                            const Page& page) {
  return refuse(context, who, *page.box);
}

Reply Answering::open_sealed(const core::SealedContext&, const Here& who, const Box& box) {
  // A guest is somebody else with each form.
  if (pages_of(box.poll) > 1 && !who.guest)
    return whisper(page_choice(box.poll, who.language(), core::Zone::named(who.group.zone)));
  // Whoever opens somebody's link sees nothing of whether they have answered.
  return core::open_form(answer_form(box.poll, who.language(), false));
}

Reply Answering::withdraw_sealed(const core::SealedContext&, const Here& who, const Box& box) {
  boxes_.put(box.poll.id, who.person.id, {});
  return whisper(who.language(), "polls.withdrawn");
}

Reply Answering::seal_by_button(const core::SealedContext&, const Here& who, const Pick& pick) {
  const core::Ballot ballot = ballot_from(pick.box->poll, quick_values(pick.option));
  if (ballot.empty()) return whisper(who.language(), "unknown.button");
  return seal(who, *pick.box, ballot);
}

Reply Answering::still_open(const core::SealedContext&, const Here&, const Pick&) {
  return {};
}

Reply Answering::seal_by_form(const core::SealedContext& context, const Here& who, const Box& box,
                              const Given& given) {
  const core::Ballot ballot = ballot_from(box.poll, given.filled);
  if (auto stopped = check(context.people, box.poll, who, given, ballot)) return *stopped;
  return seal(who, box, ballot);
}

Reply Answering::open_page(const core::SealedContext&, const Here& who, const Page& page) {
  return core::open_form(page_form(page.box->poll, who.language(), page.page));
}

Reply Answering::seal_page(const core::SealedContext& context, const Here& who, const Page& page,
                           const Given& given) {
  const Poll& poll = page.box->poll;
  const core::Form form = page_form(poll, who.language(), page.page);
  core::FormValues filled;
  for (const core::Input& input : form.inputs)
    if (const auto value = given.filled.find(input.id); value != given.filled.end()) filled.insert(*value);
  const core::Ballot ballot = ballot_from(poll, filled);
  Reply empty;
  empty.errors[form.inputs.front().id] = core::text(who.language(), "polls.form.nothing");
  if (ballot.empty()) return empty;
  if (auto stopped = check_form(context.people, poll, who, form, {given.values, filled, given.warned}))
    return *stopped;
  const auto before = page.box->ballots.find(who.person.id);
  seal(who, *page.box, joined(before == page.box->ballots.end() ? core::Ballot() : before->second, ballot));
  return whisper(page_receipt(poll, who.language(), core::Zone::named(who.group.zone), page.page));
}

Reply Answering::seal(const Here& who, const Box& box, const core::Ballot& ballot) {
  if (core::is_guest(who.person.id) && !box.ballots.contains(who.person.id)) {
    std::erase_if(from_, [&](const auto& entry) { return !boxes_.find(entry.first.first); });
    ++from_[{box.poll.id, who.source}];
    ++from_[{box.poll.id, core::place_of(who.source)}];
  }
  boxes_.put(box.poll.id, who.person.id, ballot);
  return receipt(who, box.poll);
}

Reply Answering::receipt(const Here& who, const Poll& poll) {
  constexpr std::size_t most = 1'000;
  const Receipt says{poll.id, poll.closes, who.language(), who.group.zone};
  auto known = receipts_.find(says);
  if (known == receipts_.end()) {
    if (receipts_.size() >= most) receipts_.clear();
    core::SharedMessage made = make_receipt(poll, who.language(), core::Zone::named(who.group.zone));
    known = receipts_.emplace(says, std::move(made)).first;
  }
  Reply reply;
  reply.whisper = known->second;
  return reply;
}

std::optional<Reply> Answering::check_form(const core::Directory& people, const Poll& poll, const Here& who,
                                           const core::Form& form, const Given& given) const {
  core::FormCheck check{who.language(), form, given.filled, given.warned};
  if (!poll.named) {
    check.people = &people;
    check.group = &who.group;
    check.channels = &options_.channels;
  }
  if (auto stopped = core::check_form(check)) return stopped;
  Reply reply;
  reply.errors = wrong_picks(poll, given.filled, who.language());
  if (!reply.errors.empty()) return reply;
  return std::nullopt;
}

// Required answers and identifiers, before anything is kept.
std::optional<Reply> Answering::check(const core::Directory& people, const Poll& poll, const Here& who,
                                      const Given& given, const core::Ballot& ballot) const {
  if (is_whole(poll, ballot)) return std::nullopt;
  if (auto stopped = check_form(people, poll, who, answer_form(poll, who.language(), false), given))
    return stopped;
  if (!ballot.empty()) return std::nullopt;
  Reply reply;
  reply.errors["q0"] = core::text(who.language(), "polls.form.nothing");
  return reply;
}

std::optional<Answering::NamedPick> Answering::named_pick(const PollId& id, const int& option) {
  auto poll = store_.asked(id);
  return poll ? std::optional(NamedPick{std::move(poll), option}) : std::nullopt;
}

std::optional<Reply> Answering::not_asked(Context& context, const Here& who, const Poll& poll) {
  if (poll.named) return not_running(context, who, poll);
  return whisper(who.language(), "polls.not_open");
}

std::optional<Reply> Answering::not_asked_by_button(Context& context, const Here& who,
                                                    const NamedPick& pick) {
  return not_asked(context, who, *pick.poll);
}

Reply Answering::open_answer(Context&, const Here& who, const Poll& poll) {
  const auto named = store_.named(poll.id);
  const bool answered = std::any_of(named.begin(), named.end(),
                                    [&](const auto& entry) { return entry.first == who.person.id; });
  return core::open_form(answer_form(poll, who.language(), answered));
}

Reply Answering::withdraw(Context&, const Here& who, const Poll& poll) {
  store_.put_named(poll.id, who.person.id, {});
  return whisper(who.language(), "polls.withdrawn");
}

Reply Answering::answer_by_button(Context& context, const Here& who, const NamedPick& pick) {
  const core::FormValues values = quick_values(pick.option);
  return answer_by_form(context, who, *pick.poll, Given{"", values});
}

Reply Answering::answer_by_form(Context& context, const Here& who, const Poll& poll, const Given& given) {
  const core::Ballot ballot = ballot_from(poll, given.filled);
  if (auto stopped = check(context.people(), poll, who, given, ballot)) return *stopped;
  store_.put_named(poll.id, who.person.id, ballot);
  return receipt(who, poll);
}

std::optional<Reply> Answering::not_running(Context& context, const Here& who, const Poll& poll) {
  if (poll.state == Poll::State::open && poll.closes > context.now()) return std::nullopt;
  return whisper(who.language(), "polls.not_open");
}

}  // namespace polls
