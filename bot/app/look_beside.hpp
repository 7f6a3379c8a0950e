#pragma once
// A large database is looked through for damage while it is used already.

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <string>

#include "storage/database.hpp"

namespace app {

// All of the database at `path`, by a connection of its own on `patient`, for ten minutes at most and no
// longer than until it is `enough` (asked there, and on `io`). Where it is damaged the log says so, the next
// start looks through all of it before it serves, and `found` is called on `io`. Any thread.
void look_beside(const boost::asio::any_io_executor& patient, const boost::asio::any_io_executor& io,
                 std::string path, storage::Enough enough, std::function<void()> found);

}  // namespace app
