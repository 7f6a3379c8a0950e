#pragma once
// What worlds of adapters have in common: a clock, a made-up engine, pages, and the adapter that runs. The
// test's thread moves everything.

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/core/random.hpp"
#include "bot/core/reply.hpp"
#include "bot/core/time.hpp"
#include "bot/runtime/adapter.hpp"
#include "bot/runtime/links.hpp"
#include "tests/support/bell.hpp"

namespace support {

struct FixedClock : core::Clock {
  core::Instant time = core::instant_from_text("2026-11-24T12:00:00Z");
  core::Instant now() const override { return time; }
};

// The engine: answers what it is told, later or never.
class FakeInbox final : public runtime::Inbox {
 public:
  FakeInbox(boost::asio::io_context& io, Bell& bell) : io_(io), bell_(bell) {}

  void accept(core::Event event, std::function<void(core::Reply)> reply) override {
    if (throws) throw std::runtime_error("the engine is on fire");
    events.push_back(event);
    if (auto answer = script(event))
      boost::asio::post(io_, [reply, answer = std::move(*answer)] { reply(answer); });
    else
      waiting.push_back(std::move(reply));
    bell_.ring();
  }
  void channel_changed(const std::string& workspace, const std::string& channel) override {
    changed.push_back(workspace + "/" + channel);
    bell_.ring();
  }

  std::function<std::optional<core::Reply>(const core::Event&)> script = [](const core::Event&) {
    return core::Reply();
  };
  bool throws = false;
  std::vector<core::Event> events;
  std::vector<std::function<void(core::Reply)>> waiting;  // those the script gave nothing
  std::vector<std::string> changed;                       // channels, as "<workspace>/<channel>"

  template <class E>
  const E& last() const {
    return std::get<E>(events.at(events.size() - 1));
  }

 private:
  boost::asio::io_context& io_;
  Bell& bell_;
};

// The same for worlds that look at what came of a call when it has returned: it answers where it is called,
// unless it is to hold its replies back until they are released.
class PromptInbox final : public runtime::Inbox {
 public:
  // With `later` its answers come in a turn of their own.
  explicit PromptInbox(boost::asio::io_context* later = nullptr) : later_(later) {}

  void accept(core::Event event, std::function<void(core::Reply)> reply) override {
    events.push_back(event);
    auto give = [this, event = std::move(event), reply = std::move(reply)] {
      reply(answer ? answer(event) : core::Reply());
    };
    if (hold)
      held_.push_back(std::move(give));
    else
      go(std::move(give));
  }
  void channel_changed(const std::string& workspace, const std::string& channel) override {
    changed.push_back(workspace + "/" + channel);
  }
  void release() {
    for (auto& give : std::exchange(held_, {})) go(std::move(give));
  }

  std::function<core::Reply(const core::Event&)> answer;  // empty: there is nothing to say
  bool hold = false;
  std::vector<core::Event> events;
  std::vector<std::string> changed;  // channels, as "<workspace>/<channel>"

  template <class E>
  const E& last() const {
    return std::get<E>(events.back());
  }

 private:
  void go(std::function<void()> give) {
    if (later_)
      boost::asio::post(*later_, std::move(give));
    else
      give();
  }

  boost::asio::io_context* later_;
  std::vector<std::function<void()>> held_;
};

// Pages: every button has one but "no/page", and in a channel only where it is sealed.
struct FakeLinks final : runtime::Links {
  std::optional<std::string> to(const core::Destination& to, const core::Button& button) override {
    const bool everybodys = to.kind == core::Destination::Kind::channel;
    if (button.name == "no/page" || (everybodys && !core::is_sealed_name(button.name))) return std::nullopt;
    return "https://sider.example/s/" + to.id + "/" + button.name;
  }
  std::optional<std::string> home(const core::Destination& to) override {
    return "https://sider.example/s/" + to.id;
  }
};

// Runs the coroutine to its end, twenty seconds at most, and gives what it gives.
template <class T>
T result_of(boost::asio::io_context& io, boost::asio::awaitable<T> work) {
  std::optional<T> result;
  std::exception_ptr failure;
  io.restart();
  boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, T value) {
    failure = thrown;
    result = std::move(value);
  });
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!result)
    if (io.run_one_until(give_up) == 0) throw std::runtime_error("waited in vain");
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

// The same for one that gives nothing.
inline void run_to_end(boost::asio::io_context& io, boost::asio::awaitable<void> work) {
  std::optional<std::exception_ptr> ended;
  io.restart();
  boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown) { ended = thrown; });
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!ended)
    if (io.run_one_until(give_up) == 0) throw std::runtime_error("waited in vain");
  if (*ended) std::rethrow_exception(*ended);
}

// An adapter that hands in events until it is stopped, or this goes.
class Run {
 public:
  explicit Run(boost::asio::io_context& io) : io_(io) {}
  ~Run() { stop(); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  void start(runtime::Adapter& adapter, runtime::Inbox& inbox) {
    stop();
    stop_ = std::make_unique<boost::asio::cancellation_signal>();
    running_ = true;
    io_.restart();
    boost::asio::co_spawn(
        io_, adapter.run(inbox),
        boost::asio::bind_cancellation_slot(stop_->slot(), [this](std::exception_ptr) { running_ = false; }));
    io_.poll();
  }
  bool is_running() const { return running_; }
  // Cancels it and waits for its end, five seconds at most.
  void stop() {
    if (!running_) return;
    stop_->emit(boost::asio::cancellation_type::terminal);
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    io_.restart();
    while (running_ && io_.run_one_until(give_up) > 0) continue;
  }

 private:
  boost::asio::io_context& io_;
  std::unique_ptr<boost::asio::cancellation_signal> stop_;
  bool running_ = false;
};

inline core::Message words(const std::string& text) {
  return core::Message{{core::Paragraph{{core::Span(text)}}}};
}
inline core::Message with_button(const std::string& text, const std::string& label, const std::string& name,
                                 const std::string& value = {}) {
  core::Message message = words(text);
  message.blocks.emplace_back(core::Actions{{{label, name, value, core::Button::Style::primary}}});
  return message;
}
inline core::Reply says(core::Message message) {
  return core::whisper(std::move(message));
}
inline core::Reply says(const std::string& text) {
  return core::whisper(words(text));
}
inline core::Reply asks(core::Form form) {
  return core::open_form(std::move(form));
}
// Sealed where its name is; one text.
inline core::Form small_form(const std::string& name = "box/ideas/new", const std::string& state = "g1|+") {
  core::Form form;
  form.name = name;
  form.state = state;
  form.title = "Foreslå tema";
  form.intro = {core::Span("Ingen ser hvem du er.")};
  core::Input input;
  input.id = "idea";
  input.label = "Tema";
  input.required = input.multiline = true;
  form.inputs.push_back(std::move(input));
  form.submit = "Send inn";
  return form;
}

}  // namespace support
