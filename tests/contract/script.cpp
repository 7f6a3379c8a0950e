#include "tests/contract/script.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "bot/core/texts.hpp"

namespace contract {
namespace {

const std::vector<std::string> group_people{"marit", "kari", "amina", "jonas", "lien", "sigrun", "tomasz"};

core::Language language_of(const std::string& person) {
  if (person == "sigrun") return core::Language::nn;
  return person == "tomasz" ? core::Language::en : core::Language::nb;
}

// Of "label {choice / first / second}".
std::string first_option(const std::string& input) {
  const auto begin = input.find(" / ") + 3;
  const std::string rest = input.substr(begin, input.size() - 1 - begin);
  return rest.substr(0, rest.find(" / "));
}

}  // namespace

std::string label(const std::string& person, std::string_view key, const core::Args& args) {
  return core::text(language_of(person), key, args);
}

Script::Script(Town& town, Platform& platform)
    : town_(town), platform_(platform), buttons_(platform.capabilities().buttons) {}

void Script::play() {
  meet();
  ideas();
  poll();
  long_texts();
  session();
  matter();
  mishaps();
  what_for();
  pages();
  life();
}

// --- the story
// ------------------------------------------------------------------------------------------------------------

void Script::meet() {
  command("help is near", "kari", "hjlep");
  press("help is near", "kari", label("kari", "help.button"));
  command("what is promised", "kari", "personvern");
  command("what is promised", "sigrun", "personvern");
  command("what is promised", "tomasz", "privacy");
  command("another language", "lien", "språk");
  command("another language", "lien", "språk nynorsk");
  command("another language", "lien", "hjelp");
  command("another language", "lien", "språk bokmål");
  command("not for everybody", "kari", "avstemning \"Skal vi?\"");
  command("not for everybody", "berit", "idé");
  group_sees("nothing yet");
}

void Script::ideas() {
  const std::string& temaet = label("kari", "ideas.form.label");
  command("idea in a command", "jonas", "idé " + anonymous_text("jonas", "kvernknurr"));

  command("idea with a number", "kari", "idé");
  const std::string number = "Ring heller sauesaft på 22 33 44 55";
  private_.push_back({"kari", "sauesaft"});
  fill("idea with a number", "kari", {{temaet, {number}}});
  const Seen receipt = fill("idea", "kari", {{temaet, {anonymous_text("kari", "nattefrost") + " i bakken"}}});
  static const std::regex code("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}");
  std::smatch found;
  if (std::regex_search(receipt.words, found, code))
    private_.push_back({"kari", found.str()});
  else
    ADD_FAILURE() << "no code in: " << receipt.words;

  command("idea too long", "lien", "idé");
  // The limit is a number of letters, not of bytes.
  std::string most = anonymous_text("lien", "tussmark") + " ";
  while (letters_in(most) < 300) most += "å";
  fill("idea too long", "lien", {{temaet, {most + "å"}}});
  fill("idea as long as it may be", "lien", {{temaet, {most}}});
  still_sealed();

  town_.advance("2026-11-10T09:30:00Z");
  kept_ = anonymous_.size();  // at night ideas leave the box, without their writers
  group_sees("invitation");
  says_coming("coming", "kari");
  says_coming("coming", "tomasz");
  command("coming", "marit", "samlinger");
}

void Script::poll() {
  const std::string question =
      R"(avstemning "Hva trenger vi mest av akkurat nå?" "Tid" "Kunnskap" "Støtte" til 14:00)";
  private_.push_back({"marit", "utkastugle"});
  command("draft", "marit", R"(avstemning "En utkastugle?" "Ja" "Nei")");
  press("draft", "marit", label("marit", "polls.discard"));
  command("poll", "marit", question);
  record("poll, the same delivery twice", "marit", platform_.again("marit"));
  press("poll", "marit", label("marit", "polls.open_now"));
  group_sees("poll");
  command("poll, the same delivery twice", "marit", "avstemninger");

  for (const std::string& person : group_people)
    answer("answer", person, "Hva trenger vi mest av akkurat nå?", "Tid");
  if (tries("change", "jonas", label("jonas", "polls.change")))
    fill("change", "jonas", {{"Hva trenger vi mest av akkurat nå?", {"Støtte"}}});
  else
    tries("change", "jonas", "Støtte");
  if (!tries("withdraw", "tomasz", label("tomasz", "polls.withdraw"))) record("withdraw", "tomasz", Seen());
  if (!buttons_ || !tries("leaders do not answer", "berit", "Tid"))
    record("leaders do not answer", "berit", Seen());
  town_.advance("2026-11-10T12:59:00Z");
  group_sees("not before the close");
  town_.advance("2026-11-10T13:01:00Z");
  group_sees("close");
}

void Script::long_texts() {
  command("texts", "marit", R"(avstemning "Hva tok du med deg?" fritekst til 16:00)");
  press("texts", "marit", label("marit", "polls.open_now"));
  group_sees("texts");
  for (const std::string& person : group_people) {
    open_form("texts", person, "Hva tok du med deg?");
    std::string text = anonymous_text(person, "vannmerke");
    const std::string end = " slutt-" + text;
    while (text.size() + end.size() < 560) text += " og så videre";
    fill("texts", person, {{"Hva tok du med deg?", {text + end}}});
  }
  open_form("texts, once more", "kari", "Hva tok du med deg?");
  still_sealed();
  town_.advance("2026-11-10T15:01:00Z");
  now_shown();
  group_sees("texts, close");
}

void Script::session() {
  town_.advance("2026-11-18T08:00:00Z");
  group_sees("the week before");
  town_.advance("2026-11-19T12:00:00Z");
  group_sees("ideas are shown");
  town_.advance("2026-11-20T12:00:00Z");
  group_sees("topic vote");
  for (const std::string& person : group_people) {
    open_form("topic vote", person, label(person, "ideas.poll.title"));
    fill("topic vote", person, {{label(person, "ideas.poll.question"), {anonymous_[1].words + " i bakken"}}});
  }
  town_.advance("2026-11-23T11:00:00Z");
  group_sees("topic vote, close");
  town_.advance("2026-11-24T11:55:00Z");
  group_sees("before the session");
  town_.advance("2026-11-24T13:31:00Z");
  group_sees("check-out");
  for (const std::string& person : group_people) {
    open_form("check-out", person, label(person, "checkout.title"));
    const std::string text = anonymous_text(person, "glimt");
    fill("check-out", person,
         {{label(person, "checkout.useful"), {label(person, "checkout.useful.very")}},
          {label(person, "checkout.take_with_me"), {text}}});
  }
  still_sealed();
  town_.advance("2026-11-25T11:01:00Z");
  now_shown();
  group_sees("check-out, close");
}

void Script::matter() {
  town_.advance("2026-11-25T12:01:00Z");
  reads("follow-up", "marit");
  press("matter", "marit", label("marit", "sessions.followup.button"));
  fill("matter", "marit",
       {{label("marit", "matters.lift.what"), {"Vi mangler vikarer"}},
        {label("marit", "matters.lift.why"), {"To netter på rad"}}});
  reads("matter", "berit");
  group_sees("matter");
  press("leader answers", "berit", label("berit", "matters.answer.in_work"));
  fill("leader answers", "berit", {{label("berit", "matters.answer.words"), {"To nye begynner i mars"}}});
  group_sees("leader answers");
  reads("leader answers", "berit");
  town_.advance("2026-11-30T08:00:00Z");
  reads("digest", "berit");
  group_sees("digest");
  command("digest", "kari", "ukesammendrag");
}

void Script::mishaps() {
  const Seen form = command("move", "marit", "flytt");
  ASSERT_EQ(form.inputs.size(), 2U);
  fill("move", "marit",
       {{label("marit", "sessions.form.which"), {first_option(form.inputs.front())}},
        {label("marit", "sessions.form.new_time"), {"2026-12-10T13:00"}}});
  group_sees("move");

  command("command too long", "marit", "avstemning \"" + std::string(5000, 'x') + "\"");
  command("command too long", "marit", "avstemninger");

  command("platform down", "marit", R"(avstemning "Er vi enige?" ja/nei til 15:00)");
  platform_.down();
  press("platform down", "marit", label("marit", "polls.open_now"));
  group_sees("platform down");
  town_.advance("2026-11-30T08:00:10Z");
  platform_.up();
  town_.advance("2026-11-30T08:05:00Z");
  group_sees("platform back");
  town_.advance("2026-11-30T12:00:00Z");
  group_sees("platform back, later");
}

// What a group is for: by name from those who lead it, without names from the others, beside each other
// after.
void Script::what_for() {
  command("what for", "marit", "formål");
  press("what for", "marit", label("marit", "purposes.ask_now"));
  group_sees("what for");
  reads("what for", "marit");
  reads("what for", "berit");
  const std::vector<std::string> two{label("berit", "purposes.gives.learn"),
                                     label("berit", "purposes.gives.support")};
  press("what for, by name", "berit", label("berit", "purposes.answer"));
  fill("what for, by name", "berit",
       {{label("berit", "purposes.gives"), two},
        {label("berit", "purposes.decides"), {label("berit", "purposes.decides.those")}},
        {label("berit", "purposes.notice"), {"Færre sykedager"}}});
  for (const std::string& person : group_people) {
    if (person == "marit") continue;  // asked by name, and in one way alone
    open_form("what for, without", person, label(person, "purposes.title"));
    fill("what for, without", person,
         {{label(person, "purposes.gives"), {label(person, "purposes.gives.lift")}},
          {label(person, "purposes.decides"), {label(person, "purposes.decides.leader")}}});
  }
  town_.advance("2026-12-08T13:00:00Z");
  group_sees("what for, beside each other");
}

// A poll that is too long for one form is answered a page at a time, put aside, and gone on with.
void Script::pages() {
  town_.advance("2026-12-08T13:31:00Z");
  group_sees("check-out, the second");
  core::Poll poll;
  poll.id = core::PollId{"a-long-one"};
  poll.title = core::Localized("Tjue ting om samtalen");
  poll.closes = core::instant_from_text("2026-12-10T11:00:00Z");
  for (int i = 1; i <= 16; ++i)
    poll.questions.push_back({core::Question::Kind::scale,
                              core::Localized("Ting nummer " + std::to_string(i)),
                              {core::Localized("Lite"), core::Localized("Noe"), core::Localized("Mye")},
                              false});
  town_.ask(std::move(poll));
  group_sees("pages");
  const auto page = [&](const std::string& step, int number, int first) {
    fill(step + " " + std::to_string(number), "kari",
         {{"Ting nummer " + std::to_string(first), {"Mye"}},
          {"Ting nummer " + std::to_string(first + 1), {"Noe"}}});
  };
  open_form("pages, the choice", "kari", "Tjue ting om samtalen");
  press("pages, one", "kari", label("kari", "polls.pages.page", {{"page", 1}}));
  page("pages, one", 1, 1);
  press("pages, two", "kari", label("kari", "polls.pages.next", {{"page", 2}}));
  page("pages, two", 2, 8);
  open_form("pages, later", "kari", "Tjue ting om samtalen");
  press("pages, three", "kari", label("kari", "polls.pages.page", {{"page", 3}}));
  page("pages, three", 3, 15);
  press("pages, taken back", "kari", label("kari", "polls.withdraw"));
  town_.advance("2026-12-10T11:01:00Z");
  group_sees("pages, close");
}

// --- doing and seeing
// -----------------------------------------------------------------------------------------------------

Seen Script::record(const std::string& step, const std::string& person, const Seen& seen) {
  const std::string what = say(seen);
  transcript_.push_back({step, person, what});
  seen_by_[person] += seen.words + what + "\n";
  return seen;
}

Seen Script::opened(const std::string& step, const std::string& person, Seen seen) {
  record(step, person, seen);
  const bool opens = seen.buttons.size() == 1 && (seen.buttons.front() == label(person, "teams.open") ||
                                                  seen.buttons.front() == label(person, "teams.show"));
  if (!opens) return seen;
  return record(step, person, platform_.press(person, seen.buttons.front()));
}
Seen Script::command(const std::string& step, const std::string& person, const std::string& text) {
  return opened(step, person, platform_.command(person, text));
}
Seen Script::press(const std::string& step, const std::string& person, const std::string& button) {
  return opened(step, person, platform_.press(person, button));
}
Seen Script::fill(const std::string& step, const std::string& person, const Values& values) {
  return record(step, person, platform_.fill(person, values));
}

bool Script::tries(const std::string& step, const std::string& person, const std::string& button) {
  try {
    press(step, person, button);
  } catch (const NoSuchButton&) {
    return false;
  }
  return true;
}

void Script::answer(const std::string& step, const std::string& person, const std::string& title,
                    const std::string& option) {
  if (buttons_) {
    press(step, person, option);
    return;
  }
  press(step, person, label(person, "polls.offer", {{"title", title}}));
  fill(step, person, {{title, {option}}});
}

void Script::open_form(const std::string& step, const std::string& person, const std::string& title) {
  press(step, person,
        buttons_ ? label("kari", "polls.answer") : label(person, "polls.offer", {{"title", title}}));
}

void Script::says_coming(const std::string& step, const std::string& person) {
  if (!buttons_) command(step, person, person == "tomasz" ? "sessions" : "samlinger");
  press(step, person, label(buttons_ ? "kari" : person, "sessions.coming"));
}

void Script::group_sees(const std::string& step) {
  what_is_new(step, "the group", platform_.channel());
}
void Script::reads(const std::string& step, const std::string& person) {
  what_is_new(step, person, platform_.letters(person));
}

void Script::what_is_new(const std::string& step, const std::string& who, std::vector<std::string> now) {
  std::vector<std::string>& before = known_[who];
  bool any = false;
  const auto tell = [&](const std::string& what) {
    any = true;
    transcript_.push_back({step, who, what});
    seen_by_[who] += what + "\n";
  };
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (i >= before.size())
      tell("new: " + now[i]);
    else if (now[i] != before[i])
      tell("edited: " + now[i]);
  }
  if (!any) tell("(nothing new)");
  before = std::move(now);
}

// --- what must not get out
// ------------------------------------------------------------------------------------------------

std::string Script::anonymous_text(const std::string& person, const std::string& marker) {
  const std::string text = marker + "-" + std::to_string(100 + anonymous_.size());
  anonymous_.push_back({person, text});
  return text;
}

void Script::still_sealed() {
  for (std::size_t i = shown_; i < anonymous_.size(); ++i) {
    const Secret& secret = anonymous_[i];
    EXPECT_FALSE(i >= kept_ && support::holds(town_.data.path(), secret.words)) << secret.words;
    for (const Traffic& sent : platform_.traffic()) EXPECT_LACKS(sent.bytes, secret.words);
  }
}

}  // namespace contract
