#include "bot/app/arrival.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "adapters/net/descriptor.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/core/ascii.hpp"
#include "bot/core/failpoint.hpp"
#include "bot/core/log.hpp"
#include "storage/box_records.hpp"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr auto arrived_name = "arrived", whole_name = "whole";
constexpr std::string_view box_ending = ".box", polls_folder = "ballots/";
constexpr std::uint64_t key_size = 32;

fs::path arrived_in(const Config& config) {
  return config.ballot_box.directory / arrived_name;
}

const std::string& ideas_name() {
  static const std::string name = std::string("ideas/") + storage::ideas_file;
  return name;
}

bool is_box_of_poll(std::string_view name) {
  if (!name.starts_with(polls_folder) || !name.ends_with(box_ending)) return false;
  name = name.substr(polls_folder.size(), name.size() - polls_folder.size() - box_ending.size());
  return name.size() <= 64 && core::ascii::is_name(name, "-_");
}

// The files in `folder` that a hand-over knows, by their names.
std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "ballots", error))
    if (const std::string name = std::string(polls_folder) + entry.path().filename().string();
        is_box_of_poll(name) || name.ends_with(".box.new"))
      names.push_back(name);
  if (fs::exists(folder / ideas_name(), error)) names.push_back(ideas_name());
  for (const char* name : given_with_boxes)
    if (fs::exists(folder / name, error)) names.emplace_back(name);
  return names;
}

void drop(const fs::path& arrived) {
  wipe_file(arrived / whole_name);  // first: from now on nothing has arrived
  for (const std::string& name : files_in(arrived)) wipe_file(arrived / name);
  fs::remove_all(arrived);
}

std::string whole_mark(const fs::path& arrived) {
  std::ifstream in(arrived / whole_name);
  std::string mark;
  in >> mark;
  return mark;
}

[[noreturn]] void turn_away(const std::string& words) {
  throw std::runtime_error(words);
}

}  // namespace

Arrival::Arrival(const Config& config, std::string installation, std::string mark)
    : config_(config), installation_(std::move(installation)), mark_(std::move(mark)) {
  drop(arrived_in(config));
  // The folder itself, and that it is memory, ours and safe.
  if (const std::string why = storage::make_ballot_boxes(ballot_options(config, installation_))->refusal();
      !why.empty())
    turn_away(why);
  for (const char* folder : {"ballots", "ideas"}) net::make_private_folder(arrived_in(config) / folder);
}

Arrival::~Arrival() {
  if (finished_) return;
  try {
    drop(arrived_in(config_));
  } catch (const std::exception& error) {
    core::log(core::Level::error, "what came from the other machine cannot be wiped", error.what());
  }
}

void Arrival::begin(const std::string& name, std::uint64_t size) {
  if (left_ > 0) turn_away("a file came before the one before it was whole");
  const bool poll = is_box_of_poll(name), ideas = name == ideas_name();
  if (!poll && !ideas && name != "used-links" && (name != "web.key" || size != key_size))
    turn_away("a file came that is no box");
  if (++files_ > most_files || size > largest_file || (in_all_ += size) > largest_in_all)
    turn_away("it is too large");
  polls_ += poll ? 1 : 0;
  ideas_ = ideas_ || ideas;
  left_ = size;
  file_ = storage::Descriptor(::open((arrived_in(config_) / name).c_str(),
                                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file_) turn_away("a box cannot be kept here");
}

void Arrival::add(std::string_view bytes) {
  if (bytes.size() > left_) turn_away("a file is longer than was said");
  if (net::write_all(file_.get(), bytes) != 0) turn_away("there is no room in the ballot box's folder");
  left_ -= bytes.size();
  core::failpoint("handover.arriving");
}

void Arrival::finish() {
  if (left_ > 0) turn_away("a file is shorter than was said");
  file_ = storage::Descriptor();
  const fs::path arrived = arrived_in(config_);
  storage::BoxOptions ballots = ballot_options(config_, installation_),
                      ideas = idea_options(config_, installation_);
  ballots.directory = arrived / "ballots";
  ideas.directory = arrived / "ideas";
  const auto polls = storage::make_ballot_boxes(ballots);
  if (!polls->refusal().empty() || !polls->unread().empty() || polls->all().size() != polls_)
    turn_away("a ballot box does not open here");
  if (const auto box = storage::make_idea_box(ideas);
      !box->refusal().empty() || box->unread() != ideas::IdeaBox::Unread::none)
    turn_away("the idea box does not open here");
  net::replace_private_file(arrived / whole_name, mark_ + "\n");
  finished_ = true;
  core::failpoint("handover.arrived");
}

bool has_arrived(const Config& config) {
  std::error_code error;
  return fs::exists(arrived_in(config), error);
}

bool has_boxes(const Config& config) {
  const auto names = files_in(config.ballot_box.directory);
  return std::ranges::any_of(names, [](const std::string& name) { return name.ends_with(box_ending); });
}

void take_in(const Config& config, const Counting& counting) {
  const fs::path& boxes = config.ballot_box.directory;
  const fs::path arrived = arrived_in(config);
  if (!has_arrived(config)) return;
  if (counting.mark.empty() || whole_mark(arrived) != counting.mark) return drop(arrived);
  if (!holding_in(boxes).has(counting.mark)) {
    for (const std::string& name : files_in(boxes)) wipe_file(boxes / name);
    set_holding(boxes, {Holding::Word::arrived, counting.installation, {counting.mark}});
  }
  core::failpoint("handover.taking_in");
  int polls = 0;
  for (const std::string& name : files_in(arrived)) {
    net::make_private_folder((boxes / name).parent_path());
    fs::rename(arrived / name, boxes / name);
    polls += name.starts_with(polls_folder) ? 1 : 0;
    core::failpoint("handover.took_one");
  }
  drop(arrived);
  core::log(core::Level::info, "the boxes of the other machine are taken in",
            fmt::format("{} open anonymous polls", polls));
}

void drop_what_is_stale(const Config& config, const Counting& counting) {
  if (!has_arrived(config)) return;
  const std::string whole = whole_mark(arrived_in(config));
  if (whole.empty() || whole != counting.mark) drop(arrived_in(config));
}

}  // namespace app
