#pragma once
// What the attacks share: the whole bot on files, with the most talkative log, and what an administrator
// would have of it afterwards.

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "bot/core/log.hpp"
#include "tests/support/whole_bot.hpp"

namespace attacks {

using namespace support;

inline const std::vector<std::string> home{"marit", "kari", "amina", "jonas", "lien", "sigrun", "tomasz"};

class World {
 public:
  World() : World(municipality()) {}
  explicit World(app::Config config) : bot(with_log(std::move(config)), start, data / "refleks.db") {}
  ~World() {
    bot.stop();
    spdlog::drop("refleks");
    spdlog::set_default_logger(before_);
  }

  // A facilitator drafts by command and opens; the message that asks.
  core::Message open(const std::string& command, const std::string& facilitator = "marit",
                     const std::string& channel = "hjemme-nord") {
    const auto preview = bot.say(facilitator, channel, command);
    for (const core::Button& each : buttons(preview.whisper.value()))
      if (each.name == "polls/open") {
        const core::Reply opened = bot.press(facilitator, each);
        if (!opened.whisper) continue;
        for (const core::Button& now :
             buttons(*opened.whisper))  // in a full week it is asked whether it can wait
          if (now.name == "polls/open_anyway") bot.press(facilitator, now);
      }
    for (auto one = bot.said.rbegin(); one != bot.said.rend(); ++one)
      if (one->delivery.key.starts_with("poll:") && !one->edit()) return one->delivery.message;
    throw std::logic_error("nothing was asked: " + words(preview));
  }
  // Writes a text through the form that the asking message opens.
  core::Reply write(const std::string& user, const core::Message& ask, const std::string& text,
                    const std::string& delivery = {}) {
    const auto form = bot.press(user, buttons(ask).front());
    return form.form ? bot.submit(user, *form.form, {{"q0", {text}}}, delivery) : form;
  }
  core::Reply idea(const std::string& user, const std::string& text, const std::string& delivery = {}) {
    const auto form = bot.say(user, "hjemme-nord", "idé");
    return form.form ? bot.submit(user, *form.form, {{"idea", {text}}}, delivery) : form;
  }
  // What an administrator copies: the database with its log and index, and the log of the program.
  std::map<std::string, std::string> disk() const {
    auto all = fingerprint(data.path());
    all.merge(fingerprint(logs.path()));
    return all;
  }
  std::string log() const { return content_of(logs / "refleks.log"); }
  std::string bytes() const { return content_of(data / "refleks.db") + content_of(data / "refleks.db-wal"); }
  bool on_disk(const std::string& marker) const {
    return holds(data.path(), marker) || holds(logs.path(), marker);
  }
  // The words of the messages whose key begins so, without edits.
  std::string posted(const std::string& key) const {
    std::string all;
    for (const Said& one : bot.said)
      if (one.delivery.key.starts_with(key) && !one.edit()) all += one.words() + "\n";
    return all;
  }

  static constexpr const char* start = "2026-11-09T08:00:00Z";  // a Monday, 09:00 in Oslo
  TempDirectory data, logs;

 private:
  app::Config with_log(app::Config config) {
    before_ = spdlog::default_logger();
    spdlog::drop("refleks");
    core::set_up_log("debug", (logs / "refleks.log").string());
    spdlog::get("refleks")->flush_on(spdlog::level::debug);
    core::log(core::Level::debug, "the log is read");
    return config;
  }
  std::shared_ptr<spdlog::logger> before_;

 public:
  WholeBot bot;
};

// All bytes of a message or reply that cross the wire, buttons and fields included.
inline std::string wire(const core::Message& message) {
  std::string all = core::plain_text(message);
  for (const core::Button& each : buttons(message)) all += "\n" + each.label + each.name + each.value;
  return all;
}
inline std::string wire(const core::Reply& reply) {
  std::string all;
  if (reply.whisper) all += "whisper " + wire(*reply.whisper);
  if (reply.form) {
    all += "form " + reply.form->name + reply.form->state + reply.form->title +
           core::plain_text(reply.form->intro) + reply.form->submit;
    for (const core::Input& input : reply.form->inputs) {
      all += "\n" + input.id + input.label + input.hint;
      for (const core::Option& option : input.options) all += option.value + option.label;
      for (const std::string& value : input.initial) all += value;
    }
  }
  for (const auto& [field, error] : reply.errors) all += field + ": " + error;
  return all;
}

// How many stand at the same place in both orders: one, on average, when they have nothing to do with each
// other.
inline int same_places(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  int same = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) same += a[i] == b[i] ? 1 : 0;
  return same;
}

}  // namespace attacks
