#include "adapters/web/tokens.hpp"

#include <stdexcept>

#include "adapters/web/bytes.hpp"
#include "bot/core/receipt_code.hpp"

namespace web {
namespace {

constexpr std::string_view link_purpose = "refleks link 1", page_purpose = "refleks page 1 ";
constexpr std::string_view sheet_purpose = "refleks sheet 1", session_purpose = "refleks session 1",
                           cookie_purpose = "refleks cookie 1 ";
constexpr std::size_t longest_token = 2048, sheet_digits = 8;
// The first byte: the kind in two bits, then marks.
constexpr std::uint8_t link_kind_bits = 3, of_group = 4;

bool passing(const Link& link) {
  return link.kind == Link::Kind::press && link.group.empty();
}

std::string packed(const Link& link) {
  if (link.person.empty() == link.group.empty())
    throw std::invalid_argument("a link is a person's or a group's");
  Writer out;
  std::uint8_t head = static_cast<std::uint8_t>(link.kind);
  if (!link.group.empty()) head |= of_group;
  out.byte(head);
  out.id(link.group.empty() ? link.person.text : link.group.text);
  out.number(static_cast<std::uint64_t>(link.sheet));
  out.number(static_cast<std::uint64_t>(link.expires.time_since_epoch().count()));
  if (link.kind == Link::Kind::press)
    for (const auto* text : {&link.name, &link.value, &link.label}) out.text(*text);
  if (link.kind == Link::Kind::calendar) out.text(link.serial);
  return out.bytes();
}

std::optional<Link> unpacked(std::string_view bytes) {
  Reader in(bytes);
  const std::uint8_t head = in.byte();
  Link link;
  if ((head & link_kind_bits) > static_cast<std::uint8_t>(Link::Kind::overview)) return std::nullopt;
  link.kind = static_cast<Link::Kind>(head & link_kind_bits);
  if (head & of_group)
    link.group = core::GroupId(in.id());
  else
    link.person = core::PersonId(in.id());
  link.sheet = static_cast<int>(in.number());
  link.expires = core::Instant(std::chrono::seconds(static_cast<std::int64_t>(in.number())));
  if (link.kind == Link::Kind::press)
    for (auto* text : {&link.name, &link.value, &link.label}) *text = in.text();
  if (link.kind == Link::Kind::calendar) link.serial = in.text();
  if (!in.done()) return std::nullopt;
  return link;
}

}  // namespace

Tokens::Tokens(const std::filesystem::path& durable, const std::filesystem::path& passing)
    : Tokens(std::make_unique<Key>(durable / "web.key"), std::make_unique<Key>(passing / "web.key")) {}

Tokens::Tokens(std::unique_ptr<Key> durable, std::unique_ptr<Key> passing)
    : durable_(std::move(durable)), passing_(std::move(passing)) {}

std::shared_ptr<const Tokens> Tokens::of_service(const std::filesystem::path& durable) {
  return std::shared_ptr<const Tokens>(new Tokens(Key::existing(durable / "web.key"), nullptr));
}

std::string Tokens::seal(const Link& link) const {
  const Key* key = (passing(link) ? passing_ : durable_).get();
  if (!key) throw std::logic_error("only the service makes such a link");
  return key->seal(packed(link), link_purpose);
}

std::optional<Link> Tokens::open(std::string_view token) const {
  if (token.size() > longest_token) return std::nullopt;
  for (const Key* key : {durable_.get(), passing_.get()})
    if (key)
      if (const auto bytes = key->open(token, link_purpose)) return unpacked(*bytes);
  return std::nullopt;
}

std::string Tokens::sheet_code(const core::GroupId& group, int sheet) const {
  Writer out;
  out.id(group.text);
  out.number(static_cast<std::uint64_t>(sheet));
  return core::written_code(durable_->number(out.bytes(), sheet_purpose), sheet_digits);
}

std::optional<std::string> Tokens::typed_sheet_code(std::string_view typed) {
  auto code = core::typed_code(typed);
  return code && code->size() == sheet_digits ? code : std::nullopt;
}

std::string Tokens::seal_cookie(std::string_view bytes, std::string_view name) const {
  return passing_->seal(bytes, std::string(cookie_purpose) + std::string(name));
}

std::optional<std::string> Tokens::open_cookie(std::string_view sealed, std::string_view name) const {
  if (sealed.size() > longest_token) return std::nullopt;
  return passing_->open(sealed, std::string(cookie_purpose) + std::string(name));
}

std::string Tokens::seal_session(const Link& link) const {
  return passing_->seal(packed(link), session_purpose);
}

std::optional<Link> Tokens::open_session(std::string_view sealed) const {
  if (sealed.size() > longest_token) return std::nullopt;
  const auto bytes = passing_->open(sealed, session_purpose);
  return bytes ? unpacked(*bytes) : std::nullopt;
}

std::string Tokens::seal_page(std::string_view bytes, std::string_view token) const {
  return passing_->seal(bytes, std::string(page_purpose) + std::string(token));
}

std::optional<std::string> Tokens::open_page(std::string_view sealed, std::string_view token) const {
  return passing_->open(sealed, std::string(page_purpose) + std::string(token));
}

}  // namespace web
