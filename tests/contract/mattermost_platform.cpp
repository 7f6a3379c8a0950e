// People in Mattermost: slash commands, buttons and dialogs, as its server hands them on.

#include <regex>
#include <sstream>

#include "adapters/mattermost/adapter.hpp"
#include "bot/core/texts.hpp"
#include "tests/adapters/mattermost/fake_mattermost.hpp"
#include "tests/contract/markdown.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

using Json = nlohmann::json;
using mattermost_test::FakeMattermost;

constexpr const char* command_token = "tokentokentokentokentoken1";
constexpr const char* bot_token = "bottokenbottokenbottoken12";
const std::vector<std::string> everybody{"marit",  "kari",   "amina", "jonas", "lien",
                                         "sigrun", "tomasz", "berit", "eivind"};

std::string mattermost_user(const std::string& person) {
  return person + "77";
}

class Mattermost final : public Platform {
 public:
  explicit Mattermost(Town& town) : town_(town), fake_(town.io.get_executor()) {
    std::vector<std::string> members{"refleks"};
    bot_ = fake_.add_user("refleks", bot_token, true).id;
    for (const std::string& person : everybody) {
      ids_[person] = fake_.add_user(mattermost_user(person), "token-" + person).id;
      members.push_back(mattermost_user(person));
    }
    channel_ = fake_.add_channel("omsorg", "gruppa", members).id;
    fake_.millis = [this] {
      return std::int64_t{1'000} * town_.clock.now().time_since_epoch().count() + acts_;
    };
    fake_.on_change = [this] { note(); };
    calls_ = std::make_unique<net::HttpServer>(
        town.io.get_executor(), net::HttpServerOptions{},
        [this](net::Request request) { return handler_(std::move(request)); });
    calls_->start();
    mattermost::Options options;
    options.url = fake_.url();
    options.bot_token = bot_token;
    options.command_tokens = {command_token};
    options.callback_url = "http://127.0.0.1:" + std::to_string(calls_->endpoint().port) + "/mattermost";
    options.data = town.data.path();
    for (const std::string& person : everybody) options.people.push_back(mattermost_user(person));
    options.channels = {"omsorg/gruppa"};
    options.allow_http = true;
    fake_.commands = {{"refleks", command_token, options.callback_url + "/mattermost/command"}};
    adapter_ = mattermost::make_mattermost(town.io.get_executor(), options, nullptr, town.clock,
                                           town.io_random, town.timing());
    handler_ = adapter_->handler();
    town.connect("mattermost", *adapter_);
  }
  ~Mattermost() override {
    town_.close();
    adapter_.reset();
    town_.quiet();  // what the fake still does ends before it
    for (const std::string& complaint : fake_.complaints)
      ADD_FAILURE() << "Mattermost would not have taken: " << complaint;
  }

  std::string name() const override { return "Mattermost"; }
  core::Capabilities capabilities() const override { return adapter_->capabilities(); }

  Seen command(const std::string& person, const std::string& text) override {
    ++acts_;
    last_command_[person] = text;
    return act(person, fake_.type_command(ids_.at(person), channel_, "/refleks " + text));
  }
  Seen again(const std::string& person) override {
    return act(person,
               fake_.type_command(ids_.at(person), channel_, "/refleks " + last_command_.at(person), true));
  }

  Seen press(const std::string& person, const std::string& label) override {
    ++acts_;
    Screen& screen = screens_[person];
    const auto offered = buttons_in(screen.dialog);
    if (const auto found = offered.find(label); found != offered.end()) {
      const Json& radio = screen.dialog.dialog["elements"][0];
      const Json chosen{{std::string(radio["name"]), found->second}};
      return act(person, fake_.submit(ids_.at(person), screen.dialog, chosen, channel_));
    }
    for (auto shown = fake_.ephemerals.rbegin(); shown != fake_.ephemerals.rend(); ++shown)
      if (shown->user == ids_.at(person))
        if (const std::string action = action_in(shown->attachments, label); !action.empty())
          return act(person, fake_.press(ids_.at(person), shown->id, action));
    for (auto id = fake_.order.rbegin(); id != fake_.order.rend(); ++id) {
      const Json& post = fake_.posts.at(*id);
      const std::string place = post["channel_id"];
      if (place != channel_ && place != fake_.direct(bot_, ids_.at(person)).id) continue;
      if (const std::string action = action_in(attachments_of(post), label); !action.empty())
        return act(person, fake_.press(ids_.at(person), *id, action));
    }
    throw NoSuchButton(label);
  }

  Seen fill(const std::string& person, const Values& values) override {
    const Screen& screen = screens_[person];
    if (screen.dialog.dialog.is_null()) throw std::runtime_error(person + " has no dialog open");
    Json submission = Json::object();
    Seen refused;
    std::size_t used = 0;
    for (const Json& element : screen.dialog.dialog["elements"]) {
      const std::string name = element["name"], label = label_of(element, screen.dialog.dialog);
      if (element["type"] == "bool") {
        const std::string option = option_of(element["placeholder"], screen.dialog.dialog);
        bool on = false;
        for (const auto& [question, chosen] : values)
          for (const std::string& one : chosen) on = on || one == option;
        if (on) ++used;
        submission[name] = on;
        continue;
      }
      // Where the label has its hint behind it, people see where the one ends.
      auto found = values.begin();
      while (found != values.end() && !label.starts_with(found->first)) ++found;
      if (found == values.end()) continue;
      ++used;
      std::string value = found->second.front();
      for (const Json& option : element.value("options", Json::array()))
        if (option_of(option["text"], screen.dialog.dialog) == value) {
          value = option["value"];
          break;
        }
      if (element.contains("max_length") && letters_in(value) > element["max_length"])
        refused.errors[found->first] = takes_no_more(element["max_length"]);
      submission[name] = value;
    }
    ++acts_;
    if (used < values.size()) throw std::runtime_error("the dialog lacks one of the inputs");
    if (!refused.errors.empty()) return refused;
    return act(person, fake_.submit(ids_.at(person), screen.dialog, submission, channel_), &values);
  }

  std::vector<std::string> channel() override { return lines(channel_); }
  std::vector<std::string> letters(const std::string& person) override {
    return lines(fake_.direct(bot_, ids_.at(person)).id);
  }
  void down() override { fake_.fail("POST /posts", {mattermost_test::Fault::Kind::limit, 429, "30"}); }
  void up() override {}
  const std::vector<Traffic>& traffic() const override { return traffic_; }

 private:
  struct Screen {
    mattermost_test::OpenDialog dialog;
  };

  Seen act(const std::string& person, asio::awaitable<mattermost_test::Taken> what,
           const Values* written = nullptr) {
    actor_ = person;
    const std::size_t dialogs = fake_.dialogs.size(), whispers = fake_.ephemerals.size();
    const mattermost_test::Taken taken = town_.result_of(std::move(what));
    town_.settle();
    town_.quiet();
    actor_.clear();
    if (!taken.answer.is_null()) traffic_.push_back({person, taken.answer.dump()});
    Screen& screen = screens_[person];
    Seen seen;
    if (!taken.failure.empty()) {
      seen.words = "failed: " + taken.failure + " " + std::to_string(taken.status);
      return seen;
    }
    if (taken.answer.is_object() && taken.answer.contains("errors")) {
      for (const Json& element : screen.dialog.dialog["elements"]) {
        const std::string name = element["name"], label = label_of(element, screen.dialog.dialog);
        if (!taken.answer["errors"].contains(name)) continue;
        seen.errors[label] = taken.answer["errors"][name];
        // The client keeps what was written.
        if (written)
          if (const auto texts = written->find(label); texts != written->end())
            seen.kept[label] = texts->second.front();
      }
      return seen;
    }
    screen.dialog = {};
    if (fake_.dialogs.size() > dialogs) {
      screen.dialog = fake_.dialogs.back();
      return seen_of_dialog(screen.dialog);
    }
    for (std::size_t i = whispers; i < fake_.ephemerals.size(); ++i)
      if (fake_.ephemerals[i].user == ids_.at(person))
        return seen_of(fake_.ephemerals[i].text, fake_.ephemerals[i].attachments);
    return seen;
  }

  static Json attachments_of(const Json& post) {
    return post.contains("props") && post["props"].contains("attachments") ? post["props"]["attachments"]
                                                                           : Json::array();
  }
  static std::string action_in(const Json& attachments, const std::string& label) {
    for (const Json& attachment : attachments)
      for (const Json& action : attachment.value("actions", Json::array()))
        if (action["name"] == label) return action["id"];
    return {};
  }
  static Seen seen_of(const std::string& text, const Json& attachments) {
    Seen seen;
    seen.words = text;
    for (const Json& attachment : attachments) {
      seen.words += "\n" + attachment.value("text", "");
      for (const Json& field : attachment.value("fields", Json::array()))
        seen.words += "\n" + std::string(field["title"]) + ": " + std::string(field["value"]);
      for (const Json& action : attachment.value("actions", Json::array()))
        seen.buttons.push_back(action["name"]);
    }
    seen.words = words_of_markdown(seen.words);
    return seen;
  }

  // Words with buttons have a menu in a dialog.
  static std::map<std::string, std::string> buttons_in(const mattermost_test::OpenDialog& dialog) {
    std::map<std::string, std::string> offered;
    if (dialog.dialog.is_null() || dialog.dialog["elements"].size() != 1) return offered;
    const Json& radio = dialog.dialog["elements"][0];
    bool menu = false;
    for (const core::Language language : core::all_languages)
      menu = menu || radio["display_name"] == core::text(language, "mattermost.choose");
    if (!menu) return offered;
    for (const Json& option : radio["options"]) {
      const std::string text = option["text"];
      offered[text.substr(text.find(". ") + 2)] = option["value"];
    }
    return offered;
  }

  // What does not fit beside a field stands below it or above all.
  static std::string label_of(const Json& element, const Json& dialog) {
    std::string shown = element["display_name"];
    if (!shown.ends_with("…")) return shown;
    shown.resize(shown.size() - std::string("…").size());
    const std::string help = element.value("help_text", "");
    if (help.starts_with(shown)) return help;
    const std::string above = words_of_markdown(dialog.value("introduction_text", ""));
    const auto at = above.find(shown);
    if (at == above.npos) return element["display_name"].get<std::string>();
    static const std::regex number("^[0-9]+\\. ");
    return std::regex_replace(above.substr(at, above.find('\n', at) - at), number, "");
  }

  // "2. As it begi…": the whole of it stands above, under its number.
  static std::string option_of(const std::string& shown, const Json& dialog) {
    static const std::regex begun("([0-9]+\\. )(.*?)(…)?");
    std::smatch parts;
    if (!std::regex_match(shown, parts, begun)) return shown;
    std::istringstream above(words_of_markdown(dialog.value("introduction_text", "")));
    for (std::string line; std::getline(above, line);)
      if (line.starts_with(parts[1].str() + parts[2].str())) return line.substr(parts[1].str().size());
    return shown;
  }

  static Seen seen_of_dialog(const mattermost_test::OpenDialog& open) {
    const Json& dialog = open.dialog;
    Seen seen;
    const auto offered = buttons_in(open);
    std::string words = words_of_markdown(dialog.value("introduction_text", ""));
    if (!offered.empty()) {
      static const std::regex menu("(^|\n)1\\. [^\n]*(?=\n|$)");
      seen.words = std::regex_replace(words, menu, "$1");
      for (const Json& option : dialog["elements"][0]["options"]) {
        const std::string text = option["text"];
        seen.buttons.push_back(text.substr(text.find(". ") + 2));
      }
      return seen;
    }
    // The bot's own name says nothing.
    if (dialog["title"] != core::text(core::Language::nb, "mattermost.title"))
      seen.words = std::string(dialog["title"]) + "\n";
    seen.words += words;
    for (const Json& element : dialog["elements"]) {
      std::string kind = element["type"];
      if (kind == "textarea") kind = "text";
      if (kind == "radio" || kind == "select") kind = "choice";
      for (const Json& option : element.value("options", Json::array()))
        kind += " / " + std::string(option["text"]);
      seen.inputs.push_back(label_of(element, dialog) + " {" + kind + "}");
    }
    return seen;
  }

  std::vector<std::string> lines(const std::string& place) {
    std::vector<std::string> all;
    for (const std::string& id : fake_.order) {
      const Json& post = fake_.posts.at(id);
      if (post["channel_id"] != place) continue;
      const Seen seen = seen_of(post["message"], attachments_of(post));
      all.push_back(with_buttons(seen.words, seen.buttons));
    }
    return all;
  }

  void note() {
    for (; noted_ < fake_.calls.size(); ++noted_) {
      const mattermost_test::ApiCall& call = fake_.calls[noted_];
      Json body = call.body;
      if (body.is_object()) body.erase("channel_id");
      const bool to_actor = call.path.find("dialogs") != call.path.npos;
      if (!body.is_null()) traffic_.push_back({to_actor ? actor_ : std::string(), body.dump()});
    }
  }

  Town& town_;
  FakeMattermost fake_;
  std::unique_ptr<mattermost::Mattermost> adapter_;
  net::HttpHandler handler_;
  std::unique_ptr<net::HttpServer> calls_;
  std::string bot_, channel_, actor_;
  std::map<std::string, std::string> ids_, last_command_;
  std::map<std::string, Screen> screens_;
  std::vector<Traffic> traffic_;
  std::size_t noted_ = 0;
  std::int64_t acts_ = 0;  // nobody does two things in one millisecond, except the network
};

}  // namespace

Kind mattermost_kind() {
  Kind kind;
  kind.name = "Mattermost";
  kind.people_workspace = kind.group_workspace = "mattermost";
  kind.channel = "omsorg/gruppa";
  kind.user = mattermost_user;
  kind.make = [](Town& town) { return std::make_unique<Mattermost>(town); };
  return kind;
}

}  // namespace contract
