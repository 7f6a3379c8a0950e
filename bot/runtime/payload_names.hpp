#pragma once
// What enumerations of a message are called in its JSON, in their order.

#include <array>

namespace runtime {

inline constexpr std::array span_styles{"plain", "strong", "emphasis", "code"};
inline constexpr std::array button_styles{"plain", "primary", "danger"};
inline constexpr std::array plot_kinds{"each", "whole", "words"};

}  // namespace runtime
