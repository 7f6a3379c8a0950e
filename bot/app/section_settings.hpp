#pragma once
// A section of the file as platforms read it.

#include "bot/app/config.hpp"
#include "bot/app/toml_reader.hpp"

namespace app {

class SectionSettings final : public runtime::Settings {
 public:
  // Paths are relative to `folder`, which with `environment` outlives this.
  SectionSettings(Section section, const std::filesystem::path& folder, const Environment& environment);

  bool has(std::string_view key) const override;
  std::optional<std::string> text(std::string_view key) const override;
  std::optional<bool> flag(std::string_view key) const override;
  std::optional<int> number(std::string_view key, int low, int high) const override;
  std::vector<std::string> texts(std::string_view key) const override;
  std::optional<std::string> one_of(std::string_view key,
                                    const std::vector<std::string>& allowed) const override;
  std::optional<std::string> web_address(std::string_view key) const override;
  std::optional<std::string> site(std::string_view key) const override;
  std::optional<std::string> path(std::string_view key) const override;
  std::optional<std::string> secret(std::string_view name, const runtime::SecretKind& kind) const override;
  std::string required_text(std::string_view key) const override;
  bool required(std::string_view key) const override;
  void each(std::string_view key, const Visit& visit) const override;
  void problem(std::string_view key, std::string_view what) const override;
  void conflict(std::string_view key, std::string_view what) const override;
  void warning(std::string_view key, std::string_view what) const override;

 private:
  Section section_;
  const std::filesystem::path& folder_;
  const Environment& environment_;
};

}  // namespace app
