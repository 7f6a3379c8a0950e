#include "bot/app/identifiers_tool.hpp"

#include <istream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/texts.hpp"
#include "bot/guarding/identifiers.hpp"

namespace app {

int check_identifiers(std::istream& in, std::ostream& out) {
  std::string line;
  while (std::getline(in, line)) {
    const std::vector<std::string> fields{line};
    const auto findings = guarding::find_identifiers(fields);
    switch (guarding::worst(findings)) {
      case guarding::IdentifierVerdict::ok:
        out << "ok";
        break;
      case guarding::IdentifierVerdict::warn:
        out << "warn";
        break;
      case guarding::IdentifierVerdict::stop:
        out << "stop";
        break;
    }
    // texts: identifier.kind.*
    const char* before = " ";
    for (const guarding::IdentifierFinding& finding : findings) {
      const std::string kind(guarding::kind_key(finding.kind));
      out << std::exchange(before, "; ") << kind << ": "
          << core::text(core::Language::nb, "identifier.kind." + kind);
    }
    out << '\n';
  }
  return 0;
}

}  // namespace app
