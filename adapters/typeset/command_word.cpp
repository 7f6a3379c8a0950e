#include "adapters/typeset/command_word.hpp"

#include <utility>
#include <variant>

namespace typeset {

core::Form with_command_word(core::Form form, std::string_view word) {
  core::Message words{{core::Paragraph{std::move(form.intro)}}};
  words = core::with_command_word(std::move(words), word);
  form.intro = std::move(std::get<core::Paragraph>(words.blocks.front()).text);
  return form;
}

}  // namespace typeset
