#include "bot/features/papers/feature.hpp"

#include <algorithm>
#include <array>

#include "bot/core/group_time.hpp"
#include "bot/core/leaders.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/papers/events.hpp"

namespace papers {
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Here;
using features::Right;

// texts: papers.letter, papers.contract, papers.sheet, papers.methods
constexpr std::array<std::string_view, 4> kinds{"letter", "contract", "sheet", "methods"};

std::string name_of(std::string_view kind, Language language) {
  return core::text(language, "papers." + std::string(kind));
}

std::string names_of(const std::vector<const core::Person*>& people, Language language) {
  std::vector<std::string> names;
  for (const core::Person* person : people) names.push_back(person->name);
  return names.empty() ? std::string() : core::say_list(language, names);
}

class Papers final : public features::Feature {
 public:
  explicit Papers(Options options) : options_(std::move(options)) {}

  std::string_view name() const override { return "papers"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"papers", {"papir", "papir", "paper", "utskrift"}, Right::facilitator, by(this, &Papers::list)}};
  }

  std::vector<features::EventRow> events() override {
    const auto which = [](Papers*, const core::GroupId& group, const std::string& kind) {
      return std::ranges::find(kinds, kind) == kinds.end() ? std::nullopt : std::optional(Which{group, kind});
    };
    return {features::press(events::print, Right::facilitator, this, which, &Papers::print)};
  }

 private:
  struct Which {
    core::GroupId group;
    std::string kind;
  };
  friend const core::GroupId& group_of(const Which& which) { return which.group; }

  std::optional<core::Message> page(Context& context, const Here& who, std::string_view kind) {
    const auto made = [&](const Options::Page& page) {
      return page ? page(context, who.group, who.language()) : std::nullopt;
    };
    if (kind == "contract") return made(options_.contract);
    if (kind == "sheet") return made(options_.run_sheet);
    if (kind == "methods") return made(options_.methods);
    const auto next = options_.next ? options_.next(who.group, context.now()) : std::nullopt;
    return letter(context.people(), who.group, options_.programme ? options_.programme(who.group) : nullptr,
                  next ? &*next : nullptr, who.language());
  }

  // What there is just now.
  Reply list(Context& context, const Here& who, const core::CommandLine&) {
    const Language language = who.language();
    core::Message message;
    core::head(message, language, "papers.title");
    core::say(message, language, "papers.intro");
    core::Actions actions;
    for (const std::string_view kind : kinds)
      if (page(context, who, kind))
        actions.buttons.push_back(
            events::print.button(name_of(kind, language), who.group.id, std::string(kind)));
    actions.buttons.push_back(core::events::say.button(core::text(language, "presenters.bank.title"),
                                                       "situasjoner " + who.group.key));
    message.blocks.emplace_back(std::move(actions));
    return whisper(std::move(message));
  }

  Reply print(Context& context, const Here& who, const Which& which) {
    const Language language = who.language();
    const auto paper = page(context, who, which.kind);
    if (!paper) return whisper(language, "papers.none");
    const std::string title = name_of(which.kind, language);
    const core::Button button = events::print.button(title, who.group.id, which.kind);
    const std::string address = options_.address ? options_.address(who.person, button) : std::string();
    if (address.empty() || !options_.print) return whisper(language, "paper.no_pages");
    return core::paper(language, title, title, options_.print(title, *paper, language), address);
  }

  Options options_;
};

}  // namespace

core::Message letter(const core::Directory& people, const core::Group& group,
                     const core::Programme* programme, const core::Session* next, Language language) {
  core::Message message;
  core::head(message, language, "papers.letter.title");
  core::say(message, language, "papers.letter.what", {{"group", group.name}});
  if (programme)
    message.blocks.emplace_back(
        core::Paragraph{{core::Span(programme->title.in(language) + ": " + programme->about.in(language))}});
  core::Facts facts;
  const auto fact = [&](std::string_view key, std::string value) {
    // texts: papers.letter.*
    if (!value.empty()) facts.rows.emplace_back(core::text(language, key), std::move(value));
  };
  if (next) fact("papers.letter.first", core::say_moment(language, group, next->starts));
  if (group.cadence) fact("papers.letter.rhythm", core::cadence_text(language, *group.cadence));
  fact("papers.letter.place", group.place);
  fact("papers.letter.facilitator", names_of(people.with_role(group, core::Role::facilitator), language));
  // Those above never come.
  const auto coming = core::leaders_taking_part(people, group);
  auto others = people.with_role(group, core::Role::leader);
  std::erase_if(others, [&](const core::Person* one) { return std::ranges::count(coming, one) > 0; });
  fact("papers.letter.leader_comes", names_of(coming, language));
  fact("papers.letter.leader", names_of(others, language));
  if (!facts.rows.empty()) message.blocks.emplace_back(std::move(facts));
  const auto point = [&](const std::string& key) {
    const bool answers = key == "answers", daily = core::meets_daily(group);
    const bool open = programme && programme->open_evaluation;
    return "papers.letter.point." + key + (!answers ? "" : daily ? "_daily" : open ? "_open" : "");
  };
  core::head(message, language, "papers.letter.know");
  core::List list;
  for (const char* key : {group.expected ? "expected" : "voluntary", "stays", "patients", "leader_hears",
                          "answers", "ticked", group.expected ? "yours" : "stop"})
    // texts: papers.letter.point.*
    list.items.push_back(core::rich(language, point(key)));
  message.blocks.emplace_back(std::move(list));
  core::say(message, language, "papers.letter.ask");
  return message;
}

std::unique_ptr<features::Feature> make(Options options) {
  return std::make_unique<Papers>(std::move(options));
}

}  // namespace papers
