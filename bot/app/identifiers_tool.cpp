#include "bot/app/identifiers_tool.hpp"

#include <istream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/identifiers.hpp"
#include "bot/core/texts.hpp"

namespace app {

int check_identifiers(std::istream& in, std::ostream& out) {
  std::string line;
  while (std::getline(in, line)) {
    const std::vector<std::string> fields{line};
    const auto findings = core::find_identifiers(fields);
    switch (core::worst(findings)) {
      case core::IdentifierVerdict::ok:
        out << "ok";
        break;
      case core::IdentifierVerdict::warn:
        out << "warn";
        break;
      case core::IdentifierVerdict::stop:
        out << "stop";
        break;
    }
    // texts: identifier.kind.*
    const char* before = " ";
    for (const core::IdentifierFinding& finding : findings) {
      const std::string kind(core::kind_key(finding.kind));
      out << std::exchange(before, "; ") << kind << ": "
          << core::text(core::Language::nb, "identifier.kind." + kind);
    }
    out << '\n';
  }
  return 0;
}

}  // namespace app
