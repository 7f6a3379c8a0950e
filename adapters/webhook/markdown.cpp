#include "adapters/webhook/markdown.hpp"

#include <algorithm>

#include "adapters/typeset/markdown.hpp"

namespace webhook {
namespace {

using core::Span;
using Style = core::Span::Style;
using Kind = Part::Kind;

// What stands in `code` cannot be escaped: the mark that would end it is replaced, and names are broken.
std::string code(std::string_view text) {
  std::string safe;
  for (const char c : harmless(text, Reading::as_it_is)) {
    if (c == '`') {
      safe += "ˋ";
    } else {
      safe += c;
    }
  }
  return safe;
}

// Of a link. A bracket would end it, and not everybody has an escape for it.
std::string label_of(std::string_view raw, Reading reading) {
  std::string text(raw);
  if (reading == Reading::no_escape) {
    std::replace(text.begin(), text.end(), '[', '(');
    std::replace(text.begin(), text.end(), ']', ')');
  }
  return text;
}

// Zulip rewrites Slack's _emphasis_ and ~deletion~ before it looks for addresses, and in them, too.
std::string written_address(const std::string& url, Reading reading) {
  return reading == Reading::no_escape ? typeset::safe_url(url, "_~") : url;
}

// One line of a span.
std::string styled(std::string_view line, const Span& span, Reading reading, bool line_start) {
  const typeset::Inner inner = typeset::inner_of(line);
  if (inner.words.empty()) return line_start ? std::string() : std::string(line);
  const bool marked = span.style != Style::plain || !span.url.empty();
  std::string text = span.style == Style::code ? code(inner.words)
                     : !span.url.empty()       ? harmless(label_of(inner.words, reading), reading, false)
                                               : harmless(inner.words, reading, line_start && !marked);
  switch (span.style) {
    case Style::strong: {
      // Zulip takes the message for one of Slack's, where it is one star; Rocket.Chat takes both.
      const std::string mark = reading == Reading::no_escape ? "*" : "**";
      text = mark + text + mark;
      break;
    }
    case Style::emphasis:
      text = "_" + text + "_";
      break;
    case Style::code:
      text = "`" + text + "`";
      break;
    case Style::plain:
      break;
  }
  if (!span.url.empty()) text = "[" + text + "](" + written_address(span.url, reading) + ")";
  return std::string(line_start ? "" : inner.before) + text + std::string(inner.after);
}

std::string lines_of(const core::Rich& spans, Reading reading, std::string_view indent) {
  return typeset::lines_of(spans, indent, [&](std::string_view line, const Span& span, bool line_start) {
    return styled(line, span, reading, line_start);
  });
}

std::string links(const std::vector<Link>& all, Reading reading) {
  std::string line;
  for (const Link& link : all)
    line += (line.empty() ? "[" : " · [") + harmless(label_of(link.label, reading), reading) + "](" +
            written_address(link.url, reading) + ")";
  return line;
}

std::string one(const Part& part, Reading reading) {
  switch (part.kind) {
    case Kind::heading: {
      // Large headings shout in a chat: a strong line is what people write themselves.
      core::Rich strong;
      for (const Span& span : part.text) strong.emplace_back(span.text, Style::strong);
      return lines_of(strong, reading, "");
    }
    case Kind::item: {
      const std::string mark = part.number > 0 ? std::to_string(part.number) + ". " : "- ";
      const std::string words = lines_of(part.text, reading, std::string(mark.size(), ' '));
      return words.empty() ? words : mark + words;
    }
    case Kind::context: {
      core::Rich quiet = part.text;
      for (Span& span : quiet)
        if (span.style == Style::plain && span.url.empty()) span.style = Style::emphasis;
      return lines_of(quiet, reading, "");
    }
    case Kind::divider:
      return "---";
    case Kind::links:
      return links(part.links, reading);
    case Kind::paragraph:
    case Kind::line:
      return lines_of(part.text, reading, "");
  }
  return {};
}

}  // namespace

std::string markdown(const Outline& outline, Reading reading) {
  std::string text;
  Part before{Kind::divider};
  for (const Part& part : outline) {
    const std::string piece = one(part, reading);
    if (piece.empty()) continue;
    // Two blanks keep the end of a line in Markdown.
    if (!text.empty()) text += !continues(part, before) ? "\n\n" : part.kind == Kind::line ? "  \n" : "\n";
    text += piece;
    before = part;
  }
  return text;
}

}  // namespace webhook
