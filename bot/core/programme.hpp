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

// A part of a session, as the run sheet shows it.
struct Phase {
  Localized title;
  Localized how;    // what the facilitator does in it
  int minutes = 0;  // its share where the session is longer or shorter than all together
};

// Minutes of preparation that people manage before a session.
inline constexpr int preparation_offered = 60;

struct SessionPlan {
  Localized theme;
  Localized about;  // one or two sentences for the invitation
  std::vector<Resource> preparation;
  std::vector<Localized> questions;  // open questions to have at hand
  std::vector<Localized> checkin;    // sentences to begin with, said aloud
  std::vector<Localized> closing;    // sentences of the closing round, said aloud
  std::vector<Localized> bring;      // what the facilitator brings or prepares
  std::vector<Localized> between;    // what everybody does until the next session
  std::vector<Phase> phases;
  int presenters = 0;  // how many bring a situation of their own
  int preparation_minutes() const;
};

// A way to hold a conversation, on one card.
struct Method {
  Localized title;
  std::vector<Localized> steps;
};

// A made-up situation, for when nobody brings one.
struct Case {
  Localized title;
  Localized text;
  Localized theme{};  // what it is about; may be empty
};

struct Programme {
  std::string key;  // file name without ending
  Localized title;
  Localized about;
  std::vector<SessionPlan> sessions;
  // What every session does that does not say otherwise, and what those of a programme without fixed sessions
  // do: no theme, no preparation.
  SessionPlan usual;
  std::vector<Localized> checkout;         // sentences to complete in the check-out, without names
  std::map<std::string, Offset> timeline;  // changes to the house's defaults, by moment name
  std::vector<Method> methods;
  std::vector<Case> cases;
  bool hopes = false;   // hopes and fears are asked for at the first session and brought out at the last
  bool pick = false;    // who begins a period picks among its sessions
  int certificate = 0;  // sessions that a certificate takes; 0: there is none
  // The check-out is answered by name, and all its numbers are told; who is asked reads so before. Of the
  // configuration, not of the pack.
  bool open_evaluation = false;
};
using Programmes = std::map<std::string, Programme>;

}  // namespace core
