// The log of what administrators did: whoever changes it is found.

#include "bot/app/audit.hpp"

#include <nlohmann/json.hpp>

#include "bot/app/noted.hpp"
#include "bot/app/places.hpp"
#include "storage/erasure.hpp"
#include "storage/meta.hpp"
#include "tests/support/set_up.hpp"

namespace {

using namespace support;
using nlohmann::json;

class Audited : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 5; ++i)
      log.append(
          {json{{"at", "2026-11-24T12:00:00Z"}, {"what", "role.given"}, {"by", "p-" + std::to_string(i)}}});
    whole = content_of(file);
    beside = content_of(data / "audit.jsonl.head");
  }
  void put(const std::string& text) { std::ofstream(file, std::ios::binary | std::ios::trunc) << text; }
  std::string wrong() { return log.verify().wrong; }

  TempDirectory data;
  const std::filesystem::path file = data / app::audit_name;
  app::AuditLog log{data.path()};
  std::string whole, beside;
};

TEST_F(Audited, IsSoundAsItWasWritten) {
  EXPECT_EQ(wrong(), "");
  EXPECT_EQ(log.verify().head.count, 5);
  EXPECT_EQ(log.head().count, 5);
  EXPECT_EQ(log.head().hash, log.verify().head.hash);
  EXPECT_EQ(log.entries().size(), 5U);
}

TEST_F(Audited, CutAtAnyByteIsFound) {
  for (std::size_t size = 0; size < whole.size(); ++size) {
    put(whole.substr(0, size));
    EXPECT_NE(wrong(), "") << size;
  }
}

TEST_F(Audited, AnyByteChangedIsFound) {
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    put(changed);
    EXPECT_NE(wrong(), "") << at;
  }
}

TEST_F(Audited, ALineTakenOutDoubledOrMovedIsFound) {
  std::vector<std::string> lines;
  std::istringstream in(whole);
  for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string without, doubled;
    for (std::size_t j = 0; j < lines.size(); ++j) {
      if (j != i) without += lines[j];
      doubled += j == i ? lines[j] + lines[j] : lines[j];
    }
    put(without);
    EXPECT_NE(wrong(), "") << i;
    put(doubled);
    EXPECT_NE(wrong(), "") << i;
  }
  put(lines[1] + lines[0] + lines[2] + lines[3] + lines[4]);
  EXPECT_NE(wrong(), "");
  put(whole);
  std::filesystem::remove(data / "audit.jsonl.head");
  EXPECT_NE(wrong(), "") << "what stands beside it is gone";
}

TEST_F(Audited, GoesOnAfterACrashInTheMiddleOfALine) {
  put(whole + R"({"at":"2026-11)");
  EXPECT_NE(wrong(), "");
  log.append({json{{"at", "2026-11-25T12:00:00Z"}, {"what", "role.taken"}, {"by", "p-9"}}});
  EXPECT_EQ(wrong(), "");
  EXPECT_EQ(log.entries().back().at("torn_before"), 14);
}

TEST_F(Audited, OneForgedLineAtTheEndIsFound) {
  log.append({json{{"at", "2026-11-25T12:00:00Z"}, {"what", "role.taken"}, {"by", "p-9"}}});
  const std::string six = content_of(file);
  // In every way as the program writes it, and what stands beside it is left as it was.
  std::ofstream(data / "audit.jsonl.head", std::ios::trunc) << beside;
  put(six);
  EXPECT_NE(wrong(), "");
}

TEST_F(Audited, ALineWhoseWriterWasKilledIsOurs) {
  log.append({json{{"at", "2026-11-25T12:00:00Z"}, {"what", "role.taken"}, {"by", "p-9"}}});
  json before = json::parse(beside);
  before["next"] = log.head().hash;
  std::ofstream(data / "audit.jsonl.head", std::ios::trunc) << before.dump() << "\n";
  EXPECT_EQ(wrong(), "") << "it was announced, and is there";
  put(whole);
  EXPECT_EQ(wrong(), "") << "it was announced, and is not there yet";
  log.append({json{{"at", "2026-11-25T13:00:00Z"}, {"what", "role.given"}, {"by", "p-9"}}});
  EXPECT_EQ(wrong(), "");
}

// A folder that was mistyped must not be found in order.
TEST(AuditLog, OfAFolderWithoutOneIsNotSound) {
  TempDirectory data;
  app::Config config;
  config.organisation.data = data / "mistyped";
  std::ostringstream out;
  EXPECT_THROW(app::verify_audit(config, "", out), std::runtime_error);
  EXPECT_THROW(app::show_audit(config, out), std::runtime_error);
  EXPECT_EQ(out.str(), "");
}

// What a watcher goes by: whoever could write the file anew could take the database away.
TEST(AuditLog, ThatTheDatabaseCannotSpeakOfIsNotSaidToBeUntouched) {
  TempDirectory data;
  app::AuditLog(data.path()).append({json{{"what", "role.given"}}});
  app::Config config;
  config.organisation.data = data.path();
  std::ostringstream out;
  EXPECT_EQ(app::verify_audit(config, "", out), 1);
  EXPECT_HAS(out.str(), "by itself is sound");
}

TEST(WholeBotAudit, FindsThatFileAndHeadWereWrittenAnew) {
  TempDirectory data;
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.say("eivind", "", "rolle kari fasilitator hjemme-nord");
  bot.say("eivind", "", "rolle jonas ut hjemme-nord");
  app::Config config;
  config.organisation.data = data.path();
  std::ostringstream sound, forged;
  EXPECT_EQ(app::verify_audit(config, "", sound), 0) << sound.str();
  std::vector<json> acts = app::AuditLog(data.path()).entries();
  for (const char* name : {"audit.jsonl", "audit.jsonl.head"}) std::filesystem::remove(data / name);
  app::AuditLog anew(data.path());
  for (json& act : acts) {
    act["by"] = "p-somebody-else";
    anew.append({act});
  }
  EXPECT_EQ(anew.verify().wrong, "") << "by itself it is sound";
  EXPECT_EQ(app::verify_audit(config, "", forged), 1);
  EXPECT_HAS(forged.str(), "the database knows another line 2");
}

TEST(WholeBotAudit, OfTwoMachinesOnOneDatabaseEachHasItsOwn) {
  TempDirectory data;
  app::Config shared = municipality();
  shared.storage.standby = true;
  WholeBot bot(shared, "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.say("eivind", "", "rolle kari fasilitator hjemme-nord");
  bot.say("eivind", "", "rolle jonas ut hjemme-nord");
  bot.stop();
  {
    storage::Database database((data / "refleks.db").string());
    EXPECT_EQ(storage::meta(database, "audit.head"), "") << "the row of a service that is alone";
    storage::set_meta(database, "audit.head." + std::string(32, 'b'), "9 of-the-other-machine");
  }
  app::Config config;
  config.organisation.data = data.path();
  config.storage.standby = true;
  std::ostringstream sound, cut;
  EXPECT_EQ(app::verify_audit(config, "", sound), 0) << sound.str();
  for (const char* name : {"audit.jsonl", "audit.jsonl.head"}) std::filesystem::remove(data / name);
  app::AuditLog(data.path()).append({json{{"what", "role.given"}, {"by", "p-somebody-else"}}});
  EXPECT_EQ(app::verify_audit(config, "", cut), 1) << "of this machine's it knows the last line";
}

TEST_F(Audited, LinesWhoseWriterWasKilledAmongThemAreOurs) {
  std::vector<json> acts;
  for (int i = 0; i < 3; ++i)
    acts.push_back(
        {{"at", "2026-11-25T12:00:00Z"}, {"id", "a-" + std::to_string(i)}, {"what", "role.taken"}});
  log.append(acts);
  const std::string all = content_of(file);
  std::vector<std::string> next;
  for (const json& line : log.entries()) next.push_back(line.at("before"));
  next = {next.at(6), next.at(7), log.head().hash};
  json announced = json::parse(beside);
  announced["next"] = next;
  for (std::size_t size = whole.size(); size <= all.size(); ++size) {
    put(all.substr(0, size));
    std::ofstream(data / "audit.jsonl.head", std::ios::trunc) << announced.dump() << "\n";
    const bool between = size == whole.size() || all[size - 1] == '\n';
    EXPECT_EQ(wrong().empty(), between) << size;
    if (!between) continue;
    log.append(acts);
    EXPECT_EQ(wrong(), "") << size;
    EXPECT_EQ(log.entries().size(), 8U) << size;
  }
}

TEST_F(Audited, WritesNothingTwice) {
  const json act{{"at", "2026-11-25T12:00:00Z"}, {"id", "4711"}, {"what", "role.taken"}};
  log.append({act});
  log.append({act});
  EXPECT_EQ(log.entries().size(), 6U);
  EXPECT_EQ(wrong(), "");
}

TEST(WholeBotAudit, TellsWhoSetUpChangedAndEndedAGroup) {
  TempDirectory data;
  WholeBot bot{empty_house(), "2026-11-09T08:00:00Z", data / "refleks.db"};
  core::Reply reply = bot.say("eivind", "", "oppsett");
  for (const auto& values : {set_up_where, set_up_when, set_up_who})
    reply = bot.submit("eivind", *reply.form, values);
  bot.press("eivind", button(reply, "Start gruppa"));
  const std::string shows = "gruppe hjemmetjenesten-soer";
  const auto form = bot.press("marit-solheim", button(bot.say("marit-solheim", "", shows), "Hvem"));
  reply = bot.submit("marit-solheim", *form.form,
                     {{"facilitators", {"Marit, Kari Nes"}}, {"leaders", {""}}, {"members", {"Jonas Vik"}}});
  bot.press("marit-solheim", button(reply, "Ja, endre"));
  reply = bot.press("eivind", button(bot.say("eivind", "", shows), "Avslutt gruppa"));
  bot.press("eivind", button(reply, text("groups.end.yes")));
  std::map<std::string, int> acts;
  std::set<std::string> by;
  for (const json& act : app::AuditLog(data.path()).entries()) {
    ++acts[act.at("what")];
    by.insert(act.at("by"));
    EXPECT_EQ(act.at("group"), "hjemmetjenesten-soer") << act;
    if (act.at("what").get<std::string>().starts_with("role.")) EXPECT_TRUE(act.contains("about")) << act;
  }
  EXPECT_EQ(acts, (std::map<std::string, int>{
                      {"role.given", 7 + 1}, {"role.taken", 3}, {"group.changed", 2}, {"group.stopped", 1}}));
  ASSERT_EQ(by.size(), 2U) << "she who facilitates, and who coordinates";
  for (const std::string& name : by) EXPECT_TRUE(name.starts_with("p-")) << name;
}

TEST(WholeBotAudit, SaysWhoCameWithAChannelBy) {
  TempDirectory data;
  app::Config config = municipality();
  config.groups[0].of_channel = true;
  WholeBot bot{config, "2026-11-09T08:00:00Z", data / "refleks.db"};
  EXPECT_TRUE(bot.ask([](core::Context& context) {
    context.emit(core::ChannelWasRead{
        "sandbox",
        "hjemme-nord",
        {core::ChannelRead::How::whole, {{"ny-i-kanalen", "Ny", core::InChannel::Kind::person}}}});
  }));
  const auto acts = app::AuditLog(data.path()).entries();
  ASSERT_EQ(acts.size(), 1U);
  EXPECT_EQ(acts[0].at("what"), "role.given");
  EXPECT_EQ(acts[0].at("by"), "channel");
}

// An id is made of what the configuration calls somebody, and so is every hash of it.
TEST(WholeBotAudit, ToolsCallNobodyByWhatCanBeMadeOfTheirId) {
  TempDirectory data;
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.say("eivind", "", "rolle kari fasilitator hjemme-nord");
  app::Config config;
  config.organisation.data = data.path();
  const auto id_of = [&](const char* user) {
    return std::ranges::find(bot.config().people, user, &core::Person::user)->id;
  };
  const core::Instant now = at("2026-11-09T09:00:00Z");
  app::note_act_about(config, now, "person.exported", id_of("kari"));
  app::note_act_about(config, now, "page.handed_out", id_of("amina"));
  const auto acts = app::AuditLog(data.path()).entries();
  ASSERT_EQ(acts.size(), 3U);
  EXPECT_EQ(acts[1].at("about"), acts[0].at("about")) << "by her name in the log";
  EXPECT_FALSE(acts[2].contains("about")) << "who has none there is not told of: " << acts[2];
  const std::string text = content_of(data / "audit.jsonl");
  for (const char* user : {"kari", "amina"})
    EXPECT_EQ(text.find(storage::mark_of_id(id_of(user).text)), std::string::npos) << user;
}

TEST(WholeBotAudit, TellsOfRolesAndErasuresAndOfNobodyByName) {
  TempDirectory data;
  WholeBot bot(municipality(), "2026-11-09T08:00:00Z", data / "refleks.db");
  bot.say("eivind", "", "rolle kari fasilitator hjemme-nord");
  bot.say("eivind", "", "rolle jonas ut hjemme-nord");
  bot.say("kari", "hjemme-nord", "status");
  bot.say("berit", "", "saker hjemme-nord");
  const app::AuditLog log(data.path());
  const auto acts = log.entries();
  ASSERT_EQ(acts.size(), 2U);
  EXPECT_EQ(acts[0].at("what"), "role.given");
  EXPECT_EQ(acts[0].at("detail"), "facilitator");
  EXPECT_EQ(acts[0].at("group"), "hjemme-nord");
  EXPECT_EQ(acts[0].at("by"), acts[1].at("by"));
  EXPECT_NE(acts[0].at("about"), acts[1].at("about"));
  const core::Person kari = bot.config().people[1];
  ASSERT_EQ(kari.user, "kari");
  runtime::Batch batch;
  batch.errands.push_back({[&](core::Context& context) { bot.bot().erase(context, kari); }, [](bool) {}});
  bot.bot().engine().run(std::move(batch));
  EXPECT_EQ(log.entries().back().at("what"), "person.erased");
  EXPECT_EQ(log.entries().back().at("about"), acts[0].at("about"))
      << "the same, and nobody knows who any more";
  EXPECT_EQ(log.verify().wrong, "");
  const std::string text = content_of(data / "audit.jsonl");
  for (const std::string& trace : {std::string("Kari"), std::string("kari"), kari.id.text})
    EXPECT_EQ(text.find(trace), std::string::npos) << trace;
}

}  // namespace
