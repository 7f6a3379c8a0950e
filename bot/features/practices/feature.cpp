#include "bot/features/practices/feature.hpp"

#include <algorithm>

#include "bot/core/form_check.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/practices/events.hpp"

namespace practices {
namespace {

using core::Context;
using core::Language;
using core::Reply;
using core::whisper;
using features::Given;
using features::Here;
using features::Right;
using features::Who;

constexpr int line_letters = 200, on_a_page = 10;
constexpr std::size_t taken_back_at_once = 4;

core::Form release_form(const Kept& kept, Language language) {
  core::Form form = events::release.form(kept.id);
  form.title = core::text(language, "practices.form.title");
  form.intro = core::rich(language, "practices.form.intro");
  core::Input line = core::required("line", core::text(language, "practices.form.line"));
  line.hint = core::text(language, "practices.form.hint");
  line.max_length = line_letters;
  line.initial = {kept.what};
  form.inputs = {std::move(line)};
  form.submit = core::text(language, "practices.form.submit");
  return form;
}

class Practices final : public features::Feature {
 public:
  Practices(PracticeStore& store, Options options) : store_(store), options_(std::move(options)) {}

  std::string_view name() const override { return "practices"; }

  std::vector<features::CommandSpec> commands() override {
    using features::by;
    return {{"good_practice",
             {"god-praksis", "god-praksis", "good-practice", "praksis", "practice"},
             Right::member,
             by(this, &Practices::list)}};
  }

  std::vector<features::EventRow> events() override {
    namespace e = practices::events;
    using features::press;
    const auto by_word = [](Practices* all, const std::string& id) { return all->kept(PracticeId(id)); };
    return {press(core::events::release_practice, Right::facilitator, this, by_word, &Practices::open,
                  &Practices::not_theirs)
                .otherwise("practices.gone"),
            features::submit(e::release, Right::facilitator, this, &Practices::kept, &Practices::release,
                             &Practices::not_theirs)
                .otherwise("practices.gone"),
            press(e::withdraw, Right::facilitator, this, &Practices::find, &Practices::withdraw)
                .otherwise("practices.gone"),
            press(e::page, Right::member, this, &Practices::page)};
  }

 private:
  std::optional<Kept> kept(const PracticeId& id) {
    return options_.kept ? options_.kept(id.text) : std::nullopt;
  }
  std::optional<Practice> find(const PracticeId& id) { return store_.find(id); }

  // A coordinator does not read what a group tries.
  std::optional<Reply> not_theirs(Context&, const Here& who, const Kept& kept) {
    if (!core::facilitates(who.group, who.person.id)) return whisper(who.language(), "practices.gone");
    if (store_.find(kept.id)) return whisper(who.language(), "practices.already");
    return std::nullopt;
  }

  Reply open(Context&, const Here& who, const Kept& kept) {
    return core::open_form(release_form(kept, who.language()));
  }

  Reply release(Context& context, const Here& who, const Kept& kept, const Given& given) {
    const core::Form form = release_form(kept, who.language());
    if (auto stopped = features::check_form(context, who, form, given)) return *stopped;
    store_.add({kept.id, kept.group, core::value_of(given.filled, "line"), context.now()});
    core::Message thanks;
    core::say(thanks, who.language(), "practices.released");
    const core::SharedMessage first = page(context, who, 0).whisper;
    std::ranges::copy(first->blocks, std::back_inserter(thanks.blocks));
    return whisper(std::move(thanks));
  }

  Reply withdraw(Context&, const Here& who, const Practice& practice) {
    store_.remove(practice.id);
    return whisper(who.language(), "practices.withdrawn");
  }

  Reply list(Context& context, const Who& who, const core::CommandLine&) { return page(context, who, 0); }

  Reply page(Context& context, const Who& who, const int& wanted) {
    const Language language = who.language();
    const int page = std::max(0, std::min(wanted, 1000));
    auto all = store_.newest(on_a_page + 1, page * on_a_page);
    const bool more = all.size() > on_a_page;
    if (more) all.pop_back();
    core::Message message;
    core::head(message, language, "practices.title");
    core::say(message, language, all.empty() ? "practices.none" : "practices.intro");
    core::List lines;
    core::Actions actions;
    for (const Practice& one : all) {
      lines.items.push_back({core::Span(one.words)});
      const core::Group* group = context.people().group(one.group);
      if (group && (core::facilitates(*group, who.person.id) || who.person.coordinator) &&
          actions.buttons.size() < taken_back_at_once)
        actions.buttons.push_back(events::withdraw.button(
            core::text(language, "practices.withdraw", {{"what", one.words}}), one.id));
    }
    if (more)
      actions.buttons.push_back(events::page.button(core::text(language, "practices.more"), page + 1));
    if (!lines.items.empty()) message.blocks.emplace_back(std::move(lines));
    if (!actions.buttons.empty()) message.blocks.emplace_back(std::move(actions));
    core::note(message, language, "practices.note");
    return whisper(std::move(message));
  }

  PracticeStore& store_;
  Options options_;
};

}  // namespace

std::unique_ptr<features::Feature> make(PracticeStore& store, Options options) {
  return std::make_unique<Practices>(store, std::move(options));
}

}  // namespace practices
