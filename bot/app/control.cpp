#include "bot/app/control.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/net/descriptor.hpp"
#include "adapters/net/json.hpp"
#include "bot/app/places.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"

namespace app {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Local = asio::local::stream_protocol;
using Json = nlohmann::json;

constexpr std::size_t longest_request = 4'000'000;  // a list of people, each letter escaped at worst
constexpr int answer_seconds = 120;

// A socket's address holds 107 letters; the way over the folder's descriptor is short wherever the folder is.
struct ShortWay {
  explicit ShortWay(const fs::path& data)
      : folder(data, O_PATH | O_DIRECTORY),
        path(fmt::format("/proc/self/fd/{}/{}", folder.get(), control_name)) {}
  net::Descriptor folder;
  std::string path;
};

bool may_ask(Local::socket& socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         (peer.uid == ::geteuid() || peer.uid == 0);
}

}  // namespace

struct Control::Parts : std::enable_shared_from_this<Parts> {
  Parts(asio::any_io_executor executor, const fs::path& data, Answer wanted)
      : file(data / control_name), answer(std::move(wanted)), acceptor(executor) {
    const ShortWay way(data);
    ::unlink(way.path.c_str());
    try {
      acceptor.open();
      acceptor.bind(Local::endpoint(way.path));
      // Nobody can connect before listen().
      if (::chmod(way.path.c_str(), S_IRUSR | S_IWUSR) != 0)
        throw boost::system::system_error(errno, boost::system::generic_category());
      acceptor.listen();
    } catch (const boost::system::system_error& failed) {  // its words name a file of Boost's
      throw std::runtime_error(file.string() + ": " + failed.code().message());
    }
  }

  asio::awaitable<void> serve(std::shared_ptr<Local::socket> socket) {
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    if (!may_ask(*socket)) co_return;
    std::string text;
    auto into = asio::dynamic_buffer(text, longest_request);
    const auto [error, size] = co_await asio::async_read_until(*socket, into, '\n', quietly);
    if (error) co_return;
    Json request = runtime::parse_json(std::string_view(text).substr(0, size));
    try {
      if (!request.is_object()) throw std::runtime_error("this is no request");
      answer(std::move(request), [socket](Json told) { tell(socket, told); });
    } catch (const std::exception& wrong) {
      Json told;
      told["error"] = wrong.what();
      tell(socket, told);
    }
  }

  static void tell(const std::shared_ptr<Local::socket>& socket, const Json& told) {
    const auto line = std::make_shared<std::string>(net::bytes_of(told) + "\n");
    asio::async_write(*socket, asio::buffer(*line),
                      [socket, line](boost::system::error_code, std::size_t) {});
  }

  asio::awaitable<void> listen() {
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    constexpr auto while_none_is_free =
        std::chrono::seconds{1};  // of descriptors: it would fail again at once
    const auto self = shared_from_this();
    asio::steady_timer pause(acceptor.get_executor());
    while (acceptor.is_open()) {
      auto [error, socket] = co_await acceptor.async_accept(quietly);
      if (error == asio::error::operation_aborted) co_return;
      if (error) {
        pause.expires_after(while_none_is_free);
        co_await pause.async_wait(quietly);
      } else {
        asio::co_spawn(acceptor.get_executor(), one(self, std::make_shared<Local::socket>(std::move(socket))),
                       asio::detached);
      }
    }
  }
  static asio::awaitable<void> one(std::shared_ptr<Parts> self, std::shared_ptr<Local::socket> socket) {
    co_await self->serve(std::move(socket));
  }

  fs::path file;
  Answer answer;
  Local::acceptor acceptor;
};

Control::Control(asio::any_io_executor executor, const fs::path& data, Answer answer)
    : parts_(std::make_shared<Parts>(executor, data, std::move(answer))) {
  asio::co_spawn(executor, parts_->listen(), asio::detached);
}

Control::~Control() {
  boost::system::error_code ignored;
  parts_->acceptor.close(ignored);
  std::error_code gone;
  fs::remove(parts_->file, gone);
}

std::optional<Json> ask_service(const fs::path& data, const Json& request) {
  std::error_code error;
  if (!fs::is_directory(data, error)) return std::nullopt;
  const ShortWay way(data);
  asio::io_context io;
  Local::socket socket(io);
  boost::system::error_code refused;
  socket.connect(Local::endpoint(way.path), refused);
  if (refused == boost::system::errc::no_such_file_or_directory || refused == asio::error::connection_refused)
    return std::nullopt;
  if (refused)
    throw std::runtime_error(
        fmt::format("the service cannot be asked: {} ({}); run this as root or as the service's user",
                    refused.message(), (data / control_name).string()));
  const timeval limit{answer_seconds, 0};
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  const std::string line = net::bytes_of(request) + "\n";
  std::string text;
  if (::send(socket.native_handle(), line.data(), line.size(), MSG_NOSIGNAL) ==
      static_cast<ssize_t>(line.size())) {
    char part[4096];
    for (ssize_t got = 0; (got = ::recv(socket.native_handle(), part, sizeof part, 0)) > 0;)
      text.append(part, static_cast<std::size_t>(got));
  }
  Json answer = runtime::parse_json(text);
  if (!answer.is_object()) throw std::runtime_error("the service ended before it had answered");
  const std::string words = net::text_at(answer, "error");
  if (words == does_not_know)
    throw std::runtime_error(
        "the service that runs is of another version and does not know how to do that: restart it first "
        "(systemctl restart refleks), then try again");
  if (answer.contains("error")) throw std::runtime_error(words);
  return answer;
}

}  // namespace app
