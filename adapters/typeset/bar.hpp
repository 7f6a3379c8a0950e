#pragma once
// A share drawn with letters, for chats that show no pictures. Pure; any thread.

#include <string>

namespace typeset {

// `share` of 1 in so many steps, always of the same width, so that the bars of several rows compare. What is
// no number, or outside of 0 to 1, is drawn as the nearest that is.
std::string bar(double share, int steps = 10);

}  // namespace typeset
