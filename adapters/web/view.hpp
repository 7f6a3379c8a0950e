#pragma once
// HTML from the neutral model: pure functions of what they are given, through the templates in page/. All
// text is escaped; links lead to the web or to mail only; pictures from elsewhere are their words. One
// thread at a time.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"

namespace web {

// A whole page. `body` is HTML from below; everything else is text.
struct Page {
  core::Language language = core::Language::nb;
  std::string title;            // the one h1
  std::string note, last;       // what to know about privacy here: before and after the rest
  std::string warning;          // what went wrong, if it did
  std::string body;             // HTML
  std::string back;             // words of a link to the page's own address, when there is one
  bool choose_language = true;  // the links to this page in the other languages
  bool wrong = false;           // the page title says that something must be mended
  bool wide = false;            // with pictures, for reading
};

struct FormView {
  core::Language language = core::Language::nb;
  const core::Form* form = nullptr;
  const core::FormValues* values = nullptr;   // what was written; null: the form's own initial values
  std::map<std::string, std::string> errors;  // by input id; others stand on top
  std::string ticket;
  bool sends = true;  // with a button; what merely tells something may have another way out
};

struct LetterView {
  std::string when;  // in words
  std::string html;  // of message()
};

class View {
 public:
  explicit View(std::string organisation);
  ~View();
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  // What the ticket of a button is; nothing leaves the button out.
  using Seal = std::function<std::optional<std::string>(const core::Button&)>;
  // How many buttons have each label.
  using Labels = std::map<std::string, int>;
  static void add_labels(Labels& labels, const core::Message& message);
  // Headings become h2, or h3 inside a section. `page`: of all messages that stand on the page; may be empty.
  std::string message(const core::Message& message, const Seal& seal, int level = 2,
                      const Labels& page = {}) const;
  std::string form(const FormView& form) const;
  // One button that does what `label` says.
  std::string confirm(const std::string& label, const std::string& ticket, bool primary) const;
  // A link that looks like a button and leaves the page.
  std::string link(const std::string& label, const std::string& address, bool primary) const;
  // A part of a page with a heading of its own. `id` is an anchor.
  std::string section(const std::string& id, const std::string& heading, const std::string& html) const;
  std::string letters(core::Language language, const std::vector<LetterView>& letters,
                      const std::string& older_words, int older_from) const;
  std::string command(core::Language language, const std::string& ticket, const std::string& written,
                      const std::string& error) const;
  // On top of a page what is wrong with a field further down, and a link there. `target` is the field's id.
  std::string mistake(const std::string& target, const std::string& what, const std::string& error) const;
  // The field for a code that stands on paper. `error` may be empty.
  std::string code(core::Language language, const std::string& typed, const std::string& error) const;
  std::string page(const Page& page) const;

  // The content policy that fits every page: nothing from anywhere, and the one style sheet by its hash.
  const std::string& content_policy() const { return policy_; }

 private:
  struct Templates;
  std::unique_ptr<Templates> templates_;
  std::string organisation_, policy_;
};

// Text as HTML text or as the value of a quoted attribute.
std::string escaped(std::string_view text);
// A label before what is said of it: "Navn:"; a question stays one.
std::string before_words(const std::string& label);

}  // namespace web
