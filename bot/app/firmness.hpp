#pragma once
// What must not end the daemon: signals that people and programs send by habit, and closed standard streams.
// And what a command must not keep to itself: that its words went nowhere.

#include <exception>

namespace app {

// Standard input, output and error that are closed lead nowhere from now on, so that no file of ours gets
// their number and what is printed does not end up in it. First thing in main.
void keep_standard_streams();
// Hang-up, user signals, broken pipes, alarms, a file too large: ignored; writing says what failed.
void ignore_stray_signals();
// As many files and sockets as the machine allows us: an organisation holds some twenty, and each of
// server.connections is one.
void raise_descriptor_limit();

// The exit status of a command that would end with `status`: what it printed has reached its end, or standard
// error says that it has not (a disk that is full).
int when_all_is_printed(int status);

// That of a program that ends for this error: 2 where it would end so again however often it is started, and
// a supervisor need not (RestartPreventExitStatus=2 in the units).
int status_after(const std::exception& error);

}  // namespace app
