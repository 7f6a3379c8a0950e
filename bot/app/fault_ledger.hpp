#pragma once
// What people were told in simulate --faults, and whether the database agrees in the end.

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app/faulty_platform.hpp"
#include "bot/core/event.hpp"
#include "bot/core/ids.hpp"
#include "bot/core/people.hpp"
#include "storage/database.hpp"

namespace app {

class FaultLedger {
 public:
  // An answer to a poll leaves somebody's hands, or is withdrawn. Anything else is nobody's business here.
  void tried(const core::PersonId& person, const core::Event& event);
  // The reply to it reached them.
  void told(const core::PersonId& person, const core::Event& event, const core::Reply& reply);
  // Boxes in memory went with the power.
  void power_lost();
  // A word that somebody wrote for an anonymous box. Until the result is out it is in no byte of the
  // database.
  void wrote(const std::string& word) { words_.insert(word); }

  // What is wrong, one line each, the same kind of thing in the same words before the colon.
  std::vector<std::string> check(storage::Database& database, const FaultyPlatform& platform,
                                 core::Instant now, const std::vector<core::Person>& people);
  // The same while it lives, of polls of which an anonymous word lies on the disk: one may not be open. Those
  // that are closed are put into `closed`.
  static std::vector<std::string> leaks(storage::Database& database, const std::set<core::PollId>& polls,
                                        std::set<core::PollId>& closed);
  // Boxes in `folder` of polls that are not open.
  std::vector<std::string> boxes_left(storage::Database& database, const std::filesystem::path& folder);
  long answers() const { return answers_; }
  long compared() const { return compared_; }  // results that were counted again

 private:
  using Choice = core::FormValues;  // empty: withdrawn
  struct Stand {
    std::vector<Choice> possible;      // what may count now
    std::set<std::string> deliveries;  // told of
  };
  using Polls = std::map<core::PollId, std::map<core::PersonId, Stand>>;
  void check_named(storage::Database& database, std::vector<std::string>& wrong);
  void check_results(storage::Database& database, std::vector<std::string>& wrong);
  void check_outbox(storage::Database& database, const FaultyPlatform& platform, core::Instant now,
                    std::vector<std::string>& wrong);
  // A moment that a clock named which ran ahead, or that a failure put off, may be neither far ahead nor long
  // past.
  static void check_agenda(storage::Database& database, core::Instant now, std::vector<std::string>& wrong);
  void check_words(storage::Database& database, const std::vector<core::Person>& people,
                   std::vector<std::string>& wrong);

  Polls named_, sealed_;
  std::set<std::string> words_;
  std::set<core::PollId> lost_;  // of which nobody knows what they hold
  bool lost_power_ = false;
  long answers_ = 0, compared_ = 0;
};

// How each word begins that somebody writes for an anonymous box, and how many letters follow it.
inline constexpr std::string_view sealed_beginning = "hemmelig-";
inline constexpr std::size_t own_letters = 6;

// The words in `text` that begin so, and have their letters.
void each_sealed_word(std::string_view text, const std::function<void(std::string_view)>& use);

// Why a post may not leave `now`: its reader has left (`gone`, by account), or it may wait for the morning or
// the end of a pause. Empty: it may. `house`: quiet hours of messages to one person.
std::string improper(const runtime::Delivery& post, const core::Directory& people, core::QuietHours house,
                     const std::set<std::string>& gone, core::Instant now);

}  // namespace app
