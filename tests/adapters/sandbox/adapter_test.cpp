#include "adapters/sandbox/adapter.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "adapters/net/stream.hpp"
#include "tests/adapters/sandbox/world.hpp"
#include "tests/support/fake_pictures.hpp"

namespace sandbox_test {
namespace {

using Kind = runtime::Delivered::Kind;

Json command(std::string id, std::string as = "kari", std::string channel = "fredag",
             std::string text = "hjelp") {
  return {{"type", "command"}, {"id", id}, {"as", as}, {"channel", channel}, {"text", text}};
}
Json say(std::string id, std::string text, std::string channel = "fredag") {
  return {{"type", "say"}, {"id", id}, {"as", "kari"}, {"channel", channel}, {"text", text}};
}
Json submit(std::string id, std::string name, std::string value) {
  return {{"type", "submit"},
          {"id", id},
          {"as", "ola"},
          {"channel", ""},
          {"name", name},
          {"state", "state"},
          {"values", {{"words", {value}}}}};
}
Json clock_frame(std::string id, std::string action, Json extra = Json::object()) {
  Json frame = {{"type", "clock"}, {"id", id}, {"action", action}};
  frame.update(extra);
  return frame;
}
core::Reply whisper(std::string text) {
  core::Reply reply;
  reply.whisper = words(std::move(text));
  return reply;
}
std::string plain(const Json& message) {
  return message.at("content").at("plain");
}

// --- people
// ------------------------------------------------------------------------------------------------------------------

TEST(Sandbox, TellsOpenPagesWhenAGroupIsMadeAndKeepsTheOrderOfThoseWhoWereThere) {
  World world;
  Client client(world);
  client.hello();
  sandbox::Roster more;
  more.people = {{"bo", "Bo Ny"}, {"eva", "Eva Hansen"}, {"kari", "Kari Nordmann"}, {"ola", "Ola Nordmann"}};
  more.channels = {{"april", "April", {"bo"}}, {"fredag", "Fredagsgruppa", {"bo", "ola", "kari"}}};
  EXPECT_EQ(world.members("april").how, core::ChannelRead::How::failed) << "it may come: nobody can say";
  world.adapter->set_roster(more);
  EXPECT_EQ(world.members("april").people.size(), 1U);
  world.adapter->set_roster(more);  // nothing new: nothing is said
  const Json told = client.next();
  EXPECT_EQ(told.at("type"), "roster");
  EXPECT_EQ(told.at("people").at(0).at("user"), "kari");
  EXPECT_EQ(told.at("people").at(3).at("user"), "bo");
  EXPECT_EQ(told.at("channels").at(0),
            Json({{"id", "fredag"}, {"name", "Fredagsgruppa"}, {"members", {"kari", "ola", "bo"}}}));
  EXPECT_EQ(world.deliver(to_channel("k1", "first", "april")).kind, runtime::Delivered::Kind::sent);
  EXPECT_EQ(client.next().at("type"), "message");
  EXPECT_EQ(client.hello().at("channels").at(2).at("id"), "april");
}

TEST(Sandbox, AChannelStaysWhereItsGroupHasEnded) {
  World world;
  sandbox::Roster fewer;
  fewer.people = {{"kari", "Kari Nordmann"}};
  world.adapter->set_roster(fewer);
  EXPECT_EQ(world.deliver(to_channel("k1", "goodbye", "fredag")).kind, runtime::Delivered::Kind::sent);
  Client client(world);
  const Json channel = client.hello().at("channels").at(0);
  EXPECT_EQ(channel.at("id"), "fredag");
  EXPECT_EQ(channel.at("members"), Json::array({"kari"})) << "of those who are known yet";
}

TEST(Sandbox, DrawsAPictureWhenSomebodyLooks) {
  support::FakePictures pictures;
  World world([&](sandbox::Options& options) { options.pictures = &pictures; });
  runtime::Delivery delivery = to_channel("k1", "x");
  delivery.message = support::with_picture();
  ASSERT_EQ(world.deliver(delivery).kind, Kind::sent);
  EXPECT_TRUE(pictures.asked.empty());
  Client client(world);
  const Json content = client.hello().at("messages").at(0).at("content");
  EXPECT_EQ(content.at("picture"), Json({{"url", "pictures/m1.png"},
                                         {"dark", "pictures/m1-dark.png"},
                                         {"alt", "Hvilken dag?\nFlest svarte Tirsdag."}}));
  EXPECT_FALSE(content.contains("pictures"));
  EXPECT_EQ(content.at("blocks").at(1),
            Json({{"type", "facts"}, {"rows", Json::parse(R"([["Tirsdag","6"],["Mandag","4"]])")}}));
  const auto shown = world.http("GET", "/pictures/m1.png");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.headers.get("Content-Type"), "image/png");
  EXPECT_EQ(shown.body, "\x89PNG sharp");
  EXPECT_EQ(world.http("GET", "/pictures/m1-dark.png").status, 200);
  EXPECT_EQ(pictures.asked.size(), 2U);
  world.deliver(to_channel("k2", "without"));
  for (const char* none : {"/pictures/m2.png", "/pictures/m9.png", "/pictures/.png", "/pictures/m1"})
    EXPECT_EQ(world.http("GET", none).status, 404) << none;
  pictures.by_pixels.clear();
  EXPECT_EQ(world.http("GET", "/pictures/m1.png").status, 404) << "no fonts: the words stand alone";
}

TEST(Sandbox, WelcomesWithTheWholeState) {
  World world;
  world.deliver(to_channel("k1", "first"));
  Client client(world);
  const Json welcome = client.hello();
  EXPECT_EQ(welcome.at("type"), "welcome");
  EXPECT_TRUE(welcome.at("me").is_null());
  EXPECT_EQ(welcome.at("people").at(0),
            Json({{"user", "kari"}, {"name", "Kari Nordmann"}, {"role", "facilitator"}, {"language", "nb"}}));
  EXPECT_EQ(welcome.at("channels").at(0),
            Json({{"id", "fredag"}, {"name", "Fredagsgruppa"}, {"members", {"kari", "ola"}}}));
  EXPECT_EQ(welcome.at("clock").at("now"), "2026-11-24T12:00:00Z");
  EXPECT_EQ(welcome.at("commands").at("nb").at(0), Json({{"verb", "hjelp"}, {"help", "viser hva jeg kan"}}));
  EXPECT_EQ(welcome.at("commands").at("nn"), Json::array());
  sandbox::Roster roster;
  roster.people = {{"kari", "Kari Nordmann", core::Role::participant, core::Language::nb, {"answering"}}};
  sandbox::Completions commands;
  commands[0] = {{"idé", "foreslå et tema", "answering"}};
  const Json told = Json::parse(sandbox::welcome_frame(roster, {}, {}, commands));
  EXPECT_EQ(told.at("people").at(0).at("may"), Json({"answering"})) << "who may do what";
  EXPECT_EQ(told.at("commands").at("nb").at(0).at("needs"), "answering");
  EXPECT_EQ(welcome.at("commands").at("en").at(0).at("verb"), "help");
  ASSERT_EQ(welcome.at("messages").size(), 1u);
  const Json& message = welcome.at("messages").at(0);
  EXPECT_EQ(message.at("id"), "m1");
  EXPECT_EQ(message.at("seq"), 1);
  EXPECT_EQ(message.at("channel"), "fredag");
  EXPECT_EQ(message.at("person"), "");
  EXPECT_EQ(message.at("author"), "bot");
  EXPECT_EQ(message.at("at"), "2026-11-24T12:00:00Z");
  EXPECT_EQ(message.at("key"), "k1");
  EXPECT_EQ(plain(message), core::plain_text(words("first")));
}

TEST(Sandbox, HandsACommandOverAndAnswersTheAskerAlone) {
  World world;
  world.inbox.answer = [](const core::Event&) { return whisper("only for you"); };
  Client kari(world), ola(world);
  kari.hello();
  ola.hello();
  const Json reply = kari.ask(command("c1", "kari", "fredag", "avstemning \u201cLunsj\u201d"));
  EXPECT_EQ(reply.at("type"), "reply");
  EXPECT_EQ(reply.at("id"), "c1");
  EXPECT_EQ(reply.at("whisper").at("plain"), core::plain_text(words("only for you")));

  ASSERT_EQ(world.inbox.events.size(), 1u);
  const auto& event = std::get<core::Command>(world.inbox.events[0]);
  EXPECT_EQ(event.text, "avstemning \u201cLunsj\u201d");
  EXPECT_EQ(event.origin.workspace, "sandbox");
  EXPECT_EQ(event.origin.user, "kari");
  EXPECT_EQ(event.origin.user_name, "Kari Nordmann");
  EXPECT_EQ(event.origin.channel, "fredag");
  EXPECT_EQ(event.origin.delivery, "c1");
  EXPECT_EQ(ola.hello().at("type"), "welcome") << "ola heard the answer to kari";
}

TEST(Sandbox, HandsAPressOver) {
  World world;
  Client client(world);
  const Json reply = client.ask({{"type", "press"},
                                 {"id", "p1"},
                                 {"as", "ola"},
                                 {"channel", "fredag"},
                                 {"name", "polls/vote"},
                                 {"value", "abc 2"}});
  EXPECT_EQ(reply, Json::parse(R"({"type":"reply","id":"p1","whisper":null,"form":null,"errors":{}})"));
  const auto& event = std::get<core::Press>(world.inbox.events.at(0));
  EXPECT_EQ(event.name, "polls/vote");
  EXPECT_EQ(event.value, "abc 2");
  EXPECT_EQ(event.origin.user, "ola");
}

TEST(Sandbox, GivesTheErrorsOfAFormBack) {
  World world;
  world.inbox.answer = [](const core::Event&) {
    core::Reply reply;
    reply.errors["words"] = "too long";
    return reply;
  };
  Client client(world);
  const Json reply = client.ask(submit("f1", "polls/new", "hei"));
  EXPECT_EQ(reply.at("errors"), Json({{"words", "too long"}}));
  EXPECT_TRUE(reply.at("form").is_null());
  const auto& event = std::get<core::Submit>(world.inbox.events.at(0));
  EXPECT_EQ(event.name, "polls/new");
  EXPECT_EQ(event.state, "state");
  const core::FormValues values = {{"words", {"hei"}}};
  EXPECT_EQ(event.values, values);
  EXPECT_EQ(event.origin.channel, "");
}

TEST(Sandbox, PassesARepeatedDeliveryThrough) {
  World world;
  Client client(world);
  EXPECT_EQ(client.ask(command("same")).at("id"), "same");
  EXPECT_EQ(client.ask(command("same")).at("id"), "same");
  ASSERT_EQ(world.inbox.events.size(), 2u);
  for (const auto& event : world.inbox.events)
    EXPECT_EQ(std::get<core::Command>(event).origin.delivery, "same");
}

TEST(Sandbox, ShowsALineToEverybodyOnce) {
  World world;
  Client kari(world), ola(world);
  kari.hello();
  ola.hello();
  kari.send(say("s1", "hei alle"));
  kari.send(say("s1", "hei alle"));  // sent again, as after a lost answer
  EXPECT_EQ(kari.next().at("type"), "message");
  EXPECT_EQ(kari.next().at("type"), "reply");
  EXPECT_EQ(kari.next().at("type"), "reply");
  const Json seen = ola.next();
  EXPECT_EQ(seen.at("message").at("author"), "kari");
  EXPECT_EQ(seen.at("message").at("key"), "");
  EXPECT_EQ(plain(seen.at("message")), core::plain_text(words("hei alle")));
  EXPECT_EQ(ola.hello().at("messages").size(), 1u);
  EXPECT_TRUE(world.inbox.events.empty());

  world.restart();
  Client later(world);
  EXPECT_EQ(later.ask(say("s1", "hei alle")).at("type"), "reply");
  EXPECT_EQ(later.hello().at("messages").size(), 1u);
}

TEST(Sandbox, KeepsNothingOfWhatIsSaidToTheBot) {
  World world;
  Client client(world);
  client.ask(say("d1", "umiskjennelig", ""));
  client.ask(say("d2", "/refleks umiskjennelig"));
  client.ask(command("d3", "kari", "", "umiskjennelig"));
  ASSERT_EQ(world.inbox.events.size(), 3u);
  for (const auto& event : world.inbox.events)
    EXPECT_EQ(std::get<core::Command>(event).text, "umiskjennelig");
  EXPECT_EQ(client.hello().at("messages").size(), 0u);
  EXPECT_EQ(world.data.all_bytes().find("umiskjennelig"), std::string::npos);
}

TEST(Sandbox, LeavesNoByteOfASealedFormInAnyFile) {
  World world;
  const std::string marker = "merkelapp-7f3a";
  world.inbox.answer = [&](const core::Event&) {
    core::Reply reply = whisper("saved: " + marker);  // a whisper may quote it
    reply.errors["words"] = marker;
    return reply;
  };
  testing::internal::CaptureStderr();  // where the log goes
  Client client(world);
  client.hello();
  client.ask(submit("f1", "box/polls/answer", marker));
  Json press = {{"type", "press"},       {"id", "p1"},     {"as", "ola"}, {"channel", ""},
                {"name", "box/polls/x"}, {"value", marker}};
  client.ask(press);
  client.ask(submit("f2", "box/polls/answer", marker + std::string(5000, 'x')));  // refused by the protocol
  world.deliver(to_channel("k", "something else is written"));
  world.stop();
  EXPECT_NE(world.data.all_bytes().find("something else"), std::string::npos);
  EXPECT_EQ(world.data.all_bytes().find(marker), std::string::npos);
  EXPECT_EQ(testing::internal::GetCapturedStderr().find(marker), std::string::npos);
}

TEST(Sandbox, DropsAReplyToAClientThatWentAway) {
  World world;
  world.inbox.hold = true;
  Client stays(world);
  {
    Client leaves(world);
    leaves.send(command("c1"));
    world.until([&] { return world.inbox.events.size() == 1; });
  }
  world.inbox.release();
  world.inbox.hold = false;
  EXPECT_EQ(stays.ask(command("c2")).at("id"), "c2");
}

TEST(Sandbox, TellsNobodyAnythingBeforeHello) {
  World world;
  Client silent(world), loud(world);
  loud.hello();
  world.deliver(to_channel("k1", "one"));
  EXPECT_EQ(loud.next().at("type"), "message");
  EXPECT_EQ(silent.hello().at("type"), "welcome");
  world.deliver(to_channel("k2", "two"));
  EXPECT_EQ(silent.next().at("message").at("id"), "m2");
}

// --- wrong frames
// ------------------------------------------------------------------------------------------------------------

TEST(Sandbox, AnswersAWrongFrameInWordsAndStaysOpen) {
  World world;
  Client client(world);
  EXPECT_EQ(client.ask(command("c1", "per")).at("text"), "there is no person \"per\"");
  client.send_bytes("{this is not JSON");
  const Json error = client.next();
  EXPECT_EQ(error.at("type"), "error");
  EXPECT_EQ(error.at("id"), "");
  EXPECT_TRUE(world.inbox.events.empty());
  EXPECT_EQ(client.hello().at("type"), "welcome");
}

TEST(Sandbox, ClosesAtAnOversizedFrame) {
  World world;
  Client client(world), other(world);
  client.send_bytes(std::string(sandbox::max_frame_bytes + 1, ' '));
  EXPECT_EQ(client.until_closed(), net::CloseCode::too_big);
  EXPECT_EQ(other.hello().at("type"), "welcome");
}

// What our own client never does: the handshake and a binary message by hand, until the server closes with
// 1003.
boost::asio::awaitable<void> send_binary(std::string port, std::string& got) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  auto stream = co_await net::connect("127.0.0.1", port, nullptr, deadline);
  const std::string upgrade = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port +
                              "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  const std::string binary_hi = "\x82\x82\x01\x01\x01\x01hi";  // whole, masked, two bytes
  const std::string steps[][2] = {{upgrade, "\r\n\r\n"}, {binary_hi, "\x88\x02\x03\xeb"}};
  std::array<char, 1024> part{};
  for (const auto& [bytes, answer] : steps) {
    co_await boost::asio::async_write(**stream, boost::asio::buffer(bytes), boost::asio::use_awaitable);
    while (got.find(answer) == std::string::npos) {
      const auto size =
          co_await (*stream)->async_read_some(boost::asio::buffer(part), boost::asio::use_awaitable);
      got.append(part.data(), size);
    }
  }
}

TEST(Sandbox, ClosesAtABinaryFrame) {
  World world;
  std::string got;
  bool done = false;
  std::exception_ptr error;
  boost::asio::co_spawn(world.io, send_binary(std::to_string(world.adapter->port()), got),
                        [&](std::exception_ptr e) {
                          error = e;
                          done = true;
                        });
  world.until([&] { return done; });
  EXPECT_FALSE(error) << got;
  EXPECT_EQ(got.substr(0, 12), "HTTP/1.1 101");
}

TEST(Sandbox, KeepsAForeignPageOut) {
  World world;
  const auto origin = [](const std::string& value) {
    net::Headers headers;
    headers.add("Origin", value);
    return headers;
  };
  EXPECT_FALSE(Client(world, origin("https://evil.example")).connected());
  EXPECT_FALSE(Client(world, origin("http://127.0.0.1:1")).connected());
  EXPECT_FALSE(Client(world, origin("null")).connected());
  EXPECT_TRUE(Client(world, origin(world.url("http", ""))).connected());
}

// --- the bot
// -----------------------------------------------------------------------------------------------------------------

TEST(Sandbox, CanWhatASandboxCan) {
  World world;
  const auto can = world.adapter->capabilities();
  EXPECT_TRUE(can.buttons && can.forms && can.whisper && can.direct_message && can.edit && can.find);
  EXPECT_TRUE(can.commands);
  EXPECT_FALSE(can.ingress);
}

TEST(Sandbox, SendsPostsToAllInTheSameOrder) {
  World world;
  Client kari(world), ola(world);
  kari.hello();
  ola.hello();
  EXPECT_EQ(world.deliver(to_channel("k1", "one")).ref, "m1");
  EXPECT_EQ(world.deliver(to_person("k2", "two")).ref, "m2");
  EXPECT_EQ(world.deliver(to_channel("k3", "three", "mandag")).ref, "m3");
  for (Client* client : {&kari, &ola}) {
    for (int seq : {1, 2, 3}) {
      const Json frame = client->next();
      EXPECT_EQ(frame.at("type"), "message");
      EXPECT_EQ(frame.at("message").at("seq"), seq);
      EXPECT_EQ(frame.at("message").at("channel"), seq == 1 ? "fredag" : seq == 2 ? "" : "mandag");
      EXPECT_EQ(frame.at("message").at("person"), seq == 2 ? "kari" : "");
    }
  }
}

TEST(Sandbox, WritesAPostBeforeAnybodySeesIt) {
  World world;
  Client client(world);
  client.hello();
  world.deliver(to_channel("nokkel-1", "one"));
  const std::string on_disk = support::content_of(world.data.chat());
  EXPECT_NE(on_disk.find("nokkel-1"), std::string::npos);
  EXPECT_EQ(on_disk.back(), '\n');
  EXPECT_EQ(client.next().at("message").at("key"), "nokkel-1");
}

TEST(Sandbox, EditsAPostInPlace) {
  World world;
  Client client(world);
  client.hello();
  auto delivery = to_channel("k1", "before");
  delivery.ref = world.deliver(delivery).ref;
  client.next();
  delivery.message = words("after");
  const auto edited = world.deliver(delivery);
  EXPECT_EQ(edited.kind, Kind::sent);
  EXPECT_EQ(edited.ref, "m1");
  const Json frame = client.next();
  EXPECT_EQ(frame.at("type"), "edited");
  EXPECT_EQ(frame.at("message").at("id"), "m1");
  EXPECT_EQ(frame.at("message").at("seq"), 1);
  EXPECT_EQ(plain(frame.at("message")), core::plain_text(words("after")));

  world.restart();
  Client later(world);
  const Json welcome = later.hello();
  ASSERT_EQ(welcome.at("messages").size(), 1u);
  EXPECT_EQ(plain(welcome.at("messages").at(0)), core::plain_text(words("after")));
}

TEST(Sandbox, FindsAPostAfterARestart) {
  World world;
  world.deliver(to_person("k1", "one"));
  world.restart();
  EXPECT_EQ(world.find("k1"), "m1");
  EXPECT_EQ(world.find("k2"), std::nullopt);
  EXPECT_EQ(world.deliver(to_person("k2", "two")).ref, "m2");
}

TEST(Sandbox, RefusesForEverWhatItCannotPlace) {
  World world;
  const auto reason = [&](runtime::Delivery d) {
    const auto delivered = world.deliver(std::move(d));
    EXPECT_EQ(delivered.kind, Kind::permanent);
    return delivered.reason;
  };
  EXPECT_EQ(reason(to_channel("k", "x", "tirsdag")), "unknown_channel");
  EXPECT_EQ(reason(to_person("k", "x", "per")), "unknown_user");
  auto elsewhere = to_channel("k", "x");
  elsewhere.to.workspace = "slack";
  EXPECT_EQ(reason(elsewhere), "unknown_workspace");
  auto edit = to_channel("k", "x");
  edit.ref = "m9";
  EXPECT_EQ(reason(edit), "unknown_message");
  EXPECT_EQ(world.find("k"), std::nullopt);
}

TEST(Sandbox, IsDownWhenATestSaysSo) {
  bool down = true;
  World world([&](sandbox::Options& options) {
    options.fault = [&](const runtime::Delivery&) -> std::optional<runtime::Delivered> {
      if (!down) return std::nullopt;
      runtime::Delivered later;
      later.kind = Kind::retry;
      later.after = std::chrono::seconds(7);
      return later;
    };
  });
  EXPECT_EQ(world.deliver(to_channel("k", "x")).kind, Kind::retry);
  EXPECT_EQ(world.find("k"), std::nullopt);
  down = false;
  EXPECT_EQ(world.deliver(to_channel("k", "x")).kind, Kind::sent);
}

// As when the clock jumps over months: nothing is read while they are posted.
TEST(Sandbox, BringsThousandsOfPostsToASlowReader) {
  World world;
  Client client(world);
  client.hello();
  const int many = 3000;
  int sent = 0;
  for (int i = 0; i < many; ++i)
    boost::asio::co_spawn(world.io, world.adapter->deliver(to_channel("k" + std::to_string(i), "text")),
                          [&](std::exception_ptr error, const runtime::Delivered& delivered) {
                            sent += !error && delivered.kind == Kind::sent ? 1 : 0;
                          });
  for (int i = 0; i < many; ++i) ASSERT_EQ(client.next().at("message").at("seq"), i + 1);
  world.until([&] { return sent == many; });
  EXPECT_EQ(client.hello().at("messages").size(), static_cast<std::size_t>(many));
}

TEST(Sandbox, SaysGoodbyeWhenItStops) {
  World world;
  Client client(world);
  client.hello();
  world.stop();
  EXPECT_EQ(client.until_closed(), net::CloseCode::going_away);
  EXPECT_EQ(world.deliver(to_channel("k", "the outbox may still finish")).kind, Kind::sent);
}

// --- the clock
// ---------------------------------------------------------------------------------------------------------------

TEST(Sandbox, SettlesAfterEverythingThatBecameDue) {
  World world;
  Client client(world);
  client.hello();
  world.clock.on_move = [&] {
    EXPECT_EQ(world.deliver(to_channel("due", "reminder")).kind, Kind::sent);
    world.clock.next = std::nullopt;
  };
  world.clock.next = noon() + std::chrono::hours(2);
  EXPECT_EQ(client.ask(clock_frame("k1", "jump")).at("message").at("at"), "2026-11-24T14:00:00Z");
  const Json settled = client.next();
  EXPECT_EQ(settled.at("type"), "settled");
  EXPECT_EQ(settled.at("id"), "k1");
  EXPECT_EQ(settled.at("clock").at("now"), "2026-11-24T14:00:00Z");
  EXPECT_TRUE(settled.at("clock").at("next").is_null());
  EXPECT_EQ(client.ask(clock_frame("k2", "jump")).at("text"), "nothing is due later");
}

TEST(Sandbox, SetsTheClockForwardOnly) {
  World world;
  Client client(world);
  const Json to = {{"to", "2026-11-25T00:00:00Z"}};
  EXPECT_EQ(client.ask(clock_frame("k1", "set", to)).at("clock").at("now"), "2026-11-25T00:00:00Z");
  EXPECT_EQ(client.ask(clock_frame("k2", "set", to)).at("type"), "settled");
  const Json back = client.ask(clock_frame("k3", "set", {{"to", "2026-11-24T23:59:59Z"}}));
  EXPECT_EQ(back.at("type"), "error");
  EXPECT_EQ(world.clock.time, core::instant_from_text("2026-11-25T00:00:00Z"));
}

TEST(Sandbox, MovesTheClockOnceAtATime) {
  World world;
  world.clock.hold = true;
  Client one(world), two(world);
  one.hello();
  one.send(clock_frame("k1", "set", {{"to", "2026-11-25T00:00:00Z"}}));
  world.until([&] { return world.clock.moves.size() == 1; });
  two.send(clock_frame("k2", "set", {{"to", "2026-11-26T00:00:00Z"}}));
  two.send(clock_frame("k3", "set", {{"to", "2026-11-24T13:00:00Z"}}));  // late by the time it is its turn
  two.hello();
  EXPECT_EQ(world.clock.moves.size(), 1u);
  std::exchange(world.clock.waiting, nullptr)();
  EXPECT_EQ(one.next().at("id"), "k1");
  ASSERT_EQ(world.clock.moves.size(), 2u);
  std::exchange(world.clock.waiting, nullptr)();
  const Json second = two.next();
  EXPECT_EQ(second.at("type"), "settled");
  EXPECT_EQ(second.at("id"), "k2");
  const Json third = two.next();
  EXPECT_EQ(third.at("type"), "error");
  EXPECT_EQ(third.at("id"), "k3");
}

TEST(Sandbox, JumpsToWhatIsOverdueByStandingStill) {
  World world;
  world.clock.next = noon() - std::chrono::hours(1);
  Client client(world);
  EXPECT_EQ(client.ask(clock_frame("k1", "jump")).at("type"), "settled");
  EXPECT_EQ(world.clock.moves.at(0), noon());
}

TEST(Sandbox, TellsEverybodyThatTimePlays) {
  World world;
  Client kari(world), ola(world);
  kari.hello();
  ola.hello();
  kari.send(clock_frame("k1", "play", {{"speed", 3600}}));
  EXPECT_EQ(kari.next().at("type"), "clock");
  EXPECT_EQ(kari.next().at("type"), "settled");
  const Json seen = ola.next();
  EXPECT_EQ(seen.at("clock").at("playing"), true);
  EXPECT_EQ(seen.at("clock").at("speed"), 3600);
  kari.send(clock_frame("k2", "pause"));
  EXPECT_EQ(ola.next().at("clock").at("playing"), false);
}

TEST(Sandbox, LeavesTheMachinesOwnTimeAlone) {
  World world;
  world.clock.can_move = false;
  world.clock.next = noon() + std::chrono::hours(1);
  Client client(world);
  for (const Json& frame :
       {clock_frame("k", "jump"), clock_frame("k", "set", {{"to", "2026-11-25T00:00:00Z"}}),
        clock_frame("k", "play", {{"speed", 60}}), clock_frame("k", "pause")}) {
    const Json answer = client.ask(frame);
    EXPECT_EQ(answer.at("type"), "error");
    EXPECT_EQ(answer.at("id"), "k");
  }
  EXPECT_TRUE(world.clock.moves.empty());
  EXPECT_FALSE(world.clock.playing);
}

TEST(Sandbox, SurvivesAMoveThatSettlesAfterItIsGone) {
  World world;
  world.clock.hold = true;
  {
    Client client(world);
    client.send(clock_frame("k1", "set", {{"to", "2026-11-25T00:00:00Z"}}));
    world.until([&] { return world.clock.moves.size() == 1; });
  }
  world.stop();
  world.adapter.reset();
  EXPECT_FALSE(world.clock.changed) << "the clock still knows an adapter that is gone";
  EXPECT_NO_THROW(std::exchange(world.clock.waiting, nullptr)());
}

}  // namespace
}  // namespace sandbox_test
