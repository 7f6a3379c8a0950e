#pragma once
// A poll of many questions is answered a page at a time, in any order and whenever it suits: each page that
// is sent in joins what its writer has in the box, and nothing says who has sent which.

#include "bot/core/calendar.hpp"
#include "bot/core/event.hpp"
#include "bot/core/poll.hpp"

namespace polls {

// 1: all questions at once.
int pages_of(const core::Poll& poll);
// All pages to choose from; the same for everybody, whatever they have answered.
core::Message page_choice(const core::Poll& poll, core::Language language, const core::Zone& zone);
// `page`: from 0 on.
core::Form page_form(const core::Poll& poll, core::Language language, int page);
// After that page was sent in.
core::Message page_receipt(const core::Poll& poll, core::Language language, const core::Zone& zone, int page);
// What is in the box, with what one page says; what the page leaves open stays.
core::Ballot joined(core::Ballot before, const core::Ballot& page);

}  // namespace polls
