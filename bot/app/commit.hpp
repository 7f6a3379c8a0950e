#pragma once
// Which commit the program was built from.

namespace app {

// "9327331967", with "-changed" where the working copy had changes; empty: not built from a repository.
extern const char* const commit;

}  // namespace app
