#include "adapters/web/page_links.hpp"

#include <utility>

#include "bot/core/event.hpp"

namespace web {
namespace {
constexpr std::chrono::days press_lives{30}, home_lives{365}, overview_lives{90};
}

PageLinks::PageLinks(std::shared_ptr<const Tokens> tokens, std::string public_url, People people,
                     const core::Clock& clock)
    : tokens_(std::move(tokens)), base_(std::move(public_url)), people_(std::move(people)), clock_(clock) {
  while (base_.ends_with('/')) base_.pop_back();
}

std::string PageLinks::page(const Link& link) const {
  return base_ + "/s/" + tokens_->seal(link);
}

std::optional<std::string> PageLinks::to(const core::Destination& to, const core::Button& button) {
  const auto people = people_();
  Link link;
  link.kind = Link::Kind::press;
  link.name = button.name;
  link.value = button.value;
  link.label = button.label;
  link.expires = clock_.now() + press_lives;
  if (to.kind == core::Destination::Kind::person) {
    const core::Person* person = people->person(to.workspace, to.id);
    if (!person) return std::nullopt;
    link.person = person->id;
    link.sheet = person->pages;
    return page(link);
  }
  const core::Group* group = people->group_in_channel(to.workspace, to.id);
  if (!group || group->sheet <= 0 || !core::is_sealed_name(button.name)) return std::nullopt;
  link.group = group->id;
  link.sheet = group->sheet;
  return page(link);
}

std::optional<std::string> PageLinks::home(const core::Destination& to) {
  const auto people = people_();
  if (to.kind == core::Destination::Kind::person) {
    const core::Person* person = people->person(to.workspace, to.id);
    if (!person) return std::nullopt;
    return home_of(person->id);
  }
  const core::Group* group = people->group_in_channel(to.workspace, to.id);
  if (!group) return std::nullopt;
  return sheet_of(*group);
}

std::string PageLinks::page_of(Link link, const core::PersonId& id) const {
  const auto people = people_();
  const core::Person* person = people->person(id);
  if (!person) return {};
  link.person = id;
  link.sheet = person->pages;
  return page(link);
}

std::string PageLinks::home_of(const core::PersonId& person) {
  Link link;
  link.expires = clock_.now() + home_lives;
  return page_of(std::move(link), person);
}

std::string PageLinks::overview_of(const core::PersonId& person) {
  Link link;
  link.kind = Link::Kind::overview;
  link.expires = clock_.now() + overview_lives;
  return page_of(std::move(link), person);
}

std::optional<std::string> PageLinks::sheet_of(const core::Group& group) {
  if (group.sheet <= 0) return std::nullopt;
  return base_ + "/s/" + tokens_->sheet_code(group.id, group.sheet);
}

std::string PageLinks::calendar_of(const core::PersonId& person, const std::string& serial) {
  Link link;
  link.kind = Link::Kind::calendar;
  link.person = person;
  link.serial = serial;
  return base_ + "/k/" + tokens_->seal(link) + ".ics";
}

}  // namespace web
