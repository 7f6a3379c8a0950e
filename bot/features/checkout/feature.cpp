#include "bot/features/checkout/feature.hpp"

#include "bot/core/random.hpp"
#include "bot/core/texts.hpp"

namespace checkout {
namespace {

using core::localized;
using core::Question;

std::vector<core::Localized> sentences_of(const core::Programmes& programmes, const std::string& key) {
  const auto programme = programmes.find(key);
  if (programme != programmes.end() && !programme->second.checkout.empty()) return programme->second.checkout;
  return {localized("checkout.sentence.worked"), localized("checkout.sentence.did_not_work"),
          localized("checkout.sentence.better")};
}

// The three steps of the published dialogue-café evaluation, so that results can be compared.
Question usefulness() {
  return {Question::Kind::scale,
          localized("checkout.useful"),
          {localized("checkout.useful.little"), localized("checkout.useful.some"),
           localized("checkout.useful.very")},
          false};
}

std::vector<Question> questions_of(const core::Programmes& programmes, const std::string& key) {
  std::vector<Question> all{usefulness()};
  for (core::Localized& sentence : sentences_of(programmes, key))
    all.push_back({Question::Kind::text, std::move(sentence), {}, false});
  all.push_back({Question::Kind::text, localized("checkout.take_with_me"), {}, false});
  return all;
}

class Checkout final : public features::Feature {
 public:
  explicit Checkout(const core::Programmes& programmes) : programmes_(programmes) {}

  std::string_view name() const override { return "checkout"; }

  void on(core::Context& context, const core::Fact& fact) override {
    const auto* due = std::get_if<core::MomentDue>(&fact);
    if (!due || due->moment != "checkout") return;
    const core::Group* group = context.people().group(due->session.group);
    // Of a session of each working day one thing is asked, by the debriefs.
    if (!group || (core::meets_daily(*group) && !due->session.extra)) return;
    core::Poll poll;
    // Of the session alone, so that a moment that comes twice gives one poll.
    poll.id = core::PollId{core::id_from_name("checkout:" + due->session.id.text)};
    poll.group = group->id;
    poll.session = due->session.id;
    poll.purpose = core::Poll::Purpose::checkout;
    const auto programme = programmes_.find(due->programme);
    poll.named = programme != programmes_.end() && programme->second.open_evaluation;
    poll.title = localized("checkout.title");
    poll.opens = context.now();
    poll.closes = due->closes;
    poll.questions = questions_of(programmes_, due->programme);
    context.emit(core::PollRequested{std::move(poll)});
  }

  // The sentences too: who first completes them by name, can be told from the others without one.
  std::vector<Question> asks_by_itself(const core::Group& group) override {
    return questions_of(programmes_, group.programme);
  }

 private:
  const core::Programmes& programmes_;
};

}  // namespace

std::unique_ptr<features::Feature> make(const core::Programmes& programmes) {
  return std::make_unique<Checkout>(programmes);
}

}  // namespace checkout
