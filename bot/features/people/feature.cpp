#include "bot/features/people/feature.hpp"

#include <algorithm>

#include "bot/core/events.hpp"
#include "bot/core/reply.hpp"

namespace people {
namespace events {

inline constexpr core::EventName<core::Language> speak{"people/language"};
// Other addresses for one's own pages; the number of those that go, so that a second tap takes none more.
inline constexpr core::EventName<int> renew{"people/renew"};

}  // namespace events
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Here;
using features::Who;

// "@kari", a user id, or (part of) a name that only one person has.
std::vector<const core::Person*> find_people(const core::Directory& directory, std::string_view typed) {
  while (!typed.empty() && (typed.front() == '@' || typed.front() == '<')) typed.remove_prefix(1);
  while (!typed.empty() && typed.back() == '>') typed.remove_suffix(1);
  const std::string wanted = core::folded(typed);
  std::vector<const core::Person*> exact, partly;
  for (const core::Person& person : directory.people()) {
    const std::string name = core::folded(person.name);
    if (core::folded(person.user) == wanted || name == wanted) exact.push_back(&person);
    if (!wanted.empty() && name.find(wanted) != std::string::npos) partly.push_back(&person);
  }
  return exact.empty() ? partly : exact;
}

// A mention means the one whose id the platform says, whatever the name beside it.
std::vector<const core::Person*> find_people(const core::Directory& directory, const std::string& workspace,
                                             const std::vector<core::CommandLine::Word>& meant,
                                             const std::string& typed) {
  std::vector<const core::Person*> found;
  bool said = false;
  for (const core::CommandLine::Word& word : meant) {
    if (!word.user || word.user->empty()) continue;
    said = true;
    const core::Person* person = directory.person(workspace, *word.user);
    if (person && std::find(found.begin(), found.end(), person) == found.end()) found.push_back(person);
  }
  return said ? found : find_people(directory, typed);
}

class People final : public features::Feature {
 public:
  People(PeopleStore& store, core::Outside outside) : store_(store), outside_(std::move(outside)) {}

  std::string_view name() const override { return "people"; }
  std::vector<features::CommandSpec> commands() override {
    using features::by;
    using features::Right;
    return {
        {"page",
         {"side", "side", "page", "lenke", "lenkje", "link"},
         Right::everybody,
         by(this, &People::page)},
        {"language",
         {"språk", "språk", "language", "lang"},
         Right::everybody,
         by(this, &People::set_language)},
        {"role", {"rolle", "rolle", "role"}, Right::coordinator, by(this, &People::set_role)},
        {"members", {"medlemmer", "medlemer", "members"}, Right::participant, by(this, &People::members)}};
  }

  std::vector<features::EventRow> events() override {
    return {features::press(people::events::speak, features::Right::everybody, this, &People::speak),
            features::press(people::events::renew, features::Right::everybody, this, &People::renew)};
  }

 private:
  Reply speak(Context& context, const Who& who, const Language& language) {
    store_.set_language(who.person.id, language);
    context.people_changed();
    return whisper(language, "people.language.set");
  }

  Reply set_language(Context& context, const Who& who, const core::CommandLine& line) {
    const auto words = line.plain();
    if (!words.empty())
      if (const auto language = core::language_from_text(words.front()))
        return speak(context, who, *language);
    core::Message message;
    message.blocks.emplace_back(core::Paragraph{core::rich(who.language(), "people.language.choose")});
    message.blocks.emplace_back(core::Actions{{people::events::speak.button("Bokmål", Language::nb),
                                               people::events::speak.button("Nynorsk", Language::nn),
                                               people::events::speak.button("English", Language::en)}});
    return whisper(std::move(message));
  }

  Reply page(Context&, const Who& who, const core::CommandLine&) {
    const std::string address = outside_.page ? outside_.page(who.person.id) : std::string();
    if (address.empty()) return whisper(who.language(), "people.page.none");
    const Language language = who.language();
    core::Message message;
    const auto say = [&](std::string_view key, std::string_view open, const std::string& where) {
      core::Rich words = core::rich(language, key);
      words.emplace_back(" ");
      words.emplace_back(core::text(language, open), core::Span::Style::plain, where);
      message.blocks.emplace_back(core::Paragraph{std::move(words)});
    };
    // texts: people.page people.page.open overview.address overview.open_page
    say("people.page", "people.page.open", address);
    if (outside_.overview) say("overview.address", "overview.open_page", outside_.overview(who.person.id));
    message.blocks.emplace_back(core::Actions{
        {people::events::renew.button(core::text(language, "people.page.renew"), who.person.pages)}});
    return whisper(std::move(message));
  }

  // The new address is asked for afterwards, when the snapshot of people knows it.
  Reply renew(Context& context, const Who& who, const int& number) {
    if (number == who.person.pages) renew_pages(context, store_, who.person.id, who.person.id);
    Reply reply = whisper(who.language(), "people.page.renewed");
    reply.whisper->blocks.emplace_back(
        core::Actions{{core::events::say.button(core::text(who.language(), "people.page.again"), "side")}});
    return reply;
  }

  static void note(Context& context, const Here& who, const core::Person& person, const char* what,
                   std::string detail) {
    core::AdministrativeAct act;
    act.what = what;
    act.by = who.person.id;
    act.about = person.id;
    act.group = who.group.id;
    act.detail = std::move(detail);
    context.emit(act);
  }

  // texts: role.*
  // rolle @kari fasilitator | rolle "Kari Li" ut
  Reply set_role(Context& context, const Here& who, const core::CommandLine& line) {
    if (line.words.size() < 3) return whisper(who.language(), "people.role.how");
    const std::string role_word = line.words.back().text;
    const std::vector<core::CommandLine::Word> meant(line.words.begin() + 1, line.words.end() - 1);
    std::string person_words;
    for (const auto& word : meant) person_words += (person_words.empty() ? "" : " ") + word.text;
    const auto found = find_people(context.people(), who.person.workspace, meant, person_words);
    if (found.size() != 1)
      return whisper(who.language(), found.empty() ? "people.role.nobody" : "people.role.several",
                     {{"who", person_words}});
    const core::Person& person = *found.front();
    const std::string folded = core::folded(role_word);
    if (folded == "ut" || folded == "ingen" || folded == "none" || folded == "remove") {
      store_.remove_member(who.group.id, person.id);
      context.people_changed();
      note(context, who, person, "role.taken", {});
      return whisper(who.language(), "people.role.removed",
                     {{"who", person.name}, {"group", who.group.name}});
    }
    const auto role = core::role_from_text(role_word);
    if (!role || *role == core::Role::coordinator) return whisper(who.language(), "people.role.how");
    const core::Date today = core::date_of(core::Zone::named(who.group.zone).to_local(context.now()));
    store_.set_role(who.group.id, person.id, *role, today);
    context.people_changed();
    note(context, who, person, "role.given", std::string(core::code(*role)));
    return whisper(who.language(), "people.role.set",
                   {{"who", person.name},
                    {"role", core::text(who.language(), "role." + std::string(core::code(*role)))},
                    {"group", who.group.name}});
  }

  Reply members(Context& context, const Here& who, const core::CommandLine&) {
    core::Message message;
    message.blocks.emplace_back(core::Heading{who.group.name});
    core::Facts facts;
    for (core::Role role : {core::Role::leader, core::Role::facilitator, core::Role::participant}) {
      std::vector<std::string> names;
      for (const core::Person* person : context.people().with_role(who.group, role))
        names.push_back(person->name);
      if (!names.empty())
        facts.rows.emplace_back(core::text(who.language(), "role." + std::string(core::code(role))),
                                core::say_list(who.language(), names));
    }
    message.blocks.emplace_back(std::move(facts));
    return whisper(std::move(message));
  }

  PeopleStore& store_;
  core::Outside outside_;
};

}  // namespace

void renew_pages(Context& context, PeopleStore& store, const core::PersonId& person,
                 const core::PersonId& by) {
  store.renew_pages(person);
  context.people_changed();
  core::AdministrativeAct act;
  act.what = "page.revoked";
  act.by = by;
  act.about = person;
  context.emit(act);
}

std::unique_ptr<features::Feature> make(PeopleStore& store, core::Outside outside) {
  return std::make_unique<People>(store, std::move(outside));
}

}  // namespace people
