#include "bot/app/look_beside.hpp"

#include <boost/asio/post.hpp>

#include "bot/core/log.hpp"
#include "storage/database.hpp"

namespace app {
namespace {

constexpr std::chrono::minutes longest_look_beside{10};

std::string look_through(const std::string& path, const storage::Enough& enough) {
  try {
    const auto [wrong, to_the_end] = storage::look_through(path, longest_look_beside, enough);
    if (wrong.empty() && !to_the_end && !enough())
      core::log(core::Level::warning,
                "the database is large: it was not looked through to its end for damage");
    return wrong;
  } catch (const storage::Damaged& error) {
    return error.words();
  } catch (const std::exception& error) {
    core::log(core::Level::warning, "the database could not be looked through for damage", error.what());
    return {};
  }
}

}  // namespace

void look_beside(const boost::asio::any_io_executor& patient, const boost::asio::any_io_executor& io,
                 std::string path, storage::Enough enough, std::function<void()> found) {
  boost::asio::post(
      patient, [io, path = std::move(path), enough = std::move(enough), found = std::move(found)] {
        if (enough()) return;
        const std::string wrong = look_through(path, enough);
        if (wrong.empty()) return;
        core::log(core::Level::error, "the database is damaged, and not served any more", wrong);
        storage::doubt(path);
        boost::asio::post(io, [enough, found] {
          if (!enough()) found();
        });
      });
}

}  // namespace app
