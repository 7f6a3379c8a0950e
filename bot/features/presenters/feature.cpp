#include "bot/features/presenters/feature.hpp"

#include <algorithm>

#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/presenters/bank.hpp"
#include "bot/features/presenters/events.hpp"
#include "bot/features/presenters/turn.hpp"
#include "bot/features/presenters/view.hpp"

namespace presenters {

namespace {

using core::Context;
using core::Instant;
using core::Reply;
using core::whisper;
using features::Here;
using features::Right;
using State = Slot::State;

constexpr std::chrono::hours to_answer{48}, enough_notice{4};
constexpr int asked_at_most = 2;

std::string card_key(const Slot& slot) {
  return "presenter:" + slot.session.text + ":" + std::to_string(slot.place) + ":" +
         std::to_string(slot.attempt);
}
std::string reserve_key(const core::SessionId& session) {
  return "presenter-reserve:" + session.text + ":";
}
std::string subject_of(const Slot& slot) {
  return events::silent.pack(slot.session, slot.place, slot.attempt);
}

class Presenters final : public features::Feature {
 public:
  Presenters(PresenterStore& store, const core::Programmes& programmes, Options options)
      : store_(store),
        programmes_(programmes),
        places_(std::move(options.places)),
        asked_(std::move(options.asked)),
        bank_(store, programmes, std::move(options.print), std::move(options.address)) {}

  std::string_view name() const override { return "presenters"; }

  std::vector<features::CommandSpec> commands() override { return bank_.commands(); }

  std::vector<features::EventRow> events() override {
    namespace e = presenters::events;
    using features::press;
    auto all = bank_.events();
    all.push_back(
        press(e::yes, Right::member, this, &Presenters::find, &Presenters::says_yes, &Presenters::theirs)
            .otherwise("presenters.over"));
    all.push_back(
        press(e::no, Right::member, this, &Presenters::find, &Presenters::says_no, &Presenters::theirs)
            .otherwise("presenters.over"));
    return all;
  }

  void on(Context& context, const core::Fact& fact) override {
    if (const auto* due = std::get_if<core::MomentDue>(&fact)) return moment(context, *due);
    if (const auto* changed = std::get_if<core::SessionChanged>(&fact)) return change(context, *changed);
    if (const auto* said = std::get_if<core::SaidAboutComing>(&fact)) stays_away(context, *said);
    if (const auto* act = std::get_if<core::AdministrativeAct>(&fact); act && act->what == "role.taken")
      leaves(context, *act);
  }

  void start(Context& context) override {
    if (store_.lot().empty()) store_.keep_lot(core::new_id(context.random()));
  }

  void due(Context& context, const core::Job& job) override {
    if (job.kind == events::over.name) {
      if (const auto values = events::over.unpacked(job.subject)) store_.forget_asking(std::get<0>(*values));
      return;
    }
    const auto values = events::silent.unpacked(job.subject);
    if (!values) return;
    const auto& [id, place, attempt] = *values;
    const auto slot = find(id, place, attempt);
    const auto session = store_.session(id);
    if (!slot || slot->state != State::asked || !session || has_reserve(*slot) ||
        !core::is_ahead(*session, context.now()))
      return;
    // Who was asked may still say yes.
    put_in_reserve(context, core::group_due(context, session->group), *session, after(*slot));
  }

  void waiting(Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    for (const Slot& slot : store_.waiting(who.group.id, who.person.id))
      if (const auto session = store_.session(slot.session);
          session && core::is_ahead(*session, context.now()))
        std::ranges::move(question(slot, {*session, who.group}, who.language()), std::back_inserter(blocks));
  }

 private:
  // --- asking

  void moment(Context& context, const core::MomentDue& due) {
    if (due.moment == "invitation") return begin(context, due.session);
    if (due.moment != "checkout") return look_again(context, due.session);
    if (const auto next = store_.after(due.session)) begin(context, *next);
  }

  // From a day to come on, where the detail is one.
  void leaves(Context& context, const core::AdministrativeAct& act) {
    const auto from = core::date_from_text(act.detail, core::Date{});
    const core::Group* group = context.people().group(act.group);
    if (!group) return;
    for (auto next = store_.next(act.group, context.now()); next; next = store_.after(*next))
      if (!from || core::local_date(*group, next->starts) >= *from) look_again(context, *next, act.about);
  }

  // Who was asked, or has said yes, and is not there that day, or left the group since, brings nothing.
  // `left`: who leaves just now.
  void look_again(Context& context, const core::Session& session, const core::PersonId& left = {}) {
    const core::Group* group = context.people().group(session.group);
    if (!group || session.starts - context.now() < enough_notice) return;
    for (const Slot& slot : store_.of_session(session.id)) {
      if (slot.state != State::asked && slot.state != State::yes) continue;
      const core::Person* person = context.people().person(slot.person);
      if (!person)
        pass_on(context, slot);
      else if (person->id == left || !is_there(*person, {session, *group}))
        let_go(context, *group, *person, slot);
    }
  }

  // For the places of which nobody has been asked yet.
  void begin(Context& context, const core::Session& session) {
    const core::Group* group = context.people().group(session.group);
    const int places = group ? places_(session, *group) : 0;
    if (places == 0 || !core::is_ahead(session, context.now())) return;
    const auto before = store_.of_session(session.id);
    for (int place = 1; place <= places; ++place)
      if (std::ranges::find(before, place, &Slot::place) == before.end())
        ask(context, *group, session, {session.id, place, 1, group->id});
    arrange_over(context, session);
  }

  void arrange_over(Context& context, const core::Session& session) {
    const std::string subject = events::over.pack(session.id, 0);
    context.arrange({std::string(events::over.name) + ":" + session.id.text, std::string(events::over.name),
                     subject, session.ends, true});
  }

  // Not one who is away, now or then.
  std::optional<Turn> turn_of(Context& context, const core::Group& group, const core::Session& session) {
    const auto absent = store_.absent(session.id);
    const core::Zone zone = core::Zone::named(group.zone);
    std::vector<core::PersonId> there;
    for (const core::Person* person : context.people().with_role(group, core::Role::participant))
      if (std::ranges::find(absent, person->id) == absent.end() &&
          !core::is_away(*person, zone, context.now()) && !core::is_away(*person, zone, session.starts))
        there.push_back(person->id);
    return whose_turn(there, store_.turns(group.id), session, store_.lot());
  }

  void ask(Context& context, const core::Group& group, const core::Session& session, Slot slot) {
    const core::Zone zone = core::Zone::named(group.zone);
    const Instant heard = core::after_quiet(context.now(), zone, group.quiet);
    const Instant latest = session.starts - enough_notice;
    auto turn =
        slot.attempt <= asked_at_most && heard < latest ? turn_of(context, group, session) : std::nullopt;
    const core::Person* person = turn ? context.people().person(turn->person) : nullptr;
    if (!person) return put_in_reserve(context, group, session, slot);
    slot.person = person->id;
    slot.state = State::asked;
    store_.save(slot);
    turn->asked = context.now();
    store_.take_turn(group.id, *turn);
    context.post(core::until(
        session.starts, core::of_group(group.id, {card_key(slot), core::destination_of(*person),
                                                  card(slot, {session, group}, person->language), true})));
    arrange_silence(context, slot, std::min(core::after_quiet(heard + to_answer, zone, group.quiet), latest));
  }

  void arrange_silence(Context& context, const Slot& slot, Instant due) {
    const std::string subject = subject_of(slot);
    context.arrange({std::string(events::silent.name) + ":" + subject, std::string(events::silent.name),
                     subject, due, true});
  }

  // Of the pack, one that the group has not been given; else the first again.
  std::optional<CaseRef> reserve_for(const core::Group& group, const core::Session& session) {
    const std::string key = store_.programme_of(session.id);
    const auto programme = programmes_.find(key);
    if (programme == programmes_.end() || programme->second.cases.empty()) return std::nullopt;
    const auto given = store_.given(group.id);
    const int all = static_cast<int>(programme->second.cases.size());
    CaseRef least{key, 0};
    for (int number = 0; number < all; ++number) {
      const CaseRef one{key, number};
      if (std::ranges::count(given, one) < std::ranges::count(given, least)) least = one;
    }
    return least;
  }

  void put_in_reserve(Context& context, const core::Group& group, const core::Session& session, Slot slot) {
    slot.made_up = reserve_for(group, session);
    slot.person = {};
    slot.state = State::reserve;
    store_.save(slot);
    tell_reserve(context, group, session);
  }

  // One message a day to each facilitator, which grows: all that is in reserve.
  void tell_reserve(Context& context, const core::Group& group, const core::Session& session) {
    std::vector<const core::Case*> made_up;
    for (const Slot& slot : store_.of_session(session.id))
      if (const core::Case* one =
              slot.place > 0 && slot.made_up ? case_of(programmes_, *slot.made_up) : nullptr)
        made_up.push_back(one);
    const core::Zone zone = core::Zone::named(group.zone);
    const Instant heard = core::after_quiet(context.now(), zone, group.quiet);
    const std::string key = reserve_key(session.id) + core::date_text(core::local_date(group, heard));
    for (const core::Person* person :
         core::asked_by(asked_, context.people(), session.id, group, context.now())) {
      const core::Message message = in_reserve({session, group}, made_up, person->language);
      context.post(core::until(session.starts,
                               core::of_group(group.id, {key + ":" + person->id.text,
                                                         core::destination_of(*person), message, true})));
      context.update(key + ":" + person->id.text, message);
    }
  }

  static Slot after(const Slot& slot) { return {slot.session, slot.place, slot.attempt + 1, slot.group}; }
  std::optional<Slot> reserve_of(const Slot& slot) {
    for (const Slot& one : store_.of_session(slot.session))
      if (one.place == slot.place && one.state == State::reserve) return one;
    return std::nullopt;
  }
  bool has_reserve(const Slot& slot) { return reserve_of(slot).has_value(); }

  // Nothing is kept of who it was.
  void pass_on(Context& context, Slot slot) {
    context.cancel_jobs_of(subject_of(slot));
    const auto session = store_.session(slot.session);
    const core::Group* group = context.people().group(slot.group);
    if (const core::Person* person = context.people().person(slot.person))
      context.update(card_key(slot), said("presenters.passed_on", person->language));
    slot.person = {};
    slot.state = State::passed;
    store_.save(slot);
    if (session && group && core::is_ahead(*session, context.now()) && !has_reserve(slot))
      ask(context, *group, *session, after(slot));
  }

  // --- answers

  std::optional<Slot> find(const core::SessionId& id, int place, int attempt) {
    for (const Slot& slot : store_.of_session(id))
      if (slot.place == place && slot.attempt == attempt) return slot;
    return std::nullopt;
  }

  // A question to another, or one that is over, says the same.
  std::optional<Reply> theirs(Context& context, const Here& who, const Slot& slot) {
    const auto session = store_.session(slot.session);
    const bool open = slot.state == State::asked || slot.state == State::yes;
    if (slot.person == who.person.id && open && session && core::is_ahead(*session, context.now()))
      return std::nullopt;
    return whisper(who.language(), "presenters.over");
  }

  Reply says_yes(Context& context, const Here& who, const Slot& slot) {
    if (slot.state == State::asked) {
      context.cancel_jobs_of(subject_of(slot));
      if (const auto reserve = reserve_of(slot)) store_.remove(*reserve);
      Slot taken = slot;
      taken.state = State::yes;
      store_.save(taken);
      if (const auto session = store_.session(slot.session))
        context.update(card_key(slot), card(taken, {*session, who.group}, who.person.language));
      tell_facilitators(context, who.group, slot, who.person, "presenters.told");
    }
    return whisper(who.language(), "presenters.thanks");
  }

  Reply says_no(Context& context, const Here& who, const Slot& slot) {
    const bool promised = slot.state == State::yes;
    let_go(context, who.group, who.person, slot);
    return whisper(who.language(), promised ? "presenters.fine_told" : "presenters.fine");
  }

  // Who had said yes is expected to bring something: that they do not is told to whoever leads.
  void let_go(Context& context, const core::Group& group, const core::Person& person, const Slot& slot) {
    if (slot.state == State::yes) tell_facilitators(context, group, slot, person, "presenters.not_after_all");
    pass_on(context, slot);
  }

  void tell_facilitators(Context& context, const core::Group& group, const Slot& slot,
                         const core::Person& about_whom, std::string_view key) {
    const auto session = store_.session(slot.session);
    if (!session) return;
    for (const core::Person* person :
         core::asked_by(asked_, context.people(), session->id, group, context.now()))
      context.post(core::until(
          session->starts,
          core::of_group(group.id, {std::string(key) + ":" + card_key(slot) + ":" + person->id.text,
                                    core::destination_of(*person),
                                    told(key, about_whom.name, {*session, group}, person->language), true})));
  }

  // --- what happens to the session

  void change(Context& context, const core::SessionChanged& changed) {
    const core::Session& session = changed.session;
    const core::Group* group = context.people().group(session.group);
    const auto slots = store_.of_session(session.id);
    if (!group || slots.empty()) return;
    const bool ahead = core::is_ahead(session, context.now());
    if (!ahead) {
      context.withdraw("presenter:" + session.id.text + ":");
      context.withdraw(reserve_key(session.id));
    }
    if (session.state == core::Session::State::planned) arrange_over(context, session);
    for (const Slot& slot : slots) {
      if (slot.state == State::asked && !ahead) context.cancel_jobs_of(subject_of(slot));
      if (slot.state == State::asked && ahead && !has_reserve(slot)) {
        const auto before = context.arranged(std::string(events::silent.name) + ":" + subject_of(slot));
        const Instant latest = std::max(session.starts - enough_notice, context.now());
        arrange_silence(context, slot, before ? std::min(before->due, latest) : latest);
      }
      const core::Person* person = context.people().person(slot.person);
      if (!person || (slot.state != State::asked && slot.state != State::yes)) continue;
      context.update(card_key(slot), ahead ? card(slot, {session, *group}, person->language)
                                           : said("presenters.cancelled", person->language));
    }
  }

  void stays_away(Context& context, const core::SaidAboutComing& said) {
    const core::Group* group = context.people().group(said.session.group);
    const core::Person* person = context.people().person(said.person);
    if (said.coming || !group || !person) return;
    for (const Slot& slot : store_.of_session(said.session.id))
      if (slot.person == said.person && (slot.state == State::asked || slot.state == State::yes))
        let_go(context, *group, *person, slot);
  }

  PresenterStore& store_;
  const core::Programmes& programmes_;
  std::function<int(const core::Session&, const core::Group&)> places_;
  core::AskedOf asked_;
  Bank bank_;
};

}  // namespace

std::vector<core::Block> brought(PresenterStore& store, const core::Programmes& programmes,
                                 const core::Directory& people, const core::SessionId& session,
                                 core::Language language) {
  core::List list;
  core::Actions cards;
  int open = 0;
  const auto all = store.of_session(session);
  const auto when = store.session(session);
  const core::Group* group = when ? people.group(when->group) : nullptr;
  for (const Slot& slot : all) {
    const core::Person* person = people.person(slot.person);
    if (person && group && !is_there(*person, {*when, *group})) continue;
    const core::Case* made_up = slot.made_up ? case_of(programmes, *slot.made_up) : nullptr;
    if (slot.state == State::yes && person)
      list.items.push_back(core::rich(language, "presenters.brings", {{"name", person->name}}));
    if (slot.state == State::asked && std::ranges::none_of(all, [&](const Slot& other) {
          return other.place == slot.place && other.state == State::reserve;
        }))
      ++open;
    if (!made_up) continue;
    const std::string title = made_up->title.in(language);
    list.items.push_back(core::rich(language, "presenters.made_up", {{"title", title}}));
    cards.buttons.push_back(
        events::one.button(title, slot.group, slot.made_up->programme, slot.made_up->number));
  }
  if (open > 0) list.items.push_back({core::Span(core::text_n(language, "presenters.open", open))});
  std::vector<core::Block> blocks;
  if (list.items.empty()) return blocks;
  blocks.emplace_back(
      core::Paragraph{{core::Span(core::text(language, "presenters.title"), core::Span::Style::strong)}});
  blocks.emplace_back(std::move(list));
  if (!cards.buttons.empty()) blocks.emplace_back(std::move(cards));
  return blocks;
}

std::unique_ptr<features::Feature> make(PresenterStore& store, const core::Programmes& programmes,
                                        Options options) {
  return std::make_unique<Presenters>(store, programmes, std::move(options));
}

}  // namespace presenters
