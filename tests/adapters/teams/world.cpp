#include "tests/adapters/teams/world.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace teams_test {

using namespace std::chrono_literals;

std::optional<std::string> FakeLinks::home(const core::Destination& to) {
  if (to.id == nobodys) return std::nullopt;
  return "https://bot.kommune.example/g/" + std::to_string(to.id.size());
}

const Signer& shared_signer() {
  static const Signer signer("key-1");
  return signer;
}

World::World(std::function<void(teams::Options&)> change) : change_(std::move(change)) {
  published.push_back(signer.jwk());
  server_ =
      std::make_unique<net::HttpServer>(io.get_executor(), net::HttpServerOptions{},
                                        [this](net::Request request) { return serve(std::move(request)); });
  server_->start();
  start();
}
World::~World() {
  running_.stop();
  adapter.reset();
}

std::string World::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(server_->endpoint().port) + path;
}

void World::start() {
  options = {};
  options.workspace = "teams";
  options.app_id = app_id;
  options.app_secret = "very-secret";
  options.tenant = tenant;
  options.metadata_url = url("/metadata");
  options.token_url = url("/token");
  options.service_hosts = {"127.0.0.1"};
  options.service_url = service();
  options.data = data.path();
  options.people[kari] = {"Kari Nordmann", core::Language::nb};
  options.people[ola] = {"Ola Nordmann", core::Language::en};
  if (change_) change_(options);
  net::Timing timing;
  timing.now = [this] { return ticks; };
  timing.sleep = [this](net::Ticks length) -> asio::awaitable<void> {
    if (length == 1'800ms || length == 3'500ms) {
      auto gate = std::make_shared<net_test::Gate>(io);
      limits_.push_back(gate);
      const net::Ticks until = ticks + length;
      co_await gate->wait();
      ticks = std::max(ticks, until);
      co_return;
    }
    sleeps.push_back(length);
    ticks += length;
  };
  adapter = teams::make_teams(io.get_executor(), options, &links, clock, random, timing);
  book = book.again();
  adapter->open(book);
  running_.start(*adapter, inbox);
  settle();
}
void World::restart() {
  running_.stop();
  adapter.reset();
  start();
}
void World::until_limited() {
  until([&] { return !limits_.empty(); });
}
void World::release_limits() {
  for (const auto& gate : std::exchange(limits_, {})) gate->open();
  settle();
}

void World::until(const std::function<bool()>& done) {
  const auto give_up = std::chrono::steady_clock::now() + 20s;
  io.restart();
  while (!done())
    if (io.run_one_until(give_up) == 0) throw std::runtime_error("what was waited for never came");
}
void World::settle() {
  io.restart();
  // Loopback traffic needs a few rounds; silence for 30 ms is the end of it.
  while (io.run_one_for(30ms) > 0) continue;
}

Json World::claims() const {
  return {{"iss", "https://api.botframework.com"},
          {"aud", app_id},
          {"serviceurl", service()},
          {"nbf", clock.seconds() - 10},
          {"exp", clock.seconds() + 3000}};
}
Json World::activity() const {
  return {{"type", "message"},
          {"id", "1"},
          {"channelId", "msteams"},
          {"serviceUrl", service()},
          {"from", {{"id", "29:kari"}, {"name", "Kari Nordmann"}, {"aadObjectId", kari}}},
          {"conversation", {{"id", "a:kari"}, {"conversationType", "personal"}, {"tenantId", tenant}}},
          {"recipient", {{"id", "28:" + app_id}, {"name", "Refleks"}}},
          {"entities", Json::array({{{"type", "clientInfo"}, {"locale", "nb-NO"}, {"country", "NO"}}})},
          {"channelData", {{"tenant", {{"id", tenant}}}}},
          {"text", "hjelp"}};
}
Json World::in_room(std::string text) const {
  Json json = activity();
  json["conversation"] = {{"id", room + ";messageid=170"},
                          {"conversationType", "channel"},
                          {"isGroup", true},
                          {"tenantId", tenant}};
  json["channelData"]["team"] = {{"id", "19:team@thread.tacv2"}};
  json["channelData"]["channel"] = {{"id", room}};
  json["text"] = "<at>Refleks</at> " + std::move(text);
  json["entities"].push_back({{"type", "mention"},
                              {"mentioned", {{"id", "28:" + app_id}, {"name", "Refleks"}}},
                              {"text", "<at>Refleks</at>"}});
  return json;
}
Json World::invoke(const std::string& name, Json value) const {
  Json json = in_room("");
  json.erase("text");
  json["type"] = "invoke";
  json["name"] = name;
  json["value"] = std::move(value);
  return json;
}

net::Response World::call(net::Request request) {
  return run(adapter->handler()(std::move(request)));
}
net::Response World::post(const std::string& body, const std::string& authorization, net::Headers more) {
  net::Request request;
  request.method = "POST";
  request.path = "/teams/messages";
  request.headers = std::move(more);
  if (!authorization.empty()) request.headers.add("Authorization", authorization);
  request.body = body;
  return call(std::move(request));
}
net::Response World::post(const Json& activity) {
  return post(activity.dump(), bearer(claims()));
}
Json World::answer_to(const Json& activity) {
  const net::Response response = post(activity);
  EXPECT_EQ(response.status, 200);
  return response.body.empty() ? Json() : Json::parse(response.body);
}
runtime::Delivered World::deliver(core::Destination to, const core::Message& message, std::string ref) {
  runtime::Delivery delivery;
  delivery.key = "key";
  delivery.to = std::move(to);
  delivery.message = message;
  delivery.ref = std::move(ref);
  return run(adapter->deliver(std::move(delivery)));
}
std::vector<Call> World::calls(std::size_t at_least) {
  until([&] { return calls_.size() >= at_least; });
  settle();
  return std::exchange(calls_, {});
}

asio::awaitable<net::Response> World::serve(net::Request request) {
  const std::string json = "application/json";
  if (request.path == "/metadata" || request.path == "/entra") {
    ++metadata_fetches;
    if (metadata_down) co_return net::Response(503);
    const std::string keys = request.path == "/entra" ? "/entra-keys" : "/keys";
    const Json document = {{"issuer", "https://api.botframework.com"},
                           {"jwks_uri", url(keys)},
                           {"id_token_signing_alg_values_supported", {"RS256"}}};
    net::Response response(200, document.dump(), json);
    response.headers.add("Date", date);
    co_return response;
  }
  if (request.path == "/keys" || request.path == "/entra-keys") {
    const Json document = {{"keys", request.path == "/keys" ? published : entra_published}};
    co_return net::Response(200, document.dump(), json);
  }
  if (request.path == "/token") {
    last_token_form = request.body;
    ++tokens_given;
    const Json answer = {{"token_type", "Bearer"},
                         {"expires_in", 3599},
                         {"access_token", "token-" + std::to_string(tokens_given)}};
    if (!token_page.empty()) co_return net::Response(token_status, token_page);
    co_return net::Response(token_status, answer.dump(), json);
  }
  co_return connector(request);
}

net::Response World::connector(const net::Request& request) {
  const std::string json = "application/json";
  Call call{request.method, request.path, request.query, std::string(request.headers.get("Authorization")),
            Json::parse(request.body, nullptr, false)};
  calls_.push_back(call);
  if (!script.empty()) {
    const Scripted next = script.front();
    script.pop_front();
    net::Response response(next.status, next.body, json);
    if (!next.retry_after.empty()) response.headers.add("Retry-After", next.retry_after);
    return response;
  }
  if (request.path.ends_with("/pagedmembers")) {
    std::size_t page = 0;
    const auto at = request.query.find("continuationToken=");
    if (at != std::string::npos) page = std::stoul(request.query.substr(at + 18));
    return net::Response(200, page < roster.size() ? roster[page].dump() : "{}", json);
  }
  const std::string id = std::to_string(++next_id_);
  if (request.path == "/emea/v3/conversations") {
    if (call.body.value("isGroup", false)) {
      const std::string channel = call.body["channelData"]["channel"]["id"];
      return net::Response(201, Json{{"id", channel + ";messageid=" + id}, {"activityId", id}}.dump(), json);
    }
    const std::string member = call.body["members"][0]["id"];
    return net::Response(201, Json{{"id", "a:" + member}}.dump(), json);
  }
  return net::Response(request.method == "PUT" ? 200 : 201, Json{{"id", "m" + id}}.dump(), json);
}

core::Message words(const std::string& text) {
  core::Message message;
  message.blocks.emplace_back(core::Paragraph{{core::Span(text)}});
  return message;
}
core::Reply whisper(const std::string& text) {
  core::Reply reply;
  reply.whisper = words(text);
  return reply;
}
core::Form idea_form() {
  core::Form form;
  form.name = "box/ideas/idea";
  form.state = "group-1";
  form.title = "Foreslå et tema";
  form.intro = {core::Span("Ingen ser hvem du er.")};
  core::Input input;
  input.id = "idea";
  input.label = "Temaet";
  input.hint = "Uten navn";
  input.required = input.multiline = true;
  input.max_length = 300;
  form.inputs.push_back(input);
  form.submit = "Send";
  return form;
}
void compare_payload(const Json& json, const std::string& name) {
  const std::string file =
      std::string(REFLEKS_SOURCE_DIR) + "/tests/adapters/teams/payloads/" + name + ".json";
  if (std::getenv("REFLEKS_UPDATE_PAYLOADS")) std::ofstream(file) << json.dump(2) << "\n";
  std::ifstream in(file);
  ASSERT_TRUE(in) << file;
  EXPECT_EQ(Json::parse(in), json) << json.dump(2);
}
Json card_in(const Json& activity) {
  return activity.at("attachments").at(0).at("content");
}

}  // namespace teams_test
