#include "adapters/mail/returned.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "bot/core/log.hpp"

namespace mail {
namespace {

namespace asio = boost::asio;

constexpr std::array<std::string_view, 3> all_reasons{"no_such_box", "full_box", "not_taken"};  // of a Bounce
constexpr std::string_view of_person = "returned/", of_reading = "reading";

runtime::Note note_of(const core::PersonId& person, const std::string& reason) {
  return {std::string(of_person) + person.text, reason, person.text};
}
void not_kept(bool kept) {
  if (!kept) core::log(core::Level::error, "mail: what came back could not be kept");
}

}  // namespace

void Returned::open(runtime::Notebook& book) {
  book_ = &book;
  for (const runtime::Note& note : book.found()) {
    std::istringstream numbers(note.value);
    if (note.name == of_reading)
      for (std::string number; numbers >> number;) reading_.push_back(number);
    else if (note.name.starts_with(of_person) && std::ranges::count(all_reasons, note.value) == 1)
      reasons_[core::PersonId(note.name.substr(of_person.size()))] = note.value;
    else
      core::log(core::Level::warning, "mail: a note cannot be read and is left out");
  }
}

asio::awaitable<bool> Returned::begin(std::vector<std::string> found) {
  for (std::string& number : found)
    if (reading_.size() < most && std::ranges::count(reading_, number) == 0)
      reading_.push_back(std::move(number));
  if (reading_.empty()) co_return false;
  std::vector<runtime::Note> notes(1, note_of_reading());
  co_return co_await keep(std::move(notes));
}

asio::awaitable<void> Returned::end(Reasons reasons, std::vector<std::string> left) {
  reading_ = std::move(left);
  std::vector<runtime::Note> notes(1, note_of_reading());
  for (const auto& [person, reason] : reasons) {
    reasons_[person] = reason;
    notes.push_back(note_of(person, reason));
  }
  co_await keep(std::move(notes));
}

std::string Returned::take(const core::PersonId& person) {
  auto taken = reasons_.extract(person);
  if (taken.empty()) return {};
  if (book_) book_->keep({note_of(person, {})}, not_kept);
  return std::move(taken.mapped());
}

void Returned::forget(const runtime::Gone& gone) {
  std::erase_if(reasons_, [&](const auto& one) { return gone.who(one.first.text); });
}

runtime::Note Returned::note_of_reading() const {
  runtime::Note note{std::string(of_reading), {}, {}};
  for (const std::string& number : reading_) note.value += (note.value.empty() ? "" : " ") + number;
  return note;
}

asio::awaitable<bool> Returned::keep(std::vector<runtime::Note> notes) {
  if (!book_) co_return true;
  const bool done = co_await runtime::kept(*book_, std::move(notes));
  not_kept(done);
  co_return done;
}

}  // namespace mail
