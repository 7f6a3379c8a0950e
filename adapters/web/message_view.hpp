#pragma once
// The data of page/message.mustache. Private to view.cpp and form_view.cpp.

#include <kainjow/mustache.hpp>

#include "adapters/web/view.hpp"

namespace web {

// Spans as HTML.
std::string html_of(const core::Rich& rich);

kainjow::mustache::data message_data(const core::Message& message, const View::Seal& seal, int level,
                                     const View::Labels& page = {});

}  // namespace web
