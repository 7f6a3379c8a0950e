#include "bot/core/care_channels.hpp"

#include "bot/core/reply.hpp"
#include "bot/guarding/concerns.hpp"

namespace core {

Elsewhere belongs_elsewhere(Language language, const FormValues& values, std::span<const std::string> fields,
                            const Directory& people, const Group& group, const CareChannels& channels) {
  Elsewhere told;
  const bool links = !channels.deviation_url.empty() || !channels.whistleblowing_url.empty();
  std::vector<std::string> members;
  for (const Member& member : group.members)
    if (const Person* person = people.person(member.person)) members.push_back(person->name);
  guarding::Concerns found;
  for (const std::string& field : fields) {
    const guarding::Concerns here =
        guarding::find_concerns(value_of(values, field), people.full_names(), members);
    found.colleague = found.colleague || here.colleague;
    found.treatment = found.treatment || here.treatment;
    found.writer = found.writer || here.writer;
    std::string& line = told.at_field[field];
    if (here.colleague) line = text(language, links ? "elsewhere.field.name" : "elsewhere.field.name.ask");
    if (here.treatment)
      line += (line.empty() ? "" : " ") +
              text(language, links ? "elsewhere.field.treatment" : "elsewhere.field.treatment.ask");
    if (line.empty() && here.writer) line = text(language, "elsewhere.field.writer");
    if (line.empty()) told.at_field.erase(field);
  }
  if (!found.any()) return {};
  Rich& said = told.words;
  const auto say = [&](const std::string& words, const std::string& url = {}) {
    said.emplace_back((said.empty() ? "" : " ") + words, Span::Style::plain, url);
  };
  if (found.colleague) say(text(language, "elsewhere.colleague"));
  if (found.treatment) say(text(language, "elsewhere.treatment"));
  if (found.writer) say(text(language, "elsewhere.writer"));
  const bool of_others = found.colleague || found.treatment;
  if (of_others && !links) say(text(language, "elsewhere.ask"));
  if (of_others && links) {
    say(text(language, "elsewhere.channels"));
    if (!channels.deviation_url.empty()) say(text(language, "privacy.deviation"), channels.deviation_url);
    if (!channels.deviation_url.empty() && !channels.whistleblowing_url.empty()) said.emplace_back(" ·");
    if (!channels.whistleblowing_url.empty())
      say(text(language, "privacy.whistleblowing"), channels.whistleblowing_url);
    said.emplace_back(".");
  }
  say(text(language, "elsewhere.edit"));
  return told;
}

}  // namespace core
