// T10, T11, T12: what replies, the chat and the log give away, and what the stop for identifiers lets
// through.

#include <soci/soci.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "adapters/sandbox/protocol.hpp"
#include "bot/core/failpoint.hpp"
#include "tests/attacks/world.hpp"

namespace {

using namespace attacks;

// --- T10: is there an answer already?

// Every reply and every message, when `answered` have answered before.
std::vector<std::string> heard(const std::vector<std::string>& answered) {
  World world;
  const auto quick = world.open(R"(avstemning "Hva trenger vi?" "Tid" "Ro" til 14:00)");
  const auto why = world.open(R"(avstemning "Hvorfor?" fritekst til 14:00)");
  world.bot.forget();
  for (const std::string& user : answered) {
    world.bot.press(user, buttons(quick)[0]);
    world.write(user, why, "noe annet");
  }
  std::vector<std::string> all;
  const std::string poll = buttons(why).front().value;
  for (const std::string& user : home) {
    const auto form = world.bot.press(user, buttons(why).front());
    all.push_back(std::to_string(wire(form).size()));  // its own answer is known to its writer alone
    const auto receipt = world.bot.press(user, buttons(quick)[1]);
    all.push_back(wire(receipt));
    all.push_back(wire(world.bot.press(user, buttons(quick)[1])));
    all.push_back(wire(world.bot.submit(user, *form.form, {{"q0", {""}}})));
    all.push_back(wire(world.bot.submit(user, *form.form, {{"q0", {"ring 22 33 44 55"}}})));
    all.push_back(wire(world.bot.submit(user, *form.form, {{"q0", {"noe"}}})));
    all.push_back(wire(world.bot.press(user, {"", "box/polls/withdraw", poll})));
    all.push_back(wire(world.bot.press(user, {"", "box/polls/withdraw", poll})));
  }
  for (const char* user : {"marit", "eivind", "berit", "kari"})
    for (const char* command : {"", "avstemninger", "status", "medlemmer", "ukesammendrag", "ideer"})
      all.push_back(wire(world.bot.say(user, "hjemme-nord", command)));
  world.bot.advance("2026-11-09T12:59:59Z");
  EXPECT_TRUE(world.bot.said.empty()) << "nothing is posted, sent or edited between opening and close";
  return all;
}

TEST(Attack, T10_NoReplyTellsWhetherThereWasAnAnswer) {
  const auto nobody = heard({});
  EXPECT_EQ(heard({"kari"}), nobody);
  EXPECT_EQ(heard(home), nobody);
}

TEST(Attack, T10_AFirstAnswerAChangeAndARepeatGetOneReceipt) {
  World world;
  const auto quick = world.open(R"(avstemning "Hva trenger vi?" "Tid" "Ro" til 14:00)");
  const std::string first = wire(world.bot.press("kari", buttons(quick)[0], "one"));
  EXPECT_EQ(wire(world.bot.press("kari", buttons(quick)[0], "one")), first);
  EXPECT_EQ(wire(world.bot.press("kari", buttons(quick)[1])), first);
  world.bot.press("kari", {"", "box/polls/withdraw", buttons(quick)[0].value.substr(0, 32)});
  EXPECT_EQ(wire(world.bot.press("kari", buttons(quick)[1])), first);
  EXPECT_EQ(wire(world.bot.press("jonas", buttons(quick)[0])), first);
}

// --- T11: errors of every kind, at the highest level of the log

const char* failing = "";
void fail_there(std::string_view name) {
  if (name == failing) throw std::runtime_error("zmarker Kari kari@kommune.example at " + std::string(name));
}

TEST(Attack, T11_NoErrorPutsATextAPersonOrAnAddressIntoTheLog) {
  World world;
  const auto quick = world.open(R"(avstemning "Hva trenger vi?" "Tid" "Ro" til 14:00)");
  const auto why = world.open(R"(avstemning "Hvorfor?" fritekst til 14:00)");
  const auto named = world.open(R"(avstemning "Hvem kommer?" "Jeg" "Ikke jeg" navn til 14:00)");
  world.bot.press("kari", buttons(named).front());
  const std::string before = world.log();

  // JSON that is none: in a stored answer, in a frame of the client, in a box.
  {
    soci::session writer("sqlite3", (world.data / "refleks.db").string());
    writer << "UPDATE named_answer SET ballot = '\"zmarker Kari kari@kommune.example'";
    writer << "CREATE TRIGGER forced BEFORE INSERT ON matter BEGIN SELECT RAISE(ABORT, 'forced'); END";
  }
  const auto broken = world.bot.press("kari", {"", "polls/form", buttons(named).front().value.substr(0, 32)});
  EXPECT_EQ(words(broken), text("engine.failed"));
  const sandbox::Roster roster{{{"kari", "Kari"}}, {}};
  const auto frame =
      sandbox::parse_frame(R"({"type":"submit","as":"kari","name":"zmarker)", roster, world.bot.clock.now());
  ASSERT_TRUE(std::holds_alternative<sandbox::FrameError>(frame));
  EXPECT_LACKS(std::get<sandbox::FrameError>(frame).text, "zmarker");

  // A constraint of the database.
  const auto form = world.bot.say("marit", "hjemme-nord", "sak").form;
  ASSERT_TRUE(form);
  EXPECT_EQ(
      words(world.bot.submit("marit", *form, {{"title", {"zmarker tittel"}}, {"body", {"zmarker mer"}}})),
      text("engine.failed"));

  // Exceptions, on the sealed path and on the ordinary one, whose words hold everything they must not.
  core::install_failpoint_hook(fail_there);
  failing = "engine.sealed_handled";
  EXPECT_EQ(words(world.write("kari", why, "zmarker svar")), text("engine.failed"));
  failing = "box.appended";
  world.bot.press("kari", buttons(quick).front());
  failing = "engine.before_commit";
  EXPECT_ANY_THROW(world.bot.say("kari", "hjemme-nord", "zmarker"));
  failing = "outbox.before_recorded";
  EXPECT_ANY_THROW(world.open(R"(avstemning "Hva med zmarker?" "Tid" "Ro" til 14:00)"));
  failing = "";
  core::install_failpoint_hook(nullptr);

  // Timeouts: of the database, which somebody else holds, and of the platform.
  {
    soci::session other("sqlite3", (world.data / "refleks.db").string());
    other << "BEGIN IMMEDIATE";
    EXPECT_EQ(words(world.bot.say("kari", "hjemme-nord", "zmarker")), text("engine.busy"));
    other << "ROLLBACK";
  }
  world.bot.restart();
  for (const auto kind : {runtime::Delivered::Kind::retry, runtime::Delivered::Kind::permanent,
                          runtime::Delivered::Kind::unknown}) {
    world.bot.platform = [&](const runtime::Delivery&) {
      runtime::Delivered outcome;
      outcome.kind = kind;
      return outcome;
    };
    world.open(R"(avstemning "Hva med zmarker?" "Tid" "Ro" 30 min)");
    world.bot.advance(world.bot.clock.now() + std::chrono::minutes{5});
  }
  world.bot.platform = nullptr;
  world.bot.stop();
  for (const auto& entry : std::filesystem::directory_iterator(world.bot.box / "ballots"))
    if (entry.path().extension() == ".box") std::ofstream(entry.path()) << "zmarker is no record of Kari";
  world.bot.begin();

  const std::string log = world.log();
  EXPECT_GT(std::count(log.begin(), log.end(), '\n'), std::count(before.begin(), before.end(), '\n') + 5)
      << "the errors were told:\n"
      << log;
  std::vector<std::string> secrets{"zmarker", "@",   "forced",
                                   "Hva ",    "Tid", buttons(quick)[0].value.substr(0, 32)};
  for (const core::Person& person : world.bot.config().people) {
    secrets.push_back(person.id.text);
    secrets.push_back(person.name);
    secrets.push_back(" " + person.user);
  }
  for (const std::string& secret : secrets)
    EXPECT_EQ(log.find(secret), std::string::npos) << secret << " in\n" << log;
}

// --- T12: identifiers, as they come from the client

std::string decoded(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) json += c == '"' ? "\\\"" : std::string(1, c);
  return nlohmann::json::parse(json + "\"").get<std::string>();
}

struct Vector {
  std::string text, kind;
  bool hit = false;
};
std::vector<Vector> all_vectors() {
  std::ifstream in(REFLEKS_SOURCE_DIR "/tests/guarding/national_id_vectors.tsv");
  std::vector<Vector> all;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream columns(line);
    std::string text, kind, expected;
    std::getline(columns, text, '\t');
    std::getline(columns, kind, '\t');
    std::getline(columns, expected, '\t');
    all.push_back({decoded(text), kind, expected == "hit"});
  }
  return all;
}

// The way of a submission through the sandbox's wire: to JSON, escaped or as it is, and back.
core::Reply over_the_wire(World& world, const core::Form& form, const std::string& input,
                          const std::string& text, bool ascii) {
  const nlohmann::json frame = {{"type", "submit"},
                                {"id", "1"},
                                {"as", "kari"},
                                {"channel", ""},
                                {"name", form.name},
                                {"state", form.state},
                                {"values", {{input, {text}}}}};
  const sandbox::Roster roster{{{"kari", "Kari"}}, {}};
  auto read = sandbox::parse_frame(frame.dump(-1, ' ', ascii), roster, world.bot.clock.now());
  const auto* submit = std::get_if<sandbox::SubmitFrame>(&read);
  if (!submit) throw std::logic_error("the frame is not read: " + std::get<sandbox::FrameError>(read).text);
  core::Form sent = form;
  sent.state = submit->state;
  return world.bot.submit("kari", sent, submit->values);
}

TEST(Attack, T12_EveryVectorIsStoppedInEveryEncodingAndLeavesNoTrace) {
  World world;
  const auto why = world.open(R"(avstemning "Hvorfor?" fritekst til 14:00)");
  const auto poll_form = world.bot.press("kari", buttons(why).front()).form;
  ASSERT_TRUE(poll_form);
  int stopped = 0, asked = 0, passed = 0;
  const auto disk = world.disk();
  for (const Vector& each : all_vectors()) {
    for (const bool ascii : {true, false}) {
      const auto reply = over_the_wire(world, *poll_form, "q0", each.text, ascii);
      if (!each.hit) {
        EXPECT_TRUE(reply.errors.empty()) << each.text;
        ++passed;
      } else if (each.kind.starts_with("warn_")) {
        EXPECT_TRUE(reply.form && !core::warned_of(reply.form->state).empty()) << each.text;
        ++asked;
      } else {
        ASSERT_TRUE(reply.errors.contains("q0")) << each.text;
        EXPECT_EQ(reply.errors.at("q0").find(each.text), std::string::npos) << "it is not quoted";
        ++stopped;
      }
      const auto idea = world.bot.say("kari", "hjemme-nord", "idé").form;
      ASSERT_TRUE(idea);
      if (each.hit && !each.kind.starts_with("warn_")) {
        ASSERT_TRUE(over_the_wire(world, *idea, "idea", each.text, ascii).errors.contains("idea"))
            << each.text;
      }
    }
    if (each.hit) {
      EXPECT_FALSE(holds(world.bot.box.path(), each.text)) << each.text;
      EXPECT_FALSE(world.on_disk(each.text)) << each.text;
    }
  }
  EXPECT_GE(stopped, 90);
  EXPECT_GE(asked + passed, 40);
  EXPECT_EQ(world.disk(), disk) << "nothing was written and nothing counted";
}

TEST(Attack, T12_ANumberSplitOverFieldsIsStopped) {
  World world;
  const std::string number = "03917138485";
  const auto lift = world.bot.say("marit", "hjemme-nord", "sak").form;
  const auto build = world.bot.say("marit", "hjemme-nord", "avstemning").form;
  ASSERT_TRUE(lift && build);
  for (std::size_t cut = 1; cut < number.size(); ++cut) {
    const std::string head = number.substr(0, cut), tail = number.substr(cut);
    EXPECT_FALSE(
        world.bot.submit("marit", *lift, {{"title", {"sak " + head}}, {"body", {tail}}}).errors.empty())
        << cut;
    EXPECT_FALSE(
        world.bot
            .submit("marit", *build,
                    {{"question", {"Gjelder " + head}}, {"kind", {"choice"}}, {"options", {tail + "\nNei"}}})
            .errors.empty())
        << cut;
    const auto typed =
        world.bot.say("marit", "hjemme-nord", "avstemning \"Gjelder " + head + "\" \"" + tail + "\" \"Nei\"");
    EXPECT_TRUE(typed.whisper && buttons(*typed.whisper).empty()) << "no preview to open: " << words(typed);
  }
  EXPECT_FALSE(world.on_disk(number));
  EXPECT_FALSE(world.on_disk("Gjelder 0391"));
}

}  // namespace
