#pragma once
// What must not end the daemon: signals that people and programs send by habit, and closed standard streams.

namespace app {

// Standard input, output and error that are closed lead nowhere from now on, so that no file of ours gets
// their number and what is printed does not end up in it. First thing in main.
void keep_standard_streams();
// Hang-up, user signals, broken pipes, alarms, a file too large: ignored; writing says what failed.
void ignore_stray_signals();

}  // namespace app
