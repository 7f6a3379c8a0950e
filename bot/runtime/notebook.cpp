#include "bot/runtime/notebook.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>

namespace runtime {

namespace asio = boost::asio;

asio::awaitable<bool> kept(Notebook& book, std::vector<Note> notes) {
  constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
  struct Wait {
    asio::steady_timer answered;
    std::optional<bool> kept;
  };
  const auto executor = co_await asio::this_coro::executor;
  const auto wait =
      std::make_shared<Wait>(asio::steady_timer(executor, asio::steady_timer::time_point::max()));
  book.keep(std::move(notes), [wait](bool kept) {
    wait->kept = kept;
    wait->answered.cancel();
  });
  if (!wait->kept) co_await wait->answered.async_wait(quietly);
  co_return wait->kept.value_or(false);
}

}  // namespace runtime
