#include "adapters/teams/manifest.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "adapters/teams/settings.hpp"
#include "bot/core/embedded.hpp"
#include "bot/core/reply.hpp"
#include "bot/packing/functions.hpp"

namespace teams {
namespace {

using Ordered = nlohmann::ordered_json;
using core::Language;

constexpr std::size_t most_commands = 10;
constexpr std::size_t title_length = 32, description_length = 128;  // of a command; what all schemas take

bool is_color(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         std::all_of(text.begin() + 1, text.end(), [](unsigned char c) { return std::isxdigit(c); });
}

// Width and height of a PNG stand at fixed places.
bool is_png(std::string_view bytes, unsigned side) {
  if (bytes.size() < 24 || !bytes.starts_with("\x89PNG\r\n\x1a\n")) return false;
  const auto number = [&](std::size_t at) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
  };
  return number(16) == side && number(20) == side;
}

std::string icon(const std::string& given, const char* ours) {
  return given.empty() ? std::string(core::embedded(ours).value_or("")) : given;
}

class Findings {
 public:
  void want(bool good, const std::string& what) {
    if (!good) text_ += what + "\n";
  }
  void want_text(const core::Localized& text, std::size_t longest, const std::string& what) {
    for (Language language : core::all_languages) {
      const std::string& words = text.in(language);
      want(!words.empty() && core::letters_in(words) <= longest,
           what + " (" + std::string(core::code(language)) + ") must have 1 to " + std::to_string(longest) +
               " characters");
    }
  }
  void throw_if_any() const {
    if (!text_.empty()) throw std::invalid_argument(text_.substr(0, text_.size() - 1));
  }

 private:
  std::string text_;
};

void check(const PackageOptions& options) {
  Findings findings;
  findings.want(is_guid(options.app_id), "app_id must be a GUID");
  findings.want(options.id.empty() || is_guid(options.id), "id must be a GUID");
  findings.want(!options.developer.empty() && core::letters_in(options.developer) <= 32,
                "developer must have 1 to 32 characters");
  for (const auto& [what, url] : {std::pair{"website", options.website},
                                  {"privacy_page", options.privacy_page},
                                  {"terms_page", options.terms_page}})
    findings.want(url.starts_with("https://") && url.size() <= 2048,
                  std::string(what) + " must begin with https://");
  findings.want_text(options.short_name, 30, "short_name");
  findings.want_text(options.name, 100, "name");
  findings.want_text(options.short_description, 80, "short_description");
  findings.want_text(options.description, 4000, "description");
  findings.want(is_color(options.accent), "accent must look like #205493");
  for (const std::string& domain : options.domains)
    findings.want(
        !domain.empty() && domain.find('/') == std::string::npos && domain.find(':') == std::string::npos,
        "a domain must be a host name alone");
  for (const auto* list : {&options.personal, &options.team}) {
    findings.want(list->size() <= most_commands, "there can be ten commands in a list at most");
    for (const MenuCommand& command : *list) {
      findings.want_text(command.verb, title_length, "a command");
      findings.want_text(command.description, description_length,
                         "the description of " + command.verb.in(Language::nb));
    }
  }
  findings.want(is_png(icon(options.color_icon, "teams/color.png"), 192),
                "the colour icon must be a PNG of 192x192");
  findings.want(is_png(icon(options.outline_icon, "teams/outline.png"), 32),
                "the outline icon must be a PNG of 32x32");
  findings.throw_if_any();
}

struct Menu {
  std::vector<std::string> scopes;
  const std::vector<MenuCommand>* commands;
};

std::vector<Menu> menus(const PackageOptions& options) {
  std::vector<Menu> found;
  if (!options.personal.empty()) found.push_back({{"personal"}, &options.personal});
  if (!options.team.empty()) found.push_back({{"team", "groupChat"}, &options.team});
  return found;
}

constexpr Language own = core::all_languages.front();

std::string file_of(Language language) {
  return std::string(core::code(language)) + ".json";
}

Ordered manifest(const PackageOptions& o) {
  Ordered others = Ordered::array();
  for (const Language language : core::all_languages)
    if (language != own)
      others.push_back({{"languageTag", core::row_of(language).tag}, {"file", file_of(language)}});
  Ordered lists = Ordered::array();
  for (const Menu& menu : menus(o)) {
    Ordered commands = Ordered::array();
    for (const MenuCommand& command : *menu.commands)
      commands.push_back({{"title", command.verb.in(own)}, {"description", command.description.in(own)}});
    lists.push_back({{"scopes", menu.scopes}, {"commands", std::move(commands)}});
  }
  Ordered bot = {{"botId", o.app_id},
                 {"scopes", {"personal", "team", "groupChat"}},
                 {"isNotificationOnly", false},
                 {"supportsFiles", false}};
  if (!lists.empty()) bot["commandLists"] = std::move(lists);
  return {{"$schema", "https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.schema.json"},
          {"manifestVersion", "1.22"},
          {"version", o.version},
          {"id", o.id.empty() ? o.app_id : o.id},
          {"localizationInfo",
           {{"defaultLanguageTag", core::row_of(own).tag}, {"additionalLanguages", std::move(others)}}},
          {"developer",
           {{"name", o.developer},
            {"websiteUrl", o.website},
            {"privacyUrl", o.privacy_page},
            {"termsOfUseUrl", o.terms_page}}},
          {"name", {{"short", o.short_name.in(own)}, {"full", o.name.in(own)}}},
          {"description", {{"short", o.short_description.in(own)}, {"full", o.description.in(own)}}},
          {"icons", {{"color", "color.png"}, {"outline", "outline.png"}}},
          {"accentColor", o.accent},
          {"bots", Ordered::array({std::move(bot)})},
          {"validDomains", o.domains}};
}

Ordered translation(const PackageOptions& o, Language language) {
  Ordered words = {
      {"$schema",
       "https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.Localization.schema.json"},
      {"name.short", o.short_name.in(language)},
      {"name.full", o.name.in(language)},
      {"description.short", o.short_description.in(language)},
      {"description.full", o.description.in(language)}};
  const std::vector<Menu> lists = menus(o);
  for (std::size_t list = 0; list < lists.size(); ++list)
    for (std::size_t i = 0; i < lists[list].commands->size(); ++i) {
      const std::string place =
          "bots[0].commandLists[" + std::to_string(list) + "].commands[" + std::to_string(i) + "].";
      words[place + "title"] = (*lists[list].commands)[i].verb.in(language);
      words[place + "description"] = (*lists[list].commands)[i].description.in(language);
    }
  return words;
}

}  // namespace

std::string manifest_json(const PackageOptions& options) {
  check(options);
  return manifest(options).dump(2) + "\n";
}

void write_package(const PackageOptions& options, const std::filesystem::path& file) {
  packing::Files parts{{"manifest.json", manifest_json(options)}};
  for (const Language language : core::all_languages)
    if (language != own) parts.emplace_back(file_of(language), translation(options, language).dump(2) + "\n");
  parts.emplace_back("color.png", icon(options.color_icon, "teams/color.png"));
  parts.emplace_back("outline.png", icon(options.outline_icon, "teams/outline.png"));
  try {
    packing::functions().write_zip(file.c_str(), parts);
  } catch (const packing::Failed&) {
    throw std::runtime_error("the app package cannot be written");
  }
}

}  // namespace teams
