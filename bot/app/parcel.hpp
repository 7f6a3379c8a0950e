#pragma once
// What is handed from the machine that serves to the one that waits (handover.hpp).

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace app {

// What goes from one machine to the other: the files under `boxes` by their names.
struct Parcel {
  std::string installation, mark;
  std::filesystem::path boxes;
  std::vector<std::string> files;  // "ballots/<poll>.box", "ideas/ideas.box", "used-links", "web.key"
  int polls = 0;
};
// What the other said; `refused` is empty where it has all of it.
struct HandedOver {
  std::string refused;
  int polls = 0;
};
// Gives it to the other machine and comes back when that has all of it, or with words why it has not.
// `alive` is called every second meanwhile, and throws where this one serves no more.
using Giver = std::function<std::string(const Parcel& parcel, const std::function<void()>& alive)>;

}  // namespace app
