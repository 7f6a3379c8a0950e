#include "adapters/net/lookups.hpp"

#include <netdb.h>
#include <netinet/in.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace net {

namespace asio = boost::asio;
namespace ip = boost::asio::ip;
using boost::system::error_code;

namespace {

// More than an installation has names, so that some that stay silent hold up none of the others; each costs
// its stack while the service runs, and most installations never have more than a few.
constexpr int most_threads = 64;

struct Waiting {
  asio::any_io_executor executor;
  Lookups::Told told;
};

ip::address address_in(const sockaddr& found) {
  if (found.sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &found, sizeof four);
    return ip::address_v4(ntohl(four.sin_addr.s_addr));
  }
  sockaddr_in6 six{};
  std::memcpy(&six, &found, sizeof six);
  ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &six.sin6_addr, bytes.size());
  return ip::address_v6(bytes, six.sin6_scope_id);
}

error_code error_of(int failed) {
  if (failed == EAI_AGAIN) return asio::error::host_not_found_try_again;
  if (failed == EAI_MEMORY) return asio::error::no_memory;
  return asio::error::host_not_found;
}

}  // namespace

Result<Addresses> system_addresses(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int failed = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found)) return error_of(failed);
  Addresses all;
  for (const addrinfo* one = found; one; one = one->ai_next)
    if (one->ai_family == AF_INET || one->ai_family == AF_INET6) all.push_back(address_in(*one->ai_addr));
  ::freeaddrinfo(found);
  return all;
}

// Held by the threads, too: one that waits for the system when the program ends is left alone.
struct Lookups::Shared {
  explicit Shared(Ask how) : ask(std::move(how)) {}

  static void work(const std::shared_ptr<Shared>& shared) {
    std::unique_lock lock(shared->mutex);
    for (;;) {
      ++shared->idle;
      shared->news.wait(lock, [&] { return shared->closed || !shared->names.empty(); });
      --shared->idle;
      if (shared->closed) return;
      const std::string host = std::move(shared->names.front());
      shared->names.pop_front();
      lock.unlock();
      const Result<Addresses> found = shared->ask(host);
      lock.lock();
      shared->tell(host, found);
    }
  }
  // Under the mutex: whoever closes us afterwards may end the context.
  void tell(const std::string& host, const Result<Addresses>& found) {
    const auto entry = asked.extract(host);
    if (closed || entry.empty()) return;
    for (Waiting& one : entry.mapped())
      asio::post(one.executor, [told = std::move(one.told), found] { told(found); });
  }

  const Ask ask;
  std::mutex mutex;
  std::condition_variable news;
  std::deque<std::string> names;                      // that no thread has taken
  std::map<std::string, std::vector<Waiting>> asked;  // by name, until it was answered
  std::size_t idle = 0;
  int threads = 0;
  bool closed = false;
};

Lookups::Lookups(Ask ask) : shared_(std::make_shared<Shared>(std::move(ask))) {}

Lookups::~Lookups() {
  std::map<std::string, std::vector<Waiting>> dropped;  // outside the mutex
  const std::lock_guard lock(shared_->mutex);
  shared_->closed = true;
  dropped.swap(shared_->asked);
  shared_->news.notify_all();
}

void Lookups::look_up(const std::string& host, asio::any_io_executor executor, Told told) {
  const std::lock_guard lock(shared_->mutex);
  const auto [entry, first] = shared_->asked.try_emplace(host);
  entry->second.push_back({std::move(executor), std::move(told)});
  if (!first) return;
  shared_->names.push_back(host);
  if (shared_->names.size() > shared_->idle && shared_->threads < most_threads) {
    try {
      std::thread(&Shared::work, shared_).detach();
      ++shared_->threads;
    } catch (const std::system_error&) {
      if (shared_->threads > 0) return;  // one of the others comes to it
      shared_->names.pop_back();
      shared_->tell(host, error_code(asio::error::no_memory));
    }
  }
  shared_->news.notify_one();
}

namespace {

struct LookupsOfContext final : asio::execution_context::service {
  static asio::execution_context::id id;
  explicit LookupsOfContext(asio::execution_context& context)
      : service(context), lookups(std::in_place, system_addresses) {}
  void shutdown() noexcept override { lookups.reset(); }
  std::optional<Lookups> lookups;
};
asio::execution_context::id LookupsOfContext::id;

}  // namespace

Lookups& Lookups::of(asio::execution_context& context) {
  return *asio::use_service<LookupsOfContext>(context).lookups;
}

}  // namespace net
