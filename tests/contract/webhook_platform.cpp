// A group whose channel is a webhook: nothing comes back from there. People have pages of their own, and
// links to pages in what is posted.

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "adapters/net/http_server.hpp"
#include "adapters/net/mounts.hpp"
#include "adapters/web/adapter.hpp"
#include "adapters/webhook/adapter.hpp"
#include "tests/contract/browser.hpp"
#include "tests/contract/markdown.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

constexpr const char* hook_channel = "gruppa";

class WebhookAndPages final : public Platform {
 public:
  explicit WebhookAndPages(Town& town) : town_(town) {
    mounts_.add("/hooks", [this](net::Request request) { return record(std::move(request)); });
    server_ = std::make_unique<net::HttpServer>(town.io.get_executor(), net::HttpServerOptions{},
                                                mounts_.handler());
    server_->start();

    web::Options own;
    own.data = own.keys = town.data.path();
    own.passing_keys = town.box.path();
    own.public_url = base();
    own.ticks = [&town] { return town.ticks(); };
    const auto people = [&town] { return town.people(); };
    pages_ = web::make_pages(town.io.get_executor(), own, people, town.clock, town.io_random);
    mounts_.add("/s", pages_->handler());
    mounts_.add("/k", pages_->handler());

    webhook::Options posts;
    posts.workspace = "posts";
    posts.channels[hook_channel] = {base() + "/hooks/secret", webhook::Shape::mattermost};
    posts.allowed_hosts = {"127.0.0.1"};
    posts.allow_private = true;
    hook_ = webhook::make_webhook(town.io.get_executor(), posts, &pages_->links(), town.timing());

    town.connect("pages", *pages_);
    town.connect("posts", *hook_);
    town.platforms.page = [this](const core::PersonId& person) { return pages_->links().home_of(person); };
    town.platforms.calendar = [this](const core::PersonId& person, const std::string& serial) {
      return pages_->links().calendar_of(person, serial);
    };
  }
  ~WebhookAndPages() override { town_.close(); }

  std::string name() const override { return "Webhook"; }
  core::Capabilities capabilities() const override { return hook_->capabilities(); }

  Seen command(const std::string& person, const std::string& text) override {
    Browser& browser = at_home(person);
    browser.write(text);
    return browser.seen();
  }
  Seen again(const std::string& person) override {
    browsers_.at(person).send_again();
    return browsers_.at(person).seen();
  }
  Seen press(const std::string& person, const std::string& label) override {
    const auto open = browsers_.find(person);
    if (open == browsers_.end() || !open->second.has_button(label)) at_home(person);
    Browser& browser = browsers_.at(person);
    if (browser.has_button(label)) {
      browser.press(label);
    } else {
      browser.open(link_in_channel(label));
    }
    return browser.seen();
  }
  Seen fill(const std::string& person, const Values& values) override {
    Browser& browser = browsers_.at(person);
    const Seen refused = browser.fill(values);
    return refused.errors.empty() ? browser.seen() : refused;
  }

  std::vector<std::string> channel() override {
    std::vector<std::string> all;
    for (const std::string& text : posted_)
      all.push_back(with_buttons(words_of_markdown(text), labels_of(text)));
    return all;
  }
  std::vector<std::string> letters(const std::string& person) override {
    const auto is_letter = [](const Element& element) { return element.has_class("letter"); };
    const auto is_date = [](const Element& element) { return element.has_class("when"); };
    std::vector<std::string> all;
    for (const Element* letter : at_home(person).page().all(is_letter)) {
      std::vector<std::string> labels;
      for (const Element* button : letter->all("button")) labels.push_back(tidy(button->words()));
      all.push_back(with_buttons(letter->words(is_date), labels));
    }
    std::reverse(all.begin(), all.end());
    return all;
  }
  void down() override { down_ = true; }
  void up() override { down_ = false; }
  const std::vector<Traffic>& traffic() const override { return traffic_; }

 private:
  std::string base() const { return "http://127.0.0.1:" + std::to_string(server_->endpoint().port); }

  asio::awaitable<net::Response> record(net::Request request) {
    if (down_) {
      net::Response later(429);  // a gateway's 503 would leave it unknown, and then it is not said again
      later.headers.add("Retry-After", "1");
      co_return later;
    }
    traffic_.push_back({"", request.body});
    posted_.push_back(nlohmann::json::parse(request.body)["text"]);
    co_return net::Response(200, "ok");
  }

  Browser& at_home(const std::string& person) {
    const core::Person* known = town_.people()->person("pages", webhook_kind().user(person));
    if (!known) throw std::runtime_error("nobody is called " + person);
    Browser& browser = browsers_.try_emplace(person, town_, person, traffic_).first->second;
    browser.open(pages_->links().home_of(known->id));
    return browser;
  }

  static std::vector<std::string> labels_of(const std::string& text) {
    std::vector<std::string> labels;
    for (const auto& [label, url] : links_of(text)) labels.push_back(label);
    return labels;
  }
  static std::vector<std::pair<std::string, std::string>> links_of(const std::string& text) {
    static const std::regex link("\\[([^\\]]*)\\]\\((http://127[^)]*/s/[^)]*)\\)");
    std::vector<std::pair<std::string, std::string>> all;
    for (std::sregex_iterator one(text.begin(), text.end(), link), end; one != end; ++one)
      all.emplace_back(words_of_markdown((*one)[1]), (*one)[2]);
    return all;
  }
  std::string link_in_channel(const std::string& label) const {
    for (auto text = posted_.rbegin(); text != posted_.rend(); ++text)
      for (const auto& [words, url] : links_of(*text))
        if (words == label) return url;
    throw NoSuchButton(label);
  }

  Town& town_;
  net::Mounts mounts_;
  std::unique_ptr<net::HttpServer> server_;
  std::unique_ptr<web::Pages> pages_;
  std::unique_ptr<runtime::Adapter> hook_;
  std::map<std::string, Browser> browsers_;  // by person
  std::vector<std::string> posted_;
  std::vector<Traffic> traffic_;
  bool down_ = false;
};

}  // namespace

Kind webhook_kind() {
  Kind kind;
  kind.name = "Webhook";
  kind.people_workspace = "pages";
  kind.group_workspace = "posts";
  kind.channel = hook_channel;
  kind.user = [](const std::string& person) { return person + "-on-pages"; };
  kind.make = [](Town& town) { return std::make_unique<WebhookAndPages>(town); };
  return kind;
}

}  // namespace contract
