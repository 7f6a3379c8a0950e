#pragma once
// What an adapter keeps over restarts: notes in the database, so that they are in every copy, and on the
// other machine when the database is. Nothing of a sealed event is ever one.

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <vector>

namespace runtime {

struct Note {
  std::string name;   // unique in the workspace
  std::string value;  // UTF-8; empty: the note goes
  // The platform's id of whom it is about, or ours; who takes it along when erased. May be empty.
  std::string person;
  bool operator==(const Note&) const = default;
};

// Of one workspace. I/O thread.
class Notebook {
 public:
  virtual ~Notebook() = default;
  // As they were when the program started, by name.
  virtual const std::vector<Note>& found() const = 0;
  // Writes all of them or none; `told` hears, after the commit, whether they are kept. It is dropped uncalled
  // when the program ends before.
  virtual void keep(std::vector<Note> notes, std::function<void(bool kept)> told) = 0;
};

// The same for a coroutine. False also when it is cancelled while it waits: they may be kept all the same.
boost::asio::awaitable<bool> kept(Notebook& book, std::vector<Note> notes);

}  // namespace runtime
