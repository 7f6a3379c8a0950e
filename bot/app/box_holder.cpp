#include "bot/app/box_holder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

#include "adapters/net/private_file.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"
#include "storage/box_records.hpp"
#include "storage/descriptor.hpp"
#include "storage/meta.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto mark_name = "boxes.mark", given_name = "boxes.given", holding_name = "holder";

storage::BoxOptions box_options(const Config& config, const std::string& installation, const char* folder) {
  storage::BoxOptions options;
  options.installation = installation;
  options.mode = config.ballot_box.mode == Config::BallotBox::Mode::disk ? storage::BoxOptions::Mode::disk
                                                                         : storage::BoxOptions::Mode::memory;
  options.directory = config.ballot_box.directory / folder;
  options.key_directory = config.ballot_box.key_directory;
  options.warn = [](std::string_view words) { core::log(core::Level::warning, "ballot box", words); };
  return options;
}

std::string new_mark() {
  core::SystemRandom random;
  return core::new_id(random);
}

bool counts(const Holding& here, const Counting& by) {
  // Of another database: whether they fit is seen as they are opened, and nothing is destroyed.
  if (by.mark.empty() || here.installation != by.installation) return true;
  return here.word != Holding::Word::gave && here.has(by.mark);
}

// Everybody has been asked again since. Ideas count with whoever has them: they are known by their ids, and
// go only where they were given away: whether they were.
bool wipe_all(const Holding& here, const Counting& by, polls::BallotBoxes& ballots, ideas::IdeaBox& ideas) {
  std::vector<core::PollId> others = ballots.all();
  for (const polls::Unread& unread : ballots.unread())
    if (unread.why != polls::Unread::Why::foreign) others.push_back(unread.id);
  for (const core::PollId& id : others) ballots.wipe(id);
  if (!others.empty())
    core::log(
        core::Level::warning,
        "another machine has served since: ballot boxes that were left here do not count, and are wiped");
  const bool given = here.word == Holding::Word::gave || (!by.given.empty() && here.has(by.given));
  if (given) ideas.wipe();
  return given;
}

class Marking final : public features::Feature {
 public:
  Marking(storage::Database& database, const std::string& mark, const std::string& given)
      : database_(database), mark_(mark), given_(given) {}
  std::string_view name() const override { return "box-holder"; }
  void start(core::Context&) override {
    storage::set_meta(database_, mark_name, mark_);
    if (!given_.empty()) storage::set_meta(database_, given_name, given_);
  }

 private:
  storage::Database& database_;
  const std::string &mark_, &given_;
};

}  // namespace

storage::BoxOptions ballot_options(const Config& config, const std::string& installation) {
  return box_options(config, installation, "ballots");
}

storage::BoxOptions idea_options(const Config& config, const std::string& installation) {
  return box_options(config, installation, "ideas");
}

bool Holding::has(const std::string& mark) const {
  return std::ranges::find(marks, mark) != marks.end();
}

Holding holding_in(const fs::path& boxes) {
  std::ifstream in(boxes / holding_name);
  Holding holding;
  std::string word;
  in >> word >> holding.installation;
  const auto known = core::value_of_code<Holding::Word>(word);
  if (!known) return {};
  holding.word = *known;
  for (std::string mark; in >> mark;) holding.marks.push_back(mark);
  return holding;
}

void set_holding(const fs::path& boxes, const Holding& holding) {
  std::ostringstream text;
  text << core::code(holding.word) << ' ' << holding.installation;
  for (const std::string& mark : holding.marks) text << ' ' << mark;
  net::replace_private_file(boxes / holding_name, text.str() + "\n");
}

Counting counting_by(storage::Database& database) {
  return {storage::meta(database, "installation"), storage::meta(database, mark_name),
          storage::meta(database, given_name)};
}

void wipe_what_does_not_count(const Config& config, const Counting& counting) {
  const Holding here = holding_in(config.ballot_box.directory);
  if (counts(here, counting)) return;
  const auto ballots = storage::make_ballot_boxes(ballot_options(config, counting.installation));
  const auto ideas = storage::make_idea_box(idea_options(config, counting.installation));
  if (!wipe_all(here, counting, *ballots, *ideas)) return;
  for (const char* file : given_with_boxes) wipe_file(config.ballot_box.directory / file);
}

void wipe_file(const fs::path& file) {
  const storage::Descriptor open(::open(file.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
  if (!open && errno == ENOENT) return;
  struct stat about {};
  if (!open || ::fstat(open.get(), &about) != 0)
    throw std::system_error(errno, std::generic_category(), file.string());
  const std::string zeros(64 * 1024, '\0');
  for (off_t at = 0; at < about.st_size;) {
    const auto wanted = std::min<off_t>(about.st_size - at, static_cast<off_t>(zeros.size()));
    const ssize_t done = ::pwrite(open.get(), zeros.data(), static_cast<std::size_t>(wanted), at);
    if (done <= 0) break;  // unlinked all the same: then at least nobody finds it by name
    at += done;
  }
  if (::unlink(file.c_str()) != 0) throw std::system_error(errno, std::generic_category(), file.string());
}

BoxHolder::BoxHolder(const Config& config, storage::Database& database, std::string installation,
                     polls::BallotBoxes& ballots, ideas::IdeaBox& ideas)
    : boxes_(config.ballot_box.directory),
      database_(database),
      installation_(std::move(installation)),
      ballots_(ballots),
      ideas_(ideas),
      marks_(config.storage.standby && ballots.refusal().empty()) {
  if (!marks_) return;
  const Counting by = counting_by(database);
  Holding here = holding_in(boxes_);
  const bool count = counts(here, by);
  mark_ = new_mark();
  if (!count) wipe_all(here, by, ballots, ideas);
  // Taken in from the other machine, which may have been killed before it had wiped its own.
  const bool arrived = count && here.word == Holding::Word::arrived && here.has(by.mark);
  if (arrived && here.marks.front() == by.mark) given_ = by.mark;
  // Until the transaction is there that marks them, they count by the former mark.
  here = {arrived ? Holding::Word::arrived : Holding::Word::holds, installation_, {mark_}};
  if (count && !by.mark.empty()) here.marks.insert(here.marks.begin(), by.mark);
  set_holding(boxes_, here);
}

std::unique_ptr<features::Feature> BoxHolder::marking() {
  if (!marks_) return nullptr;
  return std::make_unique<Marking>(database_, mark_, given_);
}

Parcel BoxHolder::parcel() const {
  Parcel parcel{installation_, mark_, boxes_, {}, 0};
  for (const core::PollId& id : ballots_.all()) parcel.files.push_back("ballots/" + id.text + ".box");
  parcel.polls = static_cast<int>(parcel.files.size());
  std::vector<std::string> others(given_with_boxes.begin(), given_with_boxes.end());
  if (ideas_.unread() == ideas::IdeaBox::Unread::none)
    others.insert(others.begin(), std::string("ideas/") + storage::ideas_file);
  std::error_code error;
  for (const std::string& file : others)
    if (fs::is_regular_file(boxes_ / file, error)) parcel.files.push_back(file);
  return parcel;
}

// What was sent before, whole or not, is of no use to anybody from now on.
void BoxHolder::mark_anew() {
  const std::string former = std::exchange(mark_, new_mark());
  set_holding(boxes_, {Holding::Word::holds, installation_, {former, mark_}});
  storage::set_meta(database_, mark_name, mark_);
}

void BoxHolder::let_go() {
  core::failpoint("handover.confirmed");
  set_holding(boxes_, {Holding::Word::gave, installation_, {mark_}});
  core::failpoint("handover.given");
  for (const core::PollId& id : ballots_.all()) ballots_.wipe(id);
  ideas_.wipe();
  for (const char* file : given_with_boxes) wipe_file(boxes_ / file);
  core::failpoint("handover.wiped");
}

HandedOver BoxHolder::hand_over(const Giver& give, const std::function<void()>& given,
                                const std::function<void()>& lost) {
  if (!marks_) return {"anonymous polls are refused here, so there is nothing to hand over", 0};
  try {
    const Parcel all = parcel();
    HandedOver done{give(all, [this] { database_.heartbeat(); }), all.polls};
    if (!done.refused.empty()) {
      mark_anew();
    } else {
      given();
      let_go();
    }
    return done;
  } catch (const std::exception& error) {
    lost();
    return {fmt::format("it came to no end, and this one starts anew: {}", error.what()), 0};
  }
}

}  // namespace app
