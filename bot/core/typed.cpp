#include "bot/core/typed.hpp"

namespace core {

void Typed::words(std::string_view more) {
  for (auto at = more.find(mention_mark); at != more.npos; at = more.find(mention_mark)) {
    text += more.substr(0, at);
    more.remove_prefix(at + mention_mark.size());
  }
  text += more;
}

void Typed::person(Mention mention) {
  text += mention_mark;
  mentions.push_back(std::move(mention));
}

std::string Typed::shown() const {
  std::string out;
  std::string_view rest = text;
  std::size_t number = 0;
  for (auto at = rest.find(mention_mark); at != rest.npos; at = rest.find(mention_mark)) {
    out += rest.substr(0, at);
    if (number < mentions.size()) out += mentions[number].shown;
    ++number;
    rest.remove_prefix(at + mention_mark.size());
  }
  return out += rest;
}

}  // namespace core
