// What people type: commands, dates, and texts the stop for identifiers looks through.
#include "bot/core/command_line.hpp"
#include "bot/core/people.hpp"
#include "bot/core/utf8.hpp"
#include "bot/core/written_time.hpp"
#include "bot/features/polls/command.hpp"
#include "bot/guarding/identifiers.hpp"
#include "tests/fuzz/target.hpp"

namespace fuzz {
namespace {

void command_line(std::string_view bytes) {
  for (const std::string& text : {std::string(bytes), core::cleaned(bytes)}) {
    const core::CommandLine line = core::parse_command(text);
    (void)line.quoted();
    for (const std::string& word : line.plain()) (void)core::slips_between(core::folded(word), "avstemning");
    (void)polls::draft_from(line, core::Group(), core::Instant{}, false);
  }
}

void identifiers(std::string_view bytes) {
  std::vector<std::string> fields;
  while (!bytes.empty() && fields.size() < 8) fields.emplace_back(take_part(bytes));
  (void)guarding::worst(guarding::find_identifiers(fields));
}

void times(std::string_view bytes) {
  const core::Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{24}};
  (void)core::date_from_text(bytes, today);
  (void)core::time_from_text(bytes);
  try {
    (void)core::offset_from_text(bytes);
  } catch (const std::invalid_argument&) {
  }
  try {
    (void)core::instant_from_text(bytes);
  } catch (const std::invalid_argument&) {
  }
}

}  // namespace

std::span<const Target> text_targets() {
  static constexpr Target all[] = {
      {"command_line", command_line}, {"identifiers", identifiers}, {"times", times}};
  return all;
}

}  // namespace fuzz
