#include "adapters/net/mounts.hpp"

#include <algorithm>
#include <stdexcept>

namespace net {
namespace {

bool is_below(const std::string& path, const std::string& mount) {
  return path.starts_with(mount) &&
         (path.size() == mount.size() || mount.ends_with('/') || path[mount.size()] == '/');
}

boost::asio::awaitable<Response> nothing_here() {
  co_return Response(404, "There is nothing here.\n");
}

}  // namespace

void Mounts::add(std::string path, HttpHandler handler) {
  for (const Mount& mount : mounts_)
    if (mount.path == path) throw std::logic_error("two take the path " + path);
  mounts_.push_back({std::move(path), std::move(handler)});
  std::stable_sort(mounts_.begin(), mounts_.end(),
                   [](const Mount& a, const Mount& b) { return a.path.size() > b.path.size(); });
}

HttpHandler Mounts::handler() const {
  return [this](Request request) {
    for (const Mount& mount : mounts_)
      if (is_below(request.path, mount.path)) return mount.handler(std::move(request));
    return nothing_here();
  };
}

}  // namespace net
