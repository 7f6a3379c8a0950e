#pragma once
// Distinct types for distinct things. Ids of our own are 32 hexadecimal digits (SOCI cuts strings at a NUL
// byte, so never raw bytes); ids of a platform are opaque outside the adapter that made them.

#include <compare>
#include <functional>
#include <string>

namespace core {

template <class Tag>
struct Id {
  std::string text;

  Id() = default;
  explicit Id(std::string value) : text(std::move(value)) {}
  bool empty() const { return text.empty(); }
  auto operator<=>(const Id&) const = default;
};

using PersonId = Id<struct PersonTag>;
using GroupId = Id<struct GroupTag>;
using SessionId = Id<struct SessionTag>;
using PollId = Id<struct PollTag>;
using IdeaId = Id<struct IdeaTag>;
using MatterId = Id<struct MatterTag>;

}  // namespace core

template <class Tag>
struct std::hash<core::Id<Tag>> {
  std::size_t operator()(const core::Id<Tag>& id) const { return std::hash<std::string>()(id.text); }
};
