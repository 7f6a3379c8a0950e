#include "bot/app/toml_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/algorithm/string.hpp>

#include "adapters/net/address.hpp"
#include "adapters/net/url.hpp"
#include "bot/app/toml_reader.hpp"
#include "bot/core/utf8.hpp"
#include "bot/core/written_time.hpp"

namespace app {

namespace {

std::string_view kind(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a number";
    case toml::node_type::floating_point:
      return "a number with decimals";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::table:
      return "a section";
    default:
      return "a date or time";
  }
}

int line_in(const toml::node& node) {
  return static_cast<int>(node.source().begin.line);
}

bool is_ascii(unsigned char c) {
  return c < 0x80;
}

std::optional<core::Date> made_date(const toml::date& date) {
  const core::Date made{std::chrono::year{date.year}, std::chrono::month{date.month},
                        std::chrono::day{date.day}};
  if (!made.ok() || date.year < 1900 || date.year > 2199) return std::nullopt;  // as core/written_time.hpp
  return made;
}

// Only the full form: "1.12." would mean another year each time the file is read.
std::optional<core::Date> written_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-') return std::nullopt;
  return core::date_from_text(text, core::Date{});
}

core::Minutes made_time(const toml::time& time) {
  return std::chrono::hours{time.hour} + core::Minutes{time.minute};
}

}  // namespace

std::string web_address(const std::string& text) {
  const bool web = text.starts_with("https://") || text.starts_with("http://");
  const bool whole = std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c != 0x7F; });
  const std::size_t host = text.find("://") + 3;
  const std::string site = text.substr(0, web ? text.find_first_of("/?#", host) : 0);
  // A browser takes a name with other letters, too; of those nothing more is looked at.
  const bool other_letters = site.size() > host && !std::ranges::all_of(site, is_ascii);
  if (web && whole && (other_letters || net::parse_url(site))) return text;
  throw std::invalid_argument(fmt::format("\"{}\" is no web address", text));
}

std::string called_address(const std::string& text) {
  if (net::parse_url(web_address(text))) return text;
  throw std::invalid_argument(
      fmt::format("\"{}\" cannot be called: other letters than a-z are written as xn--... in a name, and as "
                  "%C3%A5 behind it",
                  text));
}

std::string secret_address(const std::string& text) {
  if (net::may_fetch(called_address(text))) return text;
  throw std::invalid_argument(
      fmt::format("\"{}\" begins with http://, so answers and tokens would travel in the open; only this "
                  "machine itself may be reached so",
                  text));
}

std::string site_address(const std::string& text) {
  std::string address = called_address(text);
  while (address.ends_with('/')) address.pop_back();
  return address;
}

Section::Section(TomlReader& reader, const toml::table* table, std::string path, std::string pattern,
                 int line)
    : reader_(&reader),
      table_(table),
      path_(std::move(path)),
      pattern_(std::move(pattern)),
      keys_(&reader.keys_.of(pattern_)),
      line_(line) {
  keys_->visited = true;
}

const toml::node* Section::find(std::string_view key) const {
  if (!keys_->ask(key))
    throw std::logic_error(
        fmt::format("the key {} is read and the table of known keys lacks it", key_path(pattern_, key)));
  return table_ ? table_->get(key) : nullptr;
}

bool Section::has(std::string_view key) const {
  return find(key) || broken_ ||
         (!reader_->misspelled_.empty() && reader_->misspelled_.contains(key_path(path_, key)));
}

// Of `key`, which may lie deeper ("people.kari.user"); else of the nearest section above it.
int Section::line_of(std::string_view key) const {
  int line = line_;
  for (const toml::table* table = table_; table && !key.empty();) {
    const std::string_view head = key.substr(0, key.find('.'));
    const auto found = std::find_if(table->begin(), table->end(),
                                    [&](const auto& each) { return each.first.str() == head; });
    if (found == table->end()) break;
    line = static_cast<int>(found->first.source().begin.line);
    key.remove_prefix(std::min(head.size() + 1, key.size()));
    table = found->second.as_table();
  }
  return line;
}

std::string Section::place(std::string_view key, int line) const {
  return fmt::format("{}:{}: {}", reader_->file_, line, key.empty() ? path_ : key_path(path_, key));
}

void Section::problem(std::string_view key, std::string_view what, int line) const {
  if (line == 0) line = line_of(key);
  reader_->problems_.add(line, [&] {
    std::string text = fmt::format("{}: {}", place(key, line), what);
    // Some readers in core show the form themselves.
    if (what.find("for example") == what.npos && !what.starts_with("there is no file"))
      for (const auto& known : reader_->known_)
        if (known.path == key_path(pattern_, key))
          text += fmt::format("; write for example {} = {}", key, known.example);
    return text;
  });
}

void Section::conflict(std::string_view key, std::string_view what, int line) const {
  if (line == 0) line = line_of(key);
  reader_->problems_.add(line, [&] { return fmt::format("{}: {}", place(key, line), what); });
}

void Section::warning(std::string_view key, std::string_view what) const {
  const int line = line_of(key);
  reader_->warnings_.add(line, [&] { return fmt::format("{}: {}", place(key, line), what); });
}

void Section::names(std::filesystem::path file) const {
  reader_->named_.push_back(std::move(file));
}

void Section::wrong_kind(std::string_view key, const toml::node& found, std::string_view wanted) const {
  problem(key, fmt::format("{} is needed here, this is {}", wanted, kind(found)), line_in(found));
}

Section Section::section(std::string_view key) const {
  const auto* node = find(key);
  const auto* table = node ? node->as_table() : nullptr;
  if (node && !table)
    conflict(key,
             fmt::format("a section [{}] is needed here, this is {}", key_path(path_, key), kind(*node)));
  Section made(*reader_, table, key_path(path_, key), key_path(pattern_, key), table ? line_of(key) : line_);
  made.broken_ = !table && has(key);
  return made;
}

std::vector<std::pair<std::string, Section>> Section::entries(std::string_view key) const {
  std::vector<std::pair<std::string, Section>> found;
  const Section parent = section(key);
  if (!parent.table_) return found;
  for (const auto& [name, node] : *parent.table_) {
    const int line = static_cast<int>(name.source().begin.line);
    const auto* table = node.as_table();
    if (!table) {
      parent.problem(
          "",
          fmt::format("\"{}\" must be a section of its own: [{}.{}]", name.str(), parent.path_, name.str()),
          line);
      continue;
    }
    found.emplace_back(std::string(name.str()), Section(*reader_, table, key_path(parent.path_, name.str()),
                                                        key_path(parent.pattern_, "*"), line));
  }
  return found;
}

std::vector<Section> Section::list(std::string_view key) const {
  std::vector<Section> found;
  const auto* node = find(key);
  if (!node) return found;
  const auto* items = node->as_array();
  const auto wrong = [&](const toml::node& at) {
    problem(key, fmt::format("sections [[{}]] are needed here, this is {}", key, kind(at)), line_in(at));
  };
  if (!items) {
    wrong(*node);
    return found;
  }
  std::size_t number = 0;
  for (const auto& item : *items) {
    ++number;
    if (const auto* table = item.as_table())
      found.push_back(Section(*reader_, table, fmt::format("{}[{}]", key_path(path_, key), number),
                              key_path(pattern_, key) + "[]", line_in(item)));
    else
      wrong(item);
  }
  return found;
}

std::optional<std::string> Section::text(std::string_view key) const {
  return text_of(key, find(key));
}

std::optional<std::string> Section::text_of(std::string_view key, const toml::node* node) const {
  if (!node) return std::nullopt;
  const auto* value = node->as_string();
  if (!value) {
    wrong_kind(key, *node, "a text in quotes");
    return std::nullopt;
  }
  std::string trimmed = core::trimmed(core::cleaned(value->get()));
  if (trimmed.empty()) {
    problem(key, "the text is empty");
    return std::nullopt;
  }
  return trimmed;
}

std::optional<bool> Section::flag(std::string_view key) const {
  const auto* node = find(key);
  if (!node) return std::nullopt;
  if (const auto* value = node->as_boolean()) return value->get();
  wrong_kind(key, *node, "true or false without quotes");
  return std::nullopt;
}

std::optional<int> Section::number(std::string_view key, int low, int high) const {
  const auto* node = find(key);
  if (!node) return std::nullopt;
  const auto* value = node->as_integer();
  if (!value) {
    wrong_kind(key, *node, "a whole number");
    return std::nullopt;
  }
  if (value->get() < low || value->get() > high) {
    problem(key, fmt::format("{} is out of bounds; {} to {} is possible", value->get(), low, high));
    return std::nullopt;
  }
  return static_cast<int>(value->get());
}

std::optional<core::Date> Section::date(std::string_view key) const {
  const auto* node = find(key);
  if (!node) return std::nullopt;
  std::optional<core::Date> date;
  if (const auto* value = node->as_date()) date = made_date(value->get());
  if (const auto* value = node->as_string()) date = written_date(value->get());
  if (!date) problem(key, "this is not a date with year, month and day");
  return date;
}

std::optional<core::Minutes> Section::time(std::string_view key) const {
  const auto* node = find(key);
  if (!node) return std::nullopt;
  std::optional<core::Minutes> time;
  if (const auto* value = node->as_time()) time = made_time(value->get());
  if (const auto* value = node->as_string()) time = core::time_from_text(value->get());
  if (!time) problem(key, "this is not a time of day from 00:00 to 23:59");
  return time;
}

std::optional<core::Local> Section::moment(std::string_view key) const {
  const auto* node = find(key);
  if (!node) return std::nullopt;
  std::optional<core::Date> date;
  std::optional<core::Minutes> time;
  if (const auto* value = node->as_date_time(); value && !value->get().is_local()) {
    problem(key, "local time is needed here, without Z or an offset");
    return std::nullopt;
  } else if (value) {
    date = made_date(value->get().date);
    time = made_time(value->get().time);
  }
  if (const auto* value = node->as_string(); value && value->get().size() > 11) {
    date = written_date(value->get().substr(0, 10));
    time = core::time_from_text(value->get().substr(11));
  }
  if (date && time) return core::at(*date, *time);
  problem(key, "this is not a date with a time of day");
  return std::nullopt;
}

std::vector<Section::Item> Section::texts(std::string_view key) const {
  std::vector<Item> found;
  const auto* node = find(key);
  if (!node) return found;
  const auto* items = node->as_array();
  if (!items) {
    wrong_kind(key, *node, "a list of texts");
    return found;
  }
  for (const auto& item : *items)
    if (const auto* value = item.as_string())
      found.push_back({value->get(), line_in(item)});
    else
      wrong_kind(key, item, "a text in quotes");
  return found;
}

std::optional<std::string> Section::one_of(std::string_view key,
                                           const std::vector<std::string>& allowed) const {
  auto written = text(key);
  if (!written || std::find(allowed.begin(), allowed.end(), *written) != allowed.end()) return written;
  problem(key, fmt::format("\"{}\" is not possible; choose one of {}", *written,
                           boost::algorithm::join(allowed, ", ")));
  return std::nullopt;
}

std::string Section::required_text(std::string_view key) const {
  const auto* node = find(key);
  if (!node) required(key);
  return text_of(key, node).value_or("");
}

bool Section::required(std::string_view key) const {
  if (has(key)) return true;
  problem(key, "is missing");
  return false;
}

}  // namespace app
