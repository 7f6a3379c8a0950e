#pragma once
// Draws pictures for chats on the readers' thread, so that neither engine nor I/O waits for fonts.

#include <boost/asio/any_io_executor.hpp>

#include "bot/runtime/pictures.hpp"

namespace app {

class PictureMaker final : public runtime::Pictures {
 public:
  // `readers` is joined before this goes.
  explicit PictureMaker(boost::asio::any_io_executor readers) : readers_(std::move(readers)) {}
  boost::asio::awaitable<std::string> png(std::vector<core::Plot> plots, core::Language language,
                                          runtime::PictureLook wanted) override;

 private:
  boost::asio::any_io_executor readers_;
};

}  // namespace app
