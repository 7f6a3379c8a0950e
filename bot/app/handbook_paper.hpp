#pragma once
// A guide of the handbook on paper.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <string>
#include <string_view>

#include "bot/app/config.hpp"
#include "bot/core/language.hpp"

namespace app {

// The guide as PDF; empty: there is no such guide, or the machine has no fonts, which the log says.
std::string printed_guide(std::string_view name, core::Language language);
// The same, drawn on the thread of `readers`, which is joined before what waits goes.
boost::asio::awaitable<std::string> drawn_guide(boost::asio::any_io_executor readers, std::string name,
                                                core::Language language);

// Where it is served; empty where no pages are.
std::string handbook_address(const Config& config);

}  // namespace app
