#pragma once
// The page of one group. Pure.

#include "bot/features/digests/overview.hpp"

namespace digests {

// With its drawings. On paper there are no links and no buttons.
Report group_page(const Read& read, core::Instant now, core::Language language, bool on_paper);

// The addresses of other views, under the page's own.
std::string address_of(std::string_view view, const core::Group* group, const std::optional<Days>& days = {});
void say_files(std::vector<core::Block>& blocks, const core::Group* group, const std::optional<Days>& days,
               core::Language language);

}  // namespace digests
