#include "adapters/mattermost/screen.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/limits.hpp"
#include "adapters/mattermost/text.hpp"
#include "adapters/typeset/bar.hpp"
#include "adapters/typeset/measure.hpp"
#include "adapters/typeset/unlinked.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"

namespace mattermost {
namespace {

using Json = nlohmann::json;
using core::Span;

std::string line_of(std::string out, const std::string& line) {
  if (!out.empty()) out += '\n';
  return out + line;
}

// Each block in words.
struct Words {
  std::string operator()(const core::Heading& heading) const {
    // Large headings shout in a chat: a strong line is what people write themselves.
    return markdown({Span(one_line(heading.text), Span::Style::strong)});
  }
  std::string operator()(const core::Paragraph& paragraph) const { return markdown(paragraph.text); }
  std::string operator()(const core::List& list) const {
    std::string out;
    int number = 0;
    for (const core::Rich& item : list.items) {
      const std::string mark = list.numbered ? std::to_string(++number) + ". " : "- ";
      const std::string words = markdown(item, std::string(mark.size(), ' '));
      if (!words.empty()) out = line_of(out, mark + words);
    }
    return out;
  }
  std::string operator()(const core::Facts& facts) const {
    std::string out;
    for (const auto& [label, value] : facts.rows)
      out = line_of(
          out, markdown({Span(one_line(label) + ":", Span::Style::strong), Span(" " + one_line(value))}));
    return out;
  }
  std::string operator()(const core::Bars& bars) const {
    std::string out;
    for (const core::Bar& bar : bars.rows)
      out = line_of(out, "`" + typeset::bar(bar.share) + "` " +
                             escaped(one_line(bar.label) + ": " + one_line(bar.caption), false));
    return out;
  }
  // Every reader's client would fetch it from where it lies: a link lets them choose.
  std::string operator()(const core::Image& image) const {
    return markdown({Span(image.alt, Span::Style::plain, image.url)});
  }
  std::string operator()(const core::Divider&) const { return "---"; }
  std::string operator()(const core::Actions&) const { return {}; }
  std::string operator()(const core::ContextLine& line) const {
    core::Rich quiet = line.text;
    for (Span& span : quiet)
      if (span.style == Span::Style::plain && span.url.empty()) span.style = Span::Style::emphasis;
    return markdown(quiet);
  }
};

// Pieces of Markdown with an empty line between them, until there is no more room.
class Column {
 public:
  // Room for the line that says something is missing is kept free.
  Column(std::size_t most, core::Language language)
      : rest_("\n\n" + core::text(language, "mattermost.rest")),
        room_(most - std::min(most, typeset::size_in(typeset::code_points, rest_))) {}

  void add(const std::string& piece) {
    if (piece.empty() || full_) return;
    const std::string more = text_.empty() ? piece : "\n\n" + piece;
    const std::size_t size = typeset::size_in(typeset::code_points, more);
    full_ = size > room_;
    if (!full_) {
      text_ += more;
      room_ -= size;
      return;
    }
    // Between lines where there are some, so that no mark is cut in two.
    std::string part = typeset::shortened(more, room_, typeset::code_points);
    if (const auto line = part.rfind('\n'); line != part.npos && line > part.size() / 2) part.resize(line);
    text_ += part + rest_;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string rest_, text_;
  std::size_t room_;  // code points
  bool full_ = false;
};

// The words before the first fields or buttons are the post's own; what follows goes into attachments, each
// with words, fields and buttons in this order, because that is how they are shown.
class Builder {
 public:
  Builder(const Integration& integration, core::Language language)
      : integration_(integration), language_(language), column_(limit::post, language) {}

  void add(const core::Block& block) {
    if (const auto* facts = std::get_if<core::Facts>(&block)) {
      add_fields(*facts);
    } else if (const auto* actions = std::get_if<core::Actions>(&block)) {
      add_buttons(*actions);
    } else if (const std::string piece = std::visit(Words(), block); !piece.empty()) {
      if (stage_ != Stage::words) flush();
      column_.add(piece);
    }
  }

  Json done(const core::Message& message) {
    flush();
    if (text_.empty() && attachments_.empty()) text_ = "–";
    // What a notification says when there are no words of the post's own.
    if (text_.empty())
      attachments_[0]["fallback"] =
          typeset::shortened(one_line(core::plain_text(message)), limit::field_value, typeset::code_points);
    return {{"text", std::move(text_)}, {"attachments", std::move(attachments_)}};
  }

 private:
  enum class Stage { words, fields, buttons };

  void add_fields(const core::Facts& facts) {
    if (facts.rows.empty()) return;
    if (stage_ == Stage::buttons) flush();
    begin(Stage::fields);
    for (const auto& [label, value] : facts.rows) {
      const std::string words =
          escaped(typeset::shortened(core::cleaned(value), limit::field_value, typeset::code_points));
      Json field{{"short", true}, {"value", words.empty() ? "–" : words}};
      field["title"] = typeset::shortened(inert(label), limit::field_title, typeset::code_points);
      open_["fields"].push_back(std::move(field));
    }
  }

  void add_buttons(const core::Actions& actions) {
    if (actions.buttons.empty()) return;
    const bool listed = std::any_of(actions.buttons.begin(), actions.buttons.end(), is_long);
    if (listed) add_labels(actions);
    begin(Stage::buttons);
    int number = 0;
    for (const core::Button& button : actions.buttons) {
      Json action{{"type", "button"}, {"id", "b" + std::to_string(++count_)}};
      const std::string before = listed ? std::to_string(++number) + ". " : std::string();
      const std::string label =
          typeset::shortened(before + one_line(button.label), limit::button, typeset::code_points);
      action["name"] = label.empty() ? "…" : label;
      action["integration"] = integration_(button);
      if (button.style == core::Button::Style::primary) action["style"] = "primary";
      if (button.style == core::Button::Style::danger) action["style"] = "danger";
      open_["actions"].push_back(std::move(action));
    }
  }

  static bool is_long(const core::Button& button) {
    return typeset::size_in(typeset::code_points, one_line(button.label)) > limit::button;
  }

  // What does not fit on buttons stands above them in full, with their numbers.
  void add_labels(const core::Actions& actions) {
    core::List labels{{}, true};
    for (const core::Button& button : actions.buttons) labels.items.push_back({Span(one_line(button.label))});
    if (stage_ != Stage::words) flush();
    column_.add(Words()(labels));
  }

  void begin(Stage stage) {
    if (first_) {  // the words so far are the post's own
      text_ = column_.take();
      column_ = Column(limit::post, language_);
      first_ = false;
    }
    stage_ = stage;
  }

  void flush() {
    if (first_ && stage_ == Stage::words) {
      text_ = column_.take();
    } else {
      if (std::string words = column_.take(); !words.empty()) open_["text"] = std::move(words);
      if (!open_.empty()) attachments_.push_back(std::move(open_));
    }
    open_ = Json::object();
    column_ = Column(limit::post, language_);
    stage_ = Stage::words;
  }

  const Integration& integration_;
  core::Language language_;
  Column column_;
  std::string text_;
  Json attachments_ = Json::array(), open_ = Json::object();
  Stage stage_ = Stage::words;
  bool first_ = true;
  int count_ = 0;
};

// The message with what `put(buttons, blocks)` puts behind the blocks so far where it has buttons.
template <class Put>
core::Message with_buttons_as(const core::Message& message, const Put& put) {
  core::Message out;
  for (const core::Block& block : message.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      put(*actions, out.blocks);
    else
      out.blocks.push_back(block);
  return out;
}

}  // namespace

Json screen_of(const core::Message& message, const Integration& integration, core::Language language) {
  Builder builder(integration, language);
  for (const core::Block& block : message.blocks) builder.add(block);
  return builder.done(message);
}

std::string words_of(const core::Message& message, core::Language language, std::size_t most) {
  Column column(most, language);
  for (const core::Block& block : message.blocks) column.add(std::visit(Words(), block));
  std::string text = column.take();
  return text.empty() ? "–" : text;
}

core::Message with_links(const core::Message& message, const core::Destination& to, runtime::Links* links,
                         core::Language language) {
  bool asked = false, linked = false;
  const bool own = to.kind == core::Destination::Kind::person;
  typeset::Unlinked unlinked;
  const auto add_line = [&](const std::string& label, const std::string& url, core::Rich& line) {
    if (!line.empty()) line.emplace_back(" · ");
    line.emplace_back(label, Span::Style::plain, url);
    linked = true;
  };
  core::Message out = with_buttons_as(message, [&](const core::Actions& actions, auto& blocks) {
    core::Rich line;
    for (const core::Button& button : actions.buttons) {
      asked = true;
      if (!links) continue;
      if (const auto url = links->to(to, button)) add_line(button.label, *url, line);
    }
    if (line.empty())
      unlinked.add(blocks.size(), actions);
    else
      blocks.emplace_back(core::Paragraph{std::move(line)});
  });
  if (linked && !own)
    unlinked.tell_in(out.blocks, [&](const std::string& buttons) {
      return core::Paragraph{{Span(core::text(language, "mattermost.own_page", {{"buttons", buttons}}))}};
    });
  if (asked && !linked && links)
    if (const auto home = links->home(to)) {
      core::Rich line;
      // What needs a name is answered on no page that many share.
      add_line(core::text(language, own ? "mattermost.answer_here" : "mattermost.group_page"), *home, line);
      out.blocks.emplace_back(core::Paragraph{std::move(line)});
    }
  return out;
}

std::vector<core::Button> buttons_of(const core::Message& message) {
  std::vector<core::Button> all;
  for (const core::Block& block : message.blocks)
    if (const auto* actions = std::get_if<core::Actions>(&block))
      all.insert(all.end(), actions->buttons.begin(), actions->buttons.end());
  return all;
}

core::Message with_numbers(const core::Message& message) {
  int number = 0;
  return with_buttons_as(message, [&](const core::Actions& actions, auto& blocks) {
    std::string line;
    for (const core::Button& button : actions.buttons)
      line += (line.empty() ? "" : " · ") + std::to_string(++number) + ". " + one_line(button.label);
    if (!line.empty()) blocks.emplace_back(core::ContextLine{{Span(line)}});
  });
}

}  // namespace mattermost
