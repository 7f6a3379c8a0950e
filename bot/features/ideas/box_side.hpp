#pragma once
// The sealed side of the ideas: writing, following, changing and withdrawing one, and typing in notes on
// paper. Sees the box, and of the storage what became of a receipt code; writes nothing else, and leaves no
// trace.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/core/care_channels.hpp"
#include "bot/features/feature.hpp"
#include "bot/features/ideas/events.hpp"
#include "bot/features/ideas/store.hpp"

namespace ideas {

class BoxSide {
 public:
  BoxSide(IdeaBox& box, Receipts& receipts, core::CareChannels channels)
      : box_(box), receipts_(receipts), channels_(std::move(channels)) {}

  std::vector<features::CommandSpec> commands();
  std::vector<features::EventRow> events();
  void offers(const features::Here& who, std::vector<core::Button>& buttons) const;
  // The box was wiped: what was remembered of it is forgotten.
  void forget();

  core::Reply open_idea(const core::SealedContext& context, const features::Here& who,
                        const core::CommandLine&);
  core::Reply open_paper(const core::SealedContext& context, const features::Here& who,
                         const core::CommandLine&);
  core::Reply open_follow(const core::SealedContext& context, const features::Who& who,
                          const core::CommandLine&);

 private:
  // What a form is about: `id` of an idea that is, or will be, in the box of `group`.
  struct Written {
    core::GroupId group;
    core::IdeaId id;
    bool fresh = false;
  };
  friend const core::GroupId& group_of(const Written& written) { return written.group; }
  static std::optional<Written> written(core::GroupId group, core::IdeaId id, bool fresh) {
    return Written{std::move(group), std::move(id), fresh};
  }

  std::optional<core::Reply> refused(const core::SealedContext&, const features::Here& who,
                                     const core::GroupId&);
  core::Reply press_idea(const core::SealedContext& context, const features::Here& who, const core::GroupId&);
  core::Reply press_paper(const core::SealedContext& context, const features::Here& who,
                          const core::GroupId&);
  core::Reply press_follow(const core::SealedContext& context, const features::Who& who);
  core::Reply seen(const core::SealedContext&, const features::Who&, const features::Given&) { return {}; }
  core::Reply write(const core::SealedContext& context, const features::Here& who, const Written& written,
                    const features::Given& given);
  core::Reply keep_paper(const core::SealedContext& context, const features::Here& who,
                         const Written& written, const features::Given& given);
  void mend(const std::string& form, const std::vector<BoxedIdea>& notes);
  core::Reply follow(const core::SealedContext& context, const features::Who& who,
                     const features::Given& given);
  core::Reply act(const core::SealedContext& context, const features::Here& who, const Written& written,
                  const features::Given& given);
  void begin_day(core::Instant now);
  static bool by_page(const features::Here& who);
  bool room_for_guest(const features::Here& who, const std::vector<BoxedIdea>& all);
  std::optional<BoxedIdea> mine(const features::Who& who, const Written& written) const;

  IdeaBox& box_;
  Receipts& receipts_;
  core::CareChannels channels_;
  // In memory only: the codes of what lies in the box, so that a form sent twice shows the same one, and when
  // somebody typed a wrong one.
  std::map<core::IdeaId, std::string> codes_;
  // Ids of ideas that have left the box since the program began, so that a form sent again is no second one.
  // The database is not asked: it would see when an idea came.
  std::set<core::IdeaId> left_;
  std::map<core::PersonId, std::vector<core::Instant>> wrong_;
  std::map<std::string, int>
      from_;  // how many ideas each place, phone and opening of a page has put in since
  core::Instant counted_since_{};
};

}  // namespace ideas
