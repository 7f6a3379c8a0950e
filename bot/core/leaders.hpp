#pragma once
// A group's leaders on two levels: those to whom it lifts a matter, and those above them, whom it reaches
// when they do not answer.

#include <functional>
#include <vector>

#include "bot/core/people.hpp"
#include "bot/core/texts.hpp"

namespace core {

struct Leaders {
  std::vector<const Person*> first, above;  // by name; where all are above, all are first
  bool is_above(const PersonId& person) const;
  bool has(const PersonId& person) const;  // on either level
};
// The pointers live as long as the directory.
Leaders leaders_of(const Directory& people, const Group& group);
// Those who come to its sessions, by name: none where the group has not said so.
std::vector<const Person*> leaders_taking_part(const Directory& people, const Group& group);

// What nobody is in the group once this person is it no more: who leads its conversations, or its leader. Of
// a group that is over nothing is missing.
std::vector<Role> without(const Directory& people, const Group& group, const PersonId& person);
// "Hjemmetjenesten nord står da uten leder."
Rich say_without(const Group& group, Role role, Language language);

// Who of a group's facilitators is asked what there is to ask about a session.
using AskedOf = std::function<std::vector<const Person*>(const Directory& people, const SessionId& session,
                                                         const Group& group, Instant now)>;
// All of them where it is empty.
std::vector<const Person*> asked_by(const AskedOf& option, const Directory& people, const SessionId& session,
                                    const Group& group, Instant now);

}  // namespace core
