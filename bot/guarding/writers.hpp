#pragma once
// Signs of who wrote a text that bears no name: what few in a group are, said of oneself, and a signature.

#include <span>

#include "bot/guarding/full_names.hpp"

namespace guarding {

// «jeg som er nattevakt», «som tillitsvalgt mener jeg», «jeg er den eneste på natt», «hilsen en vikar». Not
// what others may say as well: «er jeg den eneste som synes dette er tungt?». Pure; linear in words.
bool says_who_writes(std::span<const Word> words);

// The words under a text, behind «hilsen» or the like; none where there is none.
std::span<const Word> signature_of(std::span<const Word> words);

}  // namespace guarding
