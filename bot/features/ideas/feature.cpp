#include "bot/features/ideas/feature.hpp"

#include "bot/core/coordinators.hpp"
#include "bot/core/log.hpp"
#include "bot/core/reply.hpp"
#include "bot/features/ideas/box_side.hpp"
#include "bot/features/ideas/events.hpp"
#include "bot/features/ideas/release.hpp"
#include "bot/features/ideas/table.hpp"

namespace ideas {

namespace {

using core::Context;

constexpr auto flush_at = std::chrono::hours{3};           // local time, when nobody writes
constexpr auto set_aside_kept = std::chrono::days{30};     // docs/privacy.md
constexpr auto try_again_after = std::chrono::minutes{5};  // while the box cannot be read

class Ideas final : public features::Feature {
 public:
  Ideas(IdeaStore& store, IdeaBox& box, std::string zone, core::CareChannels channels, TopicOf topic_of,
        core::AskedOf asked, InVote in_vote)
      : store_(store),
        box_(box),
        zone_(std::move(zone)),
        box_side_(box, store, std::move(channels)),
        table_(store, std::move(topic_of), std::move(in_vote)),
        release_(store, table_, std::move(asked)) {
    table_.release_by(
        [this](Context& context, const core::GroupId& group) { return release_.show_all(context, group); });
  }

  std::string_view name() const override { return "ideas"; }
  std::vector<features::CommandSpec> commands() override {
    auto all = box_side_.commands();
    for (features::CommandSpec& spec : table_.commands()) all.push_back(std::move(spec));
    return all;
  }
  std::vector<features::EventRow> events() override {
    auto all = box_side_.events();
    for (features::EventRow& row : table_.events()) all.push_back(std::move(row));
    return all;
  }
  void offers(const core::SealedContext&, const features::Here& who,
              std::vector<core::Button>& buttons) override {
    box_side_.offers(who, buttons);
  }
  void on(Context& context, const core::Fact& fact) override { release_.on(context, fact); }
  std::vector<core::Question> asks_by_itself(const core::Group& group) override {
    return {topic_question(store_.of_group(group.id, Idea::State::released))};
  }

  void start(Context& context) override {
    look_at_box(context, false);
    const std::string before = store_.box_boot();
    if (before != box_.boot()) {
      // The machine was restarted: what was in the box is gone, and nobody can say whose it was. All are told
      // alike.
      if (!before.empty())
        for (const core::Group& group : context.people().groups()) {
          core::Message message;
          core::say(message, group.language, "ideas.lost");
          context.post(core::urgent({"ideas-lost:" + box_.boot() + ":" + group.id.text, group.destination(),
                                     std::move(message), true}));
        }
      store_.set_box_boot(box_.boot());
    }
    // A withdrawal is one more record: while the file is there, it still holds words and writers.
    context.after_commit([this] {
      if (box_.all().empty()) box_.wipe();
    });
    // Words were taken away, and the process died, or the disk failed, before they had left the file.
    if (store_.unscrubbed()) context.after_commit([this] { store_.scrub(); });
    arrange_flush(context);
  }

  void due(Context& context, const core::Job& job) override {
    if (job.kind == events::box_job) {
      box_.try_again();
      return look_at_box(context, false);
    }
    if (job.kind == events::undecided.name) return release_.ask_second(context, job);
    if (job.kind != events::flush_job) return;
    box_.try_again();
    look_at_box(context, true);
    std::vector<Idea> night;
    for (const BoxedIdea& boxed : box_.all()) night.push_back(boxed.idea);
    core::shuffle(night, context.random());
    store_.add(night);
    // Also when all were withdrawn: the file holds them until then.
    context.after_commit([this] {
      box_.wipe();
      box_side_.forget();
    });
    arrange_flush(context);
  }

  void status(Context&, const features::Here& who, std::vector<core::Block>& blocks) override {
    const auto open = store_.of_group(who.group.id, Idea::State::released).size();
    if (open > 0)
      blocks.emplace_back(core::Paragraph{
          {core::Span(core::text_n(who.language(), "ideas.status", static_cast<int>(open)))}});
  }

 private:
  // A box that cannot be read is tried again, and set aside when it does not fit or the night has come
  // (`night`): then ideas can be put in again. What was set aside and can be read is in the box again.
  void look_at_box(Context& context, bool night) {
    const bool unfit = box_.unread() == IdeaBox::Unread::unfit;
    const bool unreachable = box_.unread() == IdeaBox::Unread::unreachable;
    if (unfit || (night && unreachable)) {
      box_.set_aside(context.now());
      core::log(core::Level::error, "ideas: an idea box that could not be read was set aside");
      core::tell_coordinators(context, "ideas-aside:" + core::to_text(context.now()), "ideas.set_aside");
    }
    box_.bring_back();
    if (box_.has_remains()) context.after_commit([this] { box_.destroy_remains(); });
    if (context.time_is_certain()) box_.forget_set_aside(context.now() - set_aside_kept);
    if (!box_.refusal().empty()) {
      const std::string again(events::box_job);
      context.arrange({again, again, "", context.now() + try_again_after, true});
    }
    // A crash between the flush and the wipe: what the database has can no longer be changed. Or a form that
    // was sent again after a restart: its code finds the idea, too.
    for (const BoxedIdea& boxed : box_.all()) {
      if (!store_.find(boxed.idea.id)) continue;
      store_.add({boxed.idea});
      context.after_commit([this, id = boxed.idea.id, writer = boxed.writer] { box_.withdraw(id, writer); });
    }
  }

  void arrange_flush(Context& context) const {
    const std::string flush(events::flush_job);
    context.arrange(
        {flush, flush, "", core::next_time(core::Zone::named(zone_), flush_at, context.now()), true});
  }

  IdeaStore& store_;
  IdeaBox& box_;
  std::string zone_;
  BoxSide box_side_;
  Table table_;
  Release release_;
};

}  // namespace

std::unique_ptr<features::Feature> make(IdeaStore& store, IdeaBox& box, std::string zone,
                                        core::CareChannels channels, TopicOf topic_of, core::AskedOf asked,
                                        InVote in_vote) {
  return std::make_unique<Ideas>(store, box, std::move(zone), std::move(channels), std::move(topic_of),
                                 std::move(asked), std::move(in_vote));
}

}  // namespace ideas
