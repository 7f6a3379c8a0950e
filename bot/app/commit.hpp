#pragma once
// Which commit the program was built from.

namespace app {

// "9327331967", with "-changed" where the working copy had changes; empty: not built from a repository.
extern const char* const commit;

// Of the sources that the program and its parts share, so that parts of another build are known; never empty.
extern const char* const sources;

}  // namespace app
