#include "bot/app/group_life.hpp"

#include "bot/features/agreements/feature.hpp"
#include "bot/features/cofacilitators/feature.hpp"
#include "bot/features/debriefs/feature.hpp"
#include "bot/features/network/feature.hpp"
#include "bot/features/papers/feature.hpp"
#include "bot/features/polls/rule.hpp"
#include "bot/features/practices/feature.hpp"
#include "bot/features/purposes/feature.hpp"
#include "bot/features/questionnaires/feature.hpp"
#include "bot/features/recruiting/feature.hpp"
#include "bot/features/sessions/feature.hpp"
#include "bot/features/tryouts/feature.hpp"
#include "storage/slip_book.hpp"

namespace app {

void add_group_life(std::vector<std::unique_ptr<features::Feature>>& all, storage::Stores& stores,
                    const Config& config, const core::Platforms& platforms, const polls::BallotBoxes& boxes) {
  all.push_back(
      practices::make(*stores.practices, {[&stores](const std::string& id) -> std::optional<practices::Kept> {
        const auto tryout = stores.tryouts->find(tryouts::TryoutId(id));
        if (!tryout || !tryouts::is_kept(*tryout)) return std::nullopt;
        return practices::Kept{practices::PracticeId(id), tryout->group, tryout->what};
      }}));
  all.push_back(recruiting::make(*stores.recruiting, platforms.read_channel));
  all.push_back(cofacilitators::make());
  const auto shown = [&stores](const core::PollId& poll, int question, core::Language language) {
    return polls::shown_to_group(*stores.polls, poll, question, language);
  };
  const auto one_more = [&stores](const core::PollId& one, const core::PollId& other) {
    return polls::asked_of_one_more(*stores.polls, one, other);
  };
  all.push_back(purposes::make(*stores.purposes,
                               {shown, [&config] { return config.questions.purpose; },
                                [&boxes](const core::PollId& poll, const core::PersonId& person) {
                                  const polls::Box* box = boxes.find(poll);
                                  return box && box->voter(person);
                                },
                                one_more,
                                [&stores](const features::Here& who, const core::PollId& poll, int question) {
                                  return polls::shown_to(*stores.polls, who, poll, question);
                                },
                                [&boxes] { return !boxes.refusal().empty(); }}));
  all.push_back(questionnaires::make(
      {shown, one_more, [&stores](const core::GroupId& group) { return is_network(stores, group); },
       [&config] { return config.questions.period; }, [&config] { return config.questions.facilitators; }}));
  all.push_back(agreements::make(
      *stores.agreements,
      {[&stores, &config](core::Context& context, const core::Group& group, core::Language language) {
        const auto next = sessions::next_of(*stores.sessions, group.id, context.now());
        return papers::letter(context.people(), group,
                              sessions::followed_by(*stores.sessions, config.programmes, group),
                              next ? &*next : nullptr, language);
      }}));
  all.push_back(debriefs::make(*stores.debriefs));
  all.push_back(network::make(*stores.network, config.organisation.zone));
}

core::Group in_newest_period(storage::Stores& stores, const Config& config, core::Group group) {
  const core::Programme* followed = sessions::followed_by(*stores.sessions, config.programmes, group);
  group.programme = followed ? followed->key : "";
  return group;
}

polls::Options poll_options(storage::Stores& stores, const Config& config, const core::CareChannels& channels,
                            const core::Platforms& platforms) {
  polls::Options options{{config.disclosure.k_group, config.disclosure.k_leader}, channels};
  options.slips = [book = storage::SlipBook(config.organisation.data)](const core::GroupId& group) {
    return book.out(group);
  };
  options.abilities = platforms.abilities;
  options.by_name = [&stores](const core::Group& group, const core::Poll& poll) {
    return purposes::asked_by_name(*stores.purposes, group, poll.id);
  };
  options.absent = [&stores](const core::Poll& poll) {
    return sessions::absent_from(*stores.sessions, poll);
  };
  return options;
}

help::Promised promised(const Config& config) {
  const polls::Thresholds raised{config.disclosure.k_group, config.disclosure.k_leader};
  return {config.ballot_box.mode == Config::BallotBox::Mode::disk, polls::needed(raised, false),
          polls::needed_by_leader(raised, false)};
}

void end_of_period(storage::Stores& stores, const Config& config, core::Context& context,
                   const core::Group& group, int run) {
  if (config.questions.period) questionnaires::ask(context, group, run);
  cofacilitators::ask(context, group, run);
  if (!config.questions.facilitators) return;
  const auto network = network::group_of_network(*stores.network);
  if (const core::Group* all = network ? context.people().group(*network) : nullptr)
    questionnaires::ask_facilitators(context, *all);
}

bool is_network(storage::Stores& stores, const core::GroupId& group) {
  return network::group_of_network(*stores.network) == group;
}

}  // namespace app
