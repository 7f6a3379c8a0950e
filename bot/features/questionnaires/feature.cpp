#include "bot/features/questionnaires/feature.hpp"

#include <algorithm>
#include <iterator>

#include "bot/core/group_due.hpp"
#include "bot/core/group_time.hpp"
#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/questionnaires/events.hpp"

namespace questionnaires {
namespace {

using core::Instant;
using core::localized;
using core::Question;
using std::chrono::days;

constexpr days open_for{7}, again_after{150}, facilitators_answer_for{21};
constexpr core::Minutes shown_after{10};
constexpr int useful = 0;  // the question that comes again

core::PollId poll_id(std::string_view which, const core::GroupId& group, int run) {
  return core::PollId{
      core::id_from_name("period-" + std::string(which) + ":" + group.text + ":" + std::to_string(run))};
}

// The three steps of the check-out, so that they can be compared.
Question usefulness() {
  return {Question::Kind::scale,
          localized("questionnaires.useful"),
          {localized("checkout.useful.little"), localized("checkout.useful.some"),
           localized("checkout.useful.very")},
          false};
}

Question of_three(const std::string& key) {
  return {Question::Kind::scale,
          localized(key),
          {localized("questionnaires.little"), localized("questionnaires.some"),
           localized("questionnaires.much")},
          false};
}

// The topics are those of the published questionnaire; the words are our own.
std::vector<Question> questions() {
  std::vector<Question> all{usefulness()};
  // texts: questionnaires.ask.*
  for (const char* key : {"safer", "see", "tried", "frank", "others", "close", "turn", "time", "leader"})
    all.push_back(of_three(std::string("questionnaires.ask.") + key));
  all.push_back({Question::Kind::choice,
                 localized("questionnaires.again"),
                 {localized("questionnaires.again.yes"), localized("questionnaires.again.perhaps"),
                  localized("questionnaires.again.no")},
                 false});
  all.push_back({Question::Kind::text, localized("questionnaires.most"), {}, false});
  all.push_back({Question::Kind::text, localized("questionnaires.other"), {}, false});
  return all;
}

// To those who led: topics of the published questionnaire, words of our own.
std::vector<Question> facilitators_questions() {
  std::vector<Question> all{of_three("facilitators.useful")};
  // texts: facilitators.ask.*
  for (const char* key :
       {"prepared",   "trained", "material", "confident",  "everybody",      "thread", "carried", "demanding",
        "learned",    "pair",    "came",     "situations", "hard_relations", "ethics", "tried",   "support",
        "understand", "frank",   "practice", "leader",     "answered",       "time",   "alone"})
    all.push_back(of_three(std::string("facilitators.ask.") + key));
  all.push_back({Question::Kind::choice,
                 localized("facilitators.next"),
                 {localized("facilitators.next.me"), localized("facilitators.next.others"),
                  localized("facilitators.next.open"), localized("facilitators.next.ends")},
                 false});
  for (const char* key : {"facilitators.hardest", "facilitators.managed", "facilitators.need"})
    all.push_back({Question::Kind::text, localized(key), {}, false});
  return all;
}

void arrange(core::Context& context, const core::EventName<core::GroupId, int>& name,
             const core::GroupId& group, int run, Instant due) {
  const std::string subject = name.pack(group, run);
  context.arrange({std::string(name.name) + ":" + subject, std::string(name.name), subject, due, true});
}

class Questionnaires final : public features::Feature {
 public:
  explicit Questionnaires(Options options) : options_(std::move(options)) {}

  std::string_view name() const override { return "questionnaires"; }

  // Facilitators are asked in their network alone.
  std::vector<Question> asks_by_itself(const core::Group& group) override {
    const auto is_asked = [](const std::function<bool()>& said) { return !said || said(); };
    std::vector<Question> all;
    if (is_asked(options_.of_period)) all = questions();
    if (options_.is_network && options_.is_network(group.id) && is_asked(options_.of_facilitators))
      std::ranges::move(facilitators_questions(), std::back_inserter(all));
    return all;
  }

  void due(core::Context& context, const core::Job& job) override {
    const auto values = events::later.unpacked(job.subject);
    if (!values) return;
    const core::Group& group = core::group_due(context, std::get<0>(*values));
    // A pause may have been made since.
    const Instant heard = core::after_quiet(context.now(), core::Zone::named(group.zone), group.quiet);
    const int run = std::get<1>(*values);
    if (job.kind == events::later.name && heard > context.now())
      return arrange(context, events::later, group.id, run, heard);
    if (job.kind == events::later.name) return ask_again(context, group, run);
    show_beside(context, group, run);
  }

 private:
  static void ask_again(core::Context& context, const core::Group& group, int run) {
    core::Poll poll;
    poll.id = poll_id("later", group.id, run);
    poll.group = group.id;
    poll.title = localized("questionnaires.later.title");
    poll.opens = context.now();
    poll.closes = core::closing_noon(context.now(), open_for, core::Zone::named(group.zone));
    poll.questions = {usefulness()};
    arrange(context, events::beside, group.id, run, poll.closes + shown_after);
    context.emit(core::PollRequested{std::move(poll)});
  }

  // Where both could be shown, and do not tell of the one who came or left between them.
  void show_beside(core::Context& context, const core::Group& group, int run) {
    const core::Language language = group.language;
    const core::PollId then = poll_id("questions", group.id, run), now = poll_id("later", group.id, run);
    auto first = options_.shown(then, useful, language);
    auto later = options_.shown(now, 0, language);
    if (first.empty() || later.empty() || (options_.one_more && options_.one_more(then, now))) return;
    core::Message message;
    core::head(message, language, "questionnaires.beside.title");
    for (auto& [key, blocks] :
         {std::pair("questionnaires.beside.then", &first), std::pair("questionnaires.beside.now", &later)}) {
      message.blocks.emplace_back(
          core::Paragraph{{core::Span(core::text(language, key), core::Span::Style::strong)}});
      for (core::Block& block : *blocks) message.blocks.push_back(std::move(block));
    }
    context.post(core::may_wait({"period-beside:" + group.id.text + ":" + std::to_string(run),
                                 group.destination(), std::move(message), true}));
  }

  Options options_;
};

}  // namespace

void ask(core::Context& context, const core::Group& group, int run) {
  const core::Zone zone = core::Zone::named(group.zone);
  core::Poll poll;
  poll.id = poll_id("questions", group.id, run);
  poll.group = group.id;
  poll.title = localized("questionnaires.title");
  poll.opens = context.now();
  poll.closes = core::closing_noon(context.now(), open_for, zone);
  poll.questions = questions();
  arrange(context, events::later, group.id, run,
          core::after_quiet(context.now() + again_after, zone, group.quiet));
  context.emit(core::PollRequested{std::move(poll)});
}

void ask_facilitators(core::Context& context, const core::Group& network) {
  const core::Zone zone = core::Zone::named(network.zone);
  const core::Date today = core::local_date(network, context.now());
  const unsigned month = static_cast<unsigned>(today.month());
  const bool spring = month >= 3 && month <= 8;
  const int year = static_cast<int>(today.year()) - (month < 3 ? 1 : 0);
  core::Poll poll;
  poll.id = core::PollId{core::id_from_name("facilitators:" + network.id.text + ":" + std::to_string(year) +
                                            (spring ? ":spring" : ":autumn"))};
  poll.group = network.id;
  poll.title = localized("facilitators.title");
  poll.opens = context.now();
  poll.closes = core::closing_noon(context.now(), facilitators_answer_for, zone);
  poll.questions = facilitators_questions();
  context.emit(core::PollRequested{std::move(poll)});
}

std::unique_ptr<features::Feature> make(Options options) {
  return std::make_unique<Questionnaires>(std::move(options));
}

}  // namespace questionnaires
