#include "adapters/nextcloud/screen.hpp"

#include <algorithm>
#include <vector>

#include "adapters/nextcloud/text.hpp"
#include "adapters/typeset/bar.hpp"
#include "adapters/typeset/unlinked.hpp"
#include "bot/core/reply.hpp"

namespace nextcloud {
namespace {

using core::Rich;
using core::Span;
using Style = core::Span::Style;

// Of one piece: escaped, each letter may become three.
constexpr std::size_t piece_letters = 8'000;

struct Piece {
  std::string text;
  bool link = false;       // what people are asked to do: goes last
  bool same_list = false;  // belongs to the piece before it
};

class Pieces {
 public:
  Pieces(const core::Destination& to, runtime::Links* links, core::Language language)
      : to_(to), links_(links), language_(language) {}

  // Large headings shout in a chat: a strong line is what people write themselves.
  void operator()(const core::Heading& block) { add({Span(block.text, Style::strong)}); }
  void operator()(const core::Paragraph& block) { add(block.text); }
  void operator()(const core::List& block) {
    int number = 0;
    for (const Rich& item : block.items) {
      const std::string mark = block.numbered ? std::to_string(++number) + ". " : "- ";
      const std::string words = markdown(shortened(item, piece_letters), std::string(mark.size(), ' '));
      all_.push_back({mark + words, false, &item != &block.items.front()});
    }
  }
  void operator()(const core::Facts& block) {
    for (const auto& row : block.rows)
      add({Span(row.first + ":", Style::strong), Span(" " + row.second)}, &row != &block.rows.front());
  }
  void operator()(const core::Bars& block) {
    for (const core::Bar& row : block.rows)
      add({Span(typeset::bar(row.share), Style::code), Span(" " + row.label + ": " + row.caption)},
          &row != &block.rows.front());
  }
  // Talk shows no pictures of bots.
  void operator()(const core::Image& block) { add({Span(block.alt, Style::plain, block.url)}); }
  void operator()(const core::Divider&) { all_.push_back({"---"}); }
  void operator()(const core::ContextLine& block) {
    Rich quiet = block.text;
    for (Span& span : quiet)
      if (span.style == Style::plain && span.url.empty()) span.style = Style::emphasis;
    add(quiet);
  }
  void operator()(const core::Actions& block) {
    asked_ = asked_ || !block.buttons.empty();
    std::string line;
    for (const core::Button& button : block.buttons)
      if (const auto url = links_ ? links_->to(to_, button) : std::nullopt)
        line += (line.empty() ? "" : " · ") + link(button.label, *url);
    if (line.empty()) unlinked_.add(all_.size(), block);
    add_links(std::move(line));
  }

  std::vector<Piece> done() {
    const bool own = to_.kind == core::Destination::Kind::person;
    if (linked_ && !own)
      unlinked_.tell_in(all_, [&](const std::string& buttons) {
        return Piece{markdown({Span(core::text(language_, "nextcloud.own_page", {{"buttons", buttons}}))})};
      });
    if (asked_ && !linked_ && links_)
      if (const auto home = links_->home(to_)) {
        // What needs a name is answered on no page that many share.
        add_links(link(core::text(language_, own ? "nextcloud.answer_here" : "nextcloud.group_page"), *home));
      }
    return std::move(all_);
  }

 private:
  void add(const Rich& words, bool same_list = false) {
    std::string text = markdown(shortened(words, piece_letters));
    if (!text.empty()) all_.push_back({std::move(text), false, same_list});
  }
  void add_links(std::string line) {
    linked_ = linked_ || !line.empty();
    if (!line.empty()) all_.push_back({std::move(line), true});
  }
  static std::string link(const std::string& label, const std::string& url) {
    return markdown(shortened({Span(label, Style::plain, url)}, piece_letters));
  }

  const core::Destination& to_;
  runtime::Links* links_;
  core::Language language_;
  std::vector<Piece> all_;
  typeset::Unlinked unlinked_;
  bool asked_ = false, linked_ = false;
};

std::size_t room_of(const Piece& piece) {
  return core::letters_in(piece.text) + 2;
}

// Takes from behind what there is no room for, and tells whether that was necessary.
bool leave_out(std::vector<Piece>& pieces, std::size_t room, bool links) {
  std::size_t size = 0;
  for (const Piece& piece : pieces) size += room_of(piece);
  bool cut = false;
  for (std::size_t i = pieces.size(); i-- > 0 && size > room;) {
    if (pieces[i].link != links) continue;
    size -= room_of(pieces[i]);
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(i));
    cut = true;
  }
  return cut;
}

}  // namespace

std::string screen_of(const core::Message& message, const core::Destination& to, runtime::Links* links,
                      core::Language language) {
  Pieces builder(to, links, language);
  for (const core::Block& block : message.blocks) std::visit(builder, block);
  std::vector<Piece> pieces = builder.done();
  const std::string rest = core::text(language, "nextcloud.rest");
  const std::size_t room = message_letters - core::letters_in(rest) - 2;
  const bool words_cut = leave_out(pieces, room, false);
  if (leave_out(pieces, room, true) || words_cut) pieces.push_back({rest});
  std::string text;
  for (const Piece& piece : pieces) {
    if (!text.empty()) text += piece.same_list ? "\n" : "\n\n";
    text += piece.text;
  }
  return text.empty() ? "–" : text;
}

core::Message without_buttons(const core::Message& message) {
  core::Message out = message;
  std::erase_if(out.blocks,
                [](const core::Block& block) { return std::holds_alternative<core::Actions>(block); });
  return out;
}

}  // namespace nextcloud
