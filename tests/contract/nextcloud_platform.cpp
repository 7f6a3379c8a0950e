// People in Nextcloud Talk: they write to the bot in a conversation of their own, read there what is for them
// alone, and do the rest on pages that the links in messages lead to.

#include <regex>

#include "adapters/net/mounts.hpp"
#include "adapters/nextcloud/adapter.hpp"
#include "adapters/web/adapter.hpp"
#include "bot/core/texts.hpp"
#include "tests/adapters/nextcloud/fake_talk.hpp"
#include "tests/contract/browser.hpp"
#include "tests/contract/markdown.hpp"
#include "tests/contract/platform.hpp"

namespace contract {
namespace {

constexpr const char* nextcloud_group = "gruppa";
constexpr const char* nextcloud_secret = "a-secret-of-at-least-forty-letters-for-talk";

std::string nextcloud_user(const std::string& person) {
  return person + ".talk";
}
std::string own_conversation(const std::string& person) {
  return person + "0te";
}

class NextcloudTalk final : public Platform {
 public:
  explicit NextcloudTalk(Town& town) : town_(town), fake_(town.io.get_executor(), nextcloud_secret) {
    server_ = std::make_unique<net::HttpServer>(town.io.get_executor(), net::HttpServerOptions{},
                                                mounts_.handler());
    server_->start();
    web::Options own;
    own.workspace = "nextcloud-pages";  // of nobody
    own.data = town.data.path() / own.workspace;
    own.keys = town.data.path();
    own.passing_keys = town.box.path();
    own.public_url = base();
    own.ticks = [&town] { return town.ticks(); };
    const auto people = [&town] { return town.people(); };
    pages_ = web::make_pages(town.io.get_executor(), own, people, town.clock, town.io_random);
    mounts_.add("/s", pages_->handler());
    mounts_.add("/k", pages_->handler());

    nextcloud::Options options;
    options.workspace = "nextcloud";
    options.url = fake_.url();
    options.secret = nextcloud_secret;
    options.allow_http = true;
    options.channels = {nextcloud_group};
    fake_.add_conversation(nextcloud_group);
    for (const core::Person& person : town.config().people) {
      if (person.workspace != options.workspace) continue;
      const std::string name = person.user.substr(0, person.user.find('.'));
      options.conversations[person.user] = own_conversation(name);
      fake_.add_conversation(own_conversation(name));
    }
    adapter_ = nextcloud::make_nextcloud(town.io.get_executor(), options, &pages_->links(), town.io_random,
                                         town.timing());
    mounts_.add("/nextcloud/nextcloud", adapter_->handler());
    fake_.hook_url = base() + "/nextcloud/nextcloud";
    fake_.on_change = [this] { note(); };

    town.connect(own.workspace, *pages_);
    town.connect("nextcloud", *adapter_);
    town.platforms.page = [this](const core::PersonId& person) { return pages_->links().home_of(person); };
    town.platforms.calendar = [this](const core::PersonId& person, const std::string& serial) {
      return pages_->links().calendar_of(person, serial);
    };
  }
  ~NextcloudTalk() override { town_.close(); }

  std::string name() const override { return "Nextcloud"; }
  core::Capabilities capabilities() const override { return adapter_->capabilities(); }

  Seen command(const std::string& person, const std::string& text) override {
    browsers_.erase(person);
    const nextcloud_test::Json event =
        fake_.event("users/" + nextcloud_user(person), own_conversation(person), "!refleks " + text);
    last_[person] = fake_.request(event.dump());
    const std::size_t before = fake_.messages.size();
    hand_in(person);
    town_.until([&] { return answer_since(before, person) != nullptr; });
    town_.settle();
    const std::string& said = answer_since(before, person)->text;
    // What is a form is done on the page, as the message says.
    const std::string page = core::text(core::Language::nb, "nextcloud.your_page");
    for (const auto& [label, url] : nextcloud_links(said))
      if (label == page) return on_page(person, url, text);
    return seen_in(said);
  }
  Seen again(const std::string& person) override {
    const std::size_t before = fake_.messages.size();
    hand_in(person);
    town_.quiet();
    const nextcloud_test::Message* answer = answer_since(before, person);
    return answer ? seen_in(answer->text) : Seen();
  }
  Seen press(const std::string& person, const std::string& label) override {
    const auto open = browsers_.find(person);
    if (open != browsers_.end() && open->second.has_button(label)) return press_on_page(open->second, label);
    if (const auto url = link_in(own_conversation(person), label)) return follow(person, *url, label);
    Browser& home = browser_of(person);
    home.open(pages_->links().home_of(id_of(person)));
    if (home.has_button(label)) return press_on_page(home, label);
    if (const auto url = link_in(nextcloud_group, label)) return follow(person, *url, label);
    throw NoSuchButton(label);
  }
  Seen fill(const std::string& person, const Values& values) override {
    Browser& browser = browsers_.at(person);
    const Seen refused = browser.fill(values);
    return refused.errors.empty() ? seen_on(browser) : refused;
  }

  std::vector<std::string> channel() override {
    std::vector<std::string> all;
    for (const nextcloud_test::Message& one : fake_.messages)
      if (one.conversation == nextcloud_group) all.push_back(line_of(one));
    return all;
  }
  std::vector<std::string> letters(const std::string& person) override {
    std::vector<std::string> all;
    for (const nextcloud_test::Message& one : fake_.messages)
      if (one.conversation == own_conversation(person) && is_letter(one)) all.push_back(line_of(one));
    return all;
  }
  void down() override { fake_.down = true; }
  void up() override { fake_.down = false; }
  const std::vector<Traffic>& traffic() const override { return traffic_; }

 private:
  std::string base() const { return "http://127.0.0.1:" + std::to_string(server_->endpoint().port); }

  core::PersonId id_of(const std::string& person) const {
    const core::Person* known = town_.people()->person("nextcloud", nextcloud_user(person));
    if (!known) throw std::runtime_error("nobody is called " + person);
    return known->id;
  }

  void hand_in(const std::string& person) {
    net::Request request = last_.at(person);
    const net::Response response = town_.result_of(adapter_->handler()(std::move(request)));
    if (response.status != 200) throw std::runtime_error("Talk was not heard");
  }

  // What the outbox sent has a name; an answer has none.
  static bool is_letter(const nextcloud_test::Message& message) { return !message.reference.empty(); }
  const nextcloud_test::Message* answer_since(std::size_t before, const std::string& person) const {
    for (std::size_t i = before; i < fake_.messages.size(); ++i)
      if (fake_.messages[i].conversation == own_conversation(person) && !is_letter(fake_.messages[i]))
        return &fake_.messages[i];
    return nullptr;
  }

  Browser& browser_of(const std::string& person) {
    return browsers_.try_emplace(person, town_, person, traffic_).first->second;
  }
  Seen on_page(const std::string& person, const std::string& url, const std::string& text) {
    Browser& browser = browser_of(person);
    browser.open(url);
    browser.write(text);
    return seen_on(browser);
  }
  // Without the title of the page, which is not the answer's.
  static Seen seen_on(const Browser& browser) {
    Seen seen = browser.seen();
    for (const core::Language language : {core::Language::nb, core::Language::nn, core::Language::en})
      if (const std::string title = core::text(language, "web.reply.title"); seen.words.find(title) < 2)
        seen.words.erase(0, seen.words.find(title) + title.size());
    return seen;
  }
  static Seen press_on_page(Browser& browser, const std::string& label) {
    browser.press(label);
    return seen_on(browser);
  }
  // Opening an address changes nothing: what changes something has the button once more there.
  Seen follow(const std::string& person, const std::string& url, const std::string& label) {
    Browser& browser = browser_of(person);
    browser.open(url);
    return browser.has_button(label) ? press_on_page(browser, label) : seen_on(browser);
  }

  static std::vector<std::pair<std::string, std::string>> nextcloud_links(const std::string& text) {
    static const std::regex link("\\[((?:[^\\]\\\\]|\\\\.)*)\\]\\((http://127[^)]*/s/[^)]*)\\)");
    std::vector<std::pair<std::string, std::string>> all;
    for (std::sregex_iterator one(text.begin(), text.end(), link), end; one != end; ++one)
      all.emplace_back(words_of_markdown((*one)[1]), (*one)[2]);
    return all;
  }
  std::optional<std::string> link_in(const std::string& conversation, const std::string& label) const {
    for (auto one = fake_.messages.rbegin(); one != fake_.messages.rend(); ++one)
      if (one->conversation == conversation)
        for (const auto& [words, url] : nextcloud_links(one->text))
          if (words == label) return url;
    return std::nullopt;
  }
  static Seen seen_in(const std::string& text) {
    Seen seen;
    seen.words = words_of_markdown(text);
    for (const auto& [label, url] : nextcloud_links(text)) seen.buttons.push_back(label);
    return seen;
  }
  static std::string line_of(const nextcloud_test::Message& message) {
    const Seen seen = seen_in(message.text);
    return with_buttons(seen.words, seen.buttons);
  }

  void note() {
    for (; noted_ < fake_.messages.size(); ++noted_) {
      const nextcloud_test::Message& message = fake_.messages[noted_];
      const std::string& to = message.conversation;
      const bool own = to != nextcloud_group;
      traffic_.push_back({own ? to.substr(0, to.size() - own_conversation("").size()) : "", message.text});
    }
  }

  Town& town_;
  nextcloud_test::FakeTalk fake_;
  net::Mounts mounts_;
  std::unique_ptr<net::HttpServer> server_;
  std::unique_ptr<web::Pages> pages_;
  std::unique_ptr<nextcloud::Nextcloud> adapter_;
  std::map<std::string, Browser> browsers_;   // by person
  std::map<std::string, net::Request> last_;  // likewise
  std::vector<Traffic> traffic_;
  std::size_t noted_ = 0;
};

}  // namespace

Kind nextcloud_kind() {
  Kind kind;
  kind.name = "Nextcloud";
  kind.people_workspace = kind.group_workspace = "nextcloud";
  kind.channel = nextcloud_group;
  kind.user = nextcloud_user;
  kind.make = [](Town& town) { return std::make_unique<NextcloudTalk>(town); };
  return kind;
}

}  // namespace contract
