#include "adapters/net/cookies.hpp"

#include "adapters/net/blanks.hpp"

namespace net {
namespace {

constexpr std::size_t longest_cookie = 4096;

}  // namespace

std::string Cookies::full(std::string_view name) const {
  return (secure_ ? "__Host-refleks-" : "refleks-") + std::string(name);
}

std::string Cookies::read(const Request& request, std::string_view name) const {
  const std::string wanted = full(name);
  std::string found;
  int times = 0;
  for (std::size_t i = 0; i < request.headers.size(); ++i) {
    const auto field = request.headers[i];
    if (!equal_ignoring_case(field.name, "Cookie")) continue;
    for (std::string_view left = field.value; !left.empty();) {
      const auto end = left.find(';');
      const std::string_view one = trimmed(left.substr(0, end));
      left = end == std::string_view::npos ? std::string_view() : left.substr(end + 1);
      const auto equals = one.find('=');
      if (equals == std::string_view::npos || one.substr(0, equals) != wanted) continue;
      found = one.substr(equals + 1);
      ++times;
    }
  }
  return times == 1 && found.size() <= longest_cookie ? found : std::string();
}

void Cookies::put(Response& response, std::string_view name, std::string_view value,
                  std::chrono::seconds lives) const {
  response.headers.add("Set-Cookie", full(name) + "=" + std::string(value) +
                                         "; Path=/; Max-Age=" + std::to_string(lives.count()) +
                                         (secure_ ? "; Secure" : "") + "; HttpOnly; SameSite=Lax");
}

void Cookies::drop(Response& response, std::string_view name) const {
  put(response, name, "", std::chrono::seconds{0});
}

}  // namespace net
