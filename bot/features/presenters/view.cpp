#include "bot/features/presenters/view.hpp"

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/presenters/events.hpp"

namespace presenters {
namespace {

using core::Language;

std::string day_of(const About& about, Language language) {
  const core::Local from = core::Zone::named(about.group.zone).to_local(about.session.starts);
  return core::say_date(language, core::date_of(from));
}

}  // namespace

bool is_there(const core::Person& person, const About& about) {
  const core::Zone zone = core::Zone::named(about.group.zone);
  const core::Member* member = about.group.member(person.id);
  return member && core::takes_part(about.group, *member) &&
         !core::is_away(person, zone, about.session.starts) &&
         (!member->ends || *member->ends >= core::local_date(about.group, about.session.starts));
}

const core::Case* case_of(const core::Programmes& programmes, const CaseRef& ref) {
  const auto programme = programmes.find(ref.programme);
  if (programme == programmes.end() || ref.number < 0 ||
      static_cast<std::size_t>(ref.number) >= programme->second.cases.size())
    return nullptr;
  return &programme->second.cases[static_cast<std::size_t>(ref.number)];
}

std::vector<core::Block> question(const Slot& slot, const About& about, Language language) {
  std::vector<core::Block> blocks;
  core::say(blocks, language, "presenters.ask",
            {{"group", about.group.name}, {"when", day_of(about, language)}});
  blocks.emplace_back(core::Actions{
      {events::yes.button(core::text(language, "presenters.yes"), slot.session, slot.place, slot.attempt,
                          core::Button::Style::primary),
       events::no.button(core::text(language, "presenters.no"), slot.session, slot.place, slot.attempt)}});
  return blocks;
}

core::Message card(const Slot& slot, const About& about, Language language) {
  core::Message message;
  if (slot.state == Slot::State::asked) {
    message.blocks = question(slot, about, language);
    return message;
  }
  core::say(message, language, "presenters.you_bring",
            {{"group", about.group.name}, {"when", day_of(about, language)}});
  message.blocks.emplace_back(core::Actions{
      {core::events::say_sealed.button(core::text(language, "presenters.log"), "situasjonslogg"),
       events::no.button(core::text(language, "presenters.cannot"), slot.session, slot.place,
                         slot.attempt)}});
  return message;
}

core::Message said(std::string_view key, Language language) {
  core::Message message;
  // texts: presenters.passed_on, presenters.cancelled
  core::say(message, language, key);
  return message;
}

core::Message told(std::string_view key, const std::string& name, const About& about, Language language) {
  core::Message message;
  // texts: presenters.told, presenters.not_after_all
  core::say(message, language, key,
            {{"name", name}, {"group", about.group.name}, {"when", day_of(about, language)}});
  return message;
}

core::Message in_reserve(const About& about, const std::vector<const core::Case*>& made_up,
                         Language language) {
  core::Message message;
  const std::string when = day_of(about, language);
  if (made_up.empty())
    core::say(message, language, "presenters.no_reserve", {{"group", about.group.name}, {"when", when}});
  else
    message.blocks.emplace_back(core::Paragraph{
        {core::Span(core::text_n(language, "presenters.reserve", static_cast<int>(made_up.size()),
                                 {{"group", about.group.name}, {"when", when}}))}});
  for (const core::Case* one : made_up) {
    message.blocks.emplace_back(core::Heading{one->title.in(language)});
    message.blocks.emplace_back(core::Paragraph{{core::Span(one->text.in(language))}});
  }
  message.blocks.emplace_back(core::Actions{{core::events::say.button(
      core::text(language, "presenters.bank.title"), "situasjoner " + about.group.key)}});
  return message;
}

core::Message case_card(const core::Case& made_up, Language language) {
  core::Message message;
  message.blocks.emplace_back(core::Heading{made_up.title.in(language)});
  message.blocks.emplace_back(core::Paragraph{{core::Span(made_up.text.in(language))}});
  core::note(message, language, "sessions.sheet.made_up");
  return message;
}

}  // namespace presenters
