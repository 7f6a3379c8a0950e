#include "bot/app/passed_on.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "adapters/net/deadline.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/refusals.hpp"
#include "adapters/net/stream.hpp"
#include "adapters/net/timing.hpp"

namespace app {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using std::chrono::steady_clock;

constexpr std::uint64_t largest_head = 64 * 1024, largest_body = 32 << 20;
constexpr std::chrono::seconds context_kept{30};  // then the files of the certificate are read again
constexpr std::size_t lines_of_request = 5, lines_of_answer = 1;

void add_headers(std::string& head, const net::Headers& headers) {
  for (std::size_t i = 0; i < headers.size(); ++i)
    head.append(headers[i].name).append("\n").append(headers[i].value).append("\n");
}

std::string head_of(const net::Request& request) {
  std::string head;
  for (const std::string* line :
       {&request.method, &request.path, &request.query, &request.peer, &request.source})
    head.append(*line).append("\n");
  add_headers(head, request.headers);
  return head;
}

Json hello_of_call(const std::string& organisation, const std::string& head, const std::string& body) {
  Json hello = wire_line("refleks", Wire::version);
  hello["organisation"] = organisation;
  hello["head"] = head.size();
  hello["body"] = body.size();
  return hello;
}

// The first lines, and what headers follow them.
std::vector<std::string_view> lines_in(std::string_view head, std::size_t first, net::Headers& headers) {
  std::vector<std::string_view> lines;
  for (std::size_t end = 0; (end = head.find('\n')) != head.npos; head.remove_prefix(end + 1))
    lines.push_back(head.substr(0, end));
  if (!head.empty() || lines.size() < first || (lines.size() - first) % 2 != 0)
    throw Broken("it does not speak as Refleks does");
  for (std::size_t i = first; i < lines.size(); i += 2) headers.add(lines[i], lines[i + 1]);
  if (!headers.safe_to_send()) throw Broken("it does not speak as Refleks does");
  return lines;
}

std::uint64_t size_in(const Json& line, const char* key, std::uint64_t most) {
  const Json& size = net::member(line, key);
  if (!size.is_number_unsigned() || size.get<std::uint64_t>() > most)
    throw Broken("it does not speak as Refleks does");
  return size.get<std::uint64_t>();
}

asio::awaitable<std::string> whole(Wire& wire, std::uint64_t size) {
  std::string all;
  while (all.size() < size)
    all += co_await wire.bytes(
        static_cast<std::size_t>(std::min<std::uint64_t>(size - all.size(), Wire::portion)));
  co_return all;
}

// The only one has them all.
int most_for(const std::string& organisation) {
  return organisation.empty() ? most_calls : most_calls_of_one;
}

net::Response away(int status) {
  net::Response response(status, "Try again in a little while.\n");
  response.headers.add("Retry-After", "10");
  return response;
}

}  // namespace

bool is_call(const Json& hello) {
  return net::member(hello, "body").is_number();
}

asio::awaitable<net::Request> hear_call(Wire& wire, const Json& hello) {
  const std::uint64_t head_size = size_in(hello, "head", largest_head),
                      body_size = size_in(hello, "body", largest_body);
  const std::string head = co_await whole(wire, head_size);
  net::Request request;
  const auto lines = lines_in(head, lines_of_request, request.headers);
  request.method = lines[0];
  request.path = lines[1];
  request.query = lines[2];
  request.peer = lines[3];
  request.source = lines[4];
  if (!request.path.starts_with('/') && request.path != "*")
    throw Broken("it does not speak as Refleks does");
  request.body = co_await whole(wire, body_size);
  co_return request;
}

asio::awaitable<void> say_answer(Wire& wire, const net::Response& response) {
  std::string head = response.content_type + "\n";
  add_headers(head, response.headers);
  Json line = wire_line("status", response.status);
  line["head"] = head.size();
  line["body"] = response.body.size();
  co_await wire.say(std::move(line));
  co_await wire.send(head);
  if (!response.body.empty()) co_await wire.send(response.body);
}

struct PassedOn::Parts {
  explicit Parts(const Config::Handover& given) : way(given) {}

  std::shared_ptr<net::TlsContext> context() {
    const auto now = steady_clock::now();
    if (tls && now < read + context_kept) return tls;
    tls = net::make_tls_client(peer_of(way));
    read = now;
    return tls;
  }

  asio::awaitable<net::Response> ask(const std::string& organisation, const net::Request& request,
                                     bool& left) {
    const auto until = steady_clock::now() + longest_call;
    auto stream = co_await net::connect(way.peer_host, way.peer_port, context(),
                                        steady_clock::now() + Wire::longest_greeting);
    if (!stream) throw Broken("nobody is there");
    Wire wire(std::move(*stream));
    net::Deadline limit(wire.stream().get_executor(), until, [&] { wire.stream().close(); });
    const std::string head = head_of(request);
    Json hello = hello_of_call(organisation, head, request.body);
    left = true;
    co_await wire.say(std::move(hello));
    co_await wire.send(head);
    if (!request.body.empty()) co_await wire.send(request.body);
    const Json answer = co_await wire.hear();
    if (!net::text_at(answer, "refused").empty()) left = false;  // it was not asked there
    const std::uint64_t head_size = size_in(answer, "head", largest_head),
                        body_size = size_in(answer, "body", largest_body);
    const std::string theirs = co_await whole(wire, head_size);
    net::Response response(static_cast<int>(size_in(answer, "status", 599)));
    response.content_type = lines_in(theirs, lines_of_answer, response.headers)[0];
    response.body = co_await whole(wire, body_size);
    co_return response;
  }

  bool may_go_on_unsigned(const std::string& organisation) {
    auto& [since, count] = unsigned_of[organisation];
    const auto now = steady_clock::now();
    if (count == 0 || now - since >= std::chrono::minutes{1}) {
      since = now;
      count = 0;
    }
    return ++count <= most_unsigned_a_minute;
  }

  const Config::Handover& way;
  std::shared_ptr<net::TlsContext> tls;
  steady_clock::time_point read{};
  std::map<std::string, std::pair<steady_clock::time_point, int>> unsigned_of;
  net::Refusals refusals{
      net::steady_now,
      "a call that none of our secrets signed is not passed on; are they the same on both machines?", ""};
  int under_way = 0;
  std::map<std::string, int> of_each, unsigned_under_way;  // of these, by organisation
};

PassedOn::PassedOn(const Config::Handover& way) : parts_(std::make_shared<Parts>(way)) {}
PassedOn::~PassedOn() = default;

asio::awaitable<net::Response> PassedOn::answer(std::string organisation, net::Request request,
                                                std::optional<net::Response> refused) {
  const std::shared_ptr<Parts> parts = parts_;
  if (refused && refused->status != 401) co_return std::move(*refused);
  int& of_this = parts->of_each[organisation];
  if (parts->under_way >= most_calls || of_this >= most_for(organisation)) co_return away(503);
  int& unsigned_here = parts->unsigned_under_way[organisation];
  if (refused && (unsigned_here >= most_unsigned || !parts->may_go_on_unsigned(organisation))) {
    parts->refusals.add();
    co_return std::move(*refused);
  }
  int none = 0;
  const Counted counted(parts->under_way), of_these(of_this), of_unsigned(refused ? unsigned_here : none);
  bool left = false;
  try {
    co_return co_await parts->ask(organisation, request, left);
  } catch (const std::exception&) {  // the words are the log's of the other machine
  }
  co_return away(left ? 502 : 503);
}

}  // namespace app
