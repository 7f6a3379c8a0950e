#include "adapters/slack/workspace_context.hpp"

#include <boost/asio/co_spawn.hpp>
#include <charconv>

#include "adapters/typeset/command_word.hpp"
#include "bot/core/log.hpp"

namespace slack {

namespace asio = boost::asio;

WorkspaceContext::WorkspaceContext(asio::any_io_executor executor_, Options options_,
                                   const core::Clock& clock_, core::Random& random_, net::Timing timing_)
    : executor(std::move(executor_)),
      options(std::move(options_)),
      clock(clock_),
      random(random_),
      timing(std::move(timing_)),
      tokens(TokenPair{options.bot_token, options.refresh_token, {}, clock.now()}),
      api(ApiOptions{options.api_url, options.ca_file}, timing, random),
      unanswered(timing.now, "slack: a direct answer was not taken", options.workspace, net::of_answers),
      patience(std::make_shared<runtime::Patience>(executor, timing.sleep, timing.now)),
      renewed(executor, asio::steady_timer::time_point::max()),
      team(options.team_id),
      renewal_(executor, timing, [this] { return exchange(); }) {}

bool WorkspaceContext::is_ours(const Address& address) const {
  if (address.whole_organisation) return enterprise.empty() ? !known : address.enterprise == enterprise;
  return team.empty() || address.team == team;
}

core::Message WorkspaceContext::in_our_words(core::Message message) const {
  if (options.command == usual_command) return message;
  return core::with_command_word(std::move(message), options.command);
}

core::Form WorkspaceContext::in_our_words(core::Form form) const {
  if (options.command == usual_command) return form;
  return typeset::with_command_word(std::move(form), options.command);
}

void WorkspaceContext::spawn(asio::awaitable<void> work) {
  asio::co_spawn(executor, std::move(work), [self = shared_from_this()](std::exception_ptr failure) {
    self->unanswered.add_failed(failure);
  });
}

bool WorkspaceContext::ran_out(const Called& called) const {
  const bool may_have = called.error == "token_expired" || called.error == "invalid_auth";
  return may_have && !tokens.pair().refresh.empty();
}

Called WorkspaceContext::settled(Called called) const {
  const bool without = called.error == "not_authed" && tokens.pair().access.empty();
  if (!renewal_may_pass_ || (!ran_out(called) && !without)) return called;
  called.kind = Called::Kind::later;
  called.error = called.reason = "token_not_renewed";
  return called;
}

asio::awaitable<Called> WorkspaceContext::call(std::string method, Args args, std::string line) {
  const std::string used = co_await current_token();
  Called called = co_await api.call(method, args, used, line);
  if (ran_out(called) && co_await renew(used))
    called = co_await api.call(std::move(method), std::move(args), tokens.pair().access, std::move(line));
  co_return settled(std::move(called));
}

asio::awaitable<void> WorkspaceContext::ready(std::string method, std::string line) {
  co_await api.ready(std::move(method), std::move(line));
  co_await current_token();
}

asio::awaitable<Called> WorkspaceContext::call_now(std::string method, Args args) {
  const std::string used = co_await current_token();
  Called called = co_await api.call_now(method, args, used);
  if (ran_out(called) && co_await renew(used))
    called = co_await api.call(std::move(method), std::move(args), tokens.pair().access);
  co_return settled(std::move(called));
}

asio::awaitable<Called> WorkspaceContext::read(std::string method, Args args) {
  const std::string used = co_await current_token();
  Called called = co_await api.read(method, args, used);
  if (ran_out(called) && co_await renew(used))
    called = co_await api.read(std::move(method), std::move(args), tokens.pair().access);
  co_return settled(std::move(called));
}

asio::awaitable<std::string> WorkspaceContext::current_token() {
  const std::string old = tokens.pair().access;
  const bool due = tokens.due(clock.now());
  if (due) co_await renew(old);
  co_return tokens.pair().access;
}

asio::awaitable<bool> WorkspaceContext::renew(std::string old) {
  if (tokens.pair().access == old) co_await renewal_.doubted();
  co_return tokens.pair().access != old;
}

asio::awaitable<std::optional<TokenPair>> WorkspaceContext::ask_for_another() {
  Args args;
  args.emplace_back("grant_type", "refresh_token");
  args.emplace_back("refresh_token", tokens.pair().refresh);
  const Called called =
      co_await api.call_as_app("oauth.v2.access", std::move(args), options.client_id, options.client_secret);
  TokenPair next{called.at("/access_token"), called.at("/refresh_token"), {}};
  renewal_may_pass_ =
      !called.ok() && called.kind != Called::Kind::refused && called.kind != Called::Kind::never;
  if (!called.ok() || next.access.empty() || next.refresh.empty()) {
    core::log(core::Level::error, "slack: the token could not be renewed",
              options.workspace + ", " + called.error);
    co_return std::nullopt;
  }
  const std::string life = called.at("/expires_in");
  int seconds = 0;
  std::from_chars(life.data(), life.data() + life.size(), seconds);
  next.since = clock.now();
  next.good_until = *next.since + std::chrono::seconds(seconds > 0 ? seconds : 43'200);
  co_return next;
}

asio::awaitable<std::optional<net::Ticks>> WorkspaceContext::exchange() {
  // Slack gives one for each refresh token: what could not be kept before is kept now.
  std::optional<TokenPair> next = tokens.unkept();
  if (!next) next = co_await ask_for_another();
  if (!next) co_return std::nullopt;
  const net::Ticks lasts = next->good_until ? *next->good_until - clock.now() : net::Ticks{0};
  const bool kept = co_await tokens.keep(*std::move(next));
  renewal_may_pass_ = !kept;
  if (!kept)
    core::log(core::Level::error, "slack: the renewed token could not be kept and is not used",
              options.workspace);
  co_return kept ? std::optional<net::Ticks>(lasts) : std::nullopt;
}

}  // namespace slack
