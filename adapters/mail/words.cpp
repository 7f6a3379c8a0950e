#include "adapters/mail/words.hpp"

#include <string_view>
#include <vector>

#include "adapters/typeset/markdown.hpp"
#include "bot/core/texts.hpp"

namespace mail {
namespace {

using core::Block;

std::string escaped_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\n')
      out += "<br>";
    else
      out += c;
  }
  return out;
}

std::string element(std::string_view name, const std::string& inside) {
  return "<" + std::string(name) + ">" + inside + "</" + std::string(name) + ">";
}

std::string html_of(const core::Rich& rich) {
  std::string out;
  for (const core::Span& span : rich) {
    std::string words = escaped_html(span.text);
    if (span.style == core::Span::Style::strong) words = element("strong", words);
    if (span.style == core::Span::Style::emphasis) words = element("em", words);
    out += typeset::is_web_address(span.url) ? "<a href=\"" + escaped_html(span.url) + "\">" + words + "</a>"
                                             : words;
  }
  return out;
}

std::string row(const std::string& label, const std::string& value) {
  return "<tr><td style=\"padding-right:1em;vertical-align:top\">" + escaped_html(label) + "</td><td>" +
         escaped_html(value) + "</td></tr>";
}

// No pictures, which mail programs ask about, and no buttons, which act.
struct Html {
  std::string operator()(const core::Heading& b) const { return element("h2", escaped_html(b.text)); }
  std::string operator()(const core::Paragraph& b) const { return element("p", html_of(b.text)); }
  std::string operator()(const core::List& b) const {
    std::string items;
    for (const core::Rich& item : b.items) items += element("li", html_of(item));
    return element(b.numbered ? "ol" : "ul", items);
  }
  std::string operator()(const core::Facts& b) const {
    std::string rows;
    for (const auto& [label, value] : b.rows) rows += row(label, value);
    return element("table", rows);
  }
  std::string operator()(const core::Bars& b) const {
    std::string rows;
    for (const core::Bar& bar : b.rows) rows += row(bar.label, bar.caption);
    return element("table", rows);
  }
  std::string operator()(const core::Image& b) const { return element("p", escaped_html(b.alt)); }
  std::string operator()(const core::Divider&) const { return "<hr>"; }
  std::string operator()(const core::Actions&) const { return {}; }
  std::string operator()(const core::ContextLine& b) const {
    return element("p", element("small", html_of(b.text)));
  }
};

// With an empty line between what is not a list of one thing.
std::string plain_of(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks) {
    if (std::holds_alternative<core::Actions>(block)) continue;
    core::Message one;
    one.blocks.push_back(block);
    out += core::plain_text(one) + "\n\n";
  }
  return out;
}

}  // namespace

Words words_of(const core::Message& message, const Reader& reader) {
  const core::Language language = reader.language;
  std::vector<Block> blocks;
  Words words;
  blocks.emplace_back(core::Paragraph{core::rich(language, "mail.hello", {{"name", reader.name}})});
  if (message.mail) {
    words.subject = message.mail->subject;
    blocks.insert(blocks.end(), message.mail->blocks.begin(), message.mail->blocks.end());
  } else {
    words.subject = core::text(language, "mail.notice.subject");
    blocks.emplace_back(core::Paragraph{core::rich(language, "mail.notice")});
  }
  const auto& own = reader.page;
  if (!own.empty()) {
    core::Rich link = core::rich(language, "mail.page");
    link.emplace_back(" ");
    link.emplace_back(own, core::Span::Style::plain, own);
    blocks.emplace_back(core::Paragraph{std::move(link)});
    blocks.emplace_back(core::ContextLine{core::rich(language, "mail.page.yours")});
  }
  blocks.emplace_back(core::Divider{});
  blocks.emplace_back(
      core::ContextLine{core::rich(language, "mail.foot", {{"organisation", reader.organisation}})});
  words.plain = plain_of(blocks);
  std::string inside;
  for (const Block& block : blocks) inside += std::visit(Html{}, block) + "\n";
  words.html = "<!doctype html>\n<html lang=\"" + std::string(code(language)) +
               "\"><head><meta charset=\"utf-8\"><title>" + escaped_html(words.subject) +
               "</title></head>\n<body style=\"font-family:sans-serif;max-width:40em\">\n" + inside +
               "</body></html>\n";
  return words;
}

}  // namespace mail
