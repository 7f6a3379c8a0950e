#include "bot/features/ideas/feature.hpp"

#include <gtest/gtest.h>

#include <set>

#include "bot/core/receipt_code.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/texts.hpp"
#include "tests/support/interactions.hpp"
#include "tests/support/store_fixture.hpp"

namespace ideas {
namespace {

using core::Role;
using support::at;
using Bodies = std::vector<std::string>;

class MemoryBox final : public IdeaBox {
 public:
  void put(const BoxedIdea& idea) override { ideas[idea.idea.id] = idea; }
  void withdraw(const core::IdeaId& id, const core::PersonId& writer) override {
    if (const auto found = ideas.find(id); found != ideas.end() && found->second.writer == writer)
      ideas.erase(found);
  }
  std::vector<BoxedIdea> all() const override {
    std::vector<BoxedIdea> list;
    for (const auto& [id, idea] : ideas) list.push_back(idea);
    return list;
  }
  void wipe() override { ideas.clear(); }
  Unread unread() const override { return Unread::none; }
  void try_again() override {}
  void set_aside(core::Instant) override {}
  void bring_back() override {}
  bool has_remains() const override { return remains; }
  void destroy_remains() override { remains = false; }
  int forget_set_aside(core::Instant) override { return 0; }
  std::string boot() const override { return boot_id; }
  std::string refusal() const override { return refused; }

  std::map<core::IdeaId, BoxedIdea> ideas;
  std::string boot_id = "boot-1", refused;
  bool remains = false;
};

class IdeasTest : public ::testing::Test {
 protected:
  IdeasTest() {
    group = support::group("a", {person("fay"), person("pia"), person("per"), person("leo")});
    group.members[0].role = Role::facilitator;
    group.members[3].role = Role::leader;
    const std::vector<core::Person> people{person("fay"), person("pia"), person("per"), person("leo"),
                                           person("eve")};
    stores.people->apply(people, {group});
    context.set_people({people, {group}});
    feature->start(context);
  }
  static core::Person person(const char* name) { return support::person(name); }
  const core::Person& who(const char* name) const {
    return *context.people().person(core::PersonId(std::string("person-") + name));
  }
  core::Reply say(const char* name, const std::string& text) {
    return front.say(who(name), text, group.channel);
  }

  // Opens the form and submits it; with `state`, the form that has it.
  core::Reply write(const char* name, const std::string& body, std::string state = {}) {
    if (state.empty()) {
      const auto opened = say(name, "idé");
      state = opened.form ? opened.form->state : group.id.text + "|+stolen";
    }
    return front.submit(who(name), "box/ideas/idea", state, {{"idea", {body}}});
  }
  void flush() {
    context.wake_at(context.jobs.at("ideas/flush").due, *feature);
    commit();
  }
  void commit() {
    for (auto& effect : std::exchange(context.commit_effects, {})) effect();
  }
  core::Session session(const std::string& starts = "2026-11-24T12:00:00Z") const {
    core::Session one;
    one.id = core::SessionId("s1");
    one.group = group.id;
    one.starts = at(starts.c_str());
    one.ends = one.starts + std::chrono::minutes{90};
    return one;
  }
  void moment(const std::string& name, const core::Session& of) {
    feature->on(context, core::MomentDue{of, name, of.starts - std::chrono::hours{48}});
  }
  Bodies in_state(Idea::State state) {
    Bodies bodies;
    for (const Idea& idea : stores.ideas->of_group(group.id, state)) bodies.push_back(idea.body);
    std::sort(bodies.begin(), bodies.end());
    return bodies;
  }
  Idea released(const std::string& body) {
    for (const Idea& idea : stores.ideas->of_group(group.id, Idea::State::released))
      if (idea.body == body) return idea;
    throw std::logic_error("not released: " + body);
  }
  // So that the next to say the same are ideas of their own.
  void take_off_the_table() {
    for (const Idea& idea : stores.ideas->of_group(group.id, Idea::State::released))
      stores.ideas->set_state(idea.id, Idea::State::chosen);
  }
  void release(const Bodies& bodies) {
    for (const std::string& body : bodies) write("pia", body);
    flush();
    moment("ideas", session());
    context.send_all();
  }
  core::Reply press(const char* name, const std::string& what, const Idea& idea) {
    return front.press(who(name), what, group.id.text + "|" + idea.id.text);
  }
  static std::string words(const core::Reply& reply) {
    if (reply.whisper) return core::plain_text(*reply.whisper);
    if (reply.form && reply.form->name == "box/ideas/seen") return core::plain_text(reply.form->intro);
    return reply.form ? "form" : reply.errors.empty() ? "" : reply.errors.begin()->second;
  }
  static std::string said(const char* key, core::Args args = {}) {
    return core::plain_text(core::rich(core::Language::nb, key, args));
  }
  // The code in a receipt; throws where there is none.
  static std::string code_in(const core::Reply& reply) {
    for (const core::Span& span : reply.form.value().intro)
      if (span.style == core::Span::Style::code && core::receipt_hash(span.text)) return span.text;
    throw std::logic_error("no code in the receipt");
  }
  core::Reply follow(const char* name, const std::string& code) {
    return front.submit(who(name), "box/ideas/follow", "", {{"code", {code}}});
  }
  core::Reply act(const char* name, const core::Form& form, const char* what) {
    return front.submit(who(name), form.name, form.state, {{"act", {what}}});
  }

  core::Group group;
  storage::Database database{support::ready(":memory:")};
  storage::Stores stores = storage::open_stores(database);
  MemoryBox box;
  std::string topic_now;  // what the sessions would say
  std::string voted_for;  // what the polls would say
  support::FakeContext context{at("2026-11-09T09:00:00Z")};
  std::unique_ptr<features::Feature> made() {
    return make(
        *stores.ideas, box, "Europe/Oslo", {},
        [this](const core::GroupId&, const core::SessionId&, core::Instant) { return topic_now; }, {},
        [this](const core::GroupId&, const std::string& words) { return words == voted_for; });
  }
  std::unique_ptr<features::Feature> feature = made();
  support::Interactions front{context, {feature.get()}};
};

TEST_F(IdeasTest, ThatSayTheSameAreOne) {
  release({"Smertelindring om natten", "smertelindring  om natten ", "Å si nei", "A si nei"});
  EXPECT_EQ(in_state(Idea::State::released).size(), 3U);
  EXPECT_EQ(in_state(Idea::State::merged).size(), 1U);
  moment("topic_poll", session());
  const auto asked = context.facts_of<core::PollRequested>();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].poll.questions[0].options.size(), 3U) << "one letter apart is two ideas";
  const auto said = feature->asks_by_itself(group);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].prompt, asked[0].poll.questions[0].prompt);
  EXPECT_TRUE(std::ranges::is_permutation(said[0].options, asked[0].poll.questions[0].options));
  write("per", "SMERTELINDRING OM NATTEN");
  write("per", "Noe annet");
  flush();
  moment("ideas", session("2026-12-08T12:00:00Z"));
  EXPECT_EQ(in_state(Idea::State::merged).size(), 2U) << "also of what is out already";
}

TEST_F(IdeasTest, ThatLookAlikeAreOfferedForMerging) {
  release({"Smertelindring om natten", "Smertelindring om nettene", "Å si nei"});
  EXPECT_NE(words(say("fay", "ideer")).find("ligner"), std::string::npos);
  const auto form = front.press(who("fay"), "ideas/merge", group.id.text).form;
  EXPECT_EQ(form.value().inputs[0].initial.size(), 2U);
}

TEST_F(IdeasTest, AreWrittenByThoseWhoTakePart) {
  for (const char* name : {"pia", "fay"}) EXPECT_TRUE(say(name, "idé").form) << name;
  const std::string refused = said("who.needs.answering", {{"group", group.name}});
  for (const char* name : {"leo", "eve"}) {
    EXPECT_EQ(words(say(name, "idé")), refused) << name;
    EXPECT_EQ(words(write(name, "snikende")), refused) << name;
  }
  EXPECT_TRUE(box.ideas.empty());
  EXPECT_EQ(words(write("pia", "x", "no such group|+1")), said("who.group_away"));
  for (const char* state : {"no such group|", "no bar"})
    EXPECT_EQ(words(write("pia", "x", state)), said("unknown.button")) << state;
}

// Fay, Pia and Per may write; a name that is not said hides nobody among three.
TEST_F(IdeasTest, TheFormSaysWhereTheOthersMayGuess) {
  const auto intro = [&] { return core::plain_text(say("pia", "idé").form.value().intro); };
  EXPECT_NE(intro().find(said("ideas.form.few")), std::string::npos);
  core::Group more = group;
  more.members.push_back({person("eve").id, Role::participant, {}});
  const std::vector<core::Person> people{person("fay"), person("pia"), person("per"), person("leo"),
                                         person("eve")};
  context.set_people({people, {more}});
  EXPECT_EQ(intro().find(said("ideas.form.few")), std::string::npos);
  more = group;
  more.sheet = 1;
  context.set_people({people, {more}});
  EXPECT_EQ(intro().find(said("ideas.form.few")), std::string::npos) << "anybody may";
}

TEST_F(IdeasTest, AreAsLongAsTheFormSaysInLettersNotBytes) {
  std::string fits;
  for (int i = 0; i < 300; ++i) fits += "ø";
  write("pia", fits + "å");
  EXPECT_TRUE(box.ideas.empty());
  write("pia", "  " + fits + "\n");
  EXPECT_EQ(box.ideas.size(), 1U);
}

TEST_F(IdeasTest, AreRefusedWhereTheyCannotBeHeldInMemory) {
  box.refused = "on a disk";
  EXPECT_EQ(words(say("pia", "idé")), said("polls.refused"));
}

TEST_F(IdeasTest, AreGuardedBeforeTheyAreKept) {
  EXPECT_EQ(words(write("pia", "  ")), core::text(core::Language::nb, "form.required"));
  EXPECT_NE(words(write("pia", "ring 22 33 44 55")).find("telefonnummer"), std::string::npos);
  EXPECT_EQ(words(write("pia", std::string(301, 'x'))), core::too_long(core::Language::nb, 301, 300));
  const auto warned = write("pia", "fru Hansen på rom 12");
  ASSERT_TRUE(warned.form);
  EXPECT_TRUE(box.ideas.empty());
  EXPECT_EQ(words(write("pia", "fru Hansen på rom 12", warned.form->state)).find(said("ideas.receipt")), 0U);
  EXPECT_EQ(box.ideas.size(), 1U);
}

TEST_F(IdeasTest, FiveADayAreEnough) {
  for (int i = 0; i < 5; ++i) write("pia", "idé " + std::to_string(i));
  EXPECT_EQ(words(write("pia", "enda en")), said("ideas.enough"));
  EXPECT_EQ(box.ideas.size(), 5U);
  EXPECT_EQ(words(write("per", "min første")).find(said("ideas.receipt")), 0U);
  flush();
  EXPECT_EQ(words(write("pia", "en ny dag")).find(said("ideas.receipt")), 0U);
}

// Whoever has the address of Pia's page is told the same whether she has written none or five, there or in
// the chat.
TEST_F(IdeasTest, AFormOnHerPageDoesNotTellHowManySheHasWritten) {
  const auto from_page = [&](const std::string& sitting, const std::string& body) {
    core::Submit submit;
    submit.origin.workspace = who("pia").workspace;
    submit.origin.user = who("pia").user;
    submit.origin.source = sitting;
    submit.name = "box/ideas/idea";
    submit.state = group.id.text + "|+" + body;
    submit.values = {{"idea", {body}}};
    return words(front.handle(submit));
  };
  const auto is_taken = [](const std::string& reply) { return reply.find(said("ideas.receipt")) == 0; };
  for (const int written : {0, 3, 5}) {
    for (int i = 0; i < written; ++i) write("pia", "hennes " + std::to_string(i));
    const std::string first = std::to_string(written) + "a", second = std::to_string(written) + "b";
    for (int i = 0; i < 5; ++i)
      EXPECT_TRUE(is_taken(from_page(first, first + std::to_string(i)))) << written << ", " << i;
    EXPECT_EQ(from_page(first, first + "enda en"), said("ideas.enough_here"));
    EXPECT_TRUE(is_taken(from_page(first, first + "0"))) << "the same form twice";
    EXPECT_TRUE(is_taken(from_page(second, second + "0"))) << "opened anew";
    flush();
  }
}

TEST_F(IdeasTest, APaperNoteThatIsMendedInTheSameFormTakesThePlaceOfTheFirst) {
  const auto opened = say("fay", "papirlapper").form.value();
  const auto send = [&](const core::Form& form, const std::string& notes) {
    front.submit(who("fay"), form.name, form.state, {{"notes", {notes}}});
    Bodies bodies;
    for (const BoxedIdea& boxed : box.all()) bodies.push_back(boxed.idea.body);
    std::sort(bodies.begin(), bodies.end());
    return bodies;
  };
  send(opened, "Roligere mogrener\nMat\nHvem tar kveldsvakta?");
  EXPECT_EQ(send(opened, "Roligere morgener\nMat\nHvem tar kveldsvakta?"),
            (Bodies{"Hvem tar kveldsvakta?", "Mat", "Roligere morgener"}));
  EXPECT_EQ(send(opened, "Stell om natta"),
            (Bodies{"Hvem tar kveldsvakta?", "Mat", "Roligere morgener", "Stell om natta"}))
      << "other words are other notes";
  EXPECT_EQ(send(say("fay", "papirlapper").form.value(), "Roligere morgner").size(), 5U)
      << "and so is what another form brings";
}

TEST_F(IdeasTest, APaperNoteIsAskedAboutAsAnIdeaIs) {
  const auto opened = say("fay", "papirlapper").form.value();
  const core::FormValues notes{{"notes", {"Mat\nTrakassering på kveldsvakt"}}};
  const auto back = front.submit(who("fay"), opened.name, opened.state, notes);
  ASSERT_TRUE(back.form);
  EXPECT_NE(core::plain_text(back.form->intro).find(said("elsewhere.treatment")), std::string::npos);
  EXPECT_TRUE(box.all().empty());
  front.submit(who("fay"), back.form->name, back.form->state, notes);
  EXPECT_EQ(box.all().size(), 2U) << "sent as it is";
}

TEST_F(IdeasTest, TheSameFormSentTwiceIsOneIdea) {
  const auto form = say("pia", "idé").form;
  const auto first = write("pia", "en", form->state);
  EXPECT_EQ(words(write("pia", "en", form->state)), words(first));
  EXPECT_EQ(box.ideas.size(), 1U);
  flush();
  write("pia", "en", form->state);  // the platform repeats it the day after
  flush();
  EXPECT_EQ(in_state(Idea::State::held), Bodies{"en"});
}

TEST_F(IdeasTest, OtherWordsFromTheSameFormAreAnotherIdea) {
  const auto form = say("pia", "idé").form;
  const std::string first = code_in(write("pia", "en", form->state));
  const std::string second = code_in(write("pia", "to", form->state));
  EXPECT_NE(first, second);
  EXPECT_EQ(box.ideas.size(), 2U) << "nothing is replaced";
  EXPECT_TRUE(follow("pia", first).form);
  EXPECT_TRUE(follow("pia", second).form);
  flush();
  const std::string third = code_in(write("pia", "tre", form->state));
  EXPECT_EQ(words(write("pia", "en", form->state)), said("ideas.receipt.known"))
      << "no code for what is not put in";
  EXPECT_EQ(box.ideas.size(), 1U);
  flush();
  EXPECT_EQ(in_state(Idea::State::held), (Bodies{"en", "to", "tre"}));
  for (const std::string& code : {first, second, third})
    EXPECT_EQ(words(follow("pia", code)), said("ideas.follow.state.held"));
}

TEST_F(IdeasTest, AFormSentAgainAfterARestartIsOneIdeaThatBothCodesFind) {
  const auto form = say("pia", "idé").form;
  const std::string first = code_in(write("pia", "en", form->state));
  flush();
  feature = made();  // the program begins anew
  feature->start(context);
  support::Interactions anew{context, {feature.get()}};
  const std::string second =
      code_in(anew.submit(who("pia"), "box/ideas/idea", form->state, {{"idea", {"en"}}}));
  flush();
  EXPECT_EQ(in_state(Idea::State::held), Bodies{"en"});
  for (const std::string& code : {first, second})
    EXPECT_EQ(words(anew.submit(who("pia"), "box/ideas/follow", "", {{"code", {code}}})),
              said("ideas.follow.state.held"));
}

TEST_F(IdeasTest, AFormSentAgainUndoesNoChange) {
  const auto form = say("pia", "idé").form;
  const std::string code = code_in(write("pia", "en", form->state));
  const auto change = act("pia", *follow("pia", code).form, "change").form;
  write("pia", "endret", change->state);
  EXPECT_EQ(words(write("pia", "en", form->state)), said("ideas.receipt.known"));
  ASSERT_EQ(box.ideas.size(), 1U);
  EXPECT_EQ(box.ideas.begin()->second.idea.body, "endret");
}

TEST_F(IdeasTest, AreChangedAndWithdrawnByTheWriterUntilTheNightOnly) {
  const std::string code = code_in(write("pia", "først"));
  const auto choice = follow("pia", code);
  ASSERT_TRUE(choice.form);
  EXPECT_EQ(choice.form->name, "box/ideas/act");
  EXPECT_EQ(words(follow("per", code)), said("ideas.follow.unknown"))
      << "a code in other hands tells nothing";
  EXPECT_EQ(words(act("per", *choice.form, "change")), said("ideas.too_late"));
  EXPECT_EQ(words(act("per", *choice.form, "withdraw")), said("ideas.too_late"));
  EXPECT_EQ(words(act("pia", *choice.form, "keep")), said("ideas.follow.kept"));
  const auto form = act("pia", *choice.form, "change").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[0].initial, Bodies{"først"});
  EXPECT_EQ(words(write("pia", "så", form->state)), said("ideas.receipt.changed"));
  ASSERT_EQ(box.ideas.size(), 1U);
  EXPECT_EQ(box.ideas.begin()->second.idea.body, "så");
  EXPECT_TRUE(follow("pia", code).form) << "the code stays";
  EXPECT_EQ(words(write("per", "tyvlånt", form->state)), said("ideas.too_late"));
  const std::string second = code_in(write("pia", "angret"));
  EXPECT_EQ(words(act("pia", *follow("pia", second).form, "withdraw")), said("ideas.withdrawn"));
  EXPECT_EQ(words(follow("pia", second)), said("ideas.follow.unknown"));
  flush();
  EXPECT_EQ(in_state(Idea::State::held), Bodies{"så"});
  EXPECT_EQ(words(write("pia", "for sent", form->state)), said("ideas.too_late"));
  EXPECT_EQ(words(act("pia", *choice.form, "withdraw")), said("ideas.too_late"));
  EXPECT_EQ(in_state(Idea::State::held), Bodies{"så"});
}

TEST_F(IdeasTest, ACodeTellsWhatBecameOfTheIdea) {
  std::map<std::string, std::string> codes;
  for (const char* body : {"A", "B", "C", "D"}) codes[body] = code_in(write("pia", body));
  flush();
  EXPECT_EQ(words(follow("pia", codes["A"])), said("ideas.follow.state.held"));
  moment("ideas", session());
  EXPECT_EQ(words(follow("pia", codes["A"])), said("ideas.follow.state.released"));
  press("fay", "ideas/hide", released("A"));
  front.submit(who("fay"), "ideas/merge", group.id.text,
               {{"ideas", {released("B").id.text, released("C").id.text}}, {"words", {"B og C"}}});
  press("fay", "ideas/choose", released("D"));
  EXPECT_EQ(words(follow("pia", codes["A"])), said("ideas.follow.state.hidden"));
  EXPECT_EQ(words(follow("pia", codes["B"])), said("ideas.follow.state.released"));
  EXPECT_EQ(words(follow("pia", codes["C"])), said("ideas.follow.state.merged"));
  EXPECT_EQ(words(follow("pia", codes["D"])), said("ideas.follow.state.chosen"));
  EXPECT_EQ(words(follow("per", codes["D"])), said("ideas.follow.state.chosen"))
      << "after the night nobody knows whose it was";
}

TEST_F(IdeasTest, WhoTriesCodesIsSlowedDownAndToldNothing) {
  const std::string code = code_in(write("pia", "A"));
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(words(follow("pia", "0000-0000-000" + std::to_string(i))), said("ideas.follow.unknown"));
  EXPECT_EQ(words(follow("pia", code)), said("ideas.follow.unknown"))
      << "not even the right one is looked at";
  EXPECT_EQ(words(follow("per", "not a code")), said("ideas.follow.unknown"));
  context.set_now(context.now() + std::chrono::minutes{9});
  EXPECT_EQ(words(follow("pia", code)), said("ideas.follow.unknown"));
  context.set_now(context.now() + std::chrono::minutes{1});
  EXPECT_EQ(follow("pia", code).form->name, "box/ideas/act");
}

TEST_F(IdeasTest, TheDatabaseKnowsACodeOnlyByItsHash) {
  const std::string code = code_in(write("pia", "A"));
  flush();
  std::string stored;
  database.sql() << "SELECT code_hash FROM idea_receipt", soci::into(stored);
  EXPECT_EQ(stored, core::receipt_hash(code));
  EXPECT_EQ(stored.find(code.substr(0, 4)), std::string::npos);
}

TEST_F(IdeasTest, TheCodeFormNeedsNoGroupAndTakesNoCodeAsWords) {
  const core::Person& alone = who("eve");
  const auto form = front.say(alone, "idékode 10K3-ABCD-2RT1").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->name, "box/ideas/follow");
  ASSERT_EQ(form->inputs.size(), 1U);
  EXPECT_TRUE(form->inputs[0].initial.empty());
  const auto closed = front.submit(alone, "box/ideas/seen", "", {});
  EXPECT_FALSE(closed.form || closed.whisper || !closed.errors.empty());
}

TEST_F(IdeasTest, AreFlushedAtThreeInTheNightOnTheWall) {
  EXPECT_EQ(context.jobs.at("ideas/flush").due, at("2026-11-10T02:00:00Z"));
  flush();
  EXPECT_EQ(context.jobs.at("ideas/flush").due, at("2026-11-11T02:00:00Z"));
  context.set_now(at("2026-10-25T00:30:00Z"));  // the night the clocks go back
  feature->start(context);
  EXPECT_EQ(context.jobs.at("ideas/flush").due, at("2026-10-25T02:00:00Z"));
  context.set_now(at("2027-03-28T00:30:00Z"));  // and forward: 02:00 to 03:00 does not exist
  feature->start(context);
  EXPECT_EQ(context.jobs.at("ideas/flush").due, at("2027-03-28T01:00:00Z"));
}

TEST_F(IdeasTest, TheBoxIsWipedOnlyWhenTheFlushIsDurable) {
  write("pia", "en");
  context.wake_at(context.jobs.at("ideas/flush").due, *feature);
  EXPECT_EQ(box.ideas.size(), 1U);
  commit();
  EXPECT_TRUE(box.ideas.empty());
}

TEST_F(IdeasTest, ACrashBetweenFlushAndWipeDoublesNothingAndLetsNothingBeChanged) {
  const std::string code = code_in(write("pia", "en"));
  context.wake_at(context.jobs.at("ideas/flush").due, *feature);
  context.commit_effects.clear();  // it dies before the wipe
  write("per", "ny");
  feature->start(context);
  EXPECT_EQ(box.ideas.size(), 2U) << "until its second code is in the database for good";
  commit();
  EXPECT_EQ(box.ideas.size(), 1U) << "only what the database does not have";
  EXPECT_EQ(words(follow("pia", code)), said("ideas.follow.state.held"));
  flush();
  EXPECT_EQ(in_state(Idea::State::held), (Bodies{"en", "ny"}));
}

TEST_F(IdeasTest, ARebootTellsEveryGroupAlikeThatTheBoxMayBeLost) {
  EXPECT_TRUE(context.posts.empty()) << "the first start ever tells nothing";
  feature->start(context);
  EXPECT_TRUE(context.posts.empty()) << "nor does a restart on the same machine";
  box.boot_id = "boot-2";
  feature->start(context);
  feature->start(context);
  ASSERT_EQ(context.posts.size(), 1U);
  EXPECT_EQ(core::plain_text(context.posts[0].message), said("ideas.lost"));
}

TEST_F(IdeasTest, AreReleasedTogetherWithoutWriterAndInAnyOrder) {
  std::set<std::string> orders;
  for (int round = 0; round < 12; ++round) {
    for (const char* body : {"A", "B", "C"}) write("pia", body);
    flush();
    moment("ideas", session("2026-12-0" + std::to_string(1 + round % 9) + "T1" + std::to_string(round / 9) +
                            ":00:00Z"));
    ASSERT_EQ(context.posts.size(), static_cast<std::size_t>(round + 1));
    const std::string words = core::plain_text(context.posts.back().message);
    EXPECT_EQ(words.find("pia"), std::string::npos);
    orders.insert(words);
    take_off_the_table();
  }
  EXPECT_GT(orders.size(), 2U);
  EXPECT_TRUE(in_state(Idea::State::held).empty());
  EXPECT_EQ(in_state(Idea::State::chosen).size(), 36U);
}

TEST_F(IdeasTest, TheOrderOfAReleaseIsNotThatOfTheStore) {
  std::set<std::string> orders;
  for (int round = 0; round < 12; ++round) {
    std::vector<Idea> night;
    for (const char* body : {"A", "B", "C"})
      night.push_back({core::IdeaId(std::to_string(100 + round) + body), group.id, body, Idea::State::held});
    stores.ideas->add(night);
    moment("ideas", session("2026-12-" + std::to_string(10 + round) + "T12:00:00Z"));
    orders.insert(core::plain_text(context.posts.back().message));
    take_off_the_table();
  }
  EXPECT_GT(orders.size(), 2U);
}

TEST_F(IdeasTest, ALoneIdeaWaitsForOneRelease) {
  write("pia", "alene");
  flush();
  moment("ideas", session());
  EXPECT_TRUE(context.posts.empty());
  EXPECT_EQ(in_state(Idea::State::held), Bodies{"alene"});
  moment("ideas", session("2026-12-08T12:00:00Z"));
  ASSERT_EQ(context.posts.size(), 1U);
  EXPECT_EQ(in_state(Idea::State::released), Bodies{"alene"});
  write("per", "alene igjen");
  flush();
  moment("ideas", session("2026-12-22T12:00:00Z"));
  EXPECT_EQ(in_state(Idea::State::held), Bodies{"alene igjen"}) << "the waiting begins anew";
}

TEST_F(IdeasTest, ALoneIdeaIsShownWithTheSessionAtTheLatest) {
  write("pia", "alene");
  flush();
  moment("ideas", session());
  ASSERT_TRUE(context.posts.empty());
  moment("checkin", session());
  ASSERT_EQ(context.posts.size(), 1U);
  EXPECT_EQ(in_state(Idea::State::released), Bodies{"alene"});
  moment("checkin", session());
  EXPECT_EQ(context.posts.size(), 1U);
}

TEST_F(IdeasTest, TheFacilitatorShowsWhatWaits) {
  const std::string empty = words(say("fay", "ideer"));
  EXPECT_NE(empty.find(said("ideas.release")), std::string::npos);
  const std::string left = words(front.press(who("fay"), "ideas/leave", group.id.text));
  EXPECT_EQ(left, said("ideas.release.left"));
  write("pia", "alene");
  flush();
  EXPECT_EQ(words(say("fay", "ideer")), empty) << "whoever looks each day does not see when somebody wrote";
  EXPECT_NE(words(front.press(who("fay"), "ideas/release", group.id.text)).find("Ja, vis dem"),
            std::string::npos);
  EXPECT_EQ(words(front.press(who("fay"), "ideas/leave", group.id.text)), left) << "nor does who says no";
  EXPECT_TRUE(context.posts.empty()) << "asked first";
  EXPECT_EQ(words(front.press(who("pia"), "ideas/release_now", group.id.text)).find("vist for"),
            std::string::npos);
  EXPECT_TRUE(context.posts.empty()) << "not hers to say";
  EXPECT_EQ(words(front.press(who("fay"), "ideas/release_now", group.id.text)), said("ideas.release.done"));
  ASSERT_EQ(context.posts.size(), 1U);
  EXPECT_NE(core::plain_text(context.posts[0].message).find("alene"), std::string::npos);
  EXPECT_EQ(words(front.press(who("fay"), "ideas/release_now", group.id.text)),
            said("ideas.release.nothing"));
  EXPECT_EQ(context.posts.size(), 1U) << "twice is once";
  EXPECT_EQ(words(front.press(who("fay"), "ideas/leave", group.id.text)), left);
}

TEST_F(IdeasTest, TheFacilitatorChoosesWhereAVoteHasNoRoom) {
  for (int day = 0; day < 8; ++day) {
    for (int i = 0; i < 4; ++i)
      write("pia", "forslag nummer " + std::to_string(100 * day * day + i * 7 * day + i));
    flush();
  }
  moment("ideas", session());
  context.posts.clear();
  moment("topic_poll", session());
  EXPECT_TRUE(context.facts_of<core::PollRequested>().empty()) << "no lot chooses for the group";
  ASSERT_EQ(context.posts.size(), 1U);
  EXPECT_EQ(context.posts[0].to, core::destination_of(who("fay")));
}

TEST_F(IdeasTest, ALoneIdeaThatGetsCompanyGoesAtOnce) {
  write("pia", "en");
  flush();
  moment("ideas", session());
  write("per", "to");
  flush();
  moment("ideas", session("2026-12-08T12:00:00Z"));
  EXPECT_EQ(in_state(Idea::State::released), (Bodies{"en", "to"}));
}

TEST_F(IdeasTest, WhatComesAfterAMoveIsShownToo) {
  release({"A", "B"});
  write("per", "C");
  write("per", "D");
  flush();
  moment("ideas", session("2026-12-01T12:00:00Z"));
  ASSERT_EQ(context.posts.size(), 2U) << "the same session at another time";
  EXPECT_NE(core::plain_text(context.posts[1].message).find("C"), std::string::npos);
  EXPECT_EQ(core::plain_text(context.posts[1].message).find("A\n"), std::string::npos);
}

TEST_F(IdeasTest, TheTopicPollAsksForSeveralOfAll) {
  moment("topic_poll", session());
  release({"A"});
  moment("ideas", session("2026-11-25T12:00:00Z"));
  moment("topic_poll", session());
  EXPECT_TRUE(context.facts_of<core::PollRequested>().empty()) << "one idea is no choice";
  for (int day = 0; day < 3; ++day) {
    for (int i = 0; i < 4; ++i) write("pia", "i" + std::to_string(day) + std::to_string(i));
    flush();
  }
  moment("ideas", session("2026-11-26T12:00:00Z"));
  moment("topic_poll", session());
  const auto asked = context.facts_of<core::PollRequested>();
  ASSERT_EQ(asked.size(), 1U);
  const core::Poll& poll = asked[0].poll;
  EXPECT_EQ(poll.purpose, core::Poll::Purpose::topic);
  EXPECT_FALSE(poll.named);
  EXPECT_EQ(poll.session, session().id);
  EXPECT_EQ(poll.closes, session().starts - std::chrono::hours{48});
  EXPECT_EQ(poll.questions.at(0).kind, core::Question::Kind::choices);
  EXPECT_EQ(poll.questions.at(0).options.size(), in_state(Idea::State::released).size());
  EXPECT_GT(poll.questions.at(0).options.size(), 10U);
  core::Session chosen = session();
  chosen.topic = "bestemt";
  moment("topic_poll", chosen);
  EXPECT_EQ(context.facts_of<core::PollRequested>().size(), 1U) << "a session with a topic asks nothing";
}

class Decided : public IdeasTest {
 protected:
  Decided() { release({"A", "B", "C"}); }
  using Part = core::ResultLine::Part;
  struct Line {
    Part part;
    int about = -1, number = 0;
  };
  // The poll closed with these lines for the group.
  void closed(const std::vector<Line>& parts) {
    core::Poll poll;
    poll.id = core::PollId("p" + std::to_string(++polls));
    poll.group = group.id;
    poll.session = session().id;
    poll.purpose = core::Poll::Purpose::topic;
    poll.questions.push_back({core::Question::Kind::choices, core::Localized("?"), {}, true});
    for (const char* option : {"A", "B", "C"}) poll.questions[0].options.emplace_back(option);
    core::Result result;
    for (const auto& [part, about, number] : parts) {
      result.lines.push_back({0, core::ResultLine::Audience::group, part, about, number, {}});
      result.lines.push_back({0, core::ResultLine::Audience::leader, Part::count, 2, 99, {}});
    }
    feature->on(context, core::PollClosed{poll, result});
  }
  Bodies topics() const {
    Bodies all;
    for (const auto& chosen : context.facts_of<core::TopicChosen>()) all.push_back(chosen.topic);
    return all;
  }
  int polls = 0;
};

TEST_F(Decided, OneWinnerIsTheTopic) {
  closed({{Part::first, 1}, {Part::lot}});
  EXPECT_EQ(topics(), Bodies{"B"});
  EXPECT_EQ(context.facts_of<core::TopicChosen>()[0].session, session().id);
  EXPECT_EQ(in_state(Idea::State::chosen), Bodies{"B"});
}

TEST_F(Decided, CountsAreReadTheSameWay) {
  closed({{Part::answered, -1, 12}, {Part::few, 0, 3}, {Part::count, 1, 5}, {Part::count, 2, 4}});
  EXPECT_EQ(topics(), Bodies{"B"});
}

TEST_F(Decided, ATieGoesToTheFacilitator) {
  closed({{Part::tie, 0}, {Part::tie, 2}});
  closed({{Part::answered, -1, 12}, {Part::count, 0, 5}, {Part::count, 1, 5}, {Part::few, 2, 3}});
  closed({{Part::too_few}});
  closed({{Part::spread}});
  EXPECT_TRUE(topics().empty());
  ASSERT_EQ(context.posts.size(), 5U);
  for (std::size_t i = 1; i < 5; ++i) {
    EXPECT_EQ(context.posts[i].to, core::destination_of(person("fay")));
    EXPECT_EQ(core::plain_text(context.posts[i].message).find(said("ideas.undecided")), 0U);
  }
}

TEST_F(Decided, AWinnerThatWasHiddenMeanwhileGoesToTheFacilitatorToo) {
  press("fay", "ideas/hide", released("B"));
  closed({{Part::half, 1}});
  EXPECT_TRUE(topics().empty());
  EXPECT_EQ(context.posts.back().to, core::destination_of(person("fay")));
}

TEST_F(Decided, APollThatIsNoTopicPollDecidesNothing) {
  core::Poll poll;
  poll.group = group.id;
  poll.questions.push_back({});
  feature->on(context,
              core::PollClosed{poll, {{{0, core::ResultLine::Audience::group, Part::half, 0, 0, {}}}, {}}});
  EXPECT_TRUE(topics().empty());
}

TEST_F(Decided, TheFacilitatorChooses) {
  const Idea idea = released("C");
  EXPECT_EQ(words(press("pia", "ideas/choose", idea)),
            said("who.needs.facilitator", {{"group", group.name}}));
  EXPECT_EQ(words(press("leo", "ideas/choose", idea)),
            said("who.needs.facilitator", {{"group", group.name}}));
  EXPECT_EQ(words(press("fay", "ideas/choose", idea)), said("ideas.chosen", {{"topic", "C"}}));
  EXPECT_EQ(topics(), Bodies{"C"});
  EXPECT_EQ(words(press("fay", "ideas/choose", idea)), said("ideas.gone"));
  EXPECT_EQ(topics().size(), 1U);
}

TEST_F(Decided, ASecondChoiceAsksWhomItReplaces) {
  press("fay", "ideas/choose", released("A"));
  topic_now = "A";
  const Idea second = released("B");
  const core::Reply asked = press("fay", "ideas/choose", second);
  EXPECT_EQ(topics(), Bodies{"A"}) << "not before the yes";
  const auto& yes = std::get<core::Actions>(asked.whisper.value().blocks.at(1)).buttons.at(0);
  EXPECT_EQ(words(asked).find(said("ideas.replace.ask", {{"old", "A"}, {"new", "B"}})), 0U) << words(asked);
  EXPECT_EQ(words(press("fay", "ideas/keep", second)), said("ideas.kept"));
  topic_now = "C";  // somebody else was faster: what was asked about is another thing
  EXPECT_EQ(words(front.press(who("fay"), yes.name, yes.value))
                .find(said("ideas.replace.ask", {{"old", "C"}, {"new", "B"}})),
            0U);
  topic_now = "A";
  EXPECT_EQ(words(front.press(who("fay"), yes.name, yes.value)), said("ideas.chosen", {{"topic", "B"}}));
  EXPECT_EQ(topics(), (Bodies{"A", "B"}));
  feature->on(context, core::TopicReturned{group.id, "A"});
  EXPECT_EQ(in_state(Idea::State::released), (Bodies{"A", "C"})) << "what is replaced is on the table again";
  EXPECT_EQ(in_state(Idea::State::chosen), Bodies{"B"});
}

TEST_F(Decided, AVoteDoesNotReplaceWhatWasChosenByHand) {
  topic_now = "C";
  closed({{Part::first, 1}});
  EXPECT_TRUE(topics().empty());
  EXPECT_EQ(context.posts.back().to, core::destination_of(person("fay")));
  EXPECT_EQ(core::plain_text(context.posts.back().message)
                .find(said("ideas.voted_otherwise", {{"voted", "B"}, {"topic", "C"}})),
            0U);
  topic_now = "B";
  closed({{Part::first, 1}});
  EXPECT_EQ(topics(), Bodies{"B"});
}

TEST_F(Decided, AVoteForWhatWasChosenByHandAsksNothing) {
  press("fay", "ideas/choose", released("B"));
  topic_now = "B";
  const std::size_t before = context.posts.size();
  closed({{Part::first, 1}});
  closed({{Part::tie, 0}, {Part::tie, 2}});
  EXPECT_EQ(context.posts.size(), before);
  EXPECT_EQ(topics(), Bodies{"B"});
}

TEST_F(Decided, HidingDeletesTheWords) {
  const Idea idea = released("A");
  EXPECT_EQ(words(press("fay", "ideas/hide", idea)), said("ideas.hidden"));
  EXPECT_EQ(stores.ideas->find(idea.id)->body, "");
  EXPECT_EQ(in_state(Idea::State::released), (Bodies{"B", "C"}));
  EXPECT_EQ(words(press("fay", "ideas/hide", idea)), said("ideas.gone"));
}

TEST_F(Decided, HidingTakesTheWordsOutOfWhatWasPosted) {
  runtime::OutboxRow row;
  row.key = "ideas:now";
  row.to = group.destination();
  row.message.blocks = {core::List{{{core::Span("A")}, {core::Span("B")}}}};
  row.group = group.id;
  row.state = runtime::OutboxRow::State::sent;
  row.ref = "m1";
  stores.outbox->add(row);
  press("fay", "ideas/hide", released("A"));
  ASSERT_EQ(context.updates.size(), 1U);
  EXPECT_EQ(context.updates[0].first, "ideas:now");
  EXPECT_EQ(context.updates[0].second, (core::Message{{core::List{{{core::Span("–")}, {core::Span("B")}}}}}));
}

// Its words would be shown to whoever answers, and told again by the result.
TEST_F(Decided, HidingWhatIsVotedForIsAskedFirstAndTakesTheVoteAlong) {
  voted_for = "A";
  const Idea idea = released("A");
  EXPECT_NE(words(press("fay", "ideas/hide", idea)).find(said("ideas.hide.ask")), std::string::npos);
  EXPECT_EQ(stores.ideas->find(idea.id)->body, "A");
  EXPECT_NE(words(press("fay", "ideas/hide", idea)).find("[" + said("ideas.hide.no") + "]"),
            std::string::npos);
  EXPECT_EQ(words(press("fay", "ideas/spare", idea)), said("ideas.hide.left"));
  EXPECT_EQ(stores.ideas->find(idea.id)->body, "A") << "it stays";
  press("pia", "ideas/hide_now", idea);
  EXPECT_EQ(stores.ideas->find(idea.id)->body, "A") << "not hers to do";
  EXPECT_TRUE(context.facts_of<core::IdeaHidden>().empty());
  EXPECT_EQ(words(press("fay", "ideas/hide_now", idea)), said("ideas.hidden.vote"));
  EXPECT_EQ(stores.ideas->find(idea.id)->body, "");
  const auto hidden = context.facts_of<core::IdeaHidden>();
  ASSERT_EQ(hidden.size(), 1U);
  EXPECT_EQ(hidden[0].group, group.id);
  EXPECT_EQ(hidden[0].words, "A");
  EXPECT_EQ(words(press("fay", "ideas/hide", released("B"))), said("ideas.hidden"));
}

TEST_F(Decided, WordsThatWereHiddenLeaveTheFileAtTheNextStartWhereTheProcessDiedBefore) {
  press("fay", "ideas/hide", released("A"));
  EXPECT_TRUE(stores.ideas->unscrubbed());
  context.commit_effects.clear();
  feature->start(context);
  commit();
  EXPECT_FALSE(stores.ideas->unscrubbed());
  press("fay", "ideas/hide", released("B"));
  commit();
  EXPECT_FALSE(stores.ideas->unscrubbed());
}

TEST_F(Decided, MergingKeepsOneWithCommonWords) {
  const auto form = front.press(who("fay"), "ideas/merge", group.id.text).form;
  ASSERT_TRUE(form);
  EXPECT_EQ(form->inputs[0].options.size(), 3U);
  const auto merge = [&](const char* name, const Bodies& ids, const std::string& common) {
    return front.submit(who(name), form->name, form->state, {{"ideas", ids}, {"words", {common}}});
  };
  const std::string a = released("A").id.text, b = released("B").id.text;
  EXPECT_EQ(merge("fay", {a}, "").errors.count("ideas"), 1U);
  EXPECT_EQ(merge("fay", {a, "nothing"}, "").errors.count("ideas"), 1U);
  EXPECT_EQ(merge("fay", {a, b}, "ring 22334455").errors.count("words"), 1U);
  EXPECT_EQ(words(merge("pia", {a, b}, "")), said("who.needs.facilitator", {{"group", group.name}}));
  merge("fay", {a, b}, " A og B ");
  EXPECT_EQ(in_state(Idea::State::released), (Bodies{"A og B", "C"}));
  EXPECT_EQ(in_state(Idea::State::merged), Bodies{""}) << "nobody says that any more";
  EXPECT_EQ(merge("fay", {a, b}, "").errors.count("ideas"), 1U) << "what is merged cannot be merged again";
}

// The vote would go on showing words that were changed, and its winner might be an idea no more.
TEST_F(Decided, MergingWhatIsVotedForIsAskedFirstAndTakesTheVoteAlong) {
  const auto form = front.press(who("fay"), "ideas/merge", group.id.text).form.value();
  const std::string a = released("A").id.text, b = released("B").id.text, c = released("C").id.text;
  const auto merge = [&](const core::Form& in, const Bodies& ids, const std::string& common) {
    return front.submit(who("fay"), in.name, in.state, {{"ideas", ids}, {"words", {common}}});
  };
  voted_for = "B";
  const auto asked = merge(form, {a, b}, "A og B").form;
  ASSERT_TRUE(asked);
  EXPECT_NE(core::plain_text(asked->intro).find(said("ideas.merge.ask")), std::string::npos);
  EXPECT_EQ(in_state(Idea::State::released), (Bodies{"A", "B", "C"})) << "not before the yes";
  EXPECT_TRUE(context.facts_of<core::IdeaReworded>().empty());
  merge(*asked, {a, b}, "A og B");
  EXPECT_EQ(in_state(Idea::State::released), (Bodies{"A og B", "C"}));
  const auto reworded = context.facts_of<core::IdeaReworded>();
  ASSERT_EQ(reworded.size(), 1U);
  EXPECT_EQ(reworded[0].words, "B");
  voted_for = "A og B";
  merge(form, {std::min(a, b), c}, "A og B");
  EXPECT_EQ(in_state(Idea::State::released), Bodies{"A og B"}) << "the vote says what the idea says";
  EXPECT_EQ(context.facts_of<core::IdeaReworded>().size(), 1U);
}

// Two may say the same: the one is merged with the other, and both say it.
TEST_F(Decided, HidingTakesAwayTheSameWordsOfOthers) {
  stores.ideas->add({{core::IdeaId("twin"), group.id, "  a ", Idea::State::merged},
                     {core::IdeaId("other"), group.id, "D", Idea::State::merged}});
  press("fay", "ideas/hide", released("A"));
  EXPECT_EQ(stores.ideas->find(core::IdeaId("twin"))->body, "");
  EXPECT_EQ(stores.ideas->find(core::IdeaId("twin"))->state, Idea::State::hidden);
  EXPECT_EQ(stores.ideas->find(core::IdeaId("other"))->body, "D");
}

}  // namespace
}  // namespace ideas
