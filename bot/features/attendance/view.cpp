#include "bot/features/attendance/view.hpp"

#include "bot/core/events.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/attendance/events.hpp"

namespace attendance {
namespace {

using core::Button;
using core::Language;

}  // namespace

core::Form form(const core::Session& session, const core::Group& group, const std::vector<Name>& names,
                int times, Language language) {
  core::Form form = events::take.form(session.id, times);
  form.title = core::text(language, "attendance.form.title");
  form.intro =
      core::rich(language, "attendance.form.intro",
                 {{"group", group.name}, {"when", core::say_moment(language, group, session.starts)}});
  core::Input came =
      core::input("came", core::text(language, "attendance.form.came"), core::Input::Kind::choices);
  for (const Name& name : names) {
    came.options.push_back({name.person.text, name.name});
    if (name.ticked) came.initial.push_back(name.person.text);
  }
  form.inputs.push_back(std::move(came));
  form.submit = core::text(language, "attendance.form.submit");
  return form;
}

core::Message nobody(const core::Session& session, const core::Group& group, Language language) {
  core::Message message;
  say(message, language, "attendance.nobody", {{"when", core::say_moment(language, group, session.starts)}});
  message.blocks.emplace_back(core::Actions{
      {core::events::not_held.button(core::text(language, "sessions.followup.not_held"), session.id),
       events::who_came.button(core::text(language, "attendance.button"), session.id, std::nullopt)}});
  return message;
}

core::Message taken(const Taken& what, std::string_view key, const std::vector<core::Session>& others,
                    Language language) {
  core::Message message;
  // texts: attendance.done attendance.taken attendance.meanwhile
  say(message, language, key,
      {{"by", what.by},
       {"came", what.all.came},
       {"listed", what.all.listed},
       {"group", what.group.name},
       {"when", core::say_moment(language, what.group, what.session.starts)}});
  if (!what.names.empty())
    say(message, language, "attendance.came", {{"names", core::say_list(language, what.names)}});
  core::Actions actions{
      {events::who_came.button(core::text(language, "attendance.correct"), what.session.id, what.all.times)}};
  if (!others.empty()) say(message, language, "attendance.others", {});
  for (const core::Session& other : others)
    actions.buttons.push_back(
        events::who_came.button(core::say_date(language, what.group, other.starts), other.id, std::nullopt));
  message.blocks.emplace_back(std::move(actions));
  return message;
}

core::Message absent(const core::Session& session, const core::Group& group,
                     const std::vector<std::string>& names, const std::string& again, Language language) {
  core::Message message;
  say(message, language, names.empty() ? "attendance.absent.none" : "attendance.absent",
      {{"group", group.name},
       {"when", core::say_moment(language, group, session.starts)},
       {"names", core::say_list(language, names)}});
  if (!again.empty()) say(message, language, "attendance.absent.again", {{"name", again}});
  message.blocks.emplace_back(core::Actions{{core::events::say.button(
      core::text(language, "attendance.absent.all"), "samlinger " + group.key, Button::Style::plain)}});
  return message;
}

}  // namespace attendance
