#include "adapters/web/mailbox.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "adapters/net/json.hpp"
#include "adapters/net/private_file.hpp"
#include "bot/core/log.hpp"
#include "bot/runtime/json.hpp"
#include "bot/runtime/payload.hpp"

namespace web {
namespace {

using Json = nlohmann::json;
namespace asio = boost::asio;

constexpr std::string_view prefix = "letter/";
constexpr std::string_view next_name = "next";  // the first number that was never used

// A text that is not UTF-8 (no feature makes one) must not keep a letter from being written.
runtime::Note note_of(const Letter& letter) {
  const Json value = {
      {"key", letter.key}, {"at", core::to_text(letter.at)}, {"content", runtime::to_json(letter.message)}};
  return {std::string(prefix) + letter.ref, net::bytes_of(value), letter.user};
}
runtime::Note without_value(const Letter& letter) {
  return {std::string(prefix) + letter.ref, {}, letter.user};
}

std::uint64_t number_of(std::string_view ref) {
  std::uint64_t number = 0;
  if (ref.starts_with('l')) std::from_chars(ref.data() + 1, ref.data() + ref.size(), number);
  return number;
}

std::uint64_t number(const Letter& letter) {
  return number_of(letter.ref);
}

Letter letter_of(const Json& from, std::string ref, std::string user) {
  Letter letter;
  letter.ref = std::move(ref);
  letter.user = std::move(user);
  letter.key = from.at("key");
  letter.at = core::instant_from_text(from.at("at").get<std::string>());
  letter.message = runtime::message_from_json(from.at("content"));
  return letter;
}

void warn(const std::string& which) {
  core::log(core::Level::warning, "pages: a letter cannot be read and is left out", which);
}
void not_kept(bool kept) {
  if (!kept) core::log(core::Level::error, "pages: a change of the letters could not be kept");
}

}  // namespace

void Mailbox::open(runtime::Notebook& book, const std::filesystem::path& former) {
  book_ = &book;
  for (const runtime::Note& note : book.found()) read(note);
  if (std::filesystem::exists(former)) take_former(former);
}

void Mailbox::read(const runtime::Note& note) {
  try {
    if (note.name == next_name) {
      next_ = std::max<std::uint64_t>(next_, runtime::require_json(note.value).get<std::uint64_t>());
    } else if (note.name.starts_with(prefix)) {
      const std::string ref = note.name.substr(prefix.size());
      next_ = std::max(next_, number_of(ref) + 1);
      put(letter_of(runtime::require_json(note.value), ref, note.person));
    }
  } catch (const std::exception&) {
    warn(note.name);
  }
}

// Lines {"ref", "user", "key", "at", "content"}, {"edit", "content"} and {"next"}. The last may be torn.
void Mailbox::take_former(const std::filesystem::path& file) {
  std::ifstream in(file);
  int number = 0;
  bool whole = true;
  for (std::string line; std::getline(in, line);) {
    ++number;
    try {
      former_line(line);
    } catch (const std::exception&) {
      whole = in.eof();  // a torn last line was never acknowledged
      if (!whole) warn("line " + std::to_string(number) + " of " + file.filename().string());
    }
  }
  std::vector<runtime::Note> notes{{std::string(next_name), std::to_string(next_), {}}};
  for (const Letter& letter : letters_) notes.push_back(note_of(letter));
  book_->keep(std::move(notes), [file, whole](bool done) {
    std::error_code ignored;
    if (!done) return not_kept(false);
    // What cannot be read is set aside and stays.
    if (whole)
      std::filesystem::remove(file, ignored);
    else
      std::filesystem::rename(file, file.string() + ".damaged", ignored);
  });
}

void Mailbox::former_line(std::string_view text) {
  const Json line = runtime::require_json(text);
  if (line.contains("next")) {
    next_ = std::max(next_, line.at("next").get<std::uint64_t>());
  } else if (line.contains("edit")) {
    if (Letter* letter = by_ref(line.at("edit").get<std::string>()))
      letter->message = runtime::message_from_json(line.at("content"));
  } else {
    Letter letter = letter_of(line, line.at("ref"), line.at("user"));
    next_ = std::max(next_, number_of(letter.ref) + 1);
    put(std::move(letter));
  }
}

void Mailbox::put(Letter letter) {
  if (Letter* known = by_ref(letter.ref)) {
    *known = std::move(letter);
    return;
  }
  letters_.insert(std::ranges::upper_bound(letters_, number_of(letter.ref), {}, number), std::move(letter));
}

Letter* Mailbox::by_ref(const std::string& ref) {
  const auto found = std::ranges::lower_bound(letters_, number_of(ref), {}, number);
  return found == letters_.end() || found->ref != ref ? nullptr : &*found;
}

asio::awaitable<bool> Mailbox::keep(runtime::Note note) {
  if (!book_) co_return true;
  std::vector<runtime::Note> notes;
  notes.push_back(std::move(note));
  co_return co_await runtime::kept(*book_, std::move(notes));
}

asio::awaitable<std::optional<std::string>> Mailbox::add(std::string user, std::string key,
                                                         core::Message message, core::Instant now) {
  const std::string before = find(key);
  if (!before.empty()) co_return before;
  Letter letter{"l" + std::to_string(next_++), std::move(user), std::move(key), now, std::move(message)};
  std::string ref = letter.ref;
  runtime::Note note = note_of(letter);
  put(std::move(letter));
  const bool done = co_await keep(std::move(note));
  if (done) co_return ref;
  std::erase_if(letters_, [&](const Letter& each) { return each.ref == ref; });
  co_return std::nullopt;
}

asio::awaitable<Mailbox::Edited> Mailbox::edit(std::string ref, core::Message message) {
  const Letter* letter = by_ref(ref);
  const auto number = number_of(ref);
  if (!letter) co_return number > 0 && number < next_ ? Edited::dropped : Edited::unknown;
  Letter changed = *letter;
  changed.message = std::move(message);
  runtime::Note note = note_of(changed);
  const bool done = co_await keep(std::move(note));
  if (!done) co_return Edited::not_kept;
  if (Letter* still = by_ref(ref)) *still = std::move(changed);
  co_return Edited::yes;
}

std::string Mailbox::find(const std::string& key) const {
  const auto found = std::ranges::find(letters_, key, &Letter::key);
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
  std::vector<runtime::Note> gone;
  std::set<std::string> refs;
  for (auto letter = letters_.rbegin(); letter != letters_.rend(); ++letter)
    if (letter->at + kept <= now || ++count[letter->user] > most_each) {
      gone.push_back(without_value(*letter));
      refs.insert(letter->ref);
    }
  if (gone.empty()) return;
  std::erase_if(letters_, [&](const Letter& letter) { return refs.contains(letter.ref); });
  gone.push_back({std::string(next_name), std::to_string(next_), {}});  // references are never used twice
  if (book_) book_->keep(std::move(gone), not_kept);
}

void Mailbox::forget(const runtime::Gone& gone) {
  std::erase_if(letters_, [&](const Letter& letter) { return gone.who(letter.user); });
  if (!gone.without) return;
  for (Letter& letter : letters_) {
    const std::string said = net::bytes_of(runtime::to_json(letter.message)), without = gone.without(said);
    if (without != said) letter.message = runtime::message_from_json(runtime::require_json(without));
  }
}

std::filesystem::path former_letters(const std::filesystem::path& data) {
  return data / "letters.jsonl";
}

void forget_letters(const std::filesystem::path& data, const runtime::Gone& gone) {
  const std::filesystem::path file = former_letters(data);
  std::ifstream in(file);
  if (!in) return;
  std::string left;
  std::set<std::string> refs;  // of letters to them
  for (std::string line; std::getline(in, line);) {
    const Json json = runtime::parse_json(line);
    if (!json.is_object()) continue;  // what cannot be read could be about them
    const std::string edited = json.value("edit", "");
    const bool theirs = edited.empty() ? gone.who(json.value("user", "")) : refs.contains(edited);
    if (theirs)
      refs.insert(json.value("ref", edited));
    else
      left += (gone.without ? gone.without(line) : line) + "\n";
  }
  in.close();
  net::replace_private_file(file, left);
}

}  // namespace web
