// One listener for everything that calls us from outside: each platform and the answer pages have a path.
#pragma once

#include <string>
#include <vector>

#include "adapters/net/http_server.hpp"

namespace net {

class Mounts {
 public:
  // Requests whose path is `path` or below it go to `handler`; the longest path that fits counts. "/slack"
  // takes "/slack" and "/slack/events", not "/slacker". Throws std::logic_error when the path is taken.
  void add(std::string path, HttpHandler handler);
  bool empty() const { return mounts_.empty(); }

  // Answers 404 where nothing is mounted. What is added later counts too; the mounts outlive the handler.
  HttpHandler handler() const;

 private:
  struct Mount {
    std::string path;
    HttpHandler handler;
  };
  std::vector<Mount> mounts_;  // longest path first
};

}  // namespace net
