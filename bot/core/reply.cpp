#include "bot/core/reply.hpp"

#include <algorithm>

#include "bot/core/random.hpp"
#include "bot/core/utf8.hpp"

namespace core {
namespace {

constexpr guarding::IdentifierFinding address_of_a_house{guarding::IdentifierVerdict::stop,
                                                         guarding::IdentifierKind::address};

std::string said(Language language, const guarding::IdentifierFinding& finding) {
  // texts: identifier.kind.* identifier.stop identifier.warn
  const std::string kind = text(language, "identifier.kind." + std::string(guarding::kind_key(finding.kind)));
  return text(language,
              finding.verdict == guarding::IdentifierVerdict::stop ? "identifier.stop" : "identifier.warn",
              {{"what", kind}});
}

const guarding::IdentifierFinding* worst_of(const std::vector<guarding::IdentifierFinding>& findings) {
  const guarding::IdentifierFinding* found = nullptr;
  for (const guarding::IdentifierFinding& finding : findings)
    if (finding.verdict != guarding::IdentifierVerdict::ok && (!found || finding.verdict > found->verdict))
      found = &finding;
  return found;
}

constexpr std::string_view warned_mark = "|warned";
constexpr std::size_t mark_digits = 8;

// What is written freely: a chat may give it back with other blanks than it was shown with.
std::string digits_of(const Form& form, const FormValues& values) {
  std::string all;
  for (const Input& input : form.inputs) {
    if (!input.options.empty()) continue;
    all += '\n' + input.id + '\n';
    for (const char letter : value_of(values, input.id))
      if (std::string_view(" \t\r\n").find(letter) == std::string_view::npos) all += letter;
  }
  return id_from_name(all).substr(0, mark_digits);
}

// Its size where there is none. Forms that were open before marks had digits have the name alone.
std::size_t begin_of_mark(std::string_view state) {
  for (const std::size_t length : {warned_mark.size(), warned_mark.size() + 1 + mark_digits})
    if (state.size() >= length) {
      const std::string_view mark = state.substr(state.size() - length);
      if (mark.starts_with(warned_mark) && (length == warned_mark.size() || mark[warned_mark.size()] == ':'))
        return state.size() - length;
    }
  return state.size();
}

}  // namespace

Reply whisper(Message message) {
  Reply reply;
  reply.whisper = std::move(message);
  return reply;
}

Reply whisper(Rich words) {
  Message message;
  message.blocks.emplace_back(Paragraph{std::move(words)});
  return whisper(std::move(message));
}

Reply whisper(Language language, std::string_view key, Args args) {
  return whisper(rich(language, key, args));
}

void head(std::vector<Block>& blocks, Language language, std::string_view key, Args args) {
  blocks.emplace_back(Heading{text(language, key, args)});
}
void say(std::vector<Block>& blocks, Language language, std::string_view key, Args args) {
  blocks.emplace_back(Paragraph{rich(language, key, args)});
}
void note(std::vector<Block>& blocks, Language language, std::string_view key, Args args) {
  blocks.emplace_back(ContextLine{rich(language, key, args)});
}

Reply open_form(Form form) {
  Reply reply;
  reply.form = std::move(form);
  return reply;
}

Input input(std::string id, std::string label, Input::Kind kind, std::vector<Option> options) {
  Input asked;
  asked.kind = kind;
  asked.id = std::move(id);
  asked.label = std::move(label);
  asked.options = std::move(options);
  return asked;
}

Input required(std::string id, std::string label, Input::Kind kind, std::vector<Option> options) {
  Input asked = input(std::move(id), std::move(label), kind, std::move(options));
  asked.required = true;
  return asked;
}

Reply paper(Language language, const std::string& title, const std::string& file_name, std::string bytes,
            const std::string& address) {
  Reply reply;
  if (!bytes.empty()) reply.file = File{file_name + ".pdf", "application/pdf", std::move(bytes)};
  Message message;
  if (address.empty())
    say(message, language, "paper.no_pages");
  else
    message.blocks.emplace_back(
        Paragraph{{Span(text(language, "paper.here", {{"title", title}}), Span::Style::plain, address)}});
  reply.whisper = std::move(message);
  return reply;
}

std::string value_of(const FormValues& values, const std::string& input) {
  const auto found = values.find(input);
  if (found == values.end() || found->second.empty()) return {};
  return trimmed(found->second.front());
}

bool is_chosen(const FormValues& values, const std::string& input, const std::string& option) {
  const auto found = values.find(input);
  return found != values.end() && std::ranges::find(found->second, option) != found->second.end();
}

std::size_t letters_in(std::string_view utf8) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const bool inside = (static_cast<unsigned char>(utf8[at]) & 0xC0) == 0x80;
    if (!inside && !utf8.substr(at).starts_with("\r\n")) ++letters;
  }
  return letters;
}

std::string too_long(Language language, std::size_t letters, std::size_t most) {
  return text(language, "form.too_long",
              {{"n", static_cast<int>(letters)}, {"most", static_cast<int>(most)}});
}

std::map<std::string, std::string> too_long(Language language, const Form& form, const FormValues& values) {
  std::map<std::string, std::string> errors;
  for (const Input& input : form.inputs) {
    if (input.gives() != Input::Gives::words) continue;
    const std::size_t letters = letters_in(value_of(values, input.id));
    const auto most = static_cast<std::size_t>(std::max(0, input.max_length));
    if (letters > most) errors[input.id] = too_long(language, letters, most);
  }
  return errors;
}

TextGuard guard_texts(Language language, const FormValues& values, std::span<const std::string> fields,
                      guarding::Fields how, std::span<const std::string> places) {
  TextGuard guard;
  const auto kept = [](std::vector<guarding::IdentifierFinding> findings, bool place) {
    if (place) std::erase(findings, address_of_a_house);
    return findings;
  };
  std::vector<std::string> joined;
  std::string last;
  for (const std::string& field : fields) {
    const std::string value = value_of(values, field);
    if (value.empty()) continue;
    joined.push_back(value);
    last = field;
    const bool place = std::ranges::find(places, field) != places.end();
    const std::vector<std::string> alone{value};
    if (const auto findings = kept(guarding::find_identifiers(alone), place);
        const auto* found = worst_of(findings)) {
      if (found->verdict == guarding::IdentifierVerdict::stop)
        guard.errors[field] = said(language, *found);
      else
        guard.warning = said(language, *found);
    }
  }
  // A number may be split over the fields.
  if (guard.errors.empty() && joined.size() > 1)
    if (const auto findings = kept(guarding::find_identifiers(joined, how), !places.empty());
        const auto* found = worst_of(findings))
      if (found->verdict == guarding::IdentifierVerdict::stop) guard.errors[last] = said(language, *found);
  return guard;
}

TextGuard guard_text(Language language, const std::string& text) {
  const std::vector<std::string> fields{"text"};
  return guard_texts(language, {{"text", {text}}}, fields);
}

void fill_again(Form& form, const FormValues& values) {
  for (Input& input : form.inputs)
    if (const auto written = values.find(input.id); written != values.end()) input.initial = written->second;
}

void say_first(Form& form, Rich said) {
  if (!form.intro.empty()) said.emplace_back("\n\n");
  form.intro.insert(form.intro.begin(), said.begin(), said.end());
}

Reply warn_and_let_edit(Form form, const FormValues& values, const std::string& warning, const Rich& more) {
  fill_again(form, values);
  Rich said;
  if (!warning.empty()) said.emplace_back(warning, Span::Style::strong);
  if (!said.empty() && !more.empty()) said.emplace_back(" ");
  said.insert(said.end(), more.begin(), more.end());
  say_first(form, std::move(said));
  mark_warned(form, values);
  return open_form(std::move(form));
}

void mark_warned(Form& form, const FormValues& values) {
  form.state += std::string(warned_mark) + ":" + digits_of(form, values);
}

std::string warned_of(std::string_view state) {
  const std::string_view mark = state.substr(begin_of_mark(state));
  return std::string(mark.substr(std::min(mark.size(), warned_mark.size() + 1)));
}

std::string without_mark(std::string state) {
  for (auto at = begin_of_mark(state); at < state.size(); at = begin_of_mark(state)) state.resize(at);
  return state;
}

bool was_warned(std::string_view warned, const Form& form, const FormValues& values) {
  return !warned.empty() && warned == digits_of(form, values);
}

}  // namespace core
