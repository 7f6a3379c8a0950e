#pragma once
// Answering a poll: by name into the store, or without one into the box. The sealed handlers touch no
// storage.

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "bot/features/feature.hpp"
#include "bot/features/polls/box.hpp"
#include "bot/features/polls/feature.hpp"
#include "bot/features/polls/keeping.hpp"
#include "bot/features/polls/store.hpp"

namespace polls {

class Answering {
 public:
  Answering(PollStore& store, BallotBoxes& boxes, const Keeping& keeping, const Options& options)
      : store_(store), boxes_(boxes), keeping_(keeping), options_(options) {}

  std::vector<features::EventRow> events();
  void offers(const core::SealedContext& context, const features::Here& who,
              std::vector<core::Button>& buttons);

 private:
  struct Pick {
    const Box* box;
    int option;
  };
  friend const core::GroupId& group_of(const Pick& pick) { return pick.box->poll.group; }

  struct Page {
    const Box* box;
    int page;
  };
  friend const core::GroupId& group_of(const Page& page) { return page.box->poll.group; }

  const Box* box_of(const core::PollId& id) { return boxes_.find(id); }
  std::optional<Pick> sealed_pick(const core::PollId& id, const int& option);
  std::optional<Page> sealed_page(const core::PollId& id, const int& page);

  // Why this person cannot answer, if so. The box decides; of a slip it is looked up whether it is still out.
  std::optional<core::Reply> refuse(const core::SealedContext& context, const features::Here& who,
                                    const Box& box);
  std::optional<core::Reply> refuse_pick(const core::SealedContext& context, const features::Here& who,
                                         const Pick& pick);
  std::optional<core::Reply> refuse_page(const core::SealedContext& context, const features::Here& who,
                                         const Page& page);

  core::Reply open_sealed(const core::SealedContext&, const features::Here& who, const Box& box);
  core::Reply withdraw_sealed(const core::SealedContext&, const features::Here& who, const Box& box);
  core::Reply still_open(const core::SealedContext&, const features::Here& who, const Pick& pick);
  core::Reply seal_by_button(const core::SealedContext&, const features::Here& who, const Pick& pick);
  core::Reply seal_by_form(const core::SealedContext& context, const features::Here& who, const Box& box,
                           const features::Given& given);
  core::Reply open_page(const core::SealedContext&, const features::Here& who, const Page& page);
  core::Reply seal_page(const core::SealedContext& context, const features::Here& who, const Page& page,
                        const features::Given& given);
  core::Reply seal(const features::Here& who, const Box& box, const core::Ballot& ballot);

  // Required answers and identifiers, before anything is kept.
  std::optional<core::Reply> check_form(const core::Directory& people, const core::Poll& poll,
                                        const features::Here& who, const core::Form& form,
                                        const features::Given& given) const;
  std::optional<core::Reply> check(const core::Directory& people, const core::Poll& poll,
                                   const features::Here& who, const features::Given& given,
                                   const core::Ballot& ballot) const;
  core::Reply receipt(const features::Here& who, const core::Poll& poll);

  using Asked = std::shared_ptr<const core::Poll>;
  struct NamedPick {
    Asked poll;
    int option;
  };
  friend const core::GroupId& group_of(const NamedPick& pick) { return pick.poll->group; }
  std::optional<NamedPick> named_pick(const core::PollId& id, const int& option);
  std::optional<core::Reply> not_asked(core::Context& context, const features::Here& who,
                                       const core::Poll& poll);
  std::optional<core::Reply> not_asked_by_button(core::Context& context, const features::Here& who,
                                                 const NamedPick& pick);
  core::Reply open_answer(core::Context&, const features::Here& who, const core::Poll& poll);
  core::Reply withdraw(core::Context&, const features::Here& who, const core::Poll& poll);
  core::Reply answer_by_button(core::Context& context, const features::Here& who, const NamedPick& pick);
  core::Reply answer_by_form(core::Context& context, const features::Here& who, const core::Poll& poll,
                             const features::Given& given);

  Asked poll_of(const core::PollId& id) { return store_.asked(id); }
  std::optional<core::Reply> not_running(core::Context& context, const features::Here& who,
                                         const core::Poll& poll);

  PollStore& store_;
  BallotBoxes& boxes_;
  const Keeping& keeping_;
  const Options& options_;
  // In memory only: how many answers through the shared link each place has given to an open poll.
  std::map<std::pair<core::PollId, std::string>, int> from_;
  // Receipts that were given, by what they say: the same for all who answer in one language.
  using Receipt = std::tuple<core::PollId, core::Instant, core::Language, std::string>;  // the zone's name
  std::map<Receipt, core::SharedMessage> receipts_;
};

}  // namespace polls
