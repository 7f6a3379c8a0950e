#include "adapters/slack/tokens.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/core/ascii.hpp"
#include "bot/core/log.hpp"
#include "bot/core/random.hpp"
#include "bot/runtime/json.hpp"

namespace slack {
namespace {

using Json = nlohmann::json;

constexpr auto note_name = "token";

std::string text_of(const TokenPair& pair) {
  Json json{{"access", pair.access}};
  if (!pair.refresh.empty()) json["refresh"] = pair.refresh;
  if (pair.good_until) json["until"] = core::to_text(*pair.good_until);
  if (pair.since) json["since"] = core::to_text(*pair.since);
  return json.dump();
}

}  // namespace

std::filesystem::path former_tokens(const std::filesystem::path& data, const std::string& workspace) {
  // A name that cannot leave its folder, and is nobody else's.
  std::string name;
  for (const char c : workspace) {
    name += core::ascii::is_letter_or_digit(c) || c == '-' ? c : '_';
  }
  if (name != workspace) name += "-" + core::id_from_name(workspace).substr(0, 8);
  return data / "slack" / (name + ".json");
}

void Tokens::read(const std::vector<runtime::Note>& notes) {
  for (const runtime::Note& note : notes)
    if (note.name == note_name) take(note.value);
}

void Tokens::open(runtime::Notebook& book, const std::filesystem::path& former) {
  book_ = &book;
  read(book.found());
  std::ifstream in(former);
  if (!in) return;
  take(std::string(std::istreambuf_iterator<char>(in), {}));
  book.keep({{note_name, text_of(pair_), {}}}, [former](bool kept) {
    std::error_code ignored;
    if (kept) std::filesystem::remove(former, ignored);
  });
}

void Tokens::take(const std::string& text) {
  const Json json = runtime::parse_json(text);
  if (!json.is_object() || !json.contains("access") || !json["access"].is_string())
    throw std::runtime_error("what was kept of the Slack token is damaged; remove it and install again");
  pair_.access = json["access"].get<std::string>();
  pair_.refresh = json.value("refresh", "");
  pair_.good_until.reset();
  pair_.since.reset();
  if (json.contains("until")) pair_.good_until = core::instant_from_text(json["until"].get<std::string>());
  if (json.contains("since")) pair_.since = core::instant_from_text(json["since"].get<std::string>());
  kept_ = true;
}

bool Tokens::due(core::Instant now) const {
  if (pair_.refresh.empty()) return false;
  return pair_.access.empty() || (pair_.good_until && now + early > *pair_.good_until);
}

boost::asio::awaitable<bool> Tokens::keep(TokenPair pair) {
  std::vector<runtime::Note> notes;
  notes.push_back({note_name, text_of(pair), {}});
  if (book_) {
    unkept_ = pair;
    const bool kept = co_await runtime::kept(*book_, std::move(notes));
    if (!kept) co_return false;
  }
  unkept_.reset();
  pair_ = std::move(pair);
  kept_ = true;
  co_return true;
}

void Tokens::forget() {
  pair_ = TokenPair();
  unkept_.reset();
  kept_ = false;
  if (book_)
    book_->keep({{note_name, {}, {}}}, [](bool kept) {
      if (!kept) core::log(core::Level::error, "slack: a token that is no longer ours could not be removed");
    });
}

}  // namespace slack
