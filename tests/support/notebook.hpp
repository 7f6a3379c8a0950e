#pragma once
// A notebook in memory, and the next start's view of it.

#include <map>

#include "bot/runtime/notebook.hpp"

namespace support {

struct FakeNotebook final : runtime::Notebook {
  std::vector<runtime::Note> before;
  std::map<std::string, runtime::Note> now;
  bool refuses = false;

  const std::vector<runtime::Note>& found() const override { return before; }
  void keep(std::vector<runtime::Note> notes, std::function<void(bool)> told) override {
    for (runtime::Note& note : refuses ? std::vector<runtime::Note>() : std::move(notes))
      if (note.value.empty())
        now.erase(note.name);
      else
        now[note.name] = std::move(note);
    told(!refuses);
  }

  // As the next start finds it.
  FakeNotebook again() const {
    FakeNotebook next;
    next.now = now;
    for (const auto& [name, note] : now) next.before.push_back(note);
    return next;
  }
  // Every byte in it.
  std::string bytes() const {
    std::string all;
    for (const auto& [name, note] : now) all += name + "\n" + note.value + "\n" + note.person + "\n";
    return all;
  }
};

}  // namespace support
