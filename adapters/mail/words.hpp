#pragma once
// What a letter says: the words a message has for e-mails, or that there is something to read; then the
// person's own page. Pure; any thread.

#include <string>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace mail {

struct Words {
  std::string subject, plain, html;
};

struct Reader {
  std::string name;
  core::Language language = core::Language::nb;
  std::string page;          // the address of their own page; empty: there is none
  std::string organisation;  // whose groups these are
};

Words words_of(const core::Message& message, const Reader& reader);

}  // namespace mail
