#include "bot/core/part.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <memory>
#include <string>

namespace core {
namespace {

const char* build_of_program = nullptr;

std::string refusal_of(const std::filesystem::path& file, const std::string& why) {
  return "cannot load " + file.string() + ", which belongs to refleks: " + why;
}

// A program that was replaced while it ran has another name at its end, and still its folder.
std::filesystem::path place_of_part(const char* file) {
  std::error_code unknown;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
  if (!program.is_absolute())
    throw PartMissing(refusal_of(file, "it is not known where the program lies (/proc/self/exe)"));
  const auto folder = program.parent_path();
  for (const auto& place : {folder / file, folder.parent_path() / "lib/refleks" / file})
    if (std::filesystem::exists(place, unknown)) return place;
  throw PartMissing(
      refusal_of(folder.parent_path() / "lib/refleks" / file, "it is not there. Install refleks anew"));
}

struct Unload {
  void operator()(void* library) const { ::dlclose(library); }
};

}  // namespace

void set_build(const char* sources) {
  build_of_program = sources;
}

void* part(const char* file, const char* entry) {
  const auto place = place_of_part(file);
  std::unique_ptr<void, Unload> loaded(::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL));
  if (!loaded) {
    const char* const why = ::dlerror();
    throw PartRefused(refusal_of(place, why ? why : "it is no library"));
  }
  using Build = const char* (*)();
  const auto build = reinterpret_cast<Build>(::dlsym(loaded.get(), "refleks_build"));
  void* const found = ::dlsym(loaded.get(), entry);
  if (!build || !found) throw PartMissing(refusal_of(place, "it is none of its parts. Install refleks anew"));
  if (build_of_program && std::string_view(build_of_program) != build())
    throw PartRefused(refusal_of(place, "it is of another build. Start refleks again"));
  loaded.release();
  return found;
}

}  // namespace core
