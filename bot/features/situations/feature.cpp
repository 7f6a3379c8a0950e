#include "bot/features/situations/feature.hpp"

#include <array>

#include "bot/core/form_check.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/situations/events.hpp"

namespace situations {
namespace {

using core::Language;
using core::Reply;
using core::SealedContext;
using features::Given;
using features::Right;
using features::Who;

constexpr int step_letters = 400;
constexpr std::array steps{"happened", "felt", "thought", "did", "others", "next"};

std::string step_text(Language language, const std::string& step) {
  // texts: situations.step.*
  return core::text(language, "situations.step." + step);
}

core::Form log_form(Language language) {
  core::Form form = events::write.form();
  form.title = core::text(language, "situations.title");
  form.intro = core::rich(language, "situations.intro");
  for (const std::string step : steps) {
    core::Input input = core::input(step, step_text(language, step));
    input.multiline = true;
    input.max_length = step_letters;
    input.required = step == steps.front();
    form.inputs.push_back(std::move(input));
  }
  form.submit = core::text(language, "situations.submit");
  return form;
}

class Situations final : public features::Feature {
 public:
  std::string_view name() const override { return "situations"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"situations",
             {"situasjonslogg", "situasjonslogg", "situation-log"},
             Right::everybody,
             by(this, &Situations::open_log)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = situations::events;
    return {features::submit(e::write, Right::everybody, this, &Situations::give_back),
            features::submit(e::seen, Right::everybody, this, &Situations::seen)};
  }

 private:
  Reply open_log(const SealedContext&, const Who& who, const core::CommandLine&) {
    return core::open_form(log_form(who.language()));
  }
  Reply seen(const SealedContext&, const Who&, const Given&) { return {}; }

  // In a form, which is gone when it is closed; a message would stay in the chat.
  Reply give_back(const SealedContext& context, const Who& who, const Given& given) {
    const Language language = who.language();
    const core::Form form = log_form(language);
    if (auto stopped =
            core::check_form({language, form, given.filled, given.warned, {}, &context.people, who.near}))
      return *stopped;
    core::Form shown = events::seen.form();
    shown.title = core::text(language, "situations.title");
    shown.intro = core::rich(language, "situations.yours");
    for (const std::string step : steps) {
      const std::string words = core::value_of(given.filled, step);
      if (words.empty()) continue;
      shown.intro.emplace_back("\n\n" + step_text(language, step) + "\n", core::Span::Style::strong);
      shown.intro.emplace_back(words);
    }
    shown.submit = core::text(language, "situations.close");
    return core::open_form(std::move(shown));
  }
};

}  // namespace

std::unique_ptr<features::Feature> make() {
  return std::make_unique<Situations>();
}

}  // namespace situations
