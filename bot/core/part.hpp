#pragma once
// Parts of the program in files of their own: what few need, with the libraries that only it needs. They are
// made with the program and belong to it alone.

#include <stdexcept>

namespace core {

// With words: not to be loaded just now, or of another build, as while a package is unpacked: the program
// that is started next may do.
struct PartRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// Not there, or none of ours: somebody has to install it.
struct PartMissing : PartRefused {
  using PartRefused::PartRefused;
};

// Of which sources the program is; a part of others is refused. Before the first is asked for; not called,
// all are taken.
void set_build(const char* sources);

// The function `entry` of the part `file` ("refleks_drawing.so"), which lies beside the program or in
// ../lib/refleks as seen from there. Loaded at the first call, and never let go. Throws PartRefused. Any
// thread.
void* part(const char* file, const char* entry);

}  // namespace core
