#include "adapters/web/mailbox.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/net/json.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/payload.hpp"

namespace web {
namespace {

using Json = nlohmann::json;

// A text that is not UTF-8 (no feature makes one) must not keep a letter from being written.
std::string line_of(const Letter& letter) {
  const Json line = {{"ref", letter.ref},
                     {"user", letter.user},
                     {"key", letter.key},
                     {"at", core::to_text(letter.at)},
                     {"content", runtime::to_json(letter.message)}};
  return net::bytes_of(line);
}
std::string line_of_edit(const std::string& ref, const core::Message& message) {
  const Json line = {{"edit", ref}, {"content", runtime::to_json(message)}};
  return net::bytes_of(line);
}
// Stands last in a file that was tidied: references are never used twice.
std::string line_of_next(std::uint64_t next) {
  const Json line = {{"next", next}};
  return net::bytes_of(line);
}

std::uint64_t number_of(const std::string& ref) {
  std::uint64_t number = 0;
  if (ref.starts_with('l')) std::from_chars(ref.data() + 1, ref.data() + ref.size(), number);
  return number;
}

}  // namespace

Mailbox::Mailbox(const std::filesystem::path& file)
    : file_(
          file, [this](std::string_view line) { replay(line); }, net::LineFile::Damaged::leave_out) {}

void Mailbox::replay(std::string_view text) {
  const Json line = runtime::require_json(text);
  if (line.contains("next")) {
    next_ = std::max(next_, line.at("next").get<std::uint64_t>());
    return;
  }
  core::Message message = runtime::message_from_json(line.at("content"));
  if (line.contains("edit")) {
    Letter* letter = by_ref(line.at("edit").get<std::string>());
    if (!letter) throw std::runtime_error("an edit of nothing");
    letter->message = std::move(message);
    return;
  }
  Letter letter;
  letter.ref = line.at("ref");
  letter.user = line.at("user");
  letter.key = line.at("key");
  letter.at = core::instant_from_text(line.at("at").get<std::string>());
  letter.message = std::move(message);
  if (number_of(letter.ref) < next_) throw std::runtime_error("number out of order");
  next_ = number_of(letter.ref) + 1;
  letters_.push_back(std::move(letter));
}

Letter* Mailbox::by_ref(const std::string& ref) {
  const auto found =
      std::find_if(letters_.begin(), letters_.end(), [&](const Letter& letter) { return letter.ref == ref; });
  return found == letters_.end() ? nullptr : &*found;
}

std::string Mailbox::add(const std::string& user, const std::string& key, core::Message message,
                         core::Instant now) {
  Letter letter{"l" + std::to_string(next_), user, key, now, std::move(message)};
  file_.append(line_of(letter));
  ++next_;
  letters_.push_back(std::move(letter));
  return letters_.back().ref;
}

Mailbox::Edited Mailbox::edit(const std::string& ref, core::Message message) {
  Letter* letter = by_ref(ref);
  if (!letter) {
    const auto number = number_of(ref);
    return number > 0 && number < next_ ? Edited::dropped : Edited::unknown;
  }
  file_.append(line_of_edit(ref, message));
  letter->message = std::move(message);
  return Edited::yes;
}

std::string Mailbox::find(const std::string& key) const {
  const auto found =
      std::find_if(letters_.begin(), letters_.end(), [&](const Letter& letter) { return letter.key == key; });
  return found == letters_.end() ? std::string() : found->ref;
}

std::vector<const Letter*> Mailbox::of(const std::string& user, core::Instant now) const {
  std::vector<const Letter*> found;
  for (auto letter = letters_.rbegin(); letter != letters_.rend() && found.size() < most_each; ++letter)
    if (letter->user == user && letter->at + kept > now) found.push_back(&*letter);
  return found;
}

void Mailbox::tidy(core::Instant now) {
  std::map<std::string, std::size_t> count;
  std::vector<Letter> left;
  for (auto letter = letters_.rbegin(); letter != letters_.rend(); ++letter)
    if (letter->at + kept > now && ++count[letter->user] <= most_each) left.push_back(*letter);
  if (left.size() == letters_.size()) return;
  std::reverse(left.begin(), left.end());
  keep_only(std::move(left));
}

bool Mailbox::forget(const runtime::Gone& gone) {
  std::vector<Letter> left;
  bool changed = false;
  for (const Letter& letter : letters_) {
    if (gone.who(letter.user)) {
      changed = true;
      continue;
    }
    left.push_back(letter);
    if (!gone.without) continue;
    const std::string said = net::bytes_of(runtime::to_json(letter.message)), without = gone.without(said);
    if (without == said) continue;
    left.back().message = runtime::message_from_json(runtime::require_json(without));
    changed = true;
  }
  if (changed) keep_only(std::move(left));
  return changed;
}

void Mailbox::keep_only(std::vector<Letter> left) {
  std::string whole;
  for (const Letter& letter : left) whole += line_of(letter) + "\n";
  whole += line_of_next(next_) + "\n";
  file_.replace(whole);
  letters_ = std::move(left);
}

}  // namespace web
