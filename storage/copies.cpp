#include "storage/copies.hpp"

#include <cctype>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "bot/core/utf8.hpp"
#include "bot/runtime/json.hpp"
#include "storage/meta.hpp"
#include "storage/statement.hpp"

namespace storage {

std::vector<std::string> hidden_ideas(Database& now) {
  Statement<In<>, Out<std::string>> statement(now, "SELECT idea_id FROM idea WHERE state = 'hidden'");
  std::vector<std::string> ids;
  for (auto& [id] : statement.all()) ids.push_back(std::move(id));
  return ids;
}

static std::map<std::string, int> numbers_by(Database& now, const char* query) {
  Statement<In<>, Out<std::string, int>> statement(now, query);
  std::map<std::string, int> numbers;
  for (const auto& [id, pages] : statement.all()) numbers[id] = pages;
  return numbers;
}
std::map<std::string, int> page_numbers(Database& now) {
  return numbers_by(now, "SELECT person_id, pages FROM person WHERE pages > 0");
}
std::map<std::string, int> page_numbers_of_configured(Database& now) {
  return numbers_by(now, "SELECT person_id, pages FROM person WHERE pages > 0 AND made_in_chat = 0");
}

void keep_page_numbers(Database& copy, const std::map<std::string, int>& of_configured) {
  Statement<In<std::string>, Out<int>> is_there(copy, "SELECT 1 FROM person WHERE person_id = :id");
  for (const auto& [id, number] : of_configured)
    if (!is_there.one(id)) set_meta(copy, std::string(kept_page_numbers) + id, std::to_string(number));
}

bool raise_page_numbers(Database& copy, const std::map<std::string, int>& numbers) {
  Statement<In<int, std::string, int>> raise(
      copy, "UPDATE person SET pages = :number WHERE person_id = :id AND pages < :again");
  long long raised = 0;
  Transaction transaction(copy.connection());
  for (const auto& [id, number] : numbers) raised += raise.run(number, id, number);
  transaction.commit();
  return raised > 0;
}

std::map<std::string, std::string> calendars(Database& now) {
  Statement<In<>, Out<std::string, std::string>> statement(
      now,
      "SELECT p.person_id, COALESCE(c.serial, '') FROM person p LEFT JOIN calendar_feed c "
      "ON c.person_id = p.person_id");
  std::map<std::string, std::string> serials;
  for (auto& [id, serial] : statement.all()) serials[id] = std::move(serial);
  return serials;
}

bool follow_calendars(Database& copy, const std::map<std::string, std::string>& now) {
  Statement<In<std::string>> drop(copy, "DELETE FROM calendar_feed WHERE person_id = :id");
  Statement<In<std::string, std::string>> put(
      copy,
      "INSERT INTO calendar_feed(person_id, serial) VALUES(:id, :serial) "
      "ON CONFLICT(person_id) DO UPDATE SET serial = excluded.serial");
  bool any = false;
  Transaction transaction(copy.connection());
  for (const auto& [id, serial] : calendars(copy)) {
    const auto known = now.find(id);
    if (known == now.end() || known->second == serial) continue;
    if (known->second.empty())
      drop.run(id);
    else
      put.run(id, known->second);
    any = any || !serial.empty();
  }
  transaction.commit();
  return any;
}

// Whether a letter or a digit begins there; quotation marks and dashes are none.
static bool in_word(const std::string& text, std::size_t at) {
  if (at >= text.size()) return false;
  const auto sign = core::code_point_at(text, at).value;
  if (sign < 0x80) return std::isalnum(static_cast<unsigned char>(sign)) != 0;
  return sign >= 0xC0 && (sign < 0x2000 || sign > 0x206F);
}
enum class Words { as_a_whole, anywhere };
// "«a»", and what is added to a line, " · a".
static bool set_apart(const std::string& text, std::size_t at, std::size_t size) {
  const auto said = std::string_view(text);
  const auto before = said.substr(0, at), after = said.substr(at + size);
  const auto begins = [&](std::string_view sign) { return before.ends_with(sign); };
  const auto ends = [&](std::string_view sign) { return after.starts_with(sign); };
  return (before.empty() || begins("«") || begins("“") || begins(" · ")) &&
         (after.empty() || ends("»") || ends("”") || ends(" · "));
}
static std::string without_words(std::string text, const std::string& words, Words which) {
  for (auto at = text.find(words); !words.empty() && at != std::string::npos; at = text.find(words, at)) {
    std::size_t before = at;
    while (before > 0 && (static_cast<unsigned char>(text[--before]) & 0xC0) == 0x80) {
    }
    const bool free = (at == 0 || !in_word(text, before)) && !in_word(text, at + words.size());
    if (which == Words::anywhere ? !free : !set_apart(text, at, words.size())) {
      at += words.size();
      continue;
    }
    text.replace(at, words.size(), "–");
    at += std::string_view("–").size();
  }
  return text;
}

// What is said, and none of the words that the house knows itself by. Whether anything is another.
static bool say_without(nlohmann::json& said, const std::string& words, Words which = Words::as_a_whole) {
  if (said.is_string()) {
    const auto before = said.get<std::string>();
    said = without_words(before, words, which);
    return said != before;
  }
  bool changed = false;
  if (said.is_array()) {
    for (auto& each : said) changed = say_without(each, words) || changed;
  } else if (said.is_object()) {
    static const std::set<std::string> ours{"type", "style", "name", "value",   "url",    "as",
                                            "key",  "at",    "alt",  "caption", "buttons"};
    for (auto& [name, value] : said.items())
      if (!ours.contains(name)) changed = say_without(value, words) || changed;
    // A picture that shows them tells of them in sentences.
    if (const auto alt = said.find("alt"); alt != said.end())
      changed = say_without(*alt, words, changed ? Words::anywhere : Words::as_a_whole) || changed;
  }
  return changed;
}
std::string body_without(const std::string& body, const std::string& words) {
  nlohmann::json said = runtime::parse_json(body);
  if (said.is_discarded()) return "";
  say_without(said, words);
  return said.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string words_in_body(const std::string& words) {
  const std::string quoted =
      nlohmann::json(words).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace storage
