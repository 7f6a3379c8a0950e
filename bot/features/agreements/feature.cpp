#include "bot/features/agreements/feature.hpp"

#include <algorithm>
#include <array>

#include "bot/core/form_check.hpp"
#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/agreements/events.hpp"

namespace agreements {
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;

constexpr int line_letters = 200;
constexpr core::Minutes asked_at{std::chrono::hours{8}};  // on the first day of a membership

struct Line {
  const char* id;
  std::string Agreement::*words;
};
// texts: agreements.line.*, agreements.hint.*
constexpr std::array<Line, 5> lines{{{"recruits", &Agreement::recruits},
                                     {"informs", &Agreement::informs},
                                     {"when", &Agreement::when},
                                     {"length", &Agreement::length},
                                     {"room", &Agreement::room}}};

const events::Side& side_of(core::Role role) {
  return role == core::Role::leader ? events::leader : events::facilitator;
}

core::Form write_form(const Agreement& now, core::Role role, Language language) {
  core::Form form = side_of(role).save.form(now.group, now.number);
  form.title = core::text(language, "agreements.title");
  form.intro = core::rich(language, "agreements.form.intro");
  for (const Line& line : lines) {
    core::Input input =
        core::required(line.id, core::text(language, std::string("agreements.line.") + line.id));
    input.hint = core::text(language, std::string("agreements.hint.") + line.id);
    input.max_length = line_letters;
    if (!(now.*line.words).empty()) input.initial = {now.*line.words};
    form.inputs.push_back(std::move(input));
  }
  form.submit = core::text(language, "agreements.form.submit");
  return form;
}

core::Role other_than(core::Role role) {
  return role == core::Role::leader ? core::Role::facilitator : core::Role::leader;
}

std::string words_of(const Agreement& agreement) {
  std::string words;
  for (const Line& line : lines) words += (words.empty() ? "" : " / ") + agreement.*line.words;
  return words;
}

std::optional<core::Role> side_of(const Here& who) {
  const core::Member* member = who.group.member(who.person.id);
  if (!member || member->role == core::Role::participant) return std::nullopt;
  return member->role;
}

class Agreements final : public features::Feature {
 public:
  Agreements(AgreementStore& store, Options options) : store_(store), options_(std::move(options)) {}

  std::string_view name() const override { return "agreements"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"agreement", {"avtale", "avtale", "agreement"}, Right::participant, by(this, &Agreements::tell)},
            {"letter", {"brev", "brev", "letter"}, Right::facilitator, by(this, &Agreements::letter_now)}};
  }

  std::vector<features::EventRow> events() override {
    std::vector<features::EventRow> all;
    add_side(all, events::facilitator, Right::facilitator, &Agreements::open<core::Role::facilitator>,
             &Agreements::save<core::Role::facilitator>, &Agreements::confirm<core::Role::facilitator>);
    add_side(all, events::leader, Right::leader, &Agreements::open<core::Role::leader>,
             &Agreements::save<core::Role::leader>, &Agreements::confirm<core::Role::leader>);
    all.push_back(features::press(events::letter, Right::facilitator, this, features::the_group,
                                  &Agreements::show_letter));
    const auto slot = [](Agreements*, const core::GroupId& group, const LetterId& id) {
      return std::optional(Letter{id, group});
    };
    all.push_back(features::press(events::send, Right::facilitator, this, slot, &Agreements::send));
    const auto copy = [](Agreements* of, const LetterId& id, const std::string& word) {
      auto letter = of->store_.letter(id);
      return letter ? std::optional(Copy{*std::move(letter), word}) : std::nullopt;
    };
    all.push_back(features::press(events::has_read, Right::member, this, copy, &Agreements::has_read)
                      .otherwise("agreements.letter.gone"));
    return all;
  }

  void start(Context& context) override {
    for (const core::Group& group : context.people().groups()) ask_soon(context, group.id);
  }
  void due(Context& context, const core::Job& job) override { ask(context, core::GroupId(job.subject)); }
  // Who has a part in the group from now on is known in the next unit of work.
  void on(Context& context, const core::Fact& fact) override {
    const auto* act = std::get_if<core::AdministrativeAct>(&fact);
    const auto* changed = std::get_if<core::GroupChanged>(&fact);
    if (changed || (act && act->what == "role.given"))
      ask_soon(context, changed ? changed->group : act->group);
  }

  void waiting(Context& context, const Here& who, std::vector<core::Block>& blocks) override {
    const auto agreement = store_.find(who.group.id);
    const auto role = side_of(who);
    if (!agreement || !role || has_said_yes(*agreement, *role)) return;
    std::ranges::move(card(context.people(), *agreement, who.group, role, who.language()).blocks,
                      std::back_inserter(blocks));
  }

 private:
  struct Version {
    Agreement agreement;
    int seen;
  };
  friend const core::GroupId& group_of(const Version& version) { return version.agreement.group; }
  struct Copy {
    Letter letter;
    std::string word;
  };
  friend const core::GroupId& group_of(const Copy& copy) { return copy.letter.group; }

  template <class Open, class Save, class Confirm>
  void add_side(std::vector<features::EventRow>& all, const events::Side& side, Right needs, Open on_open,
                Save on_save, Confirm on_confirm) {
    const auto seen = [](Agreements* of, const core::GroupId& group, int number) {
      return std::optional(Version{of->of(group), number});
    };
    all.push_back(features::press(side.open_form, needs, this, features::the_group, on_open));
    all.push_back(features::submit(side.save, needs, this, seen, on_save));
    all.push_back(features::press(side.confirm, needs, this, seen, on_confirm, &Agreements::stale));
  }

  Agreement of(const core::GroupId& group) {
    Agreement none;
    none.group = group;
    return store_.find(group).value_or(none);
  }
  static bool has_said_yes(const Agreement& agreement, core::Role role) {
    return role == core::Role::leader ? agreement.by_leader : agreement.by_facilitator;
  }
  static void say_yes(Agreement& agreement, core::Role role, const core::PersonId& person) {
    (role == core::Role::leader ? agreement.leader : agreement.facilitator) = person;
    (role == core::Role::leader ? agreement.by_leader : agreement.by_facilitator) = true;
  }

  std::optional<Reply> stale(Context& context, const Here& who, const Version& version) {
    if (version.seen == version.agreement.number) return std::nullopt;
    core::Message message;
    core::say(message, who.language(), "agreements.stale");
    std::ranges::move(
        card(context.people(), version.agreement, who.group, side_of(who), who.language()).blocks,
        std::back_inserter(message.blocks));
    return whisper(std::move(message));
  }

  // With what whoever reads it may do.
  static core::Message card(const core::Directory& people, const Agreement& agreement,
                            const core::Group& group, std::optional<core::Role> reader, Language language) {
    core::Message message;
    core::head(message, language, "agreements.of", {{"group", group.name}});
    core::Actions actions;
    if (agreement.number == 0) {
      core::say(message, language, "agreements.none");
    } else {
      core::Facts facts;
      for (const Line& line : lines)
        facts.rows.emplace_back(core::text(language, std::string("agreements.line.") + line.id),
                                agreement.*line.words);
      message.blocks.emplace_back(std::move(facts));
      message.blocks.emplace_back(core::Paragraph{state_of(people, agreement, language)});
      if (reader && !has_said_yes(agreement, *reader))
        actions.buttons.push_back(side_of(*reader).confirm.button(core::text(language, "agreements.yes"),
                                                                  group.id, agreement.number,
                                                                  core::Button::Style::primary));
    }
    if (reader)
      actions.buttons.push_back(side_of(*reader).open_form.button(
          core::text(language, agreement.number == 0 ? "agreements.write" : "agreements.change"), group.id));
    if (reader && *reader == core::Role::facilitator)
      actions.buttons.push_back(events::letter.button(core::text(language, "papers.letter"), group.id));
    if (!actions.buttons.empty()) message.blocks.emplace_back(std::move(actions));
    return message;
  }

  static core::Rich state_of(const core::Directory& people, const Agreement& agreement, Language language) {
    const auto name = [&](const core::PersonId& id, const char* role) {
      const core::Person* person = people.person(id);
      return person ? person->name : core::text(language, std::string("role.") + role);
    };
    const std::string facilitator = name(agreement.facilitator, "facilitator"),
                      leader = name(agreement.leader, "leader");
    // texts: role.facilitator, role.leader
    if (agreement.holds())
      return core::rich(language, "agreements.holds", {{"one", facilitator}, {"other", leader}});
    return agreement.by_facilitator
               ? core::rich(language, "agreements.waits.leader", {{"name", facilitator}})
               : core::rich(language, "agreements.waits.facilitator", {{"name", leader}});
  }

  Reply tell(Context& context, const Here& who, const core::CommandLine&) {
    return whisper(card(context.people(), of(who.group.id), who.group, side_of(who), who.language()));
  }

  template <core::Role role>
  Reply open(Context&, const Here& who, const core::GroupId& group) {
    return core::open_form(write_form(of(group), role, who.language()));
  }

  template <core::Role role>
  Reply save(Context& context, const Here& who, const Version& version, const Given& given) {
    const Agreement& now = version.agreement;
    core::Form form = write_form(now, role, who.language());
    form.state = side_of(role).save.pack(now.group, version.seen);
    if (auto stopped = features::check_form(context, who, form, given)) return *stopped;
    Agreement next;
    next.group = now.group;
    next.number = now.number + 1;
    next.written = context.now();
    for (const Line& line : lines) next.*line.words = core::value_of(given.filled, line.id);
    if (version.seen != now.number)
      return words_of(now) == words_of(next) ? sent(context, who, role) : meanwhile(who, role, now, next);
    say_yes(next, role, who.person.id);
    store_.save(next);
    send_card(context, next, who.group, other_than(role));
    return sent(context, who, role);
  }

  static Reply sent(const Context& context, const Here& who, core::Role role) {
    const core::Role others = other_than(role);
    const bool nobody = context.people().with_role(who.group, others).empty();
    // texts: agreements.sent.*, agreements.nobody.*
    return whisper(who.language(), std::string(nobody ? "agreements.nobody." : "agreements.sent.") +
                                       std::string(core::code(others)));
  }

  // Somebody wrote while the form was open: what is so now above, the writer's own words still in the fields.
  static Reply meanwhile(const Here& who, core::Role role, const Agreement& now, const Agreement& own) {
    core::Form form = write_form(now, role, who.language());
    form.intro = core::rich(who.language(), "agreements.meanwhile", {{"words", words_of(now)}});
    for (std::size_t i = 0; i < lines.size(); ++i) form.inputs.at(i).initial = {own.*lines.at(i).words};
    return core::open_form(std::move(form));
  }

  template <core::Role role>
  Reply confirm(Context& context, const Here& who, const Version& version) {
    Agreement agreement = version.agreement;
    if (agreement.number == 0) return tell(context, who, {});
    if (!has_said_yes(agreement, role)) {
      say_yes(agreement, role, who.person.id);
      store_.save(agreement);
      if (agreement.holds())
        for (const core::Role each : {core::Role::leader, core::Role::facilitator})
          send_card(context, agreement, who.group, each, &who.person.id);
    }
    return whisper(card(context.people(), agreement, who.group, role, who.language()));
  }

  static void send_card(Context& context, const Agreement& agreement, const core::Group& group,
                        core::Role role, const core::PersonId* but = nullptr) {
    for (const core::Person* person : context.people().with_role(group, role))
      if (!but || person->id != *but)
        context.post(core::of_group(
            group.id, {"agreement:" + group.id.text + ":" + std::to_string(agreement.number) + ":" +
                           (agreement.holds() ? "holds:" : "asked:") + person->id.text,
                       core::destination_of(*person),
                       card(context.people(), agreement, group, role, person->language), true}));
  }

  void ask_soon(Context& context, const core::GroupId& group) {
    if (const auto agreement = store_.find(group); agreement && !agreement->holds())
      arrange_ask(context, group, context.now());
  }
  // By its name behind what tells somebody of their part in the group, which is due at the same time.
  static void arrange_ask(Context& context, const core::GroupId& group, core::Instant due) {
    context.arrange(
        {"told-then:" + std::string(events::ask_job) + ":" + group.text + ":" + core::to_text(due),
         std::string(events::ask_job), group.text, due, true});
  }

  // What waits for the yes of a side goes to all who are that side by now; whoever was asked is not again.
  void ask(Context& context, const core::GroupId& id) {
    const auto agreement = store_.find(id);
    if (!agreement || agreement->holds()) return;
    const core::Group& group = core::group_due(context, id);
    if (group.stopped) return;
    for (const core::Role role : {core::Role::leader, core::Role::facilitator}) {
      if (has_said_yes(*agreement, role)) continue;
      send_card(context, *agreement, group, role);
      for (const core::Member& member : group.later)
        if (member.role == role && member.since)
          arrange_ask(context, id, core::Zone::named(group.zone).to_utc(core::at(*member.since, asked_at)));
    }
  }

  // --- the letter

  Reply letter_now(Context& context, const Here& who, const core::CommandLine&) {
    return show_letter(context, who, who.group.id);
  }

  Reply show_letter(Context& context, const Here& who, const core::GroupId& group) {
    const Language language = who.language();
    core::Message message = options_.letter ? options_.letter(context, who.group, language) : core::Message{};
    if (const auto last = store_.last_letter(group))
      core::say(message, language, said_of(*last),
                {{"when", core::say_date(language, who.group, last->sent)}});
    message.blocks.emplace_back(core::Actions{
        {events::send.button(core::text(language, "agreements.letter.send"), group,
                             LetterId(core::new_id(context.random())), core::Button::Style::primary)}});
    core::note(message, language, "agreements.letter.note");
    return whisper(std::move(message));
  }

  // Never the number: whoever looks before and after a talk with somebody would see it rise by that one.
  static const char* said_of(const Letter& letter) {
    constexpr int fewest = 4;
    if (letter.copies < fewest) return "agreements.letter.read.untold";
    return 2 * letter.read >= letter.copies ? "agreements.letter.read.most" : "agreements.letter.read.few";
  }

  Reply send(Context& context, const Here& who, const Letter& slot) {
    const Language language = who.language();
    if (store_.letter(slot.id)) return whisper(language, "agreements.letter.sent_already");
    const auto people = context.people().with_role(who.group, core::Role::participant);
    if (people.empty()) return whisper(language, "agreements.letter.nobody");
    Letter letter = slot;
    letter.sent = context.now();
    letter.copies = static_cast<int>(people.size());
    std::vector<std::string> words;
    for (const core::Person* person : people) {
      words.push_back(core::new_id(context.random()));
      core::Message message =
          options_.letter ? options_.letter(context, who.group, person->language) : core::Message{};
      message.blocks.emplace_back(core::Actions{{events::has_read.button(
          core::text(person->language, "agreements.letter.have_read"), letter.id, words.back())}});
      core::note(message, person->language, "agreements.letter.counted");
      context.post(core::of_group(who.group.id, {"letter:" + letter.id.text + ":" + person->id.text,
                                                 core::destination_of(*person), std::move(message), true}));
    }
    store_.add(letter, words);
    return whisper(language, "agreements.letter.sent", {{"n", letter.copies}});
  }

  // The same whether it was pressed before.
  Reply has_read(Context&, const Here& who, const Copy& copy) {
    store_.read(copy.letter.id, copy.word);
    return whisper(who.language(), "agreements.letter.thanks");
  }

  AgreementStore& store_;
  Options options_;
};

}  // namespace

std::unique_ptr<features::Feature> make(AgreementStore& store, Options options) {
  return std::make_unique<Agreements>(store, std::move(options));
}

}  // namespace agreements
