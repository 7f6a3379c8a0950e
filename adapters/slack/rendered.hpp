#pragma once
// Windows and messages that say the same to many, as receipts do, made into JSON once: making it, looking for
// broken limits and writing it out was a third of what an answer costs. I/O thread.

#include <functional>
#include <list>
#include <string>
#include <unordered_map>

#include "bot/core/shared_message.hpp"

namespace slack {

class Rendered {
 public:
  // What `render` gives for this message and title, now or one of the last times. What is no window has no
  // title; of a window the language stands behind it.
  std::string of(const core::SharedMessage& message, const std::string& title,
                 const std::function<std::string()>& render);

 private:
  struct Window {
    std::string mark;
    core::SharedMessage message;
    std::string title, json;
  };
  std::list<Window> windows_;  // the one used last comes first
  // By what tells receipts of different polls apart: of a mark one alone is kept, and compared as a whole.
  std::unordered_map<std::string, std::list<Window>::iterator> by_mark_;
};

}  // namespace slack
