#include "adapters/net/curl_loop.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <cerrno>
#include <new>

#include "adapters/net/http_client.hpp"
#include "bot/core/part.hpp"

namespace net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Some hundred kilobytes each with TLS. With fewer than answers are under way at once, each that ends closes
// one that another would have used.
constexpr long kept_connections = 64;

}  // namespace

const CurlFunctions& curl() {
  using Entry = const CurlFunctions* (*)();
  static const CurlFunctions& loaded = []() -> const CurlFunctions& {
    const auto& found = *reinterpret_cast<Entry>(core::part("refleks_curl.so", "refleks_curl"))();
    if (found.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::bad_alloc();
    return found;
  }();
  return loaded;
}

void load_curl() {
  curl();
}

struct CurlLoop::Watch {
  explicit Watch(const asio::any_io_executor& executor) : descriptor(executor) {}
  asio::posix::stream_descriptor descriptor;
  curl_socket_t socket = CURL_SOCKET_BAD;
  bool wanted[2] = {false, false};   // read, write
  bool waiting[2] = {false, false};  // an Asio wait is under way
  bool alive = true;
};

CurlLoop::CurlLoop(asio::any_io_executor executor)
    : executor_(std::move(executor)), timer_(executor_), multi_(curl().multi_init()) {
  if (!multi_) throw std::bad_alloc();
  curl().multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlLoop::on_socket);
  curl().multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl().multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlLoop::on_timer);
  curl().multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl().multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kept_connections);
}

CurlLoop::~CurlLoop() {
  curl().multi_cleanup(multi_);  // closes what is kept, through close_socket
  while (!watched_.empty()) forget(watched_.begin()->first);
}

void CurlLoop::start(CURL* easy) {
  curl().multi_add_handle(multi_, easy);  // asks for a timer that starts it
}

void CurlLoop::stop(CURL* easy) {
  curl().multi_remove_handle(multi_, easy);
}

curl_socket_t CurlLoop::adopt(asio::ip::tcp::socket socket) {
  error_code unknown;
  const auto local = socket.local_endpoint(unknown);
  const curl_socket_t handle = socket.release();
  by_local_port_.emplace(unknown ? 0 : local.port(), handle);
  return handle;
}

int CurlLoop::close_socket(void* loop, curl_socket_t socket) {
  auto* self = static_cast<CurlLoop*>(loop);
  self->forget(socket);
  std::erase_if(self->by_local_port_, [&](const auto& one) { return one.second == socket; });
  return ::close(socket);
}

bool CurlLoop::is_stale(int local_port) const {
  const auto [first, last] = by_local_port_.equal_range(local_port);
  for (auto one = first; one != last; ++one) {
    char byte = 0;
    const auto got = ::recv(one->second, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) return true;
  }
  return false;
}

void CurlLoop::forget(curl_socket_t socket) {
  const auto found = watched_.find(socket);
  if (found == watched_.end()) return;
  found->second->alive = false;
  found->second->descriptor.release();  // curl's to close
  watched_.erase(found);
}

// An exception must not pass through curl. What it wants no more is watched on, unheard, until it is closed:
// the next transfer comes soon, and to take a socket in and out costs as much as to send on it.
int CurlLoop::on_socket(CURL*, curl_socket_t socket, int what, void* loop, void*) {
  auto* self = static_cast<CurlLoop*>(loop);
  try {
    if (what == CURL_POLL_REMOVE) {
      const auto found = self->watched_.find(socket);
      if (found != self->watched_.end()) found->second->wanted[0] = found->second->wanted[1] = false;
      return 0;
    }
    std::shared_ptr<Watch>& watch = self->watched_[socket];
    if (!watch) {
      watch = std::make_shared<Watch>(self->executor_);
      watch->socket = socket;
      watch->descriptor.assign(socket);
    }
    watch->wanted[0] = (what & CURL_POLL_IN) != 0;
    watch->wanted[1] = (what & CURL_POLL_OUT) != 0;
    self->wait(watch, false);
    self->wait(watch, true);
    return 0;
  } catch (const std::exception&) {
    return -1;
  }
}

int CurlLoop::on_timer(CURLM*, long milliseconds, void* loop) {
  auto* self = static_cast<CurlLoop*>(loop);
  try {
    const unsigned number = ++self->timer_number_;
    if (milliseconds < 0) {
      self->timer_.cancel();
      return 0;
    }
    auto on_time = [weak = self->weak_from_this(), number](error_code cancelled) {
      const auto alive = weak.lock();
      if (!cancelled && alive && alive->timer_number_ == number) alive->act(CURL_SOCKET_TIMEOUT, 0);
    };
    if (milliseconds == 0) {
      // As each transfer begins. A timer that is the next one costs a virtual machine 18 us to be set.
      asio::post(self->executor_, [on_time] { on_time(error_code()); });
      return 0;
    }
    self->timer_.expires_after(std::chrono::milliseconds(milliseconds));
    self->timer_.async_wait(on_time);
    return 0;
  } catch (const std::exception&) {
    return -1;
  }
}

void CurlLoop::wait(const std::shared_ptr<Watch>& watch, bool write) {
  const int way = write ? 1 : 0;
  if (!watch->alive || !watch->wanted[way] || watch->waiting[way]) return;
  watch->waiting[way] = true;
  const auto kind =
      write ? asio::posix::descriptor_base::wait_write : asio::posix::descriptor_base::wait_read;
  watch->descriptor.async_wait(kind, [weak = weak_from_this(), watch, write](error_code error) {
    const int ready = write ? 1 : 0;
    watch->waiting[ready] = false;
    const auto alive = weak.lock();
    if (!alive || !watch->alive || !watch->wanted[ready]) return;
    const int events = error ? CURL_CSELECT_ERR : write ? CURL_CSELECT_OUT : CURL_CSELECT_IN;
    alive->act(watch->socket, events);
    alive->wait(watch, write);
  });
}

void CurlLoop::act(curl_socket_t socket, int events) {
  int running = 0;
  curl().multi_socket_action(multi_, socket, events, &running);
  int left = 0;
  while (const CURLMsg* message = curl().multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    char* transfer = nullptr;
    const CURLcode result = message->data.result;
    curl().easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    if (transfer) reinterpret_cast<Transfer*>(transfer)->finished(result);
  }
}

}  // namespace net
