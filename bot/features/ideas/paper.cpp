#include "bot/features/ideas/paper.hpp"

#include "bot/core/reply.hpp"
#include "bot/core/utf8.hpp"
#include "bot/features/ideas/events.hpp"
#include "bot/features/ideas/store.hpp"

namespace ideas {
core::Form paper_form(core::Language language, const core::Group& group, const core::IdeaId& id) {
  core::Form form = events::keep_paper.form(group.id, id);
  form.title = core::text(language, "ideas.paper.title");
  form.intro = core::rich(language, "ideas.paper.intro", {{"group", group.name}});
  core::Input input = core::required("notes", core::text(language, "ideas.paper.label"));
  input.hint = core::text(language, "ideas.paper.hint");
  input.multiline = true;
  input.max_length = 3000;
  form.inputs.push_back(std::move(input));
  form.submit = core::text(language, "ideas.paper.submit");
  return form;
}

Paper read_paper(core::Language language, const core::FormValues& values) {
  Paper paper;
  paper.notes = core::lines_of(core::value_of(values, "notes"));
  std::string& error = paper.errors["notes"];
  const auto number = [](std::size_t i) { return std::to_string(i + 1); };
  if (paper.notes.empty()) error = core::text(language, "form.required");
  if (paper.notes.size() > most_notes)
    error = core::text(language, "ideas.paper.too_many", {{"most", std::to_string(most_notes)}});
  for (std::size_t i = 0; i < paper.notes.size() && error.empty(); ++i) {
    if (core::letters_in(paper.notes[i]) > idea_letters) {
      error = core::text(language, "ideas.paper.line", {{"number", number(i)}}) + " " +
              core::too_long(language, core::letters_in(paper.notes[i]), idea_letters);
      break;
    }
    const core::TextGuard guard = core::guard_text(language, paper.notes[i]);
    if (!guard.errors.empty())
      error = core::text(language, "ideas.paper.line", {{"number", number(i)}}) + " " +
              guard.errors.begin()->second;
    if (paper.warning.empty()) paper.warning = guard.warning;
  }
  if (error.empty()) paper.errors.clear();
  return paper;
}

}  // namespace ideas
