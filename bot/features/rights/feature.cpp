#include "bot/features/rights/feature.hpp"

#include <algorithm>
#include <set>

#include "bot/core/calendar.hpp"
#include "bot/core/events.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/log.hpp"
#include "bot/core/matter.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/rights/events.hpp"

namespace rights {
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Who;

constexpr std::size_t rows_shown = 5;  // of a kind
constexpr auto remind_after = std::chrono::days{7};

std::string request_key(const core::PersonId& person) {
  return "rights:request:" + person.text;
}

core::Message paragraph(core::Rich words) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{std::move(words)});
  return message;
}

core::Person person_of(const core::Directory& people, const core::PersonId& id) {
  const core::Person* known = people.person(id);
  return known ? *known : core::Person{};
}

// What one reads who cannot be erased; the operator reads what refusal() gives.
Reply refused_own(Language language, std::string_view why) {
  return whisper(language,
                 why == "rights.erase.last_coordinator" ? "rights.erase.own_last_coordinator" : why);
}

// The groups that are then without somebody to lead their conversations, or without a leader.
void say_without(core::List& points, const core::Directory& people, const core::PersonId& id,
                 Language language) {
  for (const core::Group* group : people.groups_of(id))
    for (const core::Role role : core::without(people, *group, id))
      points.items.push_back(core::say_without(*group, role, language));
}

class Rights final : public features::Feature {
 public:
  Rights(RightsStore& store, Options options) : store_(store), options_(std::move(options)) {}

  std::string_view name() const override { return "rights"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    using features::Right;
    return {{"my_data",
             {"mine-data", "mine-data", "my-data", "mine", "my", "mydata"},
             Right::everybody,
             by(this, &Rights::my_data)},
            {"erase_me",
             {"slett-meg", "slett-meg", "delete-me", "slett", "delete", "erase"},
             Right::everybody,
             by(this, &Rights::erase_me)}};
  }

  std::vector<features::EventRow> events() override {
    using features::press;
    using features::Right;
    return {press(rights::events::ask, Right::everybody, this, &Rights::ask),
            press(rights::events::withdraw, Right::everybody, this, &Rights::withdraw),
            press(rights::events::look, Right::coordinator, this, &Rights::look),
            press(rights::events::erase, Right::coordinator, this, &Rights::confirmed)};
  }

  // Nobody has answered the request: the coordinators are told again.
  void due(Context& context, const core::Job& job) override {
    const core::Person person = person_of(context.people(), core::PersonId(job.subject));
    if (!person.id.empty()) tell(context, person);
  }

 private:
  // /refleks mine-data
  Reply my_data(Context& context, const Who& who, const core::CommandLine&) {
    const Language language = who.language();
    core::Message message;
    core::head(message, language, "rights.data.title");
    core::Facts facts;
    facts.rows.emplace_back(core::text(language, "privacy.fact.name"), who.person.name);
    facts.rows.emplace_back(
        core::text(language, "rights.data.account", {{"workspace", who.person.workspace}}), who.person.user);
    if (!who.person.email.empty())
      facts.rows.emplace_back(core::text(language, "rights.page.email"), who.person.email);
    facts.rows.emplace_back(core::text(language, "privacy.fact.language"),
                            std::string(core::row_of(language).name));
    // texts: role.*
    if (who.person.coordinator)
      facts.rows.emplace_back(core::text(language, "rights.data.coordinator"),
                              core::text(language, "rights.data.is_coordinator"));
    std::set<std::string> now_in;
    for (const core::Group* group : context.people().groups_of(who.person.id)) {
      const core::Role role = group->member(who.person.id)->role;
      facts.rows.emplace_back(group->name, core::text(language, "role." + std::string(core::code(role))));
      now_in.insert(group->key);
    }
    // Also groups that have ended, that begin for them some day, and that they were taken out of.
    const std::vector<Kept> all = store_.kept(who.person.id);
    for (const Kept& kept : all) {
      if (kept.what != "groups") continue;
      for (const auto& row : kept.rows)
        if (!now_in.contains(row.at("group")))
          facts.rows.emplace_back(row.at("name"), core::text(language, "role." + row.at("role")));
    }
    message.blocks.emplace_back(std::move(facts));
    for (const Kept& kept : all)
      if (kept.what != "groups") tell_kept(message, language, kept);
    core::say(message, language, "rights.data.not_here");
    core::say(message, language,
              who.person.coordinator ? "rights.data.more_coordinator" : "rights.data.more");
    message.blocks.emplace_back(
        core::Actions{{core::events::say.button(core::text(language, "rights.erase.title"), "slett-meg")}});
    return whisper(std::move(message));
  }

  void tell_kept(core::Message& message, Language language, const Kept& kept) const {
    // texts: rights.held.*
    core::say(message, language, "rights.held." + kept.what, {{"count", std::to_string(kept.rows.size())}});
    core::List list;
    const core::Zone zone = core::Zone::named(options_.zone);
    for (const auto& row : kept.rows) {
      if (list.items.size() == rows_shown) break;
      if (std::string line = in_words(language, zone, row); !line.empty())
        list.items.push_back({core::Span(line)});
    }
    if (list.items.empty()) return;
    if (kept.rows.size() > rows_shown)
      list.items.push_back(core::rich(language, "rights.data.rest",
                                      {{"count", std::to_string(kept.rows.size() - rows_shown)}}));
    message.blocks.emplace_back(std::move(list));
  }

  // /refleks slett-meg
  Reply erase_me(Context& context, const Who& who, const core::CommandLine&) {
    const Language language = who.language();
    if (const std::string_view why = refusal(context.people(), who.person.id); !why.empty())
      return refused_own(language, why);
    if (context.arranged(request_key(who.person.id)))
      return with_withdrawal(language, core::rich(language, "rights.erase.asked_before"));
    core::Message message;
    core::head(message, language, "rights.erase.title");
    core::List points;
    for (const char* key :
         {"rights.erase.goes", "rights.erase.stays", "rights.erase.chat", "rights.erase.silence"})
      points.items.push_back(core::rich(language, key));
    say_without(points, context.people(), who.person.id, language);
    core::say(message, language, "rights.erase.intro");
    message.blocks.emplace_back(std::move(points));
    core::Button yes = rights::events::ask.button(core::text(language, "rights.erase.yes"));
    yes.style = core::Button::Style::danger;
    message.blocks.emplace_back(core::Actions{{std::move(yes)}});
    return whisper(std::move(message));
  }

  static Reply with_withdrawal(Language language, core::Rich words) {
    core::Message message = paragraph(std::move(words));
    message.blocks.emplace_back(
        core::Actions{{rights::events::withdraw.button(core::text(language, "rights.erase.withdraw"))}});
    return whisper(std::move(message));
  }

  Reply ask(Context& context, const Who& who) {
    if (const std::string_view why = refusal(context.people(), who.person.id); !why.empty())
      return refused_own(who.language(), why);
    if (!context.arranged(request_key(who.person.id))) tell(context, who.person);
    return with_withdrawal(who.language(), core::rich(who.language(), "rights.erase.asked"));
  }

  Reply withdraw(Context& context, const Who& who) {
    context.cancel_job(request_key(who.person.id));
    return whisper(who.language(), "rights.erase.withdrawn");
  }

  // Each coordinator but the one who asks, now and again every week until somebody has answered.
  void tell(Context& context, const core::Person& person) const {
    for (const core::Person* coordinator : context.people().coordinators()) {
      if (coordinator->id == person.id) continue;
      const Language language = coordinator->language;
      core::Message message = paragraph(core::rich(language, "rights.request", {{"who", person.name}}));
      message.blocks.emplace_back(core::Actions{
          {rights::events::look.button(core::text(language, "rights.request.look"), person.id)}});
      context.post(core::of_group(
          core::coordinators_alone,
          {"rights:asked:" + person.id.text + ":" + core::to_text(context.now()) + ":" + coordinator->id.text,
           core::destination_of(*coordinator), std::move(message), true}));
    }
    context.arrange({request_key(person.id), std::string(rights::events::request_job), person.id.text,
                     context.now() + remind_after, true});
  }

  Reply look(Context& context, const Who& who, const core::PersonId& id) {
    const Language language = who.language();
    const core::Person person = person_of(context.people(), id);
    if (person.id.empty() || !context.arranged(request_key(id)))
      return whisper(language, "rights.request.gone");
    core::Message message = paragraph(core::rich(language, "rights.request.sure", {{"who", person.name}}));
    core::List without;
    say_without(without, context.people(), id, language);
    if (!without.items.empty()) message.blocks.emplace_back(std::move(without));
    core::Button yes = rights::events::erase.button(
        core::text(language, "rights.request.yes", {{"who", person.name}}), person.id);
    yes.style = core::Button::Style::danger;
    message.blocks.emplace_back(core::Actions{{std::move(yes)}});
    return whisper(std::move(message));
  }

  Reply confirmed(Context& context, const Who& who, const core::PersonId& id) {
    const Language language = who.language();
    const core::Person person = person_of(context.people(), id);
    if (person.id.empty() || !context.arranged(request_key(id)))
      return whisper(language, "rights.request.gone");
    if (person.id == who.person.id) return whisper(language, "rights.request.own");
    if (const std::string_view why = refusal(context.people(), id); !why.empty())
      return whisper(language, why);
    erase(context, store_, options_, person, who.person.id);
    // Only what the file names is to be taken out of it.
    return whisper(language, person.in_file ? "rights.request.done" : "rights.request.done_in_chat",
                   {{"who", person.name}});
  }

  RightsStore& store_;
  Options options_;
};

}  // namespace

namespace {

// What somebody answered as a code is said in words.
std::string say_answer(Language language, const std::string& answer) {
  // texts: matters.answer.* overview.cover.arranged overview.cover.phone overview.cover.not
  if (core::value_of_code<core::MatterState>(answer)) return core::text(language, "matters.answer." + answer);
  for (const char* cover : {"arranged", "phone", "not"})
    if (answer == cover) return core::text(language, "overview.cover." + answer);
  return answer;
}

}  // namespace

std::string in_words(Language language, const core::Zone& zone,
                     const std::map<std::string, std::string>& row) {
  std::string line;
  for (const char* key :
       {"group", "title", "session", "at", "closes", "raised", "due", "words", "answer", "coming"}) {
    const auto value = row.find(key);
    if (value == row.end() || value->second.empty()) continue;
    std::string words =
        key == std::string_view("answer") ? say_answer(language, value->second) : value->second;
    // texts: rights.coming.*
    if (key == std::string_view("coming")) words = core::text(language, "rights.coming." + value->second);
    try {
      words = core::say_moment_and_year(language, zone.to_local(core::instant_from_text(value->second)));
    } catch (const std::invalid_argument&) {  // no time: it is said as it is
    }
    line += (line.empty() ? "" : ", ") + words;
  }
  return line;
}

std::string_view refusal(const core::Directory& people, const core::PersonId& person) {
  const auto coordinators = people.coordinators();
  const bool last = coordinators.size() == 1 && coordinators.front()->id == person;
  return last ? "rights.erase.last_coordinator" : std::string_view();
}

Erasure erase(Context& context, RightsStore& store, const Options& options, const core::Person& person,
              const core::PersonId& by) {
  Erasure erasure = store.erase(person.id, core::new_id(context.random()), context.now());
  if (!erasure.there) return erasure;
  context.people_changed();
  core::AdministrativeAct act;
  act.what = "person.erased";
  act.by = by;
  act.about_as = erasure.known_as;
  context.emit(act);
  context.after_commit([forget = options.forget, person] {
    core::log(core::Level::info, "one person was erased");
    if (forget) forget(person);
  });
  return erasure;
}

std::unique_ptr<features::Feature> make(RightsStore& store, Options options) {
  return std::make_unique<Rights>(store, std::move(options));
}

}  // namespace rights
