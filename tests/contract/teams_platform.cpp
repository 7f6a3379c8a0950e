// People in Microsoft Teams: mentions, cards and dialogs, as Teams hands them on, before a double of
// Microsoft's services.

#include "adapters/net/http_server.hpp"
#include "adapters/teams/adapter.hpp"
#include "tests/adapters/net/signer.hpp"
#include "tests/contract/adaptive_card.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

using Json = nlohmann::json;

constexpr const char* app_id = "aabbccdd-2222-3333-4444-5555eeeeffff";
constexpr const char* tenant = "11111111-aaaa-bbbb-cccc-222222222222";
constexpr const char* room = "19:room@thread.tacv2";

// An Entra object id, told from the first letters.
std::string teams_user(const std::string& person) {
  std::string id = "0aaaaaaa-0000-0000-0000-000000000000";
  for (std::size_t i = 0; i < 4; ++i) {
    constexpr char hex[] = "0123456789abcdef";
    id[24 + 2 * i] = hex[static_cast<unsigned char>(person[i]) >> 4];
    id[25 + 2 * i] = hex[static_cast<unsigned char>(person[i]) & 15];
  }
  return id;
}

std::string decoded(const std::string& path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '%') {
      out += static_cast<char>(std::stoi(path.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += path[i];
    }
  }
  return out;
}

class Teams final : public Platform {
 public:
  explicit Teams(Town& town) : town_(town) {
    server_ =
        std::make_unique<net::HttpServer>(town.io.get_executor(), net::HttpServerOptions{},
                                          [this](net::Request request) { return serve(std::move(request)); });
    server_->start();
    teams::Options options;
    options.workspace = "teams";
    options.app_id = app_id;
    options.app_secret = "very-secret";
    options.tenant = tenant;
    options.metadata_url = url("/metadata");
    options.token_url = url("/token");
    options.service_hosts = {"127.0.0.1"};
    options.service_url = url("/emea/");
    options.data = town.data.path();
    options.channels = {room};
    for (const core::Person& person : town.config().people)
      if (person.workspace == "teams") options.people[person.user] = {person.name, person.language};
    adapter_ = teams::make_teams(town.io.get_executor(), options, nullptr, town.clock, town.io_random,
                                 town.timing());
    calls_ = adapter_->handler();
    town.connect("teams", *adapter_);
  }
  ~Teams() override {
    town_.close();
    adapter_.reset();
    town_.quiet();
  }

  std::string name() const override { return "Teams"; }
  core::Capabilities capabilities() const override { return adapter_->capabilities(); }

  Seen command(const std::string& person, const std::string& text) override {
    Json activity = activity_of(person, "message", room);
    activity["text"] = "<at>Refleks</at> " + text;
    activity["entities"] = Json::array({{{"type", "mention"},
                                         {"mentioned", {{"id", std::string("28:") + app_id}}},
                                         {"text", "<at>Refleks</at>"}}});
    last_command_[person] = activity;
    return act(person, activity);
  }
  Seen again(const std::string& person) override { return act(person, last_command_.at(person)); }

  Seen press(const std::string& person, const std::string& label) override {
    const Screen& screen = screens_[person];
    if (const Json found = action_in_card(screen.dialog, label); !found.is_null())
      return act(person, invoke(person, "task/submit", {{"data", found["data"]}}, room));
    for (std::size_t i = messages_.size(); i > 0; --i) {
      if (i == screen.own_card_after)
        if (const Json found = action_in_card(screen.own_card, label); !found.is_null())
          return act(person, pressed(person, found, room));
      const Message& message = messages_[i - 1];
      if (message.place != room && message.place != private_of(person)) continue;
      if (const Json found = action_in_card(card_of(message.activity), label); !found.is_null())
        return act(person, pressed(person, found, message.place));
    }
    throw NoSuchButton(label);
  }

  Seen fill(const std::string& person, const Values& values) override {
    const Screen& screen = screens_[person];
    if (screen.dialog.is_null()) throw std::runtime_error(person + " has no dialog open");
    Seen refused;
    const Json data = fill_card(screen.dialog, values, refused);
    if (!refused.errors.empty()) return refused;
    return act(person, invoke(person, "task/submit", {{"data", data}}, room));
  }

  std::vector<std::string> channel() override {
    return lines([](const Message& message) { return message.place == room; });
  }
  // What came unasked: answers are what was seen then.
  std::vector<std::string> letters(const std::string& person) override {
    return lines([&](const Message& message) {
      return message.place == private_of(person) && message.answers != person;
    });
  }
  void down() override { down_ = true; }
  void up() override { down_ = false; }
  const std::vector<Traffic>& traffic() const override { return traffic_; }

 private:
  struct Message {
    std::string place, id, answers;  // the last: who was doing something when it came
    Json activity;
  };
  struct Screen {
    Json dialog, own_card;           // the latter: in the place of a shared one, for one person
    std::size_t own_card_after = 0;  // so many messages were there when it came
  };

  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(server_->endpoint().port) + path;
  }
  static std::string private_of(const std::string& person) { return "a:" + teams_user(person); }
  static Json card_of(const Json& activity) {
    if (!activity.contains("attachments") || activity["attachments"].empty()) return nullptr;
    return activity["attachments"][0]["content"];
  }

  // --- what Teams sends

  Json activity_of(const std::string& person, const char* type, const std::string& place) {
    const bool direct = place != room;
    Json activity{
        {"type", type},
        {"id", std::to_string(++ids_)},
        {"channelId", "msteams"},
        {"serviceUrl", url("/emea/")},
        {"from", {{"id", "29:" + teams_user(person)}, {"name", person}, {"aadObjectId", teams_user(person)}}},
        {"conversation",
         {{"id", direct ? place : place + ";messageid=170"},
          {"conversationType", direct ? "personal" : "channel"},
          {"tenantId", tenant}}},
        {"recipient", {{"id", std::string("28:") + app_id}, {"name", "Refleks"}}},
        {"channelData", {{"tenant", {{"id", tenant}}}}}};
    if (!direct) {
      activity["conversation"]["isGroup"] = true;
      activity["channelData"]["team"] = {{"id", "19:team@thread.tacv2"}};
      activity["channelData"]["channel"] = {{"id", room}};
    }
    return activity;
  }
  Json invoke(const std::string& person, const char* name, Json value, const std::string& place) {
    Json activity = activity_of(person, "invoke", place);
    activity["name"] = name;
    activity["value"] = std::move(value);
    return activity;
  }
  Json pressed(const std::string& person, const Json& action, const std::string& place) {
    if (action["type"] == "Action.Execute")
      return invoke(
          person, "adaptiveCard/action",
          {{"action", {{"type", "Action.Execute"}, {"verb", action["verb"]}, {"data", action["data"]}}},
           {"trigger", "manual"}},
          place);
    return invoke(person, "task/fetch", {{"data", action["data"]}}, place);
  }

  Seen act(const std::string& person, const Json& activity) {
    actor_ = person;
    const std::size_t before = messages_.size();
    const long now = static_cast<long>(town_.clock.now().time_since_epoch().count());
    net::Request request;
    request.method = "POST";
    request.path = "/teams/messages";
    request.headers.add("Authorization", "Bearer " + signer_.token({{"iss", "https://api.botframework.com"},
                                                                    {"aud", app_id},
                                                                    {"serviceurl", url("/emea/")},
                                                                    {"nbf", now - 10},
                                                                    {"exp", now + 3000}}));
    request.body = activity.dump();
    const net::Response response = town_.result_of(calls_(std::move(request)));
    if (response.status != 200) throw std::runtime_error("Teams got " + std::to_string(response.status));
    traffic_.push_back({person, response.body});
    town_.settle();
    town_.quiet();
    actor_.clear();
    Screen& screen = screens_[person];
    const Json answer = response.body.empty() ? Json() : Json::parse(response.body);
    for (std::size_t i = before; i < messages_.size(); ++i)
      if (messages_[i].place == private_of(person) && messages_[i].answers == person)
        return shown(screen, {}, card_of(messages_[i].activity));
    if (answer.is_null()) {
      screen.dialog = nullptr;
      return {};
    }
    if (answer.contains("task")) {
      const Json& task = answer["task"];
      if (task["type"] == "continue") return dialog(screen, task["value"]);
      return words(screen, task["value"]);
    }
    if (answer["type"] == "application/vnd.microsoft.card.adaptive") {
      screen.own_card = answer["value"];
      screen.own_card_after = messages_.size();
      return seen_of_card(screen.own_card);
    }
    if (answer["value"].is_string()) return words(screen, answer["value"]);
    return words(screen, answer["value"]["message"]);
  }

  static Seen words(Screen& screen, const std::string& text) {
    screen.dialog = nullptr;
    Seen seen;
    seen.words = text;
    return seen;
  }
  static Seen shown(Screen& screen, const Json& dialog, const Json& card) {
    screen.dialog = dialog;
    return seen_of_card(card);
  }
  // Words in a dialog have their own heading too: the window's title says nothing more.
  static Seen dialog(Screen& screen, const Json& value) {
    Seen seen = shown(screen, value["card"]["content"], value["card"]["content"]);
    const bool form = screen.dialog.contains("actions");
    if (form && seen.errors.empty()) seen.words = std::string(value["title"]) + "\n" + seen.words;
    return seen;
  }

  // --- Microsoft's services

  asio::awaitable<net::Response> serve(net::Request request) {
    const std::string json = "application/json";
    Json answer;
    if (request.path == "/metadata") {
      answer = {{"issuer", "https://api.botframework.com"},
                {"jwks_uri", url("/keys")},
                {"id_token_signing_alg_values_supported", {"RS256"}}};
    } else if (request.path == "/keys") {
      answer = {{"keys", Json::array({signer_.jwk()})}};
    } else if (request.path == "/token") {
      answer = {{"token_type", "Bearer"}, {"expires_in", 3599}, {"access_token", "token"}};
    } else {
      co_return connector(request);
    }
    co_return net::Response(200, answer.dump(), json);
  }

  net::Response connector(const net::Request& request) {
    const std::string json = "application/json", begin = "/emea/v3/conversations";
    const bool creates = request.path == begin;
    const Json body = Json::parse(request.body, nullptr, false);
    const bool posts = creates ? body.value("isGroup", false) : request.method == "POST";
    if (down_ && posts) {
      net::Response busy(429, "{}", json);
      busy.headers.add("Retry-After", "30");
      return busy;
    }
    if (request.path.ends_with("/pagedmembers")) return net::Response(200, roster().dump(), json);
    const std::string id = std::to_string(++ids_);
    if (creates && !posts) {
      std::string member = body["members"][0]["id"];
      if (member.starts_with("29:")) member = member.substr(3);
      return net::Response(201, Json{{"id", "a:" + member}}.dump(), json);
    }
    if (creates) {
      keep(room, id, body["activity"]);
      return net::Response(
          201, Json{{"id", std::string(room) + ";messageid=" + id}, {"activityId", id}}.dump(), json);
    }
    const auto slash = request.path.find('/', begin.size() + 1);
    std::string place = decoded(request.path.substr(begin.size() + 1, slash - begin.size() - 1));
    place = place.substr(0, place.find(";messageid="));
    if (request.method == "PUT") {
      const std::string which = decoded(request.path.substr(request.path.rfind('/') + 1));
      for (Message& message : messages_)
        if (message.id == which) message.activity = body;
      traffic_.push_back({"", body.dump()});
      return net::Response(200, Json{{"id", which}}.dump(), json);
    }
    keep(place, "m" + id, body);
    return net::Response(201, Json{{"id", "m" + id}}.dump(), json);
  }

  // Everybody is in the team, the leader too.
  Json roster() const {
    Json members = Json::array();
    for (const core::Person& person : town_.config().people)
      if (person.workspace == "teams")
        members.push_back({{"id", "29:" + person.user}, {"aadObjectId", person.user}});
    return {{"members", members}};
  }

  void keep(const std::string& place, const std::string& id, const Json& activity) {
    messages_.push_back({place, id, actor_, activity});
    const bool to_actor = !actor_.empty() && place == private_of(actor_);
    Json content = activity;
    for (const char* whom : {"recipient", "from", "conversation"}) content.erase(whom);
    traffic_.push_back({to_actor ? actor_ : std::string(), content.dump()});
  }

  template <class Wanted>
  std::vector<std::string> lines(Wanted wanted) const {
    std::vector<std::string> all;
    for (const Message& message : messages_) {
      if (!wanted(message)) continue;
      const Json card = card_of(message.activity);
      const Seen seen = card.is_null() ? Seen() : seen_of_card(card);
      all.push_back(
          with_buttons(card.is_null() ? message.activity.value("text", "") : seen.words, seen.buttons));
    }
    return all;
  }

  Town& town_;
  net_test::Signer signer_{"key-1"};
  std::unique_ptr<net::HttpServer> server_;
  std::unique_ptr<teams::Teams> adapter_;
  net::HttpHandler calls_;
  std::map<std::string, Screen> screens_;
  std::map<std::string, Json> last_command_;
  std::vector<Message> messages_;
  std::vector<Traffic> traffic_;
  std::string actor_;
  int ids_ = 1000;
  bool down_ = false;
};

}  // namespace

Kind teams_kind() {
  Kind kind;
  kind.name = "Teams";
  kind.people_workspace = kind.group_workspace = "teams";
  kind.channel = room;
  kind.user = teams_user;
  kind.make = [](Town& town) { return std::make_unique<Teams>(town); };
  return kind;
}

}  // namespace contract
