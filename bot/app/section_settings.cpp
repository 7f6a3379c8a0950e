#include "bot/app/section_settings.hpp"

#include <fmt/format.h>

#include <boost/system/system_error.hpp>

#include "adapters/net/ca_bundle.hpp"

namespace app {
namespace {

bool holds_certificates(const std::filesystem::path& file) {
  try {
    const net::CaBundle read(file.string());
    return true;
  } catch (const boost::system::system_error&) {
    return false;
  }
}

}  // namespace

SectionSettings::SectionSettings(Section section, const std::filesystem::path& folder,
                                 const Environment& environment)
    : section_(std::move(section)), folder_(folder), environment_(environment) {}

bool SectionSettings::has(std::string_view key) const {
  return section_.has(key);
}

std::optional<std::string> SectionSettings::text(std::string_view key) const {
  return section_.text(key);
}

std::optional<bool> SectionSettings::flag(std::string_view key) const {
  return section_.flag(key);
}

std::optional<int> SectionSettings::number(std::string_view key, int low, int high) const {
  return section_.number(key, low, high);
}

std::vector<std::string> SectionSettings::texts(std::string_view key) const {
  std::vector<std::string> found;
  for (Section::Item& item : section_.texts(key)) found.push_back(std::move(item.text));
  return found;
}

std::optional<std::string> SectionSettings::one_of(std::string_view key,
                                                   const std::vector<std::string>& allowed) const {
  return section_.one_of(key, allowed);
}

std::optional<std::string> SectionSettings::web_address(std::string_view key) const {
  return section_.read<std::string>(key, secret_address);
}

std::optional<std::string> SectionSettings::site(std::string_view key) const {
  return section_.read<std::string>(key, site_address);
}

std::optional<std::string> SectionSettings::path(std::string_view key) const {
  const auto written = section_.text(key);
  if (!written) return std::nullopt;
  const std::filesystem::path file = (folder_ / *written).lexically_normal();
  section_.names(file);
  if (!is_readable(section_, key, file)) return std::nullopt;
  if (key == "ca_file" && !holds_certificates(file)) {
    section_.problem(key, fmt::format("{} holds no certificate in PEM form", file.string()));
    return std::nullopt;
  }
  return file.string();
}

std::optional<std::string> SectionSettings::secret(std::string_view name,
                                                   const runtime::SecretKind& kind) const {
  return app::secret(section_, std::string(name), folder_, environment_, kind);
}

std::string SectionSettings::required_text(std::string_view key) const {
  return section_.required_text(key);
}

bool SectionSettings::required(std::string_view key) const {
  return section_.required(key);
}

void SectionSettings::each(std::string_view key, const Visit& visit) const {
  for (const auto& [name, section] : section_.entries(key))
    visit(name, SectionSettings(section, folder_, environment_));
}

void SectionSettings::problem(std::string_view key, std::string_view what) const {
  section_.problem(key, what);
}

void SectionSettings::conflict(std::string_view key, std::string_view what) const {
  section_.conflict(key, what);
}

void SectionSettings::warning(std::string_view key, std::string_view what) const {
  section_.warning(key, what);
}

}  // namespace app
