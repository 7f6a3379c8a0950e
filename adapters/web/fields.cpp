#include "adapters/web/fields.hpp"

#include <algorithm>

#include "adapters/net/url.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/spreadsheet.hpp"
#include "bot/core/texts.hpp"
#include "bot/core/utf8.hpp"

namespace web {
namespace {

using Gives = core::Input::Gives;
constexpr std::size_t most_fields = 200;
constexpr std::string_view input_prefix = "f.";  // of inputs' fields

std::string tidied(const std::string& text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\r') {
      if (i + 1 == text.size() || text[i + 1] != '\n') clean += '\n';
    } else if ((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t') {
      clean += text[i];
    }
  }
  return clean;
}

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\n") == std::string_view::npos;
}

// "2026-11-24T13:00", as browsers send it; whether there is such a day is the reader's business.
bool is_moment(std::string_view text) {
  return core::ascii::is_written_as("0000-00-00T00:00", text);
}

bool offers(const core::Input& input, const std::string& value) {
  return std::any_of(input.options.begin(), input.options.end(),
                     [&](const core::Option& option) { return option.value == value; });
}

}  // namespace

std::string field_name(const core::Input& input) {
  return std::string(input_prefix) + input.id;
}

std::optional<Posted> tidy(Posted posted) {
  if (posted.size() > most_fields) return std::nullopt;
  for (auto& [name, value] : posted) {
    if (!core::is_utf8(name) || !core::is_utf8(value)) return std::nullopt;
    value = tidied(value);
  }
  return posted;
}

std::optional<Posted> read_body(std::string_view body) {
  auto posted = net::parse_form(body);
  return posted ? tidy(*std::move(posted)) : std::nullopt;
}

std::map<std::string, std::string> put_files(const core::Form& form,
                                             const std::map<std::string, std::string>& files, Posted& posted,
                                             core::Language language) {
  std::map<std::string, std::string> errors;
  for (const core::Input& input : form.inputs) {
    const auto file = files.find(field_name(input));
    if (!input.of_file || file == files.end()) continue;
    const auto text = core::text_of_file(file->second);
    if (!text) {
      const bool workbook = file->second.starts_with("PK") || file->second.starts_with("\xD0\xCF\x11\xE0");
      errors[input.id] = core::text(language, workbook ? "web.file.workbook" : "web.file.no_text");
      continue;
    }
    std::erase_if(posted, [&](const auto& one) { return one.first == field_name(input); });
    posted.emplace_back(field_name(input), tidied(*text));
  }
  return errors;
}

std::string value_of(const Posted& posted, std::string_view name) {
  const auto found =
      std::find_if(posted.begin(), posted.end(), [&](const auto& one) { return one.first == name; });
  return found == posted.end() ? std::string() : found->second;
}

std::vector<std::string> words_in(const Posted& posted) {
  std::vector<std::string> all;
  for (const auto& [name, value] : posted) {
    if (!name.starts_with(input_prefix) && name != "command") continue;
    std::string words = core::trimmed(core::cleaned(value));
    if (words.find_first_of(" \n") != words.npos) all.push_back(std::move(words));
  }
  return all;
}

bool is_given_back(const core::Form& form, const core::Form& sent) {
  return !sent.inputs.empty() && std::ranges::all_of(sent.inputs, [&](const core::Input& asked) {
    return std::ranges::find(form.inputs, asked.id, &core::Input::id) != form.inputs.end();
  });
}

Filled fill(const core::Form& form, const Posted& posted, core::Language language) {
  Filled filled;
  for (const core::Input& input : form.inputs) {
    std::vector<std::string>& values = filled.values[input.id];
    const Gives gives = input.gives();
    const bool offered = gives == Gives::one || gives == Gives::several;
    for (const auto& [name, value] : posted) {
      if (name != field_name(input) || blank(value) || (offered && !offers(input, value))) continue;
      if (!values.empty() && gives != Gives::several) continue;
      if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }
    if (values.empty()) {
      if (input.required) filled.errors[input.id] = core::text(language, "form.required");
    } else if (const auto most = static_cast<std::size_t>(std::max(1, input.max_length));
               gives == Gives::words && core::letters_in(values.front()) > most) {
      filled.errors[input.id] = core::too_long(language, core::letters_in(values.front()), most);
    } else if (gives == Gives::moment && !is_moment(values.front())) {
      filled.errors[input.id] = core::text(language, "web.no_moment");
    }
  }
  return filled;
}

}  // namespace web
