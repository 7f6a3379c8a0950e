#include "adapters/mail/returned.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "adapters/net/private_file.hpp"
#include "bot/core/log.hpp"

namespace mail {
namespace {

constexpr std::array<std::string_view, 3> all_reasons{"no_such_box", "full_box", "not_taken"};  // of a Bounce

}  // namespace

Returned::Returned(std::filesystem::path file) : file_(std::move(file)) {
  try {
    load();
  } catch (const std::exception&) {
    reasons_.clear();
    core::log(core::Level::warning, "mail: the file of what came back cannot be read and is begun anew",
              file_.filename().string());
  }
}

void Returned::load() {
  std::ifstream in(file_);
  if (!in) return;
  // A person and a reason a line.
  for (std::string line; std::getline(in, line);) {
    const auto space = line.find(' ');
    const std::string reason = space == line.npos ? std::string() : line.substr(space + 1);
    if (space == 0 || std::ranges::find(all_reasons, reason) == all_reasons.end())
      throw std::runtime_error("a line that we did not write");
    reasons_[core::PersonId(line.substr(0, space))] = reason;
  }
}

void Returned::add(const std::map<core::PersonId, std::string>& reasons) {
  for (const auto& [person, reason] : reasons) reasons_[person] = reason;
  if (!reasons.empty()) save();
}

std::string Returned::take(const core::PersonId& person) {
  auto taken = reasons_.extract(person);
  if (taken.empty()) return {};
  save();
  return std::move(taken.mapped());
}

void Returned::forget(const runtime::Gone& gone) {
  if (std::erase_if(reasons_, [&](const auto& one) { return gone.who(one.first.text); }) > 0) write();
}

void Returned::write() const {
  if (file_.empty()) return;
  std::string all;
  for (const auto& [person, reason] : reasons_) all += person.text + ' ' + reason + '\n';
  net::replace_private_file(file_, all);
}

void Returned::save() const noexcept {
  try {
    write();
  } catch (const std::exception&) {
    core::log(core::Level::error, "mail: the file of what came back cannot be written",
              file_.filename().string());
  }
}

}  // namespace mail
