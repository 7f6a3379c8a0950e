// People at the sandbox's page: each has a socket, and sees what comes through it.

#include <boost/asio/detached.hpp>
#include <deque>
#include <nlohmann/json.hpp>

#include "adapters/net/websocket.hpp"
#include "adapters/sandbox/adapter.hpp"
#include "tests/contract/plain_json.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

using Json = nlohmann::json;

// The clock is moved by the test, never from the page.
class StillClock final : public sandbox::ClockControl {
 public:
  explicit StillClock(const core::Clock& clock) : clock_(clock) {}
  core::Instant now() override { return clock_.now(); }
  bool movable() override { return false; }
  void move_to(core::Instant, std::function<void()>) override {}
  void play(int) override {}
  void pause() override {}
  sandbox::ClockState state() override {
    sandbox::ClockState state;
    state.now = clock_.now();
    return state;
  }
  void on_change(std::function<void()>) override {}

 private:
  const core::Clock& clock_;
};

class Sandbox final : public Platform {
 public:
  explicit Sandbox(Town& town) : town_(town), clock_(town.clock) {
    sandbox::Options options;
    options.data = town.data.path();
    for (const core::Group& group : town.config().groups)
      if (group.workspace == options.workspace) channel_ = group.channel;
    sandbox::Channel room{channel_, channel_, {}};
    for (const core::Person& person : town.config().people)
      if (person.workspace == options.workspace) {
        options.roster.people.push_back({person.user, person.name, core::Role::participant, person.language});
        room.members.push_back(person.user);
      }
    options.roster.channels.push_back(std::move(room));
    options.fault = [this](const runtime::Delivery&) -> std::optional<runtime::Delivered> {
      if (!down_) return std::nullopt;
      runtime::Delivered outcome;
      outcome.kind = runtime::Delivered::Kind::retry;
      return outcome;
    };
    adapter_ = sandbox::make_sandbox(town.io.get_executor(), std::move(options), clock_);
    town.connect("sandbox", *adapter_);
  }
  ~Sandbox() override {
    for (auto& [person, client] : clients_)
      if (client->session) client->session->abort();
    town_.close();
  }

  std::string name() const override { return "Sandbox"; }
  core::Capabilities capabilities() const override { return adapter_->capabilities(); }

  Seen command(const std::string& person, const std::string& text) override {
    last_command_[person] = {
        {"type", "command"}, {"id", mark()}, {"as", user(person)}, {"channel", channel_}, {"text", text}};
    return ask(person, last_command_[person]);
  }
  Seen again(const std::string& person) override { return ask(person, last_command_.at(person)); }

  Seen press(const std::string& person, const std::string& label) override {
    Json found = button_in(client(person).whisper, label);
    for (auto one = messages_.rbegin(); found.is_null() && one != messages_.rend(); ++one)
      if ((*one)["channel"] == channel_ || (*one)["person"] == user(person))
        found = button_in((*one)["content"], label);
    if (found.is_null()) throw NoSuchButton(label);
    return ask(person, {{"type", "press"},
                        {"id", mark()},
                        {"as", user(person)},
                        {"channel", channel_},
                        {"name", found["name"]},
                        {"value", found["value"]}});
  }

  Seen fill(const std::string& person, const Values& values) override {
    Client& me = client(person);
    if (me.form.is_null()) throw std::runtime_error(person + " has no form open");
    Json written = Json::object();
    Seen refused;
    for (const auto& [label, texts] : values) {
      const Json input = input_named(me.form, label);
      Json sent = Json::array();
      for (const std::string& text : texts) sent.push_back(value_of(input, text));
      const std::size_t most = input["max_length"];
      if (input["kind"] == "text" && letters_in(texts.front()) > most)
        refused.errors[label] = takes_no_more(most);
      written[std::string(input["id"])] = sent;
    }
    if (!refused.errors.empty()) return refused;
    return ask(person,
               {{"type", "submit"},
                {"id", mark()},
                {"as", user(person)},
                {"channel", channel_},
                {"name", me.form["name"]},
                {"state", me.form["state"]},
                {"values", written}},
               &values);
  }

  std::vector<std::string> channel() override {
    return collected([this](const Json& message) { return message["channel"] == channel_; });
  }
  std::vector<std::string> letters(const std::string& person) override {
    return collected([&](const Json& message) { return message["person"] == user(person); });
  }
  void down() override { down_ = true; }
  void up() override { down_ = false; }
  const std::vector<Traffic>& traffic() const override { return traffic_; }

 private:
  struct Client {
    std::shared_ptr<net::WebSocketSession> session;
    std::map<std::string, Json> replies;  // by id
    Json whisper, form;                   // what is on the screen
    bool ended = false;
  };

  static std::string user(const std::string& person) { return sandbox_kind().user(person); }
  std::string mark() { return "c" + std::to_string(++marks_); }

  Client& client(const std::string& person) {
    auto& mine = clients_[person];
    if (mine) return *mine;
    mine = std::make_shared<Client>();
    asio::co_spawn(town_.io, live(mine, person), asio::detached);
    town_.until([&] { return mine->session || mine->ended; });
    if (!mine->session) throw std::runtime_error("the sandbox let nobody in");
    return *mine;
  }

  asio::awaitable<void> live(std::shared_ptr<Client> me, std::string person) {
    net::WebSocketLimits limits;
    limits.message_bytes = 64 * 1024 * 1024;
    net::Headers headers;
    const std::string url = "ws://127.0.0.1:" + std::to_string(adapter_->port()) + "/ws";
    net::WebSocketResult result = co_await net::connect_websocket(url, headers, limits, nullptr);
    if (result) {
      me->session = *result;
      while (true) {
        const std::optional<std::string> text = co_await me->session->receive();
        if (!text) break;
        take(*me, person, *text);
      }
    }
    me->ended = true;
  }

  void take(Client& me, const std::string& person, const std::string& text) {
    const Json frame = Json::parse(text);
    const std::string type = frame["type"];
    if (type == "reply" || type == "error") {
      traffic_.push_back({person, text});
      me.replies[frame["id"]] = frame;
      return;
    }
    traffic_.push_back({"", text});
    if (type == "message") messages_.push_back(frame["message"]);
    if (type == "welcome")
      for (const Json& message : frame["messages"]) messages_.push_back(message);
    if (type == "edited")
      for (Json& message : messages_)
        if (message["id"] == frame["message"]["id"]) message = frame["message"];
  }

  // Everybody in the room hears the same: one of them listens for all.
  void listen() {
    if (listening_) return;
    listening_ = true;
    client("").session->send(Json({{"type", "hello"}}).dump());
    ask_nothing();
  }
  // A frame that is answered at once: everything before it has come.
  void ask_nothing() {
    const std::string id = mark();
    client("").session->send(Json({{"type", "clock"}, {"id", id}, {"action", "pause"}}).dump());
    town_.until([&] { return client("").replies.contains(id); });
  }

  Seen ask(const std::string& person, const Json& frame, const Values* written = nullptr) {
    listen();
    Client& me = client(person);
    const std::string id = frame["id"];
    me.replies.erase(id);
    me.session->send(frame.dump());
    town_.until([&] { return me.replies.contains(id) || me.ended; });
    town_.settle();
    ask_nothing();
    const Json reply = me.replies.at(id);
    Seen seen;
    if (reply["type"] == "error") {
      seen.words = reply["text"];
      return seen;
    }
    if (!reply["errors"].empty()) {
      for (const auto& [input, error] : reply["errors"].items())
        for (const Json& field : me.form["inputs"])
          if (field["id"] == input) {
            const std::string about = field["label"];
            seen.errors[about] = tidy(error);
            // The page keeps what was written; the bot is not asked for it.
            if (written)
              for (const auto& [label, texts] : *written)
                if (label == about && !texts.empty()) seen.kept[label] = texts.front();
          }
      return seen;
    }
    me.form = reply["form"];
    me.whisper = reply["whisper"];
    if (!me.form.is_null()) {
      seen.words = words_of_form(me.form);
      seen.inputs = inputs_of_form(me.form);
    } else if (!me.whisper.is_null()) {
      seen.words = words_of_content(me.whisper);
      seen.buttons = labels_of_content(me.whisper);
    }
    return seen;
  }

  template <class Wanted>
  std::vector<std::string> collected(Wanted wanted) {
    listen();
    ask_nothing();
    std::vector<std::string> all;
    for (const Json& message : messages_)
      if (wanted(message) && message["author"] == "bot")
        all.push_back(
            with_buttons(words_of_content(message["content"]), labels_of_content(message["content"])));
    return all;
  }

  Town& town_;
  StillClock clock_;
  std::string channel_;
  std::unique_ptr<sandbox::Sandbox> adapter_;
  std::map<std::string, std::shared_ptr<Client>> clients_;
  std::map<std::string, Json> last_command_;
  std::vector<Json> messages_;
  std::vector<Traffic> traffic_;
  int marks_ = 0;
  bool down_ = false, listening_ = false;
};

}  // namespace

Kind sandbox_kind() {
  Kind kind;
  kind.name = "Sandbox";
  kind.people_workspace = kind.group_workspace = "sandbox";
  kind.channel = "hjemme-nord";
  kind.user = [](const std::string& person) { return person + "-in-sandbox"; };
  kind.make = [](Town& town) { return std::make_unique<Sandbox>(town); };
  return kind;
}

}  // namespace contract
