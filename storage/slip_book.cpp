#include "storage/slip_book.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "bot/core/receipt_code.hpp"
#include "storage/database.hpp"

namespace storage {
namespace {

namespace fs = std::filesystem;

std::vector<core::PersonId> slips_in(const fs::path& file) {
  std::vector<core::PersonId> slips;
  std::ifstream in(file);
  for (std::string hash; std::getline(in, hash);)
    if (!hash.empty()) slips.push_back(core::slip_id(hash));
  return slips;
}

}  // namespace

void SlipBook::give_out(const core::GroupId& group, const std::vector<std::string>& codes) const {
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms::owner_all);
  const fs::path file = folder_ / group.text, beside = folder_ / (group.text + ".new");
  std::vector<std::string> hashes;
  for (const std::string& code : codes) hashes.push_back(core::receipt_hash(code).value());
  std::sort(hashes.begin(), hashes.end());  // not in the order in which they lie on the paper
  std::ofstream out(beside, std::ios::trunc);
  fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write);
  for (const std::string& hash : hashes) out << hash << '\n';
  out.close();
  if (!out) throw std::runtime_error("cannot write " + beside.string());
  sync_file(beside.string());  // they are on paper: a file that is empty after a power cut kills them all
  fs::rename(beside, file);
  sync_file(folder_.string());
}

std::vector<core::PersonId> SlipBook::out(const core::GroupId& group) const {
  return slips_in(folder_ / group.text);
}

std::optional<core::GroupId> SlipBook::group_of(std::string_view code) const {
  const auto hash = core::receipt_hash(code);
  std::error_code error;
  if (!hash || !fs::is_directory(folder_, error)) return std::nullopt;
  const core::PersonId wanted = core::slip_id(*hash);
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const auto slips = slips_in(entry.path());
    if (entry.path().extension().empty() && std::find(slips.begin(), slips.end(), wanted) != slips.end())
      return core::GroupId(entry.path().filename().string());
  }
  return std::nullopt;
}

}  // namespace storage
