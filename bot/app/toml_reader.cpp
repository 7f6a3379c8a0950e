#include "bot/app/toml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string.hpp>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "bot/app/toml_guard.hpp"
#include "bot/core/command_line.hpp"
#include "bot/core/utf8.hpp"

namespace app {

ConfigError::ConfigError(std::vector<std::string> found)
    : std::runtime_error(boost::algorithm::join(found, "\n")), problems(std::move(found)) {}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::optional<std::string> best;
  int fewest = 0;
  const std::string written = core::folded(word);
  for (const auto& candidate : candidates) {
    const std::string meant = core::folded(candidate);
    const std::size_t most = std::max(word.size(), candidate.size()) / 3;
    const auto [shorter, longer] = std::minmax({written.size(), meant.size()});
    if (longer - shorter > most)
      continue;  // as many slips at least, and to count them takes long in a long word
    const int slips = core::slips_between(written, meant);
    if (slips <= static_cast<int>(most) && (!best || slips < fewest)) {
      best = candidate;
      fewest = slips;
    }
  }
  return best;
}

std::string file_text(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_other(file, error))
    throw ConfigError({fmt::format("{}: this is no ordinary file", file.string())});
  return text_given(file);
}

std::string bytes_up_to(std::size_t most, std::istream& in) {
  std::string all;
  std::array<char, 16 * 1024> part;
  // Of what has no end, as /dev/zero, so much that it is refused.
  while (all.size() <= most && in.read(part.data(), part.size()).gcount() > 0)
    all.append(part.data(), static_cast<std::size_t>(in.gcount()));
  return all;
}

std::string text_given(const std::filesystem::path& file) {
  std::error_code error;
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  const int why = errno;
  // A folder can be opened, and reading it throws.
  const bool folder = std::filesystem::is_directory(file, error);
  if (!in || folder)
    throw ConfigError({fmt::format("{}: the file cannot be read: {}", file.string(),
                                   std::strerror(folder ? EISDIR : why))});
  std::string all = bytes_up_to(largest_toml, in);
  if (in.bad()) throw ConfigError({fmt::format("{}: the file cannot be read to its end", file.string())});
  return all;
}

namespace {

bool is_plain_key(std::string_view text) {
  return std::ranges::all_of(
      text, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-' || c == '.'; });
}

// "groups.nord.first: " where that line gives a key a value, since the library tells the line alone.
std::string key_on(std::size_t line, std::string_view text) {
  namespace algorithm = boost::algorithm;
  std::string section, key;
  std::string_view inside;  // of a text of several lines: what ends it
  for (std::size_t number = 1; number <= line && !text.empty(); ++number) {
    const std::string here = algorithm::trim_copy(std::string(text.substr(0, text.find('\n'))));
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    if (!inside.empty()) {
      if (here.find(inside) != here.npos) inside = {};
      continue;
    }
    const std::size_t equals = here.find('=');
    const bool header = here.starts_with('[') && equals == here.npos;
    if (header)
      section = algorithm::trim_left_copy_if(here.substr(0, here.find(']')), algorithm::is_any_of("[ "));
    key = equals == here.npos ? std::string() : algorithm::trim_copy(here.substr(0, equals));
    for (const std::string_view quotes : {R"(""")", "'''"}) {
      const std::size_t begins = equals == here.npos ? equals : here.find(quotes, equals);
      if (begins != here.npos && here.find(quotes, begins + 3) == here.npos) inside = quotes;
    }
  }
  return key.empty() || !is_plain_key(key) || !is_plain_key(section) ? "" : key_path(section, key) + ": ";
}

constexpr std::size_t most_notes = 1000;
constexpr std::size_t longest_key = 200;
constexpr std::size_t note_begin = 1500, note_end = 500;  // of a note

// What a value says stands in it, and that may have lines, and be as long as the file.
std::string readable(std::string text) {
  const auto in_letter = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  if (text.size() > note_begin + note_end) {
    std::size_t begin = note_begin, end = text.size() - note_end;
    while (in_letter(begin)) --begin;
    while (in_letter(end)) ++end;
    text.replace(begin, end - begin, " … ");
  }
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

void TomlReader::Notes::add(int line, const std::function<std::string()>& text) {
  if (notes_.size() < most_notes)
    notes_.push_back({line, readable(text())});
  else
    ++left_out_;
}

std::vector<std::string> TomlReader::Notes::in_order() const {
  std::vector<const Note*> sorted;
  for (const Note& note : notes_) sorted.push_back(&note);
  std::ranges::stable_sort(sorted, {}, &Note::line);
  std::vector<std::string> texts;
  for (const Note* note : sorted) texts.push_back(note->text);
  if (left_out_ > 0) texts.push_back(fmt::format("and {} more", left_out_));
  return texts;
}

TomlReader::TomlReader(std::string_view text, std::string file, std::span<const KnownKey> known)
    : file_(std::move(file)), known_(known), keys_(known) {
  if (const auto fault = toml_fault(text))
    throw ConfigError({fmt::format("{}:{}: {}", file_, fault->line, fault->what)});
  try {
    root_ = toml::parse(text, file_);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    throw ConfigError({fmt::format("{}:{}: {}this is not TOML (texts stand in quotes, lists in [ ]): {}",
                                   file_, line, key_on(line, text), error.description())});
  }
  find_unknown(root_, {nullptr, {}}, "");
}

Section TomlReader::root() {
  return Section(*this, &root_, "", "", 1);
}

std::vector<std::string> TomlReader::warnings() const {
  return warnings_.in_order();
}

std::map<std::string, int> TomlReader::lines() const {
  std::map<std::string, int> found;
  const std::function<void(const toml::table&, const std::string&)> visit = [&](const toml::table& table,
                                                                                const std::string& path) {
    for (const auto& [key, node] : table) {
      const std::string here = key_path(path, key.str());
      found.emplace_hint(found.end(), here, static_cast<int>(key.source().begin.line));
      const bool of_many = here == "people" || here == "groups";
      if (const auto* inner = node.as_table(); inner && !of_many) visit(*inner, here);
    }
  };
  visit(root_, "");
  return found;
}

void TomlReader::add(const std::vector<std::string>& problems_elsewhere) {
  elsewhere_.insert(elsewhere_.end(), problems_elsewhere.begin(), problems_elsewhere.end());
}

void TomlReader::finish() const {
  if (const auto key = keys_.forgotten())
    throw std::logic_error(fmt::format("the key {} is in the table of known keys and nobody reads it", *key));
  auto all = problems_.in_order();
  all.insert(all.end(), elsewhere_.begin(), elsewhere_.end());
  if (!all.empty()) throw ConfigError(std::move(all));
}

std::string TomlReader::Place::path() const {
  if (!above) return {};
  const std::string path = key_path(above->path(), key);
  return number > 0 ? fmt::format("{}[{}]", path, number) : path;
}

void TomlReader::find_unknown(const toml::table& table, const Place& place, const std::string& pattern) {
  const auto& known = keys_.of(pattern).known;
  const bool free = known.size() == 1 && known.front() == "*";
  const std::string any = free ? key_path(pattern, "*") : std::string();
  for (const auto& [key, node] : table) {
    const int line = static_cast<int>(key.source().begin.line);
    if (key.str().size() > longest_key)  // it would stand in the path of all that is in it
      throw ConfigError({fmt::format("{}:{}: a key of more than {} bytes", file_, line, longest_key)});
    if (!free && std::find(known.begin(), known.end(), key.str()) == known.end()) {
      problems_.add(line, [&] {
        const auto near = nearest(key.str(), known);
        if (near) misspelled_.insert(Place{&place, *near}.path());
        return fmt::format("{}:{}: {}: I do not know this key; {}", file_, line,
                           Place{&place, key.str()}.path(),
                           near ? fmt::format("did you mean \"{}\"?", *near)
                                : "known here: " + boost::algorithm::join(known, ", "));
      });
      continue;
    }
    if (!node.is_table() && !node.is_array()) continue;
    const std::string next = free ? any : key_path(pattern, key.str());
    if (const auto* inner = node.as_table()) {
      if (!keys_.of(next).known.empty()) find_unknown(*inner, {&place, key.str()}, next);
    } else if (const auto* items = node.as_array(); items && !keys_.of(next + "[]").known.empty()) {
      std::size_t number = 0;
      for (const auto& item : *items) {
        ++number;
        if (const auto* each = item.as_table()) find_unknown(*each, {&place, key.str(), number}, next + "[]");
      }
    }
  }
}

}  // namespace app
