#include "bot/features/hopes/feature.hpp"

#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"

namespace hopes {
namespace {

using core::localized;
using core::Question;

std::vector<Question> questions() {
  return {{Question::Kind::text, localized("hopes.hope"), {}, false},
          {Question::Kind::text, localized("hopes.fear"), {}, false}};
}

class Hopes final : public features::Feature {
 public:
  Hopes(HopeStore& store, const core::Programmes& programmes) : store_(store), programmes_(programmes) {}

  std::string_view name() const override { return "hopes"; }

  std::vector<Question> asks_by_itself(const core::Group& group) override {
    const auto programme = programmes_.find(group.programme);
    return programme != programmes_.end() && programme->second.hopes ? questions() : std::vector<Question>();
  }

  void on(core::Context&, const core::Fact& fact) override {
    const auto* closed = std::get_if<core::PollClosed>(&fact);
    if (!closed || !store_.knows(closed->poll.id)) return;
    store_.keep(closed->poll.id, closed->result.texts);
  }

 private:
  HopeStore& store_;
  const core::Programmes& programmes_;
};

}  // namespace

void ask(HopeStore& store, core::Context& context, const core::Group& group, const core::Session& session) {
  core::Poll poll;
  // Of the session alone: one that was not held, and is made up for, is another's first.
  poll.id = core::PollId{core::id_from_name("hopes:" + session.id.text)};
  poll.group = group.id;
  poll.session = session.id;
  poll.title = localized("hopes.title");
  poll.opens = context.now();
  poll.closes = core::closing_noon(session.ends, std::chrono::days{1}, core::Zone::named(group.zone));
  store.add({poll.id, group.id, session.run, poll.closes});
  poll.questions = questions();
  context.emit(core::PollRequested{std::move(poll)});
}

void bring_out(HopeStore& store, core::Context& context, const core::Group& group,
               const core::Session& session) {
  const auto kept = store.kept(group.id, session.run);
  if (kept.empty()) return;
  core::Message message;
  core::head(message, group.language, "hopes.back.title");
  core::say(message, group.language, "hopes.back");
  for (const int question : {0, 1}) {
    core::List list;
    for (const auto& [of, words] : kept)
      if (of == question) list.items.push_back({core::Span(words)});
    if (list.items.empty()) continue;
    message.blocks.emplace_back(
        core::Paragraph{{core::Span(core::text(group.language, question == 0 ? "hopes.hope" : "hopes.fear"),
                                    core::Span::Style::strong)}});
    message.blocks.emplace_back(std::move(list));
  }
  context.post({"hopes-back:" + group.id.text + ":" + std::to_string(session.run), group.destination(),
                std::move(message), false});
}

std::unique_ptr<features::Feature> make(HopeStore& store, const core::Programmes& programmes) {
  return std::make_unique<Hopes>(store, programmes);
}

}  // namespace hopes
