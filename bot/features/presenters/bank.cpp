#include "bot/features/presenters/bank.hpp"

#include <algorithm>

#include "bot/core/reply.hpp"
#include "bot/features/presenters/events.hpp"
#include "bot/features/presenters/view.hpp"

namespace presenters {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Here;
using features::Right;

std::vector<features::CommandSpec> Bank::commands() {
  using features::by;
  return {{"cases",
           {"situasjoner", "situasjonar", "cases", "case", "caser"},
           Right::facilitator,
           by(this, &Bank::list)}};
}

std::vector<features::EventRow> Bank::events() {
  namespace e = presenters::events;
  using features::press;
  const auto which = [](Bank*, const core::GroupId& group, int number) {
    return std::optional(Which{group, number});
  };
  return {
      press(e::theme, Right::facilitator, this, which, &Bank::theme),
      press(e::one, Right::facilitator, this, &Bank::find, &Bank::show).otherwise("sessions.sheet.no_card"),
      press(e::choose, Right::facilitator, this, &Bank::find, &Bank::choose)
          .otherwise("sessions.sheet.no_card"),
      press(e::print, Right::facilitator, this, &Bank::find, &Bank::print)
          .otherwise("sessions.sheet.no_card")};
}

// A case without a theme stands under the title of its pack.
std::vector<Bank::Theme> Bank::themes() const {
  std::vector<Theme> all;
  for (const auto& [key, programme] : programmes_)
    for (std::size_t i = 0; i < programme.cases.size(); ++i) {
      const core::Localized& own = programme.cases[i].theme;
      const core::Localized& name = own.empty() ? programme.title : own;
      auto theme = std::ranges::find_if(
          all, [&](const Theme& one) { return one.name->in(Language::nb) == name.in(Language::nb); });
      if (theme == all.end()) theme = all.insert(all.end(), Theme{&name, {}});
      theme->cases.push_back({key, static_cast<int>(i)});
    }
  return all;
}

std::optional<Bank::Chosen> Bank::find(const core::GroupId& group, const std::string& programme, int number) {
  CaseRef ref{programme, number};
  const core::Case* made_up = case_of(programmes_, ref);
  return made_up ? std::optional(Chosen{group, std::move(ref), made_up}) : std::nullopt;
}

Reply Bank::list(Context&, const Here& who, const core::CommandLine&) {
  const Language language = who.language();
  core::Message message;
  core::head(message, language, "presenters.bank.title");
  core::say(message, language, "presenters.bank.intro");
  core::Actions actions;
  const auto all = themes();
  for (std::size_t i = 0; i < all.size(); ++i)
    actions.buttons.push_back(events::theme.button(
        core::text(language, "presenters.bank.theme",
                   {{"theme", all[i].name->in(language)}, {"number", static_cast<int>(all[i].cases.size())}}),
        who.group.id, static_cast<int>(i)));
  message.blocks.emplace_back(std::move(actions));
  return whisper(std::move(message));
}

Reply Bank::theme(Context&, const Here& who, const Which& which) {
  const Language language = who.language();
  const auto all = themes();
  if (which.number < 0 || static_cast<std::size_t>(which.number) >= all.size())
    return whisper(language, "sessions.sheet.no_card");
  const Theme& theme = all[static_cast<std::size_t>(which.number)];
  core::Message message;
  message.blocks.emplace_back(core::Heading{theme.name->in(language)});
  core::Actions actions;
  for (const CaseRef& ref : theme.cases)
    actions.buttons.push_back(events::one.button(case_of(programmes_, ref)->title.in(language), who.group.id,
                                                 ref.programme, ref.number));
  message.blocks.emplace_back(std::move(actions));
  return whisper(std::move(message));
}

Reply Bank::show(Context& context, const Here& who, const Chosen& chosen) {
  const Language language = who.language();
  core::Message message = case_card(*chosen.made_up, language);
  core::Actions actions;
  if (store_.next(who.group.id, context.now()))
    actions.buttons.push_back(events::choose.button(core::text(language, "presenters.bank.choose"),
                                                    who.group.id, chosen.ref.programme, chosen.ref.number));
  if (print_)
    actions.buttons.push_back(events::print.button(core::text(language, "presenters.bank.print"),
                                                   who.group.id, chosen.ref.programme, chosen.ref.number));
  if (!actions.buttons.empty()) message.blocks.emplace_back(std::move(actions));
  return whisper(std::move(message));
}

// What was chosen before gives way; the run sheet has it.
Reply Bank::choose(Context& context, const Here& who, const Chosen& chosen) {
  const Language language = who.language();
  const auto session = store_.next(who.group.id, context.now());
  if (!session) return whisper(language, "sessions.sheet.none");
  Slot slot{session->id, 0, 1, who.group.id, Slot::State::reserve};
  slot.made_up = chosen.ref;
  store_.save(slot);
  const core::Local from = core::Zone::named(who.group.zone).to_local(session->starts);
  core::Message message;
  core::say(message, language, "presenters.bank.chosen",
            {{"title", chosen.made_up->title.in(language)},
             {"when", core::say_date(language, core::date_of(from))}});
  message.blocks.emplace_back(core::Actions{
      {core::events::say.button(core::text(language, "sessions.sheet.see"), "kjøreplan " + who.group.key)}});
  return whisper(std::move(message));
}

Reply Bank::print(Context&, const Here& who, const Chosen& chosen) {
  const Language language = who.language();
  core::Message page = case_card(*chosen.made_up, language);
  core::say(page, language, "presenters.bank.room");
  const std::string title = chosen.made_up->title.in(language);
  const std::string address =
      address_ ? address_(who.person,
                          events::print.button(title, who.group.id, chosen.ref.programme, chosen.ref.number))
               : std::string();
  return core::paper(language, title, title, print_ ? print_(title, page, language) : std::string(), address);
}

}  // namespace presenters
