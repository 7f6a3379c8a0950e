// A message as JSON, written straight: one is put in the line for each post, and nobody needs its tree.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "bot/runtime/json_writer.hpp"
#include "bot/runtime/payload.hpp"
#include "bot/runtime/payload_names.hpp"

namespace runtime {
namespace {

using std::string;
using std::string_view;

void texts(string& to, string_view before, const std::vector<string>& all) {
  to += before;
  write_json_list(to, all, write_json);
}

void write_rich(string& to, const core::Rich& rich) {
  write_json_list(to, rich, [](string& into, const core::Span& span) {
    into += '{';
    if (span.style != core::Span::Style::plain) {
      write_json_text(into, R"("style":)", span_styles[static_cast<std::size_t>(span.style)]);
      into += ',';
    }
    write_json_text(into, R"("text":)", span.text);
    if (!span.url.empty()) write_json_text(into, R"(,"url":)", span.url);
    into += '}';
  });
}

void write_bars(string& to, const std::vector<core::Bar>& bars) {
  write_json_list(to, bars, [](string& into, const core::Bar& bar) {
    write_json_text(into, R"({"caption":)", bar.caption);
    write_json_text(into, R"(,"label":)", bar.label);
    into += R"(,"share":)" + nlohmann::json(bar.share).dump() + '}';
  });
}

void write_plot(string& to, const core::Plot& plot) {
  write_json_text(to, R"({"alt":)", plot.alt);
  write_json_text(to, R"(,"as":)", plot_kinds[static_cast<std::size_t>(plot.as)]);
  to += R"(,"bars":)";
  write_bars(to, plot.bars);
  texts(to, R"(,"columns":)", plot.columns);
  to += R"(,"first":)";
  write_json_list(to, plot.first, [](string& into, std::size_t bar) { into += std::to_string(bar); });
  to += R"(,"marks":)";
  write_json_list(to, plot.marks, [](string& into, const core::Plot::Mark& mark) {
    into += '[' + std::to_string(mark.row) + ',' + std::to_string(mark.column) + ',' +
            std::to_string(static_cast<int>(mark.shape)) + ']';
  });
  texts(to, R"(,"rows":)", plot.rows);
  write_json_text(to, R"(,"title":)", plot.title);
  to += '}';
}

struct BlockText {
  string& to;

  void operator()(const core::Heading& b) const {
    write_json_text(to, R"({"text":)", b.text);
    to += R"(,"type":"heading"})";
  }
  void operator()(const core::Paragraph& b) const {
    to += b.drawing ? R"({"drawing":true,"text":)" : R"({"text":)";
    write_rich(to, b.text);
    to += R"(,"type":"paragraph"})";
  }
  void operator()(const core::List& b) const {
    to += R"({"items":)";
    write_json_list(to, b.items, write_rich);
    write_json_flag(to, R"(,"numbered":)", b.numbered);
    to += R"(,"type":"list"})";
  }
  void operator()(const core::Facts& b) const {
    to += R"({"rows":)";
    write_json_list(to, b.rows, [](string& into, const auto& row) {
      write_json_text(into, "[", row.first);
      write_json_text(into, ",", row.second);
      into += ']';
    });
    to += R"(,"type":"facts"})";
  }
  void operator()(const core::Bars& b) const {
    to += R"({"rows":)";
    write_bars(to, b.rows);
    to += R"(,"type":"bars"})";
  }
  void operator()(const core::Image& b) const {
    write_json_text(to, R"({"alt":)", b.alt);
    write_json_text(to, R"(,"type":"image","url":)", b.url);
    to += '}';
  }
  void operator()(const core::Divider&) const { to += R"({"type":"divider"})"; }
  void operator()(const core::Actions& b) const {
    to += R"({"buttons":)";
    write_json_list(to, b.buttons, [](string& into, const core::Button& button) {
      write_json_text(into, R"({"label":)", button.label);
      write_json_text(into, R"(,"name":)", button.name);
      write_json_text(into, R"(,"style":)", button_styles[static_cast<std::size_t>(button.style)]);
      write_json_text(into, R"(,"value":)", button.value);
      into += '}';
    });
    to += R"(,"type":"actions"})";
  }
  void operator()(const core::ContextLine& b) const {
    to += R"({"text":)";
    write_rich(to, b.text);
    to += R"(,"type":"context"})";
  }
};

void write_blocks(string& to, const std::vector<core::Block>& blocks) {
  to += R"({"blocks":)";
  write_json_list(to, blocks,
                  [](string& into, const core::Block& block) { std::visit(BlockText{into}, block); });
}

void write_entry(string& to, const core::CalendarEntry& entry) {
  write_json_flag(to, R"({"cancelled":)", entry.cancelled);
  write_json_text(to, R"(,"description":)", entry.description);
  write_json_text(to, R"(,"ends":)", core::to_text(entry.ends));
  write_json_text(to, R"(,"location":)", entry.location);
  write_json_text(to, R"(,"modified":)", core::to_text(entry.modified));
  to += R"(,"sequence":)" + std::to_string(entry.sequence);
  write_json_text(to, R"(,"starts":)", core::to_text(entry.starts));
  write_json_text(to, R"(,"summary":)", entry.summary);
  write_json_text(to, R"(,"uid":)", entry.uid);
  write_json_text(to, R"(,"zone":)", entry.zone);
  to += '}';
}

void write_mail(string& to, const core::Mail& mail) {
  write_blocks(to, mail.blocks);
  if (mail.calendar) {
    to += R"(,"calendar":)";
    write_entry(to, *mail.calendar);
  }
  write_json_text(to, R"(,"subject":)", mail.subject);
  to += '}';
}

}  // namespace

string json_text(const core::Rich& rich) {
  string text;
  write_rich(text, rich);
  return text;
}

string json_text(const core::Message& message) {
  string text;
  write_blocks(text, message.blocks);
  if (message.mail) {
    text += R"(,"mail":)";
    write_mail(text, *message.mail);
  }
  if (!message.pictures.empty()) {
    text += R"(,"pictures":)";
    write_json_list(text, message.pictures, write_plot);
  }
  text += '}';
  return text;
}

}  // namespace runtime
