#include "bot/features/matters/minutes.hpp"

#include <algorithm>

#include "bot/core/group_time.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/matters/events.hpp"

namespace matters {
namespace {

using core::Button;

constexpr std::size_t kept_on_a_page = 8;

core::Message kept_list(const std::vector<Kept>& all, const core::Group& group, core::Instant now,
                        core::Language language, int page, bool facilitates, bool left_out) {
  core::Message message;
  auto& blocks = message.blocks;
  core::head(blocks, language, "matters.kept.title", {{"group", group.name}});
  if (left_out)
    core::say(blocks, language, "who.came_later");
  else if (all.empty())
    core::say(blocks, language, "matters.kept.none");
  core::List lines;
  lines.numbered = facilitates;
  core::Actions one;
  const std::size_t begin = std::min(all.size(), static_cast<std::size_t>(page) * kept_on_a_page),
                    end = std::min(all.size(), begin + kept_on_a_page);
  for (std::size_t i = begin; i < end; ++i) {
    core::Rich line{core::Span(core::say_date(language, group, all[i].at, now) + ": "),
                    core::Span(all[i].text)};
    if (all[i].released) line.emplace_back(" " + core::text(language, "matters.kept.released"));
    lines.items.push_back(std::move(line));
    const int number = static_cast<int>(lines.items.size());
    if (facilitates && !all[i].released)
      one.buttons.push_back(
          events::minutes.button(core::text(language, "matters.kept.open", {{"n", number}}), all[i].id));
  }
  if (!lines.items.empty()) blocks.emplace_back(std::move(lines));
  if (!one.buttons.empty()) blocks.emplace_back(std::move(one));
  if (end < all.size())
    blocks.emplace_back(
        core::Actions{{events::kept.button(core::text(language, "matters.more"), group.id, page + 1)}});
  blocks.emplace_back(core::ContextLine{{core::Span(core::text(language, "matters.kept.note"))}});
  return message;
}

}  // namespace

// Those who read what stays in the group, so no coordinator who is no member.
std::vector<features::EventRow> Minutes::events() {
  namespace e = matters::events;
  using features::press;
  using features::Right;
  return {
      press(e::kept, Right::answering, this, &Minutes::page_of, &Minutes::list),
      press(e::minutes, Right::answering, this, &Minutes::one_of, &Minutes::open, &Minutes::not_now),
      press(e::release, Right::answering, this, &Minutes::one_of, &Minutes::release, &Minutes::not_now),
      press(e::take_back, Right::answering, this, &Minutes::one_of, &Minutes::take_back, &Minutes::not_now)};
}

std::optional<Minutes::Page> Minutes::page_of(const core::GroupId& group, const std::optional<int>& number) {
  if (number.value_or(0) < 0) return std::nullopt;
  return Page{group, number.value_or(0)};
}

std::optional<Minutes::One> Minutes::one_of(const std::string& id) {
  auto found = store_.find(id);
  if (!found) return std::nullopt;
  return One{*std::move(found)};
}

std::optional<core::Reply> Minutes::not_now(core::Context&, const features::Here& who, const One& one) {
  if (!core::may(who.person, who.group, core::Role::facilitator))
    return core::whisper(who.language(), "who.needs.facilitator", {{"group", who.group.name}});
  if (one.found.kept.released) return core::whisper(who.language(), "matters.minutes.already");
  if (!core::was_in(who.group, who.person.id, one.found.kept.at))
    return core::whisper(who.language(), "who.came_later");
  return std::nullopt;
}

std::string Minutes::names(core::Context& context, const features::Here& who) const {
  const core::Leaders levels = keeper_.levels(context, who.group, Kind::matter);
  std::vector<std::string> names;
  for (const auto* level : {&levels.first, &levels.above})
    for (const core::Person* leader : *level) names.push_back(leader->name);
  return names.empty() ? core::text(who.language(), "matters.leader") : core::say_list(who.language(), names);
}

core::Reply Minutes::list(core::Context& context, const features::Here& who, const Page& page) {
  auto all = store_.of_group(who.group.id);
  const auto before = std::erase_if(all, [&](const Kept& kept) {
    return !kept.released && !core::was_in(who.group, who.person.id, kept.at);
  });
  return core::whisper(kept_list(all, who.group, context.now(), who.language(), page.number,
                                 core::may(who.person, who.group, core::Role::facilitator), before > 0));
}

core::Reply Minutes::open(core::Context& context, const features::Here& who, const One& one) {
  const core::Language language = who.language();
  core::Message message;
  auto& blocks = message.blocks;
  core::head(blocks, language, "matters.minutes.title",
             {{"date", core::say_date(language, who.group, one.found.kept.at)}});
  blocks.emplace_back(core::Paragraph{{core::Span(one.found.kept.text)}});
  core::say(blocks, language, "matters.minutes.ask", {{"names", names(context, who)}});
  blocks.emplace_back(
      core::Actions{{events::release.button(core::text(language, "matters.minutes.release"),
                                            one.found.kept.id, Button::Style::primary),
                     events::take_back.button(core::text(language, "matters.minutes.take_back"),
                                              one.found.kept.id, Button::Style::danger)}});
  return core::whisper(std::move(message));
}

// The group sees in its channel what its leaders are shown.
core::Reply Minutes::release(core::Context& context, const features::Here& who, const One& one) {
  store_.release(one.found.kept.id, context.now());
  const core::Language language = who.group.language;
  core::Message message;
  core::head(message, language, "matters.minutes.told");
  message.blocks.emplace_back(core::Paragraph{{core::Span(one.found.kept.text)}});
  message.blocks.emplace_back(
      core::ContextLine{{core::Span(core::text(language, "matters.minutes.told.note"))}});
  context.post(
      core::may_wait({"minutes:" + one.found.kept.id, who.group.destination(), std::move(message), true}));
  return core::whisper(who.language(), "matters.minutes.released", {{"names", names(context, who)}});
}

core::Reply Minutes::take_back(core::Context&, const features::Here& who, const One& one) {
  store_.take_back(one.found.kept.id);
  return core::whisper(who.language(), "matters.minutes.taken_back");
}

}  // namespace matters
