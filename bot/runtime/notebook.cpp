#include "bot/runtime/notebook.hpp"

#include "bot/runtime/told.hpp"

namespace runtime {

boost::asio::awaitable<bool> kept(Notebook& book, std::vector<Note> notes) {
  const std::function<void(std::function<void(bool)>)> keep = [&](std::function<void(bool)> told) {
    book.keep(std::move(notes), std::move(told));
  };
  const std::optional<bool> written = co_await told<bool>(keep);
  co_return written.value_or(false);
}

}  // namespace runtime
