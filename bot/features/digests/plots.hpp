#pragma once
// What a group has been through, as drawings: of what was published alone, and in words where numbers would
// tell more than the group was shown. Pure.

#include "bot/core/people.hpp"
#include "bot/core/plot.hpp"
#include "bot/features/digests/tables.hpp"

namespace digests {

// Of the last sessions, as many as a phone shows. Empty where there is nothing to draw: usefulness needs
// three results that were shown, and leaves one out beside a newer one that was asked of one person more or
// fewer; `later`, what is known after the days that are shown, decides with them and is drawn nowhere.
core::Plot usefulness_plot(const GroupHistory& history, const core::Group& group,
                           core::ResultLine::Audience audience, core::Language language,
                           const std::vector<HistoryResult>& later = {});
core::Plot attendance_plot(const GroupHistory& history, const core::Group& group, core::Instant now,
                           core::Language language);
core::Plot matters_plot(const GroupHistory& history, core::Instant now, core::Language language);
core::Plot timeline_plot(const GroupHistory& history, const core::Group& group, core::Instant now,
                         core::Language language);
// Any of these, by what the query of the page's address calls it: "plot-usefulness"; empty for another view.
core::Plot plot_of(const Read& read, std::string_view view, core::Instant now, core::Language language);

// "Utsjekk": the scale that is asked first after each session, of the newest one; null: there is none.
const core::Question* usefulness_question(const GroupHistory& history);

}  // namespace digests
