#include "bot/features/help/feature.hpp"

#include <algorithm>

#include "bot/core/events.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/sorting.hpp"
#include "bot/features/help/topics.hpp"

namespace help {
namespace events {

// All there is, and of it what one heading has.
inline constexpr core::EventName<> more{"help/more"};
inline constexpr core::EventName<std::string> topic{"help/topic"};

}  // namespace events
namespace {

using core::Context;
using core::Language;
using core::Reply;
using features::CommandSpec;
using features::Here;
using features::Who;

// A word with a hyphen of its own: without it, it would say what the press does.
constexpr std::string_view hyphened = "sign-up";

// "idé" as a button says it, "Idé"; "mine-data" is "Mine data".
core::Button button_for(const CommandSpec& spec, Language language) {
  const std::string verb(features::verb_in(spec, language));
  std::string label = verb;
  if (label != hyphened) std::ranges::replace(label, '-', ' ');
  if (label[0] >= 'a' && label[0] <= 'z') label[0] = static_cast<char>(label[0] - 'a' + 'A');
  return (spec.sealed() ? core::events::say_sealed : core::events::say).button(label, verb);
}

constexpr std::size_t most_shown = 5, most_buttons = 25;  // groups on a start page

class Help final : public features::Feature {
 public:
  Help(std::function<const std::vector<features::Feature*>&()> all, Links links, Promised promised,
       core::Platforms platforms)
      : all_(std::move(all)),
        links_(std::move(links)),
        promised_(promised),
        platforms_(std::move(platforms)) {}

  std::string_view name() const override { return "help"; }
  std::vector<CommandSpec> commands() override {
    using features::by;
    using features::Right;
    return {{"help", {"hjelp", "hjelp", "help", "?"}, Right::everybody, by(this, &Help::overview_of)},
            {"status", {"status", "status", "status"}, Right::participant, by(this, &Help::status_of)},
            {"abilities",
             {"hva-virker", "kva-verkar", "what-works"},
             Right::everybody,
             by(this, &Help::abilities_of)},
            {"privacy",
             {"personvern", "personvern", "privacy", "anonymitet"},
             Right::everybody,
             by(this, &Help::privacy_of)}};
  }

  std::vector<features::EventRow> events() override {
    using features::press;
    using features::Right;
    return {press(core::events::show_help, Right::everybody, this, &Help::front),
            press(core::events::own_status, Right::everybody, this, &Help::status_of_own),
            press(help::events::more, Right::everybody, this, &Help::more),
            press(help::events::topic, Right::everybody, this, &Help::topic)};
  }

 private:
  Reply front(Context& context, const Who& who) { return core::whisper(overview(context, who)); }
  Reply overview_of(Context& context, const Who& who, const core::CommandLine&) {
    return core::whisper(overview(context, who));
  }
  Reply abilities_of(Context&, const Who& who, const core::CommandLine&) {
    return core::whisper(abilities(who));
  }
  Reply privacy_of(Context& context, const Who& who, const core::CommandLine&) {
    return core::whisper(privacy(context, who));
  }

  // Without a group at hand: what the person may do in any of theirs; a coordinator's are all.
  std::vector<CommandSpec> allowed(const Context& context, const Who& who) const {
    std::vector<CommandSpec> mine;
    for (features::Feature* feature : all_())
      for (CommandSpec& spec : feature->commands())
        if (spec.needs_group() && who.near ? features::may(who, *who.near, spec.needs)
                                           : features::may_anywhere(context.people(), who, spec.needs))
          mine.push_back(std::move(spec));
    return features::by_use(std::move(mine));
  }

  // Each a button, and a line with the words to type; `actions`: what stands before them. `on`: the way on,
  // last.
  static void show(core::Message& message, const std::vector<CommandSpec>& specs, Language language,
                   core::Actions actions = {}, std::optional<core::Button> on = std::nullopt) {
    core::List lines;
    for (const CommandSpec& spec : specs) {
      if (spec.name != "help") actions.buttons.push_back(button_for(spec, language));
      // texts: help.command.*
      lines.items.push_back(
          {core::Span("/refleks " + std::string(features::verb_in(spec, language)), core::Span::Style::code),
           core::Span(" – " + core::text(language, "help.command." + std::string(spec.name)))});
    }
    if (on) actions.buttons.push_back(*std::move(on));
    message.blocks.emplace_back(std::move(actions));
    message.blocks.emplace_back(std::move(lines));
  }

  // What this person needs most, and the way to the rest.
  core::Message overview(Context& context, const Who& who) const {
    const Language language = who.language();
    const auto mine = allowed(context, who);
    auto wanted = needed_most(context.people(), who);
    core::Message message;
    core::head(message, language, "help.title");
    const bool nothing_yet = who.person.coordinator && context.people().groups().empty();
    core::Actions actions;
    if (nothing_yet) {
      core::say(message, language, "help.no_groups");
      actions.buttons.push_back(core::events::say.button(core::text(language, "help.first_group"), "oppsett",
                                                         core::Button::Style::primary));
      wanted = {"import", "language", "privacy"};
    } else {
      core::say(message, language, "help.intro");
    }
    std::vector<CommandSpec> first;
    for (const std::string_view name : wanted)
      if (const auto spec = std::ranges::find(mine, name, &CommandSpec::name); spec != mine.end())
        first.push_back(*spec);
    if (first.empty())  // of no group: all that is left is little
      show(message, mine, language);
    else
      show(message, first, language, std::move(actions),
           events::more.button(core::text(language, "help.more")));
    if (!links_.handbook.empty())
      message.blocks.emplace_back(
          core::Paragraph{{core::Span(core::text(language, "help.handbook"), core::Span::Style::plain,
                                      links_.handbook + "?l=" + std::string(core::code(language)))}});
    return message;
  }

  // All there is, by what it is about.
  Reply more(Context& context, const Who& who) {
    const Language language = who.language();
    const auto mine = allowed(context, who);
    core::Message message;
    core::head(message, language, "help.more");
    core::List lines;
    core::Actions actions;
    for (const std::string_view topic : topics) {
      std::string verbs;
      for (const CommandSpec& spec : mine)
        if (topic_of(spec.name) == topic)
          verbs += (verbs.empty() ? "" : ", ") + std::string(features::verb_in(spec, language));
      if (verbs.empty()) continue;
      // texts: help.topic.*
      const std::string title = core::text(language, "help.topic." + std::string(topic));
      actions.buttons.push_back(events::topic.button(title, std::string(topic)));
      lines.items.push_back({core::Span(title + ": ", core::Span::Style::strong), core::Span(verbs)});
    }
    message.blocks.emplace_back(std::move(actions));
    message.blocks.emplace_back(std::move(lines));
    message.blocks.emplace_back(core::ContextLine{{core::Span(core::text(language, "help.foot"))}});
    return core::whisper(std::move(message));
  }

  Reply topic(Context& context, const Who& who, const std::string& name) {
    const Language language = who.language();
    auto mine = allowed(context, who);
    std::erase_if(mine, [&](const CommandSpec& spec) { return topic_of(spec.name) != name; });
    if (mine.empty()) return more(context, who);
    core::Message message;
    core::head(message, language, "help.topic." + std::string(topic_of(mine.front().name)));
    show(message, mine, language, {}, events::more.button(core::text(language, "help.back")));
    return core::whisper(std::move(message));
  }

  void add_status(core::Message& message, Context& context, const Here& who) const {
    core::head(message, who.language(), "help.status", {{"group", who.group.name}});
    const std::size_t before = message.blocks.size();
    for (features::Feature* feature : all_()) feature->status(context, who, message.blocks);
    if (message.blocks.size() == before) core::say(message, who.language(), "help.status.quiet");
  }
  Reply status_of(Context& context, const Here& who, const core::CommandLine&) {
    core::Message message;
    add_status(message, context, who);
    return core::whisper(std::move(message));
  }

  // Of each of their groups, as far as one looks; of the others, and for a coordinator of all, a button.
  Reply status_of_own(Context& context, const Who& who) {
    const Language language = who.language();
    std::vector<const core::Group*> groups = context.people().groups_of(who.person.id);
    const bool own = !groups.empty();
    if (!own && !who.person.coordinator) return core::whisper(language, "who.no_group");
    if (!own)
      for (const core::Group& group : context.people().groups()) groups.push_back(&group);
    std::ranges::sort(groups, core::name_before, &core::Group::name);
    core::Message message;
    core::Actions others;
    std::size_t shown = 0;
    for (const core::Group* group : groups) {
      if (own && shown < most_shown) {
        add_status(message, context, Here(who, *group));
        ++shown;
      } else if (others.buttons.size() < most_buttons) {
        others.buttons.push_back(core::events::say.button(group->name, "status " + group->key));
      }
    }
    if (!others.buttons.empty()) {
      core::say(message, language, "help.status.others");
      message.blocks.emplace_back(std::move(others));
    }
    Reply reply;
    if (!message.blocks.empty()) reply.whisper = std::move(message);
    return reply;
  }

  // What the chat of the group, and the person's own, can do: docs/platforms.md is the same for all
  // platforms.
  core::Message abilities(const Who& who) const {
    const Language language = who.language();
    core::Message message;
    core::head(message, language, "abilities.title");
    std::vector<std::string> workspaces{who.person.workspace};
    if (who.near && who.near->workspace != who.person.workspace) workspaces.push_back(who.near->workspace);
    for (const std::string& workspace : workspaces) {
      const auto can = platforms_.abilities ? platforms_.abilities(workspace) : std::nullopt;
      if (!can) continue;
      core::Facts facts;
      for (const auto& [key, ability] : core::abilities_of(*can))
        // texts: abilities.*
        facts.rows.emplace_back(
            core::text(language, "abilities." + std::string(key)),
            core::text(language, (ability ? "abilities.has." : "abilities.lacks.") + std::string(key)));
      core::say(message, language, "abilities.of", {{"workspace", workspace}});
      message.blocks.emplace_back(std::move(facts));
    }
    if (message.blocks.size() == 1) core::say(message, language, "abilities.unknown");
    return message;
  }

  // What is promised, what is not, and what is stored about the one who asks.
  core::Message privacy(Context& context, const Who& who) const {
    const Language language = who.language();
    core::Message message;
    core::head(message, language, "privacy.title");
    core::say(message, language, promised_.box_on_disk ? "privacy.box.disk" : "privacy.box.memory");
    core::List points;
    const bool apart = promised_.leader > promised_.group;
    const std::string group = std::to_string(promised_.group), leader = std::to_string(promised_.leader);
    points.items.push_back(core::rich(language, apart ? "privacy.results.apart" : "privacy.results",
                                      {{"k", group}, {"leader", leader}}));
    points.items.push_back(core::rich(language, "privacy.nobody_listed", {{"k", group}}));
    // Where nothing is shown of five, two cannot work out a third.
    points.items.push_back(
        core::rich(language, promised_.group > 5 ? "privacy.not_promised.many" : "privacy.not_promised"));
    for (const char* key : {"privacy.identifiers", "privacy.attendance"})
      points.items.push_back(core::rich(language, key));
    message.blocks.emplace_back(std::move(points));
    core::Facts facts;
    facts.rows.emplace_back(core::text(language, "privacy.fact.name"), who.person.name);
    facts.rows.emplace_back(core::text(language, "privacy.fact.language"),
                            std::string(core::row_of(language).name));
    for (const core::Group* group : context.people().groups_of(who.person.id))
      // texts: role.*
      facts.rows.emplace_back(
          group->name,
          core::text(language, "role." + std::string(core::code(group->member(who.person.id)->role))));
    core::say(message, language, "privacy.stored");
    message.blocks.emplace_back(std::move(facts));
    if (!links_.deviation.empty() || !links_.whistleblowing.empty()) {
      core::Rich line = core::rich(language, "privacy.channels");
      const auto link = [&](const char* before, const std::string& name, const std::string& url) {
        line.emplace_back(before);
        line.emplace_back(name, core::Span::Style::plain, url);
      };
      const bool both = !links_.deviation.empty() && !links_.whistleblowing.empty();
      if (!links_.deviation.empty()) link(" ", core::text(language, "privacy.deviation"), links_.deviation);
      if (!links_.whistleblowing.empty())
        link(both ? " · " : " ", core::text(language, "privacy.whistleblowing"), links_.whistleblowing);
      message.blocks.emplace_back(core::Paragraph{std::move(line)});
    }
    return message;
  }

  std::function<const std::vector<features::Feature*>&()> all_;
  Links links_;
  Promised promised_;
  core::Platforms platforms_;
};

}  // namespace

std::unique_ptr<features::Feature> make(std::function<const std::vector<features::Feature*>&()> all,
                                        Links links, Promised promised, core::Platforms platforms) {
  return std::make_unique<Help>(std::move(all), std::move(links), promised, std::move(platforms));
}

}  // namespace help
