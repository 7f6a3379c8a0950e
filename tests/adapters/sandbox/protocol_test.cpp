#include "adapters/sandbox/protocol.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "tests/adapters/sandbox/world.hpp"

namespace {

using namespace sandbox;
using sandbox_test::Json;
using sandbox_test::noon;
using sandbox_test::roster;
using sandbox_test::words;

Frame parse(const std::string& bytes) {
  static const Roster all = roster();
  return parse_frame(bytes, all, noon());
}
Frame parse(const Json& frame) {
  return parse(frame.dump());
}

template <class T>
T expect_frame(const Json& frame) {
  const Frame parsed = parse(frame);
  if (const auto* error = std::get_if<FrameError>(&parsed)) ADD_FAILURE() << error->text;
  return std::get<T>(parsed);
}

const Json command_frame = {
    {"type", "command"}, {"id", "c1"}, {"as", "kari"}, {"channel", "fredag"}, {"text", "hjelp"}};
const Json say_frame = {{"type", "say"}, {"id", "s1"}, {"as", "ola"}, {"channel", "fredag"}, {"text", "hei"}};
const Json press_frame = {{"type", "press"}, {"id", "p1"},          {"as", "kari"},
                          {"channel", ""},   {"name", "poll/vote"}, {"value", "2"}};
const Json submit_frame = {{"type", "submit"},
                           {"id", "f1"},
                           {"as", "eva"},
                           {"channel", "mandag"},
                           {"name", "box/poll/answer"},
                           {"state", "p"},
                           {"values", {{"answer", {"a", "b"}}, {"words", {"hei"}}}}};
const Json jump = {{"type", "clock"}, {"id", "k1"}, {"action", "jump"}};
const Json set = {{"type", "clock"}, {"id", "k2"}, {"action", "set"}, {"to", "2026-11-24T12:00:00Z"}};
const Json play = {{"type", "clock"}, {"id", "k3"}, {"action", "play"}, {"speed", 600}};
const Json pause_frame = {{"type", "clock"}, {"id", "k4"}, {"action", "pause"}};

Json with(Json frame, const char* field, Json value) {
  frame[field] = std::move(value);
  return frame;
}
Json without(Json frame, const char* field) {
  frame.erase(field);
  return frame;
}

TEST(SandboxProtocol, ReadsEveryFrame) {
  expect_frame<Hello>({{"type", "hello"}});
  const auto c = expect_frame<CommandFrame>(command_frame);
  EXPECT_EQ(c.act.id, "c1");
  EXPECT_EQ(c.act.as, "kari");
  EXPECT_EQ(c.act.channel, "fredag");
  EXPECT_EQ(c.text, "hjelp");
  EXPECT_EQ(expect_frame<SayFrame>(say_frame).text, "hei");
  const auto p = expect_frame<PressFrame>(press_frame);
  EXPECT_EQ(p.name, "poll/vote");
  EXPECT_EQ(p.value, "2");
  const auto f = expect_frame<SubmitFrame>(submit_frame);
  EXPECT_EQ(f.name, "box/poll/answer");
  EXPECT_EQ(f.state, "p");
  const core::FormValues values = {{"answer", {"a", "b"}}, {"words", {"hei"}}};
  EXPECT_EQ(f.values, values);
  EXPECT_EQ(expect_frame<JumpFrame>(jump).id, "k1");
  EXPECT_EQ(expect_frame<SetFrame>(set).to, noon());
  EXPECT_EQ(expect_frame<PlayFrame>(play).speed, 600);
  EXPECT_EQ(expect_frame<PauseFrame>(pause_frame).id, "k4");
}

TEST(SandboxProtocol, TakesALineToTheBotAsACommand) {
  EXPECT_EQ(expect_frame<CommandFrame>(with(say_frame, "channel", "")).text, "hei");
  EXPECT_EQ(expect_frame<CommandFrame>(with(say_frame, "text", "/refleks idé")).text, "idé");
  EXPECT_EQ(expect_frame<CommandFrame>(with(say_frame, "text", "/Refleks\u00a0hjelp")).text, "hjelp");
  EXPECT_EQ(expect_frame<CommandFrame>(with(say_frame, "text", "/refleks")).text, "");
  EXPECT_EQ(expect_frame<CommandFrame>(with(with(say_frame, "channel", ""), "text", "/refleks hjelp")).text,
            "hjelp");
  EXPECT_EQ(expect_frame<SayFrame>(with(say_frame, "text", "/refleksjon")).text, "/refleksjon");
  EXPECT_EQ(expect_frame<SayFrame>(with(say_frame, "text", "om /refleks hjelp")).text, "om /refleks hjelp");
}

TEST(SandboxProtocol, TakesTheLongestThatIsAllowed) {
  std::string text;
  for (std::size_t i = 0; i < max_text_length; ++i) text += "æ";  // characters, not bytes
  EXPECT_EQ(expect_frame<CommandFrame>(with(command_frame, "text", text)).text, text);
  expect_frame<CommandFrame>(with(command_frame, "id", std::string(max_id_length, 'x')));
  expect_frame<PlayFrame>(with(play, "speed", max_speed));
  expect_frame<SetFrame>(with(set, "to", core::to_text(noon() + max_move)));
}

struct Bad {
  const char* what;
  std::string bytes, id, words;  // the error's id, and a part of its words
};

TEST(SandboxProtocol, SaysInWordsWhatIsWrong) {
  const std::string long_id(max_id_length + 1, 'x'), long_text(max_text_length + 1, 'x');
  const std::string nul("a\0b", 3);
  const Bad table[] = {
      {"no JSON", "hello", "", "one JSON object"},
      {"nothing", "", "", "one JSON object"},
      {"half", R"({"type":"hello")", "", "one JSON object"},
      {"a list", "[1,2]", "", "one JSON object"},
      {"not UTF-8", "{\"type\":\"hel\xfflo\"}", "", "one JSON object"},
      {"too large", std::string(max_frame_bytes + 1, ' '), "", "128 kB"},
      {"endless depth", std::string(max_frame_bytes, '['), "", "one JSON object"},
      {"no type", without(command_frame, "type").dump(), "c1", "\"type\" is missing"},
      {"unknown type", with(command_frame, "type", "shout").dump(), "c1",
       "must be one of hello, command, say"},
      {"type is a number", with(command_frame, "type", 7).dump(), "c1", "\"type\" must be a string"},
      {"no id", without(command_frame, "id").dump(), "", "\"id\" is missing"},
      {"id is a number", with(command_frame, "id", 7).dump(), "", "\"id\" must be a string"},
      {"empty id", with(command_frame, "id", "").dump(), "", "\"id\" must not be empty"},
      {"long id", with(command_frame, "id", long_id).dump(), "", "longer than 64"},
      {"no person", without(command_frame, "as").dump(), "c1", "\"as\" is missing"},
      {"unknown person", with(command_frame, "as", "per").dump(), "c1", "no person \"per\""},
      {"the bot itself", with(command_frame, "as", "bot").dump(), "c1", "no person \"bot\""},
      {"no channel", without(say_frame, "channel").dump(), "s1", "\"channel\" is missing"},
      {"channel is null", with(say_frame, "channel", nullptr).dump(), "s1", "\"channel\" must be a string"},
      {"unknown channel", with(say_frame, "channel", "tirsdag").dump(), "s1", "no channel \"tirsdag\""},
      {"not a member", with(say_frame, "channel", "mandag").dump(), "s1",
       "\"ola\" is not a member of \"mandag\""},
      {"no text", without(say_frame, "text").dump(), "s1", "\"text\" is missing"},
      {"text is a list", with(say_frame, "text", {"a"}).dump(), "s1", "\"text\" must be a string"},
      {"empty line", with(say_frame, "text", "").dump(), "s1", "\"text\" must not be empty"},
      {"long text", with(say_frame, "text", long_text).dump(), "s1", "longer than 4000"},
      {"NUL in text", with(say_frame, "text", nul).dump(), "s1", "U+0000"},
      {"press without name", without(press_frame, "name").dump(), "p1", "\"name\" is missing"},
      {"press with an empty name", with(press_frame, "name", "").dump(), "p1", "\"name\" must not be empty"},
      {"press without value", without(press_frame, "value").dump(), "p1", "\"value\" is missing"},
      {"press with a number", with(press_frame, "value", 2).dump(), "p1", "\"value\" must be a string"},
      {"submit without values", without(submit_frame, "values").dump(), "f1", "\"values\" is missing"},
      {"submit without state", without(submit_frame, "state").dump(), "f1", "\"state\" is missing"},
      {"values is a list", with(submit_frame, "values", {"a"}).dump(), "f1", "lists of strings"},
      {"a value is no list", with(submit_frame, "values", {{"answer", "a"}}).dump(), "f1",
       "lists of strings"},
      {"a value holds a number", with(submit_frame, "values", {{"answer", {1}}}).dump(), "f1",
       "lists of strings"},
      {"a long value", with(submit_frame, "values", {{"answer", {long_text}}}).dump(), "f1",
       "longer than 4000"},
      {"a nameless input", with(submit_frame, "values", {{"", {"a"}}}).dump(), "f1", "must not be empty"},
      {"a long input name", with(submit_frame, "values", {{long_id, {"a"}}}).dump(), "f1", "longer than 64"},
      {"clock without action", without(jump, "action").dump(), "k1", "\"action\" is missing"},
      {"unknown action", with(jump, "action", "rewind").dump(), "k1",
       "must be one of jump, set, play, pause"},
      {"jump without id", without(jump, "id").dump(), "", "\"id\" is missing"},
      {"set without instant", without(set, "to").dump(), "k2", "\"to\" is missing"},
      {"no instant", with(set, "to", "tomorrow").dump(), "k2", "must be an instant"},
      {"an instant with a zone", with(set, "to", "2026-11-24T12:00:00+01:00").dump(), "k2",
       "must be an instant"},
      {"an instant with blanks", with(set, "to", "2026-11-24T 2:00:00Z").dump(), "k2", "must be an instant"},
      {"no such day", with(set, "to", "2027-02-29T12:00:00Z").dump(), "k2", "must be an instant"},
      {"backwards", with(set, "to", "2026-11-24T11:59:59Z").dump(), "k2", "does not go back"},
      {"far ahead", with(set, "to", "2926-11-24T12:00:00Z").dump(), "k2", "at most 731 days"},
      {"no speed", without(play, "speed").dump(), "k3", "\"speed\" is missing"},
      {"standing still", with(play, "speed", 0).dump(), "k3", "from 1 to 100000"},
      {"backwards speed", with(play, "speed", -600).dump(), "k3", "from 1 to 100000"},
      {"too fast", with(play, "speed", max_speed + 1).dump(), "k3", "from 1 to 100000"},
      {"far too fast", with(play, "speed", 18446744073709551615u).dump(), "k3", "from 1 to 100000"},
      {"half a speed", with(play, "speed", 1.5).dump(), "k3", "whole number"},
      {"speed in words", with(play, "speed", "fast").dump(), "k3", "whole number"},
  };
  for (const Bad& bad : table) {
    SCOPED_TRACE(bad.what);
    const Frame parsed = parse(bad.bytes);
    const auto* error = std::get_if<FrameError>(&parsed);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->id, bad.id);
    EXPECT_NE(error->text.find(bad.words), std::string::npos) << error->text;
  }
}

TEST(SandboxProtocol, NeverRepeatsWhatATextHeld) {
  const std::string secret = "hemmelig";
  for (const Json& frame :
       {with(submit_frame, "values", {{"answer", secret}}), with(submit_frame, "values", secret),
        with(with(say_frame, "text", secret), "as", 1), with(press_frame, "value", {secret}),
        with(set, "to", secret), with(command_frame, "type", secret)}) {
    const Frame parsed = parse(frame);
    const auto* error = std::get_if<FrameError>(&parsed);
    ASSERT_TRUE(error) << frame;
    EXPECT_EQ(error->text.find(secret), std::string::npos) << error->text;
  }
}

// What everything behind the parser may rely on.
void expect_sound(const Frame& frame) {
  const Roster all = roster();
  const auto check = [&](const Act& act) {
    ASSERT_TRUE(all.person(act.as));
    ASSERT_TRUE(act.channel.empty() || all.channel(act.channel));
    ASSERT_FALSE(act.id.empty());
    ASSERT_LE(act.id.size(), 4 * max_id_length);
  };
  if (const auto* c = std::get_if<CommandFrame>(&frame)) check(c->act);
  if (const auto* s = std::get_if<SayFrame>(&frame)) check(s->act);
  if (const auto* p = std::get_if<PressFrame>(&frame)) check(p->act);
  if (const auto* f = std::get_if<SubmitFrame>(&frame)) check(f->act);
  if (const auto* s = std::get_if<SetFrame>(&frame)) {
    ASSERT_GE(s->to, noon());
  }
  if (const auto* e = std::get_if<FrameError>(&frame)) {
    ASSERT_FALSE(e->text.empty());
    ASSERT_FALSE(error_frame(e->id, e->text).empty());
  }
}

TEST(SandboxProtocol, SurvivesTenThousandBrokenFrames) {
  const std::string seeds[] = {command_frame.dump(), say_frame.dump(), press_frame.dump(),
                               submit_frame.dump(),  jump.dump(),      set.dump(),
                               play.dump()};
  const std::string pieces[] = {"\"",
                                "{",
                                "}",
                                "[",
                                "]",
                                ",",
                                ":",
                                "null",
                                "true",
                                "-1",
                                "1e9",
                                "\\u0000",
                                "\\ud800",
                                "\xff",
                                "\xc3",
                                "\"as\":\"ola\"",
                                "\"id\":7",
                                "kari",
                                "99999999999999999999"};
  std::mt19937_64 random(20261124);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  int good = 0, bad = 0;
  for (int round = 0; round < 10'000; ++round) {
    std::string bytes = seeds[below(std::size(seeds))];
    for (std::size_t changes = 1 + below(4); changes > 0 && !bytes.empty(); --changes) {
      const std::size_t at = below(bytes.size());
      switch (below(5)) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes.erase(at, 1 + below(8));
          break;
        case 2:
          bytes.insert(at, pieces[below(std::size(pieces))]);
          break;
        case 3:
          bytes.insert(at, bytes.substr(at, below(40)));
          break;
        default:
          bytes.resize(at);
          break;
      }
    }
    const Frame frame = parse(bytes);
    ++(std::holds_alternative<FrameError>(frame) ? bad : good);
    ASSERT_NO_FATAL_FAILURE(expect_sound(frame)) << "round " << round << ": " << bytes;
  }
  // Both sides of the border were visited.
  EXPECT_GT(good, 100);
  EXPECT_GT(bad, 5000);
}

TEST(SandboxProtocol, WritesAReplyWithEverythingInIt) {
  core::Reply reply;
  reply.whisper = words("Takk");
  reply.errors["answer"] = "for langt";
  const Json frame = Json::parse(reply_frame("x", reply));
  EXPECT_EQ(frame.at("type"), "reply");
  EXPECT_EQ(frame.at("id"), "x");
  EXPECT_EQ(frame.at("whisper").at("plain"), core::plain_text(words("Takk")));
  EXPECT_EQ(frame.at("whisper").at("blocks").at(0).at("type"), "paragraph");
  EXPECT_EQ(frame.at("whisper").at("blocks").at(0).at("text").at(0).at("text"), "Takk");
  EXPECT_TRUE(frame.at("form").is_null());
  EXPECT_EQ(frame.at("errors"), Json({{"answer", "for langt"}}));
}

TEST(SandboxProtocol, WritesTheBlocksAndFormsThePageKnows) {
  core::Message message;
  message.blocks = {
      core::Heading{"H"},
      core::List{{{core::Span("one", core::Span::Style::strong)}}, true},
      core::Facts{{{"when", "now"}}},
      core::Bars{{{"a", 0.5, "3"}}},
      core::Image{"https://example.org/a.png", "alt"},
      core::Divider{},
      core::Actions{{{"Yes", "poll/vote", "1", core::Button::Style::primary}}},
      core::ContextLine{{core::Span("small", core::Span::Style::plain, "https://example.org/")}}};
  core::Reply reply;
  reply.whisper = message;
  core::Input input;
  input.kind = core::Input::Kind::date_time;
  input.id = "when";
  input.options = {{"v", "label"}};
  input.initial = {"v"};
  reply.form = core::Form{"polls/new", "state", "Title", {core::Span("intro")}, {input}, "Send"};
  const Json frame = Json::parse(reply_frame("x", reply));
  const Json& blocks = frame.at("whisper").at("blocks");
  EXPECT_EQ(blocks.at(0), Json({{"type", "heading"}, {"text", "H"}}));
  EXPECT_EQ(blocks.at(1).at("numbered"), true);
  EXPECT_EQ(blocks.at(1).at("items").at(0).at(0), Json({{"text", "one"}, {"style", "strong"}}));
  EXPECT_EQ(blocks.at(2).at("rows").at(0), Json::array({"when", "now"}));
  EXPECT_EQ(blocks.at(3).at("rows").at(0), Json({{"label", "a"}, {"share", 0.5}, {"caption", "3"}}));
  EXPECT_EQ(blocks.at(4).at("alt"), "alt");
  EXPECT_EQ(blocks.at(5), Json({{"type", "divider"}}));
  EXPECT_EQ(blocks.at(6).at("buttons").at(0).at("style"), "primary");
  EXPECT_EQ(blocks.at(6).at("buttons").at(0).at("name"), "poll/vote");
  EXPECT_EQ(blocks.at(7).at("text").at(0).at("url"), "https://example.org/");
  const Json& form = frame.at("form");
  EXPECT_EQ(form.at("name"), "polls/new");
  EXPECT_EQ(form.at("state"), "state");
  EXPECT_EQ(form.at("submit"), "Send");
  EXPECT_EQ(form.at("intro").at(0).at("text"), "intro");
  EXPECT_EQ(form.at("inputs").at(0).at("kind"), "date_time");
  EXPECT_EQ(form.at("inputs").at(0).at("max_length"), 500);
  EXPECT_EQ(form.at("inputs").at(0).at("options").at(0), Json({{"value", "v"}, {"label", "label"}}));
  EXPECT_EQ(form.at("inputs").at(0).at("initial"), Json::array({"v"}));
}

TEST(SandboxProtocol, WritesTheClock) {
  ClockState state;
  state.now = noon();
  EXPECT_EQ(
      Json::parse(clock_frame(state)),
      Json::parse(
          R"({"type":"clock","clock":{"now":"2026-11-24T12:00:00Z","playing":false,"speed":600,"next":null}})"));
  state.next = noon() + std::chrono::hours(1);
  EXPECT_EQ(Json::parse(settled_frame("k", state)).at("clock").at("next"), "2026-11-24T13:00:00Z");
}

TEST(SandboxProtocol, WritesEvenATextThatIsNotUtf8) {
  ChatMessage m;
  m.content = words("bad \xff byte");
  EXPECT_TRUE(Json::parse(message_frame(m)).is_object());
}

}  // namespace
