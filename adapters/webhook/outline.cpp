#include "adapters/webhook/outline.hpp"

#include <algorithm>

#include "adapters/typeset/bar.hpp"
#include "adapters/typeset/markdown.hpp"
#include "adapters/typeset/measure.hpp"
#include "adapters/typeset/unlinked.hpp"
#include "adapters/webhook/shape.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"

namespace webhook {
namespace {

using core::Rich;
using core::Span;
using Style = core::Span::Style;
using Kind = Part::Kind;

// Nothing for what is no address of a page, or too long a one.
std::string address(const std::string& url) {
  if (!typeset::is_web_address(url)) return {};
  std::string safe = typeset::safe_url(url);
  return safe.size() <= url_size ? safe : std::string();
}

// Nothing when there are only blanks: some platforms refuse a message with such a block.
Rich clean(const Rich& rich) {
  Rich out;
  bool words = false;
  for (const Span& span : rich) {
    Span copy(core::cleaned(span.text), span.style, address(span.url));
    words = words || copy.text.find_first_not_of(" \n") != std::string::npos;
    if (!copy.text.empty()) out.push_back(std::move(copy));
  }
  return words ? out : Rich();
}

Rich plain(const std::string& text) {
  return clean({Span(text)});
}

class Builder {
 public:
  Builder(const core::Destination& to, runtime::Links* links, core::Language language)
      : to_(to), links_(links), language_(language) {}

  void operator()(const core::Heading& block) { add(Kind::heading, plain(block.text)); }
  void operator()(const core::Paragraph& block) { add(Kind::paragraph, clean(block.text)); }
  void operator()(const core::List& block) {
    int number = 0;
    for (const Rich& item : block.items) {
      add(Kind::item, clean(item));
      if (block.numbered) out_.back().number = ++number;
    }
  }
  void operator()(const core::Facts& block) {
    for (const auto& [label, value] : block.rows)
      add(Kind::line, clean({Span(label + ":", Style::strong), Span(" " + value)}));
  }
  void operator()(const core::Bars& block) {
    for (const core::Bar& row : block.rows) {
      add(Kind::line,
          clean({Span(typeset::bar(row.share), Style::code), Span(" " + row.label + ": " + row.caption)}));
      out_.back().drawn = true;
    }
  }
  // The platform would have to fetch it, often from outside the house, and some refuse the whole message when
  // they cannot.
  void operator()(const core::Image& block) {
    add(Kind::paragraph, clean({Span(block.alt, Style::plain, block.url)}));
  }
  void operator()(const core::Divider&) {
    if (!out_.empty() && out_.back().kind != Kind::divider) add(Kind::divider, {});
  }
  void operator()(const core::ContextLine& block) { add(Kind::context, clean(block.text)); }
  void operator()(const core::Actions& block) {
    if (block.buttons.empty()) return;
    if (!first_actions_) first_actions_ = out_.size();
    std::vector<Link> found;
    for (const core::Button& button : block.buttons)
      if (links_) keep(found, button.label, links_->to(to_, button));
    if (found.empty()) {
      unlinked_.add(out_.size(), block);
      return;
    }
    add(Kind::links, {});
    out_.back().links = std::move(found);
    linked_ = true;
  }

  Outline done() {
    if (first_actions_ && !linked_ && links_) {
      Part part{Kind::links};
      // What needs a name is answered on no page that many share.
      const bool own = to_.kind == core::Destination::Kind::person;
      keep(part.links, core::text(language_, own ? "webhook.answer_here" : "webhook.group_page"),
           links_->home(to_));
      if (!part.links.empty())
        out_.insert(out_.begin() + static_cast<std::ptrdiff_t>(*first_actions_), std::move(part));
    }
    if (linked_ && to_.kind == core::Destination::Kind::channel)
      unlinked_.tell_in(out_, [&](const std::string& buttons) {
        return Part{Kind::paragraph,
                    plain(core::text(language_, "webhook.own_page", {{"buttons", buttons}}))};
      });
    return std::move(out_);
  }

 private:
  void add(Kind kind, Rich text) { out_.push_back({kind, std::move(text)}); }
  static void keep(std::vector<Link>& links, const std::string& label,
                   const std::optional<std::string>& url) {
    std::string safe = url ? address(*url) : std::string();
    if (!safe.empty())
      links.push_back(
          {typeset::shortened(core::cleaned(label), label_size, typeset::utf16), std::move(safe)});
  }

  const core::Destination& to_;
  runtime::Links* links_;
  core::Language language_;
  Outline out_;
  std::optional<std::size_t> first_actions_;
  typeset::Unlinked unlinked_;
  bool linked_ = false;
};

std::size_t characters(const Outline& outline) {
  std::size_t count = 0;
  for (const Part& part : outline)
    for (const Span& span : part.text) count += typeset::size_in(typeset::code_points, span.text);
  return count;
}

Outline cut(const Outline& whole, std::size_t room) {
  Outline out;
  bool over = false;
  for (const Part& part : whole) {
    if (part.kind == Kind::links) out.push_back(part);
    if (over || part.kind == Kind::links) continue;
    Part copy = part;
    copy.text.clear();
    for (const Span& span : part.text) {
      if (over) break;
      const std::size_t size = typeset::size_in(typeset::code_points, span.text);
      over = size > room;
      Span kept = span;
      if (over) kept.text = room > 0 ? typeset::shortened(span.text, room, typeset::code_points) : "…";
      room -= std::min(size, room);
      copy.text.push_back(std::move(kept));
    }
    if (!copy.text.empty() || part.kind == Kind::divider) out.push_back(std::move(copy));
  }
  return out;
}

}  // namespace

Outline outline(const core::Message& message, const core::Destination& to, runtime::Links* links,
                core::Language language) {
  const bool paged = links && links->home(to);
  const core::Message said =
      core::without_commands(message, paged ? core::Told::sentences : core::Told::wholes);
  Builder builder(to, links, language);
  for (const core::Block& block : said.blocks) std::visit(builder, block);
  return builder.done();
}

bool continues(const Part& part, const Part& before) {
  if (part.kind != before.kind) return false;
  if (part.kind == Kind::line) return part.drawn == before.drawn;
  if (part.number == 1) return false;
  return part.kind == Kind::item && (part.number == 0 ? before.number == 0 : before.number > 0);
}

bool has_text(const Outline& outline) {
  return std::any_of(outline.begin(), outline.end(),
                     [](const Part& part) { return !part.text.empty() || !part.links.empty(); });
}

std::string plain_text(const Outline& outline) {
  std::string text;
  for (const Part& part : outline) {
    std::string line;
    if (part.kind == Kind::item) line = part.number > 0 ? std::to_string(part.number) + ". " : "• ";
    for (const Span& span : part.text) {
      if (part.drawn && &span == &part.text.front()) continue;
      const bool after_bar = part.drawn && line.empty() && span.text.starts_with(' ');
      line += harmless(span.text.substr(after_bar ? 1 : 0), Reading::as_it_is);
      if (!span.url.empty()) line += " (" + span.url + ")";
    }
    for (const Link& link : part.links)
      line += (line.empty() ? "" : "\n") + harmless(link.label, Reading::as_it_is) + ": " + link.url;
    if (line.empty()) continue;
    if (!text.empty()) text += '\n';
    text += line;
  }
  return text;
}

Outline fitted(const Outline& whole, std::size_t most, const std::function<bool(const Outline&)>& fits) {
  Outline base = cut(whole, most);
  if (fits(base)) return base;
  // Not even without a word: the last link goes, until it does.
  while (!fits(cut(base, 0))) {
    const auto last =
        std::find_if(base.rbegin(), base.rend(), [](const Part& part) { return !part.links.empty(); });
    if (last == base.rend()) return {};
    last->links.pop_back();
  }
  std::size_t good = 0, bad = characters(base) + 1;
  while (bad - good > 1) {
    const std::size_t middle = good + (bad - good) / 2;
    (fits(cut(base, middle)) ? good : bad) = middle;
  }
  return cut(base, good);
}

}  // namespace webhook
