// The app package, and what the doctor finds.

#include <gmock/gmock.h>
#include <zip.h>

#include <fstream>

#include "adapters/teams/doctor.hpp"
#include "adapters/teams/manifest.hpp"
#include "adapters/teams/references.hpp"
#include "tests/adapters/teams/world.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/notebook.hpp"

namespace teams_test {
namespace {

teams::PackageOptions package() {
  const std::string folder = std::string(REFLEKS_SOURCE_DIR) + "/adapters/teams/package/";
  teams::PackageOptions options;
  options.app_id = app_id;
  options.developer = "Kommunen";
  options.website = "https://bot.kommune.example";
  options.privacy_page = "https://bot.kommune.example/personvern";
  options.terms_page = "https://bot.kommune.example/vilkar";
  options.short_name = core::Localized("Refleks");
  options.name = core::Localized("Refleksjonsgrupper i omsorg");
  options.short_description = {"Påminnelser og avstemninger", "Påminningar og avrøystingar",
                               "Reminders and polls"};
  options.description = core::Localized("Boten minner om samlinger og samler anonyme temaforslag.");
  options.domains = {"bot.kommune.example"};
  options.personal = {
      {{"idé", "idé", "idea"}, {"Foreslå et tema", "Foreslå eit tema", "Suggest a topic"}},
      {{"hjelp", "hjelp", "help"}, {"Vis hva jeg kan", "Vis kva eg kan", "Show what I can do"}}};
  options.team = {{{"status", "status", "status"}, {"Neste samling", "Neste samling", "Next session"}}};
  options.color_icon = support::content_of(folder + "color.png");
  options.outline_icon = support::content_of(folder + "outline.png");
  return options;
}

std::map<std::string, std::string> unpacked(const std::filesystem::path& file) {
  std::map<std::string, std::string> parts;
  int problem = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY, &problem);
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    zip_stat_t stat;
    zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &stat);
    std::string bytes(stat.size, '\0');
    zip_file_t* part = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
    zip_fread(part, bytes.data(), stat.size);
    zip_fclose(part);
    parts[stat.name] = bytes;
  }
  zip_close(archive);
  return parts;
}

TEST(TeamsPackage, HoldsWhatTeamsWants) {
  Folder folder;
  teams::write_package(package(), folder.path() / "refleks.zip");
  auto parts = unpacked(folder.path() / "refleks.zip");
  ASSERT_EQ(parts.size(), 5u);
  compare_payload(Json::parse(parts["manifest.json"]), "manifest");
  const Json english = Json::parse(parts["en.json"]);
  EXPECT_EQ(english["description.short"], "Reminders and polls");
  EXPECT_EQ(english["bots[0].commandLists[0].commands[0].title"], "idea");
  EXPECT_EQ(Json::parse(parts["nn.json"])["bots[0].commandLists[0].commands[1].description"],
            "Vis kva eg kan");
  EXPECT_TRUE(parts["color.png"].starts_with("\x89PNG"));
  teams::write_package(package(), folder.path() / "again.zip");
  EXPECT_EQ(support::content_of(folder.path() / "refleks.zip"),
            support::content_of(folder.path() / "again.zip"));
}

TEST(TeamsPackage, SaysEverythingThatIsWrong) {
  const std::vector<std::pair<std::function<void(teams::PackageOptions&)>, std::string>> mistakes = {
      {[](auto& o) { o.app_id = "refleks"; }, "app_id"},
      {[](auto& o) { o.id = "x"; }, "id must be"},
      {[](auto& o) { o.website = "http://kommune.example"; }, "website"},
      {[](auto& o) { o.privacy_page = ""; }, "privacy_page"},
      {[](auto& o) { o.short_name = core::Localized(std::string(31, 'x')); }, "short_name"},
      {[](auto& o) { o.short_description = core::Localized(std::string(81, 'x')); }, "short_description"},
      {[](auto& o) {
         o.description = {"a", "", "c"};
       },
       "description (nn)"},
      {[](auto& o) { o.accent = "blue"; }, "accent"},
      {[](auto& o) { o.domains = {"https://kommune.example"}; }, "domain"},
      {[](auto& o) { o.personal.resize(11, o.personal[0]); }, "ten commands"},
      {[](auto& o) { o.team[0].verb = core::Localized(std::string(33, 'x')); }, "a command"},
      {[](auto& o) { o.team[0].description = core::Localized(std::string(129, 'x')); },
       "the description of status"},
      {[](auto& o) { o.color_icon = o.outline_icon; }, "192x192"},
      {[](auto& o) { o.outline_icon = "GIF89a"; }, "32x32"},
  };
  for (const auto& [make, words] : mistakes) {
    teams::PackageOptions options = package();
    make(options);
    try {
      teams::manifest_json(options);
      FAIL() << words;
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
    }
  }
  teams::PackageOptions options = package();
  EXPECT_THROW(teams::write_package(options, "/nonexistent/folder/x.zip"), std::runtime_error);
}

std::string bad_ones(World& world, const std::vector<runtime::Note>& notes = {}) {
  net::Timing timing;
  timing.now = [&world] { return world.ticks; };
  std::string all;
  for (const auto& finding : world.run(teams::examine(world.options, notes, world.clock, timing))) {
    if (finding.kind != runtime::Finding::Kind::good) {
      EXPECT_NE(finding.why, "") << finding.what;
    }
    if (finding.kind == runtime::Finding::Kind::bad) {
      EXPECT_NE(finding.todo, "") << finding.what;
      all += finding.what + "\n";
    }
    EXPECT_EQ((finding.what + finding.why + finding.todo).find("very-secret"), std::string::npos);
  }
  return all;
}

TEST(TeamsDoctor, FindsNothingWrongWhereNothingIs) {
  World world;
  EXPECT_EQ(bad_ones(world), "");
}

TEST(TeamsDoctor, FindsWhatIsWrong) {
  const auto expect = [](World& world, const std::string& words) {
    const std::string found = bad_ones(world);
    EXPECT_NE(found.find(words), std::string::npos) << found;
  };
  World keys;
  keys.metadata_down = true;
  expect(keys, "key directory");
  World unendorsed;
  unendorsed.published = Json::array({unendorsed.signer.jwk(Json::array({"webchat"}))});
  expect(unendorsed, "no key for Teams");
  World refused;
  refused.token_status = 401;
  expect(refused, "Entra refuses");
  World unreachable([](teams::Options& options) {
    options.token_url = "http://127.0.0.1:1/";
    options.service_url = "http://127.0.0.1:1/";
  });
  expect(unreachable, "Entra cannot be reached");
  expect(unreachable, "the Teams service cannot be reached");
  World elsewhere([](teams::Options& options) { options.service_url = "https://elsewhere.example/"; });
  expect(elsewhere, "service_url");
  World late;
  late.date = "Tue, 24 Nov 2026 11:54:00 GMT";
  expect(late, "360 s apart");
  World test_path([](teams::Options& options) {
    options.entra = teams::EntraTest{"https://login.example/metadata", {"x"}};
  });
  expect(test_path, "test path");
}

// kari and ola are the people of the world's own options.
TEST(TeamsDoctor, AsksForChannelsAndPeople) {
  const auto found = [](const std::vector<Json>& pages, std::deque<Scripted> script,
                        const std::string& heard_of) {
    World world([](teams::Options& options) { options.channels = {"19:room@thread.tacv2"}; });
    world.roster = pages;
    world.script = std::move(script);
    std::vector<runtime::Note> notes;
    if (!heard_of.empty())
      notes.push_back({"person/" + heard_of, R"({"user":"29:x","conversation":"a:x"})", heard_of});
    return bad_ones(world, notes);
  };
  const auto member = [](const std::string& object) { return Json{{"id", "29:x"}, {"aadObjectId", object}}; };
  const Json both{{"members", {member(kari), member(ola)}}}, one{{"members", {member(kari)}}};
  EXPECT_EQ(found({both}, {}, ""), "");
  EXPECT_THAT(found({one}, {}, ""),
              testing::HasSubstr("Teams does not show these people to the bot: " + ola + "\n"));
  EXPECT_EQ(found({one}, {}, ola), "");
  const Scripted reached{401};  // of the service, which is asked first without a token
  EXPECT_THAT(found({one}, {reached, {403}}, ""),
              testing::HasSubstr("the bot is not in these channels: 19:room@thread.tacv2"));
  EXPECT_THAT(found({one}, {reached, {404}}, ""), testing::HasSubstr("the bot is not in these channels"));
  EXPECT_EQ(found({one}, {reached, {502}}, ""), "");
}

const auto everybody = [](const std::string&) { return true; };

TEST(TeamsReferences, OfWhoeverIsErasedNothingIsRemembered) {
  teams::References references(everybody);
  references.put("object-of-kari", {"29:kari-in-teams", "a:chat-with-kari", "https://service/"});
  references.put("object-of-ola", {"29:ola-in-teams", "a:chat-with-ola", "https://service/"});
  runtime::Gone gone;
  gone.who = [](const std::string& object) { return object == "object-of-kari"; };
  references.forget(gone);
  EXPECT_EQ(references.person("object-of-kari"), nullptr);
  EXPECT_NE(references.person("object-of-ola"), nullptr);
}

TEST(TeamsReferences, AChatThatWasFoundGoneStaysGoneAfterSealedEvents) {
  teams::References references(everybody);
  references.put("kari", {"29:kari", "a:gone", "https://smba.example"});
  references.put_sealed("kari", {"29:kari", "", "https://other.example"});
  references.forget_conversation("a:gone");
  ASSERT_EQ(references.person("kari")->conversation, "");
  references.let_go("kari");
  EXPECT_EQ(*references.person("kari"), (teams::PersonRef{"29:kari", "", "https://other.example"}));
}

TEST(TeamsReferences, AFailureIsTriedAgainWithTheNextSave) {
  support::FakeNotebook book;
  teams::References references(everybody);
  references.open(book, "/nowhere");
  references.put("a", {"29:a", "a:1", "https://s"});
  book.refuses = true;
  references.save();
  book.refuses = false;
  references.save();
  support::FakeNotebook next = book.again();
  teams::References again(everybody);
  again.open(next, "/nowhere");
  ASSERT_TRUE(again.person("a"));
  EXPECT_EQ(again.person("a")->conversation, "a:1");
  EXPECT_EQ(again.any_service(), "https://s");
}

TEST(TeamsReferences, LeaveOutWhatCannotBeRead) {
  support::FakeNotebook book;
  book.before = {{"person/a", "{", "a"},
                 {"person/b", R"({"user":"29:b"})", "b"},
                 {"room/c", "[]", ""},
                 {"service", "7", ""}};
  teams::References references(everybody);
  references.open(book, "/nowhere");
  EXPECT_FALSE(references.person("a"));
  ASSERT_TRUE(references.person("b"));
  EXPECT_EQ(references.person("b")->user, "29:b");
}

// Before there were notebooks.
TEST(TeamsReferences, TakeOverTheFileOfAFormerVersion) {
  Folder folder;
  const auto file = folder.path() / "teams-x.json";
  const char* former =
      R"({"people":{"kari":{"user":"29:a","conversation":"a:1","service":"https://s"},"x":{"user":"29:x"}},)"
      R"("rooms":{"19:r":{"service":"https://s","group_chat":true}},"service":"https://s"})";
  std::ofstream(file) << former;
  runtime::Gone gone;
  gone.who = [](const std::string& object) { return object == "x"; };
  teams::forget_in_former(file, gone);
  support::FakeNotebook book;
  book.refuses = true;
  teams::References references(everybody);
  references.open(book, file);
  EXPECT_TRUE(std::filesystem::exists(file)) << "not before it is kept";
  book.refuses = false;
  teams::References second(everybody);
  second.open(book, file);
  EXPECT_FALSE(std::filesystem::exists(file));
  support::FakeNotebook next = book.again();
  teams::References again(everybody);
  again.open(next, file);
  ASSERT_TRUE(again.person("kari"));
  EXPECT_EQ(again.person("kari")->conversation, "a:1");
  EXPECT_FALSE(again.person("x"));
  ASSERT_TRUE(again.room("19:r"));
  EXPECT_TRUE(again.room("19:r")->group_chat);
}

TEST(TeamsReferences, LeaveAFormerFileAloneThatCannotBeRead) {
  Folder folder;
  const auto file = folder.path() / "teams-x.json";
  for (const char* content : {"{", "[]", "{\"people\":7}", "", R"({"people":{"a":{"user":7}},"rooms":{}})"}) {
    std::ofstream(file) << content;
    support::FakeNotebook book;
    teams::References references(everybody);
    references.open(book, file);
    EXPECT_TRUE(std::filesystem::exists(file)) << content;
    references.put("a", {"29:a", "a:1", "https://s"});
    references.save();
    EXPECT_TRUE(book.now.contains("person/a")) << content;
  }
}

}  // namespace
}  // namespace teams_test
