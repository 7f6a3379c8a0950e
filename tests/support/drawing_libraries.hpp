#pragma once
// What the sanitizers forgive the libraries that draw. In one file of each program that draws.

// Fontconfig loses a little of its configuration while it reads it, once.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so";
}
// Pango reads fonts on a thread of its own, behind locks of GLib that ThreadSanitizer does not know.
extern "C" const char* __tsan_default_suppressions() {
  return "race:libfontconfig.so\nrace:libpango";
}
