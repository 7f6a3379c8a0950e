#include "adapters/mattermost/workspace_context.hpp"

#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>

#include "adapters/mattermost/inbound.hpp"
#include "bot/core/log.hpp"

namespace mattermost {

namespace asio = boost::asio;
using Json = nlohmann::json;

std::string trimmed_url(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

void Continued::keep(const std::string& serial, std::string name, std::string state) {
  constexpr std::size_t most = 1'000;
  if (forms_.size() >= most) forms_.clear();
  forms_[serial] = {std::move(name), std::move(state)};
}

std::optional<std::pair<std::string, std::string>> Continued::find(const std::string& serial) const {
  const auto found = forms_.find(serial);
  if (found == forms_.end()) return std::nullopt;
  return found->second;
}

WorkspaceContext::WorkspaceContext(asio::any_io_executor executor_, Options options_, runtime::Links* links_,
                                   const core::Clock& clock_, core::Random& random_, net::Timing timing_)
    : executor(std::move(executor_)),
      options(std::move(options_)),
      links(links_),
      clock(clock_),
      random(random_),
      timing(std::move(timing_)),
      api(trimmed_url(options.url), options.bot_token, options.ca_file, timing),
      seals(options.data / ("mattermost-" + options.workspace + ".key"), random),
      names(options.people, options.channels),
      unanswered(timing.now, "mattermost: a direct answer was not taken", options.workspace, net::of_answers),
      patience(std::make_shared<runtime::Patience>(executor, timing.sleep, timing.now)) {}

std::string WorkspaceContext::callback(const char* what) const {
  return trimmed_url(options.callback_url) + "/" + options.workspace + "/" + what;
}

asio::awaitable<bool> WorkspaceContext::introduce() {
  if (bot.empty()) {
    const std::string token = api.token();
    const Called called = co_await api.get("/users/me");
    if (token != api.token()) co_return false;  // renewed meanwhile: of the bot that was
    const bool told = asked.kind == Called::Kind::refused;
    asked = called;
    if (asked.kind == Called::Kind::refused && !told)
      core::log(core::Level::error, "mattermost: the bot's token is not taken", options.workspace);
    const std::string id = text_in(called.body, "id");
    if (!called.ok() || !is_id(id)) co_return false;
    bot = id;
    version = called.version;
  }
  co_return co_await names.learn(api);
}

core::Command WorkspaceContext::command(core::Origin origin, std::string_view text,
                                        const std::map<std::string, std::string>& mentioned) const {
  core::Typed said = typed(text, [&](std::string written) {
    const std::string name = net::lower_case(written);  // user names have no capitals
    const auto told = mentioned.find(name);
    return told == mentioned.end() ? names.person_named(name) : names.person(told->second);
  });
  return {std::move(origin), std::move(said.text), std::move(said.mentions)};
}

Integration WorkspaceContext::integration(const std::string& channel) const {
  return [this, channel](const core::Button& button) {
    Pressed pressed;
    if (button.name == again_button)
      pressed.kind = Pressed::Kind::again;
    else
      pressed.name = button.name;
    pressed.value = button.value;
    pressed.channel = channel;
    pressed.expires = clock.now() + button_life;
    return Json{{"url", callback("action")}, {"context", seals.seal(pressed)}};
  };
}

void WorkspaceContext::spawn(asio::awaitable<void> work) {
  asio::co_spawn(executor, std::move(work), [self = shared_from_this()](std::exception_ptr failure) {
    self->unanswered.add_failed(failure);
  });
}

}  // namespace mattermost
