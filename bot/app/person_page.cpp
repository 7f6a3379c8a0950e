#include "bot/app/person_page.hpp"

#include <fmt/format.h>

#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/core/language.hpp"
#include "bot/core/message.hpp"
#include "bot/core/texts.hpp"
#include "bot/features/rights/feature.hpp"
#include "bot/runtime/payload.hpp"
#include "storage/person_record.hpp"

namespace app {
namespace {

using core::Language;
using kainjow::mustache::html_escape;
using Json = nlohmann::json;

constexpr auto look =
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 "
    "1rem;color:#1a1a1a}"
    "h2{font-size:1.1rem;margin:1.6rem 0 .3rem}li{margin:.3rem "
    "0;white-space:pre-line}dt{font-weight:600}dd{margin:0 0 .4rem}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}";

std::string word(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// What a message said, as it was read.
std::string said(const Json& content) {
  try {
    return content.is_object() ? core::plain_text(runtime::message_from_json(content)) : std::string();
  } catch (const std::invalid_argument&) {  // of another version: it stands below, as it is stored
    return {};
  }
}

std::string line_of(Language language, const core::Zone& zone, const Json& row) {
  std::string line = rights::in_words(language, zone, storage::words_of_row(row));
  if (const auto content = row.find("content"); content != row.end())
    if (const std::string text = said(*content); !text.empty()) line += (line.empty() ? "" : ": ") + text;
  return line;
}

std::string fact(const std::string& what, const std::string& value) {
  return value.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", html_escape(what), html_escape(value));
}

std::string about(Language language, const Json& person, const Json& groups) {
  const auto reads = core::language_from_text(word(person, "language"));
  std::string facts = fact(core::text(language, "privacy.fact.name"), word(person, "name"));
  facts += fact(core::text(language, "rights.data.account", {{"workspace", word(person, "workspace")}}),
                word(person, "account"));
  facts += fact(core::text(language, "rights.page.email"), word(person, "email"));
  facts += fact(core::text(language, "privacy.fact.language"),
                reads ? std::string(core::row_of(*reads).name) : std::string());
  if (person.value("coordinator", false))
    facts += fact(core::text(language, "rights.data.coordinator"),
                  core::text(language, "rights.data.is_coordinator"));
  // texts: role.*
  for (const Json& group : groups)
    if (const std::string role = "role." + word(group, "role"); core::has_text(role))
      facts += fact(word(group, "name"), core::text(language, role));
  return "<dl>\n" + facts + "</dl>\n";
}

}  // namespace

std::string person_page(const Json& record, core::Instant now, const core::Zone& zone) {
  const Json& person = record.at("person");
  const Language language = core::language_from_text(word(person, "language")).value_or(Language::nb);
  const std::string title = html_escape(core::text(language, "rights.data.title"));
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>{}</title>\n<style>{}</style></head>\n<body>\n<h1>{}</"
      "h1>\n<p>{}, "
      "{}</p>\n{}",
      core::code(language), title, look, title, html_escape(word(record, "organisation")),
      html_escape(core::say_moment_and_year(language, zone.to_local(now))),
      about(language, person, record.at("groups")));
  for (const auto& [what, rows] : record.items()) {
    if (!rows.is_array() || rows.empty() || what == "groups" || what == "not_here") continue;
    // texts: rights.held.*
    page += fmt::format(
        "<h2>{}</h2>\n<ul>\n",
        html_escape(core::text(language, "rights.held." + what, {{"count", std::to_string(rows.size())}})));
    for (const Json& row : rows)
      if (const std::string line = line_of(language, zone, row); !line.empty())
        page += "<li>" + html_escape(line) + "</li>\n";
    page += "</ul>\n";
  }
  for (const char* key : {"rights.data.not_here", "rights.page.elsewhere"})
    page += "<p>" + html_escape(core::text(language, key)) + "</p>\n";
  return page + fmt::format("<h2>{}</h2>\n<pre>{}</pre>\n</body>\n</html>\n",
                            html_escape(core::text(language, "rights.page.whole")),
                            html_escape(record.dump(2, ' ', false, Json::error_handler_t::replace)));
}

}  // namespace app
