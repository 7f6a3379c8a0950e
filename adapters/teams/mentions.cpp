// Mentions in a text of Teams: where they stand, and which entity says who is meant by each.

#include <algorithm>
#include <utility>

#include "adapters/net/http.hpp"
#include "adapters/teams/activity.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/command_line.hpp"

namespace teams {
namespace {

constexpr std::size_t most_elements = 200;
constexpr std::size_t longest_tag = 300;  // bytes; what is longer is no tag, and is not read to its end again

struct Element {
  std::size_t begin = 0, end = 0;          // in the text
  std::string name;                        // what stands inside
  std::size_t number = std::string::npos;  // id="0"
  const Mention* who = nullptr;
};

bool begins_with(std::string_view text, std::string_view lower) {
  return net::equal_ignoring_case(text.substr(0, lower.size()), lower);
}

// `text` begins with a tag of this name: its length, else 0. "<at>", "<at id=\"0\">", "</p>", "<br/>".
std::size_t tag_length(std::string_view text, std::string_view name) {
  const std::size_t slash = text.starts_with("</") ? 1 : 0;
  if (!text.starts_with('<') || !begins_with(text.substr(1 + slash), name)) return 0;
  const std::size_t after = 1 + slash + name.size();
  const bool ends = after < text.size() && std::string_view(" \t\r\n/>").find(text[after]) != text.npos;
  const auto close = text.substr(0, longest_tag).find('>', after);
  return ends && close != text.npos ? close + 1 : 0;
}

std::size_t number_in(std::string_view tag) {
  const auto id = tag.find("id=");
  if (id == tag.npos) return std::string::npos;
  std::size_t number = std::string::npos;
  for (const char c : tag.substr(id + 3)) {
    if (core::ascii::is_digit(c) && (number == std::string::npos || number < 1'000))
      number = (number == std::string::npos ? 0 : number * 10) + static_cast<std::size_t>(c - '0');
    else if (number != std::string::npos || (c != '"' && c != '\''))
      break;
  }
  return number;
}

// The end of the element whose opening tag ends at `from`; npos when there is none.
std::size_t closing_tag(std::string_view text, std::size_t from) {
  for (auto at = text.find("</", from); at != text.npos; at = text.find("</", at + 1))
    if (tag_length(text.substr(at), "at") > 0) return at;
  return text.npos;
}

std::vector<Element> elements_of(std::string_view text) {
  std::vector<Element> found;
  for (auto at = text.find('<'); at != text.npos && found.size() < most_elements; at = text.find('<', at)) {
    const std::size_t open = text.substr(at).starts_with("</") ? 0 : tag_length(text.substr(at), "at");
    if (open == 0) {
      ++at;
      continue;
    }
    const auto close = closing_tag(text, at + open);
    if (close == text.npos) break;  // nor for those behind it
    Element element;
    element.begin = at;
    element.end = close + tag_length(text.substr(close), "at");
    element.name = made_plain(text.substr(at + open, close - at - open));
    element.number = number_in(text.substr(at, open));
    at = element.end;
    found.push_back(std::move(element));
  }
  return found;
}

// The name that an entity says: of its text, else of whom it mentions.
std::string name_in(const Mention& mention) {
  const auto inside = elements_of(mention.text);
  if (!inside.empty()) return inside.front().name;
  return made_plain(mention.text.empty() ? mention.name : mention.text);
}

bool same_name(const Element& element, const Mention& mention) {
  const std::string name = core::folded(element.name);
  return !name.empty() && (name == core::folded(name_in(mention)) || name == core::folded(mention.name));
}

// Each entity means one element: that of its words, of its name, of its number, and what is left in the order
// in which it stands. An element whose name was taken already means the same person again.
void give_meanings(std::vector<Element>& elements, std::string_view text,
                   const std::vector<Mention>& mentions) {
  std::vector<bool> used(mentions.size());
  const auto match = [&](auto fits) {
    for (Element& element : elements)
      for (std::size_t i = 0; i < mentions.size() && !element.who; ++i)
        if (!used[i] && fits(element, i)) {
          element.who = &mentions[i];
          used[i] = true;
        }
  };
  match([&](const Element& element, std::size_t i) {
    return text.substr(element.begin, element.end - element.begin) == mentions[i].text;
  });
  match([&](const Element& element, std::size_t i) { return same_name(element, mentions[i]); });
  for (Element& element : elements)
    for (const Mention& mention : mentions)
      if (!element.who && same_name(element, mention)) element.who = &mention;
  match([](const Element& element, std::size_t i) { return element.number == i; });
  match([](const Element&, std::size_t) { return true; });
}

// Words of an entity that are no element: "@Refleks hjelp".
void add_plain(std::vector<Element>& elements, std::string_view text, const std::vector<Mention>& mentions) {
  const auto taken = [&](std::size_t begin, std::size_t end) {
    return std::any_of(elements.begin(), elements.end(),
                       [&](const Element& e) { return begin < e.end && e.begin < end; });
  };
  for (const Mention& mention : mentions) {
    const bool meant =
        std::any_of(elements.begin(), elements.end(), [&](const Element& e) { return e.who == &mention; });
    if (meant || mention.text.empty()) continue;
    const auto at = text.find(mention.text);
    if (at == text.npos || taken(at, at + mention.text.size())) continue;
    Element element;
    element.begin = at;
    element.end = at + mention.text.size();
    element.who = &mention;
    elements.push_back(std::move(element));
  }
  std::sort(elements.begin(), elements.end(),
            [](const Element& a, const Element& b) { return a.begin < b.begin; });
}

// The frame that some clients put around what was typed, and what its parts stand for; what people type
// themselves is escaped.
constexpr std::pair<std::string_view, char> frame[]{{"p", '\n'}, {"div", '\n'}, {"br", '\n'}, {"span", ' '}};

std::string without_frame(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t tag = 0;
    for (const auto& [name, meaning] : frame) {
      if (tag > 0 || text.front() != '<') break;
      tag = tag_length(text, name);
      if (tag > 0) out += meaning;
    }
    if (tag == 0) out += text.front();
    text.remove_prefix(std::max<std::size_t>(tag, 1));
  }
  return out;
}

}  // namespace

core::Typed typed(const Activity& activity, const std::function<std::string(const Mention&)>& person) {
  const std::string_view text = activity.text;
  std::vector<Element> elements = elements_of(text);
  give_meanings(elements, text, activity.mentions);
  add_plain(elements, text, activity.mentions);
  core::Typed out;
  std::size_t done = 0;
  for (const Element& element : elements) {
    if (!element.who) continue;  // looks like a mention and is none
    out.words(without_frame(text.substr(done, element.begin - done)));
    done = element.end;
    const Mention& who = *element.who;
    if (net::equal_ignoring_case(who.id, activity.recipient)) {
      out.words(" ");
    } else {
      const std::string shown = who.name.empty() ? name_in(who) : made_plain(who.name);
      out.person({shown.empty() ? element.name : shown, person(who)});
    }
  }
  out.words(without_frame(text.substr(done)));
  out.text = with_lines(out.text);
  return out;
}

std::string typed_to_webhook(std::string_view text) {
  const std::vector<Element> elements = elements_of(text);
  if (elements.empty()) return made_plain(without_frame(text));
  std::string rest(text);
  rest.replace(elements.front().begin, elements.front().end - elements.front().begin, " ");
  return made_plain(without_frame(rest));
}

}  // namespace teams
