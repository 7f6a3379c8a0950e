#include "bot/core/part.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace core {
namespace {

const char* build_of_program = nullptr;

// One that was replaced while it ran has another name at its end, and still its folder.
std::filesystem::path place_of_part(const char* file) {
  std::error_code unknown;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path();
  const auto beside = folder / file;
  return std::filesystem::exists(beside, unknown) ? beside : folder.parent_path() / "lib/refleks" / file;
}

[[noreturn]] void refuse_part(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error("cannot load " + file.string() + ", which belongs to refleks: " + why);
}

}  // namespace

void set_build(const char* commit) {
  build_of_program = commit;
}

void* part(const char* file, const char* entry) {
  const auto place = place_of_part(file);
  std::error_code unknown;
  if (!std::filesystem::exists(place, unknown)) refuse_part(place, "it is not there. Install refleks anew");
  void* const loaded = ::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!loaded) {
    const char* const why = ::dlerror();
    refuse_part(place, why ? why : "it is no library");
  }
  using Build = const char* (*)();
  const auto build = reinterpret_cast<Build>(::dlsym(loaded, "refleks_build"));
  void* const found = ::dlsym(loaded, entry);
  if (!build || !found) refuse_part(place, "it is none of its parts. Install refleks anew");
  if (build_of_program && std::string_view(build_of_program) != build())
    refuse_part(place, "it is of another build. Start refleks again");
  return found;
}

}  // namespace core
