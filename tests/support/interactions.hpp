#pragma once
// What people type, press and send, to features behind the real dispatcher: as the engine hands it on, but
// without the engine. Their groups are those of the context's directory.

#include <utility>
#include <vector>

#include "bot/runtime/dispatcher.hpp"
#include "tests/support/fake_context.hpp"

namespace support {

class Interactions {
 public:
  Interactions(FakeContext& context, std::vector<features::Feature*> features)
      : context_(context), dispatcher_(std::move(features)) {}

  core::Reply handle(core::Event event) {
    const runtime::Routed routed = dispatcher_.route(std::move(event));
    if (!routed.sealed) return dispatcher_.handle(context_, routed);
    return dispatcher_.handle_sealed({context_.now(), context_.random(), context_.people()}, routed);
  }
  // `channel`: where it is said; empty where the person and the bot are alone.
  core::Reply say(const core::Person& person, const std::string& text, const std::string& channel = {}) {
    return handle(core::Command{from(person, channel), text});
  }
  core::Reply press(const core::Person& person, const std::string& name, const std::string& value = {}) {
    return handle(core::Press{from(person), name, value});
  }
  core::Reply submit(const core::Person& person, const std::string& name, const std::string& state,
                     core::FormValues values) {
    return handle(core::Submit{from(person), name, state, std::move(values)});
  }
  const runtime::Dispatcher& dispatcher() const { return dispatcher_; }

 private:
  static core::Origin from(const core::Person& person, const std::string& channel = {}) {
    return {person.workspace, person.user, "", channel, ""};
  }

  FakeContext& context_;
  runtime::Dispatcher dispatcher_;
};

}  // namespace support
