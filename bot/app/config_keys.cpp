#include <fmt/format.h>

#include <deque>

#include "bot/app/config.hpp"
#include "bot/app/moment_keys.hpp"
#include "bot/app/platforms.hpp"

namespace app {

namespace {

// clang-format off
constexpr KnownKey house_keys[] = {
    {"organisation.name", "the name people read", "required", R"("Fjordvik kommune")"},
    {"organisation.language", "language of people and groups that say nothing else: nb, nn or en", R"("nb")", R"("nb")"},
    {"organisation.time_zone", "time zone of groups that say nothing else", R"("Europe/Oslo")", R"("Europe/Oslo")"},
    {"organisation.most_a_week", "messages that nobody should get more of in a week: what can wait then waits for Monday; `refleks preview` counts, and names who would", "20", "20"},
    {"organisation.ceiling_a_week", "messages that nobody ever gets more of in a week, in private and in the channels of all their groups together, whatever they are: a last one says what else waits for Monday, in short. 10 to 200, and never fewer than `most_a_week`", "60", "60"},
    {"organisation.data", "folder of the database", "`$STATE_DIRECTORY`, else the folder that the service has left its record in, else `refleks-data` beside this file", R"("/var/lib/refleks")"},
    {"organisation.deviation_url", "where deviations are reported; shown when somebody describes one", "no link", R"("https://fjordvik.example/avvik")"},
    {"organisation.whistleblowing_url", "where one may blow the whistle", "no link", R"("https://fjordvik.example/varsling")"},

    {"storage.url", "a database on a server instead of a file: `postgresql://` or `service=` (docs/postgresql.md)", "the file `refleks.db` in the data folder", R"("service=refleks")"},
    {"storage.standby", "wait where another process serves the database of `storage.url`, and take over when it ends or falls silent, instead of refusing to start (docs/postgresql.md)", "false", "true"},

    {"handover.listen", "address and port on which this machine takes open boxes from the other while it waits, and calls while it serves (docs/postgresql.md); with `storage.standby` alone", "open anonymous polls are asked again at a planned change, and the machine that waits takes no calls", R"("10.0.0.11:9465")"},
    {"handover.peer", "the other machine's name and that port; its certificate must be made for that name", "required with handover.listen", R"("b.refleks.example:9465")"},
    {"handover.certificate_file", "certificate of this machine in PEM, for both ends of a connection", "required with handover.listen", R"("secrets/handover.pem")"},
    {"handover.key_file", "its key in PEM, without a password, readable for the service alone", "required with handover.listen", R"("secrets/handover.key")"},
    {"handover.ca_file", "certificate of the authority of your own that has signed both machines', and nothing else", "required with handover.listen", R"("secrets/handover-ca.pem")"},

    {"ballot_box.mode", R"(where anonymous answers lie while a poll is open: "memory" (a file system in RAM) or "disk" (sealed, survives a power cut, a weaker promise))", R"("memory")", R"("memory")"},
    {"ballot_box.directory", "folder of the box", "memory: `$RUNTIME_DIRECTORY/box`, else `/dev/shm/refleks-<user number>`; disk: `box` in the data folder", R"("/run/refleks/box")"},
    {"ballot_box.key_directory", "folder of the keys that seal the box; must lie outside the data folder, the box and every backup", "required for disk, not read for memory", R"("/var/lib/refleks-keys")"},

    {"log.level", "debug, info, warning, error or off", R"("info")", R"("info")"},
    {"log.file", "file of the log, relative to the data folder; SIGHUP opens it anew", "standard error", R"("/var/log/refleks/refleks.log")"},
    {"log.format", "text, or json: an object a line", R"("text")", R"("text")"},

    {"health.listen", "address and port on which health and figures are told to whoever asks: /live, /ready, /owner, /metrics", "nobody is told", R"("127.0.0.1:9464")"},

    {"quiet_hours.from", "from this local time nobody is written to", R"("20:00")", R"("20:00")"},
    {"quiet_hours.to", "from this local time people are written to again; the same as from: no quiet hours by the clock", R"("07:00")", R"("07:00")"},
    {"quiet_hours.weekends", "Saturdays and Sundays are quiet", "true", "true"},
    {"quiet_hours.holidays", "Norwegian public holidays are quiet", "true", "true"},

    {"sandbox.enabled", "serve the small chat that is built in, for trying things out: whoever opens it can be anybody", "false", "true"},
    {"sandbox.name", "name of its workspace", R"("sandbox")", R"("sandbox")"},
    {"sandbox.listen", "address and port of its page", R"("127.0.0.1:8089")", R"("127.0.0.1:8089")"},
    {"sandbox.movable_clock", "the clock can be moved forward from the page", "false", "true"},
    {"sandbox.start", "local time at which the movable clock starts", "now", "2026-11-09T08:00:00"},

    {"server.listen", "address and port on which browsers and chats reach us, behind a proxy that speaks https, or with a certificate of our own", R"("127.0.0.1:8090")", R"("127.0.0.1:8090")"},
    {"server.header_kb", "largest header of a call, 8 to 64 kB; a proxy with much to say needs more", "8", "32"},
    {"server.connections", "how many may be open at once, 32 to 8192; half of them from one address, or one network of IPv6. Each is a descriptor", "256", "1024"},
    {"server.trusted_proxies", "addresses of proxies that are believed when they say who calls", R"(["127.0.0.1", "::1"])", R"(["10.0.0.5"])"},
    {"server.visitor_header", "the header in which they say it: `X-Forwarded-For`, or `Forwarded` (RFC 7239)", R"("X-Forwarded-For")", R"("Forwarded")"},
    {"server.certificate_file", "certificate in PEM, with those between it and a root behind it: we speak https ourselves; new files are taken by themselves", "plain HTTP, for a proxy", R"("/var/lib/refleks/tls/certificate.pem")"},
    {"server.key_file", "its key in PEM, without a password, readable for the service alone", "plain HTTP, for a proxy", R"("/var/lib/refleks/tls/key.pem")"},
    {"server.public_url", "the address under which they do: a host name of its own, without a path", "nobody can call us", R"("https://refleks.fjordvik.example")"},

    {"net.proxy", "the proxy through which chats are reached, in plain HTTP; `\"none\"`: directly, whatever the environment says", "the environment's `https_proxy`, `http_proxy` and `all_proxy`", R"("http://proxy.fjordvik.example:3128")"},
    {"net.no_proxy", "what is reached without it: names with all below them, addresses, networks, each perhaps with a port", "with net.proxy nothing, else the environment's `no_proxy`", R"([".fjordvik.example", "10.0.0.0/8"])"},
    {"net.proxy_user", "the name that it asks for", "it asks for none", R"("refleks")"},
    {"net.proxy_password_file", "file with the password that it asks for", "it asks for none", R"("secrets/proxy")"},
    {"net.proxy_password_env", "variable of the environment with it", "see above", R"("PROXY_PASSWORD")"},

    {"pages.enabled", "serve pages on which people answer without a chat account", "false", "true"},
    {"pages.name", "the workspace of people who have no chat account", R"("pages")", R"("pages")"},

    {"sign_in.issuer", "where leaders and coordinators sign in (OpenID Connect), as the provider writes its own name; one organisation's", "nobody signs in: links alone", R"("https://login.microsoftonline.com/11111111-aaaa-bbbb-cccc-222222222222/v2.0")"},
    {"sign_in.client_id", "the id that the provider has given Refleks", "required with an issuer", R"("aabbccdd-2222-3333-4444-5555eeeeffff")"},
    {"sign_in.client_secret_file", "file with the secret that it has given", "none: PKCE alone, for providers that take that", R"("secrets/sign-in")"},
    {"sign_in.client_secret_env", "variable of the environment with it", "see above", R"("SIGN_IN_SECRET")"},
    {"sign_in.people_by", R"(how a person is known: "email", an address that the provider has confirmed and people.*.email says; or "user", what people.*.user says)", R"("email")", R"("user")"},
    {"sign_in.claim", R"(with "user": what in the provider's token says the user; Entra's object id is "oid")", R"("sub")", R"("oid")"},
    {"sign_in.workspace", R"(with "user": the chat whose people they are)", R"(required with "user")", R"("teams")"},
    {"sign_in.allow_private", "the provider has an address in a network of your own", "false", "true"},

    {"packs.directory", "folder of your own programme packs (*.toml); one with the name of a built-in pack takes its place", "no packs of your own", R"("packs")"},
    {"packs.open_evaluation", "programmes whose check-out is answered by name, so that all its numbers are told, to the leader too; who is asked reads so before", "none: every check-out is anonymous", R"(["dialogkafe"])"},

    {"backup.directory", "folder for nightly copies, relative to the data folder; put it where your backup fetches it", "no copies", R"("backup")"},
    {"backup.keep_days", "days that copies are kept, 1 to 30", "14", "14"},

    {"disclosure.k_group", "from so many answers the group sees a result, 4 to 10", "4", "4"},
    {"disclosure.k_leader", "from so many answers a leader sees a result: 4, with the group; or 8 to 20 (5 means 4; 6 and 7 mean 8)", "4", "8"},

    {"questions.purpose", "a new group is asked by itself what it is for, and once more after two sessions; `/refleks formål` works all the same", "true", "false"},
    {"questions.period", "everybody is asked thirteen questions when a period is over, and after 150 days how useful it was", "true", "false"},
    {"questions.facilitators", "the facilitators' network is asked twenty-eight questions in each half-year in which a period ends", "true", "false"},

    {"retention.results_months", "months that results of polls are kept, 1 to 24", "12", "12"},
    {"retention.texts_months", "months that texts from polls are kept, 1 to 12", "3", "3"},
    {"retention.ideas_months", "months that topic ideas are kept, 1 to 12", "6", "6"},
    {"retention.sessions_months", "months that sessions are kept, with topic and attendance, 12 to 36", "24", "24"},
    {"retention.open_matters_months", "months that a matter is kept that waits for an answer, from the last thing that happened, 12 to 36", "24", "24"},
    {"retention.people_months", "months that somebody is kept who has left the configuration, or every group where they were made in chat, 1 to 24", "12", "12"},

    {"people.*.name", "the name others read", "required", R"("Kari Nes")"},
    {"people.*.language", "language the person reads: nb, nn or en", "the organisation's", R"("nn")"},
    {"people.*.coordinator", "keeps an eye on all groups and may do what a facilitator may", "false", "true"},
    {"people.*.email", "where a person on pages is told by e-mail that there is something to read", "what a list has given", R"("kari.nes@fjordvik.example")"},
    {"people.*.workspace", "the chat in which the person is reached", "the only one that is switched on", R"("sandbox")"},
    {"people.*.user", "the person's id in that chat", "the person's key", R"("kari")"},

    {"groups.*.name", "the name people say", "required", R"("Hjemmetjenesten nord")"},
    {"groups.*.language", "language of what is posted to all: nb, nn or en", "the organisation's", R"("nb")"},
    {"groups.*.time_zone", "time zone of its sessions and quiet hours", "the organisation's", R"("Europe/Oslo")"},
    {"groups.*.workspace", "the chat in which the group meets", "the only one that is switched on", R"("sandbox")"},
    {"groups.*.channel", "id of the group's channel", "required", R"("hjemme-nord")"},
    {"groups.*.sheet", "number on the group's printed sheet and in its shared link, through which anybody who has it can answer; a new number makes the old ones worthless, 0 switches them off", "1 where the chat can only be posted to, else 0", "1"},
    {"groups.*.programme", "name of a programme pack", "none: topics are chosen freely", R"("palliasjon")"},
    {"groups.*.cadence", "the rhythm of its sessions in local time, in English or Norwegian; of the 24 hours: `4-5` is at night, unlike in chat", "none: sessions are planned by `/refleks plan`", R"("every second Tuesday 13:00-14:30")"},
    {"groups.*.first", "the first session is on this day or the first fitting one after it", "required with a cadence", "2026-11-24"},
    {"groups.*.last", "no session after this day", "no end", "2027-06-30"},
    {"groups.*.place", "the room in which it meets, said in invitation, reminder and calendar", "none is said", R"("Møterom 2, 3. etasje")"},
    {"groups.*.link", "address of the meeting for who takes part from a screen", "none is said", R"("https://meet.example/hjemme-nord")"},
    {"groups.*.attendance", "`voluntary`, or `expected`: who cannot come is asked to say so", "voluntary", R"("expected")"},
    {"groups.*.facilitators", "who leads the conversation, one or two; they answer as members", "nobody", R"(["marit"])"},
    {"groups.*.leaders", "who follows up what the group lifts; they do not answer", "nobody", R"(["berit"])"},
    {"groups.*.leaders_above", "the next level: leaders too, whom a matter reaches when the others have not answered in four weeks", "nobody: it reaches the coordinators", R"(["eivind"])"},
    {"groups.*.wishes_to", "which of the leaders wishes for courses and visits go to", "all of them", R"("berit")"},
    {"groups.*.participants", "everybody else in the group", "nobody", R"(["kari", "amina"])"},
    {"groups.*.members", "`list`: those named here; `channel`: besides them whoever is in the group's channel, where the chat tells", "list", R"("channel")"},
    {"groups.*.leaders_take_part", "its leaders, but those above, come to the sessions: the group is told so, and they answer nothing", "false", "true"},
    {"groups.*.facilitators_alternate", "its two facilitators have main responsibility in turn, session by session", "false", "true"},
    {"groups.*.periods.*.from", "first day of this person's membership; the name is the person's key", "from the beginning", "2026-09-01"},
    {"groups.*.periods.*.to", "last day of it", "no end", "2026-12-18"},
    {"groups.*.shifts.*.at_work", "who is at work on this day, of the members: they take part; the name is the day, 2026-12-01", "everybody", R"(["kari"])"},

    {"groups.*.quiet_hours.from", "as quiet_hours.from, for this group", "the organisation's", R"("21:00")"},
    {"groups.*.quiet_hours.to", "as quiet_hours.to, for this group", "the organisation's", R"("06:30")"},
    {"groups.*.quiet_hours.weekends", "as quiet_hours.weekends, for this group", "the organisation's", "false"},
    {"groups.*.quiet_hours.holidays", "as quiet_hours.holidays, for this group", "the organisation's", "true"},
};
// clang-format on

std::vector<KnownKey> with_platforms() {
  static std::deque<std::string> texts;  // that keys look at
  std::vector<KnownKey> all(std::begin(house_keys), std::end(house_keys));
  add_moments(all, texts, "groups.*.timeline.", "the programme's, else ");
  for (const auto& platform : make_platforms())
    for (KnownKey key : platform->keys()) {
      key.path = texts.emplace_back(fmt::format("{}.*.{}", platform->kind(), key.path));
      all.push_back(key);
    }
  return all;
}

}  // namespace

std::span<const KnownKey> config_keys() {
  static const std::vector<KnownKey> all = with_platforms();
  return all;
}

}  // namespace app
