#pragma once
// The scripts: weeks of one group of seven, played by people through a platform.

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "bot/core/texts.hpp"
#include "tests/contract/transcript.hpp"

namespace contract {

// A text of the bot's as that person reads it.
std::string label(const std::string& person, std::string_view key, const core::Args& args = {});

class Script {
 public:
  Script(Town& town, Platform& platform);

  void play();
  void play_period();  // in town_of_period()
  const Transcript& transcript() const { return transcript_; }

  struct Secret {
    std::string person, words;
  };
  // Nobody but that person sees them.
  const std::vector<Secret>& private_words() const { return private_; }
  // Nobody sees them before their result, and nobody ever sees whose they are.
  const std::vector<Secret>& anonymous() const { return anonymous_; }
  // What each person has seen, all of it.
  const std::map<std::string, std::string>& seen_by() const { return seen_by_; }

 private:
  void meet();
  void ideas();
  void poll();
  void long_texts();
  void session();
  void matter();
  void mishaps();
  void what_for();
  void pages();
  // script_life.cpp: what a group agrees on, keeps and asks for around its sessions.
  void life();
  void agreed();
  void written_for_oneself();
  void around_a_session();
  void kept();
  void looked_at();
  void rest();
  // script_period.cpp: from who brings a situation to the end of a period, and what comes after.
  void who_brings();
  void debrief();
  void hopes();
  void last_session();
  void period_over();
  void stalled();
  void ended_and_begun();
  void network();
  void ticked(const std::string& step, const std::vector<std::string>& came);

  // One that stops hides none of the others.
  void scenes(std::initializer_list<void (Script::*)()> all);

  Seen record(const std::string& step, const std::string& person, const Seen& seen);
  // What is new or changed in the group's channel, or among the messages to one person.
  void group_sees(const std::string& step);
  void reads(const std::string& step, const std::string& person);
  void what_is_new(const std::string& step, const std::string& who, std::vector<std::string> now);

  // A chat that keeps what is written in it gets a button only: whoever acts presses it to see the rest.
  Seen opened(const std::string& step, const std::string& person, Seen seen);
  Seen command(const std::string& step, const std::string& person, const std::string& text);
  Seen press(const std::string& step, const std::string& person, const std::string& label);
  // False where there is no such button.
  bool tries(const std::string& step, const std::string& person, const std::string& button);
  Seen fill(const std::string& step, const std::string& person, const Values& values);
  // Where messages have no buttons, people find the same on their own page.
  void answer(const std::string& step, const std::string& person, const std::string& title,
              const std::string& option);
  void open_form(const std::string& step, const std::string& person, const std::string& title);
  void says_coming(const std::string& step, const std::string& person);

  // Remembers that `marker` is in what the person writes anonymously.
  std::string anonymous_text(const std::string& person, const std::string& marker);
  void still_sealed();  // anonymous texts that are not shown yet: in no file, in nothing the bot sent
  void now_shown() { shown_ = anonymous_.size(); }

  Town& town_;
  Platform& platform_;
  bool buttons_;
  Transcript transcript_;
  std::map<std::string, std::vector<std::string>> known_;  // by reader
  std::vector<Secret> private_, anonymous_;
  std::size_t shown_ = 0, kept_ = 0;  // so many of the latter may be seen, or be in files, by now
  std::map<std::string, std::string> seen_by_;
};

// As town_of(): the group follows a short programme, and Jonas leads another.
app::Config town_of_period(const Kind& kind);

}  // namespace contract
