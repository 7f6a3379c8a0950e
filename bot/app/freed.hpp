#pragma once
// What is given back to memory is overwritten first, so that what somebody wrote is there no longer than
// something holds it: who reads the process's memory after the close of a poll finds no text in what was let
// go. Texts pass through many hands on their way to the box (a request, what is parsed of it, an event), and
// no list of them would stay whole.

namespace app {

// From now on, for as long as the process lives: all that was made by new. Called when the service opens,
// since a start lets go of many times as much as an answer does, and of nothing that anybody said. Sanitizers
// have their own delete: nothing then.
void wipe_what_is_freed();

// So that it holds for ICU too, which cleans texts and has memory of its own. Before there is a second
// thread.
void look_after_memory_of_icu();

}  // namespace app
