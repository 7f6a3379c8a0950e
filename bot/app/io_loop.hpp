#pragma once

#include <boost/asio/io_context.hpp>

namespace app {

// Until it is stopped or has nothing to do. What escapes ends what it escaped from, and nothing else.
void run_to_end(boost::asio::io_context& io);

}  // namespace app
