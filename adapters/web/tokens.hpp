#pragma once
// What the address of a page says. It is sealed, so it looks random, holds no id that can be read, and needs
// no table: nothing is stored for a link. Any thread.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/web/keys.hpp"
#include "bot/core/ids.hpp"
#include "bot/core/time.hpp"

namespace web {

struct Link {
  enum class Kind { press, home, calendar, overview };
  Kind kind = Kind::home;
  // Exactly one of them. A person's link is that person's alone; a group's is shared by all who have it.
  core::PersonId person;
  core::GroupId group;
  int sheet = 0;  // it is dead when the group's sheet, or the person's pages, have another number now
  std::string name, value, label;  // press: the button
  std::string serial;              // calendar: comes back as the value of the press
  core::Instant expires{};         // zero: never
  bool operator==(const Link&) const = default;
};

class Tokens {
 public:
  // Two keys, each made at first use. `<durable>/web.key` for links that must last: groups', homes,
  // calendars. `<passing>/web.key`, a folder in memory, for a person's own presses and for what pages
  // carry: they die with the machine's memory, as the ballot boxes do. Throws as Key.
  Tokens(const std::filesystem::path& durable, const std::filesystem::path& passing);

  // For a tool beside the service: seals links that last, with the service's key, and makes no key of its
  // own.
  static std::shared_ptr<const Tokens> of_service(const std::filesystem::path& durable);

  // Throws std::invalid_argument for a link of neither or both of a person and a group.
  std::string seal(const Link& link) const;
  // Nothing for what is not ours. Says nothing about expiry, sheets or use: those are the caller's.
  std::optional<Link> open(std::string_view token) const;

  // The link of a group's printed sheet as a code that people can type: "7K3M-Q0VX". Always the same for a
  // group and number, and nothing is stored for it; with 40 bits it needs a limit on guesses.
  std::string sheet_code(const core::GroupId& group, int sheet) const;
  // The digits of such a code as somebody typed it; nothing for whatever else.
  static std::optional<std::string> typed_sheet_code(std::string_view typed);

  // As link tokens, and neither is the other: what a browser keeps under that name, and who has signed in.
  // They die with the machine's memory.
  std::string seal_cookie(std::string_view bytes, std::string_view name) const;
  std::optional<std::string> open_cookie(std::string_view sealed, std::string_view name) const;
  std::string seal_session(const Link& link) const;
  std::optional<Link> open_session(std::string_view sealed) const;

  // What a page served under `token` carries in its hidden fields; it opens under that token alone.
  std::string seal_page(std::string_view bytes, std::string_view token) const;
  std::optional<std::string> open_page(std::string_view sealed, std::string_view token) const;

 private:
  Tokens(std::unique_ptr<Key> durable, std::unique_ptr<Key> passing);
  std::unique_ptr<Key> durable_, passing_;  // passing_: null in a tool
};

}  // namespace web
