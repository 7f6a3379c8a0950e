#include "tests/contract/transcript.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>

namespace contract {
namespace {

// Layout is the platform's own: only letters and digits are compared, and the marks of this transcript.
std::string folded(const std::string& text) {
  static const std::regex layout("█|░|«|»|–|—|…|•|·|\u00a0|\u200b|\u2060|[ @.,:;!?()\"'`*_~\\\\/|<>+=&#-]+");
  // How the bot is called too: /refleks, @Refleks, or nothing in a private chat.
  static const std::regex called("(^| )[Rr]efleks(?= |$)");
  return std::regex_replace(std::regex_replace(text, layout, " "), called, " ");
}
std::string squeezed(const std::string& text) {
  static const std::regex blanks(" +"), ends("^ | $");
  return std::regex_replace(std::regex_replace(folded(text), blanks, " "), ends, "");
}
bool same(const std::string& a, const std::string& b) {
  return squeezed(a) == squeezed(b);
}

// Without the buttons behind it.
std::string words_of(const std::string& what) {
  static const std::regex buttons("( \\[[^\\]]*\\])+$");
  return std::regex_replace(what, buttons, "");
}

bool fits(const std::string& pattern, const std::string& text) {
  return std::regex_match(text, std::regex(pattern));
}

bool lacks(const Platform& platform, const std::string& ability) {
  for (const auto& [name, has] : core::abilities_of(platform.capabilities()))
    if (name == ability) return !has;
  return platform.name() != "Sandbox" && (ability == "a limit" || ability == "on " + platform.name());
}

// The topics to choose from stand in an order by lot, and not on all platforms in the same.
std::string without_lot(const Line& line) {
  static const std::string choices = "{choices / ", between = " / ";
  const std::size_t begin = line.what.find(choices), end = line.what.find('}', begin);
  if (line.step != "topic vote" || begin == line.what.npos || end == line.what.npos) return line.what;
  std::string rest = line.what.substr(begin + choices.size(), end - begin - choices.size());
  std::multiset<std::string> topics;
  for (std::size_t at = rest.find(between); at != rest.npos; at = rest.find(between)) {
    topics.insert(rest.substr(0, at));
    rest.erase(0, at + between.size());
  }
  topics.insert(rest);
  std::string sorted = line.what.substr(0, begin);
  for (const std::string& topic : topics) sorted += between + topic;
  return sorted + line.what.substr(end);
}

bool is_expected(const std::string& wanted, const Line& original, const Line& found) {
  if (wanted == "=") return same(without_lot(original), without_lot(found));
  if (wanted.starts_with('~')) return fits(wanted.substr(1), found.what);
  const auto at = wanted.find("{words}");
  std::string whole = wanted;
  if (at != wanted.npos) whole.replace(at, 7, words_of(original.what));
  return same(whole, found.what);
}

}  // namespace

std::string say(const Seen& seen) {
  std::string text = with_buttons(seen.words, seen.buttons);
  for (const std::string& input : seen.inputs) text += " ⟨" + input + "⟩";
  for (const auto& [label, error] : seen.errors) text += " ⟨" + label + "⟩ refused: " + tidy(error);
  for (const auto& [label, words] : seen.kept) text += " ⟨" + label + "⟩ keeps: " + tidy(words);
  if (seen.to_all) text += " (everybody sees it)";
  if (text.empty()) text = "(nothing)";
  return text;
}

std::string to_text(const Line& line) {
  return line.step + " | " + line.who + " | " + line.what;
}

void write(const Transcript& transcript, const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file);
  for (const Line& line : transcript) out << to_text(line) << "\n";
}

std::vector<std::string> compare(const Transcript& sandbox, const Transcript& whole,
                                 const Platform& platform) {
  Transcript other = whole;
  for (const Addition& rule : additions())
    if (lacks(platform, rule.ability))
      std::erase_if(other, [&](const Line& line) { return fits(rule.what, line.what); });
  std::vector<std::string> wrong;
  auto next = other.begin();
  for (const Line& line : sandbox) {
    std::vector<std::string> wanted{"="};
    for (const Difference& rule : differences())
      if (lacks(platform, rule.ability) && fits(rule.step, line.step) && fits(rule.who, line.who) &&
          fits(rule.what, line.what)) {
        wanted = rule.instead;
        break;
      }
    for (const std::string& one : wanted) {
      if (next == other.end() || next->step != line.step || next->who != line.who) {
        wrong.push_back("missing: " + to_text(line) + "\n  (as: " + one + ")");
        continue;
      }
      if (!is_expected(one, line, *next))
        wrong.push_back("sandbox: " + to_text(line) + "\n  (as: " + one + ")\n  here:    " + to_text(*next));
      ++next;
    }
    // What nobody expected is told once, and the rest is still compared.
    while (next != other.end() && next->step == line.step && next->who == line.who &&
           (&line == &sandbox.back() || (&line + 1)->step != line.step || (&line + 1)->who != line.who)) {
      wrong.push_back("unexpected: " + to_text(*next));
      ++next;
    }
  }
  for (; next != other.end(); ++next) wrong.push_back("unexpected: " + to_text(*next));
  return wrong;
}

}  // namespace contract
