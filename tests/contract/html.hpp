#pragma once
// Just enough of a browser to read the bot's own pages: a tree of elements, and the words a person sees.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace contract {

struct Element {
  std::string tag;  // empty: text
  std::string text;
  std::map<std::string, std::string> attributes;
  std::vector<Element> children;

  std::string attribute(const std::string& name) const;
  bool has_class(std::string_view name) const;
  // The first below that fits, in the order of the page; null when there is none.
  const Element* find(const std::function<bool(const Element&)>& fits) const;
  const Element* find(std::string_view wanted_tag) const;
  std::vector<const Element*> all(const std::function<bool(const Element&)>& fits) const;
  std::vector<const Element*> all(std::string_view wanted_tag) const;
  // What is read, one line a block; without forms, and without what `leave_out` says.
  std::string words(const std::function<bool(const Element&)>& leave_out = {}) const;
};

// Throws std::runtime_error when an element is not closed where it should be.
Element parse_html(std::string_view page);

}  // namespace contract
