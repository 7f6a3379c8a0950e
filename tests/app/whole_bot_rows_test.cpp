// Every button and every form of the product, found by what the bot shows and held to its tables: pressed and
// sent by whoever may not, and with the ids of another group. Nothing happens.

#include <soci/sqlite3/soci-sqlite3.h>

#include <deque>
#include <set>

#include "bot/app/load_packs.hpp"
#include "bot/core/events.hpp"
#include "tests/support/whole_bot.hpp"

namespace {

using namespace support;
using namespace sqlite_api;  // where SOCI puts it
using features::EventRow;
using features::Right;

// One thing somebody was shown: a button, or a form with its state.
struct Shown {
  EventRow::Kind kind;
  std::string name, value, viewer;
  core::Form form{};  // of a submit
};

struct Place {
  std::size_t group;
  std::string channel, facilitator, participant, leader = "berit";
};

app::Config both_meet() {
  app::Config config = with_sessions(municipality(), "2026-11-24");
  config.groups[1].cadence = config.groups[0].cadence;
  config.programmes = app::load_packs({});
  for (core::Group& group : config.groups) group.programme = "etikk";  // with methods and cases
  config.groups[0].sheet = config.groups[1].sheet = 1;
  for (core::Group& group : config.groups)  // two, who share what there is to do
    for (core::Member& member : group.members)
      if (member.person.text == core::id_from_name("person lien") ||
          member.person.text == core::id_from_name("person bodil"))
        member.role = core::Role::facilitator;
  config.sandbox.enabled = true;  // new people get accounts
  return config;
}

// So that the calendar has an address.
core::Platforms with_pages() {
  core::Platforms platforms;
  platforms.calendar = [](const core::PersonId&, const std::string& serial) {
    return "https://refleks.test/" + serial;
  };
  platforms.page =
      platforms.overview = [](const core::PersonId& person) { return "https://refleks.test/" + person.text; };
  return platforms;
}

std::vector<std::string> parts_of(const std::string& value) {
  std::vector<std::string> parts{""};
  for (const char c : value)
    if (c == '|')
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

// The network takes people into a group of its own, and some come at the end of a period, on a second page,
// with many questions or while ideas are voted for: the features' own tests play them.
bool played_elsewhere(std::string_view name) {
  return name.starts_with("network/") || name.find("cofacilitators/") != name.npos ||
         name == "practices/page" || name == "ideas/hide_now" || name == "ideas/spare" ||
         name.starts_with("box/polls/page") || name == "box/polls/still";  // a page asks it
}

class Rows : public ::testing::Test {
 protected:
  // Everything that lasts: each row of the database, and each byte of the boxes.
  std::string state() const {
    std::string whole = tables();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(bot.box.path()))
      if (entry.is_regular_file()) whole += entry.path().string() + content_of(entry.path());
    return whole;
  }
  // Every cell of every table, one after the other. SQLite tells whether anybody has written since it was
  // asked last (data_version): what nobody has touched is not read again.
  const std::string& tables() const {
    if (!db_) sqlite3_open_v2((data / "refleks.db").c_str(), &db_, SQLITE_OPEN_READONLY, nullptr);
    const auto all = [db = db_](const std::string& sql) {
      std::string cells;
      EXPECT_EQ(sqlite3_exec(
                    db, sql.c_str(),
                    [](void* to, int columns, char** values, char**) {
                      auto& row = *static_cast<std::string*>(to);
                      for (int i = 0; i < columns; ++i)
                        row.append(values[i] ? values[i] : "-").push_back('\x1F');
                      return 0;
                    },
                    &cells, nullptr),
                SQLITE_OK)
          << sql;
      return cells;
    };
    const std::string version = all("PRAGMA data_version");
    if (version == version_) return whole_;
    version_ = version;
    whole_.clear();
    const std::string names = all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    for (std::size_t from = 0, to; (to = names.find('\x1F', from)) != std::string::npos; from = to + 1) {
      const std::string table = names.substr(from, to - from);
      whole_ += table + '\n' + all("SELECT * FROM " + table);
    }
    return whole_;
  }
  mutable sqlite3* db_ = nullptr;
  mutable std::string version_, whole_;
  ~Rows() override { sqlite3_close(db_); }

  const EventRow* row(const Shown& shown) {
    for (const EventRow& each : bot.bot().dispatcher().events())
      if (each.kind == shown.kind && each.name == shown.name) return &each;
    return nullptr;
  }

  // --- looking

  void see(const core::Message& message, const std::string& viewer) {
    for (const core::Button& each : buttons(message)) {
      // A button that says a command has no row: it is that command, which asks for the same right.
      if (each.name == core::events::say.name || each.name == core::events::say_sealed.name)
        EXPECT_TRUE(bot.bot()
                        .dispatcher()
                        .route(core::Press{WholeBot::origin(viewer), each.name, each.value})
                        .command)
            << each.label;
      else
        add({EventRow::Kind::press, each.name, each.value, viewer});
    }
  }
  void see(const core::Reply& reply, const std::string& viewer) {
    if (reply.whisper) see(*reply.whisper, viewer);
    if (!reply.form) return;
    add({EventRow::Kind::submit, reply.form->name, reply.form->state, viewer, *reply.form});
    for (const core::Span& span : reply.form->intro)
      if (span.style == core::Span::Style::code) code[viewer] = span.text;
  }
  void see_posts(const Place& place) {
    for (const Said& one : std::exchange(bot.said, {})) {
      const auto& to = one.delivery.to;
      if (to.kind == core::Destination::Kind::channel && to.id == place.channel)
        for (const std::string& viewer : {place.participant, place.facilitator})
          see(one.delivery.message, viewer);
      const core::Group& group = bot.config().groups[place.group];
      const bool theirs = std::ranges::any_of(bot.config().people, [&](const core::Person& person) {
        return person.user == to.id && group.member(person.id);
      });
      if (to.kind == core::Destination::Kind::person && theirs) see(one.delivery.message, to.id);
    }
  }
  // What ends something comes after all else that can be done with it.
  void add(Shown shown) {
    // The list of all groups leads to those of others too.
    if (shown.name.starts_with("groups/") && shown.value.starts_with(elsewhere)) return;
    const std::string key = shown.name + (shown.kind == EventRow::Kind::press ? "!" : "?");
    const int most = shown.name.starts_with("groups/") ? 8 : 3;  // three steps each time
    if (taken[key] >= most || !values.insert(key + shown.value + shown.viewer).second) return;
    ++taken[key];
    bool late = false;
    for (const char* part : {"cancel", "discard", "hide", "choose", "off", "withdraw", "code", "follow",
                             "act", "start", "end", "apply", "leave", "period_"})
      late = late || shown.name.find(part) != std::string::npos;
    (late ? later : now).push_back(shown);
    found.push_back(std::move(shown));
  }

  // --- doing

  // A name of its own for each number: names have no digits.
  static std::string letters(int number) {
    std::string name;
    for (; number > 0; number /= 26) name += static_cast<char>('a' + number % 26);
    return name;
  }
  core::FormValues filled(const Shown& shown) {
    core::FormValues values_in;
    for (const core::Input& input : shown.form.inputs) {
      std::vector<std::string>& into = values_in[input.id];
      const bool settled = shown.name.starts_with("groups/") && !input.initial.empty() && input.id != "place";
      if (settled)
        into = input.initial;
      else if (input.id == "name" || input.id == "channel")
        into = {"ny-" + std::to_string(++made)};
      else if (input.id == "when" && input.kind == core::Input::Kind::text)
        into = {"7.12.2026 13.00"};
      else if (input.id == "facilitators" || input.id == "leaders" || input.id == "members")
        into = {"Ny " + input.id};
      else if (input.id == "first" || input.id == "above" || input.id == "link")
        into = {""};
      else if (input.id == "table")
        into = {"navn\tgruppe\nNy " + letters(++made) + "\tsykehjem"};
      else if (input.id == "code")
        into = {code[shown.viewer]};
      else if (input.id == "programme")
        into = {"hverdagsmestring"};  // whose themes are picked in a form of their own
      else if (input.id == "at")
        into = {"15:00"};
      else if (input.kind == core::Input::Kind::date_time)
        into = {"2026-12-02T13:00"};
      else if (input.kind == core::Input::Kind::text)
        into = {input.id == "closes"    ? "14:00"
                : input.id == "options" ? "Tid\nRo"
                : input.id == "most"    ? ""
                                        : "noe nytt"};
      else
        for (const core::Option& option : input.options)
          if (into.empty() || (input.kind == core::Input::Kind::choices && into.size() < 2))
            into.push_back(option.value);
    }
    return values_in;
  }
  core::Event event(const Shown& shown, core::Origin origin, const std::string& value,
                    const core::FormValues& fields) {
    if (shown.kind == EventRow::Kind::press) return core::Press{std::move(origin), shown.name, value};
    return core::Submit{std::move(origin), shown.name, value, fields};
  }
  core::Origin guest(std::size_t group, bool slip = false) {
    core::Origin origin = WholeBot::origin(slip ? "ABCD-EFGH-JKMN" : "g" + std::to_string(group));
    origin.slip = slip;
    origin.guest_of = bot.config().groups[group].id.text;
    return origin;
  }

  // Who may not, by the rules of docs/roles.md, counted anew here.
  std::vector<core::Origin> forbidden(const EventRow& row, const Place& place) {
    const core::Group& group = bot.config().groups[place.group];
    std::vector<core::Origin> all;
    if (!row.strangers) all.push_back(WholeBot::origin("nobody-we-know"));
    for (std::size_t i = 0; i < bot.config().groups.size(); ++i)
      if (i != place.group || !row.sealed() || row.needs == Right::facilitator)
        for (const bool slip : {false, true}) all.push_back(guest(i, slip));
    for (const core::Person& person : bot.config().people) {
      const core::Member* member = group.member(person.id);
      const bool leads = member && member->role == core::Role::leader;
      const bool facilitates = (member && member->role == core::Role::facilitator) || person.coordinator;
      bool may = false;
      if (row.strangers) continue;  // whoever sees the channel
      switch (row.needs) {
        case Right::everybody:
        case Right::member:
          may = member;
          break;
        case Right::attending:
        case Right::answering:
          may = member && !leads;
          break;
        case Right::participant:
          may = member || person.coordinator;
          break;
        case Right::facilitator:
          may = facilitates;
          break;
        case Right::leader:
          may = leads;
          break;
        case Right::coordinator:
          may = person.coordinator;
          break;
      }
      if (!may) all.push_back(WholeBot::origin(person.user));
    }
    return all;
  }
  void attack(const Shown& shown, const Place& place) {
    const EventRow& of = *row(shown);
    if (!of.concerns_group()) return;
    std::vector<core::Event> events;
    constexpr std::array channels{"hjemme-nord", "sykehjem",
                                  ""};  // in turn: what is tried once is tried often
    for (core::Origin& origin : forbidden(of, place)) {
      origin.channel = channels.at(tried++ % channels.size());
      events.push_back(event(shown, std::move(origin), shown.value, filled(shown)));
    }
    const std::string before = state();
    const auto replies = bot.together(std::move(events));
    EXPECT_EQ(state(), before) << shown.name << " " << shown.value;
    for (const core::Reply& reply : replies)
      EXPECT_FALSE((reply.form && !reply.form->inputs.empty()) || reply.file) << shown.name << words(reply);
  }
  // A text of what nobody sees is no text, in whatever form it stands, and nothing of it is kept.
  void send_blanks(const Shown& shown) {
    constexpr std::array blanks{"\u2800",     "\u200B\u00A0", "\u3164", "\u202E \u2066",
                                "\U000E0041", "\uFFFC",       "\u00AD", "\U0001D159",
                                "\u180E",     "\u2063\u3000", "\u0301", "\U00013441"};
    const auto send = [&](const std::string& input, const char* text) {
      core::FormValues fields = filled(shown);
      fields[input] = {text};
      return std::move(
          bot.together({event(shown, WholeBot::origin(shown.viewer), shown.value, fields)}).front());
    };
    for (const core::Input& input : shown.form.inputs) {
      if (input.kind != core::Input::Kind::text || !input.required) continue;
      const std::string before = state();
      const core::Reply nothing = send(input.id, "");
      for (const char* blank : blanks) {
        const core::Reply reply = send(input.id, blank);
        EXPECT_EQ(reply.errors, nothing.errors) << shown.name << " " << input.id;
        EXPECT_EQ(words(reply), words(nothing)) << shown.name << " " << input.id;
      }
      EXPECT_EQ(state(), before) << shown.name;
      if (nothing.errors.contains(input.id)) blanked.insert(shown.name + "/" + input.id);
    }
  }
  // Pressed twice is pressed once, and a form sent twice is one form. In a box the last record counts, which
  // is a matter of its own tests.
  void act(const Shown& shown) {
    const auto same = event(shown, WholeBot::origin(shown.viewer), shown.value, filled(shown));
    see(std::move(bot.together({same}).front()), shown.viewer);
    const std::string once = tables();
    bot.together({same});
    if (tables() != once) twice.insert(shown.name);
  }

  // Says what each role can say, lets a session pass, and goes on with all that is shown until nothing is
  // new.
  std::vector<Shown> play(const Place& place) {
    now.clear(), later.clear(), found.clear(), taken.clear(), values.clear();
    elsewhere = bot.config().groups[1 - place.group].id.text;
    const auto say = [&](const std::string& user, const std::string& text) {
      see(bot.say(user, place.channel, text), user);
    };
    bot.forget();
    for (const char* command : {"avstemning",
                                R"(avstemning "Hva?" "Tid" "Ro" til 14:00)",
                                R"(avstemning "Hvem?" "Jeg" "Du" navn til 14:00)",
                                "avstemning \"Hvorfor?\" fritekst til 14:00",
                                "avstemning \"Hvordan?\" fritekst navn til 14:00",
                                "avstemning \"Hva?\" \"Tid\" \"Ro\" til 99:99",
                                "avstemninger",
                                "resultat",
                                "ideer",
                                "samlinger",
                                "flytt",
                                "avlys",
                                "kalender",
                                "periode",
                                "utprøving",
                                "kjøreplan",
                                "situasjoner",
                                "papir",
                                "par",
                                "kursbevis",
                                "kontrakt",
                                "god-praksis",
                                "formål",
                                "avtale",
                                "brev",
                                "debrief",
                                "situasjonslogg",
                                "sak",
                                "papirlapper",
                                "hjelp",
                                "xyzzyx",
                                "avstemning hva",
                                "idé",
                                "idékode",
                                "side",
                                "rapport",
                                "språk"})
      say(place.facilitator, command);
    for (const char* command : {"idé", "idékode", "samlinger", "kalender"}) say(place.participant, command);
    say(place.leader, "saker");
    for (const char* command : {"dekning", "avtale", "formål"}) say(place.leader, command);
    recruit(place);
    const auto agreement = bot.press(
        place.leader, button(bot.say(place.leader, place.channel, "avtale"), text("agreements.write")));
    core::FormValues lines;
    for (const core::Input& input : agreement.form.value().inputs) lines[input.id] = {"noe"};
    bot.submit(place.leader, *agreement.form, lines);
    for (const std::string& user : {place.facilitator, place.leader, std::string("eivind")})
      see(bot.say(user, place.channel, "påmelding"), user);
    say(place.facilitator, "plan");
    say(place.facilitator, "hovedansvar");
    say(place.facilitator, "gruppe");
    bot.say(place.facilitator, place.channel, "vakt 1.6.2027 " + place.participant);
    bot.say(place.facilitator, place.channel, "vakt 2.6.2027 " + place.facilitator);
    say(place.facilitator, "vakt");
    say(place.participant, "vakt");
    for (const char* command : {"oppsett", "grupper", "import"})
      see(bot.say("eivind", "", command), "eivind");
    say("eivind", "rolle");
    // Far away, so that it takes nothing of what is played.
    say(place.facilitator, "pause fra 1. juni til 2. juni");
    say(place.facilitator, "pause");
    for (const char* command : {"pause alle fra 1. juni til 2. juni", "pause stengt"}) say("eivind", command);
    for (const std::string& user : {place.participant, place.facilitator})
      see(std::move(
              bot.together({core::Press{WholeBot::origin(user), std::string(core::home_press), ""}}).front()),
          user);
    see_posts(place);
    go_on(place);
    // A poll in a week in which everybody has had enough.
    const runtime::DeliveryDefaults usual{bot.config().organisation.zone, bot.config().quiet};
    runtime::DeliveryDefaults few = usual;
    few.most_a_week = 1;
    for (const char* question : {"Te?", "Kaffe?", "Vann?"}) {
      const auto draft = bot.say(place.facilitator, place.channel,
                                 "avstemning \"" + std::string(question) + "\" \"Ja\" \"Nei\" til 14:00");
      for (const core::Button& each : buttons(draft.whisper.value()))
        if (each.name == "polls/open") see(bot.press(place.facilitator, each), place.facilitator);
      bot.bot().engine().set_defaults(few);
    }
    go_on(place);
    bot.bot().engine().set_defaults(usual);
    return found;
  }
  void go_on(const Place& place) {
    while (!now.empty() || !later.empty()) {
      auto& queue = now.empty() ? later : now;
      const Shown next = queue.front();
      queue.pop_front();
      EXPECT_TRUE(row(next)) << "nobody answers " << next.name;
      if (!row(next)) continue;
      attack(next, place);
      send_blanks(next);
      act(next);
      see_posts(place);
    }
  }
  // Sign-up is opened, and somebody whom the bot does not know signs up.
  void recruit(const Place& place) {
    const auto none = bot.say(place.facilitator, place.channel, "påmelding");
    see(none, place.facilitator);
    const auto form = bot.press(place.facilitator, button(none, text("recruiting.form.title")));
    see(form, place.facilitator);
    bot.submit(place.facilitator, form.form.value(), {{"places", {"8"}}, {"days", {"14"}}});
    for (const Said& one : bot.said_in(place.channel))
      for (const core::Button& each : buttons(one.delivery.message))
        if (each.name == "recruiting/join") bot.press("ny-" + place.channel, each);
  }
  // Ideas that are released, matters, a session that was cancelled, and the follow-up after another.
  void prepare(const Place& place) {
    const auto preview = bot.say(place.facilitator, place.channel, "avlys 19.1");
    bot.press(place.facilitator, button(preview, text("sessions.cancel.yes")));
    for (const char* body : {"Mer tid til stell", "Roligere vakter", "Bedre overlapp"}) {
      const auto form = bot.say(place.participant, place.channel, "idé");
      bot.submit(place.participant, form.form.value(), {{"idea", {body}}});
    }
    for (const char* what : {"Vente ett minutt", "Spise sammen", "Ringe før vi kommer"}) {
      const auto tryout =
          bot.press(place.facilitator,
                    button(bot.say(place.facilitator, place.channel, "utprøving"), "Avtal en utprøving"));
      bot.submit(place.facilitator, tryout.form.value(), {{"what", {what}}});
    }
    const auto kept = bot.press(place.facilitator, button(bot.say(place.facilitator, place.channel, "saker"),
                                                          text("matters.keep.button")));
    bot.submit(place.facilitator, kept.form.value(), {{"text", {"Vi spør hverandre først"}}});
    // So many that a digest does not say them all at once.
    for (const char* title : {"Vi mangler vikarer", "Heisen står", "Nøklene forsvinner"}) {
      const auto matter = bot.say(place.facilitator, place.channel, "sak");
      bot.submit(place.facilitator, matter.form.value(), {{"title", {title}}});
    }
  }

  const Place home{0, "hjemme-nord", "marit", "kari"}, nursing{1, "sykehjem", "henrik", "anne"};
  TempDirectory data;
  WholeBot bot{both_meet(), "2026-11-09T08:00:00Z", data / "refleks.db", 1, with_pages()};
  std::deque<Shown> now, later;
  std::vector<Shown> found;
  std::map<std::string, int> taken;
  std::set<std::string> values;
  std::map<std::string, std::string> code;
  std::size_t tried = 0;
  std::string elsewhere{"-"};     // the other group
  std::set<std::string> blanked;  // forms and their texts
  int made = 0;                   // groups by forms
  std::set<std::string> twice;    // what did more when it came again
};

TEST_F(Rows, NobodyActsWhereTheyMayNotWhateverTheySend) {
  prepare(home);
  prepare(nursing);
  bot.advance("2026-11-24T20:00:00Z");
  for (const Place* place : {&home, &nursing}) {
    const auto form = bot.say(place->participant, place->channel, "idé");
    bot.submit(place->participant, form.form.value(), {{"idea", {"Et forslag som venter"}}});
    const auto preview =
        bot.say(place->facilitator, place->channel, R"(avstemning "Hva nå?" "Mer" "Nok" til 27.11 14:00)");
    bot.press(place->facilitator, button(preview, "Åpne nå"));
  }
  bot.advance("2026-11-25T13:00:00Z");
  const auto posts = bot.said;
  std::map<std::string, std::vector<Shown>> shown;
  for (const Place* place : {&home, &nursing}) {
    auto all = play(*place);
    bot.said = posts;
    see_posts(*place);
    while (!now.empty() || !later.empty()) {
      auto& queue = now.empty() ? later : now;
      const Shown next = queue.front();
      queue.pop_front();
      ASSERT_TRUE(row(next)) << next.name;
      attack(next, *place);
      act(next);
    }
    shown[place->channel] = found;
  }
  EXPECT_GT(tried, 3000U);
  EXPECT_GE(blanked.size(), 8U) << ::testing::PrintToString(blanked);
  // A form that is opened anew has a draft of its own, which goes if nobody starts it, and so has a change
  // that is shown once more.
  EXPECT_EQ(twice,
            (std::set<std::string>{"groups/apply", "groups/begin", "groups/change", "groups/import/table"}));

  // Nothing of the tables was left out; four have no button: an address of a page presses them, or who opens
  // a start page. Those by which somebody is erased are played in whole_bot_rights_test.cpp, a certificate in
  // the periods'.
  for (const EventRow& each : bot.bot().dispatcher().events())
    for (const Place* place : {&home, &nursing}) {
      const auto& all = shown[place->channel];
      const bool there = std::any_of(all.begin(), all.end(), [&](const Shown& one) {
        return one.kind == each.kind && one.name == each.name;
      });
      EXPECT_TRUE(there || played_elsewhere(each.name) || each.name == core::events::calendar.name ||
                  each.name == "sessions/file" || each.name == core::events::overview_opened.name ||
                  each.name == core::events::own_status.name || each.name.starts_with("rights/") ||
                  each.name == "certificates/paper/form")
          << each.name << " was never shown to " << place->channel;
    }

  // With parts of another group's ids, and another group's choices in the own form.
  const std::string before = state();
  for (const Shown& own : shown["sykehjem"])
    for (const Shown& other : shown["hjemme-nord"]) {
      if (own.kind != other.kind || own.name != other.name || !row(own)->concerns_group()) continue;
      const auto mine = parts_of(own.value), theirs = parts_of(other.value);
      if (mine.size() != theirs.size()) continue;
      std::set<std::string> mixed{other.value};
      if (mine.size() == 2) mixed.insert({mine[0] + "|" + theirs[1], theirs[0] + "|" + mine[1]});
      std::vector<core::Event> events;
      for (const char* user : {"henrik", "anne"})
        for (const std::string& value : mixed) {
          // The second part may be the same in both (an option's number), and a new idea's id is nobody's
          // yet.
          const bool harmless = parts_of(value).front() == mine.front() &&
                                (value == own.value || mine.back().size() < 32 ||
                                 theirs.back().starts_with('+') || own.name == "box/ideas/paper");
          if (!harmless) events.push_back(event(own, WholeBot::origin(user, "sykehjem"), value, filled(own)));
        }
      bot.together(std::move(events));
      ASSERT_EQ(state(), before) << own.name << " " << own.value << " with " << other.value;
      const bool chooses =
          std::any_of(own.form.inputs.begin(), own.form.inputs.end(),
                      [](const core::Input& input) { return input.id == "session" || input.id == "ideas"; });
      if (!chooses) continue;
      bot.together({event(own, WholeBot::origin("henrik", "sykehjem"), own.value, filled(other))});
      ASSERT_EQ(state(), before) << own.name << " with choices of another group";
    }
}

// The file of a session has no button in a chat.
TEST_F(Rows, TheFileOfASessionIsForItsGroup) {
  bot.advance("2026-11-17T12:00:00Z");
  std::string session;
  for (const Said& one : bot.said_in("hjemme-nord"))
    for (const core::Button& each : buttons(one.delivery.message))
      if (each.name == "sessions/coming") session = each.value;
  ASSERT_FALSE(session.empty());
  EXPECT_TRUE(bot.press("kari", {"", "sessions/file", session}).file);
  for (const char* user : {"henrik", "anne", "eivind", "nobody"})
    EXPECT_FALSE(bot.press(user, {"", "sessions/file", session}).file) << user;
}

}  // namespace
