#include "storage/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/runtime/json.hpp"
#include "bot/runtime/json_text.hpp"
#include "bot/runtime/json_writer.hpp"

namespace storage {
namespace {

using nlohmann::json;

// Text from people may hold broken UTF-8; it is mended, never a reason to fail.
std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Before that a list was written, in the order nb, nn, en. A language that was not there yet reads Bokmål.
core::Localized localized_from(const json& value) {
  if (value.is_string()) return core::Localized(value.get<std::string>());
  const auto words = [&](std::size_t place) -> const json* {
    if (value.is_array()) return place < value.size() ? &value[place] : nullptr;
    const auto found = value.find(std::string(core::code(core::all_languages[place])));
    return found == value.end() ? nullptr : &*found;
  };
  const json* first = words(0);
  core::Localized text(first ? first->get<std::string>() : std::string());
  for (std::size_t i = 1; i < core::all_languages.size(); ++i)
    if (const json* own = words(i)) text.texts[i] = own->get<std::string>();
  return text;
}

// The same without a tree.
core::Localized localized_in(const runtime::JsonView& value) {
  std::vector<std::string> words;
  if (value.is_text()) return core::Localized(std::string(value.text()));
  if (value.is_array()) value.each([&](const runtime::JsonView& each) { words.emplace_back(each.text()); });
  core::Localized text(value.is_array() ? (words.empty() ? "" : words.front())
                                        : value.text_at(core::code(core::all_languages.front())));
  for (std::size_t i = 1; i < core::all_languages.size(); ++i) {
    const runtime::JsonView own = value.at(core::code(core::all_languages[i]));
    if (own.is_text()) text.texts[i] = own.text();
    if (i < words.size()) text.texts[i] = words[i];
  }
  return text;
}

// The words alone where they are the same in all languages, else by the code of each, in their order.
void write_localized(std::string& to, const core::Localized& text) {
  if (std::ranges::all_of(text.texts, [&](const auto& each) { return each == text.texts.front(); }))
    return runtime::write_json(to, text.texts.front());
  static const auto by_code = [] {
    auto all = core::all_languages;
    std::ranges::sort(all, {}, [](core::Language language) { return core::code(language); });
    return all;
  }();
  char before = '{';
  for (const core::Language language : by_code) {
    to += std::exchange(before, ',');
    runtime::write_json(to, core::code(language));
    to += ':';
    runtime::write_json(to, text.in(language));
  }
  to += '}';
}

std::vector<core::Localized> texts_from(const json& list) {
  std::vector<core::Localized> texts;
  for (const auto& text : list) texts.push_back(localized_from(text));
  return texts;
}

core::Minutes minutes(const json& value) {
  return core::Minutes{value.get<int>()};
}

}  // namespace

core::Date date_from(const std::string& text) {
  return std::chrono::floor<std::chrono::days>(core::instant_from_text(text + "T00:00:00Z"));
}

std::string optional_text(const std::optional<core::Date>& date) {
  return date ? core::date_text(*date) : std::string();
}

core::Instant instant_or_none(const std::string& text) {
  return text.empty() ? core::Instant{} : core::instant_from_text(text);
}

std::string text_or_none(core::Instant instant) {
  return instant == core::Instant{} ? std::string() : core::to_text(instant);
}

std::optional<core::Date> optional_date(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return date_from(text);
}

std::string prefix_end(std::string beginning) {
  beginning.back() = static_cast<char>(static_cast<unsigned char>(beginning.back()) + 1);
  return beginning;
}

std::string encode(const std::string& text) {
  std::string written;
  runtime::write_json(written, text);
  return written;
}

std::string encode(const core::Localized& text) {
  std::string written;
  write_localized(written, text);
  return written;
}
core::Localized localized_from(const std::string& text) {
  return localized_from(runtime::require_json(text));
}

std::string encode(const std::vector<core::Localized>& texts) {
  std::string written;
  runtime::write_json_list(written, texts, write_localized);
  return written;
}
std::vector<core::Localized> texts_from(const std::string& text) {
  return texts_from(runtime::require_json(text));
}

std::string encode(const core::QuietHours& quiet) {
  return fmt::format(R"({{"from":{},"holidays":{},"to":{},"weekends":{}}})", quiet.from.count(),
                     quiet.holidays, quiet.to.count(), quiet.weekends);
}

core::QuietHours quiet_from(const std::string& text) {
  const json value = runtime::require_json(text);
  core::QuietHours quiet;
  quiet.from = minutes(value.at("from"));
  quiet.to = minutes(value.at("to"));
  quiet.weekends = value.at("weekends").get<bool>();
  quiet.holidays = value.at("holidays").get<bool>();
  return quiet;
}

std::string encode(const std::optional<core::Cadence>& cadence) {
  if (!cadence) return {};
  return dump({{"every_weeks", cadence->every_weeks},
               {"weekday", cadence->weekday.iso_encoding()},
               {"start", cadence->start.count()},
               {"length", cadence->length.count()},
               {"first", core::date_text(cadence->first)},
               {"last", optional_text(cadence->last)},
               {"monthly", cadence->monthly},
               {"week_of_month", cadence->week_of_month},
               {"parity", static_cast<int>(cadence->parity)},
               {"working_days", cadence->working_days}});
}

std::optional<core::Cadence> cadence_from(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const json value = runtime::require_json(text);
  core::Cadence cadence;
  cadence.every_weeks = value.at("every_weeks").get<int>();
  cadence.weekday = std::chrono::weekday{value.at("weekday").get<unsigned>()};
  cadence.start = minutes(value.at("start"));
  cadence.length = minutes(value.at("length"));
  cadence.first = date_from(value.at("first").get<std::string>());
  cadence.last = optional_date(value.at("last").get<std::string>());
  cadence.monthly = value.at("monthly").get<bool>();
  cadence.week_of_month = value.at("week_of_month").get<int>();
  cadence.parity = static_cast<core::WeekParity>(value.value("parity", 0));  // younger than the others
  cadence.working_days = value.value("working_days", false);
  return cadence;
}

std::string encode(const std::map<std::string, core::Offset>& timeline) {
  std::string value;
  for (const auto& [moment, offset] : timeline)
    value += (value.empty() ? "{" : ",") + encode(moment) + ':' + encode(core::to_text(offset));
  return timeline.empty() ? "{}" : value + '}';
}

std::map<std::string, core::Offset> timeline_from(const std::string& text) {
  std::map<std::string, core::Offset> timeline;
  const json value = runtime::require_json(text);
  for (const auto& [moment, offset] : value.items())
    timeline[moment] = core::offset_from_text(offset.get_ref<const std::string&>());
  return timeline;
}

std::string encode(const std::set<core::PersonId>& people) {
  std::string list;
  for (const core::PersonId& person : people) list += (list.empty() ? "[" : ",") + encode(person.text);
  return people.empty() ? "[]" : list + ']';
}

std::set<core::PersonId> people_from(const std::string& text) {
  std::set<core::PersonId> people;
  for (const auto& one : runtime::require_json(text)) people.insert(core::PersonId(one.get<std::string>()));
  return people;
}

json to_json(const core::Ballot& ballot) {
  json list = json::array();
  for (const auto& answer : ballot) {
    json one = json::object();
    if (!answer.picks.empty()) one["picks"] = answer.picks;
    if (!answer.text.empty()) one["text"] = answer.text;
    list.push_back(std::move(one));
  }
  return list;
}

core::Ballot ballot_from(const json& list) {
  core::Ballot ballot;
  for (const auto& one : list) {
    core::Answer answer;
    if (one.contains("picks")) answer.picks = one.at("picks").get<std::vector<int>>();
    if (one.contains("text")) answer.text = one.at("text").get<std::string>();
    ballot.push_back(std::move(answer));
  }
  return ballot;
}

// As dump(to_json(ballot)), without the tree: one is written for each vote.
std::string encode(const core::Ballot& ballot) {
  std::string list;
  for (const auto& answer : ballot) {
    std::string one;
    for (const int pick : answer.picks) one += (one.empty() ? R"("picks":[)" : ",") + std::to_string(pick);
    if (!one.empty()) one += ']';
    if (!answer.text.empty()) one += (one.empty() ? R"("text":)" : R"(,"text":)") + encode(answer.text);
    list += (list.empty() ? "{" : ",{") + one + "}";
  }
  return "[" + list + "]";
}
core::Ballot ballot_from(const std::string& text) {
  return ballot_from(runtime::require_json(text));
}

std::string encode(const core::Poll& poll) {
  std::string text;
  runtime::write_json_text(text, R"({"boot":)", poll.boot);
  runtime::write_json_text(text, R"(,"closes":)", core::to_text(poll.closes));
  runtime::write_json_text(text, R"(,"group":)", poll.group.text);
  runtime::write_json_text(text, R"(,"id":)", poll.id.text);
  runtime::write_json_flag(text, R"(,"named":)", poll.named);
  runtime::write_json_text(text, R"(,"opens":)", core::to_text(poll.opens));
  runtime::write_json_text(text, R"(,"purpose":)", code(poll.purpose));
  text += R"(,"questions":)";
  runtime::write_json_list(text, poll.questions, [](std::string& to, const core::Question& question) {
    runtime::write_json_text(to, R"({"kind":)", code(question.kind));
    to += R"(,"most":)" + std::to_string(question.most) + R"(,"options":)";
    runtime::write_json_list(to, question.options, write_localized);
    to += R"(,"prompt":)";
    write_localized(to, question.prompt);
    runtime::write_json_flag(to, R"(,"required":)", question.required);
    to += '}';
  });
  text += R"(,"roster":)" + std::to_string(poll.roster);
  runtime::write_json_text(text, R"(,"session":)", poll.session.text);
  runtime::write_json_text(text, R"(,"state":)", code(poll.state));
  text += R"(,"title":)";
  write_localized(text, poll.title);
  return text + '}';
}

std::string text_in(const runtime::JsonView& value, std::string_view name) {
  const runtime::JsonView found = value.at(name);
  if (!found.is_text()) throw std::invalid_argument("a text is missing in what was written");
  return std::string(found.text());
}

core::Poll poll_from(const runtime::JsonView& value) {
  core::Poll poll;
  poll.id = core::PollId(text_in(value, "id"));
  poll.group = core::GroupId(text_in(value, "group"));
  poll.session = core::SessionId(text_in(value, "session"));
  poll.purpose = from_code<core::Poll::Purpose>(text_in(value, "purpose"));
  poll.named = value.at("named").flag().value();
  poll.title = localized_in(value.at("title"));
  value.at("questions").each([&](const runtime::JsonView& question) {
    std::vector<core::Localized> options;
    question.at("options").each(
        [&](const runtime::JsonView& option) { options.push_back(localized_in(option)); });
    poll.questions.push_back({from_code<core::Question::Kind>(text_in(question, "kind")),
                              localized_in(question.at("prompt")), std::move(options),
                              question.at("required").flag().value(),
                              static_cast<int>(question.at("most").integer().value_or(0))});
  });
  poll.opens = core::instant_from_text(text_in(value, "opens"));
  poll.closes = core::instant_from_text(text_in(value, "closes"));
  poll.state = from_code<core::Poll::State>(text_in(value, "state"));
  poll.roster = static_cast<int>(value.at("roster").integer().value());
  poll.boot = text_in(value, "boot");
  return poll;
}

bool is_blank(const core::Ballot& ballot) {
  return std::ranges::all_of(ballot, [](const core::Answer& answer) { return answer.empty(); });
}

}  // namespace storage
