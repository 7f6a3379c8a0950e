#pragma once
// A programme: an ordered set of session plans, as a programme pack (TOML) describes it.

#include <map>
#include <string>
#include <vector>

#include "bot/core/language.hpp"
#include "bot/core/people.hpp"

namespace core {

struct Resource {
  enum class Kind { text, film, course, web };
  Kind kind = Kind::text;
  Localized title;
  std::string url;  // may be empty: a booklet on paper
  int minutes = 0;  // expected time
};

struct SessionPlan {
  Localized theme;
  Localized about;  // one or two sentences for the invitation
  std::vector<Resource> preparation;
  std::vector<Localized> questions;  // open questions to have at hand
  std::vector<Localized> closing;    // sentences of the closing round, said aloud
  int preparation_minutes() const;
};

struct Programme {
  std::string key;  // file name without ending
  Localized title;
  Localized about;
  std::vector<SessionPlan> sessions;
  std::vector<Localized> checkout;         // sentences to complete in the check-out, without names
  std::map<std::string, Offset> timeline;  // changes to the house's defaults, by moment name
};
using Programmes = std::map<std::string, Programme>;

}  // namespace core
