#pragma once
// Parts of the program in files of their own: what few need, with the libraries that only it needs. They are
// made with the program and belong to it alone.

namespace core {

// Of which build the program is; a part of another is refused. Before the first is asked for; not called, all
// are taken.
void set_build(const char* commit);

// The function `entry` of the part `file` ("refleks_drawing.so"), which lies beside the program or in
// ../lib/refleks as seen from there. Loaded at the first call, and never let go. Throws std::runtime_error
// that says what is wrong with which file. Any thread.
void* part(const char* file, const char* entry);

}  // namespace core
