// What the house's own server costs before anything is done: `floor plain` answers 200, `floor signed` checks
// the signature and parses the form and its JSON first. For scripts/bench.
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <string_view>

#include "adapters/net/hmac.hpp"
#include "adapters/net/http_server.hpp"
#include "adapters/net/url.hpp"
#include "bot/runtime/json_text.hpp"

namespace {

namespace asio = boost::asio;

bool holds(const net::Request& request) {
  const std::string seal =
      "v0=" + net::to_hex(net::hmac_sha256(
                  "00112233445566778899aabbccddeeff",
                  {"v0:", request.headers.get("X-Slack-Request-Timestamp"), ":", request.body}));
  if (!net::equal_in_constant_time(seal, request.headers.get("X-Slack-Signature"))) return false;
  const auto fields = net::parse_form(request.body);
  return fields && !fields->empty() && runtime::JsonText(fields->front().second).root().is_object();
}

asio::awaitable<net::Response> answer(net::Request request, bool looks) {
  net::Response response(200, R"({"response_action":"update","view":{}})", "application/json");
  if (looks && !holds(request)) response.status = 401;
  co_return response;
}

}  // namespace

int main(int argc, char** argv) {
  const bool looks = argc > 1 && std::string_view(argv[1]) == "signed";
  asio::io_context io(1);
  net::HttpServer server(io.get_executor(), {},
                         [looks](net::Request request) { return answer(std::move(request), looks); });
  server.start();
  std::printf("port %d\n", server.endpoint().port);
  std::fflush(stdout);
  io.run();
}
