// Whatever happens in a group over weeks, two groups whose answers come out as the same words cannot be told
// apart: by nobody, with any command and button, in any message. Stronger than looking for numbers, because
// it also finds what nobody thought of.

#include <array>
#include <set>

#include "tests/attacks/words.hpp"

namespace {

using namespace attacks;
using Kind = core::Question::Kind;

constexpr std::uint64_t histories = 40;

struct Form {
  const char* command;
  Kind kind;
  int options;
};
constexpr Form forms[] = {
    {R"(avstemning "Er det nok tid?" ja/nei %)", Kind::scale, 2},
    {R"(avstemning "Hvordan går det?" skala %)", Kind::scale, 5},
    {R"(avstemning "Hva trenger vi?" "Tid" "Ro" "Folk" %)", Kind::choice, 3},
    {R"(avstemning "Hvorfor?" fritekst %)", Kind::text, 0},
};

// One history. What happens hangs on `seed` alone, but for the anonymous answers: those of `variant` 0 and 1
// differ and have the same words. Gives everything that anybody saw.
class History {
 public:
  History(std::uint64_t seed, int variant)
      : bot_(with_sessions(municipality(), "2026-11-10"), "2026-11-09T08:00:00Z", ":memory:", seed),
        script_(seed),
        answers_(seed * 2 + static_cast<std::uint64_t>(variant)),
        variant_(variant) {
    for (int step = 0; step < 8; ++step) happen(step);
    bot_.advance(bot_.clock.now() + std::chrono::days{8});
    read("berit", "", "ukesammendrag");
    for (const Said& one : bot_.said) {
      const std::string words =
          core::to_text(one.at) + " " + one.delivery.to.id + " " + wire(one.delivery.message) + "\n";
      seen += words;
      if (one.delivery.to.id == "berit") leader += words;
      if (one.delivery.key.starts_with("result:")) results += one.words() + "\n";
    }
  }
  std::string seen, leader, results;
  int checkouts = 0;  // answers to them

 private:
  int pick(std::size_t of) { return static_cast<int>(core::below(script_, of)); }

  void happen(int step) {
    switch (pick(5)) {
      case 0:
      case 1:
      case 2:
        hold_poll();
        break;
      case 3:
        bot_.say("eivind", "hjemme-nord",
                 pick(2) == 0 ? "rolle oda deltaker" : "rolle nils deltaker");  // who does not answer
        break;
      default:
        for (const char* user : {"kari", "jonas"})
          if (const auto form = bot_.say(user, "hjemme-nord", "idé").form)
            bot_.submit(user, *form,
                        {{"idea", {"idé nummer " + std::string(1, static_cast<char>('a' + step))}}});
        if (const auto form = bot_.say("marit", "hjemme-nord", "sak").form)
          bot_.submit("marit", *form, {{"title", {"Vi mangler vikarer"}}, {"body", {"Hver helg"}}});
    }
    look();
    bot_.advance(bot_.clock.now() + std::chrono::hours{1 + pick(40)});
    answer_sessions();
    look();
  }

  void hold_poll() {
    const Form& form = forms[pick(std::size(forms))];
    const bool nursing = pick(3) == 0;
    const std::string facilitator = nursing ? "henrik" : "marit",
                      channel = nursing ? "sykehjem" : "hjemme-nord";
    std::string command = form.command;
    command.replace(command.find('%'), 1, pick(2) == 0 ? "10 min" : "3 t");
    // The same is not asked twice within a month.
    static constexpr std::array rounds{"alfa", "bravo",   "charlie", "delta",
                                       "ekko", "foxtrot", "golf",    "hotell"};
    const std::string round = std::string(" ") + rounds.at(static_cast<std::size_t>(polls_));
    command.insert(command.find('?'), round);
    if (const auto last = command.find("Folk"); last != std::string::npos) command.insert(last + 4, round);
    ++polls_;
    // Whoever looked around may read another language now.
    bot_.press(facilitator, buttons(*bot_.say(facilitator, channel, command).whisper).front());
    const auto asked = std::find_if(bot_.said.rbegin(), bot_.said.rend(), [](const Said& one) {
      return one.delivery.key.starts_with("poll:") && !one.edit();
    });
    const core::Message ask = asked->delivery.message;
    if (!handled_.insert(asked->delivery.key).second) return;  // in the quiet: it is asked when that is over
    std::vector<std::string> voters = home;
    if (nursing) voters = {"henrik", "anne", "bodil", "elif", "fatima", "grete", "ingvild", "maria", "nils"};
    core::shuffle(voters, answers_);
    if (form.kind == Kind::text) {
      const auto writers = core::below(answers_, 5);  // too few, in both variants
      for (std::size_t i = 0; i < writers; ++i)
        if (const auto answer = bot_.press(voters[i], buttons(ask).front()).form)
          bot_.submit(voters[i], *answer, {{"q0", {"ztext fra " + voters[i]}}});
      return;
    }
    // Both variants agree on the words and take their own answers that have them.
    const auto wanted = vectors(pick(voters.size() + 1), form.options);
    const std::string words = words_of(form.kind, wanted[static_cast<std::size_t>(pick(wanted.size()))]);
    std::vector<std::vector<int>> fitting;
    for (int n = 0; n <= static_cast<int>(voters.size()); ++n)
      for (auto& counts : vectors(n, form.options))
        if (words_of(form.kind, counts) == words) fitting.push_back(std::move(counts));
    const auto& counts = variant_ == 0 ? fitting.front() : fitting[core::below(answers_, fitting.size())];
    std::size_t next = 0;
    for (std::size_t option = 0; option < counts.size(); ++option)
      for (int i = 0; i < counts[option]; ++i, ++next) {
        if (core::below(answers_, 3) == 0) answer(voters[next], ask, 0);  // and another mind afterwards
        answer(voters[next], ask, option);
      }
  }
  // What the bot asks by itself: the check-out after a session, as long as it is open.
  void answer_sessions() {
    for (std::size_t i = 0; i < bot_.said.size(); ++i) {
      const runtime::Delivery delivery = bot_.said[i].delivery;
      if (!delivery.key.starts_with("poll:") || !handled_.insert(delivery.key).second) continue;
      const auto all = buttons(delivery.message);
      const auto form = all.empty() ? std::nullopt : bot_.press("kari", all.front()).form;
      if (!form || form->name != "box/polls/answer") continue;
      std::size_t scale = 0;
      while (scale < form->inputs.size() && form->inputs[scale].kind != core::Input::Kind::scale) ++scale;
      if (scale == form->inputs.size()) continue;
      // Five to seven answers, so that the other questions, answered alike by all, have the same words.
      const int options = static_cast<int>(form->inputs[scale].options.size());
      const auto wanted = vectors(5, options);
      const auto words = words_of(Kind::scale, wanted[static_cast<std::size_t>(pick(wanted.size()))]);
      std::vector<std::vector<int>> fitting;
      for (int n = 5; n <= 7; ++n)
        for (auto& counts : vectors(n, options))
          if (words_of(Kind::scale, counts) == words) fitting.push_back(std::move(counts));
      const auto& counts = variant_ == 0 ? fitting.front() : fitting[core::below(answers_, fitting.size())];
      std::size_t next = 0;
      for (std::size_t option = 0; option < counts.size(); ++option)
        for (int n = 0; n < counts[option]; ++n, ++next) {
          core::FormValues values;
          for (const core::Input& input : form->inputs)
            if (!input.options.empty()) values[input.id] = {"0"};
          values[form->inputs[scale].id] = {std::to_string(option)};
          if (bot_.submit(home[next], *form, std::move(values)).whisper) ++checkouts;
        }
    }
  }
  void answer(const std::string& user, const core::Message& ask, std::size_t option) {
    if (const auto all = buttons(ask); all.size() > 1)
      bot_.press(user, all[option]);
    else if (const auto form = bot_.press(user, all.front()).form)
      bot_.submit(user, *form, {{"q0", {std::to_string(option)}}});
  }

  // A few people read: commands, and the buttons that come with what they are told.
  void look() {
    static const char* const commands[] = {"",      "hjelp",      "avstemninger",  "samlinger", "saker",
                                           "ideer", "personvern", "ukesammendrag", "medlemmer", "status"};
    for (int i = 0; i < 3; ++i) {
      const char* user =
          std::array{"marit", "kari", "berit", "eivind", "henrik"}[static_cast<std::size_t>(pick(5))];
      read(user, pick(2) == 0 ? "hjemme-nord" : "", commands[pick(std::size(commands))]);
    }
  }
  void read(const std::string& user, const std::string& channel, const std::string& command) {
    core::Reply reply = bot_.say(user, channel, command);
    note(user, reply);
    for (int depth = 0; depth < 2 && reply.whisper; ++depth) {
      auto all = buttons(*reply.whisper);
      std::erase_if(all, [](const core::Button& each) { return core::is_sealed_name(each.name); });
      if (all.empty()) return;
      reply = bot_.press(user, all[static_cast<std::size_t>(pick(all.size()))]);
      note(user, reply);
    }
  }
  void note(const std::string& user, const core::Reply& reply) {
    seen += user + " reads " + wire(reply) + "\n";
    if (user == "berit") leader += wire(reply) + "\n";
  }

  WholeBot bot_;
  core::SeededRandom script_, answers_;
  int variant_, polls_ = 0;
  std::set<std::string> handled_;  // keys of the polls that were answered
};

TEST(Attack, T16_RandomHistoriesWithTheSameWordsLookTheSameToEverybody) {
  std::size_t results = 0;
  int checkouts = 0;
  for (std::uint64_t seed = 1; seed <= histories; ++seed) {
    const History one(seed, 0), other(seed, 1);
    ASSERT_EQ(one.seen, other.seen) << "seed " << seed;
    EXPECT_EQ(one.results.find_first_of("0123456789"), std::string::npos) << one.results;
    EXPECT_EQ(one.leader.find("ztext"), std::string::npos) << "in what the leader saw, seed " << seed;
    results += one.results.size();
    checkouts += other.checkouts;
  }
  EXPECT_GT(results, 1000U) << "there were results to look at";
  EXPECT_GT(checkouts, 50);
}

}  // namespace
