#include "tests/adapters/nextcloud/fake_talk.hpp"

#include <algorithm>
#include <regex>

#include "adapters/net/hmac.hpp"
#include "adapters/net/json.hpp"

namespace nextcloud_test {
namespace {

constexpr std::string_view pictures = "/index.php/avatar/";
constexpr std::string_view bots = "/ocs/v2.php/apps/spreed/api/v1/bot/";

std::string seal(const std::string& secret, const std::string& random, const std::string& text) {
  return net::to_hex(net::hmac_sha256(secret, random + text));
}

std::size_t letters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

net::Response ocs(int status, const Json& data = nullptr) {
  const Json body{{"ocs", {{"meta", {{"statuscode", status}}}, {"data", data}}}};
  return net::Response(status, body.dump(), "application/json");
}

}  // namespace

FakeTalk::FakeTalk(asio::any_io_executor executor, std::string secret)
    : secret_(std::move(secret)),
      server_(executor, {.answer = [this](net::Request request) { return answer(std::move(request)); },
                         .megabytes = 4}) {}

// --- Talk is called
// -----------------------------------------------------------------------------------------------

asio::awaitable<net::Response> FakeTalk::answer(net::Request request) {
  std::optional<Fault> fault;
  const bool for_bots = request.path.starts_with(bots);
  if (for_bots) fault = faults_.next({});
  net::Response response(down ? 503 : 404);
  if (down) response.headers.add("X-Nextcloud-Maintenance-Mode", "1");
  if (down) co_return response;
  const bool maintained = fault && fault->kind == Fault::Kind::maintenance;
  const bool answered = maintained || (fault && fault->kind == Fault::Kind::status);
  if (answered) {
    response = net::Response(fault->status);
    if (maintained) response.headers.add("X-Nextcloud-Maintenance-Mode", "1");
    if (!fault->retry_after.empty()) response.headers.add("Retry-After", fault->retry_after);
  } else if (request.path == "/ocs/v2.php/cloud/capabilities") {
    const Json features = knows_bots ? Json::array({"audio", "bots-v1"}) : Json::array({"audio"});
    response = ocs(200, {{"capabilities", {{"spreed", {{"features", features}}}}}});
  } else if (request.path.starts_with(pictures)) {
    const std::string user = request.path.substr(pictures.size(), request.path.rfind('/') - pictures.size());
    response = users.contains(user) ? net::Response(201, "\x89PNG", "image/png")
                                    : net::Response(404, "[]", "application/json");
    if (!shows_pictures) response = net::Response(404, "<html>", "text/html");
  } else if (for_bots && (!fault || fault->kind == Fault::Kind::lose_answer)) {
    response = bot_call(request);
  }
  on_change();
  // Nobody hears the answer; whether the call had its effect is what the two differ in.
  if (fault && !answered) co_await server_.hang_up();
  co_return response;
}

net::Response FakeTalk::refuse(int status, const char* why) {
  refused.emplace_back(why);
  return ocs(status);
}

int FakeTalk::check_seal(const net::Request& request, const std::string& token, const std::string& text) {
  const std::string random(request.headers.get("X-Nextcloud-Talk-Bot-Random"));
  const std::string signature(request.headers.get("X-Nextcloud-Talk-Bot-Signature"));
  if (random.size() < 32 || signature.empty()) return 400;
  if (!enabled_.contains(token) || signature != seal(secret_, random, text)) return 401;
  return 0;
}

net::Response FakeTalk::bot_call(const net::Request& request) {
  bodies.push_back(request.body);
  if (request.headers.get("OCS-APIRequest") != "true") return refuse(412, "no OCS-APIRequest");
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return refuse(400, "no JSON");
  const std::string rest = request.path.substr(bots.size());
  const std::string token = rest.substr(0, rest.find('/'));
  const std::string what = rest.substr(std::min(rest.size(), token.size()));
  const bool posts = request.method == "POST" && what == "/message";
  const bool knocks = request.method == "DELETE" && what.starts_with("/reaction/");
  if (!posts && !knocks) return refuse(404, "no such route");
  const std::string sealed = net::text_at(body, posts ? "message" : "reaction");
  if (posts && sealed.find_first_not_of(" \n\t") == sealed.npos) return refuse(400, "an empty message");
  if (const int status = check_seal(request, token, sealed)) return refuse(status, "a wrong seal");
  if (knocks) return ocs(404);
  return post(token, body);
}

net::Response FakeTalk::post(const std::string& token, const Json& body) {
  if (letters(net::text_at(body, "message")) > longest) return refuse(413, "too long");
  Message message;
  message.conversation = token;
  message.text = net::text_at(body, "message");
  message.reference = net::text_at(body, "referenceId");
  message.silent = net::member(body, "silent") == true;
  messages.push_back(std::move(message));
  return ocs(201);
}

// --- Talk calls
// ---------------------------------------------------------------------------------------------------

Json FakeTalk::event(const std::string& actor, const std::string& token, const std::string& text,
                     const Json& parameters) {
  const Json content{{"message", text}, {"parameters", parameters}};
  return {{"type", "Create"},
          {"actor", {{"type", "Person"}, {"id", actor}, {"name", "Somebody"}, {"talkParticipantType", "3"}}},
          {"object",
           {{"type", "Note"},
            {"id", std::to_string(next_id_++)},
            {"name", "message"},
            {"content", content.dump()},
            {"mediaType", "text/markdown"}}},
          {"target", {{"type", "Collection"}, {"id", token}, {"name", "A conversation"}}}};
}

net::Request FakeTalk::request(const std::string& body, const Telling& how) {
  std::string random = std::to_string(++next_random_);
  random.insert(0, 64 - random.size(), 'r');
  if (how.random) random = *how.random;
  net::Request request;
  request.method = how.method;
  request.path = hook_url.substr(hook_url.find('/', 8));
  request.body = how.body.value_or(body);
  request.headers.add("Content-Type", "application/json");
  request.headers.add("X-Nextcloud-Talk-Backend", how.backend.value_or(url() + "/"));
  request.headers.add("OCS-APIRequest", "true");
  if (!how.with_seal) return request;
  request.headers.add("X-Nextcloud-Talk-Random", random);
  request.headers.add("X-Nextcloud-Talk-Signature",
                      how.signature.value_or(seal(how.secret.value_or(secret_), random, body)));
  return request;
}

asio::awaitable<int> FakeTalk::tell(std::string body) {
  const net::Request asked = request(body);
  net::HttpCall call;
  call.method = "POST";
  call.url = hook_url;
  call.headers = asked.headers;
  call.body = asked.body;
  const net::HttpOutcome outcome = co_await client_.send(std::move(call));
  co_return outcome.reply.status;
}

std::vector<std::string> mentions_in(const std::string& text) {
  // As in Comment::getMentions() of the server; a word or one of @.'- before it prevents it.
  static const std::regex mention("(^|[^a-z0-9_@.'-])@(\"[a-z0-9_@.' /:-]+\"|[a-z0-9_@.'-]+)",
                                  std::regex::ECMAScript | std::regex::icase);
  std::vector<std::string> found;
  for (std::sregex_iterator one(text.begin(), text.end(), mention), end; one != end; ++one)
    found.push_back((*one)[2]);
  return found;
}

}  // namespace nextcloud_test
