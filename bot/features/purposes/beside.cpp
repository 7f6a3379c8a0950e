#include "bot/features/purposes/beside.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "bot/core/reply.hpp"
#include "bot/features/purposes/questions.hpp"

namespace purposes {
namespace {

using core::Language;

void group_said(core::Message& message, const core::PollId& poll, int round, bool of_several,
                std::size_t question, const Options& options, Language language) {
  auto blocks =
      options.shown ? options.shown(poll, static_cast<int>(question), language) : std::vector<core::Block>{};
  std::string label = core::text(language, "purposes.group");
  if (of_several) label += ", " + core::text(language, "purposes.round." + std::to_string(round));
  core::Rich line{core::Span(label + ":")};
  // Texts stand in the result alone, so that none is told twice: that there were too few would not be known.
  const std::string_view instead = is_text(question) ? "purposes.texts_there" : "purposes.too_few";
  if (blocks.empty()) line.emplace_back(" " + core::text(language, instead));
  message.blocks.emplace_back(core::Paragraph{std::move(line)});
  std::ranges::move(blocks, std::back_inserter(message.blocks));
}

}  // namespace

core::Message beside_each_other(const core::Directory& people, const Asking& asking,
                                const std::vector<Said>& said, const Options& options, int round,
                                std::string_view key, Language language) {
  core::Message message;
  core::head(message, language, "purposes.title");
  // texts: purposes.beside.1, purposes.beside.2, purposes.beside.once
  core::say(message, language, key);
  // What the group answered the first time would tell of the one who came or left since.
  const bool alone =
      round > 1 && options.one_more && options.one_more(poll_id(asking, round - 1), poll_id(asking, round));
  for (std::size_t question = 0; question < prompts.size(); ++question) {
    message.blocks.emplace_back(
        core::Paragraph{{core::Span(core::text(language, prompts.at(question)), core::Span::Style::strong)}});
    core::Facts facts;
    for (const Said& one : said) {
      const core::Person* person = people.person(one.person);
      const std::string words = words_of(one, question, language);
      if (!person || one.round > round || words.empty()) continue;
      std::string label = person->name + ", " + core::text(language, "role." + std::string(code(one.role)));
      if (round > 1)  // texts: purposes.round.1, purposes.round.2
        label += ", " + core::text(language, "purposes.round." + std::to_string(one.round));
      facts.rows.emplace_back(std::move(label), words);
    }
    if (!facts.rows.empty()) message.blocks.emplace_back(std::move(facts));
    for (int each = alone ? round : 1; each <= round; ++each)
      group_said(message, poll_id(asking, each), each, round > 1, question, options, language);
  }
  if (alone) core::note(message, language, "purposes.alone");
  return message;
}

}  // namespace purposes
