#include "tests/adapters/sandbox/world.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sandbox_test {

namespace asio = boost::asio;

sandbox::Roster roster() {
  sandbox::Roster all;
  all.people = {{"kari", "Kari Nordmann", core::Role::facilitator, core::Language::nb},
                {"ola", "Ola Nordmann", core::Role::participant, core::Language::nn},
                {"eva", "Eva Hansen", core::Role::coordinator, core::Language::en}};
  all.channels = {{"fredag", "Fredagsgruppa", {"kari", "ola"}}, {"mandag", "Mandagsgruppa", {"eva"}}};
  return all;
}

core::Instant noon() {
  return core::instant_from_text("2026-11-24T12:00:00Z");
}

core::Message words(std::string text) {
  core::Message message;
  message.blocks.push_back(core::Paragraph{{core::Span(std::move(text))}});
  return message;
}

namespace {
runtime::Delivery delivery(std::string key, std::string text, core::Destination::Kind kind, std::string id) {
  runtime::Delivery d;
  d.key = std::move(key);
  d.to = {"sandbox", kind, std::move(id)};
  d.message = words(std::move(text));
  return d;
}
}  // namespace

runtime::Delivery to_channel(std::string key, std::string text, std::string channel) {
  return delivery(std::move(key), std::move(text), core::Destination::Kind::channel, std::move(channel));
}
runtime::Delivery to_person(std::string key, std::string text, std::string user) {
  return delivery(std::move(key), std::move(text), core::Destination::Kind::person, std::move(user));
}

// --- clock and bot
// -------------------------------------------------------------------------------------------------------
void FakeClock::move_to(core::Instant to, std::function<void()> settled) {
  moves.push_back(to);
  waiting = [this, to, settled = std::move(settled)] {
    time = to;
    if (on_move) on_move();
    settled();
  };
  if (!hold) std::exchange(waiting, nullptr)();
}
void FakeClock::play(int faster) {
  speed = faster;
  playing = true;
  changed();
}
void FakeClock::pause() {
  playing = false;
  changed();
}
sandbox::ClockState FakeClock::state() {
  return {time, playing, speed, next};
}

// --- client
// --------------------------------------------------------------------------------------------------------------
struct Client::State {
  std::shared_ptr<net::WebSocketSession> session;
  std::deque<Json> frames;
  bool answered = false, ended = false;

  static asio::awaitable<void> live(std::shared_ptr<State> self, std::string url, net::Headers headers) {
    net::WebSocketLimits limits;
    limits.message_bytes = 64 * 1024 * 1024;
    net::WebSocketResult result = co_await net::connect_websocket(url, headers, limits, nullptr);
    self->answered = true;
    if (!result) {
      self->ended = true;
      co_return;
    }
    self->session = *result;
    while (true) {
      std::optional<std::string> text = co_await self->session->receive();
      if (!text) break;
      self->frames.push_back(Json::parse(*text));
    }
    self->ended = true;
  }
};

Client::Client(World& world, net::Headers headers) : world_(world), state_(std::make_shared<State>()) {
  asio::co_spawn(world.io, State::live(state_, world.url("ws", "/ws"), std::move(headers)), asio::detached);
  world_.until([this] { return state_->answered; });
}
Client::~Client() {
  leave();
}

bool Client::connected() const {
  return state_->session != nullptr;
}
void Client::send(const Json& frame) {
  send_bytes(frame.dump());
}
void Client::send_bytes(std::string bytes) {
  state_->session->send(std::move(bytes));
}

Json Client::next() {
  world_.until([this] { return !state_->frames.empty() || state_->ended; });
  if (state_->frames.empty()) throw std::runtime_error("the connection ended before a frame came");
  Json frame = std::move(state_->frames.front());
  state_->frames.pop_front();
  return frame;
}
Json Client::ask(const Json& frame) {
  send(frame);
  return next();
}
net::CloseCode Client::until_closed() {
  world_.until([this] { return state_->ended; });
  return state_->session->peer_code();
}
void Client::leave() {
  if (!state_->session) return;
  state_->session->abort();
  world_.until([this] { return state_->ended; });
}

// --- world
// -----------------------------------------------------------------------------------------------------------------
World::World(std::function<void(sandbox::Options&)> change) : change_(std::move(change)) {
  start();
}
World::~World() {
  stop();
  adapter.reset();
  io.restart();
  io.poll();
}

void World::start() {
  sandbox::Options options;
  options.data = data.path();
  options.roster = roster();
  options.completions[0] = {{"hjelp", "viser hva jeg kan"}};
  options.completions[2] = {{"help", "shows what I can do"}};
  if (change_) change_(options);
  adapter = sandbox::make_sandbox(io.get_executor(), std::move(options), clock);
  running_.start(*adapter, inbox);
}

void World::until(const std::function<bool()>& done) {
  io.restart();
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!done())
    if (io.run_one_until(patience) == 0) throw std::runtime_error("waited in vain");
}

void World::restart() {
  stop();
  adapter.reset();
  start();
}

runtime::Delivered World::deliver(runtime::Delivery d) {
  return support::result_of(io, adapter->deliver(std::move(d)));
}
std::optional<std::string> World::find(std::string key) {
  return support::result_of(io, adapter->find(std::move(key)));
}
core::ChannelRead World::members(const std::string& channel) {
  return support::result_of(io, adapter->members(channel));
}
net::HttpReply World::http(const std::string& method, const std::string& path, net::Headers headers) {
  net::HttpClient client;
  net::HttpCall call;
  call.method = method;
  call.url = url("http", path);
  call.headers = std::move(headers);
  auto outcome = support::result_of(io, client.send(std::move(call)));
  if (outcome.error) throw std::runtime_error("no HTTP answer: " + outcome.error.message());
  return std::move(outcome.reply);
}
std::string World::url(const std::string& scheme, const std::string& path) const {
  return scheme + "://127.0.0.1:" + std::to_string(adapter->port()) + path;
}

}  // namespace sandbox_test
