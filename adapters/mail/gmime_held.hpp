#pragma once
// What both who write and who read e-mails by GMime need. Any thread.

#include <gmime/gmime.h>

#include <memory>

namespace mail {

// Before anything of GMime is used; twice is once.
void prepare_gmime();

// An object of the library's that goes with its holder.
template <class T>
using Held = std::unique_ptr<T, decltype(&g_object_unref)>;
template <class T>
Held<T> held(T* object) {
  return {object, &g_object_unref};
}

}  // namespace mail
