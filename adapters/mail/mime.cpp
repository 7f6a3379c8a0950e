#include "adapters/mail/mime.hpp"

#include "adapters/mail/gmime/functions.hpp"
#include "bot/core/part.hpp"

namespace mail {

const GmimeFunctions& gmime() {
  using Entry = const GmimeFunctions* (*)();
  static const GmimeFunctions& loaded =
      *reinterpret_cast<Entry>(core::part("refleks_mail.so", "refleks_mail"))();
  return loaded;
}

std::string mime_of(const Letter& letter) {
  return gmime().mime(letter);
}

}  // namespace mail
