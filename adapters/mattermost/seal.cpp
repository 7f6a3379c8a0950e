#include "adapters/mattermost/seal.hpp"

#include <nlohmann/json.hpp>

#include "adapters/net/hmac.hpp"
#include "adapters/net/json.hpp"
#include "adapters/net/private_file.hpp"

namespace mattermost {
namespace {

using Json = nlohmann::json;
using runtime::JsonView;

constexpr std::size_t signature_size = 64;

// Whether it comes from us is the signature's business; here only that no crooked shape throws.
std::optional<core::Instant> instant_of(std::optional<std::int64_t> seconds) {
  if (!seconds) return std::nullopt;
  return core::Instant(std::chrono::seconds(*seconds));
}

std::int64_t seconds(core::Instant instant) {
  return instant.time_since_epoch().count();
}

// One text of several, so that no two lists give the same.
std::string joined(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& part : parts) out += std::to_string(part.size()) + ":" + part;
  return out;
}

std::string signed_part(const Pressed& pressed) {
  return joined({pressed.kind == Pressed::Kind::again ? "again" : "press", pressed.name, pressed.value,
                 pressed.channel, std::to_string(seconds(pressed.expires))});
}

constexpr const char* kinds[] = {"form", "choice", "notice"};

}  // namespace

Seals::Seals(const std::filesystem::path& file, core::Random& random) {
  key_ = net::key_of_file(file, [&random] {
    std::string key;
    while (key.size() < net::key_bytes)
      for (std::uint64_t bits = random.next(), i = 0; i < 8; ++i, bits >>= 8)
        key.push_back(static_cast<char>(bits & 0xFF));
    return key;
  });
}

std::string Seals::sign(std::string_view purpose, const std::string& text) const {
  return net::to_hex(net::hmac_sha256(key_, std::string(purpose) + "\n" + text));
}

std::string Seals::mark(const std::string& text) const {
  return sign("mark", text).substr(0, 32);
}

Json Seals::seal(const Pressed& pressed) const {
  Json context{{"n", pressed.name}, {"v", pressed.value}, {"c", pressed.channel}};
  context["x"] = seconds(pressed.expires);
  context["h"] = sign("button", signed_part(pressed));
  if (pressed.kind == Pressed::Kind::again) context["again"] = true;
  return context;
}

Claimed read_context(JsonView context) {
  return {context.text_at("n"), context.text_at("v"),      context.text_at("c"),
          context.text_at("h"), context.at("x").integer(), context.at("again").is_true()};
}

std::optional<Pressed> Seals::open(const Claimed& claimed, const std::string& channel,
                                   core::Instant now) const {
  const auto expires = instant_of(claimed.expires);
  if (!expires || *expires < now) return std::nullopt;
  Pressed pressed;
  if (claimed.again) pressed.kind = Pressed::Kind::again;
  pressed.name = claimed.name;
  pressed.value = claimed.value;
  pressed.channel = claimed.channel;
  pressed.expires = *expires;
  if (pressed.channel.empty() || pressed.channel != channel) return std::nullopt;
  if (!net::equal_in_constant_time(sign("button", signed_part(pressed)), claimed.signature))
    return std::nullopt;
  return pressed;
}

std::string Seals::seal(const Asked& asked, const std::string& user) const {
  Json json{{"k", kinds[static_cast<int>(asked.kind)]}, {"c", asked.channel}, {"i", asked.serial}};
  json["x"] = seconds(asked.expires);
  if (!asked.name.empty()) json["n"] = asked.name;
  if (!asked.state.empty()) json["s"] = asked.state;
  if (!asked.buttons.empty()) json["b"] = asked.buttons;
  const std::string text = net::bytes_of(json);
  return sign("dialog", user + "\n" + text) + text;
}

std::optional<Asked> Seals::open(const std::string& state, const std::string& user, core::Instant now) const {
  if (state.size() <= signature_size || user.empty()) return std::nullopt;
  const std::string text = state.substr(signature_size);
  if (!net::equal_in_constant_time(sign("dialog", user + "\n" + text), state.substr(0, signature_size)))
    return std::nullopt;
  const runtime::JsonText read(text);
  const JsonView json = read.root();
  const auto expires = instant_of(json.at("x").integer());
  if (!expires || *expires < now) return std::nullopt;
  Asked asked;
  for (int i = 0; i < 3; ++i)
    if (json.at("k").text() == kinds[i]) asked.kind = static_cast<Asked::Kind>(i);
  asked.name = json.text_at("n");
  asked.state = json.text_at("s");
  asked.channel = json.text_at("c");
  asked.serial = json.text_at("i");
  asked.expires = *expires;
  json.at("b").each([&](JsonView button) {  // a pair of texts
    std::vector<std::string> parts;
    button.each([&](JsonView part) { parts.emplace_back(part.text()); });
    if (parts.size() == 2) asked.buttons.emplace_back(std::move(parts[0]), std::move(parts[1]));
  });
  return asked;
}

}  // namespace mattermost
