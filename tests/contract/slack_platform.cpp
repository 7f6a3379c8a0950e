// People in Slack: slash commands, buttons and modals, as Slack's own requests and answers have them.

#include <nlohmann/json.hpp>

#include "adapters/net/url.hpp"
#include "adapters/slack/adapter.hpp"
#include "adapters/slack/api.hpp"
#include "adapters/slack/signature.hpp"
#include "tests/adapters/slack/fake_slack.hpp"
#include "tests/contract/block_kit.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

using Json = nlohmann::json;

constexpr const char* signing_secret = "8f742231b10e8888abcd99yyyzzz85a5";
constexpr const char* channel_id = "C1";

std::string slack_user(const std::string& person) {
  std::string id = "U7";
  for (const char c : person) id += static_cast<char>(c - 'a' + 'A');
  return id;
}

class Slack final : public Platform {
 public:
  explicit Slack(Town& town) : town_(town), fake_(town.io.get_executor()) {
    slack::Options options;
    options.bot_token = fake_.bot_token;
    options.signing_secrets = {signing_secret};
    options.api_url = fake_.api_url();
    options.response_hosts = {"127.0.0.1"};
    options.data = town.data.path();
    adapter_ = slack::make_slack(town.io.get_executor(), options, town.clock, town.io_random, town.timing());
    calls_ = adapter_->handler();
    fake_.on_change = [this] { note(); };
    town.connect("slack", *adapter_);
  }
  ~Slack() override {
    town_.close();
    adapter_.reset();
    town_.quiet();  // what the fake still does ends before it
    for (const std::string& complaint : fake_.complaints)
      ADD_FAILURE() << "Slack would not have taken: " << complaint;
  }

  std::string name() const override { return "Slack"; }
  core::Capabilities capabilities() const override { return adapter_->capabilities(); }

  Seen command(const std::string& person, const std::string& text) override {
    last_command_[person] = slack::as_form({{"team_id", "T1"},
                                            {"channel_id", channel_id},
                                            {"user_id", slack_user(person)},
                                            {"user_name", person},
                                            {"command", "/refleks"},
                                            {"text", text},
                                            {"response_url", response_url()},
                                            {"trigger_id", fake_.new_trigger()}});
    return say(person, "/slack/commands", last_command_[person]);
  }
  Seen again(const std::string& person) override {
    return say(person, "/slack/commands", last_command_.at(person));
  }

  Seen press(const std::string& person, const std::string& label) override {
    const Screen& screen = screens_[person];
    Json payload = payload_of(person, "block_actions");
    Json found = button_in_blocks(screen.view, label);
    if (!found.is_null()) {
      payload["view"] = screen.view;
      payload["view"]["id"] = screen.view_id;
      payload["container"] = {{"type", "view"}, {"view_id", screen.view_id}};
    } else {
      found = button_in_blocks(screen.whisper, label);
      for (const std::string& place : {std::string(channel_id), direct_of(person)}) {
        const auto posted = messages_in(place);
        for (auto one = posted.rbegin(); found.is_null() && one != posted.rend(); ++one)
          found = button_in_blocks(*one, label);
      }
      payload["container"] = {{"type", "message"}, {"channel_id", channel_id}, {"message_ts", "1.2"}};
      payload["channel"] = {{"id", channel_id}};
      payload["response_url"] = response_url();
    }
    if (found.is_null()) throw NoSuchButton(label);
    payload["actions"] =
        Json::array({{{"type", "button"}, {"action_id", found["action_id"]}, {"value", found["value"]}}});
    return say(person, "/slack/interactivity", slack::as_form({{"payload", payload.dump()}}));
  }

  Seen fill(const std::string& person, const Values& values) override {
    const Screen& screen = screens_[person];
    if (screen.view.is_null()) throw std::runtime_error(person + " has no window open");
    const Filled filled = fill_blocks(screen.view, values);
    if (!filled.refused.errors.empty()) return filled.refused;
    Json payload = payload_of(person, "view_submission");
    payload["view"] = screen.view;
    payload["view"]["id"] = screen.view_id;
    payload["view"]["state"] = {{"values", filled.state}};
    Seen seen = say(person, "/slack/interactivity", slack::as_form({{"payload", payload.dump()}}));
    // Slack leaves the window as it is when it shows errors.
    for (const auto& [label, error] : seen.errors)
      if (const auto written = values.find(label); written != values.end())
        seen.kept[label] = written->second.front();
    return seen;
  }

  std::vector<std::string> channel() override { return lines(channel_id); }
  std::vector<std::string> letters(const std::string& person) override { return lines(direct_of(person)); }
  void down() override { fake_.fail("chat.postMessage", {slack_test::Fault::Kind::limit, "30"}); }
  void up() override {}
  const std::vector<Traffic>& traffic() const override { return traffic_; }

 private:
  struct Screen {
    Json view, whisper;
    std::string view_id;
  };

  std::string response_url() { return fake_.response_url("r" + std::to_string(++responses_)); }
  static std::string direct_of(const std::string& person) { return "D" + slack_user(person).substr(1); }

  Json payload_of(const std::string& person, const char* type) {
    return {{"type", type},
            {"team", {{"id", "T1"}}},
            {"user", {{"id", slack_user(person)}, {"username", person}, {"team_id", "T1"}}},
            {"trigger_id", fake_.new_trigger()}};
  }

  // One request of Slack's, and all that comes of it.
  Seen say(const std::string& person, const std::string& path, const std::string& body) {
    actor_ = person;
    Screen& screen = screens_[person];
    const std::size_t calls = fake_.calls.size(), responses = fake_.responses.size();
    const std::string stamp = std::to_string(town_.clock.now().time_since_epoch().count());
    net::Request request;
    request.method = "POST";
    request.path = path;
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.headers.add("X-Slack-Request-Timestamp", stamp);
    request.headers.add("X-Slack-Signature", slack::sign(signing_secret, stamp, body));
    request.body = body;
    const net::Response response = town_.result_of(calls_(std::move(request)));
    if (response.status != 200) throw std::runtime_error("Slack was refused: " + response.body);
    traffic_.push_back({person, response.body});
    town_.settle();
    town_.quiet();
    actor_.clear();

    const Json answer = response.body.empty() ? Json() : Json::parse(response.body);
    if (answer.is_object() && answer.contains("response_action")) {
      if (answer["response_action"] == "errors") return refused(screen, answer["errors"]);
      return shown(screen, answer["view"]);
    }
    const bool submitted = path.ends_with("interactivity") && body.find("view_submission") != body.npos;
    if (submitted) screen.view = nullptr;
    if (answer.is_object()) return whispered(screen, answer);
    if (fake_.responses.size() > responses) return whispered(screen, fake_.responses.back().second);
    for (std::size_t i = calls; i < fake_.calls.size(); ++i)
      if (fake_.calls[i].method == "views.open" || fake_.calls[i].method == "views.update") {
        const auto id = fake_.calls[i].args.find("view_id");
        screen.view_id = id == fake_.calls[i].args.end() ? newest_view() : id->second;
        return shown(screen, fake_.views.at(screen.view_id));
      }
    return {};
  }

  // A window that stays keeps its title: what is new in it is below.
  static Seen shown(Screen& screen, const Json& view) {
    const bool same_title = !screen.view.is_null() && screen.view["title"] == view["title"];
    screen.view = view;
    Json read = view;
    if (same_title && !view.contains("submit")) read.erase("title");
    return seen_of_blocks(read);
  }
  Seen refused(const Screen& screen, const Json& errors) {
    Seen seen;
    for (const Json& block : screen.view["blocks"])
      if (block["type"] == "input" && errors.contains(std::string(block["block_id"])))
        seen.errors[block["label"]["text"]] = errors[std::string(block["block_id"])];
    return seen;
  }
  Seen whispered(Screen& screen, const Json& message) {
    screen.whisper = message;
    screen.view = nullptr;
    Seen seen = seen_of_blocks(message);
    seen.to_all = message.value("response_type", "") != "ephemeral";
    return seen;
  }
  std::string newest_view() const {
    int newest = 0;
    for (const auto& [id, view] : fake_.views) newest = std::max(newest, std::stoi(id.substr(1)));
    return "V" + std::to_string(newest);
  }

  // In the order they were posted.
  std::vector<Json> messages_in(const std::string& place) const {
    std::map<int, Json> ordered;
    for (const auto& [key, message] : fake_.messages)
      if (key.starts_with(place + "|")) ordered[std::stoi(key.substr(key.find('.') + 1))] = message;
    std::vector<Json> all;
    for (auto& [number, message] : ordered) all.push_back(std::move(message));
    return all;
  }
  std::vector<std::string> lines(const std::string& place) const {
    std::vector<std::string> all;
    for (const Json& message : messages_in(place)) {
      const Seen seen = seen_of_blocks(message);
      all.push_back(with_buttons(seen.words, seen.buttons));
    }
    return all;
  }

  void note() {
    for (; noted_ < fake_.calls.size(); ++noted_) {
      const slack_test::ApiCall& call = fake_.calls[noted_];
      const bool to_actor = call.method.starts_with("views.") || call.method == "response_url";
      std::string bytes = call.method;
      for (const auto& [name, value] : call.args)
        if (name != "channel" && name != "users") bytes += " " + value;
      traffic_.push_back({to_actor ? actor_ : std::string(), bytes});
    }
    for (; heard_ < fake_.responses.size(); ++heard_)
      traffic_.push_back({actor_, fake_.responses[heard_].second.dump()});
  }

  Town& town_;
  slack_test::FakeSlack fake_;
  std::unique_ptr<slack::Slack> adapter_;
  net::HttpHandler calls_;
  std::map<std::string, Screen> screens_;
  std::map<std::string, std::string> last_command_;
  std::vector<Traffic> traffic_;
  std::string actor_;
  std::size_t noted_ = 0, heard_ = 0;
  int responses_ = 0;
};

}  // namespace

Kind slack_kind() {
  Kind kind;
  kind.name = "Slack";
  kind.people_workspace = kind.group_workspace = "slack";
  kind.channel = channel_id;
  kind.user = slack_user;
  kind.make = [](Town& town) { return std::make_unique<Slack>(town); };
  return kind;
}

}  // namespace contract
