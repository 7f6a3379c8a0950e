#include "bot/core/sorting.hpp"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/stringpiece.h>

#include <cstdint>
#include <memory>

namespace core {

bool name_before(std::string_view a, std::string_view b) {
  // Made once and only read afterwards, which ICU allows from several threads.
  static const auto collator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("nb", "NO"), status));
    if (U_FAILURE(status)) made.reset();
    return made;
  }();
  const auto piece = [](std::string_view text) {
    return icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()));
  };
  UErrorCode status = U_ZERO_ERROR;
  const auto order = collator ? collator->compareUTF8(piece(a), piece(b), status) : UCOL_EQUAL;
  return order == UCOL_EQUAL || U_FAILURE(status) ? a < b : order == UCOL_LESS;
}

}  // namespace core
