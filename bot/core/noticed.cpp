#include "bot/core/noticed.hpp"

#include "bot/core/result_view.hpp"
#include "bot/core/texts.hpp"

namespace core {

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

}  // namespace core
