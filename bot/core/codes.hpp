#pragma once
// What the values of an enumeration are called where they are stored, or go over a wire: one list beside the
// enumeration, `codes(E)`, in the order of the values. A code is never changed, and new values come last.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace core {

template <class... Code>
constexpr std::array<std::string_view, sizeof...(Code)> codes_in_order(Code... each) {
  return {each...};
}

template <class E>
concept Coded = requires(E value) {
  codes(value);
};

// Throws std::out_of_range for a value without one.
template <Coded E>
constexpr std::string_view code(E value) {
  return codes(value).at(static_cast<std::size_t>(value));
}

// The value that is called so; nothing where none is.
template <Coded E>
constexpr std::optional<E> value_of_code(std::string_view text) {
  const auto all = codes(E{});
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i] == text) return static_cast<E>(i);
  return std::nullopt;
}

}  // namespace core
