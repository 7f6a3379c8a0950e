// The Norwegian templates with the settings of an installation.

#include "bot/app/dpia.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <vector>

#include "tests/support/store_fixture.hpp"

namespace app {
namespace {

using testing::HasSubstr;
using testing::Not;

const char* const one_town = R"(
[organisation]
name = "Fjordvik & omegn kommune"
data = "/var/lib/refleks"
deviation_url = "https://fjordvik.example/avvik"
[retention]
results_months = 9
texts_months = 2
ideas_months = 5
[disclosure]
k_group = 5
[backup]
directory = "backup"
keep_days = 11
[mattermost.kommunen]
url = "https://chat.fjordvik.example"
bot_token_env = "TOKEN"
[people.marit]
name = "Marit Solheim"
[groups.nord]
name = "Nord"
channel = "abcdefghijklmnopqrstuvwxyz"
programme = "palliasjon"
facilitators = ["marit"]
)";
constexpr const char* token = "secretsecretsecretsecret12";

Config town(const std::string& more = {}) {
  return parse_config(one_town + more, "/etc/refleks/refleks.toml", [](const std::string& name) {
    return name == "TOKEN" ? std::optional<std::string>(token) : std::nullopt;
  });
}

std::string all_of(const Config& config) {
  std::string all;
  for (const auto& [name, text] : filled_templates(config)) all += text;
  return all;
}

TEST(Dpia, HoldsWhatIsSetHere) {
  const auto filled = filled_templates(town());
  EXPECT_EQ(filled.size(), 8U);
  const std::string record = filled.at("behandlingsprotokoll.md");
  EXPECT_THAT(record, HasSubstr("**Fjordvik & omegn kommune** er behandlingsansvarlig"));
  EXPECT_THAT(record, HasSubstr("| 9 måneder | 1 til 24 |"));
  EXPECT_THAT(record, HasSubstr("| tekster fra avstemninger | 2 måneder"));
  EXPECT_THAT(record, HasSubstr("Mattermost"));
  EXPECT_THAT(record, HasSubstr("færre enn 5 svar gir ikke noe resultat"));
  EXPECT_THAT(record, HasSubstr("hvilken leder som følger den opp | ja, og det står i kanalen |"));
  EXPECT_THAT(record, HasSubstr("i `/var/lib/refleks/backup` | 11 dager"));
  EXPECT_THAT(filled.at("informasjon-til-ansatte.md"), HasSubstr("Har færre enn 5 svart"));
  EXPECT_THAT(filled.at("informasjon-til-ansatte.md"), HasSubstr("(20.00 til 07.00)"));
  EXPECT_THAT(filled.at("informasjon-til-ansatte.md"), HasSubstr("avvik: https://fjordvik.example/avvik"));
  EXPECT_THAT(filled.at("undersokelsesregister.md"), HasSubstr("`palliasjon`"));
  EXPECT_THAT(filled.at("personvernkonsekvenser.md"), HasSubstr("Anonyme svar ligger i minnet"));
}

TEST(Dpia, NamesWhereMessagesGoAsPeopleKnowIt) {
  const Config config =
      parse_config(R"(
[organisation]
name = "Fjordvik kommune"
[pages]
enabled = true
[server]
public_url = "https://refleks.fjordvik.example"
[mail.post]
host = "relay.fjordvik.example"
from = "refleks@fjordvik.example"
)",
                   "/etc/refleks/refleks.toml", [](const std::string&) { return std::nullopt; });
  EXPECT_THAT(all_of(config), HasSubstr("chatten som er koblet til: e-post, egne sider i nettleseren"));
}

TEST(Dpia, NamesWhoElseHoldsSomethingWhereItIsSetUp) {
  const std::string file = all_of(town());
  EXPECT_THAT(file, HasSubstr("databasen i `/var/lib/refleks`"));
  EXPECT_THAT(file, HasSubstr("sletting med overskriving"));
  EXPECT_THAT(file, Not(HasSubstr("PostgreSQL")));
  EXPECT_THAT(file, Not(HasSubstr("innloggingen")));
  const std::string server = all_of(parse_config(
      R"(
[organisation]
name = "Fjordvik kommune"
data = "/var/lib/refleks"
[storage]
url = "postgresql://refleks@db.fjordvik.example/refleks"
[pages]
enabled = true
[server]
public_url = "https://refleks.fjordvik.example"
[sign_in]
issuer = "https://login.fjordvik.example"
client_id = "refleks"
people_by = "email"
)",
      "/etc/refleks/refleks.toml", [](const std::string&) { return std::nullopt; }));
  EXPECT_THAT(server, HasSubstr("| den som drifter PostgreSQL-serveren: **[navn]** | databasen"));
  EXPECT_THAT(server, HasSubstr("| den som leverer innloggingen: **[navn]** | at en leder"));
  EXPECT_THAT(server, Not(HasSubstr("atabasen i `/var/lib/refleks`")));
  EXPECT_THAT(server, Not(HasSubstr("med overskriving"))) << "rows stay in the server's files";
}

// A municipality signs it: two rows about the same would say two things of it.
TEST(Dpia, TellsOfEachThingOnce) {
  std::istringstream record(filled_templates(town()).at("behandlingsprotokoll.md"));
  std::vector<std::string> rows;
  bool within = false;
  for (std::string line; std::getline(record, line);) {
    if (line.starts_with("## ")) within = line == "## Hvilke opplysninger";
    if (within && line.starts_with("| ")) rows.push_back(line.substr(0, line.find(" |", 1)));
  }
  ASSERT_GT(rows.size(), 20U);
  EXPECT_EQ(rows.front(), "| hva");
  rows.erase(rows.begin());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows.size(); ++j)
      EXPECT_FALSE(i != j && rows[i].starts_with(rows[j])) << rows[i] << "\n" << rows[j];
}

TEST(Dpia, SaysFromHowManyAnswersALeaderReadsAsTheRuleHasIt) {
  Config config = town();
  const auto staff = [&] { return filled_templates(config).at("informasjon-til-ansatte.md"); };
  EXPECT_THAT(staff(), HasSubstr("når minst 5 har svart")) << "with the group, whose threshold was raised";
  config.disclosure.k_leader = 6;
  EXPECT_THAT(staff(), HasSubstr("når minst 8 har svart")) << "6 and 7 mean 8";
  config.disclosure.k_leader = 12;
  EXPECT_THAT(staff(), HasSubstr("når minst 12 har svart"));
  EXPECT_THAT(staff(), HasSubstr("tekster\n  når bare 5 kan svare"));
  config.disclosure.k_group = 6;
  EXPECT_THAT(staff(), HasSubstr("tekster\n  når bare 6 kan svare"));
}

TEST(Dpia, HoldsNoSecretNoNameAndNoPlaceThatWasLeftOpen) {
  const std::string all = all_of(town());
  EXPECT_THAT(all, Not(HasSubstr(token)));
  EXPECT_THAT(all, Not(HasSubstr("Marit")));
  const std::string without_readme = [&] {
    std::string text;
    for (const auto& [name, words] : filled_templates(town()))
      if (name != "README.md") text += words;
    return text;
  }();
  EXPECT_THAT(without_readme, Not(HasSubstr("{{"))) << "no tag is left";
}

TEST(Dpia, SaysItWhereTheBoxIsOnDisk) {
  const std::string all =
      all_of(town("[ballot_box]\nmode = \"disk\"\nkey_directory = \"/var/lib/refleks-keys\"\n"));
  EXPECT_THAT(all, HasSubstr("kryptert på serverens disk"));
  EXPECT_THAT(all, Not(HasSubstr("svarene kommer aldri til disk")));
}

TEST(Dpia, OverwritesNothing) {
  support::TempDirectory folder;
  std::ostringstream out;
  write_templates(town(), folder.path() / "a", out);
  EXPECT_THAT(out.str(), HasSubstr("behandlingsprotokoll.md"));
  std::ofstream(folder.path() / "a" / "normen.md") << "mine";
  EXPECT_THROW(write_templates(town(), folder.path() / "a", out), std::runtime_error);
  std::filesystem::create_directory(folder.path() / "b");
  std::ofstream(folder.path() / "b" / "normen.md") << "mine";
  EXPECT_THROW(write_templates(town(), folder.path() / "b", out), std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "b" / "README.md"));
}

}  // namespace
}  // namespace app
