#include "bot/results/noticed.hpp"

#include "bot/core/texts.hpp"
#include "bot/results/result_view.hpp"

namespace results {
using core::Language;
using core::localized;
using core::Question;
using core::ResultLine;
using core::text;

Question noticed_question(const std::string& title) {
  return {Question::Kind::choice,
          localized("matters.noticed.ask", {{"title", title}}),
          {localized("matters.noticed.yes"), localized("matters.noticed.no")},
          true};
}

std::string say_noticed(const std::vector<ResultLine>& lines, Language language) {
  const auto named = foremost(noticed_question(""), 0, lines, ResultLine::Audience::leader);
  // texts: matters.noticed.said.*
  const char* which = named.size() > 1 ? "split" : named.empty() ? "few" : named.front() == 0 ? "yes" : "no";
  return text(language, std::string("matters.noticed.said.") + which);
}

}  // namespace results
