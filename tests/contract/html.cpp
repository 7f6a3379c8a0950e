#include "tests/contract/html.hpp"

#include <algorithm>
#include <stdexcept>

namespace contract {
namespace {

bool is_one_of(std::string_view tag, std::initializer_list<std::string_view> tags) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool is_void(std::string_view tag) {
  return is_one_of(tag, {"meta", "link", "input", "br", "hr", "img", "!doctype"});
}

bool is_block(std::string_view tag) {
  return is_one_of(tag, {"p", "div", "h1", "h2", "h3", "h4", "li", "ul", "ol", "dl", "section", "article",
                         "main", "label", "legend", "fieldset", "form", "br"});
}

std::string decoded(std::string_view text) {
  static const std::pair<std::string_view, std::string_view> known[] = {
      {"&lt;", "<"},   {"&gt;", ">"},   {"&quot;", "\""}, {"&#39;", "'"},
      {"&apos;", "'"}, {"&#x27;", "'"}, {"&nbsp;", " "},  {"&amp;", "&"}};
  std::string out;
  while (!text.empty()) {
    const auto* const found = std::find_if(std::begin(known), std::end(known),
                                           [&](const auto& one) { return text.starts_with(one.first); });
    if (found == std::end(known)) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      out += found->second;
      text.remove_prefix(found->first.size());
    }
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::string_view page) : left_(page) {}

  Element read() {
    Element root;
    root.tag = "page";
    read_into(root);
    return root;
  }

 private:
  void read_into(Element& parent) {
    while (!left_.empty()) {
      if (left_.starts_with("</")) {
        const std::string tag(take_until('>').substr(2));
        if (tag != parent.tag) throw std::runtime_error("</" + tag + "> ends <" + parent.tag + ">");
        return;
      }
      if (left_.starts_with("<")) {
        Element child = open(take_until('>'));
        if (is_one_of(child.tag, {"style", "script"})) {
          left_.remove_prefix(std::min(left_.size(), left_.find("</")));
        }
        if (!is_void(child.tag) && !closed_at_once_) read_into(child);
        parent.children.push_back(std::move(child));
        continue;
      }
      Element words;
      words.text = decoded(left_.substr(0, left_.find('<')));
      left_.remove_prefix(std::min(left_.size(), left_.find('<')));
      parent.children.push_back(std::move(words));
    }
    if (parent.tag != "page") throw std::runtime_error("<" + parent.tag + "> is never closed");
  }

  // Up to, and past, `end`.
  std::string_view take_until(char end) {
    const auto at = left_.find(end);
    if (at == left_.npos) throw std::runtime_error("a tag without an end");
    const std::string_view taken = left_.substr(0, at);
    left_.remove_prefix(at + 1);
    return taken;
  }

  Element open(std::string_view tag) {
    closed_at_once_ = tag.ends_with('/');
    if (closed_at_once_) tag.remove_suffix(1);
    tag.remove_prefix(1);
    Element element;
    const auto name_end = std::min(tag.find_first_of(" \n"), tag.size());
    element.tag = tag.substr(0, name_end);
    tag.remove_prefix(name_end);
    while (true) {
      tag.remove_prefix(std::min(tag.find_first_not_of(" \n"), tag.size()));
      if (tag.empty()) return element;
      const auto end = std::min(tag.find_first_of("= \n"), tag.size());
      std::string& value = element.attributes[std::string(tag.substr(0, end))];
      tag.remove_prefix(end);
      if (!tag.starts_with("=\"")) continue;
      tag.remove_prefix(2);
      const auto quote = tag.find('"');
      if (quote == tag.npos) throw std::runtime_error("an attribute without an end");
      value = decoded(tag.substr(0, quote));
      tag.remove_prefix(quote + 1);
    }
  }

  std::string_view left_;
  bool closed_at_once_ = false;
};

void collect(const Element& element, const std::function<bool(const Element&)>& fits,
             std::vector<const Element*>& found) {
  for (const Element& child : element.children) {
    if (!child.tag.empty() && fits(child)) found.push_back(&child);
    collect(child, fits, found);
  }
}

void read_out(const Element& element, const std::function<bool(const Element&)>& leave_out,
              std::string& out) {
  for (const Element& child : element.children) {
    if (child.tag.empty()) {
      for (const char c : child.text) out += c == '\n' ? ' ' : c;
      continue;
    }
    if (is_one_of(child.tag, {"form", "style", "script", "svg"}) || (leave_out && leave_out(child))) continue;
    if (child.tag == "span" && child.has_class("unseen")) continue;  // for who hears the page
    if (child.tag == "dd" || (child.tag == "span" && child.has_class("caption"))) out += ": ";
    read_out(child, leave_out, out);
    if (is_block(child.tag)) out += '\n';
  }
}

}  // namespace

std::string Element::attribute(const std::string& name) const {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string() : found->second;
}

bool Element::has_class(std::string_view name) const {
  const std::string all = " " + attribute("class") + " ";
  return all.find(" " + std::string(name) + " ") != all.npos;
}

std::vector<const Element*> Element::all(const std::function<bool(const Element&)>& fits) const {
  std::vector<const Element*> found;
  collect(*this, fits, found);
  return found;
}
std::vector<const Element*> Element::all(std::string_view wanted_tag) const {
  return all([&](const Element& element) { return element.tag == wanted_tag; });
}
const Element* Element::find(const std::function<bool(const Element&)>& fits) const {
  const auto found = all(fits);
  return found.empty() ? nullptr : found.front();
}
const Element* Element::find(std::string_view wanted_tag) const {
  return find([&](const Element& element) { return element.tag == wanted_tag; });
}

std::string Element::words(const std::function<bool(const Element&)>& leave_out) const {
  std::string out;
  if (tag.empty()) return text;
  read_out(*this, leave_out, out);
  return out;
}

Element parse_html(std::string_view page) {
  return Reader(page).read();
}

}  // namespace contract
